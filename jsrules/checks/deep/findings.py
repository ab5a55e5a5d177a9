"""What an analysis found, as diagnostics: W311 contradictions, W312 constants, W313 implied rules,
W314 rules written twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from jsrules.base.diagnostic import SEVERITIES, Diagnostic, Label
from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.checks.deep.naming import Namer, fraction_text
from jsrules.checks.deep.results import Analysis, Clash, Derivation, Forced, Implied
from jsrules.checks.lints.rounding import decimal_above
from jsrules.checks.rules import CheckedRule
from jsrules.model.form import FormSet
from jsrules.model.syntax import Rule

SHOWN = 6
"""So many terms, places or names are shown of each thing; JSON has them all."""


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
        for implied in self.analysis.implied:
            if implied.rule not in self.said:
                yield (implied.rule,), self._implied(implied)

    # -- the three kinds

    def _clash(self, clash: Clash) -> Diagnostic:
        last = clash.rules[-1]
        proof = clash.proofs[0]
        if len(clash.rules) == 1:
            message = say(
                "“{name}”自相矛盾，没有报告能满足它",
                "“{name}” contradicts itself: no report can satisfy it",
                name=self._name(last),
            )
        else:
            message = say(
                "规则互相矛盾，没有报告能都满足：{names}",
                "these rules contradict each other: no report can satisfy them all: {names}",
                names=self._names(clash.rules),
            )
        notes = [self._sum(proof), self._places(clash.proofs)]
        if clash.when:
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
        proof = forced.proofs[0]
        names = [
            f"{self.namer.atom(atom)} = {fraction_text(-each.rest)}"
            for atom, each in zip(forced.atoms, forced.proofs, strict=True)
        ]
        message = say("由规则可以推出，总是 {facts}", "by the rules, always {facts}", facts=_listed(names))
        notes = [self._sum(proof)]
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

    def _implied(self, implied: Implied) -> Diagnostic:
        own = self._rule(implied.rule)
        sources = implied.sources
        lighter = [each for each in sources if _weight(self._rule(each)) < _weight(own)]
        notes: list[str] = []
        if implied.kind != "implied" and not lighter:
            other = self._name(sources[0])
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
                [self._places(implied.proofs)],
                say("删去这一条；如果抄错了名称，改正它", "remove this one, or correct the name that was mistyped"),
                [(sources[0], say("另一条在这里", "the other one is here"))],
            )
        if not sources:
            message = say("这条规则总是成立", "this rule always holds")
        else:
            message = say(
                "这条规则可由 {names} 推出",
                "this rule follows from {names}",
                names=_listed([f"“{self._name(each)}”" for each in sources], 3),
            )
        notes += [*self._patterns(implied.proofs), self._sharper(implied), self._tables(implied)]
        if lighter:
            notes.append(say("其中等级较低的：{names}", "of these weigh less: {names}", names=self._names(lighter)))
        if implied.instead:
            notes.append(
                say(
                    "也可以改省其中一条：{names}",
                    "one of these could be left out instead: {names}",
                    names=self._names(implied.instead),
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

    def _name(self, number: int) -> str:
        return self._rule(number).name

    def _names(self, numbers: Iterable[int]) -> str:
        return _listed([say("“{name}”", "“{name}”", name=self._name(each)) for each in numbers])

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

    def _combination(self, proof: Derivation) -> str:
        """The steps of a proof: ``“A” + 2 × “B” - “C” (3 places)``."""
        counts: dict[tuple[int, Fraction], int] = {}
        for step in proof.steps:
            key = step.equation.rule, step.multiplier
            counts[key] = counts.get(key, 0) + 1
        pieces: list[str] = []
        for (rule, multiplier), count in sorted(counts.items(), key=lambda each: each[0][1] < 0):
            sign = "-" if multiplier < 0 else "+"
            size = abs(multiplier)
            text = f"“{self._name(rule)}”" if size == 1 else f"{fraction_text(size)} × “{self._name(rule)}”"
            if count > 1:
                text += say("（{n} 处）", " ({n} places)", n=count)
            pieces.append(f"{sign} {text}" if pieces else text if sign == "+" else f"-{text}")
        if len(pieces) > 2 * SHOWN:
            pieces[2 * SHOWN :] = [say("……（共 {n} 项）", "… ({n} terms)", n=len(pieces))]
        return " ".join(pieces) or "0"

    def _sum(self, proof: Derivation) -> str:
        """What a proof that ends in a constant adds up to."""
        if proof.claim.rule < 0:
            ((atom, _),) = proof.claim.terms
            return f"{self.namer.atom(atom)}{_signed(proof.rest)} = {self._combination(proof)}"
        return say(
            "“{name}” = {sum}{rest}，而规则要它 {operator} 0",
            "“{name}” = {sum}{rest}, yet the rule asks for {operator} 0",
            name=self._name(proof.claim.rule),
            sum=self._combination(proof),
            rest=_signed(-proof.rest),
            operator=proof.claim.operator,
        )

    def _patterns(self, proofs: Sequence[Derivation]) -> list[str]:
        """The proofs, those of like places together."""
        like: dict[str, list[Derivation]] = {}
        for proof in proofs:
            like.setdefault(self._pattern(proof), []).append(proof)
        notes = [f"{self._where(several)}{text}" for text, several in list(like.items())[:SHOWN]]
        if len(like) > SHOWN:
            notes.append(
                say("另有 {n} 种推法，见 --format json", "{n} more ways, see --format json", n=len(like) - SHOWN)
            )
        return notes

    def _pattern(self, proof: Derivation) -> str:
        name, combination = self._name(proof.claim.rule), self._combination(proof)
        if proof.claim.operator == "=":
            return say("“{name}” = {sum}", "“{name}” = {sum}", name=name, sum=combination)
        return say(
            "“{name}” = {sum}，恒为 {value}",
            "“{name}” = {sum}, always {value}",
            name=name,
            sum=combination,
            value=fraction_text(-proof.rest),
        )

    def _where(self, proofs: Sequence[Derivation]) -> str:
        places = [self.namer.place(each.claim) for each in proofs]
        if len(proofs) == 1:
            return say("{place}：", "{place}: ", place=places[0]) if places[0] else ""
        return say("{n} 处（{places}）：", "{n} places ({places}): ", n=len(proofs), places=_listed(places, 2))

    def _places(self, proofs: Sequence[Derivation]) -> str:
        places = [place for each in proofs if (place := self.namer.place(each.claim))]
        if not places:
            return ""
        return say("{n} 处：{places}", "{n} places: {places}", n=len(places), places=_listed(places))

    def _sharper(self, implied: Implied) -> str:
        """What a rule adds for printed figures: its allowance against what the others guarantee."""
        if any(proof.claim.operator != "=" for proof in implied.proofs) or not implied.sources:
            return ""
        known = [(proof.allowance, proof.carried) for proof in implied.proofs]
        pairs = [(own, carried) for own, carried in known if own is not None and carried is not None]
        if len(pairs) < len(known):
            return say(
                "真实金额上多余；印出的数相差多少由行数定，它可能更严",
                "redundant for true amounts; how far printed figures may differ depends on the rows, so it may be "
                "sharper",
            )
        own, carried = max(pairs, key=lambda pair: pair[1] - pair[0])
        if carried <= own:
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
        return say("推导还要用到：{names}", "the proof also needs: {names}", names=_listed(names))

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


def _is_cell(atom: tuple[object, ...]) -> bool:
    return atom[0] in ("cell", "sum")


def _forms(proofs: Iterable[Derivation]) -> set[int]:
    return {atom[1] for proof in proofs for atom, _ in proof.claim.terms if _is_cell(atom)}


def _signed(value: Fraction) -> str:
    """A number as it is added to something: `` + 3``, nothing for 0."""
    return f" {'-' if value < 0 else '+'} {fraction_text(abs(value))}" if value else ""


def _weight(rule: Rule) -> int:
    return SEVERITIES.index(rule.severity)


def _listed(names: Sequence[str], most: int = SHOWN) -> str:
    """Names in a row; of many only the first."""
    text = say("、", ", ").join(names[:most])
    return (
        text
        if len(names) <= most
        else say("{text} 等 {n} 个", "{text} and others, {n} in all", text=text, n=len(names))
    )
