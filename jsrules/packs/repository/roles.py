"""Signed metadata as this project writes it: roles in words, own fields, terms, fingerprints."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from tuf.api.metadata import Metadata, Root, Signed, Snapshot, Targets, Timestamp

from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.packs.store import Withdrawn

ROOT, TIMESTAMP, SNAPSHOT, TARGETS = "root", "timestamp", "snapshot", "targets"

DAYS = {ROOT: 1095, TARGETS: 365, SNAPSHOT: 60, TIMESTAMP: 60}
"""For how many days a role is signed by default; a department's like ``targets``."""

OWN_FIELD = "x-jsrules"
"""Holds, in every role, ``signed``; in the root, ``repository``; in targets, ``withdrawn``."""

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


def own(signed: Signed) -> dict[str, Any]:
    """The fields of a role that are this project's own; empty when there are none."""
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


def department_path(role: str) -> str:
    """Where the packs of a role stand among the targets; that of a department is all it may sign for."""
    return "packs" if role == TARGETS else f"departments/{role}"
