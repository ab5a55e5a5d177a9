"""Reports in which nothing is wrong but the last places: told so without a system of all their identities.

What most reports with findings have is a total that differs by its tail. True amounts that print so are found along the
tails, and prove that all identities can hold together. Whatever else there is, or where none are found so, is for
`jsrules.engine.reconcile.reconcile` as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import gcd
from operator import attrgetter, is_

from jsrules.base.record import Record
from jsrules.engine.reconcile.cases import is_demanded
from jsrules.engine.reconcile.identities import has_cases, is_looked_at
from jsrules.engine.reconcile.numbering import Numbering
from jsrules.engine.reconcile.rates import is_rate_of_prints, rate_conditions
from jsrules.engine.reconcile.tails import GRID, ROUNDED, STILL, TailRange, TailRows, TailTerms
from jsrules.engine.weigh import value_of
from jsrules.model.ground import Ground, GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.outcome import Outcome
from jsrules.model.reconciliation import Reconciliation, Witness
from jsrules.model.report import Report


class _Row(Record):
    """A sum: the number of its outcome, how it stands to 0, and what a difference of its rule is multiplied by."""

    outcome: int
    operator: str
    form: Linear
    scale: int


class _Sums(Record):
    """The identities of a report as rows over the true amounts of its figures.

    ``used`` are the numbers of the outcomes that say something of amounts, ``cells`` the cells of the variables, with
    their ``precision``. ``lasting``: reports with the same ``grounds`` have the same rows, where these all hold or
    differ by their tails.
    """

    grounds: list[Ground]
    used: list[int]
    rows: list[_Row]
    tails: TailRows
    cells: list[int]
    precision: list[tuple[int, bool]]
    lasting: bool


def merely_rounded(report: Report, outcomes: Sequence[Outcome]) -> Reconciliation | None:
    """What reconciliation says of a report whose identities all hold for true amounts near the print; None where that
    is not certain so quickly. It is the same but for the witness, of which there may be several.
    """
    sums = _known(report, outcomes)
    numbered = report
    if sums is None:
        taker = _Taker(report)
        if not all(taker.takes(*each) for each in enumerate(outcomes)):
            return None
        numbered = taker.numbered
        sums = taker.sums([each.ground for each in outcomes])
        if sums.lasting:
            _last[:] = [sums]
    values = sums.tails.solved([_within(numbered, outcomes[row.outcome], row) for row in sums.rows])
    if values is None:
        return None
    found = Reconciliation(numbered)
    found.looked_at, found.identities = frozenset(sums.used), sums.used.copy()
    found.explanations = {each: "rounding" for each in sums.used if outcomes[each].judgement.verdict == "rounding"}
    found.witness = [_witness(report, sums.cells[number], moved) for number, moved in values.items()]
    return found


_last: list[_Sums] = []
"""What the last report came to, for the next one of its layout."""


def _known(report: Report, outcomes: Sequence[Outcome]) -> _Sums | None:
    """The rows of a report whose identities are bound as those of the last one."""
    for each in _last:
        if len(each.grounds) != len(outcomes) or not all(map(is_, each.grounds, map(_GROUND, outcomes))):
            return None
        for outcome in outcomes:
            judgement = outcome.judgement
            if judgement.verdict not in ("pass", "rounding") or judgement.kind == "same_amount" or judgement.reason:
                return None
        cells = report.cells
        return each if [_PRECISION(cells[index].amount) for index in each.cells] == each.precision else None
    return None


_GROUND = attrgetter("ground")
_PRECISION = attrgetter("decimals", "exact")


def _within(report: Report, outcome: Outcome, row: _Row) -> TailRange:
    """The range of a row of figures that are moved, so many steps in half a last place."""
    if row.operator == "=" and outcome.judgement.verdict == "pass":
        return STILL
    difference = outcome.judgement.difference
    if difference is None:
        value, _, scale = value_of(report, row.form)
        difference = value, scale
    moved = -2 * GRID * (difference[0] * row.scale // difference[1])
    if row.operator == "=":
        return moved, moved
    if row.operator in ("<", "<="):
        return None, moved - (row.operator == "<")
    return moved + (row.operator == ">"), None


def _witness(report: Report, index: int, moved: int) -> Witness:
    cell = report.cells[index]
    assert cell.amount is not None
    scale = 2 * GRID
    numerator, denominator = cell.amount.mantissa * scale + moved, scale * 10**cell.amount.decimals
    common = gcd(numerator, denominator)
    return Witness(cell, numerator // common, denominator // common)


class _Taker:
    """Takes the outcomes of a report, as far as they are sums, or rates of what is printed."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._numbers = Numbering(report)
        self._variables: dict[int, int] = {}
        self._used: list[int] = []
        self._rows: list[_Row] = []
        self._terms: list[TailTerms] = []
        self._lasting = True
        self._has_blanks = False

    @property
    def numbered(self) -> Report:
        """The report with the blanks that were met as further cells."""
        return self._numbers.numbered_report() if self._has_blanks else self._report

    def sums(self, grounds: list[Ground]) -> _Sums:
        """What was taken of these."""
        cells = list(self._variables)
        precision = [_PRECISION(self._numbers.cells[index].amount) for index in cells]
        tails = TailRows(self._terms, [STILL if exact else ROUNDED for _, exact in precision])
        lasting = self._lasting and not self._has_blanks
        return _Sums(grounds, self._used, self._rows, tails, cells, precision, lasting)

    def takes(self, number: int, outcome: Outcome) -> bool:
        """Whether an outcome is understood here, and is nothing or something that rounding explains."""
        ground, judgement = outcome.ground, outcome.judgement
        if judgement.verdict == "violation" or judgement.kind == "same_amount":
            return False
        if not is_looked_at(outcome.rule):
            return True
        if outcome.lacks_figure or has_cases(outcome):
            return False
        if isinstance(ground, GroundRatio):
            return not ground.choices and self._takes_rate(number, outcome, ground)
        if not isinstance(ground, GroundLinear):
            return True
        if judgement.is_doubtful:
            return False
        return not ground.choices and self._takes_sum(number, outcome, ground)

    def _takes_rate(self, number: int, outcome: Outcome, ground: GroundRatio) -> bool:
        """A rate that is that of the amounts as printed: these stay printed so."""
        self._lasting = False
        if ground.numerator.blanks or ground.denominator.blanks:
            return False
        if not is_demanded(outcome.rule, ground, self._numbers) or not [*rate_conditions(self._report, ground)]:
            return True
        self._used.append(number)
        return is_rate_of_prints(self._report, ground)

    def _takes_sum(self, number: int, outcome: Outcome, ground: GroundLinear) -> bool:
        if ground.left.bent or ground.right.bent or ground.operator == "<>":
            return False
        if ground.left.blanks or ground.right.blanks:
            numbered = self._numbers.ground(ground)
            assert isinstance(numbered, GroundLinear)
            ground, self._has_blanks = numbered, True
        if not is_demanded(outcome.rule, ground, self._numbers) or not any(ground.row.terms.values()):
            return True
        self._used.append(number)
        if ground.operator == "==":  # of prints, which stay
            self._lasting = False
            return outcome.judgement.verdict == "pass"
        self._add(number, ground)
        return True

    def _add(self, number: int, ground: GroundLinear) -> None:
        form, cells, variables = ground.row, self._numbers.cells, self._variables
        found = [(index, factor, cells[index].amount) for index, factor in form.terms.items() if factor]
        places = max([amount.decimals for _, _, amount in found if amount is not None])
        self._terms.append(
            [
                (variables.setdefault(index, len(variables)), factor * 10 ** (places - amount.decimals))
                for index, factor, amount in found
                if amount is not None
            ]
        )
        self._rows.append(_Row(number, ground.operator, form, form.denominator * 10**places))
