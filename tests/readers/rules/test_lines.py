"""Formulas in printed numbers: how they may be written, what is asked about, and that the formatter keeps them."""

from __future__ import annotations

import pytest
from support.checking import resolve_text
from support.mistakes import mistakes
from support.reading import form_set

from jsrules.base.lines import line_label, printed_place
from jsrules.base.source import Source
from jsrules.model.statements import Rule
from jsrules.model.syntax import Expression
from jsrules.readers.rules.formatter import format_rules
from jsrules.readers.rules.lines import refers_to_nothing
from jsrules.readers.rules.parser import parse_rules

SUMMARY = "表 收入支出决算总表\n"
OUTLAY = "表 支出决算表\n"


def body(rule: str) -> Expression:
    (found,) = resolve_text(rule, form_set())
    return found.variants[0].body


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("31行=27行+28行+29行", "收入[行31] = 收入[行27] + 收入[行28] + 收入[行29]"),
        ("第31行=第２７行+第 28 行+行29", "收入[行31] = 收入[行27] + 收入[行28] + 收入[行29]"),
        ("row 31 = row 27 + row28 + [row 29]", "收入[行31] = 收入[行27] + 收入[行28] + 收入[行29]"),
        ("27行=行1+…+行8", "收入[行27] = 合计(收入[行1..行8])"),
        ("27行=1行+...+8行", "收入[行27] = 合计(收入[行1..行8])"),
        ("27行=Σ(行1..行8)", "收入[行27] = 合计(收入[行1..行8])"),
        ("27行=合计(1行至8行)", "收入[行27] = 合计(收入[行1..行8])"),
        ("27行=合计(收入[第1行～第8行])", "收入[行27] = 合计(收入[行1..行8])"),
        ("27行=合计(收入[行1…行8])", "收入[行27] = 合计(收入[行1..行8])"),
        ("27行=(1+…+8)行", "收入[行27] = 合计(收入[行1..行8])"),
        ("27行≥1行≥2行", "收入[行27] >= 收入[行1] 且 收入[行1] >= 收入[行2]"),
        ("31行1栏=27行1栏", "收入[行31] = 收入[行27]"),
        ("01表31行1栏=01表27行", "收入[行31] = 收入[行27]"),
        ("上年.31行 = 31行", "上年.收入[行31] = 收入[行31]"),
        ("若 31行>0时，则 27行>0", "若 收入[行31] > 0 则 收入[行27] > 0"),
        ("31行大于等于27行", "收入[行31] >= 收入[行27]"),
        ("公开01表31行 = 财决01表27行", "收入[行31] = 收入[行27]"),
    ],
)
def test_the_same(written: str, same: str) -> None:
    assert body(SUMMARY + written) == body(SUMMARY + same)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("每行 1栏=2栏+3栏", "本年支出合计 = 基本支出 + 项目支出"),
        ("每行 (1)栏=第2栏+栏3", "本年支出合计 = 基本支出 + 项目支出"),
        ("每行 1列=2列+3列", "本年支出合计 = 基本支出 + 项目支出"),
        ("每行 1栏=2栏+…+3栏", "本年支出合计 = 合计([本行, 基本支出..项目支出])"),
        ("每行 [本行, 1] = [本行, 2] + [本行, 第3栏]", "本年支出合计 = 基本支出 + 项目支出"),
    ],
)
def test_columns(written: str, same: str) -> None:
    assert body(OUTLAY + written) == body(f"{OUTLAY}每行 {same}")


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (SUMMARY + "31=27+28+29", "写成 31行=27行+28行+29行"),
        (SUMMARY + "1≥5≥24+25", "写成 1行≥5行≥24行+25行"),
        (SUMMARY + "27=1+…+8", "写成 27行=1行+…+8行"),
        (SUMMARY + "规则 甲：31 = (27 + 28)", "写成 31行 = (27行 + 28行)"),
        (OUTLAY + "每行 1=2+3", "写成 1栏=2栏+3栏"),
        (SUMMARY + "27行=合计(行1-行8)", "合计(行1..行8)"),
        (SUMMARY + "30行=27行", "“31行”（总计）"),
        (OUTLAY + "每行 9栏=2栏", "“6栏”（对附属单位补助支出）"),
        (SUMMARY + "27行=甲+…+8行", "10行+…+13行"),
        (SUMMARY + "27行=8行-…+1行", "10行+…+13行"),
        (SUMMARY + "(收入+1)行 = 3", "写成 (3+13)行"),
        (OUTLAY + "合计 = 3", "[合计, 栏名]"),
    ],
)
def test_what_is_asked(rule: str, words: str) -> None:
    (found,) = mistakes(rule)
    assert words in found.remedy, found


@pytest.mark.parametrize(
    "formula", ["27行=…", "27行=…+8行", "27行=-…", "27行=合计(…)", "27行=1行*2行*…*8行", "若 … 则 27行=1"]
)
def test_only_lines_of_a_sum_are_left_out(formula: str) -> None:
    (found,) = mistakes(SUMMARY + formula)
    assert found.code == "E201"


@pytest.mark.parametrize("formula", ["31=29", "31=27+28", "84=32+…+57=58+61", "31 >= 27 >= (1+2)"])
def test_what_is_offered_can_be_pasted(formula: str) -> None:
    (found,) = mistakes(SUMMARY + formula)
    (parsed,), errors = parse_rules(Source("x.jsr", found.remedy.removeprefix("写成 ")))
    assert not errors
    assert isinstance(parsed, Rule)
    assert not refers_to_nothing(parsed.body)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("01表31行1栏", ("01表", ("31",), ("1",))),
        ("1栏31行", ("", ("31",), ("1",))),
        ("1.A", ("", ("1",), ("A",))),
        ("1.1.1 B", ("", ("1.1.1",), ("B",))),
        ("乙栏", ("", (), ("乙",))),
        ("行1-1", ("", ("1-1",), ())),
        ("1行2栏..3行2栏", ("", ("1", "3"), ("2",))),
    ],
)
def test_places(text: str, place: tuple[str, tuple[str, ...], tuple[str, ...]]) -> None:
    assert printed_place(text) == place


@pytest.mark.parametrize(
    "text", ["行政运行", "行次", "1", "收入", "31", "栏目", "1行政", "表", "二十一", "行" * 500 + "1"]
)
def test_no_places(text: str) -> None:
    assert printed_place(text) is None


@pytest.mark.parametrize(
    ("text", "label"), [("01", "1"), ("第3行", "3"), ("(4)", "4"), ("1.10", "1.10"), ("a", "A"), ("合计", ""), ("", "")]
)
def test_labels(text: str, label: str) -> None:
    assert line_label(text) == label


@pytest.mark.parametrize(
    ("text", "formatted"),
    [
        ("31行=27行+  28 行", "31行 = 27行 + 28行"),
        ("2行=01表( 3+13 )行1栏", "2行 = 01表(3 + 13)行1栏"),
        ("9行≥行10+…+行13", "9行 >= 行10 + … + 行13"),
        ("row  31=row 27", "row 31 = row 27"),
    ],
)
def test_the_formatter_keeps_them(text: str, formatted: str) -> None:
    once = format_rules(Source("x.jsr", text))
    assert once == formatted + "\n"
    assert format_rules(Source("x.jsr", once)) == once
