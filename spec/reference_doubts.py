"""``language.md`` as code, page of doubts: what bare figures of a report without a form set may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsrules.base.units import UNITS, Unit, find_unit
from jsrules.model import syntax as s
from jsrules.model.form import names_a_rate
from jsrules.model.report import Cell
from jsrules.model.tree import walk
from spec.reference_numbers import Found, Number, Unknown, attempt, compare
from spec.reference_places import At, Lookup


class Doubts(Lookup):
    """Knows when a verdict hangs on what a bare figure is."""

    def value(self, node: Any, at: At) -> Number:
        """The value of a formula: `reference` says which."""
        raise NotImplementedError

    def comparison(self, node: s.Compare, at: At) -> Found:
        """The verdict on a comparison: `reference` says which."""
        raise NotImplementedError

    def of_texts(self, node: s.Compare, at: At) -> bool:
        """Whether texts are compared: `reference` says."""
        raise NotImplementedError

    def doubted(self, node: Any, at: At, found: Found) -> Found:
        """没有表样的报告：写上 %、换一种大小的单位就合的不算不符；整数若是个数就不是尾差的，也不算尾差；个数旁边有小数、不带单位的数，
        不知道是不是个数。都是无法判断。
        """
        if not self.report.forms.inferred or not isinstance(node, s.Compare) or self.of_texts(node, at):
            return found
        if found.verdict in ("pass", "rounding", "violation") and self.beside_count(node, at):
            return Found("undetermined")
        if found.verdict == "violation":
            self.percent = True
            again = attempt(self.comparison, node, at)
            self.percent = False
            if isinstance(again, Found) and again.verdict == "undetermined":
                return again
            others = [self.in_other_size(node, at, each) for each in UNITS.values()]
            return Found("undetermined") if any(others) or self.beside_rate(node, at) else found
        sides = [attempt(self.value, side, at) for side in (node.left, node.right)]
        if found.verdict != "rounding" or node.tolerance or any(isinstance(x, Unknown) for x in sides):
            return found
        terms = sides[0].plus(sides[1].times(Number.of(-1))).terms or {None: 1}
        cells = [self.report.cells[x.index] if x else None for x, k in terms.items() if k]
        money = [cell.amount for cell in self.report.cells if cell.amount and cell.amount.unit.dimension == "money"]
        whole = [cell and cell.amount in money and cell.amount.decimals == 0 for cell in cells]
        plain = [cell and cell.amount and cell.amount.text[-1].isdigit() for cell in cells]
        doubtful = cells and all(whole) and all(plain) and any(amount.decimals for amount in money)
        return Found("undetermined") if doubtful else found

    def in_other_size(self, node: s.Compare, at: At, unit: Unit) -> bool:
        """Whether a violation holds with figures in another unit of money, or of length, than what they are beside."""
        taken = [cell for cell in self.report.cells if cell.units and cell.amount]
        if unit.dimension not in [cell.amount.unit.dimension for cell in taken if cell.amount]:
            return False
        left, right = self.value(node.left, at), self.value(node.right, at)
        both = left.plus(right.times(Number.of(-1)))
        cells = [self.report.cells[x.index] for x in both.terms or {} if x]
        small, large = sorted((abs(left.value or 0), abs(right.value or 0)))
        far = node.operator in ("=", "==") or small * 1000 <= large  # 大小只看相差悬殊的
        kinds = [x.amount.unit.dimension for x in cells if x.units and x.amount]
        if both.base or both.terms is None or not far or unit.dimension not in kinds:
            return False
        self.assumed = unit
        found = compare(node, self.value(node.left, at), self.value(node.right, at))
        self.assumed = None
        return found.verdict != "violation"

    def as_percent(self, node: s.Compare, both: Number, found: Found) -> Found:
        """Undetermined where what was a violation holds once the bare figures in it are percentages."""
        cells = [self.report.cells[x.index] for x, k in (both.terms or {}).items() if x and k]
        bare, rates = [self.is_bare(x) for x in cells], [x.amount and x.amount.unit.places for x in cells]
        rates += [find_unit(x.unit) and find_unit(x.unit).places for x in walk(node) if isinstance(x, s.Constant)]
        fits = any(bare) and any(rates) and all(map(any, zip(bare, rates, strict=False))) and both.base is None
        return Found("undetermined") if fits and found.verdict != "violation" else Found("violation")

    def beside_count(self, node: s.Compare, at: At) -> bool:
        """5 件 与有小数、不带单位的数相加、相比；个数自己印了小数的（平均 2.6 人）不算。"""
        cells = self.met(node, at)
        counts = [cell.amount for cell in cells if cell.amount and cell.amount.unit.is_whole and not cell.units]
        return bool(counts) and not any(x.decimals for x in counts) and any(map(self.is_stranger, cells))

    def beside_rate(self, node: s.Compare, at: At) -> bool:
        """5‰ 与有小数、不带单位、也不叫比率的数相加、相比。"""
        cells = self.met(node, at)
        strangers = [cell for cell in cells if self.is_stranger(cell) and not any(map(names_a_rate, self.names(cell)))]
        return bool(strangers) and any(cell.amount and cell.amount.unit.places for cell in cells)

    def met(self, node: s.Compare, at: At) -> list[Cell]:
        """The printed cells that are added and compared: 乘除的、平均的不算。"""
        found = [attempt(self.printed, each, at) for side in (node.left, node.right) for each in added(side)]
        return [cell for cells in found if isinstance(cells, list) for cell in cells if cell.amount]

    def is_stranger(self, cell: Cell) -> bool:
        """有小数、不带单位，或者单位是从旁边的金额来的。"""
        beside_money = cell.amount is not None and bool(cell.units) and cell.amount.unit.dimension == "money"
        return (self.is_bare(cell) or beside_money) and cell.amount is not None and cell.amount.decimals > 0

    def names(self, cell: Cell) -> tuple[str, str]:
        """The names of the row and the column that a cell stands in."""
        label = self.report.row_label(cell.form, cell.block, cell.row, cell.origin)
        return label.split(".")[-1], self.forms[cell.form].blocks[cell.block].columns[cell.column].name


def added(node: Any) -> Iterator[s.Cells]:
    """The references that are added up in a formula, and not multiplied, divided or averaged."""
    operators = {each.operator for each in getattr(node, "rest", ())}
    if isinstance(node, s.Cells):
        yield node
    elif isinstance(node, s.Chosen):
        yield from added(node.cells)
    elif isinstance(node, s.Negative | s.Arithmetic) and operators <= {"+", "-"}:
        for each in (node.operand,) if isinstance(node, s.Negative) else (node.first, *(x.operand for x in node.rest)):
            yield from added(each)
    elif isinstance(node, s.Call) and node.function in ("sum", "maximum", "minimum", "absolute"):
        for each in node.arguments:
            yield from added(each)
