"""Whose figures a reference is to: those of the report, of the prior year, of the subordinate units."""

from __future__ import annotations

from jsrules.base.record import Record, field
from jsrules.base.source import NOWHERE, Span

Origin = int
"""`OWN`, `PRIOR`, or `SUBORDINATES`; from 2 on, one subordinate unit."""

OWN, PRIOR, SUBORDINATES = 0, 1, -1
"""The report itself, the prior-year report, the reports of all subordinate units."""


class Units(Record):
    """``下级单位`` alone, for 计数(…): the subordinate units of the report."""

    span: Span = field(default=NOWHERE, compare=False)
