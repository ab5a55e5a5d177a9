"""Numbers as spreadsheets keep them: decimal texts of at most 15 digits that count, as integers.

Spreadsheets compute in binary and show at most 15 digits: a stored ``2.6749999999999998`` is 2.675 to whoever reads it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_DIGITS = 15
_LARGEST_EXPONENT = 400

_NUMBER = re.compile(r"([-+]?)([0-9]*)(?:\.([0-9]*))?(?:[eE]([-+]?[0-9]{1,4}))?")


class StoredNumber(NamedTuple):
    """``mantissa * 10**exponent``; the mantissa has no trailing zeros."""

    mantissa: int
    exponent: int


def parse_stored(text: str) -> StoredNumber | None:
    """The number that a file keeps as ``text``, rounded half up to 15 digits; None when it is no number."""
    text = text.strip()
    match = _NUMBER.fullmatch(text) if len(text) <= 2 * _LARGEST_EXPONENT else None
    if match is None:
        return None
    sign, whole, fraction, power = match.groups()
    digits = whole + (fraction or "")
    exponent = int(power or 0) - len(fraction or "")
    if not digits or abs(exponent) > _LARGEST_EXPONENT:
        return None
    digits = digits.lstrip("0")
    if len(digits) > _DIGITS:
        exponent += len(digits) - _DIGITS
        digits = str(int(digits[:_DIGITS]) + (digits[_DIGITS] >= "5"))
    shortened = digits.rstrip("0")
    if not shortened:
        return StoredNumber(0, 0)
    mantissa = int(shortened)
    return StoredNumber(-mantissa if sign == "-" else mantissa, exponent + len(digits) - len(shortened))


def plain_text(number: StoredNumber) -> str:
    """In plain decimals, with as many as it has."""
    sign = "-" if number.mantissa < 0 else ""
    mantissa, exponent = abs(number.mantissa), number.exponent
    if exponent >= 0:
        return f"{sign}{mantissa * 10**exponent}"
    digits = str(mantissa).rjust(1 - exponent, "0")
    return f"{sign}{digits[:exponent]}.{digits[exponent:]}"


def rounded(mantissa: int, exponent: int, decimals: int) -> tuple[int, bool]:
    """``mantissa * 10**exponent``, not negative, in units of ``10**-decimals``, half up; whether nothing was lost."""
    places = exponent + decimals
    if places >= 0:
        return mantissa * 10**places, True
    unit = 10**-places
    whole, rest = divmod(mantissa, unit)
    return whole + (2 * rest >= unit), not rest
