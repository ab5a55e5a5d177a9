"""Laws that hold for every report: what rounding means, and what must not matter."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import product

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.checking import REAL_REPORT, check, check_one, load, resolve_text, tell
from support.forms import shipped_forms

from jsrules.packs.library import find_pack
from jsrules.verification.rule_sets import RuleSetResolver, rule_set_of_pack
from jsrules.verification.verifier import Verifier

NAMES = "abcdefgh"


@st.composite
def figures(draw: st.DrawFn, count: int) -> list[str]:
    """Figures as printed, many of them near each other, some blank."""
    texts = []
    for _ in range(count):
        decimals = draw(st.integers(0, 3))
        mantissa = draw(st.integers(-300, 300))
        text = f"{'-' if mantissa < 0 else ''}{abs(mantissa) // 10**decimals}"
        if decimals:
            text += f".{abs(mantissa) % 10**decimals:0{decimals}d}"
        texts.append(draw(st.sampled_from([text, text, text, "~"])))
    return texts


def box(text: str) -> tuple[Fraction, Fraction]:
    """The closed interval of true amounts behind a printed figure."""
    if text == "~":
        return Fraction(0), Fraction(0)
    half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
    return Fraction(text) - half, Fraction(text) + half


def report(texts: list[str]) -> str:
    return "".join(f"{name}: {text}\n" for name, text in zip(NAMES, texts, strict=False))


@given(
    figures(count=4),
    st.lists(st.integers(-3, 3), min_size=4, max_size=4),
    st.fractions(-3, 3, max_denominator=10).map(lambda f: Fraction(int(f * 10), 10)),
)
def test_within_the_allowance_means_that_true_amounts_exist(
    texts: list[str], factors: list[int], constant: Fraction
) -> None:
    assume(any(text != "~" and factor for text, factor in zip(texts, factors, strict=True)))
    terms = " ".join(f"{'-' if k < 0 else '+'} {abs(k)} * {name}" for k, name in zip(factors, NAMES, strict=False))
    sign = "-" if constant < 0 else "+"
    outcome = check_one(f"0 {terms} {sign} {abs(constant.numerator)} / {constant.denominator} = 0", report(texts))
    # Independently: a linear form takes its extremes at corners of the box.
    corners = [
        sum((k * x for k, x in zip(factors, corner, strict=True)), constant)
        for corner in product(*(box(text) for text in texts))
    ]
    exists = min(corners) <= 0 <= max(corners)
    assert (outcome.verdict in ("pass", "rounding")) == exists
    assert (abs(Fraction(outcome.difference)) <= Fraction(outcome.allowance)) == exists
    assert Fraction(outcome.beyond) == max(0, abs(Fraction(outcome.difference)) - Fraction(outcome.allowance))


@given(figures(count=3), st.integers(0, 2), st.integers(-20000, 20000))
def test_a_rate_is_rounding_when_some_true_amounts_print_it(texts: list[str], decimals: int, mantissa: int) -> None:
    assume(all(text != "~" for text in texts))
    top, bottom = [box(texts[0])], [box(texts[1]), box(texts[2])]
    low, high = (sum(each[end] for each in bottom) for end in (0, 1))
    assume(low > 0 or high < 0)
    rates = [a / (b + c) for a, b, c in product(*top, *bottom)]
    printed = f"{'-' if mantissa < 0 else ''}{abs(mantissa) // 10**decimals}"
    printed += f".{abs(mantissa) % 10**decimals:0{decimals}d}%" if decimals else "%"
    rate, half = Fraction(printed.rstrip("%")) / 100, Fraction(1, 200 * 10**decimals)
    exists = min(rates) <= rate + half and max(rates) >= rate - half
    outcome = check_one("r = a / (b + c)", report(texts) + f"r: {printed}\n")
    assert (outcome.verdict in ("pass", "rounding")) == exists, (rates, outcome)
    if outcome.verdict != "pass":
        assert (abs(Fraction(outcome.difference)) <= Fraction(outcome.allowance)) == exists


@given(figures(count=4), st.integers(-6, 6))
def test_scaling_all_amounts_keeps_the_verdict(texts: list[str], power: int) -> None:
    def scaled(text: str) -> str:
        if text == "~":
            return text
        places = len(text.partition(".")[2]) - power
        digits = text.replace(".", "").lstrip("-").rjust(max(places, 0) + 1, "0")
        sign = "-" if text.startswith("-") else ""
        return f"{sign}{digits[:-places].lstrip('0') or '0'}.{digits[-places:]}" if places > 0 else ""

    moved = [scaled(text) for text in texts]
    assume("" not in moved)
    rules = "a = b + c + d\na <= b\nr = a / d\na = 平均(b, c, d)\n若 a > b 则 最大(b, c) = d"
    before, after = (
        [(each.verdict, each.kind) for each in check(rules, report(amounts) + "r: 50%\n")] for amounts in (texts, moved)
    )
    assert before == after


def signature(outcomes: list) -> Counter:
    return Counter(
        (each.rule.identifier, each.verdict, each.kind, each.difference, each.allowance, each.formula == "")
        for each in outcomes
    )


@settings(max_examples=10)
@given(st.integers(0, 2**32))
def test_the_order_of_rows_and_rules_is_irrelevant(seed: int) -> None:
    shuffle = random.Random(seed).shuffle
    result = Verifier().verify(str(REAL_REPORT))
    assert result.report is not None
    rule_set = rule_set_of_pack(find_pack("final-accounts"))
    resolved = RuleSetResolver().resolve(rule_set, shipped_forms())
    before = signature(tell(result.report, resolved.rules))
    for table in result.report.tables.values():
        for block in table.blocks:
            rows = list(block.rows.items())
            shuffle(rows)
            block.rows = dict(rows)
    rules = list(resolved.rules)
    shuffle(rules)
    assert signature(tell(result.report, rules)) == before


def test_ten_thousand_terms() -> None:
    names = [f"x{number}" for number in range(10_000)]
    text = "".join(f"{name}: 1.00\n" for name in names)
    loaded = load(text + "t: 10000.00\n")
    rules = resolve_text("t = " + " + ".join(names), loaded.forms)
    (outcome,) = tell(loaded, rules)
    assert outcome.verdict == "pass"
    assert outcome.allowance == "50.005"
