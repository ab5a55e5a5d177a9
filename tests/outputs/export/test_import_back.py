"""Exported reports are imported again: every cell of every table, as it was printed."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from support.drawn_reports import DrawnReport, drawn_reports
from support.exported import REAL, report_at
from support.import_back import comes_back
from support.produced import Manner, manners, pdf_of, text_of

from jsrules.outputs.export.kinds import exported
from jsrules.outputs.export.layout import LaidReport, lay_out

FEW = settings(max_examples=max(settings.default.max_examples // 25, 2), phases=[Phase.explicit, Phase.generate])

KINDS = ("pdf", "xlsx", "docx", "html", "txt")


def made(laid: LaidReport, kind: str, manner: Manner) -> bytes:
    if kind == "txt":
        return text_of(laid).encode()
    return pdf_of(laid, manner) if kind == "pdf" else exported(laid, f"a.{kind}")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("path", REAL)
def test_a_real_report_comes_back(path: str, kind: str) -> None:
    original = report_at(path)
    comes_back(made(lay_out(original), kind, Manner(room=400, repeats=False, top_line=False)), kind, original)


@given(drawn=drawn_reports(), kind=st.sampled_from(KINDS), manner=manners())
@FEW
def test_any_report_comes_back(drawn: DrawnReport, kind: str, manner: Manner) -> None:
    comes_back(made(drawn.laid, kind, manner), kind, drawn.report)
