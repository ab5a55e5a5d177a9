"""What must be so for a rule to be decided, and what follows from that.

The needs are ``("table", form, origin)``: a table that may be left out is there; ``("report", origin)``: so is that
related report; ``("written", blocks, key)``: one of these blocks has the row; ``("row" | "figure" | "children" |
"complete", form, block, key, origin, …)``: a row is written, a figure of prose is stated, a row has others below it,
every row of prose that is written has its figures; ``("if", …)``: a condition holds; ``("applies", …)``: the report is
one of those that a rule is for.
"""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.checks.cells.references import Need
from jsrules.checks.cells.rows import Universe


def close(universe: Universe, needs: Iterable[Need]) -> frozenset[Need]:
    """The needs with what follows from them: a figure that is stated stands in a section that is there,
    in a written row.
    """
    found: set[Need] = set(needs)
    for each in list(found):
        if each[0] in ("row", "figure", "children", "complete"):
            _, form, block, key, origin, *_ = each
            if universe.forms.forms[form].optional:
                found.add(("table", form, origin))
            if origin:
                found.add(("report", origin))
            elif each[0] != "complete":
                found.add(("written", ((form, block),), key))
    return frozenset(found)


def are_met(needs: frozenset[Need], given: frozenset[Need]) -> bool:
    """Whether all needs are met by what is given (and closed)."""
    return needs <= given or all(each in given or (each[0] == "written" and _is_written(each, given)) for each in needs)


def _is_written(need: Need, given: frozenset[Need]) -> bool:
    return any(other[0] == "written" and other[2] == need[2] and set(other[1]) <= set(need[1]) for other in given)
