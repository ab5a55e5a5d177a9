"""A published file to its tables and paragraphs; its kind is told by the content, not by the name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from jsrules.base.diagnostic import Diagnostic, fail
from jsrules.base.language import say
from jsrules.model.document import DocumentPage, DocumentPart, Grid, PublishedDocument
from jsrules.readers.documents.pdf_primitives import pdf_pages
from jsrules.readers.documents.pdf_process import guarded_pages
from jsrules.readers.documents.ruled_grids import find_grids
from jsrules.readers.documents.text_lines import (
    Margins,
    TextLine,
    furniture,
    goes_on,
    margins,
    paragraph,
    text_lines,
)

MAXIMUM_BYTES = 128 * 1024 * 1024


def open_document(path: str) -> PublishedDocument:
    """The document in a file.

    Raises `InputError` when it is missing or unreadable (E401, E402), too large (E105), of no kind that can be read or
    too damaged (E410), or when the library for its kind is not installed (E335).
    """
    try:
        with open(path, "rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    except FileNotFoundError:
        raise fail("E401", say("找不到文件", "no such file"), path=path) from None
    except OSError as error:
        raise fail("E402", say("无法读取", "cannot be read"), path=path, notes=(error.strerror or "",)) from None
    return _document(data, path, guarded_pages)


def document_of(data: bytes, name: str) -> PublishedDocument:
    """The document that these bytes are, read in this process: for who trusts them, or guards himself.

    Raises `InputError` as `open_document` does.
    """
    return _document(data, name, pdf_pages)


def _document(
    data: bytes, name: str, pages_of: Callable[[bytes, str, list[Diagnostic]], Iterator[DocumentPage]]
) -> PublishedDocument:
    if len(data) > MAXIMUM_BYTES:
        raise fail(
            "E105",
            say("文件超过 {limit} MiB", "the file is larger than {limit} MiB", limit=MAXIMUM_BYTES >> 20),
            path=name,
            remedy=say("分成几份再读", "split the file"),
        )
    if b"%PDF-" in data[:1024]:
        faults: list[Diagnostic] = []
        return document_of_pages(pages_of(data, name, faults), name, faults)
    raise fail(
        "E410",
        say("不是能读的文件：能读 PDF", "this is no kind of file that can be read: PDF can"),
        path=name,
        remedy=say("另存为 PDF", "save it as PDF"),
    )


def document_of_pages(pages: Iterable[DocumentPage], name: str, faults: list[Diagnostic]) -> PublishedDocument:
    """The document on these pages; ``faults`` may still grow while they are read."""
    grids: list[list[Grid]] = []
    lines: list[list[TextLine]] = []
    heights: list[int] = []
    for page in pages:
        found, rest, too_many = find_grids(page)
        if too_many:
            what = say(
                "第 {page} 页的线太多，没有当作表", "page {page} has too many lines to be a table", page=page.number
            )
            faults.append(Diagnostic("W411", what, path=name))
        grids.append(found)
        lines.append(text_lines(rest, page.number))
        heights.append(page.height)
    return PublishedDocument(name, "pdf", tuple(_parts(grids, lines, heights)), tuple(faults), len(heights))


def _parts(grids: list[list[Grid]], lines: list[list[TextLine]], heights: list[int]) -> list[DocumentPart]:
    """Tables and paragraphs in reading order; a paragraph may go on over the page."""
    known = furniture(lines, heights)
    parts: list[DocumentPart] = []
    held: list[TextLine] = []
    its = Margins(0, 0)

    def finish() -> None:
        if held:
            parts.append(paragraph(held))
            held.clear()

    for tables, texts in zip(grids, lines, strict=True):
        own = margins(line for line in texts if line not in known)
        for item in _in_order(tables, texts):
            if isinstance(item, Grid):
                finish()
                parts.append(item)
            elif item in known:
                # It stands where it is read; a sentence that goes on over the page goes on behind it.
                parts.append(paragraph([item], known[item]))
            else:
                if held and not goes_on(held[-1], its, item, own):
                    finish()
                held.append(item)
                its = own
    finish()
    return parts


def _in_order(tables: list[Grid], texts: list[TextLine]) -> list[Grid | TextLine]:
    items: list[Grid | TextLine] = [*tables, *texts]
    return sorted(items, key=_top)


def _top(item: Grid | TextLine) -> tuple[int, int]:
    box = item.place.box if isinstance(item, Grid) else item.box
    return (box.top, box.left) if box else (0, 0)
