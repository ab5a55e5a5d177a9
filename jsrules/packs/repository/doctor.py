"""The state of a repository: which role expires when, who signs it, what is waiting, what is damaged."""

from __future__ import annotations

from datetime import datetime

from tuf.api.metadata import Root, Signed, Targets

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.record import Record, field
from jsrules.packs.repository.editing import packs_in, read_target, roles_of
from jsrules.packs.repository.public_log import PublicLog, lost_log, published_log
from jsrules.packs.repository.publishing import rehearse
from jsrules.packs.repository.roles import (
    ROOT,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    RepositoryIdentity,
    identity_of,
    withdrawn_of,
)
from jsrules.packs.repository.source import SourceFetcher
from jsrules.packs.repository.witnessing import fetched_witnesses
from jsrules.packs.repository.workspace import Workspace
from jsrules.packs.store import Withdrawn

SOON = 14
"""Days before its end at which a role is said to expire soon."""


class RoleState(Record):
    """A published role: until when it holds, whole days left (negative: expired),
    and how many of which keys sign it.
    """

    role: str
    version: int
    expires: str
    days: int
    threshold: int
    keys: tuple[str, ...]


class Waiting(Record):
    """A staged role and the signatures it has and needs, for each who has a say."""

    role: str
    version: int
    signatures: tuple[tuple[int, int], ...]


class Health(Record, frozen=False):
    """All that `examine` found out; ``witnesses`` are the fingerprints of the keys that have signed the ``log``."""

    identity: RepositoryIdentity
    fingerprint: str
    roles: list[RoleState] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    packs: list[tuple[str, str, str]] = field(default_factory=list)
    withdrawn: list[Withdrawn] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)
    log: PublicLog | None = None
    witnesses: list[str] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing is damaged, has expired or will soon."""
        return not self.problems and all(each.days >= SOON for each in self.roles)


def examine(folder: str, now: datetime) -> Health:
    """The state of a repository, of which nothing is changed. Raises `InputError` when there is none.

    It is looked at again when somebody has published meanwhile, so that no mixture is taken for damage.
    """
    workspace = Workspace(folder)
    before = workspace.state()
    for last in (False, False, True):
        try:
            health = _examined(workspace, now)
        except InputError:
            if last or workspace.state() == before:
                raise
        else:
            if last or workspace.state() == before:
                return health
        before = workspace.state()
    raise AssertionError


def _examined(workspace: Workspace, now: datetime) -> Health:
    root = workspace.root()
    health = Health(identity_of(root.signed), "")
    for role in workspace.staged_roles():
        document = workspace.staged(role)
        signatures = tuple(workspace.signatures(role))
        if document is not None and signatures:  # else it was published meanwhile
            health.waiting.append(Waiting(role, document.signed.version, signatures))
    published = workspace.published_root()
    if published is None:
        return health
    health.fingerprint = workspace.fingerprint()
    documents: dict[str, Signed] = {ROOT: published.signed}
    for role, found in ((TIMESTAMP, workspace.timestamp()), (SNAPSHOT, workspace.snapshot())):
        if found is not None:
            documents[role] = found.signed
    main = workspace.published(TARGETS)
    for role in roles_of(workspace):
        targets = workspace.published(role)
        if targets is None:
            continue
        documents[role] = targets.signed
        health.withdrawn += withdrawn_of(targets.signed)
        for (identifier, version), target in sorted(packs_in(targets.signed).items()):
            health.packs.append((identifier, version, role))
            try:
                read_target(workspace, target)
            except InputError as error:
                health.problems += error.diagnostics
    try:
        health.log = published_log(workspace)
        if health.log is None and published_log(workspace, lost=True) is not None:
            raise lost_log(workspace.folder)
    except InputError as error:
        health.problems += error.diagnostics
    if health.log is not None:
        signed_by = fetched_witnesses(SourceFetcher(workspace.folder), health.identity.repository, health.log)
        health.witnesses += sorted(signed_by)
    for role, signed in documents.items():
        health.roles.append(_state(role, signed, published.signed, main.signed if main else None, now))
    if not health.problems and all(each.days >= 0 for each in health.roles):
        try:
            rehearse(workspace, {}, now)
        except InputError as error:
            health.problems += error.diagnostics
    return health


def _state(role: str, signed: Signed, root: Root, targets: Targets | None, now: datetime) -> RoleState:
    delegator = root if role in root.roles else targets
    assert delegator is not None
    delegated = delegator.get_delegated_role(role)
    return RoleState(
        role,
        signed.version,
        signed.expires.strftime("%Y-%m-%d"),
        (signed.expires - now).days,
        delegated.threshold,
        tuple(sorted(delegated.keyids)),
    )
