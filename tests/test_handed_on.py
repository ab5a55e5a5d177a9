"""A report and a published document in every format by one command, each read by a program that did not make it; a second
run gives the same bytes.
"""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook
from support.documents import SHARED
from support.exchange_readers import READERS
from support.produced import BROWSER
from support.sources import ROOT

from jsrules.cli import main
from jsrules.cli.result_formats import BINARY_FORMATS, RESULT_FORMATS

REPORT = ROOT / "reports" / "jiyuan-2021.yaml"
DOCUMENT = SHARED / "shanghai-putuo-guihua-2024.pdf"


@pytest.fixture(scope="module", params=[REPORT, DOCUMENT], ids=lambda each: each.stem)
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``first`` and ``second``, the same command twice."""
    given: Path = request.param
    if not given.exists():
        pytest.skip("the document is not here")
    if given.suffix == ".pdf":
        pytest.importorskip("pypdfium2")
    top = tmp_path_factory.mktemp("handed on")
    for name in ("first", "second"):
        (top / name).mkdir()
        formats = [text for kind in RESULT_FORMATS for text in ("--format", f"{kind}={top / name / kind}")]
        assert main(["verify", str(given), *formats]) == 1
    return top


def test_the_same_bytes_from_run_to_run(folder: Path) -> None:
    for kind in RESULT_FORMATS:
        assert (folder / "first" / kind).read_bytes() == (folder / "second" / kind).read_bytes(), kind


def test_every_format_is_read_by_others(folder: Path) -> None:
    place = folder / "first"
    for name, read in READERS.items():
        read((place / name).read_bytes().decode())
    schema = json.loads((ROOT / "spec" / "result.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(json.loads((place / "json").read_text("utf-8")))
    book: Any = load_workbook(BytesIO((place / "xlsx").read_bytes()))
    assert book.worksheets[0].title == "发现"
    assert len(book.worksheets) > 5
    documents = pytest.importorskip("docx")
    for kind in ("docx", "checklist"):
        document = documents.Document(str(place / kind))
        assert any(len(table.rows) > 3 for table in document.tables)
    assert set(RESULT_FORMATS) == {"text", "json", *BINARY_FORMATS, *READERS}


@pytest.mark.skipif(BROWSER is None, reason="needs Chromium")
def test_a_browser_shows_the_page(folder: Path, tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    path = tmp_path / "page.html"
    path.write_bytes((folder / "first" / "html").read_bytes())
    troubles: list[str] = []
    with playwright.sync_playwright() as made:
        browser = made.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        page = browser.new_page()
        page.on("console", lambda each: troubles.append(each.text))
        page.on("pageerror", lambda each: troubles.append(str(each)))
        page.on("request", lambda each: troubles.append(each.url) if each.url[:5] not in ("file:", "data:") else None)
        page.goto(path.as_uri())
        page.wait_for_selector("html.ready")
        assert "不符" in page.inner_text(".verdict")
        browser.close()
    assert troubles == []
