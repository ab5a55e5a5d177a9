"""Who is changing a repository just now: one at a time, with a name and since when, so that the next one is told.

The file ``.busy`` is held by whoever changes something, and says who that is. When he dies the system frees it, and the
next one takes over. Where a file system knows no locks, as on some shares, having made a file decides instead.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.holding import NO_LOCKS, holding
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.base.writing import clear_parts, remove_file, unwritable
from jsrules.packs.repository.roles import iso, now_utc
from jsrules.packs.repository.workspace import Workspace

BUSY = ".busy"
TAKEN = ".busy-taken"
"""The file that decides where nothing can be locked."""

PATIENCE = 5
"""So many seconds somebody else is waited for."""

_STALE = 86400
"""Seconds after which somebody on another machine, whom the system cannot be asked about, is taken to have died."""

_LARGEST = 4096


class Owner(Record):
    """Who changes a repository, on which machine, since when."""

    name: str
    machine: str
    since: str


@contextmanager
def changing(folder: str) -> Iterator[Workspace]:
    """A repository that nobody else changes meanwhile. Raises `InputError` (E338) when somebody else does, for longer
    than one cares to wait, and what `Workspace` raises.
    """
    Workspace(folder)
    with alone_in(folder):
        for name in ("metadata", "staged", "targets"):
            clear_parts(os.path.join(folder, name))
        yield Workspace(folder)


@contextmanager
def alone_in(folder: str) -> Iterator[None]:
    """A folder, which there has to be, that nobody else changes by this means. Raises `InputError` (E338) when somebody
    else does.
    """
    file = path = os.path.join(folder, BUSY)
    other = None
    with ExitStack() as stack:
        for second in range(PATIENCE + 1):
            if second:
                time.sleep(1)
            try:
                handle = stack.enter_context(holding(file, wait=False))
            except OSError as error:
                path = os.path.join(folder, TAKEN if error.errno in NO_LOCKS else BUSY)
                handle = _made(path, error, stack)
            other = _written(path)
            if handle is not None and (other is None or _is_gone(other)):
                _write(handle, _me())
                stack.callback(_write, handle, None)
                yield
                return
            stack.close()
        raise _busy(path, other)


def _made(path: str, error: OSError, stack: ExitStack) -> int | None:
    """Where nothing can be locked: whoever makes a file is in, and removes it at the end; None when there is one.

    Raises `InputError` (E403) when that was not the trouble, or none can be made.
    """
    try:
        if error.errno not in NO_LOCKS:
            raise error
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return None
    except OSError as trouble:
        raise unwritable(path, trouble) from None
    stack.callback(remove_file, path)
    stack.callback(os.close, handle)
    return handle


def _me() -> Owner:
    import socket
    from getpass import getuser

    try:
        name = getuser()
    except (OSError, KeyError):
        name = "?"
    return Owner(name, socket.gethostname(), iso(now_utc()))


def _write(handle: int, owner: Owner | None) -> None:
    """Say who holds a file; nobody empties it."""
    data = b""
    if owner is not None:
        data = json.dumps({"name": owner.name, "machine": owner.machine, "since": owner.since}).encode()
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, data)


def _written(path: str) -> Owner | None:
    """Who a file says holds it; None when it does not say."""
    try:
        with open(path, "rb") as file:
            content = json.loads(file.read(_LARGEST))
        return Owner(str(content["name"])[:100], str(content["machine"])[:100], str(content["since"])[:20])
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _is_gone(other: Owner) -> bool:
    """Whether the one who wrote his name into a file that can be held has died: on this machine he would hold it, and
    of another one it is certain after a day only.
    """
    return other.machine == _me().machine or _age(other) > _STALE


def _age(owner: Owner) -> int:
    """For how many seconds somebody has been at it; 0 when it is not known."""
    try:
        since = datetime.fromisoformat(owner.since)
    except ValueError:
        return 0
    return (now_utc() - since).days * _STALE + (now_utc() - since).seconds if since.tzinfo is not None else 0


def _busy(path: str, owner: Owner | None) -> InputError:
    if owner is None:
        text = say("别人正在改这个规则库", "somebody else is changing this repository")
    else:
        text = say(
            "{name}（{machine}）正在改这个规则库，已经 {n} 秒",
            "{name} ({machine}) has been changing this repository for {n} seconds",
            name=owner.name,
            machine=owner.machine,
            n=_age(owner),
        )
    return fail(
        "E338",
        text,
        path=path,
        remedy=say(
            "等一会儿再来；确实没有谁在改（那台机器断了电），就删去这个文件",
            "try again in a while; if nobody is (that machine lost its power), delete this file",
        ),
    )
