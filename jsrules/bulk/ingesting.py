"""Reports and published documents into a corpus: what is there already stays, what changed is read anew.

Every file is written whole, the index of a shard last, what is not needed any more is removed when all is there: a
process that is killed leaves a corpus that the next one completes. The bytes depend on the files alone, whatever the
number of processes and whatever was there before.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from jsrules.base import __version__
from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import MAXIMUM_DOCUMENT_BYTES, is_waiver_file, plain_bytes
from jsrules.base.language import say
from jsrules.base.system import slashed
from jsrules.base.writing import clear_parts, unwritable, write_whole
from jsrules.bulk.corpus import (
    ABOUT,
    SCHEMA,
    is_whole,
    names_in,
    read_about,
    read_part,
    read_table,
    remove_parts,
    shards_in,
    table_of,
    with_parts,
    write_part,
)
from jsrules.bulk.corpus_tables import tables_of
from jsrules.bulk.fingerprints import packs_used
from jsrules.bulk.only_writer import only_writer
from jsrules.bulk.processes import Answering
from jsrules.bulk.reading import FileRead, FileReader, FormsPlaces, ReadFiles, ReadingJob
from jsrules.bulk.shards import USUAL, KnownFile, Shard, shards_of
from jsrules.verification.waiver_file import paths_beside

STRETCH = 32
"""So many files are read at a time."""

FEW = 8
"""Reports without a form set get a table when a shard has so many of one layout."""

SEEN = "seen.parquet"
"""When files were last changed, so that the others need not be hashed again; it is no part of the corpus itself."""

_SEEN = pa.schema([("path", pa.string()), ("bytes", pa.int64()), ("changed", pa.int64()), ("sha256", pa.string())])


class Ingested(NamedTuple):
    """What came of it: how many files there are, how many of them are bad, and how many were read this time."""

    files: int
    bad: int
    read: int


def ingest(
    paths: Sequence[str],
    top: str,
    job: ReadingJob,
    jobs: int = 1,
    step: Callable[[int], None] = lambda _: None,
    usual: int = USUAL,
) -> Ingested:
    """Bring the corpus in the folder ``top`` to what these files hold now, with so many processes; ``step`` is told how
    many more are done. What is wrong with a file stands in the corpus, and nothing is raised for it.

    Raises `InputError` when the packs cannot be used (E3…) or the corpus cannot be written (E403), or when the folder
    holds something else (E402).
    """
    _require_ours(top)
    with only_writer(top):
        return _ingest(paths, top, job, jobs, step, usual)


def _ingest(
    paths: Sequence[str], top: str, job: ReadingJob, jobs: int, step: Callable[[int], None], usual: int
) -> Ingested:
    packs = packs_used(job.packs, job.forms, job.lock)
    reader = json.dumps([SCHEMA, __version__, job.language, job.kind, job.year, usual, packs], ensure_ascii=False)
    files = _Seen(top).known([each for each in paths if not is_waiver_file(each)])
    clear_parts(top)
    about = {"schema": SCHEMA, "version": __version__, "language": job.language, "packs": packs}
    write_whole(os.path.join(top, ABOUT), (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode())
    shards = list(shards_of(files, reader, usual))
    there = {each for each in shards_in(top, "index") if is_whole(top, each)}
    missing = [each for each in shards if each.identifier not in there]
    step(sum(len(each.files) for each in shards if each.identifier in there))
    with Answering(_reader, job, jobs) as answering:
        for shard, read in _read_shards(answering, missing, step):
            parts: dict[str, str] = {}
            for each in tables_of(read.files, {one.identifier: one for one in read.forms}, FEW):
                is_index = each.folder == "index"
                table = with_parts(each.table, parts) if is_index else each.table
                parts[each.folder] = write_part(top, each.folder, shard.identifier, table, durable=is_index)
    remove_parts(top, {each.identifier for each in shards}, "index")
    bad = sum(_bad_files(top, each.identifier) for each in shards)
    return Ingested(len(files), bad, sum(len(each.files) for each in missing))


def _require_ours(top: str) -> None:
    """Raises `InputError` (E402) when a folder holds something that is no corpus: nothing of it must be removed."""
    names = names_in(top)
    if names and read_about(top) is None and names != [SEEN]:
        raise fail(
            "E402",
            say("这个目录里有别的东西，不是语料库", "this folder holds something else, and no corpus"),
            path=top,
            remedy=say("换一个空的目录", "give an empty folder"),
        )


def _reader(job: ReadingJob) -> Callable[[tuple[KnownFile, ...]], ReadFiles]:
    return FileReader(job).read


def _read_shards(
    answering: Answering[ReadingJob, tuple[KnownFile, ...], ReadFiles],
    shards: Iterable[Shard],
    step: Callable[[int], None],
) -> Iterator[tuple[Shard, ReadFiles]]:
    """The shards with all that their files came to."""
    waiting: deque[tuple[Shard, int]] = deque()

    def stretches() -> Iterator[tuple[KnownFile, ...]]:
        for shard in shards:
            starts = range(0, len(shard.files), STRETCH)
            waiting.append((shard, len(starts)))
            for start in starts:
                yield shard.files[start : start + STRETCH]

    files: list[FileRead] = []
    forms: dict[str, FormsPlaces] = {}
    done = 0
    for read in answering.answers(stretches()):
        files += read.files
        forms |= {each.identifier: each for each in read.forms}
        done += 1
        step(len(read.files))
        if done == waiting[0][1]:
            yield waiting.popleft()[0], ReadFiles(files, list(forms.values()))
            files, forms, done = [], {}, 0


def _bad_files(top: str, shard: str) -> int:
    statuses: list[str] = read_part(top, "index", shard)["status"].to_pylist()
    return statuses.count("bad")


class _Seen:
    """The hashes of files, remembered with their size and the time of their last change."""

    def __init__(self, top: str) -> None:
        self._path = os.path.join(top, SEEN)

    def known(self, paths: Sequence[str]) -> list[KnownFile]:
        """The files with their hashes; what was found is kept for the next time."""
        before = self._before()
        found: list[KnownFile] = []
        beside = _Waivers()
        rows: list[tuple[str, int, int, str]] = []
        for path in paths:
            try:
                status = os.stat(path)
                key = status.st_size, status.st_mtime_ns
                old = before.get(slashed(path))
                sha256 = old[2] if old is not None and old[:2] == key else _hash_of(path, status.st_size)
            except OSError as error:  # reading it will tell
                found.append(KnownFile(path, 0, type(error).__name__))
                continue
            found.append(KnownFile(path, key[0], sha256, beside.of(path)))
            rows.append((slashed(path), *key, sha256))
        try:
            os.makedirs(os.path.dirname(self._path) or os.curdir, exist_ok=True)
        except OSError as error:
            raise unwritable(self._path, error) from None
        table = table_of(rows, _SEEN)
        sink = pa.BufferOutputStream()
        pq.write_table(table, sink, compression="zstd")
        write_whole(self._path, sink.getvalue().to_pybytes())
        return found

    def _before(self) -> dict[str, tuple[int, int, str]]:
        try:
            table = read_table(self._path)
            columns = [table[name].to_pylist() for name in ("path", "bytes", "changed", "sha256")]
        except (InputError, KeyError):
            return {}
        return {path: (size, changed, sha256) for path, size, changed, sha256 in zip(*columns, strict=True)}


class _Waivers:
    """Finds the files of waivers beside reports."""

    def __init__(self) -> None:
        self._folders: dict[str, set[str]] = {}

    def of(self, path: str) -> tuple[tuple[str, str], ...]:
        """The paths and hashes of those beside one; an empty hash where reading it will tell what is wrong."""
        folder = os.path.dirname(path)
        if folder not in self._folders:
            self._folders[folder] = {each for each in names_in(folder or os.curdir) if is_waiver_file(each)}
        if not self._folders[folder]:
            return ()
        there = [each for each in paths_beside(path) if os.path.lexists(each)]
        return tuple((each, _hash_or_nothing(each)) for each in there)


def _hash_or_nothing(path: str) -> str:
    try:
        return _hash_of(path, os.stat(path).st_size) if os.path.isfile(path) else ""
    except (InputError, OSError):
        return ""


def _hash_of(path: str, size: int) -> str:
    if size > MAXIMUM_DOCUMENT_BYTES:
        return f"{size} bytes"
    return hashlib.sha256(plain_bytes(path, MAXIMUM_DOCUMENT_BYTES)).hexdigest()
