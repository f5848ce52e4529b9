# SPDX-License-Identifier: MIT
"""The machine: a network of our own, its congestion control, CPUs, versions."""
import os
import platform
import re
import resource
import socket
import subprocess
import sys
import time

from rig.process import Broken

CONGESTION = '/proc/sys/net/ipv4/tcp_congestion_control'
INSIDE = 'GENET_BENCH_IS_INSIDE'


def enter_network():
    """Starts this program again in a network namespace that nobody else is in:
    its loopback, its ports and its congestion control are ours."""
    if INSIDE not in os.environ:
        unshare = ['unshare', '--net']
        if os.getuid() != 0:
            unshare += ['--map-root-user']
        os.environ[INSIDE] = 'yes'
        os.execvp(unshare[0], unshare + [sys.executable] + sys.argv)
    subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True)


def raise_descriptors():
    """Lets programs have as many as they may. A relay has two for each pair,
    and some have six."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def descriptors():
    """How many a program may have."""
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def congestion():
    with open(CONGESTION, encoding='ascii') as file:
        return file.read().strip()


def set_congestion(name):
    try:
        with open(CONGESTION, 'w', encoding='ascii') as file:
            file.write(name)
    except OSError as error:
        raise SystemExit(f'bench: congestion control {name}: {error}')


class Places:
    """Which CPUs each part of a run has. The programs of the rig are beside
    what is measured, so that they take the same from every tool; with four
    CPUs, each has one of its own. With pin=False the kernel decides."""

    def __init__(self, pin=True):
        cpus = sorted(os.sched_getaffinity(0))
        count = len(cpus) if pin else 1
        self.sender = self.receiver = self.feeder = self.drain = None
        self.tool = self.load = None
        if count > 1:
            self.sender, self.receiver = {cpus[0]}, {cpus[1]}
            self.feeder = {cpus[2]} if count > 3 else self.sender
            self.drain = {cpus[3]} if count > 3 else self.receiver
            self.load = {cpus[0]}
            self.tool = set(cpus[1:])
        self.text = f'{len(cpus)} CPUs, ' + (
            'programs not pinned' if count == 1 else
            'each part of a run on a CPU of its own' if count > 3 else
            'feeder and sender on one, receiver and reader on another; '
            'a single tool on one, its load on another')


def busy_seconds():
    """What all CPUs have worked since the start of the machine."""
    with open('/proc/stat', encoding='ascii') as file:
        words = file.readline().split()
    ticks = sum(map(int, words[1:4])) + int(words[6]) + int(words[7])
    return ticks / os.sysconf('SC_CLK_TCK')


def is_port_bound(port, udp):
    wanted = f':{port:04X}'
    for table in ('udp', 'udp6') if udp else ('tcp', 'tcp6'):
        with open(f'/proc/net/{table}', encoding='ascii') as file:
            for line in file:
                words = line.split()
                if words[1].endswith(wanted) and (udp or words[3] == '0A'):
                    return True
    return False


def is_path_bound(path):
    with open('/proc/net/unix', encoding='utf-8') as file:
        return any(line.rstrip().endswith(path) for line in file)


def wait_until(is_true, what, limit=10):
    end = time.monotonic() + limit
    while not is_true():
        if time.monotonic() > end:
            raise Broken(f'{what} not within {limit} s')
        time.sleep(0.002)


def wait_for_port(port, udp=False):
    wait_until(lambda: is_port_bound(port, udp), 'listening')


def wait_for_path(path):
    wait_until(lambda: is_path_bound(path), 'listening')


def listen_at(ports):
    """Listeners of our own, for a scan to find; the caller closes them."""
    listeners = []
    for port in ports:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(('127.0.0.1', port))
        listener.listen(64)
        listeners.append(listener)
    return listeners


def processor():
    with open('/proc/cpuinfo', encoding='utf-8') as file:
        found = re.search(r'^model name\s*: (.*)', file.read(), re.M)
    return found.group(1) if found else platform.machine()


def kernel():
    return f'{platform.system()} {platform.release()} ({platform.machine()})'


def output_of(*argv):
    """What a program prints, or nothing."""
    try:
        return subprocess.run(argv, capture_output=True, text=True,
                              check=False).stdout.strip()
    except OSError:
        return ''


def commit(directory):
    """That of the checkout which the directory is in, if it is in one."""
    return output_of('git', '-C', directory, 'describe', '--always', '--dirty')


def package_version(package):
    """The version that Debian gives, where it is Debian."""
    return output_of('dpkg-query', '-W', '-f', '${Version}', package) or '?'
