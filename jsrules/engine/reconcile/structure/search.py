"""The search: guesses of every family, cheap ones first; the best is taken when its price is clearly lower."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args

from jsrules.engine.reconcile.budget import Spent
from jsrules.engine.reconcile.structure.copied import copied, prior_year
from jsrules.engine.reconcile.structure.emptied import emptied, left_blank, unwritten
from jsrules.engine.reconcile.structure.exchanged import columns_swapped, rows_swapped
from jsrules.engine.reconcile.structure.guess import LOST, MARGIN, Desk, Guess, price, quick
from jsrules.engine.reconcile.structure.repair import SET, UNLIMITED
from jsrules.engine.reconcile.structure.slipped import STEPS, slipped
from jsrules.engine.reconcile.structure.units import units
from jsrules.model.reconciliation import StructuralKind

GuessFamily = Callable[[Desk], Iterator[Guess]]

FAMILIES: tuple[GuessFamily, ...] = (
    units,
    emptied,
    copied,
    prior_year,
    columns_swapped,
    rows_swapped,
    slipped,
)

KINDS: tuple[StructuralKind, ...] = get_args(StructuralKind)

GAIN = 250
"""A guess must save so much at least, in hundredths of a figure, before its own price."""

MOST = 400
"""A slip that a single row speaks for must save so much, and two thirds of everything."""

NEAR = 6
"""A guess that costs so much more than the best is tried where the ordinary rules do not confirm that."""

PRICED = {family: 48 if family is slipped else 16 for family in FAMILIES}
"""So many guesses of each family are priced."""

FARTHER = 8
"""And only those that leave so many rows more violated at most than the best of the family."""


def offers(desk: Desk) -> Iterator[list[Guess]]:
    """Guesses by how sure they are: parts of which nothing is written each by itself, then the best of the search."""
    for guess in unwritten(desk):
        yield [guess]
    yield search(desk)


def search(desk: Desk) -> list[Guess]:
    """The best guesses at what happened to a part of the report, the best first, if any are good enough; where the
    budget is spent, the best until then.
    """
    if desk.before < MARGIN + SET:
        return _blank(desk)
    best: list[Guess] = []
    try:
        for family in FAMILIES:
            _try(desk, family, best)
        if not best:
            return _blank(desk)
    except Spent:
        if not best:
            raise
    lowest = min(each.price for each in best)
    return sorted((each for each in best if each.price <= lowest + NEAR), key=rank)


def _try(desk: Desk, family: GuessFamily, best: list[Guess]) -> None:
    """Add the guesses of a family that are nearly as good as the best of those before."""
    limit = desk.limit
    guesses = [each for each in family(desk) if not desk.is_hopeless(each.rows_changed(desk), each.shift)]
    if not guesses:
        return
    for guess in guesses:
        quick(desk, guess)
    guesses.sort(key=lambda each: each.violated)  # stable: cheap ones stay first
    for guess in guesses[: PRICED[family]]:
        if guess.violated > guesses[0].violated + FARTHER:
            break
        most = min([limit + LOST * max(map(abs, STEPS)), *(each.price + NEAR for each in best)])

        def dearest(tried: Guess, most: int = most) -> int:
            return min(most, limit + spared(tried), worth(desk, tried))

        if price(desk, guess, dearest) < UNLIMITED:
            best.append(guess)


def _blank(desk: Desk) -> list[Guess]:
    guess = left_blank(desk)
    return [guess] if guess is not None else []


def rank(guess: Guess) -> tuple[int, int, int, int]:
    """Guesses in their order: by price, the cheap families first, then the one that moves least."""
    return guess.price, KINDS.index(guess.kind), len(guess.moves), abs(guess.shift)


def spared(guess: Guess) -> int:
    """What of its price is no reason to doubt a guess: for each row that was overwritten another one holds by itself
    with what it brings back, and one more; or two do, and it brings as many figures back as it gives up.
    """
    if guess.confirmed > 1 and guess.rows_carried >= guess.overwritten:
        return LOST * guess.overwritten
    return LOST * max(0, min(guess.overwritten, guess.confirmed - 1))


def worth(desk: Desk, guess: Guess) -> int:
    """What a guess may cost at most for what it explains by what it moves; below 0 where that is nothing."""
    before, overwritten = desk.before, guess.overwritten
    most = before + spared(guess) + SET - GAIN
    if guess.kind != "shifted":
        return most
    if guess.carried < 2:
        return -1
    if guess.confirmed < 2:
        # A sum that all figures slipped in says it of one row only, unless nearly everything else says nothing then.
        if guess.rows_carried <= overwritten:
            return -1
        most = min(most, before - MOST, before // 3)
    if guess.rows_carried < overwritten:  # what was lost may be anything, so that it explains a row each by itself
        most = min(most, before - MARGIN - (SET - LOST) * overwritten)
    return most if guess.rows_carried >= 3 else min(most, before // 2)
