"""Repositories that somebody with keys has tampered with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tuf.api.metadata import MetaFile, TargetFile, Targets

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
    snapshot.sign(bureau.signers["everyday"])
    (metadata / f"{snapshot.signed.version}.snapshot.json").write_bytes(snapshot.to_bytes())
    timestamp.signed.snapshot_meta = MetaFile(snapshot.signed.version)
    timestamp.sign(bureau.signers["everyday"])
    (metadata / "timestamp.json").write_bytes(timestamp.to_bytes())
    return bureau.repo


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
