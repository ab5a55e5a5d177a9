"""Two results compared: what is told, and that nothing that may come from anybody breaks it."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.model.result_change import NotedResult, ResultComparison
from jsrules.outputs.json import result_object
from jsrules.outputs.result_diff import difference_object, noted_result
from jsrules.readers.results.result_reader import looks_like_result, read_result, result_of
from jsrules.verification.result_diff import compare_results
from jsrules.verification.verifier import Verifier

DAY = "2026-06-30"
SOURCE_RULES = Source("r.jsr", "规则 和：总计 = 甲 + 乙\n规则 相等：甲 = 丙\n  级别 警告\n")
VERIFIER = Verifier([SOURCE_RULES], as_of=DAY)


def account(total: str, third: str, year: int = 2021) -> Source:
    return Source("a.yaml", f"年度: {year}\n总计: {total}\n甲: 1.00\n乙: 2.00\n丙: {third}\n")


def side_of(total: str, third: str, year: int = 2021, waivers: str = "") -> NotedResult:
    given_waivers = Source("w.yaml", waivers) if waivers else ""
    return noted_result(VERIFIER.verify(account(total, third, year), waivers=given_waivers))


def told_by(found: ResultComparison) -> dict[str, list[str]]:
    return {
        "new": [each.rule for each in found.appeared],
        "gone": [each.rule for each in found.gone],
        "changed": [each.after.rule for each in found.changed if each.after],
    }


def test_what_is_new_gone_and_changed() -> None:
    found = compare_results(side_of("3.00", "2.00"), side_of("9.00", "3.00"))
    assert told_by(found) == {"new": ["r/和"], "gone": [], "changed": ["r/相等"]}
    assert [(each.name, each.before, each.after) for each in found.figures or []] == [
        ("总计", "3.00", "9.00"),
        ("丙", "2.00", "3.00"),
    ]
    assert [each.rule for each in found.newly_failing("error")] == ["r/和"]
    back = compare_results(side_of("9.00", "3.00"), side_of("3.00", "1.00"))
    assert told_by(back) == {"new": [], "gone": ["r/和", "r/相等"], "changed": []}
    assert not back.newly_failing("info")


def test_figures_are_compared_within_one_year() -> None:
    found = compare_results(side_of("9.00", "1.00"), side_of("8.00", "1.00", 2022))
    assert found.figures is None and told_by(found)["changed"] == ["r/和"]


def test_what_is_waived_does_not_fail_anew_and_fails_when_it_is_not_waived_any_more() -> None:
    waivers = (
        "说明:\n- {规则: r/和, 数: {总计: 9.00, 甲: 1.00, 乙: 2.00}, 理由: 属实, 批准人: 张三, "
        "自: 2026-01-01, 至: 2026-12-31}\n"
    )
    waived, plain, good = side_of("9.00", "1.00", waivers=waivers), side_of("9.00", "1.00"), side_of("3.00", "1.00")
    assert not compare_results(good, waived).newly_failing("info")
    assert [each.rule for each in compare_results(waived, plain).newly_failing("error")] == ["r/和"]
    assert not compare_results(plain, waived).newly_failing("error")


cents = st.integers(0, 500).map(lambda amount: f"{amount // 100}.{amount % 100:02}")


@given(cents, cents, cents, cents)
def test_both_ways_tell_the_same(one: str, two: str, three: str, four: str) -> None:
    old, new = side_of(one, two), side_of(three, four)
    there, back = compare_results(old, new), compare_results(new, old)
    assert there.appeared == back.gone and there.gone == back.appeared
    assert len(there.changed) == len(back.changed) and there.same == back.same
    assert not compare_results(old, old).newly_failing("info") and compare_results(old, old).figures == []


def written() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(result_object(VERIFIER.verify(account("9.00", "3.00")))))
    return found


def test_a_written_result_is_as_good_as_a_report() -> None:
    read = read_result("a.json", json.dumps(written()))
    found = compare_results(read, side_of("9.00", "3.00"))
    assert told_by(found) == {"new": [], "gone": [], "changed": []} and found.same == 2
    assert json.dumps(difference_object(found, "error"))


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", "{", '{"schema": "x"}', "[" * 100_000, '{"schema": 1}\n{"schema": 2}', "1e999", "NaN"],
)
def test_what_is_no_result_is_told(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_result("x.json", text)
    assert {each.code for each in caught.value.diagnostics} == {"E109"}
    assert all(each.remedy for each in caught.value.diagnostics)


def places_in(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(node, dict | list):
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            found += places_in(value, (*path, key))
    return found


PLACES = places_in(written())


@given(st.sampled_from(PLACES), st.sampled_from([None, 1, "x", [], {}, True, [None], {"x": 1}]))
def test_a_damaged_result_is_read_or_refused(path: tuple[Any, ...], value: Any) -> None:
    damaged = deepcopy(written())
    node: Any = damaged
    for key in path[:-1]:
        node = node[key]
    node[path[-1]] = value
    codes: set[str] = set()
    try:
        result_of("x.json", damaged)
    except InputError as error:
        codes = {each.code for each in error.diagnostics}
    assert codes <= {"E109"}


def test_a_report_is_no_result() -> None:
    assert looks_like_result(json.dumps(written()))
    assert not looks_like_result("总计: 1.00\n") and not looks_like_result("{总计: 1.00}")
