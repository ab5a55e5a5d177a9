"""Which reports are meant: files, everything below a directory, patterns, standard input."""

from __future__ import annotations

import os

from jsrules.base.diagnostic import fail
from jsrules.base.language import say

SUFFIXES = (".yaml", ".yml")


def expand(names: tuple[str, ...]) -> list[str]:
    """The paths of the reports, each once, in the order given; what a directory holds is sorted.

    Raises `InputError` for a directory or pattern without any report. That a file is there is left to reading it.
    """
    paths: dict[str, None] = {}
    for name in names:
        if name != "-" and os.path.isdir(name):
            found = below(name)
            if not found:
                raise fail(
                    "E401",
                    say("目录里没有报告（*.yaml、*.yml）", "no report (*.yaml, *.yml) in this directory"),
                    path=name,
                )
        elif any(sign in name for sign in "*?[") and not os.path.exists(name):
            found = _matching(name)
        else:
            found = [name]
        paths.update(dict.fromkeys(found))
    return list(paths)


def below(directory: str) -> list[str]:
    """All reports below a directory, sorted; hidden files and folders are left out."""
    found = []
    for folder, folders, files in os.walk(directory):
        folders[:] = [each for each in folders if not each.startswith(".")]
        found += [
            os.path.join(folder, file) for file in files if file.lower().endswith(SUFFIXES) and not file.startswith(".")
        ]
    return sorted(found)


def _matching(pattern: str) -> list[str]:
    """The reports a pattern stands for where the shell has not expanded it, as on Windows."""
    from glob import glob

    return sorted(glob(pattern, recursive=True)) or [pattern]
