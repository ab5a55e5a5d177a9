"""What went wrong with whole parts of a report, told before single figures are looked at."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.record import Record, field, replace
from jsrules.engine.reconcile.budget import Budget, Spent
from jsrules.engine.reconcile.confirm import JudgesAnew
from jsrules.engine.reconcile.identities import Identities, collect
from jsrules.engine.reconcile.structure.board import Board
from jsrules.engine.reconcile.structure.guess import Desk, Guess, desk_of
from jsrules.engine.reconcile.structure.repaired import Aligned, aligned, repaired
from jsrules.engine.reconcile.structure.search import offers
from jsrules.engine.reconcile.structure.slipped import widest
from jsrules.model.outcome import Explanation, Outcome
from jsrules.model.reconciliation import Moved, SlippedRows, StructuralCause, StructuralKind
from jsrules.model.report import Report

ROUNDS = 6
"""So many guesses are accepted, one after the other."""

TRIED = 8
"""So many guesses are judged by the ordinary rules until one of them is confirmed."""

EXPLANATIONS: dict[StructuralKind, Explanation] = {
    "unit_scale": "unit_scale",
    "emptied": "emptied",
    "copied": "copied",
    "prior_year": "prior_year",
    "columns_swapped": "swapped",
    "rows_swapped": "swapped",
    "shifted": "shifted",
}
"""What the findings of each kind of cause are explained by."""


class Structure(Record, frozen=False):
    """The report with its parts put right, its outcomes under the numbers of the old ones, and what went wrong."""

    report: Report
    outcomes: Sequence[Outcome]
    identities: Identities
    causes: list[StructuralCause] = field(default_factory=list)

    def judge(self, anew: JudgesAnew) -> JudgesAnew:
        """Judges as ``anew`` does, under the numbers of the old outcomes."""
        if not self.causes:
            return anew
        return lambda report: aligned(self.outcomes, anew(report)).outcomes


def structure_of(
    report: Report, outcomes: Sequence[Outcome], identities: Identities, anew: JudgesAnew, budget: Budget
) -> Structure:
    """Look for what went wrong with whole parts of a report, as long as that explains much at a low price.

    It ends where its share of the budget is spent, with what it has found.
    """
    result = Structure(report, outcomes, identities)
    kept = budget.keep(3) + budget.keep(2)
    try:
        for _ in range(ROUNDS):
            if not _is_violated(result) or not _round(result, anew, budget, kept):
                break
    except Spent:
        pass
    budget.release(kept)
    return result


def _is_violated(result: Structure) -> bool:
    return any(each.verdict == "violation" for each in result.outcomes)


class _Accepted(Record):
    """A guess that the ordinary rules confirm: the report put right, what they say of it, and the findings that are
    none any more.
    """

    guess: Guess
    report: Report
    moved: list[Moved]
    outcomes: Sequence[Outcome]
    settled: list[int]


def _accepted(desk: Desk, result: Structure, anew: JudgesAnew, found: list[Guess]) -> _Accepted | None:
    """The first of some guesses that is confirmed."""
    for guess in _variants(found)[:TRIED]:
        report, moved = repaired(desk, result.report, guess)
        judged = aligned(result.outcomes, anew(report))
        settled = _settled(result.outcomes, judged)
        if settled:
            return _Accepted(guess, report, moved, judged.outcomes, settled)
    return None


def _round(result: Structure, anew: JudgesAnew, budget: Budget, kept: int) -> bool:
    """Find and accept one guess, the first of the best that the ordinary rules confirm."""
    board = Board(result.identities, budget)
    desk = desk_of(result.report, board)
    desk.take_stock()
    for found in offers(desk):
        accepted = _accepted(desk, result, anew, found)
        if accepted is not None:
            break
    else:
        return False
    identities = collect(accepted.report, accepted.outcomes, Budget(kept))  # not of the share: what was found is kept
    alike = [each for each in found if each.kind == accepted.guess.kind and each.price == accepted.guess.price]
    cause = _cause(desk, accepted.guess, alike, accepted.moved, accepted.settled)
    result.report, result.outcomes, result.identities = accepted.report, accepted.outcomes, identities
    other = next((each for each in result.causes if _is_one(each, cause)), None)
    if other is None:
        result.causes.append(cause)
    else:
        _merge(other, cause)
    return True


def _variants(found: list[Guess]) -> list[Guess]:
    """The guesses, each with one thing and another for what was lost."""
    return [replace(guess, moves=moves) for guess in found for moves in guess.alike or [guess.moves]]


def _settled(outcomes: Sequence[Outcome], judged: Aligned) -> list[int]:
    """The numbers of the findings that are none any more; none where too much else is violated instead."""
    pairs = list(zip(outcomes, judged.outcomes, strict=True))
    broken = sum(new.verdict == "violation" != old.verdict for old, new in pairs)
    broken += sum(each.verdict == "violation" for each in judged.beside)
    settled = [number for number, (old, new) in enumerate(pairs) if _is_finding(old) and not _is_finding(new)]
    return settled if len(settled) > 4 * broken else []


def _is_finding(outcome: Outcome) -> bool:
    return outcome.verdict == "violation" or outcome.kind == "same_amount"


def _cause(
    desk: Desk, guess: Guess, alike: Sequence[Guess], moved: list[Moved], findings: list[int]
) -> StructuralCause:
    sheet = guess.sheet
    cause = StructuralCause(guess.kind, sheet.form, -1 if guess.whole else sheet.block, guess.columns)
    cause.moved, cause.findings, cause.power = moved, findings, guess.power
    if guess.kind == "copied":
        cause.source = guess.source
    if guess.kind == "shifted":
        cause.slips = (_slip(desk, guess, alike),)
        cause.columns = guess.columns if len(guess.columns) < len(sheet.columns) or len(guess.columns) == 1 else ()
    else:
        cause.rows = tuple(sheet.rows[each] for each in guess.rows)
    return cause


def _slip(desk: Desk, guess: Guess, alike: Sequence[Guess]) -> SlippedRows:
    rows = guess.sheet.rows
    same = [
        each
        for each in (guess, *alike)
        if each.sheet is guess.sheet and each.columns == guess.columns and each.shift == guess.shift
    ]
    firsts, lasts = zip(*(each.rows for each in same), strict=True)
    first, last = widest(desk, guess, (min(firsts), max(lasts)))
    return SlippedRows(
        rows[guess.rows[0]],
        rows[guess.rows[1]],
        guess.shift,
        (rows[first], rows[max(firsts)]),
        (rows[min(lasts)], rows[last]),
    )


def _is_one(one: StructuralCause, other: StructuralCause) -> bool:
    """Whether two causes are slips of one column."""
    return one.kind == other.kind == "shifted" and (one.form, one.block, one.columns) == (
        other.form,
        other.block,
        other.columns,
    )


def _merge(one: StructuralCause, other: StructuralCause) -> None:
    """Add a slip to another one of the same column. Its cells were moved once already, some of them."""
    one.slips += other.slips
    one.findings = sorted({*one.findings, *other.findings})
    by_place = {(each.cell.row, each.cell.column): each for each in one.moved}
    for each in other.moved:
        place = each.cell.row, each.cell.column
        first = by_place.get(place)
        by_place[place] = each if first is None else Moved(first.cell, each.amount, each.known)
    one.moved = list(by_place.values())
