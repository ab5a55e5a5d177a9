"""The syntax tree of formulas. Parsers make `Name` and `Index`; resolved they are `Cells`, `Existing` and `Header`."""

from __future__ import annotations

from typing import Literal

from jsrules.base.record import Record, field
from jsrules.base.source import NOWHERE, Span
from jsrules.model.functions import Function
from jsrules.model.origins import OWN, Origin, Units

Level = Literal["class", "group", "item", "top"]
Axis = Literal["row", "column", "code", "class", "group", "item", "table", "unit"]
Comparison = Literal["=", "==", "<>", "<", "<=", ">", ">="]
Operator = Literal["+", "-", "*", "/"]


# Selectors: which rows, or which columns. --------------------------------------------------------------------------


class ByName(Record):
    """A row or column by its name; resolved, ``name`` is the row's key or the column's number."""

    name: str


class ByCode(Record):
    """A row by its account code."""

    code: str


class ByLine(Record):
    """A row by its 行次, or a column by its 栏次 or letter, as `jsrules.base.lines.line_label` spells it."""

    label: str


class Range(Record):
    """Rows or columns from one to another, by 行次, code or name, both included; resolved, columns by their numbers."""

    first: ByLine | ByCode | ByName | ColumnNumber
    last: ByLine | ByCode | ByName | ColumnNumber


class Every(Record):
    """``*``: every row or column."""


class Here(Record):
    """本行, 本栏: the current row's key or column; ``outer``: in a condition on cells, that of the rule (外层行, 外层栏)."""

    outer: bool = False


class OfLevel(Record):
    """各类, 各款, 各项: the rows of a level. ``top`` are the coded rows that have no coded row above them."""

    level: Level


class Children(Record):
    """下级: the coded rows directly below the current one."""


class Beside(Record):
    """上一栏, 下一行 …: ``step`` places behind the current row or column (-1: before it), of those ``over`` ranges over."""

    axis: Literal["row", "column"]
    step: int
    over: Quantifier | None = None


class Details(Record):
    """各明细: the rows that a total is the sum of. ``of`` is its name, resolved its key; empty: the current row."""

    of: str = ""


class Keys(Record):
    """Resolved: these row keys, in this order. ``section``: they are all that a section of the narrative of a report
    without a form set lists, by its path; there may be more of them that the report leaves out.
    """

    keys: tuple[str, ...]
    section: str = ""


class ColumnNumber(Record):
    """Resolved: the column of this number."""

    number: int


Selector = ByName | ByCode | ByLine | Range | Every | Here | OfLevel | Children | Beside | Details | Keys | ColumnNumber


# Expressions. -------------------------------------------------------------------------------------------------------


class Constant(Record):
    """A number in a rule: exact, ``mantissa / 10**decimals``; ``100%`` has the unit ``%`` and is 1."""

    mantissa: int
    decimals: int
    unit: str = ""
    span: Span = field(default=NOWHERE, compare=False)


class Name(Record):
    """A dotted name, not resolved yet; ``origin``: in which report."""

    parts: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)
    origin: Origin = OWN


class Index(Record):
    """``表[行, 栏]``, not resolved yet. ``base`` has no parts for the table in scope; ``column`` may be None."""

    base: tuple[str, ...]
    row: Selector
    column: Selector | None
    span: Span = field(default=NOWHERE, compare=False)
    origin: Origin = OWN


class Current(Record):
    """本级: the current cell, or (``children``) 下级: its children's; (``level``) 各类 and so on, in the current column."""

    rows: Selector
    span: Span = field(default=NOWHERE, compare=False)


class Cells(Record):
    """Resolved: cells of a block, by rows and columns. ``unit`` is theirs, empty when they have several."""

    form: int
    block: int
    rows: Selector
    columns: Selector
    unit: str = ""
    span: Span = field(default=NOWHERE, compare=False)
    origin: Origin = OWN


class Existing(Record):
    """Resolved: a whole table or block, for 存在(…) and 空白(…). ``block`` is -1 for the whole table."""

    form: int
    block: int = -1
    span: Span = field(default=NOWHERE, compare=False)
    origin: Origin = OWN


class Header(Record):
    """Resolved: an entry of the report's head; ``年度`` is the only numeric one."""

    name: str
    span: Span = field(default=NOWHERE, compare=False)
    origin: Origin = OWN


class Note(Record):
    """Resolved: the note (说明) below a table, a text."""

    form: int
    span: Span = field(default=NOWHERE, compare=False)
    origin: Origin = OWN


class PrintedName(Record):
    """本行 or 本栏 as a text: the current row's name as printed, without its code, or column's; ``outer`` as in `Here`."""

    axis: Literal["row", "column"]
    span: Span = field(default=NOWHERE, compare=False)
    outer: bool = False


class Text(Record):
    """A text in quotation marks."""

    value: str
    span: Span = field(default=NOWHERE, compare=False)


class Negative(Record):
    """``-x``."""

    operand: Expression
    span: Span = field(default=NOWHERE, compare=False)


class Operation(Record):
    """``operator operand`` behind what stands before it in a chain; ``span`` is that of the chain up to its end."""

    operator: Operator
    operand: Expression
    span: Span = field(default=NOWHERE, compare=False)


class Arithmetic(Record):
    """A chain of operations, done one after the other: ``a + b - c``, ``a * b + c``, ``(a + b) * c``; ``a + b * c`` is
    two. What comes ``first`` is no chain itself: the longest sum is one node.
    """

    first: Expression
    rest: tuple[Operation, ...]

    @classmethod
    def of(cls, first: Expression, *rest: Operation) -> Expression:
        """The chain of these operations, which goes on where ``first`` is one; without any, ``first``."""
        if not rest:
            return first
        return cls(first.first, (*first.rest, *rest)) if isinstance(first, Arithmetic) else cls(first, rest)

    @property
    def span(self) -> Span:
        """Where the chain stands."""
        return self.rest[-1].span

    def upto(self, count: int) -> Expression:
        """The chain with its first so many operations only."""
        return Arithmetic.of(self.first, *self.rest[:count])


class Chosen(Record):
    """The cells of a reference that satisfy a condition, read at each of them: ``合计(表[*, 金额], 若 本值 > 0)``."""

    cells: Expression
    condition: Expression
    span: Span = field(default=NOWHERE, compare=False)


class Call(Record):
    """A function of `jsrules.model.functions`."""

    function: Function
    arguments: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, compare=False)


class Tolerance(Record):
    """``± 0.05`` or, ``relative``, ``± 1%`` of the right side."""

    mantissa: int
    decimals: int
    relative: bool = False


class Compare(Record):
    """``left operator right``, with an explicit tolerance or None."""

    operator: Comparison
    left: Expression
    right: Expression
    tolerance: Tolerance | None = None
    span: Span = field(default=NOWHERE, compare=False)


class Not(Record):
    """``非 x``."""

    operand: Expression
    span: Span = field(default=NOWHERE, compare=False)


class Logic(Record):
    """``a 且 b 且 c`` (``and``) or ``a 或 b`` (``or``)."""

    operator: str
    operands: tuple[Expression, ...]
    span: Span = field(default=NOWHERE, compare=False)


class If(Record):
    """``若 condition 则 consequence``."""

    condition: Expression
    consequence: Expression
    span: Span = field(default=NOWHERE, compare=False)


class Unknown(Record):
    """In place of a body: a name that the report lacks, and those like it; ``elsewhere``: another form set has it."""

    name: str
    near: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
    elsewhere: bool = False


Expression = (
    Constant
    | Name
    | Index
    | Current
    | Cells
    | Existing
    | Header
    | Note
    | PrintedName
    | Units
    | Text
    | Negative
    | Arithmetic
    | Chosen
    | Call
    | Compare
    | Not
    | Logic
    | If
    | Unknown
)


# Repetition. --------------------------------------------------------------------------------------------------------


class Quantifier(Record):
    """每行, 每栏 …: ``axes`` over ``domain`` (none: the table in scope), resolved ``blocks``; ``excluded``: 除.
    ``implied``: not written, a formula of whole rows or columns by their printed numbers means it; rates are left out.
    """

    axes: tuple[Axis, ...]
    domain: tuple[str, ...] = ()
    blocks: tuple[tuple[int, int], ...] = ()
    only: tuple[Selector, ...] = ()
    excluded: tuple[Selector, ...] = ()
    implied: bool = False
    span: Span = field(default=NOWHERE, compare=False)
