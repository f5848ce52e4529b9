# SPDX-License-Identifier: MIT
"""Rows for listeners with many clients."""
import os
import re
import time

from rig.held import Held, memory_kib, processes
from rig.machine import listen_at, wait_for_port
from rig.process import NULL, Broken, Process
from rig.row import Result, Row

RECORD = 100


def _server(context, tool, command, fields, output=NULL):
    server = Process(tool.argv(command, **fields), context.places.tool,
                     stdout=output)
    wait_for_port(fields['port'])
    return server


def _connections(context, tool, count, width):
    """How fast clients come that send one record and close. The drain knows the
    number of each, and counts those that are whole."""
    count = context.count(count)
    fields = context.fields()
    drain, output = context.drain('-n', count * RECORD, '-r', count,
                                  '-t', 15)
    server = _server(context, tool, 'collect', fields, output)
    os.close(output)
    crowd = Process(context.load('crowd', 'send', fields['port'], count, width),
                    context.places.load)
    crowd.wait(context.seconds)
    drain.wait(30)
    server.kill()
    got = drain.values()
    if got['good'] != count:
        raise Broken(f'{got["good"]:.0f} of {count} records within 15 s')
    return Result(count / (got['last'] - crowd.begun),
                  note=f'{server.cpu / count * 1e6:.0f} µs each')


def _exec(context, tool, count, width):
    """A /bin/cat for each client, which compares what comes back."""
    count = context.count(count)
    fields = context.fields()
    server = _server(context, tool, 'exec', fields)
    crowd = Process(context.load('crowd', 'echo', fields['port'], count, width),
                    context.places.load)
    crowd.wait(20)
    server.kill()
    got = crowd.values()
    if crowd.status != 0:
        raise Broken(f'{got["done"] - got["failed"]:.0f} of {count} came back')
    return Result(got['rate'])


def _hold(context, tool, count):
    """Connections that are open together; then each sends its record."""
    count = context.count(count)
    fields = context.fields()
    drain, output = context.drain('-n', count * RECORD, '-r', count,
                                  '-t', 60)
    server = _server(context, tool, 'collect', fields, output)
    os.close(output)
    before = memory_kib(processes(server.pid))
    held = Held(context, fields['port'], count)
    try:
        seconds = held.wait_until_open()
        # Programs that were started for a client may still be on their way.
        time.sleep(1)
        memory = memory_kib(processes(server.pid)) - before
        held.speak()
        drain.wait(65)
    finally:
        held.close()
    server.kill()
    good = drain.values()['good']
    if good != count:
        raise Broken(f'{good:.0f} of {count} records')
    return Result(memory / count, note=f'connected in {seconds:.2f} s')


def _idle(context, tool, neighbours, count):
    """Round trips through an echo while others are connected and silent."""
    neighbours = context.count(neighbours)
    fields = context.fields()
    server = _server(context, tool, 'echo', fields)
    held = Held(context, fields['port'], neighbours)
    try:
        held.wait_until_open()
        ping = Process(context.load('ping', 64, context.count(count), 1,
                                    fields['port']), context.places.load)
        ping.wait(context.seconds)
    finally:
        held.close()
    server.kill()
    if ping.status != 0:
        raise Broken(ping.errors().strip() or 'not all were answered')
    return Result(ping.values()['rate'])


def _scan(context, tool):
    """Looks at 65,535 ports, of which five are open."""
    ports = [2222, 8080, 40001, 50002, 65535]
    listeners = listen_at(ports)
    try:
        scan = Process(tool.argv('scan'), context.places.tool)
        scan.wait(context.seconds)
    finally:
        for listener in listeners:
            listener.close()
    found = _open_ports(scan.text() + scan.errors())
    missing = set(ports) - found
    if missing:
        raise Broken(f'not found: {sorted(missing)}')
    wrong = len(found - set(ports))
    return Result(65535 / (scan.ended - scan.begun) / 1000,
                  note=f'{wrong} ports that nobody has' if wrong else '')


def _open_ports(text):
    """Each tool has its own way to say it, and nc says it on standard error."""
    found = set()
    for line in text.splitlines():
        if not re.search(r'\bopen\b(?!bsd)|succeeded', line):
            continue
        port = re.search(r'(\d+)/tcp|(\d+) port|port (\d+)|\] (\d+) \(|:(\d+)\b'
                         r'|^(\d+)\b', line)
        if port:
            found.add(int(next(group for group in port.groups() if group)))
    return found


def _row(name, group, unit, needs, measure, title, **more):
    return Row(name, group, unit, needs, measure, title=title,
               **({'digits': 0} | more))


ROWS = [
    _row('connections.c1', 'connections', 'connections/s', ('collect',),
         lambda c, t: _connections(c, t, 5000, 1), 'one at a time'),
    _row('connections.c50', 'connections', 'connections/s', ('collect',),
         lambda c, t: _connections(c, t, 10000, 50), '50 at a time'),
    _row('exec.c1', 'connections', 'connections/s', ('exec',),
         lambda c, t: _exec(c, t, 1000, 1), 'exec, one at a time'),
    _row('exec.c10', 'connections', 'connections/s', ('exec',),
         lambda c, t: _exec(c, t, 2000, 10), 'exec, 10 at a time'),
    _row('held', 'held', 'KiB each', ('collect',),
         lambda c, t: _hold(c, t, 10000), '10,000 held: KiB each',
         lower_is_better=True, digits=2, most_rounds=3),
    _row('idle.1', 'held', 'round trips/s', ('echo',),
         lambda c, t: _idle(c, t, 1, 20000), 'echo, alone'),
    _row('idle.10000', 'held', 'round trips/s', ('echo',),
         lambda c, t: _idle(c, t, 10000, 20000), 'echo, 10,000 idle'),
    _row('scan', 'scan', 'thousand ports/s', ('scan',), _scan, 'scan'),
]
