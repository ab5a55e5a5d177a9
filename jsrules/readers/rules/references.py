"""What names, places and ranges of a rule are to the syntax tree: a part of the builder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple, cast

from jsrules.base.language import say
from jsrules.base.lines import printed_place
from jsrules.base.source import NOWHERE, Span
from jsrules.model.keywords import meanings, words_of
from jsrules.model.origins import OWN, SUBORDINATES, Origin, Units
from jsrules.model.syntax import (
    Axis,
    Beside,
    ByName,
    Children,
    Current,
    Details,
    Every,
    Expression,
    Here,
    Index,
    Name,
    OfLevel,
    PrintedName,
    Quantifier,
    Range,
    Selector,
)
from jsrules.readers.rules.metadata import MetadataBuilder, Tok, span_of
from jsrules.readers.rules.selectors import (
    LEVELS,
    QUOTES,
    Misplaced,
    Picked,
    beside,
    by_lines,
    origin_of,
    read_list,
    read_selector,
    unquoted,
)

_AXES = cast("dict[str, Axis]", meanings("quantifier"))
_DETAILS = words_of("DETAILS")
_PRINTED_NAMES, _OUTER = (
    cast("dict[str, Literal['row', 'column']]", meanings(each)) for each in ("PRINTED_NAME", "OUTER")
)
_CURRENT: dict[str, Selector] = {
    **dict.fromkeys(words_of("CURRENT"), Here()),
    **dict.fromkeys(words_of("CHILDREN"), Children()),
    **dict.fromkeys(_DETAILS, Details()),
}
_PART = re.compile(r"(.*)[\[【［]([^\[\]【】［］]*)[\]】］]")
_PATH = re.compile(r"[\[【［]([^\[\]【】［］]*)[\]】］]|[^.．\[【［]+")


class Path(NamedTuple):
    """A dotted name with its place; ``word`` when it is one bare word, which may be a keyword of references.

    ``origin``: 上年 or 下级单位 stood before it. ``last_quoted``: brackets quote its last part. ``beside``: 上一栏 or the
    like stood before or behind its parts, or 外层行, of which only the axis is kept.
    """

    parts: tuple[str, ...]
    span: Span
    word: bool
    origin: Origin = OWN
    last_quoted: bool = False
    beside: Beside | Literal["row", "column"] | None = None


def _names_of(path: str) -> Iterator[str]:
    """The parts of a dotted name, some in brackets."""
    for each in _PATH.finditer(path):
        yield unquoted(each[1], NOWHERE).text if each[1] is not None else each[0]


class ReferenceBuilder(MetadataBuilder):
    """The productions of references and of what quantifiers range over."""

    # -- quantifiers

    def range(self, items: list[Any]) -> Quantifier:
        """A quantifier without axes."""
        domain: tuple[str, ...] = ()
        only: tuple[Selector, ...] = ()
        excluded: tuple[Selector, ...] = ()
        span: Span | None = None
        for each in items:
            if isinstance(each, Path):
                domain, place = each.parts, each.span
            elif isinstance(each, tuple):
                excluded, place = (*excluded, *each[0]), each[1]
            elif each.type in ("DOMAIN", "DOMAIN_PART"):
                place = span_of(each)
                names = self._written(place)
                part = _PART.fullmatch(names) if each.type == "DOMAIN_PART" else None
                domain = tuple(_names_of(part[1] if part is not None else names))
                if part is not None:
                    only = read_list(part[2], place)
                    if not domain and len(only) == 1 and isinstance(only[0], ByName):
                        domain, only = (only[0].name,), ()  # a table, or if there is none of that name a row or column
            else:
                place = span_of(each)
            span = place if span is None else span.to(place)
        assert span is not None
        return Quantifier((), domain, (), only, excluded, span=span)

    def excepted(self, items: list[Any]) -> tuple[tuple[Selector, ...], Span]:
        span = span_of(items[0]).to(span_of(items[-1]))
        if len(items) == 1:
            return (read_selector(Picked(self._written(span), span)),), span
        return tuple(read_selector(self._picked(each)) for each in items if each.type == "SELECTOR"), span

    def quantifiers(self, items: list[Any]) -> Quantifier:
        return cast("Quantifier", items[0])

    def each_list(self, items: list[Any]) -> Quantifier:
        if len(items) == 1:
            return cast("Quantifier", items[0])
        left, right = items
        return Quantifier((*left.axes, *right.axes), span=left.span.to(right.span))

    def each(self, items: list[Any]) -> Quantifier:
        return Quantifier((_AXES[str(items[0])],), span=span_of(items[0]))

    # -- references

    def path(self, items: list[Any]) -> Path:
        parts = tuple(item.text if isinstance(item, Picked) else self._name_of(item) for item in items)
        spans = [item.span if isinstance(item, Picked) else span_of(item) for item in items]
        span = spans[0].to(spans[-1])
        quoted = isinstance(items[-1], Picked)
        origin = origin_of(parts, span, [isinstance(item, Picked) for item in items])
        first = int(origin != OWN)
        parts = parts[first:]
        moved = [
            number
            for number, item in enumerate(items[first:])
            if not isinstance(item, Picked) and (item.type == "BESIDE" or (parts[number] in _OUTER and len(parts) > 1))
        ]
        if not moved:
            return Path(parts, span, len(items) == 1 and not quoted and not first, origin, quoted)
        if len(moved) > 1 or moved[0] not in (0, len(parts) - 1):
            raise Misplaced(
                say("“{word}”写在名称的最前或最后", "“{word}” stands first or last in a name", word=parts[moved[-1]]),
                spans[moved[-1] + first],
                say("写成 {word}.名称 或 [名称, {word}]", "write {word}.NAME or [NAME, {word}]", word=parts[moved[-1]]),
            )
        word = parts[moved[0]]
        selector = _OUTER[word] if word in _OUTER else beside(word)
        return Path(parts[: moved[0]] + parts[moved[0] + 1 :], span, False, origin, quoted, selector)

    def _name_of(self, token: Tok) -> str:
        text = self._written(span_of(token))
        return "".join(text.split()) if token.type == "LINE" else text

    def part(self, items: list[Any]) -> Any:
        if len(items) == 1:
            return items[0]
        opening, selector, closing = items
        return self._picked(selector)._replace(span=span_of(opening).to(span_of(closing)))

    def _picked(self, token: Tok) -> Picked:
        span = span_of(token)
        text = self._written(span)
        return unquoted(text, span)

    def name(self, items: list[Any]) -> Expression:
        path: Path = items[0]
        if path.word:
            word = path.parts[0]
            if word in _PRINTED_NAMES:
                return PrintedName(_PRINTED_NAMES[word], path.span)
            if word in _OUTER:
                return PrintedName(_OUTER[word], path.span, outer=True)
            if word in _CURRENT:
                return Current(_CURRENT[word], path.span)
            if word in LEVELS:
                return Current(OfLevel(LEVELS[word]), path.span)
        if path.beside is not None:
            return self._beside(path, path.beside)
        if len(path.parts) > 1 and path.parts[-1] in _DETAILS and not path.last_quoted:
            *base, above = path.parts[:-1]
            return Index(tuple(base), Details(above), None, path.span, path.origin)
        if not path.parts and path.origin == SUBORDINATES:
            return Units(path.span)
        if not path.parts:
            return Name((self._written(path.span),), path.span)  # a row or column that is called 上年
        if len(path.parts) == 1 and path.last_quoted and not set(QUOTES) & set(self._written(path.span)):
            rows = _several_rows(path)
            if rows is not None:
                return Index((), rows, None, path.span, path.origin)
        return Name(path.parts, path.span, path.origin)

    def _beside(self, path: Path, meant: Beside | Literal["row", "column"]) -> Index:
        """上一栏.余额 as [余额, 上一栏], 上一行.余额 as [上一行, 余额]; alone it is the current cell moved."""
        *base, name = path.parts or ("",)
        other: Selector | None = ByName(name) if name else None
        axis, selector = (meant.axis, meant) if isinstance(meant, Beside) else (meant, Here(outer=True))
        if axis == "row":
            return Index(tuple(base), selector, other, path.span, path.origin)
        return Index(tuple(base), other or Here(), selector, path.span, path.origin)

    def index(self, items: list[Any]) -> Index:
        path = items[0] if isinstance(items[0], Path) else Path((), span_of(items[0]), False)
        picked = [self._picked(each) for each in items if getattr(each, "type", "") == "SELECTOR"]
        span = path.span.to(span_of(items[-1]))
        printed = printed_place(picked[0].text) if len(picked) == 1 and not picked[0].quoted else None
        if printed is not None and printed.rows and printed.columns and not printed.table:
            selected: list[Selector] = [by_lines(printed.rows), by_lines(printed.columns)]
        else:
            selected = [read_selector(each) for each in picked]
        row, *column = selected
        return Index(path.parts, row, column[0] if column else None, span, path.origin)


def _several_rows(path: Path) -> Selector | None:
    """What stands alone in brackets for several rows: [*], [甲..丙]; None for a name, and for printed numbers."""
    text = path.parts[0]
    if text != "*" and (".." not in text or printed_place(text) is not None):
        return None
    selector = read_selector(Picked(text, path.span))
    return selector if isinstance(selector, Every | Range) else None
