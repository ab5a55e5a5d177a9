"""What was recognised in a document, written as a report, is read back as it was: every figure, and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import given
from jsonschema import Draft202012Validator
from support.checking import REAL_REPORT, load
from support.forms import shipped_form_set
from support.imported import imported_of, imported_reports

from jsrules.base.diagnostic import InputError
from jsrules.base.number import is_blank
from jsrules.base.source import Source
from jsrules.model.document import DocumentPlace
from jsrules.model.form import FormSet
from jsrules.model.imported import ImportedBlock, ImportedCell, ImportedReport, ImportedRow, ImportedTable
from jsrules.model.report import ILLEGIBLE, Cell, Report
from jsrules.outputs.report_schema import report_schema
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.place_reader import ReadPlaces
from jsrules.readers.reports.report_reader import open_report
from jsrules.readers.reports.report_text import report_text
from jsrules.readers.reports.written_tables import sort_tables
from jsrules.readers.reports.yaml_tree import read_tree

FORMS = shipped_form_set()


@given(imported_reports(FORMS))
def test_what_is_written_is_read_with_a_form_set(imported: ImportedReport) -> None:
    hold(imported, FORMS)


@given(imported_reports(None))
def test_what_is_written_is_read_without_a_form_set(imported: ImportedReport) -> None:
    hold(imported, None)


def hold(imported: ImportedReport, forms: FormSet | None) -> None:
    """The reader takes the text, no figure is lost or made up, and each is found in the document again."""
    text = report_text(imported, forms)
    if imported.year is None:
        forms = None
    kept = sort_tables(imported, forms).tables
    report = read(text, forms)
    if report is None:
        assert forms is None and not any(block.rows for table in kept for block in table.blocks), text
        return
    entries = {key.text: value for key, value in read_tree(Source("report.yaml", text)).entries}
    printed = Counter(
        (cell.seen or cell.text).strip()
        for table in imported.tables
        for block in table.blocks
        for row in block.rows
        for cell in row.cells
        if not is_blank(cell.text)
    )
    written = [printed_of(cell) for cell in report.cells]
    told = Counter([each for each in written if each not in ("", ILLEGIBLE)])
    apart = [each for each in leaves(entries.get("未认出")) if not is_blank(each)]
    seen = [each for each in leaves(entries.get("待核"), settings=()) if each not in ("", "~")]
    bare = written.count(ILLEGIBLE) + apart.count(ILLEGIBLE) - len(seen)
    found = told + Counter([each for each in apart if each != ILLEGIBLE]) + Counter(seen) + Counter({ILLEGIBLE: bare})
    assert found == printed, text
    places = Counter((printed_of(each), place_of(report.place_of(each))) for each in report.cells)
    known = Counter(
        ("" if is_blank(cell.text) else cell.text, cell.place)
        for table in kept
        for block in table.blocks
        for row in block.rows
        for cell in row.cells
    )
    if forms is None:  # a table without a row is a blank row
        del places["", None], known["", None]
    assert places == known, text


def read(text: str, forms: FormSet | None) -> Report | None:
    """The report of a text; None where it is none, for want of figures. Raises `InputError` for whatever else."""
    try:
        return open_report(Source("report.yaml", text)).read(forms)[0]
    except InputError as error:
        if any(each in str(error) for each in ("没有一个数", "只有注释")) and len(error.diagnostics) == 1:
            return None
        raise


def printed_of(cell: Cell) -> str:
    """What a cell prints; nothing for a blank."""
    return cell.amount.text if cell.amount is not None else cell.problem


def place_of(found: object) -> DocumentPlace | None:
    return getattr(found, "place", None)


SETTINGS = ("栏", "说明", "金额单位")


def leaves(node: Node | None, names_only: bool = True, settings: tuple[str, ...] = SETTINGS) -> Iterator[str]:
    """The texts at the ends of a tree, without ``settings`` of tables; ``names_only``: its keys are none."""
    if isinstance(node, Scalar):
        yield node.text.strip()
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from leaves(item)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            if names_only or isinstance(value, Mapping) or key.text not in settings:
                yield from leaves(value, key.text == "行" and not names_only, settings)


def real() -> ImportedReport:
    """What an import of the document of the real report would have recognised."""
    return imported_of(load(REAL_REPORT.read_text("utf-8"), FORMS))


def table(rows: list[tuple[str, list[str]]], **settings: Any) -> str:
    """The text of a report with one table of expenditure."""
    columns = ("本年支出合计", "基本支出")
    place = DocumentPlace(1)
    made = [ImportedRow(label, tuple(map(ImportedCell, texts)), place) for label, texts in rows]
    block = ImportedBlock("", columns, tuple(made), (True, True))
    number = next(number for number, form in enumerate(FORMS.forms) if form.title == "支出决算表")
    one = ImportedTable("支出决算表", (block,), (), number, **settings)
    return report_text(ImportedReport(("决算.pdf",), "部门决算", "某某", 2021, "", "万元", (one,)), FORMS)


def test_the_real_report_is_written_as_a_person_wrote_it() -> None:
    """Line by line, but for notes and what tells that all rows are there, up to where its prose begins."""
    written = report_text(real(), FORMS).partition("\n出处:")[0]
    own = REAL_REPORT.read_text("utf-8").partition("\n情况说明:")[0]
    lines = [each for each in own.splitlines() if each.strip() and not each.lstrip().startswith("#")]
    missing = set(lines) - set(written.splitlines())
    assert missing == {"单位性质: 事业单位"}, missing


def test_an_editor_knows_all_of_it() -> None:
    schema = report_schema(FORMS, ["部门决算"])
    tree = yaml.load(report_text(real(), FORMS) + "未认出: {甲: 1}\n待核: {甲: 1}\n", yaml.BaseLoader)
    assert not list(Draft202012Validator(schema).iter_errors(tree))


def test_nothing_of_the_places_is_read_before_one_is_asked_for() -> None:
    report = load(report_text(real(), FORMS), FORMS)
    assert isinstance(report.places, ReadPlaces) and report.places._sections == {}
    assert all(report.place_of(cell) for cell in report.cells)


@pytest.mark.parametrize(
    ("texts", "decimals"),
    [
        (["1.50", "2.00"], "小数位: 2"),
        (["1.5", "2.25", "3", "4.75"], "小数位: 2"),
        (["0", "2.25"], "小数位: 2"),
        (["1", "2", "3.25"], ""),  # may have been rounded
        (["1", "2"], ""),
        (["", ""], ""),
    ],
)
def test_decimals_are_written_where_the_figures_show_them(texts: list[str], decimals: str) -> None:
    rows = [(f"20{number} 甲", [text, ""]) for number, text in enumerate(texts, 1)]
    assert ("小数位" in table(rows)) == bool(decimals)
    assert decimals in table(rows)


def test_all_rows_are_there_only_where_all_were_read() -> None:
    row = ("201 一般公共服务支出", ["1.00", "1.00"])
    assert "\n  列全: true\n" in table([row])
    assert "\n  列全: false\n" in table([row], whole=False)
    stranger = table([row, ("没有的行", ["2.00", ""])])
    assert "\n  列全: false\n" in stranger
    assert "未认出:\n  支出决算表:\n    栏: [本年支出合计, 基本支出]\n    行:\n      没有的行: [2.00, ~]\n" in stranger


def test_an_empty_table_keeps_its_note_and_a_table_its_unit() -> None:
    assert "\n支出决算表:\n  说明: 本表无数据。\n" in table([], note="本表无数据。")
    assert "\n支出决算表: ~\n" in table([])
    assert "\n支出决算表:\n  列全: false\n" in table([], whole=False)
    assert "\n  金额单位: 元\n" in table([("合计", ["1.00", ""])], money_unit="元")
    assert table([("合计", ["1.00", ""])], money_unit="万元").count("金额单位") == 1


def test_what_is_no_figure_is_to_be_looked_up() -> None:
    text = table([("合计", ["1.2.3", "2.00"])])
    assert "合计: [？, 2.00]" in text and "待核:\n  支出决算表:\n    合计:\n      本年支出合计: 1.2.3\n" in text


def test_what_was_seen_in_a_table_and_in_what_is_kept_apart_stands_under_one_name() -> None:
    text = table([("合计", ["甲", "2.00"]), ("没有的行", [ILLEGIBLE, ""]), ("合计", ["乙", "2.00"])])
    assert text.count("\n  支出决算表:\n") == 2  # in 未认出 and in 待核
    report = load(text, FORMS)
    assert [cell.is_illegible for cell in report.cells] == [True, False]
    assert "    合计:\n      本年支出合计: 甲\n    没有的行:\n      本年支出合计: ~\n" in text


def test_a_unit_that_is_called_like_a_figure_is_no_figure() -> None:
    text = report_text(ImportedReport(("甲",), unit="12.50"), None)
    assert "# 单位: 12.50\n" in text and read(text, None) is None


def test_a_column_that_is_called_by_another_of_its_names_has_its_place() -> None:
    form = next(number for number, form in enumerate(FORMS.forms) if form.title == "收入决算表")
    cells = tuple(ImportedCell("1.00", DocumentPlace(paragraph=number)) for number in (1, 2))
    block = ImportedBlock("", ("财政拨款收入", "合计"), (ImportedRow("合计", cells, DocumentPlace()),), (True, True))
    one = ImportedTable("收入决算表", (block,), (), form)
    report = load(report_text(ImportedReport(("甲",), "部门决算", "", 2021, tables=(one,)), FORMS), FORMS)
    assert [place_of(report.place_of(each)) for each in report.cells] == [each.place for each in cells]


def test_ten_thousand_rows_of_one_name_are_written_in_a_moment() -> None:
    place = DocumentPlace(1)
    rows = tuple(ImportedRow("其他", (ImportedCell("1.00"),), place) for _ in range(10_000))
    one = ImportedTable("表", (ImportedBlock("", ("数",), rows, (True,)),), ())
    for forms in (None, FORMS):
        text = report_text(ImportedReport(("甲",), year=2021, tables=(one,)), forms)
        assert "其他（10000）:" in text
