"""How current a pack is known to be: its age, the clock it is told by, and whether it was taken back. Nothing fails
open: what was taken back is an error, and where something is required, what cannot be told is none.
"""

from __future__ import annotations

from jsrules.base.dates import days_between
from jsrules.base.diagnostic import Diagnostic, InputError, fail
from jsrules.base.language import say
from jsrules.packs.choice import Member, PackChain


def freshness_notes(candidate: PackChain, now: str, most_days: int | None) -> list[Diagnostic]:
    """What is to be said of a pack that is used. ``now`` is today's date, or empty when it is not known.

    Raises `InputError` when its last proof of being current is older than ``most_days``, or there is none (E333), and
    when its age cannot be told, since the clock is behind or unknown (E334).
    """
    found: list[Diagnostic] = []
    for member in candidate.chain:
        if most_days is not None:
            _require(member, now, most_days)
        if member.withdrawn is not None:
            found.append(_withdrawn(member))
        if is_behind(now, member):
            found.append(Diagnostic("W320", _slow_clock(member, now), path=_path(member), remedy=_set_clock()))
    return found


def require_usable(candidate: PackChain, now: str, most_days: int | None, *, locked: bool) -> list[Diagnostic]:
    """What is to be said of a pack that reports are verified with. ``locked`` requires a lock.

    Raises `InputError` where `freshness_notes` does, when a pack was withdrawn (E329), and when it is not locked
    although it has to be (E337).
    """
    if locked:
        _require_lock(candidate)
    notes = freshness_notes(candidate, now, most_days)
    if any(each.severity == "error" for each in notes):
        raise InputError(notes)
    return notes


def require_pack(report: str, most_days: int | None, *, locked: bool) -> None:
    """Of a report that no pack is for: raises `InputError` where one had to be locked (E337), or current (E333)."""
    if locked:
        text = say(
            "没有用规则包检查“{report}”，而 --require-lock 只用锁定的",
            "no pack is used for “{report}”; --require-lock takes only what is locked",
            report=report,
        )
        raise fail("E337", text, path=report, notes=(_without_a_head(),), remedy=_lock_one())
    if most_days is not None:
        text = say(
            "没有用规则包检查“{report}”，无从知道规则是不是最新",
            "no pack is used for “{report}”; nothing proves that the rules are current",
            report=report,
        )
        raise fail("E333", text, path=report, notes=(_without_a_head(),), remedy=_lock_one())


def _without_a_head() -> str:
    return say(
        "规则包按报告开头的“报告:”选用；只给规则文件，不是规则包",
        "packs are chosen by “报告:” in the head of the report; a rule file is no pack",
    )


def _lock_one() -> str:
    return say(
        "恢复 jsrules.lock（报告旁边、上面的文件夹或当前文件夹），或用 jsrules pack fetch 来源 锁定",
        "restore jsrules.lock (beside the report, above it, or in the current folder), or lock one with jsrules "
        "pack fetch SOURCE",
    )


def _require_lock(candidate: PackChain) -> None:
    """Raises `InputError` (E337) unless a pack is locked, and whatever it builds on is locked or shipped."""
    top = candidate.chain[-1]
    loose = next((each for each in candidate.chain[:-1] if each.origin == "given"), top)
    if loose is top and top.locked is not None:
        return
    raise fail(
        "E337",
        say(
            "规则包“{name}”不是锁定的（{origin}），而 --require-lock 只用锁定的",
            "the pack “{name}” is not locked ({origin}); --require-lock takes only what is",
            name=loose.pack.manifest.identifier,
            origin=say("自带", "shipped") if loose.origin == "shipped" else say("指定", "given"),
        ),
        path=_path(loose),
        remedy=_lock_one(),
    )


def _require(member: Member, now: str, most_days: int) -> None:
    """Raises `InputError` (E333) unless a repository vouched for the pack at most so many days ago."""
    manifest, locked = member.pack.manifest, member.locked
    if locked is None:
        raise fail(
            "E333",
            say(
                "规则包“{name}”不是从规则库锁定的，无从知道是不是最新",
                "the pack “{name}” is not locked from a repository; nothing proves that it is current",
                name=manifest.identifier,
            ),
            path=_path(member),
            remedy=say("用 jsrules pack fetch 来源 锁定它", "lock it with jsrules pack fetch SOURCE"),
        )
    if not now or is_behind(now, member):
        text = _slow_clock(member, now) if now else say("不知道今天是哪一天", "it is not known what day it is")
        raise fail("E334", text, path=_path(member), remedy=_set_clock())
    from jsrules.packs.clock import latest_day, remember_day

    latest = latest_day()
    if now[:10] < latest:
        text = say(
            "本机时钟是 {now}，而 {latest} 就已经检查过：时钟拨回去了，几天前核实过说不准",
            "this machine's clock says {now}, but packs were required to be fresh on {latest} already: it was set "
            "back, and an age cannot be told",
            now=now[:10],
            latest=latest,
        )
        raise fail("E334", text, path=_path(member), remedy=_set_clock())
    age = days_between(locked.fresh, now)
    if age > most_days:
        raise fail(
            "E333",
            say(
                "规则包“{name}”{age} 天前（{date}）证明是最新的，要求不超过 {most} 天",
                "the pack “{name}” was last proved current {age} days ago ({date}); at most {most} are accepted",
                name=manifest.identifier,
                age=age,
                date=locked.fresh[:10],
                most=most_days,
            ),
            path=_path(member),
            remedy=say(
                "从新的来源运行 jsrules pack fetch 或 pack update",
                "run jsrules pack fetch or pack update with a newer source",
            ),
        )
    remember_day(now[:10], latest)


def _withdrawn(member: Member) -> Diagnostic:
    assert member.withdrawn is not None
    manifest = member.pack.manifest
    return Diagnostic(
        "E329",
        say(
            "规则包“{name}”{version} 已在 {date} 撤回：{reason}",
            "the pack “{name}” {version} was withdrawn on {date}: {reason}",
            name=manifest.identifier,
            version=manifest.version,
            date=member.withdrawn.date[:10],
            reason=member.withdrawn.reason,
        ),
        path=_path(member),
        remedy=say(
            "用 jsrules pack update 来源 换成新的一版；只为重现从前的结果，用 --pack 给出那时的 *.jspack 文件",
            "replace it with jsrules pack update SOURCE; only to repeat a former result, give the *.jspack file of "
            "that time with --pack",
        ),
    )


def age_of(member: Member, now: str) -> int | None:
    """How many days ago a locked pack was last proved current; None for another pack, or when the clock cannot tell."""
    if member.locked is None or not now or is_behind(now, member):
        return None
    return days_between(member.locked.fresh, now)


def is_behind(now: str, member: Member) -> bool:
    """Whether a clock says a day before one on which the repository of a pack is known to have signed, or on which the
    pack was fetched here.
    """
    return bool(now) and now < _newest(member)[: len(now)]


def _newest(member: Member) -> str:
    locked = member.locked
    return max(member.newest, locked.fresh, locked.fetched) if locked is not None else member.newest


def _slow_clock(member: Member, now: str) -> str:
    return say(
        "本机时钟是 {now}，而规则包在 {newest} 签过名或取用过：时钟慢了，过没过期说不准",
        "this machine's clock says {now}, but the pack was signed or fetched on {newest}: it is behind, and expiry "
        "cannot be told",
        now=now[:10],
        newest=_newest(member)[:10],
    )


def _path(member: Member) -> str:
    return member.pack.manifest.identifier


def _set_clock() -> str:
    return say("把时钟调准", "set the clock")
