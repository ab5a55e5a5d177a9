"""A verdict with its numbers."""

from __future__ import annotations

from jsrules.base.record import Record
from jsrules.engine.weigh import Rational
from jsrules.model.outcome import Verdict


class Judgement(Record, frozen=False):
    """A verdict with its numbers: each a numerator and a denominator, None where it means nothing."""

    verdict: Verdict
    kind: str = ""
    left: Rational | None = None
    right: Rational | None = None
    difference: Rational | None = None
    allowance: Rational | None = None
    reason: str = ""
    missing: str = ""

    @property
    def beyond(self) -> Rational | None:
        """How far the difference is past the allowance; 0 when it is not."""
        if self.verdict == "pass":
            return 0, 1
        if self.difference is None or self.allowance is None:
            return None
        (difference, scale), (allowance, other) = self.difference, self.allowance
        excess = abs(difference) * other - allowance * scale
        return max(0, excess), scale * other
