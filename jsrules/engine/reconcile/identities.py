"""The ground identities of a report for reconciliation, where a blank may turn out to be what was left out.

They are those that were judged, bound once; here their blank cells get numbers and figures of their own, printed as
nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.record import Record, replace
from jsrules.engine.algebra import Algebra
from jsrules.engine.bind import Binder
from jsrules.engine.ranges import NoAnswer
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.truth import is_numeric
from jsrules.engine.weigh import value_of
from jsrules.model.ground import Blank, Ground, GroundCondition, GroundLinear, GroundRatio, Place, Unbound
from jsrules.model.linear import Beyond, Linear
from jsrules.model.outcome import Outcome, RuleInfo
from jsrules.model.report import Amount, Cell, Report
from jsrules.model.syntax import Call, Cells, Chosen, Compare, Expression, If, Logic, Not


class Identity(Record, frozen=False):
    """A ground identity with the rule it comes from; ``outcome`` is the number of its outcome.

    ``condition`` are the cells whose figures decided that it applies, and which cells were chosen for its sums.
    ``certain``: that is so whatever true amounts they stand for.
    """

    outcome: int
    rule: RuleInfo
    ground: Ground
    condition: tuple[int, ...] = ()
    certain: bool = True


class Identities(Record, frozen=False):
    """All ground identities; ``report`` has the blanks that they reach as further cells, printed as nothing."""

    report: Report
    entries: list[Identity]


def collect(report: Report, outcomes: Sequence[Outcome], budget: Budget) -> Identities:
    """The ground identities of the outcomes on a report, in their order.

    Raises `Spent` when they are more than the budget can hold.
    """
    binder, numbers = Binder(report), _Numbering(report)
    entries: list[Identity] = []
    for number, outcome in enumerate(outcomes):
        doubt = outcome.judgement.reason if outcome.judgement.is_doubtful else None
        ground = numbers.ground(outcome.ground) if doubt is None else Unbound(outcome.ground.place, doubt)
        entry = Identity(number, outcome.rule, ground)
        placed = [] if isinstance(ground, Unbound) else [(each, ground.place) for each in ground.under]
        if isinstance(ground, GroundLinear | GroundRatio) and ground.choices:
            placed += ground.choices
        if placed:
            held = [Basis(binder, *each) for each in placed]
            entry.condition = tuple(dict.fromkeys(cell for each in held for cell in each.cells))
            entry.certain = all(each.certain for each in held)
        entries.append(entry)
        budget.spend(len(ground.row.terms) + 10 if isinstance(ground, GroundLinear) else 10)
    return Identities(replace(report, cells=numbers.cells), entries)


class _Numbering:
    """Gives blanks numbers behind those of the report's cells; ``cells`` is all of them."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.cells = list(report.cells)
        self._known: dict[Blank, int] = {}

    def ground(self, ground: Ground) -> Ground:
        """A ground identity with its blanks among its terms; a condition where it is not linear in them."""
        if isinstance(ground, GroundLinear):
            forms = ground.left, ground.right
        elif isinstance(ground, GroundRatio):
            forms = ground.numerator, ground.denominator
        else:
            return ground
        if any(form.bent for form in forms):
            return GroundCondition(ground.place, ground.node, ground.under)
        if not any(form.blanks for form in forms):
            return ground
        first, second = map(self._numbered, forms)
        if isinstance(ground, GroundLinear):
            row = first.copy()  # made anew: terms stay in the order of the formula, its left side first
            row.add(second, -1)
            return replace(ground, row=row, left=first, right=second)
        return replace(ground, numerator=first, denominator=second)

    def _numbered(self, form: Linear) -> Linear:
        made = form.copy()
        made.terms, made.blanks, made.order = {}, {}, ()
        for each in form.order or form.terms:
            if not isinstance(each, Blank):
                made.terms[each] = form.terms[each]
            elif each in form.blanks:
                made.terms[self._number(each)] = form.blanks[each]
                made.printed += 1
        return made

    def _number(self, blank: Blank) -> int:
        known = self._known.get(blank)
        if known is not None:
            return known
        report = self.report.of(blank.origin) or self.report
        forms = self.report.forms
        shape = forms.forms[blank.form].blocks[blank.block]
        block = report.tables[blank.form].blocks[blank.block]
        number = shape.row_index.get(blank.row)
        declared = shape.rows[number] if number is not None else None
        unit = forms.unit_of(blank.form, blank.block, declared, blank.column)
        decimals = (block.decimals or 2) if unit.money else (unit.places and 2 + unit.places)
        if unit.dimension == "" and not unit.name:
            decimals = block.decimals or 2
        amount = Amount("", 0, decimals, unit, exact=True)
        row = block.rows.get(blank.row)
        written = row.cells[blank.column] if row is not None else None
        if written is not None:
            index = written.index
            self.cells[index] = replace(written, amount=amount)
        else:
            index, line = len(self.cells), row.line if row is not None else 0
            place = blank.form, blank.block, blank.row, blank.column
            self.cells.append(Cell(index, *place, amount, line, 1, origin=blank.origin))
        self._known[blank] = index
        return index


class Basis:
    """What the truth of a condition rests on: printed figures,
    and whether it stays the same for all true amounts behind them.
    """

    def __init__(self, algebra: Algebra, node: Expression, place: Place) -> None:
        self.cells: list[int] = []
        self.certain = True
        self._algebra = algebra
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
        elif is_numeric(node, self._algebra, place):
            self._compare(node, place)
        elif isinstance(node, Call) and node.function in ("any", "all"):
            self._of_elements(node, place)

    def _of_elements(self, node: Call, place: Place) -> None:
        for each in node.arguments:
            assert isinstance(each, Chosen) and isinstance(each.cells, Cells)
            try:
                elements = self._algebra.reach.elements(each.cells, place)
            except NoAnswer:
                continue  # what is not there cannot change it
            for element in elements:
                self._visit(each.condition, element)

    def _compare(self, node: Compare, place: Place) -> None:
        self._algebra.choices = []
        try:
            form, right = self._algebra.linear(node.left, place), self._algebra.linear(node.right, place)
        except NoAnswer:
            return  # what is not there cannot change it
        except Beyond:
            self.certain = False
            return
        if not isinstance(form, Linear) or not isinstance(right, Linear):
            self.certain = False
            return
        for each in self._algebra.choices:
            self._visit(*each)
        form.add(right, -1)
        self.cells += [index for index, value in form.terms.items() if value]
        if node.operator == "==":
            return  # of what is printed, whatever it stands for
        value, slack, _ = value_of(self._algebra.report, form)
        self.certain &= not slack or 2 * abs(value) > slack
