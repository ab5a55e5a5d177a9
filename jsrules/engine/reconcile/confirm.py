"""Whether a correction does what it claims: the report is printed so, and judged again as a whole by the ordinary
engine.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from jsrules.base.record import replace
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.system import System
from jsrules.model.changes import with_amounts, with_cells, with_row
from jsrules.model.origins import OWN, Origin
from jsrules.model.outcome import Outcome
from jsrules.model.report import ILLEGIBLE, Amount, Cell, Report, Row

JudgesAnew = Callable[[Report], Sequence[Outcome]]
"""What judges a whole report by its rules, as it was judged before, once some of its figures are printed otherwise."""

PrintedAnew = Mapping[int, Amount | None]
"""What some figures should be, by their numbers; None is a figure that is wrong, nobody knows what it should be."""

_Key = tuple[str, int, int, str, int, Origin, int]
"""The rule of an outcome, its place, and the how manyth it is there."""

EACH = 2000
"""What judging a report again costs, besides what is judged."""

FIRST = 400
"""What each outcome costs when it is found out which figures it looks at."""

JUDGED = 150
"""What each outcome costs that is judged."""

READERS = 20
"""So many outcomes look at one figure, or fewer."""


class Confirmer:
    """Judges corrections of one report, given its outcomes as printed."""

    def __init__(
        self, report: Report, outcomes: Sequence[Outcome], system: System, anew: JudgesAnew, budget: Budget
    ) -> None:
        self._report = report
        self._outcomes = outcomes
        self._system = system
        self._anew = anew
        self._budget = budget
        self._numbers: dict[_Key, int] | None = None
        self._asked = False
        self._last: Sequence[Outcome] = ()
        self._open: set[int] = set()

    def can_print(self, figure: int) -> bool:
        """Whether a figure can be printed otherwise: not a blank of another report."""
        cell = self._system.cells[figure]
        return cell.origin == OWN or cell.index < len(self._report.cells)

    def against(self, printed: PrintedAnew, due: Collection[int]) -> list[int]:
        """The numbers of the outcomes that speak against a correction: those ``due`` that do not hold, and what is
        found only then; -1 for what had no outcome before.

        What is plausible only, or a hint, may change. Raises `Spent`.
        """
        known = None not in printed.values()
        found = []
        for number, outcome in self._judged(printed):
            if number in due:
                speaks = not _holds(outcome, known=known)
            elif number >= 0 and outcome is self._outcomes[number]:
                continue
            else:
                fresh = number < 0 or not _is_found(self._outcomes[number], known=True)
                speaks = fresh and _counts(outcome) and _is_found(outcome, known=known)
            if speaks:
                found.append(number)
        return found

    def _judged(self, printed: PrintedAnew) -> Iterable[tuple[int, Outcome]]:
        """The outcomes of the report printed so that may speak against it, in their order, each with the number of the
        one that it was before, or -1.
        """
        before = self._outcomes
        if not printed:
            return enumerate(before)
        judged = min(READERS * len(printed), len(before))
        self._budget.spend(EACH + (JUDGED * judged if self._asked else FIRST * len(before)))
        self._asked = True
        after = self._anew(self._printed(printed))
        if self._take_up(after):
            return [(number, after[number]) for number in sorted(self._open)]
        if self._numbers is None:
            self._numbers = {key: number for number, key in enumerate(_keys(before))}
        return [(self._numbers.get(key, -1), outcome) for key, outcome in zip(_keys(after), after, strict=True)]

    def _take_up(self, after: Sequence[Outcome]) -> bool:
        """Whether outcomes are of the same rules and places as those before, so that they have the same numbers. What
        is the same as it was the last time was looked at then.
        """
        before, last = self._outcomes, self._last
        if len(after) != len(before):
            return False
        if not last:
            fresh = list(range(len(after)))
        else:
            fresh = [number for number, (old, new) in enumerate(zip(last, after, strict=True)) if old is not new]
        for number in fresh:
            old, new = before[number], after[number]
            if old is not new and (old.rule is not new.rule or old.ground.place != new.ground.place):
                self._last = ()
                self._open.clear()
                return False
        for number in fresh:
            if _is_found(after[number], known=True) or not _holds(after[number], known=True):
                self._open.add(number)
            else:
                self._open.discard(number)
        self._last = after
        return True

    def _printed(self, printed: PrintedAnew) -> Report:
        report = self._report
        changed: list[Cell] = []
        blanks: dict[tuple[int, int, str, int], Amount | str | None] = {}
        for figure, amount in printed.items():
            cell = self._system.cells[figure]
            problem = "" if amount is not None else ILLEGIBLE
            if cell.index < len(report.cells):
                written = report.cells[cell.index]
                changed += [replace(each, amount=amount, problem=problem) for each in report.alike(written)]
            elif cell.origin == OWN:
                blanks[cell.form, cell.block, cell.row, cell.column] = amount or problem
        corrected = with_cells(report, changed)
        for form, block, row, _ in blanks:
            if row not in corrected.tables[form].blocks[block].rows:
                corrected = with_row(corrected, form, block, _new_row(report, form, block, row))
        return with_amounts(corrected, blanks) if blanks else corrected


def _new_row(report: Report, form: int, block: int, key: str) -> Row:
    """A row of a form that the report leaves out."""
    shape = report.forms.forms[form].blocks[block]
    declared = shape.row_index.get(key, -1)
    name, code = (shape.rows[declared].name, shape.rows[declared].code) if declared >= 0 else (key, "")
    return Row(key, name, [None] * len(shape.columns), code, declared=declared)


def _keys(outcomes: Sequence[Outcome]) -> list[_Key]:
    """What tells the outcomes of one report from each other."""
    seen: dict[_Key, int] = {}
    keys: list[_Key] = []
    for each in outcomes:
        place = each.ground.place
        key = each.rule.identifier, place.form, place.block, place.row, place.column, place.unit, 0
        seen[key] = seen.get(key, 0) + 1
        keys.append((*key[:-1], seen[key]))
    return keys


def _counts(outcome: Outcome) -> bool:
    return outcome.rule.severity != "info" and outcome.rule.nature != "plausibility"


def _is_found(outcome: Outcome, *, known: bool) -> bool:
    """Whether readers are told that something is wrong; with figures that are not ``known``, what nobody can judge is
    no finding.
    """
    return outcome.verdict == "violation" or outcome.kind == "same_amount" or (known and outcome.judgement.is_grave)


def _holds(outcome: Outcome, *, known: bool) -> bool:
    if outcome.verdict == "undetermined":
        return not known
    return outcome.verdict != "violation" and outcome.kind != "same_amount"
