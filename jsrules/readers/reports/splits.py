"""Figures that YAML splits at their thousands separator, and those it does not split: ``[1,604.99, 453.20]`` has three
entries, ``[3.00，1.20]`` with a full-width comma has one.
"""

from __future__ import annotations

import re
from itertools import pairwise

from jsrules.base.names import fold
from jsrules.base.number import is_blank
from jsrules.base.source import Source
from jsrules.model.form import BlockForm
from jsrules.readers.reports.nodes import Node, Scalar

_TIGHT_COMMA = r",[0-9]{3}"
_BEFORE_COMMA = r"[-+(]?[0-9]{1,3}"
_FIGURE = r"[-+(]?[0-9][0-9,]*(?:\.[0-9]+)?\)?[%％]?"
_AFTER_COMMA = r"[0-9]{3}(?:\.[0-9]+)?\)?"


def may_hold_splits(source: Source) -> bool:
    """Whether any comma of a text is followed by three digits at once; if not, nothing can have been split."""
    return re.search(_TIGHT_COMMA, source.text) is not None


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
            and re.fullmatch(_BEFORE_COMMA, before.text)
            and re.fullmatch(_AFTER_COMMA, after.text)
        ):
            found.append((before, after))
    return found


_LONGEST = 400  # texts beyond it are not looked into: splitting takes a time that grows faster than they do
_SEPARATOR = r"\s*[，、；;]\s*|\s+"


def joined_in(items: list[Node], due: int) -> tuple[str, list[str]] | None:
    """The first entry of a list that is several figures with something else than a comma between them.

    With it the list as it should be written, empty when that would not make ``due`` entries, either.
    """
    pieces = [_pieces(item.text) if isinstance(item, Scalar) else [] for item in items]
    found = next(
        (item.text for item, each in zip(items, pieces, strict=True) if isinstance(item, Scalar) and len(each) > 1), ""
    )
    if not found:
        return None
    for whole in (False, True):  # a full-width comma may separate figures, and thousands
        texts = [text for each in pieces for text in (_with_thousands(each) if whole else each)]
        if len(texts) == due and all(texts):
            return found, texts
    return found, []


def _pieces(text: str) -> list[str]:
    """The figures and blanks that an entry holds; the entry itself when it is one;
    nothing when it holds other things.
    """
    pieces = re.split(_SEPARATOR, text.strip()) if len(text) <= _LONGEST else [text]
    if len(pieces) == 1 or all(is_blank(each) or re.fullmatch(_FIGURE, each) for each in pieces):
        return pieces
    return [text.strip()]


def _with_thousands(pieces: list[str]) -> list[str]:
    texts: list[str] = []
    for each in pieces:
        if texts and re.fullmatch(_AFTER_COMMA, each) and re.fullmatch(_BEFORE_COMMA, texts[-1]):
            texts[-1] += each
        else:
            texts.append(each)
    return texts


def columns_joined(block: BlockForm, name: Scalar) -> list[int]:
    """The numbers of the columns that one name holds with something else than a comma between them; else nothing."""
    if name.text in block.column_index or len(name.text) > _LONGEST or fold(name.text) in block.column_index:
        return []
    numbers = [block.column_index.get(fold(each), -1) for each in re.split(_SEPARATOR, name.text.strip())]
    return numbers if len(numbers) > 1 and min(numbers) >= 0 else []
