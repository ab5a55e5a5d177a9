"""Where a rule is bound in the reports of a form set: each row, each column, each account that it ranges over."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.checks.deep.atoms import Key, Need, Spot
from jsrules.checks.deep.needs import row_is_written
from jsrules.checks.deep.universe import Universe
from jsrules.model.form import BlockPlace
from jsrules.model.syntax import Quantifier


def spots(universe: Universe | None, quantifier: Quantifier | None) -> Iterator[tuple[Spot, BlockPlace, list[Need]]]:
    """The places, each with a block that has its row and the need that the row is written there.

    Without a form set, or when the rule does not range over anything, there is one.
    """
    if quantifier is None or universe is None:
        yield Spot(), (-1, -1), []
        return
    blocks = quantifier.blocks
    axis = next((each for each in quantifier.axes if each != "column"), "")
    keys: dict[Key, None] = {} if axis else {"": None}
    for place in blocks if axis else ():
        keys.update(dict.fromkeys(universe.axis(place, axis)))
    columns = [-1]
    if "column" in quantifier.axes:
        columns = list(range(len(universe.block(blocks[0]).columns)))
    form, block = blocks[0] if len(blocks) == 1 else (-1, -1)
    for key in keys:
        places = tuple(place for place in blocks if key in universe.rows(place)) if axis else ()
        needs = row_is_written(universe, places, key) if axis else []
        for column in columns:
            yield Spot(form, block, key, column), places[0] if places else blocks[0], needs
