"""Numbers for the blanks of a report, and for the figures that nobody knows, behind those of its cells."""

from __future__ import annotations

from jsrules.base.record import replace
from jsrules.engine.weigh import value_of
from jsrules.model.ground import Blank, Ground, GroundCondition, GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.report import Amount, Cell, Report


class Numbering:
    """Gives blanks numbers; ``cells`` is all of them. Those of ``unknown`` are figures that are not known."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.cells = list(report.cells)
        self.unknown: set[Blank] = set()
        self._known: dict[Blank, int] = {}
        self._due: set[int] = set()
        self._blank: set[int] = set()

    @property
    def unknown_cells(self) -> set[int]:
        """The cells of figures that are not known, and that no rule takes for blank."""
        return self._due - self._blank

    def numbered_report(self) -> Report:
        """The report with everything that was numbered as further cells."""
        return replace(self.report, cells=self.cells)

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

    def index_of(self, cell: Cell | Blank) -> int | None:
        """The number of a cell or blank; None where a text stands."""
        if isinstance(cell, Blank):
            return self._number(cell)
        return cell.index if cell.amount is not None else None

    # -- what there is to know of a form

    def has_years(self, form: Linear) -> bool:
        """Whether years are in it: one that differs says itself what it should be."""
        return any(self._amount(index).unit.dimension == "year" for index in form.terms)

    def has_unknown(self, form: Linear) -> bool:
        """Whether a figure that is not known is in it."""
        return any(index in self._due for index in form.terms)

    def knows_units(self, form: Linear) -> bool:
        """Whether the figures in it that are not known are amounts and counts, no rates, years or texts."""
        return not any(
            index in self._due and self._amount(index).unit.dimension in ("ratio", "year", "text", "date")
            for index in form.terms
        )

    def is_bound(self, form: Linear) -> bool:
        """Whether an inequality bounds amounts by a number of the rule, or counts by counts.

        What a figure that is not known is in, where nothing says it, is told by those beside it.
        """
        terms = [(value, self._amount(index).unit) for index, value in form.terms.items() if value]
        bare = {index for index in form.terms if index in self._due and not self._amount(index).unit.name}
        known = [self._amount(index).unit for index, value in form.terms.items() if value and index not in bare]
        if known and all(unit.is_whole for unit in known):
            return True
        signs = {value > 0 for value, _ in terms}
        return len(signs) == 1 and not any(unit.dimension == "ratio" for _, unit in terms)

    def is_rounded(self, form: Linear) -> bool:
        """Whether rounding can move it."""
        return value_of(replace(self.report, cells=self.cells), form)[1] > 0

    def _amount(self, index: int) -> Amount:
        amount = self.cells[index].amount
        assert amount is not None
        return amount

    # -- numbers

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
        if known is None:
            known = self._known[blank] = self._added(blank)
        (self._due if blank in self.unknown else self._blank).add(known)
        return known

    def _added(self, blank: Blank) -> int:
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
        exact = blank not in self.unknown or unit.is_exact(decimals)
        amount = Amount("", 0, decimals, unit, exact=exact)
        row = block.rows.get(blank.row)
        written = row.cells[blank.column] if row is not None else None
        if written is not None:
            self.cells[written.index] = replace(written, amount=amount)
            return written.index
        line = row.line if row is not None else 0
        place = blank.form, blank.block, blank.row, blank.column
        self.cells.append(Cell(len(self.cells), *place, amount, line, 1, origin=blank.origin))
        return len(self.cells) - 1
