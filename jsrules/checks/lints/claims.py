"""Conditions in a normal form, and what follows from several of them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from fractions import Fraction

from jsrules.base.record import Record
from jsrules.checks.lints.normal import NormalAtom, Normaliser
from jsrules.model.functions import FUNCTIONS
from jsrules.model.linear import NEGATED, holds
from jsrules.model.syntax import Call, Cells, Compare, Expression, If, Logic, Not
from jsrules.model.tree import divides

_FLIPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}

Shape = frozenset[tuple[NormalAtom, Fraction]]


class Claim(Record):
    """``shape operator bound``: atoms with coefficients against a number; without a shape, a truth on its own.

    ``tolerance`` is the one written, in the measure of the shape; ``derived`` the figure that is computed and rounded.
    """

    shape: Shape
    operator: str
    bound: Fraction
    tolerance: Hashable = None
    derived: Hashable = None

    @property
    def is_plain(self) -> bool:
        """Whether it says no more than the comparison itself."""
        return self.tolerance is None and self.derived is None

    def negated(self) -> Claim:
        """The opposite."""
        return Claim(self.shape, NEGATED[self.operator], self.bound)


class Fact(Record):
    """Something that is true or not: 存在(…), 空白(…), 形如(…)."""

    atom: Hashable
    holds: bool = True

    def negated(self) -> Fact:
        """The opposite."""
        return Fact(self.atom, not self.holds)


Literal = Claim | Fact


class Claims:
    """Makes claims of conditions."""

    def __init__(self, normal: Normaliser) -> None:
        self.normal = normal

    def literal(self, node: Expression) -> Literal | None:
        """A condition that is one comparison, one truth, or the opposite of one; None for others."""
        if isinstance(node, Not):
            inner = self.literal(node.operand)
            if inner is None or (isinstance(inner, Claim) and not inner.is_plain):
                return None
            return inner.negated()
        if isinstance(node, Compare):
            return self.claim(node)
        if isinstance(node, Call):
            exists = Fact(("exists", *(self._place(each) for each in node.arguments)))
            if node.function == "exists":
                return exists
            if node.function == "blank" and isinstance(node.arguments[0], Cells):
                return exists.negated()  # of a table it is not: one may be there and hold nothing
            return Fact((node.function, *(self._place(each) for each in node.arguments)))
        return None

    def _place(self, node: Expression) -> Hashable:
        return frozenset(self.normal.cells(node)) if isinstance(node, Cells) else self.normal.atom(node)

    def claim(self, node: Compare) -> Claim:
        """A comparison in its normal form."""
        difference = self.normal.difference(node)
        terms = {atom: value for atom, value in difference.terms.items() if value}
        tolerance: Hashable = None
        if node.tolerance is not None:
            size = Fraction(node.tolerance.mantissa, 10**node.tolerance.decimals)
            tolerance = (size, self.normal.sum(node.right).key()) if node.tolerance.relative else size
        if not terms:
            return Claim(frozenset(), node.operator, Fraction(-difference.constant, difference.denominator), tolerance)
        lead = terms[min(terms, key=repr)]
        operator = _FLIPPED.get(node.operator, node.operator) if lead < 0 else node.operator
        if isinstance(tolerance, Fraction):
            tolerance *= Fraction(difference.denominator, abs(lead))
        shape = frozenset((atom, Fraction(value, lead)) for atom, value in terms.items())
        return Claim(shape, operator, Fraction(-difference.constant, lead), tolerance, self._derived(node))

    def _derived(self, node: Compare) -> Hashable:
        """The bare figure that faces a quotient or a mean: it is recomputed, not balanced."""
        if node.operator != "=" or node.tolerance is not None:
            return None
        for figure, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(figure, Cells) and divides(other):
                return tuple(self.normal.cells(figure))
        return None

    def key(self, node: Expression) -> Hashable:
        """Equal for conditions that say the same."""
        literal = self.literal(node)
        if literal is not None:
            return literal
        match node:
            case Logic(operator, operands):
                return operator, frozenset(self.key(each) for each in operands)
            case Not(operand):
                return "not", self.key(operand)
            case If(condition, consequence):
                return "if", self.key(condition), self.key(consequence)
        return self.normal.atom(node)

    def conjuncts(self, node: Expression) -> list[Literal]:
        """The claims that hold whenever a condition holds."""
        if isinstance(node, Logic) and node.operator == "and":
            return [each for operand in node.operands for each in self.conjuncts(operand)]
        if isinstance(node, Not) and isinstance(node.operand, Logic) and node.operand.operator == "or":
            return [each for operand in node.operand.operands for each in self.conjuncts(Not(operand))]
        literal = self.literal(node)
        if literal is None:
            return []
        found = [literal]
        if isinstance(literal, Fact) and not literal.holds:
            found += self._zero(node)
        return found

    def _zero(self, node: Expression) -> list[Claim]:
        """A cell that is blank counts as 0."""
        inner = node.operand if isinstance(node, Not) else node
        if not isinstance(inner, Call) or not isinstance(inner.arguments[0], Cells):
            return []
        atoms = list(self.normal.cells(inner.arguments[0]))
        return [Claim(frozenset([(atom, Fraction(1))]), "=", Fraction()) for atom in atoms]


def truth(claim: Claim) -> bool | None:
    """Whether a comparison of constants holds; None when it is not one."""
    if claim.shape:
        return None
    if claim.tolerance is not None:
        return abs(claim.bound) <= claim.tolerance if isinstance(claim.tolerance, Fraction) else None
    return holds(claim.operator, -claim.bound.numerator)


def contradict(literals: Iterable[Literal]) -> bool:
    """Whether the literals can never hold together."""
    facts: dict[Hashable, bool] = {}
    shapes: dict[Shape, list[Claim]] = {}
    for each in literals:
        if isinstance(each, Fact):
            if facts.setdefault(each.atom, each.holds) is not each.holds:
                return True
        elif each.is_plain:
            if truth(each) is False:
                return True
            if each.shape:
                shapes.setdefault(each.shape, []).append(each)
    return any(not _possible(shape, claims) for shape, claims in shapes.items())


def follows(literal: Literal, known: Iterable[Literal]) -> bool:
    """Whether a literal holds whenever the known ones do."""
    if isinstance(literal, Claim) and not literal.is_plain:
        return literal in set(known)
    return contradict([*known, literal.negated()])


def _possible(shape: Shape, claims: list[Claim]) -> bool:
    """Whether some number satisfies comparisons of one shape with numbers."""
    claims = [*claims, *_natural(shape)]
    equal = {each.bound for each in claims if each.operator in ("=", "==")}
    if len(equal) > 1:
        return False
    low = max((each.bound for each in claims if each.operator in (">", ">=")), default=None)
    up = min((each.bound for each in claims if each.operator in ("<", "<=")), default=None)
    if not equal and low is not None and up is not None:
        if low > up:
            return False
        equal = {low} if low == up else equal
    # Else there is a gap with numbers enough that no <> takes.
    return all(holds(each.operator, (value - each.bound).numerator) for value in equal for each in claims)


def _natural(shape: Shape) -> list[Claim]:
    """Counts and absolute values are never negative."""
    ((atom, sign), *others) = shape
    if others or not (atom[0] == "call" and FUNCTIONS[atom[1]].never_negative):
        return []
    return [Claim(shape, ">=" if sign > 0 else "<=", Fraction())]
