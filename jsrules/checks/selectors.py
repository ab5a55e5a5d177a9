"""Resolving what stands in brackets: rows and columns of a block."""

from __future__ import annotations

import re
from collections.abc import Callable

from jsrules.base.diagnostic import InputError
from jsrules.base.language import say
from jsrules.base.lines import line_label, printed_place
from jsrules.base.names import fold, nearest, quoted_list
from jsrules.checks.lookup import find_columns, find_row, find_rows
from jsrules.checks.slips import in_brackets
from jsrules.model.form import BlockForm, BlockPlace, FormSet
from jsrules.model.subsets import columns_meant
from jsrules.model.syntax import (
    ByCode,
    ByLine,
    ByName,
    Children,
    ColumnNumber,
    Details,
    Expression,
    Here,
    Index,
    Keys,
    Name,
    OfLevel,
    Range,
    Selector,
)
from jsrules.model.tree import parts, walk
from jsrules.readers.rules.printer import print_selector
from jsrules.readers.rules.selectors import by_lines

Fail = Callable[[str, str, list[str] | str], InputError]
"""Makes the error of that code and message, with the nearest names or a remedy."""


def resolve_row(forms: FormSet, block: BlockForm, selector: Selector, fail: Fail) -> Selector:
    """A row selector with names, codes and line numbers replaced by row keys; 本行, 下级 and the like stay."""
    match selector:
        case ByName(name):
            return Keys((_named_row(block, name, fail),))
        case ByCode(code) if block.row(code) is None and _lines_of(block, code):
            return Keys((block.rows[_line(block, code, fail)].key,))
        case ByCode(code):
            return Keys((_code(forms, block, code, fail),))
        case ByLine(line):
            return Keys((block.rows[_line(block, line, fail)].key,))
        case Range(ByLine(first), ByLine(last)):
            start, end = _line(block, first, fail), _line(block, last, fail)
            if start > end:
                raise fail(
                    "E206",
                    _reversed(),
                    say(
                        "小的写在前面：[行{last}..行{first}]",
                        "the smaller one first: [row{last}..row{first}]",
                        first=first,
                        last=last,
                    ),
                )
            return Keys(tuple(row.key for row in block.rows[start : end + 1]))
        case Range(ByName(one), ByName(other)):
            if block.open_rows:
                raise fail(
                    "E206",
                    say("这张表可以增行，两个名称之间有哪些行不能确定", "rows may be added between the two names"),
                    say("把各行写出来：[甲], [乙], …", "write the rows out: [A], [B], …"),
                )
            ends = [resolve_row(forms, block, each, fail) for each in (selector.first, selector.last)]
            start, end = (block.row_index[each.keys[0]] for each in ends if isinstance(each, Keys))
            if start > end:
                raise fail(
                    "E206", _reversed(), say("写成 [{other}..{one}]", "write [{other}..{one}]", one=one, other=other)
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


def _named_row(block: BlockForm, name: str, fail: Fail) -> str:
    """The key of the row of that name, or else of that printed number; where rows may be added any name may be one."""
    numbers = find_rows(block, name)
    if not numbers and (label := line_label(name)) and _lines_of(block, label):
        numbers = [_line(block, label, fail)]
    numbers = numbers or find_rows(block, name, loose=True)
    if len(numbers) > 1:
        raise _several(name, [block.rows[number].name for number in numbers], fail)
    if numbers:
        return block.rows[numbers[0]].key
    if block.open_rows and not block.keyed:
        return fold(name)
    names = [each for row in block.rows for each in (row.name, *row.aliases)]
    remedy: str | list[str] = in_brackets(name, row=True) or nearest(name, names)
    if not remedy and find_columns(block, name, loose=True):
        remedy = say(
            "“{name}”是一栏：行写在前面，栏写在后面，[行, {name}]",
            "“{name}” is a column: the row first, then the column, [ROW, {name}]",
            name=name,
        )
    raise fail("E202", say("没有“{name}”这一行", "there is no row “{name}”", name=name), remedy)


def resolve_column(block: BlockForm, selector: Selector, fail: Fail) -> Selector:
    """A column selector with names and printed numbers replaced by the column's number; ``*`` and 本栏 stay."""
    match selector:
        case ByName(name):
            numbers = find_columns(block, name, loose=True)
            if len(numbers) > 1:
                raise _several(name, [block.columns[number].name for number in numbers], fail)
            if numbers:
                return ColumnNumber(numbers[0])
            if line_label(name):
                return ColumnNumber(_column(block, line_label(name), fail))
            names = [each for column in block.columns for each in (column.name, *column.aliases)]
            raise fail(
                "E202",
                say("没有“{name}”这一栏", "there is no column “{name}”", name=name),
                in_brackets(name, row=False) or nearest(name, names),
            )
        case ByLine(label):
            return ColumnNumber(_column(block, label, fail))
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
        case OfLevel() | Children() | Details():
            raise fail(
                "E206",
                say("“{word}”是行，不是栏", "“{word}” are rows, not columns", word=print_selector(selector)),
                say("行写在前面，栏写在后面：[行, 栏]", "the row first, then the column: [ROW, COLUMN]"),
            )
    return selector


def resolve_columns(block: BlockForm, selector: Selector, fail: Fail) -> tuple[Selector, ...]:
    """The columns of a subset: one, or those from one to another."""
    if not isinstance(selector, Range):
        return (resolve_column(block, selector, fail),)
    return tuple(map(ColumnNumber, columns_meant(column_range(block, selector, fail), len(block.columns)) or ()))


def column_range(block: BlockForm, selector: Range, fail: Fail) -> Range:
    """The columns from one to another, by their numbers."""
    first, last = (resolve_column(block, each, fail) for each in (selector.first, selector.last))
    assert isinstance(first, ColumnNumber) and isinstance(last, ColumnNumber)
    if first.number > last.number:
        raise fail("E206", _reversed(), say("在前的写在前面", "the one that comes first stands first"))
    return Range(first, last)


def _reversed() -> str:
    return say("范围的两端颠倒了", "the ends of the range are reversed")


def _several(name: str, names: list[str], fail: Fail) -> InputError:
    return fail(
        "E203",
        say("“{name}”可指多处：{names}", "“{name}” may mean several: {names}", name=name, names="、".join(names)),
        names,
    )


def index_of(node: Name) -> Index | None:
    """A name that consists of printed numbers, ``01表31行1栏``, as what it selects; None for any other."""
    printed = printed_place(node.parts[-1])
    if printed is None:
        return None
    base = (*node.parts[:-1], printed.table) if printed.table else node.parts[:-1]
    row = by_lines(printed.rows) if printed.rows else Here()
    return Index(base, row, by_lines(printed.columns) if printed.columns else None, node.span, node.origin)


def has_printed_numbers(node: Expression) -> bool:
    """Whether an expression names rows or columns by their printed numbers."""
    return any(
        (isinstance(each, Index) and isinstance(each.row, ByLine | Range))
        or (isinstance(each, Name) and index_of(each) is not None)
        for each in walk(node, parts)
    )


def has_line(block: BlockForm, row: Selector) -> bool:
    """Whether a block has the rows that a printed number names."""
    return isinstance(row, ByLine | Range) and not missing_line([block], row)


def blocks_around(forms: FormSet, place: BlockPlace, row: Selector) -> list[BlockPlace]:
    """Where a row of a repeated rule is looked for: in its block; a printed number also in those beside it."""
    form, block = place
    blocks = forms.forms[form].blocks
    if has_line(blocks[block], row):
        return [place]
    return [(form, number) for number, each in enumerate(blocks) if has_line(each, row)] or [place]


def missing_line(blocks: list[BlockForm], row: Selector) -> str:
    """The first printed number of a selector that no row of the blocks has; empty when there is none such."""
    wanted = [
        each for each in ((row.first, row.last) if isinstance(row, Range) else (row,)) if isinstance(each, ByLine)
    ]
    return next((each.label for each in wanted if not any(_lines_of(block, each.label) for block in blocks)), "")


def nearest_lines(blocks: list[BlockForm], label: str) -> list[str]:
    """The rows with the printed numbers nearest to one: ``31行（总计）``; none where no row has a number."""
    numbered = {row.line: row for block in blocks for row in block.rows if row.line}
    near = nearest(label, numbered) or list(numbered)[:3]
    if label.isdigit():
        near = sorted((each for each in numbered if each.isdigit()), key=lambda each: abs(int(each) - int(label)))[:3]
        near.sort(key=int)
    return [say("{number}行（{name}）", "{number}行 ({name})", number=each, name=numbered[each].name) for each in near]


def _lines_of(block: BlockForm, label: str) -> list[int]:
    return [number for number, row in enumerate(block.rows) if row.line == label]


def _line(block: BlockForm, label: str, fail: Fail) -> int:
    found = _lines_of(block, label)
    if len(found) == 1:
        return found[0]
    if not found:
        message = say("没有行次为 {line} 的行", "there is no row numbered {line}", line=label)
        raise fail("E202", message, nearest_lines([block], label))
    names = [block.rows[each].name for each in found]
    raise fail(
        "E203",
        say(
            "行次 {line} 印了 {n} 次：{names}",
            "{n} rows are numbered {line}: {names}",
            line=label,
            n=len(found),
            names=quoted_list(names, say("、", ", ")),
        ),
        say("写行的名称：[{name}]", "write the row's name: [{name}]", name=names[0]),
    )


def _column(block: BlockForm, label: str, fail: Fail) -> int:
    """The column of a printed number, or of a letter that its name begins with or ends in: ``A 本期``, ``本期（A）``."""
    found = [number for number, column in enumerate(block.columns) if column.number == label]
    if not found and not label[0].isdigit():
        lettered = re.compile(rf"{label.lower()}(?![a-z]).*|.*\({label.lower()}\)")
        found = [number for number, column in enumerate(block.columns) if lettered.fullmatch(fold(column.name))]
    if len(found) == 1:
        return found[0]
    known = [
        say("{number}栏（{name}）", "{number}栏 ({name})", number=column.number, name=column.name)
        for column in block.columns
        if column.number
    ]
    raise fail("E202", say("没有栏次为 {line} 的栏", "there is no column numbered {line}", line=label), known[:6])


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
