"""The numbers that Word puts before paragraphs by itself: 一、 1． （3）. They are shown and stand nowhere in the text."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from jsrules.base.record import Record

_CHINESE = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_LEVELS = 9
_LARGEST = 9999


class _Level(Record):
    """How one level counts: its numerals, its pattern (``%1、``), from where on, and whether all are plain digits."""

    numerals: str
    pattern: str
    start: int
    plain: bool


def _letters(value: int) -> str:
    return chr(97 + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    text = ""
    for worth, letters in (
        (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
        (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
    ):  # fmt: skip
        text += letters * (value // worth)
        value %= worth
    return text


def _counted(value: int, digits: str, units: tuple[str, ...], short: bool) -> str:
    """As it is spoken: 二百零五, 十二."""
    text = ""
    pending = False
    for unit, letter in zip((1000, 100, 10, 1), units, strict=True):
        digit = value // unit % 10
        if digit:
            text += (digits[0] if pending and text else "") + digits[digit] + letter
            pending = False
        elif text:
            pending = True
    return text.removeprefix(digits[1]) if short and 10 <= value < 20 else text


_NUMERALS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02}",
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "decimalFullWidth": lambda value: "".join(chr(0xFF10 + int(digit)) for digit in str(value)),
    "decimalEnclosedCircle": lambda value: chr(0x245F + value) if value <= 20 else str(value),
    "decimalEnclosedCircleChinese": lambda value: chr(0x245F + value) if value <= 20 else str(value),
    "decimalEnclosedParen": lambda value: chr(0x2473 + value) if value <= 20 else f"({value})",
    "decimalEnclosedFullstop": lambda value: chr(0x2487 + value) if value <= 20 else f"{value}.",
    "ideographTraditional": lambda value: "甲乙丙丁戊己庚辛壬癸"[(value - 1) % 10],
    "ideographDigital": lambda value: "".join(_CHINESE[int(digit)] for digit in str(value)),
    "chineseCounting": lambda value: _counted(value, "零" + _CHINESE[1:], ("千", "百", "十", ""), True),
    "chineseLegalSimplified": lambda value: _counted(value, _LEGAL, ("仟", "佰", "拾", ""), False),
    "bullet": lambda _: "",
    "none": lambda _: "",
}
_NUMERALS |= {
    "chineseCountingThousand": _NUMERALS["chineseCounting"],
    "japaneseCounting": _NUMERALS["chineseCounting"],
    "taiwaneseCountingThousand": _NUMERALS["chineseCounting"],
    "ideographLegalTraditional": _NUMERALS["chineseLegalSimplified"],
}


class WordNumbering:
    """Counts the numbered paragraphs of a document, in their order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._styles: dict[str, tuple[str, Element | None]] = {}
        self._counts: dict[str, list[int]] = {}
        if numbering is not None:
            self._read_lists(numbering)
        for each in styles.iterfind("style") if styles is not None else ():
            based = each.find("basedOn")
            own = each.find("pPr/numPr")
            self._styles[each.get("styleId", "")] = "" if based is None else based.get("val", ""), own

    def _read_lists(self, numbering: Element) -> None:
        abstract = {
            each.get("abstractNumId", ""): {
                index: _level(level)
                for level in each.iterfind("lvl")
                if (index := _number(level.get("ilvl"))) is not None
            }
            for each in numbering.iterfind("abstractNum")
        }
        for each in numbering.iterfind("num"):
            name = _value(each.find("abstractNumId"))
            levels = dict(abstract.get(name, {}))
            key = name
            for override in each.iterfind("lvlOverride"):
                index = _number(override.get("ilvl"))
                own, start = override.find("lvl"), _number(_value(override.find("startOverride")))
                if index is None:
                    continue
                if own is not None:
                    levels[index] = _level(own)
                elif start is not None and index in levels:
                    before = levels[index]
                    levels[index] = _Level(before.numerals, before.pattern, start, before.plain)
                key = f"{name} {each.get('numId', '')}"  # it counts by itself
            self._lists[each.get("numId", "")] = key, levels

    def before(self, properties: Element | None) -> str:
        """What stands before a paragraph of these properties; it is counted."""
        own = properties.find("numPr") if properties is not None else None
        style = _value(properties.find("pStyle")) if properties is not None else ""
        for _ in range(_LEVELS):
            if own is not None or style not in self._styles:
                break
            style, own = self._styles[style]
        if own is None:
            return ""
        key, levels = self._lists.get(_value(own.find("numId")), ("", {}))
        index = _number(_value(own.find("ilvl"))) or 0
        if index not in levels:
            return ""
        counts = self._counts.setdefault(key, [-1] * _LEVELS)
        for deeper in range(index + 1, _LEVELS):
            counts[deeper] = -1
        for each in range(index + 1):
            if counts[each] < 0:
                counts[each] = levels[each].start if each in levels else 1
            elif each == index:
                counts[each] += 1
        return self._text(levels, counts, index)

    def _text(self, levels: dict[int, _Level], counts: list[int], index: int) -> str:
        level = levels[index]
        if level.numerals == "bullet":
            return ""
        text = level.pattern
        for each in range(index + 1):
            own = levels.get(each, level)
            numerals = "decimal" if level.plain else own.numerals
            value = counts[each]
            shown = _NUMERALS[numerals](value) if numerals in _NUMERALS and 0 < value <= _LARGEST else str(value)
            text = text.replace(f"%{each + 1}", shown)
        return text


def _level(level: Element) -> _Level:
    index = _number(_value(level.find("start")))
    return _Level(
        _value(level.find("numFmt")) or "decimal",
        _value(level.find("lvlText"))[:100],
        1 if index is None else index,
        level.find("isLgl") is not None,
    )


def _value(element: Element | None) -> str:
    return element.get("val", "") if element is not None else ""


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and len(text) < 6 and text.isascii() and text.isdigit() else None
