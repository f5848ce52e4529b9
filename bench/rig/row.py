# SPDX-License-Identifier: MIT
"""What a row of the benchmark is, and what one run of it gives."""
from dataclasses import dataclass
from typing import Callable, Optional


@dataclass
class Result:
    """value is in the unit of the row. cpu: seconds of the sender and of the
    receiver for each GB. note: what else is worth a word."""
    value: float
    cpu: Optional[tuple] = None
    note: str = ''


@dataclass(frozen=True)
class Row:
    """measure(context, tool) runs the tool once and returns a Result, or raises
    Broken. check does the same without a clock and looks at every byte; None: a
    measured run looks at everything already."""
    name: str
    group: str
    unit: str
    needs: tuple
    measure: Callable
    check: Optional[Callable] = None
    lower_is_better: bool = False
    # Whether the machine has to be left alone by others, and how often it runs
    # at most.
    is_delicate: bool = False
    most_rounds: int = 100
    # Whether congestion control can matter.
    is_tcp: bool = False
    digits: int = 2
    # How it is called in a table.
    title: str = ''
    kinds: tuple = ('genet', 'before', 'peer', 'limit')

    def tools(self, tools):
        """Those that can do it."""
        return [tool for tool in tools if tool.kind in self.kinds and
                all(tool.can(need) for need in self.needs)]
