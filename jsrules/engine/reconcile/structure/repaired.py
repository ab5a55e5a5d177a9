"""The report with a guess put into practice, and its outcomes under the numbers of the old ones."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.number import decimal_text
from jsrules.base.record import Record, replace
from jsrules.base.units import Unit
from jsrules.engine.reconcile.structure.guess import NOTHING, Desk, Guess, SourceCell
from jsrules.model.changes import CellPlace, with_amounts, with_row
from jsrules.model.ground import Place, Unbound
from jsrules.model.outcome import Judgement, Outcome
from jsrules.model.reason import Reason
from jsrules.model.reconciliation import Moved
from jsrules.model.report import ILLEGIBLE, Amount, Cell, Report, Row

_SIZES = {1: "十元", 2: "百元", 3: "千元", 0: "元", 4: "万元", 5: "十万元", 6: "百万元", 7: "千万元", 8: "亿元"}


def repaired(desk: Desk, report: Report, guess: Guess) -> tuple[Report, list[Moved]]:
    """The report with the figures where they belong, and those that are others then."""
    if guess.kind == "emptied" and not guess.sheet.rows:
        return _unstated(report, guess.sheet.form, -1 if guess.whole else guess.sheet.block), []
    amounts: dict[CellPlace, Amount | str | None] = {}
    changed: list[Moved] = []
    for place, source in guess.moves.items():
        form, block, key, column = place
        if key not in report.tables[form].blocks[block].rows:
            if source == NOTHING or source is None:
                continue
            report = with_row(report, form, block, _row(report, form, block, key))
        old = report.tables[form].blocks[block].rows[key].cells[column]
        new = printed(desk, guess, source)
        if isinstance(new, str) or new != (old.amount if old is not None else None):
            amounts[place] = new
            shown = old or Cell(-1, *place, None, report.tables[form].blocks[block].rows[key].line, 1)
            changed.append(Moved(shown, None if isinstance(new, str) else new, not isinstance(new, str)))
    return with_amounts(report, amounts), changed


def _unstated(report: Report, form: int, block: int) -> Report:
    """The report as if it did not state a table, or a block of it (-1: all), of which nothing is written but the
    name.
    """
    table = report.tables[form]
    blocks = [
        replace(each, stated=False) if block in (-1, number) else each for number, each in enumerate(table.blocks)
    ]
    return replace(report, tables={**report.tables, form: replace(table, blocks=blocks)})


def printed(desk: Desk, guess: Guess, source: SourceCell) -> Amount | str | None:
    """What is printed in a place by a guess."""
    if source is None:
        return ILLEGIBLE
    if source == NOTHING:
        return None
    cell = desk.report.cells[source] if source < len(desk.report.cells) else None
    if cell is None:
        return None
    if cell.amount is None:
        return cell.problem or None
    if guess.rounded and cell.amount.mantissa % 10**-guess.power == 0:
        mantissa = cell.amount.mantissa // 10**-guess.power
        return replace(cell.amount, text=decimal_text(mantissa, cell.amount.printed_decimals), mantissa=mantissa)
    return _scaled(cell.amount, guess.power) if guess.power else cell.amount


def _scaled(amount: Amount, power: int) -> Amount:
    """A figure in a unit so many powers of ten greater: its precision is that of its print."""
    unit = amount.unit
    size = unit.power + power
    name = _SIZES.get(size, f"10^{size}") if unit.dimension == "money" else f"10^{power}"
    return replace(amount, text=f"{amount.text} {name}", unit=Unit(name, unit.dimension, size, unit.exact, unit.money))


def _row(report: Report, form: int, block: int, key: str) -> Row:
    """A declared row that the report leaves out."""
    shape = report.forms.forms[form].blocks[block]
    declared = shape.row_index[key]
    code = shape.rows[declared].code
    level = report.forms.classifications[shape.keyed].level(code) if code and shape.keyed else 0
    return Row(key, report.row_label(form, block, key), [None] * len(shape.columns), code, level, declared)


class Aligned(Record):
    """Outcomes of a changed report under the numbers of the old ones; ``beside`` are those that have no old one."""

    outcomes: list[Outcome]
    beside: list[Outcome]


def aligned(old: Sequence[Outcome], new: Sequence[Outcome]) -> Aligned:
    """The new outcomes in the places of the old ones, of the same rule at the same place in the same turn.

    Where a rule says nothing any more, nothing is known.
    """
    waiting: dict[tuple[object, ...], list[Outcome]] = {}
    for outcome in new:
        waiting.setdefault(_key(outcome), []).append(outcome)
    made = []
    for outcome in old:
        mine = waiting.get(_key(outcome))
        if mine:
            made.append(mine.pop(0))
        else:
            reason = Reason("illegible")
            made.append(Outcome(outcome.rule, Unbound(outcome.ground.place, reason), Judgement.without(reason)))
    return Aligned(made, [outcome for each in waiting.values() for outcome in each])


def _key(outcome: Outcome) -> tuple[object, ...]:
    place: Place = outcome.ground.place
    return outcome.rule.identifier, place.form, place.block, place.row, place.column, place.unit
