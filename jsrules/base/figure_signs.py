"""Where a figure stands in a line of text: its very signs, and no longer figure that holds them."""

from __future__ import annotations

import re


def figure_starts(line: str, wanted: str) -> list[int]:
    """Where what is ``wanted`` begins in a line, each time; digits on either side would make it another figure."""
    if not wanted:
        return []
    before = "(?<![0-9.,])" if wanted[0].isdigit() else ""
    after = "(?![0-9]|[.,][0-9])" if wanted[-1].isdigit() else ""
    return [match.start() for match in re.finditer(before + re.escape(wanted) + after, line)]
