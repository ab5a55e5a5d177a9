"""Witnesses: others than the publisher who look at the log of publications now and then, and sign its head.

A witness signs only what grows from what he has seen before. So whoever demands his signature sees the same log as all
others who do, even when every key of the publisher was stolen.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from securesystemslib.signer import Signer
from tuf.api.exceptions import DownloadError, DownloadHTTPError

from jsrules.base.dates import is_date
from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.writing import write_whole
from jsrules.packs.repository.attesting import attested, signing_key
from jsrules.packs.repository.busy import alone_in
from jsrules.packs.repository.faults import refused
from jsrules.packs.repository.public_log import PublicLog
from jsrules.packs.repository.roles import iso
from jsrules.packs.repository.source import SourceFetcher

_SCHEMA, _LIST = "jsrules/witness/1", "jsrules/witnesses/1"
_LARGEST = 1024 * 1024

Testimony = dict[str, Any]
"""What a witness has signed: the head of a log."""


def testimony(repository: str, log: PublicLog, signer: Signer, now: datetime) -> Testimony:
    """The head of a log, signed by a witness."""
    content = {
        "schema": _SCHEMA,
        "repository": repository,
        "size": log.size,
        "root": log.root,
        "made": iso(now),
    }
    return attested(content, signer)


def witness_of(statement: object, repository: str, log: PublicLog) -> str:
    """The fingerprint of the key that has signed this head; empty when the statement is of another one, or not good."""
    if not isinstance(statement, dict):
        return ""
    claims = [statement.get(name) for name in ("schema", "repository", "size", "root")]
    if claims != [_SCHEMA, repository, log.size, log.root] or not is_date(str(statement.get("made"))):
        return ""
    return signing_key(statement) or ""


def name_of(root: str) -> str:
    """The file of what witnesses have signed of the log with this hash, below a repository."""
    return f"metadata/{root}.witnesses"


def statements_of(data: bytes) -> list[Any]:
    """The statements in a file; none in one that has not its shape: it is missed where it is demanded."""
    try:
        content = json.loads(data)
        found = content["witnesses"] if content["schema"] == _LIST else []
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def fetched_witnesses(fetcher: SourceFetcher, repository: str, log: PublicLog) -> dict[str, Testimony]:
    """The good statements below a log at a source, by the fingerprints of the keys. Raises `InputError` (E327) when
    they cannot be read.
    """
    try:
        data = fetcher.read(name_of(log.root), _LARGEST)
    except DownloadHTTPError:
        return {}
    except DownloadError as error:
        raise refused(fetcher.source, fetcher.last, error) from error
    return good_statements(statements_of(data), repository, log)


def good_statements(statements: Iterable[Any], repository: str, log: PublicLog) -> dict[str, Testimony]:
    """Those statements that are good for a head, by the fingerprints of the keys."""
    return {keyid: each for each in statements if (keyid := witness_of(each, repository, log))}


def require_witnesses(
    fetcher: SourceFetcher, repository: str, log: PublicLog | None, wanted: Mapping[str, str]
) -> None:
    """Raises `InputError` (E340) unless all those witnesses have signed the log at a source."""
    if not wanted:
        return
    found = fetched_witnesses(fetcher, repository, log) if log is not None else {}
    lacking = [name for keyid, name in wanted.items() if keyid not in found]
    if lacking:
        raise fail(
            "E340",
            say(
                "见证 {names} 没有签这份发布记录",
                "the witnesses {names} have not signed this log of publications",
                names=say("、", ", ").join(lacking),
            ),
            path=fetcher.source,
            remedy=say(
                "等他们签了（jsrules pack witness）再取；不再要求的，加 --no-witness",
                "fetch when they have signed (jsrules pack witness); to demand it no longer, add --no-witness",
            ),
        )


def add_statements(folder: str, statements: Iterable[Any], repository: str, log: PublicLog) -> int:
    """Put statements beside the log of a repository, or of a copy; how many are new. What is not good is left out."""
    path = os.path.join(folder, *name_of(log.root).split("/"))
    with alone_in(folder):
        try:
            with open(path, "rb") as file:
                before = good_statements(statements_of(file.read(_LARGEST)), repository, log)
        except OSError:
            before = {}
        more = {key: each for key, each in good_statements(statements, repository, log).items() if key not in before}
        if more:
            write_whole(path, listed([*before.values(), *more.values()]))
    return len(more)


def listed(statements: Iterable[Testimony]) -> bytes:
    """A file of statements."""
    content = {"schema": _LIST, "witnesses": list(statements)}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_statements(path: str) -> list[Any]:
    """The statements in a file that a witness has sent. Raises `InputError` (E325) when it holds none."""
    from jsrules.base.files import read_bytes

    data = read_bytes(path, _LARGEST)
    found = statements_of(data)
    if not found:
        raise no_testimony(path)
    return found


def no_testimony(path: str) -> InputError:
    """The error for what a witness has not signed, or not of this log."""
    return fail(
        "E325",
        say("这里没有对这份发布记录的见证", "nothing here is signed by a witness of this log"),
        path=path,
        remedy=say(
            "见证人要对现在的规则库签：jsrules pack witness 规则库 --key 钥匙 -o 文件",
            "the witness signs what is published now: jsrules pack witness REPOSITORY --key KEY -o FILE",
        ),
    )
