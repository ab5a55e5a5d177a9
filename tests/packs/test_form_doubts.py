"""What speaks against the form set that was chosen: another one knows more of the report's names."""

from __future__ import annotations

from pathlib import Path

import pytest

import jsrules
from jsrules.base.source import Source
from jsrules.packs.library import Pack, pack_of_files
from jsrules.verification.verifier import Verifier

KIND = "年报"
STANDARD = """
表:
  总表: {表号: 01表, 行: {收入: 1, 支出: 2, 结余: 3}}
  基金表: {表号: 09表, 行: {基金收入: 1, 基金支出: 2}}
  三公表: {表号: 07表, 行: {接待费: 1, 用车费: 2}}
"""
SWAPPED = """
表:
  基金表: {表号: 07表}
  三公表: {表号: 09表}
"""


def pack(identifier: str, forms: dict[str, str], rule: str = "结余 = 收入 - 支出") -> Pack:
    files = {
        "pack.yaml": f"代号: {identifier}\n名称: {identifier}\n版本: 1.0.0\n报告: [{KIND}]\n",
        "rules/a.jsr": f"表 总表\n规则 平衡：{rule}\n",
        **{f"forms/{name}.yaml": text for name, text in forms.items()},
    }
    return pack_of_files(identifier, {name: text.encode() for name, text in files.items()})


def form(head: str, body: str) -> str:
    return f"表样: {KIND}\n代号: yearly\n金额单位: 元\n{head}\n{body}"


STANDARD_2021 = form("年度: 2021\n名称: 通用\n沿用: true", STANDARD)
SHANGHAI = f"表样: {KIND}\n年度: 2021起\n基础: 通用\n名称: 上海 2021\n地区: [上海*]\n{SWAPPED}"


def told(forms: dict[str, str], report: str, *more: Pack, rule: str = "结余 = 收入 - 支出") -> list[str]:
    verifier = Verifier(packs=[pack("a", forms, rule)])
    verifier._candidates = [*verifier._named, *Verifier(packs=list(more))._named]
    result = verifier.verify(Source("report.yaml", f"报告: {KIND}\n年度: 2021\n{report}"))
    assert result.report is None, "only what cannot be read is looked at"
    return [f"{each.line} {each.message} {each.remedy}" for each in result.diagnostics if each.code == "W324"]


def test_a_number_that_is_another_tables() -> None:
    assert told({"a": STANDARD_2021, "sh": SHANGHAI}, "总表: {收入: 1}\n09表: {接待费: 3, 用车费: 1}\n") == [
        "4 这份报告的“09表”是“三公表”，更像“上海 2021”的表样 是的话，在报告的表头写 地区: 上海"
    ]


def test_a_number_of_its_own_shorter() -> None:
    forms = {"a": STANDARD_2021, "sh": SHANGHAI}
    for number in ("09", "9表", "公开09表", "表09", "０９"):
        (text,) = told(forms, f"总表: {{收入: 1}}\n{number}: {{接待费: 3, 用车费: 1}}\n")
        assert text.startswith(f"4 这份报告的“{number}”是“三公表”，更像“上海 2021”的表样")


def test_a_number_of_a_table_that_is_there_already() -> None:
    """Nothing in either table is strange; but one number cannot be the table that stands above it."""
    forms = {"a": STANDARD_2021, "sh": SHANGHAI}
    (text,) = told(forms, "三公表: ~\n07表: ~\n")
    assert text.startswith("4 这份报告的“07表”是“基金表”，更像“上海 2021”的表样")
    assert told(forms, "总表: ~\n01表: ~\n") == [], "which is the same table in either"


def read(forms: dict[str, str], report: str) -> list[str]:
    verifier = Verifier(packs=[pack("a", forms)])
    result = verifier.verify(Source("report.yaml", f"报告: {KIND}\n年度: 2021\n{report}"))
    assert result.report is not None
    return [f"{each.line} {each.message} {each.remedy}" for each in result.diagnostics if each.code == "W324"]


@pytest.mark.parametrize(
    "title", ["09表 三公表", "09表：三公表", "三公表（09表）", "三公表(公开09表)", "公开９表　三公表", "表09 三公表"]
)
def test_a_number_beside_a_title(title: str) -> None:
    """All names are known, and what the table prints is another number than the form set gives it."""
    forms = {"a": STANDARD_2021, "sh": SHANGHAI}
    (text,) = read(forms, f"总表: {{收入: 1}}\n{title}: {{接待费: 3}}\n")
    number = title.replace("三公表", "").strip("（）()：　 ").replace("９", "9")
    assert text == f"4 这份报告的“{number}”是“三公表”，更像“上海 2021”的表样 是的话，在报告的表头写 地区: 上海"
    assert read(forms, f"地区: 上海市\n{title}: {{接待费: 3}}\n") == [], "its own number there"
    assert read(forms, f"地区: 河南省\n{title}: {{接待费: 3}}\n") == [], "from elsewhere"


def test_numbers_that_speak_for_nothing() -> None:
    forms = {"a": STANDARD_2021, "sh": SHANGHAI}
    assert read(forms, "07表 三公表: {接待费: 3}\n") == [], "as the form set has it"
    assert read(forms, "08表 三公表: {接待费: 3}\n") == [], "no form set has it so"
    assert read(forms, "09表 三公表: {接待费: 3}\n09表 基金表: {基金收入: 3}\n") == [], "one for, and one against"
    assert read(forms, "05表 总表: {收入: 3}\n09表 三公表: {接待费: 3}\n") == [], "no more than half"
    assert read({"a": STANDARD_2021.replace("表号: 07表, ", ""), "sh": SHANGHAI}, "09表 三公表: ~\n") == [], (
        "it has none"
    )


def test_several_form_sets_that_fit_as_well() -> None:
    twin = SHANGHAI.replace("上海 2021", "浙江 2021").replace("上海*", "浙江*")
    assert read({"a": STANDARD_2021, "sh": SHANGHAI, "zj": twin}, "09表 三公表: ~\n") == []
    anywhere = twin.replace("地区: [浙江*]\n", "").replace("2021起", "2022起").replace("浙江 2021", "各地 2022")
    (text,) = read({"a": STANDARD_2021, "b": anywhere}, "09表 三公表: ~\n")
    assert "更像“各地 2022”的表样" in text


def test_what_is_written_as_it_says_can_be_read() -> None:
    verifier = Verifier(packs=[pack("a", {"a": STANDARD_2021, "sh": SHANGHAI})])
    text = f"报告: {KIND}\n年度: 2021\n地区: 上海\n总表: {{收入: 1}}\n09表: {{接待费: 3, 用车费: 1}}\n"
    result = verifier.verify(Source("report.yaml", text))
    assert result.report is not None
    assert result.diagnostics == []


def test_names_of_tables_rows_and_columns() -> None:
    other = (
        STANDARD.replace("结余: 3", "滚存结余: 3").replace("基金收入: 1", "专款收入: 1").replace("三公表", "公务费表")
    )
    forms = {"a": STANDARD_2021, "b": form("年度: 2022\n名称: 新", other)}
    (text,) = told(forms, "总表: {收入: 1, 滚存结余: 2}\n")
    assert text == "3 “滚存结余”，“通用”里没有，“新”里有：这份报告更像“新”的表样 是的话，在报告的表头写 年度: 2022"
    (text,) = told(forms, "总表: {滚存结余: 2}\n基金表: {专款收入: 2}\n公务费表: {接待费: 2}\n")
    assert "“滚存结余”、“专款收入”、“公务费表”，“通用”里没有" in text
    columns = "表:\n  总表: {行: {收入: 1, 支出: 2, 结余: 3}, 栏: {年初: 1, 年末: 2}}\n"
    forms = {"a": form("年度: 2021", columns), "b": form("年度: 2021\n单位性质: 学校", columns.replace("年末", "期末"))}
    (text,) = told(forms, "总表: {栏: [年初, 期末], 行: {收入: [1, 2]}}\n", rule="每栏 结余 = 收入 - 支出")
    assert text.endswith("是的话，在报告的表头写 单位性质: 学校")


def test_a_slip_is_no_other_form_set() -> None:
    forms = {"a": STANDARD_2021, "sh": SHANGHAI}
    assert told(forms, "总表: {收人: 1}\n") == []
    assert told(forms, "附表: {收人: 1}\n07表: {接待费: 1, 用车: 2}\n") == []
    assert told({"a": STANDARD_2021}, "总表: {收人: 1}\n") == []


def test_a_slip_that_is_a_name_elsewhere_beside_another_slip() -> None:
    other = form("年度: 2021\n名称: 上海 2021\n地区: 上海*", STANDARD.replace("结余: 3", "滚存结余: 3"))
    forms = {"a": STANDARD_2021, "sh": other}
    assert told(forms, "总表: {收人: 1, 滚存结余: 2}\n") == []
    assert told(forms, "总表: {收入: 1, 滚存结余: 2}\n") != []


def test_a_report_that_says_where_it_is_from() -> None:
    forms = {"a": STANDARD_2021, "sh": SHANGHAI}
    assert told(forms, "地区: 河南省\n09表: {接待费: 3, 用车费: 1}\n") == []


def test_one_that_knows_another_name_and_less_of_the_rest() -> None:
    less = form("年度: 2022\n名称: 新", "表: {总表: {行: {滚存结余: 1}}}\n")
    assert told({"a": STANDARD_2021, "b": less}, "总表: {收入: 1, 支出: 2, 滚存结余: 3}\n") == []


def test_one_of_another_installed_pack() -> None:
    other = pack("b", {"b": form("年度: 2021\n名称: 我局", STANDARD.replace("结余", "滚存结余"))})
    (text,) = told({"a": STANDARD_2021}, "总表: {滚存结余: 1}\n", other)
    assert "“我局（b）”" in text
    assert text.endswith("是的话，加上 --pack b")


def test_one_that_is_wrong_itself_speaks_against_nothing() -> None:
    wrong = form("年度: 2022", STANDARD.replace("结余: 3", "滚存结余: [}"))
    baseless = f"表样: {KIND}\n年度: 2022\n基础: 没有\n{SWAPPED}"
    assert told({"a": STANDARD_2021, "b": baseless}, "总表: {滚存结余: 1}\n") == []
    good = wrong.replace("[}", "三")
    assert told({"a": STANDARD_2021, "b": good}, "总表: {滚存结余: 1}\n") == []


def test_many_form_sets_and_a_large_report_take_no_long_time() -> None:
    forms = {"a": STANDARD_2021} | {
        f"{year}": form(f"年度: {year}", STANDARD.replace("结余", f"结余{year}")) for year in range(2022, 2060)
    }
    rows = "".join(f"  名称{number}: 1\n" for number in range(400))
    assert told(forms, f"总表:\n{rows}  结余2040: 1\n") == []
    (text,) = told(forms, "总表: {收入: 1, 结余2040: 1}\n")
    assert "“结余2040”" in text


def test_python_is_told_it_too(tmp_path: Path) -> None:
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "a.yaml").write_text(STANDARD_2021, "utf-8")
    (folder / "sh.yaml").write_text(SHANGHAI, "utf-8")
    report = {"报告": KIND, "年度": 2021, "09表": {"接待费": 3, "用车费": 1}}
    with pytest.raises(jsrules.InputError, match="W324") as caught:
        jsrules.read(report, forms=folder)
    assert [each.code for each in caught.value.diagnostics] == ["W324", "E112", "E112"]
