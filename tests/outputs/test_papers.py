"""The workbook of findings and the working paper, read by other programs than made them."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from openpyxl import load_workbook
from support.handmade import example
from support.produced import OFFICE, by_office
from support.sources import ROOT

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import set_language
from jsrules.base.source import Source
from jsrules.model.result import Result
from jsrules.outputs.papers.findings_book import FindingsBook
from jsrules.outputs.papers.paper_rows import paper_rows
from jsrules.outputs.papers.working_paper import MOST_ROWS, WorkingPaper
from jsrules.outputs.severity import is_finding
from jsrules.verification.verifier import Verifier

PAYLOAD = "=HYPERLINK(1)</w:t>@SUM"
PAPERS = (FindingsBook, WorkingPaper)


@pytest.fixture(scope="module")
def real() -> Result:
    return Verifier().verify(str(ROOT / "reports" / "jiyuan-2021.yaml"), "", 10_000, lambda: False)


def hostile(rows: int) -> Result:
    lines = "".join(f"    '项{n} {PAYLOAD}': [{n}.00, 1.00, {n + 3}.00]\n" for n in range(rows))
    text = f"单位: '{PAYLOAD}\u202e'\n金额单位: 万元\n表:\n  栏: [甲, 乙, 丙]\n  行:\n{lines}"
    return Verifier([Source("规则.jsr", "表 表\n规则 和：每行 丙 = 甲 + 乙\n")]).verify(Source("坏.yaml", text), "", 0)


UNREADABLE = Result("坏.yaml", diagnostics=[Diagnostic("E401", PAYLOAD, path="坏.yaml", remedy="看看文件名")])


def made(paper: type[FindingsBook] | type[WorkingPaper], *results: Result) -> bytes:
    found = paper()
    for each in results:
        found.take(each)
    return found.data()


def words(data: bytes) -> str:
    """All texts of a Word document, a paragraph a line."""
    tree = etree.fromstring(ZipFile(BytesIO(data)).read("word/document.xml"))
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return "\n".join("".join(each.itertext(f"{name}t")) for each in tree.iter(f"{name}p"))


def test_the_workbook_has_all_findings_and_leads_to_their_figures(real: Result) -> None:
    book = load_workbook(BytesIO(made(FindingsBook, real)))
    front, *tables = book.worksheets
    head = next(row for row in front.iter_rows(values_only=True) if row[0] == "序号")
    top = next(row[0].row for row in front.iter_rows() if row[0].value == "序号")
    rows = [row for row in front.iter_rows(min_row=top + 1) if row[0].value]
    assert len(rows) == sum(map(is_finding, real.outcomes))
    assert front.auto_filter.ref == f"A{top}:M{top + len(rows)}"
    assert [each.title for each in tables][:2] == ["收入支出决算总表", "收入决算表"]
    first = dict(zip(head, (cell.value for cell in rows[0]), strict=True))
    assert first["应为"] == "情况说明.一般公共结构.221 住房保障支出.金额 28.29 应为 28.09"
    assert first["差额"] == "0.20 万元"
    for row in rows:
        link = row[head.index("位置")].hyperlink
        assert link is not None
        name, place = link.location.rsplit("!", 1)
        assert book[name.strip("'")][place].value is not None, "it leads to a cell that is written"


def test_the_tables_show_what_is_wrong(real: Result) -> None:
    book = load_workbook(BytesIO(made(FindingsBook, real)))
    sheet = book["收入支出决算总表"]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == 1668.98]
    assert cell.number_format == "#,##0.00"
    assert cell.font.bold
    assert cell.comment is not None
    assert cell.comment.text.startswith("应为 1,668.99\n")
    right = next(cell for row in sheet.iter_rows() for cell in row if cell.value == 1604.99)
    assert not right.font.bold
    assert right.comment is None
    assert right.fill.fgColor.rgb != cell.fill.fgColor.rgb


def test_the_working_paper_says_what_auditors_hand_on(real: Result) -> None:
    text = words(made(WorkingPaper, real))
    for each in ("被核对单位：济源市行政服务中心", "年度：2021", "28.29 应为 28.09", "取自 05表 同类 1 栏", "复核人："):
        assert each in text
    assert "另有尾差 5 条" in text
    assert "差额 0.20 万元" in text


@pytest.mark.parametrize("paper", PAPERS)
def test_the_same_bytes_every_time(paper: type[FindingsBook] | type[WorkingPaper], real: Result) -> None:
    assert made(paper, real, UNREADABLE) == made(paper, real, UNREADABLE)


def test_several_reports_and_one_that_cannot_be_read(real: Result) -> None:
    book = load_workbook(BytesIO(made(FindingsBook, real, UNREADABLE, example())))
    assert book.sheetnames == ["发现"]
    texts = [str(cell) for row in book["发现"].iter_rows(values_only=True) for cell in row if cell]
    assert any("E401" in text for text in texts)
    assert "报告" in texts
    assert {"济源市行政服务中心 2021", "某某市行政服务中心 2021"} <= set(texts)
    text = words(made(WorkingPaper, real, UNREADABLE, example()))
    assert text.count("核对底稿") == 3
    assert "E401" in text


def test_what_is_hostile_is_text() -> None:
    result = hostile(3)
    book = load_workbook(BytesIO(made(FindingsBook, result, UNREADABLE)))
    book_alone = load_workbook(BytesIO(made(FindingsBook, result)))
    for each in (book, book_alone):
        cells = [cell for sheet in each for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert any(PAYLOAD in str(cell.value) for cell in cells)
        assert all(cell.data_type != "f" for cell in cells)
        assert all(link is None or not link.target for link in (cell.hyperlink for cell in cells))
    text = words(made(WorkingPaper, result, UNREADABLE))
    assert PAYLOAD in text
    assert "\u202e" not in text


def test_of_very_many_findings_the_paper_lists_the_gravest() -> None:
    result = hostile(MOST_ROWS + 50)
    assert len(list(paper_rows(result))) == MOST_ROWS + 50
    assert "另有 50 条没有列出" in words(made(WorkingPaper, result))
    assert load_workbook(BytesIO(made(FindingsBook, result)))["发现"].max_row > MOST_ROWS + 50


def test_both_languages(real: Result) -> None:
    set_language("en")
    try:
        paper, book = words(made(WorkingPaper, real)), load_workbook(BytesIO(made(FindingsBook, real)))
    finally:
        set_language("zh")
    assert "reviewed by" in paper
    assert book.sheetnames[0] == "Findings"


@pytest.mark.skipif(OFFICE is None, reason="needs LibreOffice")
@pytest.mark.parametrize(("paper", "end"), list(zip(PAPERS, (".xlsx", ".docx"), strict=True)))
def test_an_office_opens_it(
    paper: type[FindingsBook] | type[WorkingPaper], end: str, real: Result, tmp_path: Path
) -> None:
    import pypdfium2

    document = pypdfium2.PdfDocument(by_office(made(paper, real), end, "pdf", tmp_path))
    text = "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")
    assert "28.29" in text
    assert "济源市行政服务中心" in text
