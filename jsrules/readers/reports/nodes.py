"""The tree of a YAML text: scalars keep their text, and every node its place (line and column from 1)."""

from __future__ import annotations

from jsrules.base.record import Record, field


class Scalar(Record, frozen=False):
    """A text. The place is that of its first character, inside quotation marks when it is quoted (not ``plain``)."""

    text: str
    line: int
    column: int
    plain: bool = True


class Mapping(Record, frozen=False):
    """Keys with their values, in the order of the text; no key stands twice."""

    entries: list[tuple[Scalar, Node]] = field(default_factory=list)
    line: int = 1
    column: int = 1


class Sequence(Record, frozen=False):
    """A list."""

    items: list[Node] = field(default_factory=list)
    line: int = 1
    column: int = 1


Node = Scalar | Mapping | Sequence
