"""Work that several processes share; answers come in the order of the questions, and are the same as with one.

Helpers are started anew (``spawn``) on every system. What one of them dies over, this process does itself. Each helper
has a thread here, which asks it one thing after the other: so neither waits for the other to take what it sends, and
Ctrl-C, which only the main thread hears, never comes while a helper is being started.
"""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from threading import local
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from jsrules.base.processes import deaf

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

JobSetting = TypeVar("JobSetting")
JobQuestion = TypeVar("JobQuestion")
JobAnswer = TypeVar("JobAnswer")

AHEAD = 3
"""So many questions are out for each process, so that none waits for the next."""

_MOST_LOST = 8
"""After so many helpers that died no further one is started."""


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
        self._threads: ThreadPoolExecutor | None = None
        self._mine = local()
        self._processes: list[SpawnProcess] = []
        self._lost = 0
        self._ended = False
        self._own: Callable[[JobQuestion], JobAnswer] | None = None

    def __enter__(self) -> Answering[JobSetting, JobQuestion, JobAnswer]:
        if self._jobs > 1:
            from concurrent.futures import ThreadPoolExecutor

            self._threads = ThreadPoolExecutor(self._jobs)
        return self

    def __exit__(self, *_error: object) -> None:
        """Ends all helpers at once: what they are still at, nobody waits for."""
        if self._threads is None:
            return
        self._ended = True
        for process in list(self._processes):
            process.terminate()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for process in self._processes:
            process.terminate()  # one that was just being started
            process.join()

    def answers(self, questions: Iterable[JobQuestion]) -> Iterator[JobAnswer]:
        """The answer to each question, in their order; no more are asked for than are needed soon."""
        waiting: deque[tuple[JobQuestion, Future[tuple[JobAnswer] | None] | None]] = deque()
        for question in questions:
            asked = self._threads.submit(self._helped, question) if self._threads is not None else None
            waiting.append((question, asked))
            if len(waiting) >= self._jobs * AHEAD or asked is None:
                yield self._answer(*waiting.popleft())
        while waiting:
            yield self._answer(*waiting.popleft())

    def _answer(self, question: JobQuestion, asked: Future[tuple[JobAnswer] | None] | None) -> JobAnswer:
        answer = asked.result() if asked is not None else None
        if answer is not None:
            return answer[0]
        if self._own is None:
            self._own = self._make(self._setting)
        return self._own(question)

    def _helped(self, question: JobQuestion) -> tuple[JobAnswer] | None:
        """What this thread's helper answers; None where it did not, whatever it was."""
        connection: Connection | None = getattr(self._mine, "connection", None)
        try:
            if connection is None:
                if self._ended or self._lost >= _MOST_LOST:
                    return None
                connection = self._mine.connection = self._started()
            connection.send(question)
            answer: tuple[JobAnswer] | None = connection.recv()
        except (EOFError, OSError):
            self._mine.connection = None
            self._lost += 1
            return None
        return answer

    def _started(self) -> Connection:
        """The way to a helper that is started now."""
        from multiprocessing import get_context

        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._make, self._setting), daemon=True)
        with deaf():
            process.start()
        self._processes.append(process)
        theirs.close()
        return ours


def _serve(connection: Connection, make: Callable[[Any], Callable[[Any], Any]], setting: object) -> None:
    """What a helper does: answers until nobody asks any more. Whoever asked it ends it, not Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(Exception):  # whoever asked does it itself then, and says what it is
        answer = make(setting)
        while True:
            question = connection.recv()
            try:
                told = (answer(question),)
            except Exception:
                told = None
            connection.send(told)
