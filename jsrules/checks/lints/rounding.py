"""W307 comparisons that rounding makes meaningless, W308 tolerances tighter than the printed precision."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.base.number import decimal_text
from jsrules.base.units import Unit
from jsrules.checks.lints.normal import NormalAtom
from jsrules.checks.lints.subject import LintSubject, in_every_variant
from jsrules.model.form import FormSet
from jsrules.model.functions import FUNCTIONS
from jsrules.model.linear import Linear
from jsrules.model.syntax import Call, ColumnNumber, Compare, Constant, Expression, If, Keys, Logic, Negative

USUAL_DECIMALS = 2
"""Amounts, percentages and points are printed with two decimals as a rule."""


def lint_rounding(subject: LintSubject) -> Iterator[Diagnostic]:
    """Comparisons that the precision of printed figures cannot bear out."""
    if subject.forms is None:
        return iter(())
    return in_every_variant(
        subject, lambda each, rule: _Rounding(each, each.forms).look(rule.body) if each.forms else iter(())
    )


class _Rounding:
    def __init__(self, subject: LintSubject, forms: FormSet) -> None:
        self.subject = subject
        self.forms = forms

    def look(self, node: Expression) -> Iterator[Diagnostic]:
        """What is judged within rounding. The condition behind 若 is not: it looks at the figures as printed."""
        match node:
            case If(_, consequence):
                yield from self.look(consequence)
            case Logic(_, operands):
                for each in operands:
                    yield from self.look(each)
            case Compare() if node.tolerance is not None:
                yield from self._tolerance(node)
            case Compare("<" | ">" | "<>"):
                yield from self._strict(node)

    def _strict(self, node: Compare) -> Iterator[Diagnostic]:
        if (_is_constant(node.left) or _is_constant(node.right)) and node.operator != "<>":
            return  # x > 0 asks for an amount at all
        difference = self.subject.claims.normal.difference(node)
        if not any(self._last_place(atom) for atom, value in difference.terms.items() if value):
            return
        if node.operator == "<>":
            yield self.subject.finding(
                "W307",
                node.span,
                say(
                    "印出的数是舍入过的，“不等于”几乎总能成立",
                    "printed figures are rounded: “unequal” can nearly always be true",
                ),
                say(
                    "要求有数写 非 空白(…)；把比较放进 若 … 则 里，则按印出的数判断",
                    "ask for a figure with not blank(…); behind “if”, figures are compared as printed",
                ),
            )
            return
        wider = node.operator + "="
        yield self.subject.finding(
            "W307",
            node.span,
            say(
                "印出的数是舍入过的，差不到末位的大小分不出来",
                "printed figures are rounded: which of two is larger by less than a last place cannot be told",
            ),
            say("写成 {wider}", "write {wider}", wider=wider),
        )

    def _tolerance(self, node: Compare) -> Iterator[Diagnostic]:
        tolerance = node.tolerance
        if tolerance is None or tolerance.relative or node.operator not in ("=", "<=", ">="):
            return
        size = Fraction(tolerance.mantissa, 10**tolerance.decimals)
        difference = self.subject.claims.normal.difference(node)
        allowance = self._allowance(difference)
        if size >= allowance:
            return
        span = node.span
        text = decimal_above(allowance)
        if not size:
            yield self.subject.finding(
                "W308",
                span,
                say("允许差是 0，尾差都会报成不符", "with a tolerance of 0 every rounding difference is a violation"),
                say("要求印出的数相同写 ==，否则删去 ±", "to ask for equal print write ==, or else remove the ±"),
            )
            return
        yield self.subject.finding(
            "W308",
            span,
            say(
                "允许差小于这些数的最大尾差 {allowance}，舍入造成的差会报成不符",
                "the tolerance is below {allowance}, which rounding alone may cause: sound figures would be accused",
                allowance=text,
            ),
            say(
                "删去 ±（自动按印出的位数算），或写成 ± {allowance}",
                "remove the ± (rounding is allowed for anyway), or write ± {allowance}",
                allowance=text,
            ),
        )

    def _allowance(self, difference: Linear) -> Fraction:
        """The largest rounding difference of figures with the usual decimals; of rows without number, as if of one."""
        total = Fraction()
        for atom, coefficient in difference.terms.items():
            total += abs(coefficient) * self._last_place(atom)
        return total * Fraction(1, 2 * difference.denominator)

    def _last_place(self, atom: NormalAtom) -> Fraction:
        """The last place of a figure, in the measure of the rule; 0 when it is exact or not known."""
        if atom[0] != "cell":
            return Fraction()
        form, block, rows, columns = atom[1:5]
        assert isinstance(form, int) and isinstance(block, int)
        unit = self._unit(form, block, rows, columns)
        return last_place(unit, self.forms.money_power) if unit is not None else Fraction()

    def _unit(self, form: int, block: int, rows: object, columns: object) -> Unit | None:
        shape = self.forms.forms[form].blocks[block]
        row = shape.row(rows.keys[0]) if isinstance(rows, Keys) else None
        numbers = [columns.number] if isinstance(columns, ColumnNumber) else range(len(shape.columns))
        units = {self.forms.unit_of(form, block, row, number) for number in numbers}
        return units.pop() if len(units) == 1 else None


def last_place(unit: Unit, money_power: int) -> Fraction:
    """The last place of a figure printed as usual, in units of 10**money_power 元 if it is money; 0 when it is exact."""
    if unit.exact or not unit.name:
        return Fraction()
    shift = unit.shift(money_power) - unit.places
    return Fraction(10 ** max(0, shift), 10 ** (USUAL_DECIMALS + max(0, -shift)))


def _is_constant(node: Expression) -> bool:
    if isinstance(node, Negative):
        return _is_constant(node.operand)
    return isinstance(node, Constant) or (isinstance(node, Call) and FUNCTIONS[node.function].linear == "count")


def decimal_above(value: Fraction) -> str:
    """A fraction as a decimal, rounded up to a sixth decimal where it is longer."""
    scaled = -(-value.numerator * 10**6 // value.denominator)
    text = decimal_text(scaled, 6)
    return text.rstrip("0").rstrip(".") if "." in text else text
