# SPDX-License-Identifier: MIT
"""Rows for relays, which join each client with one target."""
import os
import time

from rig.context import check_drain
from rig.held import Held, cpu_seconds, memory_kib, processes
from rig.machine import descriptors, wait_for_port, wait_until
from rig.process import NULL, Broken, Process
from rig.row import Result, Row

SIZE = 64  # bytes of a question
COPIED = 262144

HAPROXY = """\
global
\tmaxconn {pairs}
\tmaxpipes 100
defaults
\tmode tcp
\ttimeout connect 20s
\ttimeout client 100s
\ttimeout server 100s
\toption splice-request
\toption splice-response
listen relay
\tbind {host}:{port} backlog 4096
\tserver target {host}:{peer}
"""

NGINX = """\
load_module /usr/lib/nginx/modules/ngx_stream_module.so;
daemon off;
master_process off;
error_log stderr;
pid {directory}/nginx.pid;
worker_rlimit_nofile 100000;
events {{ worker_connections 50000; }}
stream {{
\tserver {{
\t\tlisten {host}:{port} backlog=4096;
\t\tproxy_pass {host}:{peer};
\t\tproxy_half_close on;
\t}}
}}
"""


class _Relay:
    """A tool between the clients on port and a server on peer, or none."""

    def __init__(self, context, tool, command, cpus=None):
        fields = context.fields() | {
            'peer': context.port(), 'directory': context.directory,
            'pairs': min(30000, (descriptors() - 500) // 2)}
        for name, text in ('haproxy', HAPROXY), ('nginx', NGINX):
            fields[name] = context.path(name)
            with open(fields[name], 'w', encoding='ascii') as file:
                file.write(text.format(**fields))
        self.port, self.peer = fields['port'], fields['peer']
        self._argv = tool.argv(command, **fields)
        self._cpus = cpus
        self._process = None
        self.cpu = 0.0

    def start(self):
        """To be called when the server listens."""
        if not self._argv:
            self.port = self.peer
            return
        self._process = Process(self._argv, self._cpus)
        wait_for_port(self.port)

    def _processes(self):
        return processes(self._process.pid) if self._process else []

    def memory(self):
        return memory_kib(self._processes())

    def end(self):
        """Ends it; cpu is then what it has used, and what its processes have
        that it has waited for, or that still run."""
        if not self._process:
            return
        try:
            wait_until(lambda: len(self._processes()) == 1, '', 1)
        except Broken:
            pass  # its children stay
        others = cpu_seconds(self._processes()[1:])
        self._process.kill()
        self.cpu = self._process.cpu + others


def _limit(context, *arguments):
    return [os.path.join(context.programs, 'limits', arguments[0]),
            *map(str, arguments[1:])]


def _look_at_digest(context, drain, size):
    drain.wait(20)
    check_drain(drain, size, context.digest(size))


def _one_way(context, tool, is_check=False):
    size = context.check_size if is_check else context.size
    places = context.places
    relay = _Relay(context, tool, 'relay')
    drain, output = context.drain(digest=True) if is_check else (None, NULL)
    receiver = Process(
        _limit(context, 'bulk', '-l', 'receive', 'splice', relay.peer),
        places.receiver, stdout=output)
    if drain:
        os.close(output)
    wait_for_port(relay.peer)
    relay.start()
    with context.source('file', size) as stdin:
        sender = Process(
            _limit(context, 'bulk', 'send', 'sendfile', relay.port),
            places.sender, stdin=stdin)
    sender.wait(context.seconds)
    receiver.wait(20)
    relay.end()
    if drain:
        _look_at_digest(context, drain, size)
    if sender.status != 0:
        raise Broken(f'the sender ended with status {sender.status}')
    return Result(size / (receiver.ended - sender.begun) / 1e9,
                  note=f'relay {relay.cpu / size * 1e9:.2f} s/GB')


def _both_ways(context, tool, is_check=False):
    size = (context.check_size if is_check else context.size) // 2
    relay = _Relay(context, tool, 'relay')
    context.data(size)
    drains, ends = [], []
    for words, cpus in ((('-l', '-b', COPIED, 'copy', relay.peer),
                         context.places.receiver),
                        (('-b', COPIED, 'copy', relay.port),
                         context.places.sender)):
        drain, output = context.drain(digest=True) if is_check else (None, NULL)
        with context.source('file', size) as stdin:
            ends.append(Process(_limit(context, 'duplex', *words), cpus,
                                stdin=stdin, stdout=output))
        if drain:
            os.close(output)
            drains.append(drain)
        if len(ends) == 1:
            wait_for_port(relay.peer)
            relay.start()
    for process in ends:
        process.wait(context.seconds)
    relay.end()
    for drain in drains:
        _look_at_digest(context, drain, size)
    if any(end.status != 0 for end in ends):
        raise Broken('status ' + ', '.join(str(end.status) for end in ends))
    last = max(end.ended for end in ends)
    return Result(2 * size / (last - ends[1].begun) / 1e9,
                  note=f'relay {relay.cpu / (2 * size) * 1e9:.2f} s/GB')


def _ping(context, tool, count):
    relay = _Relay(context, tool, 'relay-many', context.places.tool)
    server = Process(context.load('echo-server', relay.peer, SIZE),
                     context.places.load)
    wait_for_port(relay.peer)
    relay.start()
    ping = Process(context.load('ping', SIZE, context.count(count), 1,
                                relay.port), context.places.load)
    ping.wait(context.seconds)
    relay.end()
    server.kill()
    if ping.status != 0:
        raise Broken(ping.errors().strip() or 'not all were answered')
    got = ping.values()
    return Result(got['rate'], note=f'median {got["p50"]:.0f} µs, '
                                    f'99 % within {got["p99"]:.0f} µs')


def _connections(context, tool, count, width):
    """Clients that send a record, and close when it has come back."""
    count = context.count(count)
    relay = _Relay(context, tool, 'relay-many', context.places.tool)
    server = Process(_limit(context, 'accept', 'echo', relay.peer),
                     context.places.load)
    wait_for_port(relay.peer)
    relay.start()
    crowd = Process(context.load('crowd', 'ask', relay.port, count, width),
                    context.places.load)
    crowd.wait(context.seconds)
    relay.end()
    server.kill()
    got = crowd.values()
    if crowd.status != 0:
        raise Broken(f'{got["done"] - got["failed"]:.0f} of {count} came back')
    return Result(got['rate'], note=f'{relay.cpu / count * 1e6:.0f} µs each')


def _held(context, tool, count):
    """Pairs that are silent together; then each client sends its record. They
    are fewer where a program may not have so many descriptors."""
    each = int(tool.commands.get('relay-descriptors', 2))
    count = min(context.count(count), (descriptors() - 500) // each)
    relay = _Relay(context, tool, 'relay-many', context.places.tool)
    drain, output = context.drain('-n', count * 100, '-r', count, '-t', 60)
    server = Process(_limit(context, 'accept', 'collect', relay.peer),
                     context.places.load, stdout=output)
    os.close(output)
    wait_for_port(relay.peer)
    relay.start()
    before = relay.memory()
    held = Held(context, relay.port, count)
    try:
        seconds = held.wait_until_open()
        # Connections to the server may still be on their way.
        time.sleep(2)
        memory = relay.memory() - before
        held.speak()
        drain.wait(65)
    finally:
        held.close()
    relay.end()
    server.kill()
    good = drain.values()['good']
    if good != count:
        raise Broken(f'{good:.0f} of {count} records')
    return Result(memory / count, note=f'{count:,} in {seconds:.2f} s')


def _bulk(name, title, measure):
    return Row(f'relay.{name}', 'relay', 'GB/s', ('relay',), measure,
               lambda context, tool: measure(context, tool, True),
               is_delicate=True, is_tcp=True, title=title)


def _talk(name, title, unit, measure, **more):
    return Row(f'relay.{name}', 'relay-talk', unit, ('relay-many',), measure,
               title=title, **({'digits': 0} | more))


ROWS = [
    _bulk('one-way', 'one way', _one_way),
    _bulk('both-ways', 'both ways at once', _both_ways),
    _talk('ping', '64 bytes and back', 'round trips/s',
          lambda c, t: _ping(c, t, 10000), is_delicate=True),
    _talk('connections', 'connections, 50 at a time', 'connections/s',
          lambda c, t: _connections(c, t, 10000, 50)),
    _talk('held', '10,000 idle pairs: KiB each', 'KiB each',
          lambda c, t: _held(c, t, 10000), lower_is_better=True, digits=2,
          most_rounds=3, kinds=('genet', 'before', 'peer')),
]
