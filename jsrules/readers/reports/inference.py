"""Reports without a form set: their forms are inferred from what is written.

Every amount at the end of nested keys is a row of one flat form, named by its whole path; every 栏/行 matrix is a form
of its own, named by its path.
"""

from __future__ import annotations

import re

from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.number import FigureError, parse_figure
from jsrules.base.record import Record
from jsrules.base.source import Source
from jsrules.base.units import UNITS, UNSTATED, Unit, find_unit
from jsrules.model.form import NARRATIVE, BlockForm, ColumnForm, Form, FormSet, RowForm, in_narrative, names_a_rate
from jsrules.model.report import Block, Row, Table
from jsrules.readers.reports.amounts import AmountScope
from jsrules.readers.reports.blocks import BlockReader
from jsrules.readers.reports.cells import CellReader
from jsrules.readers.reports.entries import NO, YES
from jsrules.readers.reports.header import (
    COLUMNS,
    NOTE,
    ROWS,
    WHOLE,
    ReportHeader,
    head_name,
    is_row,
    narrowed,
    split_table,
)
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.problems import Problems, shown

_CODED = r"(?P<code>(?:[0-9]{2})?(?:[0-9]{2})?[0-9]{3})\s+(?P<name>\S.*)"
# 金额（万元）, 在职人数（人）, 占比（%）; not 行政运行（项）, nor 转移支付（省）.
_BRACKETED = r"[（(](?:单位[:：]?)?\s*([^（）()]{1,8})[）)]\s*\Z"
_IN_BRACKETS = frozenset("人 人次 户 辆 台 套 台套 件 个 批次 张 份 床位 % ‰".split())
# 年末在职人数, 接待人次, 车辆数合计; not 本期数, nor 决算数.
_COUNTED = r"(?:(人|户|件|辆|台|套|个|次|张|篇|份|场|起|宗|家|所|座|床位|人次|批次)数|(人次|批次|户次|台次|场次|件次))(?:合计|小计|总计)?\Z"
_FLAGS = (YES | NO) - {""}
_LEVELS = {3: 1, 5: 2, 7: 3}


class _Leaf(Record, frozen=False):
    path: str
    key: Scalar
    value: Scalar | Sequence
    scope: AmountScope


class _Matrix(Record, frozen=False):
    path: str
    key: Scalar
    node: Mapping
    scope: AmountScope


class Outline:
    """The leaves and matrices of a tree, in its order; ``top`` stands for a tree without any, else it is empty."""

    def __init__(self, problems: Problems, tree: Mapping, header: ReportHeader) -> None:
        self.leaves: list[_Leaf] = []
        self.matrices: list[_Matrix] = []
        self._problems = problems
        scope = header.scope("")
        entries = [entry for entry in tree.entries if not head_name(tree, *entry)]
        top = Mapping(entries, tree.line, tree.column)
        if entries and _is_matrix(top):
            self.matrices.append(_Matrix("", entries[0][0], top, scope))
        else:
            self._walk(top, "", scope)
        self.top = Mapping([] if self.leaves or self.matrices else tree.entries, tree.line, tree.column)

    def _walk(self, node: Mapping, prefix: str, scope: AmountScope) -> None:
        for key, value in node.entries:
            path = prefix + key.text.strip()
            if isinstance(value, Scalar) or (isinstance(value, Sequence) and in_narrative(path)):
                self.leaves.append(_Leaf(path, key, value, scope))
            elif isinstance(value, Sequence):
                self._problems.add(
                    "E109",
                    say(
                        "“{name}”后面是列表，不知道各是哪一栏",
                        'a list behind "{name}" does not tell its columns',
                        name=shown(path),
                    ),
                    key,
                    remedy=say(
                        "写成 栏: [栏名, …] 和 行: {例}，或每个数一行；写了几处的同一个数放在“{prose}”下面",
                        "write 栏: [names] and 行: {例}, or one figure a line; what prose states several times belongs "
                        "under “{prose}”",
                        例="{行名: [数, …]}",
                        prose=NARRATIVE,
                    ),
                )
            elif _is_matrix(value):
                self.matrices.append(_Matrix(path, key, value, scope))
            elif (made := _as_matrix(value)) is not None:
                self.matrices.append(_Matrix(path, key, made, scope))
            else:
                settings, rest = split_table(value)
                if _says_whole(settings):
                    self._problems.add(
                        "E109",
                        say(
                            "“{name}”里的各行不是一张表，不能说列全没有",
                            "the rows of “{name}” are no table, and cannot be said to be all",
                            name=shown(path),
                        ),
                        settings.pop(WHOLE)[0],
                        remedy=say(
                            "“列全”写在直接有各行的那一层：各行都是一个数，或者都是“栏名: 数额”",
                            "say so where the rows are: each of them a figure, or each “column: amount”",
                        ),
                    )
                # 栏, 行 and 列全 are settings of a matrix only, and a figure is no 说明.
                only = COLUMNS, ROWS, WHOLE
                rest += [each for name, each in settings.items() if name in only or is_row(name, each[1])]
                inner = narrowed(self._problems, settings, scope)
                self._walk(Mapping(rest, value.line, value.column), path + ".", inner)


def _is_matrix(node: Mapping) -> bool:
    settings, _ = split_table(node)
    return (
        COLUMNS in settings
        and ROWS in settings
        and isinstance(settings[COLUMNS][1], Sequence)
        and isinstance(settings[ROWS][1], Mapping)
    )


def _says_whole(settings: dict[str, tuple[Scalar, Node]]) -> bool:
    value = settings[WHOLE][1] if WHOLE in settings else None
    return isinstance(value, Scalar) and fold(value.text) in _FLAGS


def _as_matrix(node: Mapping) -> Mapping | None:
    """A section that says of its rows that all are written, or not (列全), with its columns listed: those behind its
    rows, or one for its figures. None for one that says nothing, or is no table.
    """
    settings, rest = split_table(node)
    if not _says_whole(settings) or COLUMNS in settings or ROWS in settings or not rest:
        return None
    key = settings[WHOLE][0]
    if all(isinstance(value, Scalar) for _, value in rest):
        names = [say("金额", "amount")]
        rows: list[tuple[Scalar, Node]] = [(name, Sequence([value], value.line, value.column)) for name, value in rest]
    elif all(isinstance(row, Mapping) and not any(isinstance(v, Mapping) for _, v in row.entries) for _, row in rest):
        names = list(dict.fromkeys(n.text for _, row in rest if isinstance(row, Mapping) for n, _ in row.entries))
        rows = rest
    else:
        return None
    listed = Sequence([Scalar(name, key.line, key.column) for name in names], key.line, key.column)
    written: list[tuple[Scalar, Node]] = [
        (Scalar(COLUMNS, key.line, key.column), listed),
        (Scalar(ROWS, key.line, key.column), Mapping(rows, node.line, node.column)),
    ]
    return Mapping([*settings.values(), *written], node.line, node.column)


def infer_forms(tree: Mapping, header: ReportHeader) -> FormSet:
    """The forms of a report without a form set: the flat one first, with the title "", then the matrices.

    What is wrong in the report is not told here, but when it is read.
    """
    unheard = Problems(Source("", ""))
    outline = Outline(unheard, tree, header)
    rows: dict[str, RowForm] = {}
    for leaf in outline.leaves:
        money = leaf.scope.money
        unit = _printed_unit(leaf.value) or unit_in_name(leaf.path.rsplit(".", 1)[-1], money)
        if not unit and money.name and names_a_rate(leaf.path.rsplit(".", 1)[-1]):
            unit = UNSTATED  # 完成率: 76.23 lacks its %, and is no money
        if not unit and any("." in each.text for each in _scalars(leaf.value)):
            unit = money.name  # 5.00 is no count of anything
        rows.setdefault(fold(leaf.path), RowForm(leaf.path, unit=unit))
    forms = [Form("", (BlockForm("", tuple(rows.values()), (ColumnForm(""),)),))]
    titles: set[str] = set()
    for matrix in outline.matrices:
        title = matrix.path or say("表", "table")
        if fold(title) not in titles:
            titles.add(fold(title))
            forms.append(Form(title, (_infer_block(unheard, matrix.node, matrix.scope),)))
    return FormSet("", "", header.year or 0, header.money_unit, tuple(forms), {}, inferred=True)


def _printed_unit(node: Node) -> str:
    """The unit that a figure is printed with: % or the like; empty when there is none. A blank, or what is no figure,
    has none that could be told.
    """
    if isinstance(node, Sequence):  # statements of one figure, each with its unit
        return next((unit for unit in map(_printed_unit, node.items) if unit != UNSTATED), UNSTATED)
    if not isinstance(node, Scalar):
        return UNSTATED
    try:
        figure = parse_figure(node.text)
    except FigureError:
        return UNSTATED
    if figure is None:
        return UNSTATED
    unit = find_unit("%" if figure.percent else figure.unit)
    return unit.name if unit else ""


def unit_in_name(name: str, money: Unit) -> str:
    """The unit that a name says its figures are in: ``金额（万元）``, ``占比（%）``, ``在职人数``; empty when it says none.
    Where the unit of ``money`` is stated, that is what money is in.
    """
    bracketed = re.search(_BRACKETED, name)
    if bracketed is not None:
        unit = UNITS.get(bracketed[1].replace("％", "%"))
        if unit is None or (unit.name not in _IN_BRACKETS and (unit.dimension != "money" or money.name)):
            return ""
        return unit.name
    counted = re.search(_COUNTED, name.strip())
    return next(filter(None, counted.groups())) if counted is not None else ""


def _infer_block(problems: Problems, node: Mapping, scope: AmountScope) -> BlockForm:
    """The block of a matrix: a unit that all figures of a column, or else of a row, are printed with is declared; a
    name may say it for those that are printed without.
    """
    settings, _ = split_table(node)
    money = narrowed(problems, settings, scope).money
    _, names = settings[COLUMNS]
    _, rows = settings[ROWS]
    assert isinstance(names, Sequence)
    assert isinstance(rows, Mapping)
    columns = [name.text.strip() for name in names.items if isinstance(name, Scalar)]
    of_columns: dict[int, set[str]] = {}
    of_rows: dict[int, set[str]] = {}
    named = [unit_in_name(name, money) for name in columns]
    for number, (key, row) in enumerate(rows.entries):
        by_row = unit_in_name(key.text, money)
        for column, value in _row_values(row, columns):
            unit = _printed_unit(value) or by_row or (named[column] if column < len(named) else "")
            if not unit and money.name and any(map(names_a_rate, (key.text, *columns[column : column + 1]))):
                unit = UNSTATED
            if unit != UNSTATED:
                of_columns.setdefault(column, set()).add(unit)
                of_rows.setdefault(number, set()).add(unit)
    column_units = {number: next(iter(units)) for number, units in of_columns.items() if len(units) == 1}
    uniform = all(len(units) == 1 for units in of_columns.values())
    row_forms: dict[str, RowForm] = {}
    for number, (key, _) in enumerate(rows.entries):
        units = of_rows.get(number, {UNSTATED})
        unit = next(iter(units)) if not uniform and len(units) == 1 else ""
        row_forms.setdefault(fold(key.text), infer_row(key.text, unit))
    return BlockForm(
        "",
        tuple(row_forms.values()),
        tuple(
            ColumnForm(name, unit=column_units.get(number, "" if number in of_columns else UNSTATED))
            for number, name in enumerate(dict.fromkeys(columns))
        ),
    )


def _row_values(row: Node, columns: list[str]) -> list[tuple[int, Node]]:
    """The entries of a row with the numbers of their columns."""
    if isinstance(row, Sequence):
        return list(enumerate(row.items))
    if isinstance(row, Scalar):
        return [(0, row)]
    return [(columns.index(key.text), value) for key, value in row.entries if key.text in columns]


def _scalars(node: Node) -> list[Scalar]:
    return [each for each in (node.items if isinstance(node, Sequence) else [node]) if isinstance(each, Scalar)]


def infer_row(label: str, unit: str) -> RowForm:
    """The declaration of a row of a report without a form set; a code in front is that of its account."""
    coded = re.fullmatch(_CODED, label, re.DOTALL)
    if coded is None:
        return RowForm(label, unit=unit)
    return RowForm(coded["name"], (label,), code=coded["code"], unit=unit)


def read_inferred(
    problems: Problems, outline: Outline, header: ReportHeader, forms: FormSet, cells: CellReader, blocks: BlockReader
) -> dict[int, Table]:
    """The tables of a report whose forms were inferred from it. The leaves of its outline are gone afterwards: where
    nobody else holds them, a long report takes no room twice.
    """
    scope = header.scope(forms.money_unit)
    flat = Block({}, scope.floor, scope.money.name)
    tables = {0: Table(0, [flat], outline.top.line)}
    index = forms.forms[0].blocks[0].row_index
    keys: dict[str, Scalar] = {}
    leaves = outline.leaves
    is_empty = not leaves and not outline.matrices
    has_twins = len({fold(leaf.path) for leaf in leaves}) != len(leaves)
    leaves.reverse()
    while leaves:
        leaf = leaves.pop()
        row = fold(leaf.path)
        if row in flat.rows:
            _twice(problems, leaf.path, leaf.key, keys[row])
            continue
        if has_twins:
            keys[row] = leaf.key
        declared = index[row]
        unit = forms.forms[0].blocks[0].rows[declared].unit
        place, figures = (0, 0, row, 0), cells.figures(unit, leaf.scope)
        if isinstance(leaf.value, Sequence):
            cell = cells.statements(place, figures, leaf.value)
        else:
            cell = cells.cell(place, figures, leaf.value)
        flat.rows[row] = Row(row, leaf.path, [cell], declared=declared, line=leaf.key.line)
    titles: dict[str, Scalar] = {}
    for matrix in outline.matrices:
        title = fold(matrix.path or say("表", "table"))
        if title in titles:
            _twice(problems, matrix.path, matrix.key, titles[title])
            continue
        titles[title] = matrix.key
        number = len(titles)
        block = blocks.read(number, 0, matrix.key, matrix.node, matrix.scope)
        for each in block.rows.values():
            each.level = _LEVELS.get(len(each.code), 0)
        note = split_table(matrix.node)[0].get(NOTE)
        text = note[1].text if note and isinstance(note[1], Scalar) else ""
        tables[number] = Table(number, [block], matrix.key.line, text)
    if is_empty and not problems.errors:
        problems.add(
            "E109",
            say("报告里没有一个数", "there is no figure in the report"),
            outline.top,
            remedy=say("写“名称: 数额”，例如 总计: 1669.02", 'write "name: amount", such as total: 1669.02'),
        )
    return tables


def _twice(problems: Problems, name: str, key: Scalar, first: Scalar) -> None:
    problems.add(
        "E118",
        say("“{name}”写了两次", '"{name}" is given twice', name=shown(name)),
        key,
        problems.first(first),
        remedy=say("删去一个，或改成不同的名称", "delete one of them, or give them different names"),
    )
