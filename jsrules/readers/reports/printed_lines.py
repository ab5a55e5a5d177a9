"""A column 行次 in a report whose form set has none: it numbers rows, and is compared with the form set's numbers."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.lines import line_label
from jsrules.base.names import fold
from jsrules.base.number import is_blank
from jsrules.model.form import BlockForm
from jsrules.model.report import Block
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.problems import Problems, shown

_NUMBERING = frozenset(map(fold, ("行次", "行号", "line", "line number")))
_COUNTING = frozenset((fold("序号"),))
"""These count the rows of the page, whatever number the form gives them: they are compared with nothing."""

_Rows = list[tuple[Scalar, Node]]


def printed_lines(declared: BlockForm, names: Node | None, rows: _Rows) -> PrintedLines | None:
    """What reads the printed numbers of a block's rows; None where it has none."""
    found = PrintedLines(declared)
    listed = names.items if isinstance(names, Sequence) else []
    first = next((row for _, row in rows if isinstance(row, Mapping)), None)
    named = [name for name, _ in first.entries] if first is not None else []
    return found if any(map(found.numbers, [*listed, *named])) else None


class PrintedLines:
    """The printed numbers of a block's rows, as far as ``declared`` has no column of that name."""

    def __init__(self, declared: BlockForm) -> None:
        self._declared = declared
        self._printed: list[tuple[Scalar, Scalar]] = []

    def without(self, names: Node | None, rows: _Rows) -> tuple[Node | None, _Rows]:
        """The names of columns, and the rows, without those numbers."""
        if isinstance(names, Sequence):
            place = next((n for n, each in enumerate(names.items) if self.numbers(each)), -1)
            if place >= 0:
                count = len(names.items)
                name = names.items[place]
                rows = [(key, self._without_item(name, key, row, place, count)) for key, row in rows]
                names = Sequence(_without(names.items, place), names.line, names.column)
        return names, [(key, self._without_entry(key, row)) for key, row in rows]

    def numbers(self, name: Node) -> bool:
        """Whether a column's name is that of numbers of rows."""
        if not isinstance(name, Scalar):
            return False
        return fold(name.text) in _NUMBERING | _COUNTING and self._declared.column_named(name.text) < 0

    def _without_item(self, name: Node, key: Scalar, row: Node, place: int, count: int) -> Node:
        if not isinstance(row, Sequence) or len(row.items) != count:
            return row
        self._note(name, key, row.items[place])
        return Sequence(_without(row.items, place), row.line, row.column)

    def _without_entry(self, key: Scalar, row: Node) -> Node:
        if not isinstance(row, Mapping) or not any(self.numbers(name) for name, _ in row.entries):
            return row
        for name, value in row.entries:
            if self.numbers(name):
                self._note(name, key, value)
        return Mapping([each for each in row.entries if not self.numbers(each[0])], row.line, row.column)

    def _note(self, name: Node, key: Scalar, value: Node) -> None:
        counts = isinstance(name, Scalar) and fold(name.text) in _COUNTING
        if isinstance(value, Scalar) and not is_blank(value.text) and not counts:
            self._printed.append((key, value))

    def compare(self, problems: Problems, block: Block) -> None:
        """Warn (W129) of printed numbers that the form set gives to other rows, or to none."""
        written = {row.label: row for row in block.rows.values()}
        wrong: list[tuple[Scalar, Scalar, str]] = []
        for key, value in self._printed:
            row = written.get(key.text)
            due = self._declared.rows[row.declared].line if row is not None and row.declared >= 0 else ""
            if due and line_label(value.text) != due:
                wrong.append((key, value, due))
        if len(wrong) > _MANY:
            key, value, due = wrong[0]
            problems.add(
                "W129",
                say(
                    "有 {n} 行的行次与表样不同，第一处：“{name}”印的是 {printed}，表样里是 {due}",
                    'the numbers of {n} rows differ from the form set; first "{name}": {printed} here, {due} there',
                    n=len(wrong),
                    name=shown(key.text),
                    printed=shown(value.text),
                    due=due,
                ),
                value,
                remedy=say(
                    "检查是不是整列错了一行，或用的是别的年度的表；规则按表样的行次",
                    "check whether they slipped by a row, or the table is another year's; rules go by the form set",
                ),
            )
            return
        for key, value, due in wrong:
            other = next((row.name for row in self._declared.rows if row.line == line_label(value.text)), "")
            problems.add(
                "W129",
                say(
                    "“{name}”的行次印的是 {printed}，表样里是 {due}",
                    '"{name}" is numbered {printed} here, {due} in the form set',
                    name=shown(key.text),
                    printed=shown(value.text),
                    due=due,
                ),
                value,
                notes=(say("表样里 {n} 是“{row}”", '{n} is "{row}" there', n=shown(value.text), row=other),)
                if other
                else (),
                remedy=say(
                    "检查这一行是不是错了位，或表是别的年度的；规则按表样的行次",
                    "check whether the row slipped, or the table is another year's; rules go by the form set",
                ),
            )


_MANY = 3
"""When more rows than this differ, they are told in one warning."""


def _without(items: list[Node], place: int) -> list[Node]:
    return [each for number, each in enumerate(items) if number != place]
