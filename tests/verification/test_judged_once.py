"""A report that may be reconciled is judged once: watched, so that its copies need no second look at the whole."""

from __future__ import annotations

import pytest
from support.checking import REAL_REPORT

from jsrules.base.source import Source
from jsrules.engine import planned
from jsrules.model.result import Result
from jsrules.verification import judging
from jsrules.verification.verifier import Verifier

REPORT = Source("报告.yaml", REAL_REPORT.read_text(encoding="utf-8"))


def _said(result: Result) -> list[tuple[object, ...]]:
    return [(each.rule.identifier, each.ground, each.judgement) for each in result.outcomes]


def _fails(*_: object) -> list[object]:
    raise AssertionError("it is judged once more")


def test_what_is_said_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = _said(Verifier().verify(REPORT, reconcile=0))
    with monkeypatch.context() as patch:
        patch.setattr(planned, "evaluate", _fails)
        watched = _said(Verifier().verify(REPORT, reconcile=2))
    assert watched == plain


def test_a_report_of_much_work_is_not_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = _said(Verifier().verify(REPORT, reconcile=0))
    monkeypatch.setattr(judging, "MOST_PLANNED", 1000)
    assert _said(Verifier().verify(REPORT, reconcile=2)) == plain
    with monkeypatch.context() as patch:
        patch.setattr(planned, "evaluate", _fails)
        with pytest.raises(AssertionError, match="once more"):
            Verifier().verify(REPORT, reconcile=2)


def test_the_next_of_its_layout_is_weighed_by_a_plan() -> None:
    verifier = Verifier()
    first, second, third = (_said(verifier.verify(REPORT, reconcile=2)) for _ in range(3))
    assert first == second == third


def test_a_report_of_very_many_figures_is_not_watched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "MOST_WATCHED", 10)
    monkeypatch.setattr(planned, "evaluate", _fails)
    with pytest.raises(AssertionError, match="once more"):
        Verifier().verify(REPORT, reconcile=2)
