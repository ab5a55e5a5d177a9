"""Waivers (出错说明): recorded explanations that let a finding stand for a time."""

from __future__ import annotations

from typing import Literal

from jsrules.base.record import Record, field
from jsrules.base.source import NOWHERE, Source, Span

Explained = Literal["violation", "rounding", "undetermined"]
"""A verdict that can be explained."""


class WaivedFigure(Record):
    """A figure that a waiver was written for: the full name of its cell (or ``报告.年度``, an entry of the head), and
    what is printed there, with its unit; empty where nothing is.
    """

    name: str
    text: str
    span: Span = field(default=NOWHERE, compare=False)


class Waiver(Record):
    """An explanation of one finding of one rule, which stands only while its figures are those it was written for.

    ``rule`` is ``pack/name``, or the name alone. ``table``, ``row`` and ``column`` are the place as results name it,
    empty for what is not said; ``figures`` are all figures of the finding. ``verdict`` is what is explained. It holds
    from ``since`` through ``through``, days such as ``2026-11-30``, the last one included. In ``source``
    ``span`` is where its rule is named, ``place`` where the place is, ``end`` where the last day is.
    """

    rule: str
    figures: tuple[WaivedFigure, ...]
    reason: str
    approver: str
    since: str
    through: str
    table: str = ""
    row: str = ""
    column: str = ""
    verdict: Explained = "violation"
    source: Source = field(default_factory=lambda: Source("", ""), compare=False, repr=False)
    span: Span = field(default=NOWHERE, compare=False, repr=False)
    place: Span = field(default=NOWHERE, compare=False, repr=False)
    end: Span = field(default=NOWHERE, compare=False, repr=False)

    @property
    def line(self) -> int:
        """The line on which its rule is named, from 1."""
        return self.source.locate(self.span.start)[0]
