"""A small checker of the proofs by inequalities and cases: it knows what the rules mean and re-adds every sum, by none of
the project's code.

A condition is a tree: ``("is", form, operator)`` says ``form operator 0``, a form goes from figure to coefficient, its
constant under ``""``; ``("and", …)``, ``("or", …)``, ``("not", x)``, ``("if", x, y)`` are made of conditions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

Form = dict[str, Fraction]
Plain = tuple[tuple[tuple[str, Fraction], ...], str]
"""A comparison as a value: its form as sorted pairs, and one of ``=``, ``>=``, ``>``."""

OPPOSITE = {"=": "<>", "<>": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def plain(form: Mapping[str, Fraction], operator: str) -> Plain:
    """A comparison other than ``<>``, as ``form >= 0``, ``> 0`` or ``= 0``."""
    sign = -1 if operator in ("<", "<=") else 1
    return tuple(sorted((name, sign * value) for name, value in form.items() if value)), operator.replace("<", ">")


def ways(node: tuple[Any, ...], holds: bool = True) -> list[frozenset[Plain]]:
    """The ways in which a condition holds (or does not): sets of comparisons."""
    kind, *rest = node
    if kind == "not":
        return ways(rest[0], not holds)
    if kind == "if":
        return ways(("or", ("not", rest[0]), rest[1]), holds)
    if kind == "is":
        form, operator = rest
        operator = operator if holds else OPPOSITE[operator]
        return [frozenset([plain(form, each)]) for each in (("<", ">") if operator == "<>" else (operator,))]
    several = [ways(each, holds) for each in rest]
    if (kind == "or") is holds:
        return [way for each in several for way in each]
    return [frozenset().union(*each) for each in product(*several)]


def is_true(node: tuple[Any, ...], point: Mapping[str, int]) -> bool:
    """Whether a condition holds at a point."""
    kind, *rest = node
    if kind == "not":
        return not is_true(rest[0], point)
    if kind == "if":
        return not is_true(rest[0], point) or is_true(rest[1], point)
    if kind != "is":
        return (all if kind == "and" else any)(is_true(each, point) for each in rest)
    form, operator = rest
    value = sum((size * (point[name] if name else 1) for name, size in form.items()), Fraction())
    return {
        "=": value == 0, "<>": value != 0, "<": value < 0, "<=": value <= 0, ">": value > 0, ">=": value >= 0,
    }[operator]  # fmt: skip


def figure(atom: tuple[Any, ...]) -> str:
    """What an analysis without a form set calls a figure."""
    name: str = atom[3].parts[0]
    return name


def form_of(equation: Any) -> Form:
    """Left less right of an equation or inequality of the analysis."""
    return {**{figure(atom): value for atom, value in equation.terms}, "": equation.constant}


class Checker:
    """``rules`` are what the rules of a set mean, by number."""

    def __init__(self, rules: Sequence[tuple[Any, ...]]) -> None:
        self.rules = rules

    def refutes(self, cases: Any, asked: Iterable[tuple[Any, ...]]) -> bool:
        """Whether a tree shows that what is asked about cannot be where the rules that it names hold."""
        return self._refutes(cases, list(asked), frozenset())

    def _refutes(self, cases: Any, asked: list[tuple[Any, ...]], known: frozenset[Plain]) -> bool:
        if not cases.cases:
            return self._adds_up(cases.steps, cases.total, asked, known)
        groups = [frozenset(plain(form_of(each), each.operator) for each in group) for group, _ in cases.cases]
        of = [self.rules[cases.rule]] if cases.rule >= 0 else asked
        # One of the groups holds, since every way in which the rule does takes one.
        if not any(
            all(any(all(_follows(one, way) for one in group) for group in groups) for way in ways(each))
            for each in self._parts(of)
        ):
            return False
        return all(
            self._refutes(each, asked, known | group) for group, (_, each) in zip(groups, cases.cases, strict=True)
        )

    @staticmethod
    def _parts(several: Iterable[tuple[Any, ...]]) -> Iterable[tuple[Any, ...]]:
        """What each of several says in all, and in parts."""
        for each in several:
            yield each
            if each[0] == "and":
                yield from Checker._parts(each[1:])
            if each[0] == "if" and each[2][0] == "and":
                yield from (("if", each[1], part) for part in each[2][1:])
            if each[0] == "not" and each[1][0] == "or":
                yield from Checker._parts(("not", part) for part in each[1][1:])
            if each[0] == "not" and each[1][0] == "if":
                yield from Checker._parts((each[1][1], ("not", each[1][2])))

    def _adds_up(
        self, steps: Sequence[Any], total: Fraction, asked: list[tuple[Any, ...]], known: frozenset[Plain]
    ) -> bool:
        left: Form = {"": -total}
        strict = False
        for step in steps:
            equation, factor = step.equation, step.multiplier
            one = plain(form_of(equation), equation.operator)
            of = asked if step.assumed else [self.rules[equation.rule]] if equation.rule >= 0 else []
            if not _follows(one, known) and not any(
                all(_follows(one, way) for way in ways(part)) for part in self._parts(of)
            ):
                return False
            if equation.operator != "=" and (factor < 0) != ("<" in equation.operator) and factor:
                return False
            strict |= bool(factor) and equation.operator in ("<", ">")
            for name, value in form_of(equation).items():
                left[name] = left.get(name, Fraction()) + factor * value
        return not any(left.values()) and (total < 0 or (total == 0 and strict))

    def proves(self, proof: Any, assumed: Iterable[tuple[Any, ...]] = (), value: Fraction = Fraction()) -> bool:
        """Whether a derivation proves its claim, less a value, where something is assumed."""
        claim, operator = form_of(proof.claim), proof.claim.operator
        claim[""] -= value
        if proof.cases is not None:
            opposite = ("is", claim, OPPOSITE[operator])
            return self.refutes(proof.cases, [*assumed, opposite])
        left = {name: -size for name, size in form_of(proof.claim).items()}
        left[""] -= proof.rest
        for step in proof.steps:
            for name, size in form_of(step.equation).items():
                left[name] = left.get(name, Fraction()) + step.multiplier * size
        if any(left.values()):
            return False
        # claim - value = sum of steps - (rest + value)
        sign = -1 if operator in ("<", "<=") else 1
        margin = -sign * (proof.rest + value)
        if operator == "=":
            return not margin and all(step.equation.operator == "=" for step in proof.steps)
        strict = False
        for step in proof.steps:
            one = plain(form_of(step.equation), step.equation.operator)
            of = list(assumed) if step.assumed else [self.rules[step.equation.rule]]
            given = frozenset(each for part in assumed for way in ways(part) for each in way)
            if not any(
                all(_follows(one, way) or any(_is_opposite(each, given) for each in way) for way in ways(part))
                for part in self._parts(of)
            ):
                return False
            if step.equation.operator != "=" and (step.multiplier * sign < 0) != ("<" in step.equation.operator):
                return False
            strict |= step.equation.operator in ("<", ">")
        return margin > 0 or (margin == 0 and (strict or "=" in operator)) or operator == "<>"


def _follows(one: Plain, given: frozenset[Plain]) -> bool:
    """Whether a comparison is given, as itself or with more."""
    form, operator = one
    turned = tuple((name, -value) for name, value in form)
    if operator == "=":
        return one in given or (turned, "=") in given
    if operator == ">=" and ((form, "=") in given or (turned, "=") in given or (form, ">") in given):
        return True
    return one in given


def _is_opposite(one: Plain, given: frozenset[Plain]) -> bool:
    """Whether a comparison cannot be where some others are given: it is the opposite of one of them."""
    form, operator = one
    turned = tuple((name, -value) for name, value in form)
    if operator == "=":
        return (form, ">") in given or (turned, ">") in given
    return (turned, ">" if operator == ">=" else ">=") in given or (form, "=") in given or (turned, "=") in given
