"""The packs that are installed (shipped, locked), and which of them is for a report: which, why, and never a guess."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Literal

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.names import is_like
from jsrules.base.record import Record
from jsrules.base.source import Source
from jsrules.base.version import is_above, parse_version
from jsrules.model.outcome import Criterion
from jsrules.model.pack import PackManifest, Requirement
from jsrules.packs.library import Pack, find_pack, open_pack, pack_of_files, shipped_packs
from jsrules.readers.reports.header import REGION, UNIT_KIND, ReportHeader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.packs.lock import Locked
    from jsrules.packs.store import Withdrawn

LOCK = "jsrules.lock"

Fit = Literal["yes", "unknown", "no"]
"""Whether something is for a report; unknown when the report's head does not say its region or kind of unit."""


class Member(Record):
    """One pack of a chain, and where it came from.

    ``locked`` is its entry in the lock file, ``withdrawn`` what its publisher said when it took it back, ``newest`` the
    newest date that its repository is known to have signed, ``publisher`` who vouches for it, in words,
    ``lock`` the lock file, where that is not the one in the current folder, and ``newer`` a newer version that its
    repository had when it was last looked at.
    """

    pack: Pack
    origin: str
    locked: Locked | None = None
    withdrawn: Withdrawn | None = None
    newest: str = ""
    publisher: str = ""
    lock: str = ""
    newer: str = ""


class PackChain(Record):
    """A pack that may be for a report, with its bases, the first of them first."""

    chain: tuple[Member, ...]

    @property
    def manifest(self) -> PackManifest:
        """The manifest of the pack itself."""
        return self.chain[-1].pack.manifest

    @property
    def identifier(self) -> str:
        """Its id."""
        return self.manifest.identifier

    @property
    def narrative(self) -> tuple[Source, ...]:
        """The files that tell how prose is read, those of the bases first."""
        return tuple(source for member in self.chain for source in member.pack.narrative)

    @property
    def checklists(self) -> tuple[tuple[Source, ...], ...]:
        """The check forms of each pack, those of the pack itself first."""
        return tuple(member.pack.checklists for member in reversed(self.chain))


class Installed:
    """Shipped and locked packs; a locked one stands in for a shipped one of the same id. ``given`` go before both.

    ``held`` are packs to be taken for the locked ones, whatever the lock file says.
    """

    def __init__(
        self, lock: str = "", given: Sequence[str | Pack] = (), held: Mapping[str, Pack] | None = None
    ) -> None:
        self._lock_path = lock or LOCK
        self._given: dict[str, Pack] = {}
        self._held = held
        self.entries = self._read_lock() if held is None and (lock or os.path.lexists(LOCK)) else {}
        self._locked: dict[str, Member] = {}
        self._anchors: dict[str, str] = {}
        for each in given:
            if isinstance(each, Pack) or (each not in self.entries and os.path.exists(each)):
                pack = each if isinstance(each, Pack) else open_pack(each)
                self._given[pack.manifest.identifier] = pack

    def _read_lock(self) -> dict[str, Locked]:
        from jsrules.packs.lock import read_lock

        entries = read_lock(self._lock_path)
        if entries is None:
            raise fail(
                "E401",
                say("找不到锁文件“{path}”", "no such lock file: “{path}”", path=self._lock_path),
                path=self._lock_path,
                remedy=say("检查文件名", "check its name"),
            )
        return {each.identifier: each for each in entries}

    def all(self) -> list[PackChain]:
        """Every installed pack, sorted by id. Raises `InputError` when a locked one cannot be used."""
        found = {identifier: self._candidate(self._member(identifier).pack, "locked") for identifier in self.entries}
        for identifier, pack in (self._held or {}).items():
            found[identifier] = self._candidate(pack, "locked")
        for path in shipped_packs():
            if os.path.basename(path) not in found:  # a shipped pack's folder has its id for a name
                pack = open_pack(path, shipped=True)
                found[pack.manifest.identifier] = self._candidate(pack, "shipped")
        return [found[identifier] for identifier in sorted(found)]

    def named(self, names: Sequence[str | Pack]) -> list[PackChain]:
        """The packs of these names, or those that were opened already, without those that another of them builds on."""
        found = [self.find(name) for name in names]
        bases = {member.pack.manifest.identifier for each in found for member in each.chain[:-1]}
        return [each for each in found if each.identifier not in bases]

    def find(self, name: str | Pack) -> PackChain:
        """The pack that ``--pack`` names: a locked one by its id or title, else a shipped one, a folder or an archive.

        Raises `InputError` when there is none, or it cannot be used.
        """
        if isinstance(name, Pack):
            return self._candidate(name, "shipped" if name.path in shipped_packs() else "given")
        for identifier in self.entries:
            member = self._member(identifier)
            if name in (identifier, member.pack.manifest.title):
                return self._candidate(member.pack, "locked")
        pack = find_pack(name)
        given = self._given.get(pack.manifest.identifier)
        if given is not None and os.path.exists(name):
            return self._candidate(given, "given")
        return self._candidate(pack, "given" if os.path.exists(name) else "shipped")

    def _member(self, identifier: str) -> Member:
        """A locked pack. Raises `InputError` when it cannot be used, or the lock file was altered."""
        if identifier not in self._locked:
            from jsrules.packs.archive import verified_entries
            from jsrules.packs.lock import check_receipt
            from jsrules.packs.store import archive_path, kept_archive, read_trust

            entry = self.entries[identifier]
            trust = read_trust(entry.repository)
            check_receipt(self._lock_path, entry, trust)
            assert trust is not None
            files = verified_entries(kept_archive(identifier, entry.sha256))
            pack = pack_of_files(archive_path(entry.sha256), files, entry.sha256)
            if (pack.manifest.identifier, pack.manifest.version) != (identifier, entry.version):
                raise _another(pack.manifest, entry)
            withdrawn = next((each for each in trust.withdrawn if _takes_back(each, entry)), None)
            publisher = _publisher(trust.title, entry.role)
            lock = self._lock_path if self._lock_path != LOCK else ""
            latest = trust.latest.get(identifier, "")
            newer = latest if is_above(latest, entry.version) else ""
            self._anchors[identifier] = trust.anchor
            self._locked[identifier] = Member(pack, "locked", entry, withdrawn, trust.newest, publisher, lock, newer)
        return self._locked[identifier]

    def base(self, required: Requirement) -> Pack | None:
        """The pack that another one requires, as far as it is here: given, locked or shipped."""
        if required.identifier in self._given:
            return self._given[required.identifier]
        if self._held and required.identifier in self._held:
            return self._held[required.identifier]
        if required.identifier in self.entries:
            return self._member(required.identifier).pack
        for path in shipped_packs():
            if os.path.basename(path) == required.identifier:
                return open_pack(path, shipped=True)
        return None

    def _candidate(self, pack: Pack, origin: str) -> PackChain:
        from jsrules.base import __version__

        engine = parse_version(__version__)
        if engine is not None and not pack.manifest.engine.holds(engine):
            from jsrules.packs.chain import unfit_engine

            raise InputError([unfit_engine(pack.path, pack.manifest)])
        chain = [pack]
        if pack.manifest.requires is not None:
            from jsrules.packs.chain import chain_of

            chain = chain_of(pack, self.base)
        members = tuple(self._as_member(each, origin if each is pack else "") for each in chain)
        self._check_signers(members)
        return PackChain(members)

    def _check_signers(self, members: Sequence[Member]) -> None:
        """Raises `InputError` (E326) when a base is not from the owner that the pack above names. What was given on
        purpose stands in for any.
        """
        for below, above in pairwise(members):
            required = above.pack.manifest.requires
            if required is None or not required.signer or below.origin == "given" or self._held is not None:
                continue
            from jsrules.packs.signers import is_signed_by, wrong_signer

            role = below.locked.role if below.locked is not None else ""
            if not is_signed_by(required, self._anchors.get(below.pack.manifest.identifier, ""), role):
                raise wrong_signer(above.pack.manifest, required)

    def _as_member(self, pack: Pack, origin: str) -> Member:
        member = self._locked.get(pack.manifest.identifier)
        if member is not None and member.pack is pack:
            return member
        given = self._given.get(pack.manifest.identifier) is pack
        return Member(pack, origin or ("given" if given else "shipped"))


def _takes_back(withdrawn: Withdrawn, entry: Locked) -> bool:
    """Whether what was withdrawn is what is locked: the hash alone could stand under an id of somebody else."""
    return (withdrawn.identifier, withdrawn.sha256) == (entry.identifier, entry.sha256)


def _publisher(title: str, role: str) -> str:
    """Who vouches for a locked pack: the publisher of the repository, or the department that it lets sign."""
    if role == "targets":
        return title
    return say("{title}授权的 {role} ", "{role}, delegated by {title}", title=title, role=role)


def _another(manifest: PackManifest, entry: Locked) -> InputError:
    from jsrules.packs.store import archive_path

    return fail(
        "E332",
        say(
            "锁定的是 {id} {version}，这个文件自称 {name} {other}",
            "{id} {version} is locked, but this file calls itself {name} {other}",
            id=entry.identifier,
            version=entry.version,
            name=manifest.identifier,
            other=manifest.version,
        ),
        path=archive_path(entry.sha256),
        remedy=say("用 jsrules pack fetch 来源 重新取", "fetch again with jsrules pack fetch SOURCE"),
    )


def choose_pack(
    candidates: Sequence[PackChain], header: ReportHeader
) -> tuple[PackChain, tuple[Criterion, ...]] | None:
    """The one pack that is for a report, and why; None when none is.

    A pack that builds on another stands for both; what was locked goes before what is shipped, because somebody chose
    it. A pack whose region or kind of unit the report does not give is taken only when nothing else is for it. Raises
    `InputError` (E317) when several remain.
    """
    fitting = [(each, _fits(each, header)) for each in candidates]
    for wanted in ("yes", "unknown"):
        found = [each for each, fits in fitting if fits == wanted]
        bases = {member.pack.manifest.identifier for each in found for member in each.chain[:-1]}
        found = [each for each in found if each.identifier not in bases]
        locked = [each for each in found if each.chain[-1].origin == "locked"]
        found = locked or found
        if len(found) > 1:
            raise _ambiguous(found, header, wanted)
        if found:
            return found[0], _criteria(found[0])
    return None


def kinds_of(chain: Sequence[Pack]) -> tuple[str, ...]:
    """The kinds of report that a pack is for, or where it says nothing the one below it that does; the first of the
    chain is the first base.
    """
    return next((each.manifest.kinds for each in reversed(chain) if each.manifest.kinds), ())


def fit_places(patterns: Sequence[str], value: str) -> Fit:
    """Whether what is for these regions or kinds of unit (none: for all) is for a report that states this one."""
    if not patterns or any(value and is_like(value, pattern) for pattern in patterns):
        return "yes"
    return "no" if value else "unknown"


def weakest(*fits: Fit) -> Fit:
    """The least of several: all of them must hold."""
    return max(fits, key=("yes", "unknown", "no").index)


def _fits(candidate: PackChain, header: ReportHeader) -> Fit:
    """Whether all packs of a chain are for a report."""
    kinds = [member.pack.manifest.kinds for member in candidate.chain if member.pack.manifest.kinds]
    if not kinds or not all(header.kind in each for each in kinds):
        return "no"
    fits: list[Fit] = ["yes"]
    for member in candidate.chain:
        manifest = member.pack.manifest
        if manifest.years and (header.year is None or not manifest.years.holds(header.year)):
            return "no"
        fits += (
            fit_places(manifest.regions, header.extra.get(REGION, "")),
            fit_places(manifest.unit_kinds, header.extra.get(UNIT_KIND, "")),
        )
    return weakest(*fits)


def purpose(candidate: PackChain) -> str:
    """What a pack is for, in a line: ``final-accounts 1.0.0：部门决算、单位决算，2021 年度``."""
    manifests = [member.pack.manifest for member in candidate.chain]
    joint = say("、", ", ")
    kinds = joint.join(dict.fromkeys(kind for each in manifests for kind in each.kinds))
    years = joint.join(dict.fromkeys(str(each.years) for each in manifests if each.years))
    places = joint.join(dict.fromkeys(name for each in manifests for name in (*each.regions, *each.unit_kinds)))
    parts = [kinds, say("{years} 年度", "FY{years}", years=years) if years else "", places]
    return say(
        "{name} {version}：{what}",
        "{name} {version}: {what}",
        name=candidate.identifier,
        version=candidate.manifest.version,
        what=say("，", ", ").join(part for part in parts if part),
    )


def _criteria(candidate: PackChain) -> tuple[Criterion, ...]:
    """By what a pack was chosen: the report's kind, and whatever else the pack asks for."""
    manifests = [member.pack.manifest for member in candidate.chain]
    asked: dict[Criterion, bool] = {
        "kind": True,
        "year": any(each.years for each in manifests),
        "region": any(each.regions for each in manifests),
        "unit_kind": any(each.unit_kinds for each in manifests),
    }
    return tuple(each for each, is_asked in asked.items() if is_asked)


def _ambiguous(found: list[PackChain], header: ReportHeader, wanted: str) -> InputError:
    """E317; ``wanted`` is ``unknown`` when what the head of the report leaves out might tell the packs apart."""
    names = [f"{each.identifier} {each.manifest.version}" for each in found]
    notes: tuple[str, ...] = ()
    if wanted == "unknown":
        missing = [key for key in (REGION, UNIT_KIND) if not header.extra.get(key)]
        notes = (
            say(
                "报告的表头没有写{keys}，也许写上就能分清",
                "the report's head does not say {keys}; saying it may tell them apart",
                keys=say("、", ", ").join(missing),
            ),
        )
    return fail(
        "E317",
        say(
            "{n} 个规则包都适用于这份报告：{names}",
            "{n} packs are for this report: {names}",
            n=len(found),
            names=say("、", ", ").join(names),
        ),
        path=header.kind,
        notes=notes,
        remedy=say("用 --pack 说明用哪一个", "say which one with --pack"),
    )
