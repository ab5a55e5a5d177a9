"""Only one process at a time writes a corpus, or a folder of findings: another one is told so."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from jsrules.base.diagnostic import fail
from jsrules.base.holding import holding
from jsrules.base.language import say
from jsrules.base.writing import unwritable

BUSY = ".busy"
"""The file that is held meanwhile."""

_NO_LOCKS = frozenset((errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL))


@contextmanager
def only_writer(top: str) -> Iterator[None]:
    """Be the only one who writes a folder, which is made where there is none. Where a file system knows no locks, that
    is left to whoever gives the commands.

    Raises `InputError` (E403) when another process writes it, or nobody can.
    """
    path = os.path.join(top, BUSY)
    taking: AbstractContextManager[int | None] = holding(path, wait=False)
    try:
        os.makedirs(top or os.curdir, exist_ok=True)
        held = taking.__enter__() is not None
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise unwritable(path, error) from None
        taking, held = nullcontext(0), True
    try:
        if not held:
            raise fail(
                "E403",
                say("另一个 jsrules 正在写这个目录", "another jsrules is writing this folder"),
                path=top,
                remedy=say("等它做完再运行，或写到另一个目录", "run again when it is done, or give another folder"),
            )
        yield
    finally:
        taking.__exit__(None, None, None)
