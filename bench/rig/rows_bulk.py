# SPDX-License-Identifier: MIT
"""Bulk rows: one direction, and both at once."""
import contextlib
import os

from rig.context import check_digest, check_drain, file_digest
from rig.machine import wait_for_path, wait_for_port
from rig.process import NULL, Broken, Process
from rig.row import Result, Row


def _prefix(family):
    return '' if family == 'tcp' else family + '-'


def _fields(context, family):
    fields = context.fields()
    if family == 'tls':
        fields |= context.certificate()
    return fields


def _send(prefix, source):
    return prefix + ('send|send-file' if source == 'file' else 'send')


def _wait_for_listener(family, fields):
    if family == 'unix':
        wait_for_path(fields['path'])
    else:
        wait_for_port(fields['port'])


def _one_way(context, tool, family, source, target, is_check=False):
    size = context.check_size if is_check else context.size
    prefix, fields = _prefix(family), _fields(context, family)
    drain, output = None, context.path('output')
    if target == 'pipe' or is_check:
        drain, output = context.drain('-p', digest=is_check)
    elif target == 'null':
        output = NULL
    receiver = Process(tool.argv(prefix + 'receive', **fields),
                       context.places.receiver, stdout=output)
    if drain:
        os.close(output)
    _wait_for_listener(family, fields)
    # A file is made before the time begins, a feeder starts within it.
    context.data(size)
    with context.source(source, size) as stdin:
        sender = Process(tool.argv(_send(prefix, source), **fields),
                         context.places.sender, stdin=stdin)
    status = sender.wait(context.seconds)
    receiver.wait(20)
    if status != 0:
        raise Broken(f'the sender ended with status {status}')
    end = receiver.ended
    if drain:
        drain.wait(20)
        end = _look_at_drain(context, drain, size, is_check) or end
    elif target == 'file':
        check_digest(file_digest(output), context.digest(size))
        os.unlink(output)
    seconds = end - sender.begun
    return Result(size / seconds / 1e9,
                  (sender.cpu / size * 1e9, receiver.cpu / size * 1e9))


def _look_at_drain(context, drain, size, is_check):
    """When the last byte came, if the drain knows it."""
    if is_check:
        check_drain(drain, size, context.digest(size))
        return None
    got = drain.values()
    if got['bytes'] != size:
        raise Broken(f'{got["bytes"]:.0f} of {size} bytes came')
    if got['wrong']:
        raise Broken('pages came in a wrong order')
    return got['last']


def _both_ways(context, tool, family, is_check=False):
    size = (context.check_size if is_check else context.size) // 2
    prefix, fields = _prefix(family), _fields(context, family)
    places = context.places
    drains, sides = [], []
    begun = None
    with contextlib.ExitStack() as feeders:
        for word, cpus in (('both-listen', places.receiver),
                           ('both-connect', places.sender)):
            drain, output = context.drain('-p', digest=is_check)
            stdin = feeders.enter_context(context.source('pipe', size))
            side = Process(tool.argv(prefix + word, **fields), cpus,
                           stdin=stdin, stdout=output)
            os.close(output)
            drains.append(drain)
            sides.append(side)
            if begun is None:
                _wait_for_listener(family, fields)
            begun = side.begun
    for process in sides + drains:
        process.wait(context.seconds)
    if any(side.status != 0 for side in sides):
        raise Broken('status ' + ', '.join(str(s.status) for s in sides))
    ends = [_look_at_drain(context, drain, size, is_check) for drain in drains]
    last = max(end or drain.ended for end, drain in zip(ends, drains))
    return Result(2 * size / (last - begun) / 1e9,
                  tuple(s.cpu / (2 * size) * 1e9 for s in reversed(sides)))


def _row(family, source, target):
    def measure(context, tool, is_check=False):
        return _one_way(context, tool, family, source, target, is_check)

    prefix = _prefix(family)
    return Row(f'bulk.{family}.{source}-{target}', f'bulk-{family}', 'GB/s',
               (_send(prefix, source), prefix + 'receive'), measure,
               lambda context, tool: measure(context, tool, True),
               is_delicate=True, is_tcp=family != 'unix',
               title=f'{source} → {target}')


def _duplex_row(family):
    def measure(context, tool, is_check=False):
        return _both_ways(context, tool, family, is_check)

    prefix = _prefix(family)
    return Row(f'bulk.{family}.duplex', f'bulk-{family}', 'GB/s',
               (prefix + 'both-listen', prefix + 'both-connect'), measure,
               lambda context, tool: measure(context, tool, True),
               is_delicate=True, is_tcp=family != 'unix', title='duplex')


ROWS = [
    make
    for family in ('tcp', 'unix', 'tls')
    for make in [_row(family, source, target) for source in ('file', 'pipe')
                 for target in ('null', 'pipe', 'file')]
    + [_duplex_row(family)]
]
