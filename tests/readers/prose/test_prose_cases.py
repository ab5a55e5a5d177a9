"""Sentences as provinces write them, each figure with what it is read as. See the files in ``cases``.

``JSRULES_UPDATE=1`` writes what is read now; look at every difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.prose import told_of

CASES = Path(__file__).parent / "cases"
MARK = "    > "


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_each_figure_of_a_sentence_is_read_as_what_it_means_or_not_at_all(path: Path) -> None:
    written = path.read_text("utf-8")
    paragraphs = [line for line in written.splitlines() if line.strip() and not line.startswith((MARK, "#"))]
    comments = [line for line in written.splitlines() if line.startswith("#")]
    lines = [*comments]
    for text, said in told_of(paragraphs):
        lines += ["", text, *(MARK + each for each in said)]
    found = "\n".join(lines) + "\n"
    if os.environ.get("JSRULES_UPDATE"):
        path.write_text(found, "utf-8")
    assert found == written
