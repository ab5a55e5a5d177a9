"""The kinds of files that a report can be drawn as, by the end of their names."""

from __future__ import annotations

import os

from jsrules.outputs.export.layout import LaidReport

EXPORT_KINDS = (".xlsx", ".docx", ".html", ".htm")


def export_kind(path: str) -> str:
    """The end of a name that tells what kind of file it is; empty for none of these kinds."""
    end = os.path.splitext(path)[1].lower()
    return end if end in EXPORT_KINDS else ""


def exported(report: LaidReport, path: str) -> bytes:
    """The file for that name, the same whenever it is made.

    Raises `InputError` (E335) when the library for its kind is not installed.
    """
    kind = export_kind(path)
    if kind == ".xlsx":
        from jsrules.outputs.export.workbook import workbook

        return workbook(report)
    if kind == ".docx":
        from jsrules.outputs.export.word_document import word_document

        return word_document(report)
    from jsrules.outputs.export.web_page import web_page

    return web_page(report)
