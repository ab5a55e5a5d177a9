"""The syntax tree of rules.

The parser makes `Name` and `Index` nodes for what an author wrote; resolving replaces them by `Cells`, `Existing` and
`Header`, which know the form, block, row and column. Spans are not part of a node's identity.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from jsrules.base.diagnostic import Severity
from jsrules.base.source import NOWHERE, Span

Level = Literal["class", "group", "item", "top"]
Axis = Literal["row", "column", "code", "class", "group", "item"]
Comparison = Literal["=", "==", "<>", "<", "<=", ">", ">="]


# Selectors: which rows, or which columns. --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ByName:
    """A row or column by its name; resolved, ``name`` is the row's key or the column's number."""

    name: str


@dataclass(frozen=True, slots=True)
class ByCode:
    """A row by its account code."""

    code: str


@dataclass(frozen=True, slots=True)
class ByLine:
    """A row by its 行次, or a column by its 栏次."""

    number: int


@dataclass(frozen=True, slots=True)
class Range:
    """Rows from one to another, by 行次 or by code, both included."""

    first: ByLine | ByCode
    last: ByLine | ByCode


@dataclass(frozen=True, slots=True)
class Every:
    """``*``: every row or column."""


@dataclass(frozen=True, slots=True)
class Here:
    """本行 or 本栏: the current row's key, or the current column."""


@dataclass(frozen=True, slots=True)
class OfLevel:
    """各类, 各款, 各项: the rows of a level. ``top`` are the coded rows that have no coded row above them."""

    level: Level


@dataclass(frozen=True, slots=True)
class Children:
    """下级: the coded rows directly below the current one."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Resolved: these row keys, in this order."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number_:
    """Resolved: the column of this number."""

    number: int


Selector = ByName | ByCode | ByLine | Range | Every | Here | OfLevel | Children | Keys | Number_


# Expressions. -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Literal_:
    """A number in a rule: exact, ``mantissa / 10**decimals``; ``100%`` has the unit ``%`` and is 1."""

    mantissa: int
    decimals: int
    unit: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A dotted name, not resolved yet."""

    parts: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Index:
    """``表[行, 栏]``, not resolved yet. ``base`` has no parts for the table in scope; ``column`` may be None."""

    base: tuple[str, ...]
    row: Selector
    column: Selector | None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Current:
    """本级: the current cell, or (``children``) 下级: its children's; (``level``) 各类 and so on, in the current column."""

    rows: Selector
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Cells:
    """Resolved: cells of a block, by rows and columns. ``unit`` is theirs, empty when they have several."""

    form: int
    block: int
    rows: Selector
    columns: Selector
    unit: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Existing:
    """Resolved: a whole table or block, for 存在(…) and 空白(…). ``block`` is -1 for the whole table."""

    form: int
    block: int = -1
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Header:
    """Resolved: an entry of the report's head; ``年度`` is the only numeric one."""

    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """``-x``."""

    operand: Expression
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """``left operator right`` with one of ``+ - * /``."""

    operator: str
    left: Expression
    right: Expression
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function: sum, count, mean, minimum, maximum, absolute, exists, blank."""

    function: str
    arguments: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """``± 0.05`` or, ``relative``, ``± 1%`` of the right side."""

    mantissa: int
    decimals: int
    relative: bool = False


@dataclass(frozen=True, slots=True)
class Compare:
    """``left operator right``, with an explicit tolerance or None."""

    operator: Comparison
    left: Expression
    right: Expression
    tolerance: Tolerance | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """``非 x``."""

    operand: Expression
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """``a 且 b 且 c`` (``and``) or ``a 或 b`` (``or``)."""

    operator: str
    operands: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class If:
    """``若 condition 则 consequence``."""

    condition: Expression
    consequence: Expression
    span: Span = field(default=NOWHERE, compare=False)


Expression = (
    Literal_
    | Name
    | Index
    | Current
    | Cells
    | Existing
    | Header
    | Negative
    | Arithmetic
    | Call
    | Compare
    | Not
    | Logic
    | If
)


# Statements. --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Quantifier:
    """每行, 每栏 …: ``axes`` in the order written, over ``domain`` (no parts: the table in scope).

    Resolved, ``blocks`` are the (form, block) pairs it ranges over.
    """

    axes: tuple[Axis, ...]
    domain: tuple[str, ...] = ()
    blocks: tuple[tuple[int, int], ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Scope:
    """``表 …`` (the parts of the table's name) or ``表间`` (no parts): what the names that follow refer to."""

    parts: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule. An unnamed one has an empty ``name``; ``comparable`` is false when the sides may differ in scope (口径)."""

    name: str
    body: Expression
    quantifier: Quantifier | None = None
    severity: Severity = "error"
    basis: str = ""
    message: str = ""
    tags: tuple[str, ...] = ()
    comparable: bool = True
    span: Span = field(default=NOWHERE, compare=False)
    name_span: Span = field(default=NOWHERE, compare=False)


Statement = Scope | Rule
