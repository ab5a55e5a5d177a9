"""Preparing a repository: founding it, delegating to departments, adding and withdrawing packs, replacing keys.

Nothing here reaches a client: it is staged, to be signed and then published.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from datetime import datetime

from securesystemslib.signer import SSlibKey
from tuf.api.exceptions import LengthOrHashMismatchError
from tuf.api.metadata import DelegatedRole, Delegations, Metadata, Role, Root, TargetFile, Targets

from jsrules.base.devices import is_device
from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.version import parse_version
from jsrules.base.writing import unwritable, write_once, write_whole
from jsrules.packs.library import Pack, archive_name, unpacked
from jsrules.packs.repository.busy import BUSY, TAKEN, alone_in
from jsrules.packs.repository.roles import (
    DAYS,
    OWN_FIELD,
    ROOT,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    delegated_ids,
    delegation_of,
    department_path,
    is_pack_pattern,
    iso,
    may_publish,
    own,
    renew,
    role_words,
    set_own,
    withdrawn_of,
)
from jsrules.packs.repository.thresholds import check_threshold
from jsrules.packs.repository.workspace import Workspace
from jsrules.packs.store import Withdrawn

PublicKeys = Sequence[SSlibKey]


def found(
    folder: str,
    title: str,
    roots: PublicKeys,
    threshold: int,
    packs: PublicKeys,
    online: PublicKeys,
    now: datetime,
    packs_threshold: int = 1,
) -> Workspace:
    """Prepare a new repository: who may sign what. ``online`` keys sign snapshot and timestamp.

    Raises `InputError` (E321) when the folder is not empty, or the keys do not make up the threshold.
    """
    _check_empty(folder)
    check_threshold(folder, ROOT, roots, threshold)
    check_threshold(folder, TARGETS, packs, packs_threshold)
    root = Root(version=1, consistent_snapshot=True)
    for role, keys, count in (
        (ROOT, roots, threshold),
        (TARGETS, packs, packs_threshold),
        (SNAPSHOT, online, 1),
        (TIMESTAMP, online, 1),
    ):
        root.roles[role] = Role([], count)
        for key in keys:
            root.add_key(key, role)
    set_own(root, repository={"id": secrets.token_hex(16), "title": title})
    renew(root, now, DAYS[ROOT])
    targets = Targets(version=1)
    renew(targets, now, DAYS[TARGETS])
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from None
    with alone_in(folder):  # two who found at once would mix their keys
        _check_empty(folder)
        for name in ("staged", "metadata", "targets"):
            os.makedirs(os.path.join(folder, name), exist_ok=True)
        workspace = Workspace(folder)
        workspace.stage(ROOT, Metadata(root))
        workspace.stage(TARGETS, Metadata(targets))
    return workspace


def _check_empty(folder: str) -> None:
    """Raises `InputError` (E321) for a folder that holds something already."""
    if not os.path.isdir(folder) or not set(os.listdir(folder)) - {BUSY, TAKEN}:
        return
    raise fail(
        "E321",
        say("这个文件夹不是空的", "this folder is not empty"),
        path=folder,
        remedy=say("换一个新文件夹", "choose a new folder"),
    )


def delegate(
    workspace: Workspace,
    department: str,
    keys: PublicKeys,
    threshold: int,
    now: datetime,
    ids: Sequence[str] = (),
) -> None:
    """Let a department sign packs of its own, below its own path, with its own keys; or give it other keys.

    ``ids`` are those that it may publish, or such with a ``*`` behind their beginning; without any those it had, or
    else its own name and what begins with it. Raises `InputError` (E321) when a name cannot be one.
    """
    others = [each for each in roles_of(workspace) if each != department]
    if (
        not (department.isascii() and department.replace("-", "").isalnum())
        or is_device(department)
        or department.casefold() in (ROOT, TARGETS, SNAPSHOT, TIMESTAMP, *(each.casefold() for each in others))
    ):
        raise fail(
            "E321",
            say(
                "部门的代号只能用英文字母、数字和连字符，不能与别的只差大小写，也不能是系统的名称",
                "a department's id holds ASCII letters, digits and hyphens, differs from others by more than case, and "
                "is no name of the system",
            ),
            path=department,
            remedy=say("例如 education", "such as education"),
        )
    for each in ids:
        if not is_pack_pattern(each):
            raise fail(
                "E321",
                say("“{name}”不是规则包的代号", "“{name}” is no id of a pack", name=each),
                path=department,
                remedy=say("例如 edu-rules，或 edu-*", "such as edu-rules, or edu-*"),
            )
    check_threshold(workspace.folder, department, keys, threshold)
    targets = workspace.draft(TARGETS, now)
    if targets.signed.delegations is None:
        targets.signed.delegations = Delegations({}, {})
    delegations = targets.signed.delegations
    assert delegations.roles is not None
    before = delegations.roles.pop(department, None)
    for keyid in before.keyids if before is not None else ():
        if not any(keyid in each.keyids for each in delegations.roles.values()):
            del delegations.keys[keyid]
    delegated = DelegatedRole(department, [], threshold, True, paths=[f"{department_path(department)}/*"])
    former = delegated_ids(before) if before is not None else delegated_ids(delegated)
    delegated.unrecognized_fields[OWN_FIELD] = {"ids": list(ids or former)}
    delegations.roles[department] = delegated
    for key in keys:
        targets.signed.add_key(key, department)
    workspace.stage(TARGETS, targets)
    own_targets = workspace.draft(department, now)
    workspace.stage(department, own_targets)


def replace_root_keys(workspace: Workspace, role: str, keys: PublicKeys, threshold: int, now: datetime) -> None:
    """Stage a new root in which a role has these keys and no others; an empty list only renews the root."""
    root = workspace.draft_root(now)
    if keys:
        check_threshold(workspace.folder, role, keys, threshold)
        for keyid in list(root.signed.roles[role].keyids):
            root.signed.revoke_key(keyid, role)
        for key in keys:
            root.signed.add_key(key, role)
        root.signed.roles[role].threshold = threshold
    workspace.stage(ROOT, root)
    if keys and role == TARGETS:  # signed anew, by the new keys
        workspace.stage(TARGETS, workspace.draft(TARGETS, now))


def roles_of(workspace: Workspace) -> list[str]:
    """The catalogues of the repository: the main one, then the departments' by name."""
    targets = workspace.targets()
    delegations = targets.signed.delegations if targets is not None else None
    return [TARGETS, *sorted(delegations.roles if delegations is not None and delegations.roles else ())]


def packs_in(targets: Targets) -> dict[tuple[str, str], TargetFile]:
    """The packs of a catalogue by id and version."""
    found: dict[tuple[str, str], TargetFile] = {}
    for target in targets.targets.values():
        custom = target.custom if isinstance(target.custom, dict) else {}
        identifier, version = custom.get("id"), custom.get("version")
        if isinstance(identifier, str) and isinstance(version, str):
            found[identifier, version] = target
    return found


def predecessor(workspace: Workspace, pack: Pack, role: str, now: datetime) -> Pack | None:
    """The newest version of a pack that a role has, when a new one may follow it.

    Raises `InputError` when the id is another role's (E326), or the version is not above every earlier one (E313).
    """
    identifier = pack.manifest.identifier
    _check_owner(workspace, identifier, role)
    targets = workspace.draft(role, now).signed
    earlier = {version: target for (name, version), target in packs_in(targets).items() if name == identifier}
    gone = [each.version for each in withdrawn_of(targets) if each.identifier == identifier]
    _check_above(workspace, pack, [*earlier, *gone])
    newest = max((each for each in map(parse_version, earlier) if each is not None), default=None)
    if newest is None:
        return None
    target = earlier[str(newest)]
    return unpacked(target.path, read_target(workspace, target))


def stage_pack(workspace: Workspace, pack: Pack, data: bytes, role: str, now: datetime) -> None:
    """Stage a pack, whose archive is ``data``, for a role."""
    manifest = pack.manifest
    targets = workspace.draft(role, now)
    place = f"{department_path(role)}/{archive_name(manifest.identifier, manifest.version)}"
    target = TargetFile.from_data(place, data)
    target.unrecognized_fields["custom"] = {
        "id": manifest.identifier,
        "version": manifest.version,
        "title": manifest.title,
    }
    targets.signed.targets[place] = target
    for prefixed in target.get_prefixed_paths():
        write_once(workspace.path("targets", *prefixed.split("/")), data)
    workspace.stage(role, targets)


def _check_owner(workspace: Workspace, identifier: str, role: str) -> None:
    """Raises `InputError` when the role is none, or another one has or had a pack of that id."""
    if role not in roles_of(workspace):
        raise fail(
            "E321",
            say("没有授权给部门“{name}”", "nothing is delegated to a department “{name}”", name=role),
            path=workspace.folder,
            remedy=say("先用 jsrules pack delegate 授权", "delegate to it first, with jsrules pack delegate"),
        )
    _check_allowed(workspace, identifier, role)
    for other in roles_of(workspace):
        targets = workspace.targets(other)
        if targets is None:
            continue
        names = {name for name, _ in packs_in(targets.signed)} | {
            each.identifier for each in withdrawn_of(targets.signed)
        }
        if other == role:
            names = {each for each in names if each != identifier}
        if identifier.casefold() in {each.casefold() for each in names}:
            raise fail(
                "E326",
                say(
                    "代号“{name}”属于{owner}，不能由别的角色发布",
                    "the id “{name}” belongs to the {owner}; no other role may publish it",
                    name=identifier,
                    owner=role_words(other),
                ),
                path=workspace.folder,
                remedy=say("给规则包换一个代号", "give the pack another id"),
            )


def _check_allowed(workspace: Workspace, identifier: str, role: str) -> None:
    """Raises `InputError` (E326) when a department may not publish packs of this id."""
    main = workspace.targets()
    if role == TARGETS or main is None:
        return
    delegated = delegation_of(main.signed, role)
    if not may_publish(delegated, identifier):
        raise fail(
            "E326",
            say(
                "部门“{role}”不能发布代号“{name}”，授权给它的是 {ids}",
                "the department “{role}” may not publish the id “{name}”; it may publish {ids}",
                role=role,
                name=identifier,
                ids=say("、", ", ").join(delegated_ids(delegated)),
            ),
            path=workspace.folder,
            remedy=say(
                "给规则包换一个代号；或用 jsrules pack delegate --id 授权（自带规则包的代号不能授权）",
                "give the pack another id, or delegate it with jsrules pack delegate --id (ids of shipped packs never "
                "are)",
            ),
        )


def _check_above(workspace: Workspace, pack: Pack, earlier: list[str]) -> None:
    """A new version is above every earlier one, withdrawn ones too."""
    manifest = pack.manifest
    version = parse_version(manifest.version)
    assert version is not None
    known = [each for each in map(parse_version, earlier) if each is not None]
    if known and version <= max(known):
        raise fail(
            "E313",
            say(
                "“{name}”已经发布过 {last}，{version} 不比它新",
                "“{name}” {last} was published already; {version} is not above it",
                name=manifest.identifier,
                last=str(max(known)),
                version=manifest.version,
            ),
            path=workspace.folder,
            remedy=say("已发布的版本不能改，把版本号改大", "a published version never changes; raise the number"),
        )


def read_target(workspace: Workspace, target: TargetFile) -> bytes:
    """The archive of a target; raises `InputError` (E325) when it is not what was signed."""
    path = workspace.path("targets", *target.get_prefixed_paths()[0].split("/"))
    try:
        with open(path, "rb") as file:
            data = file.read(target.length + 1)
        target.verify_length_and_hashes(data)
    except (OSError, LengthOrHashMismatchError) as error:
        raise _damaged(path, str(error)) from None
    return data


def _damaged(path: str, reason: str) -> InputError:
    return fail(
        "E325",
        say(
            "规则库里的规则包读不出来或被改动：{reason}",
            "a pack of the repository is missing or altered: {reason}",
            reason=reason,
        ),
        path=path,
        remedy=say("从备份或镜像恢复", "restore it from a backup or mirror"),
    )


def withdraw(workspace: Workspace, identifier: str, version: str, reason: str, now: datetime) -> str:
    """Stage that a pack's version is taken back; the role it belonged to.

    Raises `InputError` (E321) when it is unknown.
    """
    for role in roles_of(workspace):
        current = workspace.targets(role)
        if current is None or (identifier, version) not in packs_in(current.signed):
            continue
        targets = workspace.draft(role, now)
        target = packs_in(targets.signed)[identifier, version]
        del targets.signed.targets[target.path]
        entry = Withdrawn(identifier, version, target.hashes["sha256"], reason, iso(now))
        fields = ("identifier", "version", "sha256", "reason", "date")
        already = own(targets.signed).get("withdrawn") or []
        set_own(targets.signed, withdrawn=[*already, {name: getattr(entry, name) for name in fields}])
        workspace.stage(role, targets)
        return role
    raise fail(
        "E321",
        say(
            "规则库里没有“{name}”{version}",
            "the repository has no “{name}” {version}",
            name=identifier,
            version=version,
        ),
        path=workspace.folder,
        remedy=say("jsrules pack doctor 规则库 列出有什么", "jsrules pack doctor REPOSITORY lists what there is"),
    )


def export_root(workspace: Workspace, path: str) -> None:
    """Write the installation file: the newest published root, to be handed to every department."""
    root = workspace.published_root()
    if root is None:
        raise workspace.trouble(say("还没有发布过", "nothing was published yet"))
    write_whole(path, root.to_bytes())
