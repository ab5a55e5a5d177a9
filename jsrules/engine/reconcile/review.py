"""A report under correction: what its identities say once some figures are printed otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from jsrules.base.number import decimal_text, divide_half_up
from jsrules.base.record import Record, replace
from jsrules.engine.bind import Binder
from jsrules.engine.judge import judge
from jsrules.engine.reconcile.system import System
from jsrules.model.ground import Ground, GroundCondition, GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.outcome import Judgement
from jsrules.model.report import Amount, Report

Changes = Mapping[int, int]
"""Mantissas by the number of the figure."""


class Tally(Record):
    """What the identities of some figures say: how many equalities agree in print, how many only within rounding, and
    how many fail.

    An inequality that holds says nothing of what a figure should be.
    """

    agree: int
    nearly: int
    fail: int


class Review:
    """Judges the identities of a system with changed figures."""

    def __init__(self, system: System) -> None:
        self.system = system
        self.identities: dict[int, list[int]] = {}
        for row in system.rows:
            if row.side == "link":
                continue
            figures = {system.variables[variable].owner for variable, _ in row.terms}
            if figures & system.unknown:
                continue  # it says nothing of the others
            if row.rate >= 0:
                figures.add(row.rate)
            for figure in sorted(figures):
                known = self.identities.setdefault(figure, [])  # in the order of the identities
                if not known or known[-1] != row.identity:
                    known.append(row.identity)

    def of(self, figures: list[int]) -> list[int]:
        """The identities that some figures are in, each once."""
        return list(dict.fromkeys(each for figure in figures for each in self.identities.get(figure, ())))

    def figures_of(self, identity: int) -> set[int]:
        """The figures of an identity, the rate included."""
        system = self.system
        found: set[int] = set()
        for number in system.used.get(identity, ()):
            row = system.rows[number]
            found.update(system.variables[variable].owner for variable, _ in row.terms)
            if row.rate >= 0:
                found.add(row.rate)
        return found

    def report(self, changes: Changes) -> Report:
        """The report with these figures."""
        report = self.system.report
        cells = list(report.cells)
        for figure, mantissa in changes.items():
            cell = self.system.cells[figure]
            cells[cell.index] = replace(cell, amount=self.printed(figure, mantissa))
        return replace(report, cells=cells)

    def printed(self, figure: int, mantissa: int) -> Amount:
        """A figure printed anew, with the decimals of the old one."""
        return _printed_like(self.system.amount(figure), mantissa)

    def proposed(self, figure: int, changes: Changes) -> Amount:
        """A changed figure as it should be printed: with more decimals than it has, where the one figure that it
        equals has them.
        """
        old, mantissa = self.system.amount(figure), changes[figure]
        index = self.system.cells[figure].index
        for identity in self.identities.get(figure, ()):
            ground = self.system.entries[identity].ground
            other = partner_of(self.system.report, ground, index)
            if other is None or other not in self.system.figures:
                continue
            number = self.system.figures[other]
            amount = self.system.amount(number)
            value, more = changes.get(number, amount.mantissa), amount.decimals - old.decimals
            if more > 0 and amount.unit == old.unit and divide_half_up(value, 10**more) == mantissa:
                return _printed_like(replace(old, decimals=amount.decimals), value)
        return self.printed(figure, mantissa)

    def judgements(self, identities: list[int], changes: Changes) -> list[Judgement]:
        """What some identities say of the changed report."""
        binder = Binder(self.report(changes))
        return [judge(binder, self._all_of(each)) for each in identities]

    def _all_of(self, identity: int) -> Ground:
        """What an identity says, with the conditions that it is under."""
        entry = self.system.entries[identity]
        if entry.whole is None:
            return entry.ground
        return GroundCondition(entry.ground.place, entry.whole)

    def tally(self, identities: list[int], changes: Changes) -> Tally:
        """How many of some identities agree.

        Two figures that print one amount differently do not, for no rounding does that.
        """
        agree = nearly = fail = 0
        for identity, judgement in zip(identities, self.judgements(identities, changes), strict=True):
            close = judgement.verdict == "rounding" and judgement.kind != "same_amount"
            if judgement.verdict in ("violation", "rounding") and not close:
                fail += 1
            elif self.is_equality(identity):
                agree += judgement.verdict == "pass"
                nearly += close
        return Tally(agree, nearly, fail)

    def is_equality(self, identity: int) -> bool:
        """Whether an identity can say what a figure should be."""
        ground = self.system.entries[identity].ground
        return isinstance(ground, GroundRatio) or (isinstance(ground, GroundLinear) and ground.operator in ("=", "=="))


def _printed_like(old: Amount, mantissa: int) -> Amount:
    return Amount(figure_text(mantissa, old), mantissa, old.decimals, old.unit, old.unit.is_exact(old.decimals))


def partner_of(report: Report, ground: Ground, index: int) -> int | None:
    """The only other printed figure of an equality, where the two must be equal."""
    if not isinstance(ground, GroundLinear) or ground.operator not in ("=", "==") or ground.tolerance is not None:
        return None
    terms, printed = ground.row.terms, printed_in(report, ground.row)
    if len(printed) != 2 or index not in printed or ground.row.constant:
        return None
    other = printed[index == printed[0]]
    return other if terms[other] == -terms[index] else None


def printed_in(report: Report, form: Linear) -> list[int]:
    """The cells of a form in which a figure is printed."""
    return [each for each, value in form.terms.items() if value and _is_printed(report, each)]


def _is_printed(report: Report, index: int) -> bool:
    amount = report.cells[index].amount
    return amount is not None and bool(amount.text)


def figure_text(mantissa: int, like: Amount) -> str:
    """A figure printed in the manner of another: thousands separators and the percent sign where that has them."""
    percent = like.unit.name == "%"
    text = decimal_text(mantissa, like.printed_decimals)
    whole, point, fraction = text.partition(".")
    if "," in like.text or (not like.text and like.unit.dimension == "money"):
        whole = f"{int(whole):,}" if whole != "-0" else whole
    text = whole + point + fraction
    unit = like.unit.name
    return text + ("%" if percent else f" {unit}" if unit and like.text.endswith(unit) and unit != "%" else "")
