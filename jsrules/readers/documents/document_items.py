"""Which module reads which kind of document; each is loaded when it is needed."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.model.document import DocumentKind, DocumentPage, DocumentPart, Grid

MAXIMUM_CHARACTERS = 3_000_000
"""In all tables and paragraphs: two thousand pages have as many."""

DocumentItem = DocumentPage | DocumentPart
"""What a reader finds, one after the other: pages of a PDF file, tables and paragraphs of any other."""


def read_items(kind: DocumentKind, data: bytes, name: str, faults: list[Diagnostic]) -> Iterator[DocumentItem]:
    """What stands in a document of this kind; what could not be read is added to ``faults``.

    Raises `InputError` when it cannot be opened (E410), unpacks to too much (E105), or a library is missing (E335).
    """
    if kind == "pdf":
        from jsrules.readers.documents.pdf_primitives import pdf_pages

        return pdf_pages(data, name, faults)
    return _within_limit(_parts(kind, data, name, faults), name, faults)


def _parts(kind: DocumentKind, data: bytes, name: str, faults: list[Diagnostic]) -> Iterator[DocumentPart]:
    match kind:
        case "pdf":
            return iter(())  # it has pages
        case "xlsx":
            from jsrules.readers.documents.xlsx import xlsx_parts

            return xlsx_parts(data, name, faults)
        case "docx":
            from jsrules.readers.documents.docx import docx_parts

            return docx_parts(data, name, faults)
        case "xls":
            from jsrules.readers.documents.xls import xls_parts

            return xls_parts(data, name, faults)
        case "html":
            from jsrules.readers.documents.html import html_parts

            return html_parts(data, name, faults)
        case "text":
            from jsrules.readers.documents.plain_text import text_parts

            return text_parts(data, name, faults)


def _within_limit(parts: Iterator[DocumentPart], name: str, faults: list[Diagnostic]) -> Iterator[DocumentPart]:
    """The parts as far as they do not hold more characters than a document may."""
    left = MAXIMUM_CHARACTERS
    for count, part in enumerate(parts):
        texts = [cell.text for cell in part.cells] if isinstance(part, Grid) else [part.text]
        left -= sum(map(len, texts))
        if left < 0:
            what = say(
                "读了 {count} 段（表）以后没有再读：超过上限（{characters} 个字符）",
                "nothing was read behind part {count}: beyond the limit ({characters} characters)",
                count=count,
                characters=MAXIMUM_CHARACTERS,
            )
            faults.append(Diagnostic("W411", what, path=name, remedy=say("分成几份再读", "split the file")))
            return
        yield part
