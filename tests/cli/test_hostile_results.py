"""A hostile report in every format: markup, formulas, names without end, control characters and such that turn a line
round are words in each of them, for a reader that did not make it.
"""

from __future__ import annotations

import csv
import json
import re
from html.parser import HTMLParser
from io import BytesIO, StringIO
from pathlib import Path
from unicodedata import category
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from jsrules.cli import main
from jsrules.cli.result_formats import RESULT_FORMATS

LONG = "长" * 10_000
NAMES = (
    "</script><img src=x onerror=alert(1)>",
    "]]></w:t><w:br/>&lt;",
    '=HYPERLINK("http://x","点")',
    "@SUM(A1)",
    "+1+1|cmd",
    "-2+3",
    "::error::x",
    "\\u202e\\u2066倒",
    "\\e[31m\\a\\x9b红",
    "{{ 7*7 }}{% x %}",
    "|`<!--",
)
"""As YAML writes them between double quotes."""


def quoted(name: str) -> str:
    return '"' + (name if "\\u" in name or "\\e" in name else name.replace('"', '\\"')) + '"'


@pytest.fixture(scope="module", params=["zh", "en"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hostile")
    (place / "city" / "rules").mkdir(parents=True)
    (place / "city" / "checklists").mkdir()
    rows = "".join(f"    {quoted(name)}: [9.00, 1.00, 3.00]\n" for name in NAMES)
    rows += f'    ? "{LONG}"\n    : [9.00, 1.00, 3.00]\n'
    head = f"年度: 2021\n单位: {quoted(NAMES[0] + NAMES[2])}\n金额单位: 万元\n"
    (place / "坏.yaml").write_text(f"{head}表:\n  栏: [甲, 乙, 丙]\n  行:\n{rows}", "utf-8")
    (place / "city" / "pack.yaml").write_text("代号: city\n名称: '=1+1<b>'\n版本: 1.0.0\n", "utf-8")
    rule = '表 表\n规则 和：每行 丙 = 甲 + 乙\n  依据 "=1+1</w:t><b>@SUM"\n  信息 "=cmd|x {行} <script>"\n'
    (place / "city" / "rules" / "a.jsr").write_text(rule, "utf-8")
    form = (
        "检查表: '</w:t>=1'\n栏: [{栏名: '<b>', 填: 内容}, {栏名: 问题, 填: 问题}]\n行: [{内容: '@SUM', 规则: ['*']}]\n"
    )
    (place / "city" / "checklists" / "a.yaml").write_text(form, "utf-8")
    formats = [text for kind in RESULT_FORMATS for text in ("--format", f"{kind}={place / kind}")]
    arguments = ["verify", str(place / "坏.yaml"), "--pack", str(place / "city"), *formats, "--lang", request.param]
    assert main(arguments) == 1
    return place


def content(folder: Path, kind: str) -> str:
    return (folder / kind).read_text("utf-8-sig")


@pytest.mark.parametrize("kind", [each for each in RESULT_FORMATS if each not in ("xlsx", "docx", "checklist")])
def test_nothing_steers_a_terminal_or_turns_a_line_round(kind: str, folder: Path) -> None:
    text = content(folder, kind)
    assert not {each for each in text if category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - set("\n\r")
    assert "9.00" in text


class _Page(HTMLParser):
    """The elements of a page, and the attributes that run something or fetch something."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.harm: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.harm += [name for name, value in attrs if name.startswith("on") or name == "src"]
        self.harm += [value for name, value in attrs if name == "href" and value and not value.startswith("#")]


def test_the_page_holds_no_element_of_others(folder: Path) -> None:
    page = _Page()
    page.feed(content(folder, "html"))
    assert not page.tags & {"img", "iframe", "object", "embed", "link", "base", "form", "w:br"}
    assert page.harm == []


def test_data_in_the_page_is_data(folder: Path) -> None:
    """As a browser parts it: what a script holds ends at the next ``</script``, and no comment opens in it."""
    text = content(folder, "html")
    parts = text.split('<script type="application/json"')[1:]
    assert parts
    for part in parts:
        data = part[part.index(">") + 1 : part.lower().index("</script")]
        assert "<!--" not in data
        json.loads(data)


def test_tables_compute_nothing(folder: Path) -> None:
    rows = list(csv.reader(StringIO(content(folder, "csv"))))
    cells = [cell for row in rows for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert any(LONG in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "\t", "\r") or cell[:2] in ("+1", "-2")]
    book = load_workbook(BytesIO((folder / "xlsx").read_bytes()))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert any("HYPERLINK" in str(cell.value) for cell in found)
    assert all(cell.data_type != "f" for cell in found)
    assert all(cell.hyperlink is None or not cell.hyperlink.target for cell in found)
    parts = ZipFile(folder / "xlsx").namelist()
    assert not [name for name in parts if "external" in name.lower() or "vba" in name.lower()]


@pytest.mark.parametrize("kind", ["docx", "checklist"])
def test_papers_hold_text_alone(kind: str, folder: Path) -> None:
    with ZipFile(BytesIO((folder / kind).read_bytes())) as file:
        for name in file.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(file.read(name))
            if name.endswith(".rels"):
                assert b"External" not in file.read(name)
        document = ET.fromstring(file.read("word/document.xml"))
    words = "".join(document.itertext())
    assert "HYPERLINK" in words
    assert "{{ 7*7 }}" in words
    assert not {each.tag.rpartition("}")[2] for each in document.iter()} & {"br", "hyperlink", "fldSimple", "instrText"}
    assert not {each for each in words if category(each) in ("Cc", "Cf", "Zl", "Zp")}


def test_formats_of_programs_can_be_read(folder: Path) -> None:
    found = json.loads(content(folder, "json"))["findings"]
    assert len(found) == len(NAMES) + 1
    assert len(content(folder, "jsonl").splitlines()) >= len(found)
    assert len(json.loads(content(folder, "sarif"))["runs"][0]["results"]) >= len(found)
    ET.fromstring(content(folder, "junit"))
    commands = [line for line in content(folder, "github").splitlines() if line.startswith("::")]
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in commands)
    assert re.findall(r"(?<!\\)<(?!!-- -->|a id=\"n\w+\">|/a>\*\*)", content(folder, "markdown")) == [], (
        "what is no mark has a backslash"
    )
