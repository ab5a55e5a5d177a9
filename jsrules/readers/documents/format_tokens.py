"""Number formats of spreadsheets as tokens: ``#,##0.00;[Red](#,##0.00);"-";@`` are four sections."""

from __future__ import annotations

import re
from typing import Literal

from jsrules.base.record import Record
from jsrules.readers.documents.stored_numbers import StoredNumber, parse_stored

TokenKind = Literal["literal", "digit", "point", "group", "percent", "exponent", "fraction", "general", "text", "date"]
SectionKind = Literal["number", "date", "general", "text", "literal"]
FormatComparison = Literal["<", "<=", ">", ">=", "=", "<>"]

_LONGEST = 1000
"""Characters of a format; what lies beyond is not read."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)(?:"|$)|[\\!](?P<escaped>.)|(?P<padding>[_*].)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<exponent>E[+-])|(?P<date>AM/PM|A/P|上午/下午|y+|m+|d+|h+|s+|a{3,4}|e+|g+)"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<group>,)|(?P<percent>%)|(?P<fraction>/)|(?P<text>@)|(?P<literal>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*([-+.0-9eE]+)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
_ELAPSED = re.compile("h+|m+|s+", re.IGNORECASE)


class FormatToken(Record):
    """A piece of a format: what it is, and as it is written; of a literal, what it shows."""

    kind: TokenKind
    text: str


class FormatSection(Record):
    """One part of a format. ``condition``: for which numbers it is, where it says so; ``numerals``: 1 for 一二三."""

    kind: SectionKind
    tokens: tuple[FormatToken, ...]
    condition: tuple[FormatComparison, StoredNumber] | None = None
    numerals: int = 0


def sections(code: str) -> tuple[FormatSection, ...]:
    """The sections of a format, at most four; one of no tokens shows nothing."""
    tokens: list[list[FormatToken]] = [[]]
    conditions: list[tuple[FormatComparison, StoredNumber] | None] = [None]
    numerals = [0]
    for match in _TOKEN.finditer(code[:_LONGEST]):
        kind, text = match.lastgroup or "", match[0]
        if text == ";":
            tokens.append([])
            conditions.append(None)
            numerals.append(0)
        elif kind == "bracket":
            _bracket(match["bracket"], tokens[-1], conditions, numerals)
        elif kind == "padding":
            tokens[-1].append(FormatToken("literal", " " if text[0] == "_" else ""))
        elif kind in ("quoted", "escaped", "literal"):
            tokens[-1].append(FormatToken("literal", match[kind]))
        else:
            tokens[-1].append(_token(kind, text))
    return tuple(
        FormatSection(_kind(own), tuple(own), condition, numeral)
        for own, condition, numeral in zip(tokens[:4], conditions, numerals, strict=False)
    )


def _token(kind: str, text: str) -> FormatToken:
    for known in ("digit", "point", "group", "percent", "exponent", "fraction", "general", "text"):
        if kind == known:
            return FormatToken(known, text)
    return FormatToken("date", text)


def _bracket(
    inside: str,
    tokens: list[FormatToken],
    conditions: list[tuple[FormatComparison, StoredNumber] | None],
    numerals: list[int],
) -> None:
    """A condition, a currency, elapsed time or numerals; colours and languages show nothing."""
    condition, currency = _CONDITION.fullmatch(inside), _CURRENCY.fullmatch(inside)
    if condition is not None:
        limit = parse_stored(condition[2])
        for known in ("<", "<=", ">", ">=", "=", "<>"):
            if limit is not None and condition[1] == known:
                conditions[-1] = (known, limit)
    elif currency is not None:
        tokens.append(FormatToken("literal", currency[1]))
    elif _ELAPSED.fullmatch(inside):
        tokens.append(FormatToken("date", f"[{inside.lower()}]"))
    elif inside.upper() == "DBNUM1":
        numerals[-1] = 1


def _kind(tokens: list[FormatToken]) -> SectionKind:
    kinds = {token.kind for token in tokens}
    if "date" in kinds and "general" not in kinds:
        return "date"
    if "general" in kinds or ("fraction" in kinds and "digit" in kinds):
        return "general"
    if "digit" in kinds:
        return "number"
    return "text" if "text" in kinds else "literal"
