"""The prose of the project's first real report: every figure as in the report that was typed by hand.

Skipped where the published documents are absent. What differs is listed here, with the reason.
"""

from __future__ import annotations

import pytest
from support.documents import SHARED
from support.sources import ROOT

from jsrules.base.files import read_source
from jsrules.base.names import fold
from jsrules.base.source import Source
from jsrules.model.report import Report
from jsrules.readers.reports.report_reader import open_report
from jsrules.verification.verifier import Verifier

JIYUAN = SHARED / "jiyuan-xingzheng-fuwu-zhongxin-2021.txt"
GUIHUA = SHARED / "shanghai-putuo-guihua-2024.pdf"

ONLY_TYPED = {
    "各处年度": "years in reasons and titles: whoever typed the report named their rows himself, see below",
    "政府性基金": "“2021 年度没有政府性基金收入，也没有使用……支出”: the year stands with 收入, and was typed with 支出",
}
ONLY_READ = {
    "各处年度": "as above",
    "政府性基金": "as above",
    "列举": "the lists of used items were not typed",
    "与预算比": "“不存在差异” was not typed",
}


def stated(report: Report) -> set[tuple[str, str, str, str]]:
    """Everything that the narrative of a report states: section, row, column, figure as printed."""
    found = set()
    for cell in report.cells:
        form = report.forms.forms[cell.form]
        if form.is_prose and report.tables.get(cell.form) is not None:
            column = form.blocks[cell.block].columns[cell.column].name
            for each in cell.statements:
                found.add((form.title, fold(cell.row), column, str(each.printed)))
    return found


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier()


@pytest.mark.skipif(not JIYUAN.is_file(), reason="the published documents are absent")
def test_every_figure_of_the_prose_is_as_it_was_typed(verifier: Verifier) -> None:
    imported = verifier.import_files([str(JIYUAN)])
    read = verifier.read(open_report(Source("jiyuan.yaml", imported.text)))[0]
    typed = verifier.read(open_report(read_source(str(ROOT / "reports" / "jiyuan-2021.yaml"))))[0]
    left = {each for each in stated(typed) - stated(read) if each[0] not in ONLY_TYPED}
    more = {each for each in stated(read) - stated(typed) if each[0] not in ONLY_READ and each[2] not in ONLY_READ}
    assert left == set()
    assert more == set()
    assert len(stated(typed) & stated(read)) > 120
    years = [
        sorted(each[3] for each in stated(report) if each[0] == "各处年度" and "标题" not in each[1])
        for report in (typed, read)
    ]
    assert years[0] == years[1] and len(years[0]) == 5


@pytest.mark.skipif(not GUIHUA.is_file(), reason="the published documents are absent")
def test_the_known_errors_of_a_text_are_found_and_each_points_into_the_document(verifier: Verifier) -> None:
    imported = verifier.import_files([str(GUIHUA)])
    prose = imported.report.prose
    assert prose is not None
    unread = [each for each in prose.figures if each.use == "unread" and each.kind != "year"]
    assert [each.reason for each in unread].count("open_sign") == 1
    report = verifier.read(open_report(Source("guihua.yaml", imported.text)))[0]
    cell = next(
        each
        for each in report.cells
        if each.amount is not None
        and each.amount.text == "5377.64"
        and report.forms.forms[each.form].title == "基本支出"
    )
    place = report.place_of(cell)
    assert place is not None and place.place.page == 24 and place.place.box is not None
    again = next(each for each in report.cells if each.restated and report.forms.forms[each.form].title == "三公具体")
    first, second = (report.place_of(each) for each in again.statements[:2])
    assert first is not None and second is not None and first.place != second.place
