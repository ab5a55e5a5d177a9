"""What a reason is about, for programs: names of tables, blocks, rows and columns, one by one, and no sentence."""

from __future__ import annotations

from typing import Literal

from jsrules.base.record import Record
from jsrules.model.origins import OWN, PRIOR, SUBORDINATES
from jsrules.model.reason import Reason, SubjectKind
from jsrules.model.report import Report

Whose = Literal["own", "prior", "subordinate", "subordinates"]
"""Of which report: the report itself, that of the prior year, that of one subordinate unit, those of all of them."""


class ReasonSubject(Record):
    """What a reason is about, say what a report does not state.

    ``kind`` says what: a ``cell``, ``row``, ``column``, ``block`` or ``table`` (a section of the narrative is
    one), the ``narrative`` as a whole, an ``entry`` of the head or a ``name`` (in ``name``), the ``prior``-year
    report, those of the ``subordinates``, or the ``work`` that one rule may take. ``table``, ``block``, ``row`` and
    ``column`` are names, empty where they mean nothing. ``whose`` report it is about; ``path`` is that one's, empty for
    the report itself.
    """

    kind: SubjectKind
    whose: Whose = "own"
    table: str = ""
    block: str = ""
    row: str = ""
    column: str = ""
    name: str = ""
    path: str = ""


def reason_subject(report: Report, reason: Reason | None) -> ReasonSubject | None:
    """What a reason is about; None where it is about nothing in particular."""
    if reason is None or reason.subject is None:
        return None
    subject = reason.subject
    origin = {"prior": PRIOR, "subordinates": SUBORDINATES}.get(subject.kind, subject.origin)
    other = report.of(origin) if origin not in (OWN, SUBORDINATES) else None
    whose: Whose = (
        "own"
        if origin == OWN
        else "prior"
        if origin == PRIOR
        else "subordinates"
        if origin == SUBORDINATES
        else "subordinate"
    )
    path = other.path if other is not None else ""
    if subject.kind == "narrative":
        return ReasonSubject(subject.kind, whose, name=report.forms.narrative, path=path)
    if subject.form < 0:
        return ReasonSubject(subject.kind, whose, name=subject.name, path=path)
    form = report.forms.forms[subject.form]
    block = form.blocks[subject.block] if subject.block >= 0 else None
    row = report.row_label(subject.form, subject.block, subject.row, subject.origin) if subject.row and block else ""
    column = block.columns[subject.column].name if block is not None and subject.column >= 0 else ""
    return ReasonSubject(subject.kind, whose, form.path, block.name if block is not None else "", row, column, "", path)
