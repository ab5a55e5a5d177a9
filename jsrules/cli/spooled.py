"""Long texts that wait on the disk until they are whole."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

_STRETCH = 1 << 16
"""So many characters are handed on at once."""


def spooled(pieces: Iterator[str]) -> Iterator[str]:
    """The same text, once the last of its pieces is made: whatever is raised on the way comes first.

    Raises `OSError` where the disk is full.
    """
    try:
        file = tempfile.TemporaryFile(  # noqa: SIM115 (it is read later)
            "w+", encoding="utf-8", errors="surrogatepass", newline=""
        )
    except OSError:  # there is no place for such files
        return iter(list(pieces))
    try:
        file.writelines(pieces)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return _read(file)


def _read(file: TextIO) -> Iterator[str]:
    with file:
        while piece := file.read(_STRETCH):
            yield piece
