"""What a pack that builds on another may do to its rules: tighten as far as the base permits,
never remove or loosen.
"""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.diagnostic import SEVERITIES, Diagnostic, InputError, Severity
from jsrules.base.language import say
from jsrules.base.names import did_you_mean, nearest
from jsrules.model.pack import EVERY_RULE, Tightening
from jsrules.packs.library import Pack


def check_tightenings(pack: Pack, base: Pack, rules: dict[str, tuple[Severity, bool]]) -> None:
    """Raises `InputError` (E315) for what the base does not allow;
    ``rules`` are its levels and whether they can be waived.
    """
    permits = base.manifest.permits
    found: list[Diagnostic] = []
    if not permits.adding and any(source.text.strip() for source in pack.sources):
        text = say("“{base}”不许下级加规则", "“{base}” lets no overlay add rules", base=base.manifest.identifier)
        found.append(_refused(pack, text, say("删去 rules 里的规则，只写“收紧”", "remove its rules, keep 收紧 only")))
    for each in pack.manifest.tightens:
        found += _faults_of(pack, base, each, rules)
    if found:
        raise InputError(found)


def _faults_of(
    pack: Pack, base: Pack, tightening: Tightening, rules: dict[str, tuple[Severity, bool]]
) -> Iterable[Diagnostic]:
    name = tightening.rule
    permits = base.manifest.permits
    if name not in rules:
        text = say(
            "“{base}”没有规则“{name}”", "“{base}” has no rule “{name}”", base=base.manifest.identifier, name=name
        )
        remedy = did_you_mean(nearest(name, rules)) or say("核对规则的名称", "check the rule's name")
        yield _refused(pack, text, remedy)
        return
    severity = rules[name][0]
    if tightening.severity is not None:
        before, after = SEVERITIES.index(severity), SEVERITIES.index(tightening.severity)
        if after < before:
            text = say("“{name}”的级别只能提高，不能降低", "the level of “{name}” may be raised only", name=name)
            yield _refused(pack, text, say("删去这一项", "remove this entry"))
        elif after > before and not _allowed(name, permits.raising):
            yield _not_permitted(pack, base, name, say("提高级别", "raising its level"))
    if tightening.forbids_waivers and rules[name][1] and not _allowed(name, permits.forbidding):
        yield _not_permitted(pack, base, name, say("不许说明", "forbidding explanations"))


def _allowed(name: str, names: tuple[str, ...]) -> bool:
    return names == EVERY_RULE or name in names


def _not_permitted(pack: Pack, base: Pack, name: str, what: str) -> Diagnostic:
    text = say(
        "“{base}”没有许可下级这样收紧“{name}”：{what}",
        "“{base}” does not let an overlay tighten “{name}” so: {what}",
        base=base.manifest.identifier,
        name=name,
        what=what,
    )
    return _refused(pack, text, say("请发布单位在“下级可以”里允许", "ask its publisher to allow it under 下级可以"))


def _refused(pack: Pack, text: str, remedy: str) -> Diagnostic:
    return Diagnostic("E315", text, path=pack.path, remedy=remedy)
