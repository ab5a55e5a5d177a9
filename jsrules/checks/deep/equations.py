"""Binding rules to equations over atoms, wherever a report of the form set may have them; or saying why that cannot be
done.

What is linear here is what `jsrules.engine.bind` makes a linear identity of, and is meant of true amounts: ``=``
without a tolerance, whose sides do not differ in scope, and that is no computed rate. Inequalities, and alternatives
and conditions made of such comparisons, become statements.
"""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from jsrules.base.names import fold
from jsrules.base.record import Record, field, replace
from jsrules.base.source import NOWHERE
from jsrules.base.years import holds_year
from jsrules.checks.cells.references import Atom, Need, NotHere, References, Spot, spots
from jsrules.checks.cells.rows import Universe
from jsrules.checks.deep.alternatives import Alternatives, NoAlternatives, alternatives, both, either
from jsrules.checks.lints.claims import Claims
from jsrules.checks.lints.normal import Normaliser
from jsrules.checks.places import is_text
from jsrules.model.form import BlockPlace
from jsrules.model.functions import FUNCTIONS
from jsrules.model.linear import Beyond, Linear, LinearFold, Quotient
from jsrules.model.statements import Rule
from jsrules.model.syntax import (
    Arithmetic,
    Beside,
    Call,
    Cells,
    Children,
    Chosen,
    Compare,
    Constant,
    Current,
    Details,
    Every,
    Expression,
    Header,
    Index,
    Name,
    Negative,
    OfLevel,
    Range,
)
from jsrules.model.tree import claims_of, divides


class Outside(Exception):
    """A part of a rule that is not linear; ``reason`` is a key of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


_NONLINEAR = [row.words for row in FUNCTIONS.values() if row.result == "figure" and row.linear == "none"]

REASONS: dict[str, tuple[str, str]] = {
    "rate": ("算出来再舍入的数（比率、平均）", "a computed figure (a rate or mean)"),
    "tolerance": ("写明了允许差", "an explicit tolerance"),
    "printed": ("== 比较印出的数", "== compares what is printed"),
    "plausible": ("只是核实性的", "it is a plausibility check only"),
    "units": ("逐个下级单位检查", "it is checked for each subordinate unit"),
    "scope": ("口径可不同", "the sides may differ in scope"),
    "nonlinear": (
        "、".join(("乘积", *(chinese for chinese, _ in _NONLINEAR))),
        ", ".join(("products", *(english for _, english in _NONLINEAR))),
    ),
    "logic": ("或、非、任一、全部", "or, not, any, all"),
    "chosen": ("按条件取的单元格", "cells chosen by a condition"),
    "existence": ("存在、空白、覆盖", "existence, blankness, coverage"),
    "text": ("文字", "texts"),
    "nowhere": ("按表样没有可绑定之处", "it binds to nothing under the form set"),
    "extent": (
        "各明细、上一行、下一行：是哪些行要看报告",
        "details, the previous or next row: which rows these are only a report tells",
    ),
    "size": ("太大", "too large"),
}
"""Why a rule, or a part of one, is outside the linear part."""


class Equation(Record):
    """``left - right operator 0`` for one part of a rule in one place: coefficients by atom, and a constant.

    ``part`` numbers the comparisons that a rule joins by 且, from 1; ``home`` is a block that has the row of ``spot``;
    ``written`` counts the atoms before any cancelled; ``needs`` are what must be so for it to be decided.
    """

    rule: int
    variant: int
    part: int
    spot: Spot
    home: BlockPlace
    operator: str
    terms: tuple[tuple[Atom, Fraction], ...]
    constant: Fraction
    written: int
    needs: frozenset[Need]


Groups = tuple[tuple[Equation, ...], ...]
"""Alternatives: all comparisons of one group hold, at least."""


class PartStatement(Record):
    """A part of a rule in one place that says more than an equation: wherever ``needs`` are so, one group of
    ``excluded`` holds (a condition does not) or one of ``claim``; ``guards`` are the conditions as groups.

    ``needs`` are without the conditions that these groups tell.
    """

    equation: Equation
    guards: Groups
    excluded: Groups
    claim: Groups
    needs: frozenset[Need]


ONE_OF = "or"
"""The operator of an `Equation` that only stands for alternatives."""

MAXIMUM_TERMS = 500_000
"""How many terms the equations of a set may have; rules beyond that are left outside."""


class RuleEquations(Record, frozen=False):
    """A rule bound: its equations (and single inequalities), what it says beyond those, and why parts of it are
    outside.
    """

    equations: list[Equation] = field(default_factory=list)
    statements: list[PartStatement] = field(default_factory=list)
    outside: dict[str, None] = field(default_factory=dict)
    conditional: bool = False


class EquationBinder:
    """Binds the rules of a set. Without a form set names are taken as they are written."""

    def __init__(self, universe: Universe | None) -> None:
        self.universe = universe
        self.room = MAXIMUM_TERMS

    def spend(self, terms: int) -> None:
        """Make room for the terms of an equation. Raises `Outside` when there is none left."""
        self.room -= terms + 1
        if self.room < 0:
            raise Outside("size")

    def bind(self, number: int, rule: Rule, scope: tuple[str, ...] = (), variant: int = 0) -> RuleEquations:
        """A resolved rule, or (without a form set) one as written under the table ``scope``."""
        bound = RuleEquations()
        binding = _Binding(self, (number, variant), rule, scope, bound)
        for part, (guards, node) in enumerate(claims_of(rule.body), 1):
            bound.conditional |= bool(guards)
            try:
                binding.take(part, node, guards)
            except Outside as outside:
                bound.outside[outside.reason] = None
                if outside.reason == "size":
                    bound.equations.clear()
                    bound.statements.clear()
                    break
        if not bound.equations and not bound.statements and not bound.outside:
            bound.outside["nowhere"] = None
        return bound


class _Binding(LinearFold[tuple[Spot, set[Need]]]):
    """One rule on its way to equations; in each place its forms also gather what they need to be decided."""

    def __init__(
        self, binder: EquationBinder, number: tuple[int, int], rule: Rule, scope: tuple[str, ...], bound: RuleEquations
    ) -> None:
        self.spend = binder.spend
        self.universe = binder.universe
        self.money_power = binder.universe.forms.money_power if binder.universe is not None else 0
        self.money = ("money",) if binder.universe is None else None
        self.number = number
        self.rule = rule
        self.bound = bound
        self.scope = scope
        self.claims = Claims(Normaliser(binder.universe.forms if binder.universe else None, scope))
        self.references = References(binder.universe, rule.missing) if binder.universe else None
        quantifier = rule.quantifier
        self.tag: Atom = ("each", replace(quantifier, span=NOWHERE), scope) if quantifier is not None else ()

    def take(self, part: int, node: Expression, guards: tuple[Expression, ...]) -> None:
        """The equations and statements of one part. Raises `Outside`."""
        claim = self._claim(node)
        if len(claim) == len(claim[0]) == 1:
            (node,) = claim[0]  # perhaps 非 (a <> b)
        if not self.rule.comparable:
            raise Outside("scope")
        if self.rule.nature == "plausibility":
            raise Outside("plausible")
        if self.rule.quantifier is not None and "unit" in self.rule.quantifier.axes:
            raise Outside("units")
        common = self._applicability()
        if common is None:
            return
        meant = [(each, self._guard(each)) for each in guards]
        linear = [found for _, found in meant if found is not None]
        opaque = [each for each, found in meant if found is None]
        for spot, home, row in spots(self.universe, self.rule):
            base: set[Need] = set()
            try:
                equation = self._equation(node if isinstance(node, Compare) else claim[0][0], part, spot, home, base)
            except NotHere:
                continue
            base |= common
            base.update(self._condition(each, spot) for each in opaque)
            needs = base.union(self._condition(each, spot) for each in guards) if guards else base
            equation = replace(equation, needs=frozenset(needs))
            if not isinstance(node, Compare):
                equation = replace(equation, operator=ONE_OF, terms=(), constant=Fraction())
            if row and not self._is_true_unwritten(equation, spot):
                equation = replace(equation, needs=equation.needs | set(row))
                base.update(row)
            if isinstance(node, Compare):
                self.bound.equations.append(equation)
                if node.operator == "=" and not linear:
                    continue
            self._state(equation, claim, linear, guards, base)

    def _state(
        self,
        equation: Equation,
        claim: Alternatives,
        linear: list[tuple[Alternatives, Alternatives]],
        guards: tuple[Expression, ...],
        needs: set[Need],
    ) -> None:
        part, spot, home = equation.part, equation.spot, equation.home

        def bound(several: Alternatives, needs: set[Need]) -> Groups:
            return tuple(tuple(self._equation(x, part, spot, home, needs) for x in group) for group in several)

        if len(claim) == len(claim[0]) == 1:
            claimed: Groups = ((equation,),)
        else:
            try:
                claimed = bound(claim, needs)
            except NotHere:
                return
        own = set(needs)
        if not linear:
            self.bound.statements.append(PartStatement(equation, (), (), claimed, frozenset(own)))
            return
        try:
            held = bound(both(each for each, _ in linear), own)
            excluded = bound(either(each for _, each in linear), own)
        except (NoAlternatives, Outside, NotHere):
            held, excluded = (), ()
            own = needs | {self._condition(each, spot) for each in guards}
        self.bound.statements.append(PartStatement(equation, held, excluded, claimed, frozenset(own)))

    def _equation(self, node: Compare, part: int, spot: Spot, home: BlockPlace, needs: set[Need]) -> Equation:
        """A comparison in one place; ``needs`` grow."""
        total, written = self._difference(node, spot, needs)
        self.spend(written)
        scale = total.denominator
        terms = tuple((atom, Fraction(value, scale)) for atom, value in total.terms.items() if value)
        constant = Fraction(total.constant, scale)
        return Equation(*self.number, part, spot, home, node.operator, terms, constant, written, frozenset(needs))

    def _claim(self, node: Expression) -> Alternatives:
        """What a part says, as alternatives. Raises `Outside`."""
        try:
            claim = alternatives(node)
        except NoAlternatives:
            self._comparison(node)
            raise Outside("logic") from None
        for each in (compare for group in claim for compare in group):
            self._comparison(each)
        return claim

    def _guard(self, node: Expression) -> tuple[Alternatives, Alternatives] | None:
        """A condition as alternatives, and its opposite; None when it is not made of comparisons of figures."""
        try:
            found = alternatives(node), alternatives(node, negated=True)
            for each in (compare for several in found for group in several for compare in group):
                self._comparison(each)
        except (NoAlternatives, Outside):
            return None
        return found

    def _applicability(self) -> set[Need] | None:
        """What reports the rule is for; the year is that of the form set. None when it is for none of these."""
        needs: set[Need] = set()
        for each in self.rule.applies:
            if each.kind != "year" or self.universe is None:
                needs.add(("applies", each.kind, each.values))
            elif not any(holds_year(value, self.universe.forms.year) for value in each.values):
                return None
        return needs

    def _comparison(self, node: Expression) -> Compare:
        if not isinstance(node, Compare):
            if isinstance(node, Call) and node.function not in ("any", "all"):
                raise Outside("text" if "text" in FUNCTIONS[node.function].arguments else "existence")
            raise Outside("logic")
        if is_text(node.left) or is_text(node.right):
            raise Outside("text")
        if node.tolerance is not None:
            raise Outside("tolerance")
        if node.operator == "==":
            raise Outside("printed")
        if node.operator == "=" and (
            self._is_computed(node.left, node.right) or self._is_computed(node.right, node.left)
        ):
            raise Outside("rate")
        return node

    def _is_computed(self, figure: Expression, other: Expression) -> bool:
        """Whether a bare figure faces a quotient or mean: it is recomputed as printed, not balanced."""
        is_bare = isinstance(figure, Cells) or (self.universe is None and not _is_composed(figure))
        return is_bare and divides(other)

    def _condition(self, node: Expression, spot: Spot) -> Need:
        where = (spot.form, spot.block, spot.row, spot.column) if self.rule.quantifier is not None else ()
        return "if", self.claims.key(node), self.rule.missing, self.tag if self.universe is None else (), *where

    def _is_true_unwritten(self, equation: Equation, spot: Spot) -> bool:
        """Whether an equation holds by itself where its row is not written: then all that it is about is 0."""
        blocks = self.rule.quantifier.blocks if self.rule.quantifier is not None else ()
        if equation.operator in (ONE_OF, "<", ">", "<>"):
            return False
        return not equation.constant and all(
            atom[0] in ("cell", "sum")
            and (atom[1], atom[2]) in blocks
            and atom[3 if atom[0] == "cell" else 4] == spot.row
            and not atom[-1]
            for atom, _ in equation.terms
        )

    # -- figures

    def _difference(self, node: Compare, spot: Spot, needs: set[Need]) -> tuple[Linear, int]:
        """Left less right, and how many atoms went in."""
        try:
            total, right = (self.linear(each, (spot, needs)) for each in (node.left, node.right))
        except Beyond:
            raise Outside("nonlinear") from None
        if isinstance(total, Quotient) or isinstance(right, Quotient):
            raise Outside("nonlinear")
        total.add(right, -1)
        return total, len(total.terms)

    def _many(self, node: Cells, at: tuple[Spot, set[Need]]) -> Linear:
        assert self.references is not None
        if isinstance(node.rows, Beside | Details):
            raise Outside("extent")
        atoms, needs = self.references.atoms(node, at[0])
        at[1].update(needs)
        return Linear(dict(Counter(atoms)))

    def _chosen(self, _node: Chosen, _at: tuple[Spot, set[Need]]) -> Linear:
        raise Outside("chosen")

    def _leaf(self, node: Expression, at: tuple[Spot, set[Need]]) -> Linear:
        atom = ("year", node.origin) if isinstance(node, Header) else self._unresolved(node, at[1])
        return Linear({atom: 1})

    def _function(self, node: Call, at: tuple[Spot, set[Need]]) -> Linear:
        linear = FUNCTIONS[node.function].linear
        if linear != "count":
            raise Outside("rate" if linear == "mean" else "nonlinear")
        if self.references is None and not any(isinstance(each, Chosen) for each in node.arguments):
            return Linear({("count", self.tag, self.scope, node.arguments): 1})
        counted = Linear()
        for each in node.arguments:
            if not isinstance(each, Cells):
                raise Outside("chosen" if isinstance(each, Chosen) else "nonlinear")
            counted.add(self._many(each, at))
        return Linear({("count", frozenset(counted.terms.items())): 1})

    def _unresolved(self, node: Expression, needs: set[Need]) -> Atom:
        """A name, where there is no form set: the same name under the same table is the same figure."""
        if isinstance(node, Name):
            node = replace(node, parts=tuple(map(fold, node.parts)))
        rows = node.row if isinstance(node, Index) else node.rows if isinstance(node, Current) else None
        if isinstance(rows, Children):  # it is decided only where there are any
            needs.add(("children", self.tag, self.scope, node))
        column = node.column if isinstance(node, Index) else None
        several = isinstance(rows, Range | Every | OfLevel | Children | Details) or isinstance(column, Every | Range)
        return "names" if several else "name", self.tag, self.scope, node


def _is_composed(node: Expression) -> bool:
    return isinstance(node, Arithmetic | Call | Negative | Constant)
