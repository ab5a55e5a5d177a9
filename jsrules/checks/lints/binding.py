"""W306 a rule that can never bind under the form set: rows, levels, columns or years that no report has."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.source import Span
from jsrules.checks.lints.subject import Subject, in_every_variant
from jsrules.model.form import BlockForm, FormSet
from jsrules.model.syntax import ByCode, Cells, Children, Every, Here, OfLevel, Quantifier, Range, Rule
from jsrules.model.tree import walk

_LEVELS = {"class": 1, "group": 2, "item": 3}
_ROWS = {
    "row": ("行", "rows"),
    "code": ("带编码的行", "rows with codes"),
    "top": ("带编码的行", "rows with codes"),
    "class": ("类级的行", "classes"),
    "group": ("款级的行", "groups"),
    "item": ("项级的行", "items"),
}


def lint_binding(subject: Subject) -> Iterator[Diagnostic]:
    """Rules without a row or column to bind to, whatever a report holds."""
    if subject.forms is None or subject.forms.inferred:
        return iter(())
    return in_every_variant(
        subject, lambda each, rule: _Binding(each, each.forms).look(rule) if each.forms else iter(())
    )


class _Binding:
    def __init__(self, subject: Subject, forms: FormSet) -> None:
        self.subject = subject
        self.forms = forms

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
            if axis in ("column", "table") or any(self._has(place, axis) for place in quantifier.blocks):
                continue
            yield self._never(
                quantifier.span,
                self._none(quantifier.blocks[0], axis),
                say("改用 每行，或核对是不是这张表", "use “each row”, or check whether this is the table"),
            )

    def _none(self, place: tuple[int, int], what: str) -> str:
        return say("“{table}”里没有{rows}", "“{table}” has no {rows}", table=self._path(place), rows=say(*_ROWS[what]))

    def _cells(self, node: Cells, quantifier: Quantifier | None) -> Iterator[Diagnostic]:
        block = self._block((node.form, node.block))
        table = self._path((node.form, node.block))
        rows = node.rows
        empty = ""
        if isinstance(rows, OfLevel):
            if not self._has((node.form, node.block), "code" if rows.level == "top" else rows.level):
                empty = self._none((node.form, node.block), rows.level)
        elif isinstance(rows, Children):
            empty = self._childless(node, quantifier)
        elif isinstance(rows, Range) and isinstance(rows.first, ByCode) and isinstance(rows.last, ByCode):
            if not self._within(block, rows.first.code, rows.last.code):
                empty = say("“{table}”里没有这个范围的编码", "“{table}” has no codes in this range", table=table)
        elif isinstance(rows, Every) and not block.rows and not block.open_rows:
            empty = self._none((node.form, node.block), "row")
        elif isinstance(rows, Here) and quantifier is not None and not self._shares_rows(node, quantifier):
            empty = say("当前行在“{table}”里都没有对应的行", "no current row has its like in “{table}”", table=table)
        if not empty and isinstance(node.columns, Here) and quantifier is not None and quantifier.blocks:
            others = self._block(quantifier.blocks[0]).columns
            if (node.form, node.block) != quantifier.blocks[0] and not any(
                fold(each.name) in block.column_index for each in others
            ):
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

    def _block(self, place: tuple[int, int]) -> BlockForm:
        return self.forms.forms[place[0]].blocks[place[1]]

    def _path(self, place: tuple[int, int]) -> str:
        form = self.forms.forms[place[0]]
        return ".".join(each for each in (form.path, form.blocks[place[1]].name) if each)

    def _depth(self, block: BlockForm) -> int:
        """How many levels the codes of a block may have."""
        classification = self.forms.classifications.get(block.keyed)
        return len(classification.digits) if classification is not None else max(_LEVELS.values())

    def _level(self, block: BlockForm, code: str) -> int:
        classification = self.forms.classifications.get(block.keyed)
        return classification.level(code) if classification is not None else {3: 1, 5: 2, 7: 3}.get(len(code), 0)

    def _has(self, place: tuple[int, int], axis: str) -> bool:
        """Whether a report may have rows of an axis in a block."""
        block = self._block(place)
        if axis == "row":
            return bool(block.rows) or block.open_rows
        codes = [row.code for row in block.rows if row.code]
        if axis == "code":
            return bool(codes) or (bool(block.keyed) and block.open_rows)
        wanted = _LEVELS[axis]
        if block.keyed and block.open_rows:
            return wanted <= self._depth(block)
        return any(self._level(block, code) == wanted for code in codes)

    def _childless(self, node: Cells, quantifier: Quantifier | None) -> str:
        """Why there is nothing below the current row; empty when there may be."""
        place = node.form, node.block
        block = self._block(place)
        table = self._path(place)
        if not self._has(place, "code"):
            return say(
                "“{table}”的行没有编码，也就没有下级",
                "the rows of “{table}” have no codes, so none stands below another",
                table=table,
            )
        codes = [row.code for row in block.rows if row.code]
        if not block.open_rows and not any(one != other and other.startswith(one) for one in codes for other in codes):
            return say(
                "“{table}”只有一级编码，没有下级",
                "“{table}” has codes of one level: none stands below another",
                table=table,
            )
        axes = [axis for axis in quantifier.axes if axis in _LEVELS] if quantifier is not None else []
        if axes and _LEVELS[axes[0]] >= self._depth(block):
            return say("这已是最低一级，没有下级", "this is the lowest level: nothing stands below")
        return ""

    def _within(self, block: BlockForm, first: str, last: str) -> bool:
        if any(len(row.code) == len(first) and first <= row.code <= last for row in block.rows if row.code):
            return True
        classification = self.forms.classifications.get(block.keyed)
        if not block.open_rows or classification is None or not classification.level(first):
            return False
        size = classification.digits[0]
        return not classification.classes or any(first[:size] <= each <= last[:size] for each in classification.classes)

    def _shares_rows(self, node: Cells, quantifier: Quantifier) -> bool:
        place = node.form, node.block
        block = self._block(place)
        for other in quantifier.blocks:
            current = self._block(other)
            if other == place or (current.open_rows and block.open_rows and bool(current.keyed) == bool(block.keyed)):
                return True
            if any(_takes(block, row.key) for row in current.rows):
                return True
            if current.open_rows and any(bool(row.code) == bool(current.keyed) for row in block.rows):
                return True
        return False


def _takes(block: BlockForm, key: str) -> bool:
    return key in block.row_index or (block.open_rows and bool(block.keyed) == key.isdigit())


def holds_year(text: str, year: int) -> bool:
    """Whether a year, or a range of years as in ``2020..2022``, holds a year."""
    first, dots, last = text.partition("..")
    if not dots:
        return first == str(year)
    return (not first or int(first) <= year) and (not last or year <= int(last))
