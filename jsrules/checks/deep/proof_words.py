"""Proofs in words: combinations of rules by their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.checks.deep.equations import Groups
from jsrules.checks.deep.naming import Namer, fraction_text
from jsrules.checks.deep.results import Derivation, Step
from jsrules.checks.rules import CheckedRule

SHOWN = 6
"""So many terms, places or names are shown of each thing; JSON has them all."""


class ProofWords:
    """Words for the proofs of one set."""

    def __init__(self, checked: Sequence[CheckedRule], namer: Namer) -> None:
        self.checked = checked
        self.namer = namer

    def name(self, number: int) -> str:
        """A rule's name."""
        return self.checked[number].rule.name

    def names(self, numbers: Iterable[int]) -> str:
        """Their names in a row."""
        return listed([say("“{name}”", "“{name}”", name=self.name(each)) for each in numbers])

    def _combination(self, proof: Derivation) -> str:
        """The steps of a proof: ``“A” + 2 × “B” - “C” (3 places)``."""
        return self._added(proof.steps)

    def _added(self, steps: Sequence[Step]) -> str:
        counts: dict[tuple[str, Fraction], int] = {}
        for step in steps:
            name = f"（{self.namer.equation(step.equation)}）" if step.assumed else f"“{self.name(step.equation.rule)}”"
            key = name, step.multiplier
            counts[key] = counts.get(key, 0) + 1
        pieces: list[str] = []
        for (name, multiplier), count in sorted(counts.items(), key=lambda each: each[0][1] < 0):
            sign = "-" if multiplier < 0 else "+"
            size = abs(multiplier)
            text = name if size == 1 else f"{fraction_text(size)} × {name}"
            if count > 1:
                text += say("（{n} 处）", " ({n} places)", n=count)
            pieces.append(f"{sign} {text}" if pieces else text if sign == "+" else f"-{text}")
        if len(pieces) > 2 * SHOWN:
            pieces[2 * SHOWN :] = [say("……（共 {n} 项）", "… ({n} terms)", n=len(pieces))]
        return " ".join(pieces) or "0"

    def groups(self, groups: Groups) -> str:
        """Alternatives in words."""
        several = [say(" 且 ", " and ").join(self.namer.comparison(each) for each in group) for group in groups]
        return say(" 或 ", " or ").join(several)

    def by(self, proof: Derivation) -> str:
        """What a proof is made of, whether by cases or by one sum."""
        if proof.steps or proof.cases is None:
            return (
                f"{self.namer.equation(replace(proof.claim, operator='')).removesuffix('  0')} = {self._whole(proof)}"
            )
        if not proof.cases.cases:
            return f"{self._added(proof.cases.steps)} = {fraction_text(proof.cases.total)}"
        if proof.cases.rule < 0:
            return say("分两边推导，逐步见 --format json", "by both sides in turn; every step is in --format json")
        return say(
            "按“{name}”的 {n} 种情形分别推导，逐步见 --format json",
            "by the {n} cases of “{name}” in turn; every step is in --format json",
            name=self.name(proof.cases.rule),
            n=len(proof.cases.cases),
        )

    def _whole(self, proof: Derivation) -> str:
        """The sum with its constant."""
        if not proof.steps:
            return fraction_text(-proof.rest)
        return f"{self._combination(proof)}{_signed(-proof.rest)}"

    def side(self, proof: Derivation, value: Fraction) -> str:
        """One side of a value: ``x >= 2: x - 2 = “A”``."""
        ((atom, _),) = proof.claim.terms
        name = self.namer.atom(atom)
        text = self.by(proof)
        if proof.steps:
            text = f"{name}{_signed(-value)} = {self._combination(proof)}{_signed(-proof.rest - value)}"
        return f"{name} {proof.claim.operator} {fraction_text(value)}{say('：', ': ')}{text}"

    def ends_in(self, proof: Derivation) -> str:
        """What a proof that ends in a constant adds up to."""
        if proof.cases is not None and not proof.steps:
            return self.by(proof)
        if proof.claim.rule < 0:
            ((atom, _),) = proof.claim.terms
            return f"{self.namer.atom(atom)}{_signed(proof.rest)} = {self._combination(proof)}"
        return say(
            "“{name}” = {sum}{rest}，而规则要它 {operator} 0",
            "“{name}” = {sum}{rest}, yet the rule asks for {operator} 0",
            name=self.name(proof.claim.rule),
            sum=self._combination(proof),
            rest=_signed(-proof.rest),
            operator=proof.claim.operator,
        )

    def patterns(self, proofs: Sequence[Derivation]) -> list[str]:
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
        name, combination = self.name(proof.claim.rule), self._combination(proof)
        if proof.cases is not None and not proof.steps:
            return self.by(proof)
        if any(step.assumed or step.equation.operator != "=" for step in proof.steps):
            return f"“{name}” = {self._whole(proof)}"
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
        return say("{n} 处（{places}）：", "{n} places ({places}): ", n=len(proofs), places=listed(places, 2))

    def places(self, proofs: Sequence[Derivation]) -> str:
        """Where something is so."""
        places = [place for each in proofs if (place := self.namer.place(each.claim))]
        if not places:
            return ""
        return say("{n} 处：{places}", "{n} places: {places}", n=len(places), places=listed(places))


def _signed(value: Fraction) -> str:
    """A number as it is added to something: `` + 3``, nothing for 0."""
    return f" {'-' if value < 0 else '+'} {fraction_text(abs(value))}" if value else ""


def listed(names: Sequence[str], most: int = SHOWN) -> str:
    """Names in a row; of many only the first."""
    text = say("、", ", ").join(names[:most])
    return (
        text
        if len(names) <= most
        else say("{text} 等 {n} 个", "{text} and others, {n} in all", text=text, n=len(names))
    )
