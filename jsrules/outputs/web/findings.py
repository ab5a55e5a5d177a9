"""Findings as lines to open: what is wrong in one line, and behind it the figures, the places, the calculation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from jsrules.base.diagnostic import SEVERITIES, Severity
from jsrules.base.language import say
from jsrules.model.outcome import VERDICTS, Verdict
from jsrules.outputs.compose import Teller
from jsrules.outputs.finding import standing
from jsrules.outputs.inspection import compose_inspection
from jsrules.outputs.markup import add
from jsrules.outputs.page import Item, PageBlock, plain
from jsrules.outputs.web.blocks import BlockWriter, first_paragraph
from jsrules.outputs.web.crops import Crops
from jsrules.outputs.web.templates import Templates

WHOLE_FINDINGS = 300
"""So many findings are in the page itself, with all their details; of more, the details of all and whatever stands
behind the first ones are data, which the page's script puts in when somebody looks there.
"""

PARTS_TOGETHER = 200
"""So many parts of the list are read at once."""

PRINTED_FINDINGS = 2000
"""So many findings are printed at once, with all their details: 700 pages, for which Chromium takes half a minute."""

_SHORT = 400
"""So much of a sentence is in the line that can be opened."""


class KeptFinding(NamedTuple):
    """What the list is narrowed by, of a finding that is not in the page yet."""

    number: str
    level: Severity
    verdict: Verdict
    tables: tuple[str, ...]
    kinds: tuple[str, ...]


class FindingWriter(BlockWriter):
    """Writes blocks; an item that tells outcomes is a line that opens. ``crops`` draws where the document prints the
    figures. ``homes``: by the id of an outcome, the number of the finding that tells it.

    ``late`` keeps what is not in the page itself, where there are many findings: their details are data, in ``chunks``,
    each so many parts of the list and the details of the findings in them by their numbers: the first chunk goes with
    what is in the page itself. ``rest`` are the findings in each part behind that.
    """

    def __init__(
        self, prefix: str, drawn: frozenset[int], teller: Teller, crops: Crops, late: Templates | None
    ) -> None:
        super().__init__(prefix, drawn)
        self._crops = crops
        self._teller = teller
        self._late = late
        self._found: list[KeptFinding] = []
        self._pictured: dict[str, ET.Element] = {}
        self.chunks: list[tuple[list[int], dict[str, int]]] = [([], {})]
        self.rest: list[list[KeptFinding]] = []
        self.homes: dict[int, str] = {}
        self.tables: dict[str, None] = {}
        self.kinds: dict[str, None] = {}
        self.count = 0

    def page(self, parent: ET.Element, groups: Iterable[Sequence[PageBlock]]) -> None:
        """The groups of a page; findings that belong to a cause (1a, 1b) stand below it."""
        for unit in _units(groups):
            section = ET.Element("section")
            late = self._late if self.count >= WHOLE_FINDINGS else None
            self._found = []
            if late is not None and len(self.rest) % PARTS_TOGETHER == 0:
                self.chunks.append(([], {}))
            self.write(section, unit[0])
            if len(unit) > 1:
                parts = add(section, "div", "", {"class": "parts"})
                for blocks in unit[1:]:
                    self.write(parts, blocks)
            if late is not None:
                self.chunks[-1][0].append(late.keep(section))
                self.rest.append(self._found)
            else:
                parent.append(section)

    def pictured(self) -> None:
        """Pictures were put into the details that asked for them; now these are kept, too."""
        for number, details in self._pictured.items():
            if self._late is not None:
                self.chunks[0][1][number] = self._late.keep(details)

    def item(self, parent: ET.Element, block: Item) -> None:
        """An item; one that tells outcomes opens."""
        if not block.about:
            super().item(parent, block)
            return
        identifier = self.anchor(block.number)
        outcomes = block.about
        for each in outcomes:
            if _is_part(block):  # which says more of it than its cause did
                self.homes[id(each)] = str(block.number)
            self.homes.setdefault(id(each), str(block.number))
        verdict = min((each.verdict for each in outcomes), key=VERDICTS.index)
        level = max((each.severity for each in outcomes), key=SEVERITIES.index)
        tables = tuple(dict.fromkeys(self._teller.tell(each).table for each in outcomes))
        self.tables.update(dict.fromkeys(tables))
        kinds = tuple(dict.fromkeys(kind for each in outcomes for kind in (each.kind, each.rule.nature) if kind))
        self.kinds.update(dict.fromkeys(kinds))
        self._found.append(KeptFinding(str(block.number), level, verdict, tables, kinds))
        self.count += 1
        shell = add(
            parent,
            "details",
            "",
            {
                "class": f"finding {verdict}" if verdict == "waived" else f"finding {verdict} {level}",
                "id": identifier,
                "data-level": level,
                "data-verdict": verdict,
                "data-tables": "\n".join(tables),
                "data-kinds": "\n".join(kinds),
                "data-cells": " ".join(str(each) for each in block.cells),
            },
        )
        sentence, rest = first_paragraph(block.body)
        line = add(shell, "summary")
        add(line, "b", f"{block.number}", {"class": "number"})
        self.inline(add(line, "span", "", {"class": "title"}), block.title)
        if text := plain(sentence):
            add(line, "span", text if len(text) <= _SHORT else text[:_SHORT] + "…", {"class": "sentence"})
        reasons = dict.fromkeys(standing(each.waiver) for each in outcomes if each.waiver is not None)
        for reason in reasons if verdict == "waived" else ():
            add(line, "span", reason, {"class": "reason"})
        inner = ET.Element("div", {"class": "body"})
        self.write(inner, rest if len(text) <= _SHORT else block.body)
        self._inspect(inner, block, verdict)
        if self.count <= WHOLE_FINDINGS:
            self._crops.want(inner, block.cells)
        if self._late is None:
            shell.append(inner)
        elif len(self.chunks) == 1:
            self._pictured[str(block.number)] = inner
        else:
            self.chunks[-1][1][str(block.number)] = self._late.keep(inner)

    def _inspect(self, parent: ET.Element, block: Item, verdict: Verdict) -> None:
        """The calculation behind a finding, of all its formulas that have one the first; a cause, which points at
        figures alone, has none.
        """
        if verdict not in ("violation", "rounding"):
            return
        for each in block.about:
            told = self._teller.tell(each)
            if not all(term.cell.index in block.cells for term in told.terms):
                return
            table = compose_inspection(told)
            if table is not None:
                add(parent, "h4", say("算一遍", "the calculation"))
                self.table(parent, table, "inspection")
                return


def _units(groups: Iterable[Sequence[PageBlock]]) -> Iterator[list[Sequence[PageBlock]]]:
    """The groups of a page, each cause with the findings that belong to it."""
    unit: list[Sequence[PageBlock]] = []
    for group in groups:
        if unit and group and _is_part(group[0]):
            unit.append(group)
            continue
        if unit:
            yield unit
        unit = [group] if group else []
    if unit:
        yield unit


def _is_part(block: PageBlock) -> bool:
    """Whether a finding belongs to the cause before it."""
    return isinstance(block, Item) and isinstance(block.number, str) and block.number[-1:].isalpha()
