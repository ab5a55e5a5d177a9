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


FORMS = {
    "(a / 3 + 1) / (b / 7 - 0.5)": ("1/3 0 1", "0 1/7 -1/2"),
    "(a / 2 - b / 3) / (b - 0.05)": ("1/2 -1/3 0", "0 1 -1/20"),
    "(a + 2) / (a / 4 + b)": ("1 0 2", "1/4 1 0"),
}
"""Each with the factors of a and b and the constant, of what is divided and of what it is divided by."""


def _at(form: str, a: Fraction, b: Fraction) -> Fraction:
    of_a, of_b, constant = (Fraction(each) for each in form.split())
    return of_a * a + of_b * b + constant


@pytest.mark.parametrize("form", FORMS)
def test_rates_of_forms_with_constants_and_denominators(form: str) -> None:
    """Of figures with different decimals; a base that true amounts may make 0 leaves the rate open."""
    top, base = FORMS[form]
    chance = random.Random(form)
    seen = set()
    for _ in range(60):
        shown = [(chance.randint(-30, 30), chance.choice([0, 1, 2])) for _ in range(2)]
        ends = [[Fraction(2 * mantissa + side, 2 * 10**places) for side in (-1, 1)] for mantissa, places in shown]
        values = [Fraction(mantissa, 10**places) for mantissa, places in shown]
        bases = [_at(base, *each) for each in product(*ends)]
        if not _at(base, *values):
            continue
        computed = _rounded(100 * _at(top, *values) / _at(base, *values))
        vanishes = min(bases) <= 0 <= max(bases)
        corners = [] if vanishes else [100 * _at(top, *each) / _at(base, *each) for each in product(*ends)]
        near = [] if vanishes else [floor(min(corners)), ceil(min(corners)), floor(max(corners)), ceil(max(corners))]
        mantissa = chance.choice([each for each in (*near, computed - 1, computed + 1) if each != computed])
        a, b = (decimal_text(*each) for each in shown)
        told = check_one(f"r = {form}", f"a: {a}\nb: {b}\nr: {mantissa}%\n")
        if vanishes:
            assert told.verdict == "undetermined", (a, b)
            seen.add("undetermined")
            continue
        verdict, kind, allowance = _said(mantissa, computed, min(corners), max(corners))
        found = told.outcome.judgement.allowance
        assert (told.verdict, told.outcome.kind) == (verdict, kind), (a, b, mantissa)
        assert found is not None and Fraction(*found) == Fraction(allowance, 100), (a, b, mantissa)
        seen.add(verdict)
    assert seen == {"rounding", "violation", "undetermined"}


@pytest.mark.parametrize(
    ("base", "verdict"),
    [
        ("b - 0.004", "violation"),
        ("b - 0.005", "undetermined"),
        ("b - 0.015", "undetermined"),
        ("b - 0.016", "violation"),
    ],
)
def test_a_base_that_may_just_be_0(base: str, verdict: str) -> None:
    assert check_one(f"r = a / ({base})", "a: 1.00\nb: 0.01\nr: 50.00%\n").verdict == verdict


@pytest.mark.parametrize(
    ("rule", "report", "kind"),
    [
        ("c = a / 2", "c: 3 个\na: 7 个\n", "truncation"),
        ("c = a / 2", "c: 5 个\na: 7 个\n", ""),
        ("c = a / 3", "c: 3.32\na: 10 个\n", ""),
        ("c = a / 3", "c: 3.34\na: 10 个\n", ""),
    ],
)
def test_what_is_counted_is_exact(rule: str, report: str, kind: str) -> None:
    """Neither half a count in what is divided nor in what is printed: nothing may have been rounded off."""
    told = check_one(rule, report)
    found = told.outcome.judgement.allowance
    assert (told.verdict, told.outcome.kind) == ("violation", kind)
    assert found is not None and found[0] == 0
