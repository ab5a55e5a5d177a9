"""Which versions of which packs are fetched: never a withdrawn one, never back, never another owner's."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.names import nearest
from jsrules.base.version import Version, is_above, parse_version
from jsrules.packs.lock import Locked
from jsrules.packs.repository.pinning import check_stays
from jsrules.packs.repository.roles import role_words
from jsrules.packs.repository.session import Catalogue, Offered


def choose_versions(
    source: str,
    catalogue: Catalogue,
    names: Sequence[str],
    before: dict[str, Locked],
    repository: str,
    update: bool,
) -> dict[str, Offered]:
    """The versions to fetch, by id."""
    mine = [identifier for identifier, each in before.items() if each.repository == repository]
    wanted = list(names) or mine or sorted({identifier for identifier, _ in catalogue.packs})
    if not names and not mine and len(wanted) > 1:
        raise fail(
            "E327",
            say("有几个规则包，要说明取哪一个", "there are several packs; say which to fetch"),
            path=source,
            notes=tuple(f"{each.identifier} {each.version} {each.title}" for each in catalogue.packs.values()),
            remedy=say("在来源后面写代号", "write its id behind the source"),
        )
    chosen: dict[str, Offered] = {}
    for name in wanted:
        identifier, _, version = name.partition("@")
        entry = before.get(identifier)
        if entry is not None and entry.repository != repository:
            raise _foreign(source, entry)
        if not version and entry is not None and not update:
            version = entry.version
        if entry is not None:
            _check_lasting(source, catalogue, entry)
        offered = _offered(source, catalogue, identifier, version)
        if entry is not None:
            _check_successor(source, entry, offered, bool(names) and "@" in name)
            if not update:
                check_stays(source, entry, offered)
        chosen[identifier] = offered
    return chosen


def _check_lasting(source: str, catalogue: Catalogue, entry: Locked) -> None:
    """Raises `InputError` (E323) for a locked pack of a department whose catalogue has expired."""
    role = entry.role
    if role in catalogue.expired:
        raise fail(
            "E323",
            say("{what}已经过期，拒绝使用", "the {what} has expired and is refused", what=role_words(role)),
            path=source,
            remedy=say(
                "向发布单位要续过期的（jsrules pack renew）；别的规则包写明代号照样取",
                "ask its publisher to renew it (jsrules pack renew); other packs can be fetched by their ids",
            ),
        )


def latest_versions(catalogue: Catalogue) -> dict[str, str]:
    """The newest version of each pack that is offered, by id."""
    found: dict[str, str] = {}
    for identifier, version in catalogue.packs:
        if is_above(version, found.get(identifier, "")):
            found[identifier] = version
    return found


def _offered(source: str, catalogue: Catalogue, identifier: str, version: str) -> Offered:
    """The version of a pack that is meant: that one, or the newest.

    Raises `InputError` when it is withdrawn or unknown.
    """
    found = [each for (name, _), each in catalogue.packs.items() if name == identifier]
    for each in catalogue.withdrawn:
        if each.identifier == identifier and each.version == version:
            raise fail(
                "E329",
                say(
                    "“{name}”{version} 已在 {date} 撤回：{reason}",
                    "“{name}” {version} was withdrawn on {date}: {reason}",
                    name=identifier,
                    version=version,
                    date=each.date[:10],
                    reason=each.reason,
                ),
                path=source,
                remedy=say(
                    "用 jsrules pack update 来源 换成新的一版", "go to a newer one with jsrules pack update SOURCE"
                ),
            )
    if version:
        found = [each for each in found if each.version == version]
    if found:
        return max(found, key=lambda each: parse_version(each.version) or Version(0, 0, 0))
    names = sorted({name for name, _ in catalogue.packs})
    alike = nearest(identifier, names) or names
    raise fail(
        "E327",
        say(
            "来源里没有规则包“{name}”{version}",
            "the source has no pack “{name}” {version}",
            name=identifier,
            version=version,
        ),
        path=source,
        notes=tuple(
            say(
                "{what}已经过期，它的规则包取不到",
                "the {what} has expired; its packs are not to be had",
                what=role_words(each),
            )
            for each in catalogue.expired
        ),
        remedy=say("这里有：{names}", "there are: {names}", names="、".join(alike) or say("没有规则包", "none")),
    )


def _check_successor(source: str, entry: Locked, offered: Offered, named: bool) -> None:
    """A locked pack never changes hands, nor goes back unless that version is named."""
    role = entry.role
    if role != offered.role:
        raise fail(
            "E326",
            say(
                "锁定的“{name}”归{owner}，来源里却由{other}签发",
                "the locked pack “{name}” belongs to the {owner}; here the {other} signs it",
                name=entry.identifier,
                owner=role_words(role),
                other=role_words(offered.role),
            ),
            path=source,
            remedy=say(
                "问发布单位；真的换了归属，就删去锁文件重新取",
                "ask its publisher; if it is so, delete the lock file and fetch anew",
            ),
        )
    old, new = parse_version(entry.version), parse_version(offered.version)
    if old is not None and new is not None and new < old and not named:
        raise fail(
            "E324",
            say(
                "来源里最新的“{name}”是 {new}，比锁定的 {old} 旧",
                "the newest “{name}” of the source is {new}, older than the locked {old}",
                name=entry.identifier,
                new=offered.version,
                old=entry.version,
            ),
            path=source,
            remedy=say(
                "发布单位撤回了新版而没有出更新的；确要退回就写 代号@版本",
                "its publisher withdrew the newer one; to go back on purpose write ID@VERSION",
            ),
        )


def _foreign(source: str, entry: Locked) -> InputError:
    return fail(
        "E326",
        say(
            "“{name}”是从另一个规则库锁定的，这个来源冒用了它的代号",
            "“{name}” is locked from another repository; this source claims its id",
            name=entry.identifier,
        ),
        path=source,
        remedy=say(
            "问发布单位；真的换了规则库，就删去锁文件重新取",
            "ask its publisher; if the repository has changed, delete the lock file and fetch anew",
        ),
    )
