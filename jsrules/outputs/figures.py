"""Figures in sentences: grouped by thousands, with their unit."""

from __future__ import annotations

import re

from jsrules.base.language import say
from jsrules.base.number import readable_text, short_decimal_text
from jsrules.engine.measure import Term
from jsrules.model.outcome import Rational
from jsrules.model.report import Amount
from jsrules.outputs.compose import Told

_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def grouped(text: str, unit: str = "") -> str:
    """An exact number with thousands separators, rounded where it does not end; a year stays as it is."""
    text = readable_text(text)
    if text.startswith("≈"):
        return f"≈{grouped(text[1:])}"
    if unit == "年" or not _DECIMAL.fullmatch(text):
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
    return with_unit(short_decimal_text(5, amount.printed_decimals + 1), amount.unit.name)


def printed(term: Term) -> str:
    """The text of a cell as a reader sees it; empty when it is blank."""
    return term.cell.amount.text if term.cell.amount else term.cell.problem


def largest(outcomes: list[Told]) -> list[tuple[str, str]]:
    """The largest difference in each unit, as text and unit, in the order the units come up."""
    found: dict[str, tuple[Rational, str]] = {}
    for outcome in outcomes:
        difference = outcome.measure.difference
        if difference is None:
            continue
        best = found.get(outcome.unit)
        if best is None or abs(difference[0]) * best[0][1] > abs(best[0][0]) * difference[1]:
            found[outcome.unit] = difference, outcome.distance
    return [(text, unit) for unit, (_, text) in found.items()]
