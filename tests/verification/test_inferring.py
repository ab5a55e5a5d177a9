"""A document that tells neither its kind nor its year: both are inferred where they are sure, and said to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from jsrules.base.diagnostic import InputError
from jsrules.model.given_head import GivenHead
from jsrules.model.result import Result
from jsrules.outputs.text import compose_result
from jsrules.readers.reports.head_sources import told_head
from jsrules.verification.verifier import Verifier

PROSE = """\
五、一般公共预算财政拨款基本支出决算情况说明
2023年一般公共预算财政拨款基本支出120.00万元，其中：
人员经费80.00万元，主要包括：基本工资、津贴补贴等。
公用经费40.00万元，主要包括：办公费、印刷费等。
六、财政拨款“三公”经费支出决算情况说明
2023年“三公”经费财政拨款支出决算为5.00万元，较上年增加1.00万元，增长25.00%。
"""


def verified(folder: Path, text: str, given: GivenHead | None = None, name: str = "说明.txt") -> Result:
    (folder / name).write_text(text, "utf-8")
    return Verifier(given=given or GivenHead()).verify(str(folder / name), "", 0)


def wrong(result: Result) -> list[str]:
    return [each.rule.name for each in result.outcomes if each.verdict == "violation"]


def head(result: Result) -> tuple[str, int | None, list[tuple[str, str]]]:
    assert result.report is not None and result.imported is not None
    return (
        result.report.kind,
        result.report.year,
        [(each.entry, each.how) for each in result.imported.head_sources],
    )


def test_kind_and_year_are_inferred_and_said_to_be(tmp_path: Path) -> None:
    result = verified(tmp_path, PROSE)
    assert head(result) == ("部门决算", 2023, [("kind", "inferred"), ("year", "inferred")])
    assert wrong(result) == []
    assert wrong(verified(tmp_path, PROSE.replace("80.00", "90.00"))) == ["说明基本支出合计"]
    shown = repr(compose_result(result))
    assert "按各节的标题推断为 部门决算" in shown and "推断为 2023（2023 年 2 处）" in shown


def unit(result: Result) -> tuple[str, list[str]]:
    assert result.report is not None and result.imported is not None
    told = [each for each in told_head(result.imported.head_sources) if each.startswith("单位")]
    return result.report.unit, told


def test_the_unit_is_what_sentences_begin_with_and_said_to_be_inferred(tmp_path: Path) -> None:
    text = PROSE.replace("\n2023年一般", "\n甲市乙区教育局2023年一般").replace(
        "\n2023年“三公”", "\n（一）乙区教育局2023年“三公”"
    )
    result = verified(tmp_path, text)
    assert unit(result) == ("甲市乙区教育局", ["单位：标题没有写，2 句话以它开头，推断为 甲市乙区教育局"])
    assert wrong(result) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("甲市教育局", ""),  # one sentence alone may be about another
        ("甲市教育局", "甲市财政局"),
        ("根据甲市财政局", "根据甲市财政局"),
        ("本局", "本局"),
        ("上级财政局", "上级财政局"),
        ("全年经费", "全年经费"),
    ],
)
def test_a_name_that_is_not_sure_is_no_unit(tmp_path: Path, first: str, second: str) -> None:
    text = PROSE.replace("\n2023年一般", f"\n{first}2023年一般").replace("\n2023年“三公”", f"\n{second}2023年“三公”")
    assert unit(verified(tmp_path, text)) == ("", [])


def test_a_unit_that_a_title_names_is_not_inferred(tmp_path: Path) -> None:
    text = "甲市乙局2023年度部门决算\n" + PROSE.replace("\n2023年", "\n甲市丙局2023年")
    assert unit(verified(tmp_path, text)) == ("甲市乙局", [])


def test_the_year_before_that_is_left_is_a_slip(tmp_path: Path) -> None:
    text = (
        PROSE.replace("\n2023年“三公”", "\n2022年“三公”")
        + "（一）公务接待费支出决算具体情况说明\n2023年公务接待费支出决算5.00万元。\n"
    )
    result = verified(tmp_path, text)
    assert head(result)[1] == 2023
    assert wrong(result) == ["三公总体的年度"]


@pytest.mark.parametrize("year", ["2022", "2024"])
def test_two_years_as_often_are_none(tmp_path: Path, year: str) -> None:
    result = verified(tmp_path, PROSE.replace("\n2023年“三公”", f"\n{year}年“三公”"))
    assert result.report is None
    (fault,) = result.diagnostics
    assert fault.code == "E410"
    assert any("各数所属的年度不一" in note and "--year" in note for note in fault.notes)


def test_a_year_that_is_only_compared_with_tells_the_next(tmp_path: Path) -> None:
    text = PROSE.replace("2023年", "").replace("较上年增加", "与2022年相比，增加")
    assert head(verified(tmp_path, text))[1] == 2023


def test_a_budget_is_no_final_account(tmp_path: Path) -> None:
    result = verified(tmp_path, PROSE.replace("决算", "预算"))
    assert result.report is None
    assert [each.code for each in result.diagnostics] == ["E410"]
    assert any("--kind" in note for note in result.diagnostics[0].notes)


def test_what_is_given_goes_before_what_is_inferred_and_before_titles(tmp_path: Path) -> None:
    given = GivenHead("部门决算", 2022)
    result = verified(tmp_path, PROSE.replace("\n2023年“三公”", "\n2022年“三公”"), given)
    assert head(result) == ("部门决算", 2022, [("kind", "given"), ("year", "given")])
    titled = verified(tmp_path, "甲市乙局2023年度部门决算\n" + PROSE, given)
    assert titled.imported is not None
    assert any("标题写的是 2023" in each for each in told_head(titled.imported.head_sources))


def test_a_kind_that_no_form_set_is_for_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        Verifier(given=GivenHead("部门结算", 2023)).import_files([_written(tmp_path / "说明.txt", PROSE)])
    (fault,) = caught.value.diagnostics
    assert fault.code == "E119" and "部门决算" in (fault.remedy or "")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (GivenHead(year=2022), "报告写的是 2021，--year 给的是 2022"),
        (GivenHead("单位决算"), "报告写的是 部门决算，--kind 给的是 单位决算"),
    ],
)
def test_a_report_that_says_otherwise_is_an_error(tmp_path: Path, given: GivenHead, message: str) -> None:
    text = "报告: 部门决算\n单位: 甲局\n年度: 2021\n"
    result = verified(tmp_path, text, given, "a.yaml")
    assert [(each.code, each.message) for each in result.diagnostics] == [("E110", message)]
    assert result.diagnostics[0].place()[1] in (1, 3)
    assert verified(tmp_path, text, GivenHead("部门决算", 2021), "a.yaml").report is not None
    bare = verified(tmp_path, "总计: 1.00\n", given, "a.yaml")
    assert [each.code for each in bare.diagnostics] == ["E110"]


def test_prose_in_one_line_is_no_yaml(tmp_path: Path) -> None:
    """A colon with a space behind it makes a mapping of it, with one long name."""
    line = (
        "三、2021 年度单位决算情况说明 (一)收入支出决算总体情况说明 2021 年度收入总计 120.00 万元,支出总计 120.00 万元,"
        " 与 2020 年度相比,增加 20.00 万元,增长 20.00%。主要原因是: 1、经费标准提高。 (二)收入决算情况说明 本年收入合计 "
        "120.00 万元;包括财政拨款收入 100.00 万元,占收入合计 83.33%;其他收入 20.00 万元,占收入合计 16.67%。\n"
    )
    result = verified(tmp_path, line)
    assert head(result)[:2] == ("单位决算", 2021)


def test_of_an_inferred_kind_no_table_is_missed(tmp_path: Path) -> None:
    table = "一般公共预算财政拨款“三公”经费支出决算表\n单位：万元\n项目\t预算数\t决算数\n合计\t9.00\t5.00\n公务接待费\t9.00\t5.00\n"
    result = verified(tmp_path, table + PROSE)
    assert result.imported is not None and result.report is not None
    assert [each.title for each in result.imported.tables if each.known]
    assert "须有公开的表" not in wrong(result)
    assert {each.why for each in result.imported.unsure} == {"文件没有写是哪种报告，别的表可能在别处"}


def _written(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return str(path)
