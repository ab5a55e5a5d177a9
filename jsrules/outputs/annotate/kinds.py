"""The kinds of documents that findings can be put into."""

from __future__ import annotations

import os
from importlib.util import find_spec

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.model.annotation import Annotations
from jsrules.readers.documents.document_kind import document_kind
from jsrules.readers.documents.guarded_process import guarded_bytes

_ENDS = {"pdf": (".pdf",), "xlsx": (".xlsx", ".xlsm"), "docx": (".docx", ".docm")}
"""How the names of the kinds end that can be marked."""


def annotated_end(data: bytes, path: str) -> str:
    """How the name of the marked copy of a document must end. Raises `InputError` (E413) when it cannot be marked."""
    kind = document_kind(data)
    ends = _ENDS.get(kind)
    if ends is None:
        raise _unmarkable(path)
    own = os.path.splitext(path)[1].lower()
    return own if own in ends else ends[0]


def annotated(data: bytes, path: str, annotations: Annotations) -> bytes:
    """A copy of a document with its findings, the same whenever it is made.

    Raises `InputError` when it cannot be marked (E413), or what is needed for its kind is not installed (E335).
    """
    kind = document_kind(data)
    if kind not in _ENDS:
        raise _unmarkable(path)
    needed = "pypdf" if kind == "pdf" else "lxml"
    if find_spec(needed) is None:
        raise fail(
            "E335",
            say("加标记还需要 {name}", "marking also needs {name}", name=needed),
            path=path,
            remedy=say("运行 pip install 'jsrules[annotate]'", "run pip install 'jsrules[annotate]'"),
        )
    return guarded_bytes(_copy, (kind, data, path, annotations), path)


def _copy(kind: str, data: bytes, path: str, annotations: Annotations) -> bytes:
    """The copy, made in a process of its own; so nothing that it needs is loaded here."""
    if kind == "pdf":
        from jsrules.outputs.annotate.pdf_marks import annotated_pdf

        return annotated_pdf(data, path, annotations)
    if kind == "xlsx":
        from jsrules.outputs.annotate.workbook_marks import annotated_workbook

        return annotated_workbook(data, path, annotations)
    from jsrules.outputs.annotate.word_marks import annotated_word

    return annotated_word(data, path, annotations)


def _unmarkable(path: str) -> InputError:
    return fail(
        "E413",
        say(
            "这种文件不能加标记；能加的是 PDF、Excel（.xlsx）、Word（.docx）",
            "this kind of file cannot be marked; PDF, Excel (.xlsx) and Word (.docx) can",
        ),
        path=path,
        remedy=say(
            "去掉 --annotate，发现列在通常的输出里；或者另存为这几种，再加标记",
            "leave --annotate out: the findings stand in the ordinary output; or save it as one of these and mark that",
        ),
    )
