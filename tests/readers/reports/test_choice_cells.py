"""Cells of words and lists of names, in form sets and in reports."""

from __future__ import annotations

import pytest
from support.checking import ROOT, load

from jsrules.base.diagnostic import InputError
from jsrules.base.names import listed

FORMS = (ROOT / "spec" / "conformance" / "forms" / "prose.yaml").read_text("utf-8")
HEAD = "报告: 小决算\n年度: 2021\n"


def texts(row: str) -> list[str]:
    report = load(f"{HEAD}情况说明:\n  支出: {{公用经费: {row}}}\n", FORMS)
    return [cell.problem for cell in report.cells]


@pytest.mark.parametrize("word", ["大于", " 小 于 ", "“持平”", "~", "[大于, 持平]"])
def test_a_word_is_one_of_the_choices(word: str) -> None:
    texts(f"{{与预算比: {word}}}")


@pytest.mark.parametrize(
    ("word", "offered"), [("大与", "大于"), ("基本持平", "持平"), ("1.00", "大于"), ("[大于, 多]", "大于")]
)
def test_another_word_is_refused(word: str, offered: str) -> None:
    with pytest.raises(InputError) as error:
        texts(f"{{与预算比: {word}}}")
    (found,) = error.value.diagnostics
    assert found.code == "E129"
    assert offered in found.remedy


def test_a_list_of_names_may_be_written_as_one() -> None:
    assert texts("{列举: [办公费, 印刷费]}") == texts("{列举: 办公费、印刷费}") == ["办公费、印刷费"]


def test_names_in_a_list() -> None:
    assert listed("办公费、印 刷费，差旅费；其他等。") == ["办公费", "印刷费", "差旅费", "其他"]
    assert listed("办公费、等") == ["办公费"]
    assert listed("") == []


@pytest.mark.parametrize(
    "column",
    ["选项: [甲], 列表: true", "选项: [甲], 单位: 万元", "列表: 功能分类", "列表: true, 单位: 个"],
)
def test_what_makes_no_sense_in_a_form_set(column: str) -> None:
    with pytest.raises(InputError, match=r"列表|科目体系"):
        load(HEAD, FORMS.replace("备注: {列表: true}", f"备注: {{{column}}}"))
