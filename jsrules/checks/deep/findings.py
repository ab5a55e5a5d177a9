"""What an analysis found, as diagnostics: W303 and W304 conditions that other rules decide, W311 contradictions, W312
constants, W313 implied rules, W314 rules written twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from jsrules.base.diagnostic import SEVERITIES, Diagnostic, Label
from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.checks.deep.naming import Namer, fraction_text
from jsrules.checks.deep.proof_words import SHOWN, ProofWords, listed
from jsrules.checks.deep.results import Analysis, Clash, DecidedCondition, Derivation, Forced, Implied
from jsrules.checks.lints.rounding import decimal_above
from jsrules.checks.rules import CheckedRule
from jsrules.model.form import FormSet
from jsrules.model.statements import Rule


class Findings:
    """Makes the diagnostics of one analysis.

    ``said`` are rules of which a lint has said already that they repeat or never hold.
    """

    def __init__(
        self,
        analysis: Analysis,
        checked: Sequence[CheckedRule],
        sources: Sequence[Source],
        forms: FormSet | None,
        said: frozenset[int] = frozenset(),
    ) -> None:
        self.analysis = analysis
        self.checked = checked
        self.sources = sources
        self.forms = forms
        self.said = said
        self.namer = Namer(forms)
        self.words = ProofWords(checked, self.namer)

    def make(self) -> tuple[list[Diagnostic], int]:
        """The diagnostics, and how many the rules silence with a reason."""
        found: list[Diagnostic] = []
        silenced = 0
        for rules, diagnostic in self._all():
            if any(code == diagnostic.code and why for each in rules for code, why in self._rule(each).allowed):
                silenced += 1
            else:
                found.append(diagnostic)
        return found, silenced

    def _all(self) -> Iterator[tuple[tuple[int, ...], Diagnostic]]:
        for clash in self.analysis.clashes:
            if len(clash.rules) > 1 or clash.rules[0] not in self.said:
                yield clash.rules, self._clash(clash)
        for forced in self.analysis.forced:
            yield forced.rules, self._forced(forced)
        for condition in self.analysis.conditions:
            if condition.rule not in self.said and any(each.rules for each in condition.proofs):  # else the lints tell
                yield (condition.rule,), self._condition(condition)
        for implied in self.analysis.implied:
            if implied.rule not in self.said and not self.is_left(implied):
                yield (implied.rule,), self._implied(implied)

    def left(self) -> list[int]:
        """The implied rules that are left unmentioned."""
        return [each.rule for each in self.analysis.implied if self.is_left(each)]

    def is_left(self, implied: Implied) -> bool:
        """Whether an implied rule is left unmentioned: an inequality that, as printed, is sharper than what it follows
        from. Without a form set nobody knows how figures are printed.
        """
        return (
            self.forms is not None
            and any(proof.claim.operator != "=" or proof.cases is not None for proof in implied.proofs)
            and not is_covered(implied)
        )

    # -- the kinds

    def _clash(self, clash: Clash) -> Diagnostic:
        last = clash.rules[-1]
        proof = clash.proofs[0]
        if clash.under:
            message = say(
                "{condition} 时，规则互相矛盾，没有报告能都满足：{names}",
                "where {condition}, these rules contradict each other: no report can satisfy them all: {names}",
                condition=self.words.groups(clash.under),
                names=self.words.names(clash.rules),
            )
        elif len(clash.rules) == 1:
            message = say(
                "“{name}”自相矛盾，没有报告能满足它",
                "“{name}” contradicts itself: no report can satisfy it",
                name=self.words.name(last),
            )
        else:
            message = say(
                "规则互相矛盾，没有报告能都满足：{names}",
                "these rules contradict each other: no report can satisfy them all: {names}",
                names=self.words.names(clash.rules),
            )
        notes = [self.words.ends_in(proof), self.words.places(clash.proofs)]
        if clash.when and not clash.under:
            notes.append(say("在它们的条件成立时", "where their conditions hold"))
        notes.append(self._hidden(proof))
        return self._diagnostic(
            "W311",
            last,
            message,
            notes,
            say("核对这几条里的名称、符号和常数", "check the names, signs and constants of these rules"),
            [(each, say("矛盾的另一条", "contradicts it")) for each in clash.rules[:-1]],
        )

    def _forced(self, forced: Forced) -> Diagnostic:
        last = forced.rules[-1]
        names = [f"{self.namer.atom(each.atom)} = {fraction_text(each.value)}" for each in forced.facts]
        message = say("由规则可以推出，总是 {facts}", "by the rules, always {facts}", facts=listed(names))
        first = forced.facts[0]
        notes = [
            self.words.ends_in(each) if len(first.proofs) == 1 else self.words.side(each, first.value)
            for each in first.proofs
        ]
        if forced.when:
            notes.append(say("在规则的条件成立时", "where the conditions of the rules hold"))
        return self._diagnostic(
            "W312",
            last,
            message,
            notes,
            say(
                "多半是少写、多写或写错了一项；确是如此，就直接写成一条规则",
                "a term is probably missing, added or mistyped; if it is meant, say so in a rule of its own",
            ),
            [(each, say("用到这一条", "by this one, too")) for each in forced.rules[:-1]],
        )

    def _condition(self, condition: DecidedCondition) -> Diagnostic:
        proof = condition.proofs[0]
        sources = sorted({rule for each in condition.proofs for rule in each.rules})
        names = listed([f"“{self.words.name(each)}”" for each in sources], 3)
        text = self.words.groups(condition.condition)
        if condition.holds:
            code, message, remedy = (
                "W304",
                say("由 {names}，条件 {text} 总是成立", "by {names}, {text} is always true", names=names, text=text),
                say(
                    "省去 若 … 则，直接写后面的；或者核对条件和这几条规则",
                    "leave out the condition, or check it and these rules",
                ),
            )
        else:
            code, message, remedy = (
                "W303",
                say("由 {names}，条件 {text} 永不成立", "by {names}, {text} is never true", names=names, text=text),
                say(
                    "核对条件和这几条规则：这条规则从不检查什么",
                    "check it and these rules: this rule never checks anything",
                ),
            )
        notes = [self.words.by(proof), self.words.places(condition.proofs)]
        if proof.carried > abs(proof.rest) if proof.carried is not None else len(sources) > 1:
            notes.append(
                say(
                    "这是对真实金额说的；条件看印出的数，舍入可能使它不同",
                    "that is about true amounts; conditions look at printed figures, which rounding may tell otherwise",
                )
            )
        others = [(each, say("由这一条", "by this one")) for each in sources]
        return self._diagnostic(code, condition.rule, message, notes, remedy, others)

    def _implied(self, implied: Implied) -> Diagnostic:
        own = self._rule(implied.rule)
        sources = implied.sources
        lighter = [each for each in sources if _weight(self._rule(each)) < _weight(own)]
        notes: list[str] = []
        if implied.kind != "implied" and not lighter:
            other = self.words.name(sources[0])
            if implied.kind == "same":
                message = say(
                    "这条规则代入各处后与“{other}”相同",
                    "bound to its cells, this rule is the same as “{other}”",
                    other=other,
                )
            else:
                message = say(
                    "“{other}”代入各处后已包含这条规则", "bound to its cells, “{other}” includes this rule", other=other
                )
            return self._diagnostic(
                "W314",
                implied.rule,
                message,
                [self.words.places(implied.proofs)],
                say("删去这一条；如果抄错了名称，改正它", "remove this one, or correct the name that was mistyped"),
                [(sources[0], say("另一条在这里", "the other one is here"))],
            )
        if not sources:
            message = say("这条规则总是成立", "this rule always holds")
        else:
            message = say(
                "这条规则可由 {names} 推出",
                "this rule follows from {names}",
                names=listed([f"“{self.words.name(each)}”" for each in sources], 3),
            )
        notes += [*self.words.patterns(implied.proofs), self._sharper(implied), self._tables(implied)]
        if lighter:
            notes.append(
                say("其中等级较低的：{names}", "of these weigh less: {names}", names=self.words.names(lighter))
            )
        if implied.instead:
            notes.append(
                say(
                    "也可以改省其中一条：{names}",
                    "one of these could be left out instead: {names}",
                    names=self.words.names(implied.instead),
                )
            )
        return self._diagnostic(
            "W313",
            implied.rule,
            message,
            notes,
            say(
                '可以省去；留着是为了更严或更好指出错处的，写 允许 W313 "理由"',
                'it can be left out; to keep it, since it is sharper or points better, write allow W313 "why"',
            ),
        )

    # -- words

    def _rule(self, number: int) -> Rule:
        return self.checked[number].rule

    def _diagnostic(
        self,
        code: str,
        rule: int,
        message: str,
        notes: Iterable[str],
        remedy: str,
        others: Iterable[tuple[int, str]] = (),
    ) -> Diagnostic:
        labels = [Label(self.sources[self.checked[rule].file], self._rule(rule).name_span)]
        for number, text in list(others)[:SHOWN]:
            labels.append(Label(self.sources[self.checked[number].file], self._rule(number).name_span, text))
        return Diagnostic(code, message, tuple(labels), notes=tuple(each for each in notes if each), remedy=remedy)

    def _sharper(self, implied: Implied) -> str:
        """What a rule adds for printed figures: its allowance against what the others guarantee."""
        if not implied.sources or any(
            proof.claim.operator != "=" and not any(step.equation.operator != "=" for step in proof.steps)
            for proof in implied.proofs
        ):
            return ""
        known = [(proof.allowance, _guaranteed(proof)) for proof in implied.proofs]
        pairs = [(own, carried) for own, carried in known if own is not None and carried is not None]
        if len(pairs) < len(known):
            return say(
                "真实金额上多余；印出的数相差多少由行数定，它可能更严",
                "redundant for true amounts; how far printed figures may differ depends on the rows, so it may be "
                "sharper",
            )
        own, carried = max(pairs, key=lambda pair: pair[1] - pair[0])
        if carried <= own:
            if carried < 0:
                return say(
                    "推出的比它还紧：省去它不会少查出什么", "what follows is tighter: nothing is lost without it"
                )
            return say(
                "推出的最大尾差 {carried} 不大于它自己的 {own}：省去它不会少查出什么",
                "the allowance that follows, {carried}, is not above its own, {own}: nothing is lost without it",
                own=decimal_above(own),
                carried=decimal_above(carried),
            )
        return say(
            "真实金额上多余；印到两位小数时它的最大尾差是 {own}，推出的只保证 {carried}，所以它查得更严",
            "redundant for true amounts; printed with two decimals its allowance is {own}, the others guarantee only "
            "{carried}: it is sharper",
            own=decimal_above(own),
            carried=decimal_above(carried),
        )

    def _tables(self, implied: Implied) -> str:
        """The tables that only the proof uses: where one is absent, this rule alone can be decided."""
        if self.forms is None:
            return ""
        own = {form for proof in implied.proofs for form in _forms([proof])}
        used = {
            atom[1]
            for proof in implied.proofs
            for step in proof.steps
            for atom, _ in step.equation.terms
            if _is_cell(atom)
        }
        names = [self.forms.forms[form].path for form in sorted(used - own)]
        if not names:
            return ""
        return say("推导还要用到：{names}", "the proof also needs: {names}", names=listed(names))

    def _hidden(self, proof: Derivation) -> str:
        """Whether rounding could hide a contradiction."""
        if proof.allowance is None or proof.carried is None:
            return ""
        most = proof.allowance + proof.carried
        if abs(proof.rest) > most or not most:
            return ""
        return say(
            "印到两位小数时，舍入最多解释 {most}，可能掩盖这个矛盾",
            "with two decimals rounding explains up to {most}, and may hide this",
            most=decimal_above(most),
        )


def _guaranteed(proof: Derivation) -> Fraction | None:
    """How far rounding may take printed figures beyond a claim by what its proof guarantees: the allowances of its
    steps, less the room that it leaves.
    """
    return proof.carried - abs(proof.rest) if proof.carried is not None else None


def is_covered(implied: Implied) -> bool:
    """Whether nothing is lost without a rule, printed figures considered."""
    return all(
        proof.allowance is not None and (guaranteed := _guaranteed(proof)) is not None and guaranteed <= proof.allowance
        for proof in implied.proofs
    )


def _is_cell(atom: tuple[object, ...]) -> bool:
    return atom[0] in ("cell", "sum")


def _forms(proofs: Iterable[Derivation]) -> set[int]:
    return {atom[1] for proof in proofs for atom, _ in proof.claim.terms if _is_cell(atom)}


def _weight(rule: Rule) -> int:
    return SEVERITIES.index(rule.severity)
