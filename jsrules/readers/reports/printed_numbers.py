"""Rows and columns that a report without a form set numbers itself: a column 行次, a row 栏次.

They are no figures. They are taken out of the report's tree before its forms are inferred, and put into the forms.
"""

from __future__ import annotations

from jsrules.base.lines import line_label
from jsrules.base.names import fold
from jsrules.base.number import is_blank
from jsrules.base.record import replace
from jsrules.model.form import BlockForm, FormSet, RowForm
from jsrules.readers.reports.header import COLUMNS, ROWS, split_table
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence

_OF_ROWS = tuple(map(fold, ("行次", "行号", "序号", "代码", "指标代码", "line", "line number", "code")))
_OF_COLUMNS = frozenset(map(fold, ("栏次", "列次", "column number")))
NAMES_OF_NUMBERS = _OF_COLUMNS.union(_OF_ROWS)
"""What a column, row or entry of printed numbers is called, folded."""


class PrintedNumbers:
    """The numbers of a tree's rows and columns, by their dotted names, and the ``tree`` without them."""

    def __init__(self, tree: Mapping) -> None:
        self.rows: dict[str, str] = {}
        self.columns: dict[str, str] = {}
        self.tree = self._without(tree, "")

    def put(self, forms: FormSet) -> FormSet:
        """The inferred forms with these numbers; a column that has none counts from the left."""
        return replace(
            forms,
            forms=tuple(
                replace(form, blocks=tuple(self._numbered(form.title, block) for block in form.blocks))
                for form in forms.forms
            ),
        )

    def _numbered(self, title: str, block: BlockForm) -> BlockForm:
        rows = tuple(self._numbered_row(title, row) for row in block.rows)
        numbers = [self.columns.get(_path(title, column.name), "") for column in block.columns]
        if not any(numbers) and block.columns[0].name:
            numbers = [str(number) for number in range(1, len(numbers) + 1)]
        columns = tuple(replace(column, number=number) for column, number in zip(block.columns, numbers, strict=True))
        return replace(block, rows=rows, columns=columns)

    def _numbered_row(self, title: str, row: RowForm) -> RowForm:
        label = row.aliases[0] if row.aliases else row.name
        line = self.rows.get(_path(title, label)) or self.rows.get(fold(label)) or _last(label)
        return replace(row, line=line) if line != row.line else row

    def _without(self, node: Mapping, prefix: str) -> Mapping:
        settings, _ = split_table(node)
        names, rows = (settings[each][1] if each in settings else None for each in (COLUMNS, ROWS))
        if isinstance(names, Sequence) and isinstance(rows, Mapping):
            return self._matrix(node, names, rows, prefix)
        entries: list[tuple[Scalar, Node]] = []
        for entry in node.entries:
            key, value = entry
            if isinstance(value, Mapping):
                path = _path(prefix, key.text)
                rest = self._without(value, path)
                label = _label_in(value)
                if label:
                    rest = Mapping([each for each in rest.entries if fold(each[0].text) not in _OF_ROWS], *_at(value))
                    self.rows.update((_path(path, name.text), label) for name, _ in rest.entries)
                entry = key, rest
            entries.append(entry)
        return Mapping(entries, *_at(node))

    def _matrix(self, node: Mapping, names: Sequence, rows: Mapping, path: str) -> Mapping:
        columns = [fold(each.text) if isinstance(each, Scalar) else "" for each in names.items]
        place = next((columns.index(each) for each in _OF_ROWS if each in columns), -1)
        kept = rows.entries
        for key, row in rows.entries:
            if fold(key.text) in _OF_COLUMNS and isinstance(row, Sequence) and len(row.items) == len(columns):
                labels = [line_label(each.text) if isinstance(each, Scalar) else "" for each in row.items]
                self.columns.update((_path(path, name), label) for name, label in zip(columns, labels, strict=True))
                kept = [entry for entry in rows.entries if entry[0] is not key]
        found = [(key, _at_place(row, place, columns)) for key, row in kept]
        if place < 0 or not any(number for _, number in found) or None in (number for _, number in found):
            place = -1
        else:
            self.rows.update((_path(path, key.text), number) for key, number in found if number)
        if place < 0 and kept is rows.entries:
            return node
        written = [(key, _without_place(row, place, columns)) for key, row in kept]
        short = [each for number, each in enumerate(names.items) if number != place]
        new: dict[int, Node] = {id(names): Sequence(short, *_at(names)), id(rows): Mapping(written, *_at(rows))}
        return Mapping([(key, new.get(id(value), value)) for key, value in node.entries], *_at(node))


def _path(*parts: str) -> str:
    return ".".join(fold(each) for each in parts if each)


def _at(node: Node) -> tuple[int, int]:
    return node.line, node.column


def _last(label: str) -> str:
    """The number that a row is named by: ``31: 100.00``."""
    found = line_label(label) or line_label(label.rpartition(".")[2])
    return found if found[:1].isdigit() else ""


def _label_in(node: Mapping) -> str:
    """The number that an entry 行次 beside figures gives to them: ``总计: {行次: 31, 金额: 5.00}``."""
    for key, value in node.entries:
        if fold(key.text) in _OF_ROWS and isinstance(value, Scalar) and len(node.entries) > 1:
            return line_label(value.text)
    return ""


def _at_place(row: Node, place: int, columns: list[str]) -> str | None:
    """The number in a row's column of numbers, empty where it is blank; None for something that is no number."""
    value: Node | None = None
    if isinstance(row, Sequence):
        value = row.items[place] if 0 <= place < len(row.items) else None
    elif isinstance(row, Mapping) and place >= 0:
        value = next((each for key, each in row.entries if fold(key.text) == columns[place]), None)
    if value is None or (isinstance(value, Scalar) and is_blank(value.text)):
        return ""
    return (line_label(value.text) or None) if isinstance(value, Scalar) else None


def _without_place(row: Node, place: int, columns: list[str]) -> Node:
    if place < 0:
        return row
    if isinstance(row, Sequence):
        return Sequence([each for number, each in enumerate(row.items) if number != place], *_at(row))
    if isinstance(row, Mapping):
        return Mapping([each for each in row.entries if fold(each[0].text) != columns[place]], *_at(row))
    return row
