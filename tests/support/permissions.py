"""Files and folders that must not be read, for root as well, whom no permission stops."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOBODY = 65534


@contextmanager
def locked(*paths: Path) -> Iterator[None]:
    """Nobody may read these meanwhile; root becomes an ordinary user. Paths should be relative to the current folder."""
    modes = [path.stat().st_mode for path in paths]
    for path in paths:
        path.chmod(0)
    is_root = os.geteuid() == 0
    try:
        if is_root:
            Path.cwd().chmod(0o755)
            os.seteuid(NOBODY)
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode)
