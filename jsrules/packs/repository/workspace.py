"""A repository as its publisher sees it: what is published, and beside it, in ``staged/``, what is being prepared.

``metadata/`` and ``targets/`` are the repository; they alone are copied to sticks. Files there carry their version or
hash in their names and never change; what is current is told by ``timestamp.json``, which is replaced last.
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Iterator
from datetime import datetime
from typing import cast

from securesystemslib.exceptions import UnverifiedSignatureError, VerificationError
from securesystemslib.signer import Signature, Signer
from tuf.api.exceptions import RepositoryError, UnsignedMetadataError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.writing import remove_file, write_whole
from jsrules.packs.repository.roles import DAYS, ROOT, SNAPSHOT, TARGETS, TIMESTAMP, renew, role_words, root_fingerprint

_ROOT_FILE = re.compile(r"([1-9]\d*)\.root\.json")
_LARGEST = 5_000_000

Delegator = Root | Targets


class Workspace:
    """Reads and changes a repository on disk. Every change is one file that appears whole; whoever makes several, or
    makes any besides others, does so within `changing` (busy.py). Looking changes nothing.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        if not os.path.isdir(os.path.join(folder, "metadata")) and not os.path.isdir(os.path.join(folder, "staged")):
            raise fail(
                "E321",
                say("这里没有规则库", "there is no repository here"),
                path=folder,
                remedy=say("用 jsrules pack init 建一个", "make one with jsrules pack init"),
            )

    # What is published. -----------------------------------------------------------------------------------------

    def path(self, *parts: str) -> str:
        """A path below the repository."""
        return os.path.join(self.folder, *parts)

    def state(self) -> tuple[int, bytes]:
        """What tells one published state from another: the version of the root, and the timestamp."""
        try:
            with open(self.path("metadata", "timestamp.json"), "rb") as file:
                return self.root_version(), file.read(_LARGEST)
        except OSError:
            return self.root_version(), b""

    def root_version(self) -> int:
        """The version of the newest published root; 0 before the first publication."""
        try:
            names = os.listdir(self.path("metadata"))
        except OSError:
            return 0
        return max((int(match[1]) for name in names if (match := _ROOT_FILE.fullmatch(name))), default=0)

    def is_published(self) -> bool:
        """Whether anything was ever published."""
        return os.path.isfile(self.path("metadata", "timestamp.json"))

    def published_root(self) -> Metadata[Root] | None:
        """The newest published root."""
        version = self.root_version()
        return cast("Metadata[Root]", self.load("metadata", f"{version}.root.json")) if version else None

    def timestamp(self) -> Metadata[Timestamp] | None:
        """The published timestamp."""
        return cast("Metadata[Timestamp]", self.load("metadata", "timestamp.json")) if self.is_published() else None

    def snapshot(self) -> Metadata[Snapshot] | None:
        """The published snapshot."""
        timestamp = self.timestamp()
        if timestamp is None:
            return None
        return cast(
            "Metadata[Snapshot]", self.load("metadata", f"{timestamp.signed.snapshot_meta.version}.snapshot.json")
        )

    def published(self, role: str) -> Metadata[Targets] | None:
        """The published catalogue of a role, or None when it was never published."""
        snapshot = self.snapshot()
        meta = snapshot.signed.meta.get(f"{role}.json") if snapshot is not None else None
        if meta is None:
            return None
        return cast("Metadata[Targets]", self.load("metadata", f"{meta.version}.{role}.json"))

    def fingerprint(self) -> str:
        """The hash of the first root, which departments compare."""
        first = self.load("metadata", "1.root.json") if self.root_version() else self.root()
        return root_fingerprint(cast("Metadata[Root]", first))

    # What is being prepared. ------------------------------------------------------------------------------------

    def staged_roles(self) -> list[str]:
        """The roles that have a staged version newer than the published one, the root first."""
        found = []
        for name in self._staged_names():
            role = name.removesuffix(".json")
            document, published = self._staged(role), self._published(role)
            if document is not None and (published is None or document.signed.version > published.signed.version):
                found.append(role)
        return sorted(found, key=lambda role: (role != ROOT, role != TARGETS, role))

    def _staged_names(self) -> Iterator[str]:
        folder = self.path("staged")
        if os.path.isdir(folder):
            for name in sorted(os.listdir(folder)):
                if name.endswith(".json") and not name.startswith("."):
                    yield name

    def _published(self, role: str) -> Metadata[Root] | Metadata[Targets] | None:
        return self.published_root() if role == ROOT else self.published(role)

    def _staged(self, role: str) -> Metadata[Root] | Metadata[Targets] | None:
        if not os.path.isfile(self.path("staged", f"{role}.json")):
            return None
        return cast("Metadata[Targets]", self.load("staged", f"{role}.json"))

    def root(self) -> Metadata[Root]:
        """The root that holds once everything staged is published."""
        found = self.staged(ROOT) or self.published_root()
        if found is None:
            raise self.trouble(say("没有根元数据", "there is no root metadata"))
        return cast("Metadata[Root]", found)

    def targets(self, role: str = TARGETS) -> Metadata[Targets] | None:
        """The catalogue that holds once everything staged is published; None for an unknown role."""
        return cast("Metadata[Targets] | None", self.staged(role) or self.published(role))

    def staged(self, role: str) -> Metadata[Root] | Metadata[Targets] | None:
        """The staged version of a role; None when there is none newer than the published one."""
        return self._staged(role) if role in self.staged_roles() else None

    def draft(self, role: str, now: datetime) -> Metadata[Targets]:
        """The catalogue of a role to be changed: one version above the published one, dated, without signatures."""
        return cast("Metadata[Targets]", self._draft(role, now))

    def draft_root(self, now: datetime) -> Metadata[Root]:
        """The root to be changed: one version above the published one, dated, without signatures."""
        return cast("Metadata[Root]", self._draft(ROOT, now))

    def _draft(self, role: str, now: datetime) -> Metadata[Root] | Metadata[Targets]:
        published = self._published(role)
        document = copy.deepcopy(self.staged(role) or published)
        if document is None:
            document = Metadata(Targets(version=1))
        document.signed.version = published.signed.version + 1 if published is not None else 1
        document.signatures.clear()
        renew(document.signed, now, DAYS.get(role, DAYS[TARGETS]))
        return document

    def stage(self, role: str, document: Metadata[Root] | Metadata[Targets]) -> None:
        """Keep a prepared version of a role."""
        write_whole(self.path("staged", f"{role}.json"), document.to_bytes())

    def clear_staged(self) -> None:
        """Remove what has been published."""
        waiting = set(self.staged_roles())
        for name in list(self._staged_names()):
            if name.removesuffix(".json") not in waiting:
                remove_file(self.path("staged", name))

    # Signatures. ------------------------------------------------------------------------------------------------

    def delegators(self, role: str) -> list[Delegator]:
        """Who says which keys may sign a role: a new root needs the old root's keys as well as its own."""
        if role == ROOT:
            published = self.published_root()
            return [*([published.signed] if published is not None else []), self.root().signed]
        if role in (TARGETS, SNAPSHOT, TIMESTAMP):
            return [self.root().signed]
        targets = self.targets()
        return [targets.signed] if targets is not None else []

    def may_sign(self, role: str, keyid: str) -> bool:
        """Whether a key has a say about a staged role."""
        published = self.published_root()
        before = [published.signed] if published is not None and role == TARGETS else []  # while keys are exchanged
        return any(keyid in self._keys(each, role) for each in (*before, *self.delegators(role)))

    def is_signed(self, role: str, document: Metadata[Root] | Metadata[Targets], signature: Signature) -> bool:
        """Whether a signature is good, and that of a key that has a say."""
        published = self.published_root()
        before = [published.signed] if published is not None and role == TARGETS else []
        for each in (*before, *self.delegators(role)):
            try:
                if signature.keyid in self._keys(each, role):
                    each.get_key(signature.keyid).verify_signature(signature, document.signed_bytes)
                    return True
            except (UnverifiedSignatureError, VerificationError, ValueError):
                continue
        return False

    def sign(self, role: str, signers: list[Signer], shown: bytes | None = None) -> int:
        """Add the signatures of those keys that may sign a staged role; how many there were. ``shown`` is what whoever
        signs has seen of it: anything else is not signed.
        """
        document = self.staged(role)
        if document is None or (shown is not None and document.signed_bytes != shown):
            return 0
        fitting = [signer for signer in signers if self.may_sign(role, signer.public_key.keyid)]
        for signer in fitting:
            document.sign(signer, append=True)
        if fitting:
            self.stage(role, document)
        return len(fitting)

    @staticmethod
    def _keys(delegator: Delegator, role: str) -> list[str]:
        try:
            return list(delegator.get_delegated_role(role).keyids)
        except ValueError:
            return []

    def signatures(self, role: str) -> list[tuple[int, int]]:
        """Valid and needed signatures of a staged role, for each of its delegators; none when it is staged no more."""
        document = self.staged(role)
        if document is None:
            return []
        found = []
        for each in self.delegators(role):
            result = each.get_verification_result(role, document.signed_bytes, document.signatures)
            found.append((len(result.signed), result.threshold))
        return found

    def require_signed(self, roles: list[str]) -> None:
        """Raises `InputError` (E322) unless every one of the staged roles is signed by enough keys."""
        for role in roles:
            for signed, needed in self.signatures(role):
                if signed < needed:
                    raise fail(
                        "E322",
                        say(
                            "{what}要 {needed} 个签名，现有 {signed} 个",
                            "the {what} needs {needed} signatures; it has {signed}",
                            what=role_words(role),
                            needed=needed,
                            signed=signed,
                        ),
                        path=self.folder,
                        remedy=say(
                            "用 jsrules pack sign 规则库 --key 钥匙 补签",
                            "add one with jsrules pack sign REPOSITORY --key KEY",
                        ),
                    )

    def load(self, *parts: str) -> Metadata[Root] | Metadata[Targets] | Metadata[Snapshot] | Metadata[Timestamp]:
        """A signed file; raises `InputError` (E321) when it cannot be read."""
        path = self.path(*parts)
        try:
            with open(path, "rb") as file:
                return Metadata.from_bytes(file.read(_LARGEST))
        except (OSError, RepositoryError, UnsignedMetadataError) as error:
            raise self.trouble(
                say("{name} 读不出来：{error}", "{name} cannot be read: {error}", name=parts[-1], error=error), path
            ) from None

    def trouble(self, message: str, path: str = "") -> InputError:
        """An error about this repository."""
        return fail(
            "E321",
            message,
            path=path or self.folder,
            remedy=say("从备份或镜像恢复规则库", "restore the repository from a backup or mirror"),
        )
