"""The text that people read: what stands in it, that it fits the page, and that nothing can make it fail."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.handmade import PATH, cell, example, report, results, rule, same_amount, unreadable

from jsrules.base.language import set_language
from jsrules.base.printable import clean
from jsrules.base.record import replace
from jsrules.base.units import UNITS
from jsrules.base.width import text_width
from jsrules.model.ground import Place, Unbound
from jsrules.model.outcome import Judgement, Outcome, Verdict
from jsrules.model.reason import Reason
from jsrules.model.result import Result
from jsrules.outputs.figures import grouped, half_unit, with_unit
from jsrules.outputs.page import Entry, Flow
from jsrules.outputs.summary import SummaryLine, compose_summary
from jsrules.outputs.terminal import Terminal
from jsrules.outputs.text import compose_result


@pytest.fixture
def _english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("zh")


def text(result: Result, columns: int = 80, **options: bool) -> str:
    return Terminal(columns).write(compose_result(result, **options))


def test_the_head_says_whose_accounts_and_the_verdict() -> None:
    lines = text(example()).splitlines()
    assert lines[:3] == [PATH, "某某市行政服务中心  2021 年度  部门决算", "规则：样例 1.0.0（指定）"]
    assert lines[3].startswith("结论：不符 2 条（错误 1、警告 1）；无法判断 3 条")


def test_findings_stand_under_their_table_with_figures_and_places() -> None:
    shown = text(example())
    block = shown[shown.index("── 情况说明.总体情况") : shown.index("── 同数异值")]
    assert "1. 不符（错误）  收支总计" in block
    assert "左边多 0.20 万元；最大尾差 0.01，超出 0.19" in block
    assert f"位置  {PATH}:214:9、88:9" in block
    assert "规则  demo/支出结构一致" in block
    assert "依据  财决附01表 说明三" in block
    assert "2. 不符（警告，截尾）  占比" in block
    assert "左边少 0.01 个百分点" in block
    assert "算式  1,668.99 ÷ 1,669.02 ≈ 99.9982%" in block


def test_figures_are_not_said_twice() -> None:
    assert "左边 28.29" not in text(example()), "the message names them"
    result = example()
    result.outcomes[2].rule = replace(result.outcomes[2].rule, message="与决算表不一致")
    assert "左边 28.29 万元，右边 28.09 万元；左边多 0.20；" in text(result)


def test_same_amounts_are_grouped_by_their_figures() -> None:
    shown = text(example())
    block = shown[shown.index("── 同数异值") : shown.index("── 口径可能不同")]
    assert "3. 1,668.98 与 1,668.99 万元，2 处" in block
    assert block.count("1,668.98") == 2, "the figure that both oppose stands once, with its place"
    assert "对 1668.99  情况说明.总体情况.收支总计  212:9  总额一致" in block


def test_other_tails_are_one_note() -> None:
    result = example()
    tail = next(each for each in result.outcomes if each.verdict == "rounding" and not each.kind)
    result.outcomes += [tail] * 3
    shown = text(result)
    assert "4 条，印出的位数可以解释，不算差错；最大 0.02 万元。见于 支出决算表 4。" in shown
    assert "20.00 + 8.07" not in shown
    assert text(result, everything=True).count("28.09 ≈ 20.00 + 8.07") == 4


def test_a_few_tails_are_listed() -> None:
    assert "28.09 ≈ 20.00 + 8.07" in text(example())


def test_undetermined_ones_are_grouped_by_what_is_missing() -> None:
    shown = text(example())
    assert "缺 国有资本经营预算支出表（2 条公式）" in shown
    assert "国资表、国资数" in shown
    assert shown.count("国有资本经营预算支出表") == 1


def test_rules_that_never_applied_are_mentioned() -> None:
    assert "1 条规则在本报告中没有可查之处：购置须有车（加 --all 看原因）" in text(example())
    everything = text(example(), everything=True)
    assert "没有可查之处" not in everything
    assert "条件不成立" in everything


def test_the_counts_come_last() -> None:
    assert text(example()).splitlines()[-1] == "共 10 条公式：不符 2，无法判断 3，尾差 3，不适用 1，相符 1"


def test_explain_says_how_the_allowance_comes_about() -> None:
    shown = text(example(), explain=True)
    assert "支出决算表.221 住房保障支出.本年支出合计 28.09，半个末位 0.005 万元" in shown
    assert f"{PATH}:88:9" in shown
    assert "各印出数的半个末位乘以系数的绝对值，合计 0.01 万元" in shown
    assert "出处  spec/packs/demo/rules/01.jsr:3:1" in shown


def test_what_could_not_be_read_shows_why() -> None:
    shown = text(unreadable())
    assert "结论：无法检查，输入有 1 处错误" in shown
    assert "错误[E116]" in shown
    assert "公式" not in shown


@pytest.mark.parametrize(
    ("verdicts", "wanted"),
    [
        (["pass", "pass"], "结论：全部相符，共 2 条公式"),
        (["pass", "rounding"], "结论：未发现不符；尾差 1 条；相符 1 条"),
        (["pass", "undetermined"], "结论：未发现不符；无法判断 1 条；相符 1 条"),
        (["not_applicable"], "结论：没有一条公式得到判定"),
        ([], "结论：没有一条公式得到判定"),
        (["undetermined"], "结论：没有一条公式得到判定；无法判断 1 条；相符 0 条"),
        (["waived", "pass"], "结论：未发现不符；已说明 1 条；相符 1 条"),
    ],
)
def test_conclusions(verdicts: list[Verdict], wanted: str) -> None:
    nothing = Unbound(Place(), Reason("no_place"))
    made = [Outcome(rule("某"), nothing, Judgement(verdict)) for verdict in verdicts]
    assert wanted in text(Result("a.yaml", report(), [], made)).splitlines()


@pytest.mark.usefixtures("_english")
def test_english() -> None:
    shown = text(example())
    assert "verdict: 2 violations (error 1, warning 1);" in shown
    assert "3 undetermined (not stated in " in shown
    assert "1. violation (error)  收支总计" in shown
    assert "left is more by 0.20 万元; allowance 0.01, beyond it by 0.19" in shown


def test_color_only_adds_codes() -> None:
    import re

    colored = Terminal(80, color=True).write(compose_result(example(), explain=True))
    assert "\x1b[1;31m不符（错误）" in colored
    assert re.sub(r"\x1b\[[\d;]*m", "", colored) == text(example(), explain=True)


def test_opposition_gathers_under_the_rarer_side() -> None:
    one = cell(0, "财政拨款收入", "5.00", 1)
    others = [cell(1, "合计", "5.01", line) for line in (2, 3, 4)]
    result = Result("a", report(one, *others), [], [same_amount("规则", other, one) for other in others])
    lines = [line.strip() for line in text(result, 100).splitlines()]
    assert "1. 5.00 与 5.01 万元，3 处" in lines
    assert sum(line.startswith("对 5.01") for line in lines) == 3


def test_a_path_is_never_broken() -> None:
    result = example()
    assert result.report is not None
    result.report.source.path = path = "很长的目录" * 10 + "/报告.yaml"
    assert f"{path}:214:9" in text(result, 40)


def test_summary_is_lined_up() -> None:
    shown = Terminal().write(compose_summary([SummaryLine.of(example()), SummaryLine.of(unreadable())])).splitlines()
    assert shown[1].split() == ["结论", "错误", "警告", "无法判断", "尾差", "相符", "报告"]
    assert shown[2].split() == ["不符", "1", "1", "3", "3", "1", PATH]
    assert shown[3].split() == ["无法检查", "-", "-", "-", "-", "-", "坏.yaml"]
    assert (
        len({text_width(line[: line.index(name)]) for line, name in zip(shown[2:4], [PATH, "坏.yaml"], strict=True)})
        == 1
    )
    assert shown[-1] == "共 2 份报告：有不符的 1 份，无法检查的 1 份。"


@pytest.mark.parametrize(
    ("figure", "unit", "wanted"),
    [
        ("1669.02", "万元", "1,669.02 万元"),
        ("-1234567", "", "-1,234,567"),
        ("2021", "年", "2021 年"),
        ("99.99", "%", "99.99%"),
        ("", "万元", ""),
        ("1/3", "万元", "≈0.333333333333 万元"),
    ],
)
def test_figures_with_units(figure: str, unit: str, wanted: str) -> None:
    assert with_unit(figure, unit) == wanted


def test_half_units() -> None:
    share = cell(2, "占比", "99.99%", 1, UNITS["%"]).amount
    cars = cell(2, "占比", "2", 1, UNITS["辆"], 0).amount
    whole = cell(2, "占比", "98", 1, decimals=0).amount
    assert share is not None
    assert cars is not None
    assert whole is not None
    assert [half_unit(each) for each in (share, cars, whole)] == ["0.005%", "0", "0.5 万元"]


def test_cleaning() -> None:
    assert clean("支出\x1b[31m\t\n“三公”\u3000\u202e") == "支出\\x1b[31m \\n“三公”\u3000\\u202e"
    assert grouped("x") == "x"


terminals = st.builds(Terminal, st.integers(40, 120))


@given(results(), terminals, st.booleans(), st.booleans())
def test_never_fails_and_fits(result: Result, terminal: Terminal, everything: bool, explain: bool) -> None:
    paths = [result.path, *(label.source.path for each in result.diagnostics for label in each.labels)]
    paths += [each.path for each in result.diagnostics] + [PATH, "demo"]
    shown = terminal.write(compose_result(result, everything=everything, explain=explain))
    for line in shown.split("\n"):
        assert all(unicodedata.category(character) not in ("Cc", "Cs", "Cf") for character in line)
        assert text_width(line) <= terminal.columns or any(clean(path) in line for path in paths if path), line
    summary = terminal.write(compose_summary([SummaryLine.of(result)] * 2))
    assert summary.endswith("\n")


@given(results())
def test_never_fails_in_english(result: Result) -> None:
    set_language("en")
    try:
        assert Terminal(60).write(compose_result(result, everything=True, explain=True))
    finally:
        set_language("zh")


@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=6), st.integers(40, 80))
def test_flow_loses_nothing(items: list[str], columns: int) -> None:
    shown = "".join(Terminal(columns).lines([Entry("位置", Flow(items, "、"))]))
    assert "".join(shown.split()) == "位置" + "".join("、".join(map(clean, items)).split())
