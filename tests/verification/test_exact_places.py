"""Of a figure that a line of prose prints twice its place tells which is meant, in the report that is written, too."""

from __future__ import annotations

from pathlib import Path

from jsrules.base.source import Source
from jsrules.verification.verifier import Verifier

PROSE = """\
甲市乙局2023年度部门决算
五、一般公共预算财政拨款基本支出决算情况说明
2023年一般公共预算财政拨款基本支出80.00万元，其中：人员经费40.00万元，公用经费40.00万元。
"""


def test_each_of_two_alike_has_a_place_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    path.write_text(PROSE, "utf-8")
    text = Verifier().import_files([str(path)]).text
    report = Verifier().load(Source("a.yaml", text)).result.report
    assert report is not None
    found = {}
    for cell in report.cells:
        place = report.place_of(cell)
        if place is not None and cell.amount is not None:
            found[cell.row, cell.amount.text] = (place.place.paragraph, place.place.nth, place.place.among)
    assert found["人员经费", "40.00"] == (3, 1, 2)
    assert found["公用经费", "40.00"] == (3, 2, 2)
    assert found["基本支出", "80.00"] == (3, 0, 0)
