# SPDX-License-Identifier: MIT
"""The quick comparison: genet against the genet of another commit."""
import fnmatch
import statistics
import time

from rig.measure import Series, quartiles, run_round
from rig.tables import ratio_text

# The rows, and the factors of their counts: each takes a fraction of a second.
ROWS = {
    'bulk.tcp.file-null': 1,
    'bulk.tcp.pipe-pipe': 1,
    'bulk.tcp.duplex': 1,
    'bulk.unix.pipe-pipe': 1,
    'relay.one-way': 1,
    'relay.connections': 0.05,
    'ping.64': 0.1,
    'sessions': 0.05,
    'udp-send.64.file': 0.2,
    'udp-receive.64.most': 0.2,
    'connections.c50': 0.1,
    'exec.c10': 0.05,
    'scan': 1,
    'start.help': 0.2,
}
SLOWER = 0.9
# A part of the time is for those rows that seem to be slower, once more.
FIRST_PART, FEWEST_ROUNDS = 0.7, 3


def chosen(rows, patterns):
    if patterns == ['*']:
        patterns = ROWS
    return [row for row in rows
            if any(fnmatch.fnmatchcase(row.name, each) for each in patterns)]


def compare(context, rows, tools, seconds):
    """Runs rounds until the time is over; returns 1 if something was wrong."""
    pairs = {row: [Series(row, tool) for tool in row.tools(tools)]
             for row in rows}
    begun = time.monotonic()
    count = _run_until(context, pairs, begun + FIRST_PART * seconds,
                       begun + seconds)
    suspects = {row: pair for row, pair in pairs.items() if _is_slower(*pair)}
    if suspects:
        count += _run_until(context, suspects, begun + seconds, 0)
    print(f'up to {count} rounds; how much better than before: medians, '
          'quartiles')
    verdicts = [_judge(row, *pair) for row, pair in pairs.items()]
    slower = [name for name, verdict in verdicts if verdict == 'slower']
    wrong = [name for name, verdict in verdicts if verdict == 'wrong']
    print('slower than before: ' + (', '.join(slower) or 'nothing'))
    if wrong:
        print('wrong: ' + ', '.join(wrong))
    return 1 if wrong else 0


def _run_until(context, pairs, end, last_end):
    """Rounds of these rows until END, or until LAST_END if they are few then;
    one at least. Returns how many."""
    count = longest = 0
    while count == 0 or time.monotonic() + longest < (
            end if count >= FEWEST_ROUNDS else max(end, last_end)):
        begun = time.monotonic()
        for row, pair in pairs.items():
            context.scale = ROWS.get(row.name, 0.1)
            run_round(context, row, pair, count)
        longest = max(longest, time.monotonic() - begun)
        count += 1
    return count


def _is_slower(genet, before):
    ratios = genet.ratios(before)
    return bool(ratios) and statistics.median(ratios) < SLOWER


def _judge(row, genet, before):
    """Prints the line of a row."""
    verdict, word = 'same', ''
    if not genet.is_right():
        verdict, word = 'wrong', '; '.join(sorted(set(genet.why)))
    elif _is_slower(genet, before):
        _, high = quartiles(genet.ratios(before))
        verdict = 'slower'
        word = 'SLOWER' if high < SLOWER else 'slower, perhaps by chance'
    print(f'{row.name:22} {ratio_text(genet, before) or "?":24} {word}'
          .rstrip())
    return row.name, verdict
