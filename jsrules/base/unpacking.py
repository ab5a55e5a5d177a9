"""Files that come with jsrules where it runs out of one file (``python -m zipapp``): they are put beside the cache.

Everything else asks for paths. So they are unpacked once, into a folder of this user's that is named by what is in
them. Each run holds them against the file that it runs out of, byte by byte: what lies in the folder is never trusted.
"""

from __future__ import annotations

import os
import stat
from hashlib import sha256

from jsrules.base.user_folders import user_folder
from jsrules.base.writing import PART, replacing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from zipfile import ZipFile

_OTHERS = stat.S_IWGRP | stat.S_IWOTH


def unpacked(archive: str, inside: str) -> str:
    """The folder that holds what the folder ``inside`` of a zip file does. Raises `OSError` when it cannot be made."""
    from zipfile import ZipFile

    with ZipFile(archive) as file:
        files = {name[len(inside) + 1 :]: name for name in file.namelist() if name.startswith(f"{inside}/")}
        files = {short: name for short, name in files.items() if short and not name.endswith("/")}
        digest = sha256()
        for short, name in sorted(files.items()):
            digest.update(f"{short}\0{file.getinfo(name).CRC}\0".encode())
        top = user_folder("cache")
        folder = os.path.join(top, f"data-{digest.hexdigest()[:32]}") if top else ""
        if not folder or not _is_mine(top, folder):
            folder = _for_this_run()
        elif _holds(folder, file, files):
            return folder
        for short, name in files.items():
            path = os.path.join(folder, *short.split("/"))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with replacing(path) as out:
                out.write(file.read(name))
    return folder


def _is_mine(top: str, folder: str) -> bool:
    """Whether a folder below another is, or is made to be, this user's alone."""
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        found = [os.lstat(each) for each in (top, folder)]
    except OSError:
        return False
    if any(not stat.S_ISDIR(each.st_mode) for each in found):
        return False
    return not hasattr(os, "getuid") or all(each.st_uid == os.getuid() and not each.st_mode & _OTHERS for each in found)


def _holds(folder: str, file: ZipFile, files: dict[str, str]) -> bool:
    """Whether a folder holds these files and no other; if it holds others, it is emptied. (What another process is just
    writing does not count.)
    """
    there: set[str] = set()
    for place, _, names in os.walk(folder):
        whole = (os.path.join(place, each) for each in names if not (each.startswith(".") and each.endswith(PART)))
        there.update(os.path.relpath(each, folder).replace(os.sep, "/") for each in whole)
    if not there <= files.keys() or any(os.path.islink(os.path.join(folder, each)) for each in there):
        from shutil import rmtree

        rmtree(folder)
        return False
    return there == files.keys() and all(_is_same(os.path.join(folder, each), file, files[each]) for each in there)


def _is_same(path: str, file: ZipFile, inside: str) -> bool:
    with open(path, "rb") as kept:
        return kept.read(file.getinfo(inside).file_size + 1) == file.read(inside)


def _for_this_run() -> str:
    """A folder that is gone when this process ends: there is no place to keep it."""
    from atexit import register
    from shutil import rmtree
    from tempfile import mkdtemp

    folder = mkdtemp(prefix="jsrules-")
    register(rmtree, folder, ignore_errors=True)
    return folder
