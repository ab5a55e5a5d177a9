"""Reading the rows of a block: a row is one figure, a list of them, or a mapping of columns to them, in prose of items
inside it, too.
"""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.number import is_blank
from jsrules.model.form import BlockForm, Form, FormSet, in_narrative
from jsrules.model.report import Block, Cell, Row
from jsrules.readers.reports.amounts import AmountReader, AmountScope
from jsrules.readers.reports.cells import CellReader
from jsrules.readers.reports.header import remark_remedy
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.problems import Problems, no_scalar, offer_names, shown
from jsrules.readers.reports.rows import RowMatcher
from jsrules.readers.reports.splits import joined_in, splits_in


def find_column(problems: Problems, form: Form, block: BlockForm, name: Scalar) -> int:
    """The number of a column by its name; -1, with an error noted, when there is none."""
    number = block.column_index.get(name.text)
    if number is None:
        number = block.column_named(name.text)
        number = None if number < 0 else number
    if number is None or not name.text:
        where = ".".join(part for part in (form.path, block.name) if part)
        known = [each for column in block.columns for each in (column.name, *column.aliases) if each]
        notes: tuple[str, ...] = ()
        if fold(name.text) in block.row_index:
            notes = (say("“{name}”是行名，不是栏名", '"{name}" is a row, not a column', name=shown(name.text)),)
        problems.add(
            "E113",
            say(
                "“{where}”里没有“{name}”这一栏", '"{where}" has no column "{name}"', where=where, name=shown(name.text)
            ),
            name,
            notes=notes,
            remedy=offer_names(name.text, known),
        )
        return -1
    return number


class RowReader:
    """Reads the rows of one block."""

    def __init__(
        self,
        reader: CellReader,
        problems: Problems,
        forms: FormSet,
        place: tuple[int, int],
        order: list[int],
        scope: AmountScope,
        result: Block,
    ) -> None:
        self._reader = reader
        self._problems = problems
        self._place = place
        self._order = order
        self._scope = scope
        self._result = result
        self._tight = reader.may_hold_splits
        self._form = forms.forms[place[0]]
        self._block = self._form.blocks[place[1]]
        self._several = self._form.is_prose or (forms.inferred and in_narrative(self._form.title))
        self._matcher = RowMatcher(problems, forms, self._form, self._block)
        self._figures = [reader.of_column(column, scope) for column in self._block.columns]

    def read(self, entries: list[tuple[Scalar, Node]]) -> None:
        """Read every row of these entries."""
        rows = self._result.rows
        keys: dict[str, Scalar] = {}
        columns = len(self._block.columns)
        if self._form.is_prose:
            from jsrules.readers.reports.nested_items import unnested

            entries = unnested(entries, self._block)
        for key, value in entries:
            match = self._matcher.match(key)
            if match is None:
                # Its figures are looked at all the same, so that one run shows what is wrong with them.
                if not isinstance(value, Mapping) and not remark_remedy(key):
                    self._read_values(key, "", value, [None] * columns, self._figures)
                continue
            row_key, code, level, declared = match
            if row_key in rows:
                self._problems.add(
                    "E118",
                    say("“{name}”这一行写了两次", 'the row "{name}" is given twice', name=shown(key.text)),
                    key,
                    self._problems.first(keys[row_key]),
                    remedy=say("删去一个，或改正行名", "delete one of them, or correct the name"),
                )
                continue
            keys[row_key] = key
            cells: list[Cell | None] = [None] * columns
            rows[row_key] = Row(row_key, key.text, cells, code, level, declared, key.line)
            figures = self._figures
            if declared >= 0 and self._block.rows[declared].unit:
                figures = [self._reader.of_column(self._block.rows[declared], self._scope)] * columns
            self._read_values(key, row_key, value, cells, figures)

    def _read_values(
        self, key: Scalar, row: str, value: Node, cells: list[Cell | None], figures: list[AmountReader]
    ) -> None:
        if isinstance(value, Sequence):
            self._read_list(key, row, value, cells, figures)
        elif isinstance(value, Scalar):
            self._read_scalar(key, row, value, cells, figures)
        else:
            self._read_mapping(key, row, value, cells, figures)

    def _read_list(
        self, key: Scalar, row: str, node: Sequence, cells: list[Cell | None], figures: list[AmountReader]
    ) -> None:
        items, order = node.items, self._order
        if len(items) > 1 == len(order) and order[0] >= 0 and self._several:
            cells[order[0]] = self._reader.statements((*self._place, row, order[0]), figures[order[0]], node)
            return
        if len(items) != len(order):
            self._wrong_count(key, node, items)
            return
        if self._tight:
            self._warn_of_splits(items)
        form, block = self._place
        written = self._reader.cells
        for column, item in zip(order, items, strict=True):
            if type(item) is not Scalar:
                no_scalar(self._problems, item)
            elif column >= 0:
                # The common case, without a call: a figure, or a blank, that was read before.
                figure = figures[column]
                if item.text in figure.known:
                    cell = Cell(len(written), form, block, row, column, figure.known[item.text], item.line, item.column)
                    written.append(cell)
                else:
                    cell = self._reader.cell((form, block, row, column), figure, item)
                cells[column] = cell

    def _read_scalar(
        self, key: Scalar, row: str, value: Scalar, cells: list[Cell | None], figures: list[AmountReader]
    ) -> None:
        order = self._order
        if len(order) == 1:
            if order[0] >= 0:
                cells[order[0]] = self._reader.cell((*self._place, row, order[0]), figures[order[0]], value)
        elif not is_blank(value.text):
            self._problems.add(
                "E114",
                say(
                    "“{name}”只有一个值，应有 {due} 个",
                    '"{name}" has one entry, {due} are due',
                    name=shown(key.text),
                    due=len(order),
                ),
                value,
                remedy=self._list_of_blanks(),
            )

    def _read_mapping(
        self, key: Scalar, row: str, node: Mapping, cells: list[Cell | None], figures: list[AmountReader]
    ) -> None:
        if [column.name for column in self._block.columns] == [""]:
            self._problems.add(
                "E109",
                say("“{name}”后面应是一个数", 'one figure is due behind "{name}"', name=shown(key.text)),
                key,
                remedy=say("检查缩进，是不是多了一层", "check the indentation; there may be one level too many"),
            )
            return
        seen: dict[int, Scalar] = {}
        for name, value in node.entries:
            column = find_column(self._problems, self._form, self._block, name)
            if column < 0:
                continue
            if column in seen:
                self._problems.add(
                    "E118",
                    say("“{name}”这一栏写了两次", 'the column "{name}" is given twice', name=shown(name.text)),
                    name,
                    self._problems.first(seen[column]),
                    remedy=say("删去一个，或改正栏名", "delete one of them, or correct the name"),
                )
                continue
            seen[column] = name
            if isinstance(value, Scalar):
                cells[column] = self._reader.cell((*self._place, row, column), figures[column], value)
            elif isinstance(value, Sequence) and self._several:
                cells[column] = self._reader.statements((*self._place, row, column), figures[column], value)
            else:
                no_scalar(self._problems, value)

    def _list_of_blanks(self) -> str:
        """A remedy that shows the columns due."""
        names = [self._block.columns[each].name for each in self._order if each >= 0]
        return say(
            "依次写 {names}，没有数的写 ~",
            "write, in this order, {names}; ~ for a blank",
            names="[" + ", ".join(names) + "]",
        )

    def _wrong_count(self, key: Scalar, node: Sequence, items: list[Node]) -> None:
        splits = [] if not self._tight else splits_in(items)
        notes: tuple[str, ...] = ()
        remedy = self._list_of_blanks()
        if splits:
            before, after = splits[0]
            notes = (
                say(
                    "“{before},{after}”在千分位逗号处被拆成了两个数",
                    '"{before},{after}" was split in two at its thousands separator',
                    before=before.text,
                    after=after.text,
                ),
            )
            whole = before.text + after.text
            remedy = say(
                "方括号里逗号是分隔符：写 {plain}，或加引号写 '{quoted}'",
                "commas separate the entries of a list: write {plain}, or '{quoted}' in quotes",
                plain=whole,
                quoted=f"{before.text},{after.text}",
            )
        elif (joined := joined_in(items, len(self._order))) is not None:
            remedy = say(
                "“{text}”没有隔开：{how}",
                '"{text}" is one entry: {how}',
                text=shown(joined[0]),
                how=say("写成 {list}", "write {list}", list=f"[{', '.join(joined[1])}]")
                if joined[1]
                else say("用半角逗号加一个空格隔开", "put a comma (not a full-width one) and a space between figures"),
            )
        self._problems.add(
            "E114",
            say(
                "“{name}”有 {given} 个值，应有 {due} 个",
                '"{name}" has {given} entries, {due} are due',
                name=shown(key.text),
                given=len(items),
                due=len(self._order),
            ),
            node,
            *(self._problems.label(before, say("这里被拆开", "split here")) for before, _ in splits[:3]),
            notes=notes,
            remedy=remedy,
        )

    def _warn_of_splits(self, items: list[Node]) -> None:
        for before, after in splits_in(items)[:1]:
            self._problems.add(
                "W122",
                say(
                    "“{before},{after}”读成了两个数，因为逗号是分隔符",
                    '"{before},{after}" was read as two figures, since commas separate entries',
                    before=before.text,
                    after=after.text,
                ),
                before,
                remedy=say(
                    "如果是一个数，写 {whole}；如果是两个数，在逗号后空一格",
                    "if it is one figure write {whole}; if it is two, put a space behind the comma",
                    whole=before.text + after.text,
                ),
            )
