"""Reading a PDF file in a process of its own, which gets so much time and memory and no more.

A file of a few lines can make PDFium work for ever (drawings that hold drawings that hold drawings), and a broken one
can end it. Both happen to that process; what it has read until then is kept, and the rest is told.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, BinaryIO

from jsrules.base.diagnostic import Diagnostic, InputError, fail
from jsrules.base.language import Language, get_language, say, set_language
from jsrules.model.document import DocumentPage
from jsrules.readers.documents.pdf_primitives import pdf_pages

MAXIMUM_SECONDS = 300
"""From the first page to the last."""

MAXIMUM_MEMORY = 2 << 30
"""In bytes, where the system can limit it (not on Windows)."""

_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    "from jsrules.readers.documents.pdf_process import serve; serve(sys.stdin.buffer, sys.stdout.buffer)"
)

_Answer = tuple[DocumentPage | None, list[Diagnostic], bool]
"""A page, what could not be read, and whether that is all: no more can be read."""


def guarded_pages(data: bytes, name: str, faults: list[Diagnostic]) -> Iterator[DocumentPage]:
    """The pages of a PDF file as `pdf_pages` gives them.

    Raises `InputError` as it does, and when a limit is reached before the first page (E410).
    """
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", _START], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:  # this system gives no other process
        yield from pdf_pages(data, name, faults)
        return
    timer = threading.Timer(MAXIMUM_SECONDS, process.kill)
    timer.daemon = True
    timer.start()
    read = 0
    try:
        assert process.stdin and process.stdout
        with suppress(OSError):  # it has ended already; there will be no answer then
            pickle.dump(sys.path, process.stdin)
            pickle.dump((data, name, get_language()), process.stdin)
            process.stdin.flush()
        while True:
            answer = _answer(process.stdout)
            if answer is None:
                _tell_end(name, read, faults)
                return
            page, told, last = answer
            if page is not None:
                faults += told
                read = page.number
                yield page
            elif last:
                raise InputError(told)
            else:
                faults += told
                return
    finally:
        timer.cancel()
        process.kill()
        with suppress(OSError):
            process.communicate()


def _answer(stream: IO[bytes]) -> _Answer | None:
    """The next answer; None when the process has ended without one."""
    try:
        answer: _Answer = pickle.load(stream)
    except (EOFError, pickle.UnpicklingError, OSError):
        return None
    return answer


def _tell_end(name: str, read: int, faults: list[Diagnostic]) -> None:
    """Say that the process ended by itself behind a page."""
    what = say(
        "读它要的时间或内存超过上限（{seconds} 秒，{memory} MiB），或者坏得读不了",
        "it takes more time or memory than the limit ({seconds} seconds, {memory} MiB), or is too damaged to be read",
        seconds=MAXIMUM_SECONDS,
        memory=MAXIMUM_MEMORY >> 20,
    )
    if not read:
        raise fail(
            "E410", what, path=name, remedy=say("用别的程序打开，另存一份", "open and save it by another program")
        )
    rest = say("第 {page} 页起没有读：{what}", "from page {page} on nothing was read: {what}", page=read + 1, what=what)
    faults.append(Diagnostic("W411", rest, path=name))


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """The other process: read what is asked for and answer page by page."""
    _limit_memory()
    question: tuple[bytes, str, Language] = pickle.load(source)
    data, name, language = question
    set_language(language)
    faults: list[Diagnostic] = []
    try:
        for page in pdf_pages(data, name, faults):
            _send(target, (page, list(faults), False))
            faults.clear()
    except InputError as error:
        _send(target, (None, error.diagnostics, True))
        return
    _send(target, (None, faults, False))


def _send(target: BinaryIO, answer: _Answer) -> None:
    pickle.dump(answer, target, pickle.HIGHEST_PROTOCOL)
    target.flush()


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MAXIMUM_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
