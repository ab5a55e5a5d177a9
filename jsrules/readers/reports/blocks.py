"""Reading a block: its shape, its settings, and which columns are written."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.number import is_blank
from jsrules.model.form import BlockForm, Form, FormSet
from jsrules.model.report import Block
from jsrules.readers.reports.amounts import AmountScope
from jsrules.readers.reports.cells import CellReader
from jsrules.readers.reports.free_columns import by_row_and_column
from jsrules.readers.reports.header import COLUMNS, ROWS, narrowed, read_whole, remark_remedy, split_table
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.printed_lines import printed_lines
from jsrules.readers.reports.problems import Problems, shown
from jsrules.readers.reports.row_reader import RowReader, find_column
from jsrules.readers.reports.splits import columns_joined


class BlockReader:
    """Reads the blocks of one report, that of a fiscal ``year``."""

    def __init__(self, problems: Problems, forms: FormSet, cells: CellReader, year: int | None) -> None:
        self._problems = problems
        self._forms = forms
        self._cells = cells
        self._compares_lines = not forms.unsettled and year in (None, forms.year)  # another year may number anew

    def read(
        self, form: int, block: int, key: Scalar, node: Node, scope: AmountScope, whole: bool | None = None
    ) -> Block:
        """The block that a node holds; ``key`` is what it stands behind, ``whole`` what its table says (列全)."""
        result = Block(whole=whole)
        declared = self._forms.forms[form].blocks[block]
        if isinstance(node, Scalar) and is_blank(node.text):
            result.whole = True
            return result
        if not isinstance(node, Mapping):
            self.wrong_shape(key, node)
            return result
        settings, rest = split_table(node)
        scope = narrowed(self._problems, settings, scope)
        said = read_whole(self._problems, settings)
        result.whole = whole if said is None else said
        rows = rest
        if ROWS in settings:
            rows = self._rows_of(*settings[ROWS])
            for extra, _ in rest:
                self._problems.add(
                    "E109",
                    say("“{name}”与“行”并列", '"{name}" stands beside "行"', name=shown(extra.text)),
                    extra,
                    remedy=remark_remedy(extra)
                    or say("各行都写在“行”之下，缩进一层", 'put every row under "行", one level further in'),
                )
        every = range(len(declared.columns))
        order = list(every)
        names = settings[COLUMNS][1] if COLUMNS in settings else None
        printed = None if self._forms.inferred else printed_lines(declared, names, rows)
        if printed is not None:
            names, rows = printed.without(names, rows)
        if declared.free_columns and not (self._forms.inferred or self._forms.forms[form].is_prose):
            names, rows = None, by_row_and_column(self._problems, names, rows)
        if names is not None:
            order = self._columns(declared, self._forms.forms[form], settings[COLUMNS][0], names)
        if self._forms.forms[form].is_prose:
            scope = AmountScope(scope.money, 0)
        result.decimals, result.money_unit = scope.floor, scope.money.name
        RowReader(self._cells, self._problems, self._forms, (form, block), order, scope, result).read(rows)
        if printed is not None and self._compares_lines:
            printed.compare(self._problems, result)
        if names is not None:
            result.unlisted = frozenset(every).difference(order)
        elif not any(isinstance(value, Sequence) for _, value in rows):
            written = {cell.column for row in result.rows.values() for cell in row.cells if cell is not None}
            result.unlisted = frozenset(every).difference(written or every)
        if not result.rows and result.whole is None and COLUMNS not in settings and ROWS not in settings:
            result.whole = True  # what is there without a row is there, and blank; one that was begun is not
        return result

    def wrong_shape(self, key: Scalar, node: Node) -> None:
        """Note that a scalar or list stands where rows or blocks are due."""
        if isinstance(node, Scalar):
            from jsrules.readers.reports.yaml_errors import misread_colon

            colon = misread_colon(self._problems.source, node)
            if colon is not None:
                self._problems.take(colon)
                return
        what = say("一个值", "one value") if isinstance(node, Scalar) else say("一个列表", "a list")
        self._problems.add(
            "E109",
            say(
                "“{name}”下面应是各行，这里是{what}",
                'rows are due under "{name}"; this is {what}',
                name=shown(key.text),
                what=what,
            ),
            node,
            remedy=say(
                "另起一行、缩进一层，写“行名: 数额”；没有数据的表写 ~，文字写在“说明”里",
                'write "row: amount" on new lines, one level further in; for a table without data write ~',
            ),
        )

    def _rows_of(self, key: Scalar, node: Node) -> list[tuple[Scalar, Node]]:
        if isinstance(node, Mapping):
            return node.entries
        if not (isinstance(node, Scalar) and is_blank(node.text)):
            self.wrong_shape(key, node)
        return []

    def _columns(self, block: BlockForm, form: Form, key: Scalar, node: Node) -> list[int]:
        """The numbers of the columns that a 栏 names; -1 stands for one that is unknown."""
        names = node.items if isinstance(node, Sequence) else [node]
        order: list[int] = []
        seen: dict[int, Scalar] = {}
        for name in names:
            if not isinstance(name, Scalar) or not name.text.strip():
                self._problems.add(
                    "E109",
                    say("“栏”后面应是栏名的列表", 'a list of column names is due behind "栏"'),
                    key if name is node else name,
                    remedy=say("例如 栏: [合计, 基本支出, 项目支出]", "as in 栏: [合计, 基本支出, 项目支出]"),
                )
                order.append(-1)
                continue
            joined = columns_joined(block, name)
            if joined:
                self._problems.add(
                    "E113",
                    say(
                        "“{name}”没有隔开，读成了一个栏名",
                        '"{name}" was read as one column, since no comma separates the names',
                        name=shown(name.text),
                    ),
                    name,
                    remedy=say(
                        "用半角逗号加一个空格隔开：写成 {names}",
                        "put a comma (not a full-width one) and a space between them: {names}",
                        names=", ".join(block.columns[each].name for each in joined),
                    ),
                )
                order += joined
                continue
            number = find_column(self._problems, form, block, name)
            if number >= 0 and number in seen:
                self._problems.add(
                    "E118",
                    say("“{name}”这一栏写了两次", 'the column "{name}" is given twice', name=shown(name.text)),
                    name,
                    self._problems.first(seen[number]),
                    remedy=say("删去一个，或改正栏名", "delete one of them, or correct the name"),
                )
                number = -1
            if number >= 0:
                seen[number] = name
            order.append(number)
        return order
