"""A reader of flat rules that shares nothing with the project: what they mean, as `support.farkas` takes it."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

TERM = re.compile(r"\s*([+-]?)\s*(?:([\d.]+)\s*(万元|元)?\s*\*?\s*)?([a-z]?)(?:\s*/\s*(\d+))?")


def read_trees(text: str) -> dict[str, tuple[Any, ...]]:
    """What each rule says, by its name: comparisons of single letters, 若 … 则, 且, 或, 非."""
    return {name: _tree(body) for name, body in re.findall(r"^规则 (\S+?)：(.*)$", text, re.MULTILINE)}


def _tree(text: str) -> tuple[Any, ...]:
    if text.startswith("若 "):
        condition, claim = text.removeprefix("若 ").split(" 则 ", 1)
        return "if", _tree(condition), _tree(claim)
    for word, kind in ((" 或 ", "or"), (" 且 ", "and")):
        if word in text:
            return kind, *(_tree(each) for each in text.split(word))
    if text.startswith("非 "):
        return "not", _tree(text.removeprefix("非 "))
    left, operator, right = re.split(r" (<=|>=|<>|=|<|>) ", text)
    row: dict[str, Fraction] = {}
    read_side(left, Fraction(1), row)
    read_side(right, Fraction(-1), row)
    return "is", {("" if name == "1" else name): value for name, value in row.items()}, operator


def read_rules(text: str) -> dict[str, dict[str, Fraction]]:
    """Left less right of each flat linear rule, by its name: figure to coefficient, a constant under ``1``."""
    rows = {}
    for name, left, right in re.findall(
        r"^规则 (\S+?)：(?:若 .* 则 )?(.*?) (?:=|<=|>=|<>|>|<) (.*)$", text, re.MULTILINE
    ):
        row: dict[str, Fraction] = {}
        for side, sign in ((left, 1), (right, -1)):
            read_side(side, Fraction(sign), row)
        rows[name] = {figure: value for figure, value in row.items() if value}
    return rows


def read_side(text: str, factor: Fraction, row: dict[str, Fraction]) -> None:
    """Add one side, times a factor, to a row."""
    while bracket := re.search(r"(?:(-)\s*)?(?:([\d.]+) \* )?(合计)?\(([^()]*)\)", text):
        minus, number, is_sum, inner = bracket.groups()
        size = Fraction(number or 1) * (-1 if minus else 1)
        read_side(inner.replace(",", " +") if is_sum else inner, factor * size, row)
        text = text[: bracket.start()].rstrip().removesuffix("+") + text[bracket.end() :]
    for sign, number, unit, figure, divisor in TERM.findall(text):
        if number or figure:
            value = Fraction(number or 1) / int(divisor or 1) * (-1 if sign == "-" else 1) * factor
            key = figure or ("元" if unit else "1")
            row[key] = row.get(key, Fraction(0)) + value * (10000 if unit == "万元" else 1)
