"""Reading a file into a source text: size, encoding, line ends.

Every kind of line end becomes a line feed, so that all readers and editors count the same lines.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys

from jsrules.base import system
from jsrules.base.diagnostic import InputError, Label, fail
from jsrules.base.language import say
from jsrules.base.source import Source, Span

MAXIMUM_BYTES = 16 * 1024 * 1024

MAXIMUM_DOCUMENT_BYTES = 128 * 1024 * 1024
"""So long may a published document be, with its pictures."""

DOCUMENT_SUFFIXES = (
    ".pdf", ".xlsx", ".xls", ".docx", ".html", ".htm", ".mht", ".txt", ".md", ".csv", ".doc", ".et", ".wps"
)  # fmt: skip
"""How the names of published documents end; what they are their contents say."""

LOCK_FILES = ("~$", ".~lock.")
"""How the names begin of the marks that office programs leave beside an open document."""

STANDARD_INPUT = "-"

WAIVER_ENDINGS = (".说明.yaml", ".waivers.yaml")
"""How the names of files of waivers end that stand beside a report: ``报告.说明.yaml`` beside ``报告.yaml``."""

_ODD_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")


def shown_path(path: str) -> str:
    """A path as messages show it: from the current folder where it lies below that, else as it is."""
    try:
        short = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return path if short.startswith(os.pardir) else short


def is_waiver_file(path: str) -> bool:
    """Whether a file holds waivers and no report, by its name."""
    return path.lower().endswith(WAIVER_ENDINGS)


def is_unnamed(path: str) -> bool:
    """Whether a text that is no file's goes by this: ``<report>``."""
    return path.startswith("<") and path.endswith(">")


def beside(path: str, name: str) -> str | None:
    """The path of a file that the file at ``path`` names; None when that is not in its own folder or below.

    Files come from somebody else, and must not reach further than where they stand.
    """
    parts = name.replace("\\", "/").split("/")
    if (
        path == STANDARD_INPUT
        or is_unnamed(path)
        or os.path.isabs(name)
        or not parts[0]
        or ".." in parts
        or ":" in parts[0]
        or system.names_a_stream(name)
    ):
        return None
    return os.path.join(os.path.dirname(path), *parts)


def read_source(path: str) -> Source:
    """The text of the file at ``path``, or of standard input for ``-``.

    Raises `InputError` when it is missing, unreadable, too large or not encoded in UTF-8.
    """
    return source_from_bytes(path, read_bytes(path))


def source_from_bytes(path: str, data: bytes) -> Source:
    """The source text that these bytes hold; raises `InputError` when they are too many or not UTF-8."""
    if len(data) > MAXIMUM_BYTES:
        raise too_large(path)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _not_utf8(path, data, error.start) from None
    return _source(path, text)


def source_from_text(path: str, text: str) -> Source:
    """The source of a text that is no file's; raises `InputError` when it is too long or holds halves of characters."""
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError as error:
        raise fail(
            "E108",
            say(
                "文字里有半个字符（代理项 U+{code:04X}）",
                "the text holds half a character (the surrogate U+{code:04X})",
                code=ord(text[error.start]),
            ),
            path=path,
            remedy=say("检查这段文字是怎样读入的", "check how this text was read"),
        ) from None
    if size > MAXIMUM_BYTES:
        raise too_large(path)
    return _source(path, text)


def source_of(given: str | Source) -> Source:
    """The text at a path, or one that has been read; raises `InputError` as `read_source` does."""
    return given if isinstance(given, Source) else read_source(given)


def too_large(path: str) -> InputError:
    """The error for an input of more than `MAXIMUM_BYTES`."""
    return fail(
        "E105",
        say(
            "输入超过 {limit} MiB，没有读取",
            "the input is larger than {limit} MiB and was not read",
            limit=MAXIMUM_BYTES >> 20,
        ),
        path=path,
        remedy=say(
            "检查是不是给错了文件；一份报告只放一个单位一个年度的",
            "check that this is the right file; a report holds one unit's figures for one year",
        ),
    )


def _source(path: str, text: str) -> Source:
    """Without a mark at its beginning, and with one kind of line ends."""
    if text.startswith("\ufeff"):
        text = text[1:]
    if "\r" in text or "\x85" in text or "\u2028" in text or "\u2029" in text:
        text = _ODD_LINE_ENDS.sub("\n", text)
    return Source(path, text)


def read_bytes(path: str, limit: int = MAXIMUM_BYTES) -> bytes:
    """The bytes of the file at ``path``, or of standard input for ``-``; one more than the limit when there are more.

    Raises `InputError` when it is missing, unreadable, or no plain file.
    """
    if path == STANDARD_INPUT:
        return _standard_input(limit)
    try:
        return plain_bytes(path, limit)
    except NoPlainFile:
        raise no_plain_file(path) from None
    except FileNotFoundError:
        raise no_such_file(path) from None
    except IsADirectoryError:
        raise _directory(path) from None
    except (OSError, ValueError) as error:
        # Windows answers "permission denied" when a directory is opened.
        if isinstance(error, PermissionError) and os.path.isdir(path):
            raise _directory(path) from None
        raise unreadable(path, error) from None


class NoPlainFile(OSError):
    """A pipe or a device: reading it may take for ever."""


def plain_bytes(path: str, limit: int) -> bytes:
    """The bytes of a plain file, one more than the limit when there are more. What the shell hands over as an open
    file (``<(…)``, ``/dev/stdin``) may be a pipe; nothing else is waited for.

    Raises `OSError` when it is missing or unreadable, `NoPlainFile` for a pipe or a device.
    """
    at_once = 0 if _is_handed_over(path) else getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | at_once)
    try:
        status = os.fstat(handle)
        if stat.S_ISDIR(status.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
        if at_once and not stat.S_ISREG(status.st_mode):
            raise NoPlainFile(errno.EINVAL, say("不是普通文件", "no plain file"), path)
        if status.st_size > limit:
            return bytes(limit + 1)
        with os.fdopen(handle, "rb", closefd=False) as file:
            return file.read(limit + 1)
    finally:
        os.close(handle)


def _is_handed_over(path: str) -> bool:
    return path == "/dev/stdin" or os.path.dirname(path) in ("/dev/fd", "/proc/self/fd")


def no_plain_file(path: str) -> InputError:
    """E402 for a pipe or a device."""
    return fail(
        "E402",
        say("这不是普通文件（是管道或设备一类），没有读取", "it is no plain file (a pipe or device) and was not read"),
        path=path,
        remedy=say(
            "移走它；要读管道，就从标准输入给出，文件名写“-”",
            "move it away; the contents of a pipe are given by standard input, with - as the name",
        ),
    )


_read_out: object = None
"""The standard input that has been read: it holds nothing any more."""


def _standard_input(limit: int) -> bytes:
    global _read_out
    stream = sys.stdin
    if stream is not None and stream is _read_out:
        raise fail(
            "E402",
            say("标准输入只能读一次，前面已经读过", "standard input can be read once, and has been"),
            path=STANDARD_INPUT,
            remedy=say("“-”只写一次，其余的写文件名", "write - once, and name files for the rest"),
        )
    _read_out = stream
    try:
        if stream is None:
            raise ValueError
        return stream.buffer.read(limit + 1)
    except OSError as error:
        raise unreadable(STANDARD_INPUT, error) from None
    except ValueError:
        raise fail(
            "E402",
            say("标准输入没有打开", "standard input is not open"),
            path=STANDARD_INPUT,
            remedy=say("用管道或 < 给出内容，或写文件名", "give it by a pipe or <, or name a file"),
        ) from None


def unreadable(path: str, error: OSError | ValueError) -> InputError:
    """E402 with what the operating system says."""
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return fail("E402", say("无法读取：{reason}", "cannot be read: {reason}", reason=reason), path=path)


def no_such_file(path: str) -> InputError:
    """E401 for a path at which there is nothing."""
    folder = os.path.dirname(path) or os.curdir
    notes: tuple[str, ...] = ()
    if not os.path.isdir(folder):
        notes = (say("没有“{folder}”这个目录", 'there is no directory "{folder}"', folder=folder),)
    return fail(
        "E401",
        say("找不到文件“{path}”", 'no such file: "{path}"', path=path),
        path=path,
        notes=notes,
        remedy=say("检查文件名和所在目录", "check the file's name and directory"),
    )


def _directory(path: str) -> InputError:
    return fail(
        "E402",
        say("“{path}”是目录，不是文件", '"{path}" is a directory, not a file', path=path),
        path=path,
        remedy=say("给出其中的文件", "name a file in it"),
    )


_DOCUMENTS = {
    b"%PDF-": ("一份 PDF 文档", "a PDF document"),
    b"PK\x03\x04": ("一份 Excel、Word 一类的文档，或压缩包", "a document of Excel or Word, or an archive"),
    b"\xd0\xcf\x11\xe0": ("一份旧格式的 Excel、Word 文档", "an old document of Excel or Word"),
    b"\x89PNG": ("一张图片", "a picture"),
    b"\xff\xd8\xff": ("一张图片", "a picture"),
}
"""By how they begin, the documents that are taken for reports."""


def _not_utf8(path: str, data: bytes, bad: int) -> InputError:
    """The error for bytes that are no UTF-8, naming the kind of document or the encoding that they seem to have."""
    for start, what in _DOCUMENTS.items():
        if data.startswith(start):
            return fail(
                "E108",
                say("这是{what}，不是文本", "this is {what}, no text", what=say(*what)),
                path=path,
                remedy=say(
                    "这里要 UTF-8 的文本；公布的文件先读成报告：jsrules import {path} -o report.yaml",
                    "a text in UTF-8 is due; a published document is read by jsrules import {path} -o report.yaml",
                    path=path,
                ),
            )
    guess, text, offset = _guess_encoding(data, bad)
    if guess:
        message = say(
            "文件不是 UTF-8 编码，看来是 {guess}", "not encoded in UTF-8; it seems to be {guess}", guess=guess
        )
    else:
        message = say("文件不是 UTF-8 编码的文本", "not a text encoded in UTF-8")
    remedy = say(
        "另存为 UTF-8：记事本“另存为”时编码选 UTF-8，WPS、Notepad++、VS Code 都有同样的选项",
        'save it as UTF-8: "Save As" with encoding UTF-8 in Notepad; Notepad++ and VS Code can do it too',
    )
    if guess == "GBK":
        remedy += say("；或用命令 iconv -f GB18030 -t UTF-8", "; or run iconv -f GB18030 -t UTF-8")
    source = Source(path, _ODD_LINE_ENDS.sub("\n", text))
    return fail("E108", message, Label(source, Span(offset, offset + 1)), path=path, remedy=remedy)


def _guess_encoding(data: bytes, bad: int) -> tuple[str, str, int]:
    """The likely encoding (or nothing), the text read with it as far as it is needed, the offset of the bad byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16", data[:65536].decode("utf-16", "replace"), 0
    start = data.rfind(b"\n", 0, bad) + 1
    before = _ODD_LINE_ENDS.sub("\n", data[:start].decode("utf-8", "replace"))
    line = data[start : data.find(b"\n", bad) if b"\n" in data[bad:] else len(data)]
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        column = len(data[start:bad].decode("utf-8", "replace"))
        return "", before + line[:400].decode("utf-8", "replace"), len(before) + column
    # Characters whose bytes happen to be UTF-8 may precede the bad byte; the first non-ASCII one of the line is shown.
    text = line.decode("gb18030", "replace")
    column = next((place for place, character in enumerate(text) if character > "\x7f"), 0)
    return "GBK", before + text, len(before) + column
