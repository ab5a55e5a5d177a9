"""Resolving what stands in brackets: rows and columns of a block."""

from __future__ import annotations

from collections.abc import Callable

from jsrules.base.diagnostic import InputError
from jsrules.base.language import say
from jsrules.base.names import fold, nearest
from jsrules.checks.lookup import find_column, find_row
from jsrules.checks.slips import in_brackets
from jsrules.model.form import BlockForm, FormSet
from jsrules.model.syntax import ByCode, ByLine, ByName, ColumnNumber, Keys, Range, Selector

Fail = Callable[[str, str, list[str] | str], InputError]
"""Makes the error of that code and message, with the nearest names or a remedy."""


def resolve_row(forms: FormSet, block: BlockForm, selector: Selector, fail: Fail) -> Selector:
    """A row selector with names, codes and line numbers replaced by row keys; 本行, 下级 and the like stay."""
    match selector:
        case ByName(name):
            number = find_row(block, name)
            if number >= 0:
                return Keys((block.rows[number].key,))
            if block.open_rows and not block.keyed:
                return Keys((fold(name),))
            names = [each for row in block.rows for each in (row.name, *row.aliases)]
            remedy: str | list[str] = in_brackets(name, row=True) or nearest(name, names)
            if not remedy and find_column(block, name) >= 0:
                remedy = say(
                    "“{name}”是一栏：行写在前面，栏写在后面，[行, {name}]",
                    "“{name}” is a column: the row first, then the column, [ROW, {name}]",
                    name=name,
                )
            raise fail("E202", say("没有“{name}”这一行", "there is no row “{name}”", name=name), remedy)
        case ByCode(code):
            return Keys((_code(forms, block, code, fail),))
        case ByLine(line):
            return Keys((block.rows[_line(block, line, fail)].key,))
        case Range(ByLine(first), ByLine(last)):
            start, end = _line(block, first, fail), _line(block, last, fail)
            if start > end:
                raise fail(
                    "E206",
                    say("范围的两端颠倒了", "the ends of the range are reversed"),
                    say(
                        "小的写在前面：[行{last}..行{first}]",
                        "the smaller one first: [row{last}..row{first}]",
                        first=first,
                        last=last,
                    ),
                )
            return Keys(tuple(row.key for row in block.rows[start : end + 1]))
        case Range(ByCode(first), ByCode(last)):
            if len(first) != len(last) or first > last:
                raise fail(
                    "E206",
                    say("范围两端的编码要同级，且由小到大", "the codes of a range must be of one level, ascending"),
                    say("写成 [201..229] 或 [20101..20199]", "write [201..229] or [20101..20199]"),
                )
    return selector


def resolve_column(block: BlockForm, selector: Selector, fail: Fail) -> Selector:
    """A column selector with names and printed numbers replaced by the column's number; ``*`` and 本栏 stay."""
    match selector:
        case ByName(name):
            number = find_column(block, name)
            if number >= 0:
                return ColumnNumber(number)
            names = [each for column in block.columns for each in (column.name, *column.aliases)]
            raise fail(
                "E202",
                say("没有“{name}”这一栏", "there is no column “{name}”", name=name),
                in_brackets(name, row=False) or nearest(name, names),
            )
        case ByLine(line):
            for number, column in enumerate(block.columns):
                if column.number == line:
                    return ColumnNumber(number)
            raise fail("E202", say("没有栏次为 {line} 的栏", "there is no column numbered {line}", line=line), [])
        case ByCode(code):
            raise fail(
                "E206",
                say("“{code}”是科目编码，不是栏", "“{code}” is an account code, not a column", code=code),
                say(
                    "行写在前面，栏写在后面：表名[{code}, 栏名]",
                    "the row first, then the column: TABLE[{code}, COLUMN]",
                    code=code,
                ),
            )
    return selector


def _line(block: BlockForm, line: int, fail: Fail) -> int:
    for number, row in enumerate(block.rows):
        if row.line == line:
            return number
    raise fail("E202", say("没有行次为 {line} 的行", "there is no row numbered {line}", line=line), [])


def _code(forms: FormSet, block: BlockForm, code: str, fail: Fail) -> str:
    if code in block.row_index and find_row(block, code) >= 0:
        return code
    classification = forms.classifications.get(block.keyed)
    if classification is not None and block.open_rows:
        head = code[: classification.digits[0]]
        if classification.level(code) and (not classification.classes or head in classification.classes):
            return code
        known = [f"{each} {names[0]}" for each, names in classification.classes.items()]
        alike = nearest(head, classification.classes)
        near = [each for each in known if each.split()[0] in alike]
        raise fail("E202", say("没有“{code}”这个科目编码", "there is no account code “{code}”", code=code), near[:3])
    names = [f"{row.code} {row.name}" for row in block.rows if row.code]
    near = [name for name in names if name.split()[0] in nearest(code, [each.split()[0] for each in names])]
    raise fail("E202", say("没有编码为“{code}”的行", "there is no row with the code “{code}”", code=code), near)
