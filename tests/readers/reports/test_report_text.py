"""What was recognised in a document, written as a report, is read back as it was: every figure, and where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hypothesis import given
from support.forms import shipped_form_set
from support.imported import imported_reports

from jsrules.base.diagnostic import InputError
from jsrules.base.number import is_blank
from jsrules.base.source import Source
from jsrules.model.document import DocumentPlace
from jsrules.model.form import FormSet
from jsrules.model.imported import ImportedReport
from jsrules.model.report import ILLEGIBLE, Cell, Report
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
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
    seen = [each for each in leaves(entries.get("待核")) if each not in ("", "~")]
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


def leaves(node: Node | None, names_only: bool = True) -> Iterator[str]:
    """The texts at the ends of a tree, without settings of tables; ``names_only``: its keys are none."""
    if isinstance(node, Scalar):
        yield node.text.strip()
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from leaves(item)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            if names_only or isinstance(value, Mapping) or key.text not in ("栏", "说明", "金额单位"):
                yield from leaves(value, key.text == "行" and not names_only)
