"""Rates that do not print as printed, against the range of rates by its corners: limits, boundaries and cut-off ends."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import product
from math import ceil, floor

import pytest
from support.checking import check_one

from jsrules.base.number import decimal_text
from jsrules.engine.rates import _is_cut_off

CASES = 250


def _rounded(rate: Fraction) -> int:
    return floor(abs(rate) + Fraction(1, 2)) * (1 if rate >= 0 else -1)


def _said(mantissa: int, computed: int, low: Fraction, high: Fraction) -> tuple[str, str, int]:
    """Verdict, kind and allowance in last places; of a rate that is not the one computed."""
    half = Fraction(1, 2)
    if mantissa > computed:
        allowance, boundary = max(0, floor(high + half) - computed), mantissa - half == high
    else:
        allowance, boundary = max(0, computed - ceil(low - half)), mantissa + half == low
    if abs(mantissa - computed) <= allowance:
        return "rounding", "boundary" if boundary else "", allowance
    if mantissa > 0:
        cut = low < mantissa + 1 and high >= mantissa
    elif mantissa < 0:
        cut = low <= mantissa and high > mantissa - 1
    else:
        cut = low < 1 and high > -1
    return "violation", "truncation" if cut else "", allowance


def test_rates_by_their_corners() -> None:
    chance = random.Random(41)
    seen = set()
    for _ in range(CASES):
        places = chance.choice([0, 1])
        top, base = chance.randint(-40, 40), chance.choice([-1, 1]) * chance.randint(1, 25)
        decimals = chance.choice([0, 1])
        unit = 100 * 10**decimals  # last places of a percentage
        rate = Fraction(top * unit, base)
        computed = _rounded(rate)
        corners = [Fraction((2 * top + a) * unit, 2 * base + b) for a, b in product((-1, 1), repeat=2)]
        near = [
            *range(computed - 2, computed + 3),
            floor(min(corners)),
            ceil(max(corners)),
            round(min(corners) * 2) // 2,
        ]
        mantissa = chance.choice(near)
        report = (
            f"a: {decimal_text(top, places)} 元\nb: {decimal_text(base, places)} 元\n"
            f"r: {decimal_text(mantissa, decimals)}%\n"
        )
        told = check_one("r = a / b", report)
        if mantissa == computed:
            assert told.verdict == "pass", report
            continue
        verdict, kind, allowance = _said(mantissa, computed, min(corners), max(corners))
        outcome = told.outcome
        assert (outcome.verdict, outcome.kind) == (verdict, kind), report
        found = outcome.judgement.allowance
        assert found is not None and Fraction(*found) == Fraction(allowance, unit), report
        seen.add((verdict, kind, mantissa > computed))
    assert len(seen) >= 6, seen


@pytest.mark.parametrize(
    ("rule", "x", "y", "kind"),
    [
        ("x = y / 1", "3.51", "3.50", "boundary"),
        ("x = y / 1", "3.49", "3.50", "boundary"),
        ("x = y / 3", "1.01", "3.01", "boundary"),
        ("x = y / 3", "1.00", "3.02", "boundary"),
        ("x = y / 3", "-1.01", "-3.01", "boundary"),
        ("x = y / 0.4", "8.76", "3.50", ""),
        ("x = y / 0.4", "8.74", "3.50", ""),
    ],
)
def test_the_boundary_is_where_a_true_amount_sits_on_a_tie(rule: str, x: str, y: str, kind: str) -> None:
    told = check_one(rule, f"x: {x}\ny: {y}\n")
    assert (told.verdict, told.outcome.kind) == ("rounding", kind)


def test_what_cuts_off_to_a_figure() -> None:
    """Cut off toward zero, 2 comes of [2, 3), -2 of (-3, -2], 0 of (-1, 1)."""
    for mantissa in range(-3, 4):
        for quarters in range(-18, 19):
            cut = int(Fraction(quarters, 4))  # toward zero
            assert _is_cut_off(mantissa, (quarters, 4), (quarters, 4)) is (cut == mantissa), (mantissa, quarters)
