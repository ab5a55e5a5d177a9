"""Inequalities, alternatives and conditions that contradict each other, and conditions that other rules decide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jsrules.base.record import replace
from jsrules.checks.deep.consequences import Given
from jsrules.checks.deep.eliminate import TooLarge
from jsrules.checks.deep.inquiry import Inquiry
from jsrules.checks.deep.knowledge import ASKED, MAXIMUM_BOUNDED, Said, all_columns, columns_of, core, has_equation
from jsrules.checks.deep.lines import BoundStatement
from jsrules.checks.deep.refute import OneOf, Refuted, Refuter, Together
from jsrules.checks.deep.results import Clash, DecidedCondition
from jsrules.model.linear import NEGATED

MAXIMUM_CLASHES = 20
"""So many contradictions of inequalities are told of one part."""


class Conflicts:
    """Looks for them in one set."""

    def __init__(self, inquiry: Inquiry) -> None:
        self.inquiry = inquiry
        self.knowledge = inquiry.knowledge
        self.result = inquiry.result

    def find(self) -> None:
        """Note contradictions, and conditions that are decided."""
        self.inquiry.parts = [(part, tight) for part in self._parts() if (tight := self._tight(part))]
        for part, tight in self.inquiry.parts:
            self._clashes(part, tight)
        self._conditions()
        never = {each.rule for each in self.result.conditions if not each.holds}
        self.result.clashes = [each for each in self.result.clashes if each.under or not never & {*each.rules}]
        self.result.forced = [each for each in self.result.forced if not each.when or not never & {*each.rules}]

    def _parts(self) -> list[list[Said]]:
        """The statements that may matter without anything being asked, in connected parts."""
        left = core(list(self.knowledge.said.values()))
        numbers = {each.number for each in left}
        parts: list[list[Said]] = []
        while numbers:
            first = self.knowledge.said[min(numbers)]
            found: dict[int, Said] = {}
            frontier = [first]
            while frontier:
                said = frontier.pop()
                if said.number in found:
                    continue
                found[said.number] = said
                columns = columns_of(said.reduced)
                frontier += [
                    self.knowledge.said[each]
                    for column in columns
                    for each in self.knowledge.using.get(column, ())
                    if each in numbers and each not in found
                ]
            numbers -= set(found)
            if not all(_is_equation(each) for each in found.values()):  # the elimination tells all about equations
                parts.append([found[number] for number in sorted(found)])
        return parts

    def _tight(self, part: Sequence[Said]) -> list[Given]:
        """What must be given for a part to contradict itself or to add to the equations: where all inequalities can be
        strict at once they do neither.
        """
        contexts = self.inquiry.contexts(part)
        if (
            any(has_equation(each) for each in part)
            and len(all_columns(each.reduced for each in part)) <= MAXIMUM_BOUNDED
        ):
            return contexts
        left = {each.number: each for each in part}
        found: dict[Given, None] = {}
        try:
            while len(found) < len(contexts):
                answer = Refuter(self.knowledge.budget).ask([_strict(each.reduced) for each in left.values()])
                if isinstance(answer, Together):
                    break
                # It is tight at most where all of these are usable: there it is looked at, and elsewhere one is not.
                places = {
                    number: [each for each in contexts if self.knowledge.may_use(left[number], each)]
                    for number in answer.numbers()
                }
                rarest = min(places, key=lambda each: (len(places[each]), each))
                found.update(dict.fromkeys(places[rarest]))
                del left[rarest]
        except TooLarge:
            return contexts
        return [each for each in contexts if each in found]

    def _clashes(self, part: Sequence[Said], contexts: Sequence[Given]) -> None:
        told = 0
        for given in contexts:
            while told < MAXIMUM_CLASHES:
                usable = core([each for each in part if self.knowledge.may_use(each, given)])
                try:
                    answer = Refuter(self.knowledge.budget).ask([each.reduced for each in usable])
                    if isinstance(answer, Together):
                        break
                    found = self.knowledge.proved(answer, (), given)
                except TooLarge:
                    self._give_up(part)
                    return
                if found is None:
                    self._give_up(part)
                    return
                told += 1
                self._clash(found, given)

    def _clash(self, found: Refuted, given: Given, under: BoundStatement | None = None) -> None:
        numbers = sorted(
            (each for each in found.numbers() if each >= 0),
            key=lambda each: self.inquiry.question.preference_of(self.knowledge.rule_of(each), each),
        )
        # Equations that need nothing are used up in all that is reduced: another statement gives way.
        last = next(each for each in reversed(numbers) if each in self.knowledge.said)
        rules = {self.knowledge.rule_of(each) for each in numbers}
        leaves = self.inquiry.flat(found, None).leaves()
        claim = next((one for leaf in leaves for one, _ in leaf if one.number == last), None)
        equation = claim.equation if claim is not None else self.inquiry.equation_of(last)
        derivation = self.inquiry.derive(found, equation, claim, is_claim=True)
        condition = under.statement.guards if under is not None else ()
        if under is not None:
            rules.add(under.rule)
        key = tuple(sorted(rules))
        for number, each in enumerate(self.result.clashes):
            if each.rules != key:
                continue
            if each.when and not each.under and condition:  # the equations have told it, without its condition
                self.result.clashes[number] = replace(each, under=condition)
            elif each.when and not given and not condition:  # the condition that they are under always holds
                self.result.clashes[number] = Clash(key, (derivation,), when=False)
            elif not condition and not each.under:
                self.result.clashes[number] = replace(each, proofs=(*each.proofs, derivation))
            break
        else:
            self.result.clashes.append(Clash(key, (derivation,), bool(given), condition))
        if under is None:
            self.knowledge.false.add(last)

    def _give_up(self, part: Iterable[Said]) -> None:
        for said in part:
            self.knowledge.false.add(said.number)
            self.knowledge.unanswered.add(said.rule)

    # -- conditions

    def _conditions(self) -> None:
        by_part: dict[tuple[int, int], list[BoundStatement]] = {}
        for each in self.inquiry.bound.statements:
            if each.statement.guards and each.number not in self.knowledge.false:
                by_part.setdefault((each.rule, each.statement.equation.part), []).append(each)
        told: set[int] = set()
        for (rule, part), several in by_part.items():
            if rule in told:
                continue
            never = self._all_asked(several, opposite=False)
            if never:
                self._decided(rule, part, several, never, holds=False)
                self.inquiry.vacuous.add(rule)
                told.add(rule)
                continue
            always = self._all_asked(several, opposite=True)
            if always:
                self.inquiry.always.update(each.number for each in several)
                self._decided(rule, part, several, always, holds=True)
                told.add(rule)
                continue
            for each in several:
                found = self.knowledge.refute([self.knowledge.groups(each.statement.guards)], each.given, about=rule)
                if found is not None and rule in self.knowledge.rules(found):
                    self._clash(found, each.given, each)
                    self.inquiry.vacuous.add(rule)

    def _all_asked(self, several: Sequence[BoundStatement], opposite: bool) -> list[Refuted]:
        """Why a condition (or its opposite) cannot be in any place, by the other rules; none where it can in one."""
        found: list[Refuted] = []
        for each in several:
            answer = self._ask(each, opposite)
            if answer is None:
                return []
            found.append(answer)
        return found

    def _ask(self, each: BoundStatement, opposite: bool) -> Refuted | None:
        """Whether a condition (or, by its opposite's groups, the opposite) cannot be, by the other rules."""
        asked = self.knowledge.groups(each.statement.excluded if opposite else each.statement.guards)
        return self.knowledge.refute([asked], each.given, {each.rule}, about=each.rule)

    def _decided(
        self,
        rule: int,
        part: int,
        several: Sequence[BoundStatement],
        answers: Sequence[Refuted],
        holds: bool,
    ) -> None:
        proofs = []
        for each, answer in zip(several, answers, strict=True):
            groups = each.statement.excluded if holds else each.statement.guards
            asked = next((one for leaf in answer.leaves() for one, _ in leaf if one.number == ASKED), None)
            claim, is_claim = each.statement.equation, len(groups) == 1 and len(groups[0]) == 1
            if is_claim:
                claim = replace(groups[0][0], operator=NEGATED[groups[0][0].operator])
            proofs.append(self.inquiry.derive(answer, claim, asked, is_claim=is_claim))
        condition = several[0].statement.guards
        self.result.conditions.append(DecidedCondition(rule, part, condition, holds, tuple(proofs)))


def _is_equation(said: Said) -> bool:
    return len(said.reduced.groups) == 1 and all(each.strict is None for each in said.reduced.groups[0])


def _strict(choice: OneOf) -> OneOf:
    groups = (
        tuple(each if each.strict is None else replace(each, strict=True) for each in group) for group in choice.groups
    )
    return OneOf(choice.number, tuple(groups))
