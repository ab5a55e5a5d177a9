"""Doubts about what bare figures of a report without a form set are, where a verdict hangs on it.

Imported for such reports only, when something does not hold exactly or counts are in it.
"""

from __future__ import annotations

from jsrules.base.number import short_decimal_text
from jsrules.base.record import replace
from jsrules.base.units import UNITS, find_unit
from jsrules.engine.algebra import Algebra
from jsrules.engine.comparisons import judge_linear, judge_ratio
from jsrules.engine.conditions import judge_condition
from jsrules.engine.strangers import beside_count, beside_rate, has_count, met
from jsrules.engine.weigh import value_of
from jsrules.model.factors import in_percent
from jsrules.model.ground import Ground, GroundLinear, GroundRatio, Unbound
from jsrules.model.linear import Linear
from jsrules.model.outcome import Judgement
from jsrules.model.reason import Reason, subject_of
from jsrules.model.report import Cell, Report
from jsrules.model.syntax import Cells, Compare, Constant, Expression
from jsrules.model.tree import walk

_PERCENT = UNITS["%"]


def doubt_of(algebra: Algebra, ground: Ground, judgement: Judgement) -> Reason | None:
    """Why a violation may be none, a rounding difference an error, and what holds nonsense; None without a doubt."""
    report = algebra.report
    doubt = beside_count(algebra, ground) or _ratio_or_percent(algebra, ground, judgement)
    if doubt is not None or judgement.verdict == "pass":
        return doubt
    if judgement.verdict == "violation":
        return _without_percent(report, ground) or _in_other_size(report, ground) or beside_rate(algebra, ground)
    if isinstance(ground, GroundLinear) and not judgement.reason:
        return whole_figures(report, ground)
    return None


def is_plain(algebra: Algebra, ground: Ground) -> bool:
    """Whether all that can be doubted of a rounding difference is what `whole_figures` says, in any report of this
    layout: no figure is in a unit of whole things, and nothing is compared that may be a ratio.
    """
    return not has_count(algebra, ground) and not _may_be_percent(ground)


def is_beyond_doubt(algebra: Algebra, ground: Ground) -> bool:
    """Whether a violation is one in any report of this layout: all figures are in units of their own."""
    if not isinstance(ground, GroundLinear) or not is_plain(algebra, ground):
        return False
    used = [algebra.report.cells[index] for index in ground.row.terms]
    return not any(_is_bare(cell) or cell.units for cell in used) and beside_rate(algebra, ground) is None


def _ratio_or_percent(algebra: Algebra, ground: Ground, judgement: Judgement) -> Reason | None:
    """A ratio of bare figures compared with 70, where 70% would give another verdict."""
    found = _may_be_percent(ground)
    if (
        found is None
        or isinstance(ground, Unbound)
        or any(_is_known(each) for each in met(algebra, ground.node, ground.place))
    ):
        return None
    number, other = found
    holds = judgement.verdict != "violation"
    again = judge_condition(algebra, other, ground.place).verdict
    if again not in ("pass", "rounding", "violation") or holds == (again != "violation"):
        return None
    return Reason("ratio_or_percent", None, (short_decimal_text(number.mantissa, number.decimals),))


def _may_be_percent(ground: Ground) -> tuple[Constant, Compare] | None:
    """The number of a comparison that may be a percentage, and the comparison in which it is one."""
    if isinstance(ground, Unbound) or not isinstance(ground.node, Compare):
        return None
    return in_percent(ground.node, lambda each: isinstance(each, Cells) and not each.unit)


def _is_known(cell: Cell) -> bool:
    """Whether a figure turned out to be no money: a count, beside others."""
    return cell.amount is not None and cell.amount.unit.dimension not in ("", "money")


def _without_percent(report: Report, ground: Ground) -> Reason | None:
    """A rate printed without its %: 76.23, where 76.23% would do."""
    if isinstance(ground, GroundRatio):
        cell = report.cells[ground.cell]
        if not _is_bare(cell) or cell.amount is None:
            return None
        cells = list(report.cells)
        amount = replace(cell.amount, decimals=cell.amount.decimals + _PERCENT.places, unit=_PERCENT)
        cells[ground.cell] = replace(cell, amount=amount)
        fits = judge_ratio(replace(report, cells=cells), ground).verdict != "violation"
        return Reason("percent_unstated", subject_of(cell), (cell.amount.text,)) if fits else None
    if not isinstance(ground, GroundLinear):
        return None
    used = [report.cells[index] for index, factor in ground.row.terms.items() if factor]
    bare = [cell for cell in used if _is_bare(cell)]
    if not bare or not all(_is_bare(cell) or (cell.amount and cell.amount.unit.places) for cell in used):
        return None
    if len(bare) == len(used) and not any(map(_is_rate, walk(ground.node))):
        return None
    one, left, right = (_in_percent(report, form) for form in (ground.row, ground.left, ground.right))
    if judge_linear(report, replace(ground, row=one, left=left, right=right)).verdict == "violation":
        return None
    assert bare[0].amount is not None
    return Reason("percent_unstated", subject_of(bare[0]), (bare[0].amount.text,))


def _in_other_size(report: Report, ground: Ground) -> Reason | None:
    """A figure that goes with 万元 because of what it is compared with, and would do in 元: 129,800.00 for 12.98 万元.

    Of figures that are put in order only what is far off raises the doubt: of two numbers one is always the smaller.
    """
    if isinstance(ground, GroundRatio):
        ground = _of_mean(ground)
    if not isinstance(ground, GroundLinear):
        return None
    taken = [cell for index in ground.row.terms if (cell := report.cells[index]).units and cell.amount is not None]
    if not taken or (ground.operator not in ("=", "==") and not _are_far_apart(report, ground)):
        return None
    own = taken[0].amount
    assert own is not None
    for unit in UNITS.values():
        if unit.dimension == own.unit.dimension and unit.power != own.unit.power:
            shift = unit.power - own.unit.power
            one, left, right = (
                _moved(report, form, unit.dimension, shift) for form in (ground.row, ground.left, ground.right)
            )
            if judge_linear(report, replace(ground, row=one, left=left, right=right)).verdict != "violation":
                return Reason("unit_unknown", subject_of(taken[0]), (own.text, own.unit.name, unit.name))
    return None


def _of_mean(ground: GroundRatio) -> Ground:
    """A figure that was computed without dividing by figures, a mean, as a linear comparison; others as they are."""
    if ground.denominator.terms:
        return ground
    left, right = Linear({ground.cell: 1}, printed=1), ground.numerator.copy()
    right.scale(ground.denominator.denominator, ground.denominator.constant)
    row = left.copy()
    row.add(right, -1)
    return GroundLinear(ground.place, ground.node, "=", row, left, right)


_FAR = 1000


def _are_far_apart(report: Report, ground: GroundLinear) -> bool:
    left, _, left_scale = value_of(report, ground.left)
    right, _, right_scale = value_of(report, ground.right)
    one, other = sorted((abs(left * right_scale), abs(right * left_scale)))
    return one * _FAR <= other


def _moved(report: Report, form: Linear, dimension: str, shift: int) -> Linear:
    """A form in which the amounts without a unit of their own are in one that is ``10**shift`` times theirs."""

    def is_taken(cell: Cell) -> bool:
        return bool(cell.units) and cell.amount is not None and cell.amount.unit.dimension == dimension

    up, down = 10 ** max(0, shift), 10 ** max(0, -shift)
    terms = {index: factor * (up if is_taken(report.cells[index]) else down) for index, factor in form.terms.items()}
    return replace(form, terms=terms, constant=form.constant * down, denominator=form.denominator * down)


def _is_rate(node: Expression) -> bool:
    unit = find_unit(node.unit) if isinstance(node, Constant) else None
    return unit is not None and unit.places > 0


def _in_percent(report: Report, form: Linear) -> Linear:
    """A form in which bare figures are percentages."""
    terms = {index: factor * (1 if _is_bare(report.cells[index]) else 100) for index, factor in form.terms.items()}
    return replace(form, terms=terms, constant=form.constant * 100, denominator=form.denominator * 100)


def _is_bare(cell: Cell) -> bool:
    return cell.amount is not None and cell.amount.unit.dimension == "" and not cell.amount.exact


def whole_figures(report: Report, ground: GroundLinear) -> Reason | None:
    """Whole figures that differ by what rounding allows to money, in a report that prints money with decimals: they may
    be counts.
    """
    used = [report.cells[index] for index, factor in ground.row.terms.items() if factor]
    if ground.row.constant or not used or not all(map(_may_be_count, used)):
        return None
    if not any(cell.amount and cell.amount.unit.dimension == "money" and cell.amount.decimals for cell in report.cells):
        return None
    assert used[0].amount is not None
    return Reason("may_be_counts", subject_of(used[0]), (used[0].amount.text,))


def _may_be_count(cell: Cell) -> bool:
    amount = cell.amount
    return amount is not None and amount.unit.dimension == "money" and not amount.decimals and amount.text[-1].isdigit()
