"""What would go on for ever ends, where a test asks whether work is bounded: by processor time, many times what it
takes, so that a slow or busy machine changes nothing.
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 120
"""So much processor time: work that grows as it should takes a hundredth of it."""


class Endless(AssertionError):
    """The work has not come to an end."""


@contextmanager
def comes_to_an_end() -> Iterator[None]:
    """Raises `Endless` inside the block when it does not; where a system has no such clock, nothing is watched."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Endless(f"not done after {SECONDS} s of processor time")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
