"""What `jsrules reconcile` says of figures that nobody knows, and of those that have no value."""

from __future__ import annotations

from pathlib import Path

import pytest

from jsrules.cli import main


def test_unknown_figures_go_by_their_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r.jsr").write_text("x + y = z\ny >= 0\n", "utf-8")
    Path("a.yaml").write_text("x: 10 个\ny: 不详\nz: 5 个\n", "utf-8")
    assert main(["reconcile", "a.yaml", "--rules", "r.jsr"]) == 1
    said = capsys.readouterr().out
    assert "[10 个 + y - 5 个 = 0]" in said
    assert "[y >= 0]" in said
    assert "10 个 应至多 5 个" in said
    assert "5 个 应至少 10 个" in said
