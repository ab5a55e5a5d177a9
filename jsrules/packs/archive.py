"""The archive of a pack, ``*.jspack``: a zip file of which there is exactly one for the same files.

Entries are stored uncompressed (deflate differs between versions of zlib), sorted by name, dated 1980-01-01, without
extra fields; the first, ``SHA256SUMS``, lists the hash of every other in the form that ``sha256sum -c`` reads. Reading
puts the archive together anew and compares the bytes: what is not byte for byte what `write_archive` makes of the same
files is refused, and archive_faults.py says why. So nothing can hide between, before or behind the entries.
"""

from __future__ import annotations

import hashlib
from binascii import crc32
from collections.abc import Mapping
from struct import Struct

from jsrules.packs.archive_limits import MAXIMUM_ARCHIVE, MAXIMUM_FILES, SUMS

_LOCAL = Struct("<4s5H3I2H")
_CENTRAL = Struct("<4s6H3I5H2I")
_END = Struct("<4s4H2IH")

_UTF8 = 0x800
_DATE = 0x21  # 1980-01-01, the first day that zip knows
_NEEDED = 20
_MADE_BY = 3 << 8 | _NEEDED  # as on Unix, so that the mode below means something
_MODE = 0o100644 << 16


def sums_of(files: Mapping[str, bytes]) -> bytes:
    """The list of the SHA-256 of every file, sorted by name."""
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files)]
    return "".join(lines).encode()


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """The one archive that holds these files, by their names with ``/`` between folders."""
    parts: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, data in [(SUMS, sums_of(files)), *((name, files[name]) for name in sorted(files))]:
        encoded = name.encode()
        flags = 0 if name.isascii() else _UTF8
        checksum, size = crc32(data), len(data)
        local = _LOCAL.pack(b"PK\3\4", _NEEDED, flags, 0, 0, _DATE, checksum, size, size, len(encoded), 0)
        directory.append(
            _CENTRAL.pack(
                *(b"PK\1\2", _MADE_BY, _NEEDED, flags, 0, 0, _DATE, checksum, size, size),
                *(len(encoded), 0, 0, 0, 0, _MODE, offset),
            )
            + encoded
        )
        parts += (local, encoded, data)
        offset += len(local) + len(encoded) + size
    tail = b"".join(directory)
    count = len(directory)
    return b"".join([*parts, tail, _END.pack(b"PK\5\6", 0, 0, count, count, len(tail), offset, 0)])


def read_archive(path: str, data: bytes) -> dict[str, bytes]:
    """The files in an archive, without the list of hashes.

    Raises `InputError` (E310, E311) for anything but an archive that `write_archive` made; ``path`` is what messages
    print.
    """
    files = _entries(data) if len(data) <= MAXIMUM_ARCHIVE else None
    if files is not None:
        from jsrules.packs.archive_names import name_faults

        if not name_faults(files) and write_archive(files) == data:
            return files
    from jsrules.packs.archive_faults import fault_of

    raise fault_of(path, data)


def verified_entries(data: bytes) -> dict[str, bytes]:
    """The files in an archive that `read_archive` has accepted before, as its hash proves."""
    return _entries(data) or {}


def _entries(data: bytes) -> dict[str, bytes] | None:
    """What stands in the entries, read one behind the other; None when they do not."""
    files: dict[str, bytes] = {}
    offset = 0
    while data.startswith(b"PK\3\4", offset):
        if len(data) - offset < _LOCAL.size or len(files) > MAXIMUM_FILES:
            return None
        *_, size, length, extra = _LOCAL.unpack_from(data, offset)
        start = offset + _LOCAL.size
        offset = start + length + extra + size
        try:
            name = data[start : start + length].decode()
        except UnicodeDecodeError:
            return None
        if name in files or offset > len(data):
            return None
        files[name] = data[start + length + extra : offset]
    return files if files.pop(SUMS, None) is not None else None
