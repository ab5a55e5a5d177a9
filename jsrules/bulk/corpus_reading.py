"""A corpus to read from. What is read is what was written: the index of a shard says by what its parts are known."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.bulk.cell_table import CellTable, read_cells
from jsrules.bulk.corpus import (
    INDEX,
    WAIVERS,
    Partition,
    fingerprint_of,
    part_path,
    parts_of,
    read_about,
    read_part,
    rows_in,
    shards_in,
    table_in,
    table_of,
    unreadable_part,
)

Read = TypeVar("Read")


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

    def reports(self, shards: Iterable[str] | None = None) -> int:
        """How many files are in it, or in some of its shards, with the bad ones."""
        return sum(rows_in(part_path(self.top, "index", each)) for each in shards or self.shards())

    def index(self, shard: str) -> pa.Table:
        """The files of a shard (`INDEX`)."""
        return read_index(self.top, shard)

    def read(self, shard: str) -> ShardTables:
        """The tables of a shard."""
        return ShardTables(self.top, shard)


def read_index(top: str, shard: str) -> pa.Table:
    """The index of a shard. Raises `InputError` (E402) when it cannot be read, or is of another version."""
    index = read_part(top, "index", shard)
    if index.schema.names != INDEX.names:
        raise unreadable_part(part_path(top, "index", shard), ", ".join(index.schema.names))
    return index


class ShardTables:
    """The tables of a shard, each read once, when it is asked for.

    All raise `InputError` (E402) when a part cannot be read, or is not the one that was written with the index.
    """

    def __init__(self, top: str, shard: str) -> None:
        self.shard = shard
        self._top = top
        self._figures: dict[Partition, CellTable] = {}

    @cached_property
    def index(self) -> pa.Table:
        """Its files (`INDEX`)."""
        return read_index(self._top, self.shard)

    @cached_property
    def _parts(self) -> dict[str, str]:
        return parts_of(self.index)

    @cached_property
    def texts(self) -> pa.Table:
        """Its reports as YAML (`TEXTS`)."""
        return self._table("texts")

    @cached_property
    def other(self) -> pa.Table:
        """Their cells that have no column of their own (`OTHER`)."""
        return self._table("other")

    @cached_property
    def waivers(self) -> pa.Table:
        """The files of waivers beside its reports (`WAIVERS`)."""
        return self._table("waivers") if "waivers" in self._parts else table_of([], WAIVERS)

    @cached_property
    def bad(self) -> pa.Table:
        """What is wrong with its bad files (`BAD`)."""
        return self._table("bad")

    @cached_property
    def partitions(self) -> list[Partition]:
        """In which tables its figures stand, sorted."""
        stored = self.index.filter(pc.equal(self.index["stored"], "cells")).select(Partition._fields)
        return sorted(
            Partition(each["forms"], each["year"] or 0, each["decimals"], each["bits"])
            for each in stored.group_by(list(Partition._fields)).aggregate([]).to_pylist()
        )

    def figures(self, partition: Partition) -> CellTable:
        """The figures of its reports in a table, in the order of the index."""
        if partition not in self._figures:
            self._figures[partition] = self._read(f"cells/{partition.folder}", read_cells)
        return self._figures[partition]

    def cells(self, partition: Partition) -> pa.Table:
        """The same as a table, with everything else that is said of its reports and columns."""
        return self._table(f"cells/{partition.folder}")

    def rows(self, partition: Partition) -> dict[str, pa.Table]:
        """The rows of its open lists in a table, by the list's key."""
        folder = f"rows/{partition.folder}/list="
        return {each.removeprefix(folder): self._table(each) for each in self._parts if each.startswith(folder)}

    def _table(self, folder: str) -> pa.Table:
        return self._read(folder, table_in)

    def _read(self, folder: str, read: Callable[[bytes], Read]) -> Read:
        path = part_path(self._top, folder, self.shard)
        try:
            with open(path, "rb") as file:
                data = file.read()
        except OSError as error:
            raise unreadable_part(path, error) from None
        if fingerprint_of(data) != self._parts.get(folder):
            raise unreadable_part(path, say("不是 ingest 写的那个", "this is not what ingest wrote"))
        return read(data)
