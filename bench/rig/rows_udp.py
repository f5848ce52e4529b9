# SPDX-License-Identifier: MIT
"""Rows for datagrams."""
import hashlib
import os
import select

from rig.context import MIB, check_drain
from rig.machine import wait_for_port
from rig.process import Broken, Process, numbers
from rig.row import Result, Row

# For each size, how much is sent by a row, and how much may wait in the buffer
# of a reader that takes its time.
AMOUNTS = {64: 16 * MIB, 1400: 256 * MIB, 8192: 512 * MIB}
CHECKED = 2 * MIB
# A checked run is slow: nothing may be lost, even with a small buffer.
CHECK_COUNT, CHECK_RATE = 1000, 2000


def _send(context, tool, size, source):
    total = context.count(AMOUNTS[size]) // size * size
    fields = context.fields()
    reader = Process(context.load('udp-drain', fields['port'], 0.3),
                     context.places.receiver)
    wait_for_port(fields['port'], udp=True)
    got, sender = _send_to(context, tool, fields, size, source, total, reader)
    if got['largest'] > size:
        raise Broken(f'datagrams of {got["largest"]:.0f} bytes')
    lost = 100 * (1 - got['bytes'] / total)
    used = sender.cpu / max(got['datagrams'], 1) * 1e6
    return Result(got['rate'] / 1000,
                  note=f'{lost:.1f} % lost, {used:.2f} µs each')


def _send_to(context, tool, fields, size, source, total, reader):
    with context.source(source, total, size) as stdin:
        sender = Process(tool.argv('udp-send', size=size, **fields),
                         context.places.sender, stdin=stdin)
    if sender.wait(context.seconds) != 0:
        raise Broken(f'status {sender.status}')
    reader.wait(20)
    return numbers(reader.text() + reader.errors()), sender


def _check_send(context, tool, size, source):
    total = CHECKED // size * size
    fields = context.fields()
    drain, output = context.drain(digest=True)
    reader = Process(context.load('udp-drain', '-w', fields['port'], 0.5),
                     context.places.receiver, stdout=output)
    os.close(output)
    wait_for_port(fields['port'], udp=True)
    # udp-drain prints its figures to standard error.
    reader.text = lambda: ''
    _send_to(context, tool, fields, size, source, total, reader)
    drain.wait(20)
    check_drain(drain, total, context.digest(total))
    return Result(0)


def _receive(context, tool, size, count, rate):
    count = context.count(count)
    drain, receiver, sent = _receive_from(context, tool, size, count, rate,
                                          '-i', 0.5)
    came = drain.values()['bytes'] / size
    lost = 100 * (1 - came / sent['sent'])
    offered = sent['rate'] / 1000
    used = receiver.cpu / max(came, 1) * 1e6
    return Result(came / sent['seconds'] / 1000,
                  note=f'{lost:.1f} % lost of {offered:.0f}, '
                       f'{used:.2f} µs each')


def _receive_from(context, tool, size, count, rate, *limits, digest=False):
    """The receiver has no end; it is ended when the drain has seen enough."""
    fields = context.fields()
    drain, output = context.drain(*limits, digest=digest)
    receiver = Process(tool.argv('udp-receive', **fields),
                       context.places.receiver, stdout=output)
    os.close(output)
    wait_for_port(fields['port'], udp=True)
    feeder = Process(
        context.load('udp-feed', fields['port'], count, size, rate),
        context.places.sender)
    feeder.wait(context.seconds)
    if digest:
        # The drain sees no end before the receiver has one, and the bytes are
        # on their way for much less than this.
        select.select([], [], [], 0.3)
        receiver.kill()
    drain.wait(20)
    receiver.kill()
    return drain, receiver, feeder.values()


def _check_receive(context, tool, size):
    rate = CHECK_RATE if size < 8192 else CHECK_RATE // 4
    drain, _, _ = _receive_from(context, tool, size, CHECK_COUNT, rate,
                                digest=True)
    wanted = hashlib.sha256()
    for number in range(CHECK_COUNT):
        wanted.update(b'R%08d ' % number + b'.' * (size - 11) + b'\n')
    check_drain(drain, CHECK_COUNT * size, wanted.hexdigest())
    return Result(0)


def _send_row(size, source):
    return Row(f'udp-send.{size}.{source}', 'udp-send', 'thousand/s',
               ('udp-send',),
               lambda context, tool: _send(context, tool, size, source),
               lambda context, tool: _check_send(context, tool, size, source),
               is_delicate=True, digits=0, title=f'{size} B, {source}')


def _receive_row(size, rate):
    count = 300000 if size < 8192 else 100000
    name = f'{rate // 1000}k' if rate else 'most'
    return Row(f'udp-receive.{size}.{name}', 'udp-receive', 'thousand/s',
               ('udp-receive',),
               lambda context, tool: _receive(context, tool, size, count, rate),
               lambda context, tool: _check_receive(context, tool, size),
               is_delicate=True, digits=0,
               title=f'{size} B, {name}' + ('/s' if rate else ''))


ROWS = [_send_row(size, source) for size in AMOUNTS
        for source in ('file', 'pipe')] + [
    _receive_row(64, 200000),
    _receive_row(64, 0),
    _receive_row(1400, 0),
    _receive_row(8192, 0),
]
