"""Reports with the structure of a real one and other amounts, rounded honestly: true amounts in 分 that satisfy every identity.

The equations are those of the rules, so nothing about final accounts stands here. Each is solved for its largest figure; the figures left
are drawn at random. An inequality that is tight in the real report is taken as an equation; one that is not must hold, or it is
drawn again.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Literal

from jsrules.base.number import divide_half_up
from jsrules.base.record import replace
from jsrules.engine.anew import Anew
from jsrules.engine.evaluate import evaluate
from jsrules.engine.measure import measure, terms_of
from jsrules.engine.planned import MOST_PLANNED
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.identities import Identities, collect
from jsrules.engine.reconcile.review import figure_text
from jsrules.engine.reconcile.system import System, build
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.changes import with_cells
from jsrules.model.ground import GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.outcome import Outcome
from jsrules.model.report import Amount, Cell, Report
from jsrules.verification.verifier import Verifier

Rates = Literal["true", "printed", "mixed"]
"""What the rates of a report are computed from."""

FINE = 6
"""Decimals of true amounts in 万元: 分."""


def with_figures(report: Report, mantissas: dict[int, int]) -> Report:
    """The report with other figures in some cells, by their number, wherever it states them."""
    changed = []
    for index, mantissa in mantissas.items():
        old = report.cells[index].amount
        assert old is not None
        new = Amount(figure_text(mantissa, old), mantissa, old.decimals, old.unit, old.exact)
        changed += [replace(each, amount=new) for each in report.alike(report.cells[index])]
    return with_cells(report, changed)


SOUND = 8
"""So many reports are drawn to see which rules hold for drawn figures."""


class Laboratory:
    """A report that is right, its rules, and what becomes of it under errors."""

    def __init__(self, path: str) -> None:
        loaded = Verifier().load(path)
        (ready,) = loaded.rules
        self.rules: list[ResolvedRule] = ready.resolved.rules
        assert loaded.result.report is not None
        self.report = self._repaired(loaded.result.report)

    def evaluate(self, report: Report) -> list[Outcome]:
        """What the rules say of a report."""
        return evaluate(report, self.rules)

    def judged(self, report: Report) -> tuple[list[Outcome], Anew]:
        """What the rules say of a report, and what judges it again: watched when it is judged first, as by `jsrules verify`."""
        anew = Anew(report, [(self.rules, ())])
        first = anew.first(MOST_PLANNED)
        assert first is not None
        return first[0], anew

    def anew(self, report: Report) -> Anew:
        """What judges a report again, some figures of it printed otherwise."""
        return Anew(report, [(self.rules, ())])

    def collect(self, report: Report) -> Identities:
        """The ground identities of a report."""
        return collect(report, evaluate(report, self.rules), Budget())

    def _repaired(self, report: Report) -> Report:
        """The report with what reconciliation says it should be, its years corrected and its rates on nothing left out."""
        from jsrules.engine.reconcile.reconcile import reconcile

        found = reconcile(report, self.evaluate(report), self.evaluate)
        cells = [each for cause in found.causes for each in cause.corrections[0].suspects]
        true = {each.cell.index: Fraction(each.numerator, each.denominator) for each in found.witness}
        changed = [
            replace(each.cell, amount=each.proposals[0].amount if each.proposals else _amount(each.cell, true))
            for each in cells
        ]
        repaired = with_cells(report, changed)
        while left := [each for each in self.evaluate(repaired) if each.verdict == "violation"]:
            mended: dict[int, Cell] = {}
            for outcome in left:
                cell = terms_of(repaired, outcome.shown)[0].cell
                assert cell.amount is not None
                if outcome.kind == "zero_denominator" or cell.amount.unit.name == "%":
                    mended[cell.index] = replace(cell, amount=None)
                elif cell.amount.unit.name == "年":
                    year, _ = measure(repaired, outcome).right or (0, 1)
                    mended[cell.index] = replace(cell, amount=replace(cell.amount, text=str(year), mantissa=year))
            assert mended
            repaired = with_cells(repaired, mended.values())
        return repaired

    # -- synthetic reports

    def prepare(self) -> None:
        """Solve the equations once."""
        identities = self.collect(self.report)
        self.system: System = build(identities)
        report = identities.report
        money = {
            cell.index
            for cell in self.system.cells
            if cell.amount is not None and cell.amount.text and cell.amount.unit.dimension == "money"
        }
        self.money = sorted(money)
        rates = {cell.index for cell in self.system.cells if cell.amount is not None and cell.amount.unit.name == "%"}
        equalities = [
            number
            for number in self.system.used
            if getattr(self.system.entries[number].ground, "operator", "=") in ("=", "==")
        ]
        reached = {
            self.system.cells[figure].index
            for number in equalities
            for row in self.system.used[number]
            for figure in [
                *(self.system.variables[v].owner for v, _ in self.system.rows[row].terms),
                self.system.rows[row].rate,
            ]
            if figure >= 0
        }
        self.targets = sorted((money | rates) & reached)
        pivots: dict[int, dict[int, Fraction]] = {}
        self.inequalities: list[GroundLinear] = []
        for number in self.system.used:
            ground = self.system.entries[number].ground
            if not isinstance(ground, GroundLinear):
                continue
            terms = {index: Fraction(value) for index, value in ground.row.terms.items() if value and index in money}
            if len(terms) < 2 or ground.row.constant:
                continue
            value = sum(coefficient * _value(report, index) for index, coefficient in terms.items())
            if ground.operator not in ("=", "==") and value:
                self.inequalities.append(ground)
                continue
            self._reduce(report, terms, pivots)
        self.pivots = pivots
        self.free = [index for index in self.money if index not in pivots]
        self._leave_out()

    def _leave_out(self) -> None:
        """Leave out the rules that drawn figures violate again and again: those of words that go with the figures."""
        chance = random.Random(0)
        violated = [
            {each.rule.identifier for each in self.evaluate(self._drawn(chance)) if each.verdict == "violation"}
            for _ in range(SOUND)
        ]
        often = {name for names in violated for name in names if sum(name in each for each in violated) > 1}
        self.rules = [each for each in self.rules if each.info.identifier not in often]
        self.left_out = sorted(often)

    def _reduce(self, report: Report, terms: dict[int, Fraction], pivots: dict[int, dict[int, Fraction]]) -> None:
        for index in list(terms):
            if index in pivots:
                factor = terms.pop(index)
                for other, value in pivots[index].items():
                    terms[other] = terms.get(other, Fraction(0)) + factor * value
        terms = {index: value for index, value in terms.items() if value}
        if not terms:
            return
        pivot = max(terms, key=lambda index: (abs(_value(report, index)), -index))
        factor = terms.pop(pivot)
        solved = {index: -value / factor for index, value in terms.items()}
        for row in pivots.values():
            if pivot in row:
                coefficient = row.pop(pivot)
                for other, value in solved.items():
                    row[other] = row.get(other, Fraction(0)) + coefficient * value
        pivots[pivot] = solved

    def synthetic(self, chance: random.Random, rates: Rates = "true") -> Report:
        """A report with other amounts, each rounded half up from a true amount in 分; the true amounts satisfy every
        identity, and nothing is violated.

        Its rates are computed from true amounts, from printed ones as most accountants do, or now so and now so.
        """
        while True:
            report = self._drawn(chance, rates)
            if not self.left_out or not any(each.verdict == "violation" for each in self.evaluate(report)):
                return report

    def _drawn(self, chance: random.Random, rates: Rates = "true") -> Report:
        report = self.system.report
        scale = chance.choice((0.1, 0.5, 1, 2, 20))
        while True:
            true: dict[int, int] = {}
            for index in self.free:
                value = _value(report, index)
                factor = Fraction(chance.randint(3000, 30000), 10000) * Fraction(scale)
                true[index] = int(value * factor * 10**FINE) + (chance.randint(-4999, 4999) if value else 0)
                if value > 0 and true[index] < 0:
                    true[index] = chance.randint(0, 10**FINE)
            for pivot, row in self.pivots.items():
                total = sum(value * true[index] for index, value in row.items())
                true[pivot] = int(total)
            if self._sound(report, true):
                made = self._printed(report, true, chance, rates)
                # Shares of printed amounts need not add up: what a rule of its own holds against that is not sound.
                if rates == "true" or not any(
                    each.verdict == "violation" or each.kind == "boundary" for each in self.evaluate(made)
                ):
                    return made

    def _sound(self, report: Report, true: dict[int, int]) -> bool:
        if any(true[index] < 0 <= _value(report, index) for index in true):
            return False
        for ground in self.inequalities:
            value = sum(coefficient * true.get(index, 0) for index, coefficient in ground.row.terms.items())
            if (ground.operator.startswith("<") and value > 0) or (ground.operator.startswith(">") and value < 0):
                return False
        for number in self.system.used:
            ground_ = self.system.entries[number].ground
            if isinstance(ground_, GroundRatio):
                base = _form(ground_.denominator, report, true)
                if base <= Fraction(1, 10):
                    return False
        return True

    def _printed(self, report: Report, true: dict[int, int], chance: random.Random, rates: Rates) -> Report:
        mantissas: dict[int, int] = {}
        for index, value in true.items():
            amount = report.cells[index].amount
            assert amount is not None
            mantissas[index] = divide_half_up(value, 10 ** (FINE - amount.decimals))
        prints = {index: value * 10 ** (FINE - _decimals(report, index)) for index, value in mantissas.items()}
        ways: dict[int, bool] = {}
        for number in self.system.used:
            ground = self.system.entries[number].ground
            if isinstance(ground, GroundRatio):
                mixed = ways.setdefault(ground.cell, chance.random() < 0.5)
                in_print = rates == "printed" or (rates == "mixed" and mixed)
                in_print = in_print and bool(_form(ground.denominator, report, prints))
                known = prints if in_print else true
                rate = _form(ground.numerator, report, known) / _form(ground.denominator, report, known)
                amount = report.cells[ground.cell].amount
                assert amount is not None
                scaled = rate * 10**amount.decimals
                mantissas[ground.cell] = divide_half_up(scaled.numerator, scaled.denominator)
        base = self.report
        stated = {
            each.index: value
            for index, value in mantissas.items()
            if index < len(base.cells)
            for each in base.alike(base.cells[index])
        }
        return with_figures(base, stated)


def _decimals(report: Report, index: int) -> int:
    amount = report.cells[index].amount
    assert amount is not None
    return amount.decimals


def _amount(cell: Cell, true: dict[int, Fraction]) -> Amount | None:
    """A cell's figure as its true amount is printed."""
    if cell.amount is None or cell.index not in true:
        return cell.amount
    value = true[cell.index] * 10**cell.amount.decimals
    mantissa = divide_half_up(value.numerator, value.denominator)
    return replace(cell.amount, text=figure_text(mantissa, cell.amount), mantissa=mantissa)


def _value(report: Report, index: int) -> Fraction:
    amount = report.cells[index].amount
    assert amount is not None
    return Fraction(amount.mantissa, 10**amount.decimals)


def _form(form: Linear, report: Report, true: dict[int, int]) -> Fraction:
    total = Fraction(form.constant)
    for index, value in form.terms.items():
        known = Fraction(true[index], 10**FINE) if index in true else _value(report, index)
        total += value * known
    return total / form.denominator
