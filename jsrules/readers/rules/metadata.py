"""The lines of metadata below a rule, and what reports rules are for: a part of the builder."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, Protocol, cast

from jsrules.base.diagnostic import Severity
from jsrules.base.language import say
from jsrules.base.source import Span
from jsrules.base.years import parse_years, year_pieces
from jsrules.model.keywords import meanings
from jsrules.model.statements import Applicability, Applies, Missing, Nature, NatureScope
from jsrules.readers.rules.selectors import Misplaced


class Tok(Protocol):
    """A token of the parser: a string that knows its type and place."""

    type: str
    start_pos: int
    end_pos: int

    def __str__(self) -> str: ...


class Meta(NamedTuple):
    """One line of metadata; ``word`` is its keyword as written."""

    key: str
    value: object
    word: str
    span: Span


_SEVERITIES = cast("dict[str, Severity]", meanings("LEVEL_NAME"))
_NATURES = cast("dict[str, Nature]", meanings("NATURE_NAME"))
_MISSING = cast("dict[str, Missing]", meanings("MISSING_WORD"))
_APPLIES = cast("dict[str, Applicability]", meanings("APPLIES_TO"))
_YES_NO = meanings("YES_NO")


def span_of(token: Tok) -> Span:
    """Where a token stands."""
    return Span(token.start_pos, token.end_pos)


class MetadataBuilder:
    """The productions of metadata; ``source_text`` is the text as written."""

    def __init__(self) -> None:
        self.source_text = ""

    def _written(self, span: Span) -> str:
        return self.source_text[span.start : span.end].strip()

    def applies(self, items: list[Any]) -> Applies:
        token, kind, text = items
        written = self._free_text(text)
        values = tuple(each for each in re.split(r"[,，、\s]+", written) if each)
        span = span_of(token).to(span_of(text))
        axis = _APPLIES[str(kind)]
        if axis == "year":
            several = [parse_years(each) for each in year_pieces(written)]
            if not all(several):
                raise Misplaced(
                    say("“{text}”不是年度", "“{text}” is no year", text="、".join(values)),
                    span_of(text),
                    say("写成 2021、2020..2022 或 2020..", "write 2021, 2020..2022 or 2020.."),
                )
            values = tuple(text for years in several if years is not None for text in years.written)
        return Applies(axis, values, span)

    def _meta(self, key: str, value: object, items: list[Any]) -> Meta:
        end = items[-1].start_pos + len(str(items[-1]).rstrip())  # a text reaches over the spaces where a comment was
        return Meta(key, value, str(items[0]), Span(items[0].start_pos, end))

    def nature(self, items: list[Any]) -> Meta:
        return self._meta("nature", _NATURES[str(items[1])], items)

    def nature_scope(self, items: list[Any]) -> NatureScope:
        return NatureScope(_NATURES[str(items[1])], span_of(items[0]).to(span_of(items[1])))

    def level(self, items: list[Any]) -> Meta:
        return self._meta("level", _SEVERITIES[str(items[1])], items)

    def basis(self, items: list[Any]) -> Meta:
        return self._meta("basis", self._free_text(items[1]), items)

    def message(self, items: list[Any]) -> Meta:
        return self._meta("message", self._free_text(items[1]), items)

    def tags(self, items: list[Any]) -> Meta:
        words = tuple(word for word in re.split(r"[,，、\s]+", self._free_text(items[1])) if word)
        return self._meta("tags", words, items)

    def rule_applies(self, items: list[Any]) -> Meta:
        applies: Applies = items[0]
        return Meta("applies", applies, self._written(applies.span).split()[0], applies.span)

    def missing(self, items: list[Any]) -> Meta:
        return self._meta("missing", _MISSING[str(items[1])], items)

    def waivable(self, items: list[Any]) -> Meta:
        return self._meta("waivable", _YES_NO[str(items[1])] == "yes", items)

    def allow(self, items: list[Any]) -> Meta:
        reason = self._free_text(items[2])
        return self._meta("allowed", (str(items[1]), reason), items)

    def comparable(self, items: list[Any]) -> Meta:
        return self._meta("comparable", False, items)

    def _free_text(self, token: Tok) -> str:
        # A comment behind the text is blanked out in the token, not in the source.
        span = Span(token.start_pos, token.start_pos + len(str(token).rstrip()))
        written = self._written(span).lstrip(":：").strip()
        if len(written) >= 2 and written[0] in '"“＂' and written[-1] in '"”＂':
            return written[1:-1]
        return written
