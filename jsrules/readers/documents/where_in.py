"""Where something stands in a published document, in words."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.language import say
from jsrules.model.document import DocumentPlace


def where_in(place: DocumentPlace) -> str:
    """Where in its document something stands: ``第 12 页``, ``工作表 支出决算表 B7``; empty where it is not known."""
    if place.sheet:
        return say("工作表 {sheet} {cell}", "sheet {sheet} {cell}", sheet=place.sheet, cell=place.cell).strip()
    if place.page:
        return say("第 {page} 页", "page {page}", page=place.page)
    return say("第 {n} 段", "paragraph {n}", n=place.paragraph) if place.paragraph else ""


def where_among(documents: Sequence[str], number: int, place: DocumentPlace) -> str:
    """The same in one of several documents, by their names: ``决算.pdf 第 12 页``; of one only its name is left out."""
    where = where_in(place)
    if len(documents) < 2:
        return where
    name = documents[number].replace("\\", "/").rpartition("/")[2]
    return f"{name} {where}".rstrip()
