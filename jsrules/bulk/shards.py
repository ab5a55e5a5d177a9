"""Which files are read together. Where a shard begins is said by the paths, so that a file more or less changes one
shard and no other; what is in a shard is said by the contents of its files, so that it is read once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from jsrules.base.system import slashed

USUAL = 4096
"""So many files a shard has on average."""

_MOST = 8192
_MOST_BYTES = 64 << 20
"""A shard is held in memory while it is written."""


class KnownFile(NamedTuple):
    """A file to be read: its path as given, its size, and the hash of its contents, empty when it cannot be read; the
    paths and hashes of the files of waivers beside it.
    """

    path: str
    size: int
    sha256: str
    waivers: tuple[tuple[str, str], ...] = ()


class Shard(NamedTuple):
    """Files that are read together. ``identifier`` says which files, with which contents, read by what."""

    identifier: str
    files: tuple[KnownFile, ...]


def shards_of(files: Sequence[KnownFile], reader: str, usual: int = USUAL) -> Iterator[Shard]:
    """The files, sorted by path, in shards; ``reader`` stands for everything else that decides how they are read."""
    taken: list[KnownFile] = []
    size = 0
    for each in sorted(files, key=lambda known: slashed(known.path)):
        if taken and (_begins(each.path, usual) or len(taken) >= _MOST or size + each.size > _MOST_BYTES):
            yield _shard(taken, reader)
            taken, size = [], 0
        taken.append(each)
        size += each.size
    if taken:
        yield _shard(taken, reader)


def _begins(path: str, usual: int) -> bool:
    """Whether a shard begins with this path, by nothing but its name."""
    return int.from_bytes(hashlib.sha256(slashed(path).encode("utf-8", "surrogateescape")).digest()[:4]) % usual == 0


def _shard(files: list[KnownFile], reader: str) -> Shard:
    digest = hashlib.sha256(reader.encode())
    for each in files:
        for path, sha256 in ((each.path, each.sha256), *each.waivers):
            digest.update(f"\n{slashed(path)}\n{sha256}".encode("utf-8", "surrogateescape"))
    return Shard(digest.hexdigest()[:24], tuple(files))


def report_identifier(path: str, sha256: str) -> str:
    """What a report is known by in a corpus: where it stands and what is in it."""
    return hashlib.sha256(f"{slashed(path)}\n{sha256}".encode("utf-8", "surrogateescape")).hexdigest()[:32]
