"""The plain signs for what an author said in words: what the formatter writes for ``介于 … 和 … 之间``, ``为空``, ``|…|``.

Tokens in, tokens out; a word that has a sign of its own (``大于等于``) keeps its place and is spelled there.
"""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.record import Record
from jsrules.model.functions import FUNCTIONS, Function
from jsrules.model.keywords import meanings
from jsrules.readers.rules.metadata import Tok

_BLANKNESS = meanings("BLANKNESS")
OPERAND_ENDS = frozenset("NAME LINE LINES BESIDE RSQB RPAR NUMBER UNIT STRING ELLIPSIS".split())
"""With what tokens a figure ends: a sign behind one stands between two figures."""

# What stands before or behind a figure, outside its brackets.
_AROUND = frozenset(
    "IF WHEN THEN TIME OR AND NOT COMMA COLON COMPARISON COMPARED WITHIN UPTO ENDS BLANKNESS TOLERANCE".split()
)
_OPEN, _CLOSED = frozenset(("LPAR", "LSQB")), frozenset(("RPAR", "RSQB"))


class PlainToken(Record, frozen=False):
    """A token that stands for another, in its place."""

    type: str
    text: str
    start_pos: int
    end_pos: int

    def __str__(self) -> str:
        return self.text


def plain_tokens(tokens: Sequence[Tok], chinese: bool, moving: bool) -> list[Tok]:
    """The tokens of a formula, without what it ranges over, in plain signs.

    ``chinese`` is the language of signs that become words; only with ``moving`` may tokens change places.
    """
    plain = _without_bars(tokens, chinese)
    while moving:
        at = next((number for number, token in enumerate(plain) if token.type in ("WITHIN", "BLANKNESS")), -1)
        if at < 0:
            break
        start = _edge(plain, at, -1)
        if plain[at].type == "WITHIN":
            plain = _chained(plain, start, at)
        else:
            word = plain[at]
            call = _opened("blank", plain[start], not str(word).isascii())
            negated = _BLANKNESS[str(word)] != "blank"
            sign = [_instead(plain[start], "NOT", "not" if str(word).isascii() else "非")] if negated else []
            plain = [*plain[:start], *sign, *call, *plain[start:at], _instead(word, "RPAR", ")"), *plain[at + 1 :]]
    return plain


def _without_bars(tokens: Sequence[Tok], chinese: bool) -> list[Tok]:
    """``|x|`` as a function."""
    plain: list[Tok] = []
    for token in tokens:
        if token.type != "BAR":
            plain.append(token)
        elif plain and plain[-1].type in OPERAND_ENDS:
            plain.append(_instead(token, "RPAR", ")"))
        else:
            plain += _opened("absolute", token, chinese)
    return plain


def _chained(tokens: list[Tok], start: int, at: int) -> list[Tok]:
    """``x 介于 a 和 b 之间`` as ``a <= x <= b``."""
    middle = _edge(tokens, at, 1) + 1
    end = _edge(tokens, middle, 1) + 1
    behind = end + (end < len(tokens) and tokens[end].type == "ENDS")
    signs = [_instead(tokens[number], "COMPARISON", "<=") for number in (at, middle)]
    low, figure, high = tokens[at + 1 : middle], tokens[start:at], tokens[middle + 1 : end]
    if not start and low[0].type == "MINUS":  # a line that begins with a sign would go on from the one above
        low = [_instead(low[0], "LPAR", "("), *low, _instead(low[-1], "RPAR", ")")]
    return [*tokens[:start], *low, signs[0], *figure, signs[1], *high, *tokens[behind:]]


def _edge(tokens: Sequence[Tok], at: int, step: int) -> int:
    """The last token of the figure that stands before (``step`` -1) or behind a word."""
    opening, closing = (_OPEN, _CLOSED) if step > 0 else (_CLOSED, _OPEN)
    depth, number = 0, at + step
    while 0 <= number < len(tokens):
        kind = tokens[number].type
        if depth == 0 and (kind in closing or kind in _AROUND):
            break
        depth += (kind in opening) - (kind in closing)
        number += step
    return number - step


def _opened(function: Function, place: Tok, chinese: bool) -> list[Tok]:
    word = FUNCTIONS[function].words[0 if chinese else 1]
    return [_instead(place, "FUNCTION", word), _instead(place, "LPAR", "(")]


def _instead(token: Tok, kind: str, text: str) -> PlainToken:
    return PlainToken(kind, text, token.start_pos, token.end_pos)
