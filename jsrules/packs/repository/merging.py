"""What was learnt of a repository joins what is known of it, whoever finished first: knowledge only grows.

A slow mirror, or a question that nobody answers for an hour, must not bring back an older state. So the record is read
again at the end, while nobody else may write, and of every part the newer stays.
"""

from __future__ import annotations

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root

from jsrules.packs.publication_log import LOG, publications_of
from jsrules.packs.repository.roles import ROOT, TIMESTAMP
from jsrules.packs.store import Trust

_ROOT, _TIMESTAMP = f"{ROOT}.json", f"{TIMESTAMP}.json"


def merged(stored: Trust | None, learnt: Trust) -> Trust:
    """What is known of a repository and what was learnt of it now, together.

    The newer root holds. The rest of the metadata is one state, that of the newer timestamp; one that the newer root no
    longer stands for is no guard, since its keys are not trusted any more. Of the logs of publications, one of which
    has to begin with the other, the longer one holds.
    """
    if stored is None:
        return learnt
    root = max(stored.files[_ROOT], learnt.files[_ROOT], key=version_of)
    state = stored if is_newer(stored, learnt) else learnt
    logs = [each.files[LOG] for each in (stored, learnt) if LOG in each.files]
    log = {LOG: max(logs, key=lambda text: len(publications_of(text)))} if logs else {}  # one begins with the other
    return Trust(
        stored.repository,
        state.title,
        stored.anchor,
        {**_departments(stored, learnt), **state.files, _ROOT: root, **log},
        [*(each for each in stored.receipts if each not in learnt.receipts), *learnt.receipts],
        list(state.withdrawn),
        max(stored.newest, learnt.newest),
        [*stored.seals, *(each for each in learnt.seals if each not in stored.seals)],
        {**learnt.contents, **stored.contents},
        dict(state.latest),
        dict(stored.witnesses),
    )


def is_newer(stored: Trust | None, learnt: Trust) -> bool:
    """Whether what is stored was proved current after what was learnt, under keys that still count."""
    if stored is None:
        return False
    root = max(stored.files[_ROOT], learnt.files[_ROOT], key=version_of)
    return _guards(stored, root) and version_of(stored.files[_TIMESTAMP]) > version_of(learnt.files[_TIMESTAMP])


def version_of(text: str) -> int:
    """The version of a signed file; 0 for one that somebody has altered so that it is none: that guards nothing."""
    try:
        version: int = Metadata.from_bytes(text.encode()).signed.version
    except (RepositoryError, ValueError):
        return 0
    return version


def _guards(stored: Trust, root: str) -> bool:
    """Whether the stored timestamp is signed as the newest root demands."""
    if _TIMESTAMP not in stored.files:
        return False
    try:
        document = Metadata.from_bytes(stored.files[_TIMESTAMP].encode())
        known = Metadata[Root].from_bytes(root.encode())
        known.signed.verify_delegate(TIMESTAMP, document.signed_bytes, document.signatures)
    except (RepositoryError, ValueError):
        return False
    return True


def _departments(stored: Trust, learnt: Trust) -> dict[str, str]:
    """The catalogues that one of the two has, each in its newer version."""
    found = dict(stored.files)
    for name, text in learnt.files.items():
        if name not in found or version_of(text) > version_of(found[name]):
            found[name] = text
    return found
