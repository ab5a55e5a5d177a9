"""Rules that are asked of many reports: what they come to in a layout is bound once, then weighed as integers.

The layout of a report is everything in it but the values of its figures. Two reports of one layout have the same ground
identities, but for rules with conditions on figures, which are bound anew for each report.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from operator import attrgetter, itemgetter

from jsrules.base.bounded import Bounded
from jsrules.base.named import NamedTuple
from jsrules.base.record import Record, field
from jsrules.base.units import Unit
from jsrules.engine.applicability import scope_of
from jsrules.engine.bands import Band, LoneRow, RowTerms, bands_of
from jsrules.engine.bind import Binder, BlocksOfRule
from jsrules.engine.evaluate import Sites, evaluate, faces_number, judge_for, reviewed, sites
from jsrules.engine.judge import judge
from jsrules.engine.reach import LITTLE, MAXIMUM_WORK
from jsrules.engine.resolved import ResolvedRule
from jsrules.engine.work import MOST_TOGETHER, WorkLeft, cost_of_keeping
from jsrules.model.form import FormSet
from jsrules.model.ground import Ground, GroundCondition, GroundLinear
from jsrules.model.outcome import Judgement, Outcome, RuleInfo
from jsrules.model.report import Report
from jsrules.model.statements import Applies, Rule
from jsrules.model.syntax import Call, Chosen, Comparison, If
from jsrules.model.tree import walk

_PLANS = 16
"""So many layouts are planned for at a time. A plan of 159 rules for 368 cells takes some 0.3 MB."""

_MET = 256
"""So many layouts are remembered to have been met: a plan is worth its making when one comes a second time."""

MOST_PLANNED = MOST_TOGETHER // 20
"""Rules that take more work than this on a report are not planned: a plan would take too much room."""


class WeighedRow(NamedTuple):
    """A linear identity as integers: the sum of ``factors`` times the values of ``cells``, plus ``constant`` times the
    common scale of all values, is 0, or whatever ``operator`` says of it.

    ``number`` is that of its outcome, ``cells`` takes its values from those of all cells of the report.
    """

    number: int
    cells: Callable[[Sequence[int]], Sequence[int]]
    factors: tuple[int, ...]
    constant: int
    operator: Comparison


class BoundGround(NamedTuple):
    """A ground identity that is judged in each report; its outcome has this number."""

    number: int
    rule: RuleInfo
    ground: Ground


class OpenSites(NamedTuple):
    """Places at which a rule is bound anew in each report; its outcomes stand before the one of this number."""

    number: int
    sites: Sites


class Plan(Record, frozen=False):
    """What rules come to in one layout.

    ``outcomes`` are those of a report in which all ``rows`` hold, with None where one is judged in each report.
    ``forms`` and ``units``, those of the figures, are kept so that no other ones have their identities. ``work`` is
    what it took to judge the first report. ``terms`` are the ``rows`` with the numbers of their cells, ``bands`` the
    same once more, those that are alike together. ``plain`` tells of some whether rounding differences of theirs are
    beyond the doubts of `jsrules.engine.doubts.is_plain`. ``agreeing``: no figure is printed in two ways.
    """

    forms: FormSet
    units: list[Unit]
    outcomes: list[Outcome | None] = field(default_factory=list)
    rows: list[WeighedRow] = field(default_factory=list)
    bound: list[BoundGround] = field(default_factory=list)
    open: list[OpenSites] = field(default_factory=list)
    work: int = 0
    terms: list[RowTerms] = field(default_factory=list)
    bands: list[Band | LoneRow] = field(default_factory=list)
    plain: dict[int, bool] = field(default_factory=dict)
    agreeing: bool = False


class PlannedRules:
    """Evaluates rules as `jsrules.engine.evaluate.evaluate` does, on any number of reports."""

    def __init__(self, rules: Sequence[ResolvedRule], conditions: tuple[Applies, ...] = ()) -> None:
        self._rules = rules
        self._conditions = conditions
        self._divided: dict[int, bool] = {}
        self._blocks: dict[int, BlocksOfRule] = {}
        self._met: Bounded[Hashable, int] = Bounded(_MET)
        self._plans: Bounded[Hashable, Plan] = Bounded(_PLANS)

    def evaluate(self, report: Report, work: WorkLeft | None = None) -> list[Outcome]:
        """One outcome for each ground identity, in the order of the rules and of the report's rows."""
        work = work or WorkLeft()
        layout = _layout(report)
        plan = self._plans.get(layout) if layout is not None else None
        if plan is None:
            met = self._met.get(hash(layout)) if layout is not None else None
            if met is None or met > work.left:
                left = work.left
                outcomes = evaluate(report, self._rules, self._conditions, work)
                taken = left - work.left - cost_of_keeping(outcomes)  # which is another in another report
                if layout is not None and left - work.left <= MOST_PLANNED:
                    self._met.put(hash(layout), taken)
                return outcomes
            plan = self._planned(report)
            plan.work = met
            self._plans.put(layout, plan)
        if plan.work <= work.left:
            outcomes = self._weighed(plan, report)
            taken = plan.work + cost_of_keeping(outcomes)
            if taken <= work.left:
                work.take(taken)
                return outcomes
        return evaluate(report, self._rules, self._conditions, work)

    def has_met(self, report: Report) -> bool:
        """Whether a report of this layout has been evaluated before."""
        layout = _layout(report)
        return layout is not None and self._met.get(hash(layout)) is not None

    def note(self, report: Report, work: int) -> None:
        """That a report has been evaluated elsewhere, which took so much work."""
        layout = _layout(report)
        if layout is not None:
            self._met.put(hash(layout), work)

    def _weighed(self, plan: Plan, report: Report) -> list[Outcome]:
        outcomes = plan.outcomes.copy()
        values, scale = _values(report)
        binder: Binder | None = None
        failing = [each for band in plan.bands for each in band.failing(values, scale)]
        for number, _ in failing:
            made = plan.outcomes[number]
            assert made is not None
            binder = binder or self._binder(report)
            outcomes[number] = _judged_row(plan, number, binder, made)
        if not plan.bound and not plan.open:
            return outcomes  # type: ignore[return-value]  # None stands only where one is bound
        binder = binder or self._binder(report)
        for number, rule, ground in plan.bound:
            outcomes[number] = judged_anew(binder, rule, ground)
        done: list[Outcome] = []
        start = 0
        if plan.agreeing:  # rules say the same of all statements of a figure
            binder.restated = {}
        for number, each in plan.open:
            done += filter(None, outcomes[start:number])
            done += each.judged(binder)
            start = number
        done += filter(None, outcomes[start:])
        return done

    def _binder(self, report: Report) -> Binder:
        return Binder(report, divided=self._divided, blocks=self._blocks)

    def _planned(self, report: Report) -> Plan:
        plan = Plan(report.forms, [cell.amount.unit for cell in report.cells if cell.amount is not None])
        binder, agreeing = self._binder(report), _statements(report)[:1] != (False,)
        plan.agreeing = agreeing
        for each in sites(report, binder, self._rules, self._conditions):
            if isinstance(each, Outcome):
                _plan_bound(plan, binder, each.rule, each.ground)
                continue
            found = fixed_grounds(binder, each, agreeing)
            if found is None:
                plan.open.append(OpenSites(len(plan.outcomes), each))
            for ground in found or ():
                _plan_bound(plan, binder, each.rule.info, ground)
        plan.bands = bands_of(plan.terms)
        return plan


def _judged_row(plan: Plan, number: int, binder: Binder, made: Outcome) -> Outcome:
    """The outcome of a row that does not hold, given the one that it has where it does."""
    rule, ground = made.rule, made.ground
    binder.reach.missing, binder.reach.work = rule.missing, 0
    judgement = judge(binder, ground)
    if judgement.verdict == "rounding" and rule.comparable:
        if not binder.report.forms.inferred:
            return Outcome(rule, ground, judgement)
        from jsrules.engine.doubts import is_plain, whole_figures

        plain = plan.plain.get(number)
        if plain is None:
            plain = plan.plain[number] = is_plain(binder, ground)
        if plain and isinstance(ground, GroundLinear) and whole_figures(binder.report, ground) is None:
            return Outcome(rule, ground, judgement)
    return Outcome(rule, ground, reviewed(rule, binder, ground, judgement))


def judged_anew(binder: Binder, rule: RuleInfo, ground: Ground) -> Outcome:
    """The outcome of a ground identity that was bound before, as if it had been bound just now."""
    binder.reach.missing, binder.reach.work = rule.missing, 0
    return Outcome(rule, ground, judge_for(rule, binder, ground))


def _plan_bound(plan: Plan, binder: Binder, rule: RuleInfo, ground: Ground) -> None:
    """Add a ground identity that is the same in all reports of a layout."""
    number = len(plan.outcomes)
    terms = _row_of(number, ground) if not (binder.report.forms.inferred and _may_be_doubted(binder, ground)) else None
    if terms is None:
        plan.outcomes.append(None)
        plan.bound.append(BoundGround(number, rule, ground))
    else:
        plan.outcomes.append(Outcome(rule, ground, Judgement("pass")))
        plan.rows.append(_weighed_row(terms))
        plan.terms.append(terms)


def _may_be_doubted(binder: Binder, ground: Ground) -> bool:
    """Whether a report without a form set may have something said against it where it holds."""
    return binder.has_counts or faces_number(ground)


def _row_of(number: int, ground: Ground) -> RowTerms | None:
    """A ground identity as integers; None for one that is judged otherwise, even where it holds."""
    if not isinstance(ground, GroundLinear) or ground.operator not in ("=", "<=", ">=") or ground.tolerance is not None:
        return None
    form = ground.row
    terms = {index: value for index, value in form.terms.items() if value}
    if not form.printed or not terms:
        return None
    return RowTerms(number, tuple(terms), tuple(terms.values()), form.constant, ground.operator)


def _weighed_row(row: RowTerms) -> WeighedRow:
    cells, factors = row.cells, row.factors
    if len(cells) == 1:  # of one index itemgetter makes no tuple
        cells, factors = cells * 2, (*factors, 0)
    return WeighedRow(row.number, itemgetter(*cells), factors, row.constant, row.operator)


def fixed_grounds(binder: Binder, each: Sites, agreeing: bool = False) -> list[Ground] | None:
    """The ground identities of a rule at its places, where no value of a figure decides which they are; else None.

    ``agreeing``: of no report that they are asked for a figure is printed in two ways.
    """
    if not _is_fixed(each.variant, agreeing):
        return None
    if binder.report.restated and not agreeing:
        from jsrules.engine.statements import looks_at_restated

        if looks_at_restated(binder, each.variant):
            return None
    reach = binder.reach
    reach.forget()
    reach.work = 0
    found = [ground for place in each.places for ground in binder.bind_at(each.variant, place)]
    if reach.has_looked_for_lists or reach.work > MAXIMUM_WORK // LITTLE:
        return None
    return None if any(isinstance(ground, GroundCondition) for ground in found) else found


def _is_fixed(rule: Rule, agreeing: bool) -> bool:
    return not any(
        isinstance(each, If | Chosen) or (isinstance(each, Call) and each.function == "consistent" and not agreeing)
        for each in walk(rule.body)
    )


# -- layouts


def _layout(report: Report) -> Hashable | None:
    """All of a report but the values of its figures; None where another report is beside it."""
    if report.prior is not None or report.subordinates is not None or report.unsure:
        return None
    known = report.layout
    if (
        known is not None
        and known.forms is report.forms
        and known.tables is report.tables
        and known.cells is report.cells
    ):
        return id(report.forms), scope_of(report), _statements(report)
    parts: list[Hashable] = [id(report.forms), scope_of(report), _statements(report)]
    for number, table in report.tables.items():
        for block in table.blocks:
            rows = block.rows.values()
            parts += (
                number, block.decimals, block.money_unit, block.stated, block.unlisted, block.whole, block.unknown,
                tuple(block.rows), () if report.forms.inferred else tuple(map(_LABEL, rows)),
                tuple([-1 if cell is None else cell.index for row in rows for cell in row.cells]),
            )  # fmt: skip
    # What is printed in a cell but for the value: the unit, a text, or nothing.
    printed = [id(amount.unit) if (amount := cell.amount) is not None else cell.problem for cell in report.cells]
    return *parts, tuple(printed)


def _statements(report: Report) -> tuple[Hashable, ...]:
    """Whether all statements of each figure are printed alike, and which they are; empty where none is stated twice."""
    if not report.restated:
        return ()
    firsts = [report.cells[number] for number in report.restated]
    agreeing = all(each.printed == first.printed for first in firsts for each in first.restated)
    return agreeing, *[tuple([each.index for each in first.statements]) for first in firsts]


_LABEL = attrgetter("label")
_AMOUNT = attrgetter("amount")
_DECIMALS = attrgetter("decimals")
_MANTISSA = attrgetter("mantissa")


def _values(report: Report) -> tuple[list[int], int]:
    """The figures of all cells at one scale, 0 where there is none, and the scale."""
    amounts = list(map(_AMOUNT, report.cells))
    try:
        decimals, mantissas = set(map(_DECIMALS, amounts)), list(map(_MANTISSA, amounts))
    except AttributeError:  # of a cell that prints no figure
        decimals = {amount.decimals for amount in amounts if amount is not None}
        mantissas = [amount.mantissa if amount is not None else 0 for amount in amounts]
    places = max(decimals, default=0)
    if len(decimals) > 1:
        powers = [10 ** (places - each) for each in range(places + 1)]
        mantissas = [amount.mantissa * powers[amount.decimals] if amount is not None else 0 for amount in amounts]
    return mantissas, 10**places
