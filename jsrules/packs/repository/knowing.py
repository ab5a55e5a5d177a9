"""What this machine knows of a repository, and what a verified look at it adds to that."""

from __future__ import annotations

from datetime import datetime

from tuf.api.exceptions import DownloadError, RepositoryError
from tuf.api.metadata import Metadata, Root

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.fingerprint import grouped, same_fingerprint
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.packs.repository.choosing import latest_versions
from jsrules.packs.repository.faults import refused
from jsrules.packs.repository.merging import merged
from jsrules.packs.repository.origins import repository_fingerprint
from jsrules.packs.repository.public_log import PublicLog, check_grown, known_log
from jsrules.packs.repository.roles import ROOT, RepositoryIdentity, identity_of
from jsrules.packs.repository.session import LARGEST_ROOT, Catalogue, Session
from jsrules.packs.repository.source import SourceFetcher
from jsrules.packs.repository.witnessing import Testimony, fetched_witnesses
from jsrules.packs.store import Trust, holding_store, is_repository_id, read_trust, write_trust


class Anchor(Record):
    """What the user brings to trust a repository for the first time: an installation file,
    or a fingerprint as typed.
    """

    root: bytes = b""
    fingerprint: str = ""


def trusted(fetcher: SourceFetcher, anchor: Anchor) -> tuple[Trust, bytes, bool]:
    """What is trusted of a source's repository, and the root to start from.

    Raises `InputError` (E328) with the fingerprint to compare when nothing is trusted yet.
    """
    data = _first_root(fetcher, anchor.root)
    document = Metadata[Root].from_bytes(data)
    identity = identity_of(document.signed)
    known = read_trust(identity.repository)
    if known is not None:
        return known, known.files["root.json"].encode(), False
    fingerprint = repository_fingerprint(fetcher, document)
    if anchor.root or (anchor.fingerprint and same_fingerprint(anchor.fingerprint, fingerprint)):
        return Trust(identity.repository, identity.title, fingerprint), data, True
    raise _untrusted(fetcher.source, identity.title, fingerprint, anchor.fingerprint)


def _first_root(fetcher: SourceFetcher, given: bytes) -> bytes:
    """The root that is given, or the first one of a source. Raises `InputError` when it is none of a repository of
    ours.
    """
    try:
        data = given or fetcher.read("metadata/1.root.json", LARGEST_ROOT)
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
    return data


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


def look_at(source: str, anchor: Anchor, now: datetime, ca_file: str = "") -> Catalogue:
    """A verified look at a source, which this machine remembers: what it saw is what the next look is held to.

    Raises `InputError` for whatever is wrong with it.
    """
    fetcher = SourceFetcher(source, ca_file=ca_file)
    trust, root, _ = trusted(fetcher, anchor)
    with Session(fetcher, root, trust.files) as session:
        catalogue = session.look(now, trust.newest)
        learnt = session.learnt()
    check_identity(source, catalogue, trust)
    remember(source, taught(trust, catalogue, learnt))
    return catalogue


class LogView(Record):
    """The log of publications that a source shows, and the good signatures of witnesses, by keys."""

    identity: RepositoryIdentity
    log: PublicLog | None
    witnesses: dict[str, Testimony]


def view_log(source: str, now: datetime, ca_file: str = "") -> LogView:
    """The log that a source shows, as its signatures go back to the root that this machine trusts, or, where it trusts
    none, to the first root of the source. Nothing is remembered. Raises `InputError` for whatever is wrong with it.
    """
    fetcher = SourceFetcher(source, ca_file=ca_file)
    data = _first_root(fetcher, b"")
    trust = read_trust(identity_of(Metadata[Root].from_bytes(data).signed).repository)
    known = {} if trust is None else {f"{ROOT}.json": trust.files[f"{ROOT}.json"]}
    with Session(fetcher, known[f"{ROOT}.json"].encode() if known else data, {}) as session:
        catalogue = session.look(now)
    identity, log = catalogue.identity, catalogue.log
    witnesses = fetched_witnesses(fetcher, identity.repository, log) if log is not None else {}
    return LogView(identity, log, witnesses)


def check_identity(source: str, catalogue: Catalogue, trust: Trust) -> None:
    """Raises `InputError` when a source has become that of another repository (E326), or its log of publications does
    not begin with the one that was seen before (E339).
    """
    if catalogue.identity.repository != trust.repository:
        raise _other_repository(source)
    check_grown(source, known_log(trust), catalogue.log)


def remember(source: str, trust: Trust) -> None:
    """Write down what a look has taught, beside what others have learnt meanwhile. Raises what `joined` raises."""
    with holding_store():
        write_trust(joined(source, trust))


def joined(source: str, trust: Trust) -> Trust:
    """What is known and what was learnt, by whoever holds the store. Raises `InputError` when somebody has come to
    trust another repository under this identity meanwhile (E326), or was shown another log of publications (E339).
    """
    stored = read_trust(trust.repository)
    if stored is not None and stored.anchor != trust.anchor:
        raise _other_repository(source)
    known, found = known_log(stored), known_log(trust)
    if known is not None and found is not None and known.size > found.size:
        known, found = found, known
    check_grown(source, known, found)
    return merged(stored, trust)


def overtaken(source: str) -> InputError:
    """The error for a source that is older than what was fetched elsewhere meanwhile."""
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


def taught(trust: Trust, catalogue: Catalogue, learnt: dict[str, str]) -> Trust:
    """The trust with what a verified look at its repository has taught."""
    trust.title = catalogue.identity.title
    trust.files = learnt
    trust.newest = max(trust.newest, catalogue.fresh)
    trust.latest = latest_versions(catalogue)
    kept = trust.withdrawn if catalogue.expired else []  # what an expired catalogue took back stays so
    trust.withdrawn = [*(each for each in kept if each not in catalogue.withdrawn), *catalogue.withdrawn]
    return trust
