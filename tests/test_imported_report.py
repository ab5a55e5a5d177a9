"""The report in ``reports/`` that was imported from a published PDF: every cell as somebody typed it from the same pages."""

from __future__ import annotations

from support.published import typed_cells
from support.sources import ROOT


def test_it_is_what_was_typed_by_hand() -> None:
    imported = typed_cells(ROOT / "reports" / "shanghai-putuo-guihua-2024.yaml")
    assert imported == typed_cells(ROOT / "tests" / "published" / "putuo-guihua-2024.yaml")
    assert len(imported) == 308
