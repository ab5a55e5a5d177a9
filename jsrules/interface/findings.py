"""Findings as Python programs see them: exact numbers, codes, and words in the language of the moment."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from jsrules.base.diagnostic import Severity
from jsrules.base.language import Language, get_language
from jsrules.base.record import Record
from jsrules.engine.measure import Measure, Where, measure, terms_of, where_of
from jsrules.model import report as model
from jsrules.model.outcome import Explanation, Kind, Outcome, Rational, Verdict
from jsrules.model.reason import ReasonCode
from jsrules.outputs.compose import Told

FlatRecord = dict[str, str | int | Decimal | None]
"""A finding without anything nested in it, as data frames take it."""


class Cell(Record):
    """A cell of a report. ``ref`` is its full name, ``text`` what is printed there, empty where it is blank.

    ``value`` is exact, in ``unit``: of 1.68% it is 1.68, of a blank 0, of what is no figure None. ``coefficient`` is
    the cell's in left - right, None where it has none. ``path``, ``line`` and ``column`` say where it is written; 0
    is nowhere.
    """

    ref: str
    text: str
    value: Fraction | None
    unit: str
    coefficient: Fraction | None
    path: str
    line: int
    column: int

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
        cell.line,
        cell.place,
    )


def value_of(amount: model.Amount) -> Fraction:
    """An amount in its unit."""
    return Fraction(amount.mantissa * _per(amount.unit.name), 10**amount.decimals)


def exact(value: Rational | None, unit: str = "") -> Fraction | None:
    """A number of the model, which has percentages divided by 100, in its unit."""
    return None if value is None else Fraction(value[0] * _per(unit), value[1])


def _per(unit: str) -> int:
    return 100 if unit == "%" else 1


class Finding:
    """What one rule says at one place of a report. The findings of a result are those that a reader should see.

    Numbers are exact and in ``unit``, a percentage in percent; None where they mean nothing. Texts and codes are
    empty where there is nothing to say. Texts are worded when they are asked for, in the language of the moment.
    """

    def __init__(self, report: model.Report, outcome: Outcome, suspects: tuple[str, ...] = ()) -> None:
        self._report = report
        self._outcome = outcome
        self._tellings: dict[Language, Told] = {}
        self._suspects = suspects

    @property
    def _told(self) -> Told:
        """Its words in the language of the moment."""
        language = get_language()
        if language not in self._tellings:
            self._tellings[language] = Told(self._report, self._outcome)
        return self._tellings[language]

    @cached_property
    def _measure(self) -> Measure:
        return measure(self._report, self._outcome)

    @property
    def rule(self) -> str:
        """The rule: ``PACK/NAME``."""
        return self._outcome.rule.identifier

    @property
    def basis(self) -> str:
        """What the rule is based on."""
        return self._outcome.rule.basis

    @property
    def source(self) -> str:
        """Where the rule is written: ``path:line:column``."""
        rule = self._outcome.rule
        line, column = rule.source.locate(rule.span.start)
        return f"{rule.source.path}:{line}:{column}"

    @property
    def verdict(self) -> Verdict:
        """The verdict."""
        return self._outcome.verdict

    @property
    def kind(self) -> Kind:
        """The most specific true statement about the verdict."""
        return self._outcome.kind

    @property
    def severity(self) -> Severity:
        """The level at which it is shown."""
        return self._outcome.severity

    @property
    def explanation(self) -> Explanation:
        """How it came about, as far as reconciliation knows."""
        return self._outcome.explanation

    @property
    def suspects(self) -> tuple[str, ...]:
        """The full names of the cells that it comes from, as far as reconciliation knows."""
        return self._suspects

    @cached_property
    def where(self) -> Where:
        """What it is about: table, row and column, by the names that the report prints."""
        return where_of(self._report, self._outcome.shown)

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of the identity."""
        terms = terms_of(self._report, self._outcome.shown)
        return tuple(cell_of(self._report, each.cell, each.coefficient) for each in terms)

    @property
    def unit(self) -> str:
        """The unit of the numbers."""
        return self._measure.unit

    @property
    def left(self) -> Fraction | None:
        """The left side."""
        return exact(self._measure.left, self.unit)

    @property
    def right(self) -> Fraction | None:
        """The right side; of a rate, what should be printed."""
        return exact(self._measure.right, self.unit)

    @property
    def difference(self) -> Fraction | None:
        """Left less right."""
        return exact(self._measure.difference, self.unit)

    @property
    def allowance(self) -> Fraction | None:
        """The largest difference that rounding explains (最大尾差)."""
        return exact(self._measure.allowance, self.unit)

    @property
    def beyond(self) -> Fraction | None:
        """How far the difference is past the allowance; 0 when it is not."""
        return exact(self._measure.beyond, self.unit)

    @property
    def message(self) -> str:
        """What is wrong, in a sentence."""
        return self._told.message

    @property
    def formula(self) -> str:
        """The identity with its figures filled in."""
        return self._told.formula

    @property
    def reason_code(self) -> ReasonCode | None:
        """Why there is no verdict, or no plain one, as a code."""
        reason = self._outcome.judgement.reason
        return reason.code if reason is not None else None

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

        Numbers are decimals, as in JSON: exact, save that a fraction which does not end is rounded to twelve places.
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
            "table": where.table or None,
            "row": where.row or None,
            "column": where.column or None,
            **{name: Decimal(text) if text else None for name, text in numbers},
            **{name: getattr(told, name) or None for name in texts},
            "suspects": "; ".join(self.suspects) or None,
            "basis": self.basis or None,
            "line": next(lines, None),
        }

    def __repr__(self) -> str:
        place = " · ".join(part for part in (self.where.table, self.where.row, self.where.column) if part)
        return f"<Finding {self.verdict} {self.rule}{': ' if place else ''}{place}>"
