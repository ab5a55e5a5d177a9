"""Where the lock file of a report is: beside it or above, not only where somebody happens to stand."""

from __future__ import annotations

import os
from collections.abc import Iterable

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.packs.choice import LOCK

ROOT_MARKS = (".git", ".hg", ".svn")
"""What marks the uppermost folder of somebody's work: no lock is looked for above."""

_DEEPEST = 64


def lock_of(reports: Iterable[str]) -> str:
    """The lock file that reports are verified with; empty for the one in the current folder, if there is one.

    It is looked for in the folder of each report, then above it: up to a marked root, or else to the current folder;
    where there is neither above, only beside the report, since a folder of all could hold anybody's. Raises
    `InputError` (E337) when reports have different ones.
    """
    here = os.path.realpath(LOCK)
    found: dict[str, str] = {}
    for report in reports:
        lock = _lock_above(report)
        found.setdefault(lock if lock != here else "", report)
    if len(found) > 1:
        raise fail(
            "E337",
            say("这些报告不是同一个锁文件的", "these reports do not have one lock file"),
            path=LOCK,
            notes=tuple(
                say(
                    "{report}：{lock}",
                    "{report}: {lock}",
                    report=report,
                    lock=_shown(lock) if lock else LOCK if os.path.lexists(LOCK) else say("没有", "none"),
                )
                for lock, report in sorted(found.items())
            ),
            remedy=say("分开检查，或用 --lock 说明用哪一个", "verify them apart, or say which one with --lock"),
        )
    only = next(iter(found), "")
    return _shown(only) if only else ""


def _lock_above(report: str) -> str:
    """The lock file beside a report or above it, or nothing."""
    if report == "-":
        return ""
    start = folder = os.path.dirname(os.path.realpath(report))
    current = os.path.realpath(os.curdir)
    best = ""
    for _ in range(_DEEPEST):
        lock = os.path.join(folder, LOCK)
        if not best and os.path.lexists(lock):  # whatever it is: one that cannot be read is an error
            best = lock
        if best and folder == start:
            return best
        if folder == current or any(os.path.exists(os.path.join(folder, mark)) for mark in ROOT_MARKS):
            return best
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    return ""


def _shown(lock: str) -> str:
    """A lock file as messages name it: from the current folder, where that is possible."""
    try:
        return os.path.relpath(lock)
    except ValueError:  # another drive
        return lock
