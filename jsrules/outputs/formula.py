"""Formulas with their figures filled in, and exact numbers as text."""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd

from jsrules.base.language import say
from jsrules.base.number import exact_text, readable_text
from jsrules.model.linear import Linear
from jsrules.model.outcome import Rational
from jsrules.model.report import Report


def filled(report: Report, form: Linear, unit: str, *, grouped: bool = False) -> str:
    """A side with its figures filled in: ``1,668.98 + 0.03``; ``grouped`` puts brackets round more than one."""
    # What was divided is shown as a quotient: whole coefficients, and the divisor behind.
    common = gcd(form.denominator, form.constant, *form.terms.values()) if form.divided else form.denominator
    divisor = form.denominator // common
    pieces: list[tuple[bool, str]] = []
    for index, coefficient in form.terms.items():
        amount = report.cells[index].amount
        if not coefficient or amount is None:
            continue
        text = f"({amount.text})" if amount.text.startswith(("-", "－")) else amount.text
        if abs(coefficient) != common:
            text = f"{rational_text((abs(coefficient), common), False)} × {text}"
        pieces.append((coefficient < 0, text))
    if not pieces and not form.constant and not form.printed and not form.terms:
        return say("空白", "blank") if unit and form.blanks else "0"
    if form.constant or not pieces:
        value = rational_text((abs(form.constant), common), unit == "%")
        if unit == "%":
            value = f"{readable_text(value)}%"
        if not pieces:
            text = f"-{value}" if form.constant < 0 else value
            return f"{text} ÷ {divisor}" if divisor != 1 else text
        pieces.append((form.constant < 0, value))
    text = added(pieces, "- ")
    if divisor != 1:
        return f"({text}) ÷ {divisor}" if len(pieces) > 1 else f"{text} ÷ {divisor}"
    return f"({text})" if grouped and len(pieces) > 1 else text


def added(pieces: Iterable[tuple[bool, str]], first: str = "-") -> str:
    """Terms, each negative or not, as a sum; ``first`` stands before a negative one at the beginning."""
    text = ""
    for negative, piece in pieces:
        sign = (" - " if negative else " + ") if text else (first if negative else "")
        text += sign + piece
    return text


def length_text(value: Rational | None, percent: bool, places: int) -> str:
    """A length, which is a bare 0 when there is none."""
    return "0" if value is not None and value[0] == 0 else rational_text(value, percent, places)


def rational_text(value: Rational | None, percent: bool, places: int = 0) -> str:
    """An exact decimal with at least ``places`` decimals, or a fraction where it does not end (`exact_text`).

    A percentage is given in percent, without its sign.
    """
    if value is None:
        return ""
    return exact_text(value[0] * 100 if percent else value[0], value[1], places)
