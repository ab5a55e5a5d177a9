"""``python -m jsrules``."""

import sys

from jsrules.cli import main

if __name__ == "__main__":
    sys.exit(main())
