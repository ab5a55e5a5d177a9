"""Paragraphs of documents to passages: broken lines joined, titles split off, each passage with its section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from jsrules.base.record import Record
from jsrules.model.document import DocumentParagraph, DocumentPlace, PublishedDocument
from jsrules.readers.prose.grammar import Grammar, ProseSection
from jsrules.readers.prose.plain_text import plain

_NUMERAL = "一二三四五六七八九十"
_MARK = (
    rf"(?:第[{_NUMERAL}]{{1,3}}部分|[{_NUMERAL}]{{1,3}}[、．.]|[（(][{_NUMERAL}]{{1,3}}[）)]、?"
    r"|[0-9]{1,2}[.、．“](?![0-9])|[（(][0-9]{1,2}[）)]|[0-9]{1,2}[)）]|[①-⑳])"
)
MARK = re.compile(rf"\s*[-—·●]?\s*{_MARK}")
_LEVELS = (
    re.compile(rf"\s*第[{_NUMERAL}]{{1,3}}部分"),
    re.compile(rf"\s*[-—·●]?\s*[{_NUMERAL}]{{1,3}}[、．.]"),
    re.compile(rf"\s*[（(][{_NUMERAL}]{{1,3}}[）)]"),
    re.compile(r"\s*[0-9]{1,2}[.、．“](?![0-9])"),
    re.compile(r"\s*[（(]?[0-9]{1,2}[)）]|\s*[①-⑳]"),
)
_LONGEST_TITLE = 70
_STOPS = frozenset("，；！？")
_ENDS = "。：；！？:;!?"
_FIGURE = re.compile(r"[0-9]\s*(?:万|元|%|辆|个|批|人)")
LONGEST_PASSAGE = 30_000
"""Longer paragraphs are cut: nobody writes them, and what is in one sentence costs most."""


class Passage(Record):
    """A passage before it is read: its text, where it stands, and its section by name (empty: none).

    ``level`` is that of a title, -1 for text; ``silent``: it is not of the narrative. ``topic`` is the title above it
    that names no section: often the item, or the project, that it is about.
    """

    text: str
    document: int
    pieces: tuple[tuple[int, DocumentPlace], ...]
    origins: tuple[tuple[int, int, int], ...]
    level: int = -1
    section: str = ""
    silent: bool = True
    topic: str = ""

    def place_at(self, offset: int) -> DocumentPlace:
        """Where the sign at ``offset`` stands in the document."""
        return DocumentParagraph(self.text, self.pieces).place_at(offset)


class Taken(Record):
    """Parts of documents that tables took: by document and part."""

    parts: frozenset[tuple[int, int]] = frozenset()


def passages(documents: Sequence[PublishedDocument], grammar: Grammar, taken: Taken) -> list[Passage]:
    """All text of documents in reading order, with sections."""
    found: list[Passage] = []
    for number, document in enumerate(documents):
        lines = [
            each
            for part, paragraph in enumerate(document.parts)
            if isinstance(paragraph, DocumentParagraph)
            and not paragraph.furniture
            and (number, part) not in taken.parts
            and paragraph.text.strip()
            for each in _split(_line(number, part, paragraph), grammar)
        ]
        joined = _join(lines, grammar, document.kind == "text")
        found += _Outline(grammar).placed(joined)
    return found


def _line(document: int, part: int, paragraph: DocumentParagraph) -> Passage:
    return Passage(paragraph.text[:LONGEST_PASSAGE], document, paragraph.pieces, ((0, part, 0),))


def cut(passage: Passage, start: int, end: int) -> Passage:
    """A part of a passage."""
    pieces = [(max(0, at - start), place) for at, place in passage.pieces if start < at < end]
    origins = []
    for number, (at, part, inner) in enumerate(passage.origins):
        behind = passage.origins[number + 1][0] if number + 1 < len(passage.origins) else len(passage.text)
        if at < end and behind > start:
            origins.append((max(0, at - start), part, inner + max(0, start - at)))
    return Passage(
        passage.text[start:end],
        passage.document,
        ((0, passage.place_at(start)), *pieces),
        tuple(origins),
    )


def joined_with(first: Passage, second: Passage) -> Passage:
    """Two passages as one."""
    shift = len(first.text)
    return Passage(
        first.text + second.text,
        first.document,
        (*first.pieces, *((at + shift, place) for at, place in second.pieces)),
        (*first.origins, *((at + shift, part, inner) for at, part, inner in second.origins)),
    )


def level_of(text: str) -> int:
    """The level of the ordinal that a text begins with; -1 where it begins with none."""
    return next((level for level, mark in enumerate(_LEVELS) if mark.match(text)), -1)


def without_mark(text: str) -> str:
    """A title without its ordinal and without what ends it."""
    match = MARK.match(text)
    return text[match.end() if match else 0 :].strip().rstrip("。：:.．").strip()


def _split(line: Passage, grammar: Grammar) -> Iterator[Passage]:
    """A paragraph apart at the titles that stand within it, and behind the one that it begins with."""
    if not grammar.endings:
        yield line
        return
    cuts: list[int] = []
    for match in _inline_title(grammar.endings).finditer(line.text):
        cuts += [match.start(), match.end()]
    edges = [0, *sorted({each for each in cuts if 0 < each < len(line.text)}), len(line.text)]
    for start, end in pairwise(edges):
        if start in cuts:
            start += _page_number(line.text[start:end])
        if line.text[start:end].strip():
            yield cut(line, start, end) if len(edges) > 2 else line


def _page_number(text: str) -> int:
    """The length of a page number that stands between a title and the text below it."""
    match = _STRAY.match(text)
    return match.end() if match is not None else 0


_STRAY = re.compile(r"\s*[0-9]{1,3}\s+(?=[^\s0-9.、，万元%年月辆个])")
_PATTERNS: dict[tuple[str, ...], re.Pattern[str]] = {}


def _inline_title(endings: tuple[str, ...]) -> re.Pattern[str]:
    if endings not in _PATTERNS:
        some = "|".join(map(re.escape, sorted(endings, key=lambda each: -len(each))))
        year = r"(?:[0-9]{4}\s*年(?:度)?)?"
        _PATTERNS[endings] = re.compile(
            rf"(?:^|(?<=[\s。；])){_MARK}\s*{year}[^，。；：,;:！？\n0-9]{{2,45}}?(?:{some})(?=[\s。：:．]|$)[。：:．]?"
        )
    return _PATTERNS[endings]


def is_title(text: str, grammar: Grammar) -> bool:
    """Whether a paragraph is nothing but a title."""
    if len(text) > _LONGEST_TITLE or level_of(text) < 0:
        return False
    bare = plain(without_mark(text))
    if not bare or any(sign in bare for sign in _STOPS) or "。" in bare or "：" in bare or _FIGURE.search(bare):
        return False
    return bare.endswith(grammar.endings) or any(fits(each, bare) for each in grammar.sections)


def fits(section: ProseSection, title: str) -> bool:
    """Whether a title, in plain signs, is that of a section."""
    if any(word in title for word in section.never):
        return False
    return fits_any(section.titles, title)


def fits_any(several: Iterable[tuple[str, ...]], title: str) -> bool:
    """Whether a title, in plain signs, holds all words of one of several groups."""
    return any(all(word in title for word in words) for words in several)


def _join(lines: Sequence[Passage], grammar: Grammar, wrapped: bool) -> list[Passage]:
    """Lines that go on where the one before them broke off, joined."""
    lengths = sorted(len(each.text) for each in lines)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    hard = wrapped and len(lines) >= 12 and 15 <= width < 70
    found: list[Passage] = []
    last = 0
    for line in lines:
        if found and _goes_on(found[-1], last, line, grammar, width if hard else 0):
            found[-1] = joined_with(found[-1], line)
        else:
            found.append(line)
        last = len(line.text)
    return found


def _goes_on(before: Passage, length: int, line: Passage, grammar: Grammar, width: int) -> bool:
    """Whether a line goes on with the paragraph before it, whose last line is so long; ``width`` is that of full lines
    where all paragraphs are broken into lines, else 0.
    """
    text, above = line.text.strip(), before.text.strip()
    if len(before.text) > LONGEST_PASSAGE or is_title(above, grammar) or is_title(text, grammar):
        return False
    if level_of(text) >= 0 and not above.endswith(("（", "(")):
        return False
    if above[-1:] in _ENDS:
        return bool(width) and length >= width * 4 // 5
    return bool(width) or level_of(above) >= 0 or len(above) > 20


class _Outline:
    """Follows titles down a document and tells of each passage in which section it is."""

    def __init__(self, grammar: Grammar) -> None:
        self._grammar = grammar
        self._open: list[tuple[int, ProseSection | None, str, str]] = []

    def placed(self, found: Iterable[Passage]) -> list[Passage]:
        """The same passages, with levels and sections."""
        return [self._placed(each) for each in found]

    def _placed(self, passage: Passage) -> Passage:
        level = level_of(passage.text) if is_title(passage.text, self._grammar) else -1
        if level >= 0:
            self._enter(level, plain(without_mark(passage.text)))
        section, silent, topic = self._here()
        return Passage(passage.text, passage.document, passage.pieces, passage.origins, level, section, silent, topic)

    def _enter(self, level: int, title: str) -> None:
        """A title: it closes those of its level and below."""
        while self._open and self._open[-1][0] >= level:
            self._open.pop()
        above = next((each for _, each, _, _ in reversed(self._open) if each is not None and not each.container), None)
        if above is not None and not above.silent:
            part = next((name for word, name in above.parts if word in title), "")
            self._open.append((level, above if part else None, part, title))
            return
        own = next((each for each in self._grammar.sections if fits(each, title)), None)
        # Without a title above that is the section's, this one may be that of a part of it already.
        part = next((name for word, name in own.parts if word in title), "") if own is not None else ""
        self._open.append((level, own, part, title))

    def _here(self) -> tuple[str, bool, str]:
        """The section at this point, whether nothing here is of the narrative, and the title that names none."""
        topic = self._open[-1][3] if self._open and self._open[-1][1] is None else ""
        for _, section, part, _ in reversed(self._open):
            if section is None:
                continue
            if section.silent:
                return "", True, ""
            if section.container:
                return "", False, topic
            return part or section.name, False, topic
        return "", True, topic
