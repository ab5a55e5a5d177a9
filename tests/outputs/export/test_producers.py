"""Exported reports as other programs save and print them are imported again, every cell: what departments do before they
publish. One report for each program and kind of file unless more are asked for (`JSRULES_EXAMPLES`).
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import Phase, given, settings
from support.drawn_reports import DrawnReport, drawn_reports
from support.import_back import comes_back
from support.produced import BROWSER, OFFICE, by_browser, by_office

from jsrules.outputs.export.kinds import exported

FEW = settings(max_examples=max(settings.default.max_examples // 100, 1), phases=[Phase.explicit, Phase.generate])

CONVERSIONS = (
    *(("xlsx", target) for target in ("pdf", "xls", "ods", "xlsx", "html")),
    *(("docx", target) for target in ("pdf", "doc", "odt", "docx", "rtf")),
)


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice or a Chinese font is not installed")
@pytest.mark.parametrize(("source", "target"), CONVERSIONS)
@given(drawn=drawn_reports())
@FEW
def test_what_an_office_program_saves_comes_back(source: str, target: str, drawn: DrawnReport) -> None:
    with TemporaryDirectory() as folder:
        data = by_office(exported(drawn.laid, f"a.{source}"), f".{source}", target, Path(folder))
    comes_back(data, target, drawn.report)


@pytest.mark.skipif(BROWSER is None, reason="Chromium or a Chinese font is not installed")
@given(drawn=drawn_reports())
@FEW
def test_what_a_browser_prints_comes_back(drawn: DrawnReport) -> None:
    with TemporaryDirectory() as folder:
        data = by_browser(exported(drawn.laid, "a.html"), Path(folder))
    comes_back(data, "pdf", drawn.report)
