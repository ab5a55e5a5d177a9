"""Figures that are not stated or cannot be read, and what the others say that they must be."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.model.reconciliation import ImpliedFigure, Reconciliation
from jsrules.outputs.finding import reference_of
from jsrules.outputs.page import Blocks, Inline, Nested, Numeral, Paragraph, section, tell

SHOWN = 5
"""So many figures are listed before it says how many more there are."""


def compose_implied(found: Reconciliation) -> Blocks:
    """What figures must be that nobody can read in the report."""
    if not found.implied:
        return []
    lines = [Paragraph(_told(each, found)) for each in found.implied[:SHOWN]]
    rest = len(found.implied) - SHOWN
    if rest > 0:
        lines.append(Paragraph(say("另有 {n} 个（见 --format json）", "and {n} more (--format json)", n=rest)))
    return section(say("没有写、读不出的数", "figures that are not stated or cannot be read"), Nested(lines))


def _told(figure: ImpliedFigure, found: Reconciliation) -> Inline:
    """``甲（印的是“见附件”）只能是 2，按“合计”``."""
    cell = reference_of(figure.cell, found.report)
    emptied = any(moved.cell.index == figure.cell.index for part in found.structure for moved in part.moved)
    text = figure.text if not emptied else ""  # nobody knows it: that it is printed so is not said
    text = say("（印的是“{text}”）", " (printed: “{text}”)", text=text) if text else ""
    names = say("、", ", ").join(dict.fromkeys(each.name or each.text for each in figure.rules))
    low, high = figure.low.text, figure.high.text
    if figure.amount is None:
        return tell(
            "{cell}{text} 只能在 {low} 至 {high} 之间，按“{names}”",
            "{cell}{text} must be between {low} and {high}, by “{names}”",
            cell=cell,
            text=text,
            low=Numeral(low),
            high=Numeral(high),
            names=names,
        )
    value = Numeral(figure.amount.text)
    if (figure.low.mantissa, figure.high.mantissa) == (figure.amount.mantissa,) * 2:
        return tell(
            "{cell}{text} 只能是 {value}，按“{names}”",
            "{cell}{text} must be {value}, by “{names}”",
            cell=cell,
            text=text,
            value=value,
            names=names,
        )
    return tell(
        "{cell}{text} 只能是 {value}（尾差在内，{low} 至 {high}），按“{names}”",
        "{cell}{text} must be {value} (within rounding, {low} to {high}), by “{names}”",
        cell=cell,
        text=text,
        value=value,
        low=Numeral(low),
        high=Numeral(high),
        names=names,
    )


def compose_left_out(found: Reconciliation) -> Blocks:
    """Rules that can hold in too many ways to look at all of them."""
    if not found.left_out:
        return []
    names = say("、", ", ").join(each.name for each in found.left_out)
    text = say(
        "没有放在一起看的公式（成立的情形太多）：{names}",
        "identities that were left out (they can hold in too many ways): {names}",
        names=names,
    )
    return [Paragraph(text)]
