"""From an outcome to words: who faces whom, with which figures, by how much, and why.

The only place that words a verdict.
"""

from __future__ import annotations

import re
from functools import cached_property

from jsrules.base.diagnostic import Severity
from jsrules.base.language import say
from jsrules.base.number import divide_half_up, readable_text
from jsrules.engine.measure import Measure, Term, Where, measure, rate_of, terms_of, where_of
from jsrules.model.ground import Blank, GroundCondition, GroundLinear, GroundRatio, Unbound
from jsrules.model.keywords import PLACEHOLDERS
from jsrules.model.linear import Linear
from jsrules.model.origins import OWN
from jsrules.model.outcome import Kind, Outcome, Rational, RuleInfo, Verdict
from jsrules.model.reason import Subject
from jsrules.model.report import Report
from jsrules.model.result import Result
from jsrules.model.syntax import Call, Cells, Compare, Existing, Expression, If, Logic, Text
from jsrules.outputs.formula import filled, length_text, rational_text
from jsrules.outputs.reasons import cell_name, missing_text, reason_text, subject_text

_FALSE_WORDS = {
    "=": ("应等于", "should equal"),
    "==": ("应与之相同", "should be the same as"),
    "<>": ("不应等于", "should differ from"),
    "<=": ("不应大于", "should be at most"),
    "<": ("应小于", "should be less than"),
    ">=": ("不应小于", "should be at least"),
    ">": ("应大于", "should be more than"),
}

_LATE_WORDS = {
    "<=": ("不应晚于", "should not be later than"),
    "<": ("应早于", "should be earlier than"),
    ">=": ("不应早于", "should not be earlier than"),
    ">": ("应晚于", "should be later than"),
}
"""As `_FALSE_WORDS`, of dates."""

_LITERAL = re.compile(r"-?[0-9.]+%?")
_NUMBERED = re.compile(r"\A\d+\s*[+…-][\d\s+….-]*\Z|\d\)?\s*[行栏列]|[行栏列]\s*\(?\d|\d\.?[A-Z]")


class Told:
    """An outcome in words. Amounts are exact (`exact_text`), a percentage in percent, empty where they mean nothing.

    ``left`` and ``right`` face each other, ``difference`` = left - right, ``allowance`` and ``beyond`` as in `Measure`;
    ``unit`` is theirs. ``formula`` is the identity with its figures filled in, ``message`` the sentence that a reader
    sees, ``reason`` why there is no verdict, or no plain one, and ``missing`` what is absent.
    """

    def __init__(self, report: Report, outcome: Outcome) -> None:
        self.report = report
        self.outcome = outcome

    # -- of the outcome

    @property
    def rule(self) -> RuleInfo:
        """The rule."""
        return self.outcome.rule

    @property
    def verdict(self) -> Verdict:
        """The verdict."""
        return self.outcome.verdict

    @property
    def judged(self) -> Verdict:
        """The verdict, that of the figures where it is waived."""
        return self.outcome.judgement.verdict

    @property
    def kind(self) -> Kind:
        """What is most specific about it."""
        return self.outcome.kind

    @property
    def severity(self) -> Severity:
        """The level at which it is shown."""
        return self.outcome.severity

    @cached_property
    def measure(self) -> Measure:
        """Its figures."""
        return measure(self.report, self.outcome)

    @cached_property
    def terms(self) -> list[Term]:
        """Its cells."""
        return terms_of(self.report, self.outcome.shown)

    @cached_property
    def where(self) -> Where:
        """What it is about."""
        return where_of(self.report, self.outcome.shown)

    @property
    def table(self) -> str:
        """The table's name."""
        return self.where.table

    @property
    def row(self) -> str:
        """The row's label."""
        return self.where.row

    @property
    def column(self) -> str:
        """The column's name."""
        return self.where.column

    @property
    def explanation(self) -> str:
        """How it came about, as far as it is known."""
        return self.outcome.explanation

    @property
    def compared(self) -> Compare | None:
        """The comparison that it is about; None where it is no single one."""
        ground = self.outcome.shown
        node = None if isinstance(ground, Unbound) else ground.node
        while isinstance(node, If):
            node = node.consequence
        return node if isinstance(node, Compare) else None

    # -- figures as text

    @property
    def unit(self) -> str:
        """The unit of its figures."""
        return self.measure.unit

    def _text(self, value: Rational | None) -> str:
        return rational_text(value, self.unit == "%", self.measure.decimals)

    def _length(self, value: Rational | None) -> str:
        return length_text(value, self.unit == "%", self.measure.decimals)

    @cached_property
    def left(self) -> str:
        """The left side."""
        return self._text(self.measure.left)

    @cached_property
    def right(self) -> str:
        """The right side; of a rate, what should be printed."""
        return self._text(self.measure.right)

    @cached_property
    def difference(self) -> str:
        """Left less right."""
        return self._text(self.measure.difference)

    @property
    def distance(self) -> str:
        """The difference without its sign."""
        return self.difference.removeprefix("-")

    @cached_property
    def allowance(self) -> str:
        """The largest difference that counts as rounding."""
        return self._length(self.measure.allowance)

    @cached_property
    def beyond(self) -> str:
        """What is past it."""
        return self._length(self.measure.beyond)

    # -- sentences

    @cached_property
    def reason(self) -> str:
        """Why there is no verdict, or no plain one."""
        return reason_text(self.report, self.outcome.judgement.reason)

    @cached_property
    def missing(self) -> str:
        """What is absent."""
        return missing_text(self.report, self.outcome.judgement.reason)

    @cached_property
    def formula(self) -> str:
        """The identity with its figures; of a condition, its text."""
        ground = self.outcome.shown
        if isinstance(ground, GroundLinear):
            left, right = filled(self.report, ground.left, self.unit), filled(self.report, ground.right, self.unit)
            return f"{left} {self._sign(ground.operator)} {right}"
        if isinstance(ground, GroundRatio):
            return self._quotient(ground)
        return "" if isinstance(ground, Unbound) else self.written(ground.node)

    def _sign(self, operator: str) -> str:
        """The sign to print between figures: ≠ where an equality fails."""
        if operator in ("=", "==") and self.verdict not in ("pass", "not_applicable"):
            return "≠" if self.judged == "violation" else "≈"
        return operator

    def _quotient(self, ground: GroundRatio) -> str:
        mean = ground.denominator.is_constant and not ground.denominator.printed
        quotient = filled(self.report, ground.numerator, "", grouped=not mean)
        if not mean:
            below = filled(self.report, ground.denominator, "")
            quotient += f" ÷ ({below})" if " " in below else f" ÷ {below}"
        exact = rate_of(self.report, ground)
        if exact is None:
            return f"{quotient} {say('无定义', 'is undefined')}"
        finer = self.measure.decimals + 2 + 2 * (self.unit == "%")
        scaled = exact[0] * 10**finer
        sign = "=" if scaled % exact[1] == 0 else "≈"
        text = rational_text((divide_half_up(scaled, exact[1]), 10**finer), self.unit == "%", self.measure.decimals + 2)
        return f"{quotient} {sign} {text}{self._mark}"

    @property
    def _mark(self) -> str:
        return "%" if self.unit == "%" else ""

    @cached_property
    def message(self) -> str:
        """What is wrong, in a sentence: the rule's own, where it has one."""
        return self._own() if self.rule.message else self._sentence[0]

    @property
    def names_both(self) -> bool:
        """Whether the message shows the figures of both sides."""
        if self.rule.message:
            return all(f"{{{name}}}" in self.rule.message for name in ("左", "右"))
        return self._sentence[1]

    @cached_property
    def _sentence(self) -> tuple[str, bool]:
        """The message, and whether it shows the figures of both sides."""
        ground = self.outcome.shown
        if isinstance(ground, GroundRatio):
            return self._of_rate(ground)
        if isinstance(ground, GroundLinear):
            assert isinstance(ground.node, Compare)
            left, left_named = self._side(ground.node.left, ground.left, self.left)
            right, right_named = self._side(ground.node.right, ground.right, self.right)
            word = say(*_FALSE_WORDS[ground.operator])
            return f"{left} {word} {right}", left_named and right_named
        bare = not (self.left or self.right)
        if isinstance(ground, Unbound) or (self.reason and not (self.judged == "violation" and _is_either(ground))):
            return self.reason, bare
        if isinstance(ground.node, Call) and ground.node.function == "consistent":
            cells = [each.cell for each in self.terms]
            texts = [f"{cell_name(self.report, x)} “{x.amount.text if x.amount else x.problem}”" for x in cells]
            return say("应前后一致：{all}", "these should agree: {all}", all=say("，", ", ").join(texts)), True
        if self.absent_table:
            return say("报告中没有“{table}”", "the report has no “{table}”", table=self.absent_table), bare
        facing = self._facing_texts(ground)
        if facing:
            return facing, True
        return say("应当成立：{text}", "should hold: {text}", text=self.formula), bare

    @property
    def absent_table(self) -> str:
        """The table that should be there, and is not; empty for what is about anything else."""
        ground = self.outcome.ground
        if self.judged != "violation" or not isinstance(ground, GroundCondition) or not isinstance(ground.node, Call):
            return ""
        asked = ground.node.arguments[0] if ground.node.function == "exists" else None
        if not isinstance(asked, Existing) or asked.block >= 0 or asked.origin != OWN:
            return ""
        return self.report.forms.forms[asked.form].path

    def _facing_texts(self, ground: GroundCondition) -> str:
        """Which texts differ, or do not, or which date is late; empty where none face each other."""
        from jsrules.engine.texts import facing_texts

        texts = facing_texts(self.report, ground) if isinstance(ground.node, Compare) else None
        if texts is None:
            return ""
        assert isinstance(ground.node, Compare)
        sides = [
            say("“{text}”", "“{text}”", text=each.text)
            if isinstance(node, Text)
            else say("{name}“{text}”", "{name} “{text}”", name=self.written(node), text=each.text)
            for node, each in zip((ground.node.left, ground.node.right), texts, strict=True)
        ]
        return f"{sides[0]} {say(*(_FALSE_WORDS | _LATE_WORDS)[ground.node.operator])} {sides[1]}"

    def _side(self, node: Expression, form: Linear, value: str) -> tuple[str, bool]:
        """One side of a comparison with its value, and whether that is shown as it is."""
        if isinstance(node, Cells):
            name, printed = self._cell(form)
            written = self.rule.source.text[node.span.start : node.span.end]
            if _NUMBERED.search(written):
                from jsrules.outputs.line_names import numbered_name

                if numbered_name(self.report, node, written):
                    name = say("{name}（{number}）", "{name} ({number})", name=name, number=written.strip("[]"))
            return f"{name} {printed or say('空白', 'blank')}", value in printed.replace(",", "")
        text, value = self.written(node), readable_text(value)
        if form.is_constant and not form.printed and not form.terms and _LITERAL.fullmatch(text):
            return text, value in text
        if text[-1:].isdigit() or text.endswith("%"):  # two numbers in a row would read as one
            value = value if value.startswith("≈") else f"= {value}"
            return say("{text}（{value}）", "{text} ({value})", text=text, value=value + self._mark), True
        return f"{text} {value}{self._mark}", True

    def _cell(self, form: Linear) -> tuple[str, str]:
        """The name of the single cell of a form, and what is printed there."""
        for index in form.terms:
            cell = self.report.cells[index]
            return cell_name(self.report, cell), cell.amount.text if cell.amount is not None else ""
        (blank,) = form.blanks
        assert isinstance(blank, Blank)
        return subject_text(self.report, Subject("cell", *blank)), ""

    def written(self, node: Expression) -> str:
        """A part of the rule as its author wrote it, on one line; rows by their names."""
        text = self.rule.source.text[node.span.start : node.span.end]
        if _NUMBERED.search(text):
            from jsrules.outputs.line_names import with_names

            text = with_names(self.report, node, self.rule.source.text)
        if "\n" in text or "\r" in text:
            from jsrules.readers.rules.statements import on_one_line

            return on_one_line(text)
        return " ".join(text.split())

    def _of_rate(self, ground: GroundRatio) -> tuple[str, bool]:
        cell = self.report.cells[ground.cell]
        assert cell.amount is not None
        name, text = cell_name(self.report, cell), cell.amount.text
        named = self.left in text.replace(",", "")
        if self.measure.right is None:
            sentence = say(
                "{name} 印为 {text}，但分母为 0，比率无定义",
                "{name} is printed as {text}, but its base is 0: the rate is undefined",
                name=name,
                text=text,
            )
            return sentence, named
        sentence = say(
            "{name} 印为 {text}，按金额计算应为 {right}",
            "{name} is printed as {text}; by the amounts it should be {right}",
            name=name,
            text=text,
            right=self.right + self._mark,
        )
        return sentence, named

    def _own(self) -> str:
        """The rule's own message with its ``{…}`` values: 左, 右, 差, 尾差, 表, 行, 栏, and 格: the cell it is because of."""
        amounts = {"左": self.left, "右": self.right, "差": self.difference, "尾差": self.allowance}
        values = {name: readable_text(text) + self._mark if text else "" for name, text in amounts.items()}
        reason = self.outcome.judgement.reason
        cell = subject_text(self.report, reason.subject) if reason is not None and reason.subject is not None else ""
        values |= {"表": self.where.table, "行": self.where.row, "栏": self.where.column, "格": cell}
        assert tuple(values) == PLACEHOLDERS
        text = self.rule.message
        for name, value in values.items():
            text = text.replace("{" + name + "}", value)
        return text


def _is_either(ground: GroundCondition) -> bool:
    """Whether one of several formulas should hold: the reason is that of one of them."""
    return isinstance(ground.node, Logic) and ground.node.operator == "or"


class Teller:
    """Tells the outcomes of a result, each once."""

    def __init__(self, result: Result) -> None:
        self.result = result
        self._told: dict[int, Told] = {}

    def tell(self, outcome: Outcome) -> Told:
        """An outcome in words. The report must have been read."""
        found = self._told.get(id(outcome))
        if found is None:
            assert self.result.report is not None
            found = self._told[id(outcome)] = Told(self.result.report, outcome)
        return found

    def all(self) -> list[Told]:
        """All of them, in their order."""
        return [self.tell(each) for each in self.result.outcomes]
