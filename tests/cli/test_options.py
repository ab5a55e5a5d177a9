"""An option that several verbs have is declared once, so that it means and says the same for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.sources import ROOT

SOURCES = sorted((ROOT / "jsrules" / "cli").glob("*.py"))


@pytest.mark.parametrize("option", ["--color", "--ambiguous-width", "--help"])
def test_an_option_of_several_verbs_is_declared_once(option: str) -> None:
    declaring = [path.name for path in SOURCES if _declares(path, option)]
    assert declaring == ["program.py"]


def _declares(path: Path, option: str) -> bool:
    text = path.read_text("utf-8").replace("\n", "").replace(" ", "")
    return f'Option(["{option}"' in text
