# SPDX-License-Identifier: MIT
"""What is measured: genet, its peers, and the limits.

A tool is a table of command lines. They are split as a shell would, without a
shell; {host}, {port}, {path}, {size}, {cert} and {key} are filled in by the
row, {genet} and {limits} here. A command that is missing is one that the tool
cannot do.

  send, receive          TCP: standard input to a peer, a peer to the output
  send-file              the same for a tool that can send only a file
  both-listen, both-connect      both directions at once, to the end of both
  unix-...               the same over a Unix socket
  tls-...                the same in TLS over TCP, by {cert} and {key}
  talk                   a client that is talked to while it runs
  session                a client that sends one line and prints the answer
  udp-send, udp-receive  datagrams of {size} bytes; to standard output
  collect                a listener for many clients; prints what they send
  echo, exec             the same; sends it back itself, or by a /bin/cat each
  scan                   all TCP ports of 127.0.0.1
  relay                  listens on {port} and connects to {peer}; {haproxy} and
                         {nginx} are files of the row with that configuration
  relay-many             the same for many clients; an empty one is no relay
  relay-descriptors      how many it has for each pair, if not two
  mock, talk-all         plays dialogues of {file}, as server or client
  help, refused          to be started, and to connect to a port that nobody has
"""
import fnmatch
import shlex
import shutil

from rig import machine


class Tool:
    """kind is genet, before (another genet), peer or limit."""

    def __init__(self, name, kind, commands, package=None):
        self.name = name
        self.kind = kind
        self.commands = commands
        self.package = package

    def _find(self, command):
        return next((self.commands[word] for word in command.split('|')
                     if word in self.commands), None)

    def can(self, command):
        """A command may have alternatives: send|send-file."""
        return self._find(command) is not None

    def argv(self, command, **fields):
        return shlex.split(self._find(command).format(**fields))

    def version(self):
        return machine.package_version(self.package) if self.package else ''


GENET = {
    'send': 'connect --send-only {host} {port}',
    'receive': 'listen --recv-only {host} {port}',
    'both-listen': 'listen {host} {port}',
    'both-connect': 'connect {host} {port}',
    'unix-send': 'unix connect --send-only {path}',
    'unix-receive': 'unix listen --recv-only {path}',
    'unix-both-listen': 'unix listen {path}',
    'unix-both-connect': 'unix connect {path}',
    'tls-send': 'connect --tls --tls-ca {cert} --send-only {host} {port}',
    'tls-receive': 'listen --tls --tls-cert {cert} --tls-key {key} '
                   '--recv-only {host} {port}',
    'tls-both-listen': 'listen --tls --tls-cert {cert} --tls-key {key} '
                       '{host} {port}',
    'tls-both-connect': 'connect --tls --tls-ca {cert} {host} {port}',
    'talk': 'connect {host} {port}',
    'session': 'connect {host} {port}',
    'udp-send': 'udp-send --block {size} {host} {port}',
    'udp-receive': 'udp-recv {host} {port}',
    'collect': 'listen -k --recv-only --max-conns 20000 {host} {port}',
    'echo': 'listen -k --echo --max-conns 20000 {host} {port}',
    'exec': 'listen -k --max-conns 20000 {host} {port} --exec -- /bin/cat',
    'scan': 'scan 127.0.0.1 1-65535',
    'relay': 'relay --max-conns 20000 {host}:{port} {host}:{peer}',
    'relay-many': 'relay --max-conns 20000 {host}:{port} {host}:{peer}',
    'mock': 'mock {host}:{port} {file}',
    'talk-all': 'talk {host}:{port} {file} --jobs {jobs}',
    'help': '--help',
    'refused': 'connect 127.0.0.1 1',
}

NC_OPENBSD = {
    'send': 'nc.openbsd -N {host} {port}',
    'receive': 'nc.openbsd -l {host} {port}',
    'both-listen': 'nc.openbsd -N -l {host} {port}',
    'both-connect': 'nc.openbsd -N {host} {port}',
    'unix-send': 'nc.openbsd -N -U {path}',
    'unix-receive': 'nc.openbsd -l -U {path}',
    'unix-both-listen': 'nc.openbsd -N -l -U {path}',
    'unix-both-connect': 'nc.openbsd -N -U {path}',
    'talk': 'nc.openbsd {host} {port}',
    'session': 'nc.openbsd -N {host} {port}',
    'udp-receive': 'nc.openbsd -u -l -k {host} {port}',
    'collect': 'nc.openbsd -l -k {host} {port}',
    'scan': 'nc.openbsd -z -v -n 127.0.0.1 1-65535',
    'help': 'nc.openbsd -h',
    'refused': 'nc.openbsd 127.0.0.1 1',
}

NC_TRADITIONAL = {
    'send': 'nc.traditional -q 0 {host} {port}',
    'receive': 'nc.traditional -l -s {host} -p {port}',
    'talk': 'nc.traditional {host} {port}',
    'session': 'nc.traditional {host} {port}',
    'udp-receive': 'nc.traditional -u -l -s {host} -p {port}',
    'scan': 'nc.traditional -z -v -n 127.0.0.1 1-65535',
    'help': 'nc.traditional -h',
    'refused': 'nc.traditional 127.0.0.1 1',
}

NCAT = {
    'send': 'ncat --send-only {host} {port}',
    'receive': 'ncat -l --recv-only {host} {port}',
    'both-listen': 'ncat -l {host} {port}',
    'both-connect': 'ncat {host} {port}',
    'unix-send': 'ncat --send-only -U {path}',
    'unix-receive': 'ncat -l --recv-only -U {path}',
    'unix-both-listen': 'ncat -l -U {path}',
    'unix-both-connect': 'ncat -U {path}',
    'tls-send': 'ncat --ssl --send-only {host} {port}',
    'tls-receive': 'ncat -l --recv-only --ssl --ssl-cert {cert} '
                   '--ssl-key {key} {host} {port}',
    'tls-both-listen': 'ncat -l --ssl --ssl-cert {cert} --ssl-key {key} '
                       '{host} {port}',
    'tls-both-connect': 'ncat --ssl {host} {port}',
    'talk': 'ncat {host} {port}',
    'session': 'ncat {host} {port}',
    'udp-receive': 'ncat -u -l --recv-only {host} {port}',
    'collect': 'ncat -l -k -m 20000 --recv-only {host} {port}',
    'exec': 'ncat -l -k -m 20000 -e /bin/cat {host} {port}',
    'relay': 'ncat -l -k {host} {port} --sh-exec "ncat {host} {peer}"',
    'help': 'ncat --help',
    'refused': 'ncat 127.0.0.1 1',
}


def socat_streams(options):
    socat = f'socat {options}'.rstrip()
    here = 'TCP-LISTEN:{port},bind={host},reuseaddr'
    there = 'TCP:{host}:{port}'
    secure_here = ('OPENSSL-LISTEN:{port},bind={host},reuseaddr,cert={cert},'
                   'key={key},verify=0')
    secure_there = 'OPENSSL:{host}:{port},cafile={cert}'
    # After the end of one direction socat waits for the other one as long as -t
    # says.
    return {
        'send': f'{socat} -u - {there}',
        'receive': f'{socat} -u {here} -',
        'both-listen': f'{socat} -t 100 - {here}',
        'both-connect': f'{socat} -t 100 - {there}',
        'tls-send': f'{socat} -u - {secure_there}',
        'tls-receive': f'{socat} -u {secure_here} -',
        'tls-both-listen': f'{socat} -t 100 - {secure_here}',
        'tls-both-connect': f'{socat} -t 100 - {secure_there}',
        'unix-send': f'{socat} -u - UNIX-CONNECT:{{path}}',
        'unix-receive': f'{socat} -u UNIX-LISTEN:{{path}} -',
        'unix-both-listen': f'{socat} -t 100 - UNIX-LISTEN:{{path}}',
        'unix-both-connect': f'{socat} -t 100 - UNIX-CONNECT:{{path}}',
        'relay': f'{socat} {here},fork TCP:{{host}}:{{peer}}',
        'relay-many': f'{socat} {here},fork,backlog=4096 TCP:{{host}}:{{peer}}',
    }


SOCAT_SERVER = 'TCP-LISTEN:{port},bind={host},reuseaddr,fork,backlog=4096'
SOCAT = {
    'talk': 'socat - TCP:{host}:{port}',
    'session': 'socat -t 100 - TCP:{host}:{port}',
    'udp-send': 'socat -b {size} -u - UDP:{host}:{port}',
    'udp-receive': 'socat -u UDP-RECV:{port},bind={host} -',
    'collect': f'socat -u {SOCAT_SERVER} -',
    'echo': f'socat {SOCAT_SERVER} PIPE',
    'exec': f'socat {SOCAT_SERVER} EXEC:/bin/cat',
    'help': 'socat -h',
    'refused': 'socat - TCP:127.0.0.1:1',
}

# It takes letters in its input for commands, but only capitals, which the rig
# does not send; a server whose input ends is over, so it gets one that does
# not. It cannot half-close.
OPENSSL = {
    'tls-send': 'openssl s_client -quiet -no_ign_eof -CAfile {cert} '
                '-connect {host}:{port}',
    'tls-receive': 'sh -c "mkfifo {path} && exec openssl s_server -quiet '
                   '-naccept 1 -cert {cert} -key {key} -accept {host}:{port} '
                   '<>{path}"',
}

TCPSERVER = {
    'exec': 'tcpserver -DRHl0 -b 4096 -c 20000 {host} {port} /bin/cat',
}

HAPROXY = {
    'relay': 'haproxy -db -f {haproxy}',
    'relay-many': 'haproxy -db -f {haproxy}',
}
PROXYD = ('systemd-socket-activate -l {host}:{port} '
          '/lib/systemd/systemd-socket-proxyd --connections-max=20000 '
          '{host}:{peer}')
SYSTEMD = {
    'relay': PROXYD,
    'relay-many': PROXYD,
    'relay-descriptors': '6',
}
NGINX = {
    'relay': 'nginx -p {directory} -c {nginx} -e stderr',
    'relay-many': 'nginx -p {directory} -c {nginx} -e stderr',
}

NMAP = {
    'scan': 'nmap -n -Pn -sT -p- -T5 --min-rate 100000 127.0.0.1',
}


def stream_limit(how, size=None):
    """What one technique gives; see limits/bulk.c and limits/duplex.c."""
    bulk, duplex = '{limits}/bulk', '{limits}/duplex'
    if size:
        bulk, duplex = f'{bulk} -b {size}', f'{duplex} -b {size}'
    return {
        'send': f'{bulk} send {how} {{port}}',
        'receive': f'{bulk} -l receive {how} {{port}}',
        'both-listen': f'{duplex} -l {how} {{port}}',
        'both-connect': f'{duplex} {how} {{port}}',
        'unix-send': f'{bulk} -U send {how} {{path}}',
        'unix-receive': f'{bulk} -U -l receive {how} {{path}}',
        'unix-both-listen': f'{duplex} -U -l {how} {{path}}',
        'unix-both-connect': f'{duplex} -U {how} {{path}}',
        'relay': f'{{limits}}/relay {how} {size or 1048576} {{port}} {{peer}}',
    }


def udp_limit(how):
    return {
        'udp-send': f'{{limits}}/udp-send {how} {{size}} {{port}}',
        'udp-receive': f'{{limits}}/udp-receive {how} {{port}}',
    }


SENDFILE = {
    'send-file': '{limits}/bulk send sendfile {port}',
    'receive': '{limits}/bulk -l receive splice {port}',
}
EPOLL = {
    'collect': '{limits}/accept collect {port}',
    'echo': '{limits}/accept echo {port}',
    'exec': '{limits}/accept exec {port}',
    'scan': '{limits}/scan 100',
}
# Talk is by the rig's own socket, without any program in between.
RAW = {
    'talk': '{port}',
    'relay-many': '',
    'session': '{limits}/minimal {port}',
    'help': '{limits}/minimal',
    'refused': '{limits}/minimal 1',
}

PEERS = (
    ('nc-openbsd', 'nc.openbsd', 'netcat-openbsd', NC_OPENBSD),
    ('nc-traditional', 'nc.traditional', 'netcat-traditional', NC_TRADITIONAL),
    ('ncat', 'ncat', 'ncat', NCAT),
    ('socat', 'socat', 'socat', socat_streams('') | SOCAT),
    ('socat -b 1M', 'socat', 'socat', socat_streams('-b 1048576')),
    ('openssl', 'openssl', 'openssl', OPENSSL),
    ('haproxy', 'haproxy', 'haproxy', HAPROXY),
    ('systemd-socket-proxyd', 'systemd-socket-activate', 'systemd', SYSTEMD),
    ('nginx stream', 'nginx', 'libnginx-mod-stream', NGINX),
    ('tcpserver', 'tcpserver', 'ucspi-tcp', TCPSERVER),
    ('nmap', 'nmap', 'nmap', NMAP),
)

LIMITS = (
    ('raw socket', RAW),
    ('copy 64K', stream_limit('copy', 65536)
     | {'talk': '{limits}/duplex -b 65536 copy {port}'}),
    ('copy 256K', stream_limit('copy', 262144)),
    ('splice 1M', stream_limit('splice')
     | {'talk': '{limits}/duplex splice {port}'}),
    ('sendfile', SENDFILE),
    ('send', udp_limit('one')),
    ('sendmmsg', udp_limit('batch')),
    ('UDP GSO/GRO', udp_limit('segment')),
    ('epoll', EPOLL),
)


def genet_tool(name, kind, program):
    word = shlex.quote(program)
    return Tool(name, kind, {
        key: f'{word} {command}'.replace('{genet}', word)
        for key, command in GENET.items()})


def known(genet, limits):
    """genet, the peers that are installed, the limits; and who is missing."""
    tools = [genet_tool('genet', 'genet', genet)]
    missing = []
    for name, program, package, commands in PEERS:
        if shutil.which(program):
            tools.append(Tool(name, 'peer', commands, package))
        else:
            missing.append(name)
    for name, commands in LIMITS:
        tools.append(Tool(name, 'limit', {
            key: command.replace('{limits}', shlex.quote(limits))
            for key, command in commands.items()}))
    return tools, missing


def chosen(tools, patterns):
    """Those whose names fit one of the patterns; genet always does."""
    return [tool for tool in tools if tool.kind in ('genet', 'before') or any(
        fnmatch.fnmatchcase(tool.name, pattern) for pattern in patterns)]
