"""A picture of how much of each table was checked, and how it came out: a bar for each, drawn as SVG."""

from __future__ import annotations

from collections.abc import Container, Sequence
from xml.etree import ElementTree as ET

from jsrules.base.language import say
from jsrules.model.outcome import VERDICT_WORDS, VERDICTS, Verdict
from jsrules.outputs.markup import add
from jsrules.outputs.page import word
from jsrules.outputs.touched import TableCoverage

_WIDTH, _HEIGHT = 1000, 14
_SHOWN = tuple(each for each in VERDICTS if each != "not_applicable")


def draw_coverage(parent: ET.Element, tables: Sequence[TableCoverage]) -> None:
    """A row for each table: its name, a bar of its verdicts as long as it has identities, and its figures."""
    most = max((sum(table.verdicts.values()) for table in tables), default=0)
    if not most:
        return
    draw_legend(parent, {verdict for table in tables for verdict in table.verdicts})
    shell = add(parent, "table", "", {"class": "coverage"})
    head = add(shell, "tr")
    for name in (say("表", "table"), say("公式", "identities"), "", "", say("查过的数", "figures checked")):
        add(head, "th", name)
    for table in tables:
        total = sum(table.verdicts.values())
        line = add(shell, "tr")
        add(line, "td", table.title)
        add(line, "td", str(total), {"class": "right"})
        told = say("，", ", ").join(
            f"{word(VERDICT_WORDS, verdict)} {n}" for verdict in _SHOWN if (n := table.verdicts.get(verdict, 0))
        )
        _bar(add(line, "td", "", {"class": "bar"}), table, most, told)
        add(line, "td", told, {"class": "faint"})
        figures = say("{n} / {all}", "{n} / {all}", n=table.covered, all=table.printed)
        add(line, "td", figures, {"class": "right" if table.covered == table.printed else "right lacking"})


def draw_legend(parent: ET.Element, verdicts: Container[Verdict]) -> None:
    """What the colours and signs of these verdicts mean."""
    legend = add(parent, "p", "", {"class": "legend"})
    for verdict in _SHOWN:
        if verdict in verdicts:
            add(legend, "span", word(VERDICT_WORDS, verdict), {"class": f"key {verdict}"})


def _bar(parent: ET.Element, table: TableCoverage, most: int, told: str) -> None:
    counts = [(verdict, table.verdicts.get(verdict, 0)) for verdict in _SHOWN]
    box = {"viewBox": f"0 0 {_WIDTH} {_HEIGHT}", "preserveAspectRatio": "none", "role": "img", "aria-label": told}
    picture = add(parent, "svg", "", {"xmlns": "http://www.w3.org/2000/svg", **box})
    add(picture, "title", told)
    left = 0
    for verdict, count in counts:
        if not count:
            continue
        # Whatever there is can be seen: three thousandths at least.
        width = max(3, count * _WIDTH // most)
        place = {"x": str(left), "y": "0", "width": str(width), "height": str(_HEIGHT)}
        add(picture, "rect", "", {**place, "class": f"{verdict}"})
        left += width
