"""One spelling for the words of a rule: what the formatter writes for each token, in the author's language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from jsrules.base.source import Span
from jsrules.base.units import SIGNS
from jsrules.base.years import year_pieces
from jsrules.model.functions import BY_WORD, FUNCTIONS
from jsrules.model.keywords import COMPARED, keywords, meanings
from jsrules.model.syntax import ByLine, Range
from jsrules.readers.rules.metadata import Tok
from jsrules.readers.rules.plain_words import OPERAND_ENDS, plain_tokens
from jsrules.readers.rules.selectors import QUOTES, Misplaced, Picked, read_selector
from jsrules.readers.rules.statements import opens_line


class Word(NamedTuple):
    """A word as it will be written: its kind, its text, the spaces before it, and where it stood."""

    kind: str
    text: str
    gap: int
    start: int
    end: int


class SpelledEntry(NamedTuple):
    """A line of metadata as it will be written, with its place among the others and where it stood."""

    rank: int
    text: str
    start: int
    end: int


class Body(NamedTuple):
    """The words of a statement without its metadata.

    ``head`` counts the words of ``规则 名称：`` or ``设 名称 =``, ``opening`` those up to the end of the quantifier.
    """

    words: list[Word]
    head: int
    opening: int


METADATA = tuple(each.name for each in keywords("metadata"))
"""The names of the keywords that open metadata, in the order of their lines."""

# What is written for a keyword with several spellings, in Chinese and English.
_SPELLINGS = {
    "TOLERANCE": ("±", "±"),
    **{
        each.name: (each.written(), each.written(english=True))
        for each in keywords("quantifier", "subset", "control", "logic")
    },
}
_SPELLINGS |= {"WHEN": _SPELLINGS["IF"], "TIME": _SPELLINGS["THEN"]}
_LISTS = {"TAGS", "APPLIES_TO"}
_YEAR_WORDS = [word for word, meaning in meanings("APPLIES_TO").items() if meaning == "year"]
_DOTS = re.compile(r"\s*\.\.\.?\s*")
_SEPARATORS = re.compile(r"[,，、\s]+")


def split_tokens(tokens: Sequence[Tok]) -> tuple[list[Tok], list[list[Tok]]]:
    """The tokens of a statement without its metadata, and those of each line of metadata."""
    starts = [number for number, token in enumerate(tokens) if number and token.type in METADATA]
    bounds = [*starts, len(tokens)]
    return list(tokens[: bounds[0]]), [list(tokens[a:b]) for a, b in pairwise(bounds)]


def spell_entry(tokens: Sequence[Tok], written: str) -> SpelledEntry:
    """A line of metadata, or a statement that looks like one: its keyword, its words, its text."""
    text = str(tokens[0])
    for before, token in pairwise(tokens):
        if token.type == "TEXT":
            text += _free_text(written[token.start_pos : _end(token)], before)
        else:
            text += f" {token}"
    return SpelledEntry(METADATA.index(tokens[0].type), text, tokens[0].start_pos, _end(tokens[-1]))


def _end(token: Tok) -> int:
    """Where a token ends; a text reaches to the end of its line, over the spaces where a comment was."""
    return token.start_pos + len(str(token).rstrip())


def _free_text(written: str, keyword: Tok) -> str:
    """The text behind a keyword: a list with its separators, or a text in quotation marks."""
    text = written.strip().lstrip(":：").strip()
    if len(text) >= 2 and text[0] in QUOTES and text[-1] in QUOTES:
        inner = text[1:-1]
    else:
        inner = text
    words = [word for word in _SEPARATORS.split(inner) if word]
    if not words or words[0][0] in ":：" or any(sign in inner for sign in QUOTES):
        # Quotation marks within: whether a # behind them opens a comment depends on every one of them.
        return (" " if written[0].isspace() else "") + written.strip()
    if keyword.type == "APPLIES_TO" and str(keyword) in _YEAR_WORDS:
        words = year_pieces(inner)
    if keyword.type in _LISTS:
        return " " + (", " if str(keyword).isascii() else "、").join(words)
    return f' "{inner}"'


def spell_body(tokens: Sequence[Tok], written: str, moving: bool = True) -> Body:
    """The words of a statement without metadata; without ``moving`` they all stay in their order."""
    kinds = [token.type for token in tokens]
    head = kinds.index("COLON") + 1 if kinds[0] == "RULE" else 0
    if kinds[0] == "LET":
        head = next(number for number, kind in enumerate(kinds) if kind in ("COMPARISON", "COMPARED")) + 1
    quantifier = head
    while kinds[quantifier].startswith("EACH_") or (kinds[quantifier] == "COMMA" and quantifier > head):
        quantifier += 1
    domain = _end_of_range(kinds, quantifier) if quantifier > head else quantifier
    chinese = not any(str(each).isascii() for each in tokens if _opens(each))
    tokens = [*tokens[:domain], *plain_tokens(tokens[domain:], chinese, moving)]
    speller = _Speller(written)
    opening = 0
    for number, token in enumerate(tokens):
        inside = head <= number < quantifier
        if inside and token.type == "COMMA":
            if number + 1 < quantifier:
                speller.add("COMMA", "、" if speller.chinese else ",", token)
            else:
                speller.add("PAUSE", "", token)
        elif token.type == "LABEL":
            speller.add("LABEL", written[token.start_pos : token.end_pos].strip(), token)
        elif token.type == "COLON":
            speller.add("COLON", "：" if speller.chinese else ":", token)
        elif token.type == "COMMA" and quantifier <= number < domain:
            # 1、 before a name would be an ordinal.
            plain = tokens[number - 1].type == "NAME" and not str(tokens[number - 1])[-1:].isdigit()
            speller.add("COMMA", "、" if speller.chinese and plain else ",", token)
        elif token.type in ("DOMAIN", "DOMAIN_PART"):
            speller.add("NAME", written[token.start_pos : token.end_pos].replace("．", "."), token)
        else:
            speller.add_token(tokens, number)
        if number + 1 == quantifier > head:
            speller.next_gap = 2 if quantifier == domain else 1
        if number + 1 == domain:
            if domain > quantifier and token.type != "COLON":
                speller.add("COLON", "：" if speller.chinese else ":", token)
            opening = len(speller.words)
    return Body(speller.words, head, opening)


def _opens(token: Tok) -> bool:
    """Whether a token tells the language of what stands behind it."""
    return token.type in ("RULE", "LET", "IF", "WHEN") or token.type.startswith("EACH_")


def _end_of_range(kinds: Sequence[str], start: int) -> int:
    """Behind the tokens that say what a quantifier ranges over: ``start`` where there are none."""
    end = start + (kinds[start] in ("DOMAIN", "DOMAIN_PART"))
    if "EXCEPT" in kinds[end:]:
        end = kinds.index("EXCEPT", end)
        while kinds[end] in ("EXCEPT", "COMMA"):
            end = kinds.index("RSQB", end) + 1 if kinds[end + 1] == "LSQB" else end + 2
        end += kinds[end] == "OUTSIDE"
    elif end == start:
        return kinds.index("COLON", start) + 1 if "COLON" in kinds[start:] else start
    return end + (kinds[end] == "COLON")


class _Speller:
    """Collects words. ``chinese`` is the language of the last keyword that opens something."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.words: list[Word] = []
        self.chinese = True
        self.next_gap: int | None = None

    def add(self, kind: str, text: str, token: Tok) -> None:
        """A word, with the spaces that belong before it."""
        gap = self._gap(kind)
        if kind != "PAUSE" and self.next_gap is not None:
            gap, self.next_gap = self.next_gap, None
        self.words.append(Word(kind, text, gap, token.start_pos, token.end_pos))

    def add_token(self, tokens: Sequence[Tok], number: int) -> None:
        """The word for a token of a scope or a formula."""
        token = tokens[number]
        kind, text = token.type, str(token)
        if kind == "RULE" or kind.startswith("EACH_"):
            self.chinese = not text.isascii()
        if kind in _SPELLINGS:
            text = _SPELLINGS[kind][text.isascii()]
            kind = {"WHEN": "IF", "TIME": "THEN"}.get(kind, kind)
        elif kind in ("COMPARISON", "COMPARED"):
            kind, text = "COMPARISON", COMPARED[text]
        elif kind == "FUNCTION_SPELLING":
            kind, words = "FUNCTION", FUNCTIONS[BY_WORD[text]].words
            text = text if text in words else words[0 if self.chinese else 1]
        elif kind == "UNIT" and text in SIGNS:
            self.next_gap = 0
        elif kind == "MINUS" and (not self.words or self.words[-1].kind not in OPERAND_ENDS):
            kind = "UNARY"
        elif kind == "LINE":
            kind, text = "NAME", self.written[token.start_pos : token.end_pos]
            text = " ".join(text.split()) if text[:1].isalpha() and text.isascii() else _tight(text)
        elif kind == "NAME":
            text = self.written[token.start_pos : token.end_pos]
            if not self.words and opens_line(text):
                text = f"[{text}]"  # behind it stood no space; now it would be taken for a keyword
        elif kind == "SELECTOR":
            text = self._selector(tokens, number)
        elif kind == "STRING":
            text = f'"{self.written[token.start_pos + 1 : token.end_pos - 1]}"'
        self.add(kind, text, token)

    def _selector(self, tokens: Sequence[Tok], number: int) -> str:
        """What stands in brackets: as written where it quotes a name, tidied where it selects."""
        token = tokens[number]
        text = self.written[token.start_pos : token.end_pos].strip() or " "
        opening = number - 1 if tokens[number - 1].type == "LSQB" else number - 3
        single = tokens[number - 1].type == "LSQB" and tokens[number + 1].type == "RSQB"
        if single and (opening == 0 or tokens[opening - 1].type not in ("NAME", "RSQB")):
            return text
        if text[0] in QUOTES:
            return text
        try:
            selector = read_selector(Picked(text, Span(0, 0)))
        except Misplaced:  # cannot be: it has been parsed
            return text
        if isinstance(selector, Range):
            return "..".join(_tight(end) for end in _DOTS.split(text))
        return _tight(text) if isinstance(selector, ByLine) else text

    def _gap(self, kind: str) -> int:
        if not self.words:
            return 0
        before = self.words[-1]
        if kind in ("RPAR", "RSQB", "COMMA", "DOT", "COLON", "PAUSE", "LINES") or before.kind in (
            "LPAR",
            "LSQB",
            "DOT",
            "UNARY",
        ):
            return 0
        if kind == "LPAR" and (before.kind == "FUNCTION" or before.kind == "NAME"):
            return 0
        if kind == "LSQB" and before.kind in ("NAME", "RSQB"):
            return 0
        return 0 if before.text in ("：", "、") else 1


def _tight(text: str) -> str:
    """``行 3`` as ``行3``."""
    return re.sub(r"\s+", "", text)
