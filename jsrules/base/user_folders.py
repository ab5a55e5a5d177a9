"""Where this user's files of a kind are kept, on each system."""

from __future__ import annotations

import os
import sys

from jsrules.base.home import home_directory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    FolderKind = Literal["cache", "state"]

_VARIABLES = {"cache": "XDG_CACHE_HOME", "state": "XDG_STATE_HOME"}
_BELOW_HOME = {"cache": (".cache",), "state": (".local", "state")}
_ON_MACOS = {"cache": ("Caches", "jsrules"), "state": ("Application Support", "jsrules", "state")}


def user_folder(kind: FolderKind) -> str:
    """The folder of this program for what can be made again (``cache``), or belongs to this machine and user alone
    (``state``). It need not exist; empty when there is no place for one.
    """
    base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else _VARIABLES[kind], "")
    if sys.platform == "darwin" or not os.path.isabs(base):
        home = home_directory()
        if not home:
            return ""
        if sys.platform == "darwin":
            return os.path.join(home, "Library", *_ON_MACOS[kind])
        base = home if sys.platform == "win32" else os.path.join(home, *_BELOW_HOME[kind])
    return os.path.join(base, "jsrules", kind) if sys.platform == "win32" else os.path.join(base, "jsrules")
