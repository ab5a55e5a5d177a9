"""Which module reads which kind of document; each is loaded when it is needed."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.diagnostic import Diagnostic
from jsrules.model.document import DocumentKind, DocumentPage, DocumentPart

DocumentItem = DocumentPage | DocumentPart
"""What a reader finds, one after the other: pages of a PDF file, tables and paragraphs of any other."""


def read_items(kind: DocumentKind, data: bytes, name: str, faults: list[Diagnostic]) -> Iterator[DocumentItem]:
    """What stands in a document of this kind; what could not be read is added to ``faults``.

    Raises `InputError` when it cannot be opened (E410), unpacks to too much (E105), or a library is missing (E335).
    """
    match kind:
        case "pdf":
            from jsrules.readers.documents.pdf_primitives import pdf_pages

            return pdf_pages(data, name, faults)
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
