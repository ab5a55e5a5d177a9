"""The search: guesses of every family, cheap ones first; the best is taken when its price is clearly lower."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import get_args

from jsrules.engine.reconcile.budget import Spent
from jsrules.engine.reconcile.structure.copied import copied, prior_year
from jsrules.engine.reconcile.structure.emptied import emptied, left_blank, unwritten
from jsrules.engine.reconcile.structure.exchanged import columns_swapped, rows_swapped
from jsrules.engine.reconcile.structure.guess import LOST, Desk, Guess, price, quick
from jsrules.engine.reconcile.structure.repair import SET
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

MARGIN, PART = 190, 12
"""And so much with its price, or so many hundredths of what it cost before, if that is more."""

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
    limit = desk.before - max(MARGIN, desk.before * PART // 100)
    guesses = list(family(desk))
    for guess in guesses:
        quick(desk, guess)
    guesses.sort(key=lambda each: each.violated)  # stable: cheap ones stay first
    for guess in guesses[: PRICED[family]]:
        if guess.violated > guesses[0].violated + FARTHER:
            break
        most = min([limit + LOST * max(map(abs, STEPS)), *(each.price + NEAR for each in best)])
        if price(desk, guess, most) <= min(most, limit + spared(guess)) and is_credible(desk, guess):
            best.append(guess)


def _blank(desk: Desk) -> list[Guess]:
    guess = left_blank(desk)
    return [guess] if guess is not None else []


def rank(guess: Guess) -> tuple[int, int, int, int]:
    """Guesses in their order: by price, the cheap families first, then the one that moves least."""
    return guess.price, KINDS.index(guess.kind), len(guess.moves), abs(guess.shift)


def spared(guess: Guess) -> int:
    """What of its price is no reason to doubt a guess: for each row that was overwritten another one holds by itself
    with what it brings back, and one more.
    """
    return LOST * max(0, min(guess.overwritten, guess.confirmed - 1))


def is_credible(desk: Desk, guess: Guess) -> bool:
    """Whether a guess explains enough for what it moves."""
    if desk.before - (guess.price - spared(guess) - SET) < GAIN:
        return False
    if guess.kind != "shifted":
        return True
    saved = desk.before - guess.price
    # A sum that all figures slipped in says it of one row only, unless nearly everything else says nothing then.
    is_most = saved >= MOST and 3 * saved >= 2 * desk.before and guess.rows_carried > guess.overwritten
    if guess.carried < 2 or (guess.confirmed < 2 and not is_most):
        return False
    if guess.rows_carried < guess.overwritten and saved - (SET - LOST) * guess.overwritten < MARGIN:
        return False  # what was lost may be anything, so that it explains a row each by itself
    return 2 * saved >= desk.before or guess.rows_carried >= 3
