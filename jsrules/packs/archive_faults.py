"""What is wrong with an archive that is not what `jsrules pack build` makes. Reads it without unpacking anything."""

from __future__ import annotations

import hashlib
import io
import re
import stat
import zipfile
import zlib

from jsrules.base.diagnostic import Diagnostic, InputError, fail
from jsrules.base.language import say
from jsrules.packs.archive_limits import MAXIMUM_ARCHIVE, MAXIMUM_FILE, MAXIMUM_FILES, SUMS
from jsrules.packs.archive_names import name_faults

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_SHOWN = 20


def fault_of(path: str, data: bytes) -> InputError:
    """Everything that is wrong with an archive, as an error to be raised."""
    if len(data) > MAXIMUM_ARCHIVE:
        return too_large(path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            found = _entry_faults(path, entries)
            if not found:
                found = _content_faults(path, {each.filename: _read(archive, each) for each in entries})
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError):
        return fail(
            "E310",
            say("这不是规则包，或文件已损坏", "this is no rule pack, or it is damaged"),
            path=path,
            remedy=_again(),
        )
    return InputError(found or [_not_ours(path)])


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry; something that no list holds the hash of when its own checksum is wrong."""
    try:
        return archive.read(entry)
    except zipfile.BadZipFile:
        return b"damaged: " + entry.filename.encode()


def too_large(path: str) -> InputError:
    """The error for an archive beyond the limit."""
    return fail(
        "E310",
        say(
            "规则包超过 {limit} MiB，没有读取",
            "the pack is larger than {limit} MiB and was not read",
            limit=MAXIMUM_ARCHIVE >> 20,
        ),
        path=path,
        remedy=_again(),
    )


def _again() -> str:
    return say("重新取一份；来源可疑就问发布单位", "get it again; ask its publisher when the source is doubtful")


def _entry_faults(path: str, entries: list[zipfile.ZipInfo]) -> list[Diagnostic]:
    """What can be told from the directory of the archive, before any entry is read."""
    if len(entries) > MAXIMUM_FILES:
        text = say("有 {n} 个文件，太多", "it has too many files: {n}", n=len(entries))
        return [Diagnostic("E310", text, path=path, remedy=_again())]
    found: list[Diagnostic] = []
    reasons = dict(name_faults(each.filename for each in entries))
    seen: set[str] = set()
    for each in entries:
        mode = each.external_attr >> 16
        reason = reasons.get(each.filename, "")
        if mode and stat.S_ISLNK(mode):
            reason = say("它是链接", "it is a link")
        elif (mode and stat.S_IFMT(mode) and not stat.S_ISREG(mode)) or each.filename.endswith("/"):
            reason = say("它不是普通文件", "it is no plain file")
        elif each.flag_bits & 1:
            reason = say("它加了密", "it is encrypted")
        elif each.file_size > MAXIMUM_FILE:
            reason = say("展开后太大", "it unpacks to too much")
        elif each.compress_type != zipfile.ZIP_STORED:
            reason = say("它是压缩的；规则包不压缩", "it is compressed; packs are not")
        elif each.filename in seen:
            reason = say("它出现两次", "it is there twice")
        seen.add(each.filename)
        if reason:
            text = say(
                "规则包里的“{name}”不能接受：{reason}",
                'the pack holds "{name}", which is refused: {reason}',
                name=each.filename[:200],
                reason=reason,
            )
            found.append(Diagnostic("E310", text, path=path, remedy=_again()))
    if not found and sum(each.file_size for each in entries) > MAXIMUM_ARCHIVE:
        return too_large(path).diagnostics
    return found[:_SHOWN]


def _content_faults(path: str, files: dict[str, bytes]) -> list[Diagnostic]:
    """What the list of hashes says against the files."""
    listed: dict[str, str] = {}
    for line in files.get(SUMS, b"").decode("utf-8", "replace").splitlines():
        match = _LINE.fullmatch(line)
        if match:
            listed[match[2]] = match[1]
    if SUMS not in files:
        text = say("没有文件清单 {name}", "there is no list of files {name}", name=SUMS)
        return [Diagnostic("E311", text, path=path, remedy=_again())]
    found: list[str] = []
    for name in sorted({*files, *listed} - {SUMS}):
        if name not in listed:
            found.append(say("“{name}”不在清单里", '"{name}" is not in the list', name=name))
        elif name not in files:
            found.append(say("清单里的“{name}”不在包里", '"{name}" is listed, but missing', name=name))
        elif hashlib.sha256(files[name]).hexdigest() != listed[name]:
            found.append(say("“{name}”的内容与清单不符", '"{name}" is not what the list says', name=name))
    return [Diagnostic("E311", text, path=path, remedy=_again()) for text in found[:_SHOWN]]


def _not_ours(path: str) -> Diagnostic:
    return Diagnostic(
        "E310",
        say(
            "内容齐全，但不是 jsrules pack build 写出的样子（次序、时间或多余的字节）",
            "its files are sound, but it is not what jsrules pack build writes (order, times, or bytes in between)",
        ),
        path=path,
        remedy=say("解开后用 jsrules pack build 重新打包", "unpack it and build it again with jsrules pack build"),
    )
