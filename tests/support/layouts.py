"""Hypothesis strategies for tables as they are printed: ordinals, 其中 and totals before and behind names, columns that
carry balances on; and rules about them: names without ordinals, subsets, neighbours, details.
"""

from __future__ import annotations

import re

from hypothesis import strategies as st

from spec.reference_details import bare
from support.prints import figures, prints, rates

ORDINALS = ["一、", "二、", "三、", "（一）", "（二）", "1.", "2、", "(1)", "①"]
LEADS = ["其中：", "减：", "加：", "其中：△"]
NAMES = ["甲", "乙", "丙", "丁", "戊", "己"]
TOTALS = ["小计", "甲小计", "合计", "人员合计", "公用合计", "总计", "丁总额"]
TAILS = ["（损失以“-”号填列）", "："]
COLUMNS = ["一月", "二月", "三月", "同比"]

FORMS = """
表样: 印表
代号: printed
年度: 2021
金额单位: 万元
表:
  表:
    栏: {一月: 1, 二月: 2, 1.三月: 3, 同比: 4}
    行: {一、甲: 1, 其中：乙: 2, 丙: 3, 小计: 4, 二、丁: 5, 合计: 6}
  别表:
    可增行: true
    栏: {（一）一月: 1, 二月: 2}
    行: {甲: 1, 丁: 2}
"""
"""A form set with ordinals in its names."""


@st.composite
def labels(draw: st.DrawFn) -> list[str]:
    """The labels of a table's rows."""
    found: dict[str, None] = {}
    plain = draw(st.booleans())
    for name in draw(st.lists(st.sampled_from([*NAMES, *TOTALS, "合计"]), min_size=2, max_size=8)):
        before = "" if plain or draw(st.booleans()) else draw(st.sampled_from(ORDINALS))
        before += draw(st.sampled_from([*LEADS, *[""] * 8]))
        label = before + name + draw(st.sampled_from(["", "", "", "", "", *TAILS]))
        found[("  " * draw(st.integers(0, 6)) if draw(st.integers(0, 12)) == 0 else "") + label] = None
    return list(found)


ROWS = {"一、甲": "甲", "乙": "其中：乙", "2.丙": "丙", "小计": "小计", "丁": "丁", "三、合计": "合计"}
"""How reports label the rows of the form set, and one more way to write each in rules."""


@st.composite
def printed(draw: st.DrawFn, forms: bool = False) -> tuple[str, str]:
    """A rule and a report: without a form set, or (``forms``) with the one above, its rows with or without ordinals."""
    numbered = False
    if forms:
        lines, names = ["报告: 印表", "年度: 2021"], list(ROWS.values())
        rows = draw(st.permutations(list(ROWS)))[: draw(st.integers(1, 6))]
        others = draw(st.permutations(["其中：甲", "丁", "（二）乙", "小计"]))[: draw(st.integers(1, 4))]
        lines += _table("别表", [(label, 2) for label in others], draw)
        lines += _table("表", [(label, 4) for label in rows], draw)
    else:
        labelled = draw(labels())
        lines, names = [], [draw(st.sampled_from([label.strip(), bare(label)])) for label in labelled]
        numbered = draw(st.booleans())
        lines += [draw(st.sampled_from(["金额单位: 万元", "小数位: 2"]))] if draw(st.integers(0, 3)) == 0 else []
        lines += _table("表", [(label, 4) for label in labelled], draw, COLUMNS, numbered)
        if draw(st.integers(0, 3)) == 0:
            lines += ["组:", *(f"  '{label.strip()}': {draw(figures())}" for label in draw(labels()))]
    return draw(printed_rules(names, forms, numbered or forms)), "\n".join(lines) + "\n"


def _table(
    title: str,
    rows: list[tuple[str, int]],
    draw: st.DrawFn,
    columns: list[str] | None = None,
    numbered: bool = False,
) -> list[str]:
    """A table; without a form set it has ``columns``, prints what is no figure, too, and rates or words at its end."""
    head = [*(["行次"] if numbered else []), *(columns or [])]
    lines = [f"{title}:", *draw(WHOLE), *([f"  栏: [{', '.join(head)}]"] if columns else []), "  行:"]
    cell, last = (prints(), draw(LAST)) if columns else (figures(), figures())
    for number, (label, width) in enumerate(rows, 1):
        blank = draw(st.integers(0, 9)) == 0
        cells = ["~" if blank else draw(cell if n < width else last) for n in range(1, width + 1)]
        lines.append(f"    '{label}': [{', '.join([*([str(number)] if numbered else []), *cells])}]")
    return lines


WHOLE = st.sampled_from([*[[]] * 9, ["  列全: false"], ["  列全: true"], ["  all rows: no"]])
"""What a table may say of the rows that are not in it."""

LAST = st.sampled_from([prints(), prints(), rates(), st.sampled_from(["甲", "见附件", "~"]), figures()])
"""What the last column of a table without a form set prints."""


def printed_rules(names: list[str], forms: bool, numbered: bool) -> st.SearchStrategy[str]:
    """Rules about the tables of such a report, whose rows have these names and, where ``numbered``, numbers."""
    row = st.sampled_from([f"[{name}]" for name in names])
    column = st.sampled_from(["一月", "二月", "1.三月", "同比"])
    columns = st.one_of(
        st.just(""),
        st.lists(column, min_size=1, max_size=2, unique=True).map(lambda several: " 除 " + "、".join(several)),
        st.sampled_from([" [一月..三月]", " [二月, 同比]", " [二月..同比] 除 三月"]),
    )
    rows = st.one_of(
        st.just(""),
        row.map(lambda name: f" 除 {name}"),
        st.lists(st.sampled_from(names), min_size=2, max_size=3).map(lambda several: f" [{', '.join(several)}]"),
        st.just(f" [{names[0]}..{names[-1]}]"),
    )
    values = {
        "行": row,
        "别": row,
        "名": st.sampled_from(names),
        "尾": st.just(names[-1]),
        "首": st.just(names[0]),
        "栏": column,
        "段": st.sampled_from(["一月..三月", "二月..同比", "一月..1.三月", "1栏..3栏", "二月..二月"]),
        "些栏": columns,
        "些行": rows,
        "旁栏": st.sampled_from(["上一栏", "下一栏"]),
        "旁行": st.sampled_from(["上一行", "下一行"]),
        "号": st.sampled_from(["=", "=", "<=", "=="]),
        "数": st.sampled_from(["合计", "最大", "最小", "平均", "中位数", "计数", "求和"]),
        "若": st.sampled_from(
            ["本值 > 0", "本值 介于 0 和 1 之间", "非 空白(本值)", "本值 不为空", "存在([本行, 一月])"]
        ),
        "有": st.sampled_from(["存在", "空白"]),
    }
    several = [*ROWS_AND_COLUMNS, *(NUMBERED if numbered else []), *([] if forms else UNDECLARED)]
    templates = st.one_of(
        st.sampled_from([*TEMPLATES, *(OF_BOTH if forms else [])]), st.sampled_from(several), st.sampled_from(several)
    )
    return st.tuples(templates, st.fixed_dictionaries(values)).map(lambda drawn: spelled(drawn[0].format(**drawn[1])))


def spelled(rule: str) -> str:
    """The rule without the colon that only stands behind a range."""
    return re.sub("(?<=每[行栏])：", " ", rule)


TEMPLATES = [
    "表 表\n每栏{些栏}：{行} {号} {别} + 1",
    "表 表\n每栏{些栏}：{行} {号} {旁栏}.{别}",
    "表 表\n每栏{些栏}：{行} {号} {别} - {别}.{旁栏}",
    "表 表\n每行{些行}：[{栏}] {号} {旁行}.[{栏}]",
    "表 表\n每行{些行}：[{栏}] = 合计([各明细, {栏}])",
    "表 表\n每行、每栏：本级 {号} 合计(各明细)",
    "表 表\n每行、每栏 除 {栏}：本级 {号} {旁栏} + {旁行}",
    "表 表\n每栏：{行} {号} 合计(各明细)",
    "表 表\n每栏：合计({行}.各明细) {号} {别}",
    "计数(表[合计.各明细, {栏}]) = 2",
    "表 表\n{行}.[{栏}] {号} 合计(各明细)",
    "表 表\n{行}.[{栏}] {号} {别}.[{栏}]",
]

OF_BOTH = [
    "每行 别表：[一月] {号} 表[本行, {栏}]",
    "每行 表：[1.三月] {号} 别表[本行, 二月]",
    "每栏 别表：甲 {号} 表[甲]",
    "每栏 表 除 [1.三月..同比]：丁 {号} 别表[乙]",
]
"""Rules about the form set's other table, too."""

ROWS_AND_COLUMNS = [
    "表 表\n{行}.[{栏}] {号} {数}([{名}, {段}])",
    "表 表\n{行}.[{栏}] {号} {数}({行}[{段}], {别}[{栏}])",
    "表 表\n{数}([{名}, {段}], 若 {若}) {号} {别}[{栏}]",
    "表 表\n计数([{名}, {段}]) {号} 计数({别}[{段}])",
    "表 表\n任一([{名}, {段}], 若 {若})",
    "表 表\n全部([*, {段}], 若 {若})",
    "表 表\n{数}([*, {段}]) {号} {数}([{首}..{尾}, {段}])",
    "表 表\n若 {有}([{名}, {栏}]) 则 {行}[{栏}] {号} {别}[{栏}]",
    "表 表\n若 {有}([{名}, {段}])，则 {别}[{栏}] {号} {数}([{名}, {段}])",
    "表 表\n{有}([{名}, {段}]) 或 {行}[{栏}] 介于 0 和 {别}[{栏}] 之间",
    "表 表\n{行}[{栏}] >= {别}[{栏}] >= [{名}, {栏}]",
    "表 表\n{行}[{栏}] = {别}[{栏}] = [{名}, {栏}]",
    "表 表\n|{行}[{栏}] - {别}[{栏}]| <= 四舍五入([{名}, {栏}], 1)",
    "表 表\n{行}[{栏}] = {别}[{栏}] / [{名}, {栏}]",
    "表 表\n[{名}, 同比] = {别}[二月] / {别}[一月] - 1",
    "表 表\n每行{些行}：[{栏}] {号} {数}([本行, {段}])",
    "表 表\n每行{些行}：[{栏}] {号} [{旁行}, {栏}] + 1",
    "表 表\n每行：{数}([{旁行}, {段}]) {号} [{栏}]",
    "表 表\n每行：若 {有}([{栏}]) 则 [一月] + [二月] {号} [{栏}]",
    "表 表\n每行：若 {有}([{旁行}, {栏}]) 则 {旁行}.[{栏}] {号} [{栏}]",
    "表 表\n每行：[同比] = [二月] / [一月] - 1",
    "表 表\n每行：[同比] = [{栏}] / [{名}, {栏}]",
    "表 表\n每行：{数}([各明细, {段}]) {号} {数}([本行, {段}])",
    '表 表\n每行：若 本行 <> "{名}" 则 {数}([本行, {段}]) >= [{栏}]',
    "表 表\n每栏{些栏}：{行} {号} [{名}, {旁栏}]",
    "表 表\n每栏{些栏}：{行} {号} {别}[{旁栏}] + {别}",
    "表 表\n每栏：若 {有}([{名}, {旁栏}]) 则 {行} {号} {别}",
    '表 表\n每栏：若 本栏 = "{栏}" 则 {行} {号} {别}',
    "表 表\n每栏：若 {有}({别}) 则 {行} >= {别}",
    "表 表\n每栏：{行} {号} {数}([{首}..{尾}, 本栏])",
    "表 表\n每栏：{数}([{首}..{尾}, {旁栏}]) {号} {行}",
    "表 表\n每行、每栏：本级 {号} {数}([本行, {段}])",
    "表 表\n每行、每栏{些栏}：本级 {号} [本行, {旁栏}]",
    "表 表\n每行、每栏：若 {有}([{旁行}, 本栏]) 则 本级 {号} [{旁行}, {旁栏}]",
    "表 表\n{数}(表[*, {段}], 若 合计([本行, {段}]) > [{名}, {栏}]) {号} {别}[{栏}]",
]
"""Rules about ranges of columns and rows, and about what stands beside."""

NUMBERED = [
    "表 表\n1栏 {号} 3栏 - 2栏",
    "1栏 {号} 4栏 + 1",
    "表 表\n4行 {号} 1行 + … + 3行",
    "表 表\n若 1行 > 0 则 6行 {号} 5行",
    "表 表\n1行1栏 {号} 2行2栏 + 1行2栏",
    "表 表\n每栏{些栏}：1行 {号} 2行 + {旁栏}.1行",
    "表 表\n{数}([行1..行2, {段}]) {号} {行}[{栏}]",
    "表 表\n{数}([1行, {段}]) {号} 1行3栏",
    "表 表\n每行 [行1..行2]：[{栏}] {号} 2栏",
    "表 表\n每行 除 2：[{栏}] {号} {旁行}.[{栏}]",
    "表 表\n2行1栏 >= 1行1栏 >= (1+2)行2栏",
    "表 表\n1行1栏 = 1行2栏+…+1行4栏",
    "表 表\n每栏：1行 {号} 合计(1行..2行)",
]
"""Rules about printed numbers."""

UNDECLARED = [
    '表 表\n{行}[{栏}] = "见附件"',
    "表 表\n{行}[{栏}] == {别}[{栏}]",
    "表 表\n{行}[{栏}] <> {别}[{栏}]",
    '表 表\n形如({行}[{栏}], "*0") 或 {有}({别}[{栏}])',
    "表 表\n{行}[{栏}] <= {别}[{栏}]",
    '表 表\n每行：若 [同比] = "甲" 则 [{栏}] {号} [一月]',
    "表 表\n没有的行[{栏}] {号} {行}[{栏}]",
    "表 表\n{行}[{栏}] {号} {别}[{栏}] + 1 万元",
    "表 表\n{行}[{栏}] {号} 50%",
]
"""Rules that a form set would refuse."""
