"""Figures as printed, and exact decimals. Amounts are integers scaled by a power of ten; no binary float is here.

See ``spec/numbers.md``.
"""

from __future__ import annotations

import re
from math import gcd

from jsrules.base.named import NamedTuple


class Figure(NamedTuple):
    """A figure read from print: its value is ``mantissa / 10**decimals`` in the unit printed behind it.

    ``decimals`` are those printed; a percentage keeps its printed decimals here (``99.99%`` is 9999 with 2 decimals).
    """

    mantissa: int
    decimals: int
    percent: bool = False
    unit: str = ""


class FigureError(ValueError):
    """A text that is meant as a figure but is not one. ``reason`` is a key of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


REASONS: dict[str, tuple[str, str]] = {
    "joined": ("像是两个数", "it looks like two figures"),
    "points": ("有两个小数点", "it has two decimal points"),
    "point": ("小数点的前后都要有数字", "a decimal point needs digits on both sides"),
    "stop": ("小数点写成了句号“。”或顿号“、”", "it has a Chinese full stop or comma for a decimal point"),
    "commas": ("千分位逗号的位置不对", "the thousands separators are misplaced"),
    "zeros": ("数字前有多余的 0", "it has leading zeros"),
    "underscore": ("数字里不能有下划线", "underscores are not part of a figure"),
    "colon": ("数字里不能有冒号", "a colon is not part of a figure"),
    "brackets": ("括号不成对，或不止一对", "its brackets do not match, or there is more than one pair"),
    "behind": ("正负号写在了数的后面", "its sign stands behind it"),
    "percent": ("“%”应紧跟在数字后面，只写一个", "one % belongs right behind its digits"),
    "sign": ("正负号有两个，或与“增加/减少”一类的字重复", "it carries two signs, or a sign and a word of direction"),
    "marks": ("正负号、括号或“%”不在该在的位置", "a sign, bracket or % is out of place"),
    "spaces": ("数字中间有空格", "it has spaces between its digits"),
    "digits": ("数字太长", "it has too many digits"),
    "exponent": ("不接受科学记数法", "scientific notation is not accepted"),
}

MAXIMUM_DIGITS = 40

# Words of direction that stand before a change in prose: 减少 615.84 is -615.84.
DIRECTIONS = {
    "增加": 1,
    "增长": 1,
    "上升": 1,
    "提高": 1,
    "减少": -1,
    "下降": -1,
    "降低": -1,
}

# What is said of a change the other way.
OPPOSITE_DIRECTIONS = {
    "增加": "减少",
    "增长": "下降",
    "上升": "下降",
    "提高": "降低",
    "减少": "增加",
    "下降": "增长",
    "降低": "提高",
}

# Letters and signs that are typed, or read by machines, for digits.
LOOKALIKES = str.maketrans("OoＯｏОо〇○lIｌＩ|｜丨ZzSsB", "000000001111111" + "22558")

_WIDE = str.maketrans("０１２３４５６７８９．，：－＋（）％＿　\u00a0−–﹣", "0123456789.,:-+()%_  ---")

# Possessive quantifiers keep a long run of spaces from being tried in every division; [0-9], since \d means the digits
# of every script.
_FIGURE = re.compile(
    r"(?P<word>增加|增长|上升|提高|减少|下降|降低)?\s*+(?P<open>\()?+\s*+(?P<sign>[-+])?+\s*+"
    r"(?P<digits>[0-9][0-9,]*+)(?:\.(?P<fraction>[0-9]++))?+\s*+(?P<percent>%)?+\s*+(?P<close>\))?+\s*+"
    r"(?P<unit>[^\W\d_]{1,5}+(?:\(套\))?+(?:/[^\W\d_]{1,4}+(?:[/·][^\W\d_]{1,4}+)?+)?+|[‰‱])?+"
)
# Patterns are texts: they are compiled when one is met, and a warm run meets few.
_GROUPS = r"[0-9]{1,3}(,[0-9]{3})+"
_NUMBER_LIKE = r"[(+-]?+\s*+(?:增加|增长|上升|提高|减少|下降|降低)?[\s(+-]*+[.0-9][0-9.,:_。、\s()%+-]*+[^\W\d_]{0,4}+"
_EXPONENT = r"[-+]?[0-9.]++[eE][-+]?[0-9]++"
_DECIMAL = r"[-+(]?+(?:[0-9]{1,3}(?:,[0-9]{3})++|[0-9]++)\.[0-9]++[%)]*+"
_JOINED = rf"{_DECIMAL}(?:(?:\s*+[,、]\s*+|\s*+(?=[-+(])){_DECIMAL})++"
_DIGITS = r"[0-9.,](?:[\s0-9.,]*[0-9.,])?"
_SPACED = r"[0-9.,]\s+[0-9.,]"
_SIGNED_BEHIND = r"\s*+%?+\s*+[-+]\s*+[^\W\d_]{0,4}+$"
_PERCENT = r"\s*+%[^%]*+$"

BLANKS = frozenset(("", "~", "-", "—", "－", "–", "--", "——"))


def is_blank(text: str) -> bool:
    """Whether a cell with this text counts as blank: nothing, ``~`` or a dash."""
    return text in BLANKS or text.strip() in BLANKS


def parse_figure(text: str) -> Figure | None:
    """The figure a text prints, or None when the text is not meant as a figure.

    Accepts thousands separators, full-width characters, ``(12.50)`` and a leading word of direction as signs, ``%``,
    and a unit behind the figure.

    Raises `FigureError` when the text is meant as a figure but malformed.
    """
    # The common spellings, 1669.02 and 1,669.02, without a regular expression.
    whole, point, fraction = text.partition(".")
    if whole.isascii() and len(text) < MAXIMUM_DIGITS:
        if "," in whole:
            first, *groups = whole.split(",")
            if 0 < len(first) < 4 and all(len(group) == 3 for group in groups):
                whole = first + "".join(groups)
        if whole.isdigit() and (whole[0] != "0" or whole == "0"):
            if not point:
                return Figure(int(whole), 0)
            if fraction.isascii() and fraction.isdigit():
                return Figure(int(whole + fraction), len(fraction))
    text = text.translate(_WIDE).strip()
    match = _FIGURE.fullmatch(text)
    if match is None:
        _complain(text)
        return None
    if match["percent"] and match["unit"]:
        return None
    return _figure_of(match)


def _figure_of(match: re.Match[str]) -> Figure:
    digits, fraction = match["digits"], match["fraction"] or ""
    if "," in digits:
        if not re.fullmatch(_GROUPS, digits):
            raise FigureError("commas")
        digits = digits.replace(",", "")
    if len(digits) + len(fraction) > MAXIMUM_DIGITS:
        raise FigureError("digits")
    if len(digits) > 1 and digits[0] == "0":
        raise FigureError("zeros")
    if (match["open"] is None) != (match["close"] is None):
        raise FigureError("brackets")
    signs = [
        sign
        for sign in (
            DIRECTIONS.get(match["word"] or "", 0),
            -1 if match["open"] else 0,
            {"-": -1, "+": 1}.get(match["sign"] or "", 0),
        )
        if sign
    ]
    if len(signs) > 1:
        raise FigureError("sign")
    mantissa = int(digits + fraction)
    if signs and signs[0] < 0:
        mantissa = -mantissa
    return Figure(mantissa, len(fraction), match["percent"] is not None, match["unit"] or "")


def _complain(text: str) -> None:
    """Raise when a text that is not a figure was meant as one; the reason is something that is wrong with it."""
    if re.fullmatch(_EXPONENT, text):
        raise FigureError("exponent")
    if not re.fullmatch(_NUMBER_LIKE, text):
        return
    digits = re.search(_DIGITS, text)
    if digits is None or not any("0" <= character <= "9" for character in digits[0]):
        return
    before, behind = text[: digits.start()], text[digits.end() :]
    whole, _, fraction = digits[0].partition(".")
    signs = sum(before.count(sign) for sign in "+-(") + any(word in before for word in DIRECTIONS)
    later = behind.count("+") + behind.count("-")
    several = any("0" <= character <= "9" for character in behind)
    pairs = "".join(sign for sign in text if sign in "()")
    meant = "." in text or "," in text
    for reason, wrong in (
        ("joined", re.fullmatch(_JOINED, text) is not None),
        ("underscore", "_" in text),
        ("colon", ":" in text),
        ("stop", "。" in text or "、" in text),
        ("points", digits[0].count(".") > 1),
        ("brackets", text.count("(") != text.count(")") or (meant and pairs not in ("", "()"))),
        ("sign", signs > 1 or (signs == 1 and later == 1 and not several)),
        ("behind", later == 1 and re.match(_SIGNED_BEHIND, behind) is not None),
        ("percent", "%" in behind and not several and re.match(_PERCENT, behind) is None),
        ("spaces", re.search(_SPACED, digits[0]) is not None),
        ("commas", "," in fraction or ("," in whole and re.fullmatch(_GROUPS, whole) is None)),
        ("point", meant and not (whole and (fraction or "." not in digits[0]))),
        ("marks", meant),
    ):
        if wrong:
            raise FigureError(reason)


def decimal_text(mantissa: int, decimals: int) -> str:
    """``mantissa / 10**decimals`` as a decimal string with exactly ``decimals`` places: ``(-5, 2)`` is ``-0.05``."""
    if decimals <= 0:
        return str(mantissa * 10**-decimals)
    digits = str(abs(mantissa)).rjust(decimals + 1, "0")
    sign = "-" if mantissa < 0 else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}"


def short_decimal_text(mantissa: int, decimals: int) -> str:
    """Like `decimal_text`, without zeros at its end: ``(1500, 3)`` is ``1.5``."""
    while decimals > 0 and mantissa % 10 == 0:
        mantissa //= 10
        decimals -= 1
    return decimal_text(mantissa, decimals)


MOST_PLACES = 100
"""A quotient is printed as a decimal with all of its places, up to so many; one that has more is a fraction."""


def exact_text(numerator: int, denominator: int, places: int = 0) -> str:
    """A quotient exactly: a decimal with at least so many places where it ends, else a fraction, ``-1/3``."""
    common = gcd(numerator, denominator) if denominator > 0 else -gcd(numerator, denominator)
    numerator, denominator = numerator // common, denominator // common
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    places = max(places, twos, fives)
    if rest != 1 or places > MOST_PLACES:
        return f"{numerator}/{denominator}"
    return decimal_text(numerator * 10**places // denominator, places)


def readable_text(exact: str) -> str:
    """An exact number as people read it: what is a fraction since it does not end is a rounded decimal, ``≈0.333…``.

    Twelve places of it are shown, or three digits where it is nearer to 0 than that.
    """
    if "/" not in exact:
        return exact
    numerator, denominator = map(int, exact.split("/"))
    places = max(12, len(str(denominator)) - len(str(abs(numerator))) + 3)
    return f"≈{short_decimal_text(divide_half_up(numerator * 10**places, denominator), places)}"


def divide_half_up(numerator: int, denominator: int) -> int:
    """The integer nearest to ``numerator / denominator``; a tie goes away from zero, as printed rates do."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    quotient = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -quotient if numerator < 0 else quotient
