"""Examples from the literature on statistical data editing, and of rounding as accountants do it; figures only."""

from __future__ import annotations

import pytest
from support.checking import check, load, resolve_text
from support.solving import corrections, explanations, minima, reconciled

from jsrules.engine.anew import Anew
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.reconcile import reconcile

EDITS = """
x1 + x2 = x3
x2 = x4
x5 + x6 + x7 = x8
x3 + x8 = x9
x9 - x10 = x11
"""
TURNOVER = [1452, 116, 1568, 116, 323, 76, 12, 411, 1979, 1842, 137]


def turnover(**changed: int) -> str:
    values = {f"x{number}": value for number, value in enumerate(TURNOVER, 1)} | changed
    return "".join(f"{name}: {value}\n" for name, value in values.items())


def test_the_right_figures_need_no_correction() -> None:
    assert reconciled(EDITS, turnover()).status == "consistent"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"x4": 161}, {"x4": "116"}),
        ({"x4": 161, "x9": 19979}, {"x4": "116", "x9": "1979"}),
        ({"x4": 161, "x9": 19979, "x8": 0}, {"x4": "116", "x8": "411", "x9": "1979"}),
    ],
)
def test_balance_edits(changed: dict[str, int], expected: dict[str, str]) -> None:
    claim = reconciled(EDITS, turnover(**changed))
    assert minima(claim) == {frozenset(expected)}
    assert corrections(claim) == expected
    assert claim.complete


def test_how_they_went_wrong() -> None:
    assert explanations(reconciled(EDITS, turnover(x4=161, x9=19979))) == {"x4": "transposed", "x9": "extra_digit"}


def test_profit_cost_and_turnover() -> None:
    claim = reconciled("p + c = t\nc >= 0.6 * t\n  类型 逻辑\n", "p: 755\nc: 125\nt: 200\n")
    assert minima(claim) == {frozenset({"p"})}
    assert corrections(claim) == {"p": "75"}


CHAIN = "t1 = a + b\nt2 = t1 + c\nt3 = t2 + d\n"


@pytest.mark.parametrize("rule", CHAIN.splitlines())
def test_each_total_of_a_chain_is_within_its_allowance(rule: str) -> None:
    report = "a: 10\nb: 10\nc: 10\nd: 10\nt1: 21\nt2: 32\nt3: 43\n"
    assert {each.verdict for each in check(rule, report)} == {"rounding"}


def test_together_they_are_impossible() -> None:
    claim = reconciled(CHAIN, "a: 10\nb: 10\nc: 10\nd: 10\nt1: 21\nt2: 32\nt3: 43\n")
    assert (claim.status, claim.figures) == ("explained", 1)
    # a + b + c is below 31.5, and t2 is not.
    cells = [{claim.report.cell_path(cell) for cell in each.cells} for each in claim.conflicts]
    assert {"a", "b", "c", "t2"} in cells
    assert all(len(each.identities) > 1 for each in claim.conflicts)


def test_a_witness_is_left_out_for_who_does_not_show_it() -> None:
    report = load("a: 10\nb: 10\nc: 10\nd: 10\nt1: 21\nt2: 32\nt3: 43\n")
    rules = resolve_text(CHAIN, report.forms)
    outcomes, judged = evaluate(report, rules), [(rules, ())]
    found = reconcile(report, outcomes, Anew(report, judged))
    without = reconcile(report, outcomes, Anew(report, judged), with_witness=False)
    assert found.witness and without.witness == []
    found.witness = []
    assert without == found


def test_a_chain_that_can_be() -> None:
    claim = reconciled(CHAIN, "a: 10\nb: 10\nc: 10\nd: 10\nt1: 21\nt2: 31\nt3: 41\n")
    assert claim.status == "consistent"
    assert claim.witness, "the printed figures themselves are no witness"


SHEET = """金额单位: 万元
元表:
  甲: 13451.00 元
  乙: 45150.00 元
  丙: 2250.00 元
  丁: -5649.00 元
  合计: 55202.00 元
万元表:
  甲: {}
  乙: {}
  丙: {}
  丁: {}
  合计: {}
"""
SAME = """
元表.合计 = 元表.甲 + 元表.乙 + 元表.丙 + 元表.丁
万元表.合计 = 万元表.甲 + 万元表.乙 + 万元表.丙 + 万元表.丁
元表.甲 = 万元表.甲
元表.乙 = 万元表.乙
元表.丙 = 万元表.丙
元表.丁 = 万元表.丁
元表.合计 = 万元表.合计
"""


def test_honest_rounding_leaves_a_tail() -> None:
    claim = reconciled(SAME, SHEET.format("1.35", "4.52", "0.23", "-0.56", "5.52"))
    assert claim.status == "consistent"
    assert set(claim.explanations.values()) == {"rounding"}


def test_a_part_moved_to_balance() -> None:
    claim = reconciled(SAME, SHEET.format("1.35", "4.50", "0.23", "-0.56", "5.52"))
    assert corrections(claim) == {"万元表.乙": "4.52"}
    assert explanations(claim) == {"万元表.乙": "balanced"}


def test_a_total_summed_from_rounded_parts() -> None:
    claim = reconciled(SAME, SHEET.format("1.35", "4.52", "0.23", "-0.56", "5.54"))
    assert corrections(claim) == {"万元表.合计": "5.52"}
    assert explanations(claim) == {"万元表.合计": "summed"}


def test_an_amount_cut_off() -> None:
    claim = reconciled(SAME, SHEET.format("1.34", "4.52", "0.23", "-0.56", "5.52"))
    assert corrections(claim) == {"万元表.甲": "1.35"}
    assert explanations(claim) == {"万元表.甲": "truncated"}
