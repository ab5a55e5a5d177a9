"""Rule sets: the rules of a pack, or of a file given by itself, and resolving them for the form set of a report."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

from jsrules.base import __version__
from jsrules.base.bounded import Bounded
from jsrules.base.diagnostic import fail
from jsrules.base.digests import sha256
from jsrules.base.files import source_of
from jsrules.base.language import get_language, say
from jsrules.base.record import replace
from jsrules.base.source import Source
from jsrules.engine.resolved import ResolvedRule, ResolvedRules, resolve_rules
from jsrules.model.form import FormSet
from jsrules.model.outcome import Criterion, PackInfo
from jsrules.model.pack import PackManifest
from jsrules.model.statements import Applies
from jsrules.packs.choice import Member, PackChain
from jsrules.packs.form_choice import ChosenForms
from jsrules.packs.library import Pack


class RuleSet:
    """The rules of one pack or of one file given by itself.

    ``tightened`` are the packs that build on it and tighten its rules, each with its base. ``waiver_days`` is the
    longest term of a waiver of its rules, 0 for any.
    """

    def __init__(
        self,
        info: PackInfo,
        sources: Sequence[Source],
        conditions: tuple[Applies, ...] = (),
        tightened: tuple[tuple[Pack, Pack], ...] = (),
        waiver_days: int = 0,
    ) -> None:
        self.name = info.name
        self.info = info
        self.sources = sources
        self.conditions = conditions
        self.tightened = tightened
        self.waiver_days = waiver_days


def rule_set_of_pack(pack: Pack) -> RuleSet:
    """The rules of a pack, with what its manifest says they are for."""
    days = pack.manifest.waiver_days
    return RuleSet(_info(Member(pack, "given"), (), ""), pack.sources, _conditions(pack.manifest), waiver_days=days)


def rule_sets_of(candidate: PackChain, why: tuple[Criterion, ...], now: str) -> list[RuleSet]:
    """The rule sets of a pack and its bases, the first base first; whatever a base is for, what builds on it is for,
    too.

    ``why`` says by what it was chosen, ``now`` is today's date, or empty when it is not known.
    """
    found: list[RuleSet] = []
    conditions: tuple[Applies, ...] = ()
    for number, member in enumerate(candidate.chain):
        pack = member.pack
        conditions += _conditions(pack.manifest)
        above = tuple((each.pack, pack) for each in candidate.chain[number + 1 :][:1] if each.pack.manifest.tightens)
        if pack.sources:  # one that only tightens has no rules of its own
            limits = [each.pack.manifest.waiver_days for each in candidate.chain[number:]]
            days = min(filter(None, limits), default=0)
            found.append(RuleSet(_info(member, why, now), pack.sources, conditions, above, days))
    return found


def _info(member: Member, why: tuple[Criterion, ...], now: str) -> PackInfo:
    manifest, locked = member.pack.manifest, member.locked
    age: int | None = None
    if locked is not None and now:
        from jsrules.packs.freshness import age_of

        age = age_of(member, now)
    return PackInfo(
        manifest.identifier,
        manifest.title,
        manifest.version,
        member.pack.sha256 or _digest(member.pack.sources),
        member.origin,
        why,
        locked.signer if locked else "",
        locked.fresh if locked else "",
        age,
        member.publisher,
        member.lock,
        member.newer,
    )


def _conditions(manifest: PackManifest) -> tuple[Applies, ...]:
    return (
        *([Applies("year", manifest.years.written)] if manifest.years else []),
        *([Applies("region", manifest.regions)] if manifest.regions else []),
        *([Applies("kind", manifest.unit_kinds)] if manifest.unit_kinds else []),
    )


def _digest(sources: Sequence[Source]) -> str:
    digest = sha256()
    for source in sources:
        digest.update(source.text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def rule_set_of_file(given: str | Source) -> RuleSet:
    """The rules of one file, which go by its name. Raises `InputError` when it cannot be read."""
    source = source_of(given)
    name = os.path.splitext(os.path.basename(source.path))[0]
    return RuleSet(PackInfo(name, source.path, "", _digest((source,)), "file"), (source,))


def tighten(rules: RuleSet, resolved: list[ResolvedRule]) -> list[ResolvedRule]:
    """The rules as the pack above theirs tightens them. Raises `InputError` (E315) for what it may not do."""
    from jsrules.packs.tightening import check_tightenings

    made = {each.info.name: each for each in resolved}
    for overlay, base in rules.tightened:
        levels = {name: (each.info.severity, each.variants[0].waivable) for name, each in made.items()}
        check_tightenings(overlay, base, levels)
        for each in overlay.manifest.tightens:
            rule = made[each.rule]
            info = replace(rule.info, severity=each.severity) if each.severity else rule.info
            variants = rule.variants
            if each.forbids_waivers:
                variants = tuple(replace(variant, waivable=False) for variant in variants)
            made[each.rule] = ResolvedRule(info, variants)
    return list(made.values())


MOST_INFERRED = 32
"""For so many form sets that reports imply resolved rules are kept: 159 rules for 368 cells take some 0.7 MB."""

MOST_STORED = 64
"""So many form sets that reports imply may leave rules in the cache in one run: more would only push each other out."""

MOST_NAMES = 20_000
"""Rules for an implied form set with more names are kept nowhere: it would take several times the room of the report.
"""


def _names_in(forms: FormSet) -> int:
    return sum(len(block.rows) + len(block.columns) for form in forms.forms for block in form.blocks)


class RuleSetResolver:
    """Resolves rule sets, each once for every form set that it meets; for those that reports imply, the last ones."""

    def __init__(self) -> None:
        self._resolved: dict[tuple[str, str], ResolvedRules] = {}
        self._inferred: Bounded[tuple[str, int], tuple[FormSet, ResolvedRules]] = Bounded(MOST_INFERRED)
        self._layouts = 0

    def resolve(self, rules: RuleSet, forms: ChosenForms | FormSet) -> ResolvedRules:
        """The rules resolved against a form set: one that was chosen, or one that a report implies.

        Raises `InputError` with every mistake in the rules or the form set, or (E304) when there are no rules.
        """
        key = rules.info.sha256 + rules.name + get_language()
        if isinstance(forms, ChosenForms):
            return self._for_chosen(rules, key, forms)
        known = self._inferred.get((key, id(forms)))  # which is kept, so that no other one has its identity
        if known is not None:
            return known[1]
        if _names_in(forms) > MOST_NAMES:
            return self._made(rules, None, lambda: forms)
        self._layouts += 1
        resolved = self._made(rules, repr(forms), lambda: forms, store=self._layouts <= MOST_STORED)
        self._inferred.put((key, id(forms)), (forms, resolved))
        return resolved

    def _for_chosen(self, rules: RuleSet, key: str, forms: ChosenForms) -> ResolvedRules:
        others: Iterable[FormSet] = ()
        if rules.info.origin == "file":
            text = forms.digest
        else:  # a rule of a pack may be for other form sets than this one
            text, others = forms.key, forms.others()
        if (key, text) not in self._resolved:
            self._resolved[key, text] = self._made(rules, text, forms.read, others)
        return self._resolved[key, text]

    def _made(
        self,
        rules: RuleSet,
        text: str | None,
        get_forms: Callable[[], FormSet],
        others: Iterable[FormSet] = (),
        store: bool = True,
    ) -> ResolvedRules:
        by_itself = rules.info.origin == "file"
        resolved = resolve_rules(rules.name, __version__, rules.sources, text, get_forms, by_itself, others, store)
        if not (resolved.rules or resolved.keeps):
            raise fail(
                "E304",
                say("规则文件里没有规则", "there are no rules in the rule file"),
                path=rules.sources[0].path,
                remedy=say(
                    "每行写一个公式，例如 总计 = 甲 + 乙", "write a formula on each line, such as total = a + b"
                ),
            )
        return resolved

    def form_set(self, forms: ChosenForms) -> FormSet:
        """The form set that was chosen, by itself. Raises `InputError` with everything that is wrong in it."""
        key = "", forms.digest
        if key not in self._resolved:
            self._resolved[key] = resolve_rules("", __version__, (), forms.digest, forms.read)
        return self._resolved[key].forms
