"""Only one process at a time writes a corpus, or a folder of findings: another one is told so."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from jsrules.base.diagnostic import fail
from jsrules.base.holding import NO_LOCKS, holding
from jsrules.base.language import say
from jsrules.base.writing import unwritable

BUSY = ".busy"
"""The file that is held meanwhile."""


@contextmanager
def only_writer(top: str) -> Iterator[None]:
    """Be the only one who writes a folder, which is made where there is none. Where a file system knows no locks, that
    is left to whoever gives the commands.

    Raises `InputError` (E403) when another process writes it, or nobody can.
    """
    path = os.path.join(top, BUSY)
    with ExitStack() as stack:
        try:
            os.makedirs(top or os.curdir, exist_ok=True)
            is_held = stack.enter_context(holding(path, wait=False)) is not None
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise unwritable(path, error) from None
            is_held = True
        if not is_held:
            raise fail(
                "E403",
                say("另一个 jsrules 正在写这个目录", "another jsrules is writing this folder"),
                path=top,
                remedy=say("等它做完再运行，或写到另一个目录", "run again when it is done, or give another folder"),
            )
        yield
