"""Why there is no verdict, or no plain one: a code with what it is about. The sentence is made where people read it."""

from __future__ import annotations

from typing import Literal

from jsrules.base.record import Record
from jsrules.model.origins import OWN, Origin
from jsrules.model.report import Cell

ReasonCode = Literal[
    # it cannot be decided:
    "absent",  # a needed figure, table or entry is not there
    "unstated",  # a table that is there does not show the block, column or row
    "not_whole",  # a list is not known to have all its rows, and lacking ones would explain what it falls short of
    "illegible",  # it is not known what is printed in a cell, if anything is (？)
    "unreadable",  # a text that is no figure is printed in its place
    "unit_unknown",  # a figure has no unit, and may have several
    "percent_unstated",  # it would hold with a % behind a figure
    "may_be_counts",  # what seems to be rounding would be none in counts, and nothing says that these figures are money
    "strangers",  # a count or rate stands beside bare figures with decimals, which need not be of its kind
    "ratio_or_percent",  # a ratio is compared with a number that may be a percentage, with another verdict
    "superfluous_factor",  # it would hold without a factor of the rule that units make superfluous
    "unknown_name",  # a report without a form set has nothing of that name
    "figure_for_text",  # a figure is printed where it is compared with a text
    "no_date",  # what should be a date is none
    "vague_date",  # which of two dates comes first depends on the day that one leaves out
    "unknown_scope",  # the entry that says whether the rule is for the report is not there
    "division_by_zero",  # a divisor is 0
    "vanishing_base",  # the base of a rate may be 0 within rounding
    "unknown_choice",  # whether a cell is to be chosen cannot be told
    "unclear_details",  # it is not certain which rows a total is the sum of
    # it does not apply:
    "left_out",  # what is needed may be left out, and is
    "not_stated",  # a figure of prose is not stated
    "not_written",  # a row is not written, where that matters (缺行)
    "not_printed",  # a computed figure is not printed
    "no_row",  # the row does not exist where it is looked up
    "no_column",  # the column does not exist where it is looked up
    "no_place",  # no row at all is of the kind
    "rate_column",  # a column of rates is not added up
    "rate_row",  # nor is a row of rates
    "condition_false",  # the condition is false
    "all_blank",  # all cells are blank
    "other_reports",  # the rule is for other reports
    "other_forms",  # the rule names what the report's form set does not have, and another one has
    "stated_once",  # no figure is stated more than once
    "at_end",  # there is no row or column before the first, or behind the last
    # what there is to say of a verdict:
    "tolerance",  # the difference is within the tolerance that the rule gives
    "not_all",  # so many cells (``values``), the subject being the first, do not satisfy what all should
    "none_fits",  # of so many cells (``values``) none satisfies what one should
]
"""Why: a code for each sentence that may be said."""

GRAVE: frozenset[ReasonCode] = frozenset(
    (
        *("unreadable", "unit_unknown", "percent_unstated", "may_be_counts", "strangers"),
        *("ratio_or_percent", "superfluous_factor"),
        *("unknown_name", "figure_for_text", "no_date"),
    )
)
"""Reasons that weigh as much as what the rule finds wrong: something is printed, or a name was mistyped in the rule or
the report, and nothing is checked."""

UNDECIDED: frozenset[ReasonCode] = GRAVE.union(
    (
        "absent",
        "unstated",
        "not_whole",
        "illegible",
        "vague_date",
        "unknown_scope",
        "division_by_zero",
        "vanishing_base",
        "unknown_choice",
        "unclear_details",
    )
)
"""Reasons why a verdict is undetermined; for the others a rule does not apply."""

UNKNOWN_FIGURE: frozenset[ReasonCode] = frozenset(("unreadable", "illegible", "absent", "unstated"))
"""Reasons why a figure that is due may not be known."""

Doubt = tuple[str, str]
"""Why it is not certain which rows a total is the sum of: a kind of doubt, and the label of the row that raises it."""

SubjectKind = Literal[
    "cell",
    "row",
    "column",
    "block",
    "table",
    "narrative",
    "entry",
    "prior",
    "subordinates",
    "work",
    "all_work",
    "name",
]


class Subject(Record):
    """What a reason is about: a cell, row, column, block or table of the report's forms by their numbers (``row`` is
    the row's key), the narrative, an entry of the head by its ``name``, a ``name`` as a rule has it, the prior-year
    report, those of the subordinate units, or the work that one rule, or all of them, may take. ``origin``: in which
    report.
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
    two dates; of a figure in doubt its text, and its possible units, or the names and texts of the others;
    the number that may be a percentage; the figure and the factor.
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
