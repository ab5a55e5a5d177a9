"""What is offered, by the kinds of slip: nothing sound is blamed, and what cannot be told apart is told as that."""

from __future__ import annotations

import pytest
from support.checking import load, resolve_text
from support.solving import corrections, explanations, reconcile_by, reconciled

from jsrules.base.misprint import slip_between
from jsrules.engine.reconcile.review import figure_text
from jsrules.model.origins import OWN, PRIOR
from jsrules.model.reconciliation import Reconciliation


def named(claim: Reconciliation) -> set[str]:
    """The figures that any correction is about."""
    return {
        claim.report.cell_path(suspect.cell)
        for cause in claim.causes
        for correction in cause.corrections[: cause.tied]
        for suspect in correction.suspects
    }


TOTALS = "合计1 = 甲1\n合计2 = 甲2\n总 = 合计1 + 合计2\n占比 = 甲1 / 总\n占比2 = 合计2 / 总\n"


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        # the total of the first column lost its last digit: the rates are right
        ({"合计1": "100.00"}, {"合计1": "1000.00"}),
        # the totals of both columns are swapped
        ({"合计1": "100.00", "合计2": "1000.00"}, {"合计1": "1000.00", "合计2": "100.00"}),
    ],
)
def test_rates_are_not_blamed_for_a_total(figures: dict[str, str], expected: dict[str, str]) -> None:
    right = {"合计1": "1000.00", "合计2": "100.00", "甲1": "1000.00", "甲2": "100.00", "总": "1100.00"}
    rates = {"占比": "90.91%", "占比2": "9.09%"}
    report = "".join(f"{name}: {text}\n" for name, text in {**right, **figures, **rates}.items())
    assert corrections(reconciled(TOTALS, report)) == expected


def test_a_lost_digit_is_no_transposition() -> None:
    claim = reconciled("a = b\nb = c\n", "a: 100.00\nb: 1000.00\nc: 1000.00\n")
    assert explanations(claim) == {"a": "missing_digit"}
    assert slip_between(10000, 100000, 2) == "extra_digit"
    assert slip_between(100000, 10000, 2) == "missing_digit"
    assert slip_between(1002, 1020, 2) == "transposed"


@pytest.mark.parametrize("name", ["a", "b"])
def test_a_value_has_the_decimals_of_what_it_equals(name: str) -> None:
    report = {"a": "2961.68", "b": "2961.68", "c": "2961.68"} | {name: "0.3"}
    claim = reconciled("a = b\nb = c\na = c\n", "".join(f"{key}: {text}\n" for key, text in report.items()))
    assert corrections(claim) == {name: "2961.68"}


def test_a_digit_too_many_and_a_wrong_digit_are_equally_likely() -> None:
    """55.93 for 5.93, or 100% for 103%: nothing tells."""
    claim = reconciled(
        "率 = 数 / (数 - 增)\n数 = 数1\n数 = 数2\n", "数: 1741.75\n数1: 1741.75\n数2: 1741.75\n增: 55.93\n率: 100%\n"
    )
    (cause,) = claim.causes
    assert {claim.report.cell_path(each.suspects[0].cell) for each in cause.corrections[: cause.tied]} == {"增", "率"}


def test_two_that_are_a_last_place_apart_are_not_swapped() -> None:
    claim = reconciled("a = b\nc = d\n", "a: 236.63\nb: 236.64\nc: 236.64\nd: 236.63\n")
    assert "swapped" not in explanations(claim).values()


def test_what_is_swapped_is_one_cause_and_nothing_else_is() -> None:
    rules = "a = a1\na = a2\nb = b1\nb = b2\nc = c1\nc = c2\n"
    right = {"a": "12.34", "b": "56.78", "c": "90.12"}
    report = {**right, **{f"{name}{n}": text for name, text in right.items() for n in "12"}}
    report |= {"a": "56.78", "b": "12.34", "c": "91.12"}
    claim = reconciled(rules, "".join(f"{name}: {text}\n" for name, text in report.items()))
    assert corrections(claim) == right
    assert sorted(len(cause.corrections[0].suspects) for cause in claim.causes) == [1, 2]


def test_a_budget_that_is_overspent_is_no_evidence() -> None:
    rules = """
总.决算 = 甲.决算 + 乙.决算
总.预算 = 甲.预算 + 乙.预算
乙.决算 <= 乙.预算
  级别 警告
甲.决算 <= 甲.预算
  级别 警告
"""
    report = "".join(
        f"{name}:\n  决算: {a}\n  预算: {b}\n"
        for name, a, b in [("总", "10.00", "10.00"), ("甲", "5.00", "7.00"), ("乙", "5.00", "3.00")]
    )
    claim = reconciled(rules, report)
    assert (claim.status, named(claim)) == ("consistent", set())


def test_several_figures_together_are_told_apart_by_slips_only() -> None:
    """Nothing says which two of a, b, c are wrong where each may be what the others make of it."""
    claim = reconciled("t = a + b\nu = b + c\nr = a / c\n", "t: 9.00\na: 3.00\nb: 2.00\nu: 8.00\nc: 4.00\nr: 10.00%\n")
    for cause in claim.causes:
        best = cause.corrections[0].suspects
        told = all(each.proposals and each.proposals[0].explanation for each in best)
        assert len(best) == 1 or told or cause.tied == len(cause.corrections)


@pytest.mark.parametrize(
    ("printed", "value", "expected"),
    [
        ("减少 40.00", -5000, "减少 50.00"),
        ("减少40.00", -5000, "减少50.00"),
        ("减少 40.00", 4000, "增加 40.00"),
        ("增长 30.00%", -3000, "下降 30.00%"),
        ("下降 1,030.00", -123400, "下降 1,234.00"),
        ("提高 3.00", -400, "降低 4.00"),
        ("减少 40.00", 0, "0.00"),
        ("(40.00)", -5000, "(50.00)"),
        ("（40.00）", -5000, "（50.00）"),
        ("(40.00)", 5000, "50.00"),
        ("-40.00", -5000, "-50.00"),
        ("减少 40.00 万元", -5000, "减少 50.00 万元"),
    ],
)
def test_a_value_is_written_with_the_word_of_direction_of_what_is_printed(
    printed: str, value: int, expected: str
) -> None:
    """And it is read as that value again."""
    report = load(f"甲: {printed}\n")
    amount = report.cells[0].amount
    assert amount is not None
    text = figure_text(value, amount)
    assert text == expected
    again = load(f"甲: {text}\n").cells[0].amount
    assert again is not None
    assert again.mantissa == value


def test_a_change_that_is_wrong_is_told_in_the_words_of_the_report() -> None:
    rules = "增减额 = 本年 - 上年\n增减率 = 本年 / 上年 - 1\n增减额 = 增减额二\n"
    report = "本年: 100.00\n上年: 150.00\n增减额: 减少 40.00\n增减额二: 减少 50.00\n增减率: 下降 33.33%\n"
    assert corrections(reconciled(rules, report)) == {"增减额": "减少 50.00"}


def test_figures_of_the_prior_year_were_looked_at_then() -> None:
    """Either of two could be wrong in the same way: the one of this year comes first."""
    report = load("年初: 12.34\n年末: 5.00\n")
    prior = load("年初: 1.00\n年末: 12.43\n", report.forms)
    report.attach(prior)
    claim = reconcile_by(report, resolve_text("年初 = 上年.年末\n", report.forms))
    (cause,) = claim.causes
    suspects = [each.suspects[0] for each in cause.corrections]
    assert [(each.cell.row, each.cell.origin, each.proposals[0].amount.text) for each in suspects] == [
        ("年初", OWN, "12.43"),
        ("年末", PRIOR, "12.34"),
    ]
