"""Resolving the names of an expression where it stands: `Name` and `Index` become `Cells`, `Existing` or `Header`."""

from __future__ import annotations

from jsrules.base.diagnostic import InputError
from jsrules.base.record import replace
from jsrules.base.source import Source, Span
from jsrules.checks.definitions import at_rows_of, turned
from jsrules.checks.lookup import (
    HEADER_ENTRIES,
    Meaning,
    block_under,
    blocks_under,
    find_blocks,
    find_columns,
    find_forms,
    find_rows,
    section_of,
)
from jsrules.checks.places import only_cells
from jsrules.checks.scopes import Scopes
from jsrules.checks.selectors import blocks_around, column_range, index_of, resolve_column, resolve_row
from jsrules.checks.spreading import spread, summed
from jsrules.checks.subsets import resolve_beside
from jsrules.model.form import BlockPlace, FormSet
from jsrules.model.keywords import words_of
from jsrules.model.origins import OWN
from jsrules.model.subsets import columns_meant
from jsrules.model.syntax import (
    Beside,
    ByName,
    Cells,
    Chosen,
    ColumnNumber,
    Current,
    Details,
    Every,
    Existing,
    Expression,
    Header,
    Here,
    Index,
    Keys,
    Name,
    Note,
    PrintedName,
    Quantifier,
    Range,
    Selector,
)
from jsrules.model.tree import rebuild
from jsrules.readers.rules.selectors import Picked, read_selector

_HEADER = words_of("REPORT")
_NOTE = ("说明", "note")
_ELEMENT = words_of("ELEMENT")


class Expressions(Scopes):
    """Resolves the expressions of one source."""

    def __init__(self, forms: FormSet, source: Source) -> None:
        super().__init__(forms, source)
        self.added: set[Span] = set()  # the references that a formula adds up
        self.element: Cells | None = None  # in a condition that chooses cells: of which reference
        self.outside: tuple[BlockPlace | None, Quantifier | None] = None, None  # there: where the rule itself ranges

    def _expression(self, node: Expression, place: BlockPlace | None, quantifier: Quantifier | None) -> Expression:
        if self.forms.inferred:
            self.added.update(summed(node))

        def resolve(each: Expression) -> Expression:
            if isinstance(each, Name):
                return turned(self._name(each, place, quantifier), each.origin)
            if isinstance(each, Index):
                return turned(self._index_of(each, place, quantifier), each.origin)
            if isinstance(each, PrintedName) and each.outer and self.element is None:
                return replace(each, outer=False)
            if isinstance(each, Current):
                return self._current(each, place, quantifier)
            if isinstance(each, Chosen):
                return self._chosen(each, place, quantifier)
            return each

        return rebuild(node, resolve, choices=False)

    def _chosen(self, node: Chosen, place: BlockPlace | None, quantifier: Quantifier | None) -> Chosen:
        """Cells with a condition, whose names are looked up as if it stood behind 每行、每栏 of the cells' block."""
        cells = self._expression(node.cells, place, quantifier)
        if not isinstance(cells, Cells):
            raise self.complain.misplaced(node.cells.span, *only_cells())
        home, above = (cells.form, cells.block), (self.element, self.outside)
        if self.element is None:
            self.outside = place, quantifier
        self.element = cells
        try:
            condition = self._expression(node.condition, home, Quantifier(("row", "column"), (), (home,)))
        finally:
            self.element, self.outside = above
        return replace(
            node, cells=cells, condition=at_rows_of(condition, home, cells.origin) if cells.origin else condition
        )

    def _index_of(self, node: Index, place: BlockPlace | None, quantifier: Quantifier | None) -> Expression:
        """Cells by row and column; 外层行 without a table is a row of where the rule ranges, and there just 本行."""
        outer_row, outer_column = (isinstance(each, Here) and each.outer for each in (node.row, node.column))
        if not (outer_row or outer_column):
            return self._index(node, place, quantifier)
        if outer_row and self.element is not None:
            place, quantifier = self.outside
        plain = replace(node, row=Here() if outer_row else node.row, column=Here() if outer_column else node.column)
        found = self._index(plain, place, quantifier)
        if self.element is None or not isinstance(found, Cells):
            return found
        rows, columns = found.rows, found.columns
        wholly_outer = outer_column or (outer_row and node.column is None)
        return replace(
            found,
            rows=Here(outer=True) if outer_row and isinstance(rows, Here) else rows,
            columns=Here(outer=True) if wholly_outer and isinstance(columns, Here) else columns,
        )

    def _current(self, node: Current, place: BlockPlace | None, quantifier: Quantifier | None) -> Cells:
        if place is None or quantifier is None:
            raise self.complain.without_current(node.span)
        form, block = place
        columns = self.forms.forms[form].blocks[block].columns
        column: Selector = Here() if "column" in quantifier.axes else ColumnNumber(0)
        if "column" not in quantifier.axes and len(columns) > 1:
            raise self.complain.without_current(node.span, column=True)
        return self._cells(form, block, node.rows, column, node.span)

    def _name(self, node: Name, place: BlockPlace | None, quantifier: Quantifier | None) -> Expression:
        parts = node.parts
        if self.element is not None and len(parts) == 1 and parts[0] in _ELEMENT:
            return replace(self.element, rows=Here(), columns=Here(), span=node.span, origin=OWN)
        if len(parts) == 2 and parts[0] in _HEADER and parts[1].lower() in HEADER_ENTRIES:
            return Header(HEADER_ENTRIES[parts[1].lower()], node.span)
        if len(parts) > 1 and parts[-1] in _NOTE:
            tables = [form for form, rest in find_forms(self.forms, parts[:-1]) if not rest]
            if len(tables) == 1:
                return Note(tables[0], node.span)
        targets: list[Meaning] = []
        printed = index_of(node)
        for loose in (False, True):  # a name as it stands comes before one without its ordinal, wherever they are
            if loose and printed is not None:
                return self._index(printed, place, quantifier)
            if place is not None and quantifier is not None and len(parts) == 1:
                local = self._local(node, place, quantifier, loose)
                if local is not None:
                    return local
            targets = targets or self._targets(parts, place, loose)
            if targets:
                break
        if not targets:
            raise self.complain.unknown(parts, node.span, self.complain.names_around(parts))
        usable = [cells for cells in (self._of_target(each, node, quantifier) for each in targets) if cells is not None]
        if len(usable) > 1:
            raise self.complain.ambiguous(parts, node.span, targets)
        if not usable:
            raise self.complain.incomplete(node, targets[0])
        return usable[0]

    def _local(self, node: Name, place: BlockPlace, quantifier: Quantifier, loose: bool) -> Cells | None:
        """A bare name in a quantified rule: a column of the current row, or a row in the current column."""
        form, block = place
        shape = self.forms.forms[form].blocks[block]
        readings: dict[Meaning, Cells] = {}
        if any(axis != "column" for axis in quantifier.axes):
            for column in find_columns(shape, node.parts[0], loose):
                cells = self._cells(form, block, Here(), ColumnNumber(column), node.span)
                readings[Meaning(form, block, -1, column)] = cells
        if "column" in quantifier.axes:
            for row in find_rows(shape, node.parts[0], loose):
                cells = self._cells(form, block, Keys((shape.rows[row].key,)), Here(), node.span)
                readings[Meaning(form, block, row)] = cells
        if len(readings) > 1:
            raise self.complain.ambiguous(node.parts, node.span, list(readings))
        return next(iter(readings.values()), None)

    def _of_target(self, target: Meaning, node: Name, quantifier: Quantifier | None) -> Expression | None:
        form, block, row, column = target
        if row < 0 and column < 0:
            return Existing(form, block, node.span)
        shape = self.forms.forms[form].blocks[block]
        if row < 0:
            return None
        key = shape.rows[row].key
        if column < 0:
            if len(shape.columns) == 1:
                column = 0
            elif quantifier is not None and "column" in quantifier.axes:
                return self._cells(form, block, Keys((key,)), Here(), node.span)
            else:
                return None
        return self._cells(form, block, Keys((key,)), ColumnNumber(column), node.span)

    def _index(self, node: Index, place: BlockPlace | None, quantifier: Quantifier | None) -> Expression:
        if isinstance(node.row, Details) and node.row.of:
            return self._details(node, node.row.of, place, quantifier)
        section = section_of(self.forms, self.section, node.base) if place is None else ""
        row = self._row_before(node, place) if node.base and node.column is None and not section else None
        if row is not None:
            turned = replace(node, base=(), row=ByName(""), column=node.row)
            return self._index_in(turned, row.form, row.block, place, quantifier, "", self._keys_of(row))
        if section:
            candidates = blocks_under(self.forms, section)
        elif node.base:
            candidates = self._base(node, place)
        elif place is not None:
            candidates = blocks_around(self.forms, place, node.row)
        elif self.scope is not None:
            candidates = self._places(self.scope, self.scope_block)
        elif self.forms.inferred:
            candidates = [each for form in range(len(self.forms.forms)) for each in self._places(form, None)]
        else:
            raise self.complain.without_table(node.span)
        readings: list[tuple[BlockPlace, Expression]] = []
        errors: list[InputError] = []
        for form, block in candidates:
            try:
                readings.append(((form, block), self._index_in(node, form, block, place, quantifier, section)))
            except InputError as error:
                if isinstance(node.row, Every) and error.diagnostics[0].code == "E203":
                    raise
                errors.append(error)
        if len(readings) == 1:
            return readings[0][1]
        if not readings:
            raise self.complain.no_line(node, candidates) or errors[0]
        raise self.complain.several_blocks(node, [each for each, _ in readings])

    def _base(self, node: Index, place: BlockPlace | None) -> list[BlockPlace]:
        if place is not None and len(node.base) == 1:
            shape = self.forms.forms[place[0]]
            blocks = find_blocks(shape, node.base, loose=True)
            if len(shape.blocks) > 1 and len(blocks) == 1 and not blocks[0][1]:
                return [(place[0], blocks[0][0])]
        form, block = self._table(node.base, node.span)
        return self._places(form, block)

    def _details(self, node: Index, total: str, place: BlockPlace | None, quantifier: Quantifier | None) -> Expression:
        """合计.各明细: the rows below the row that a name means, or that a code or line number picks."""
        parts = (*node.base, total)
        targets: list[Meaning] = []
        for loose in (False, True):
            targets = targets or [each for each in self._targets(parts, place, loose) if each.row >= 0 > each.column]
        picked = read_selector(Picked(total, node.span))
        if not targets and (not isinstance(picked, ByName) or node.base or place is not None or self.scope is not None):
            return rebuild(self._index(replace(node, row=picked), place, quantifier), _details_of)
        if not targets:
            raise self.complain.unknown(parts, node.span, self.complain.names_around(parts))
        if len(targets) > 1:
            raise self.complain.ambiguous(parts, node.span, targets)
        form, block, _, _ = targets[0]
        found = self._keys_of(targets[0])
        cells = self._index_in(replace(node, row=ByName(total)), form, block, place, quantifier, "", found)
        return rebuild(cells, _details_of)

    def _index_in(
        self,
        node: Index,
        form: int,
        block: int,
        place: BlockPlace | None,
        quantifier: Quantifier | None,
        section: str,
        found: Keys | None = None,
    ) -> Expression:
        shape = block_under(self.forms, (form, block), section)

        def fail(code: str, message: str, near: list[str] | str) -> InputError:
            return self.complain.error(code, message, node.span, near)

        if isinstance(node.row, Every) and self.forms.inferred and not form:
            row: Selector = spread(shape, section, node.span in self.added, fail)
        else:
            row = found or resolve_row(self.forms, shape, node.row, fail)
        if isinstance(row, Beside):
            row = resolve_beside(self.complain, row, True, place, quantifier, node.span)
        column: Selector
        if isinstance(node.column, Range):
            column = column_range(shape, node.column, fail)
        elif node.column is not None:
            column = resolve_column(shape, node.column, fail)
            if isinstance(column, Beside):
                column = resolve_beside(self.complain, column, False, place, quantifier, node.span)
        elif len(shape.columns) == 1:
            column = ColumnNumber(0)
        elif quantifier is not None and "column" in quantifier.axes:
            column = Here()
        else:
            raise self.complain.without_column(node, shape)
        return self._cells(form, block, row, column, node.span)

    def _cells(self, form: int, block: int, rows: Selector, columns: Selector, span: Span) -> Cells:
        keys = rows.keys if isinstance(rows, Keys) else None
        meant = columns_meant(columns, len(self.forms.forms[form].blocks[block].columns))
        unit = self.forms.common_unit(form, block, keys, meant)
        return Cells(form, block, rows, columns, unit, span)


def _details_of(node: Expression) -> Expression:
    """The details of a single row, in place of the row."""
    if isinstance(node, Cells) and isinstance(node.rows, Keys) and len(node.rows.keys) == 1:
        return replace(node, rows=Details(node.rows.keys[0]))
    return node
