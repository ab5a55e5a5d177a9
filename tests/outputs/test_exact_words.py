"""Results are printed exactly, and "rounding cannot explain it" is said only where it is so."""

from __future__ import annotations

from fractions import Fraction

import pytest
from support.checking import check, check_one

from jsrules.base.language import language
from jsrules.interface.findings import finding_of
from jsrules.outputs.compose import Told
from jsrules.outputs.finding import compose_finding, sides
from jsrules.outputs.json import finding_object
from jsrules.outputs.terminal import Terminal

REPORT = """\
甲: 1.006
乙: 1.01
丙: 0.0000000000001
丁: 0.0000000000002
戊: 2 辆
己: 3 辆
庚: 100.00
"""

PLAIN = ("舍入解释不了", "rounding cannot explain it")
SAME = ("“==”要求印得相同", "== says that they must print the same")
WRITTEN = ("超出写明的允许差 0", "beyond the written tolerance 0")


def told(rule: str) -> Told:
    return check_one(rule, REPORT)


def shown(outcome: Told) -> str:
    return Terminal(200).write([[compose_finding([outcome], outcome.report, 1, explain=True)]])


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("甲 == 乙", SAME),
        ("丙 == 丁", SAME),
        ("戊 == 己", SAME),
        ("若 庚 > 1 则 甲 == 乙", SAME),
        ("庚 == 最大(甲, 乙)", SAME),
        ("甲 = 乙 ± 0", WRITTEN),
        ("甲 = 乙 ± 0%", WRITTEN),
        ("若 庚 > 1 则 甲 = 乙 ± 0", WRITTEN),
        ("庚 = 最大(甲, 乙) ± 0", WRITTEN),
        ("戊 = 己", PLAIN),
        ("戊 >= 己", PLAIN),
        ("甲 = 乙 ± 0.001", ("写明的允许差 0.001，超出 0.003", "written tolerance 0.001, beyond it by 0.003")),
        ("庚 = 甲", ("最大尾差 0.0055，超出 98.9885", "allowance 0.0055, beyond it by 98.9885")),
    ],
)
def test_why_a_difference_is_one(rule: str, words: tuple[str, str]) -> None:
    outcome = told(rule)
    assert sides(outcome)[-1] == words[0]
    assert words is PLAIN or PLAIN[0] not in shown(outcome)
    with language("en"):
        assert sides(told(rule))[-1] == words[1]


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("甲 == 乙", "“==”要求印得相同，没有尾差"),
        ("甲 = 乙 ± 0", "规则写明的允许差，0"),
        ("甲 = 乙 ± 0.001", "规则写明的允许差，0.001"),
        ("戊 = 己", "各数都是精确数，没有舍入"),
    ],
)
def test_where_an_allowance_comes_from(rule: str, words: str) -> None:
    assert words in shown(told(rule))


def test_a_tolerance_that_suffices_is_no_rounding() -> None:
    assert sides(told("甲 = 乙 ± 0.01")) == ["左边 1.006，右边 1.010", "左边少 0.004", "写明的允许差 0.010"]


def test_figures_of_many_places() -> None:
    outcome = told("丙 = 丁")
    assert (outcome.difference, outcome.allowance) == ("-0.0000000000001", "0.0000000000001")
    outcome = told("庚 = 乙 × 0.333333333333333333333")
    assert outcome.right == "0.33666666666666666666633"
    assert outcome.difference == "99.66333333333333333333367"
    assert outcome.allowance == "0.006666666666666666666665"
    assert "0.333333333333333333333 × 1.01" in outcome.formula


def test_what_does_not_end_is_a_fraction_and_is_shown_as_rounded() -> None:
    outcome = told('规则 三分之一：庚 <= 甲 / 3\n  信息 "左 {左}，右 {右}，差 {差}，尾差 {尾差}"')
    written = finding_object(outcome, "")
    assert written["right"] == "503/1500"
    assert written["difference"] == "149497/1500"
    assert isinstance(cells := written["cells"], list)
    assert [each["coefficient"] for each in cells] == ["1", "-1/3"]
    assert outcome.message == "左 100.000，右 ≈0.335333333333，差 ≈99.664666666667，尾差 ≈0.005166666667"
    text = told("庚 <= 甲 / 3")
    assert text.message == "庚 100.00 不应大于 甲 / 3（≈0.335333333333）"
    assert "最大尾差 ≈0.005166666667，超出 99.6595" in sides(text)
    assert "半个末位 0.0005 × 1/3" in shown(text)
    finding = finding_of(outcome.report, outcome.outcome, ())
    assert finding.right == Fraction(503, 1500)
    assert str(finding.record()["right"]) == "0.335333333333"


def test_more_places_than_are_printed() -> None:
    """Ten factors of twelve places have 120 places, which is too many to read; their value is not lost."""
    outcome = told("庚 = " + " × ".join(["乙", *["0.000000000001"] * 10]))
    assert Fraction(outcome.right) == Fraction(101, 100) / 10**120
    assert "/" in outcome.right
    assert "≈0.00000" in outcome.message or "≈0.00000" in "".join(sides(outcome))


COPIED = "每行 表：率 = 本年 / 上年 或 全部([*, 本年], 若 非 外层行.率 == 舍入(本值 / 上年, 4))"
RATES = "表:\n  栏: [本年, 上年, 率]\n  行:\n    甲: [90.00, 100.00, 80.12%]\n    乙: [80.12, 100.00, 80.12%]\n"


def test_a_message_names_the_cell_that_it_is_because_of() -> None:
    outcome = next(x for x in check(COPIED + '\n  信息 "{行} 的率是 {格} 的"', RATES) if x.verdict == "violation")
    assert outcome.message == "甲 的率是 表.乙.本年 的"
    assert "应当个个成立" not in shown(outcome)


def test_of_several_formulas_none_is_told_alone() -> None:
    outcome = next(x for x in check(COPIED, RATES) if x.verdict == "violation")
    assert outcome.message.startswith("应当成立：率 = 本年 / 上年 或 全部(")
    assert "“表.乙.本年”不成立" in shown(outcome)
