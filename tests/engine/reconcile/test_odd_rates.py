"""Rates on bases of the wrong sign or of nothing, beside identities of their amounts: reconciled without a fault."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence

from support.solving import reconciled

SYSTEMS = max(60, min(5000, int(os.environ.get("JSRULES_EXAMPLES", "60"))))

CASES = (
    ("r = h / f - 1\nh = f\n", "f: -6.30\nh: 5.00\nr: 121.74%\n"),
    ("r = h / f\nr = f / h\nh = f\n", "f: -6.30\nh: 5.00\nr: 12.74%\n"),
    ("r = h / h\nh = 3\n", "h: 5.00\nr: 12.74%\n"),
    ("若 h > 0 则 r = h / f 且 r = f / h - 1\nh = f\n", "f: -6.30\nh: 5.00\nr: 12.74%\n"),
)


def test_a_rate_that_would_print_without_a_condition() -> None:
    for rules, report in CASES:
        assert reconciled(rules, report).causes, rules


FORMULAS = (
    "r = h / f - 1",
    "r = h / f",
    "r = f / h",
    "r = (h - f) / f",
    "s = g / (h + f)",
    "r = h / (h - f) - 1",
    "s = r",
)
SUMS = (
    "h = f",
    "h + f = g",
    "g = f - h",
    "h = 2 * f",
    "f >= h",
    "若 f > 0 则 r = h / f",
    "若 h < 0 则 h = f 且 s = h / g",
)
FIGURES = ("-6.30", "5.00", "0.00", "6.30", "0", "-5", "0.01", "12.60", "~")
RATES = ("121.74%", "0.00%", "-100.00%", "增长 5.00%", "下降 0%", "100%")


def _drawn(chance: random.Random) -> tuple[str, str]:
    def some(words: Sequence[str], most: int) -> list[str]:
        return [chance.choice(words) for _ in range(chance.randint(1, most))]

    rules = "".join(f"{each}\n" for each in dict.fromkeys(some(FORMULAS, 3) + some(SUMS, 3)))
    amounts = "".join(f"{name}: {chance.choice(FIGURES)}\n" for name in "fgh")
    return rules, amounts + "".join(f"{name}: {chance.choice(RATES)}\n" for name in "rs")


def test_rates_drawn_at_random() -> None:
    for seed in range(SYSTEMS):
        reconciled(*_drawn(random.Random(seed)))
