"""Layouts of reports without a form set: what is written in them but for the figures, which forms are inferred from.

Many reports of one layout follow each other: they share one form set, which is inferred from the first of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from jsrules.base.bounded import Bounded
from jsrules.base.language import get_language
from jsrules.base.named import NamedTuple
from jsrules.base.names import fold
from jsrules.model.form import FormSet
from jsrules.readers.reports.header import COLUMNS, ROWS, TABLE_NAMES, ReportHeader, head_name
from jsrules.readers.reports.inference import infer_forms
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.printed_numbers import NAMES_OF_NUMBERS, PrintedNumbers

_FIGURE = r"(?:0|[1-9][0-9]{0,11}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,3})\.[0-9]{1,6}"
"""Figures of which it does not matter to the forms which they are: with decimals, without sign and unit."""

_is_figure: Callable[[str], object] = re.compile(_FIGURE).fullmatch

_SETTINGS = NAMES_OF_NUMBERS.union(name for name, meant in TABLE_NAMES.items() if meant != ROWS)
"""Names, folded, behind which every figure matters."""

_LAYOUTS = 32
"""So many layouts are kept. One of 368 cells takes some 0.3 MB."""

_LONGEST = 20_000
"""A layout with more parts is kept nowhere: reports so long are no series."""


class Inferred(NamedTuple):
    """The form set of a layout. ``numbered``: printed numbers of rows and columns are to be taken out of the tree."""

    forms: FormSet
    numbered: bool


_known: Bounded[tuple[object, ...], Inferred] = Bounded(_LAYOUTS)


def inferred(tree: Mapping, header: ReportHeader) -> tuple[Mapping, FormSet]:
    """The tree without printed numbers of rows and columns, and the form set that is inferred from it.

    Reports of one layout have the same form set, as long as not too many other layouts are read in between.
    """
    layout = _layout(tree, header)
    found = _known.get(layout)
    if found is not None and not found.numbered:
        return tree, found.forms
    numbers = PrintedNumbers(tree)
    if found is None:
        found = Inferred(numbers.put(infer_forms(numbers.tree, header)), numbers.tree != tree)
        if len(layout) <= _LONGEST:
            _known.put(layout, found)
    return numbers.tree if found.numbered else tree, found.forms


_HEAD, _FIGURES, _OPEN, _CLOSE, _LIST = range(5)
"""Signs in a layout, which are no texts: what stands behind a name."""


def _layout(tree: Mapping, header: ReportHeader) -> tuple[object, ...]:
    """All that the forms depend on."""
    signs: list[object] = [get_language(), header.year, header.money_unit, header.scope("")]
    for key, value in tree.entries:
        signs.append(key.text)
        if isinstance(value, Scalar) and head_name(tree, key, value):
            signs.append(_HEAD)
        else:
            _sign(value, fold(key.text) in _SETTINGS, signs)
    return tuple(signs)


def _sign(node: Node, exact: bool, signs: list[object]) -> None:
    """Add what the forms depend on in a part of a tree; ``exact``: on every figure."""
    if type(node) is Scalar:
        signs.append(_FIGURES if not exact and _is_figure(node.text) else node.text)
    elif isinstance(node, Mapping):
        signs.append(_OPEN)
        exact = exact or _has_numbers(node)
        for key, value in node.entries:
            text = key.text
            signs.append(text)
            if exact or type(value) is not Scalar:
                _sign(value, exact or fold(text) in _SETTINGS, signs)
            else:
                figure = _is_figure(value.text) and fold(text) not in _SETTINGS
                signs.append(_FIGURES if figure else value.text)
        signs.append(_CLOSE)
    elif isinstance(node, Sequence):
        signs.append(_LIST)
        for each in node.items:
            _sign(each, exact, signs)
        signs.append(_CLOSE)


def _has_numbers(node: Mapping) -> bool:
    """Whether the columns that a matrix lists hold printed numbers of its rows."""
    for key, value in node.entries:
        if isinstance(value, Sequence) and TABLE_NAMES.get(fold(key.text)) == COLUMNS:
            return any(isinstance(each, Scalar) and fold(each.text) in NAMES_OF_NUMBERS for each in value.items)
    return False
