"""Printed numbers of tables, rows and columns, as forms print them and notices cite them: ``01表31行1栏``."""

from __future__ import annotations

import re

from jsrules.base.named import NamedTuple
from jsrules.base.names import fold

_LABEL = r"[0-9]{1,4}(?:[.-][0-9]{1,4}){0,5}"
_LETTER = "[a-z甲乙丙丁戊己庚辛壬癸]"
_TO = r"(?:\.{2,3}|…{1,2}|~|至|到)"
_ROW = rf"(?:第?(?:{_LABEL})行|行(?:次)?(?:{_LABEL})|row(?:{_LABEL})|line(?:{_LABEL}))"
_COLUMN = (
    rf"(?:第?(?:{_LABEL}|{_LETTER}|\({_LABEL}\))[栏列]|[栏列](?:次)?(?:{_LABEL}|{_LETTER}|\({_LABEL}\))"
    rf"|column(?:{_LABEL}|{_LETTER}))"
)
_ENDS = "(?P<{0}>{1}|{2}{3}{1}|{1}{3}(?:{1}|{2}))"
_ROWS, _COLUMNS = (_ENDS.format(name, one, _LABEL, _TO) for name, one in (("rows", _ROW), ("columns", _COLUMN)))
_TABLE = r"(?P<table>\w*?[0-9]{1,3}(?:-[0-9]{1,2})?表|表[0-9]{1,3}(?:-[0-9]{1,2})?)?"
# [1.A], [1.1 A]: a row and a letter, as forms of supervision print them.
_LETTERED = rf"(?P<rows>{_LABEL})\.?(?P<columns>[a-z])"
_PATTERNS = (f"{_TABLE}{_ROWS}(?:{_COLUMNS})?", _TABLE + _COLUMNS, _TABLE + _COLUMNS + _ROWS, _LETTERED)
_END = rf"{_LABEL}|{_LETTER}(?=[栏列])|(?<=[栏列]){_LETTER}|(?<=column)[a-z]|\A[a-z]\Z"
_NUMBERED_TABLE = r"\D*?0*([0-9]+(?:-[0-9]+)?)表|表0*([0-9]+(?:-[0-9]+)?)"
# 10行1栏..13行1栏: from one cell to another.
_FROM_TO = rf"(.*[行栏列0-9a-z]){_TO}(.*[行栏列].*)"

_MAXIMUM = 60
"""Longer texts are no printed numbers: looking for some in them would take long."""

Ends = tuple[str, ...]
"""The first and last of some rows or columns; one of a single row, none where none is named."""


class PrintedPlace(NamedTuple):
    """What a text such as ``01表31行1栏`` names, by printed numbers; ``table`` is empty where it names none."""

    table: str
    rows: Ends
    columns: Ends


def line_label(text: str) -> str:
    """A printed number in one spelling: ``01``, ``第1行`` and ``(1)`` are ``1``; empty for what is none."""
    bare = fold(text).strip("()[].、").removeprefix("第").rstrip("行栏列")
    if re.fullmatch(_LABEL, bare) is None:
        return bare.upper() if re.fullmatch(_LETTER, bare) else ""
    return re.sub(r"[0-9]+", lambda number: str(int(number[0])), bare)


def printed_place(text: str) -> PrintedPlace | None:
    """The table, rows and columns that a text names by their printed numbers; None when it is no such text."""
    folded = fold(text)
    if len(folded) > _MAXIMUM or (not any("0" <= each <= "9" for each in folded) and not re.search("[栏列]", folded)):
        return None
    for pattern in _PATTERNS:
        match = re.fullmatch(pattern, folded)
        if match is not None:
            found = match.groupdict()
            return PrintedPlace(found.get("table") or "", _ends(found.get("rows")), _ends(found.get("columns")))
    ends = re.fullmatch(_FROM_TO, folded)
    return from_to(printed_place(ends[1]), printed_place(ends[2])) if ends is not None else None


def from_to(low: PrintedPlace | None, high: PrintedPlace | None) -> PrintedPlace | None:
    """What lies from one place to another of a table: rows of one column, or columns of one row."""
    if low is None or high is None or high.table not in ("", low.table):
        return None
    if len(low.rows) == len(high.rows) == 1 and high.columns in ((), low.columns):
        return PrintedPlace(low.table, (*low.rows, *high.rows), low.columns)
    if len(low.columns) == len(high.columns) == 1 and high.rows in ((), low.rows):
        return PrintedPlace(low.table, low.rows, (*low.columns, *high.columns))
    return None


def _ends(text: str | None) -> Ends:
    return tuple(line_label(each) for each in re.findall(_END, text)) if text else ()


def table_number(text: str, alone: bool = True) -> str:
    """The number in a table's printed number: ``1`` of ``公开01表``; empty when there is none.

    Not ``alone``, a title may follow: ``表1 收支总表``.
    """
    match = (re.fullmatch if alone else re.match)(_NUMBERED_TABLE, fold(text))
    return (match[1] or match[2]) if match else ""
