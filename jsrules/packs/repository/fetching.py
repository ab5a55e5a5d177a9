"""Fetching packs and locking them: looked at, downloaded and verified first; then kept by a few whole files.

Between looking and keeping others may have fetched; so the record and the lock are read again while the store is held,
and what is kept joins what is there by then. The order of writing is: archives (named by their hash), what is known of
the repository (with a receipt for each new entry of the lock), the lock. A process that dies on the way leaves the old
lock, whose receipts and archives are still there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from jsrules.base import __version__
from jsrules.base.diagnostic import InputError, fail
from jsrules.base.holding import holding_folder
from jsrules.base.language import say
from jsrules.base.record import Record, replace
from jsrules.base.version import parse_version
from jsrules.base.writing import clear_parts, write_whole
from jsrules.packs.chain import unfit_engine
from jsrules.packs.library import Pack, unpacked
from jsrules.packs.lock import Locked, check_receipt, lock_text, read_lock
from jsrules.packs.repository.bases import check_base, choose_base
from jsrules.packs.repository.choosing import choose_versions
from jsrules.packs.repository.knowing import Anchor, check_identity, joined, overtaken, remember, taught, trusted
from jsrules.packs.repository.merging import is_newer
from jsrules.packs.repository.origins import RootRenewal, root_renewal
from jsrules.packs.repository.pinning import check_frozen, check_unchanged
from jsrules.packs.repository.public_log import check_lock_grown
from jsrules.packs.repository.roles import ROOT, iso
from jsrules.packs.repository.session import Catalogue, Offered, Session
from jsrules.packs.repository.source import SourceFetcher
from jsrules.packs.repository.witnessing import require_witnesses
from jsrules.packs.store import (
    Trust,
    data_directory,
    holding_store,
    keep_archive,
    kept_archive,
    read_trust,
    write_trust,
)


class Fetched(Record):
    """What fetching did: the entries before and now by id, the packs themselves, the catalogue,
    and the trust it rests on; ``renewal`` is how the root went on since this machine last looked.
    """

    before: dict[str, Locked]
    after: dict[str, Locked]
    packs: dict[str, Pack]
    catalogue: Catalogue
    anchor: str
    first_time: bool
    renewal: RootRenewal | None = None


Agree = Callable[[Fetched], bool]


def fetch(
    source: str,
    names: Sequence[str],
    lock: str,
    anchor: Anchor,
    now: datetime,
    *,
    update: bool = False,
    frozen: bool = False,
    agree: Agree = lambda _: True,
    ca_file: str = "",
    witnesses: Mapping[str, str] | None = None,
) -> Fetched:
    """Fetch packs and lock them.

    ``names`` are ids, perhaps with a version behind ``@``; none means what is locked from this repository, or else its
    only pack. A locked pack stays at its version unless ``update`` lets it go up, and a version has the content that it
    had. ``frozen`` leaves the lock as it stands, which must be true of what is fetched. ``agree`` is asked before
    anything is written; when it declines, nothing is. ``witnesses`` are the names of those who must have signed the log
    of publications, by their keys, from now on; None leaves it at those named before.

    Raises `InputError` for whatever is wrong with the source, the packs or the lock; nothing is written then.
    """
    if os.path.isdir(data_directory()):
        with holding_store():
            clear_parts(data_directory())
    fetcher = SourceFetcher(source, ca_file=ca_file)
    trust, root, first_time = trusted(fetcher, anchor)
    before = {each.identifier: each for each in read_lock(lock) or ()}
    for each in before.values():
        if each.repository == trust.repository and not first_time:
            _check_known(lock, each, trust)
    with Session(fetcher, root, trust.files) as session:
        catalogue = session.look(now, trust.newest)
        check_identity(source, catalogue, trust)
        check_lock_grown(source, before, catalogue.log, trust.repository)
        wanted = trust.witnesses if witnesses is None else witnesses
        require_witnesses(fetcher, trust.repository, catalogue.log, wanted)
        try:
            chosen = choose_versions(source, catalogue, names, before, trust.repository, update)
        except InputError as error:
            if error.diagnostics[0].code == "E329":  # that it was withdrawn is worth knowing, whatever else comes of it
                remember(source, taught(trust, catalogue, session.learnt()))
            raise
        archives, packs = _download(source, session, catalogue, chosen, before, trust.anchor)
        learnt = session.learnt()
    renewal = root_renewal(root, learnt[f"{ROOT}.json"].encode())
    for name, offered in chosen.items():
        check_unchanged(source, offered, packs[name].sha256, before.get(name), trust)
    entries = {name: _entry(each, packs[name], catalogue, trust, now) for name, each in chosen.items()}
    if frozen:
        check_frozen(lock, before, entries, catalogue)
        entries = {name: before[name] for name in entries}
    fetched = Fetched(before, {**before, **entries}, packs, catalogue, trust.anchor, first_time, renewal)
    for name, offered in chosen.items():
        check_base(source, catalogue, offered, packs[name].manifest.requires, fetched.after)
    _check_requirements(source, fetched)
    if not agree(fetched):
        return fetched
    taught(trust, catalogue, learnt)
    with holding_store(), holding_folder(os.path.dirname(os.path.abspath(lock))):
        return _keep(source, lock, fetched, trust, archives, entries, frozen, witnesses)


def _keep(
    source: str,
    lock: str,
    fetched: Fetched,
    trust: Trust,
    archives: dict[str, bytes],
    entries: dict[str, Locked],
    frozen: bool,
    witnesses: Mapping[str, str] | None,
) -> Fetched:
    """Write down what was fetched, beside what others have written down since this began.

    Raises `InputError` when they have seen something newer (E324), other content of a version (E325), or have locked
    another version (E336); nothing is written then.
    """
    stored = read_trust(trust.repository)
    if is_newer(stored, trust):
        raise overtaken(source)
    joined(source, trust)
    for name in archives:
        offered = fetched.catalogue.packs[name, entries[name].version]
        check_unchanged(source, offered, entries[name].sha256, None, stored or trust)
    now = {each.identifier: each for each in read_lock(lock) or ()}
    moved = [name for name in entries if name in now and now[name] != fetched.before.get(name)]
    for name in moved:
        if (now[name].version, now[name].sha256) != (entries[name].version, entries[name].sha256):
            raise _moved(lock, now[name])
    after = fetched.after if frozen else {**now, **entries}
    kept = replace(fetched, after=after)
    _check_requirements(source, kept)
    for data in archives.values():
        keep_archive(data)
    receipts = [each.as_object() for each in entries.values()]
    trust.receipts = [*(each for each in trust.receipts if each not in receipts), *receipts]
    known = joined(source, trust)
    if witnesses is not None:
        known.witnesses = dict(witnesses)
    write_trust(known)
    if not frozen:
        write_whole(lock, lock_text(list(after.values())).encode())
    return kept


def _moved(lock: str, entry: Locked) -> InputError:
    return fail(
        "E336",
        say(
            "取用的时候，“{name}”在锁文件里换成了 {version}",
            "“{name}” was locked at {version} meanwhile",
            name=entry.identifier,
            version=entry.version,
        ),
        path=lock,
        remedy=say("什么都没有写；再来一次", "nothing was written; run it again"),
    )


def _download(
    source: str,
    session: Session,
    catalogue: Catalogue,
    chosen: dict[str, Offered],
    before: dict[str, Locked],
    anchor: str,
) -> tuple[dict[str, bytes], dict[str, Pack]]:
    """The archives of the chosen packs and what is in them; packs that they require join the chosen."""
    archives: dict[str, bytes] = {}
    packs: dict[str, Pack] = {}
    while missing := [each for name, each in chosen.items() if name not in packs]:
        offered = missing[0]
        archives[offered.identifier] = session.download(offered)
        packs[offered.identifier] = _examined(source, offered, archives[offered.identifier])
        required = packs[offered.identifier].manifest.requires
        if required is not None and required.identifier not in chosen and required.identifier not in before:
            base = choose_base(source, catalogue, offered, required, anchor)
            if base is not None:  # else it may be one that comes with the program; verifying tells
                chosen[required.identifier] = base
    return archives, packs


def _check_requirements(source: str, fetched: Fetched) -> None:
    """Raises `InputError` (E316) when a locked pack would no longer fit one that builds on it."""
    for identifier, entry in fetched.after.items():
        pack = fetched.packs.get(identifier) or _kept(entry)
        required = pack.manifest.requires if pack is not None else None
        base = fetched.after.get(required.identifier) if required is not None else None
        version = parse_version(base.version) if base is not None else None
        if required is not None and base is not None and version is not None and not required.range.holds(version):
            raise fail(
                "E316",
                say(
                    "“{name}”{version} 要求“{base}”{range}，而它会成为 {other}",
                    "“{name}” {version} requires “{base}” {range}, which would become {other}",
                    name=identifier,
                    version=entry.version,
                    base=base.identifier,
                    range=str(required.range),
                    other=base.version,
                ),
                path=source,
                remedy=say(
                    "两个一起更新，或请下级规则包的发布单位更新", "update both, or ask the publisher of the overlay"
                ),
            )


def _kept(entry: Locked) -> Pack | None:
    """A locked pack that stays as it is; None when it is not here."""
    try:
        return unpacked(entry.identifier, kept_archive(entry.identifier, entry.sha256))
    except InputError:
        return None


def _check_known(lock: str, entry: Locked, trust: Trust) -> None:
    """A lock that was edited is refused; one from another machine is what fetching is for."""
    try:
        check_receipt(lock, entry, trust)
    except InputError as error:
        if error.diagnostics[0].code == "E331":
            raise


def _examined(source: str, offered: Offered, data: bytes) -> Pack:
    """The pack in an archive, which must be what the catalogue says it is, and fit this program."""
    pack = unpacked(offered.target.path, data)
    manifest = pack.manifest
    if (manifest.identifier, manifest.version) != (offered.identifier, offered.version):
        raise fail(
            "E326",
            say(
                "目录里写的是 {id} {version}，包里自称 {name} {other}",
                "the catalogue says {id} {version}; the pack calls itself {name} {other}",
                id=offered.identifier,
                version=offered.version,
                name=manifest.identifier,
                other=manifest.version,
            ),
            path=source,
            remedy=say("不要使用；问发布单位", "do not use it; ask its publisher"),
        )
    engine = parse_version(__version__)
    if engine is not None and not manifest.engine.holds(engine):
        raise InputError([unfit_engine(source, manifest)])
    return pack


def _entry(offered: Offered, pack: Pack, catalogue: Catalogue, trust: Trust, now: datetime) -> Locked:
    return Locked(
        offered.identifier,
        offered.version,
        pack.sha256,
        trust.repository,
        catalogue.signers[offered.role],
        dict(catalogue.versions),
        catalogue.fresh,
        iso(now),
        catalogue.log.proof(offered.role, offered.identifier, offered.version, pack.sha256) if catalogue.log else None,
    )
