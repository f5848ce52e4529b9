# SPDX-License-Identifier: MIT
"""Rounds: each tool in turn, in an order that rotates, and what comes of it."""
import resource
import statistics
import time

from rig.machine import busy_seconds
from rig.process import Broken, kill_all

# A tool that fails so often in a row is left out: each failure may take the
# whole limit of time.
PATIENCE = 2
ATTEMPTS = 3


class Series:
    """The runs of one tool in one row: a Result for each round, None where it
    was broken. is_checked is None where the runs check everything."""

    def __init__(self, row, tool):
        self.row = row
        self.tool = tool
        self.results = []
        self.why = []
        self.is_checked = None

    def values(self):
        return [r.value for r in self.results if r]

    def median(self):
        values = self.values()
        return statistics.median(values) if values else None

    def quartiles(self):
        return quartiles(self.values())

    def middle(self):
        """The result next to the median."""
        median = self.median()
        good = [r for r in self.results if r]
        return min(good, key=lambda r: abs(r.value - median), default=None)

    def cpu(self):
        """Medians of the seconds for a GB, of the sender and the receiver."""
        used = [r.cpu for r in self.results if r and r.cpu]
        return tuple(map(statistics.median, zip(*used))) if used else None

    def is_right(self):
        return bool(self.values()) and not self.why

    def is_hopeless(self):
        return self.results[-PATIENCE:] == [None] * PATIENCE

    def ratios(self, other):
        """How much better than the other it was, in each round."""
        pairs = [(a.value, b.value)
                 for a, b in zip(self.results, other.results)
                 if a and b and a.value and b.value]
        if self.row.lower_is_better:
            return [b / a for a, b in pairs]
        return [a / b for a, b in pairs]


def quartiles(values):
    if len(values) < 2:
        return (values * 2)[:2]
    low, _, high = statistics.quantiles(values, n=4, method='inclusive')
    return [low, high]


def own_seconds():
    """What this program and the programs that it has waited for have used."""
    return sum(usage.ru_utime + usage.ru_stime for usage in map(
        resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))


def _run(context, row, tool, tolerance):
    """One run; it is made again if others used more than TOLERANCE of a CPU
    meanwhile."""
    for attempt in range(ATTEMPTS):
        busy, own, begun = busy_seconds(), own_seconds(), time.monotonic()
        try:
            result = row.measure(context, tool)
        finally:
            kill_all()
        foreign = busy_seconds() - busy - (own_seconds() - own)
        # The kernel counts in hundredths of a second.
        share = (foreign - 0.02) / (time.monotonic() - begun)
        if not row.is_delicate or share < tolerance:
            break
    return result


def _note_failure(series, error):
    series.why.append(str(error))


def _check(context, row, series):
    try:
        row.check(context, series.tool)
        series.is_checked = True
    except Broken as error:
        series.is_checked = False
        _note_failure(series, error)
    finally:
        kill_all()


def run_round(context, row, all_series, number, tolerance=1e9):
    """Runs each tool once; the one that begins is another in each round."""
    turn = number % len(all_series)
    for series in all_series[turn:] + all_series[:turn]:
        if series.is_hopeless():
            series.results.append(None)
            continue
        try:
            series.results.append(_run(context, row, series.tool, tolerance))
        except Broken as error:
            series.results.append(None)
            _note_failure(series, error)


def run_row(context, row, tools, rounds, tolerance):
    """A Series for each tool that can do the row."""
    all_series = [Series(row, tool) for tool in row.tools(tools)]
    if not all_series:
        return []
    if row.check:
        for series in all_series:
            _check(context, row, series)
    for number in range(min(rounds, row.most_rounds)):
        run_round(context, row, all_series, number, tolerance)
    return all_series
