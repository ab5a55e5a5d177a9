"""A corpus on disk: which tables it has, how they are written and read. ``spec/bulk.md`` describes it to its users.

A shard is in a corpus when its part of ``index/`` is; that is written last, whole, by one rename.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.writing import remove_file, replacing, unwritable

SCHEMA = "jsrules/corpus/1"
ABOUT = "corpus.json"

CODED = pa.dictionary(pa.int32(), pa.string())
"""Texts that repeat."""

INDEX = pa.schema(
    [
        ("path", pa.string()),
        ("sha256", pa.string()),
        ("bytes", pa.int64()),
        ("report", pa.string()),
        ("status", pa.string()),
        ("kind", pa.string()),
        ("unit", pa.string()),
        ("year", pa.int32()),
        ("region", pa.string()),
        ("unit_kind", pa.string()),
        ("forms", pa.string()),
        ("decimals", pa.int32()),
        ("stored", pa.string()),
        ("related", pa.bool_()),
        ("noted", pa.bool_()),
        ("frame", pa.string()),
        ("open_rows", pa.string()),
        ("texts", pa.string()),
    ]
)
"""A row a file, also a bad one. ``status``: read, or bad. ``stored``: where its figures are (`CELLS`, `OTHER`)."""

TEXTS = pa.schema([("report", pa.string()), ("path", pa.string()), ("made", pa.bool_()), ("text", pa.large_string())])
"""A row a report: it as YAML; ``made`` of a published document, so that its lines are none."""

OTHER = pa.schema(
    [
        ("report", pa.string()),
        ("cell", pa.string()),
        ("value", pa.string()),
        ("decimals", pa.int32()),
        ("state", pa.int32()),
    ]
)
"""A row a cell that has no column in ``cells/``: of reports of a rare form, further statements of figures, figures of
more than 64 bits. ``value`` is a decimal text.
"""

BAD = pa.schema(
    [
        ("report", pa.string()),
        ("path", pa.string()),
        ("sha256", pa.string()),
        ("code", pa.string()),
        ("severity", pa.string()),
        ("message", pa.string()),
        ("remedy", pa.string()),
        ("line", pa.int32()),
        ("column", pa.int32()),
    ]
)
"""A row a diagnostic: of files that could not be read (errors), and of published documents (warnings)."""

CELLS_HEAD = (
    pa.field("report", pa.string()),
    pa.field("unit", pa.string()),
    pa.field("region", CODED),
    pa.field("unit_kind", CODED),
    pa.field("state", pa.dictionary(pa.int32(), pa.binary())),
    pa.field("frame", CODED),
    pa.field("open_rows", CODED),
    pa.field("texts", CODED),
)
"""The columns of ``cells/`` before those of the cells."""

ROWS_HEAD = (
    pa.field("report", pa.string()),
    pa.field("table", CODED),
    pa.field("block", CODED),
    pa.field("row", pa.int32()),
    pa.field("key", pa.string()),
    pa.field("code", pa.string()),
    pa.field("label", pa.string()),
    pa.field("level", pa.int32()),
    pa.field("state", pa.dictionary(pa.int32(), pa.binary())),
)
"""The columns of ``rows/`` before those of the list."""


class Partition(NamedTuple):
    """Reports that stand in one table: of one form set and year, their figures with so many decimals."""

    forms: str
    year: int
    decimals: int

    @property
    def folder(self) -> str:
        """Where its parts are, below ``cells`` and ``rows``, in the way of Hive."""
        return f"forms={self.forms}/year={self.year}/decimals={self.decimals}"


class StoredTable(NamedTuple):
    """A table on its way to the disk: the folder that it goes to, below that of the corpus, and what is in it."""

    folder: str
    table: pa.Table


def part_path(top: str, folder: str, shard: str) -> str:
    """The file of a shard's part of a table."""
    return os.path.join(top, *folder.split("/"), f"part-{shard}.parquet")


def write_part(top: str, folder: str, shard: str, table: pa.Table, durable: bool = False) -> None:
    """Write a shard's part of a table, whole or not at all, with the same bytes for the same rows.

    Raises `InputError` (E403) when that cannot be done.
    """
    path = part_path(top, folder, shard)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with replacing(path, durable=durable) as file:
            pq.write_table(table, file, compression="zstd", row_group_size=max(1, table.num_rows), store_schema=True)
    except OSError as error:
        raise unwritable(path, error) from error


def read_part(top: str, folder: str, shard: str) -> pa.Table:
    """A shard's part of a table. Raises `InputError` (E402) when it cannot be read."""
    return read_table(part_path(top, folder, shard))


def _rows_in(path: str) -> int:
    try:
        rows: int = pq.read_metadata(path).num_rows
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, error) from None
    return rows


def read_table(path: str) -> pa.Table:
    """A file of Parquet. Raises `InputError` (E402) when it cannot be read."""
    try:
        with open(path, "rb") as file:
            return pq.read_table(pa.BufferReader(file.read()), partitioning=None)
    except (OSError, pa.ArrowException) as error:
        raise _unreadable(path, error) from None


def _of_type(kind: pa.DataType, column: pa.ChunkedArray) -> pa.ChunkedArray:
    if pa.types.is_dictionary(kind):
        return column.cast(kind.value_type).dictionary_encode()
    return column.cast(kind)


def _unreadable(path: str, error: Exception) -> InputError:
    return fail(
        "E402",
        say("无法读取：{reason}", "cannot be read: {reason}", reason=str(error).splitlines()[0]),
        path=path,
        remedy=say(
            "删去语料库的 index/（检查结果的 counts/）里的 {name}，再运行一次 jsrules ingest（batch）",
            "remove {name} in index/ of the corpus (in counts/ of findings), and run jsrules ingest (batch) again",
            name=os.path.basename(path),
        ),
    )


def read_cells(path: str) -> pa.Table:
    """A file of ``cells/``. Polars reads many columns of integers in two thirds of the time that pyarrow takes.

    Raises `InputError` (E402) when it cannot be read.
    """
    try:
        import polars as pl
    except ImportError:
        return read_table(path)
    try:
        with open(path, "rb") as file:
            table = pl.read_parquet(file.read()).to_arrow()
        head = [_of_type(each.type, column) for each, column in zip(CELLS_HEAD, table.columns, strict=False)]
        fields = [*CELLS_HEAD, *list(table.schema)[len(head) :]]
        return pa.Table.from_arrays([*head, *table.columns[len(head) :]], schema=pa.schema(fields))
    except (OSError, pa.ArrowException, pl.exceptions.PolarsError) as error:
        raise _unreadable(path, error) from None


def names_in(top: str) -> list[str]:
    """What is in a folder that is to be written to, but for hidden files; nothing where it is not there.

    Raises `InputError` (E403) when it is no folder.
    """
    if os.path.exists(top) and not os.path.isdir(top):
        raise fail(
            "E403",
            say("这里要一个目录，这是一个文件", "a folder is due here, and this is a file"),
            path=top,
            remedy=say("换一个目录名", "give the name of a folder"),
        )
    try:
        return [each for each in os.listdir(top) if not each.startswith(".")]
    except OSError:
        return []


def shards_in(top: str, folder: str) -> list[str]:
    """The identifiers of the shards that have a part in a folder, sorted."""
    try:
        names = os.listdir(os.path.join(top, folder))
    except OSError:
        return []
    return sorted(
        each.removeprefix("part-").removesuffix(".parquet")
        for each in names
        if each.startswith("part-") and each.endswith(".parquet")
    )


def table_of(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """A table of rows, which may be none."""
    columns: Iterable[Sequence[object]] = zip(*rows, strict=True) if rows else [() for _ in schema]
    arrays = []
    for each, column in zip(schema, columns, strict=True):
        if pa.types.is_dictionary(each.type):
            arrays.append(pa.array(column, each.type.value_type).dictionary_encode())
        else:
            arrays.append(pa.array(column, each.type))
    return pa.Table.from_arrays(arrays, schema=schema)


def remove_parts(top: str, kept: set[str], first: str) -> None:
    """Remove the parts of other shards than these: those in the folder ``first`` first, so that none is there in part.
    Folders that are empty then go, too.
    """
    for shard in shards_in(top, first):
        if shard not in kept:
            remove_file(part_path(top, first, shard))
    for folder, below, names in os.walk(top):
        below[:] = sorted(each for each in below if folder != top or each != "corpus")
        for name in sorted(names):
            if name.startswith("part-") and name.removeprefix("part-").removesuffix(".parquet") not in kept:
                remove_file(os.path.join(folder, name))
                _remove_empty(folder, top)


def _remove_empty(folder: str, top: str) -> None:
    """Remove a folder in which nothing is, and those above it, below ``top``."""
    while folder != top:
        try:
            os.rmdir(folder)
        except OSError:
            return
        folder = os.path.dirname(folder)


class Corpus:
    """A corpus to read from. Raises `InputError` (E402) when there is none in the folder."""

    def __init__(self, top: str) -> None:
        self.top = top
        self.about = read_about(top)
        if self.about is None:
            raise fail(
                "E402",
                say("这个目录里没有语料库（corpus.json）", "there is no corpus (corpus.json) in this folder"),
                path=top,
                remedy=say("先运行 jsrules ingest 目录 -o {top}", "run jsrules ingest FOLDER -o {top} first", top=top),
            )

    def shards(self) -> list[str]:
        """Its shards, sorted by what they are known by."""
        return shards_in(self.top, "index")

    def reports(self) -> int:
        """How many files are in it, with the bad ones."""
        return sum(_rows_in(part_path(self.top, "index", each)) for each in self.shards())

    def index(self, shard: str) -> pa.Table:
        """The files of a shard (`INDEX`)."""
        return read_part(self.top, "index", shard)

    def texts(self, shard: str) -> pa.Table:
        """Its reports as YAML (`TEXTS`)."""
        return read_part(self.top, "texts", shard)

    def other(self, shard: str) -> pa.Table:
        """Their cells that have no column of their own (`OTHER`)."""
        return read_part(self.top, "other", shard)

    def bad(self, shard: str) -> pa.Table:
        """What is wrong with its bad files (`BAD`)."""
        return read_part(self.top, "bad", shard)

    def partitions(self, shard: str) -> list[Partition]:
        """In which tables its figures stand, sorted."""
        index = self.index(shard)
        stored = index.filter(pc.equal(index["stored"], "cells")).select(["forms", "year", "decimals"])
        return sorted({Partition(each["forms"], each["year"] or 0, each["decimals"]) for each in stored.to_pylist()})

    def cells(self, shard: str, partition: Partition) -> pa.Table:
        """The figures of its reports in a table, in the order of the index."""
        return read_part(self.top, f"cells/{partition.folder}", shard)

    def figures(self, shard: str, partition: Partition) -> pa.Table:
        """The same in less time, without what the metadata say of its columns."""
        return read_cells(part_path(self.top, f"cells/{partition.folder}", shard))

    def rows(self, shard: str, partition: Partition) -> dict[str, pa.Table]:
        """The rows of its open lists in a table, by the list's key."""
        folder = os.path.join(self.top, "rows", *partition.folder.split("/"))
        try:
            lists = sorted(each for each in os.listdir(folder) if each.startswith("list="))
        except OSError:
            return {}
        return {
            each.removeprefix("list="): read_table(path)
            for each in lists
            if os.path.exists(path := os.path.join(folder, each, f"part-{shard}.parquet"))
        }


def read_about(top: str) -> dict[str, object] | None:
    """What a corpus says of itself; None where there is none.

    Raises `InputError` (E402) where there is one that another version has written.
    """
    path = os.path.join(top, ABOUT)
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return None
    schema = found.get("schema") if isinstance(found, dict) else None
    if isinstance(schema, str) and schema != SCHEMA and schema.startswith(SCHEMA.rpartition("/")[0] + "/"):
        raise fail(
            "E402",
            say(
                "这个语料库是 jsrules 的另一个版本写的（{schema}），这个版本读的是 {own}",
                "this corpus is of another version of jsrules ({schema}); this version reads {own}",
                schema=schema,
                own=SCHEMA,
            ),
            path=path,
            remedy=say(
                "用写它的版本，或用 jsrules ingest 读到另一个目录",
                "use the version that wrote it, or read the reports into another folder with jsrules ingest",
            ),
        )
    return found if schema == SCHEMA else None
