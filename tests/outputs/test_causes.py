"""What is said of causes: within the page, in both languages, and as JSON that fits its schema; whatever was found."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import partial

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.checking import ROOT, load, resolve_text
from support.generated import RULES, draw, spoil, written

from jsrules.base.language import set_language
from jsrules.base.width import text_width
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.reconcile import reconcile
from jsrules.model.result import Result
from jsrules.outputs.causes import explains, ordered
from jsrules.outputs.json import render_json, result_object
from jsrules.outputs.story import compose_story
from jsrules.outputs.terminal import Terminal
from jsrules.outputs.text import compose_result

SCHEMA = json.loads((ROOT / "spec" / "result.schema.json").read_text("utf-8"))


def result_of(text: str, rules: str = RULES, budget: Budget | None = None) -> Result:
    report = load(text)
    resolved = resolve_text(rules, report.forms)
    outcomes = evaluate(report, resolved)
    result = Result("report.yaml", report, outcomes=outcomes)
    result.reconciliation = reconcile(report, outcomes, partial(evaluate, rules=resolved), budget)
    for number, explanation in result.reconciliation.explanations.items():
        outcomes[number].explanation = explanation
    return result


def spoiled(seed: int, errors: int, budget: Budget | None = None) -> Result:
    chance = random.Random(seed)
    return result_of(written(spoil(chance, draw(chance), errors)), budget=budget)


@pytest.fixture(params=["zh", "en"])
def _language(request: pytest.FixtureRequest) -> Iterator[None]:
    set_language(request.param)
    yield
    set_language("zh")


@settings(max_examples=40)
@given(
    st.integers(0, 10**9),
    st.integers(0, 5),
    st.sampled_from([40, 80, 132]),
    st.booleans(),
    st.sampled_from(["zh", "en"]),
)
def test_it_fits_the_page(seed: int, errors: int, columns: int, explain: bool, language: str) -> None:
    set_language("en" if language == "en" else "zh")
    try:
        result = spoiled(seed, errors)
        for page in (compose_result(result, explain=explain), compose_story(result)):
            text = Terminal(columns).write(page)
            assert max(map(text_width, text.splitlines())) <= columns
    finally:
        set_language("zh")


@settings(max_examples=40)
@given(st.integers(0, 10**9), st.integers(0, 5), st.integers(0, 3000))
def test_json_fits_its_schema(seed: int, errors: int, work: int) -> None:
    for budget in (None, Budget(work)):
        printed = json.loads(render_json(spoiled(seed, errors, budget)))
        jsonschema.validate(printed, SCHEMA)


def test_findings_are_told_once() -> None:
    result = spoiled(5, 3)
    text = Terminal().write(compose_result(result))
    for outcome in result.outcomes:
        if outcome.verdict == "violation":
            assert text.count(f"规则  {outcome.rule.identifier}\n") == 1


def test_json_points_at_findings() -> None:
    result = spoiled(5, 3)
    printed = result_object(result)
    findings = printed["findings"]
    reconciliation = printed["reconciliation"]
    assert isinstance(findings, list)
    assert isinstance(reconciliation, dict)
    pointed = 0
    for cause in reconciliation["causes"]:
        names = [each["ref"] for each in cause["corrections"][0]["suspects"]]
        for place in cause["findings"]:
            assert set(names) <= set(findings[place]["suspects"])
            pointed += 1
    assert pointed


def test_a_partial_answer_says_so() -> None:
    text = Terminal().write(compose_result(spoiled(5, 3, Budget(2000))))
    assert "在限额之内没有找全改法" in text
    assert "at least" not in text


def test_contradictions_are_named() -> None:
    result = result_of("a: 5 个\n", "规则 一：a = 5 个\n规则 二：a = 6 个\n")
    text = Terminal().write(compose_result(result))
    assert "公式互相矛盾，无论怎样改数都不能同时成立：一、二" in text


def test_a_proof_of_printed_figures() -> None:
    """`==` is of what is printed: the figures themselves, not their intervals, are put into the proof."""
    story = Terminal().write(compose_story(result_of("a: 3.01\nb: 3.00\n", "a == b\n")))
    assert "照印出的数至多是 -0.01" in story


def test_tails_that_cannot_all_be() -> None:
    result = result_of("a: 10\nb: 10\nc: 10\nt: 21\nu: 32\n", "t = a + b\nu = t + c\n")
    (cause,) = ordered(result)
    assert explains(cause.findings, result) == "解释 2 条合起来不成立的尾差"
    assert "── 尾差" not in Terminal().write(compose_result(result))


def test_many_ties_are_cut_short() -> None:
    names = [f"p{number}" for number in range(12)]
    text = "".join(f"{name}: 1.00\n" for name in names) + "t: 12.70\n"
    result = result_of(text, "t = " + " + ".join(names))
    shown = Terminal().write(compose_result(result))
    assert "同样可能（加 --explain 列出）" in shown
    assert len(shown.splitlines()) < len(Terminal().write(compose_result(result, explain=True)).splitlines())


@pytest.mark.usefixtures("_language")
def test_the_headline_names_both_figures() -> None:
    result = result_of("a: 28.29\nb: 28.09\nc: 28.09\n", "a = b\na = c\n")
    lines = Terminal().write(compose_result(result)).splitlines()
    assert any("28.29" in line and "28.09" in line and line.startswith("  1. ") for line in lines)
