"""Figures in sentences: decimal strings compared exactly, grouped by thousands, with their unit."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.number import short_decimal_text
from jsrules.engine.measure import Term
from jsrules.model.report import Amount
from jsrules.outputs.compose import Told


def parse_decimal(text: str) -> tuple[int, int] | None:
    """Mantissa and decimals of a decimal string; None when it is something else."""
    whole, _, fraction = text.partition(".")
    digits = whole.removeprefix("-") + fraction
    if not (digits.isascii() and digits.isdigit()):
        return None
    try:
        mantissa = int(digits)
    except ValueError:  # longer than the interpreter converts
        return None
    return (-mantissa if text.startswith("-") else mantissa), len(fraction)


def scaled(figure: tuple[int, int], decimals: int) -> int:
    """A figure as an integer of units of 10**-decimals; ``decimals`` must not be fewer than its own."""
    factor: int = 10 ** (decimals - figure[1])
    return figure[0] * factor


def is_zero(text: str) -> bool:
    """Whether a decimal string is nothing or zero."""
    figure = parse_decimal(text)
    return not text or (figure is not None and figure[0] == 0)


def magnitude(text: str) -> str:
    """A decimal string without its sign."""
    return text.removeprefix("-")


def grouped(text: str, unit: str = "") -> str:
    """A decimal string with thousands separators; a year stays as it is."""
    if parse_decimal(text) is None or unit == "年":
        return text
    sign = "-" if text.startswith("-") else ""
    whole, point, fraction = text.removeprefix("-").partition(".")
    head = len(whole) % 3
    groups = ([whole[:head]] if head else []) + [whole[i : i + 3] for i in range(head, len(whole), 3)]
    return sign + ",".join(groups) + point + fraction


def with_unit(text: str, unit: str) -> str:
    """A figure with its unit behind it: ``28.09 万元``, ``1.68%``."""
    figure = grouped(text, unit)
    if not unit or not figure:
        return figure
    return f"{figure}%" if unit == "%" else f"{figure} {unit}"


def difference_with_unit(figure: str, unit: str) -> str:
    """A difference with its unit: ``0.20 万元``; of two percentages it is in percentage points."""
    if unit == "%":
        return say("{figure} 个百分点", "{figure} percentage points", figure=figure)
    return f"{figure} {unit}".rstrip()


def half_unit(amount: Amount) -> str:
    """Half a unit of the last printed place, in the unit of the figure: ``0.005 万元``; ``0`` for what is exact."""
    if amount.exact:
        return "0"
    decimals = amount.decimals - (2 if amount.unit.name == "%" else 0)
    return with_unit(short_decimal_text(5, decimals + 1), amount.unit.name)


def printed(term: Term) -> str:
    """The text of a cell as a reader sees it; empty when it is blank."""
    return term.cell.amount.text if term.cell.amount else term.cell.problem


def largest(outcomes: list[Told]) -> list[tuple[str, str]]:
    """The largest difference in each unit, as decimal string and unit, in the order the units come up."""
    found: dict[str, tuple[tuple[int, int], str]] = {}
    for outcome in outcomes:
        figure = parse_decimal(magnitude(outcome.difference))
        if figure is None:
            continue
        best = found.get(outcome.unit)
        decimals = max(figure[1], best[0][1]) if best else 0
        if best is None or scaled(figure, decimals) > scaled(best[0], decimals):
            found[outcome.unit] = figure, magnitude(outcome.difference)
    return [(text, unit) for unit, (_, text) in found.items()]
