"""The JSON that programs read: keys and order as specified, exact figures, valid by its schema whatever comes."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.handmade import PATH, example, results, unreadable
from support.sources import ROOT

from jsrules.base.source import Source
from jsrules.model.result import Result
from jsrules.outputs import json as json_module
from jsrules.outputs.compose import Told
from jsrules.outputs.json import json_pieces, render_json, result_object
from jsrules.outputs.json_text import json_text
from jsrules.verification.verifier import Verifier

SCHEMA = json.loads((ROOT / "spec" / "result.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_keys_stand_in_the_order_of_the_schema() -> None:
    def check(value: object, schema: dict[str, object]) -> None:
        if "$ref" in schema:
            schema = SCHEMA["$defs"][str(schema["$ref"]).rsplit("/", 1)[1]]
        if isinstance(value, dict):
            properties = schema["properties"]
            assert isinstance(properties, dict)
            assert list(value) == list(properties) == schema["required"]
            for key, each in value.items():
                check(each, properties[key])
        elif isinstance(value, list):
            items = schema["items"]
            assert isinstance(items, dict)
            for each in value:
                check(each, items)

    check(result_object(example(), everything=True), SCHEMA)
    check(result_object(unreadable()), SCHEMA)


@pytest.mark.parametrize("indent", [None, 0, 2])
@pytest.mark.parametrize("result", [example(), unreadable(), Result("a.yaml")], ids=["example", "unreadable", "empty"])
def test_a_finding_after_the_other_makes_the_same_text(result: Result, indent: int | None) -> None:
    for everything in (False, True):
        whole = json_text(result_object(result, everything=everything), indent=indent)
        assert render_json(result, everything=everything, indent=indent) == whole


def test_findings_are_made_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    made = 0
    object_of = json_module.finding_object

    def counted(told: Told, fingerprint: str, suspects: Sequence[str] = ()) -> json_module.Object:
        nonlocal made
        made += 1
        return object_of(told, fingerprint, suspects)

    monkeypatch.setattr(json_module, "finding_object", counted)
    seen = [made for _ in json_pieces(example(), everything=True)]
    assert seen[0] == 0 and sorted(set(seen)) == list(range(made + 1)) and made > 3


def test_a_finding() -> None:
    made = json.loads(render_json(example()))
    assert made["report"] == {"path": PATH, "unit": "某某市行政服务中心", "year": 2021}
    assert made["summary"] == {
        "pass": 1,
        "rounding": 3,
        "violation": 2,
        "undetermined": 3,
        "not_applicable": 1,
        "waived": 0,
    }
    finding = next(each for each in made["findings"] if each["rule"] == "demo/支出结构一致")
    assert finding["kind"] is None
    assert finding["where"] == {"table": "情况说明.总体情况", "row": "收支总计", "column": None}
    assert [finding[key] for key in ("left", "right", "difference", "allowance", "beyond", "unit")] == [
        "28.29",
        "28.09",
        "0.20",
        "0.01",
        "0.19",
        "万元",
    ]
    assert finding["cells"][1] == {
        "ref": "支出决算表.221 住房保障支出.本年支出合计",
        "text": "28.09",
        "value": "28.09",
        "unit": "万元",
        "coefficient": "-1",
        "line": 88,
        "column": 9,
        "path": None,
        "document": None,
    }
    assert finding["source"] == {"file": "spec/packs/demo/rules/01.jsr", "line": 3, "column": 1}


def test_percentages_are_in_percent() -> None:
    finding = next(each for each in json.loads(render_json(example()))["findings"] if each["kind"] == "truncation")
    assert (finding["left"], finding["cells"][0]["value"], finding["cells"][0]["unit"]) == ("99.99", "99.99", "%")


def test_all_adds_what_holds_and_what_does_not_apply() -> None:
    verdicts = {each["verdict"] for each in json.loads(render_json(example()))["findings"]}
    assert verdicts == {"rounding", "violation", "undetermined"}
    everything = json.loads(render_json(example(), everything=True))["findings"]
    assert {each["verdict"] for each in everything} == verdicts | {"pass", "not_applicable"}


def test_an_unreadable_report_keeps_its_diagnostics() -> None:
    made = json.loads(render_json(unreadable()))
    assert made["report"] == {"path": "坏.yaml", "unit": None, "year": None}
    assert made["diagnostics"] == [
        {
            "code": "E116",
            "severity": "error",
            "message": "数字写法有误：“1.2.3”",
            "path": "坏.yaml",
            "line": 1,
            "column": 5,
            "notes": [],
            "remedy": "改正数字",
        }
    ]


def test_one_line_unless_indented() -> None:
    assert "\n" not in render_json(example())
    assert render_json(example(), indent=2).startswith('{\n  "schema": "jsrules/result/1",\n')
    assert "行政服务中心" in render_json(example())


@given(results(), st.booleans())
def test_never_fails_and_is_valid(result: Result, everything: bool) -> None:
    made = json.loads(render_json(result, everything=everything))
    VALIDATOR.validate(made)
    assert made == result_object(result, everything=everything)


@pytest.mark.parametrize("change", [{"schema": "jsrules/result/2"}, {"extra": 1}, {"summary": {}}])
def test_the_schema_sees_it(change: dict[str, object]) -> None:
    assert not VALIDATOR.is_valid(result_object(example()) | change)


def test_a_conflict_names_the_figures_that_decided_whether_it_is_one() -> None:
    """甲 stands in no sum, but it would if it were more than 2: it is among the cells of the conflict for that."""
    verifier = Verifier([Source("r.jsr", "补贴 = 合计(甲, 乙, 丙, 若 本值 > 2)\n")])
    result = verifier.verify(Source("a.yaml", "补贴: 9.00\n甲: 1.00\n乙: 3.00\n丙: 4.00\n"), reconcile=2)
    told = result_object(result)
    VALIDATOR.validate(told)
    reconciliation = told["reconciliation"]
    assert isinstance(reconciliation, dict)
    (conflict,) = reconciliation["conflicts"]
    (identity,) = conflict["identities"]
    assert set(conflict["cells"]) == {"补贴", "甲", "乙", "丙"}
    assert [each["ref"] for each in identity["terms"]] == ["补贴", "乙", "丙"]
    assert set(identity["freed_by"]) == {"甲", "乙", "丙"}
