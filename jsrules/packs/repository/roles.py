"""Signed metadata as this project writes it: roles in words, own fields, terms, fingerprints."""

from __future__ import annotations

import hashlib
import os
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from tuf.api.metadata import DelegatedRole, Metadata, Root, Signed, Snapshot, Targets, Timestamp

from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.packs.library import shipped_packs
from jsrules.packs.store import Withdrawn

ROOT, TIMESTAMP, SNAPSHOT, TARGETS = "root", "timestamp", "snapshot", "targets"

DAYS = {ROOT: 1095, TARGETS: 365, SNAPSHOT: 60, TIMESTAMP: 60}
"""For how many days a role is signed by default; a department's like ``targets``."""

OWN_FIELD = "x-jsrules"
"""Holds, in every role, ``signed``; in the root, ``repository``; in targets, ``withdrawn``; in what is delegated to a
department, ``ids``.
"""

T = TypeVar("T", bound=Signed)

Document = Metadata[Root] | Metadata[Targets] | Metadata[Snapshot] | Metadata[Timestamp]


class RepositoryIdentity(Record):
    """Which repository this is, as its first root said and every later one must repeat."""

    repository: str
    title: str


def role_words(role: str) -> str:
    """A role in words that an official understands."""
    match role:
        case "root":
            return say("根（谁有权签名）", "root (who may sign)")
        case "targets":
            return say("规则包目录", "catalogue of packs")
        case "snapshot":
            return say("快照（各目录现在是哪一版）", "snapshot (which catalogues are current)")
        case "timestamp":
            return say("时间戳（证明是最新）", "timestamp (proves it is current)")
    return say("部门“{name}”的目录", "catalogue of the department “{name}”", name=role)


def now_utc() -> datetime:
    """The time of this machine's clock, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def iso(moment: datetime) -> str:
    """A moment as results and lock files write it: ``2026-11-26T08:00:00Z``."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def own(signed: Signed | DelegatedRole) -> dict[str, Any]:
    """The fields of a role, or of what is delegated to one, that are this project's own; empty when there are none."""
    found = signed.unrecognized_fields.get(OWN_FIELD)
    return found if isinstance(found, dict) else {}


def set_own(signed: Signed, /, **values: Any) -> None:
    """Set some of the own fields."""
    signed.unrecognized_fields[OWN_FIELD] = {**own(signed), **values}


def renew(signed: Signed, now: datetime, days: int) -> None:
    """Date a role, and let it expire after so many days."""
    signed.expires = now + timedelta(days=days)
    set_own(signed, signed=iso(now))


def signed_date(signed: Signed) -> str:
    """When a role was signed, or nothing."""
    found = own(signed).get("signed")
    return found if isinstance(found, str) else ""


def identity_of(root: Root) -> RepositoryIdentity:
    """Which repository a root is of; empty texts when it does not say."""
    found = own(root).get("repository")
    if not isinstance(found, dict):
        return RepositoryIdentity("", "")
    return RepositoryIdentity(str(found.get("id", "")), str(found.get("title", "")))


def withdrawn_of(targets: Targets) -> list[Withdrawn]:
    """The packs that a catalogue says were taken back; what is malformed is left out."""
    found = []
    entries = own(targets).get("withdrawn")
    for each in entries if isinstance(entries, list) else []:
        if isinstance(each, dict):
            values = [each.get(name) for name in ("identifier", "version", "sha256", "reason", "date")]
            if all(isinstance(value, str) for value in values):
                found.append(Withdrawn(*map(str, values)))
    return found


def root_fingerprint(document: Metadata[Root]) -> str:
    """The hash of what a root says, whoever has signed it."""
    return hashlib.sha256(document.signed_bytes).hexdigest()


def is_pack_pattern(text: str) -> bool:
    """Whether a text is an id of a pack, or the beginning of ids with a ``*`` behind it."""
    stem = text.removesuffix("*")
    return text.isascii() and (stem.replace("-", "").isalnum() or text == "*")


def delegation_of(main: Targets, department: str) -> DelegatedRole:
    """What the main catalogue delegates to a department that it names."""
    found = main.get_delegated_role(department)
    assert isinstance(found, DelegatedRole)
    return found


def delegated_ids(delegated: DelegatedRole) -> tuple[str, ...]:
    """The ids, or patterns of ids, that a department may publish: those that the delegation names, and where it names
    none (or something that is none), its own name and what begins with it.
    """
    named = own(delegated).get("ids")
    if isinstance(named, list) and named and all(isinstance(each, str) and is_pack_pattern(each) for each in named):
        return tuple(named)
    return (delegated.name, f"{delegated.name}-*")


def may_publish(delegated: DelegatedRole, identifier: str) -> bool:
    """Whether a department may publish packs of an id; those that come with the program are no department's.

    Letters that differ by case only are the same: some file systems and every reader take them for one.
    """
    folded = identifier.casefold()
    if folded in {os.path.basename(path).casefold() for path in shipped_packs()}:
        return False
    patterns = [each.casefold() for each in delegated_ids(delegated)]
    return any(folded.startswith(each.removesuffix("*")) if each.endswith("*") else folded == each for each in patterns)


def department_path(role: str) -> str:
    """Where the packs of a role stand among the targets; that of a department is all it may sign for."""
    return "packs" if role == TARGETS else f"departments/{role}"
