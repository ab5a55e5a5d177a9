"""Comparisons of texts: what is printed in cells, names of rows and columns, notes, entries of the head, and dates.

Imported when a rule compares texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from jsrules.base.dates import Period, read_period
from jsrules.base.names import fold, is_like, listed, normal
from jsrules.base.number import FigureError, parse_figure
from jsrules.checks.places import is_text
from jsrules.engine.ranges import Empty, NoAnswer
from jsrules.model.ground import Blank, GroundCondition, Place
from jsrules.model.reason import Reason, Subject, subject_of
from jsrules.model.report import Cell
from jsrules.model.syntax import Call, Cells, Compare, Comparison, Expression, Header, Note, PrintedName, Text

if TYPE_CHECKING:
    from jsrules.engine.algebra import Algebra
    from jsrules.model.report import Report


class Printed(NamedTuple):
    """A text with its place: ``cell`` is where it is printed, ``blank`` where nothing is; neither for other texts."""

    text: str
    cell: Cell | None = None
    blank: Blank | None = None

    @property
    def subject(self) -> Subject | None:
        """The cell, as what a reason is about."""
        if self.cell is not None:
            return subject_of(self.cell)
        return Subject("cell", *self.blank) if self.blank is not None else None


def printed_text(algebra: Algebra, node: Expression, place: Place) -> Printed:
    """The text that an expression stands for.

    Raises `Absent` when it is not given, `Elsewhere` when the current row or column does not exist where it is looked
    up.
    """
    if isinstance(node, Cells):
        found = algebra.reach.printed_in(node, place)
        if isinstance(found, Blank):
            return Printed("", blank=found)
        return Printed(normal(found.amount.text if found.amount is not None else found.problem), found)
    if isinstance(node, PrintedName):
        return Printed(_name(algebra.report, node, place))
    assert isinstance(node, Header | Note | Text)
    return Printed(normal(algebra.reach.text(node)))


def _name(report: Report, node: PrintedName, place: Place) -> str:
    """The name of the current row as it is printed, but for its code, or of the current column.

    Between tables a row goes by its name in the first one that has it.
    """
    place = place.meant(node.outer)
    if node.axis == "column":
        return report.forms.forms[place.form].blocks[place.block].columns[place.column].name
    places = [(place.form, place.block)]
    if place.form < 0:
        places = [
            (number, block)
            for number, table in sorted(report.tables.items())
            for block, written in enumerate(table.blocks)
            if place.row in written.rows
        ]
    form, block = places[0]
    row = report.tables[form].blocks[block].rows[place.row]
    label = normal(row.label)
    name = label.removeprefix(row.code).strip() if row.code else label
    declared = report.forms.forms[form].blocks[block].row(place.row)
    return name or (declared.name if declared is not None else row.code)


def fits(algebra: Algebra, node: Call, place: Place) -> bool:
    """``形如(text, pattern)``."""
    text, pattern = (printed_text(algebra, each, place).text for each in node.arguments)
    if isinstance(node.arguments[0], PrintedName):
        text, pattern = fold(text), fold(pattern)
    return is_like(text, pattern)


def is_listed(algebra: Algebra, node: Call, place: Place) -> bool:
    """``列有(list, name)``: whether a list has the name, or another one of the same row or account."""
    forms, (cell, row) = algebra.report.forms, node.arguments
    names, name = (printed_text(algebra, each, place) for each in node.arguments)
    known, code = {fold(name.text)}, ""
    if isinstance(row, PrintedName) and row.axis == "row":
        place = place.meant(row.outer)
        code = place.row if place.row.isdigit() else ""
        declared = forms.forms[place.form].blocks[place.block].row(place.row) if place.form >= 0 else None
        known.update(map(fold, (declared.name, *declared.aliases) if declared is not None else ()))
    where = names.cell or names.blank
    if isinstance(cell, Cells) and where is not None:
        for several, each in forms.accounts(forms.list_of(cell.form, cell.block, where.row, where.column)):
            if (code and each == code) or known.intersection(map(fold, several)):
                known.update(map(fold, several))
    return not known.isdisjoint(listed(names.text))


def compare_texts(algebra: Algebra, node: Compare, place: Place) -> bool:
    """The truth of a comparison of texts. Two dates are compared as dates, names without spaces and case.

    Raises `NoAnswer` when a figure faces a text, and when it cannot be told which date comes first.
    """
    left, right = (printed_text(algebra, each, place) for each in (node.left, node.right))
    if isinstance(node.left, PrintedName) or isinstance(node.right, PrintedName):
        return (fold(left.text) == fold(right.text)) is (node.operator != "<>")
    for figure, other in ((left, right), (right, left)):
        if figure.cell is not None and figure.cell.amount is not None and not _goes_with_figures(other):
            raise NoAnswer(Reason("figure_for_text", figure.subject, (figure.text, other.text)))
    one, two = read_period(left.text), read_period(right.text)
    if node.operator in ("=", "==", "<>"):
        same = _same_date(left, one, right, two) if one is not None and two is not None else left.text == right.text
        if same and node.operator != "<>" and left.blank is not None and right.blank is not None:
            raise Empty
        return same is (node.operator != "<>")
    for side, period in ((left, one), (right, two)):
        if period is None:
            raise NoAnswer(
                Reason("not_stated", side.subject)
                if side.blank is not None
                else Reason("no_date", side.subject, (side.text,))
            )
    assert one is not None and two is not None
    return _in_order(node.operator, left, one, right, two)


def _goes_with_figures(other: Printed) -> bool:
    """Whether the print of a figure may be compared with this: a number, a date, another print, or nothing."""
    if other.cell is not None or not other.text or read_period(other.text) is not None:
        return other.cell is None or other.cell.amount is not None
    try:
        return parse_figure(other.text) is not None
    except FigureError:
        return True  # 0012, as a code


def _same_date(left: Printed, one: Period, right: Printed, two: Period) -> bool:
    if one == two or one.last < two.first or two.last < one.first:
        return one == two
    raise _vague(left, right)


def _in_order(operator: Comparison, left: Printed, one: Period, right: Printed, two: Period) -> bool:
    """Whether one date stands so to another, whichever day is meant where none is written."""
    if operator in (">", ">="):
        operator, left, one, right, two = ("<" if operator == ">" else "<="), right, two, left, one
    if one == two:
        return operator == "<="
    if one.last < two.first or (operator == "<=" and one.last == two.first):
        return True
    if one.first > two.last or (operator == "<" and one.first == two.last):
        return False
    raise _vague(left, right)


def _vague(left: Printed, right: Printed) -> NoAnswer:
    return NoAnswer(Reason("vague_date", left.subject or right.subject, (left.text, right.text)))


def facing_texts(report: Report, ground: GroundCondition) -> tuple[Printed, Printed] | None:
    """The two texts that a comparison is about, for who reads of it; None when it is none of texts."""
    from jsrules.engine.algebra import Algebra
    from jsrules.engine.measure import as_stated

    node, algebra = ground.node, Algebra(as_stated(report, ground))
    if not isinstance(node, Compare) or not compares_texts(algebra, node, ground.place):
        return None
    try:
        return printed_text(algebra, node.left, ground.place), printed_text(algebra, node.right, ground.place)
    except NoAnswer:
        return None


def compares_texts(algebra: Algebra, node: Compare, place: Place) -> bool:
    """Whether a comparison is one of texts; of two cells of a report without a form set the print says it."""
    if is_text(node.left) or is_text(node.right):
        return True
    if not algebra.reach.forms.inferred or not isinstance(node.left, Cells) or not isinstance(node.right, Cells):
        return False
    return _hold_texts(algebra, node.operator, node.left, node.right, place)


def _hold_texts(algebra: Algebra, operator: Comparison, left: Cells, right: Cells, place: Place) -> bool:
    """Whether two cells hold texts that can be compared: ``==`` and ``<>`` compare any, ``=`` what can be no mistyped
    figure, and every sign what is compared with a date.
    """
    try:
        one, two = (algebra.reach.printed_in(each, place) for each in (left, right))
    except NoAnswer:
        return False
    texts = ["" if isinstance(each, Blank) else normal(each.problem) for each in (one, two)]
    if any(not text and not isinstance(each, Blank) for text, each in zip(texts, (one, two), strict=True)):
        return False  # a figure
    if any(read_period(each) is not None for each in texts):
        return True
    if not all(texts):
        return False
    return operator in ("==", "<>") or (
        operator == "=" and (texts[0] == texts[1] or not any(each.isdigit() for each in "".join(texts)))
    )
