"""``python -m jsrules``."""

from __future__ import annotations

import sys

from jsrules.cli import main

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def run() -> NoReturn:
    """Runs the command line and ends with its exit code: the entry for ``python -m zipapp``, which asks for none."""
    sys.exit(main())


if __name__ == "__main__":
    run()
