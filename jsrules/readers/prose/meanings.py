"""What stands behind ``=>`` in a pattern."""

from __future__ import annotations

from jsrules.base.record import Record
from jsrules.readers.prose.grammar import FigureMeaning

CONSTANT = "-"
PLACELESS = "~"
OPEN = "?"
TOPIC = "*"
"""A figure that states nothing; one that no form has a place for; a change whose sign is open; the topic as item."""

BASE = "比"
OF_ITEM = "项"
BASES = {"上年": "prior_year", "预算": "budget"}

CHANGES = ("增减额", "增减率")
RATE_OF_COMPLETION = "完成"
SHARE = "占"
AMOUNT = "金额"
YEAR = "年度"
PRIOR_YEAR = "比年度"
NAMES = "列名"
COMPARED = {"budget": "对预算", "prior_year": "对上年"}
OWN_MEASURES = (*CHANGES, RATE_OF_COMPLETION, SHARE)
"""Measures of the wording that become one of the form by what is compared with what."""


class RightSide(Record):
    """The meanings, the base that is set (empty for none), the words one of which the item must have (none: it may be
    any), and settings that nobody knows.
    """

    meanings: tuple[FigureMeaning, ...]
    base: str = ""
    of_item: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def read_right_side(text: str) -> RightSide:
    """``外宾接待.团组数``, ``项目评分:*.得分``, ``增减额 @比=预算``: what is behind the arrow."""
    meanings: list[FigureMeaning] = []
    unknown: list[str] = []
    base = ""
    of_item: tuple[str, ...] = ()
    words: list[str] = []
    for word in text.replace("，", ",").split():
        if not word.startswith("@"):
            words.append(word)
            continue
        name, _, value = word[1:].partition("=")
        if name == BASE and value in BASES:
            base = BASES[value]
        elif name == OF_ITEM and value:
            of_item = tuple(value.split("|"))
        else:
            unknown.append(word)
    for each in "".join(words).split(","):
        if each:
            section, _, rest = each.rpartition(":")
            item, _, measure = rest.rpartition(".")
            meanings.append(FigureMeaning(measure, item, section))
    return RightSide(tuple(meanings), base, of_item, tuple(unknown))
