"""A progress bar on standard error, for a person, once it takes long."""

from __future__ import annotations

import sys
from time import monotonic_ns

from jsrules.cli.streams import is_terminal

PATIENCE = 500_000_000
"""Nanoseconds that nobody needs a bar for."""

_WIDTH = 36
_SECOND = 1_000_000_000


class Progress:
    """Counts ``steps``; shows a bar when standard error is a terminal and the work has taken a while."""

    def __init__(self, label: str, steps: int = 0) -> None:
        self.steps = steps
        self.possible = is_terminal(sys.stderr)
        self._label = label
        self._done = 0
        self._start = monotonic_ns()
        self._shown = -1  # the percentage on the screen

    def __enter__(self) -> Progress:
        return self

    def step(self, count: int = 1) -> None:
        """One more is done, or so many."""
        self.reach(self._done + count, self.steps)

    def reach(self, done: int, steps: int) -> None:
        """So many of so many are done."""
        self._done, self.steps = done, steps
        if not self.possible or not done:
            return
        taken = monotonic_ns() - self._start
        if self._shown < 0 and (taken < PATIENCE or done >= steps):
            return
        percent = 100 * done // steps
        if percent != self._shown:
            self._shown = percent
            minutes, seconds = divmod(taken * (steps - done) // done // _SECOND, 60)
            left = f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
            sys.stderr.write(f"\r{self._label}  [{'#' * (_WIDTH * done // steps):-<{_WIDTH}}]  {percent:3}%  {left}")
            sys.stderr.flush()

    def __exit__(self, *_error: object) -> None:
        if self._shown >= 0:
            sys.stderr.write("\n")
