"""What becomes of a mutant: each word of spec/mutation.md on the smallest report that shows it."""

from __future__ import annotations

import pytest
from support.checking import load, resolve_text

from jsrules.authoring.detection.detector import Detection, Detector
from jsrules.authoring.detection.report_mutants import ReportMutant
from jsrules.engine.parts import Parts


def fate(rules: str, report: str, **changes: str) -> Detection:
    """What becomes of a report whose rows print something else: digits and decimals as in ``甲="1.25"``."""
    loaded = load(report)
    parts = Parts(loaded, [(resolve_text(rules, loaded.forms), ())])
    figures = {}
    for row, text in changes.items():
        whole, _, fraction = text.partition(".")
        figures[row] = (int(whole + fraction), len(fraction))
    mutant = ReportMutant("digit", tuple(((0, 0, row, 0), figure) for row, figure in figures.items()))
    return Detector(loaded, parts).detect(mutant)


REPORT = "甲: 3.00\n乙: 1.00\n丙: 2.00\n丁: 5.00\n"
SUM = "甲 = 乙 + 丙\n"


def test_a_violation_that_was_not_there_is_noticed() -> None:
    assert fate(SUM, REPORT, 甲="4.00") == Detection("noticed", (0,))
    assert fate(SUM + "  级别 警告\n甲 <= 丁\n", REPORT, 甲="6.00") == Detection("noticed", (0, 1))


def test_so_is_one_that_was_there_with_another_difference() -> None:
    wrong = REPORT.replace("3.00", "3.50")
    assert fate(SUM, wrong, 甲="4.00").status == "noticed"
    assert fate(SUM, wrong, 甲="3.40").status == "noticed"  # nearer, and still wrong


@pytest.mark.parametrize(
    ("rules", "changes"),
    [
        (SUM + "  级别 提示\n", {"甲": "4.00"}),
        (SUM + "  口径 可不同\n", {"甲": "4.00"}),
        ("若 甲 > 3 则 己 = 1\n", {"甲": "4.00"}),  # 己 is no figure
    ],
)
def test_what_is_only_shown_is_a_hint(rules: str, changes: dict[str, str]) -> None:
    assert fate(rules, REPORT + "戊: 3.00\n己: 见附件\n", **changes) == Detection("hinted")


def test_what_rounding_explains_cannot_be_noticed() -> None:
    assert fate(SUM, REPORT, 甲="3.01") == Detection("within_rounding")
    assert fate(SUM, REPORT, 甲="3.02").status == "noticed"
    assert fate("甲 = 丁 * 0.6 ± 0.5\n", REPORT, 甲="3.40") == Detection("within_rounding")
    rate = "率: 50%\n上: 1.00\n下: 2.00\n"
    assert fate("率 = 上 / 下\n", rate, 下="2.01") == Detection("within_rounding")
    assert fate("率 = 上 / 下\n", rate, 下="2.10").status == "noticed"


def test_one_amount_in_two_values_is_told_apart() -> None:
    assert fate("甲 = 3 * 乙\n甲 = 戊\n", REPORT + "戊: 3.00\n", 甲="3.01") == Detection("same_amount")
    assert fate("甲 = 戊\n  口径 可不同\n", REPORT + "戊: 3.00\n", 甲="3.01") == Detection("within_rounding")


def test_what_makes_a_wrong_report_right_is_mended() -> None:
    assert fate(SUM, REPORT.replace("3.00", "3.50"), 甲="3.00") == Detection("mended")


@pytest.mark.parametrize(
    ("rules", "reason", "changes"),
    [
        (SUM, "unread", {"丁": "9.00"}),
        (SUM, "balanced", {"乙": "2.00", "丙": "1.00"}),
        ("甲 <= 丁\n", "inequality", {"甲": "4.00"}),
        ("存在(甲)\n", "condition", {"甲": "4.00"}),
        ("甲 <= 丁 或 甲 > 7\n", "condition", {"甲": "4.00"}),
        ("若 甲 = 3 则 甲 = 乙 + 丙\n", "lapsed", {"甲": "4.00"}),
        ("若 丁 = 5 则 甲 = 乙 + 丙\n", "condition", {"丁": "9.00"}),
    ],
)
def test_the_rest_survives_for_a_reason(rules: str, reason: str, changes: dict[str, str]) -> None:
    assert fate(rules, REPORT, **changes) == Detection("survived", reason=reason)  # type: ignore[arg-type]


def test_a_swap_that_moves_a_sum_within_rounding_is_no_balance() -> None:
    assert fate("甲 = 乙 + 丙\n甲 = 乙 + 2\n", REPORT.replace("丙: 2.00", "丙: 1.01"), 乙="1.01", 丙="1.00").status == (
        "within_rounding"
    )


def test_what_is_neither_linear_nor_a_rate_weighs_too() -> None:
    assert fate("甲 = 最大(乙, 丙) + 1\n", REPORT, 丙="2.01") == Detection("within_rounding")
    assert fate("甲 = 最大(乙, 丙) + 1\n", REPORT, 丙="2.90").status == "noticed"
