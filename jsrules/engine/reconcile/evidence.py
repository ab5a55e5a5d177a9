"""Values for a figure and what speaks for them."""

from __future__ import annotations

from jsrules.base.record import Record
from jsrules.model.outcome import Explanation

AGREES, NEARLY = 10, 8
"""What an identity says for a value that it agrees with in print, and for one that it agrees with within rounding."""

# What a slip says for a value: the less likely it is that a wrong value happens to look like that slip, the more.
EVIDENCE: dict[Explanation, int] = {
    "digit": 30,
    "transposed": 34,
    "missing_digit": 30,
    "extra_digit": 30,
    "sign": 50,
    "unit_scale": 50,
    "copied": 20,
    "swapped": 60,
}

ASTRAY = -3
"""What speaks against a value that many last places from the nearest vote, times their square:
sums of rounded figures are seldom far off.
"""

NEGATIVE = -25
"""What speaks against a value below 0 where a figure not below 0 is printed."""

PRIOR = -20
"""What speaks against a figure of the prior year, which was looked at then."""


class Candidate(Record):
    """A value for a figure: ``score`` ranks it, ``votes`` is how many identities agree with it in print."""

    mantissa: int
    explanation: Explanation
    votes: int
    score: int
