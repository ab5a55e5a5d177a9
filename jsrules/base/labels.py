"""Labels as accounts print them: an ordinal, a word such as 其中： or 减：, a mark, then the name.

``一、营业收入``, ``减：营业成本``, ``（一）`` and ``1.`` in front, ``（亏损以“-”号填列）`` behind: a name goes without them
where no name is the same with them.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from jsrules.base.names import fold

Lead = Literal["", "part", "less", "plus"]
"""What a label opens with: nothing, 其中： (a part of the row above), 减：, 加：."""

# By depth, from the outermost: 一、 （一） 1. (1) ①
_ORDINALS = (
    r"[一二三四五六七八九十百〇]{1,4}[、.．,，]|[Ⅰ-Ⅻ][、.．,，]?",
    r"[(（][一二三四五六七八九十百〇]{1,4}[)）][、.．,，]?|[㈠-㈩]",
    r"[0-9０-９]{1,2}[、.．,，](?![0-9０-９])|[⒈-⒛]",
    r"[(（][0-9０-９]{1,2}[)）][、.．,，]?|[0-9０-９]{1,2}[)）]|[⑴-⒇]",
    r"[①-⑳][、.．,，]?",
)
_LEADS: dict[str, tuple[Lead, str]] = {
    "plus": ("plus", r"(?:加|加上|plus|add)[:：]"),
    "less": ("less", r"(?:其中)?(?:减|减去|less)[:：]"),
    "part": ("part", r"其中[:：,，]?|(?:包括|含|of which|including)[:：]"),
}
# Patterns are texts: they are compiled when one is met, and a warm run meets few.
_OPENING = "|".join(
    (
        *(f"(?P<depth{number}>{each})" for number, each in enumerate(_ORDINALS, 1)),
        *(f"(?P<{name}>{each})" for name, (_, each) in _LEADS.items()),
        r"[*＊△▲☆★※◇◆○●#＃]+",
    )
)
# Words that end the name of a total, by rank.
_TOTALS = ((1, r"小[计]|subtotal"), (3, r"总[计]|grandtotal"), (2, r"[合共][计]|总额|total"))
_ENDING = r"\([^()]*以[-—–]?号?[-—–]?(?:填列|填报|列示|表示)\)\Z|:\Z"


class PrintedLabel(NamedTuple):
    """A label taken apart. ``depth`` is that of its first ordinal, from 1 (一、) to 5 (①), 0 without one; ``name`` is
    the folded name that is left; ``is_heading``: a colon ends it.
    """

    depth: int
    lead: Lead
    name: str
    is_heading: bool


def read_label(label: str) -> PrintedLabel:
    """A label taken apart; what is nothing but ordinals and words keeps them as its name."""
    depth, lead, rest = _opened(label)
    name = fold(rest)
    bare = re.sub(_ENDING, "", name) or name
    return PrintedLabel(depth, lead, bare, name.endswith(":"))


def unprefixed(label: str) -> str:
    """A label as it is printed, without ordinals and words before its name."""
    return _opened(label)[2]


def _opened(label: str) -> tuple[int, Lead, str]:
    """The depth of its first ordinal, its first word before the name, and what is left."""
    rest, depth = label.strip(), 0
    lead: Lead = ""
    while (found := re.match(_OPENING, rest, re.IGNORECASE)) is not None:
        after = rest[found.end() :].lstrip()
        if not fold(after):
            break
        kind = found.lastgroup or ""
        if kind.startswith("depth"):
            depth = depth or int(kind[-1])
        else:
            lead = lead or _LEADS.get(kind, ("", ""))[0]
        rest = after
    return depth, lead, rest


def total_in(name: str) -> tuple[int, str]:
    """The rank of a total by its folded name, 1 小计, 2 合计, 3 总计, 0 for any other row, and the name without that
    word; both without what stands in brackets behind.
    """
    plain = name.partition("(")[0] or name
    for rank, words in _TOTALS:
        if (end := re.search(rf"(?:{words})\Z", plain)) is not None:
            return rank, plain[: end.start()]
    return 0, plain


def bare(label: str) -> str:
    """The folded name of a label, without its ordinals and the words before it."""
    return read_label(label).name


def split_path(name: str) -> list[str]:
    """The parts of a dotted name; the point of an ordinal, as in ``收入.1.营业收入``, parts nothing."""
    parts: list[str] = []
    for each in name.split("."):
        if parts and parts[-1].isdecimal() and len(parts[-1]) <= 2 and not each[:1].isdecimal():
            parts[-1] += f".{each}"
        else:
            parts.append(each)
    return parts


def path_without_ordinals(name: str) -> str:
    """A dotted name of such labels as a folded one of bare names."""
    return ".".join(map(bare, split_path(name)))
