"""Adding a pack to a repository: its version must be large enough for what changed since the one before."""

from __future__ import annotations

from datetime import datetime

from jsrules.authoring.build import check_version
from jsrules.authoring.history import check_continued, check_published
from jsrules.authoring.versions import compare_packs, largest
from jsrules.packs.contents import refuse_unread
from jsrules.packs.library import Pack, unpacked
from jsrules.packs.repository.editing import predecessor, stage_pack
from jsrules.packs.repository.workspace import Workspace


def add(workspace: Workspace, path: str, data: bytes, role: str, now: datetime) -> Pack:
    """Stage a pack's archive for a role.

    Raises `InputError` when the archive is bad, holds what nothing reads (E312), its id is another role's (E326), or
    its version is not lawful (E313).
    """
    pack = unpacked(path, data)
    refuse_unread(path, pack.names)
    before = predecessor(workspace, pack, role, now)
    if before is not None:
        changes = compare_packs(before, pack)
        check_version(before.manifest, pack.manifest, largest(changes), changes)
        check_continued(pack.path, before.history(), pack.history())
        check_published(pack.path, before.history(), pack.history(), pack.manifest.version)
    stage_pack(workspace, pack, data, role, now)
    return pack
