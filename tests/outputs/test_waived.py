"""What somebody explained stays in view as what stands: with its reason, in no level's colour, and nothing is to be
corrected for it.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from support.annotated import WRONG, frames_and_labels, wrong_report
from support.produced import pdf_of
from support.waived import REASON, waived_result

from jsrules.base.source import Source
from jsrules.model.result import Result
from jsrules.outputs.annotate.annotations import compose_annotations
from jsrules.outputs.annotate.kinds import annotated
from jsrules.outputs.exchange.noted import noted
from jsrules.outputs.export.kinds import exported
from jsrules.outputs.papers.working_paper import WorkingPaper
from jsrules.outputs.terminal import Terminal
from jsrules.outputs.text import compose_result
from jsrules.outputs.touched import proposed_values
from jsrules.outputs.web.result_page import draw_result
from jsrules.verification.verifier import Verifier

RULES = Source("r.jsr", "规则 和：总计 = 甲 + 乙\n规则 另：丁 = 戊 + 己\n规则 又：丁 = 庚\n")
REPORT = Source("a.yaml", "总计: 9.00\n甲: 1.00\n乙: 2.00\n丁: 45.10\n戊: 10.00\n己: 15.10\n庚: 25.10\n")


def result_where(*rules: str) -> Result:
    return waived_result(Verifier([RULES]), REPORT, lambda each: each.rule.name in rules)


def text_of(result: Result) -> str:
    return Terminal(200).write(compose_result(result))


def page_of(result: Result) -> ET.Element:
    shell = ET.Element("main")
    draw_result(shell, result, 1, everything=False)
    return shell


def findings_in(shell: ET.Element) -> dict[str, ET.Element]:
    """The lines that open, by their titles."""
    found = {}
    for each in shell.iter("details"):
        title = each.find("summary/span[@class='title']")
        if title is not None:
            found["".join(title.itertext())] = each
    return found


def test_a_cause_of_what_was_explained_is_not_to_be_corrected() -> None:
    result = result_where("和")
    assert result.reconciliation is not None
    assert result.reconciliation.figures == 2, "what the figures say stays as it is"
    text = text_of(result)
    assert "最少改 2 个数" in text
    assert "其中 1 处的不符都已说明，不必改，没有列在这里。" in text
    assert "解释 1 条已说明" not in text
    assert "45.10 应为 25.10" in text
    assert list(proposed_values(result).values()) == [["25.10"]]


def test_where_all_was_explained_nothing_is_to_be_corrected() -> None:
    result = result_where("和", "另", "又")
    text = text_of(result)
    assert "差错与改法" not in text
    assert "应为" not in text.replace("应等于", "")
    assert text.count(f"说明  {REASON}") == 3
    assert proposed_values(result) == {}
    assert all(not each.proposals for each in noted(result))


def test_what_else_a_cause_explains_is_still_to_be_corrected() -> None:
    rules = Source("r.jsr", "规则 甲乙：甲 = 乙\n规则 甲丙：甲 = 丙\n")
    report = Source("a.yaml", "甲: 7.00\n乙: 5.00\n丙: 5.00\n")
    text = text_of(waived_result(Verifier([rules]), report, lambda each: each.rule.name == "甲乙"))
    assert "7.00 应为 5.00：解释 1 条不符、1 条已说明" in text


def test_the_page_shows_it_apart() -> None:
    found = findings_in(page_of(result_where("和")))
    (waived,) = (each for title, each in found.items() if title.startswith("已说明"))
    assert waived.get("class") == "finding waived"
    assert waived.get("data-level") == "error", "the level is still asked for"
    line = waived.find("summary")
    assert line is not None
    assert f"已说明：{REASON}（张三，2026-06-30 至 2026-12-31）" in "".join(line.itertext())
    assert not {"error", "warning", "info"} & {name for each in line.iter() for name in each.get("class", "").split()}
    other = next(each for title, each in found.items() if title.startswith("不符"))
    assert other.get("class") == "finding violation error"


def test_the_page_says_at_a_glance_that_some_was_explained() -> None:
    (article,) = page_of(result_where("和", "另", "又"))
    assert article.get("class") == "explained"
    assert "已说明的以外相符" in "".join(article.itertext())
    (article,) = page_of(result_where("和"))
    assert article.get("class") == "wrong"


@pytest.mark.parametrize("end", [".xlsx", ".docx", ".pdf"])
def test_marks_of_it_are_grey(end: str, tmp_path: Path) -> None:
    pytest.importorskip("pypdf" if end == ".pdf" else "lxml")
    path = tmp_path / f"决算{end}"
    data = pdf_of(wrong_report()) if end == ".pdf" else exported(wrong_report(), path.name)
    path.write_bytes(data)
    annotations = compose_annotations(waived_result(Verifier(), str(path), lambda _: True))
    marks = [each for each in annotations.marks if each.text == WRONG]
    assert marks
    assert {each.level for each in marks} == {"waived"}
    assert all(REASON in each.note and not each.proposal for each in marks)
    rows = [each for each in annotations.rows if each.level == "waived"]
    assert rows
    assert {each.level_word for each in rows} == {"已说明"}
    assert all(REASON in each.message for each in rows)
    assert any("灰色是已说明的" in each for each in annotations.remarks)
    made = annotated(data, str(path), annotations)
    if end == ".pdf":
        colours = {each.colour for each in frames_and_labels(made)[0] if WRONG in each.note}
        assert colours
        assert all(len(set(each)) == 1 for each in colours), "no red and no blue in it"
    elif end == ".xlsx":
        cells = [cell for sheet in load_workbook(BytesIO(made)) for row in sheet.iter_rows() for cell in row]
        (cell,) = [each for each in cells if each.value == float(WRONG)]
        assert cell.fill.fgColor.rgb == "FFE8E8E8"


def test_the_working_paper_shows_it_grey() -> None:
    """Its row is grey, with its reason; the others are not."""
    documents = pytest.importorskip("docx")
    paper = WorkingPaper()
    paper.take(result_where("和"))
    document = documents.Document(BytesIO(paper.data()))
    (table,) = document.tables
    looks = {}
    for row in table.rows[1:]:
        shades = {fill for cell in row.cells for fill in cell._tc.xpath("./w:tcPr/w:shd/@w:fill")}
        styles = {each.style.style_id for cell in row.cells for each in cell.paragraphs}
        looks["".join(cell.text for cell in row.cells)] = (shades, styles)
    waived = [look for text, look in looks.items() if REASON in text]
    assert waived == [({"E8E8E8"}, {"TableWaived"})]
    assert [look for text, look in looks.items() if REASON not in text] == [(set(), {"TableText"})] * 2
    assert document.styles["TableWaived"].font.color.rgb is not None
