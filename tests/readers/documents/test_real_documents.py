"""Real published PDFs: tables against a second reader, every character accounted for, limits kept.

The documents are no part of the project; the tests are skipped where their folder is absent.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from support.documents import SHARED, grids, read_characters, real_documents, rows, seen_characters
from support.second_reader import our_rows, their_rows

from jsrules.base.diagnostic import Diagnostic
from jsrules.model.document import Grid
from jsrules.readers.documents.open_document import open_document
from jsrules.readers.documents.pdf_primitives import pdf_pages

DOCUMENTS = real_documents()

if not DOCUMENTS:
    pytest.skip("the folder of published documents is not there", allow_module_level=True)

# Rows with amounts that only one of the two readers has, by document and page: theirs, ours.
EXPLAINED = {
    # A table goes on over the page; nothing is drawn above its first row there, and pdfplumber loses it.
    ("jiangsu-fayuan-2017.pdf", 14): ([], [("1,029.15",)]),
    ("jiangsu-fayuan-2017.pdf", 16): ([], [("235.00",)]),
    ("jiangsu-fayuan-2017.pdf", 17): ([], [("110.00",)]),
    # They lie below the paper's end, where nobody sees them.
    ("jiangsu-renda-2017.pdf", 11): ([("7,666.68",), ("2,928.98",)], []),
    # The title and the first rows once more as one cell: a frame is taken for a table.
    ("jiangsu-renda-2019-tables.pdf", 11): ([("1,642.08",)], []),
}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_rows_of_a_second_reader(path: Path) -> None:
    document = open_document(str(path))
    ours, theirs = our_rows(document), their_rows(path)
    differences: dict[tuple[str, int], tuple[list[tuple[str, ...]], list[tuple[str, ...]]]] = {}
    for only, index in ((theirs - ours, 0), (ours - theirs, 1)):
        for page, amounts in only.elements():
            differences.setdefault((path.name, page), ([], []))[index].append(amounts)
    assert differences == {key: value for key, value in EXPLAINED.items() if key[0] == path.name}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_character_is_somewhere(path: Path) -> None:
    faults: list[Diagnostic] = []
    seen: Counter[str] = Counter()
    for page in pdf_pages(path.read_bytes(), path.name, faults):
        seen += seen_characters(page.characters)
    document = open_document(str(path))
    read = read_characters(document)
    assert read - seen == Counter()
    assert sum((seen - read).values()) * 500 <= sum(seen.values()), "what was drawn twice to look bold, no more"
    assert {each.code for each in document.faults} <= {"W411", "W416"}


def test_a_title_page_and_the_first_table() -> None:
    """The planning bureau's: what a reader sees on its first pages."""
    document = open_document(str(SHARED / "shanghai-putuo-guihua-2024.pdf"))
    texts = [part.text for part in document.parts if not isinstance(part, Grid)]
    assert "2024年度部门决算" in texts and "收入支出决算总表" in texts
    first = rows(next(grid for grid in grids(document) if grid.place.page == 7))
    assert first[:3] == [
        ["收入", "支出"],
        ["项目", "决算数", "项目", "决算数"],
        ["一、一般公共预算财政拨款收入", "9746.50", "一、一般公共服务支出", ""],
    ]
    assert first[-1] == ["总计", "9859.38", "总计", "9859.38"]
