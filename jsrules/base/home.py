"""The home directory of whoever runs this."""

from __future__ import annotations

import os


def home_directory() -> str:
    """The home directory, an absolute path; empty when nothing says where it is: no HOME, and no entry for this user.

    (`os.path.expanduser` leaves a ``~`` then, which would become a folder of that name.)
    """
    if os.name != "nt" and not os.environ.get("HOME"):
        try:
            import pwd

            home = pwd.getpwuid(os.getuid()).pw_dir
        except (ImportError, KeyError):
            return ""
    else:
        home = os.path.expanduser("~")
    return home if os.path.isabs(home) else ""
