"""Figures that YAML splits at their thousands separator: ``[1,604.99, 453.20]`` has three entries."""

from __future__ import annotations

import re
from itertools import pairwise

from jsrules.base.source import Source
from jsrules.readers.nodes import Node, Scalar

_TIGHT_COMMA = re.compile(r",[0-9]{3}")
_BEFORE_COMMA = re.compile(r"[-+(]?[0-9]{1,3}")
_AFTER_COMMA = re.compile(r"[0-9]{3}(?:\.[0-9]+)?\)?")


def may_hold_splits(source: Source) -> bool:
    """Whether any comma of a text is followed by three digits at once; if not, nothing can have been split."""
    return _TIGHT_COMMA.search(source.text) is not None


def splits_in(items: list[Node]) -> list[tuple[Scalar, Scalar]]:
    """Neighbours in a list that look like one figure split at its thousands separator."""
    found = []
    for before, after in pairwise(items):
        if (
            isinstance(before, Scalar)
            and isinstance(after, Scalar)
            and before.plain
            and after.plain
            and after.line == before.line
            and after.column == before.column + len(before.text) + 1
            and _BEFORE_COMMA.fullmatch(before.text)
            and _AFTER_COMMA.fullmatch(after.text)
        ):
            found.append((before, after))
    return found
