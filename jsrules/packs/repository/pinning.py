"""What was locked, or fetched at any time, stays what it was: a version has one content, and fetching keeps a lock."""

from __future__ import annotations

from collections.abc import Mapping

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.packs.lock import Locked
from jsrules.packs.repository.faults import content_changed
from jsrules.packs.repository.session import Catalogue, Offered
from jsrules.packs.store import Trust


def check_unchanged(source: str, offered: Offered, sha256: str, before: Locked | None, trust: Trust) -> None:
    """Raises `InputError` (E325) with both hashes when a version has other content than it had when it was locked, or
    fetched on this machine.
    """
    known = [str(each.get("sha256")) for each in trust.receipts if _is_of(each.get("id"), each.get("version"), offered)]
    older = trust.contents.get(f"{offered.identifier} {offered.version}")
    if older is not None:
        known.append(older)
    if before is not None and _is_of(before.identifier, before.version, offered):
        known.insert(0, before.sha256)
    other = next((each for each in known if each != sha256), None)
    if other is None:
        return
    raise content_changed(source, offered.identifier, offered.version, other, sha256)


def _is_of(identifier: object, version: object, offered: Offered) -> bool:
    return (identifier, version) == (offered.identifier, offered.version)


def check_stays(source: str, entry: Locked, offered: Offered) -> None:
    """Raises `InputError` (E336) when fetching would put another version into the lock."""
    if entry.version == offered.version:
        return
    raise fail(
        "E336",
        say(
            "锁定的“{name}”是 {old}；取用不会换成 {new}",
            "“{name}” is locked at {old}; fetching does not replace it by {new}",
            name=entry.identifier,
            old=entry.version,
            new=offered.version,
        ),
        path=source,
        remedy=say(
            "用 jsrules pack update 来源 {name}@{new}：先看哪些判定会变，同意了才换",
            "use jsrules pack update SOURCE {name}@{new}: it shows which verdicts change, and asks",
            name=entry.identifier,
            new=offered.version,
        ),
    )


def check_frozen(lock: str, before: Mapping[str, Locked], after: Mapping[str, Locked], catalogue: Catalogue) -> None:
    """Raises `InputError` (E331, E336) unless the lock, as it stands, is true of what was fetched: the same packs with
    the same content by the same signers, and no proof of being current that the repository has not given.
    """
    for identifier, entry in after.items():
        locked = before.get(identifier)
        if locked is None:
            raise _not_locked(lock, identifier)
        claims = {
            "version": (locked.version, entry.version),
            "sha256": (locked.sha256, entry.sha256),
            "repository": (locked.repository, entry.repository),
            "signer": (locked.signer, entry.signer),
        }
        wrong = {name: pair for name, pair in claims.items() if pair[0] != pair[1]}
        if locked.fresh > catalogue.fresh:
            wrong["fresh"] = (locked.fresh, catalogue.fresh)
        for role, version in locked.metadata.items():
            if version > catalogue.versions.get(role, 0):
                wrong[role] = (str(version), str(catalogue.versions.get(role, 0)))
        if wrong:
            raise _untrue(lock, identifier, wrong)


def _not_locked(lock: str, identifier: str) -> InputError:
    return fail(
        "E336",
        say(
            "锁文件里没有“{name}”，--frozen 不会加上",
            "the lock file has no “{name}”, and --frozen adds none",
            name=identifier,
        ),
        path=lock,
        remedy=say(
            "先不用 --frozen 取一次，把 jsrules.lock 与报告一起保存",
            "fetch once without --frozen, and keep jsrules.lock with the reports",
        ),
    )


def _untrue(lock: str, identifier: str, wrong: Mapping[str, tuple[str, str]]) -> InputError:
    return fail(
        "E331",
        say(
            "锁文件里的“{name}”与规则库签发的不同",
            "the entry “{name}” of the lock file is not what its repository signed",
            name=identifier,
        ),
        path=lock,
        notes=tuple(
            say(
                "{key}：锁文件 {mine}，规则库 {its}",
                "{key}: {mine} in the lock, {its} there",
                key=key,
                mine=mine,
                its=its,
            )
            for key, (mine, its) in wrong.items()
        ),
        remedy=say(
            "恢复原来的 jsrules.lock；签发的钥匙换过的，先不用 --frozen 取一次",
            "restore jsrules.lock as it was; if the signing keys were replaced, fetch once without --frozen",
        ),
    )
