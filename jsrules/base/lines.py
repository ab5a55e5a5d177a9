"""Printed numbers of tables, rows and columns, as forms print them and notices cite them: ``01表31行1栏``."""

from __future__ import annotations

import re
from typing import NamedTuple

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
_PLACES = tuple(re.compile(_TABLE + rest) for rest in (rf"{_ROWS}(?:{_COLUMNS})?", _COLUMNS, rf"{_COLUMNS}{_ROWS}"))
# [1.A], [1.1 A]: a row and a letter, as forms of supervision print them.
_LETTERED = re.compile(rf"(?P<rows>{_LABEL})\.?(?P<columns>[a-z])")
_END = re.compile(rf"{_LABEL}|{_LETTER}(?=[栏列])|(?<=[栏列]){_LETTER}|(?<=column)[a-z]|\A[a-z]\Z")
_NUMBERED_TABLE = re.compile(r"\D*?0*([0-9]+(?:-[0-9]+)?)表|表0*([0-9]+(?:-[0-9]+)?)")

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
    if not any("0" <= each <= "9" for each in folded) and not re.search("[栏列]", folded):
        return None
    for pattern in (*_PLACES, _LETTERED):
        match = pattern.fullmatch(folded)
        if match is not None:
            found = match.groupdict()
            return PrintedPlace(found.get("table") or "", _ends(found.get("rows")), _ends(found.get("columns")))
    return None


def _ends(text: str | None) -> Ends:
    return tuple(line_label(each) for each in _END.findall(text)) if text else ()


def table_number(text: str) -> str:
    """The number in a table's printed number: ``1`` of ``公开01表``; empty when there is none."""
    match = _NUMBERED_TABLE.match(fold(text))
    return (match[1] or match[2]) if match else ""
