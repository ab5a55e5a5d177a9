"""Resolving the names of a rule against a form set, before any figure is read.

Every `Name` and `Index` becomes `Cells`, `Existing` or `Header`. A rule quantified over a form with several blocks
becomes one resolved rule for each block that has all its names.
"""

from __future__ import annotations

from jsrules.base.diagnostic import InputError
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.record import replace
from jsrules.base.source import Source, Span
from jsrules.checks.complaints import Complaints
from jsrules.checks.definitions import Definitions, at_prior_rows, in_prior_year
from jsrules.checks.lookup import (
    HEADER_ENTRIES,
    Meaning,
    block_under,
    blocks_under,
    find_anywhere,
    find_blocks,
    find_forms,
    find_in_form,
    find_in_section,
    find_sections,
    is_block,
    section_of,
)
from jsrules.checks.places import only_cells
from jsrules.checks.selectors import (
    blocks_around,
    has_printed_numbers,
    index_of,
    resolve_column,
    resolve_columns,
    resolve_row,
)
from jsrules.model.form import BlockPlace, FormSet
from jsrules.model.keywords import words_of
from jsrules.model.syntax import (
    Arithmetic,
    Call,
    Cells,
    Chosen,
    ColumnNumber,
    Current,
    Definition,
    Existing,
    Expression,
    Header,
    Here,
    If,
    Index,
    Keys,
    Name,
    Note,
    Operation,
    Quantifier,
    Range,
    Rule,
    Selector,
)
from jsrules.model.tree import rebuild, walk

_HEADER = words_of("REPORT")
_NOTE = ("说明", "note")
_ELEMENT = words_of("ELEMENT")
_THIS_TABLE = [(word,) for word in words_of("THIS_TABLE")]


class Resolver:
    """Resolves the rules of one source. ``scope`` is the form that names refer to, or None between tables."""

    def __init__(self, forms: FormSet, source: Source) -> None:
        self.forms = forms
        self.source = source
        self.complain = Complaints(forms, source)
        self.scope: int | None = None
        self.scope_block: int | None = None
        self.section = ""
        self.element: Cells | None = None  # in a condition that chooses cells: of which reference
        self.definitions = Definitions(source)

    # -- scopes

    def set_scope(self, parts: tuple[str, ...], span: Span) -> None:
        """Let the names that follow refer to a table, a section of a report without a form set, or (no parts) to none.

        Raises `InputError` when there is no such table.
        """
        self.scope = self.complain.scope = self.scope_block = None
        self.section = ""
        if not parts:
            return
        if self.forms.inferred and all(rest for _, rest in find_forms(self.forms, parts)):
            self.section = self.complain.the_one(parts, span, find_sections(self.forms, parts))
            if self.section:
                return
        form, block = self._table(parts, span)
        self.scope, self.scope_block = form, block
        self.complain.scope = form

    def define(self, definition: Definition) -> None:
        """Let a name stand for an expression, for the rules behind it.

        Raises `InputError` when the name means something already.
        """
        if self._targets((definition.name,), None):
            raise self.complain.taken(definition.name, definition.span)
        self.definitions.define(definition)

    def _table(self, parts: tuple[str, ...], span: Span) -> tuple[int, int | None]:
        if self.scope is not None and is_block(self.forms.forms[self.scope], parts):
            return self.scope, find_blocks(self.forms.forms[self.scope], parts)[0][0]
        found: list[tuple[int, int | None]] = []
        inside = find_forms(self.forms, (self.section, *parts)) if self.section else []
        for form, rest in inside or find_forms(self.forms, parts):
            if not rest:
                found.append((form, None))
            elif len(rest) == 1:
                blocks = find_blocks(self.forms.forms[form], rest)
                if len(blocks) == 1 and not blocks[0][1]:
                    found.append((form, blocks[0][0]))
        if not found:
            raise self.complain.unknown(
                parts, span, [each.path for each in self.forms.forms if each.title], say("表", "table")
            )
        if len(found) > 1:
            raise self.complain.ambiguous(
                parts, span, [Meaning(form, -1 if block is None else block) for form, block in found]
            )
        return found[0]

    # -- rules

    def resolve(self, rule: Rule) -> list[Rule]:
        """The resolved variants of a rule: one, or one for each block it is quantified over.

        Raises `InputError` when a name is unknown, ambiguous, or has no meaning in its place.
        """
        rule = replace(rule, body=self.definitions.expand(rule.body, rule.span))
        quantifier = rule.quantifier
        if quantifier is not None and "table" in quantifier.axes:
            return self._resolve_tables(rule, quantifier)
        if quantifier is None:
            return [replace(rule, body=self._expression(rule.body, None, None))]
        if quantifier.domain:
            form, block = self._table(quantifier.domain, quantifier.span)
            places = self._places(form, block)
        elif self.scope is not None:
            places = self._places(self.scope, self.scope_block)
        else:
            return [self._resolve_between(rule, quantifier)]
        variants: list[Rule] = []
        errors: list[InputError] = []
        for place in places:
            try:
                body = self._expression(rule.body, place, quantifier)
            except InputError as error:
                errors.append(error)
            else:
                # Printed numbers find rows in the blocks beside this one, too: the rule is told once, where it begins.
                first = next(((each.form, each.block) for each in walk(body) if isinstance(each, Cells)), place)
                if first == place or first not in places or not has_printed_numbers(rule.body):
                    variants.append(replace(rule, body=body, quantifier=replace(quantifier, blocks=(place,))))
        if not variants:
            raise errors[0]
        return variants

    def _resolve_tables(self, rule: Rule, quantifier: Quantifier) -> list[Rule]:
        """每张表: a variant for each table; for one that may be left out only when it is there."""
        if len(quantifier.axes) > 1 or quantifier.domain:
            raise self.complain.tables_alone(quantifier.span)
        variants: list[Rule] = []
        for number, form in enumerate(self.forms.forms):
            if form.is_prose or not form.title:
                continue
            this = Existing(number, -1, quantifier.span)

            def put(each: Expression, this: Existing = this) -> Expression:
                return this if isinstance(each, Name) and each.parts in _THIS_TABLE else each

            body = self._expression(rebuild(rule.body, put), None, None)
            if form.optional:
                body = If(Call("exists", (this,), quantifier.span), body, rule.body.span)
            variants.append(replace(rule, body=body, quantifier=None))
        if not variants:
            raise self.complain.misplaced(
                quantifier.span, say("没有表样，也就没有“每张表”", "without a form set there are no tables")
            )
        return variants

    def _places(self, form: int, block: int | None) -> list[BlockPlace]:
        if block is not None:
            return [(form, block)]
        return [(form, number) for number in range(len(self.forms.forms[form].blocks))]

    def _resolve_between(self, rule: Rule, quantifier: Quantifier) -> Rule:
        """A rule between tables ranges over the keys of the tables that it refers to with 本行."""
        if "column" in quantifier.axes:
            raise self.complain.whose_columns(quantifier.span)
        body = self._expression(rule.body, None, quantifier)
        places = tuple(
            dict.fromkeys(
                (node.form, node.block)
                for node in walk(body)
                if isinstance(node, Cells) and isinstance(node.rows, Here) and not node.prior
            )
        )
        if not places:
            raise self.complain.without_rows(quantifier.span)
        return replace(rule, body=body, quantifier=replace(quantifier, blocks=places))

    # -- expressions

    def _expression(self, node: Expression, place: BlockPlace | None, quantifier: Quantifier | None) -> Expression:
        def resolve(each: Expression) -> Expression:
            if isinstance(each, Name | Index):
                found = (
                    self._name(each, place, quantifier)
                    if isinstance(each, Name)
                    else self._index(each, place, quantifier)
                )
                return rebuild(found, in_prior_year) if each.prior else found
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
        home, outer, self.element = (cells.form, cells.block), self.element, cells
        try:
            condition = self._expression(node.condition, home, Quantifier(("row", "column"), (), (home,)))
        finally:
            self.element = outer
        return replace(node, cells=cells, condition=at_prior_rows(condition, home) if cells.prior else condition)

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
            return replace(self.element, rows=Here(), columns=Here(), span=node.span, prior=False)
        if len(parts) == 2 and parts[0] in _HEADER and parts[1].lower() in HEADER_ENTRIES:
            return Header(HEADER_ENTRIES[parts[1].lower()], node.span)
        if len(parts) > 1 and parts[-1] in _NOTE:
            tables = [form for form, rest in find_forms(self.forms, parts[:-1]) if not rest]
            if len(tables) == 1:
                return Note(tables[0], node.span)
        if place is not None and quantifier is not None and len(parts) == 1:
            local = self._local(node, place, quantifier)
            if local is not None:
                return local
        targets = self._targets(parts, place)
        if not targets:
            printed = index_of(node)
            if printed is not None:
                return self._index(printed, place, quantifier)
            raise self.complain.unknown(parts, node.span, self.complain.names_around(parts))
        usable = [cells for cells in (self._of_target(each, node, quantifier) for each in targets) if cells is not None]
        if len(usable) > 1:
            raise self.complain.ambiguous(parts, node.span, targets)
        if not usable:
            raise self.complain.incomplete(node, targets[0])
        return usable[0]

    def _local(self, node: Name, place: BlockPlace, quantifier: Quantifier) -> Cells | None:
        """A bare name in a quantified rule: a column of the current row, or a row in the current column."""
        form, block = place
        shape = self.forms.forms[form].blocks[block]
        name = fold(node.parts[0])
        row, column = shape.row_index.get(name, -1), shape.column_index.get(name, -1)
        has_row_axis = any(axis != "column" for axis in quantifier.axes)
        readings: list[Cells] = []
        if column >= 0 and has_row_axis:
            readings.append(self._cells(form, block, Here(), ColumnNumber(column), node.span))
        if row >= 0 and "column" in quantifier.axes:
            readings.append(self._cells(form, block, Keys((shape.rows[row].key,)), Here(), node.span))
        if len(readings) > 1:
            raise self.complain.ambiguous(
                node.parts, node.span, [Meaning(form, block, row), Meaning(form, block, -1, column)]
            )
        return readings[0] if readings else None

    def _targets(self, parts: tuple[str, ...], place: BlockPlace | None) -> list[Meaning]:
        form = place[0] if place is not None else self.scope
        if form is not None:
            targets = find_in_form(self.forms, form, parts)
            block = self.scope_block if place is None else None
            if block is not None:
                targets = [target for target in targets if target.block == block]
            if targets:
                return targets
            named = [
                target
                for number, rest in find_forms(self.forms, parts)
                for target in find_in_form(self.forms, number, rest)
            ]
            if named or not (self.forms.narrative and fold(parts[0]) == fold(self.forms.narrative)):
                return named
        return find_in_section(self.forms, self.section, parts) or find_anywhere(self.forms, parts)

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
        section = section_of(self.forms, self.section, node.base) if place is None else ""
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
                readings.append(((form, block), self._index_in(node, form, block, quantifier, section)))
            except InputError as error:
                errors.append(error)
        if len(readings) == 1:
            return readings[0][1]
        if not readings:
            raise self.complain.no_line(node, candidates) or errors[0]
        raise self.complain.several_blocks(node, [each for each, _ in readings])

    def _base(self, node: Index, place: BlockPlace | None) -> list[BlockPlace]:
        if place is not None and len(node.base) == 1:
            shape = self.forms.forms[place[0]]
            blocks = find_blocks(shape, node.base)
            if len(shape.blocks) > 1 and len(blocks) == 1 and not blocks[0][1]:
                return [(place[0], blocks[0][0])]
        form, block = self._table(node.base, node.span)
        return self._places(form, block)

    def _index_in(self, node: Index, form: int, block: int, quantifier: Quantifier | None, section: str) -> Expression:
        shape = block_under(self.forms, (form, block), section)

        def fail(code: str, message: str, near: list[str] | str) -> InputError:
            return self.complain.error(code, message, node.span, near)

        row = resolve_row(self.forms, shape, node.row, fail)
        column: Selector
        if isinstance(node.column, Range):
            first, *others = (
                self._cells(form, block, row, each, node.span) for each in resolve_columns(shape, node.column, fail)
            )
            return Arithmetic.of(first, *(Operation("+", each, node.span) for each in others))
        if node.column is not None:
            column = resolve_column(shape, node.column, fail)
        elif len(shape.columns) == 1:
            column = ColumnNumber(0)
        elif quantifier is not None and "column" in quantifier.axes:
            column = Here()
        else:
            raise self.complain.without_column(node, shape)
        return self._cells(form, block, row, column, node.span)

    def _cells(self, form: int, block: int, rows: Selector, columns: Selector, span: Span) -> Cells:
        keys = rows.keys if isinstance(rows, Keys) else None
        unit = self.forms.common_unit(form, block, keys, columns.number if isinstance(columns, ColumnNumber) else None)
        return Cells(form, block, rows, columns, unit, span)
