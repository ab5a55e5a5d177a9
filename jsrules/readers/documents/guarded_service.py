"""What works in the process of its own that `guarded_process` starts. It is started for each document, so it loads what
is needed to read one, and nothing else.
"""

from __future__ import annotations

import gc
import pickle
import sys
from contextlib import suppress

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.language import Language, set_language
from jsrules.model.document import DocumentKind
from jsrules.readers.documents.document_items import DocumentItem, read_items

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

MAXIMUM_MEMORY = 2 << 30
"""In bytes, where the system can limit it (not on Windows)."""

ServedAnswer = tuple[DocumentItem | None, list[Diagnostic], bool]
"""What was found, what could not be read, and whether that is all: no more can be read."""


def work(serving: str) -> int:
    """The other process where the whole program is one file: it was started with the name of what is asked for."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    pickle.load(source)  # where modules are: they are in the file
    {"serve": serve, "serve_bytes": serve_bytes}[serving](source, target)
    return 0


def serve_bytes(source: BinaryIO, target: BinaryIO) -> None:
    """The other process of `guarded_bytes`."""
    _begin()
    make: Callable[..., bytes]
    make, arguments, language = pickle.load(source)
    set_language(language)
    try:
        answer: tuple[bytes, list[Diagnostic]] = make(*arguments), []
    except InputError as error:
        answer = b"", error.diagnostics
    pickle.dump(answer, target, pickle.HIGHEST_PROTOCOL)
    target.flush()


def serve(source: BinaryIO, target: BinaryIO) -> None:
    """The other process: read what is asked for and answer piece by piece."""
    _begin()
    question: tuple[DocumentKind, bytes, str, Language] = pickle.load(source)
    kind, data, name, language = question
    set_language(language)
    faults: list[Diagnostic] = []
    try:
        for item in read_items(kind, data, name, faults):
            _send(target, (item, list(faults), False))
            faults.clear()
    except InputError as error:
        _send(target, (None, error.diagnostics, True))
        return
    _send(target, (None, faults, False))


def _send(target: BinaryIO, answer: ServedAnswer) -> None:
    pickle.dump(answer, target, pickle.HIGHEST_PROTOCOL)
    target.flush()


def _begin() -> None:
    """Limits the memory. Cycles are looked for seldom: all that is made at once is what the file holds."""
    gc.set_threshold(100_000)
    try:
        import resource
    except ImportError:  # Windows
        return
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (MAXIMUM_MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
