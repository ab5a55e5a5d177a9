"""The cells of one report: numbered as they are read, each with its amount and place."""

from __future__ import annotations

from jsrules.base.number import FigureError, is_blank, parse_figure
from jsrules.base.units import NO_UNIT, TEXT, UNSTATED, find_unit
from jsrules.model.form import ColumnForm, RowForm
from jsrules.model.report import ILLEGIBLE, ILLEGIBLE_SIGNS, Amount, Cell
from jsrules.readers.reports.amounts import AmountReader, AmountScope
from jsrules.readers.reports.choices import as_list, check_choice
from jsrules.readers.reports.nodes import Scalar, Sequence
from jsrules.readers.reports.problems import AmountError, Problems, no_scalar
from jsrules.readers.reports.splits import may_hold_splits

# In a report without a form set these look like something else than a figure: 0012 may be the number of a room.
# Malformed figures are refused there, too.
_OTHER_THINGS = frozenset(("zeros", "colon", "letters"))


_MAXIMUM_BEHIND = 100


class CellReader:
    """Reads scalars into cells. ``lenient``: a text that is no figure stays a text (a report without a form set)."""

    def __init__(self, problems: Problems, lenient: bool = False) -> None:
        self.cells: list[Cell] = []
        self.restated: list[int] = []
        self._problems = problems
        self._lenient = lenient
        self._figures: dict[tuple[str, AmountScope], AmountReader] = {}
        self.may_hold_splits = may_hold_splits(problems.source)

    def figures(self, unit: str, scope: AmountScope) -> AmountReader:
        """The reader of figures for cells of a declared unit; without one they are money."""
        known = self._figures.get((unit, scope))
        if known is None:
            found = NO_UNIT if unit == UNSTATED else (find_unit(unit) if unit else None) or scope.money
            known = AmountReader(found, scope.floor if found.dimension in ("money", "") else 0, self._lenient)
            self._figures[unit, scope] = known
        return known

    def of_column(self, form: RowForm | ColumnForm, scope: AmountScope) -> AmountReader:
        """The reader for the cells of a declared column, or of a row with a unit of its own."""
        if not form.choices and not form.list_of:
            return self.figures(form.unit, scope)
        words = AmountReader(TEXT, 0)
        words.choices, words.is_list = form.choices, bool(form.list_of)
        return words

    def cell(self, place: tuple[int, int, str, int], figures: AmountReader, value: Scalar) -> Cell:
        """The cell for a scalar at a place (form, block, row, column); what is wrong with its figure is noted."""
        amount: Amount | None = None
        problem = ""
        try:
            if value.text.strip() in ILLEGIBLE_SIGNS:
                problem = ILLEGIBLE
            elif figures.textual:
                problem = "" if is_blank(value.text) else value.text
                if problem and figures.choices:
                    check_choice(self._problems, value, figures.choices)
            else:
                amount = figures.read(value.text)
        except AmountError as error:
            if not self._note_colon(error, value):
                if self._lenient and self._may_be_text(error, place[2], value.text):
                    problem = value.text
                else:
                    self._problems.add(error.code, error.message, value, remedy=error.remedy)
        form, block, row, column = place
        cell = Cell(len(self.cells), form, block, row, column, amount, value.line, value.column, problem)
        self.cells.append(cell)
        return cell

    def statements(self, place: tuple[int, int, str, int], figures: AmountReader, node: Sequence) -> Cell | None:
        """The cell for a list of statements of one figure: the first of them, which holds the others. Blank ones state
        nothing.
        """
        if figures.is_list:
            return self.cell(place, figures, as_list(node))
        for item in node.items:
            if not isinstance(item, Scalar):
                no_scalar(self._problems, item)
        items = [each for each in node.items if isinstance(each, Scalar)]
        cells = [self.cell(place, figures, each) for each in items if not is_blank(each.text)]
        if not cells:
            return self.cell(place, figures, items[0]) if items else None
        for number, cell in enumerate(cells, 1):
            cell.statement = number
        if len(cells) > 1:
            cells[0].restated = tuple(cells[1:])
            self.restated.append(cells[0].index)
        return cells[0]

    def _may_be_text(self, error: AmountError, row: str, text: str) -> bool:
        """Whether a text that is no figure may stand for something else."""
        if error.code != "E116" or error.reason in _OTHER_THINGS:
            return error.code != "E127"
        from jsrules.base.unreadable import is_other_thing

        return is_other_thing(row.rsplit(".", 1)[-1], text)

    def _note_colon(self, error: AmountError, value: Scalar) -> bool:
        """Whether what is wrong is a colon that YAML took for part of a text; then it is noted.

        Without a form set a text may hold a colon, unless a figure stands behind it.
        """
        if error.code != "E115" or not value.plain:
            return False
        from jsrules.readers.reports.yaml_errors import misread_colon

        source = self._problems.source
        found = misread_colon(source, value)
        if found is None:
            return False
        end = found.labels[0].span.end
        behind = source.text[end : end + _MAXIMUM_BEHIND].split("\n", 1)[0].strip()
        if self._lenient and not _is_figure(behind):
            return False
        self._problems.take(found)
        return True


def _is_figure(text: str) -> bool:
    try:
        return parse_figure(text) is not None
    except FigureError:
        return True
