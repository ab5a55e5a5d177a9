"""Formulas that hold in a report and would notice what its rules do not.

They come from one report, so they are proposals and no knowledge: what holds by chance in one year need not hold in the
next, and a formula without a basis accuses people of nothing that is written anywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.authoring.detection.detector import Detector
from jsrules.authoring.detection.formula_candidates import Candidates
from jsrules.authoring.detection.report_mutants import ReportMutant
from jsrules.base.diagnostic import InputError
from jsrules.base.record import Record, replace
from jsrules.base.source import Source
from jsrules.checks.rules import check_sources
from jsrules.engine.parts import Parts
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.changes import CellPlace
from jsrules.model.ground import Ground, GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.outcome import RuleInfo
from jsrules.model.report import Report
from jsrules.model.statements import Rule, Scope
from jsrules.model.syntax import Constant
from jsrules.model.tree import children, walk
from jsrules.readers.rules.printer import print_statement

MOST_CELLS = 200
"""For how many cells formulas are looked for, those with the most survivors first."""

MOST_CANDIDATES = 600
"""How many formulas are tried in all."""

MOST_SURVIVORS = 10_000
"""How many survivors they are tried on."""

FOR_A_CELL = 3
"""How many formulas are proposed for one cell."""


class FormulaProposal(Record):
    """A formula in the rule language, to stand behind ``表间``.

    ``terms`` are how many figures and sums it names, ``places`` at how many places it holds, ``mutants`` the numbers of
    the survivors it would notice, and ``cells`` the cells they are about.
    """

    text: str
    terms: int
    places: int
    mutants: tuple[int, ...]
    cells: tuple[CellPlace, ...]


def propose(report: Report, mutants: Sequence[ReportMutant], survivors: Sequence[int]) -> list[FormulaProposal]:
    """Formulas that hold in the report and notice some of the survivors, which are numbers of mutants.

    For each cell at most `FOR_A_CELL`, those of the fewest terms first; those that notice the most stand first.
    """
    survivors = survivors[:MOST_SURVIVORS]
    candidates = _holding(report, _candidates(report, _cells(mutants, survivors)))
    if not candidates:
        return []
    detector = Detector(report, Parts(report, [([each.resolved for each in candidates], ())]))
    noticed: dict[int, list[int]] = {}
    for number in survivors:
        detection = detector.detect(mutants[number])
        for rule in sorted({detector.parts.parts[part].rule for part in detection.parts}):
            noticed.setdefault(rule, []).append(number)
    proposals = []
    for rule, numbers in noticed.items():
        each = candidates[rule]
        cells = tuple(dict.fromkeys(mutants[number].changes[0][0] for number in numbers))
        proposals.append(FormulaProposal(each.text, each.terms, len(each.holds), tuple(numbers), cells))
    return _best(proposals)


class _Candidate(Record):
    """A candidate as the rule language understands it. ``holds`` are the identities over cells that it comes to."""

    text: str
    terms: int
    resolved: ResolvedRule
    holds: frozenset[object] = frozenset()


def _best(proposals: list[FormulaProposal]) -> list[FormulaProposal]:
    """The best few for each cell."""
    chosen: dict[str, FormulaProposal] = {}
    served: dict[CellPlace, int] = {}
    for each in sorted(proposals, key=lambda each: (each.terms, -len(each.mutants), -each.places, each.text)):
        if any(served.get(cell, 0) < FOR_A_CELL for cell in each.cells):
            chosen[each.text] = each
            for cell in each.cells:
                served[cell] = served.get(cell, 0) + 1
    return sorted(chosen.values(), key=lambda each: (-len(each.mutants), each.terms, each.text))


def _cells(mutants: Sequence[ReportMutant], survivors: Sequence[int]) -> list[CellPlace]:
    counts: dict[CellPlace, int] = {}
    for number in survivors:
        for place, _ in mutants[number].changes:
            counts[place] = counts.get(place, 0) + 1
    return sorted(counts, key=lambda place: -counts[place])[:MOST_CELLS]


def _candidates(report: Report, cells: Sequence[CellPlace]) -> list[_Candidate]:
    """The candidates for these cells that the rule language takes, those of the fewest terms first.

    The cells take turns, so that none uses up what may be tried.
    """
    makers = Candidates(report)
    waiting = [makers.of(place) for place in cells]
    found: dict[str, _Candidate | None] = {}
    while waiting and len(found) < MOST_CANDIDATES:
        left = []
        for each in waiting:
            rule = next(each, None)
            if rule is None:
                continue
            left.append(each)
            text = print_statement(rule)
            if text not in found:
                found[text] = _resolve(text, rule, report)
        waiting = left
    return sorted((each for each in found.values() if each is not None), key=lambda each: each.terms)


def _resolve(text: str, rule: Rule, report: Report) -> _Candidate | None:
    """The candidate as the rule language understands its text; None when it does not."""
    source = Source("", f"{print_statement(Scope(()))}\n{text}\n")
    try:
        (checked,) = check_sources([source], report.forms)
    except InputError:
        return None
    variant = checked.variants[0]
    info = RuleInfo(text, text, variant.severity, "", text, source, variant.span)
    terms = sum(not children(each) and not isinstance(each, Constant) for each in walk(rule.body))
    return _Candidate(text, terms, ResolvedRule(info, checked.variants))


def _holding(report: Report, candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Those that say something of the report and nothing against it, each once, however it is written.

    One that says no more than another of no more terms does is left out: of one cell what that one says of a column.
    """
    parts = Parts(report, [([each.resolved for each in candidates], ())])
    holds: dict[int, set[object]] = {number: set() for number in range(len(candidates))}
    for part in parts.parts:
        for ground, judgement in part.found:
            if judgement.verdict in ("violation", "undetermined"):
                holds.pop(part.rule, None)
            elif judgement.verdict in ("pass", "rounding") and part.rule in holds:
                holds[part.rule].add(_identity(ground))
    kept: list[_Candidate] = []
    for number in sorted(holds, key=lambda number: (candidates[number].terms, -len(holds[number]))):
        said = frozenset(holds[number])
        if said and not any(said <= each.holds for each in kept):
            kept.append(replace(candidates[number], holds=said))
    return kept


def _identity(ground: Ground) -> object:
    """What two formulas have in common that come to the same over the cells, whichever way round they are written."""
    if isinstance(ground, GroundLinear):
        return _row(ground.row)
    if isinstance(ground, GroundRatio):
        return ground.cell, _row(ground.numerator), _row(ground.denominator)
    return id(ground)


def _row(form: Linear) -> object:
    terms = sorted((cell, value) for cell, value in (*form.terms.items(), (-1, form.constant)) if value)
    sign = -1 if terms and terms[-1][1] < 0 else 1
    return tuple((cell, sign * value) for cell, value in terms)
