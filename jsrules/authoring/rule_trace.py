"""One rule through a chain of packs: where it was made, what was tightened above, and its history."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.authoring.rulebook import RuleFacts, facts_of, named_rules
from jsrules.base.diagnostic import Severity, fail
from jsrules.base.language import say
from jsrules.base.names import did_you_mean, fold, nearest
from jsrules.base.record import Record
from jsrules.packs.choice import Member, PackChain
from jsrules.packs.form_listing import listed_forms
from jsrules.packs.tightening import check_tightenings
from jsrules.readers.packs.history import RuleState


class ChainStep(Record):
    """What one pack of the chain does to the rule: ``severity`` None leaves the level,
    ``forbids`` forbids explanations.
    """

    member: Member
    severity: Severity | None = None
    forbids: bool = False


class Trace(Record):
    """A rule: the pack that made it, the packs above with what they do to it, and what holds in the end."""

    identifier: str
    facts: RuleFacts
    made: Member
    steps: tuple[ChainStep, ...]
    severity: Severity
    waivable: bool
    history: tuple[RuleState, ...]


def trace_rule(name: str, candidates: Sequence[PackChain]) -> list[Trace]:
    """Everything that is called so in these packs and their bases, each once, through the longest chain.

    Raises `InputError` (E202) when nothing is, and whatever is wrong with a pack.
    """
    found: dict[str, Trace] = {}
    known: list[str] = []
    for candidate in sorted(candidates, key=lambda each: -len(each.chain)):
        for place, member in enumerate(candidate.chain):
            below = candidate.chain[place - 1].pack if place else None
            rules = named_rules(member.pack)
            if place + 1 < len(candidate.chain):
                levels = {each.rule.name: (each.rule.severity, each.rule.waivable) for each in rules}
                check_tightenings(candidate.chain[place + 1].pack, member.pack, levels)
            for each in rules:
                identifier = f"{member.pack.manifest.identifier}/{each.rule.name}"
                known.append(identifier if "/" in name else each.rule.name)
                if identifier not in found and fold(name) in (fold(each.rule.name), fold(identifier)):
                    facts = facts_of(each, member.pack, listed_forms(member.pack, below))
                    found[identifier] = _trace(identifier, facts, candidate, place)
    if not found:
        raise fail(
            "E202",
            say("可用的规则包里没有规则“{name}”", "no installed pack has a rule “{name}”", name=name),
            path=name,
            remedy=did_you_mean(nearest(name, known))
            or say("jsrules pack list 列出有哪些规则包", "jsrules pack list lists the packs"),
        )
    return [found[identifier] for identifier in sorted(found)]


def _trace(identifier: str, facts: RuleFacts, candidate: PackChain, place: int) -> Trace:
    severity, waivable = facts.severity, facts.waivable
    steps = []
    for member in candidate.chain[place + 1 : place + 2]:
        for each in member.pack.manifest.tightens:
            if each.rule == facts.name:
                steps.append(ChainStep(member, each.severity, each.forbids_waivers))
                severity = each.severity or severity
                waivable = waivable and not each.forbids_waivers
    made = candidate.chain[place]
    history = tuple(made.pack.history().get(facts.name, ()))
    return Trace(identifier, facts, made, tuple(steps), severity, waivable, history)
