"""Elements of HTML, made safe: text as it is shown, and data for scripts that cannot end their element."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from jsrules.base.printable import clean
from jsrules.outputs.json_text import json_text


def add(parent: ET.Element, tag: str, text: str = "", attributes: Mapping[str, str] | None = None) -> ET.Element:
    """A new element at the end of another; control characters in its text and attributes are shown as escapes."""
    element = ET.SubElement(parent, tag, {name: clean(value) for name, value in (attributes or {}).items()})
    if text:
        element.text = clean(text)
    return element


def append(parent: ET.Element, text: str) -> None:
    """Text behind all that an element holds."""
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + clean(text)
    else:
        parent.text = (parent.text or "") + clean(text)


def add_data(parent: ET.Element, identifier: str, value: object) -> None:
    """Data for the page's script; nothing in it ends its element, or opens a comment in it.

    That takes no more than these escapes: a `<` with anything else behind it is but a character there. Pages of many
    findings are half as large for it.
    """
    element = ET.SubElement(parent, "script", {"type": "application/json", "id": identifier})
    text = json_text(value)
    for mark, harmless in (("</", "<\\/"), ("<!", "\\u003c!"), ("-->", "--\\u003e")):
        text = text.replace(mark, harmless)
    element.text = text


def markup(element: ET.Element) -> str:
    """The text of an element."""
    return ET.tostring(element, encoding="unicode", method="html")
