"""Work that several processes share; answers come in the order of the questions, and are the same as with one.

Helpers are started anew (``spawn``) on every system. What one of them dies over, this process does itself.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

JobSetting = TypeVar("JobSetting")
JobQuestion = TypeVar("JobQuestion")
JobAnswer = TypeVar("JobAnswer")

AHEAD = 3
"""So many questions are out for each process, so that none waits for the next."""

_workers: dict[str, object] = {}
"""What this process, a helper, answers with."""


class Answering(Generic[JobSetting, JobQuestion, JobAnswer]):
    """Answers questions with ``jobs`` processes; ``make`` makes of the setting what answers them, once a process.

    ``make`` must be a function of a module, and settings, questions and answers must be plain values.
    """

    def __init__(
        self, make: Callable[[JobSetting], Callable[[JobQuestion], JobAnswer]], setting: JobSetting, jobs: int
    ) -> None:
        self._make = make
        self._setting = setting
        self._jobs = jobs
        self._pool: ProcessPoolExecutor | None = None
        self._own: Callable[[JobQuestion], JobAnswer] | None = None

    def __enter__(self) -> Answering[JobSetting, JobQuestion, JobAnswer]:
        if self._jobs > 1:
            from concurrent.futures import ProcessPoolExecutor
            from functools import partial
            from multiprocessing import get_context

            self._pool = ProcessPoolExecutor(
                self._jobs,
                get_context("spawn"),
                initializer=partial(_start, self._make, self._setting),
            )
        return self

    def __exit__(self, *_error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def answers(self, questions: Iterable[JobQuestion]) -> Iterator[JobAnswer]:
        """The answer to each question, in their order; no more are asked for than are needed soon."""
        waiting: deque[tuple[JobQuestion, Future[JobAnswer] | None]] = deque()
        for question in questions:
            waiting.append((question, self._ask(question)))
            if len(waiting) >= self._jobs * AHEAD or self._pool is None:
                yield self._answer(*waiting.popleft())
        while waiting:
            yield self._answer(*waiting.popleft())

    def _ask(self, question: JobQuestion) -> Future[JobAnswer] | None:
        from concurrent.futures.process import BrokenProcessPool

        if self._pool is None:
            return None
        try:
            return self._pool.submit(_answer, question)
        except (BrokenProcessPool, OSError):
            self._pool = None
            return None

    def _answer(self, question: JobQuestion, asked: Future[JobAnswer] | None) -> JobAnswer:
        from concurrent.futures import CancelledError
        from concurrent.futures.process import BrokenProcessPool

        if asked is not None:
            try:
                return asked.result()
            except (BrokenProcessPool, CancelledError, OSError):
                self._pool = None  # one of them was killed, and all are gone
        if self._own is None:
            self._own = self._make(self._setting)
        return self._own(question)


def _start(make: Callable[[JobSetting], object], setting: JobSetting) -> None:
    """What a helper does first. Whoever asked it ends it, not Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _workers["answer"] = make(setting)


def _answer(question: JobQuestion) -> JobAnswer:  # type: ignore[type-var]
    answer: Callable[[JobQuestion], JobAnswer] = _workers["answer"]  # type: ignore[assignment]
    return answer(question)
