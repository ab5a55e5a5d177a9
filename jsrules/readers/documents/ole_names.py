"""The names at the top of an OLE container, as old Office files are. Read by hand, within the size of the file."""

from __future__ import annotations

import struct

OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_ENTRY = 128
_NOTHING = 0xFFFFFFFF
_LAST_SECTOR = 0xFFFFFFFA
_MOST_ENTRIES = 10_000


def ole_names(data: bytes) -> set[str]:
    """The names of the streams and folders at the top; none when the container is too damaged to tell."""
    try:
        entries = _directory(data)
    except (struct.error, IndexError, ValueError):
        return set()
    names: set[str] = set()
    if not entries:
        return names
    waiting, seen = [_links(entries[0])[2]], set()
    while waiting:
        number = waiting.pop()
        if number in seen or not 0 < number < len(entries):
            continue
        seen.add(number)
        entry = entries[number]
        length = min(max(int.from_bytes(entry[64:66], "little") - 2, 0), 62)
        names.add(entry[:length].decode("utf-16-le", "replace"))
        left, right, _ = _links(entry)
        waiting += [left, right]
    return names


def _links(entry: bytes) -> tuple[int, int, int]:
    """The entries before and behind one, and the first one inside it."""
    left, right, child = struct.unpack_from("<III", entry, 68)
    return left, right, child


def _directory(data: bytes) -> list[bytes]:
    shift, _, _, _, _, count, first = struct.unpack_from("<HHIHIII", data, 30)
    if shift not in (9, 12):
        raise ValueError
    size = 1 << shift
    table = _table(data, size, count)
    entries: list[bytes] = []
    sector = first
    for _ in range(len(table) + 1):
        if sector >= _LAST_SECTOR or len(entries) > _MOST_ENTRIES:
            break
        block = data[(sector + 1) * size : (sector + 2) * size]
        entries += [block[at : at + _ENTRY] for at in range(0, len(block) - _ENTRY + 1, _ENTRY)]
        sector = table[sector]
    return entries


def _table(data: bytes, size: int, count: int) -> list[int]:
    """Which sector follows which."""
    sectors = list(struct.unpack_from("<109I", data, 76))
    more, many = struct.unpack_from("<II", data, 68)
    for _ in range(min(many, len(data) // size)):
        if more >= _LAST_SECTOR:
            break
        *found, more = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        sectors += found
    table: list[int] = []
    for sector in sectors[: min(count, len(data) // size)]:
        if sector < _LAST_SECTOR:
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return table
