"""What kind of document some bytes are, told by themselves and not by a name."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Literal

from jsrules.model.document import DocumentKind
from jsrules.readers.documents.ole_names import OLE_START, ole_names

OtherKind = Literal["office", "locked", "archive", "ofd", "picture", "slides", "empty", "other"]
"""What is not read by itself: what an office program can convert, and what nobody here can read."""

_ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_BIFF_STARTS = (b"\x09\x08\x10\x00", b"\x09\x08\x08\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\0\x0cjP", b"RIFF")
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_HTML = re.compile(r"<!doctype html|<(?:html|body|table|head|meta|div|p|center)[\s>]", re.IGNORECASE)
_OFFICE_XML = ("urn:schemas-microsoft-com:office:spreadsheet", "/office/word/2003/wordml", "/2006/xmlPackage")
_MIME = re.compile(rb"\s*(?:from:|mime-version:|content-type:|date:|subject:|x-[a-z-]+:)", re.IGNORECASE)
_HEAD = 8192
_ORDINARY = re.compile(
    "[\t\n\f\r\x85 -~\xa0-\u024f\u2010-\u206f\u2100-\u22ff\u2460-\u25ff\u3000-\u33ff\u4e00-\u9fff\uf900-\ufaff"
    "\uff00-\uffee\ufeff\ufffd]"
)
"""Characters that texts consist of; nine in ten are such."""


def document_kind(data: bytes) -> DocumentKind | OtherKind:
    """The kind of a document."""
    head = data[:_HEAD]
    if not data.strip(b"\0 \t\r\n\x0c"):
        return "empty"
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if head.startswith(_ZIP_STARTS):
        return _zip_kind(data)
    if head.startswith(OLE_START):
        return _ole_kind(data)
    if head.startswith(_BIFF_STARTS):
        return "xls"
    if head.startswith(b"{\\rtf"):
        return "office"
    if head.startswith(_ARCHIVES):
        return "archive"
    if head.startswith(_PICTURES):
        return "picture"
    if _MIME.match(head) and b"multipart/related" in head.lower():
        return "html"
    from jsrules.readers.documents.text_encoding import decoded

    found = decoded(head, cut=len(data) > _HEAD)
    if found is None or len(_ORDINARY.findall(found.text)) * 10 + 10 < len(found.text) * 9:
        return "other"
    text = found.text
    if any(name in text for name in _OFFICE_XML):
        return "office"
    return "html" if _HTML.search(text[:2048]) else "text"


def _zip_kind(data: bytes) -> DocumentKind | OtherKind:
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(BytesIO(data)) as container:
            names = {name.lstrip("/") for name in container.namelist()}
            mime = container.open("mimetype").read(100) if "mimetype" in names else b""
    except (BadZipFile, OSError, ValueError, RuntimeError, EOFError):
        names, mime = set(), b""
        # Its directory stands at the end, and is lost when a file is cut off: the parts at the beginning still tell.
        for name in ("xl/", "word/", "[Content_Types].xml"):
            if name.encode() in data:
                names.add("xl/workbook.xml" if name == "xl/" else "word/document.xml")
                break
    if "xl/workbook.bin" in names or mime.startswith(b"application/vnd.oasis.opendocument"):
        return "office"
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("ppt/") for name in names):
        return "slides"
    return "ofd" if "OFD.xml" in names else "archive"


def _ole_kind(data: bytes) -> DocumentKind | OtherKind:
    names = ole_names(data)
    if "EncryptedPackage" in names:
        return "locked"
    if names & {"Workbook", "Book"}:
        return "xls"
    if "PowerPoint Document" in names:
        return "slides"
    return "office" if names else "other"
