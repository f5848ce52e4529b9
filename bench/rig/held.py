# SPDX-License-Identifier: MIT
"""Connections that are held open, and what the processes that hold them use."""
import glob
import os
import re
import select
import time

from rig.process import Broken, Process, numbers


class Held:
    """Many connections that are held open, as long as the block runs."""

    def __init__(self, context, port, count):
        argv = context.load('crowd', 'hold', port, count, 40)
        self._child = Process(argv, context.places.load, stdin=self._pipe())
        self._count = count
        os.close(self._reader)

    def _pipe(self):
        self._reader, self._writer = os.pipe()
        return self._reader

    def wait_until_open(self):
        """Seconds that it took; raises Broken if some did not come."""
        end = time.monotonic() + 30
        while 'up=' not in self._child.text():
            if time.monotonic() > end:
                raise Broken('not connected within 30 s')
            select.select([], [], [], 0.01)
        up = numbers(self._child.text())
        if up['up'] != self._count:
            raise Broken(f'{up["up"]:.0f} of {self._count} connected')
        return up['seconds']

    def speak(self):
        os.write(self._writer, b'\n')

    def close(self):
        os.close(self._writer)
        self._child.kill()


def processes(pid):
    """The process, and those that it has started, and so on."""
    children = {}
    for path in glob.glob('/proc/[0-9]*/stat'):
        try:
            with open(path, encoding='utf-8', errors='replace') as file:
                words = file.read().rpartition(')')[2].split()
        except OSError:
            continue
        children.setdefault(int(words[1]), []).append(int(path.split('/')[2]))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def memory_kib(pids):
    """Their share of the memory; of many, the first 200 stand for the rest."""
    total = 0
    for pid in pids[:200]:
        try:
            with open(f'/proc/{pid}/smaps_rollup', encoding='ascii') as file:
                found = re.search(r'^Pss:\s+(\d+)', file.read(), re.M)
        except OSError:
            continue
        total += int(found.group(1)) if found else 0
    return total * max(1.0, len(pids) / 200)


def cpu_seconds(pids):
    """What the threads of these processes have used of a CPU."""
    total = 0
    for pid in pids:
        for path in glob.glob(f'/proc/{pid}/task/[0-9]*/schedstat'):
            try:
                with open(path, encoding='ascii') as file:
                    total += int(file.read().split()[0])
            except OSError:
                continue
    return total / 1e9
