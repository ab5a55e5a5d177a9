"""What is not stated, in JSON and for Python: by codes and names, the same in either language."""

from __future__ import annotations

import json
from io import StringIO
from typing import get_args

import pytest
from jsonschema import Draft202012Validator
from support.sources import ROOT

import jsrules
from jsrules.model.reason import ReasonCode, SubjectKind
from jsrules.outputs.subjects import Whose

SCHEMA = json.loads((ROOT / "spec" / "result.schema.json").read_text("utf-8"))
EMPTY = dict.fromkeys(("table", "block", "row", "column", "name", "path"))

REPORT = {
    "报告": "部门决算",
    "年度": 2021,
    "收入支出决算总表": {"支出": {"本年支出合计": "1", "总计": "1"}},
    "支出决算表": {"栏": ["本年支出合计"], "行": {"合计": ["10.00"]}},
    "一般公共预算财政拨款支出决算表": {"栏": ["小计"], "行": {"合计": ["?"]}},
    "情况说明": {"基本支出": {"人员经费": {"金额": "1"}}},
}

RULES = """
规则 表：收入决算表.合计.本年收入合计 = 1
规则 块：收入支出决算总表.收入.总计 = 1
规则 栏：支出决算表.合计.基本支出 = 1
规则 格：一般公共预算财政拨款支出决算表.合计.小计 = 1
规则 节：情况说明.总体情况.收支总计.金额 = 1
规则 行：情况说明.基本支出.公用经费.金额 = 1
规则 上年：上年.收入支出决算总表.支出.总计 = 1
规则 头：报告.地区 <> ""
"""


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_not_stated(language: jsrules.Language) -> None:
    with jsrules.language(language):
        result = jsrules.verify(REPORT, rules=StringIO(RULES))
        made = json.loads(result.to_json(everything=True))
    Draft202012Validator(SCHEMA).validate(made)
    mine = [each for each in made["findings"] if each["rule"].startswith("<rules>/")]
    told = {each["rule"].rsplit("/")[-1]: (each["reason_code"], each["reason_subject"]) for each in mine}
    own = {"whose": "own", **EMPTY}
    assert told == {
        "表": ("absent", {**own, "kind": "table", "table": "收入决算表"}),
        "块": ("unstated", {**own, "kind": "block", "table": "收入支出决算总表", "block": "收入"}),
        "栏": ("unstated", {**own, "kind": "column", "table": "支出决算表", "column": "基本支出"}),
        "格": (
            "illegible",
            {**own, "kind": "cell", "table": "一般公共预算财政拨款支出决算表", "row": "合计", "column": "小计"},
        ),
        "节": ("absent", {**own, "kind": "table", "table": "情况说明.总体情况"}),
        "行": ("left_out", {**own, "kind": "cell", "table": "情况说明.基本支出", "row": "公用经费", "column": "金额"}),
        "上年": ("absent", {**own, "kind": "prior", "whose": "prior"}),
        "头": ("absent", {**own, "kind": "entry", "name": "地区"}),
    }
    subjects = [each.reason_subject for each in result.outcomes if each.rule.startswith("<rules>/")]
    assert subjects[0] == jsrules.ReasonSubject("table", table="收入决算表")
    assert subjects[6] == jsrules.ReasonSubject("prior", "prior")


def test_what_the_reports_of_units_do_not_state() -> None:
    total = {"总表": {"甲": "3", "乙": "1"}}
    units = [{"单位": "一校", "总表": {"甲": "1"}}, {"单位": "二校", "总表": {"甲": "2", "乙": "1"}}]
    result = jsrules.verify(total, rules=StringIO("合计(下级单位.乙) = 乙"), subordinates=units)
    (finding,) = json.loads(result.to_json())["findings"]
    place = {**EMPTY, "row": "总表.乙", "path": "<subordinate 1>"}
    assert finding["reason_subject"] == {"kind": "cell", "whose": "subordinate", **place}


def test_what_holds_has_no_reason() -> None:
    (outcome,) = json.loads(jsrules.verify({"甲": "1"}, rules=StringIO("甲 = 1")).to_json(everything=True))["findings"]
    assert (outcome["reason_code"], outcome["reason_subject"]) == (None, None)


def test_the_schema_names_every_code_and_kind() -> None:
    finding, subject = SCHEMA["$defs"]["finding"]["properties"], SCHEMA["$defs"]["subject"]["properties"]
    assert finding["reason_code"]["enum"] == [*get_args(ReasonCode), None]
    assert sorted(subject["kind"]["enum"]) == sorted(get_args(SubjectKind))
    assert subject["whose"]["enum"] == list(get_args(Whose))


def test_the_page_names_every_code() -> None:
    page = (ROOT / "spec" / "results.md").read_text("utf-8")
    assert [each for each in get_args(ReasonCode) if f"`{each}`" not in page] == []
