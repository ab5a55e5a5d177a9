"""The words of 出处: names, and places in a document, as texts and read back."""

from __future__ import annotations

import re
from typing import NamedTuple

from jsrules.model.document import Box, DocumentPlace
from jsrules.readers.reports.yaml_words import quoted

NO_PLACE = "-"
"""In place of a place that there is not."""
WHOLE_FRAME = "*"
"""In place of a column and a row: what the neighbours have in common is all that is known."""
ODD = "?"
"""In place of a column or row that is none."""

DOCUMENT, TABLE, PART, BLOCK, LABELS, COLUMN, ROW = "文件", "表", "在", "块", "名", "栏", "行"
PAGE, SHEET, PARAGRAPH = "页", "工作表", "段"

_SPAN = r"(-?[0-9]{1,9})\.\.(-?[0-9]{1,9})"
_CELL = r"([A-Z]{1,3})([1-9][0-9]{0,6})"
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_EXACT = (
    rf"p([0-9]{{1,9}})(?:;{_SPAN}/{_SPAN})?(?:;s({_QUOTED}))?(?:;c({_QUOTED}))?(?:;g([0-9]{{1,9}}))?"
    r"(?:;n([0-9]{1,6})/([0-9]{1,6}))?"
)


class Frame(NamedTuple):
    """What the places of neighbouring cells have in common."""

    page: int = 0
    sheet: str = ""
    paragraph: int = 0


def frame_of(place: DocumentPlace) -> Frame:
    """What a place may have in common with its neighbours."""
    return Frame(place.page, place.sheet, place.paragraph)


def parts_of(place: DocumentPlace) -> tuple[str, str]:
    """What its column and its row say of a place."""
    if place.box is None and not place.cell:
        return WHOLE_FRAME, WHOLE_FRAME
    if place.box is not None and not place.cell:
        left, top, right, bottom = place.box
        return f"{left}..{right}", f"{top}..{bottom}"
    found = re.fullmatch(_CELL, place.cell)
    return (found[1], found[2]) if found is not None and place.box is None else (ODD, ODD)


def made_of(frame: Frame, across: str, down: str) -> DocumentPlace | None:
    """The place of a column and a row; None where they make none."""
    if across == WHOLE_FRAME == down:
        return DocumentPlace(frame.page, None, frame.sheet, "", frame.paragraph)
    if re.fullmatch(_CELL, across + down):
        return DocumentPlace(frame.page, None, frame.sheet, across + down, frame.paragraph)
    found = re.fullmatch(rf"{_SPAN} {_SPAN}", f"{across} {down}")
    if found is None:
        return None
    left, right, top, bottom = map(int, found.groups())
    return DocumentPlace(frame.page, Box(left, top, right, bottom), frame.sheet, "", frame.paragraph)


def place_text(place: DocumentPlace, frame: Frame) -> str:
    """A place in words of its own; what it has in common with its neighbours goes without saying where all of it is."""
    across, down = parts_of(place)
    if frame_of(place) == frame and across not in (ODD, WHOLE_FRAME) and not place.nth:
        return f"{across}/{down}"
    words = [f"p{place.page}"]
    if place.box is not None:
        left, top, right, bottom = place.box
        words.append(f"{left}..{right}/{top}..{bottom}")
    words += [f"s{quoted(place.sheet)}"] if place.sheet else []
    words += [f"c{quoted(place.cell)}"] if place.cell else []
    words += [f"g{place.paragraph}"] if place.paragraph else []
    words += [f"n{place.nth}/{place.among}"] if place.nth else []
    return ";".join(words)


def read_place(text: str, frame: Frame) -> DocumentPlace | None:
    """A place by its words; None where there is none."""
    found = re.fullmatch(_EXACT, text)
    if found is None:
        across, _, down = text.partition("/")
        return made_of(frame, across, down)
    page, left, right, top, bottom, sheet, cell, paragraph, nth, among = found.groups()
    box = Box(int(left), int(top), int(right), int(bottom)) if left is not None else None
    names = _unquoted(sheet or '""'), _unquoted(cell or '""')
    return DocumentPlace(int(page), box, *names, int(paragraph or 0), int(nth or 0), int(among or 0))


def name_text(name: str) -> str:
    """A name as a word of a line: in quotation marks where the line could be read otherwise, or YAML could."""
    mark = quoted(name)
    plain = mark[1:-1] == name and name.strip() == name and name not in ("", NO_PLACE)
    return name if plain and ": " not in name and not any(each in "#!" for each in name) else mark


def stored_text(stored: str) -> str:
    """A stored value as one of the words behind a row."""
    return stored if re.fullmatch(r"[-+.0-9eE]+", stored) else quoted(stored)


def read_stored(text: str) -> str:
    """A stored value by its word."""
    return _unquoted(text) if text.startswith('"') else text


def split_name(text: str) -> tuple[str, str]:
    """The name that a line begins with, and what stands behind its colon."""
    found = re.match(_QUOTED, text)
    if found is not None:
        return _unquoted(found[0]), text[found.end() :].removeprefix(": ")
    name, _, rest = text.partition(": ")
    return name, rest


def words_of(text: str) -> list[str]:
    """The words behind a row; quotation marks keep spaces together."""
    return re.findall(rf'(?:{_QUOTED}|[^\s"])+', text)


def _unquoted(text: str) -> str:
    import json  # only names with signs that stand for something else are in quotation marks

    try:
        found = json.loads(text, strict=False)
    except ValueError:
        return ""
    return found if isinstance(found, str) else ""
