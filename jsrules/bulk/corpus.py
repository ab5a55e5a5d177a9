"""A corpus on disk: which tables it has, how they are written and read. ``spec/bulk.md`` describes it to its users.

A shard is in a corpus when its part of ``index/`` is; that is written last, whole, by one rename.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.writing import remove_file, replacing, unwritable

SCHEMA = "jsrules/corpus/2"
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
        ("bits", pa.int32()),
        ("stored", pa.string()),
        ("related", pa.bool_()),
        ("noted", pa.bool_()),
        ("waived", pa.bool_()),
        ("frame", pa.string()),
        ("open_rows", pa.string()),
        ("texts", pa.string()),
    ]
)
"""A row a file, also a bad one. ``status``: read, or bad. ``stored``: where its figures are, cells or other."""

TEXTS = pa.schema([("report", pa.string()), ("path", pa.string()), ("made", pa.bool_()), ("text", pa.large_string())])
"""A row a report: it as YAML; ``made`` of a published document, so that its lines are none."""

WAIVERS = pa.schema([("report", pa.string()), ("path", pa.string()), ("text", pa.large_string())])
"""A row a file of waivers beside a report, without a text where it could not be read."""

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
    """Reports that stand in one table: of one form set and year, their figures with so many decimals, and none of more
    than so many bits: 32, or 64 where a figure of the report needs them. So all parts of a table have the same types.
    """

    forms: str
    year: int
    decimals: int
    bits: int

    @property
    def folder(self) -> str:
        """Where its parts are, below ``cells`` and ``rows``, in the way of Hive."""
        return f"forms={self.forms}/year={self.year}/decimals={self.decimals}/bits={self.bits}"

    @property
    def integers(self) -> pa.DataType:
        """The type of its figures."""
        return pa.int32() if self.bits == 32 else pa.int64()


_PARTS = b"parts"
"""In the metadata of an index: what the other parts of its shard are known by."""


class StoredTable(NamedTuple):
    """A table on its way to the disk: the folder that it goes to, below that of the corpus, and what is in it."""

    folder: str
    table: pa.Table


def part_path(top: str, folder: str, shard: str) -> str:
    """The file of a shard's part of a table."""
    return os.path.join(top, *folder.split("/"), f"part-{shard}.parquet")


def write_part(top: str, folder: str, shard: str, table: pa.Table, durable: bool = False) -> str:
    """Write a shard's part of a table, whole or not at all, with the same bytes for the same rows; what the part is
    known by (`fingerprint_of`).

    Raises `InputError` (E403) when that cannot be done.
    """
    path = part_path(top, folder, shard)
    sink = pa.BufferOutputStream()
    # Figures differ, and a dictionary of them takes longer to read and more room than they do.
    coded = [each.name for each in table.schema if not pa.types.is_integer(each.type)]
    pq.write_table(
        table,
        sink,
        compression="zstd",
        use_dictionary=coded or False,
        row_group_size=max(1, table.num_rows),
        store_schema=True,
    )
    data = memoryview(sink.getvalue())
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with replacing(path, durable=durable) as file:
            file.write(data)
    except OSError as error:
        raise unwritable(path, error) from error
    return fingerprint_of(data)


def fingerprint_of(data: bytes | memoryview) -> str:
    """What a part is known by in the index of its shard: its size and its hash."""
    return f"{len(data)} {hashlib.sha256(data).hexdigest()}"


def with_parts(index: pa.Table, parts: Mapping[str, str]) -> pa.Table:
    """The index of a shard, with what its parts are known by, by their folders."""
    return index.replace_schema_metadata({_PARTS: json.dumps(parts, sort_keys=True)})


def parts_of(index: pa.Table) -> dict[str, str]:
    """The parts of a shard, by their folders, with what each is known by."""
    try:
        parts = json.loads((index.schema.metadata or {}).get(_PARTS, b"{}"))
    except ValueError:
        return {}
    return parts if isinstance(parts, dict) else {}


def is_whole(top: str, shard: str) -> bool:
    """Whether the index of a shard can be read, and all parts that it names are there, as far as their sizes tell."""
    try:
        index = read_part(top, "index", shard)
        parts = parts_of(index)
        sizes = {folder: os.path.getsize(part_path(top, folder, shard)) for folder in parts}
    except (InputError, OSError):
        return False
    return (
        index.schema.names == INDEX.names
        and bool(parts)
        and all(str(sizes[folder]) == known.partition(" ")[0] for folder, known in parts.items())
    )


def read_part(top: str, folder: str, shard: str) -> pa.Table:
    """A shard's part of a table. Raises `InputError` (E402) when it cannot be read."""
    return read_table(part_path(top, folder, shard))


def rows_in(path: str) -> int:
    """How many rows a file of Parquet has. Raises `InputError` (E402) when it cannot be read."""
    try:
        rows: int = pq.read_metadata(path).num_rows
    except (OSError, pa.ArrowException) as error:
        raise unreadable_part(path, error) from None
    return rows


def read_table(path: str) -> pa.Table:
    """A file of Parquet. Raises `InputError` (E402) when it cannot be read."""
    try:
        with open(path, "rb") as file:
            return table_in(file.read())
    except (OSError, pa.ArrowException) as error:
        raise unreadable_part(path, error) from None


def table_in(data: bytes) -> pa.Table:
    """The table in a file of Parquet, given what is in it. Raises `pyarrow.ArrowException` when that is none.

    No other thread reads it: it might let go of the bytes when the interpreter is ending already, and abort it.
    """
    return pq.ParquetFile(pa.BufferReader(data), pre_buffer=False).read(use_threads=False)


def unreadable_part(path: str, error: Exception | str) -> InputError:
    """What is said of a part that is not what was written."""
    reason = str(error).strip() or type(error).__name__
    return fail(
        "E402",
        say("无法读取：{reason}", "cannot be read: {reason}", reason=reason.splitlines()[0]),
        path=path,
        remedy=say(
            "删去语料库的 index/（检查结果的 counts/）里的 {name}，再运行一次 jsrules ingest（batch）",
            "remove {name} in index/ of the corpus (in counts/ of findings), and run jsrules ingest (batch) again",
            name=os.path.basename(path),
        ),
    )


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


def _array(column: Sequence[object], kind: pa.DataType) -> pa.Array:
    """An array of values; what a path has that is no character is written in backslashes."""
    try:
        return pa.array(column, kind)
    except UnicodeEncodeError:
        return pa.array([_written(each) if isinstance(each, str) else each for each in column], kind)


def _written(text: str) -> str:
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def table_of(rows: Sequence[tuple[object, ...]], schema: pa.Schema) -> pa.Table:
    """A table of rows, which may be none."""
    columns: Iterable[Sequence[object]] = zip(*rows, strict=True) if rows else [() for _ in schema]
    arrays = []
    for each, column in zip(schema, columns, strict=True):
        if pa.types.is_dictionary(each.type):
            arrays.append(_array(column, each.type.value_type).dictionary_encode())
        else:
            arrays.append(_array(column, each.type))
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


def read_about(top: str) -> dict[str, object] | None:
    """What a corpus says of itself; None where there is none.

    Raises `InputError` (E402) where there is one that another version has written, or one that does not say it.
    """
    path = os.path.join(top, ABOUT)
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except OSError:
        return None
    except ValueError:
        if not shards_in(top, "index"):
            return None
        raise fail(
            "E402",
            say("语料库的 corpus.json 坏了", "the corpus.json of this corpus is damaged"),
            path=path,
            remedy=say(
                "用 jsrules ingest 读到另一个目录，或删去这个目录再读",
                "read the reports into another folder with jsrules ingest, or remove this one first",
            ),
        ) from None
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
