"""Judging a report again tells what judging it as a whole does."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.checking import REAL_REPORT, ROOT, load, resolve_text
from support.generated import RULES, draw, spoil, written

from jsrules.base.record import replace
from jsrules.engine.anew import Anew
from jsrules.engine.evaluate import evaluate
from jsrules.model.changes import with_cells, without_table
from jsrules.model.outcome import Outcome
from jsrules.model.report import Amount, Cell, Report
from jsrules.verification.verifier import Verifier

PUBLISHED = sorted((ROOT / "tests" / "published").glob("*.yaml"))


def said(outcomes: list[Outcome]) -> list[object]:
    return [
        (
            each.rule.identifier,
            each.ground.place,
            each.verdict,
            each.kind,
            each.judgement.difference,
            each.judgement.reason,
        )
        for each in outcomes
    ]


def changed(chance: random.Random, report: Report, count: int) -> Report:
    """The report with other figures, or none, or what cannot be read, in some cells."""
    return with_cells(
        report, [_printed(chance, each) for each in chance.sample(report.cells, min(count, len(report.cells)))]
    )


def _printed(chance: random.Random, cell: Cell) -> Cell:
    what = chance.choice(["other", "other", "blank", "unreadable"])
    if what == "blank" or cell.amount is None:
        return replace(cell, amount=None, problem="")
    if what == "unreadable":
        return replace(cell, amount=None, problem="1O")
    mantissa = cell.amount.mantissa + chance.choice([-1, 1, 10, 12345])
    return replace(cell, amount=Amount("?", mantissa, cell.amount.decimals, cell.amount.unit, cell.amount.exact))


@pytest.mark.parametrize("path", [REAL_REPORT, *PUBLISHED], ids=lambda each: each.stem)
def test_published_reports(path: Path) -> None:
    loaded = Verifier().load(str(path))
    report = loaded.result.report
    assert report is not None
    anew = Anew(report, [(each.resolved.rules, each.conditions) for each in loaded.rules])
    whole = [each for ready in loaded.rules for each in evaluate(report, ready.resolved.rules, ready.conditions)]
    assert said(anew(report)) == said(whole)
    chance = random.Random(path.stem)
    for count in (0, 1, 2, 5, 30):
        other = changed(chance, report, count)
        assert said(anew(other)) == said(
            [each for ready in loaded.rules for each in evaluate(other, ready.resolved.rules, ready.conditions)]
        )


@settings(max_examples=30)
@given(st.integers(0, 10**9))
def test_generated_reports(seed: int) -> None:
    chance = random.Random(seed)
    report = load(written(spoil(chance, draw(chance), 2)))
    rules = resolve_text(RULES, report.forms)
    anew = Anew(report, [(rules, ())])
    if chance.random() < 0.7:
        assert said(anew(report)) == said(evaluate(report, rules))
    for count in (1, 3):
        other = changed(chance, report, count)
        assert said(anew(other)) == said(evaluate(other, rules))


def test_known_outcomes_stay_what_they_are() -> None:
    report = load("a: 1.00\nb: 2.00\nc: 3.01\nd: ~\n")
    rules = resolve_text("a + b = c\nc >= d\n若 d > 0 则 a = b\nc = c", report.forms)
    known = evaluate(report, rules)
    anew = Anew(report, [(rules, ())], known)
    cell = report.cells[0]
    assert cell.amount is not None
    other = with_cells(report, [replace(cell, amount=replace(cell.amount, mantissa=101))])
    assert said(anew(other)) == said(evaluate(other, rules))
    assert [new is old for new, old in zip(anew(other), known, strict=True)] == [False, True, True, True]
    assert [new is old for new, old in zip(anew(report), known, strict=True)] == [False, True, True, True]


def test_another_report_is_judged_as_a_whole() -> None:
    report = load("a: 1.00\nb: 2.00\nc: 3.00\n")
    rules = resolve_text("a + b = c", report.forms)
    anew = Anew(report, [(rules, ())])
    for other in (without_table(report, 0), load("a: 1.00\nb: 2.00\nc: 4.00\n")):
        assert said(anew(other)) == said(evaluate(other, rules))
