"""How a figure goes wrong when it is typed or copied: the slips of one figure, and telling which of them was made.

Figures are their digits: an integer scaled to the decimals they are printed with (1,669.02 is 166902), so that no slip
can change how precise a figure looks. Slips that need a second figure (a swap, a copy, a column that slipped by a row)
are made by those who know the neighbours. The names are those of ``explanation`` in ``spec/results.md``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

Slip = Literal["digit", "transposed", "missing_digit", "extra_digit", "sign", "unit_scale"]

SLIPS: tuple[Slip, ...] = ("digit", "transposed", "missing_digit", "extra_digit", "sign", "unit_scale")
"""In the order in which they are tried, the likelier ones first."""

UNIT_SCALES: tuple[int, ...] = (1, 4)
"""Powers of ten by which a figure is mistaken: the point off by one place, 元 taken for 万元 or the reverse."""


def digits_of(mantissa: int, decimals: int) -> str:
    """The digits that are printed, without sign, point and separators: ``(-5, 2)`` is ``005``."""
    return str(abs(mantissa)).rjust(decimals + 1, "0")


def slips_of(mantissa: int, decimals: int) -> Iterator[tuple[Slip, int]]:
    """Every figure that one slip makes of this one, with the slip, each figure once and never the figure itself.

    An extra digit is one that is struck twice: typing any digit anywhere would be ten times as many, and is noticed as
    easily.
    """
    seen = {mantissa}
    for slip in SLIPS:
        for made in _made(slip, mantissa, decimals):
            if made not in seen:
                seen.add(made)
                yield slip, made


def _made(slip: Slip, mantissa: int, decimals: int) -> Iterator[int]:
    if slip == "sign":
        yield -mantissa
    elif slip == "unit_scale":
        for power in UNIT_SCALES:
            yield mantissa * 10**power
            if mantissa % 10**power == 0:  # else it would show more decimals than are printed
                yield mantissa // 10**power
    else:
        sign = -1 if mantissa < 0 else 1
        for text in _retyped(slip, digits_of(mantissa, decimals)):
            # Zeros in front are not printed: what begins with one is another slip, or none.
            if text and text == digits_of(int(text), decimals):
                yield sign * int(text)


def _retyped(slip: Slip, digits: str) -> Iterator[str]:
    """The digits as they are after a slip of the fingers."""
    for at, digit in enumerate(digits):
        head, tail = digits[:at], digits[at + 1 :]
        if slip == "digit":
            yield from (head + other + tail for other in "0123456789" if other != digit)
        elif slip == "transposed":
            yield head + tail[:1] + digit + tail[1:]
        elif slip == "missing_digit":
            yield head + tail
        else:
            yield head + digit + digit + tail


def slip_between(true: int, printed: int, decimals: int) -> Slip | None:
    """The slip that makes ``printed`` of ``true``; None when no single one does, or they are equal.

    An extra digit may be any here, since it is asked about a figure that somebody did print.
    """
    if true == printed:
        return None
    if true == -printed:
        return "sign"
    if (true < 0) == (printed < 0) or 0 in (true, printed):
        found = _between(digits_of(true, decimals), digits_of(printed, decimals))
        if found:
            return found
    for power in UNIT_SCALES:
        if true * 10**power == printed or printed * 10**power == true:
            return "unit_scale"
    return None


def _between(true: str, printed: str) -> Slip | None:
    """Of figures with as many digits: one or two neighbours that differ; else one digit that only one of them has."""
    if len(true) == len(printed):
        wrong = [at for at, digit in enumerate(true) if digit != printed[at]]
        if len(wrong) == 1:
            return "digit"
        first, last = wrong[0], wrong[-1]
        swapped = last - first == 1 and true[first : last + 1] == printed[last] + printed[first]
        return "transposed" if swapped else None
    if _is_one_less(true, printed):
        return "missing_digit"
    return "extra_digit" if _is_one_less(printed, true) else None


def _is_one_less(longer: str, shorter: str) -> bool:
    """Whether leaving one digit out of ``longer`` gives ``shorter``."""
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer)))
