"""Why there is no verdict, or no plain one: a code with what it is about. The sentence is made where people read it."""

from __future__ import annotations

from typing import Literal

from jsrules.base.record import Record
from jsrules.model.origins import OWN, Origin
from jsrules.model.report import Cell

ReasonCode = Literal[
    "absent",
    "unreadable",
    "unit_unknown",
    "percent_unstated",
    "may_be_counts",
    "unknown_name",
    "figure_for_text",
    "no_date",
    "vague_date",
    "unknown_scope",
    "division_by_zero",
    "vanishing_base",
    "left_out",
    "not_stated",
    "not_written",
    "not_printed",
    "no_row",
    "no_column",
    "no_place",
    "rate_column",
    "condition_false",
    "all_blank",
    "other_reports",
    "tolerance",
    "unknown_choice",
    "not_all",
    "none_fits",
    "at_end",
    "unclear_details",
]
"""In this order: a needed figure, table or entry is not there; a text that is no figure is printed in its place; a
figure has no unit, and may have several; it would hold with a % behind a figure; what seems to be rounding would be
none in counts, and nothing says that these figures are money; a report without a form set has nothing of that name;
a figure is printed where it is compared with a text; what should be a date is none; which of two dates comes first
depends on the day that one leaves out; the entry that says whether the rule is for the report is not there; a
divisor is 0; the base of a rate may be 0 within rounding. It may be left out, and is; a figure of prose is not
stated; a row is not written, where that matters (缺行); a computed figure is not printed; the row, or the column,
does not exist where it is looked up; no row at all is of the kind; a column of rates is not added up; the condition
is false; all cells are blank; the rule is for other reports; the difference is within the tolerance that the rule
gives; whether a cell is to be chosen cannot be told; of the cells so many (``values``) do not satisfy a condition
that all should, the first being the subject; of so many none does. There is
no row or column before the first, or behind the last; it is not certain which rows a total is the sum of.
"""

GRAVE: frozenset[ReasonCode] = frozenset(
    (
        *("unreadable", "unit_unknown", "percent_unstated", "may_be_counts"),
        *("unknown_name", "figure_for_text", "no_date"),
    )
)
"""Reasons that weigh as much as what the rule finds wrong: something is printed, or a name was mistyped in the rule or
the report, and nothing is checked."""

UNDECIDED: frozenset[ReasonCode] = GRAVE.union(
    ("absent", "vague_date", "unknown_scope", "division_by_zero", "vanishing_base", "unknown_choice", "unclear_details")
)
"""Reasons why a verdict is undetermined; for the others a rule does not apply."""

Doubt = tuple[str, str]
"""Why it is not certain which rows a total is the sum of: a kind of doubt, and the label of the row that raises it."""

SubjectKind = Literal["cell", "row", "table", "narrative", "entry", "prior", "subordinates", "work", "name"]


class Subject(Record):
    """What a reason is about: a cell, a row or a table of the report's forms by their numbers (``row`` is the row's
    key), the narrative, an entry of the head by its ``name``, a ``name`` as a rule has it, the prior-year report, those
    of the subordinate units, or the work that one rule may take. ``origin``: in which report.
    """

    kind: SubjectKind
    form: int = -1
    block: int = -1
    row: str = ""
    column: int = -1
    origin: Origin = OWN
    name: str = ""


class Reason(Record):
    """Why. ``values`` are the wanted years or names of `other_reports`, the names most like one that is an
    `unknown_name`, the text that is `unreadable` or `no_date`, the figure and the text that it is compared with, or the
    two dates; of a figure in doubt its text, and its possible units.
    """

    code: ReasonCode
    subject: Subject | None = None
    values: tuple[str, ...] = ()

    @property
    def undecided(self) -> bool:
        """Whether it leaves a verdict undetermined."""
        return self.code in UNDECIDED


def subject_of(cell: Cell) -> Subject:
    """A cell of the report as the subject of a reason."""
    return Subject("cell", cell.form, cell.block, cell.row, cell.column, cell.origin)
