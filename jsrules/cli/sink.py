"""Where results go: standard output, or a file that appears whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.cli.streams import is_terminal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO, TextIO


class Sink:
    """Takes text for a stream; while ``held``, it keeps the text until `release`."""

    def __init__(self, stream: TextIO | None) -> None:
        self.stream = stream
        self.is_terminal = is_terminal(stream)
        self.held = False
        self._waiting: list[str] = []

    def write(self, text: str) -> None:
        """Writes, or keeps for later."""
        if self.held:
            self._waiting.append(text)
        elif self.stream is not None:
            self.stream.write(text)

    def release(self) -> None:
        """Writes what was kept."""
        self.held = False
        for text in self._waiting:
            self.write(text)
        self._waiting.clear()


@contextmanager
def open_sink(path: str, inputs: list[str], *, as_json: bool) -> Iterator[Sink]:
    """Standard output when ``path`` is empty, or else the file of that name.

    The file is written beside its place under another name and takes it at the end, so that trouble on the way
    leaves an older one untouched. Raises `InputError` when it cannot be written, or is one of the inputs.
    """
    if not path:
        if as_json and sys.stdout is not None and not is_terminal(sys.stdout) and hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(
                encoding="utf-8", errors="backslashreplace", newline="\n"
            )  # JSON is UTF-8 whatever the locale says
        yield Sink(sys.stdout)
        return
    from io import TextIOWrapper

    with open_target(path, inputs) as file:
        stream = TextIOWrapper(file, encoding="utf-8", errors="backslashreplace", newline="\n")
        yield Sink(stream)
        stream.flush()


@contextmanager
def open_target(path: str, inputs: Sequence[str]) -> Iterator[BinaryIO]:
    """The file of that name, to be written as `open_sink` does."""
    if any(each != "-" and _same_file(path, each) for each in inputs):
        raise fail(
            "E403",
            say("输出文件就是要检查的报告，写出会毁掉它", "the output is one of the reports; writing would destroy it"),
            path=path,
            remedy=say("换一个输出文件名", "choose another name for the output"),
        )
    from jsrules.base.writing import refuse_stream, replacing, unwritable

    target = os.path.realpath(path)
    is_device = os.path.exists(target) and not os.path.isfile(target) and not os.path.isdir(target)
    try:
        refuse_stream(path)
        if os.path.isdir(target):
            raise IsADirectoryError(21, say("这是一个目录", "it is a directory"))
        if os.path.exists(target) and not os.access(target, os.W_OK, effective_ids=_EFFECTIVE):
            raise PermissionError  # a rename would replace it all the same
        # A device, such as /dev/null, must not be replaced.
        with open(target, "wb") if is_device else replacing(target) as file:
            yield file
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(path, error) from error


_EFFECTIVE = os.access in os.supports_effective_ids


def _same_file(path: str, other: str) -> bool:
    try:
        return os.path.samefile(path, other)
    except OSError:
        return False
