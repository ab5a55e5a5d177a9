"""Findings on a report that was imported point into the document, as long as its names are those of the import."""

from __future__ import annotations

import io
import json
import pickle
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.checking import load
from support.sources import ROOT

import jsrules
from jsrules.base.language import language
from jsrules.base.record import replace
from jsrules.base.source import Source
from jsrules.base.width import text_width
from jsrules.model.document import Box, DocumentPlace, PublishedPlace
from jsrules.model.imported import ImportedBlock, ImportedCell, ImportedReport, ImportedRow, ImportedTable
from jsrules.model.report import Report
from jsrules.model.result import Result
from jsrules.outputs.document_places import place_words
from jsrules.outputs.exchange.sarif import SarifWriter
from jsrules.outputs.exchange.writer import WriterOptions
from jsrules.outputs.json import result_object
from jsrules.outputs.terminal import Terminal
from jsrules.outputs.text import compose_result
from jsrules.readers.reports.report_text import report_text
from jsrules.verification.verifier import Verifier

VALIDATOR = Draft202012Validator(json.loads((ROOT / "spec" / "result.schema.json").read_text("utf-8")))
RULES = "每行 表甲  合计 = 基本 + 项目\n表甲[总计, 合计] = 表乙[总计, 数]\n"
BOXES = [Box(0, 0, 100, 50), Box(100, 0, 200, 50), Box(200, 0, 300, 50), Box(300, 0, 400, 50)]


def boxed(page: int, row: int, column: int) -> DocumentPlace:
    left, top, right, bottom = BOXES[column]
    return DocumentPlace(page, Box(left, top + 50 * row, right, bottom + 50 * row))


def row_of(label: str, texts: list[str], page: int, row: int) -> ImportedRow:
    cells = tuple(ImportedCell(text, boxed(page, row, each)) for each, text in enumerate(texts, 1))
    return ImportedRow(label, cells, boxed(page, row, 0))


def imported() -> ImportedReport:
    """A table over two pages of a PDF, and one on a sheet of a workbook."""
    rows = (
        row_of("201 甲", ["7.00", "4.00", "3.00"], 12, 0),
        row_of("202 乙", ["5.00", "2.00", "2.00"], 13, 1),
        row_of("总计", ["12.00", "6.00", "6.00"], 13, 2),
    )
    sheet = DocumentPlace(sheet="附表 乙", cell="A3")
    total = ImportedRow("总计", (ImportedCell("12.01", DocumentPlace(sheet="附表 乙", cell="B3")),), sheet)
    names = ("合计", "基本", "项目")
    tables = (
        ImportedTable("表甲", (ImportedBlock("", names, rows, (True,) * 3),), (), number="公开03表"),
        ImportedTable("表乙", (ImportedBlock("", ("数",), (total,), (True,)),), (), document=1),
    )
    return ImportedReport(("决算.pdf", "附表.xlsx"), unit="某某", money_unit="万元", tables=tables)


def verified(text: str, *, made: bool = False) -> Result:
    return Verifier([Source("r.jsr", RULES)]).verify(Source("决算.pdf" if made else "report.yaml", text, made=made))


def said_of(result: Result) -> str:
    return Terminal(columns=200).write(compose_result(result))


def place_at(report: Report, name: str) -> PublishedPlace | None:
    (cell,) = (each for each in report.cells if report.cell_path(each) == name)
    return report.place_of(cell)


def test_findings_say_where_the_document_prints_their_figures() -> None:
    result = verified(report_text(imported(), None))
    said = said_of(result)
    assert "（决算.pdf 第 13 页 公开03表 第 1 行）" in said
    assert "（决算.pdf 第 13 页 公开03表 第 2 行）" in said
    assert "（附表.xlsx 工作表 附表 乙 B3）" in said
    with language("en"):
        said = said_of(result)
    assert "(决算.pdf page 13 公开03表 row 1)" in said and "(附表.xlsx sheet 附表 乙 B3)" in said


def test_json_has_an_object_for_each_cell() -> None:
    found = result_object(verified(report_text(imported(), None)))
    VALIDATOR.validate(found)
    findings = found["findings"]
    assert isinstance(findings, list)
    (first, second) = [each["cells"] for each in findings]
    assert first[0]["document"] == {
        "name": "决算.pdf",
        "page": 13,
        "box": [100, 50, 200, 100],
        "sheet": None,
        "cell": None,
        "paragraph": None,
        "table": "公开03表",
        "row": 1,
        "stored": None,
    }
    assert (second[1]["document"]["sheet"], second[1]["document"]["cell"]) == ("附表 乙", "B3")


def one_document() -> str:
    """A report on two pages of one document."""
    both = imported()
    return report_text(replace(both, documents=both.documents[:1], tables=both.tables[:1]), None)


def test_the_one_document_of_a_report_is_named_once() -> None:
    rules = Source("r.jsr", "每行 表甲  合计 = 基本 + 项目\n")
    result = Verifier([rules]).verify(Source("report.yaml", one_document()))
    said = said_of(result)
    assert said.count("决算.pdf") == 1 and "\n原件：决算.pdf\n" in said
    assert "（第 13 页 公开03表 第 1 行）" in said
    with language("en"):
        said = said_of(result)
    assert "\ndocument: 决算.pdf\n" in said and " (page 13 公开03表 row 1)" in said
    assert "决算.pdf 第 13 页" in json.dumps(sarif_of(result), ensure_ascii=False), "each place is alone there"


def sarif_of(result: Result) -> object:
    written = SarifWriter(WriterOptions())
    return json.loads(written.opening() + written.result(result) + written.closing())


def test_a_long_place_goes_on_below_on_a_narrow_terminal() -> None:
    path = "reports/2024/" + "long" * 6 + ".yaml"
    rules = Source("r.jsr", "每行 表甲  合计 = 基本 + 项目\n")
    result = Verifier([rules]).verify(Source(path, one_document()))
    for columns in (70, 80):
        lines = Terminal(columns).write(compose_result(result)).splitlines()
        assert any(f"{path}:" in line for line in lines) and any("（第 13 页" in line for line in lines)
        assert all(text_width(line) <= columns for line in lines)


def test_a_text_that_stands_in_no_file_has_no_lines() -> None:
    result = verified(report_text(imported(), None), made=True)
    said = said_of(result)
    assert "位置  第 13 页 公开03表 第 1 行\n" in said and "决算.pdf:" not in said
    found = json.dumps(result_object(result), ensure_ascii=False)
    assert '"line": null, "column": null, "path": null, "document": {"name": "决算.pdf"' in found


def test_what_is_said_of_a_text_that_stands_in_no_file_has_no_line() -> None:
    text = report_text(imported(), None) + "未认出: {丙: 1.00}\n"
    result = verified(text, made=True)
    (told,) = result.diagnostics
    assert (told.code, told.place()) == ("W131", ("决算.pdf", 0, 0))
    assert " ┌─ 决算.pdf\n" in Terminal().write(compose_result(result))


def test_python_programs_get_the_place() -> None:
    source = report_text(imported(), None)
    result = jsrules.verify(jsrules.read(io.StringIO(source)), rules=io.StringIO(RULES))
    cell = result.findings[0].cells[0]
    assert cell.value == Fraction(5) and cell.document is not None
    assert cell.document.place == DocumentPlace(13, Box(100, 50, 200, 100))
    assert pickle.loads(pickle.dumps(result)).findings[0].cells[0].document == cell.document


def edited(text: str, *changes: tuple[str, str]) -> str:
    """A text in which somebody has changed the report, and not the places."""
    report, mark, places = text.partition("出处:")
    for old, new in changes:
        assert old in report
        report = report.replace(old, new)
    return report + mark + places


def test_places_survive_edits_of_other_lines() -> None:
    text = report_text(imported(), None)
    before = place_at(load(text), "表甲.202 乙.基本")
    assert before is not None and before.place == boxed(13, 1, 2)
    changed = edited(
        text,
        ("某某", "某某\n# 加一行\n地区: 某省"),
        ("  202 乙:", "  203 丙: [1, 1, 0]\n    202 乙:"),
        ("[合计, 基本, 项目]", "[基本, 合计, 项目]"),
    )
    report = load(changed)
    assert place_at(report, "表甲.202 乙.基本") == before
    assert place_at(report, "表甲.203 丙.基本") is None
    renamed = load(edited(text, ("202 乙:", "209 乙:")))
    assert place_at(renamed, "表甲.209 乙.基本") is None
    assert place_at(renamed, "表甲.201 甲.基本") is not None


def test_a_code_keeps_the_place_of_a_row_whose_name_is_corrected() -> None:
    report = load(edited(report_text(imported(), None), ("202 乙:", "202 一般公共服务支出:")))
    found = place_at(report, "表甲.202 一般公共服务支出.基本")
    assert found is not None and found.place == boxed(13, 1, 2)


def test_nested_keys_have_the_places_of_the_table_that_was_imported() -> None:
    text = report_text(imported(), None)
    start, end = text.index("表乙:"), text.index("出处:")
    report = load(text[:start] + "表乙:\n  总计: 12.01\n\n" + text[end:])
    found = place_at(report, "表乙.总计")
    assert found is not None and found.place.cell == "B3"


def test_the_year_before_stands_in_its_own_document() -> None:
    text = with_stored({}).replace("金额单位", "年度: 2022\n金额单位")
    prior = with_stored({}, "4.00").replace("甲.xlsx", "去年.xlsx").replace("金额单位", "年度: 2021\n金额单位")
    rules = Source("r.jsr", "表[合计, 数] = 上年.表[合计, 数]\n")
    verifier = Verifier([rules])
    for path, where in (("report.yaml", "report.yaml:11:10（工作表 表 B3）"), ("甲.xlsx", "工作表 表 B3")):
        source = Source(path, text, made=path == "甲.xlsx")
        said = said_of(verifier.verify(source, Source("prior.yaml", prior)))
        assert f"位置  {where}、prior.yaml:11:10（去年.xlsx 工作表 表 B3）\n" in said


@pytest.mark.parametrize(
    ("place", "chinese", "english"),
    [
        (DocumentPlace(3), "甲.docx 第 3 页 表一", "甲.docx page 3 表一"),
        (DocumentPlace(paragraph=3), "甲.docx 第 3 段 表一", "甲.docx paragraph 3 表一"),
        (DocumentPlace(sheet="甲", cell="B7"), "甲.docx 工作表 甲 B7", "甲.docx sheet 甲 B7"),
    ],
)
def test_words(place: DocumentPlace, chinese: str, english: str) -> None:
    found = PublishedPlace("甲.docx", place, "表一")
    assert place_words(found) == chinese
    assert place_words(found, found) == ""
    with language("en"):
        assert place_words(found) == english


LINES = st.one_of(
    st.text(),
    st.builds(
        "{} {}".format,
        st.sampled_from("文件 表 在 块 名 栏 行 页 工作表 段 别的".split()),
        st.one_of(
            st.text(),
            st.sampled_from(
                '总计: 0..50|合计: 0..9|"|"\\ud800": 1|总计: 2=|总计: 99=1..2/3..4|总计: 3|9999999999999|-1|合计: "|总计: ..|表甲: -|'
                '总计: 1 1=p1;s"|合计: ZZZZ|总计: 1~"|999999999..999999999|-9..-9|总计: -5..٣|²'.split("|")
            ),
        ),
    ),
)


@given(st.lists(LINES, max_size=20))
def test_whatever_stands_there_is_a_place_or_none(lines: list[str]) -> None:
    from jsrules.readers.reports.place_reader import ReadPlaces

    report = load(report_text(imported(), None))
    good = "表 表甲: -\n名 0..9\n栏 合计: 9..20\n行 总计: 0..50\n"
    report.places = ReadPlaces(good + "\n".join(lines))
    for cell in report.cells:
        found = report.place_of(cell)
        assert found is None or place_words(found)
    assert place_at(report, "表甲.总计.合计") is not None


def test_a_million_entries_are_read_once_and_only_when_asked() -> None:
    text = report_text(imported(), None)
    report = load(text + "".join(f"  行 甲{number}: 1..2 1=\n" for number in range(300_000)))
    assert place_at(report, "表甲.202 乙.基本") is not None


def with_stored(values: dict[str, str], total: str = "3.00") -> str:
    """A table on a sheet: two figures and their total, and what is stored behind them."""
    texts = {"甲": "1.00", "乙": "2.00", "合计": total}
    rows = tuple(
        ImportedRow(
            name,
            (ImportedCell(text, DocumentPlace(sheet="表", cell=f"B{number}"), values.get(name, "")),),
            DocumentPlace(sheet="表", cell=f"A{number}"),
        )
        for number, (name, text) in enumerate(texts.items(), 1)
    )
    table = ImportedTable("表", (ImportedBlock("", ("数",), rows, (True,)),), ())
    return report_text(ImportedReport(("甲.xlsx",), money_unit="万元", tables=(table,)), None)


@pytest.mark.parametrize(
    ("total", "values", "said"),
    [
        ("3.00", {}, ""),
        ("3.00", {"甲": "1.0000000001", "乙": "2", "合计": "3.0000000001"}, ""),
        ("3.01", {"甲": "1.004", "乙": "2.004", "合计": "3.008"}, "只有原件里存的数正好相等"),
        ("3.00", {"甲": "1.004", "乙": "2.004", "合计": "3"}, "只有显示的数相等"),
        ("3.01", {"甲": "1.004", "乙": "2.001", "合计": "3.008"}, ""),
        ("3.00", {"甲": "10040", "乙": "2.004", "合计": "3"}, ""),
        ("3.00", {"甲": "1E-7", "乙": "2.004", "合计": "3"}, ""),
        ("3.00", {"甲": "不是数", "乙": "2.004", "合计": "3"}, ""),
    ],
)
def test_what_is_stored_tells_where_a_difference_comes_from(total: str, values: dict[str, str], said: str) -> None:
    rules = Source("r.jsr", "表[合计, 数] = 表[甲, 数] + 表[乙, 数]\n")
    result = Verifier([rules]).verify(Source("report.yaml", with_stored(values, total)))
    notes = [each for each in result.diagnostics if each.code == "W134"]
    assert [each.severity for each in notes] == ["info"] * bool(said)
    assert said in "".join(each.message for each in notes)
    found = place_at(load(with_stored(values, total)), "表.甲")
    assert found is not None and found.stored == values.get("甲", "")
