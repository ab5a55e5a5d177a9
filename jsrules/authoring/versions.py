"""What changed between two versions of a pack, and the smallest version that may carry it. See ``spec/packs.md``.

Told from the rules alone: a change that could alter a verdict on some report counts even if none at hand shows it.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Literal

from jsrules.authoring.form_changes import form_set_changes
from jsrules.authoring.rulebook import RuleFacts, rulebook
from jsrules.base.language import say
from jsrules.base.record import Record, replace
from jsrules.base.version import Version, parse_version
from jsrules.base.years import CALENDAR, Years
from jsrules.model.pack import EVERY_RULE, PackManifest, Permissions
from jsrules.packs.form_choice import ChosenForms
from jsrules.packs.form_listing import key_of, listed_forms
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
    """One thing that changed: ``rule`` is empty for the manifest and for form sets."""

    bump: Bump
    what: str
    rule: str = ""


def compare_packs(old: Pack, new: Pack, base: Pack | None = None) -> list[PackChange]:
    """Everything that changed, weightiest first; ``base`` is the pack that both build on, by default the installed one.

    Raises `InputError` for mistakes in the rules or form sets of either pack.
    """
    forms, others = listed_forms(old, base), listed_forms(new, base)
    if not {key_of(each) for each in forms} & {key_of(each) for each in others}:
        forms = others = [] if forms else others  # under none, or under those of the new one
    forms, others = [*forms, *_serving(forms, others)], [*others, *_serving(others, forms)]
    changes = [
        *_manifest_changes(old.manifest, new.manifest),
        *_form_set_changes(old, new, forms, others),
        *_rule_changes(rulebook(old, forms), rulebook(new, others), old.manifest),
    ]
    if not changes and [each.text for each in (*old.sources, *old.forms)] != [
        each.text for each in (*new.sources, *new.forms)
    ]:
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
        text = say("改了公式或范围", "its formula or range changed")
        if old.formula == new.formula:
            text = say("表样改了，范围或判定随之改变", "its range or verdicts follow from a form set that changed")
        changes.append(PackChange("major", text, old.name))
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
    last = max(year for _, year in manifest.years.ranges)
    return all(first is not None and int(first[0]) > last for first in firsts)


def _serving(listed: Sequence[ChosenForms], wanted: Sequence[ChosenForms]) -> list[ChosenForms]:
    """For what is wanted and not listed: the listed form set that serves that year and place, read for that year. Of
    several years that nothing tells apart the last is listed; which it is may differ between two versions.
    """
    keys = {key_of(each) for each in listed}
    found = []
    for kind, year, places in dict.fromkeys(key for each in wanted if (key := key_of(each)) not in keys):
        serve = [
            each
            for each in listed
            if (each.kind, key_of(each)[2]) == (kind, places) and each.file.head.years.holds(year)
        ]
        if serve:
            nearest = min((each.year < year, abs(each.year - year), number) for number, each in enumerate(serve))[2]
            found.append(replace(serve[nearest], year=year))
    return found


def _form_set_changes(
    old: Pack, new: Pack, before: Sequence[ChosenForms], after: Sequence[ChosenForms]
) -> Iterator[PackChange]:
    """What the form sets that packs bring say otherwise; those that differ alike for several years once."""
    known = {key_of(each): each for each in before if each.sources and (old.forms or new.forms)}
    found: dict[tuple[Bump, str, str], list[str]] = {}
    for each in after if old.forms or new.forms else ():
        former = known.pop(key_of(each), None)
        if former is None:
            later = all(each.year > other.year for other in before)
            bump: Bump = "minor" if later or not before else "major"
            found.setdefault((bump, "", say("新增表样", "a new form set")), []).append(_dated(each))
        elif former.digest != each.digest:
            for grave, text in form_set_changes(former.read(), each.read()):
                found.setdefault(("major" if grave else "minor", each.title, text), []).append(str(each.year))
    for gone in known.values():
        found.setdefault(("major", "", say("删去表样", "form set removed")), []).append(_dated(gone))
    joint = say("、", ", ")
    for (bump, title, text), names in found.items():
        listed = joint.join(dict.fromkeys(names))
        if title:
            years = {str(each.year) for each in after if each.title == title}
            if len(years) > 1 and years == {*names}:
                listed = say("各年", "all years")
            text = say(
                "表样 {title}（{years}）：{text}",
                "form set {title} ({years}): {text}",
                title=title,
                years=listed,
                text=text,
            )
        else:
            text = say("{text}：{names}", "{text}: {names}", text=text, names=listed)
        yield PackChange(bump, text)


def _dated(forms: ChosenForms) -> str:
    """What people call a form set, with the year that is meant."""
    year = str(forms.year)
    return (
        forms.title
        if forms.title == year
        else say("{title}（{year}）", "{title} ({year})", title=forms.title, year=year)
    )


def _manifest_changes(old: PackManifest, new: PackManifest) -> list[PackChange]:
    changes: list[PackChange] = []

    def compare(name: str, before: Hashable, after: Hashable, bump: Bump) -> None:
        if before != after:
            changes.append(PackChange(bump, say("清单的“{name}”改了", "“{name}” of the manifest changed", name=name)))

    compare("代号", old.identifier, new.identifier, "major")
    compare("报告", old.kinds, new.kinds, "major")
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


def _years_bump(old: Years, new: Years) -> Bump:
    """Years added behind the last one begin in the future;
    any other change concerns reports that were judged before.
    """
    last = max((year for _, year in old.ranges), default=CALENDAR[-1])
    return "minor" if all(old.holds(year) == new.holds(year) for year in CALENDAR if year <= last) else "major"


def _wider(old: Permissions, new: Permissions) -> bool:
    """Whether an overlay may do everything that it might before."""
    return new.adding >= old.adding and all(
        after == EVERY_RULE or (before != EVERY_RULE and set(before) <= set(after))
        for before, after in ((old.raising, new.raising), (old.forbidding, new.forbidding))
    )
