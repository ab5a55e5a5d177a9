"""Repositories that somebody with keys has tampered with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tuf.api.metadata import MetaFile, Snapshot, TargetFile, Targets

from jsrules.packs.publication_log import Publication
from jsrules.packs.repository.editing import packs_in
from jsrules.packs.repository.public_log import log_of, name_of, published_log
from jsrules.packs.repository.roles import set_own
from support.bureau import Bureau


def forge(bureau: Bureau, role: str, change: Callable[[Targets], None]) -> Path:
    """A stick on which a role's own keys have signed something that our commands would not let them sign."""
    workspace = bureau.workspace
    targets = workspace.draft(role, bureau.now)
    change(targets.signed)
    targets.sign(bureau.signers[role])
    data = targets.to_bytes()
    snapshot, timestamp = workspace.snapshot(), workspace.timestamp()
    assert snapshot is not None and timestamp is not None
    metadata = bureau.repo / "metadata"
    (metadata / f"{targets.signed.version}.{role}.json").write_bytes(data)
    for document in (snapshot, timestamp):
        document.signed.version += 1
    snapshot.signed.meta[f"{role}.json"] = MetaFile(targets.signed.version)
    log_what_is_forged(bureau, snapshot.signed, role, targets.signed)
    snapshot.sign(bureau.signers["everyday"])
    (metadata / f"{snapshot.signed.version}.snapshot.json").write_bytes(snapshot.to_bytes())
    timestamp.signed.snapshot_meta = MetaFile(snapshot.signed.version)
    timestamp.sign(bureau.signers["everyday"])
    (metadata / "timestamp.json").write_bytes(timestamp.to_bytes())
    return bureau.repo


def log_what_is_forged(bureau: Bureau, snapshot: Snapshot, role: str, targets: Targets) -> None:
    """Who has stolen the keys appends to the log, too: a catalogue with a pack that is not in it would be refused."""
    before = published_log(bureau.workspace)
    assert before is not None
    found = list(before.publications)
    known = {(each.owner, each.identifier, each.version, each.sha256) for each in found}
    for (identifier, version), target in packs_in(targets).items():
        key = (role, identifier, version, target.hashes["sha256"])
        if key not in known:
            found.append(Publication(*key, "2026-01-01T00:00:00Z"))
    set_log(bureau.repo, snapshot, found)


def set_log(repo: Path, snapshot: Snapshot, publications: Sequence[Publication]) -> None:
    """Let a snapshot, which is yet to be signed, name another log."""
    log = log_of(publications)
    set_own(snapshot, log={"size": log.size, "root": log.root})
    (repo / name_of(log.root)).write_text(log.text, "utf-8")


def put(bureau: Bureau, path: str, identifier: str, version: str, data: bytes) -> Callable[[Targets], None]:
    """A change to a catalogue: these bytes stand at a path, as a version of a pack."""

    def change(targets: Targets) -> None:
        target = TargetFile.from_data(path, data)
        target.unrecognized_fields["custom"] = {"id": identifier, "version": version, "title": "试用规则"}
        targets.targets[path] = target
        for prefixed in target.get_prefixed_paths():
            place = bureau.repo / "targets" / prefixed
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)

    return change
