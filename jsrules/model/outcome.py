"""What an evaluation says: one outcome for each ground identity."""

from __future__ import annotations

from typing import Literal

from jsrules.base.diagnostic import Severity
from jsrules.base.record import Record, field
from jsrules.base.source import Source, Span
from jsrules.model.report import Cell

Verdict = Literal["pass", "rounding", "violation", "undetermined", "not_applicable", "waived"]

VERDICTS: tuple[Verdict, ...] = ("violation", "undetermined", "rounding", "waived", "not_applicable", "pass")

VERDICT_WORDS: dict[str, tuple[str, str]] = {
    "pass": ("相符", "pass"),
    "rounding": ("尾差", "rounding"),
    "violation": ("不符", "violation"),
    "undetermined": ("无法判断", "undetermined"),
    "not_applicable": ("不适用", "not applicable"),
    "waived": ("已说明", "waived"),
}

KIND_WORDS: dict[str, tuple[str, str]] = {
    "same_amount": ("同数异值", "same amount, two values"),
    "boundary": ("临界", "boundary"),
    "truncation": ("截尾", "truncation"),
    "zero_denominator": ("无定义", "zero denominator"),
    "not_comparable": ("口径不同", "not comparable"),
}

SEVERITY_WORDS: dict[str, tuple[str, str]] = {
    "error": ("错误", "error"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
}


class RuleInfo(Record):
    """What readers need to know of a rule: ``identifier`` is ``pack/name``; ``text`` its source text."""

    identifier: str
    name: str
    severity: Severity
    basis: str
    text: str
    source: Source
    span: Span


class Term(Record):
    """A cell in an identity with its coefficient (a decimal or fraction as text; empty where it has none)."""

    cell: Cell
    coefficient: str = ""


class Outcome(Record, frozen=False):
    """The verdict on one ground identity.

    ``left`` and ``right`` are what faces each other, ``difference`` = left - right, ``allowance`` (最大尾差) and ``beyond``
    the part of the difference past it: decimal strings, a percentage in percent. They are empty where they mean
    nothing. ``unit`` is theirs. ``formula`` is the identity with its figures filled in, ``subject`` names what it is
    about (the form's path, row and column), ``message`` the sentence a reader sees, ``reason`` why there is no verdict
    and ``missing`` what is absent. ``explanation`` is how it came about, as far as reconciliation knows.
    """

    rule: RuleInfo
    verdict: Verdict
    severity: Severity
    kind: str = ""
    table: str = ""
    row: str = ""
    column: str = ""
    left: str = ""
    right: str = ""
    operator: str = "="
    difference: str = ""
    allowance: str = ""
    beyond: str = ""
    unit: str = ""
    formula: str = ""
    message: str = ""
    reason: str = ""
    missing: str = ""
    terms: list[Term] = field(default_factory=list)
    explanation: str = ""


class PackInfo(Record):
    """A rule pack as results name it.

    ``origin`` is ``shipped``, ``locked``, ``given`` or, for a rule file, ``file``; ``why`` says by what it was chosen,
    if it was. Of a locked pack, ``signer`` vouches for it, ``fresh`` is the date of the last proof that it is current,
    and ``age`` the days since then, where the day is known.
    """

    name: str
    title: str
    version: str
    sha256: str
    origin: str = "given"
    why: str = ""
    signer: str = ""
    fresh: str = ""
    age: int | None = None
