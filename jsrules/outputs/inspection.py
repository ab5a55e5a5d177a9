"""A calculation taken apart: each figure that goes into a side of an identity, between which amounts its true value
lies, and between which the whole side does. Two sides whose ranges meet can be explained by rounding.
"""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.language import say
from jsrules.base.number import readable_text
from jsrules.base.record import replace
from jsrules.engine.weigh import value_of
from jsrules.model.ground import GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.outcome import Rational
from jsrules.outputs.compose import Told
from jsrules.outputs.finding import reference_of
from jsrules.outputs.formula import rational_text
from jsrules.outputs.page import Inline, Numeral, TextTable

TERMS_SHOWN = 200
"""Of a sum of more figures only so many are listed; its range is that of all."""


def compose_inspection(told: Told) -> TextTable | None:
    """The sides of a linear identity, or what a rate was computed from, figure by figure; None for anything else."""
    ground = told.outcome.shown
    rows: list[tuple[Inline, ...]] = []
    if isinstance(ground, GroundLinear):
        rows += _side(told, say("左边", "left"), ground.left, ground)
        rows += _side(told, say("右边", "right"), ground.right, ground)
    elif isinstance(ground, GroundRatio):
        rows += _side(told, say("印出", "printed"), Linear({ground.cell: 1}), ground)
        rows += _side(told, say("分子", "above"), ground.numerator, ground)
        rows += _side(told, say("分母", "below"), ground.denominator, ground)
    if not rows:
        return None
    head = ("", say("数", "figure"), say("印出", "printed"), say("真值在", "true amount"))
    return TextTable([head, *rows], (False, False, True, True), head=True)


def _side(told: Told, label: str, form: Linear, ground: GroundLinear | GroundRatio) -> Iterator[tuple[Inline, ...]]:
    """The figures of a side, and the side itself where it is more than one figure."""
    report, sign = told.report, label
    percent = isinstance(ground, GroundLinear) and told.unit == "%"
    terms = [(index, value) for index, value in form.terms.items() if value]
    for index, value in terms[:TERMS_SHOWN]:
        cell = report.cells[index]
        assert cell.amount is not None
        share = bool(cell.amount.unit.places) or percent
        alone = replace(form, terms={index: value}, constant=0, blanks={}, order=())
        yield (
            sign,
            (_factor(value, form.denominator), reference_of(cell, report)),
            Numeral(cell.amount.text),
            _range(told, alone, share),
        )
        sign = ""
    if len(terms) > TERMS_SHOWN:
        more = say("另有 {n} 个数", "{n} more figures", n=len(terms) - TERMS_SHOWN)
        yield "", more, "", ""
    if form.constant and terms:
        yield "", "", Numeral(_text((form.constant, form.denominator), percent)), say("精确数", "exact")
    if len(terms) != 1 or form.constant:
        total = value_of(report, form)
        words = say("合计", "in all") if terms else say("空白", "blank") if form.blanks else ""
        yield sign, words, Numeral(_text((total[0], total[2]), percent)), _range(told, form, percent)


def _factor(value: int, denominator: int) -> str:
    """What a figure is multiplied by, where that is not 1."""
    sign = "- " if value < 0 else ""
    text = rational_text((abs(value), denominator), False)
    return sign if text == "1" else f"{sign}{readable_text(text)} × "


def _range(told: Told, form: Linear, percent: bool) -> str:
    """Between which amounts the true value of a form lies: half a last place of each figure to either side."""
    value, slack, scale = value_of(told.report, form)
    if not slack:
        return say("精确数", "exact")
    low, high = (2 * value - slack, 2 * scale), (2 * value + slack, 2 * scale)
    return say("{low} 至 {high}", "{low} to {high}", low=_text(low, percent), high=_text(high, percent))


def _text(value: Rational, percent: bool) -> str:
    return readable_text(rational_text(value, percent)) + "%" * percent
