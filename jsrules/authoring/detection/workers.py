"""Judging many mutants with several processes; the answer is the same, and in the same order, as with one.

The process that asks works as well, and takes over what another does not finish, so nothing can wait for ever. Helpers
are started anew (``spawn``) on every system, are told what to read in plain words, and answer in plain numbers.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from jsrules.authoring.detection.trial import Stretch, Trial, TrialRequest, together
from jsrules.base.diagnostic import InputError
from jsrules.base.processes import deaf, processors

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

STRETCH = 250
"""How many mutants are judged at a time."""

WORTHWHILE = 8_000
"""How many mutants are worth another process, which has to start and read everything first."""

AHEAD = 2
"""How many stretches a helper has at hand, so that it does not wait for the next."""


def processes_for(mutants: int) -> int:
    """How many processes are worth their start."""
    return max(1, min(processors(), mutants // WORTHWHILE))


def judge_all(trial: Trial, jobs: int, step: Callable[[int], None] = lambda _: None) -> Stretch:
    """What becomes of all mutants of a trial, judged by so many processes; ``step`` is told how many are done."""
    count = len(trial.mutants)
    stretches = [(start, min(start + STRETCH, count)) for start in range(0, count, STRETCH)]
    done: dict[int, Stretch] = {}
    waiting = deque(range(len(stretches)))
    with _helpers(trial, min(jobs, len(stretches)) - 1) as helpers:
        while len(done) < len(stretches):
            for helper in list(helpers):
                for number, stretch in helper.answers(wait=not waiting):
                    done[number] = stretch
                    step(len(stretch.statuses))
                if helper.gone:
                    helpers.remove(helper)
                    waiting.extendleft(sorted(helper.asked, reverse=True))
                while waiting and helper.wants_more():
                    number = waiting.popleft()
                    helper.ask(number, *stretches[number])
            if waiting:
                number = waiting.popleft()
                done[number] = trial.judge(*stretches[number])
                step(len(done[number].statuses))
    return together(done[number] for number in range(len(stretches)))


class _Helper:
    """Another process that judges mutants; ``asked`` are the numbers of the stretches that it owes."""

    def __init__(self, trial: Trial) -> None:
        from multiprocessing import get_context

        context = get_context("spawn")
        self.asked: list[int] = []
        self.gone = False
        self._ready = False
        self._expected = trial.fingerprint()
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, tuple(trial.question)), daemon=True)
        self._process.start()
        theirs.close()

    def wants_more(self) -> bool:
        """Whether it is ready and has little left to do."""
        return self._ready and not self.gone and len(self.asked) < AHEAD

    def ask(self, number: int, start: int, stop: int) -> None:
        """Ask for a stretch."""
        self.asked.append(number)
        try:
            self._connection.send((start, stop))
        except OSError:
            self.gone = True

    def answers(self, wait: bool) -> Iterator[tuple[int, Stretch]]:
        """The stretches that have come back, with their numbers; ``wait`` for one that is owed."""
        try:
            while self._connection.poll(None if wait and self.asked else 0):
                answer = self._connection.recv()
                wait = False
                if self.asked:
                    yield self.asked.pop(0), Stretch(*answer)
                elif tuple(answer) == self._expected:
                    self._ready = True
                else:
                    self.gone = True  # its inputs are others by now
        except (EOFError, OSError):
            self.gone = True

    def stop(self) -> None:
        """End it at once."""
        self._process.terminate()
        self._process.join()
        self._connection.close()


@contextmanager
def _helpers(trial: Trial, count: int) -> Iterator[list[_Helper]]:
    started: list[_Helper] = []
    try:
        with deaf(), suppress(OSError):  # fewer will do where the system has no more to give
            for _ in range(count):
                helper = _Helper(trial)
                started.append(helper)
        yield list(started)
    finally:
        for helper in started:
            helper.stop()


def _serve(connection: Connection, question: tuple[object, ...]) -> None:
    """What a helper does: reads the inputs, says what it has read,
    and judges what it is asked until nobody asks any more.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, OSError, InputError):
        trial = Trial(TrialRequest(*question))  # type: ignore[arg-type]
        connection.send(trial.fingerprint())
        while True:
            start, stop = connection.recv()
            connection.send(tuple(trial.judge(start, stop)))
