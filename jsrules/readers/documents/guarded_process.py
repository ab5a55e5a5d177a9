"""Reading a document in a process of its own, which gets so much time and memory and no more.

A file of a few lines can make PDFium work for ever (drawings that hold drawings that hold drawings), and a broken one
can end it. Both happen to that process; what it has read until then is kept, and the rest is told.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import IO

from jsrules.base.diagnostic import Diagnostic, InputError, fail
from jsrules.base.language import get_language, say
from jsrules.base.system import WORKER, is_frozen
from jsrules.model.document import DocumentKind, DocumentPage
from jsrules.readers.documents.document_items import DocumentItem, read_items
from jsrules.readers.documents.guarded_service import MAXIMUM_MEMORY, ServedAnswer

MAXIMUM_SECONDS = 300
"""From the beginning to the end."""

_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer);"
    "from jsrules.readers.documents.guarded_service import {serve}; {serve}(sys.stdin.buffer, sys.stdout.buffer)"
)


def _command(serve: str) -> list[str]:
    """What starts another process that answers by a function of `guarded_service`."""
    if is_frozen():  # there is no other interpreter than this program
        return [sys.executable, WORKER, serve]
    return [sys.executable, "-c", _START.format(serve=serve)]


def guarded_items(kind: DocumentKind, data: bytes, name: str, faults: list[Diagnostic]) -> Iterator[DocumentItem]:
    """What stands in a document as `read_items` gives it.

    Raises `InputError` as it does, and when a limit is reached before anything was found (E410).
    """
    try:
        process = subprocess.Popen(
            _command("serve"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:  # this system gives no other process
        yield from read_items(kind, data, name, faults)
        return
    timer = threading.Timer(MAXIMUM_SECONDS, process.kill)
    timer.daemon = True
    timer.start()
    last_page = found = 0
    try:
        assert process.stdin and process.stdout
        with suppress(OSError):  # it has ended already; there will be no answer then
            pickle.dump(sys.path, process.stdin)
            pickle.dump((kind, data, name, get_language()), process.stdin)
            process.stdin.flush()
        while True:
            answer = _answer(process.stdout)
            if answer is None:
                _tell_end(name, found, last_page, faults)
                return
            item, told, last = answer
            if item is not None:
                faults += told
                found += 1
                if isinstance(item, DocumentPage):
                    last_page = item.number
                yield item
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


def guarded_bytes(
    make: Callable[..., bytes],
    arguments: tuple[object, ...],
    name: str,
    *,
    seconds: int = MAXIMUM_SECONDS,
    code: str = "E413",
) -> bytes:
    """What a function of a module makes of a document, in such a process; here, only its module is loaded.

    Raises `InputError` as it does, and when a limit is reached (``code``).
    """
    question = pickle.dumps((make, arguments, get_language()), pickle.HIGHEST_PROTOCOL)
    try:
        done = subprocess.run(
            _command("serve_bytes"),
            input=pickle.dumps(sys.path) + question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
        )
        made, told = pickle.loads(done.stdout)
    except OSError:  # this system gives no other process
        made, told = make(*arguments), []
    except (subprocess.TimeoutExpired, EOFError, pickle.UnpicklingError):
        raise fail(
            code,
            say(
                "写它要的时间或内存超过上限（{seconds} 秒，{memory} MiB），或者文件坏得写不了",
                "writing it takes more time or memory than the limit ({seconds} seconds, {memory} MiB), or it is too "
                "damaged",
                seconds=seconds,
                memory=MAXIMUM_MEMORY >> 20,
            ),
            path=name,
            remedy=say("用别的程序打开，另存一份", "open and save it by another program"),
        ) from None
    if told:
        raise InputError(told)
    assert isinstance(made, bytes)
    return made


def _answer(stream: IO[bytes]) -> ServedAnswer | None:
    """The next answer; None when the process has ended without one."""
    try:
        answer: ServedAnswer = pickle.load(stream)
    except (EOFError, pickle.UnpicklingError, OSError):
        return None
    return answer


def _tell_end(name: str, found: int, last_page: int, faults: list[Diagnostic]) -> None:
    """Say that the process ended by itself behind so many pages or parts."""
    what = say(
        "读它要的时间或内存超过上限（{seconds} 秒，{memory} MiB），或者坏得读不了",
        "it takes more time or memory than the limit ({seconds} seconds, {memory} MiB), or is too damaged to be read",
        seconds=MAXIMUM_SECONDS,
        memory=MAXIMUM_MEMORY >> 20,
    )
    if not found:
        raise fail(
            "E410", what, path=name, remedy=say("用别的程序打开，另存一份", "open and save it by another program")
        )
    if last_page:
        rest = say(
            "第 {page} 页起没有读：{what}",
            "from page {page} on nothing was read: {what}",
            page=last_page + 1,
            what=what,
        )
    else:
        rest = say(
            "读了 {count} 段（表）以后没有再读：{what}",
            "nothing was read behind part {count}: {what}",
            count=found,
            what=what,
        )
    faults.append(Diagnostic("W411", rest, path=name))
