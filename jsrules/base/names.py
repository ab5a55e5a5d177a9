"""Names as people write them: folding variants of one name together, and finding the nearest known name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from jsrules.base.language import say

_NUMBERED = r"([0-9A-Z][^（( ]*[行栏])( ?[（(].*[）)])"
"""A printed number, with the name of what it numbers behind it."""

_DROPPED = str.maketrans("", "", " \t\r\n\u3000\u00a0“”\"'‘’「」『』")


@lru_cache(maxsize=16384)
def fold(name: str) -> str:
    """The form in which names are compared: full-width folded to ASCII, spaces and quotation marks dropped.

    The names of a form set are compared over and over, so the last ones are kept.
    """
    folded = (name if name.isascii() else unicodedata.normalize("NFKC", name)).translate(_DROPPED).lower()
    return name if folded == name else folded  # a long report has many names: none of them is kept twice


def normal(text: str) -> str:
    """A text as it is compared with another: full-width characters and spaces at its ends do not count."""
    return unicodedata.normalize("NFKC", text).strip()


def listed(text: str) -> list[str]:
    """The names in a list of them as prose has it: ``基本工资、津贴补贴等。``, folded."""
    names = fold(text).rstrip("。.;").replace(";", "、").replace(",", "、").split("、")
    names[-1] = names[-1].removesuffix("等")
    return [each for each in names if each]


def nearest(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """The known names most like ``name``, best first; none when nothing is alike.

    Alike means: an edit distance (with transposition) of at most a third of the longer name (half of it for words of up
    to four characters that are no codes), or one holds the other.
    """
    folded = fold(name)
    letters = set(folded)
    scored: list[tuple[int, int, str]] = []
    for order, candidate in enumerate(dict.fromkeys(known)):
        other = fold(candidate)
        longest = max(len(folded), len(other))
        bound = max(1, longest // (2 if longest <= 4 and not other.isdigit() else 3))
        # A slip brings in one strange letter at most, and loses one: most names are passed over at once.
        alike = len(letters.symmetric_difference(other)) <= 2 * bound
        distance = _distance(folded, other, bound) if alike else bound + 1
        if distance <= bound:
            scored.append((distance, order, candidate))
        elif len(folded) > 1 and len(other) > 1 and (folded in other or other in folded):
            scored.append((bound + abs(len(folded) - len(other)), order, candidate))
    scored.sort()
    return [candidate for _, _, candidate in scored[:limit]]


def did_you_mean(names: Sequence[str], *, quoted: bool = True) -> str:
    """A remedy that offers names, such as the nearest ones; empty when there are none.

    What is typed as it stands, an option or a code, is not ``quoted``.
    """
    if not names:
        return ""
    if quoted:
        return say("是不是{names}？", "did you mean {names}?", names=quoted_list(names, say("或", " or ")))
    return say("是不是 {names}？", "did you mean {names}?", names=say("、", ", ").join(names))


def is_numbered(name: str) -> bool:
    """Whether a name to be offered is a printed number, with what it numbers behind it: ``31行（总计）``."""
    return re.fullmatch(_NUMBERED, name) is not None


def quoted_list(names: Iterable[str], joint: str) -> str:
    """The names in quotation marks, joined; what a printed number names, ``31行（总计）``, stands behind the marks."""
    pieces = []
    for name in names:
        numbered = re.fullmatch(_NUMBERED, name)
        typed, meant = numbered.groups() if numbered is not None else (name, "")
        pieces.append(say("“{name}”", '"{name}"', name=typed) + meant)
    return joint.join(pieces)


def _distance(left: str, right: str, bound: int) -> int:
    """Optimal string alignment distance; anything above ``bound`` is reported as ``bound + 1``."""
    if abs(len(left) - len(right)) > bound:
        return bound + 1
    before: list[int] = []
    previous = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        current = [i]
        for j, b in enumerate(right, 1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > bound:
            return bound + 1
        before, previous = previous, current
    return previous[-1]


def is_like(text: str, pattern: str) -> bool:
    """Whether a text fits a pattern, in which ``*`` stands for any characters and ``?`` for one.

    Takes at most the product of the two lengths: it goes back only to the last ``*``.
    """
    at = position = 0
    star, resume = -1, 0
    while position < len(text):
        if at < len(pattern) and (pattern[at] == "?" or (pattern[at] == text[position] and pattern[at] != "*")):
            at += 1
            position += 1
        elif at < len(pattern) and pattern[at] == "*":
            star, resume = at, position
            at += 1
        elif star >= 0:
            resume += 1
            at, position = star + 1, resume
        else:
            return False
    return all(character == "*" for character in pattern[at:])


def differ_little(name: str, other: str) -> bool:
    """Whether two names of at least four characters differ by one of them: a slip of the hand, most likely."""
    left, right = fold(name), fold(other)
    return min(len(left), len(right)) >= 4 and _distance(left, right, 1) == 1
