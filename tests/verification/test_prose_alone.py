"""A document that is prose alone is verified as far as it goes: nobody says that it has no tables."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.documents import SHARED, real_documents

from jsrules.model.result import Result
from jsrules.verification.verifier import Verifier

PROSE = """\
甲市乙局2021年度部门决算情况说明
一、收入支出决算总体情况说明
2021年度收、支总计均为 120.00 万元。与 2020 年度相比，收、支总计各增加 20.00 万元，增长 25.00%。
"""


def verified(folder: Path, text: str) -> Result:
    (folder / "说明.txt").write_text(text, "utf-8")
    return Verifier().verify(str(folder / "说明.txt"), "", 0)


def wrong(result: Result) -> list[str]:
    return [each.rule.name for each in result.outcomes if each.verdict == "violation"]


def test_what_it_says_is_checked_and_its_tables_are_not_missed(tmp_path: Path) -> None:
    result = verified(tmp_path, PROSE)
    assert result.report is not None
    assert result.imported is not None
    assert wrong(result) == ["收支总计增减率"], "20.00 more than 100.00 are 20.00 %"
    assert {each.why for each in result.imported.unsure} == {"文件里只有文字"}
    assert wrong(verified(tmp_path, PROSE.replace("25.00%", "20.00%"))) == []


def test_prose_in_which_nothing_is_read_is_no_report(tmp_path: Path) -> None:
    result = verified(tmp_path, "甲市乙局2021年度部门决算情况说明\n一、概况\n乙局有 12 个科室。\n")
    assert result.report is None
    assert [each.code for each in result.diagnostics] == ["E410"]


@pytest.mark.skipif(not real_documents(), reason="the folder of published documents is not there")
def test_a_published_excerpt() -> None:
    result = Verifier().verify(str(SHARED / "gs-tianshui-youeryuan-2017.txt"), "", 0)
    assert wrong(result) == ["一般公共预算隐含的完成率"], "100 % done, and yet more than budgeted by 55.93"
