"""From a judgement to an outcome that people can read: who faces whom, with which figures, by how much."""

from __future__ import annotations

from math import gcd

from jsrules.base.diagnostic import SEVERITIES, Severity
from jsrules.base.language import say
from jsrules.base.number import decimal_text, divide_half_up, short_decimal_text
from jsrules.engine.bind import Binder
from jsrules.engine.judgement import Judgement
from jsrules.engine.weigh import Rational, value_of
from jsrules.model.ground import Ground, GroundLinear, GroundRatio, Linear, Place
from jsrules.model.outcome import Outcome, RuleInfo, Term
from jsrules.model.report import Amount, Cell
from jsrules.model.syntax import Cells, Compare, Existing, Expression, Note
from jsrules.model.tree import walk

_FALSE_WORDS = {
    "=": ("应等于", "should equal"),
    "==": ("应与之相同", "should be the same as"),
    "<>": ("不应等于", "should differ from"),
    "<=": ("不应大于", "should be at most"),
    "<": ("应小于", "should be less than"),
    ">=": ("不应小于", "should be at least"),
    ">": ("应大于", "should be more than"),
}

_MAXIMUM_PLACES = 12


def severity_of(rule: RuleInfo, judgement: Judgement) -> Severity:
    """The level at which a verdict is shown: rounding as 提示; what cannot be decided, was cut off or has no base,
    at most as 警告.
    """
    if judgement.verdict == "violation" and judgement.kind not in ("truncation", "zero_denominator"):
        return rule.severity
    if judgement.verdict in ("violation", "undetermined") and judgement.kind != "not_comparable":
        return min(rule.severity, "warning", key=SEVERITIES.index)
    return "info"


class Describer:
    """Describes judgements on one report."""

    def __init__(self, binder: Binder) -> None:
        self.binder = binder
        self.report = binder.report

    def describe(self, rule: RuleInfo, message: str, ground: Ground, judgement: Judgement) -> Outcome:
        """The outcome for one ground identity; ``message`` is the rule's own template or empty."""
        outcome = Outcome(rule, judgement.verdict, severity_of(rule, judgement), judgement.kind)
        outcome.missing = judgement.missing
        outcome.reason = judgement.reason
        if isinstance(ground, GroundLinear):
            self._linear(outcome, ground, judgement)
        elif isinstance(ground, GroundRatio):
            self._ratio(outcome, ground, judgement)
        else:
            self._other(outcome, ground, judgement)
        self._place(outcome, ground)
        if message:
            outcome.message = _fill(message, outcome)
        return outcome

    # -- linear comparisons

    def _linear(self, outcome: Outcome, ground: GroundLinear, judgement: Judgement) -> None:
        node = ground.node
        assert isinstance(node, Compare)
        unit = self._unit(ground.row, ground.left, ground.right)
        percent = unit == "%"
        outcome.unit = unit
        outcome.operator = ground.operator
        places = self._places(ground.left, ground.right)
        left, _, left_scale = value_of(self.report, ground.left)
        right, _, right_scale = value_of(self.report, ground.right)
        outcome.left = rational_text((left, left_scale), percent, places)
        outcome.right = rational_text((right, right_scale), percent, places)
        value, slack, scale = value_of(self.report, ground.row)
        outcome.difference = rational_text((value, scale), percent, places)
        outcome.allowance = _length_text(judgement.allowance or (slack, 2 * scale), percent, places)
        outcome.beyond = _length_text(judgement.beyond or (0, 1), percent, places)
        if ground.tolerance is not None and judgement.verdict == "rounding":
            outcome.reason = say("在规则写明的允许差之内", "within the tolerance that the rule gives")
        outcome.terms = self._terms(ground.row)
        sides = self._figures(ground.left, unit), self._figures(ground.right, unit)
        outcome.formula = f" {_sign(ground.operator, judgement)} ".join(sides)
        outcome.message = say(
            "{left} {word} {right}",
            "{left} {word} {right}",
            left=self._side(node.left, ground.left, outcome.left, ground.place, unit),
            right=self._side(node.right, ground.right, outcome.right, ground.place, unit),
            word=say(*_FALSE_WORDS[ground.operator]),
        )

    def _side(self, node: Expression, form: Linear, value: str, place: Place, unit: str) -> str:
        if isinstance(node, Cells):
            cell = self.binder.reach.one(node, place)
            name = self._reference(node, place)
            return (
                f"{name} {cell.amount.text if cell is not None and cell.amount is not None else say('空白', 'blank')}"
            )
        text = self._source_text(node)
        if (
            form.is_constant
            and not form.printed
            and not form.terms
            and text.replace("%", "").replace(".", "").isdigit()
        ):
            return text
        return f"{text} {value}{'%' if unit == '%' else ''}"

    def _reference(self, node: Cells, place: Place) -> str:
        reach = self.binder.reach
        key = reach.keys(node, place)[0]
        form = self.report.forms.forms[node.form]
        block = form.blocks[node.block]
        year = "上年" if node.prior else ""
        parts = [year, form.path, block.name, self.report.row_label(node.form, node.block, key)]
        if len(block.columns) > 1:
            parts.append(block.columns[reach.column(node, place)].name)
        return ".".join(part for part in parts if part)

    def _source_text(self, node: Expression) -> str:
        span = node.span
        return " ".join(self._rule.source.text[span.start : span.end].split())

    # -- rates

    def _ratio(self, outcome: Outcome, ground: GroundRatio, judgement: Judgement) -> None:
        cell = self.report.cells[ground.cell]
        amount = cell.amount
        assert amount is not None
        percent = amount.unit.name == "%"
        outcome.unit = amount.unit.name
        places = amount.decimals - (2 if percent else 0)
        outcome.left = rational_text((amount.mantissa, 10**amount.decimals), percent, places)
        outcome.terms = [
            Term(cell),
            *(
                Term(self.report.cells[index])
                for index in dict.fromkeys((*ground.numerator.terms, *ground.denominator.terms))
                if index != ground.cell
            ),
        ]
        top, _, top_scale = value_of(self.report, ground.numerator)
        bottom, _, bottom_scale = value_of(self.report, ground.denominator)
        mean = ground.denominator.is_constant and not ground.denominator.printed
        above = self._figures(ground.numerator, "", grouped=not mean)
        quotient = above if mean else f"{above} ÷ {self._figures(ground.denominator, '', grouped=True)}"
        name = self.report.cell_path(cell)
        if bottom == 0:
            outcome.formula = f"{quotient} {say('无定义', 'is undefined')}"
            outcome.message = say(
                "{name} 印为 {text}，但分母为 0，比率无定义",
                "{name} is printed as {text}, but its base is 0: the rate is undefined",
                name=name,
                text=amount.text,
            )
            return
        exact = (top * bottom_scale, bottom * top_scale)
        computed = divide_half_up(exact[0] * 10**amount.decimals, exact[1])
        outcome.right = rational_text((computed, 10**amount.decimals), percent, places)
        outcome.difference = rational_text(judgement.difference or (0, 1), percent, places)
        if judgement.allowance is not None:
            outcome.allowance = _length_text(judgement.allowance, percent, places)
            outcome.beyond = _length_text(judgement.beyond, percent, places)
        elif judgement.verdict == "pass":
            outcome.beyond = "0"
        mark = "%" if percent else ""
        finer = rational_text(_rounded(exact, amount.decimals + 2), percent, places + 2)
        equals = "=" if _is_exactly(exact, amount.decimals + 2) else "≈"
        outcome.formula = f"{quotient} {equals} {finer}{mark}"
        outcome.message = say(
            "{name} 印为 {text}，按金额计算应为 {right}{mark}",
            "{name} is printed as {text}; by the amounts it should be {right}{mark}",
            name=name,
            text=amount.text,
            right=outcome.right,
            mark=mark,
        )
        if judgement.reason == "base":
            outcome.reason = outcome.missing = say(
                "“{name}”的分母在尾差范围内可能为 0", "the base of “{name}” may be 0 within rounding", name=name
            )

    # -- the rest

    def _other(self, outcome: Outcome, ground: Ground, judgement: Judgement) -> None:
        node = getattr(ground, "node", None)
        if node is None:
            outcome.message = judgement.reason
            return
        for name, value in (
            ("left", judgement.left),
            ("right", judgement.right),
            ("difference", judgement.difference),
            ("allowance", judgement.allowance),
            ("beyond", judgement.beyond),
        ):
            if value is not None:
                setattr(outcome, name, rational_text(value, False))
        cells: dict[int, Cell] = {}
        for each in walk(node):
            if isinstance(each, Cells):
                for cell in self._cells_of(each, ground.place):
                    cells[cell.index] = cell
        outcome.terms = [Term(cell) for cell in cells.values()]
        outcome.formula = self._source_text(node)
        outcome.message = say("应当成立：{text}", "should hold: {text}", text=outcome.formula)
        if judgement.reason:
            outcome.message = judgement.reason

    def _cells_of(self, node: Cells, place: Place) -> list[Cell]:
        from jsrules.engine.reach import Absent, Elsewhere

        try:
            return [cell for cell in self.binder.reach.many(node, place) if cell is not None]
        except (Absent, Elsewhere):
            return []

    # -- parts

    _rule: RuleInfo

    def use(self, rule: RuleInfo) -> None:
        """The rule whose source text the next outcomes quote."""
        self._rule = rule

    def _place(self, outcome: Outcome, ground: Ground) -> None:
        forms = self.report.forms.forms
        if outcome.terms:
            cell = outcome.terms[0].cell
            form = forms[cell.form]
            block = form.blocks[cell.block]
            outcome.table = form.path
            label = self.report.row_label(cell.form, cell.block, cell.row)
            outcome.row = f"{block.name}.{label}" if block.name else label
            outcome.column = block.columns[cell.column].name
            return
        place = ground.place
        if place.form >= 0:
            form = forms[place.form]
            outcome.table = form.path
            outcome.row = self.report.row_label(place.form, place.block, place.row) if place.row else ""
            outcome.column = form.blocks[place.block].columns[place.column].name if place.column >= 0 else ""
            return
        node = getattr(ground, "node", None)
        for each in walk(node) if node is not None else ():
            if isinstance(each, Cells | Existing | Note):
                outcome.table = forms[each.form].path
                return

    def _terms(self, form: Linear) -> list[Term]:
        return [
            Term(self.report.cells[index], rational_text((coefficient, form.denominator), False))
            for index, coefficient in form.terms.items()
            if coefficient
        ]

    def _unit(self, *forms: Linear) -> str:
        for form in forms:
            for index in form.terms:
                amount = self.report.cells[index].amount
                if amount is not None:
                    return self.report.forms.money_unit if amount.unit.dimension == "money" else amount.unit.name
        return ""

    def _places(self, *forms: Linear) -> int:
        """The most decimals printed among the figures."""
        places = 0
        for form in forms:
            for index in form.terms:
                amount = self.report.cells[index].amount
                if amount is not None:
                    places = max(places, _printed_places(amount))
        return places

    def _figures(self, form: Linear, unit: str, grouped: bool = False) -> str:
        """A side with its figures filled in: ``1,668.98 + 0.03``; ``grouped`` puts brackets round more than one."""
        pieces: list[str] = []
        # What was divided is shown as a quotient: whole coefficients, and the divisor behind.
        common = gcd(form.denominator, form.constant, *form.terms.values()) if form.divided else form.denominator
        divisor = form.denominator // common
        for index, coefficient in form.terms.items():
            amount = self.report.cells[index].amount
            if not coefficient or amount is None:
                continue
            sign = "-" if coefficient < 0 else "+"
            factor = abs(coefficient)
            text = f"({amount.text})" if amount.text.startswith(("-", "－")) else amount.text
            if factor != common:
                text = f"{rational_text((factor, common), False)} × {text}"
            pieces.append(f"{sign} {text}" if pieces or sign == "-" else text)
        if form.constant or not pieces:
            value = rational_text((abs(form.constant), common), unit == "%")
            mark = "%" if unit == "%" else ""
            sign = "-" if form.constant < 0 else "+"
            if not pieces and not form.constant and form.printed == 0 and not form.terms:
                pieces.append(say("空白", "blank") if unit else "0")
            else:
                pieces.append(f"{sign} {value}{mark}" if pieces else f"{sign.strip('+')}{value}{mark}")
        text = " ".join(pieces)
        if divisor != 1:
            return f"({text}) ÷ {divisor}" if len(pieces) > 1 else f"{text} ÷ {divisor}"
        return f"({text})" if grouped and len(pieces) > 1 else text


def _sign(operator: str, judgement: Judgement) -> str:
    """The sign to print between figures: ≠ where an equality fails."""
    if operator in ("=", "==") and judgement.verdict not in ("pass", "not_applicable"):
        return "≠" if judgement.verdict == "violation" else "≈"
    return operator


def _printed_places(amount: Amount) -> int:
    return amount.decimals - 2 if amount.unit.name == "%" else amount.decimals


def _rounded(value: Rational, places: int) -> Rational:
    return divide_half_up(value[0] * 10**places, value[1]), 10**places


def _is_exactly(value: Rational, places: int) -> bool:
    scaled: int = value[0] * 10**places
    return scaled % value[1] == 0


def _length_text(value: Rational | None, percent: bool, places: int) -> str:
    """A length, which is a bare 0 when there is none."""
    return "0" if value is not None and value[0] == 0 else rational_text(value, percent, places)


def rational_text(value: Rational | None, percent: bool, places: int = 0) -> str:
    """An exact decimal with at least ``places`` decimals; a fraction that does not end is rounded to twelve.

    A percentage is given in percent, without its sign.
    """
    if value is None:
        return ""
    numerator, denominator = value
    if percent:
        numerator *= 100
    for extra in range(_MAXIMUM_PLACES + 1):
        if (numerator * 10**extra) % denominator == 0:
            mantissa = numerator * 10**extra // denominator
            if extra <= places:
                return decimal_text(mantissa * 10 ** (places - extra), places)
            return short_decimal_text(mantissa, extra)
    return short_decimal_text(divide_half_up(numerator * 10**_MAXIMUM_PLACES, denominator), _MAXIMUM_PLACES)


def _fill(template: str, outcome: Outcome) -> str:
    """A rule's own message with its ``{…}`` values: 左, 右, 差, 尾差, 表, 行, 栏."""
    values = {
        "左": outcome.left,
        "右": outcome.right,
        "差": outcome.difference,
        "尾差": outcome.allowance,
        "表": outcome.table,
        "行": outcome.row,
        "栏": outcome.column,
    }
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template
