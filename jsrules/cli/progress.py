"""A progress bar on standard error, for a person, once it takes long."""

from __future__ import annotations

import sys
from time import monotonic_ns

from jsrules.base.language import say
from jsrules.cli.terminal import is_terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

    from click._termui_impl import ProgressBar

PATIENCE = 500_000_000
"""Nanoseconds that nobody needs a bar for."""


class Progress:
    """Counts steps; shows a bar when standard error is a terminal and the work has taken a while."""

    def __init__(self, steps: int, label: str = "") -> None:
        self._label = label or say("检查中", "verifying")
        self.possible = is_terminal(sys.stderr)
        self._steps = steps
        self._done = 0
        self._start = monotonic_ns()
        self._bar: ProgressBar[int] | None = None

    def __enter__(self) -> Progress:
        return self

    def step(self, count: int = 1) -> None:
        """One more is done, or so many."""
        self._done += count
        if not self.possible:
            return
        if self._bar is None:
            if monotonic_ns() - self._start < PATIENCE or self._done >= self._steps:
                return
            import click

            self._bar = click.progressbar(length=self._steps, label=self._label, file=sys.stderr)
            self._bar.__enter__()
            self._bar.update(self._done)
        else:
            self._bar.update(count)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.__exit__(kind, error, trace)
