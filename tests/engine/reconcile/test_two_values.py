"""One amount printed in two values is a kind of its own, and told once."""

from __future__ import annotations

from support.checking import REAL_REPORT, ROOT
from support.solving import reconciled

from jsrules.engine.reconcile.causes import independent_parts
from jsrules.model.reconciliation import Reconciliation, TwoValues
from jsrules.outputs.causes import introduction
from jsrules.outputs.terminal import Terminal
from jsrules.verification.verifier import Verifier


def doubled(claim: Reconciliation) -> list[tuple[list[tuple[str, int]], str, int]]:
    """What each amount is printed as and how often, what it should be, and how many of the figures to change it is."""
    return [_said(cause.two_values) for cause in claim.causes if cause.two_values is not None]


def _said(note: TwoValues) -> tuple[list[tuple[str, int]], str, int]:
    values = [(each.amount.text, len(each.cells)) for each in note.values]
    return values, note.value.text if note.value is not None else "", note.figures


def of_report(path: str) -> Reconciliation:
    claim = Verifier().verify(path, reconcile=10).reconciliation
    assert claim is not None
    return claim


def test_the_real_report_is_told_in_both_ways_of_counting() -> None:
    claim = of_report(str(REAL_REPORT))
    assert (claim.figures, len(claim.causes), claim.complete) == (5, 5, True)
    assert [each[1:] for each in doubled(claim)] == [("1,669.02", 1), ("1,668.99", 1)]
    said = Terminal(80).write([introduction(claim)])
    assert "最少改 5 个数：3 个数有误，2 个是一数两印；改法只有一种。" in said.replace("\n", "")


def test_one_amount_in_five_tables_is_one_note() -> None:
    """236.63 and 236.64: nothing is swapped, and no figure that goes with neither is taken in."""
    claim = of_report(str(ROOT / "tests" / "published" / "putuo-guihua-2024.yaml"))
    health, community = doubled(claim)
    assert health == ([("236.63", 4), ("236.64", 4)], "236.64", 3)
    assert community[1] == "3845.24"
    found = {
        each.explanation
        for cause in claim.causes
        for one in cause.corrections
        for s in one.suspects
        for each in s.proposals
    }
    assert "swapped" not in found
    assert len(claim.causes) == 6


def test_the_value_that_sums_make_goes_before_the_one_printed_more_often() -> None:
    rules = "t1 = t2\nt2 = t3\nt3 = t4\nt1 = a + b\nt1 = c + d\n"
    report = "t1: 10.01\nt2: 10.02\nt3: 10.02\nt4: 10.02\na: 4.00\nb: 6.01\nc: 5.00\nd: 5.01\n"
    claim = reconciled(rules, report)
    assert doubled(claim) == [([("10.01", 1), ("10.02", 3)], "10.01", 1)]


def test_a_difference_of_more_than_a_last_place_is_an_error() -> None:
    assert doubled(reconciled("a = b\nb = c\n", "a: 10.01\nb: 10.03\nc: 10.03\n")) == []


def test_three_values_are_no_two() -> None:
    assert doubled(reconciled("a = b\nb = c\n", "a: 10.01\nb: 10.02\nc: 10.03\n")) == []


def test_decimals_that_differ_are_rounding() -> None:
    assert reconciled("a = b\n", "a: 10.0\nb: 10.04\n").status == "consistent"


def test_corrections_that_go_together_in_any_way_are_apart() -> None:
    one, two, three, four = 1, 2, 4, 8
    pairs = [one | three, one | four, two | three, two | four]
    assert independent_parts(pairs) == [one | two, three | four]
    assert independent_parts([one | two]) == [one, two]
    assert independent_parts([one | three, two | four]) == [15]
    even = [0b111 ^ flip for flip in (0b000, 0b011, 0b101, 0b110)]  # any two are independent, the three are not
    assert independent_parts([each | 8 for each in even] + [each | 16 for each in even]) == [0b111, 0b11000]
