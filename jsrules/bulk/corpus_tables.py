"""The tables of a shard, made of what its files came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from jsrules.base.system import slashed
from jsrules.base.units import find_unit
from jsrules.bulk.corpus import BAD, CELLS_HEAD, INDEX, ROWS_HEAD, TEXTS, WAIVERS, Partition, StoredTable, table_of
from jsrules.bulk.other_cells import other_table

if TYPE_CHECKING:
    from jsrules.bulk.flat_report import FlatReport, OpenList
    from jsrules.bulk.reading import FileRead, FormsPlaces


def tables_of(files: Sequence[FileRead], forms: Mapping[str, FormsPlaces], few: int) -> Iterator[StoredTable]:
    """The tables of a shard, that of the index last. Forms that fewer than so many reports have get no table."""
    groups: dict[Partition, list[FileRead]] = {}
    for each in files:
        figures = each.figures
        if figures is not None and figures.bits:
            where_to = Partition(each.forms, each.year or 0, figures.decimals, figures.bits)
            groups.setdefault(where_to, []).append(each)
    alike: Counter[tuple[object, ...]] = Counter()  # whatever the size of their figures
    for partition, found in groups.items():
        alike[partition[:3]] += len(found)
    stored = {
        partition: found
        for partition, found in groups.items()
        if alike[partition[:3]] >= few or not partition.forms.startswith("flat-")
    }
    where = {each.report: partition for partition, found in stored.items() for each in found}
    for partition in sorted(stored):
        places = forms[partition.forms]
        yield StoredTable(f"cells/{partition.folder}", _cells_table(stored[partition], places, partition))
        for one in places.lists:
            rows = _rows_table(stored[partition], one, partition.integers)
            if rows.num_rows:
                yield StoredTable(f"rows/{partition.folder}/list={one.key}", rows)
    yield StoredTable("other", other_table(files, forms, set(where)))
    read = [each for each in files if each.figures is not None]
    yield StoredTable("texts", table_of([(each.report, each.path, each.made, each.text) for each in read], TEXTS))
    waivers = [(each.report, slashed(path), text) for each in read for path, text in each.waivers]
    if waivers:
        yield StoredTable("waivers", table_of(waivers, WAIVERS))
    yield StoredTable("bad", _bad_table(files))
    yield StoredTable("index", _index_table(files, where))


def _cells_table(reports: Sequence[FileRead], places: FormsPlaces, partition: Partition) -> pa.Table:
    figures = [_figures(each) for each in reports]
    head = [
        pa.array([each.report for each in reports], pa.string()),
        pa.array([each.unit for each in reports], pa.string()),
        _coded([each.region for each in reports]),
        _coded([each.unit_kind for each in reports]),
        pa.array([each.state for each in figures], pa.binary()).dictionary_encode(),
        _coded([each.frame for each in figures]),
        _coded([each.open_rows for each in figures]),
        _coded([each.texts for each in figures]),
    ]
    kind = partition.integers
    columns = [pa.array(column, kind) for column in zip(*(each.values for each in figures), strict=True)]
    cells = zip(places.columns, places.units, strict=True)
    fields = [*CELLS_HEAD, *(_cell_field(name, unit, kind) for name, unit in cells)]
    about = {
        "forms": places.identifier, "kind": places.kind, "title": places.title, "money_unit": places.money_unit,
        "decimals": str(partition.decimals),
    }  # fmt: skip
    return pa.Table.from_arrays([*head, *columns], schema=pa.schema(fields, about))


def _cell_field(name: str, unit: str, kind: pa.DataType) -> pa.Field:
    """The column of a cell; its metadata name its unit, and of what dimension that is (money, ratio, 人 …)."""
    found = find_unit(unit) if unit else None
    return pa.field(name, kind, metadata={"unit": unit, "dimension": found.dimension if found else ""})


def _rows_table(reports: Sequence[FileRead], found: OpenList, kind: pa.DataType) -> pa.Table:
    rows = [(each.report, row) for each in reports for row in _figures(each).rows if row.place == found.place]
    columns = found.columns
    head = [
        pa.array([report for report, _ in rows], pa.string()),
        _coded([found.table] * len(rows)),
        _coded([found.block] * len(rows)),
        pa.array([row.number for _, row in rows], pa.int32()),
        pa.array([row.key for _, row in rows], pa.string()),
        pa.array([row.code for _, row in rows], pa.string()),
        pa.array([row.label for _, row in rows], pa.string()),
        pa.array([row.level for _, row in rows], pa.int32()),
        pa.array([row.state for _, row in rows], pa.binary()).dictionary_encode(),
    ]
    values = [pa.array([row.values[at] for _, row in rows], kind) for at in range(len(columns))]
    known = {each.name for each in ROWS_HEAD}
    names = [f"{each} (2)" if each in known else each for each in columns]
    return pa.Table.from_arrays(
        [*head, *values], schema=pa.schema([*ROWS_HEAD, *(pa.field(name, kind) for name in names)])
    )


def _bad_table(files: Sequence[FileRead]) -> pa.Table:
    rows = [
        (
            each.report,
            each.path,
            each.sha256,
            told.code,
            told.severity,
            told.message,
            told.remedy,
            told.line,
            told.column,
        )
        for each in files
        for told in each.told
    ]
    return table_of(rows, BAD)


def _index_table(files: Sequence[FileRead], where: Mapping[str, Partition]) -> pa.Table:
    rows = []
    for each in files:
        figures = each.figures
        rows.append(
            (
                each.path,
                each.sha256,
                each.size,
                each.report,
                "read" if figures is not None else "bad",
                each.kind,
                each.unit,
                each.year,
                each.region,
                each.unit_kind,
                each.forms,
                figures.decimals if figures is not None else None,
                figures.bits if figures is not None else None,
                None if figures is None else "cells" if each.report in where else "other",
                figures is not None and figures.related,
                each.noted,
                bool(each.waivers),
                figures.frame if figures is not None else None,
                figures.open_rows if figures is not None else None,
                figures.texts if figures is not None else None,
            )
        )
    return table_of(rows, INDEX)


def _coded(texts: Sequence[str]) -> pa.Array:
    return pa.array(texts, pa.string()).dictionary_encode()


def _figures(each: FileRead) -> FlatReport:
    assert each.figures is not None
    return each.figures
