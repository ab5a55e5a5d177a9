"""What authors get wrong: each mistake has a stable code, stands at its place, and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checking import load, resolve_text
from support.mistakes import mistakes

from jsrules.base.diagnostic import Diagnostic
from jsrules.cli import main
from jsrules.engine.evaluate import evaluate


def marked(diagnostic: Diagnostic) -> str:
    label = diagnostic.labels[0]
    return label.source.text[label.span.start : label.span.end]


@pytest.mark.parametrize(
    ("rules", "code", "place", "message", "remedy"),
    [
        # the shape of a formula
        ("a + b", "E206", "a + b", "应是一个条件", "左边 = 右边"),
        ("a = ", "E201", "", "没有写完", "补上"),
        ("报告.年度 = 2021 +\n规则 r：报告.年度 = 2021", "E201", "", "没有写完", "补上"),
        ("a = (b + c", "E201", "", "括号没有闭合", "补上“)”"),
        ("a = b + c)", "E201", ")", "多了一个“)”", "删去"),
        ("a = [b + c", "E201", "", "方括号没有闭合", "补上“]”"),
        ("a = b c", "E201", "c", "前面缺运算符", "补上 +"),
        ("a = b + + c", "E201", "+", "两个运算符", "删去其中一个"),
        ("a = 1,668.98 + b", "E201", ",", "千分位", "1668.98"),
        ("规则 a = b", "E201", "", "缺冒号", "规则 名称：公式"),
        ("规则r：a = b", "E201", "", "缺空格", "规则 名称：公式"),
        ("a = 汇总(b)", "E201", "(", "没有“汇总(…)”这样的函数", "合计"),
        ("规则 r：a = b\n级别 严重", "E201", "严重", "没有“严重”这个级别", "错误、警告、提示"),
        ("a = b\n级别 错误\n级别 警告", "E201", "级别 警告", "写了两次", "只留一行"),
        ("设 a = 1\n  级别 警告", "E201", "级别 警告", "“级别”要写在规则下面", "移到用它的规则下面"),
        ('设 a = 1\n  允许 W309 "x"\n  依据 甲  # 乙', "E201", "依据 甲", "“依据”要写在规则下面", "移到用它的规则下面"),
        ("设 a = 1\n  适用 年度 2021", "E201", "适用 年度 2021", "“适用”要写在规则下面", "移到用它的规则下面"),
        ("设 a = 1\n  允许 W309", "E201", "", "“允许”后面缺理由", '允许 W309 "理由"'),
        ("a = b\n  缺行: 空白", "E201", ":", "“缺行”后面不用冒号", "空格"),
        ("a = b\n  comparable: no", "E201", ":", "“comparable”后面不用冒号", "空格"),
        ("每张表: 存在(本表)", "E201", ":", "范围后面不用冒号", "每行 公式"),
        ("若甲 > 1, 乙 = 2", "E201", "", "用话说的", "若 甲 > 1 则 乙 = 2"),
        ("if a > 1, b = 2 then c = 3", "E201", ",", "“若”的条件后面缺“则”", "若 条件 则 公式"),
        ("a = b\n  允许 W308\n", "E201", "", "“允许”后面缺理由", '允许 W308 "理由"'),
        ("a = b[行1..合计]", "E201", "行1..合计", "范围的两端", "行1..行8"),
        # names
        ("表 收入支出决算总表\n收入.总记 = 支出.总计", "E202", "收入.总记", "没有“收入.总记”", "总计"),
        ("表 收入支出决箅总表\n收入.总计 = 支出.总计", "E202", "表 收入支出决箅总表", "没有名为", "收入支出决算总表"),
        ("表 支出决算表\n每行 本年支出合计 = 基本支岀 + 项目支出", "E202", "基本支岀", "没有“基本支岀”", "基本支出"),
        ("表 支出决算表\n[合计, 本年支出] = 0", "E202", "", "没有“本年支出”这一栏", "本年支出合计"),
        ("表 支出决算表\n[299, 基本支出] = 0", "E202", "", "没有“299”这个科目编码", ""),
        ("表 收入支出决算总表\n收入[行99] = 0", "E202", "", "没有行次为 99 的行", ""),
        ("表 收入支出决算总表\n总计 = 0", "E203", "总计", "可指多处", "收入支出决算总表.收入.总计"),
        ("总计 = 0", "E203", "总计", "可指多处", ""),
        # units
        (
            "情况说明.一般公共具体[合计, 完成年初预算率] = 情况说明.一般公共具体[合计, 决算]",
            "E204",
            "",
            "单位不一致",
            "核对两边",
        ),
        ("情况说明.一般公共具体[合计, 完成年初预算率] <= 100", "E204", "100", "没有写 %", "100%"),
        ("情况说明.总体情况[收支总计, 年度] = 情况说明.总体情况[收支总计, 金额]", "E204", "", "单位不一致", ""),
        # rules
        ("规则 r：报告.年度 = 2021\n规则 r：报告.年度 = 2022", "E205", "r", "已在 rules.jsr:1", "换一个名称"),
        # place
        ("表 支出决算表\n[合计, 基本支出] = 本级", "E206", "本级", "没有“当前”", "每个科目"),
        ("表 支出决算表\n基本支出 = 0", "E206", "基本支出", "没有说明是哪一行", "每行"),
        ("表 支出决算表\n合计 = 0", "E206", "合计", "没有说明是哪一栏", "[合计, 栏名]"),
        ("表 支出决算表\n[合计, 基本支出] = [*, 基本支出]", "E206", "", "多个单元格", "合计"),
        ("表间\n每栏 合计 = 0", "E206", "每栏", "每栏", "每栏 表名"),
        (
            "表 支出决算表\n计数([合计, 基本支出] + 1) = 1",
            "E206",
            "计数([合计, 基本支出] + 1)",
            "数的是单元格",
            "计数(表名",
        ),
        ("存在(支出决算表) = 1", "E206", "", "应是一个数", ""),
        ("支出决算表 = 1", "E206", "支出决算表", "整张表", "表名[行, 栏]"),
        ("1 + 1 且 2 = 2", "E206", "1 + 1", "应是一个条件", "左边 = 右边"),
        ("[合计, 基本支出] = 0", "E206", "", "没有说明是哪张表", "表 表名"),
    ],
)
def test_mistake(rules: str, code: str, place: str, message: str, remedy: str) -> None:
    diagnostics = mistakes(rules)
    assert [each.code for each in diagnostics] == [code], diagnostics
    (found,) = diagnostics
    assert message in found.message, found
    assert remedy in found.remedy, found
    if place:
        assert marked(found) == place, found
    path, line, column = found.place()
    assert path == "rules.jsr"
    assert line >= 1
    assert column >= 1


def test_every_statement_is_checked_in_one_run() -> None:
    rules = "表 支出决算表\n" + "".join(
        f"规则 r{n}：每行 本年支出合计 = 基本支出 + {'项目支岀' if n % 10 == 0 else '项目支出'}\n"
        if n % 20
        else f"规则 r{n}：每行 本年支出合计 = = 基本支出\n"
        for n in range(1, 101)
    )
    diagnostics = mistakes(rules)
    assert [each.place()[1] for each in diagnostics] == [n + 1 for n in range(1, 101) if n % 10 == 0]
    assert [each.code for each in diagnostics] == ["E202", "E201"] * 5


def test_a_wrong_table_hides_the_rules_that_depend_on_it() -> None:
    assert [each.code for each in mistakes("表 没有的表\n规则 a：甲 = 乙\n规则 b：丙 = 丁\n")] == ["E202"]


def test_names_without_a_form_set() -> None:
    report = "资产:\n  现金: 1.00\n  合计: 1.00\n负债:\n  合计: 1.00\n"
    (ambiguous,) = mistakes("合计 = 现金", report)
    assert ambiguous.code == "E203"
    assert "资产.合计" in ambiguous.message
    assert "负债.合计" in ambiguous.message


@pytest.mark.parametrize(
    "rules",
    [
        "a = " + "(" * 5000 + "b" + ")" * 5000,
        "a = " + "-" * 5000 + "b",
        "a = " + "非 " * 5000 + "b",
        "若 a = 1 则 " * 5000 + "a = 1",
        "x" * 5_000_000,
        "a = " + "b + " * 300_000 + "b",
        "甲 = 乙\n" * 30_000,
        "a = " + "b + " * 60_000 + "b",
        "规则 r：a = b\n  信息 '" + "{a}" * 60_000 + "'",
    ],
)
def test_limits_are_errors_not_crashes(rules: str) -> None:
    diagnostics = mistakes(rules)
    assert {each.code for each in diagnostics} == {"E207"}
    assert all(each.remedy for each in diagnostics)


def test_a_file_beyond_a_limit_cannot_be_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "r.jsr"
    path.write_text("a = b\n" + "# x\n" * 1_000_001, "utf-8")
    assert main(["check", str(path)]) == 2
    assert "E207" in capsys.readouterr().err
    path.write_text("a = b\na = " + "(" * 200 + "b" + ")" * 200 + "\n", "utf-8")  # the rest of it was read
    assert main(["check", str(path)]) == 1


def test_no_more_names_are_compared_than_there_is_time_for(monkeypatch: pytest.MonkeyPatch) -> None:
    report = load("".join(f"名称{number}: 1.00\n" for number in range(100)))
    rules = "".join(f"名称{number}错 = 1\n" for number in range(40))

    def offered() -> list[bool]:
        reasons = [each.judgement.reason for each in evaluate(report, resolve_text(rules, report.forms))]
        assert {each.code for each in reasons if each is not None} == {"unknown_name"} and len(reasons) == 40
        return [bool(each.values) for each in reasons if each is not None]

    assert all(offered())
    monkeypatch.setattr("jsrules.checks.complaints.MOST_COMPARED", 1000)
    found = offered()
    assert found == sorted(found, reverse=True) and 4 < sum(found) < 12
