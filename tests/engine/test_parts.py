"""Judging only the parts that looked at a changed cell gives what judging everything gives."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest
from support.checking import REAL_REPORT, load, resolve_text
from support.conformance import CASES, prepared

from jsrules.authoring.detection.detector import changed
from jsrules.authoring.detection.report_mutants import ReportMutant, mutants_of
from jsrules.authoring.detection.trial import Trial, TrialRequest
from jsrules.base.record import replace
from jsrules.engine import parts as parts_module
from jsrules.engine.applicability import outside
from jsrules.engine.bind import Binder
from jsrules.engine.evaluate import judge_at
from jsrules.engine.parts import Found, Parts
from jsrules.engine.resolved import ResolvedRule
from jsrules.engine.watch import Watch
from jsrules.model.changes import with_cells
from jsrules.model.ground import Unbound
from jsrules.model.outcome import Judgement
from jsrules.model.report import Report

Said = list[tuple[object, ...]]


def said(judgements: Iterable[Judgement]) -> Said:
    names = ("verdict", "kind", "left", "right", "difference", "allowance", "reason")
    return [tuple(getattr(each, name) for name in names) for each in judgements]


def of_all(report: Report, rules: Sequence[ResolvedRule]) -> Said:
    """What the rules say of a report that are for it where they are bound at all, without any index."""
    binder = Binder(report)
    return said(
        judgement
        for rule in rules
        if outside(report, rule.variants[0].applies) is None
        for variant in rule.variants
        if not isinstance(places := binder.places(variant), Unbound)
        for place in places
        for _, judgement in judge_at(rule.info, binder, variant, place)
    )


def of_parts(parts: Parts, mutant: ReportMutant) -> tuple[Said, int]:
    """The same by the index, and how many parts were judged again."""
    numbers = parts.reading(place for place, _ in mutant.changes)
    binder = Binder(changed(parts.report, mutant))
    again: dict[int, Sequence[Found]] = {number: parts.judge(number, binder) for number in numbers}
    found = [each for number, part in enumerate(parts.parts) for each in again.get(number, part.found)]
    return said(judgement for _, judgement in found), len(numbers)


def test_on_the_real_report() -> None:
    trial = Trial(TrialRequest(str(REAL_REPORT), REAL_REPORT.read_text("utf-8")))
    rules = [rule for each in trial.loaded.rules for rule in each.resolved.rules]
    slipped = [mutant for mutant in trial.mutants if mutant.kind == "shifted"]
    for mutant in [*trial.mutants[::131], *slipped[::11]]:
        found, judged = of_parts(trial.parts, mutant)
        assert found == of_all(changed(trial.report, mutant), rules), mutant
        assert judged < len(trial.parts.parts) / 2


@pytest.mark.parametrize("wide", [500, 1])
@pytest.mark.parametrize("subject", sorted({name.split("·")[0] for name in CASES}))
def test_on_the_cases_of_the_language(subject: str, wide: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Conditions, absent rows, definitions, the prior year: whatever the language can say, on a few mutants of each case."""
    monkeypatch.setattr(parts_module, "WIDE", wide)
    for name, case in CASES.items():
        if name.split("·")[0] != subject or "expect" not in case:
            continue
        report, rules = prepared(case)
        parts = Parts(report, [(rules, ())])
        mutants = list(mutants_of(report))
        for mutant in mutants[:: len(mutants) // 6 + 1]:
            assert of_parts(parts, mutant)[0] == of_all(changed(report, mutant), rules), (name, mutant)


def test_parts_that_see_many_cells_go_by_their_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts_module, "WIDE", 1)
    report = load("甲: 1\n乙: 1\n丙: 1\n")
    parts = Parts(report, [(resolve_text("甲 = 乙\n丙 >= 0", report.forms), ())])
    assert [parts.reading([(0, 0, row, 0)]) for row in ("甲", "乙", "丙")] == [[0], [0], [0, 1]]


def test_what_a_watched_report_shows_of_itself() -> None:
    report = load("甲: 1\n乙: ~\n丙: 1\n")
    watch = Watch(report)
    rows = watch.report.tables[0].blocks[0].rows
    assert watch.seen == set()
    assert rows["乙"].cells[0] is report.tables[0].blocks[0].rows["乙"].cells[0]
    assert watch.seen == {(0, 0, "乙", 0)}
    assert watch.report.cells[0] is report.cells[0]
    assert list(rows["丙"].cells) == [report.cells[-1]]
    assert watch.seen == {(0, 0, key, 0) for key in "甲乙丙"}
    with pytest.raises(AttributeError):
        rows["甲"].cells.copy()  # not watched, so not there


def test_a_copy_shows_of_itself_what_is_printed_there_and_no_more_than_is_looked_at() -> None:
    report = load("甲: 1\n乙: 2\n丙: 3\n")
    watch = Watch(report)
    old = report.tables[0].blocks[0].rows["乙"].cells[0]
    assert old is not None and old.amount is not None
    copy = with_cells(report, [replace(old, amount=replace(old.amount, mantissa=7))])
    shown = watch.of(copy)
    rows = shown.tables[0].blocks[0].rows
    assert rows["甲"] is watch.report.tables[0].blocks[0].rows["甲"]
    assert watch.seen == set()
    assert [each.amount.mantissa for each in rows["乙"].cells if each and each.amount] == [7]
    assert rows["丙"].cells[0] is report.cells[-1]
    assert watch.seen == {(0, 0, "乙", 0), (0, 0, "丙", 0)}
    assert watch.of(report).tables[0] is watch.report.tables[0]


def test_the_report_itself_is_left_alone() -> None:
    report = load("甲: 1\n乙: 1\n")
    before = repr(report)
    parts = Parts(report, [(resolve_text("甲 = 乙", report.forms), ())])
    for mutant in mutants_of(report):
        of_parts(parts, mutant)
    assert repr(report) == before
