# SPDX-License-Identifier: MIT
"""Small rows: questions and answers, and short sessions."""
from rig.machine import wait_for_port
from rig.process import Broken, Process
from rig.row import Result, Row


def _client(tool, command, fields):
    """The rig's own socket is named by a port, a program comes after --."""
    argv = tool.argv(command, **fields)
    return argv if argv[0].isdigit() else ['--', *argv]


def _ping(context, tool, size, writes, count):
    fields = context.fields()
    places = context.places
    server = Process(context.load('echo-server', fields['port'], size),
                     places.load)
    wait_for_port(fields['port'])
    # The tool is a child of ping: where the two share a CPU, it is the tool's.
    ping = Process(context.load('ping', size, context.count(count), writes)
                   + _client(tool, 'talk', fields), places.tool)
    ping.wait(context.seconds)
    server.kill()
    if ping.status != 0:
        raise Broken(ping.errors().strip() or 'not all were answered')
    got = ping.values()
    return Result(got['rate'], note=f'median {got["p50"]:.0f} µs, '
                                    f'99 % within {got["p99"]:.0f} µs')


def _sessions(context, tool):
    fields = context.fields()
    server = Process(context.load('echo-server', fields['port'], 'line'),
                     context.places.load)
    wait_for_port(fields['port'])
    clients = Process(context.load('sessions', context.count(1000))
                      + tool.argv('session', **fields), context.places.tool)
    clients.wait(context.seconds)
    server.kill()
    got = clients.values()
    if clients.status != 0:
        raise Broken(f'{got["good"]:.0f} of {got["done"]:.0f} were answered')
    return Result(got['rate'])


def _row(name, title, size, writes, count):
    return Row(name, 'talk', 'round trips/s', ('talk',),
               lambda context, tool: _ping(context, tool, size, writes, count),
               is_delicate=True, digits=0, title=title)


ROWS = [
    _row('ping.1', '1 byte', 1, 1, 20000),
    _row('ping.64', '64 bytes', 64, 1, 20000),
    _row('ping.two-writes', '64 bytes by two writes', 64, 2, 200),
    Row('sessions', 'talk', 'sessions/s', ('session',), _sessions,
        is_delicate=True, digits=0, title='short sessions'),
]
