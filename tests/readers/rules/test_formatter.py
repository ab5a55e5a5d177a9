"""The formatter: what it does to a file, and the laws it keeps whatever it is given."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.rule_trees import STATEMENTS
from support.sources import ROOT

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.base.width import text_width
from jsrules.model.statements import Rule, Statement
from jsrules.readers.rules import parser as rule_parser
from jsrules.readers.rules.formatter import format_rules
from jsrules.readers.rules.formatter_lines import COLUMNS
from jsrules.readers.rules.formatter_words import METADATA
from jsrules.readers.rules.parser import parse_rules
from jsrules.readers.rules.printer import print_statement

SHIPPED = sorted((ROOT / "spec" / "packs").glob("*/rules/*.jsr"))


def tidy(text: str) -> str:
    return format_rules(Source("t.jsr", text))


def trees(text: str) -> list[Statement]:
    statements, errors = parse_rules(Source("t.jsr", text))
    assert not errors, [each.message for each in errors]
    return statements


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("总计=本年收入合计+年初结转", "总计 = 本年收入合计 + 年初结转\n"),
        ("总计＝本年收入合计＋年初结转×２", "总计 = 本年收入合计 + 年初结转 * 2\n"),
        ("a ≤ b\nc≥d\ne ≠ f\ng=<h\n", "a <= b\nc >= d\ne <> f\ng <= h\n"),
        ("规则  收入 : a=b", "规则 收入：a = b\n"),
        ("rule income：a=b", "rule income: a = b\n"),
        ("表  收入支出决算总表\n\n\n\n表间", "表 收入支出决算总表\n\n表间\n"),
        ("每行 a = b", "每行  a = b\n"),
        ("每栏 除 a  |b - c| = 3", "每栏 除 a：绝对值(b - c) = 3\n"),
        ("每行 |1栏|+|(1+2)行|=a-|上一栏|", "每行  绝对值(1栏) + 绝对值((1 + 2)行) = a - 绝对值(上一栏)\n"),
        ("每栏 甲[*] 乙 不为空", "每栏 甲[*]：非 空白(乙)\n"),
        ("每栏 除 甲 乙 为空", "每栏 除 甲：空白(乙)\n"),
        ("每栏 除 甲 乙 介于 1 和 2 之间", "每栏 除 甲：1 <= 乙 <= 2\n"),
        ("a = b\nc 介于 -1 和 2 之间", "a = b\n(-1) <= c <= 2\n"),
        ("每栏 上一栏-1=a", "每栏  上一栏 - 1 = a\n"),
        ("每行，a = b", "每行  a = b\n"),
        ("每科目,每栏   本级=合计（下级）", "每个科目、每栏  本级 = 合计(下级)\n"),
        ("each account、each column current=sum(children)", "each account, each column  current = sum(children)\n"),
        ("每行 情况说明.支出明细  完成率=支出决算/年初预算", "每行 情况说明.支出明细：完成率 = 支出决算 / 年初预算\n"),
        ("规则 x：每行  支出 :金额>=0", "规则 x：每行 支出：金额 >= 0\n"),
        ("rule x:each row spending:amount>=0", "rule x: each row spending: amount >= 0\n"),
        ("如果 a=1 并且 非(b=2 或者 c=3) 那么 d=4", "若 a = 1 且 非 (b = 2 或 c = 3) 则 d = 4\n"),
        ("if a=1 and not blank(b) then c=-d", "if a = 1 and not blank(b) then c = -d\n"),
        ("若 a=1 then b=2", "若 a = 1 then b = 2\n"),
        ("a = -b - -c*(-d)", "a = -b - -c * (-d)\n"),
        ("若 a>1，则 b=c", "若 a > 1 则 b = c\n"),
        ("a = b +- 0.05", "a = b ± 0.05\n"),
        ("a = b ±1％", "a = b ± 1%\n"),
        ("a=3万元", "a = 3 万元\n"),
        ("a = b = c", "a = b = c\n"),
        ("[ 合计，本年支出 ] = 表一【行1 .. 行8,*】", "[合计, 本年支出] = 表一[行1..行8, *]\n"),
        ("【因公出国（境）费】=“三公”经费.a", "[因公出国（境）费] = “三公”经费.a\n"),
        ("表/2 = 3", "[表] / 2 = 3\n"),
        ("设  上年数=收入 - 增减额", "设 上年数 = 收入 - 增减额\n"),
        ("let base=income-change", "let base = income - change\n"),
        ("适用 年度 2020..2022，2024", "适用 年度 2020..2022、2024\n"),
        ("适用 年度 2022起，2017－2019年", "适用 年度 2022起、2017－2019年\n"),
        ("适用 年度 2022 起; 2017 至 2019", "适用 年度 2022 起、2017 至 2019\n"),
        ("for year until 2019", "for year until 2019\n"),
        ("for year 2020、2021", "for year 2020, 2021\n"),
        ("报告.单位 = “济源市”", '报告.单位 = "济源市"\n'),
        ('形如(报告.单位，"*局")', '形如(报告.单位, "*局")\n'),
        ("", ""),
        ("\n\n", ""),
        ("# 只有注释", "# 只有注释\n"),
    ],
)
def test_spelling(written: str, wanted: str) -> None:
    assert tidy(written) == wanted
    assert tidy(wanted) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("a = b\n级别 警告", "a = b\n  级别 警告\n"),
        ("a = b 级别 警告", "a = b\n  级别 警告\n"),
        (
            "设 x=a # 一\n允许 W309 下年用 # 二\n  # 三\nx = b",
            '设 x = a  # 一\n  允许 W309 "下年用"  # 二\n# 三\nx = b\n',
        ),
        ('let x=a allow W309 "later"', 'let x = a\n  allow W309 "later"\n'),
        ("a = b\n  依据 财决01表", 'a = b\n  依据 "财决01表"\n'),
        ("a = b\n  依据：“财决01表”", 'a = b\n  依据 "财决01表"\n'),
        ("a = b\n  标签 甲，乙", "a = b\n  标签 甲、乙\n"),
        ("a = b\n  tags x，y", "a = b\n  tags x, y\n"),
        (
            'a = b\n 信息 "m"\n 依据 "x"\n\n 口径 可不同\n 允许 W301 理由\n 级别 提示\n 标签 t\n 适用 年度 2021\n 可说明 否\n 缺行 缺少',
            (
                "a = b\n  级别 提示\n  口径 可不同\n  缺行 缺少\n  可说明 否\n  适用 年度 2021\n  标签 t\n"
                '  依据 "x"\n  信息 "m"\n  允许 W301 "理由"\n'
            ),
        ),
        ("a = b\n  依据 “甲”与“乙", "a = b\n  依据 “甲”与“乙\n"),
    ],
)
def test_metadata(written: str, wanted: str) -> None:
    assert tidy(written) == wanted
    assert tidy(wanted) == wanted


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("#首\n\n\n\n#二\na=b#尾", "#首\n\n#二\na = b  #尾\n"),
        ("a=b // 尾\n#末\n\n", "a = b  // 尾\n#末\n"),
        ("   # 缩进\na=b", "# 缩进\na = b\n"),
        (
            "规则 x：a=b # 一\n  # 二\n  依据 甲 # 三\n  # 四\n  级别 警告 # 五\n  # 六\n规则 y：c=d",
            '规则 x：a = b  # 一\n  # 四\n  级别 警告  # 五\n  # 二\n  依据 "甲"  # 三\n# 六\n规则 y：c = d\n',
        ),
        (
            "规则 x： # 一\n a=b # 二\n\n   # 三\n +c   # 四\n  级别 警告",
            "规则 x：  # 一\n    a = b  # 二\n    # 三\n    + c  # 四\n  级别 警告\n",
        ),
        ("总计 = 合计(a, # 甲\nb, # 乙\nc)", "总计 = 合计(a,  # 甲\n    b,  # 乙\n    c)\n"),
        ("每行， # 甲\na = b", "每行,  # 甲\n    a = b\n"),
        ("a = [b(]\n  级别  # 甲\n警告", "a = [b(]\n  # 甲\n  级别 警告\n"),
        ("每行\n# 甲\n，a = b", "每行,\n    # 甲\n    a = b\n"),
        ("a = (b + # 甲\n表/2)", "a = (b +  # 甲\n    [表] / 2)\n"),
        ("适用 年度 2021 # 甲\n表间 # 乙", "适用 年度 2021  # 甲\n表间  # 乙\n"),
        ("a = b\n  依据 “甲 # 非注释”", 'a = b\n  依据 "甲 # 非注释"\n'),
    ],
)
def test_comments(written: str, wanted: str) -> None:
    assert tidy(written) == wanted
    assert tidy(wanted) == wanted


LONG = "收入支出决算总表.收入.一般公共预算财政拨款收入"

BROKEN = f"""\
规则 条件：
    若 {LONG} > 0
        且 存在({LONG})
    则 {LONG}
        = {LONG}
        + {LONG}

规则 范围：每行 一般公共预算财政拨款支出决算表：
    {LONG}
    <= {LONG} * 2

规则 每行：
    每行  本年支出合计 = {LONG}
        - {LONG}

设 上年 =
    {LONG} - {LONG}

{LONG}
    = 合计({LONG},
        {LONG}
            + {LONG})
"""


def test_long_formulas_are_broken_at_their_loosest_operators() -> None:
    joined = re.sub(r"\n +", " ", BROKEN).replace("：  ", "：")
    assert tidy(joined) == BROKEN
    assert tidy(BROKEN) == BROKEN


def test_deep_brackets_are_left_long() -> None:
    text = "a = " + "(b + " * 90 + "c" + ")" * 90
    assert trees(tidy(text)) == trees(text)


def test_ten_thousand_terms() -> None:
    text = "a = " + "+".join(f"b{n}" for n in range(10_000))
    assert max(map(text_width, tidy(text).splitlines())) <= COLUMNS


def test_a_sum_fills_its_lines() -> None:
    text = tidy("规则 总计：总计 = " + " + ".join(f"第{n}项支出" for n in range(1, 31)))
    lines = text.splitlines()
    assert lines[0] == "规则 总计："
    assert lines[1].startswith("    总计 = 第1项支出 + 第2项支出")
    assert all(line.startswith("        + 第") for line in lines[2:])
    assert all(COLUMNS - 20 < text_width(line) <= COLUMNS for line in lines[1:-1])


def test_a_file_with_mistakes_is_not_formatted() -> None:
    with pytest.raises(InputError) as caught:
        tidy("a = = b\nc = d\ne = (f")
    assert [each.code for each in caught.value.diagnostics] == ["E201", "E201"]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_rules_are_formatted(path: Path) -> None:
    text = path.read_text("utf-8")
    assert tidy(text) == text, f"run: jsrules fmt {path}"


def test_a_statement_that_would_become_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_parser, "MAXIMUM_STATEMENT", 8)
    with pytest.raises(InputError) as caught:
        tidy("a=b+c+d")
    assert [each.code for each in caught.value.diagnostics] == ["E207"]


# ---- laws

COMMENTS = st.sampled_from(["# 甲", "//乙 = 丙", "#", "# “引号", "// 规则 x：a = b", "# (["])
GAPS = st.sampled_from(["", "\n", "\n\n", "\n\n\n"])


@st.composite
def files(draw: st.DrawFn) -> str:
    """Rule files with comments and blank lines between and behind statements, on lines that metadata does not share."""
    text = draw(GAPS)
    for statement in draw(st.lists(STATEMENTS, max_size=4)):
        for comment in draw(st.lists(COMMENTS, max_size=2)):
            text += f"{draw(st.sampled_from(['', '  ']))}{comment}\n{draw(GAPS)}"
        for line in print_statement(statement).split("\n"):
            # A comment above a line of metadata, and one behind it.
            if line.startswith("  ") and draw(st.booleans()):
                text += f"    {draw(COMMENTS)}\n"
            quotes_pair = line.count('"') % 2 == 0
            text += line + (f"   {draw(COMMENTS)}" if quotes_pair and draw(st.booleans()) else "") + "\n"
        text += draw(GAPS)
    return text


@given(STATEMENTS)
def test_the_tree_stays(statement: Statement) -> None:
    text = print_statement(statement)
    assert trees(tidy(text)) == [statement]


@given(files(), st.sampled_from(["\n", "\r\n", "\r", "\u2028"]), st.sampled_from(["", "\ufeff"]))
def test_laws(text: str, line_end: str, mark: str) -> None:
    formatted = tidy(mark + text.replace("\n", line_end))
    assert tidy(formatted) == formatted
    assert trees(formatted) == trees(text)
    assert formatted == "" or (formatted.endswith("\n") and not formatted.endswith("\n\n"))
    assert "\n\n\n" not in formatted
    assert not re.search(r"[ \t]\n", formatted)
    for comment in ("# 甲", "//乙 = 丙", "// 规则 x：a = b", "# (["):
        assert formatted.count(comment) == text.count(comment)


def _split_lines(text: str, breaks: list[bool]) -> str:
    """The text with line ends, some with comments, after commas and operators."""
    places = iter(breaks)
    return re.sub(r"(?<=[,=+*/]) (?=[\w(\[-])", lambda _: "\n  # 注\n " if next(places, False) else " ", text)


@given(STATEMENTS, st.lists(st.booleans(), max_size=20))
def test_comments_inside_a_formula_stay(statement: Statement, breaks: list[bool]) -> None:
    head, *metadata = print_statement(statement).split("\n")
    text = "\n".join([_split_lines(head, breaks), *metadata])
    got, errors = parse_rules(Source("t.jsr", text))
    if errors or got != [statement]:
        return  # a name in brackets was cut
    formatted = tidy(text)
    assert trees(formatted) == [statement]
    assert tidy(formatted) == formatted
    assert formatted.count("# 注") == text.count("# 注")


@given(st.text(alphabet='规则表：=+-*/()[]，、“”"#若则且或 \n每行合计ab12.%', max_size=80))
def test_any_text_is_formatted_or_reported(text: str) -> None:
    try:
        formatted = tidy(text)
    except InputError:
        return
    assert tidy(formatted) == formatted


def test_a_comment_behind_metadata_is_no_part_of_it() -> None:
    (rule,) = trees("a = b\n  依据 甲 # 乙\n  级别 警告")
    assert isinstance(rule, Rule)
    assert rule.basis == "甲"


def test_every_kind_of_metadata_has_its_place() -> None:
    grammar = (ROOT / "grammar" / "jsrules.lark").read_text("utf-8")
    (meta,) = re.findall(r"^meta: (.*(?:\n +\|.*)*)", grammar, re.MULTILINE)
    (applies,) = re.findall(r"^applies: (\w+)", grammar, re.MULTILINE)
    kinds = {line.strip(" |").split()[0].replace("applies", applies) for line in meta.split("\n")}
    assert kinds == set(METADATA)
