"""The history of a pack's rules against its rules: what is not recorded, and recording it."""

from __future__ import annotations

from collections.abc import Mapping

from jsrules.authoring.rulebook import RuleFacts
from jsrules.base.diagnostic import Diagnostic, fail
from jsrules.base.language import say
from jsrules.base.version import parse_version
from jsrules.readers.packs.history import History, RuleState

_SHOWN = 10


def history_faults(path: str, history: History, rules: Mapping[str, RuleFacts]) -> list[Diagnostic]:
    """What the history does not say, or says otherwise; and names that were used for another rule before (E314)."""
    found: list[str] = []
    for name in sorted({*history, *rules}):
        last = history[name][-1] if history.get(name) else None
        facts = rules.get(name)
        if facts is None:
            if last is not None and last.on:
                found.append(say("“{name}”已不在规则里，没有记停用", "“{name}” is gone, but not put off", name=name))
        elif last is None:
            found.append(say("“{name}”没有记启用", "“{name}” was never put on", name=name))
        elif not last.on and last.formula != facts.formula:
            found.append(_reused(name, last))
        elif not last.on:
            found.append(
                say("“{name}”停用后又在规则里，没有记启用", "“{name}” was put off, but is there again", name=name)
            )
        elif last.severity != facts.severity:
            found.append(say("“{name}”改了级别，没有记", "the level of “{name}” changed unrecorded", name=name))
        elif last.formula != facts.formula:
            found.append(say("“{name}”改了公式，没有记", "the formula of “{name}” changed unrecorded", name=name))
    remedy = say(
        "用 jsrules pack record 文件夹 --reason 理由 记下；用过的名称换一个",
        "record it with jsrules pack record FOLDER --reason WHY; a name that was used needs another",
    )
    faults = [Diagnostic("E314", text, path=path, remedy=remedy) for text in found[:_SHOWN]]
    if len(found) > _SHOWN:
        more = say("另有 {n} 处", "{n} more", n=len(found) - _SHOWN)
        last_fault = faults[-1]
        faults[-1] = Diagnostic("E314", last_fault.message, path=path, notes=(more,), remedy=remedy)
    return faults


def _reused(name: str, last: RuleState) -> str:
    return say(
        "“{name}”在 {version} 停用，原来的公式是 {formula}；名称不能给别的规则用",
        "“{name}” was put off in {version}; its formula was {formula}, and its name cannot serve another rule",
        name=name,
        version=last.version,
        formula=last.formula,
    )


def check_continued(path: str, old: History, new: History) -> None:
    """Raises `InputError` (E314) when a new version's history has lost or changed what the old one said."""
    lost = [name for name, several in old.items() if new.get(name, [])[: len(several)] != several]
    if lost:
        raise fail(
            "E314",
            say(
                "上一版记着的沿革被删去或改动：{names}",
                "the history lost or changed what the last version said: {names}",
                names=say("、", ", ").join(sorted(lost)[:_SHOWN]),
            ),
            path=path,
            remedy=say(
                "沿革只能往后添：恢复上一版的 history.yaml 再添",
                "histories only grow: restore the old history.yaml and add to it",
            ),
        )


def check_published(path: str, old: History, new: History, version: str) -> None:
    """Raises `InputError` (E314) when a new version's history tells of a number that was neither published before nor
    is its own.
    """
    added = {each.version for name, several in new.items() for each in several[len(old.get(name, [])) :]}
    never = sorted(added - {version})
    if never:
        raise fail(
            "E314",
            say(
                "沿革里有从没有发布过的版本：{versions}",
                "the history holds versions that were never published: {versions}",
                versions=say("、", ", ").join(never[:_SHOWN]),
            ),
            path=path,
            remedy=say(
                "用 jsrules pack record 规则包 --since 已发布的一版.jspack 重新记，再打包",
                "record anew with jsrules pack record PACK --since THE_PUBLISHED_ONE.jspack, and build again",
            ),
        )


def unbuilt(history: History, last: str, version: str) -> list[str]:
    """The versions of a history above the ``last`` one that was built, besides the one that is being made."""
    least = parse_version(last)
    found = {each.version for several in history.values() for each in several} - {version}
    return sorted(each for each in found if least is None or (parse_version(each) or least) > least)


def recorded(
    history: History, rules: Mapping[str, RuleFacts], version: str, date: str, reason: str
) -> tuple[History, list[str]]:
    """The history with an entry for every rule that changed, and their names. A reused name is left as it is."""
    made = {name: list(several) for name, several in history.items()}
    changed = []
    for name in sorted({*history, *rules}):
        last = history[name][-1] if history.get(name) else None
        facts = rules.get(name)
        if facts is None:
            if last is None or not last.on:
                continue
            status = RuleState(version, date, False, last.severity, last.formula, reason)
        else:
            if last is not None and not last.on and last.formula != facts.formula:
                continue
            status = RuleState(version, date, True, facts.severity, facts.formula, reason)
            if last is not None and (last.on, last.severity, last.formula) == (True, facts.severity, facts.formula):
                continue
        made.setdefault(name, []).append(status)
        changed.append(name)
    return made, changed
