"""W306 a rule that can never bind under the form set: rows, levels, columns or years that no report has."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.base.source import Span
from jsrules.base.years import holds_year
from jsrules.checks.cells.rows import Universe
from jsrules.checks.cells.touched import rows_of
from jsrules.checks.lints.subject import LintSubject, in_every_variant
from jsrules.model.statements import Rule
from jsrules.model.subsets import LEVEL_NUMBERS
from jsrules.model.syntax import Cells, Children, Here, Keys, OfLevel, Quantifier, Range
from jsrules.model.tree import walk

_ROWS = {
    "row": ("行", "rows"),
    "code": ("带编码的行", "rows with codes"),
    "top": ("带编码的行", "rows with codes"),
    "class": ("类级的行", "classes"),
    "group": ("款级的行", "groups"),
    "item": ("项级的行", "items"),
}


def lint_binding(subject: LintSubject) -> Iterator[Diagnostic]:
    """Rules without a row or column to bind to, whatever a report holds."""
    universe = subject.universe
    if universe is None or universe.forms.inferred:
        return iter(())
    return in_every_variant(subject, lambda each, rule: _Binding(each, universe).look(rule))


class _Binding:
    def __init__(self, subject: LintSubject, universe: Universe) -> None:
        self.subject = subject
        self.universe = universe
        self.forms = universe.forms

    def look(self, rule: Rule) -> Iterator[Diagnostic]:
        yield from self._years(rule)
        quantifier = rule.quantifier
        if quantifier is not None:
            found = list(self._quantifier(quantifier))
            yield from found
            if found:
                return
        for node in walk(rule.body):
            if isinstance(node, Cells):
                yield from self._cells(node, quantifier)

    def _years(self, rule: Rule) -> Iterator[Diagnostic]:
        for applies in rule.applies:
            if applies.kind == "year" and not any(holds_year(each, self.forms.year) for each in applies.values):
                yield self._never(
                    applies.span,
                    say(
                        "这条规则只适用于 {years} 年度，表样是 {year} 年度的",
                        "this rule is for {years} only; the form set is that of {year}",
                        years="、".join(applies.values),
                        year=self.forms.year,
                    ),
                    say("核对适用的年度，或删去这条规则", "check the years, or remove the rule"),
                )

    def _quantifier(self, quantifier: Quantifier) -> Iterator[Diagnostic]:
        for axis in quantifier.axes:
            if axis in ("column", "table", "unit") or any(
                self.universe.axis(place, axis) for place in quantifier.blocks
            ):
                continue
            yield self._never(
                quantifier.span,
                self._none(quantifier.blocks[0], axis),
                say("改用 每行，或核对是不是这张表", "use “each row”, or check whether this is the table"),
            )

    def _none(self, place: tuple[int, int], what: str) -> str:
        return say("“{table}”里没有{rows}", "“{table}” has no {rows}", table=self._path(place), rows=say(*_ROWS[what]))

    def _cells(self, node: Cells, quantifier: Quantifier | None) -> Iterator[Diagnostic]:
        place = node.form, node.block
        table = self._path(place)
        rows = node.rows
        empty = ""
        if isinstance(rows, Children):
            empty = self._childless(place, quantifier)
        elif isinstance(rows, Here):
            if quantifier is not None and not self._shares_rows(place, quantifier):
                empty = say(
                    "当前行在“{table}”里都没有对应的行", "no current row has its like in “{table}”", table=table
                )
        elif not isinstance(rows, Keys) and not rows_of(self.universe, place, rows):
            if isinstance(rows, Range):
                empty = say("“{table}”里没有这个范围的编码", "“{table}” has no codes in this range", table=table)
            else:
                empty = self._none(place, rows.level if isinstance(rows, OfLevel) else "row")
        if not empty and isinstance(node.columns, Here) and quantifier is not None and quantifier.blocks:
            others = self.universe.block(quantifier.blocks[0]).columns
            block = self.universe.block(place)
            if place != quantifier.blocks[0] and all(block.column_named(each.name) < 0 for each in others):
                empty = say(
                    "当前栏在“{table}”里都没有同名的栏", "no current column has its like in “{table}”", table=table
                )
        if empty:
            yield self._never(
                node.span,
                empty,
                say("核对表名和范围；换成确有的行", "check the table and the range; name rows that exist"),
            )

    def _never(self, span: Span, message: str, remedy: str) -> Diagnostic:
        return self.subject.finding("W306", span, message, remedy)

    # -- what the form set has

    def _path(self, place: tuple[int, int]) -> str:
        form = self.forms.forms[place[0]]
        return ".".join(each for each in (form.path, form.blocks[place[1]].name) if each)

    def _childless(self, place: tuple[int, int], quantifier: Quantifier | None) -> str:
        """Why there is nothing below the current row; empty when there may be."""
        universe, table = self.universe, self._path(place)
        if not universe.axis(place, "code"):
            return say(
                "“{table}”的行没有编码，也就没有下级",
                "the rows of “{table}” have no codes, so none stands below another",
                table=table,
            )
        if universe.is_flat(place):
            return say(
                "“{table}”只有一级编码，没有下级",
                "“{table}” has codes of one level: none stands below another",
                table=table,
            )
        levels = [axis for axis in quantifier.axes if axis in LEVEL_NUMBERS] if quantifier is not None else []
        if levels and all(universe.is_lowest(place, key) for key in universe.axis(place, levels[0])):
            return say("这已是最低一级，没有下级", "this is the lowest level: nothing stands below")
        return ""

    def _shares_rows(self, place: tuple[int, int], quantifier: Quantifier) -> bool:
        axis = next(each for each in quantifier.axes if each != "column")
        current = (key for block in quantifier.blocks for key in self.universe.axis(block, axis))
        block = self.universe.block(place)
        return any(
            self.universe.may_have(place, key) or (isinstance(key, str) and block.rows_like(key)) for key in current
        )
