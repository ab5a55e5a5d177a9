"""Which files are meant: files, everything below a directory, patterns, standard input."""

from __future__ import annotations

import os

from jsrules.base.diagnostic import fail
from jsrules.base.language import say

REPORTS = (".yaml", ".yml")
RULES = (".jsr",)

_NOTHING = {
    REPORTS: ("目录里没有报告（*.yaml、*.yml）", "no report (*.yaml, *.yml) in this directory"),
    RULES: ("目录里没有规则文件（*.jsr）", "no rule file (*.jsr) in this directory"),
}


def expand(names: tuple[str, ...], suffixes: tuple[str, ...] = REPORTS) -> list[str]:
    """The paths of the files, each once, in the order given; what a directory holds is sorted.

    Raises `InputError` for a directory without any of these. That a file is there is left to reading it.
    """
    paths: dict[str, None] = {}
    for name in names:
        if name != "-" and os.path.isdir(name):
            found = below(name, suffixes)
            if not found:
                raise fail("E401", say(*_NOTHING[suffixes]), path=name)
        elif any(sign in name for sign in "*?[") and not os.path.exists(name):
            found = _matching(name)
        else:
            found = [name]
        paths.update(dict.fromkeys(found))
    return list(paths)


def below(directory: str, suffixes: tuple[str, ...] = REPORTS) -> list[str]:
    """All files of these kinds below a directory, sorted; hidden files and folders are left out."""
    found = []
    for folder, folders, files in os.walk(directory):
        folders[:] = [each for each in folders if not each.startswith(".")]
        found += [
            os.path.join(folder, file) for file in files if file.lower().endswith(suffixes) and not file.startswith(".")
        ]
    return sorted(filter(os.path.isfile, found))  # a pipe would wait for ever


def _matching(pattern: str) -> list[str]:
    """The files a pattern stands for where the shell has not expanded it, as on Windows."""
    from glob import glob

    return sorted(glob(pattern, recursive=True)) or [pattern]
