"""Related reports brought into the shape of the report that they belong to: tables, blocks, rows and columns that bear
the same name there get the number that they have here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from jsrules.base.labels import bare, path_without_ordinals
from jsrules.base.names import fold
from jsrules.base.record import replace
from jsrules.model.form import BlockForm, ColumnForm, Form, FormSet
from jsrules.model.report import Block, Cell, Report, Row, Table


def align(other: Report, forms: FormSet, *, strictly: bool = False) -> None:
    """Number the tables, blocks, rows and columns of a related report as those of another report's form set.

    What has no counterpart there is left out. ``strictly``: without form sets, a figure in another kind of unit than
    there is taken for none.
    """
    if not forms.inferred and other.forms.same_shape(forms):
        other.forms = forms
        return
    tables: dict[int, Table] = {}
    cells: list[Cell] = []
    counterparts = _forms(forms, other.forms)
    for number, form in enumerate(forms.forms):
        own = counterparts[number]
        if own not in other.tables:
            continue
        shape, table = other.forms.forms[own], other.tables[own]
        blocks = [
            _block(
                table.blocks[found],
                shape.blocks[found],
                form.blocks[place],
                (number, place),
                cells,
                inferred=forms.inferred,
                source_forms=other.forms,
            )
            if found >= 0
            else Block(stated=False)
            for place, found in enumerate(_blocks(form, shape))
        ]
        tables[number] = replace(table, form=number, blocks=blocks)
    if strictly and forms.inferred:
        _drop_other_units(cells, forms)
    other.tables, other.cells, other.forms = tables, cells, forms
    other.restated = tuple(cell.index for cell in cells if cell.restated)


def _drop_other_units(cells: Iterable[Cell], forms: FormSet) -> None:
    for cell in cells:
        declared = forms.forms[cell.form].blocks[0].row(cell.row)
        unit = forms.unit_of(cell.form, 0, declared, cell.column)
        amount = cell.amount
        if amount is not None and amount.unit.dimension != unit.dimension:
            cell.amount, cell.problem = None, amount.text


def _forms(forms: FormSet, others: FormSet) -> list[int]:
    """The counterpart of each form of a set in another one; -1 for none."""
    if forms.inferred:
        titles = {form.title: number for number, form in enumerate(others.forms)}
        alike = ((form.title, _named_like(form.title, titles)) for form in forms.forms)
        return [titles.get(found, -1) if found or not title else -1 for title, found in alike]
    wanted = [(form.path, (*form.aliases, form.identifier)) for form in forms.forms]
    return _paired(wanted, [(form.path, (*form.aliases, form.identifier)) for form in others.forms])


def _blocks(form: Form, other: Form) -> list[int]:
    if len(form.blocks) == 1 == len(other.blocks):
        return [0]
    return _paired(
        [(block.name, block.aliases) for block in form.blocks], [(block.name, block.aliases) for block in other.blocks]
    )


def _columns(target: BlockForm, source: BlockForm) -> list[int]:
    def named(columns: Sequence[ColumnForm]) -> list[tuple[str, Sequence[str]]]:
        return [(column.name, column.aliases) for column in columns]

    found = _paired(named(target.columns), named(source.columns))
    if len(target.columns) == 1 == len(source.columns):
        return [0] if "" in (target.columns[0].name, source.columns[0].name) else found
    return found


def _paired(wanted: Sequence[tuple[str, Sequence[str]]], known: Sequence[tuple[str, Sequence[str]]]) -> list[int]:
    """For each name with its other names the number of the one that is known by it; each is taken once, those that bear
    the very name first; -1 for none.
    """
    found = [-1] * len(wanted)
    free = dict.fromkeys(range(len(known)))
    for loose in (False, True):
        for number, (name, aliases) in enumerate(wanted):
            if found[number] >= 0:
                continue
            names = {fold(name), bare(name), *map(fold, aliases)} if loose else {fold(name)}
            for each in free:
                own, others = known[each]
                if names & ({fold(own), bare(own), *map(fold, others)} if loose else {fold(own)}) - {""}:
                    found[number] = each
                    del free[each]
                    break
    return found


def _block(
    block: Block,
    source: BlockForm,
    target: BlockForm,
    place: tuple[int, int],
    cells: list[Cell],
    *,
    inferred: bool,
    source_forms: FormSet,
) -> Block:
    columns = _columns(target, source)
    labels = {row.name: row.key for row in target.rows}
    rows: dict[str, Row] = {}
    for key, row in block.rows.items():
        new = _row_key(key, row, source, target, labels)
        if new != key and (new in block.rows or new in rows):
            new = key
        rows[new] = _row(row, columns, target, place, cells, new)
    lacking = {number for number, own in enumerate(columns) if own < 0 or own in block.unlisted}
    if inferred:
        return replace(block, rows=rows, unlisted=frozenset())
    unknown = frozenset(_unknown(source, target, source_forms)) - {*rows}
    return replace(block, rows=rows, unlisted=frozenset(lacking), unknown=unknown)


def _unknown(source: BlockForm, target: BlockForm, forms: FormSet) -> Iterator[str]:
    """The declared rows that a block of a related report cannot have: nothing in its own form bears their name."""
    classification = forms.classifications.get(source.keyed)
    known = {name for row in source.rows for each in (row.name, *row.aliases) for name in (fold(each), bare(each))}
    for row in target.rows:
        names = {name for each in (row.name, *row.aliases) for name in (fold(each), bare(each))}
        if names & known or (row.code and row.code in source.row_index):
            continue
        if source.open_rows:
            top = row.code[: classification.digits[0]] if classification is not None else ""
            if classification is None or not classification.classes or top in classification.classes:
                continue
        yield row.key


def _row_key(key: str, row: Row, source: BlockForm, target: BlockForm, labels: dict[str, str]) -> str:
    """The key of a row's counterpart; its own when it has none."""
    if key in target.row_index:
        return target.rows[target.row_index[key]].key
    declared = source.rows[row.declared] if row.declared >= 0 else None
    for name in (declared.name, *declared.aliases) if declared is not None else ():
        found = target.row(fold(name))
        if found is not None:
            return found.key
    # 三、营业利润 of the year before is 二、营业利润 today
    return labels.get(_named_like(row.label, labels), key)


def _named_like(name: str, names: Iterable[str]) -> str:
    """The one of ``names`` that is the same, or else the only one that is but for ordinals; empty for none."""
    same = [each for each in names if fold(each) == fold(name)]
    if not same:
        same = [each for each in names if each and path_without_ordinals(each) == path_without_ordinals(name)]
    return same[0] if len(same) == 1 else ""


def _row(
    row: Row, columns: Sequence[int], target: BlockForm, place: tuple[int, int], cells: list[Cell], key: str
) -> Row:
    found: list[Cell | None] = []
    for own in columns:
        cell = row.cells[own] if 0 <= own < len(row.cells) else None
        if cell is not None:
            for each in cell.statements:
                each.form, each.block = place
                each.row, each.column, each.index = key, len(found), len(cells)
                cells.append(each)
        found.append(cell)
    return replace(row, key=key, cells=found, declared=target.row_index.get(key, -1))
