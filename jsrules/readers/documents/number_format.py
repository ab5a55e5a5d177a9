"""What a spreadsheet shows of a stored number or text: its number format gives the displayed text, in integers.

How wide a column is does not matter; padding is left out.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from jsrules.readers.documents.date_format import date_text
from jsrules.readers.documents.format_tokens import FormatComparison, FormatSection, FormatToken, sections
from jsrules.readers.documents.stored_numbers import StoredNumber, plain_text, rounded

_GENERAL_WIDTH = 11
"""Characters that a number takes up at most where no format is given, its sign not counted."""

_GENERAL = FormatSection("general", (FormatToken("general", "General"),))


class ShownNumber(NamedTuple):
    """The displayed text, and whether it says all of the value (but for a unit, %, or a scale)."""

    text: str
    whole: bool


def shown_number(number: StoredNumber, code: str, date_1904: bool = False) -> ShownNumber:
    """What a cell with this number and this format shows."""
    section, signless = _chosen(_parsed(code), number)
    size = StoredNumber(abs(number.mantissa), number.exponent)
    if section.kind == "date":
        text = None if number.mantissa < 0 else date_text(number, section, date_1904)
        shown = ShownNumber(text, True) if text is not None else _general(size, _GENERAL)
    elif section.kind == "number":
        shown = _number(size, section)
    elif section.kind == "general":
        shown = _general(size, section)
    else:
        shown = ShownNumber("".join(token.text for token in section.tokens).strip(), not number.mantissa)
    if number.mantissa < 0 and not signless and shown.text:
        return ShownNumber(f"-{shown.text}", shown.whole)
    return shown


def shown_text(text: str, code: str) -> str:
    """What a cell with this text and this format shows: a format may hide texts, or put words round them."""
    if "@" not in code and ";" not in code:
        return text
    found = _parsed(code)
    own = found[3] if len(found) > 3 else next((each for each in found if each.kind == "text"), None)
    if own is None:
        return text
    return "".join(text if token.kind == "text" else token.text for token in own.tokens).strip()


@lru_cache(maxsize=512)
def _parsed(code: str) -> tuple[FormatSection, ...]:
    return sections(code)


def _chosen(found: tuple[FormatSection, ...], number: StoredNumber) -> tuple[FormatSection, bool]:
    """The section for a number, and whether it says by itself that the number is negative."""
    own = [each for each in found[:3] if each.kind != "text"]
    if not own:
        return _GENERAL, False
    if any(each.condition for each in own):
        for each in own:
            if each.condition is None:
                return each, False
            operator, limit = each.condition
            if _meets(number, operator, limit):
                return each, operator.startswith("<") and limit.mantissa <= 0
        return _GENERAL, False
    if number.mantissa > 0 or len(own) == 1:
        return own[0], False
    if number.mantissa < 0:
        return own[1], True
    return own[2 if len(own) > 2 else 0], True


def _meets(number: StoredNumber, operator: FormatComparison, limit: StoredNumber) -> bool:
    low = min(number.exponent, limit.exponent)
    own: int = number.mantissa * 10 ** (number.exponent - low)
    its: int = limit.mantissa * 10 ** (limit.exponent - low)
    if operator in ("<", "<="):
        return own < its or (own == its and operator == "<=")
    if operator in (">", ">="):
        return own > its or (own == its and operator == ">=")
    return (own == its) == (operator == "=")


def _general(number: StoredNumber, section: FormatSection) -> ShownNumber:
    """As many decimals as fit; of a large number all digits before the point, which a narrow cell would not show."""
    text, whole = plain_text(number), True
    integer, _, fraction = text.partition(".")
    if fraction and len(text) > _GENERAL_WIDTH:
        decimals = max(_GENERAL_WIDTH - len(integer) - 1, 0)
        if integer == "0" and len(fraction) - len(fraction.lstrip("0")) > 3:
            return ShownNumber(text, True)  # would be shown as a power of ten
        units, whole = rounded(*number, decimals)
        text = plain_text(StoredNumber(units, -decimals))
        text = text.rstrip("0").rstrip(".") if "." in text else text
    if section is not _GENERAL:
        text = "".join(text if token.kind == "general" else token.text for token in _without_digits(section)).strip()
    return ShownNumber(text, whole)


def _without_digits(section: FormatSection) -> list[FormatToken]:
    """Fractions, ``# ?/?``, are shown as decimals."""
    if any(token.kind == "general" for token in section.tokens):
        return [token for token in section.tokens if token.kind in ("general", "literal")]
    return [*_GENERAL.tokens, *(token for token in section.tokens if token.kind == "literal" and token.text.strip())]


def _number(number: StoredNumber, section: FormatSection) -> ShownNumber:
    tokens = section.tokens
    if any(token.kind == "exponent" for token in tokens):
        return ShownNumber(plain_text(number), True)  # no published table prints powers of ten
    digits = [index for index, token in enumerate(tokens) if token.kind == "digit"]
    point = next((index for index, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    last_integer = max((index for index in digits if index < point), default=-1)
    groups = [index for index, token in enumerate(tokens) if token.kind == "group"]
    grouped = any(digits[0] < index < last_integer for index in groups)
    scale = sum(1 for index in groups if index > digits[-1] or last_integer < index < point)
    percent = sum(1 for token in tokens if token.kind == "percent")
    decimals = sum(1 for index in digits if index > point)
    units, whole = rounded(number.mantissa, number.exponent + 2 * percent - 3 * scale, decimals)
    text = str(units).rjust(decimals + 1, "0")
    integer, fraction = text[: len(text) - decimals], text[len(text) - decimals :]
    before = _integer(tokens[:point], "" if integer == "0" else integer, grouped).strip()
    after = _fraction(tokens[point:], fraction).strip()
    if after[:1] == "." and not before[-1:].isdigit():
        before += "0"  # .5 is what is shown, and no figure
    return ShownNumber(before + after, whole)


def _integer(tokens: tuple[FormatToken, ...], digits: str, grouped: bool) -> str:
    """Digits from the right into their places, the first place taking all that are left; words stand between them."""
    places = sum(1 for token in tokens if token.kind == "digit")
    pieces: list[str] = []
    count = 0

    def put(digit: str) -> None:
        nonlocal count
        if grouped and count and count % 3 == 0 and digit.isdigit():
            pieces.append(",")
        pieces.append(digit)
        count += 1

    for token in reversed(tokens):
        if token.kind == "literal":
            pieces.append(token.text[::-1])
        elif token.kind == "percent":
            pieces.append("%")
        elif token.kind == "digit":
            places -= 1
            taken = digits if not places else digits[-1:]
            digits = "" if not places else digits[:-1]
            if not taken and token.text == "0":
                put("0")
            for digit in reversed(taken):
                put(digit)
    return "".join(pieces)[::-1] if places <= 0 else ""


def _fraction(tokens: tuple[FormatToken, ...], digits: str) -> str:
    """Digits behind the point; ``#`` and ``?`` leave out zeros at the end, and a point that nothing follows."""
    kinds = [token.text for token in tokens if token.kind == "digit"]
    shown = len(digits)
    while shown and digits[shown - 1] == "0" and kinds[shown - 1] != "0":
        shown -= 1
    text = ""
    place = 0
    for token in tokens:
        if token.kind == "point":
            text += "." if shown and not place else ""
        elif token.kind == "digit":
            text += digits[place] if place < shown else ""
            place += 1
        elif token.kind == "percent":
            text += "%"
        elif token.kind == "literal":
            text += token.text
    return text
