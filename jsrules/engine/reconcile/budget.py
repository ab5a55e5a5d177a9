"""How much work a reconciliation may take, counted, so that one report gives one answer on every machine."""

from __future__ import annotations

from collections.abc import Callable

PER_SECOND = 4_000_000
"""So much work may be done for each second of the budget, half as much as was measured (``bench/injection.py``,
``bench/floods.py``): about three for an entry of a tableau that is written.
"""

WORK = 2 * PER_SECOND

_BETWEEN = 20_000


class Spent(Exception):
    """The budget is spent; what is known so far is a partial answer."""


class Budget:
    """Counts work. ``expired`` is asked now and then, by those who watch a clock."""

    def __init__(self, work: int = WORK, expired: Callable[[], bool] | None = None) -> None:
        self.left = work
        self._expired = expired
        self._ask = work - _BETWEEN
        if expired is not None:
            expired()  # the clock runs from now on

    def keep(self, share: int) -> int:
        """Put one part in ``share`` aside, for what comes later; how much that is."""
        kept = self.left // share
        self.left -= kept
        return kept

    def release(self, kept: int) -> None:
        """Take back what was put aside."""
        self.left = max(self.left, 0) + kept
        self._ask = self.left

    def spend(self, work: int) -> None:
        """Take work out. Raises `Spent` when there is none left."""
        self.left -= work
        if self.left >= self._ask and self.left >= 0:
            return
        self._ask = self.left - _BETWEEN
        if self.left < 0 or (self._expired is not None and self._expired()):
            self.left = -1  # spent for good
            raise Spent

    def share(self, work: int) -> Budget:
        """A budget of its own for a part, out of this one."""
        return _Share(self, work)


class _Share(Budget):
    def __init__(self, whole: Budget, work: int) -> None:
        super().__init__(work)
        self._whole = whole

    def spend(self, work: int) -> None:
        """Take work out of both."""
        self._whole.spend(work)
        super().spend(work)
