"""What expressions come to over the cells of one report: linear forms, quotients, and comparisons of them."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.record import replace
from jsrules.base.units import NO_UNIT, find_unit
from jsrules.engine.ranges import Absent, Empty, NoAnswer
from jsrules.engine.reach import Reach
from jsrules.model.functions import FUNCTIONS
from jsrules.model.ground import Blank, GroundIdentity, GroundLinear, GroundRatio, Place, PlacedCondition, Unbound
from jsrules.model.linear import Beyond, Linear, LinearFold, Quotient
from jsrules.model.origins import OWN, Units
from jsrules.model.reason import Reason, Subject
from jsrules.model.report import Cell, Report
from jsrules.model.syntax import Call, Cells, Chosen, Compare, Expression, Header, Here
from jsrules.model.tree import divides


class Algebra(LinearFold[Place]):
    """Turns expressions into forms over the cells of one report.

    ``alike`` does so for a report with the same rows, whatever is printed in them: what it knows need not be found
    again. ``divided`` is known of expressions, by their identities, while these are kept.
    ``choices`` are the conditions that cells were chosen by since it was emptied, each with the cell's place.
    """

    def __init__(self, report: Report, alike: Algebra | None = None, divided: dict[int, bool] | None = None) -> None:
        self.report = report
        self.reach: Reach = Reach(report, alike.reach if alike is not None else None)
        self.money_power = report.forms.money_power
        self.money_unit = find_unit(report.forms.money_unit) or NO_UNIT
        self.choices: list[PlacedCondition] = []
        known = alike._divided if alike is not None else divided
        self._divided: dict[int, bool] = known if known is not None else {}

    def compare(self, node: Compare, place: Place) -> GroundIdentity:
        """A comparison as a ground identity.

        Raises `Absent`, `Elsewhere`, `Empty`, or `Beyond` when it is not linear.
        """
        if self.choices:
            self.choices = []
        ground = self._compare(node, place)
        if self.choices and not isinstance(ground, Unbound):
            ground.choices = tuple(self.choices)
        return ground

    def _compare(self, node: Compare, place: Place) -> GroundIdentity:
        if node.operator == "=" and node.tolerance is None:
            ratio = self._ratio(node, node.left, node.right, place) or self._ratio(node, node.right, node.left, place)
            if ratio is not None:
                return ratio
        left, right = self.linear(node.left, place), self.linear(node.right, place)
        if isinstance(left, Quotient) or isinstance(right, Quotient):
            raise Beyond
        row = left.copy()
        row.add(right, -1)
        return GroundLinear(place, node, node.operator, row, left, right, node.tolerance)

    def _ratio(self, node: Compare, figure: Expression, other: Expression, place: Place) -> GroundIdentity | None:
        """A bare cell facing a quotient (and constants) or a mean: a figure that was computed,
        then rounded for print.
        """
        if type(figure) is not Cells:
            return None
        divided = self._divided.get(id(other))
        if divided is None:
            divided = self._divided[id(other)] = divides(other)
        if not divided:
            return None
        try:
            cell = self.reach.one(figure, place)
        except Absent as absent:
            if absent.optional or (
                self.report.forms.forms[figure.form].is_prose and figure.form in self.reach.tables(figure)
            ):
                return Unbound(place, Reason("not_stated", absent.what))
            raise
        if not isinstance(cell, Cell):
            return Unbound(place, Reason("not_printed"))
        value = self.linear(other, place)
        assert cell.amount is not None
        unit = cell.amount.unit
        shift = unit.shift(self.money_power)
        if shift:  # into the unit of the figure
            value.scale(10 ** max(0, -shift), 10 ** max(0, shift))
        if isinstance(value, Quotient):
            return GroundRatio(place, node, cell.index, *value.folded())
        if not value.divided:
            return None
        return GroundRatio(place, node, cell.index, value, Linear(constant=1))

    # -- leaves

    def _one(self, node: Cells, at: Place) -> Linear:
        return self.single(self.reach.one(node, at))

    def _many(self, node: Cells, at: Place) -> Linear:
        return self._sum(self.reach.many(node, at))

    def _leaf(self, node: Expression, _at: Place) -> Linear:
        if type(node) is Header:
            return Linear(constant=self.reach.year(node), printed=1)
        raise Beyond

    def single(self, cell: Cell | Blank) -> Linear:
        """One cell as a linear form."""
        if isinstance(cell, Blank):
            return Linear(blanks={cell: 1}, order=(cell,))
        form = Linear({cell.index: 1}, printed=1)
        amount = cell.amount
        assert amount is not None  # what is not printed is blank
        if amount.unit is not self.money_unit:
            self._convert(form, amount.unit)
        return form

    def _sum(self, cells: Sequence[Cell | Blank]) -> Linear:
        form = Linear()
        terms, blanks = form.terms, form.blanks
        for cell in cells:
            if isinstance(cell, Blank):
                blanks[cell] = blanks.get(cell, 0) + form.denominator
            elif cell.amount is not None and cell.amount.unit is self.money_unit:
                terms[cell.index] = terms.get(cell.index, 0) + form.denominator
                form.printed += 1
            else:
                form.add(self.single(cell))
                terms, blanks = form.terms, form.blanks
        if blanks:
            form.order = tuple(dict.fromkeys(each if type(each) is Blank else each.index for each in cells))
        return form

    # -- functions that look at what is printed

    def _function(self, node: Call, at: Place) -> Linear:
        match FUNCTIONS[node.function].linear:
            case "count":  # it says something even when nothing is printed
                if any(type(each) is Units for each in node.arguments):
                    return Linear(constant=self._units(node, at), printed=1)
                return Linear(constant=len(self.printed(node, at)), printed=1)
            case "mean":
                return self._mean(node, at)
        raise Beyond

    def _units(self, node: Call, at: Place) -> int:
        """What a count comes to that is of subordinate units, too."""
        others = tuple(each for each in node.arguments if type(each) is not Units)
        units = len(self.reach.units()) * (len(node.arguments) - len(others))
        return units + len(self.printed(Call("count", others), at))

    def _mean(self, node: Call, at: Place) -> Linear:
        result, count = Linear(), 0
        for argument in node.arguments:
            count += len(self.printed_of(argument, at)) if isinstance(argument, Cells | Chosen) else 1
            result.add(self.part(argument, at))
        if not count:
            raise Empty
        result.scale(1, count)
        result.divided = True
        result.blanks, result.order = {}, ()  # they do not count
        return result

    def printed(self, node: Call, at: Place) -> list[Cell]:
        """The cells that the arguments of a count mean, as far as something is printed there, be it a text.

        Raises `Beyond` when an argument is no reference.
        """
        found: list[Cell] = []
        for argument in node.arguments:
            if not isinstance(argument, Cells | Chosen):
                raise Beyond
            found += self.printed_of(argument, at, texts=True)
        return found

    # -- cells that a condition chooses

    def holds(self, condition: Expression, place: Place) -> bool:
        """Whether a condition holds at a place, for the figures as printed.

        Raises `NoAnswer` when that cannot be told.
        """
        raise NotImplementedError

    def printed_of(self, node: Cells | Chosen, at: Place, texts: bool = False) -> list[Cell]:
        """The printed cells that an argument means; ``texts``: also those that hold a text."""
        return self.reach.printed(node, at, texts) if isinstance(node, Cells) else self.chosen(node, at, texts)[0]

    def chosen(self, node: Chosen, at: Place, texts: bool = False) -> tuple[list[Cell], bool]:
        """The printed cells that satisfy a condition, and whether any was printed at all; ``texts``: also those that
        hold a text.

        Blank ones add nothing, whatever their condition says. Raises `NoAnswer` when a condition cannot be told, or a
        cell that was chosen is not there.
        """
        cells = node.cells
        assert isinstance(cells, Cells)
        one = replace(cells, rows=Here(), columns=Here())
        found: list[Cell] = []
        printed = False
        for place in self.reach.elements(cells, at):
            self.choices.append((node.condition, place))
            cell: Cell | Blank | NoAnswer
            try:
                cell = self.reach.printed_in(one, place) if texts else self.reach.one(one, place)
            except NoAnswer as nothing:
                cell = nothing
            if isinstance(cell, Blank) or not self.fits(node, place):
                printed = printed or isinstance(cell, Cell)
                continue
            if isinstance(cell, NoAnswer):
                raise cell
            printed = True
            found.append(cell)
        return found, printed

    def fits(self, node: Chosen, place: Place) -> bool:
        """Whether the cell at a place satisfies the condition. Raises `NoAnswer`, which leaves a verdict undetermined,
        when that cannot be told.
        """
        try:
            return self.holds(node.condition, place)
        except NoAnswer as nothing:
            if nothing.reason.undecided:
                raise
            origin = node.cells.origin if isinstance(node.cells, Cells) else OWN
            cell = Subject("cell", place.form, place.block, place.row, place.column, origin)
            raise NoAnswer(Reason("unknown_choice", cell)) from None

    def _chosen(self, node: Chosen, at: Place) -> Linear:
        cells, printed = self.chosen(node, at)
        form = self._sum(cells)
        form.printed = max(form.printed, int(printed))  # that none was chosen says something, too
        return form
