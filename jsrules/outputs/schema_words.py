"""What the JSON Schemas are made of: patterns for names and figures as people write them, and common values.

Patterns are read by Python and by the editors' JavaScript (with its ``u`` flag, so nothing is escaped needlessly).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jsrules.base.labels import bare
from jsrules.base.names import fold
from jsrules.base.units import UNITS, Unit

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"

GAP = "[\\s\"'‘’“”「-』]*"
"""What a comparison of names does not see: spaces and quotation marks."""

_DIGIT = "[0-9０-９]"
_SYNTAX = frozenset("^$\\.*+?()[]{}|/")

SCALAR: Schema = {"type": ["string", "number", "boolean", "null"]}
BLANK: Schema = {"type": ["null", "string"], "pattern": r"^\s*(?:~|[-—－–]|--|——|[？?])?\s*$"}
BLANK_ENTRY: Schema = {"type": ["null", "string"], "pattern": r"^\s*~?\s*$"}


def literal(text: str) -> str:
    """An expression for this text alone."""
    return "".join("\\" + each if each in _SYNTAX else each for each in text)


def loose(name: str) -> str:
    """An expression for every common spelling of a name: full-width or not, any case, spaces and quotation marks."""
    return GAP.join(map(_variants, fold(name)))


def _variants(character: str) -> str:
    if not "!" <= character <= "~":
        return literal(character)
    variants = dict.fromkeys((character, character.upper()))
    wide = "".join(chr(ord(each) + 0xFEE0) for each in variants)
    return "[" + "".join("\\" + each if each in "\\]^-[" else each for each in variants) + wide + "]"


def spelled(names: Iterable[str]) -> str:
    """A pattern for the common spellings of any of these names."""
    choices = dict.fromkeys(loose(name) for name in names if fold(name))
    return f"^{GAP}(?:{'|'.join(choices)}){GAP}$"


_NUMERAL, _STOP = f"(?:[一二三四五六七八九十百〇]{GAP}){{1,4}}", f"[、.．,，]{GAP}"
# 一、 （一） 1. (1) ① 其中： 减： * before a name, （损失以“-”号填列） and a colon behind it.
_BEFORE = (
    rf"(?:{GAP}(?:{_NUMERAL}{_STOP}|[(（]{GAP}(?:{_NUMERAL}|{_DIGIT}{{1,2}}{GAP})[)）]{GAP}(?:{_STOP})?|"
    rf"{_DIGIT}{{1,2}}{GAP}(?:{_STOP}|[)）])|[①-⑳⑴-⒛㈠-㈩Ⅰ-Ⅻ]{GAP}(?:{_STOP})?|其{GAP}中{GAP}[:：,，]?|"
    rf"(?:减|加|减{GAP}去|加{GAP}上|包{GAP}括|含|其{GAP}中{GAP}减){GAP}[:：]|[*＊△▲☆★※◇◆○●#＃]))*"
)
_BEHIND = rf"(?:[(（][^()（）]*以[^()（）]*(?:填列|填报|列示|表示){GAP}[)）]|[:：])?{GAP}"


_SMALL = f"(?:[0０]{GAP})*{_DIGIT}{GAP}(?:{_DIGIT}{GAP})?"
_PART = f"{_SMALL}(?:[-—–－]{GAP}{_SMALL})?"
# 公开09表 财决01-1表 附表4 表4-4
_TABLE_NUMBER = (
    rf"(?:(?:公{GAP}开{GAP}|财{GAP}决{GAP}|附{GAP})?(?:第{GAP})?{_PART}(?:号{GAP})?表{GAP}|"
    rf"(?:附{GAP}|公{GAP}开{GAP})?表{GAP}{_PART})"
)


def labelled(names: Iterable[str]) -> str:
    """A pattern for these names as tables print them, with ordinals and words before them or without."""
    choices = dict.fromkeys(loose(each) for name in names if fold(name) for each in (name, bare(name)))
    return f"^{_BEFORE}{GAP}(?:{'|'.join(choices)}){GAP}{_BEHIND}$"


def titled(names: Iterable[str]) -> str:
    """The same for titles of tables, which may print the number of the table before or behind them."""
    known = labelled(names)[1:-1]
    before = f"{GAP}{_TABLE_NUMBER}(?![-—–－0-9０-９]){GAP}[:：、.．,，]?"
    behind = f"(?:[(（]{GAP}{_TABLE_NUMBER}[)）]{GAP})?"
    return f"^(?:{before}{known}|{known}{behind})$"


def coded(codes: Iterable[str]) -> str:
    """A pattern for labels that begin with one of these codes (themselves expressions)."""
    choices = "|".join(codes)
    return f"^{GAP}(?:{choices})(?: [^]*|{GAP}(?:[^0-9０-９\\s][^]*)?)$".replace("[^]", "[\\s\\S]")


def digits(count: str) -> str:
    """An expression for so many digits, full-width or not."""
    return f"{_DIGIT}{{{count}}}"


def code(text: str) -> str:
    """An expression for a code, its digits full-width or not."""
    return GAP.join(f"[{each}{chr(ord(each) + 0xFEE0)}]" for each in text)


def trimmed(words: Iterable[str]) -> str:
    """A pattern for one of these words, with nothing but space around it."""
    return rf"^\s*(?:{'|'.join(map(literal, words))})\s*$"


def figure(unit: Unit) -> Schema:
    """The schema of a cell whose figures are of this unit's dimension, or blank."""
    if unit.dimension in ("text", "date"):
        return {"type": ["string", "number", "boolean", "null"]}
    names = [each.name for each in UNITS.values() if each.dimension == unit.dimension and each.name != "%"]
    behind = "|".join(literal(name).replace("\\(", "[(（]").replace("\\)", "[)）]") for name in names or [unit.name])
    number = f"(?![0０]{_DIGIT})(?:{_DIGIT}+|{_DIGIT}{{1,3}}(?:[,，]{_DIGIT}{{3}})+)(?:[.．]{_DIGIT}+)?"
    pattern = (
        r"^\s*(?:(?:增加|增长|上升|提高|减少|下降|降低)?\s*[(（]?\s*[-+－＋−–﹣]?\s*"
        + number
        + (r"\s*[%％]?" if unit.dimension == "ratio" else "")
        + r"\s*[)）]?"
        + (rf"\s*(?:{behind})?" if behind else "")
        + r"|~|[-—－–]|--|——)?\s*$"
    )
    return {"type": ["string", "number", "null"], "pattern": pattern}


def money_units() -> list[str]:
    """The names of the units of money."""
    return [unit.name for unit in UNITS.values() if unit.dimension == "money"]


def described(title: str, *remarks: str) -> Schema:
    """A title, and what is said behind it."""
    said = "；".join(filter(None, remarks))
    return {"title": title, "description": said} if said else {"title": title}
