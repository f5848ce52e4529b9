# SPDX-License-Identifier: MIT
"""The figures as text: lines for a terminal, tables for README.md."""
import statistics

from rig.measure import quartiles

GROUPS = {
    'bulk-tcp': 'Bulk, TCP (GB/s)',
    'bulk-unix': 'Bulk, Unix socket (GB/s)',
    'bulk-tls': 'Bulk, TLS over TCP (GB/s)',
    'relay': 'A relay between two connections (GB/s)',
    'dialogues': 'Dialogues (per second)',
    'relay-talk': 'Through a relay (per second; KiB for a pair)',
    'talk': 'Round trips and short sessions (per second)',
    'udp-send': 'UDP, sending (thousand datagrams per second)',
    'udp-receive': 'UDP, receiving into a pipe (thousand datagrams per second)',
    'connections': 'Listening (connections per second)',
    'held': 'Connections that are held (KiB each; round trips per second)',
    'scan': 'Scan of 65,535 ports (thousand per second)',
    'start': 'Start (ms; million instructions)',
    'calls': 'System calls',
}
# Where what is noted is as interesting as the figure.
NOTED = ('relay', 'relay-talk', 'udp-receive', 'calls')
BEGIN, END = '<!-- figures begin -->', '<!-- figures end -->'


def number(row, value):
    return f'{value:,.{row.digits}f}'


def ratio_text(series, other):
    """The median of the ratios of each round, with the quartiles."""
    ratios = series.ratios(other) if other else []
    if not ratios:
        return ''
    low, high = quartiles(ratios)
    return f'{statistics.median(ratios):.2f}× ({low:.2f}–{high:.2f})'


def value_text(series):
    if not series.values():
        return '**failed**'
    low, high = series.quartiles()
    row = series.row
    text = number(row, series.median())
    if len(series.values()) > 1:
        text += f' ({number(row, low)}–{number(row, high)})'
    failed = series.results.count(None)
    if failed:
        text += f', **failed {failed} of {len(series.results)}**'
    elif series.is_checked is False:
        text += ', **wrong**'
    return text


def line(row, series, genet):
    """What a terminal shows of a series."""
    parts = [f'{row.name:22} {series.tool.name:14} '
             f'{value_text(series).replace("*", "")} {row.unit}']
    if genet and series is not genet:
        parts.append(f'genet {ratio_text(genet, series) or "?"}')
    if series.cpu():
        parts.append('CPU {:.2f} + {:.2f} s/GB'.format(*series.cpu()))
    middle = series.middle()
    if middle and middle.note:
        parts.append(middle.note)
    if series.is_checked:
        parts.append('SHA-256 right')
    if series.why:
        parts.append('!! ' + '; '.join(sorted(set(series.why))))
    return ' | '.join(parts)


def best(all_series, kind):
    """The one with the best median, of those that did nothing wrong."""
    good = [s for s in all_series if s.tool.kind == kind and s.is_right()]
    if not good:
        return None
    if good[0].row.lower_is_better:
        return min(good, key=lambda s: s.median())
    return max(good, key=lambda s: s.median())


def of_genet(all_series):
    return next((s for s in all_series if s.tool.kind == 'genet'), None)


def _table(head, lines):
    yield '| ' + ' | '.join(head) + ' |'
    yield '|' + ' --- |' * len(head)
    for cells in lines:
        yield '| ' + ' | '.join(cells) + ' |'
    yield ''


def _matrix(rows, results, cell):
    """A line for each tool, a column for each row."""
    names = []
    for row in rows:
        names += [s.tool.name for s in results[row.name]
                  if s.tool.name not in names]
    lines = []
    for name in names:
        found = [next((s for s in results[row.name] if s.tool.name == name),
                      None) for row in rows]
        lines.append([name] + [cell(s) if s else '' for s in found])
    return _table([''] + [row.title or row.name for row in rows], lines)


def _cpu_text(series):
    used = series.cpu()
    return '{:.2f} + {:.2f}'.format(*used) if used else ''


def _note_text(series):
    middle = series.middle()
    return middle.note if middle else ''


def _verdict(rows, results):
    lines = []
    for row in rows:
        genet = of_genet(results[row.name])
        if not genet or not genet.values():
            lines.append([row.title or row.name] + [''] * 6)
            continue
        cells = [row.title or row.name, number(row, genet.median())]
        for kind in ('peer', 'limit'):
            other = best(results[row.name], kind)
            cells += [other.tool.name if other else '',
                      ratio_text(genet, other)]
        note = genet.middle().note
        if not genet.is_right():
            note = '**' + '; '.join(sorted(set(genet.why))) + '**'
        lines.append(cells + [note])
    return _table(['genet', 'median', 'best peer', 'genet is', 'best limit',
                   'genet is', ''], lines)


def _group(title, rows, results):
    yield f'#### {title}'
    yield ''
    yield from _matrix(rows, results, value_text)
    yield from _verdict(rows, results)
    if any(s.cpu() for row in rows for s in results[row.name]):
        yield 'CPU seconds per GB, sender + receiver:'
        yield ''
        yield from _matrix(rows, results, _cpu_text)
    if rows[0].group in NOTED:
        yield from _matrix(rows, results, _note_text)


def _failures(rows, results):
    """What the tools did wrong, each once."""
    lines = [f'- {row.name}, {s.tool.name}: {"; ".join(sorted(set(s.why)))}'
             for row in rows for s in results[row.name] if s.why]
    if lines:
        yield '#### What failed'
        yield ''
        yield from lines
        yield ''


def report(about, tables, rows):
    """The lines between the markers. ABOUT is a list of lines, TABLES a dict:
    congestion control → {name of a row: [Series]}."""
    yield from about
    yield ''
    for congestion, results in tables.items():
        yield f'### Congestion control {congestion}'
        yield ''
        there = [row for row in rows if results.get(row.name)]
        for group, title in GROUPS.items():
            own = [row for row in there if row.group == group]
            if own:
                yield from _group(title, own, results)
        yield from _failures(there, results)


def write(path, lines):
    """Puts the lines between the markers of the file."""
    with open(path, encoding='utf-8') as file:
        text = file.read()
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    if not rest:
        raise SystemExit(f'bench: {path} has no {BEGIN}')
    body = '\n'.join(lines).rstrip()
    with open(path, 'w', encoding='utf-8') as file:
        file.write(f'{before}{BEGIN}\n\n{body}\n\n{END}{after}')
