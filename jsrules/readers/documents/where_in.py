"""Where something stands in a published document, in words."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.model.document import DocumentPlace


def where_in(place: DocumentPlace) -> str:
    """Where in its document something stands: ``第 12 页``, ``工作表 支出决算表 B7``; empty where it is not known."""
    if place.sheet:
        return say("工作表 {sheet} {cell}", "sheet {sheet} {cell}", sheet=place.sheet, cell=place.cell).strip()
    if place.page:
        return say("第 {page} 页", "page {page}", page=place.page)
    return say("第 {n} 段", "paragraph {n}", n=place.paragraph) if place.paragraph else ""
