"""What rules come to in many reports that are printed alike: bound once for all of them, weighed in columns.

What figures decide otherwise than by comparisons that are linear is asked of the engine, report by report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from jsrules.base.diagnostic import Severity
from jsrules.base.record import Record, field
from jsrules.checks.definitions import turned
from jsrules.engine.bind import Binder
from jsrules.engine.columns.atoms import NotInColumns, atoms_of_claim
from jsrules.engine.columns.claims import ColumnClaim
from jsrules.engine.columns.figures import ColumnSum, ColumnSums, Figures, Numbers, where_any
from jsrules.engine.columns.linear_columns import LinearColumns
from jsrules.engine.columns.verdicts import KINDS, VERDICT_CODES, JudgedColumn
from jsrules.engine.evaluate import Sites, evaluate, judge_at, sites
from jsrules.engine.planned import MOST_PLANNED, fixed_grounds, judged_anew
from jsrules.engine.reach import LITTLE, MAXIMUM_WORK
from jsrules.engine.resolved import ResolvedRule
from jsrules.engine.work import WorkLeft
from jsrules.model.ground import GroundLinear, Place
from jsrules.model.origins import SUBORDINATES
from jsrules.model.outcome import VERDICTS, Outcome, RuleInfo, Verdict
from jsrules.model.report import Report
from jsrules.model.statements import Applies

TOGETHER = 16384
"""So many reports are weighed at a time: their columns stay in a processor's cache."""

TRIED = 32
"""The engine is asked of so many reports before it is said that asking does not pay."""

_CLEAN: tuple[Verdict, ...] = ("pass", "not_applicable")
"""The verdicts by which nothing is found."""

_CLEAN_CODES = [VERDICT_CODES[each] for each in _CLEAN]


class JudgedSite(Record, frozen=False):
    """The outcomes of a rule at one place, or of a ground identity: by columns, which are each of some of the reports,
    and by report.
    """

    columns: list[JudgedColumn] = field(default_factory=list)
    single: dict[int, list[Outcome]] = field(default_factory=dict)


class HoldingSites:
    """Ground identities that hold in all reports in which nothing is found: what they come to in each of those, and how
    often each verdict, in the order of `VERDICTS`, and each rule with it is among them.
    """

    def __init__(self, columns: Iterable[JudgedColumn]) -> None:
        self.sites = [JudgedSite([each]) for each in columns]
        self.said: Counter[tuple[str, Severity, Verdict]] = Counter()
        self.usual = np.zeros(len(VERDICTS), np.int64)
        for site in self.sites:
            for each in site.columns:
                verdict = each.usual.verdict
                self.said[each.rule.identifier, each.rule.severity, verdict] += 1
                self.usual[VERDICT_CODES[verdict]] += 1


class JudgedGroup(Record, frozen=False):
    """The outcomes of ``count`` reports. ``asked`` are those of which the engine was asked for some. Of those
    ``found``, where it is only told which are clean, not all outcomes are there: something is found in them, or it was
    not asked whether anything is. What is ``holding`` in the others is counted once for all of them; ``open_sites`` are
    the other ``sites``.
    """

    count: int
    sites: list[JudgedSite] = field(default_factory=list)
    open_sites: list[JudgedSite] = field(default_factory=list)
    holding: HoldingSites | None = None
    asked: set[int] = field(default_factory=set)
    found: NDArray[np.bool_] | None = None

    def outcomes(self, number: int) -> list[Outcome]:
        """The outcomes of a report, in the order of the rules and of the report's rows."""
        found: list[Outcome] = []
        for site in self.sites:
            found += [each.outcome(number) for each in site.columns if each.is_of(number)]
            found += site.single.get(number, ())
        return found

    def clean(self, tally: NDArray[np.int64] | None = None) -> NDArray[np.bool_]:
        """In which reports everything holds or does not apply, given their `tally` where it is known."""
        tally = self.tally() if tally is None else tally
        found: NDArray[np.bool_] = tally[:, _CLEAN_CODES].sum(1) == tally.sum(1)
        return found if self.found is None else found & ~self.found

    def by_rule(self, chosen: NDArray[np.bool_]) -> Counter[tuple[str, Severity, Verdict]]:
        """How often each rule, of some severity, has which verdict in the chosen reports."""
        total = int(np.count_nonzero(chosen))
        counted: dict[int, tuple[RuleInfo, NDArray[np.int64]]] = {}
        found: Counter[tuple[str, Severity, Verdict]] = Counter()
        if self.holding is not None and total:
            found.update({said: count * total for said, count in self.holding.said.items()})
        for site in self.open_sites:
            for each in site.columns:
                _, counts = counted.setdefault(id(each.rule), (each.rule, np.zeros(len(VERDICTS), np.int64)))
                each.count(chosen, total, counts)
            for number, outcomes in site.single.items():
                if chosen[number]:
                    found.update((one.rule.identifier, one.rule.severity, one.verdict) for one in outcomes)
        for rule, counts in counted.values():
            for verdict, count in zip(VERDICTS, counts.tolist(), strict=True):
                if count:
                    found[rule.identifier, rule.severity, verdict] += count
        return found

    def tally(self) -> NDArray[np.int64]:
        """How many outcomes of each verdict, in the order of `VERDICTS`, there are in each report."""
        usual = np.zeros(len(VERDICTS), np.int64)
        if self.holding is not None:
            usual += self.holding.usual
        found = np.zeros((self.count, len(VERDICTS)), np.int64)
        for site in self.open_sites:
            for each in site.columns:
                each.add_to(usual, found)
            for number, outcomes in site.single.items():
                for outcome in outcomes:
                    found[number, VERDICT_CODES[outcome.verdict]] += 1
        found += usual
        return found


class _OpenSite:
    """A rule at one of its places, where figures decide what it is bound to.

    ``atoms`` are the comparisons that do; None where only each report by itself can say.
    """

    def __init__(self, binder: Binder, each: Sites, place: Place, places: int) -> None:
        self.each = each
        self.place = place
        self._places = places
        self._known: dict[tuple[int, ...], list[ColumnClaim] | None] = {}
        self.atoms = _atoms(binder, each, place, places)

    def classes(self, figures: Figures) -> Iterator[tuple[tuple[int, ...], Numbers | None]]:
        """The reports in which all atoms have the same verdicts, with what these are."""
        codes = [code for atom in self.atoms or () if (code := _codes(atom, figures)) is not None]
        if not codes:
            yield (), None
            return
        label = np.zeros(figures.count, np.int64)
        for code in codes:
            label = np.unique(label * (int(code.max()) + 1) + code, return_inverse=True)[1]
        for each in range(int(label.max()) + 1):
            numbers = np.flatnonzero(label == each)
            yield tuple(int(code[numbers[0]]) for code in codes), numbers

    def claims(self, key: tuple[int, ...], binder: Callable[[], Binder]) -> list[ColumnClaim] | None:
        """What the rule is bound to in a class of reports; ``binder`` is one for any of them. None where they are to be
        asked one by one.
        """
        if key not in self._known:
            self._known[key] = self._bound(binder())
        return self._known[key]

    def _bound(self, binder: Binder) -> list[ColumnClaim] | None:
        if binder.report.restated:
            from jsrules.engine.columns.restated import has_other_statements

            if has_other_statements(binder, self.each.variant):
                return None
        binder.reach.forget()
        binder.reach.work = 0
        found = judge_at(self.each.rule.info, binder, self.each.variant, self.place)
        if binder.reach.has_looked_for_lists:
            return None
        return [ColumnClaim(binder, self.each.rule.info, ground, self._places) for ground, _ in found]

    def outcomes(self, binder: Binder) -> list[Outcome]:
        """What the engine says of one report."""
        info = self.each.rule.info
        binder.reach.work = 0
        return [Outcome(info, *found) for found in judge_at(info, binder, self.each.variant, self.place)]


def _atoms(binder: Binder, each: Sites, place: Place, places: int) -> list[LinearColumns] | None:
    reach = binder.reach
    reach.forget()
    reach.work, reach.missing = 0, each.variant.missing
    body = turned(each.variant.body, place.unit, SUBORDINATES) if place.unit else each.variant.body
    grounds: list[GroundLinear] = []
    if binder.report.restated:
        from jsrules.engine.columns.restated import statements_alike

        grounds += statements_alike(binder, each.variant, place)
    try:
        grounds += atoms_of_claim(binder, body, place)
    except NotInColumns:
        return None
    if reach.has_looked_for_lists or reach.work > MAXIMUM_WORK // LITTLE:
        return None
    return [LinearColumns(binder.report, ground, places) for ground in grounds]


def _codes(atom: LinearColumns, figures: Figures) -> NDArray[np.int64] | None:
    """What a comparison says of each report, as a number; None where it holds in all."""
    weighed = atom.weigh(figures)
    if weighed is None:
        return None
    codes = np.full(figures.count, VERDICT_CODES["pass"] * len(KINDS), np.int64)
    codes[weighed.numbers] = weighed.verdicts.astype(np.int64) * len(KINDS) + weighed.kinds
    return codes


class ColumnRules:
    """Evaluates rules as `jsrules.engine.evaluate.evaluate` does, on reports that are printed like a ``template``.

    ``is_too_much``: the rules take too much work on one of them to be kept for the others; they are to be evaluated one
    by one then.
    """

    def __init__(
        self, template: Report, places: int, rules: Sequence[ResolvedRule], conditions: tuple[Applies, ...] = ()
    ) -> None:
        self._places = places
        self._divided: dict[int, bool] = {}
        self._parts: list[ColumnClaim | _OpenSite] = []
        work = WorkLeft()
        started = work.left
        evaluate(template, rules, conditions, work)
        self.is_too_much: bool = started - work.left > MOST_PLANNED
        if self.is_too_much:
            return
        binder = self._binder(template)
        for each in sites(template, binder, rules, conditions):
            if isinstance(each, Outcome):
                self._parts.append(ColumnClaim(binder, each.rule, each.ground, places))
                continue
            fixed = fixed_grounds(binder, each)
            if fixed is None:
                self._parts += [_OpenSite(binder, each, place, places) for place in each.places]
            else:
                self._parts += [ColumnClaim(binder, each.rule.info, ground, places) for ground in fixed]

    @cached_property
    def _zeros(self) -> list[tuple[ColumnClaim, ColumnSum]]:
        claims = (each for each in self._parts if isinstance(each, ColumnClaim))
        return [(claim, each) for claim in claims if (each := claim.must_be_zero) is not None]

    @cached_property
    def _zero_sums(self) -> ColumnSums:
        return ColumnSums(each for _, each in self._zeros)

    @cached_property
    def _holding(self) -> HoldingSites:
        return HoldingSites(claim.holding() for claim, _ in self._zeros)

    def _binder(self, report: Report) -> Binder:
        return Binder(report, divided=self._divided)

    def judged(self, figures: Figures, only_clean: bool = False) -> Iterator[JudgedGroup]:
        """The outcomes of all reports, some thousand at a time, in their order; with ``only_clean`` those of reports
        in which something is found need not be all.
        """
        for start in range(0, figures.count, TOGETHER):
            yield self._judged(figures.part(slice(start, start + TOGETHER)), only_clean)

    def _judged(self, figures: Figures, only_clean: bool) -> JudgedGroup:
        group = JudgedGroup(figures.count, found=np.zeros(figures.count, np.bool_) if only_clean else None)
        asked: dict[int, list[Callable[[Binder], bool]]] = {}
        known: dict[int, Binder] = {}

        def ask(number: int, column: JudgedColumn) -> None:
            asked.setdefault(number, []).append(partial(_answer_claim, number, column))

        def judged(claim: ColumnClaim, some: Figures, among: Numbers | None) -> JudgedColumn:
            if group.found is None:
                return claim.judge(some, among, ask)
            return claim.judge_clean(some, among, group.found, ask)

        def binder(number: int) -> Binder:
            if number not in known:
                known[number] = self._binder(figures.report(number))
            return known[number]

        if only_clean:
            group.holding = self._holding
            assert group.found is not None
            group.found |= where_any(self._zero_sums, figures)
        holding = iter(self._holding.sites if only_clean else ())
        for part in self._parts:
            if only_clean and isinstance(part, ColumnClaim) and part.must_be_zero is not None:
                group.sites.append(next(holding))
                continue
            site = JudgedSite()
            group.sites.append(site)
            group.open_sites.append(site)
            if isinstance(part, ColumnClaim):
                site.columns.append(judged(part, figures, None))
                continue
            if part.atoms is None:
                for number in range(figures.count):
                    asked.setdefault(number, []).append(partial(_answer_site, number, part, site))
                continue
            for key, numbers in part.classes(figures):
                claims = part.claims(key, partial(binder, int(numbers[0]) if numbers is not None else 0))
                if claims is None:
                    for number in range(figures.count) if numbers is None else numbers:
                        asked.setdefault(int(number), []).append(partial(_answer_site, int(number), part, site))
                    continue
                some = figures if numbers is None else figures.part(numbers)
                site.columns += [judged(claim, some, numbers) for claim in claims]
        clean = group.clean() if only_clean and asked else None
        in_vain = 0
        for number, questions in asked.items():
            if clean is not None and not clean[number]:
                continue
            if group.found is not None and len(group.asked) >= TRIED and 2 * in_vain > len(group.asked):
                group.found[number] = True  # it would be judged once more from its text, most likely
                continue
            group.asked.add(number)
            own = known.pop(number, None) or self._binder(figures.report(number))
            for question in questions:
                if not question(own) and group.found is not None:
                    group.found[number] = True
                    in_vain += 1
                    break
        return group


def _answer_claim(number: int, column: JudgedColumn, binder: Binder) -> bool:
    """Whether it holds or does not apply."""
    judgement = judged_anew(binder, column.rule, column.ground).judgement
    column.single[number] = judgement
    return judgement.verdict in _CLEAN


def _answer_site(number: int, part: _OpenSite, site: JudgedSite, binder: Binder) -> bool:
    """Whether all holds or does not apply."""
    outcomes = part.outcomes(binder)
    site.single[number] = outcomes
    return all(each.verdict in _CLEAN for each in outcomes)
