"""Several processes give the answer of one, whatever happens to them."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from jsrules.authoring.detection import workers
from jsrules.authoring.detection.trial import Stretch, Trial, TrialRequest
from jsrules.authoring.detection.workers import judge_all, processes_for

pytestmark = pytest.mark.xdist_group("workers")

TEXT = "总计: 1,669.02\n收入: 1,669.01\n结转: 0.01\n人员: 490.30\n公用: 26.90\n基本: 517.20\n"


@pytest.fixture
def trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trial:
    monkeypatch.setattr(workers, "STRETCH", 7)
    rules = tmp_path / "r.jsr"
    rules.write_text("总计 = 收入 + 结转\n", "utf-8")
    return Trial(TrialRequest("report.yaml", TEXT, (str(rules),)))


@pytest.fixture
def alone(trial: Trial) -> Stretch:
    return judge_all(trial, 1)


def test_the_answer_does_not_depend_on_how_many_work(trial: Trial, alone: Stretch) -> None:
    assert len(alone.statuses) == len(trial.mutants) > 200
    for jobs in (2, 3):
        steps: list[int] = []
        assert judge_all(trial, jobs, steps.append) == alone
        assert sum(steps) == len(trial.mutants)
    assert not multiprocessing.active_children()


def all_by_helpers(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Makes the first process wait until a helper is ready; gives the list of what helpers are asked."""
    asked: list[int] = []
    ask = workers._Helper.ask
    answers = workers._Helper.answers

    def listen(self: workers._Helper, wait: bool) -> object:
        while not (self._ready or self.gone):
            yield from answers(self, wait=False)
        yield from answers(self, wait)

    def record(self: workers._Helper, number: int, start: int, stop: int) -> None:
        asked.append(number)
        ask(self, number, start, stop)

    monkeypatch.setattr(workers._Helper, "answers", listen)
    monkeypatch.setattr(workers._Helper, "ask", record)
    return asked


def test_helpers_do_work(trial: Trial, alone: Stretch, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = all_by_helpers(monkeypatch)
    assert judge_all(trial, 2) == alone
    assert len(asked) >= 2


def test_what_a_helper_leaves_undone_is_done_all_the_same(
    trial: Trial, alone: Stretch, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = all_by_helpers(monkeypatch)
    recorded = workers._Helper.ask

    def ask(self: workers._Helper, number: int, start: int, stop: int) -> None:
        if len(asked) == 1:
            self._process.kill()
            self._process.join()
        recorded(self, number, start, stop)

    monkeypatch.setattr(workers._Helper, "ask", ask)
    assert judge_all(trial, 2) == alone
    assert len(asked) == 2


def test_a_helper_that_reads_other_rules_is_not_asked(
    trial: Trial, alone: Stretch, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = all_by_helpers(monkeypatch)
    Path(trial.question.rules[0]).write_text("基本 = 人员 + 公用\n", "utf-8")
    assert judge_all(trial, 2) == alone
    Path(trial.question.rules[0]).unlink()
    assert judge_all(trial, 2) == alone
    assert asked == []


def test_interrupted_it_leaves_nothing_running(trial: Trial) -> None:
    def interrupt(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        judge_all(trial, 3, interrupt)
    assert not multiprocessing.active_children()


def test_few_mutants_are_not_worth_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "processors", lambda: 4)
    assert [processes_for(count) for count in (0, 7_999, 16_000, 1_000_000)] == [1, 1, 2, 4]
