"""What equations are made of: cells, and sums that only a report can split up; and where a rule is bound."""

from __future__ import annotations

from typing import Any

from jsrules.base.record import Record

Atom = tuple[Any, ...]
"""One of

``("cell", form, block, key, column, prior)``: the amount in a cell, 0 where nothing is printed;
``("sum", form, block, which, key, column, prior)``: the sum over rows that only a report tells, ``which`` of them (下级,
各类 …); ``("count", atoms)``: how many of these cells are printed; ``("year", prior)``: the fiscal year of the head;

or, without a form set, ``("name" | "names", tag, scope, node)``: a name, or a reference to several figures, as written
under the table ``scope``, the tag telling what it is repeated over; and ``("money",)``: a unit of money, whichever the
report is in.
"""

Need = tuple[Any, ...]
"""Something that must be so for a rule to be decided, and that a complete report may lack: a table or figure that may
be left out, a row that is written, a condition that holds. The first item says which kind it is.
"""


class Some(Record):
    """The key of any row of a level that no form declares and no rule names;
    ``level`` is 0 in a table without codes.
    """

    system: str
    level: int


Key = str | Some
"""The key of a row."""


class Spot(Record):
    """Where a rule is bound: the current block, row and column, as far as it ranges over them."""

    form: int = -1
    block: int = -1
    row: Key = ""
    column: int = -1
