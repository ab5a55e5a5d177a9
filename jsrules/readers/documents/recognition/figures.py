"""The cells of a document as cells of a report: text as printed, or marked where it cannot be known."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.number import FigureError, is_blank, parse_figure
from jsrules.base.units import TEXT_UNITS, find_unit
from jsrules.model.document import DocumentPlace, GridCell
from jsrules.model.imported import ImportedCell
from jsrules.model.report import ILLEGIBLE, ILLEGIBLE_SIGNS
from jsrules.readers.documents.recognition.captions import plain_text


def imported_cell(cells: Sequence[GridCell], unit: str = "") -> ImportedCell:
    """What stands in one place of a table: a figure, a blank, or something that nobody can tell the figure of.

    ``unit`` is that of the form's column or row; what is printed there may be a text.
    """
    filled = [cell for cell in cells if cell.text.strip()]
    if not filled:
        return ImportedCell("", cells[0].place if cells else None)
    text = plain_text(filled[0].text)
    if len(filled) == 1 and text in ILLEGIBLE_SIGNS:
        return ImportedCell(ILLEGIBLE, filled[0].place)
    if len(filled) == 1 and (unit in TEXT_UNITS or is_figure(text)):
        return ImportedCell(text, filled[0].place, filled[0].stored if filled[0].stored != text else "")
    seen = " ".join(plain_text(cell.text) for cell in filled)
    return ImportedCell(ILLEGIBLE, filled[0].place, "", seen)


def is_figure(text: str) -> bool:
    """Whether a text is a figure of a table, or stands for a blank."""
    if is_blank(text):
        return True
    try:
        figure = parse_figure(text)
    except FigureError:
        return False
    if figure is None:
        return False
    unit = find_unit(figure.unit) if figure.unit else None
    return not figure.percent and (not figure.unit or (unit is not None and bool(unit.money)))


def undecided(seen: str, place: DocumentPlace | None) -> ImportedCell:
    """A cell of which it is not known what is printed there; ``seen`` is what was found."""
    return ImportedCell(ILLEGIBLE, place, "", seen)
