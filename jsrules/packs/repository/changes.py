"""What publishing a staged role would change: keys, numbers of signatures, packs, what is delegated; and all the rest.

Who signs is shown this first, so nothing may be missing from it: whatever differs between what is published and what is
to be signed, and has no place of its own here, is listed under ``others``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from securesystemslib.signer import SSlibKey
from tuf.api.metadata import DelegatedRole, Role, Root, Targets

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.packs.repository.editing import packs_in, read_target
from jsrules.packs.repository.roles import (
    OWN_FIELD,
    ROOT,
    delegated_ids,
    department_path,
    role_words,
    withdrawn_of,
)
from jsrules.packs.repository.workspace import Workspace
from jsrules.packs.store import Withdrawn

_ABSENT = "—"
_DEPTH = 6


class Authority(Record):
    """Who may sign a role, before and after: the fingerprints of keys, and how many of them must sign.

    ``before`` is None for a role that is new, ``after`` for one that is gone; ``ids`` are those that a department may
    publish.
    """

    role: str
    before: tuple[frozenset[str], int, tuple[str, ...]] | None
    after: tuple[frozenset[str], int, tuple[str, ...]] | None

    @property
    def lowered(self) -> bool:
        """Whether fewer people than before can sign it by themselves."""
        return self.before is not None and self.after is not None and self.after[1] < self.before[1]


class StagedPack(Record):
    """A version of a pack in a staged catalogue: its archive, its hash, and the published version before it."""

    identifier: str
    version: str
    data: bytes
    sha256: str
    before: bytes | None
    before_version: str


class StagedChange(Record):
    """What a staged role changes. ``authorities`` differ; ``others`` are further fields: name, before, after."""

    role: str
    version: int
    former: int
    expires: str
    authorities: tuple[Authority, ...]
    added: tuple[StagedPack, ...]
    removed: tuple[tuple[str, str], ...]
    withdrawn: tuple[Withdrawn, ...]
    others: tuple[tuple[str, str, str], ...]


def bytes_to_sign(workspace: Workspace, roles: Iterable[str]) -> dict[str, bytes]:
    """What would be signed of each role."""
    found = {}
    for role in roles:
        document = workspace.staged(role)
        if document is not None:
            found[role] = document.signed_bytes
    return found


def fingerprint_of(signed: Mapping[str, bytes]) -> str:
    """One hash for all that is to be signed, to be compared with what somebody else has seen."""
    parts = [f"{role} {hashlib.sha256(data).hexdigest()}\n" for role, data in sorted(signed.items())]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def change_of(workspace: Workspace, role: str) -> StagedChange:
    """What a staged role changes.

    Raises `InputError` when an archive is not what the catalogue says (E325, E326), or a key goes by the number of
    another one (E325).
    """
    document = workspace.staged(role)
    assert document is not None
    published = workspace.published_root() if role == ROOT else workspace.published(role)
    new, old = document.signed, published.signed if published is not None else None
    authorities = _authorities(workspace, new, old)
    added: tuple[StagedPack, ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    withdrawn: tuple[Withdrawn, ...] = ()
    if isinstance(new, Targets):
        before = packs_in(old) if isinstance(old, Targets) else {}
        known = withdrawn_of(old) if isinstance(old, Targets) else []
        now = packs_in(new)
        added = tuple(
            _staged_pack(workspace, role, new, key, before)
            for key, target in sorted(now.items())
            if key not in before or before[key].to_dict() != target.to_dict()
        )
        removed = tuple(sorted(set(before) - set(now)))
        withdrawn = tuple(each for each in withdrawn_of(new) if each not in known)
    return StagedChange(
        role,
        new.version,
        old.version if old is not None else 0,
        new.expires.strftime("%Y-%m-%d"),
        authorities,
        added,
        removed,
        withdrawn,
        tuple(_others(_plain(old) if old is not None else _usual(new), _plain(new))),
    )


def _staged_pack(
    workspace: Workspace,
    role: str,
    targets: Targets,
    key: tuple[str, str],
    before: Mapping[tuple[str, str], Any],
) -> StagedPack:
    from jsrules.base.version import Version, parse_version
    from jsrules.packs.library import unpacked

    target = packs_in(targets)[key]
    data = read_target(workspace, target)
    manifest = unpacked(target.path, data).manifest
    if (manifest.identifier, manifest.version) != key or target.path.rpartition("/")[0] != department_path(role):
        raise fail(
            "E326",
            say(
                "目录里写的是 {id} {version}，包里自称 {name} {other}",
                "the catalogue says {id} {version}; the pack calls itself {name} {other}",
                id=key[0],
                version=key[1],
                name=manifest.identifier,
                other=manifest.version,
            ),
            path=workspace.path("staged", f"{role}.json"),
            remedy=say("不要签；问是谁准备的", "do not sign it; ask who prepared it"),
        )
    versions = [each for name, each in before if name == key[0]]
    last = max(versions, key=lambda each: parse_version(each) or Version(0, 0, 0), default="")
    former = read_target(workspace, before[key[0], last]) if last else None
    return StagedPack(*key, data, hashlib.sha256(data).hexdigest(), former, last)


def _authorities(workspace: Workspace, new: Root | Targets, old: Root | Targets | None) -> tuple[Authority, ...]:
    before, after = _roles(workspace, old), _roles(workspace, new)
    found = [Authority(role, before.get(role), after.get(role)) for role in {**before, **after}]
    return tuple(each for each in found if each.before != each.after)


def _roles(
    workspace: Workspace, signed: Root | Targets | None
) -> dict[str, tuple[frozenset[str], int, tuple[str, ...]]]:
    """Who may sign what, as a root or a catalogue says: the fingerprints are those of the keys that stand there."""
    roles: Mapping[str, Role | DelegatedRole] = {}
    keys: Mapping[str, Any] = {}
    if isinstance(signed, Root):
        roles, keys = signed.roles, signed.keys
    elif isinstance(signed, Targets) and signed.delegations is not None:
        roles, keys = signed.delegations.roles or {}, signed.delegations.keys
    found = {}
    for name, role in roles.items():
        prints = frozenset(_print_of(workspace, keyid, keys.get(keyid)) for keyid in role.keyids)
        ids = delegated_ids(role) if isinstance(role, DelegatedRole) else ()
        found[name] = (prints, role.threshold, ids)
    return found


def _print_of(workspace: Workspace, keyid: str, key: SSlibKey | None) -> str:
    """The fingerprint of a key, which its number has to be. Raises `InputError` (E325): clients go by the numbers, so
    somebody could put his own key under that of an official.
    """
    try:
        if key is not None and SSlibKey.from_crypto(key._crypto_key()).keyid == keyid:
            return keyid
    except (ValueError, TypeError, KeyError, AttributeError):
        pass
    raise fail(
        "E325",
        say(
            "编号 {key} 下放着另一把钥匙",
            "another key stands under the number {key}",
            key=keyid[:16],
        ),
        path=workspace.folder,
        remedy=say("不要签：有人改过准备好的内容", "do not sign it: somebody has altered what was prepared"),
    )


def _usual(signed: Root | Targets) -> dict[str, Any]:
    """What a role of this kind says when it is founded, besides whose it is."""
    new = Root(consistent_snapshot=True) if isinstance(signed, Root) else Targets()
    return {**_plain(new), OWN_FIELD: {"repository": {}}}


def _plain(signed: Root | Targets) -> dict[str, Any]:
    """What a role says besides what is shown in a way of its own."""
    content = signed.to_dict()
    for name in ("version", "expires", "_type"):
        content.pop(name, None)
    own = dict(content.get(OWN_FIELD) or {}) if isinstance(content.get(OWN_FIELD), dict) else {}
    own.pop("signed", None)
    if isinstance(signed, Targets) and withdrawn_of(signed) == list(map(_as_entry, own.get("withdrawn") or [])):
        own.pop("withdrawn", None)
    content[OWN_FIELD] = own
    if isinstance(signed, Root):
        content.pop("roles", None)
        content.pop("keys", None)
        return content
    shown = {target.path for target in packs_in(signed).values()}
    content["targets"] = {path: each for path, each in content.get("targets", {}).items() if path not in shown}
    delegations = content.pop("delegations", None) or {}
    content["delegations"] = [
        {name: value for name, value in each.items() if name not in ("keyids", "threshold", OWN_FIELD)}
        for each in delegations.get("roles", [])
        if (each.get("terminating"), each.get("paths")) != (True, [f"{department_path(each['name'])}/*"])
    ]
    return content


def _as_entry(content: Any) -> Withdrawn | None:
    try:
        return Withdrawn(**content)
    except TypeError:
        return None


def _others(old: Any, new: Any, path: str = "", depth: int = _DEPTH) -> list[tuple[str, str, str]]:
    """Where two contents differ: place, before, after."""
    if old == new:
        return []
    if isinstance(old, dict) and isinstance(new, dict) and depth:
        found = []
        for name in sorted({*old, *new}):
            place = f"{path}.{name}" if path else name
            found += _others(old.get(name, _ABSENT), new.get(name, _ABSENT), place, depth - 1)
        return found
    if old in (_ABSENT, {}, []) and new in (_ABSENT, {}, []):
        return []
    return [(path, _short(old), _short(new))]


def _short(value: Any) -> str:
    return str(value)[:200]


def require_same(workspace: Workspace, shown: Mapping[str, bytes]) -> None:
    """Raises `InputError` (E322) when what is to be signed is no longer what was shown."""
    if bytes_to_sign(workspace, shown) != shown:
        raise changed_meanwhile(workspace, next(iter(shown), ROOT))


def changed_meanwhile(workspace: Workspace, role: str) -> InputError:
    """What was shown was put in the place of something else before it was signed."""
    return fail(
        "E322",
        say(
            "等待签名的{what}在看的时候被改了，没有签",
            "the {what} was altered while it was being looked at; nothing was signed",
            what=role_words(role),
        ),
        path=workspace.folder,
        remedy=say("再来一次，看清楚再签", "run it again, and look again before you sign"),
    )


def merge_signatures(workspace: Workspace, other: Workspace) -> int:
    """Take over signatures that were made on another copy of the repository for the same staged content; how many.

    Signatures are checked before they are taken. What the other copy prepared otherwise is left alone.
    """
    count = 0
    for role in workspace.staged_roles():
        mine, theirs = workspace.staged(role), other.staged(role)
        if mine is None or theirs is None or mine.signed_bytes != theirs.signed_bytes:
            continue
        more = {name: each for name, each in theirs.signatures.items() if name not in mine.signatures}
        good = {name: each for name, each in more.items() if workspace.is_signed(role, mine, each)}
        if good:
            mine.signatures.update(good)
            workspace.stage(role, mine)
        count += len(good)
    return count
