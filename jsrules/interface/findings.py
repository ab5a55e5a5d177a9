"""Findings as Python programs see them: exact numbers, codes, and words in the language of the moment."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from jsrules.base.diagnostic import Severity
from jsrules.base.number import readable_text
from jsrules.base.record import Record, field
from jsrules.engine.measure import Where, measure, terms_of, where_of
from jsrules.model import report as model
from jsrules.model.document import PublishedPlace
from jsrules.model.outcome import Explanation, Kind, Outcome, Rational, Verdict
from jsrules.model.reason import ReasonCode
from jsrules.model.statements import Nature
from jsrules.model.waiver import Waiver
from jsrules.outputs.compose import Told
from jsrules.outputs.subjects import ReasonSubject, reason_subject

FlatRecord = dict[str, str | int | Decimal | None]
"""A finding without anything nested in it, as data frames take it."""


class Cell(Record):
    """A cell of a report. ``ref`` is its full name, ``text`` what is printed there, empty where it is blank.

    ``value`` is exact, in ``unit``: of 1.68% it is 1.68, of a blank 0, of what is no figure None. ``coefficient`` is
    the cell's in left - right, None where it has none. ``path``, ``line`` and ``column`` say where it is written; 0
    is nowhere. ``document``: where a published document prints it, as far as that is known.
    """

    ref: str
    text: str
    value: Fraction | None
    unit: str
    coefficient: Fraction | None
    path: str
    line: int
    column: int
    document: PublishedPlace | None = None

    def __repr__(self) -> str:
        return f"<Cell {self.ref} {self.text or '~'}>"


def cell_of(report: model.Report, cell: model.Cell, coefficient: Rational | None = None) -> Cell:
    """A cell of the report as callers see it."""
    amount = cell.amount
    value = value_of(amount) if amount is not None else None if cell.problem else Fraction(0)
    return Cell(
        report.cell_path(cell),
        amount.text if amount is not None else cell.problem,
        value,
        amount.unit.name if amount is not None else "",
        exact(coefficient),
        report.path_of(cell),
        line := report.line_of(cell),
        cell.place if line else 0,
        report.place_of(cell),
    )


def value_of(amount: model.Amount) -> Fraction:
    """An amount in its unit."""
    return Fraction(amount.mantissa * 10**amount.unit.places, 10**amount.decimals)


def exact(value: Rational | None, unit: str = "") -> Fraction | None:
    """A number of the model, which has percentages divided by 100, in its unit."""
    return None if value is None else Fraction(value[0] * _per(unit), value[1])


def _per(unit: str) -> int:
    return 100 if unit == "%" else 1


class Finding(Record):
    """What one rule says at one place of a report. The findings of a result are those that a reader should see.

    ``rule`` is ``PACK/NAME``; ``source`` (``path:line:column``) says where it is written and ``basis`` what it is based
    on; ``nature`` is what kind of formula its author says it is. ``kind`` is the most specific true statement about the
    verdict, ``explanation`` how it came about and ``suspects`` the full names of the cells that it comes from, as far
    as reconciliation knows. ``reason_code`` is why there is no verdict, or no plain one, and ``reason_subject`` what
    that is about, say what the report does not state. ``where`` and ``cells`` are what the finding is about.

    Numbers are exact and in ``unit``, a percentage in percent; None where they mean nothing. ``difference`` is
    ``left`` - ``right``, ``allowance`` (最大尾差) the largest that rounding explains, ``beyond`` what is past it.
    ``waiver`` is why it stands (``reason``, ``approver``, ``since``, ``through``), None for what is not waived. Texts
    and codes are empty where there is nothing to say. Sentences are made when they are asked for, in the language of
    the moment.
    """

    rule: str
    source: str
    basis: str
    verdict: Verdict
    kind: Kind
    severity: Severity
    nature: Nature
    explanation: Explanation
    suspects: tuple[str, ...]
    reason_code: ReasonCode | None
    reason_subject: ReasonSubject | None
    where: Where
    cells: tuple[Cell, ...]
    unit: str
    left: Fraction | None
    right: Fraction | None
    difference: Fraction | None
    allowance: Fraction | None
    beyond: Fraction | None
    waiver: Waiver | None
    _report: model.Report = field(compare=False)
    _outcome: Outcome = field(compare=False)

    @property
    def _told(self) -> Told:
        return Told(self._report, self._outcome)

    @property
    def message(self) -> str:
        """What is wrong, in a sentence."""
        return self._told.message

    @property
    def formula(self) -> str:
        """The identity with its figures filled in."""
        return self._told.formula

    @property
    def reason(self) -> str:
        """Why there is no verdict, or no plain one, in words."""
        return self._told.reason

    @property
    def missing(self) -> str:
        """What is absent that a verdict needs."""
        return self._told.missing

    def record(self) -> FlatRecord:
        """The finding as a flat record; what means nothing is None.

        Numbers are decimals, as in JSON: exact, save that a fraction which does not end is rounded, to twelve places
        or more.
        """
        told, where = self._told, self.where
        numbers = ((name, getattr(told, name)) for name in ("left", "right", "difference", "allowance", "beyond"))
        texts = ("unit", "message", "formula", "reason", "missing", "explanation")
        lines = (cell.line for cell in self.cells if cell.line and cell.path == self._report.path)
        return {
            "report": self._report.path,
            "rule": self.rule,
            "verdict": self.verdict,
            "kind": self.kind or None,
            "severity": self.severity,
            "nature": self.nature or None,
            "table": where.table or None,
            "row": where.row or None,
            "column": where.column or None,
            **{name: Decimal(readable_text(text).lstrip("≈")) if text else None for name, text in numbers},
            **{name: getattr(told, name) or None for name in texts},
            "suspects": "; ".join(self.suspects) or None,
            "basis": self.basis or None,
            "line": next(lines, None),
        }

    def __repr__(self) -> str:
        place = " · ".join(part for part in (self.where.table, self.where.row, self.where.column) if part)
        return f"<Finding {self.verdict} {self.rule}{': ' if place else ''}{place}>"


def finding_of(report: model.Report, outcome: Outcome, suspects: tuple[str, ...]) -> Finding:
    """An outcome as callers see it; ``suspects`` are the cells that it comes from."""
    rule, reason = outcome.rule, outcome.judgement.reason
    line, column = rule.source.locate(rule.span.start)
    numbers = measure(report, outcome)
    return Finding(
        rule.identifier,
        f"{rule.source.path}:{line}:{column}",
        rule.basis,
        outcome.verdict,
        outcome.kind,
        outcome.severity,
        rule.nature,
        outcome.explanation,
        suspects,
        reason.code if reason is not None else None,
        reason_subject(report, reason),
        where_of(report, outcome.shown),
        tuple(cell_of(report, each.cell, each.coefficient) for each in terms_of(report, outcome.shown)),
        numbers.unit,
        exact(numbers.left, numbers.unit),
        exact(numbers.right, numbers.unit),
        exact(numbers.difference, numbers.unit),
        exact(numbers.allowance, numbers.unit),
        exact(numbers.beyond, numbers.unit),
        outcome.waiver,
        report,
        outcome,
    )
