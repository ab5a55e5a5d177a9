"""The lines of metadata below a rule, and what reports rules are for: a part of the builder."""

from __future__ import annotations

import re
from collections.abc import Sequence
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
_WEIGHT = re.compile(r"[1-9]\d{0,2}")


def span_of(token: Tok) -> Span:
    """Where a token stands."""
    return Span(token.start_pos, token.end_pos)


_OF_KEPT = ("weight", "basis", "applies", "allowed")


def values_of(metas: Sequence[Meta], *, of_rule: bool = True) -> dict[str, Any]:
    """What the lines of metadata below a statement say, by their keys: of a rule, or else of figures that are kept.

    Raises `Misplaced` for what is said twice, and for what belongs below the other.
    """
    values: dict[str, Any] = {"allowed": (), "applies": ()}
    for meta in metas:
        if (meta.key == "weight") if of_rule else meta.key not in _OF_KEPT:
            raise _below_another(meta, of_rule=of_rule)
        if meta.key in ("allowed", "applies"):
            values[meta.key] += (meta.value,)
            continue
        if meta.key in values:
            raise Misplaced(
                say("同一条规则的元数据写了两次", "the same metadata is given twice for one rule"),
                meta.span,
                say("只留一行", "keep one line"),
            )
        values[meta.key] = meta.value
    return values


def _below_another(meta: Meta, *, of_rule: bool) -> Misplaced:
    if of_rule:
        message = say(
            "“{word}”要写在“不改”下面：规则没有权重",
            "“{word}” belongs below “keep”: a rule has no weight",
            word=meta.word,
        )
        remedy = say("写成两行：不改 名称，下面 权重 3", "write two lines: keep NAME, and below it weight 3")
    else:
        message = say(
            "“{word}”要写在规则下面；“不改”下面只写 权重、依据、适用、允许",
            "“{word}” belongs below a rule; below “keep” stand weight, basis, for and allow",
            word=meta.word,
        )
        remedy = say("删去这一行", "remove this line")
    return Misplaced(message, meta.span, remedy)


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

    def weight(self, items: list[Any]) -> Meta:
        text = str(items[1])
        if not _WEIGHT.fullmatch(text):
            raise Misplaced(
                say("“{text}”不是权重", "“{text}” is no weight", text=text),
                span_of(items[1]),
                say("写成 1 到 999 的整数：权重 3", "write a whole number from 1 to 999: weight 3"),
            )
        return self._meta("weight", int(text), items)

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
