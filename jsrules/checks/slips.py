"""Names that mean nothing because they follow other habits: Excel's cells, ranges with a dash, a letter for a digit."""

from __future__ import annotations

import re

from jsrules.base.language import say
from jsrules.base.lines import printed_place
from jsrules.base.names import did_you_mean
from jsrules.model.functions import BY_WORD, FUNCTIONS
from jsrules.model.keywords import words_of

_END = r"(?:第|行|栏)?\s*(\d{1,9})\s*(?:行|栏)?"
_RANGE = re.compile(rf"{_END}\s*(?:\.{{1,3}}|。。?|…+|-|—+|–|~|～|至|到|:|：)\s*{_END}")
_NUMBERED = re.compile(r"第?\s*(\d{1,4})\s*(?:行|栏|列)?")
_EXCEL = re.compile(r"\$?[A-Z]{1,2}\$?\d{1,5}|[Rr]\d+[Cc]\d+|[A-Z]")
_LOOKALIKES = str.maketrans("OoQIl|SB", "00011158")
_ELEMENT = words_of("ELEMENT")
_PRIOR = (*words_of("PRIOR"), "去年", "上年度", "上期", "上一年", "上年数", "前一年", "lastyear")
_SPLIT = re.compile(r"\s*[;；、/|]\s*|\s+")


def in_brackets(name: str, row: bool) -> str:
    """A remedy for a name that stands in brackets for a row (or column) and is none; empty when there is no idea."""
    ends = _RANGE.fullmatch(name)
    if ends is not None:
        first, last = ends.groups()
        word = "" if len(first) >= 3 else "行" if row else "栏"
        return say(
            "范围写成 [{first}..{last}]", "write a range as [{first}..{last}]", first=word + first, last=word + last
        )
    numbered = _NUMBERED.fullmatch(name)
    if numbered is not None and row:
        return say("行次写成 行{n}", "write the number of a row as 行{n}", n=numbered[1])
    if numbered is not None:
        return say("栏次写成 栏{n}", "write the number of a column as 栏{n}", n=numbered[1])
    if _EXCEL.fullmatch(name):
        return _no_addresses()
    digits = name.split()[0].translate(_LOOKALIKES) if name.split() else ""
    if row and digits.isdigit() and digits != name.split()[0]:
        return say("编码里混进了字母：", "there is a letter in the code: ") + did_you_mean([digits])
    return ""


def of_name(parts: tuple[str, ...], has_brackets: bool = False) -> str:
    """A remedy for a name that is not known; empty when there is no idea."""
    first = parts[0]
    if printed_place(parts[-1]) is not None:
        return without_numbers()
    if first.lower() in _PRIOR:
        return say("上年的数写成 上年.名称", "write a figure of the prior year as prior.NAME")
    if first in _ELEMENT:
        return say(
            "“{name}”只在按条件取数时有：合计(表名[*, 栏], 若 {name} > 0)",
            "“{name}” is there only where cells are chosen: sum(TABLE[*, COLUMN], if {name} > 0)",
            name=first,
        )
    if first in ("报告年度", "决算年度", "报告年份") or (first, *parts[1:]) == ("报告", "年份"):
        return say("报告的年度写成 报告.年度", "write the report's year as report.year")
    if has_brackets and first.lower() in BY_WORD:
        return say("函数用圆括号：{name}([…])", "a function takes round brackets: {name}([…])", name=first)
    if first[:1] in "Σ∑" and len(first) > 1:
        return say(*FUNCTIONS["sum"].advice)
    if len(parts) == 1 and first[:1] == "设" and len(first) > 1:
        return say("“设”后面空一格：设 {name} = 公式", "put a space behind “设”: 设 {name} = FORMULA", name=first[1:])
    if len(parts) == 1 and _EXCEL.fullmatch(first):
        return _no_addresses()
    pieces = [each for each in _SPLIT.split(first) if each]
    if len(parts) == 1 and len(pieces) == 2 and "[" not in first:
        return say(
            "行和栏之间用逗号：[{row}, {column}]",
            "row and column are parted by a comma: [{row}, {column}]",
            row=pieces[0],
            column=pieces[1],
        )
    return ""


def without_numbers() -> str:
    """A remedy for a printed number where no row has one."""
    return say(
        "这里的行没有行次：在报告的表里加一栏“行次”，或写行的名称",
        "no row here has a number: add a column 行次 to the report's table, or write the row's name",
    )


def _no_addresses() -> str:
    return say(
        "没有 Excel 那样的单元格地址，写成 表名[行, 栏]，如 表名[合计, 金额]",
        "there are no cell addresses as in Excel; write TABLE[ROW, COLUMN]",
    )
