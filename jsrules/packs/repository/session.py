"""One run of the TUF client over a source: root chain, timestamp, snapshot, catalogues, their delegations, packs.

The client keeps its metadata in a folder of its own for the time of the run; what it learnt is taken out of there as a
whole when everything has been verified. No metadata that has expired is accepted, by any switch.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any

from tuf.api.exceptions import DownloadError, ExpiredMetadataError, RepositoryError
from tuf.api.metadata import Metadata, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.ngclient import Updater, UpdaterConfig

from jsrules.base.dates import is_date
from jsrules.base.devices import is_device
from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.record import Record, replace
from jsrules.packs.archive_limits import MAXIMUM_ARCHIVE
from jsrules.packs.archive_names import name_fault
from jsrules.packs.publication_log import LOG
from jsrules.packs.repository.editing import packs_in
from jsrules.packs.repository.faults import refused
from jsrules.packs.repository.public_log import PublicLog, check_listed, fetched_log, two_states
from jsrules.packs.repository.roles import (
    ROOT,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    RepositoryIdentity,
    delegation_of,
    department_path,
    identity_of,
    iso,
    may_publish,
    role_words,
    signed_date,
    withdrawn_of,
)
from jsrules.packs.repository.source import SourceFetcher
from jsrules.packs.store import Withdrawn

LARGEST_ROOT = 512_000


class Offered(Record):
    """A pack's version that a source offers, by the role that vouches for it."""

    identifier: str
    version: str
    title: str
    role: str
    target: TargetFile


class Catalogue(Record):
    """All that a source offers: ``signers`` are role and keys in words, ``versions`` those of the metadata,
    ``expired`` the departments whose catalogues have expired: nothing of theirs is offered, which is nobody else's
    trouble; ``log`` is that of publications, where the repository keeps one.
    """

    identity: RepositoryIdentity
    packs: dict[tuple[str, str], Offered]
    withdrawn: tuple[Withdrawn, ...]
    signers: dict[str, str]
    versions: dict[str, int]
    fresh: str
    expired: tuple[str, ...] = ()
    log: PublicLog | None = None


class Session:
    """A verified look at a source; a context manager that leaves nothing behind."""

    def __init__(self, fetcher: SourceFetcher, root: bytes, files: Mapping[str, str]) -> None:
        self._fetcher = fetcher
        self._root = root
        self._known = files
        self._folder = ""
        self._log: PublicLog | None = None

    def __enter__(self) -> Session:
        self._folder = tempfile.mkdtemp(prefix="jsrules-")
        for name in ("metadata", "targets"):
            os.mkdir(os.path.join(self._folder, name))
        for name, text in self._known.items():
            if "/" not in name and os.sep not in name and name != "root.json" and name != LOG:
                with open(os.path.join(self._folder, "metadata", name), "wb") as file:
                    file.write(text.encode())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)

    def look(self, now: datetime, newest: str = "") -> Catalogue:
        """Verify everything and say what is offered; ``newest`` is the newest date known to be signed.

        Raises `InputError` for whatever is wrong: expiry, rollback, signatures, mixtures, a clock that is behind.
        """
        try:
            self._updater = Updater(
                os.path.join(self._folder, "metadata"),
                self._fetcher.metadata_url,
                os.path.join(self._folder, "targets"),
                self._fetcher.targets_url,
                self._fetcher,
                UpdaterConfig(),
                bootstrap=self._root,
            )
            self._updater.refresh()
            targets = self._read(TARGETS, Targets)
            roles: dict[str, Targets] = {TARGETS: targets}
            expired = []
            for name in self._departments(targets):
                try:
                    self._updater.get_targetinfo(f"{department_path(name)}/-")  # loads and verifies its catalogue
                except ExpiredMetadataError:
                    expired.append(name)
                else:
                    roles[name] = self._read(name, Targets)
        except (RepositoryError, DownloadError, OSError) as error:
            raise self._refused(error) from error
        self._check_clock(iso(now), newest)
        found = self._catalogue(roles, tuple(expired))
        self._log = fetched_log(self._fetcher, self._read(SNAPSHOT, Snapshot), self._known.get(LOG, ""))
        if self._is_shown_another_state():
            with Session(self._fetcher, self._root, {}) as other:
                raise two_states(self._fetcher.source, self._log, other.look(now).log)
        listed = [
            (each.role, each.identifier, each.version, each.target.hashes.get("sha256", ""))
            for each in found.packs.values()
        ]
        check_listed(self._fetcher.source, self._log, listed)
        return replace(found, log=self._log)

    def _is_shown_another_state(self) -> bool:
        """Whether the source has another timestamp of the very version that was seen before: then the client goes by
        the one that it knows, and would not notice.
        """
        known = self._known.get("timestamp.json")
        if known is None:
            return False
        with open(os.path.join(self._folder, "metadata", "timestamp.json"), "rb") as file:
            if file.read() != known.encode():
                return False
        mine = Metadata[Timestamp].from_bytes(known.encode())
        try:
            theirs = Metadata[Timestamp].from_bytes(
                self._fetcher.read("metadata/timestamp.json", UpdaterConfig().timestamp_max_length)
            )
            self._read(ROOT, Root).verify_delegate(TIMESTAMP, theirs.signed_bytes, theirs.signatures)
        except (RepositoryError, DownloadError):
            return False
        return theirs.signed.version == mine.signed.version and theirs.signed_bytes != mine.signed_bytes

    @staticmethod
    def _departments(targets: Targets) -> list[str]:
        delegations = targets.delegations
        return list(delegations.roles) if delegations is not None and delegations.roles else []

    def _read(self, role: str, kind: type[Any]) -> Any:
        """A role that the client has verified in this run."""
        with open(os.path.join(self._folder, "metadata", f"{role}.json"), "rb") as file:
            signed = Metadata.from_bytes(file.read()).signed
        assert isinstance(signed, kind)
        return signed

    def _refused(self, error: Exception) -> InputError:
        if isinstance(error, OSError):
            error = DownloadError(error.strerror or str(error))
        return refused(self._fetcher.source, self._fetcher.last, error)

    def _check_clock(self, now: str, newest: str) -> None:
        """Raises `InputError` (E334) when it is not yet the time of a signature: an expiry could go by unseen."""
        signed = signed_date(self._read(TIMESTAMP, Timestamp))
        if not is_date(signed):
            raise self._refused(RepositoryError("the timestamp has no date"))
        latest = max(newest, signed)
        if now < latest:
            raise fail(
                "E334",
                say(
                    "本机时钟是 {now}，比规则库签名的时间 {latest} 还早；时钟慢了，就看不出过期",
                    "this machine's clock says {now}, which is before the repository signed ({latest}); expiry cannot "
                    "be told",
                    now=now,
                    latest=latest,
                ),
                path=self._fetcher.source,
                remedy=say("把时钟调准再来", "set the clock and try again"),
            )

    def _catalogue(self, roles: dict[str, Targets], expired: tuple[str, ...]) -> Catalogue:
        """What all roles offer whose catalogues have not expired.

        Raises `InputError` when two of them claim one id; what a role says of others' ids is passed over.
        """
        packs: dict[tuple[str, str], Offered] = {}
        owners: dict[str, str] = {}
        spelled: dict[str, str] = {}
        withdrawn: list[Withdrawn] = []
        for role, targets in roles.items():
            for path in targets.targets:
                self._check_path(role, path)
            delegated = delegation_of(roles[TARGETS], role) if role != TARGETS else None
            for (identifier, version), target in packs_in(targets).items():
                if delegated is not None and not may_publish(delegated, identifier):
                    raise self._not_its_own(role, identifier)
                if is_device(identifier) or spelled.setdefault(identifier.casefold(), identifier) != identifier:
                    raise self._not_its_own(role, identifier)
                if owners.setdefault(identifier, role) != role:
                    raise self._claimed(identifier, owners[identifier], role)
                title = str(target.custom.get("title", ""))
                packs[identifier, version] = Offered(identifier, version, title, role, target)
            withdrawn += [
                each
                for each in withdrawn_of(targets)
                if (delegated is None or may_publish(delegated, each.identifier))
                and owners.setdefault(each.identifier, role) == role
            ]
        root, main = self._read(ROOT, Root), roles[TARGETS]
        versions = {name: self._read(name, kind).version for name, kind in ((ROOT, Root), (TIMESTAMP, Timestamp))}
        versions[SNAPSHOT] = self._read(SNAPSHOT, object).version
        versions |= {role: targets.version for role, targets in roles.items()}
        signers = {}
        for role in roles:
            keys = root.roles[TARGETS].keyids if role == TARGETS else main.get_delegated_role(role).keyids
            signers[role] = f"{role} ({', '.join(keyid[:16] for keyid in sorted(keys))})"
        fresh = signed_date(self._read(TIMESTAMP, Timestamp))
        return Catalogue(identity_of(root), packs, tuple(withdrawn), signers, versions, fresh, expired)

    def _check_path(self, role: str, path: str) -> None:
        """Raises `InputError` (E326) for a target that stands outside the path delegated to its role, or has a name
        that leads elsewhere on some system.
        """
        prefix, _, _ = path.rpartition("/")
        if prefix != department_path(role) or name_fault(path):
            raise self._not_its_own(role, path)

    def _not_its_own(self, role: str, path: str) -> InputError:
        return fail(
            "E326",
            say(
                "{what}签了不归它管的 {path}",
                "the {what} signs for {path}, which is not its own",
                what=role_words(role),
                path=path[:200],
            ),
            path=self._fetcher.source,
            remedy=say("不要使用这个来源；问发布单位", "do not use this source; ask its publisher"),
        )

    def _claimed(self, identifier: str, owner: str, role: str) -> InputError:
        return fail(
            "E326",
            say(
                "代号“{name}”属于{owner}，{other}也冒用了它",
                "the id “{name}” belongs to the {owner}, but the {other} claims it, too",
                name=identifier,
                owner=role_words(owner),
                other=role_words(role),
            ),
            path=self._fetcher.source,
            remedy=say("不要使用这个来源；问发布单位", "do not use this source; ask its publisher"),
        )

    def download(self, offered: Offered) -> bytes:
        """The archive of a pack, its length and hash as signed. Raises `InputError` when they are not."""
        if offered.target.length > MAXIMUM_ARCHIVE:
            from jsrules.packs.archive_faults import too_large

            raise too_large(offered.target.path)
        try:
            info = self._updater.get_targetinfo(offered.target.path)
            if info is None or info.hashes != offered.target.hashes:  # another role answers for that path
                raise self._not_its_own(offered.role, offered.target.path)
            path = self._updater.download_target(info)
        except (RepositoryError, DownloadError, OSError) as error:
            raise self._refused(error) from error
        with open(path, "rb") as file:
            return file.read()

    def learnt(self) -> dict[str, str]:
        """The verified metadata, by name, to be kept for the next run."""
        folder = os.path.join(self._folder, "metadata")
        found = {}
        for name in sorted(os.listdir(folder)):
            path = os.path.join(folder, name)
            if name.endswith(".json") and os.path.isfile(path):
                with open(path, encoding="utf-8") as file:
                    found[name] = file.read()
        return found if self._log is None else {**found, LOG: self._log.text}
