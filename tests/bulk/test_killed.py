"""Killed at any moment and run again, ingest and batch come to the same bytes as if nothing had happened."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing import active_children
from pathlib import Path

import pytest
from support.corpora import bytes_below, small_rules, write_folder

from jsrules.base import writing
from jsrules.bulk.batch import run_batch
from jsrules.bulk.corpus_reading import Corpus
from jsrules.bulk.ingesting import ingest
from jsrules.bulk.judging_batch import BatchJob
from jsrules.bulk.processes import Answering
from jsrules.bulk.reading import ReadingJob
from jsrules.cli.inputs import VERIFIABLE, expand

COUNT = 60


class Killed(BaseException):
    """What a process that is killed does not hear."""


@pytest.fixture(autouse=True)
def inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_folder(Path("报告"), COUNT)
    small_rules(Path())


def work(corpus: str, findings: str) -> None:
    """Both verbs, one after the other."""
    ingest(list(expand(("报告",), VERIFIABLE)), corpus, ReadingJob(), usual=16)
    run_batch(Corpus(corpus), findings, BatchJob(("规则.jsr",)))


def test_killed_at_random_moments(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    monkeypatch.setattr(writing, "checkpoint", steps.append)
    work("corpus", "findings")
    corpus, findings = bytes_below(Path("corpus")), bytes_below(Path("findings"))
    assert len(corpus) > 12 and len(findings) > 12
    for number, moment in enumerate(random.Random(18).sample(range(len(steps)), 10)):
        left = moment

        def checkpoint(step: str) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise Killed(step)

        monkeypatch.setattr(writing, "checkpoint", checkpoint)
        with pytest.raises(Killed):
            work(f"corpus{number}", f"findings{number}")
        monkeypatch.setattr(writing, "checkpoint", lambda _: None)
        work(f"corpus{number}", f"findings{number}")
        assert bytes_below(Path(f"corpus{number}")) == corpus, steps[moment]
        # What a batch says of the corpus that it was made of is in it; the parts are those of the undisturbed run.
        assert bytes_below(Path(f"findings{number}")) == findings, steps[moment]


def test_killed_for_good() -> None:
    """The same with a process of its own, which the system kills as soon as some of the findings are there."""
    work("corpus", "findings")
    script = (
        "from jsrules.base import writing\n"
        "import time\n"
        "from jsrules.bulk.batch import run_batch\n"
        "from jsrules.bulk.corpus_reading import Corpus\n"
        "from jsrules.bulk.judging_batch import BatchJob\n"
        "writing.checkpoint = lambda step: time.sleep(0.05)\n"
        "run_batch(Corpus('corpus'), 'other', BatchJob(('规则.jsr',)))\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script])
    deadline = time.monotonic() + 60
    while not any(Path("other").glob("counts/part-*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert any(Path("other").glob("counts/part-*"))
    assert bytes_below(Path("other")) != bytes_below(Path("findings"))
    done = run_batch(Corpus("corpus"), "other", BatchJob(("规则.jsr",)))
    assert 0 < done.judged < done.reports == COUNT
    assert bytes_below(Path("other")) == bytes_below(Path("findings"))


def doubled_unless_helper(setting: int) -> Doubling:
    return Doubling(setting, os.getpid())


class Doubling:
    """Doubles numbers; a process that is not the one in the setting dies over the third."""

    def __init__(self, own: int, here: int) -> None:
        self._dies = own != here

    def __call__(self, number: int) -> int:
        if self._dies and number == 3:
            os._exit(9)
        return 2 * number


def test_what_a_helper_dies_over_is_done_here() -> None:
    with Answering(doubled_unless_helper, os.getpid(), 2) as answering:
        assert list(answering.answers(range(8))) == [0, 2, 4, 6, 8, 10, 12, 14]


def never_done_unless_asked_first(_setting: int) -> Callable[[int], int]:
    return lambda number: number if number == 0 else (threading.Event().wait(), number)[1]


def test_interrupted_it_waits_for_no_helper() -> None:
    def interrupted() -> None:
        with Answering[int, int, int](never_done_unless_asked_first, 0, 2) as answering:
            next(answering.answers(range(8)))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert active_children() == []


def refused(setting: int) -> Callable[[int], int]:
    raise ValueError(setting)


def test_what_no_helper_can_do_is_told_here(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="7"), Answering[int, int, int](refused, 7, 2) as answering:
        list(answering.answers(range(4)))
    assert capfd.readouterr().err == ""
