# SPDX-License-Identifier: MIT
"""Rows for dialogues, which no peer has: genet at both sides, or at one."""
from rig.machine import wait_for_port
from rig.process import NULL, Broken, Process
from rig.row import Result, Row

RECORD = 100  # bytes that a client of load/crowd sends


def _file(context, name, lines):
    path = context.path(name)
    with open(path, 'w', encoding='ascii') as file:
        file.writelines(line + '\n' for line in lines)
    return path


def _mock(context, tool, file):
    """A mock that listens. Returns it and its port."""
    fields = context.fields()
    mock = Process(tool.argv('mock', file=file, **fields),
                   context.places.receiver)
    wait_for_port(fields['port'])
    return mock, fields['port']


def _talk(context, tool, count, jobs):
    """Dialogues that one process plays, each with a connection of its own."""
    count = context.count(count)
    asked = _file(context, 'mocked', ['>matches GET (?<n>[0-9]+)',
                                      '< you have ${n}\\r\\n', '> eof'])
    said = _file(context, 'talked', (
        line for i in range(count) for line in
        (f'dialogue n{i}', f'> GET {i}\\r\\n', f'< you have {i}\\r\\n',
         '> eof')))
    mock, port = _mock(context, tool, asked)
    talk = Process(tool.argv('talk-all', host='127.0.0.1', port=port,
                             file=said, jobs=jobs),
                   context.places.sender, stdout=NULL)
    talk.wait(context.seconds)
    mock.kill()
    if talk.status != 0:
        raise Broken(talk.errors().strip() or f'status {talk.status}')
    return Result(count / (talk.ended - talk.begun))


def _many(context, tool, count):
    """Clients of one mock, all at the same time."""
    count = context.count(count)
    mock, port = _mock(context, tool, _file(
        context, 'echo', [f'>bytes(all) {RECORD}', '< ${all}']))
    crowd = Process(context.load('crowd', 'ask', port, 10 * count, count),
                    context.places.load)
    crowd.wait(context.seconds)
    mock.kill()
    got = crowd.values()
    if crowd.status != 0:
        raise Broken(f'{got["done"] - got["failed"]:.0f} came back')
    return Result(got['rate'])


def _row(name, title, measure):
    return Row(f'dialogues.{name}', 'dialogues', 'dialogues/s',
               ('mock', 'talk-all'), measure, digits=0, title=title,
               kinds=('genet', 'before'))


ROWS = [
    _row('talk', '10,000 of one talk', lambda c, t: _talk(c, t, 10000, 1)),
    _row('jobs', 'the same, 64 at a time', lambda c, t: _talk(c, t, 10000, 64)),
    _row('mock', '1,000 clients of one mock', lambda c, t: _many(c, t, 1000)),
]
