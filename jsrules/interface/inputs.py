"""What callers give for rules, packs and texts, turned into what the floors below take."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Protocol, TypeVar, cast

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import MAXIMUM_BYTES, STANDARD_INPUT, read_source, source_from_bytes, source_from_text
from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.packs.library import Pack


class Readable(Protocol):
    """An open text, of characters or of UTF-8 bytes: a file, ``io.StringIO``, ``sys.stdin``, a member of an archive."""

    def read(self, size: int, /) -> str | bytes:
        """At most ``size`` further characters or bytes; nothing at the end."""
        ...  # pragma: no cover


PathInput = str | os.PathLike[str]
RulesInput = PathInput | Readable
PackInput = PathInput | Pack
FormsInput = PathInput | Readable

T = TypeVar("T")


def one_or_several(given: T | Iterable[T]) -> list[T]:
    """What is given, one thing or several; an open text is one, though it could be iterated."""
    if isinstance(given, str | bytes | os.PathLike | Pack | Mapping) or hasattr(given, "read"):
        return [cast("T", given)]
    return list(cast("Iterable[T]", given))


def path_of(given: PathInput) -> str:
    """A path as text. ``-`` is a file of that name here: standard input is given as ``sys.stdin``."""
    path = os.fsdecode(given)
    return os.path.join(os.curdir, path) if path == STANDARD_INPUT else path


def pack_of(given: PackInput) -> str | Pack:
    """A pack, or the name or path of one. Raises `TypeError` for anything else."""
    if isinstance(given, str | os.PathLike | Pack):
        return given if isinstance(given, Pack) else path_of(given)
    raise TypeError(f"a pack is a name, a path or what open_pack() gave, not {type(given).__name__}")


def forms_of(given: FormsInput | Iterable[FormsInput]) -> list[str | Source]:
    """Form sets: paths of files and folders, and open texts."""
    several: list[FormsInput] = one_or_several(given)
    return [
        path_of(each)
        if isinstance(each, str | os.PathLike)
        else text_of(each, "<forms>", "form sets are a path or an open text")
        for each in several
    ]


def text_of(given: PathInput | Readable, name: str, what: str) -> Source:
    """The text at a path or of an open text; ``name`` is what one without a name goes by.

    Raises `InputError` when it cannot be read, and `TypeError` when it is neither: ``what`` may be given instead.
    """
    if isinstance(given, str | os.PathLike):
        try:
            return read_source(path_of(given))
        except InputError:
            if (
                isinstance(given, str)
                and any(sign in given for sign in ("\n", "=", ": "))
                and not os.path.exists(given)
            ):
                raise _no_path(given, name) from None
            raise
    if not callable(getattr(given, "read", None)):
        raise TypeError(f"{what}, not {type(given).__name__}")
    own = getattr(given, "name", None)
    return _text_of_stream(given, own if isinstance(own, str) and own else name)


def _no_path(given: str, name: str) -> InputError:
    return fail(
        "E401",
        say(
            "没有这个名称的文件，“{text}”像是文字本身",
            "there is no file of this name; “{text}” looks like the text itself",
            text=f"{given[:20]}…" if len(given) > 20 else given,
        ),
        path=name,
        remedy=say("文字本身用 io.StringIO(文字) 给出", "give the text itself as io.StringIO(text)"),
    )


def _text_of_stream(stream: Readable, path: str) -> Source:
    pieces: list[str | bytes] = []
    size = 0
    try:
        while size <= MAXIMUM_BYTES and (piece := stream.read(MAXIMUM_BYTES + 1 - size)):
            if not isinstance(piece, str | bytes):
                raise TypeError(f"read() gives text or bytes, not {type(piece).__name__}")
            pieces.append(piece)
            size += len(piece)
    except UnicodeDecodeError:
        raise fail(
            "E108",
            say("不能按打开时的编码读出", "it cannot be read in the encoding that it was opened with"),
            path=path,
            remedy=say('用 encoding="utf-8" 打开，或直接给出路径', 'open it with encoding="utf-8", or give its path'),
        ) from None
    except (OSError, ValueError) as error:
        raise fail("E402", say("无法读取：{reason}", "cannot be read: {reason}", reason=error), path=path) from None
    if not pieces:
        raise fail(
            "E101",
            say("里面没有文字", "there is no text in it"),
            path=path,
            remedy=say("已经读过的先用 seek(0) 回到开头", "one that was read before needs seek(0) first"),
        )
    if isinstance(pieces[0], bytes):
        return source_from_bytes(path, b"".join(cast("list[bytes]", pieces)))
    return source_from_text(path, "".join(cast("list[str]", pieces)))
