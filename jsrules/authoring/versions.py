"""What changed between two versions of a pack, and the smallest version that may carry it. See ``spec/packs.md``.

Told from the rules alone: a change that could alter a verdict on some report counts even if none at hand shows it.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from typing import Literal

from jsrules.authoring.rulebook import RuleFacts, rulebook
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.base.version import Version, parse_version
from jsrules.model.pack import EVERY_RULE, PackManifest, Permissions
from jsrules.packs.form_keys import form_keys
from jsrules.packs.library import Pack

Bump = Literal["none", "patch", "minor", "major"]

BUMPS: tuple[Bump, ...] = ("none", "patch", "minor", "major")

BUMP_WORDS: dict[Bump, tuple[str, str]] = {
    "none": ("没有变化", "nothing"),
    "patch": ("修订号", "patch"),
    "minor": ("次版本号", "minor"),
    "major": ("主版本号", "major"),
}


class PackChange(Record):
    """One thing that changed: ``rule`` is empty for the manifest."""

    bump: Bump
    what: str
    rule: str = ""


def compare_packs(old: Pack, new: Pack) -> list[PackChange]:
    """Everything that changed, weightiest first. Raises `InputError` for mistakes in either pack's rules."""
    keys = [key for key in form_keys(old) if key in form_keys(new)]
    added_keys = keys or (form_keys(new) if not form_keys(old) else [])
    before = rulebook(old, added_keys)
    after = rulebook(new, added_keys)
    changes = [*_manifest_changes(old.manifest, new.manifest), *_rule_changes(before, after, old.manifest)]
    if not changes and [each.text for each in old.sources] != [each.text for each in new.sources]:
        changes.append(PackChange("patch", say("注释或排版", "comments or layout")))
    return sorted(changes, key=lambda each: (-BUMPS.index(each.bump), each.rule, each.what))


def largest(changes: list[PackChange]) -> Bump:
    """The weightiest bump among changes."""
    return max((each.bump for each in changes), key=BUMPS.index, default="none")


def smallest_lawful(version: Version, bump: Bump) -> Version:
    """The smallest version after ``version`` that may carry such a change. Before 1.0.0 the same holds."""
    match bump:
        case "major":
            return Version(version.major + 1, 0, 0)
        case "minor":
            return Version(version.major, version.minor + 1, 0)
    return Version(version.major, version.minor, version.patch + 1)


def is_lawful(old: str, new: str, bump: Bump) -> bool:
    """Whether the version may go from ``old`` to ``new`` with such a change."""
    before, after = parse_version(old), parse_version(new)
    if before is None or after is None:
        return False
    return after == before if bump == "none" and after == before else after >= smallest_lawful(before, bump)


def _rule_changes(
    before: Mapping[str, RuleFacts], after: Mapping[str, RuleFacts], manifest: PackManifest
) -> list[PackChange]:
    changes: list[PackChange] = []
    gone = [each for name, each in before.items() if name not in after]
    fresh = {name: each for name, each in after.items() if name not in before}
    for facts in gone:
        renamed = next((each for each in fresh.values() if each.same_meaning(facts)), None)
        if renamed is None:
            changes.append(PackChange("major", say("删去", "removed"), facts.name))
        else:
            del fresh[renamed.name]
            text = say("改名为“{name}”", "renamed to “{name}”", name=renamed.name)
            changes.append(PackChange("major", text, facts.name))
    for facts in fresh.values():
        if _starts_later(facts, manifest):
            years = say("、", ", ").join(facts.years)
            text = say("新增，从以后的年度起（{years}）", "new, for later years ({years})", years=years)
            changes.append(PackChange("minor", text, facts.name))
        elif facts.severity == "error":
            changes.append(PackChange("major", say("新增，级别是错误", "new, an error"), facts.name))
        else:
            changes.append(PackChange("minor", say("新增，级别不到错误", "new, less than an error"), facts.name))
    for name, old in before.items():
        new = after.get(name)
        if new is not None:
            changes += _changes_of(old, new)
    return changes


def _changes_of(old: RuleFacts, new: RuleFacts) -> list[PackChange]:
    changes = []
    if not old.same_meaning(new):
        changes.append(PackChange("major", say("改了公式或范围", "its formula or range changed"), old.name))
    if old.severity != new.severity:
        changes.append(PackChange("major", say("改了级别", "its level changed"), old.name))
    if old.nature != new.nature:
        changes.append(PackChange("minor", say("改了类型", "its nature changed"), old.name))
    if old.waivable != new.waivable:
        changes.append(PackChange("major", say("改了能否说明", "whether it can be explained changed"), old.name))
    if not changes and (old.words != new.words or old.formula != new.formula):
        changes.append(PackChange("patch", say("只改了文字", "its wording only"), old.name))
    return changes


def _starts_later(facts: RuleFacts, manifest: PackManifest) -> bool:
    """Whether a rule is only for years after all that the old version was for."""
    if not facts.years or not manifest.years:
        return False
    firsts = [re.match(r"\d+", each) for each in facts.years]
    return all(first is not None and int(first[0]) > max(manifest.years) for first in firsts)


def _manifest_changes(old: PackManifest, new: PackManifest) -> list[PackChange]:
    changes: list[PackChange] = []

    def compare(name: str, before: Hashable, after: Hashable, bump: Bump) -> None:
        if before != after:
            changes.append(PackChange(bump, say("清单的“{name}”改了", "“{name}” of the manifest changed", name=name)))

    compare("代号", old.identifier, new.identifier, "major")
    compare("报告", old.kinds, new.kinds, "major")
    compare("表样", old.forms, new.forms, "major")
    compare("地区", old.regions, new.regions, "major")
    compare("单位性质", old.unit_kinds, new.unit_kinds, "major")
    compare("依赖", old.requires, new.requires, "major")
    compare("收紧", old.tightens, new.tightens, "major")
    compare("说明期限", old.waiver_days, new.waiver_days, "major")
    compare("年度", old.years, new.years, _years_bump(old.years, new.years))
    compare("下级可以", old.permits, new.permits, "minor" if _wider(old.permits, new.permits) else "major")
    compare("名称", old.title, new.title, "patch")
    compare("语言", old.language, new.language, "patch")
    compare("发布单位", old.publisher, new.publisher, "patch")
    compare("程序", old.engine, new.engine, "patch")
    compare("测试覆盖率", old.coverage, new.coverage, "patch")
    return changes


def _years_bump(old: tuple[int, ...], new: tuple[int, ...]) -> Bump:
    """Years added behind the last one begin in the future;
    any other change concerns reports that were judged before.
    """
    later = bool(old) and set(old) <= set(new) and all(year > max(old) for year in set(new) - set(old))
    return "minor" if later else "major"


def _wider(old: Permissions, new: Permissions) -> bool:
    """Whether an overlay may do everything that it might before."""
    return new.adding >= old.adding and all(
        after == EVERY_RULE or (before != EVERY_RULE and set(before) <= set(after))
        for before, after in ((old.raising, new.raising), (old.forbidding, new.forbidding))
    )
