"""``language.md`` as code, page of doubts: what bare figures of a report without a form set may be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jsrules.base.record import replace
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
        if not isinstance(node, s.Compare) or self.of_texts(node, at):
            return found
        if found.verdict == "violation" and any(self.holds(each, at) for each in self.without_factors(node, at)):
            return Found("undetermined")
        if not self.report.forms.inferred:
            return found
        judged = found.verdict in ("pass", "rounding", "violation")
        if judged and (self.beside_count(node, at) or self.means_percent(node, at, found)):
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

    def holds(self, node: s.Compare, at: At) -> bool:
        """Whether a comparison holds, exactly or within rounding."""
        found = attempt(self.comparison, node, at)
        return isinstance(found, Found) and found.verdict in ("pass", "rounding")

    def without_factors(self, node: s.Compare, at: At) -> Iterator[s.Compare]:
        """印的是百分数而商乘了 100，金额乘或除了 1000、10000、100000000：去掉它的公式。"""
        for figure, product, side in ((node.left, node.right, "right"), (node.right, node.left, "left")):
            cells = attempt(self.printed, figure, at) if isinstance(figure, s.Cells) else None
            if not isinstance(cells, list) or not cells or not cells[0].amount or not isinstance(product, s.Arithmetic):
                continue
            unit, parts = cells[0].amount.unit, [("*", product.first), *((x.operator, x.operand) for x in product.rest)]
            for number, (sign, constant) in enumerate(parts):
                left = parts[:number] + parts[number + 1 :]
                if (
                    not isinstance(constant, s.Constant)
                    or constant.unit
                    or constant.decimals
                    or {"+", "-"} & {each for each, _ in parts}
                ):
                    continue
                others = [(each, x) for each, x in left if not isinstance(x, s.Constant)]
                percent = unit.name == "%" or unit.places == 2
                rate = percent and sign == "*" and constant.mantissa == 100 and "/" in dict(others)
                money = unit.dimension == "money" and len(others) == 1 and constant.mantissa in (1000, 10**4, 10**8)
                if left[0][0] == "*" and (rate or (money and is_money(others[0][1]))):
                    rest = tuple(s.Operation(each, x, s.NOWHERE) for each, x in left[1:])
                    yield replace(node, **{side: s.Arithmetic.of(left[0][1], *rest)})

    def means_percent(self, node: s.Compare, at: At, found: Found) -> bool:
        """不带单位的数相除，与大于 1 的数相比：那个数是百分数，结论就不同。"""
        for side, ratio in (("right", node.left), ("left", node.right)):
            number = getattr(node, side)
            constant = number.operand if isinstance(number, s.Negative) else number
            plain = isinstance(constant, s.Constant) and not constant.unit
            if not plain or constant.mantissa <= 10**constant.decimals or kind(ratio) != "ratio":
                continue
            used = [self.printed(x, at) for x in walk(ratio) if isinstance(x, s.Cells)]
            dimensions = {cell.amount.unit.dimension for cells in used for cell in cells if cell.amount}
            meant: Any = replace(constant, decimals=constant.decimals + 2)
            meant = replace(number, operand=meant) if isinstance(number, s.Negative) else meant
            other = attempt(self.comparison, replace(node, **{side: meant}), at)
            verdicts = {found.verdict, other.verdict if isinstance(other, Found) else ""}
            if dimensions <= {"", "money"} and verdicts <= {"pass", "rounding", "violation"}:
                return "violation" in verdicts and len(verdicts) > 1
        return False

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


def is_money(node: Any) -> bool:
    """Whether all that a formula refers to is money."""
    units = [find_unit(x.unit) for x in walk(node) if isinstance(x, s.Cells)]
    return bool(units) and all(unit is not None and unit.dimension == "money" for unit in units)


def kind(node: Any) -> str:
    """``number``, ``figure`` (不带单位的), ``ratio`` (它们的商), or nothing of these."""
    match node:
        case s.Cells():
            return "" if node.unit else "figure"
        case s.Constant():
            return "" if node.unit else "number"
        case s.Negative(operand) | s.Chosen(operand, _):
            return kind(operand)
        case s.Call(function, arguments):
            same = function in ("sum", "mean", "median", "maximum", "minimum", "absolute")
            return common(map(kind, arguments)) if same else kind(arguments[0]) if function == "round" else ""
        case s.Arithmetic(first, rest):
            found = kind(first)
            for each in rest:
                pair = found, kind(each.operand)
                if each.operator in "+-":
                    found = common(pair)
                elif pair == ("figure", "figure"):
                    found = "ratio" if each.operator == "/" else ""
                elif each.operator == "*":
                    found = {("number", "figure"): "figure", ("figure", "number"): "figure"}.get(
                        pair, "number" if set(pair) == {"number"} else ""
                    )
                else:
                    found = pair[0] if pair[0] != "ratio" and pair[1] == "number" else ""
            return found
    return ""


def common(kinds: Any) -> str:
    """The kind of a sum: numbers go with figures and with ratios."""
    found = set(kinds) - {"number"}
    return "number" if not found else found.pop() if len(found) == 1 else ""
