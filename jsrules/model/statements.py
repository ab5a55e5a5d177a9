"""The statements of a rule file: rules with what is said of them, and what holds for the rules behind it."""

from __future__ import annotations

from typing import Literal

from jsrules.base.diagnostic import Severity
from jsrules.base.record import Record, field
from jsrules.base.source import NOWHERE, Span
from jsrules.model.syntax import Expression, Quantifier

Missing = Literal["blank", "absent", "skip"]
Nature = Literal["", "balance", "logic", "plausibility"]
"""What kind of formula a rule is (类型): must add up, must fit together, or is only plausible. Empty where not said."""
Applicability = Literal["year", "region", "kind"]
Allowed = tuple[tuple[str, str], ...]
"""Lints that a statement silences: the code and the reason of each."""

UNREAD = ("",)
"""In place of a name's parts: it could not be read, so that what depends on it is not checked."""


class Scope(Record):
    """``表 …`` (the parts of the table's name) or ``表间`` (no parts): what the names that follow refer to."""

    parts: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


class Definition(Record):
    """``设 name = expression``, for the rules behind it; ``allowed`` are lints silenced, each with the reason."""

    name: str
    expression: Expression
    allowed: Allowed = ()
    span: Span = field(default=NOWHERE, compare=False)


class Applies(Record):
    """``适用 年度 2020..2022``: one of ``values``, years, ranges of years, or patterns with ``*`` and ``?``, must fit."""

    kind: Applicability
    values: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


class NatureScope(Record):
    """``类型 核实`` at the margin: what kind of formula the rules behind it are that do not say it themselves."""

    nature: Nature
    span: Span = field(default=NOWHERE, compare=False)


MUST_NOT = 0
"""The weight of a figure that must not be changed."""


class Keep(Record):
    """``不改 name, …``: figures known from elsewhere, as ``basis`` says. They are not changed when it is looked for what
    is wrong; with a ``weight`` they may be, and each counts as so many.

    ``names`` are what they go by, a sum for all that it adds up; resolved they are `Cells` and `Existing`.
    """

    names: tuple[Expression, ...]
    weight: int = MUST_NOT
    basis: str = ""
    applies: tuple[Applies, ...] = ()
    allowed: Allowed = ()
    span: Span = field(default=NOWHERE, compare=False)


class Rule(Record):
    """A rule. ``name`` may be empty, ``level`` None. Not ``comparable``: the sides may differ. ``missing``: what is
    meant by a row not written. ``waivable``: a finding may be explained. ``allowed``: lints silenced, with reasons.
    """

    name: str
    body: Expression
    quantifier: Quantifier | None = None
    nature: Nature = ""
    level: Severity | None = None
    basis: str = ""
    message: str = ""
    tags: tuple[str, ...] = ()
    comparable: bool = True
    applies: tuple[Applies, ...] = ()
    missing: Missing = "blank"
    waivable: bool = True
    allowed: Allowed = ()
    span: Span = field(default=NOWHERE, compare=False)
    name_span: Span = field(default=NOWHERE, compare=False)

    @property
    def severity(self) -> Severity:
        """Its level: what is only plausible is a hint, everything else an error, unless another one is written."""
        return self.level or ("info" if self.nature == "plausibility" else "error")


Statement = Scope | Definition | Applies | NatureScope | Keep | Rule
