"""A finance bureau and a department, for tests: keys, a repository, packs, sticks. All in one folder, all offline."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from jsrules.authoring import adding
from jsrules.base.diagnostic import InputError
from jsrules.packs.archive import write_archive
from jsrules.packs.repository import editing, publishing
from jsrules.packs.repository.fetching import Fetched, fetch
from jsrules.packs.repository.keys import Signer, SSlibKey, generate, read_public, read_signer
from jsrules.packs.repository.knowing import Anchor
from jsrules.packs.repository.roles import now_utc
from jsrules.packs.repository.workspace import Workspace

EARLIER = timedelta(minutes=5)
"""Publications are dated a little before the test, whose clock has whole seconds."""


@dataclass
class Bureau:
    """``folder`` holds its keys, its repository ``repo`` and the packs that it builds."""

    folder: Path
    title: str = "某市财政局"
    threshold: int = 2
    now: datetime = field(default_factory=lambda: now_utc() - EARLIER)
    signers: dict[str, Signer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.repo = self.folder / "repo"
        roots = [self.key("root1"), self.key("root2")]
        editing.found(
            str(self.repo), self.title, roots, self.threshold, [self.key("packs")], [self.key("everyday")], self.now
        )

    def key(self, name: str) -> SSlibKey:
        pair = generate(str(self.folder), name, "")
        self.signers[name] = read_signer(pair.private_path, "")
        return read_public(pair.public_path)[1]

    @property
    def workspace(self) -> Workspace:
        return Workspace(str(self.repo))

    def sign(self, *names: str) -> None:
        """Sign all that is staged with these keys; by default with all there are."""
        workspace = self.workspace
        signers = [self.signers[name] for name in names or self.signers]
        for role in workspace.staged_roles():
            workspace.sign(role, list(signers))

    def publish(self, days: int = 0, sign: bool = True) -> None:
        if sign:
            self.sign()
        publishing.publish(self.workspace, [self.signers["everyday"]], self.now, days)

    def add(self, data: bytes, role: str = "targets") -> None:
        adding.add(self.workspace, "test.jspack", data, role, self.now)

    def release(self, identifier: str = "rules", version: str = "1.0.0", **settings: str) -> bytes:
        """Build, add, sign and publish a small pack."""
        data = pack(identifier, version, **settings)
        self.add(data)
        self.publish()
        return data

    def withdraw(self, identifier: str, version: str, reason: str = "公式有误") -> None:
        editing.withdraw(self.workspace, identifier, version, reason, self.now)
        self.publish()

    def root_file(self) -> bytes:
        root = self.workspace.published_root()
        assert root is not None
        return root.to_bytes()

    def stick(self, name: str) -> Path:
        """A copy of what is published, as it is now."""
        target = self.folder / name
        for part in ("metadata", "targets"):
            shutil.copytree(self.repo / part, target / part)
        return target


@dataclass
class Department:
    """A department that trusts a bureau: its folder holds the lock file. Its data directory is set by the test."""

    folder: Path
    bureau: Bureau

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)

    @property
    def lock(self) -> Path:
        return self.folder / "jsrules.lock"

    def fetch(
        self,
        source: Path | str,
        *names: str,
        update: bool = False,
        frozen: bool = False,
        now: datetime | None = None,
    ) -> Fetched:
        anchor = Anchor(self.bureau.root_file())
        return fetch(str(source), names, str(self.lock), anchor, now or now_utc(), update=update, frozen=frozen)


def pack(
    identifier: str = "rules",
    version: str = "1.0.0",
    rules: str = "规则 一：a = b\n",
    more: str = "",
    files: dict[str, bytes] | None = None,
) -> bytes:
    """The archive of a small pack; ``more`` are further lines of its manifest."""
    manifest = f"代号: {identifier}\n名称: 试用规则\n版本: {version}\n语言: zh\n发布单位: 某市财政局\n{more}"
    content = {"pack.yaml": manifest.encode(), "rules/a.jsr": rules.encode(), "CHANGELOG.md": f"{version}\n".encode()}
    return write_archive({**content, **(files or {})})


def codes(error: InputError) -> set[str]:
    return {each.code for each in error.diagnostics}
