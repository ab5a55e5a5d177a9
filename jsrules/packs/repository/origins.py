"""The one fingerprint of a repository: that of its first root, whichever of its roots somebody was given."""

from __future__ import annotations

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import Metadata, Root

from jsrules.base.record import Record
from jsrules.packs.repository.roles import ROOT, root_fingerprint
from jsrules.packs.repository.session import LARGEST_ROOT
from jsrules.packs.repository.source import SourceFetcher

_MOST = 1000
"""So many roots are followed at most."""


class RootRenewal(Record):
    """A root that took the place of the one that was trusted: versions, and the fingerprints of the two files."""

    old_version: int
    new_version: int
    old_fingerprint: str
    new_fingerprint: str


def root_renewal(before: bytes, after: bytes) -> RootRenewal | None:
    """How the root went on, each signed by the keys of the one before, as a client has verified; None where it is the
    same version.
    """
    old, new = Metadata[Root].from_bytes(before), Metadata[Root].from_bytes(after)
    if new.signed.version <= old.signed.version:
        return None
    return RootRenewal(old.signed.version, new.signed.version, root_fingerprint(old), root_fingerprint(new))


def repository_fingerprint(fetcher: SourceFetcher, document: Metadata[Root]) -> str:
    """The fingerprint that the publisher announced, when a root that is trusted follows from the first one of the
    source, each signed by the one before; else that of the root itself.
    """
    wanted = document.signed.version
    if not 1 < wanted <= _MOST:
        return root_fingerprint(document)
    try:
        trusted = _read(fetcher, 1)
        first = root_fingerprint(trusted)
        for version in range(2, wanted + 1):
            following = _read(fetcher, version)
            for each in (trusted, following):
                each.signed.verify_delegate(ROOT, following.signed_bytes, following.signatures)
            trusted = following
    except (RepositoryError, DownloadError, ValueError):
        return root_fingerprint(document)
    return first if trusted.signed_bytes == document.signed_bytes else root_fingerprint(document)


def _read(fetcher: SourceFetcher, version: int) -> Metadata[Root]:
    document = Metadata[Root].from_bytes(fetcher.read(f"metadata/{version}.root.json", LARGEST_ROOT))
    if document.signed.type != ROOT or document.signed.version != version:
        raise RepositoryError
    return document
