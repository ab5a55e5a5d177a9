"""Formulas in the printed numbers of whole rows or columns, as notices write them: ``31行=27行+28行`` is meant in every
column of figures, ``6栏=7栏+8栏`` in every row.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from jsrules.base.units import TEXT_UNITS
from jsrules.checks.selectors import index_of
from jsrules.model.form import BlockForm, BlockPlace, FormSet
from jsrules.model.keywords import words_of
from jsrules.model.origins import Units
from jsrules.model.syntax import (
    ByLine,
    ByName,
    Cells,
    Compare,
    Current,
    Expression,
    Here,
    Index,
    Name,
    PrintedName,
    Range,
    Selector,
)
from jsrules.model.tree import walk

_HEADER = words_of("REPORT")


class WholeLines(NamedTuple):
    """What a formula ranges over without saying so, columns or rows, and the first of its references."""

    axis: Literal["column", "row"]
    first: Index


def whole_lines(body: Expression) -> WholeLines | None:
    """What a formula ranges over whose references all are to printed numbers of rows, or all to those of columns."""
    found: list[WholeLines] = []
    compares = False
    for each in walk(body):
        if isinstance(each, Current | PrintedName | Units):
            return None
        compares = compares or isinstance(each, Compare)
        if not isinstance(each, Name | Index) or (isinstance(each, Name) and each.parts[0] in _HEADER):
            continue
        index = index_of(each) if isinstance(each, Name) else each
        if index is None:
            return None
        if index.column is None and _is_numbered(index.row):
            found.append(WholeLines("column", index))
        elif isinstance(each, Name) and isinstance(index.row, Here):
            found.append(WholeLines("row", index))
        else:
            return None
    return found[0] if compares and len({each.axis for each in found}) == 1 else None


def _is_numbered(row: Selector) -> bool:
    if isinstance(row, Range):
        return isinstance(row.first, ByLine)
    return isinstance(row, ByLine) or (isinstance(row, ByName) and row.name.isdigit())


def holds_in_each(forms: FormSet, body: Expression, place: BlockPlace, whole: WholeLines) -> bool:
    """Whether a formula, resolved in a block, means something in every column of it, or in every row."""
    cells = [each for each in walk(body) if isinstance(each, Cells)]
    places = [(each.form, each.block) for each in cells]
    if places[:1] != [place]:
        return False
    if whole.axis == "row":
        return all(isinstance(each.rows, Here) for each in cells) and set(places) == {place}
    home, *others = (forms.forms[form].blocks[block] for form, block in dict.fromkeys(places))
    return all(isinstance(each.columns, Here) for each in cells) and all(_has_columns_of(home, each) for each in others)


def _has_columns_of(home: BlockForm, other: BlockForm) -> bool:
    return all(other.column_named(each.name) >= 0 for each in home.columns if each.unit not in TEXT_UNITS)
