"""Fetching packs and locking them: looked at, downloaded and verified first; then kept by a few whole files.

Between looking and keeping others may have fetched; so the record and the lock are read again while the store is held,
and what is kept joins what is there by then. The order of writing is: archives (named by their hash), what is known of
the repository (with a receipt for each new entry of the lock), the lock. A process that dies on the way leaves the old
lock, whose receipts and archives are still there.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import datetime

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import Metadata, Root

from jsrules.base import __version__
from jsrules.base.diagnostic import InputError, fail
from jsrules.base.fingerprint import grouped, same_fingerprint
from jsrules.base.holding import holding_folder
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.base.version import parse_version
from jsrules.base.writing import clear_parts, write_whole
from jsrules.packs.chain import unfit_engine
from jsrules.packs.library import Pack, unpacked
from jsrules.packs.lock import Locked, check_receipt, lock_text, read_lock
from jsrules.packs.repository.bases import check_base, choose_base
from jsrules.packs.repository.choosing import choose_versions, latest_versions
from jsrules.packs.repository.faults import refused
from jsrules.packs.repository.merging import is_newer, merged
from jsrules.packs.repository.origins import repository_fingerprint
from jsrules.packs.repository.pinning import check_frozen, check_unchanged
from jsrules.packs.repository.roles import ROOT, identity_of, iso
from jsrules.packs.repository.session import LARGEST_ROOT, Catalogue, Offered, Session
from jsrules.packs.repository.source import SourceFetcher
from jsrules.packs.store import (
    Trust,
    data_directory,
    holding_store,
    is_repository_id,
    keep_archive,
    kept_archive,
    read_trust,
    write_trust,
)


class Fetched(Record):
    """What fetching did: the entries before and now by id, the packs themselves, the catalogue,
    and the trust it rests on.
    """

    before: dict[str, Locked]
    after: dict[str, Locked]
    packs: dict[str, Pack]
    catalogue: Catalogue
    anchor: str
    first_time: bool


class Anchor(Record):
    """What the user brings to trust a repository for the first time: an installation file,
    or a fingerprint as typed.
    """

    root: bytes = b""
    fingerprint: str = ""


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
) -> Fetched:
    """Fetch packs and lock them.

    ``names`` are ids, perhaps with a version behind ``@``; none means what is locked from this repository, or else its
    only pack. A locked pack stays at its version unless ``update`` lets it go up, and a version has the content that it
    had. ``frozen`` leaves the lock as it stands, which must be true of what is fetched. ``agree`` is asked before
    anything is written; when it declines, nothing is.

    Raises `InputError` for whatever is wrong with the source, the packs or the lock; nothing is written then.
    """
    if os.path.isdir(data_directory()):
        with holding_store():
            clear_parts(data_directory())
    fetcher = SourceFetcher(source, ca_file=ca_file)
    trust, root, first_time = _trusted(fetcher, anchor)
    before = {each.identifier: each for each in read_lock(lock) or ()}
    for each in before.values():
        if each.repository == trust.repository and not first_time:
            _check_known(lock, each, trust)
    with Session(fetcher, root, trust.files) as session:
        catalogue = session.look(now, trust.newest)
        if catalogue.identity.repository != trust.repository:
            raise _other_repository(source)
        try:
            chosen = choose_versions(source, catalogue, names, before, trust.repository, update)
        except InputError as error:
            if error.diagnostics[0].code == "E329":  # that it was withdrawn is worth knowing, whatever else comes of it
                with holding_store():
                    write_trust(_joined(source, _taught(trust, catalogue, session.learnt())))
            raise
        archives, packs = _download(source, session, catalogue, chosen, before, trust.anchor)
        learnt = session.learnt()
    for name, offered in chosen.items():
        check_unchanged(source, offered, packs[name].sha256, before.get(name), trust)
    entries = {name: _entry(each, packs[name], catalogue, trust, now) for name, each in chosen.items()}
    if frozen:
        check_frozen(lock, before, entries, catalogue)
        entries = {name: before[name] for name in entries}
    fetched = Fetched(before, {**before, **entries}, packs, catalogue, trust.anchor, first_time)
    for name, offered in chosen.items():
        check_base(source, catalogue, offered, packs[name].manifest.requires, fetched.after)
    _check_requirements(source, fetched)
    if not agree(fetched):
        return fetched
    _taught(trust, catalogue, learnt)
    with holding_store(), holding_folder(os.path.dirname(os.path.abspath(lock))):
        return _keep(source, lock, fetched, trust, archives, entries, frozen)


def _keep(
    source: str,
    lock: str,
    fetched: Fetched,
    trust: Trust,
    archives: dict[str, bytes],
    entries: dict[str, Locked],
    frozen: bool,
) -> Fetched:
    """Write down what was fetched, beside what others have written down since this began.

    Raises `InputError` when they have seen something newer (E324), other content of a version (E325), or have locked
    another version (E336); nothing is written then.
    """
    stored = read_trust(trust.repository)
    if is_newer(stored, trust):
        raise _overtaken(source)
    for name in archives:
        offered = fetched.catalogue.packs[name, entries[name].version]
        check_unchanged(source, offered, entries[name].sha256, None, stored or trust)
    now = {each.identifier: each for each in read_lock(lock) or ()}
    moved = [name for name in entries if name in now and now[name] != fetched.before.get(name)]
    for name in moved:
        if (now[name].version, now[name].sha256) != (entries[name].version, entries[name].sha256):
            raise _moved(lock, now[name])
    after = fetched.after if frozen else {**now, **entries}
    kept = Fetched(fetched.before, after, fetched.packs, fetched.catalogue, fetched.anchor, fetched.first_time)
    _check_requirements(source, kept)
    for data in archives.values():
        keep_archive(data)
    receipts = [each.as_object() for each in entries.values()]
    trust.receipts = [*(each for each in trust.receipts if each not in receipts), *receipts]
    write_trust(_joined(source, trust))
    if not frozen:
        write_whole(lock, lock_text(list(after.values())).encode())
    return kept


def _joined(source: str, trust: Trust) -> Trust:
    """What is known and what was learnt, by whoever holds the store. Raises `InputError` (E326) when somebody has come
    to trust another repository under this identity meanwhile.
    """
    stored = read_trust(trust.repository)
    if stored is not None and stored.anchor != trust.anchor:
        raise _other_repository(source)
    return merged(stored, trust)


def _overtaken(source: str) -> InputError:
    return fail(
        "E324",
        say(
            "这个来源比本机已经见过的旧，拒绝退回",
            "this source is older than what this machine has seen; it is refused",
        ),
        path=source,
        notes=(
            say(
                "取用的时候，本机从别处取到了更新的；锁文件没有变",
                "something newer was fetched on this machine meanwhile; the lock is unchanged",
            ),
        ),
        remedy=say("再取一次；还是这样，就换用较新的来源", "fetch again; if it is still so, use the newer source"),
    )


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


def _taught(trust: Trust, catalogue: Catalogue, learnt: dict[str, str]) -> Trust:
    """The trust with what a verified look at its repository has taught."""
    trust.title = catalogue.identity.title
    trust.files = learnt
    trust.newest = max(trust.newest, catalogue.fresh)
    trust.latest = latest_versions(catalogue)
    kept = trust.withdrawn if catalogue.expired else []  # what an expired catalogue took back stays so
    trust.withdrawn = [*(each for each in kept if each not in catalogue.withdrawn), *catalogue.withdrawn]
    return trust


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


def _trusted(fetcher: SourceFetcher, anchor: Anchor) -> tuple[Trust, bytes, bool]:
    """What is trusted of a source's repository, and the root to start from.

    Raises `InputError` (E328) with the fingerprint to compare when nothing is trusted yet.
    """
    try:
        data = anchor.root or fetcher.read("metadata/1.root.json", LARGEST_ROOT)
        document = Metadata[Root].from_bytes(data)
        identity = identity_of(document.signed)
    except (RepositoryError, DownloadError, OSError, AttributeError) as error:
        wrong = error if isinstance(error, RepositoryError | DownloadError) else DownloadError(str(error))
        raise refused(fetcher.source, fetcher.last or "root.json", wrong) from error
    if document.signed.type != ROOT or not is_repository_id(identity.repository):
        raise fail(
            "E325",
            say("这不是 jsrules 的规则库", "this is no repository of jsrules"),
            path=fetcher.source,
            remedy=say("给出 jsrules pack init 建的规则库", "give a repository made by jsrules pack init"),
        )
    known = read_trust(identity.repository)
    if known is not None:
        return known, known.files["root.json"].encode(), False
    fingerprint = repository_fingerprint(fetcher, document)
    if anchor.root or (anchor.fingerprint and same_fingerprint(anchor.fingerprint, fingerprint)):
        return Trust(identity.repository, identity.title, fingerprint), data, True
    raise _untrusted(fetcher.source, identity.title, fingerprint, anchor.fingerprint)


def _untrusted(source: str, title: str, fingerprint: str, typed: str) -> InputError:
    if typed:
        message = say(
            "指纹不对：这个规则库不是你要的那一个", "the fingerprint differs: this is not the repository you mean"
        )
    else:
        message = say(
            "第一次用“{title}”的规则库，要先核对指纹",
            "this is the first use of the repository of “{title}”; compare its fingerprint first",
            title=title,
        )
    return fail(
        "E328",
        message,
        path=source,
        notes=(say("它的指纹：{print}", "its fingerprint: {print}", print=grouped(fingerprint)),),
        remedy=say(
            "与发布单位公布的逐组核对，一致再加 --fingerprint '…'；或用发布单位给的 --root 文件。不一致就不要用",
            "compare it with what the publisher announced; if they agree, add --fingerprint '…', or use the "
            "publisher's file with --root. If not, do not use it",
        ),
    )


def _other_repository(source: str) -> InputError:
    return fail(
        "E326",
        say("根换成了另一个规则库的", "the root has become that of another repository"),
        path=source,
        remedy=say("不要使用这个来源；问发布单位", "do not use this source; ask its publisher"),
    )


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
    )
