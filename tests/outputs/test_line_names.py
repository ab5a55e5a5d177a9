"""Findings of rules written in printed numbers name the rows, each beside its number."""

from __future__ import annotations

import pytest
from support.checking import check

TABLE = """收入:
  栏: [行次, 上年数, 本年数, 占比]
  行:
    拨款: [1, 8.00, 10.00, 70%]
    事业: [2, 2.50, 3.00, 20%]
    合计: [3, 10.50, 13.50, 100%]
"""


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("3行2栏=1行2栏+2行2栏", "收入.合计.本年数（3行2栏） 13.50 应等于 拨款.本年数（1行2栏）+事业.本年数（2行2栏） 13.00"),
        ("[行3, 2] = (1+2)行2栏", "收入.合计.本年数 13.50 应等于 拨款.本年数（1）+事业.本年数（2） 13.00"),
        ("3行2栏 = 1行2栏+…+2行2栏", "收入.合计.本年数（3行2栏） 13.50 应等于 拨款…事业.本年数（1行2栏+…+2行2栏） 13.00"),
        ("[合计, 本年数] = [拨款, 本年数] + [事业, 本年数]", "收入.合计.本年数 13.50 应等于 [拨款, 本年数] + [事业, 本年数] 13.00"),
    ],
)  # fmt: skip
def test_names_and_numbers(rule: str, message: str) -> None:
    (told,) = check(f"表 收入\n{rule}", TABLE)
    assert told.message == message


def test_a_column_of_rates_is_left_out_and_says_so() -> None:
    told = check("表 收入\n每栏 3行=1行+2行", TABLE)
    assert [each.verdict for each in told] == ["pass", "violation", "not_applicable"]
    assert told[2].reason == "这一栏是比率，不相加"


def test_the_nearest_rows_are_named() -> None:
    (told,) = check("表 收入\n5行1栏 = 3", TABLE)
    assert told.verdict == "undetermined"
    assert "“3行”（合计）" in told.reason


def test_rows_without_numbers_ask_for_a_column() -> None:
    (told,) = check("31行 = 3", "总计: 5.00\n")
    assert told.verdict == "undetermined"
    assert "加一栏“行次”" in told.reason
