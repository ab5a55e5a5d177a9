"""Reports whose texts differ in their figures and in the name of their unit alone are read once; of the others only the
figures are looked at.

What stands between the figures decides how a report is read, and figures of one shape, with so many decimals, are read
alike: which they are makes no difference. So one reading tells where each figure goes. Only figures with decimals that
stand in cells as they are count here; every other sign of the text must be the same, else the report is read as ever.
The first is only met, the second shows where figures go, and the third, read in full as well, must come to what is made
of that, before it is trusted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from operator import add, mul
from typing import NamedTuple

from jsrules.base.bounded import Bounded
from jsrules.base.names import fold
from jsrules.bulk.flat_report import FlatReport, FormFrame, ListRow, Restated, bits_for
from jsrules.model.origins import OWN
from jsrules.model.report import Report
from jsrules.readers.reports.header import COLUMNS, TABLE_NAMES
from jsrules.readers.reports.printed_numbers import NAMES_OF_NUMBERS

_FIGURE = re.compile(r"(?<=[ \[])(0|[1-9][0-9]{0,11}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})\.([0-9]{1,6})(?=[\n,\]%])")
"""A figure: what stands before its point, and behind it."""

_UNIT: Callable[[str], re.Match[str] | None] = re.compile(
    r"(?:\A|\n)单位: ([\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff（）]{0,60})(?=\n)"
).search

_SETTINGS = NAMES_OF_NUMBERS.union(name for name, meant in TABLE_NAMES.items() if meant == COLUMNS)
"""Names, folded, behind which figures decide what a report without a form set is."""

_MOST = 32
"""So many kinds of texts are known at a time; one of 1,000 cells takes some 0.2 MB."""

_MOST_MET = 4096

_LONGEST = 1 << 20


class ReportHead(NamedTuple):
    """What the head of a report says, as far as a corpus tells it apart; empty where it says nothing."""

    kind: str
    unit: str
    year: int | None
    region: str
    unit_kind: str


class KnownReport(NamedTuple):
    """What a report comes to; ``noted``: reading it gave warnings."""

    head: ReportHead
    frame: FormFrame
    flat: FlatReport
    noted: bool


class TextParts(NamedTuple):
    """A text taken apart. ``between`` is all of it but the figures and the name of the unit, with how many decimals
    each figure has; ``digits`` are the figures without points and commas.
    """

    between: tuple[object, ...]
    unit: str
    digits: list[int]


class AlikeTexts(NamedTuple):
    """What reports of one kind of text come to: one of them, and where its figures go.

    ``places`` are the numbers of the values, those of the declared cells before those of further rows and statements,
    ``factors`` take the figures there, and ``values`` are those that are no figures here.
    """

    known: KnownReport
    values: list[int | None]
    places: list[int]
    factors: list[int]


def text_parts(text: str) -> TextParts | None:
    """A text taken apart; None for one that may not be whole, or is too long to be remembered."""
    if not text.endswith("\n") or len(text) > _LONGEST:
        return None
    found = _UNIT(text)
    if found is None:
        return None
    start, end = found.span(1)
    parts = _FIGURE.split(text[:start] + text[end:])
    whole, fractions = parts[1::3], parts[2::3]
    between: tuple[object, ...] = (start, "\x00".join(parts[::3]), tuple(map(len, fractions)))
    if "," in "".join(whole):
        # Within a list a comma parts its entries, whatever is meant by it.
        apart = [at for at, each in enumerate(whole) if "," in each and not parts[3 * at].endswith(": ")]
        between += tuple(apart)
        whole = [each.replace(",", "") for each in whole]
    return TextParts(between, found[1], list(map(int, map(add, whole, fractions))))


class KnownTexts:
    """The kinds of texts that were met, and what they come to."""

    def __init__(self) -> None:
        self._met: Bounded[int, bool] = Bounded(_MOST_MET)
        self._known: Bounded[tuple[object, ...], AlikeTexts] = Bounded(_MOST)
        self._trusted: Bounded[tuple[object, ...], AlikeTexts] = Bounded(_MOST)

    def read(self, parts: TextParts) -> KnownReport | None:
        """What a report of this text comes to; None where it must be read."""
        alike = self._trusted.get(parts.between)
        if alike is None:
            return None
        known = alike.known
        return known._replace(head=known.head._replace(unit=parts.unit), flat=_filled(alike, parts.digits))

    def learn(self, text: str, parts: TextParts, report: Report, read: KnownReport) -> None:
        """Remember what a report of this text came to, once a second one comes; trust it at the third."""
        alike = self._known.get(parts.between)
        if alike is not None:
            known = alike.known
            made = known._replace(head=known.head._replace(unit=parts.unit), flat=_filled(alike, parts.digits))
            if made == read:
                self._trusted.put(parts.between, alike)
            return
        if self._met.get(hash(parts.between)) is None:
            self._met.put(hash(parts.between), True)
            return
        alike = _alike(text, parts, report, read)
        if alike is not None:
            self._known.put(parts.between, alike)


def _filled(alike: AlikeTexts, digits: Sequence[int]) -> FlatReport:
    """A report of a known kind of text with these figures."""
    values = alike.values.copy()
    found = list(map(mul, alike.factors, digits))
    for place, value in zip(alike.places, found, strict=True):
        values[place] = value
    flat = alike.known.flat
    at = len(flat.values)
    rows: list[ListRow] = []
    for row in flat.rows:
        end = at + len(row.values)
        where, number, key, code, label, level, _, state = row
        rows.append(ListRow(where, number, key, code, label, level, values[at:end], state))
        at = end
    restated: list[Restated] = []
    for each in flat.restated:
        restated.append(each._replace(value=values[at]))
        at += 1
    bits = bits_for(max(map(abs, filter(None, values)), default=0))
    return flat._replace(values=values[: len(flat.values)], rows=rows, restated=restated, bits=bits)


def _alike(text: str, parts: TextParts, report: Report, read: KnownReport) -> AlikeTexts | None:
    """Where the figures of a text go; None where not all of them stand in cells as they are."""
    frame, flat = read.frame, read.flat
    if report.source.text != text or flat.related:
        return None
    if report.forms.inferred and any(fold(part) in _SETTINGS for name in frame.columns for part in name.split(".")):
        return None
    tokens = _tokens(text)
    if len(tokens) != len(parts.digits):
        return None
    numbers = _numbers_of_cells(report, frame, flat)
    starts = _line_starts(text)
    places: dict[int, tuple[int, int]] = {}
    for cell in report.cells:
        amount = cell.amount
        number = numbers.get(cell.index)
        if amount is None or number is None or cell.origin != OWN:
            continue
        start = starts[cell.line - 1] + cell.place - 1
        end = start + len(amount.text)
        token = next((each for each in range(start, end) if each in tokens), None)
        if token is None:
            continue
        _, digits, decimals, length = tokens[token]
        if token in places or text[start:end] != amount.text:
            return None
        factor = 10 ** (flat.decimals - amount.decimals + amount.printed_decimals - decimals)
        if amount.mantissa < 0:
            factor = -factor
        before, behind = amount.text[: token - start], amount.text[token - start + length :]
        if abs(amount.mantissa) != digits * 10 ** (amount.printed_decimals - decimals):
            return None
        if (before or behind) and report.forms.inferred:
            return None  # what else is printed may decide what the report is
        if before and not digits:
            return None  # it may be a sign, which a figure of 0 does not show
        places[token] = (number, factor)
    if len(places) != len(tokens):
        return None
    order = [places[each] for each in sorted(tokens)]
    values = [
        *flat.values,
        *(value for row in flat.rows for value in row.values),
        *(each.value for each in flat.restated),
    ]
    return AlikeTexts(read, values, [each for each, _ in order], [factor for _, factor in order])


def _tokens(text: str) -> dict[int, tuple[int, int, int, int]]:
    """The figures of a text by where they begin: their number, digits, decimals and length."""
    found = {}
    for number, each in enumerate(_FIGURE.finditer(text)):
        whole, fraction = each.groups()
        found[each.start()] = (number, int(whole.replace(",", "") + fraction), len(fraction), len(each[0]))
    return found


def _line_starts(text: str) -> list[int]:
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    return starts


def _numbers_of_cells(report: Report, frame: FormFrame, flat: FlatReport) -> dict[int, int]:
    """The number of the value of each cell, as in `AlikeTexts`, by the cell's own."""
    numbers: dict[int, int] = {}
    rows: dict[tuple[tuple[int, int], str], int] = {}
    at = len(flat.values)
    for row in flat.rows:
        rows[row.place, row.key] = at
        at += len(row.values)
    for number in sorted(report.tables):
        for part, block in enumerate(report.tables[number].blocks):
            for key, written in block.rows.items():
                start = frame.starts.get((number, part, key), rows.get(((number, part), key)))
                for column, cell in enumerate(written.cells):
                    if cell is None or start is None:
                        continue
                    numbers[cell.index] = start + column
                    for again in cell.restated:
                        numbers[again.index] = at
                        at += 1
    return numbers
