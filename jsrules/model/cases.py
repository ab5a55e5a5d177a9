"""Tests of rules as they are written: reports, what is changed in them, and what the rules should say.

See ``spec/testing.md``.
"""

from __future__ import annotations

from typing import Literal

from jsrules.base.record import Record
from jsrules.base.source import NOWHERE, Source, Span
from jsrules.model.outcome import Verdict

FINDINGS: tuple[Verdict, ...] = ("violation", "rounding", "undetermined", "waived")
"""The verdicts that a reader sees; every one of them must be expected."""


class Expectation(Record):
    """What a rule should say. ``rule`` is its name or a pattern; empty in a case that is one rule's own.

    ``difference`` is a mantissa and its decimals, compared with its sign when ``signed``. ``count`` is how many
    identities say so (None: one finding, or any number that pass or do not apply). ``place`` names a cell that must be
    among theirs, ``line`` the line of the report that such a cell stands in.
    """

    text: str
    span: Span
    verdict: Verdict
    rule: str = ""
    difference: tuple[int, int] | None = None
    signed: bool = False
    kind: str = ""
    count: int | None = None
    place: str = ""
    line: int = 0


class Exemption(Record):
    """A verdict that a rule can never give, and why: coverage does not ask for it, and it fails when it is seen."""

    text: str
    span: Span
    verdict: Verdict
    reason: str


CaseOperation = Literal["set", "add", "subtract", "remove"]


class CaseChange(Record):
    """One change of the report: a cell printed anew, moved by an amount, or a row or table left out."""

    operation: CaseOperation
    target: str
    value: str
    span: Span


class Case(Record):
    """The report with some changes, and what the rules should say then.

    ``rule`` (written at ``rule_span``) is the one rule that is looked at; empty means every rule that the file tests.
    ``silent``: not one of them finds anything.
    """

    text: str
    span: Span
    rule: str = ""
    rule_span: Span = NOWHERE
    changes: tuple[CaseChange, ...] = ()
    expected: tuple[Expectation, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    silent: bool = False


class CaseFile(Record):
    """A file of tests. ``scope`` is the table that names in changes refer to, ``rules`` are the patterns of what it
    tests.

    ``report``, ``prior`` and ``subordinates`` are paths beside the file; an empty ``report`` stands in the file itself.
    ``expected`` is what the rules say of the report as it is.
    """

    source: Source
    title: str
    report: str = ""
    prior: str = ""
    subordinates: tuple[str, ...] = ()
    scope: str = ""
    rules: tuple[str, ...] = ()
    expected: tuple[Expectation, ...] = ()
    cases: tuple[Case, ...] = ()
