# SPDX-License-Identifier: MIT
"""Rows for what a start costs, and for the system calls of a run."""
import os
import re
import shutil

from rig.machine import wait_for_port
from rig.process import NULL, Broken, Process
from rig.row import Result, Row

PROGRAMS = ('genet', 'before', 'peer')


def _start(context, tool, command):
    """Milliseconds from the start to the end."""
    starts = Process(context.load('sessions', f'-{context.count(200)}')
                     + tool.argv(command), context.places.tool)
    if starts.wait(context.seconds) != 0:
        raise Broken(starts.errors().strip() or 'could not be started')
    return Result(1000 / starts.values()['rate'])


def _instructions(context, tool, command):
    """Millions of them, as callgrind counts; none of the kernel's."""
    if not shutil.which('valgrind'):
        raise Broken('valgrind is not installed')
    run = Process(['valgrind', '--tool=callgrind',
                   '--callgrind-out-file=/dev/null', *tool.argv(command)],
                  stdout=NULL)
    run.wait(context.seconds)
    found = re.search(r'Collected : (\d+)', run.errors())
    if not found:
        raise Broken('callgrind has counted nothing')
    return Result(int(found.group(1)) / 1e6)


def _traced(context, name, argv):
    if not shutil.which('strace'):
        raise Broken('strace is not installed')
    return ['strace', '-f', '-qq', '-c', '-U', 'name,calls', '-o',
            context.path(name), *argv]


def _calls(context, name):
    """{call: how often} of a traced run that has ended."""
    try:
        with open(context.path(name), encoding='ascii') as file:
            rows = re.findall(r'^(\w+) +(\d+)$', file.read(), re.M)
    except FileNotFoundError:
        rows = []
    if not rows:
        raise Broken('ended before its calls were counted')
    os.unlink(context.path(name))
    return {call: int(count) for call, count in rows if call != 'total'}


def _most_frequent(calls):
    ranked = sorted(calls.items(), key=lambda item: -item[1])[:4]
    return ', '.join(f'{call} {count}' for call, count in ranked)


def _bulk_calls(context, tool):
    """System calls of both sides for each MiB from pipe to pipe. The tracer
    makes all of it slow: there is no time in this row."""
    fields = context.fields()
    drain, output = context.drain('-p')
    receiver = Process(_traced(context, 'rx', tool.argv('receive', **fields)),
                       context.places.receiver, stdout=output)
    os.close(output)
    wait_for_port(fields['port'])
    with context.source('pipe', context.size) as stdin:
        sender = Process(_traced(context, 'tx', tool.argv('send', **fields)),
                         context.places.sender, stdin=stdin)
    sender.wait(context.seconds)
    receiver.wait(20)
    drain.wait(20)
    if drain.values()['bytes'] != context.size:
        raise Broken('bytes are missing')
    sent, received = _calls(context, 'tx'), _calls(context, 'rx')
    total = sum(sent.values()) + sum(received.values())
    return Result(total / (context.size / (1 << 20)),
                  note=f'sender: {_most_frequent(sent)}; '
                       f'receiver: {_most_frequent(received)}')


def _ping_calls(context, tool):
    """System calls of the tool for each of 10,000 round trips."""
    count = context.count(10000)
    fields = context.fields()
    server = Process(context.load('echo-server', fields['port'], 64),
                     context.places.load)
    wait_for_port(fields['port'])
    # strace prints nothing if ping kills it: the tool has to end by the end of
    # its input (-e).
    argv = tool.argv('session', **fields)
    ping = Process(context.load('ping', '-e', 64, count, 1, '--')
                   + _traced(context, 'ping', argv), context.places.tool)
    ping.wait(context.seconds)
    server.kill()
    if ping.status != 0:
        raise Broken(ping.errors().strip() or 'not all were answered')
    calls = _calls(context, 'ping')
    # The first twentieth is a warm-up, and makes calls as well.
    return Result(sum(calls.values()) / (count + count // 20 + 1),
                  note=_most_frequent(calls))


def _row(name, unit, needs, measure, title, **more):
    return Row(name, 'start' if 'calls' not in name else 'calls', unit, needs,
               measure, lower_is_better=True, title=title, **more)


ROWS = [
    _row('start.help', 'ms', ('help',),
         lambda c, t: _start(c, t, 'help'), '--help, ms'),
    _row('start.refused', 'ms', ('refused',),
         lambda c, t: _start(c, t, 'refused'), 'refused, ms'),
    _row('instructions.help', 'million', ('help',),
         lambda c, t: _instructions(c, t, 'help'),
         '--help, million instructions', most_rounds=1),
    _row('instructions.refused', 'million', ('refused',),
         lambda c, t: _instructions(c, t, 'refused'),
         'refused, million instructions', most_rounds=1),
    _row('calls.pipe-pipe', 'calls/MiB', ('send', 'receive'), _bulk_calls,
         'pipe → pipe, calls per MiB', most_rounds=1, digits=1,
         kinds=PROGRAMS),
    _row('calls.ping', 'calls/round trip', ('talk', 'session'), _ping_calls,
         '64 B round trip, calls', most_rounds=1, kinds=PROGRAMS),
]
