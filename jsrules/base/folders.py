"""What lies below a folder, sorted. Nothing there is passed over without a word: what cannot be read is told."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import LOCK_FILES, no_plain_file, unreadable
from jsrules.base.language import say

Faults = dict[str, InputError]
"""What keeps something from being read, by its path."""


def walk(top: str, faults: Faults) -> Iterator[tuple[str, list[str], list[str]]]:
    """Folders from the top down, each with the names of its folders and its other names, without what is hidden.

    Links to folders are followed, and each folder is met once, whatever leads to it. Whoever asks may strike out
    folders that are not to be entered. A folder that cannot be read is noted in ``faults``.
    """

    def note(error: OSError) -> None:
        path = error.filename or top
        faults[path] = unreadable(path, error)

    met: set[tuple[int, int]] = set()
    for place, folders, names in os.walk(top, onerror=note, followlinks=True):
        try:
            status = os.stat(place)
        except OSError as error:  # gone meanwhile
            note(error)
            continue
        identity = status.st_dev, status.st_ino
        if identity in met:
            folders.clear()
            continue
        met.add(identity)
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        yield place, folders, sorted(each for each in names if not each.startswith("."))


def files_below(top: str, suffixes: tuple[str, ...]) -> dict[str, InputError | None]:
    """The files below a folder whose names end so, sorted by path, each with what keeps it from being read, if anything
    does; folders that cannot be read are among them. What marks an open document is no file of its own.
    """
    faults: Faults = {}
    found = [
        os.path.join(place, name)
        for place, _, names in walk(top, faults)
        for name in names
        if name.lower().endswith(suffixes) and not name.startswith(LOCK_FILES)
    ]
    return {path: faults.get(path) or file_fault(path) for path in sorted({*found, *faults})}


def file_fault(path: str) -> InputError | None:
    """What keeps a file that was found in a folder from being read: a link that leads nowhere, a pipe or a device.

    Reading a pipe would wait for ever.
    """
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return fail(
            "E401",
            say("这是链接，它指向的文件不存在", "it is a link, and what it leads to does not exist"),
            path=path,
            remedy=say("删去这个链接，或让它指向在的文件", "remove the link, or let it lead to a file that is there"),
        )
    except OSError as error:
        return unreadable(path, error)
    if stat.S_ISREG(status.st_mode):
        return None
    return no_plain_file(path)
