"""A department's pack over its bureau's: one chain, in which each pack may add and tighten, never remove or loosen."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from jsrules.base.diagnostic import SEVERITIES, Diagnostic, InputError, Severity, fail
from jsrules.base.language import say
from jsrules.base.names import nearest
from jsrules.base.version import parse_version
from jsrules.model.pack import EVERY_RULE, Requirement, Tightening
from jsrules.packs.checking import FormKey, form_keys, inherited_keys
from jsrules.packs.library import Pack

LONGEST = 8

FindBase = Callable[[Requirement], Pack | None]


def chain_of(pack: Pack, find: FindBase) -> list[Pack]:
    """The pack's base of bases first, the pack itself last.

    Raises `InputError` (E316) when a required pack is missing, of another version, or the chain runs in a circle.
    """
    chain = [pack]
    while (required := chain[0].manifest.requires) is not None:
        base = find(required)
        if base is None or base.manifest.identifier != required.identifier:
            raise _missing(chain[0], required)
        version = parse_version(base.manifest.version)
        if version is None or not required.range.holds(version):
            raise _unfit(chain[0], required, base)
        if base.manifest.identifier in {each.manifest.identifier for each in chain} or len(chain) >= LONGEST:
            raise fail(
                "E316",
                say("规则包互相依赖，绕成一圈", "the packs require each other in a circle"),
                path=pack.path,
                remedy=say("规则包只能一层依赖一层", "a pack builds on one base, and never on itself"),
            )
        chain.insert(0, base)
    return chain


def _missing(pack: Pack, required: Requirement) -> InputError:
    return fail(
        "E316",
        say(
            "“{name}”依赖的规则包“{base}”不在这里",
            "“{name}” requires the pack “{base}”, which is not here",
            name=pack.manifest.identifier,
            base=required.identifier,
        ),
        path=pack.path,
        remedy=say(
            "先用 jsrules pack fetch 取来，或用 --pack 给出", "get it with jsrules pack fetch, or give it with --pack"
        ),
    )


def _unfit(pack: Pack, required: Requirement, base: Pack) -> InputError:
    return fail(
        "E316",
        say(
            "“{name}”要求“{base}”{range}，这里的是 {version}",
            "“{name}” requires “{base}” {range}; here it is {version}",
            name=pack.manifest.identifier,
            base=required.identifier,
            range=str(required.range),
            version=base.manifest.version,
        ),
        path=pack.path,
        remedy=say(
            "更新其中一个：jsrules pack update，或改清单里的“依赖”",
            "update one of them: jsrules pack update, or change 依赖 in the manifest",
        ),
    )


def form_keys_of(pack: Pack, base: Pack | None) -> tuple[FormKey, ...]:
    """The form sets that a pack's rules are read under: its own, or else those of its base."""
    return form_keys(pack) or (inherited_keys(base) if base is not None else ())


def check_overlay(pack: Pack, base: Pack | None) -> None:
    """Raises `InputError` when an overlay's base is missing (E316), or the overlay does what it may not do (E315)."""
    required = pack.manifest.requires
    assert required is not None
    if base is None:
        raise _missing(pack, required)
    from jsrules.packs.rulebook import rulebook

    version = parse_version(base.manifest.version)
    if base.manifest.identifier != required.identifier:
        raise _missing(pack, required)
    if version is None or not required.range.holds(version):
        raise _unfit(pack, required, base)
    rules = rulebook(base)
    check_tightenings(pack, base, {name: (each.severity, each.waivable) for name, each in rules.items()})


def check_tightenings(pack: Pack, base: Pack, rules: dict[str, tuple[Severity, bool]]) -> None:
    """Raises `InputError` (E315) for what the base does not allow; ``rules`` are its levels and whether they can be waived."""
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
        near = nearest(name, rules)
        text = say(
            "“{base}”没有规则“{name}”", "“{base}” has no rule “{name}”", base=base.manifest.identifier, name=name
        )
        remedy = (
            say("是不是{names}？", "did you mean {names}?", names="、".join(near))
            if near
            else say("核对规则的名称", "check the rule's name")
        )
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
