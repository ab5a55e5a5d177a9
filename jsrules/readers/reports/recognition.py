"""How much of a report a form set knows: names of tables, blocks, rows and columns, without reading a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jsrules.base.labels import bare
from jsrules.base.names import fold
from jsrules.base.record import Record, field
from jsrules.base.table_numbers import numbered_title, table_number
from jsrules.model.form import BlockForm, ColumnForm, Form, FormSet, RowForm
from jsrules.readers.reports.header import COLUMNS, HEADER_NAMES, TABLE_NAMES
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence


class Recognition(Record, frozen=False):
    """The names in a report that a form set knows, and those that it does not, in the order of the report, the names
    of unknown tables among them, and of tables that are there already; ``tables`` are its tables by the line on which
    their name stands. Of tables that print a number beside their title, ``agreeing`` have the one that the form set
    gives them, and ``differing`` another one.

    Rows that are known by a code, and what stands in a table that is not known, are neither.
    """

    known: list[Scalar] = field(default_factory=list)
    unknown: list[Scalar] = field(default_factory=list)
    tables: dict[int, Form] = field(default_factory=dict)
    agreeing: list[Scalar] = field(default_factory=list)
    differing: list[Scalar] = field(default_factory=list)


def recognise(tree: Mapping, forms: FormSet) -> Recognition:
    """What of a report a form set knows."""
    found = Recognition()
    for key, node in tree.entries:
        if fold(key.text) in HEADER_NAMES:
            continue
        if forms.narrative and fold(key.text) == fold(forms.narrative):
            for section, value in node.entries if isinstance(node, Mapping) else ():
                _table(section, value, forms, True, found)
        else:
            _table(key, node, forms, False, found)
    return found


def _table(key: Scalar, node: Node, forms: FormSet, prose: bool, found: Recognition) -> None:
    prefix = fold(forms.narrative) + "." if prose else ""
    numbers = forms.index.get(prefix + fold(key.text), ()) or forms.forms_like(key.text, prose)
    if not numbers and not prose and (alone := table_number(key.text)) is not None:
        numbers = [place for place, each in enumerate(forms.forms) if table_number(each.number) == alone]
    if len(numbers) != 1 or forms.forms[numbers[0]] in found.tables.values():
        found.unknown.append(key)
        return
    form = forms.forms[numbers[0]]
    found.known.append(key)
    printed = table_number(numbered_title(key.text)[0])
    if printed is not None and form.number:
        (found.agreeing if table_number(form.number) == printed else found.differing).append(key)
    found.tables[key.line] = form
    shapes: list[BlockForm | RowForm | ColumnForm] = []
    for block in form.blocks:
        shapes += [block, *block.rows, *block.columns]
    names = {each for shape in shapes for name in (shape.name, *shape.aliases) for each in (fold(name), bare(name))}
    # A list of any names takes any name; what is a row of it cannot be told from what is a slip in a column.
    anything = any(block.open_rows and not block.keyed for block in form.blocks)
    for each in _names(node):
        if fold(each.text) in names or bare(each.text) in names:
            found.known.append(each)
        elif not anything and not re.match(r"[0-9]{3}", fold(each.text)):
            found.unknown.append(each)


def _names(node: Node) -> Iterator[Scalar]:
    """The names below a table: keys that are no settings, and those that its 栏 lists."""
    if not isinstance(node, Mapping):
        return
    for key, value in node.entries:
        setting = TABLE_NAMES.get(fold(key.text), "")
        if setting == COLUMNS and isinstance(value, Sequence):
            yield from (each for each in value.items if isinstance(each, Scalar))
        elif not setting:
            yield key
        yield from _names(value)
