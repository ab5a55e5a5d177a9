"""What figures must be that nobody knows: what the equalities make of them that they are in."""

from __future__ import annotations

from fractions import Fraction

from jsrules.base.record import Record, field, replace
from jsrules.engine.reconcile.review import Changes, figure_text
from jsrules.engine.reconcile.system import LinearRow, System
from jsrules.model.reconciliation import ImpliedFigure
from jsrules.model.report import Amount

HALF = Fraction(1, 2)

ROUNDS = 3
"""So often one unknown figure may follow from another."""


class _Range(Record, frozen=False):
    """What an unknown figure can be, None where nothing bounds it; ``printed`` is what the figures as printed make of
    it, and ``rows`` are those that say so.
    """

    low: Fraction | None = None
    up: Fraction | None = None
    printed: set[Fraction] = field(default_factory=set)
    rows: dict[int, None] = field(default_factory=dict)


def implied(system: System, settled: Changes, doubtful: set[int]) -> list[ImpliedFigure]:
    """The unknown figures that equalities say something of; ``settled`` are the figures that are corrected, and
    ``doubtful`` those that are wrong without a value.
    """
    if not system.unknown:
        return []
    ranges: dict[int, _Range] = {}
    for _ in range(ROUNDS):
        if not _narrow(system, settled, doubtful, ranges):
            break
    return [
        _told(system, figure, ranges[figure])
        for figure in sorted(ranges, key=lambda each: system.cells[each].index)
        if ranges[figure].low is not None and ranges[figure].up is not None
    ]


def _narrow(system: System, settled: Changes, doubtful: set[int], ranges: dict[int, _Range]) -> bool:
    """Look at every equality in which one figure is not known yet; whether that said anything new."""
    found: dict[int, _Range] = {}
    for number, row in enumerate(system.rows):
        if row.clause >= 0 or row.side or row.bounds.low is None or row.bounds.low != row.bounds.up:
            continue
        owners = {system.variables[variable].owner for variable, _ in row.terms}
        if owners & doubtful or row.rate >= 0 or row.condition:
            continue
        left = [each for each in owners & system.unknown if each not in ranges]
        if len(left) == 1:
            _solve(system, settled, ranges, row, left[0], found.setdefault(left[0], _Range())).rows[number] = None
    ranges.update(found)
    return bool(found)


def _solve(
    system: System, settled: Changes, ranges: dict[int, _Range], row: LinearRow, unknown: int, found: _Range
) -> _Range:
    """Narrow what one figure of an equality can be, by what the others are."""
    assert row.bounds.low is not None
    low = up = printed = Fraction(row.bounds.low)
    own, exact = 0, True
    for variable, coefficient in row.terms:
        figure = system.variables[variable].owner
        if figure == unknown:
            own += coefficient
            continue
        amount = system.amount(figure)
        known = ranges.get(figure)
        if known is None:
            at = 2 * Fraction(settled[figure] - amount.mantissa) if figure in settled else Fraction(0)
            ends = (at, at) if amount.exact else (at - 1, at + 1)
        else:
            assert known.low is not None and known.up is not None
            ends = (_deviation(known.low, amount), _deviation(known.up, amount))
            at = _deviation(min(known.printed), amount) if len(known.printed) == 1 else (ends[0] + ends[1]) * HALF
            exact = exact and len(known.printed) == 1
        printed -= coefficient * at
        low, up = low - max(coefficient * each for each in ends), up - min(coefficient * each for each in ends)
    if not own:
        return found
    share = Fraction(1, own)
    amount = system.amount(unknown)
    first, last = sorted((_value(low * share, amount), _value(up * share, amount)))
    found.low = first if found.low is None else max(found.low, first)
    found.up = last if found.up is None else min(found.up, last)
    if exact:
        found.printed.add(_value(printed * share, amount))
    return found


def _deviation(value: Fraction, amount: Amount) -> Fraction:
    """A value in half units of a figure's last place, from its print."""
    return 2 * (value * _scale(amount) - amount.mantissa)


def _value(deviation: Fraction, amount: Amount) -> Fraction:
    return (amount.mantissa + deviation * HALF) * Fraction(1, _scale(amount))


def _scale(amount: Amount) -> int:
    scale: int = 10**amount.decimals
    return scale


def _told(system: System, figure: int, found: _Range) -> ImpliedFigure:
    cell = system.cells[figure]
    amount = system.amount(figure)
    assert found.low is not None and found.up is not None
    decimals = amount.decimals
    if len(found.printed) == 1:  # as many decimals as it takes
        value = next(iter(found.printed))
        places = next((each for each in range(decimals + 1) if (value * 10**each).denominator == 1), decimals)
        decimals = max(places, min(decimals, _least_decimals(system, found)))
    like = replace(amount, decimals=decimals)
    one = next(iter(found.printed)) if len(found.printed) == 1 else None
    whole = one is not None and (one * 10**decimals).denominator == 1
    rules = {system.entries[system.rows[each].identity].rule.identifier: each for each in found.rows}
    return ImpliedFigure(
        cell,
        cell.problem,
        _printed(like, int(one * 10**decimals)) if whole and one is not None else None,
        _printed(like, -(-found.low * 10**decimals // 1)),
        _printed(like, found.up * 10**decimals // 1),
        tuple(system.entries[system.rows[each].identity].rule for each in rules.values()),
    )


def _least_decimals(system: System, found: _Range) -> int:
    """The most decimals with which the figures are printed that it follows from."""
    terms = (variable for row in found.rows for variable, _ in system.rows[row].terms)
    figures = {system.variables[each].owner for each in terms} - system.unknown
    return max((system.amount(each).decimals for each in figures), default=0)


def _printed(like: Amount, mantissa: int) -> Amount:
    return Amount(figure_text(mantissa, like), mantissa, like.decimals, like.unit, like.unit.is_exact(like.decimals))
