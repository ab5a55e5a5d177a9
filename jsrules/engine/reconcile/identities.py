"""The ground identities of a report once more, this time with their blank cells.

The evaluator drops blanks, since they are exactly 0. Here a blank may turn out to be what was left out, so it needs a
number and a coefficient. Conditions, counts and means still look at what is printed only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jsrules.base.record import Record, replace
from jsrules.engine.applicability import outside
from jsrules.engine.bind import Binder
from jsrules.engine.reach import Absent, Elsewhere, Empty, Reach
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.resolved import ResolvedRule
from jsrules.engine.truth import is_numeric, truth_of
from jsrules.engine.weigh import value_of
from jsrules.model.ground import Ground, GroundIdentity, GroundLinear, Place
from jsrules.model.linear import Beyond, Linear
from jsrules.model.report import Amount, Cell, Report
from jsrules.model.syntax import Applies, Call, Cells, Compare, Expression, Here, If, Keys, Logic, Not, Rule


class Identity(Record, frozen=False):
    """A ground identity with the rule it comes from; ``outcome`` is the number of its outcome, as `evaluate` counts
    them.

    ``condition`` are the cells whose figures decided that it applies. ``certain``: it applies whatever true amounts
    they stand for.
    """

    outcome: int
    rule: ResolvedRule
    ground: Ground
    condition: tuple[int, ...] = ()
    certain: bool = True


class Identities(Record, frozen=False):
    """All ground identities; ``report`` has the blanks that they reach as further cells, printed as nothing."""

    report: Report
    entries: list[Identity]


def collect(
    report: Report, sets: Iterable[tuple[Iterable[ResolvedRule], tuple[Applies, ...]]], budget: Budget
) -> Identities:
    """The ground identities of several sets of rules, each with the conditions of its pack, in the order of `evaluate`.

    Raises `Spent` when they are more than the budget can hold.
    """
    binder = _Binder(report)
    entries: list[Identity] = []
    for rules, conditions in sets:
        for resolved in rules:
            excluded = outside(report, (*conditions, *resolved.variants[0].applies))
            if excluded is not None:
                entries.append(Identity(len(entries), resolved, excluded))
                continue
            for variant in resolved.variants:
                for ground in binder.bind(variant):
                    # The binder waits inside the conditions that this one is under.
                    cells = tuple(dict.fromkeys(cell for held in binder.conditions for cell in held.cells))
                    certain = all(held.certain for held in binder.conditions)
                    entries.append(Identity(len(entries), resolved, ground, cells, certain))
                    budget.spend(len(ground.row.terms) + 10 if isinstance(ground, GroundLinear) else 10)
    return Identities(replace(report, cells=binder.known), entries)


class _Condition:
    """What the truth of a condition rests on: printed figures,
    and whether it stays the same for all true amounts behind them.
    """

    def __init__(self, binder: Binder, node: Expression, place: Place) -> None:
        self.cells: list[int] = []
        self.certain = True
        self._binder = binder
        self._visit(node, place)

    def _visit(self, node: Expression, place: Place) -> None:
        if isinstance(node, Logic):
            for each in node.operands:
                self._visit(each, place)
        elif isinstance(node, Not):
            self._visit(node.operand, place)
        elif isinstance(node, If):
            self._visit(node.condition, place)
            self._visit(node.consequence, place)
        elif is_numeric(node):
            self._compare(node, place)

    def _compare(self, node: Compare, place: Place) -> None:
        try:
            form, right = self._binder.linear(node.left, place), self._binder.linear(node.right, place)
        except (Absent, Elsewhere, Empty):
            return  # what is not there cannot change it
        except Beyond:
            self.certain = False
            return
        if not isinstance(form, Linear) or not isinstance(right, Linear):
            self.certain = False
            return
        form.add(right, -1)
        self.cells += [index for index, value in form.terms.items() if value]
        value, slack, _ = value_of(self._binder.report, form)
        self.certain &= not slack or 2 * abs(value) > slack


class _Reach(Reach):
    """Finds blanks as cells of their own; ``cells`` is the report's list, which grows by blanks in rows not written."""

    def __init__(self, report: Report, cells: list[Cell]) -> None:
        super().__init__(report)
        self.cells = cells
        self._blanks: dict[tuple[int, int, str, int, bool], Cell] = {}

    def one(self, node: Cells, place: Place) -> Cell | None:
        """The single cell that a reference means, also where nothing is printed."""
        found = super().one(node, place)
        if found is not None:
            return found
        if type(node.rows) is Keys:
            key = node.rows.keys[0]
        elif type(node.rows) is Here:
            key = place.row
        else:
            key = self.keys(node, place)[0]
        return self.blank(node, key, self.column(node, place))

    def many(self, node: Cells, place: Place) -> list[Cell | None]:
        """The cells that a reference means, also where nothing is printed."""
        found = super().many(node, place)
        if None not in found:
            return found
        width = len(self.forms.forms[node.form].blocks[node.block].columns)
        keys = self.keys(node, place)
        columns = [self.column(node, place)] if len(found) == len(keys) else list(range(width))
        places = [(key, column) for key in keys for column in columns]
        return [
            self.blank(node, key, column) if cell is None else cell
            for cell, (key, column) in zip(found, places, strict=True)
        ]

    def blank(self, node: Cells, key: str, column: int) -> Cell:
        """The blank cell of a place."""
        place = node.form, node.block, key, column, node.prior
        known = self._blanks.get(place)
        if known is None:
            shape = self.forms.forms[node.form].blocks[node.block]
            block = self.block(node.form, node.block, node.prior)
            number = shape.row_index.get(key)
            unit = self.forms.unit_of(node.form, node.block, shape.rows[number] if number is not None else None, column)
            decimals = (block.decimals or 2) if unit.dimension == "money" else (4 if unit.name == "%" else 0)
            if unit.dimension == "" and not unit.name:
                decimals = block.decimals or 2
            amount = Amount("", 0, decimals, unit, exact=True)
            row = block.rows.get(key)
            written = row.cells[column] if row is not None else None
            if written is not None:
                known = replace(written, amount=amount)
                self.cells[written.index] = known
            else:
                line = row.line if row is not None else 0
                index = len(self.cells)
                known = Cell(index, node.form, node.block, key, column, amount, line, 1, prior=node.prior)
                self.cells.append(known)
            self._blanks[place] = known
        return known


class _Binder(Binder):
    """Binds with blanks; whatever depends on what is printed asks an ordinary binder."""

    def __init__(self, report: Report) -> None:
        super().__init__(report)
        self.known = list(report.cells)
        self._printed = Binder(report)
        self.reach: Reach = _Reach(report, self.known)
        self.conditions: list[_Condition] = []

    def bind(self, rule: Rule) -> Iterator[Ground]:
        """The ground identities of one resolved rule."""
        self._printed.reach.missing = rule.missing
        self._printed.reach.work = 0
        return super().bind(rule)

    def _conditional(self, node: If, place: Place) -> Iterator[Ground]:
        self.conditions.append(_Condition(self._printed, node.condition, place))
        yield from super()._conditional(node, place)
        self.conditions.pop()

    def _applies(self, condition: Expression, place: Place) -> bool:
        return truth_of(self._printed, condition, place)

    def _call(self, node: Call, place: Place) -> Linear:
        if node.function == "sum":
            return super()._call(node, place)
        return self._printed._call(node, place)

    def _ratio(self, node: Compare, figure: Expression, other: Expression, place: Place) -> GroundIdentity | None:
        if type(figure) is not Cells:
            return None
        try:
            if self._printed.reach.one(figure, place) is None:
                return self._printed._ratio(node, figure, other, place)
        except Absent:
            pass
        return super()._ratio(node, figure, other, place)
