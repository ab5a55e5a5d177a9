"""Which rules with inequalities, alternatives or conditions follow from the rest, and which equations follow from
inequalities.
"""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.record import replace
from jsrules.checks.deep.consequences import Given
from jsrules.checks.deep.equations import Equation
from jsrules.checks.deep.inquiry import Inquiry
from jsrules.checks.deep.knowledge import ASKED, MAXIMUM_BOUNDED, Said, all_columns, columns_of
from jsrules.checks.deep.refute import OneOf, Refuted
from jsrules.checks.deep.results import Derivation, Implied
from jsrules.model.linear import NEGATED


class Entailment:
    """Looks for them in one set."""

    def __init__(self, inquiry: Inquiry) -> None:
        self.inquiry = inquiry
        self.bound = inquiry.bound
        self.knowledge = inquiry.knowledge
        self.result = inquiry.result

    def find(self) -> None:
        """Note the rules with inequalities or alternatives that follow from the others, and equations that follow from
        inequalities.
        """
        gone = {each.rule for each in self.result.implied}
        self.knowledge.gone |= gone
        order = sorted(
            (rule for rule in {*self.knowledge.of_rule, *self._by_inequalities()} if rule not in gone),
            key=lambda rule: (
                *self.inquiry.question.preference_of(rule, 0),
                self.result.statuses[rule].inequalities > 0,
                rule,
            ),
        )
        found = [rule for rule in reversed(order) if self._implied(rule) and self._is_not_needed(rule)]
        for rule in found:  # once more: a proof uses only rules that are kept
            proofs = self._implied(rule)
            if proofs:
                self.result.implied.append(Implied(rule, self._kind(rule, proofs), proofs))
        self.result.implied.sort(key=lambda each: each.rule)

    def _by_inequalities(self) -> set[int]:
        """The rules with equations that need nothing that may follow from inequalities: those that hold only as
        equalities share figures with them.
        """
        tight = [said for part, _ in self.inquiry.parts for said in part]
        tight += [
            said
            for said in self.knowledge.said.values()
            if len(said.reduced.groups) == 1
            and any(not one.vector and not one.strict for one in said.reduced.groups[0])
        ]
        columns = all_columns(said.written for said in tight)
        if not columns or len(columns) > MAXIMUM_BOUNDED:
            return set()
        return {said.rule for said in self.knowledge.equations.values() if columns_of(said.written) <= columns}

    def _is_not_needed(self, rule: int) -> bool:
        """Whether the rules that were found to follow before follow without this one, too."""
        users = [number for number, each in enumerate(self.result.implied) if rule in each.sources]
        renewed: dict[int, Implied] = {}
        self.knowledge.gone.add(rule)
        for number in users:
            other = self.result.implied[number].rule
            proofs = self._implied(other)
            if not proofs:
                self.knowledge.gone.discard(rule)
                return False
            renewed[number] = Implied(other, self._kind(other, proofs), proofs)
        for number, each in renewed.items():
            self.result.implied[number] = each
        return True

    def _implied(self, rule: int) -> tuple[Derivation, ...]:
        """The proofs of all that a rule says; none where something does not follow, or is not known to."""
        if self.result.statuses[rule].outside or rule in self.inquiry.vacuous:
            return ()
        statements = self.knowledge.of_rule.get(rule, ())
        firm = [number for number in self.bound.of_rule[rule] if number not in statements]
        proofs: list[Derivation] = []
        for number in (*firm, *statements):
            said = self.knowledge.said.get(number) or self.knowledge.equations.get(number)
            if said is None or number in self.knowledge.false:
                return ()
            several = self._derivations(said, rule, firm)
            if not several:
                return ()
            proofs += several
        return tuple(proofs)

    def _derivations(self, said: Said, rule: int, firm: Sequence[int]) -> list[Derivation]:
        """The proofs of one statement; by the statements as written where reducing them uses the rule itself."""
        bound = self.inquiry.statements.get(said.number)
        groups = said.written.groups
        asked = self.knowledge.opposite(said.written)
        if bound is not None and bound.statement.guards and len(bound.statement.claim) == 1:
            asked = [self.knowledge.groups(bound.statement.guards)]
            groups = said.written.groups[len(bound.statement.excluded) :]
        if len(groups) == 1 and len(groups[0]) == 1:
            one = groups[0][0]
            found = []
            for opposite in one.negated():
                turned = replace(opposite, number=ASKED)
                guards = asked if bound is not None and bound.statement.guards else []
                answer = self._refuted([*guards, OneOf(ASKED, ((turned,),))], said.given, rule, firm, len(guards))
                if answer is None:
                    return []
                claim = replace(one.equation, operator=NEGATED[turned.equation.operator])
                found.append(self.inquiry.derive(answer, claim, turned, is_claim=True))
            return found
        answer = self._refuted(asked, said.given, rule, firm)
        if answer is None:
            return []
        return [self.inquiry.derive(answer, self.inquiry.equation_of(said.number), None, is_claim=True)]

    def _refuted(
        self, asked: Sequence[OneOf], given: Given, rule: int, firm: Sequence[int], consistent: int = 0
    ) -> Refuted | None:
        if firm:
            return self.knowledge.refute_written(asked, given, {rule}, rule)
        return self.knowledge.refute(asked, given, {rule}, consistent, rule)

    def _kind(self, rule: int, proofs: Sequence[Derivation]) -> str:
        sources = {source for proof in proofs for source in proof.rules}
        steps = [[step for step in proof.steps if not step.assumed] for proof in proofs]
        if len(sources) != 1 or any(len(each) != 1 for each in steps):
            return "implied"
        (source,) = sources
        own, other = self.knowledge.of_rule.get(rule, ()), self.knowledge.of_rule.get(source, ())
        same = len(own) == len(other) and not any(
            proof.rest or proof.cases is not None or _nature(proof.claim) != _nature(step.equation)
            for proof, (step,) in zip(proofs, steps, strict=True)
        )
        return "same" if same else "included"


def _nature(equation: Equation) -> str:
    """Its operator, whichever way it is turned."""
    return equation.operator.replace("<", ">")
