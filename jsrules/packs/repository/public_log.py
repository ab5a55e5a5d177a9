"""The log of publications in a repository: its head is signed with the snapshot, and a client holds it to what it saw.

`pack publish` appends what a catalogue has that the log has not. A client refuses a catalogue with a pack that is not
in the log, and a log that does not begin with the one it knows.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from tuf.api.exceptions import DownloadError
from tuf.api.metadata import Snapshot

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.fingerprint import grouped
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.packs.lock import Locked
from jsrules.packs.publication_log import (
    LARGEST_LOG,
    LOG,
    InclusionProof,
    Publication,
    begins_with,
    log_text,
    proof_in,
    publications_of,
    root_of,
)
from jsrules.packs.repository.faults import content_changed, refused
from jsrules.packs.repository.roles import SNAPSHOT, iso, own
from jsrules.packs.repository.source import SourceFetcher
from jsrules.packs.repository.workspace import Workspace
from jsrules.packs.store import Trust

FIELD = "log"
"""The own field of a snapshot that says which log holds."""


class PublicLog(Record):
    """The log of a repository, as a signed snapshot names it by its hash."""

    publications: tuple[Publication, ...]
    root: str

    @property
    def size(self) -> int:
        """How many publications it lists."""
        return len(self.publications)

    @property
    def text(self) -> str:
        """Its file."""
        return log_text(self.publications)

    def proof(self, owner: str, identifier: str, version: str, sha256: str) -> InclusionProof | None:
        """That a publication is in it; None when it is not."""
        for index, each in enumerate(self.publications):
            if (each.owner, each.identifier, each.version, each.sha256) == (owner, identifier, version, sha256):
                return proof_in(self.publications, index)
        return None


def log_of(publications: Sequence[Publication]) -> PublicLog:
    """A log of these publications."""
    return PublicLog(tuple(publications), root_of(publications))


def name_of(root: str) -> str:
    """The file of the log with this hash, below a repository."""
    return f"metadata/{root}.log"


def head_of(snapshot: Snapshot) -> tuple[int, str] | None:
    """Size and hash of the log that a snapshot names; None when it names none. What is malformed fits no log."""
    found = own(snapshot).get(FIELD)
    if found is None:
        return None
    if not isinstance(found, dict) or type(found.get("size")) is not int:
        return -1, ""
    return found["size"], str(found.get("root"))


def fetched_log(fetcher: SourceFetcher, snapshot: Snapshot, known: str = "") -> PublicLog | None:
    """The log that a verified snapshot names; None for a repository that keeps none. ``known`` is the text of the one
    that was seen before, which need not be read again.

    Raises `InputError` when it is not to be had (E327), is another one, or lists one version twice (E339, E325).
    """
    head = head_of(snapshot)
    if head is None:
        return None
    try:
        before = log_of(publications_of(known)) if known else None
    except ValueError:
        before = None
    if before is not None and (before.size, before.root) == head:
        return before
    try:
        data = fetcher.read(name_of(head[1]), LARGEST_LOG)
    except DownloadError as error:
        raise refused(fetcher.source, fetcher.last, error) from error
    return _checked(fetcher.source, data, head)


def published_log(workspace: Workspace, *, lost: bool = False) -> PublicLog | None:
    """The log that is published; None where there is none. ``lost``: or else the one that was published last, before
    an earlier jsrules, which knew of none, published without it. Raises `InputError` (E339) when it is damaged.
    """
    snapshot = workspace.snapshot()
    head = head_of(snapshot.signed) if snapshot is not None else None
    if head is None and lost and snapshot is not None:
        head = _last_head(workspace, snapshot.signed.version - 1)
    if head is None:
        return None
    path = workspace.path(*name_of(head[1]).split("/"))
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_LOG)
    except OSError:
        raise _wrong(workspace.folder, say("发布记录丢了", "the log of publications is gone"), _restore()) from None
    return _checked(workspace.folder, data, head)


def _last_head(workspace: Workspace, version: int) -> tuple[int, str] | None:
    """The head that the latest snapshot up to a version names, if any does."""
    for number in range(version, 0, -1):
        name = f"{number}.{SNAPSHOT}.json"
        if os.path.isfile(workspace.path("metadata", name)):
            signed = workspace.load("metadata", name).signed
            head = head_of(signed) if isinstance(signed, Snapshot) else None
            if head is not None:
                return head
    return None


def lost_log(folder: str) -> InputError:
    """The error, for its publisher, for a repository that was published without the log that it had."""
    return _wrong(
        folder,
        say(
            "最近一次发布没有带上发布记录，各单位会拒绝",
            "the last publication left out the log, and departments will refuse it",
        ),
        say(
            "用这一版 jsrules 再发布一次：记录接着原来的",
            "publish once more with this version of jsrules: the log goes on from where it was",
        ),
    )


def known_log(trust: Trust | None) -> PublicLog | None:
    """The log that this machine has seen of a repository. Raises `InputError` (E339) when it was altered."""
    text = trust.files.get(LOG) if trust is not None else None
    if text is None or trust is None:
        return None
    try:
        return log_of(publications_of(text))
    except ValueError:
        raise _wrong(
            os.path.join(_trust_folder(), f"{trust.repository}.json"),
            say("本机记下的发布记录被改过", "the log of publications that this machine keeps was altered"),
            say("删去这个文件，像第一次那样取", "delete this file, and fetch as for the first time"),
        ) from None


def _checked(source: str, data: bytes, head: tuple[int, str]) -> PublicLog:
    try:
        found = log_of(publications_of(data))
    except ValueError:
        raise _wrong(source, say("发布记录读不出来", "the log of publications cannot be read"), _distrust()) from None
    if (found.size, found.root) != head:
        raise _wrong(
            source,
            say("发布记录被改过：与签了名的不符", "the log of publications was altered: it is not what was signed"),
            _distrust(),
        )
    contents: dict[tuple[str, str, str], str] = {}
    for each in found.publications:
        before = contents.setdefault((each.owner, each.identifier, each.version), each.sha256)
        if before != each.sha256:
            raise content_changed(source, each.identifier, each.version, before, each.sha256)
    return found


def extended(workspace: Workspace, listed: Iterable[tuple[str, str, str, str]], now: datetime) -> PublicLog:
    """The published log with those behind it that it has not yet: owner, id, version and hash of each.

    Raises `InputError` (E325) for a version that was published with another content before.
    """
    before = published_log(workspace, lost=True)
    found = list(before.publications) if before is not None else []
    known = {(each.owner, each.identifier, each.version): each.sha256 for each in found}
    for owner, identifier, version, sha256 in sorted(listed):
        if (owner, identifier, version) not in known:
            found.append(Publication(owner, identifier, version, sha256, iso(now)))
        elif known[owner, identifier, version] != sha256:
            raise content_changed(workspace.folder, identifier, version, known[owner, identifier, version], sha256)
    return log_of(found)


# What a client holds it to. -----------------------------------------------------------------------------------------


def check_listed(source: str, log: PublicLog | None, packs: Iterable[tuple[str, str, str, str]]) -> None:
    """Raises `InputError` (E339) for a pack of a catalogue (owner, id, version, hash) that is not in the log."""
    if log is None:
        return
    known = {(each.owner, each.identifier, each.version, each.sha256) for each in log.publications}
    for each in packs:
        if each not in known:
            text = say(
                "“{name}”{version} 在目录里，却不在发布记录里",
                "“{name}” {version} is in the catalogue, but not in the log of publications",
                name=each[1],
                version=each[2],
            )
            raise _wrong(source, text, _distrust())


def check_grown(source: str, known: PublicLog | None, found: PublicLog | None) -> None:
    """Raises `InputError` (E339) unless a log begins with the one that this machine knows of its repository."""
    if known is None:
        return
    if found is None:
        text = say("这个规则库有过发布记录，现在没有了", "this repository had a log of publications; now there is none")
        raise _wrong(source, text, _distrust())
    if not begins_with(found.publications, known.publications):
        raise forked(source, known, found)


def check_lock_grown(source: str, locked: Mapping[str, Locked], found: PublicLog | None, repository: str) -> None:
    """Raises `InputError` (E339) unless what a lock file proves of a repository's log is true of this log: the lock may
    have been written on another machine, which was shown something else; or something newer (E324).
    """
    for entry in locked.values():
        if entry.repository != repository or entry.log is None:
            continue
        if found is None:
            check_grown(source, log_of(()), None)
        elif entry.log.size > found.size:
            raise _older(source, entry, entry.log, found)
        elif not proves(entry, found.publications):
            raise _wrong(
                source,
                say(
                    "锁定“{name}”的时候看到的是另一份发布记录",
                    "“{name}” was locked from another log of publications",
                    name=entry.identifier,
                ),
                _keep_both(),
                say("锁文件里：{print}", "in the lock file: {print}", print=grouped(entry.log.root)),
                say("来源里：{print}", "at the source: {print}", print=grouped(found.root)),
            )


def _older(source: str, entry: Locked, proof: InclusionProof, found: PublicLog) -> InputError:
    return fail(
        "E324",
        say(
            "这个来源比锁定“{name}”时的旧：那时发布记录有 {n} 条，这里 {m} 条",
            "this source is older than the one that “{name}” was locked from: its log had {n} publications, here {m}",
            name=entry.identifier,
            n=proof.size,
            m=found.size,
        ),
        path=source,
        remedy=say("换用较新的优盘或镜像", "use the newer stick or mirror"),
    )


def proves(entry: Locked, publications: Sequence[Publication]) -> bool:
    """Whether what a lock file proves is true of a log, or of its beginning."""
    proof = entry.log
    return proof is not None and proof.size <= len(publications) and root_of(publications[: proof.size]) == proof.root


def forked(source: str, known: PublicLog, found: PublicLog) -> InputError:
    """The error for two logs of one repository neither of which begins with the other."""
    number = next(
        (
            number
            for number, pair in enumerate(zip(known.publications, found.publications, strict=False))
            if pair[0] != pair[1]
        ),
        min(known.size, found.size),
    )
    return _wrong(
        source,
        say(
            "发布记录分叉了：这个规则库给别处看的是另一份，从第 {n} 条起不同",
            "the log of publications has forked: this repository shows others another one, from number {n} on",
            n=number + 1,
        ),
        _keep_both(),
        say("见过的：{what}", "seen before: {what}", what=_told(known, number)),
        say("这里的：{what}", "here: {what}", what=_told(found, number)),
    )


def two_states(source: str, known: PublicLog | None, found: PublicLog | None) -> InputError:
    """The error for a source that shows another state under the version of the one that was seen before."""
    try:
        check_grown(source, known, found)
    except InputError as error:
        return error
    return _wrong(
        source,
        say(
            "这个来源是另一个样子：同一版时间戳有两份，内容不同",
            "this source shows something else: there are two timestamps of one version that differ",
        ),
        _keep_both(),
    )


def _told(log: PublicLog, number: int) -> str:
    if number >= log.size:
        return say("没有第 {n} 条", "no number {n}", n=number + 1)
    each = log.publications[number]
    return f"{each.owner} {each.identifier} {each.version} {each.date} {each.sha256[:16]}"


def _distrust() -> str:
    return say("不要使用这个来源；问发布单位", "do not use this source; ask its publisher")


def _restore() -> str:
    return say("从备份或镜像恢复", "restore it from a backup or mirror")


def _keep_both() -> str:
    return say(
        "两边都留好，马上问发布单位：可能有人偷了钥匙。不要使用这个来源；发布单位说明是哪一份错、换过钥匙之后，"
        "删去本机对它的记录（{folder}）和锁文件，像第一次那样取",
        "keep both, and ask the publisher at once: keys may have been stolen. Do not use this source; when the "
        "publisher has said which one is wrong, and has replaced the keys, delete what this machine knows of it "
        "({folder}) and the lock file, and fetch as for the first time",
        folder=os.path.join(_trust_folder(), "*.json"),
    )


def _trust_folder() -> str:
    from jsrules.packs.store import data_directory

    return os.path.join(data_directory(), "trust")


def _wrong(source: str, text: str, remedy: str, *notes: str) -> InputError:
    return fail("E339", text, path=source, notes=notes, remedy=remedy)
