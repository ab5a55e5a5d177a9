"""The log of what a repository has published, as a Merkle tree (RFC 9162, section 2.1, SHA-256): it only grows.

One hash stands for the whole log. That a publication is in it, a few hashes prove: they are kept in the lock file.
Whoever holds stolen keys and shows one department something else has to show it another log; whoever compares the two
finds that neither begins with the other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from json.encoder import encode_basestring_ascii
from typing import Any

from jsrules.base.dates import is_date
from jsrules.base.record import Record

LOG = "publications.log"
"""What it is kept as, beside the metadata."""

LARGEST_LOG = 16 * 1024 * 1024
_SCHEMA = "jsrules/log/1"
_LEAF = '\0{{"date":{},"id":{},"owner":{},"sha256":{},"version":{}}}'
_TEXTS = ("owner", "id", "version", "sha256", "date")


class Publication(Record):
    """A version of a pack that was published: by which role, with which content, when first."""

    owner: str
    identifier: str
    version: str
    sha256: str
    date: str

    def as_object(self) -> dict[str, str]:
        """As it stands in the log."""
        return dict(zip(_TEXTS, (self.owner, self.identifier, self.version, self.sha256, self.date), strict=True))

    def leaf(self) -> bytes:
        """Its hash as a leaf of the tree: of what it says as JSON, keys sorted, no blanks, ASCII only."""
        parts = (self.date, self.identifier, self.owner, self.sha256, self.version)
        return hashlib.sha256(_LEAF.format(*map(encode_basestring_ascii, parts)).encode()).digest()


class InclusionProof(Record):
    """That a publication, first made on ``date``, is number ``index`` (from 0) of the first ``size`` of a log, whose
    hash is ``root``.
    """

    index: int
    size: int
    date: str
    root: str
    path: tuple[str, ...]

    def as_object(self) -> dict[str, Any]:
        """As it stands in a lock file."""
        return {
            "index": self.index,
            "size": self.size,
            "date": self.date,
            "root": self.root,
            "path": list(self.path),
        }

    def holds(self, owner: str, identifier: str, version: str, sha256: str) -> bool:
        """Whether it proves this publication."""
        leaf = Publication(owner, identifier, version, sha256, self.date).leaf()
        return _root_by_path(leaf, self) == self.root


def proof_of_object(content: Any) -> InclusionProof:
    """A proof as it stands in a lock file. Raises `ValueError` or `TypeError` for what is none."""
    if not isinstance(content, dict) or set(content) != {"index", "size", "date", "root", "path"}:
        raise ValueError
    index, size, path = content["index"], content["size"], content["path"]
    if type(index) is not int or type(size) is not int or not 0 <= index < size or not isinstance(path, list):
        raise ValueError
    if not is_date(content["date"]) or not all(_is_hash(each) for each in (content["root"], *path)):
        raise ValueError
    return InclusionProof(index, size, content["date"], content["root"], tuple(path))


def _is_hash(text: object) -> bool:
    return isinstance(text, str) and len(text) == 64 and set(text) <= set("0123456789abcdef")


def root_of(publications: Sequence[Publication]) -> str:
    """The hash of a log, or of the beginning of one."""
    return _root([each.leaf() for each in publications]).hex()


def proof_in(publications: Sequence[Publication], index: int) -> InclusionProof:
    """That the publication of this number is in the log."""
    leaves = [each.leaf() for each in publications]
    path = tuple(each.hex() for each in _path(leaves, index))
    return InclusionProof(index, len(leaves), publications[index].date, _root(leaves).hex(), path)


def begins_with(publications: Sequence[Publication], earlier: Sequence[Publication]) -> bool:
    """Whether a log is an earlier one with more behind it, or the same."""
    return tuple(publications[: len(earlier)]) == tuple(earlier)


def log_text(publications: Sequence[Publication]) -> str:
    """The file of a log."""
    lines = [json.dumps(each.as_object(), ensure_ascii=True) for each in publications]
    return json.dumps({"schema": _SCHEMA, "publications": "@"}).replace('"@"', "[\n" + ",\n".join(lines) + "\n]") + "\n"


def publications_of(text: str | bytes) -> tuple[Publication, ...]:
    """What a log lists. Raises `ValueError` when it is none."""
    try:
        content = json.loads(text)
        if content["schema"] != _SCHEMA or not isinstance(content["publications"], list):
            raise ValueError
        found = []
        for each in content["publications"]:
            values = [each[name] for name in _TEXTS]
            if set(each) != set(_TEXTS) or not all(isinstance(value, str) for value in values):
                raise ValueError
            found.append(Publication(*values))
    except (KeyError, TypeError, AttributeError, RecursionError):
        raise ValueError from None
    return tuple(found)


# The tree. --------------------------------------------------------------------------------------------------------


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def _half(size: int) -> int:
    """The largest power of two below a size."""
    return 1 << ((size - 1).bit_length() - 1)


def _root(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    half = _half(len(leaves))
    return _node(_root(leaves[:half]), _root(leaves[half:]))


def _path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    if len(leaves) == 1:
        return []
    half = _half(len(leaves))
    if index < half:
        return [*_path(leaves[:half], index), _root(leaves[half:])]
    return [*_path(leaves[half:], index - half), _root(leaves[:half])]


def _root_by_path(leaf: bytes, proof: InclusionProof) -> str:
    """The hash of the tree that a leaf is in by a path; empty when the path has not the length that it should have."""
    index, last, found = proof.index, proof.size - 1, leaf
    for each in map(bytes.fromhex, proof.path):
        if not last:
            return ""
        if index & 1 or index == last:
            found = _node(each, found)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            found = _node(found, each)
        index, last = index >> 1, last >> 1
    return "" if last else found.hex()
