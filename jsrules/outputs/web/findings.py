"""Findings as lines to open: what is wrong in one line, and behind it the figures, the places, the calculation."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from jsrules.base.diagnostic import SEVERITIES
from jsrules.base.language import say
from jsrules.model.outcome import VERDICTS, Verdict
from jsrules.outputs.compose import Teller
from jsrules.outputs.inspection import compose_inspection
from jsrules.outputs.markup import add, markup
from jsrules.outputs.page import Item, PageBlock, plain
from jsrules.outputs.web.blocks import BlockWriter, first_paragraph

WHOLE_FINDINGS = 300
"""Of so many findings all details are in the page itself; of more, they are data until a finding is opened."""

_SHORT = 400
"""So much of a sentence is in the line that can be opened."""


class FindingWriter(BlockWriter):
    """Writes blocks; an item that tells outcomes is a line that opens. ``lazy``: its details are kept as data, in
    ``details``, by its id. ``homes``: by the id of an outcome, the id of the finding that tells it.
    """

    def __init__(self, prefix: str, drawn: frozenset[int], teller: Teller, *, lazy: bool) -> None:
        super().__init__(prefix, drawn)
        self._teller = teller
        self._lazy = lazy
        self._section: ET.Element | None = None
        self._parts: ET.Element | None = None
        self.details: dict[str, str] = {}
        self.homes: dict[int, str] = {}
        self.tables: dict[str, None] = {}
        self.count = 0

    def page(self, parent: ET.Element, groups: Iterable[Iterable[PageBlock]]) -> None:
        """The groups of a page; findings that belong to a cause (1a, 1b) stand below it."""
        for group in groups:
            blocks = list(group)
            if blocks and _is_part(blocks[0]) and self._section is not None:
                if self._parts is None:
                    self._parts = add(self._section, "div", "", {"class": "parts"})
                self.write(self._parts, blocks)
            elif blocks:
                self._section, self._parts = add(parent, "section"), None
                self.write(self._section, blocks)

    def item(self, parent: ET.Element, block: Item) -> None:
        """An item; one that tells outcomes opens."""
        if not block.about:
            super().item(parent, block)
            return
        identifier = self.anchor(block.number)
        outcomes = block.about
        for each in outcomes:
            self.homes.setdefault(id(each), identifier)
        verdict = min((each.verdict for each in outcomes), key=VERDICTS.index)
        level = max((each.severity for each in outcomes), key=SEVERITIES.index)
        tables = list(dict.fromkeys(self._teller.tell(each).table for each in outcomes))
        self.tables.update(dict.fromkeys(tables))
        self.count += 1
        shell = add(
            parent,
            "details",
            "",
            {
                "class": f"finding {verdict} {level}",
                "id": identifier,
                "data-level": level,
                "data-verdict": verdict,
                "data-tables": "\n".join(tables),
                "data-cells": " ".join(str(each) for each in block.cells),
            },
        )
        sentence, rest = first_paragraph(block.body)
        line = add(shell, "summary")
        add(line, "b", f"{block.number}", {"class": "number"})
        self.inline(add(line, "span", "", {"class": "title"}), block.title)
        if text := plain(sentence):
            add(line, "span", text if len(text) <= _SHORT else text[:_SHORT] + "…", {"class": "sentence"})
        inner = ET.Element("div", {"class": "body"})
        self.write(inner, rest if len(text) <= _SHORT else block.body)
        self._inspect(inner, block, verdict)
        if self._lazy:
            self.details[identifier] = markup(inner)
        else:
            shell.append(inner)

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


def _is_part(block: PageBlock) -> bool:
    """Whether a finding belongs to the cause before it."""
    return isinstance(block, Item) and isinstance(block.number, str) and block.number[-1:].isalpha()
