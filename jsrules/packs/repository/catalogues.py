"""Catalogues over time: renewed before they expire, and taken back from a department."""

from __future__ import annotations

from datetime import datetime

from tuf.api.metadata import Root, Targets

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.base.writing import remove_file
from jsrules.packs.repository.editing import packs_in, roles_of
from jsrules.packs.repository.roles import ROOT, TARGETS, delegation_of
from jsrules.packs.repository.workspace import Workspace


def renew_catalogues(workspace: Workspace, departments: tuple[str, ...], now: datetime) -> list[str]:
    """Stage what is published of catalogues anew, with a new term: of these departments, or else the main one.

    Raises `InputError` (E321) for a department that there is not. The roles that are staged.
    """
    for name in departments:
        require_department(workspace, name)
    roles = list(departments or (TARGETS,))
    for role in roles:
        workspace.stage(role, workspace.draft(role, now))
    return roles


def undelegate(workspace: Workspace, department: str, now: datetime) -> list[tuple[str, str]]:
    """Stage that a department signs nothing any more; its packs, which nobody can fetch then.

    Raises `InputError` (E321) for a department that there is not.
    """
    require_department(workspace, department)
    own = workspace.targets(department)
    targets = workspace.draft(TARGETS, now)
    delegations = targets.signed.delegations
    assert delegations is not None and delegations.roles is not None
    keyids = delegation_of(targets.signed, department).keyids
    del delegations.roles[department]
    for keyid in keyids:
        if not any(keyid in each.keyids for each in delegations.roles.values()):
            delegations.keys.pop(keyid, None)
    if not delegations.roles:
        targets.signed.delegations = None
    workspace.stage(TARGETS, targets)
    remove_file(workspace.path("staged", f"{department}.json"))
    return sorted(packs_in(own.signed)) if own is not None else []


def require_department(workspace: Workspace, name: str) -> None:
    """Raises `InputError` (E321) for a department that there is not."""
    known = [each for each in roles_of(workspace) if each != TARGETS]
    if name in known:
        return
    raise fail(
        "E321",
        say("没有授权给部门“{name}”", "nothing is delegated to a department “{name}”", name=name),
        path=workspace.folder,
        remedy=say(
            "有授权的：{names}", "departments: {names}", names=say("、", ", ").join(known) or say("没有", "none")
        ),
    )


def ends_of(workspace: Workspace) -> dict[str, datetime]:
    """Until when the published root and catalogues hold, by role."""
    found: dict[str, datetime] = {}
    root = workspace.published_root()
    if root is not None:
        found[ROOT] = _end(root.signed)
    for role in roles_of(workspace):
        targets = workspace.published(role)
        if targets is not None:
            found[role] = _end(targets.signed)
    return found


def _end(signed: Root | Targets) -> datetime:
    return signed.expires
