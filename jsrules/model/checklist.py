"""A bureau's check form (公开情况检查表): its layout, and which rules answer which of its lines. All of it is data of a
pack.
"""

from __future__ import annotations

from typing import Literal

from jsrules.base.diagnostic import Severity
from jsrules.base.record import Record
from jsrules.base.source import Source, Span
from jsrules.base.years import EVERY_YEAR, Years

ColumnFilling = Literal["number", "question", "yes", "no", "answer", "problems", "basis", "blank"]
"""What fills a column: the number of the line, what it asks, a tick for yes or for no, the answer in a word, what was
found, the basis of the rules that found it; or people do.
"""

FILLING_WORDS: dict[ColumnFilling, str] = {
    "number": "序号",
    "question": "内容",
    "yes": "是",
    "no": "否",
    "answer": "结论",
    "problems": "问题",
    "basis": "依据",
    "blank": "空白",
}

HeadField = Literal["unit", "year", "kind", "report", "rules", "conclusion"]
"""What the lines above and below the form may tell of the report."""

FIELD_WORDS: dict[HeadField, str] = {
    "unit": "单位",
    "year": "年度",
    "kind": "种类",
    "report": "报告",
    "rules": "规则",
    "conclusion": "结论",
}


class ChecklistColumn(Record):
    """A column: its title, the title above it and its neighbours, what fills it, and its share of the width."""

    title: str
    above: str
    filling: ColumnFilling
    share: int


class ChecklistLine(Record):
    """A line: what it asks, and the rules that answer it, by ``rules`` (names) and ``files``, in which ``*`` stands for
    anything. One that no rule answers is for people. ``is_title``: it is a title over the lines below.

    ``spans`` are where the names of rules and files are written.
    """

    question: str
    rules: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    is_title: bool = False
    spans: tuple[tuple[str, Span], ...] = ()


class Checklist(Record):
    """A check form. ``head`` and ``foot`` are the lines above and below the table, with fields in braces; ``fails`` is
    the level from which a finding says no; ``pictures``: pieces of the document are pasted below a line.
    """

    title: str
    columns: tuple[ChecklistColumn, ...]
    lines: tuple[ChecklistLine, ...]
    source: Source
    head: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    wide: bool = False
    fails: Severity = "warning"
    tick: str = "√"
    pictures: bool = True
    kinds: tuple[str, ...] = ()
    years: Years = EVERY_YEAR
