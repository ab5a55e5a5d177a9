"""A published file to its tables and paragraphs; its kind is told by the content, not by the name."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from jsrules.base.diagnostic import Diagnostic, InputError, fail
from jsrules.base.files import LOCK_FILES, MAXIMUM_DOCUMENT_BYTES, read_bytes
from jsrules.base.language import say
from jsrules.model.document import DocumentKind, DocumentPage, PublishedDocument
from jsrules.readers.documents.document_items import DocumentItem, read_items
from jsrules.readers.documents.document_kind import OtherKind, document_kind
from jsrules.readers.documents.guarded_process import guarded_items
from jsrules.readers.documents.page_parts import document_of_pages

_Reader = Callable[[DocumentKind, bytes, str, list[Diagnostic]], Iterator[DocumentItem]]


def open_document(path: str) -> PublishedDocument:
    """The document in a file, or on standard input for ``-``.

    Raises `InputError` when it is missing or unreadable (E401, E402), too large (E105), of no kind that can be read or
    too damaged (E410), or when what is needed to read its kind is not installed (E335).
    """
    return guarded_document(read_bytes(path, MAXIMUM_DOCUMENT_BYTES), path)


def guarded_document(data: bytes, name: str) -> PublishedDocument:
    """The document that these bytes are, which nobody trusts. Raises `InputError` as `open_document` does."""
    return _document(data, name, guarded_items)


def document_of(data: bytes, name: str) -> PublishedDocument:
    """The document that these bytes are, read in this process: for who trusts them, or guards himself.

    Raises `InputError` as `open_document` does.
    """
    return _document(data, name, read_items)


def _document(data: bytes, name: str, items_of: _Reader) -> PublishedDocument:
    if len(data) > MAXIMUM_DOCUMENT_BYTES:
        raise fail(
            "E105",
            say("文件超过 {limit} MiB", "the file is larger than {limit} MiB", limit=MAXIMUM_DOCUMENT_BYTES >> 20),
            path=name,
            remedy=say("分成几份再读", "split the file"),
        )
    if os.path.basename(name).startswith(LOCK_FILES):
        raise fail(
            "E410",
            say(
                "这不是文档，是打开文档时留在旁边的记号文件",
                "this is no document, but the mark that an office program leaves beside an open one",
            ),
            path=name,
            remedy=say("给出文档本身：名字前面没有 ~$ 的", "give the document itself, whose name does not begin so"),
        )
    kind = document_kind(data)
    if kind == "office":
        from jsrules.readers.documents.office import converted

        data = converted(data, name)
        kind = document_kind(data)
    if kind not in ("pdf", "xlsx", "xls", "docx", "html", "text"):
        raise _unreadable(kind, name)
    faults: list[Diagnostic] = []
    items = items_of(kind, data, name, faults)
    if kind == "pdf":
        return document_of_pages((item for item in items if isinstance(item, DocumentPage)), name, faults)
    parts = tuple(item for item in items if not isinstance(item, DocumentPage))
    return PublishedDocument(name, kind, parts, tuple(faults))


def _unreadable(kind: DocumentKind | OtherKind, name: str) -> InputError:
    match kind:
        case "locked":
            from jsrules.readers.documents.xml_package import locked

            return locked(name)
        case "empty":
            what = say("文件是空的", "the file is empty")
            remedy = say("重新下载或重新导出", "download or export it again")
        case "archive":
            what = say("这是压缩包，不是文档", "this is an archive, no document")
            remedy = say("解开，逐份给出其中的文档", "unpack it and give the documents in it")
        case "picture":
            what = say("这是图片，没有文字可读", "this is a picture and holds no text")
            remedy = say("取可以选中文字的文件，或手工录入", "take a file whose text can be marked, or type it in")
        case "ofd":
            what = say("不能读 OFD", "OFD cannot be read")
            remedy = say("用阅读器另存为 PDF", "save it as PDF")
        case _:
            what = say(
                "不是能读的文件：能读 PDF、Excel、Word、网页和文本",
                "this is no kind of file that can be read: PDF, Excel, Word, web pages and texts can",
            )
            remedy = say("另存为 PDF、xlsx 或 docx", "save it as PDF, xlsx or docx")
    return fail("E410", what, path=name, remedy=remedy)
