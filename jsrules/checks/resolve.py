"""Resolving the names of a rule against a form set, before any figure is read.

Every `Name` and `Index` becomes `Cells`, `Existing` or `Header`. A rule quantified over a form with several blocks
becomes one resolved rule for each block that has all its names.
"""

from __future__ import annotations

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.names import fold, nearest
from jsrules.base.record import replace
from jsrules.base.source import Source, Span
from jsrules.checks.lookup import (
    Target,
    describe,
    find_anywhere,
    find_blocks,
    find_forms,
    find_in_form,
    known_names,
)
from jsrules.checks.selectors import resolve_column, resolve_row
from jsrules.model.form import BlockForm, FormSet
from jsrules.model.syntax import (
    Cells,
    ColumnNumber,
    Current,
    Existing,
    Expression,
    Header,
    Here,
    Index,
    Keys,
    Name,
    Quantifier,
    Rule,
    Selector,
)
from jsrules.model.tree import rebuild, walk

Place = tuple[int, int]

_HEADER = ("报告", "report")
_YEAR = ("年度", "year")


class Resolver:
    """Resolves the rules of one source. ``scope`` is the form that names refer to, or None between tables."""

    def __init__(self, forms: FormSet, source: Source) -> None:
        self.forms = forms
        self.source = source
        self.scope: int | None = None
        self.scope_block: int | None = None

    # -- scopes

    def set_scope(self, parts: tuple[str, ...], span: Span) -> None:
        """Let the names that follow refer to a table, or (no parts) to none.

        Raises `InputError` when there is no such table.
        """
        self.scope = self.scope_block = None
        if not parts:
            return
        form, block = self._table(parts, span)
        self.scope, self.scope_block = form, block

    def _table(self, parts: tuple[str, ...], span: Span) -> tuple[int, int | None]:
        found: list[tuple[int, int | None]] = []
        if self.scope is not None and self._is_block_of_scope(parts):
            return self.scope, find_blocks(self.forms.forms[self.scope], parts)[0][0]
        for form, rest in find_forms(self.forms, parts):
            if not rest:
                found.append((form, None))
            elif len(rest) == 1:
                blocks = find_blocks(self.forms.forms[form], rest)
                if len(blocks) == 1 and not blocks[0][1]:
                    found.append((form, blocks[0][0]))
        if not found:
            raise self._unknown(parts, span, [each.path for each in self.forms.forms if each.title], say("表", "table"))
        if len(found) > 1:
            raise self._ambiguous(parts, span, [Target(form, -1 if block is None else block) for form, block in found])
        return found[0]

    def _is_block_of_scope(self, parts: tuple[str, ...]) -> bool:
        if self.scope is None or len(parts) != 1:
            return False
        blocks = self.forms.forms[self.scope].blocks
        return len(blocks) > 1 and fold(parts[0]) in {fold(name) for b in blocks for name in (b.name, *b.aliases)}

    # -- rules

    def resolve(self, rule: Rule) -> list[Rule]:
        """The resolved variants of a rule: one, or one for each block it is quantified over.

        Raises `InputError` when a name is unknown, ambiguous, or has no meaning in its place.
        """
        quantifier = rule.quantifier
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
                variants.append(replace(rule, body=body, quantifier=replace(quantifier, blocks=(place,))))
        if not variants:
            raise errors[0]
        return variants

    def _places(self, form: int, block: int | None) -> list[Place]:
        if block is not None:
            return [(form, block)]
        return [(form, number) for number in range(len(self.forms.forms[form].blocks))]

    def _resolve_between(self, rule: Rule, quantifier: Quantifier) -> Rule:
        """A rule between tables ranges over the keys of the tables that it refers to with 本行."""
        if "column" in quantifier.axes:
            raise self._misplaced(
                quantifier.span,
                say("表间规则的“每栏”要写明是哪张表的栏", "“each column” between tables must say of which table"),
                say("写成 每栏 表名：公式", "write: each column TABLE: FORMULA"),
            )
        body = self._expression(rule.body, None, quantifier)
        places = tuple(
            dict.fromkeys(
                (node.form, node.block)
                for node in walk(body)
                if isinstance(node, Cells) and isinstance(node.rows, Here)
            )
        )
        if not places:
            raise self._misplaced(
                quantifier.span,
                say("看不出这条规则对哪张表的行逐一检查", "it cannot be seen which table's rows this rule ranges over"),
                say(
                    "写成 每行 表名：公式，或用 表名[本行, 栏]",
                    "write: each row TABLE: FORMULA, or use TABLE[here, COLUMN]",
                ),
            )
        return replace(rule, body=body, quantifier=replace(quantifier, blocks=places))

    # -- expressions

    def _expression(self, node: Expression, place: Place | None, quantifier: Quantifier | None) -> Expression:
        def resolve(each: Expression) -> Expression:
            if isinstance(each, Name):
                return self._name(each, place, quantifier)
            if isinstance(each, Index):
                return self._index(each, place, quantifier)
            if isinstance(each, Current):
                return self._current(each, place, quantifier)
            return each

        return rebuild(node, resolve)

    def _current(self, node: Current, place: Place | None, quantifier: Quantifier | None) -> Cells:
        if place is None or quantifier is None:
            raise self._misplaced(
                node.span,
                say("这里没有“当前”的行或栏", "there is no current row or column here"),
                say("在前面写 每个科目、每栏", "put “each account, each column” before it"),
            )
        form, block = place
        columns = self.forms.forms[form].blocks[block].columns
        column: Selector = Here() if "column" in quantifier.axes else ColumnNumber(0)
        if "column" not in quantifier.axes and len(columns) > 1:
            raise self._misplaced(
                node.span,
                say("没有说明是哪一栏", "it is not said which column"),
                say("在前面加 每栏，或写成 [本行, 栏名]", "add “each column” before it, or write [here, COLUMN]"),
            )
        return self._cells(form, block, node.rows, column, node.span)

    def _name(self, node: Name, place: Place | None, quantifier: Quantifier | None) -> Expression:
        parts = node.parts
        if len(parts) == 2 and parts[0] in _HEADER and parts[1] in _YEAR:
            return Header("年度", node.span)
        if place is not None and quantifier is not None and len(parts) == 1:
            local = self._local(node, place, quantifier)
            if local is not None:
                return local
        targets = self._targets(parts, place)
        if not targets:
            raise self._unknown(parts, node.span, self._names_around(parts))
        usable = [cells for cells in (self._of_target(each, node, quantifier) for each in targets) if cells is not None]
        if len(usable) > 1:
            raise self._ambiguous(parts, node.span, targets)
        if not usable:
            raise self._incomplete(node, targets[0])
        return usable[0]

    def _local(self, node: Name, place: Place, quantifier: Quantifier) -> Cells | None:
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
            raise self._ambiguous(node.parts, node.span, [Target(form, block, row), Target(form, block, -1, column)])
        return readings[0] if readings else None

    def _targets(self, parts: tuple[str, ...], place: Place | None) -> list[Target]:
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
        return find_anywhere(self.forms, parts)

    def _of_target(self, target: Target, node: Name, quantifier: Quantifier | None) -> Expression | None:
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

    def _index(self, node: Index, place: Place | None, quantifier: Quantifier | None) -> Cells:
        if node.base:
            candidates = self._base(node, place)
        elif place is not None:
            candidates = [place]
        elif self.scope is not None:
            candidates = self._places(self.scope, self.scope_block)
        else:
            raise self._misplaced(
                node.span,
                say("没有说明是哪张表", "it is not said which table"),
                say(
                    "写成 表名[行, 栏]，或在前面写一行 表 表名",
                    "write TABLE[ROW, COLUMN], or a line “table TABLE” before",
                ),
            )
        readings: list[Cells] = []
        errors: list[InputError] = []
        for form, block in candidates:
            try:
                readings.append(self._index_in(node, form, block, quantifier))
            except InputError as error:
                errors.append(error)
        if len(readings) == 1:
            return readings[0]
        if not readings:
            raise errors[0]
        raise self._ambiguous((*node.base, "…"), node.span, [Target(each.form, each.block) for each in readings])

    def _base(self, node: Index, place: Place | None) -> list[Place]:
        if place is not None and len(node.base) == 1:
            shape = self.forms.forms[place[0]]
            blocks = find_blocks(shape, node.base)
            if len(shape.blocks) > 1 and len(blocks) == 1 and not blocks[0][1]:
                return [(place[0], blocks[0][0])]
        form, block = self._table(node.base, node.span)
        return self._places(form, block)

    def _index_in(self, node: Index, form: int, block: int, quantifier: Quantifier | None) -> Cells:
        shape = self.forms.forms[form].blocks[block]

        def fail(code: str, message: str, near: list[str]) -> InputError:
            return self._error(code, message, node.span, near)

        row = resolve_row(self.forms, shape, node.row, fail)
        if node.column is not None:
            column = resolve_column(shape, node.column, fail)
        elif len(shape.columns) == 1:
            column = ColumnNumber(0)
        elif quantifier is not None and "column" in quantifier.axes:
            column = Here()
        else:
            raise self._misplaced(
                node.span,
                say("没有说明是哪一栏", "it is not said which column"),
                say(
                    "写成 表名[行, 栏]；栏有：{names}",
                    "write TABLE[ROW, COLUMN]; the columns: {names}",
                    names=_columns(shape),
                ),
            )
        return self._cells(form, block, row, column, node.span)

    def _cells(self, form: int, block: int, rows: Selector, columns: Selector, span: Span) -> Cells:
        shape = self.forms.forms[form].blocks[block]
        if isinstance(rows, Keys):
            row_units = {shape.rows[shape.row_index[key]].unit if key in shape.row_index else "" for key in rows.keys}
        else:
            row_units = {row.unit for row in shape.rows}
        numbers = [columns.number] if isinstance(columns, ColumnNumber) else list(range(len(shape.columns)))
        money = self.forms.money_unit
        units = {row or shape.columns[number].unit or money for row in row_units or {""} for number in numbers}
        unit = units.pop() if len(units) == 1 else ""
        return Cells(form, block, rows, columns, unit, span)

    # -- errors

    def _error(self, code: str, message: str, span: Span, near: list[str]) -> InputError:
        remedy = say("是不是：{names}", "did you mean: {names}", names="、".join(near)) if near else ""
        return InputError([Diagnostic(code, message, (Label(self.source, span),), remedy=remedy)])

    def _misplaced(self, span: Span, message: str, remedy: str = "") -> InputError:
        return InputError([Diagnostic("E206", message, (Label(self.source, span),), remedy=remedy)])

    def _names_around(self, parts: tuple[str, ...]) -> list[str]:
        names = known_names(self.forms, self.scope)
        for form, _ in find_forms(self.forms, parts):
            names = known_names(self.forms, form) + names
        return names

    def _unknown(self, parts: tuple[str, ...], span: Span, known: list[str], what: str = "") -> InputError:
        name = ".".join(parts)
        near = nearest(parts[-1], known) or nearest(name, known)
        where = self.forms.forms[self.scope].path if self.scope is not None and not what else ""
        message = (
            say("没有名为“{name}”的{what}", "there is no {what} named “{name}”", name=name, what=what)
            if what
            else say("“{where}”里没有“{name}”", "there is no “{name}” in “{where}”", name=name, where=where)
            if where
            else say("没有“{name}”这个名称", "there is nothing named “{name}”", name=name)
        )
        return self._error("E202", message, span, near)

    def _ambiguous(self, parts: tuple[str, ...], span: Span, targets: list[Target]) -> InputError:
        names = list(dict.fromkeys(describe(self.forms, target) for target in targets))
        listed = "、".join(names[:6]) + ("…" if len(names) > 6 else "")
        message = say(
            "“{name}”可指多处：{names}", "“{name}” may mean several: {names}", name=".".join(parts), names=listed
        )
        remedy = say("写出更长的名称，如 {name}", "write more of the name, as in {name}", name=names[0])
        return InputError([Diagnostic("E203", message, (Label(self.source, span),), remedy=remedy)])

    def _incomplete(self, node: Name, target: Target) -> InputError:
        shape = self.forms.forms[target.form].blocks[target.block]
        if target.row >= 0:
            return self._misplaced(
                node.span,
                say("没有说明是哪一栏", "it is not said which column"),
                say(
                    "写成 [{row}, 栏名]；栏有：{names}",
                    "write [{row}, COLUMN]; the columns: {names}",
                    row=node.parts[-1],
                    names=_columns(shape),
                ),
            )
        return self._misplaced(
            node.span,
            say(
                "“{name}”是一栏，没有说明是哪一行",
                "“{name}” is a column; it is not said which row",
                name=node.parts[-1],
            ),
            say(
                "在前面写 每行，或写成 [行名, {name}]",
                "put “each row” before, or write [ROW, {name}]",
                name=node.parts[-1],
            ),
        )


def _columns(shape: BlockForm) -> str:
    return "、".join(column.name for column in shape.columns)
