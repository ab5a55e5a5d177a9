"""Pictures of numbers: bars and columns as SVG within the page, without a script."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from jsrules.base.printable import clean
from jsrules.base.width import text_width

BAR, GAP, LABEL, ROOM = 18, 6, 7, 640
"""Height of a bar and the room between two, width of half a Chinese character in a label, width of the longest bar."""


class BarPart(NamedTuple):
    """A part of a bar: how long it is, and what kind it is of, which decides on its colour."""

    value: int
    kind: str


def bars(parent: ET.Element, rows: Sequence[tuple[str, Sequence[BarPart]]], title: str) -> None:
    """A bar for each row, of one part or several, with its name before it and the sum behind it."""
    widest = min(44, max((text_width(name) for name, _ in rows), default=0))
    left = widest * LABEL + 14
    most = max((sum(part.value for part in parts) for _, parts in rows), default=0) or 1
    height = len(rows) * (BAR + GAP) + GAP
    svg = picture(parent, left + ROOM + 90, height, title)
    for number, (name, parts) in enumerate(rows):
        top = GAP + number * (BAR + GAP)
        label(svg, shortened(name, widest), left - 8, top + 14, "end", name)
        start = left
        for part in parts:
            length = part.value * ROOM // most
            if part.value:
                bar = ET.SubElement(
                    svg,
                    "rect",
                    {
                        "class": part.kind,
                        "x": str(start),
                        "y": str(top),
                        "width": str(max(1, length)),
                        "height": str(BAR),
                    },
                )
                ET.SubElement(bar, "title").text = clean(f"{name}: {part.value:,}")
            start += length
        label(svg, f"{sum(part.value for part in parts):,}", start + 6, top + 14, "start")


def columns(parent: ET.Element, values: Sequence[tuple[str, int]], title: str, kind: str) -> None:
    """A column for each value, with its name below it; the dashed line is where all would be equal."""
    wide, tall = 46, 140
    most = max((value for _, value in values), default=0) or 1
    svg = picture(parent, wide * len(values) + 20, tall + 44, title)
    for number, (name, value) in enumerate(values):
        height = value * tall // most
        left = 10 + number * wide
        column = ET.SubElement(
            svg,
            "rect",
            {
                "class": kind,
                "x": str(left + 5),
                "y": str(20 + tall - height),
                "width": str(wide - 10),
                "height": str(height),
            },
        )
        ET.SubElement(column, "title").text = clean(f"{name}: {value:,}")
        label(svg, name, left + wide // 2, tall + 36, "middle")
        label(svg, f"{value:,}", left + wide // 2, 16 + tall - height, "middle")
    even = sum(value for _, value in values) * tall // (most * max(1, len(values)))
    line = {"x1": "10", "x2": str(10 + wide * len(values)), "y1": str(20 + tall - even), "y2": str(20 + tall - even)}
    ET.SubElement(svg, "line", {"class": "even", **line})


def picture(parent: ET.Element, width: int, height: int, title: str) -> ET.Element:
    """An empty picture, with what it shows for those who cannot see it."""
    size = {"width": str(width), "height": str(height), "viewBox": f"0 0 {width} {height}"}
    return ET.SubElement(parent, "svg", {"role": "img", "aria-label": clean(title), **size})


def label(svg: ET.Element, text: str, x: int, y: int, anchor: str, whole: str = "") -> None:
    """A text in a picture; ``whole`` is shown where somebody rests on it."""
    element = ET.SubElement(svg, "text", {"x": str(x), "y": str(y), "text-anchor": anchor})
    element.text = clean(text)
    if whole and whole != text:
        ET.SubElement(element, "title").text = clean(whole)


def shortened(text: str, width: int) -> str:
    """A text that takes no more room than so many halves of a Chinese character."""
    if text_width(text) <= width:
        return text
    taken = ""
    for sign in text:
        if text_width(taken + sign) > width - 2:
            break
        taken += sign
    return taken + "…"
