"""Splitting a rule file into statements, before any of them is parsed.

A statement is a line together with the lines that continue it and the lines of metadata below it. Splitting first
means that a mistake in one statement cannot hide the next, and that places stay those of the file.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from jsrules.base.source import Span
from jsrules.model.keywords import OPERATORS, alternatives, either, whole

# Full-width punctuation and its twin, one character for one, so that offsets stay true.
_TWINS = str.maketrans(
    "＝＋－−–‐‑﹣×✕＊∗÷／∕（）【】［］，、：；＜＞⩽⩾％．～“”„＂　！｜∣０１２３４５６７８９﹑",
    '=+------****///()[][],,:;<>≤≥%.~"""" !||0123456789、',
)

# 一、营业收入: the mark behind an ordinal parts nothing.
_ORDINAL = re.compile(
    r"(?<!\w)(?:[一二三四五六七八九十百〇]{1,4}|[（(][一二三四五六七八九十百〇\d]{1,4}[）)]|[1-9]\d?|[①-⑳])、(?=\s*[^\W\d])"
)
# One dash is a minus; two, as Chinese writes them, open a remark or stand in a name.
_DASH = re.compile("(?<![—―])[—―](?![—―])")

# 若 …，则 …: the comma that Chinese wants there says nothing.
_BEFORE_THEN = re.compile(rf",(?=\s*{whole('THEN')})")
# 当 … 时，…: the comma behind says nothing, nor does 时 where 则 follows.
_TIME = re.compile(rf"((?:[^\W\d]|_)[ \t]+|[\d)\]%\"][ \t]*)({either('TIME')}(?!\w))([ \t]*)(,?)(\s*{whole('THEN')})?")

METADATA = re.compile(whole("metadata"))
_HEAD = re.compile(whole("declaration"))
# At the margin it is a statement of its own, for the rest of the file; indented it belongs to the rule above.
_MARGIN = re.compile(whole("APPLIES", "NATURE"))
_SIGNS = alternatives(map(re.escape, (*OPERATORS, ",")))
# A word that compares may begin a name, too: it needs an operand before it, or behind it.
_WORDS = either("COMPARED", "WITHIN")
_CONTINUES_BEFORE = re.compile(
    rf"({_SIGNS}|:|(?:^|\W){either('control', 'OR', 'AND')}"
    rf"|^(?!{either('TABLE')}\s).*[\w\])\"]\s+{_WORDS})$"
)
_CONTINUES_AFTER = re.compile(rf"{_SIGNS}|\)|\]|{whole('THEN', 'OR', 'AND')}|{_WORDS}\s+[\w\[(\"]")
_TOKEN = re.compile(r'"[^"\n]*"?|//|#|[\[\]()]')


class Chunk(NamedTuple):
    """One statement's place in the file."""

    start: int
    end: int

    @property
    def span(self) -> Span:
        """Its span."""
        return Span(self.start, self.end)


def normalise(text: str) -> str:
    """The text with full-width punctuation as ASCII and every line end as a newline, character for character."""
    if "、" in text:
        text = _ORDINAL.sub(lambda found: found.group()[:-1] + "﹑", text)
    text = _DASH.sub("-", text.translate(_TWINS))
    if "时" in text or "holds" in text:
        text = _TIME.sub(_without_comma, text)
    text = _BEFORE_THEN.sub(" ", text)
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")
    return text


def _without_comma(match: re.Match[str]) -> str:
    before, time, space, comma, then = match.groups(default="")
    return f"{before}{' ' * len(time) if then else time}{space}{' ' if comma else ''}{then}"


def split_statements(text: str) -> tuple[str, list[Chunk]]:
    """A normalised text with its comments blanked out, and the statements in it."""
    lines: list[tuple[int, str, int]] = []
    start = 0
    pieces: list[str] = []
    for line in text.split("\n"):
        code, depth = _strip_comment(line)
        pieces.append(code)
        lines.append((start, code, depth))
        start += len(line) + 1
    chunks: list[Chunk] = []
    open_brackets = 0
    ended = True
    for start, code, depth in lines:
        bare = code.strip()
        if not bare:
            continue
        begin = start + code.index(bare[0])
        end = start + len(code.rstrip())
        head = _HEAD.match(bare) is not None or _MARGIN.match(code) is not None
        joins = (
            bool(chunks)
            and not head
            and (
                open_brackets > 0
                or not ended
                or METADATA.match(bare) is not None
                or _CONTINUES_AFTER.match(bare) is not None
            )
        )
        if joins:
            chunks[-1] = Chunk(chunks[-1].start, end)
            open_brackets = max(0, open_brackets + depth)
        else:
            chunks.append(Chunk(begin, end))
            open_brackets = max(0, depth)
        ended = METADATA.match(bare) is not None or _CONTINUES_BEFORE.search(bare) is None
    return "\n".join(pieces), chunks


def _strip_comment(line: str) -> tuple[str, int]:
    """The line with its comment replaced by spaces, and how many brackets it leaves open."""
    depth = 0
    if METADATA.match(line.strip()):
        # The text behind a metadata keyword is free; a comment there needs a space before it.
        cut = _metadata_comment(line)
        return (line[:cut] + " " * (len(line) - cut), 0)
    for match in _TOKEN.finditer(line):
        token = match.group()
        if token in ("#", "//"):
            return line[: match.start()] + " " * (len(line) - match.start()), depth
        if token in "[(":
            depth += 1
        elif token in "])":
            depth -= 1
    return line, depth


def on_one_line(text: str) -> str:
    """A part of a statement on one line, without the comments in it."""
    lines = (line[: len(_strip_comment(normalise(line))[0].rstrip())] for line in re.split("\r\n?|\n", text))
    return " ".join(" ".join(lines).split())


def _metadata_comment(line: str) -> int:
    """Where the comment of a metadata line starts; its length when there is none."""
    quoted = False
    for position, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif (
            not quoted
            and (character == "#" or line.startswith("//", position))
            and line[position - 1 : position] in " \t"
        ):
            return position
    return len(line)


def opens_line(word: str) -> bool:
    """Whether a line that starts with this word is taken for a statement's head or for metadata."""
    return opens_statement(word) or METADATA.match(word) is not None


def opens_statement(word: str) -> bool:
    """Whether a line that starts with this word and a space is taken for a statement's head."""
    return _HEAD.match(f"{word} ") is not None


_twins: dict[str, str] = {}


def twins_of(character: str) -> str:
    """An ASCII character and every other that stands for it in a rule file: ``:`` and ``：``."""
    if not _twins:
        wide = "".join(map(chr, (*range(0x80, 0x100), *range(0x2000, 0x3100), *range(0xFF00, 0xFFF0))))
        for other, meant in zip(wide, normalise(wide), strict=True):
            if other != meant:
                _twins[meant] = _twins.get(meant, "") + other
    return character + _twins.get(character, "")
