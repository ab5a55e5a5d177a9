"""One finding as lines: what is wrong, both sides, the formula with its figures, where they stand, and why."""

from __future__ import annotations

from typing import TypeVar

from jsrules.base.language import get_language, say
from jsrules.base.width import pad, text_width
from jsrules.engine.measure import Term
from jsrules.model.outcome import KIND_WORDS, SEVERITY_WORDS, VERDICT_WORDS
from jsrules.model.report import Report
from jsrules.outputs.compose import Told
from jsrules.outputs.figures import difference_with_unit, grouped, half_unit, is_zero, magnitude, printed, with_unit
from jsrules.outputs.formula import rational_text
from jsrules.outputs.layout import Page, Place, clean

Value = TypeVar("Value", str, list[str])
Words = dict[str, tuple[str, str]]


def word(words: Words, key: str) -> str:
    """A word of the catalogue in the current language; a key that it does not know stands for itself."""
    pair = words.get(key)
    return pair[get_language() == "en"] if pair else key


def stamp(outcome: Told) -> str:
    """Verdict, severity and kind: ``不符（警告，截尾）``."""
    inner = [word(SEVERITY_WORDS, outcome.severity)]
    if outcome.kind:
        inner.append(word(KIND_WORDS, outcome.kind))
    return say(
        "{verdict}（{inner}）",
        "{verdict} ({inner})",
        verdict=word(VERDICT_WORDS, outcome.verdict),
        inner=say("，", ", ").join(inner),
    )


def subject(outcome: Told) -> str:
    """What it is about inside its table: row and column, or else the rule's name."""
    return " · ".join(part for part in (outcome.row, outcome.column) if part) or outcome.rule.name


def place_of(term: Term, report: Report) -> Place:
    """Where a cell stands: ``reports/a.yaml:12:9``."""
    return Place(f"{report.path_of(term.cell)}:{term.cell.line}:{term.cell.place}")


def places(terms: list[Term], report: Report) -> list[Place]:
    """Where the cells of an identity stand, a path only where it changes: ``reports/a.yaml:12:9``, ``14:9``."""
    seen = dict.fromkeys(
        (report.path_of(each.cell), each.cell.line, each.cell.place) for each in terms if each.cell.line
    )
    found: list[Place] = []
    before = ""
    for path, line, column in seen:
        found.append(Place(f"{line}:{column}" if path == before else f"{path}:{line}:{column}"))
        before = path
    return found or [Place(report.path)]


def sides(outcome: Told) -> list[str]:
    """The difference, the allowance and how much is beyond it, in pieces of a sentence.

    Both sides' figures come first where the message does not name them.
    """
    unit = outcome.unit
    parts = []
    shown = bool(outcome.left or outcome.right) and not outcome.names_both
    if shown:
        parts.append(
            say(
                "左边 {left}，右边 {right}",
                "left {left}, right {right}",
                left=with_unit(outcome.left, unit) or "?",
                right=with_unit(outcome.right, unit) or "?",
            )
        )
    if outcome.difference and not is_zero(outcome.difference):
        amount = grouped(magnitude(outcome.difference), unit)
        if not shown or unit == "%":
            amount = difference_with_unit(amount, unit)
        if outcome.difference.startswith("-"):
            parts.append(say("左边少 {amount}", "left is less by {amount}", amount=amount))
        else:
            parts.append(say("左边多 {amount}", "left is more by {amount}", amount=amount))
    limits = []
    if outcome.verdict == "violation" and outcome.allowance and is_zero(outcome.allowance) and parts:
        if outcome.kind == "truncation":
            parts.append(say("舍入解释不了，截去尾数可以", "rounding cannot explain it, cutting off can"))
        else:
            parts.append(say("舍入解释不了", "rounding cannot explain it"))
    elif outcome.allowance:
        limits.append(say("最大尾差 {amount}", "allowance {amount}", amount=grouped(outcome.allowance, unit)))
    if limits and outcome.verdict == "violation" and not is_zero(outcome.beyond):
        limits.append(say("超出 {amount}", "beyond it by {amount}", amount=grouped(outcome.beyond, unit)))
    if limits:
        parts.append(say("，", ", ").join(limits))
    return parts


def _adds_nothing(outcome: Told) -> bool:
    """Whether the formula is but the two figures that the message shows."""
    return outcome.names_both and not any(sign in outcome.formula for sign in (" + ", " - ", "×", "÷", "("))


def render_finding(
    outcomes: list[Told], report: Report | None, page: Page, number: int | str, *, explain: bool, table: bool = False
) -> list[str]:
    """A numbered block: one finding, or several that say the same of one figure. ``table`` names the table, too."""
    outcome = outcomes[0]
    title = stamp(outcome)
    opening = f"{number:>3}. "
    head = f"{title}  {outcome.table + ' · ' if table and outcome.table else ''}{subject(outcome)}"
    if len(outcomes) > 1:
        head += say("（{n} 条公式）", " ({n} identities)", n=len(outcomes))
    lines = page.paragraph(head, opening)
    first = lines[0].removeprefix(opening)
    if first.startswith(title):
        role = outcome.severity
        lines[0] = opening + page.paint(title, role) + page.paint(first.removeprefix(title), "strong")
    indent = " " * text_width(opening)
    if outcome.message and outcome.message != outcome.formula:
        lines += page.paragraph(outcome.message, indent)
    for pieces in _distinct([sides(each) for each in outcomes]):
        lines += page.flow(pieces, say("；", "; "), indent)
    for reason in _distinct([each.reason for each in outcomes]):
        if reason != outcome.message:
            lines += entry(page, say("原因", "why"), reason)
    if not all(map(_adds_nothing, outcomes)):
        for formula in _distinct([each.formula for each in outcomes]):
            lines += entry(page, say("算式", "formula"), formula)
    if report is not None:
        terms = list({term.cell.index: term for each in outcomes for term in each.terms}.values())
        if not explain:
            if terms:
                lines += where(page, terms, report)
        else:
            for term in terms:
                lines += _cell(term, report, page)
    if explain and outcome.allowance:
        lines += entry(page, say("尾差", "allow"), _allowance(outcome))
    for each in outcomes:
        lines += _rule(each, page, explain=explain)
    return lines


def _distinct(values: list[Value]) -> list[Value]:
    """What is there, each once; figures with and without thousands separators are the same."""
    found: dict[str, Value] = {}
    for value in values:
        if value:
            found.setdefault(str(value).replace(",", ""), value)
    return list(found.values())


def entry(page: Page, label: str, text: str) -> list[str]:
    """A labelled paragraph of a finding."""
    return page.paragraph(text, label_of(label))


def where(page: Page, terms: list[Term], report: Report) -> list[str]:
    """The entry that says where the cells of an identity stand."""
    return page.flow(places(terms, report), say("、", ", "), label_of(say("位置", "where")))


def label_of(label: str) -> str:
    """A label of a finding's entry, as wide as they all are."""
    return " " * 5 + pad(label, 4 if get_language() == "zh" else 7) + "  "


def _rule(outcome: Told, page: Page, *, explain: bool) -> list[str]:
    rule = outcome.rule
    lines = entry(page, say("规则", "rule"), rule.identifier)
    if explain:
        line, column = rule.source.locate(rule.span.start)
        if rule.text and rule.text != rule.name:
            lines += _rule_text(rule.text, page)
        lines += page.flow([Place(f"{rule.source.path}:{line}:{column}")], "", label_of(say("出处", "source")))
    if rule.basis:
        lines += entry(page, say("依据", "basis"), rule.basis)
    return lines


def _rule_text(text: str, page: Page) -> list[str]:
    label = label_of(say("原文", "text"))
    first, *others = page.paragraph(" ".join(text.split()), label)
    if not page.color:
        return [first, *others]
    from jsrules.outputs.highlight import paint_rules

    return [label + paint_rules(first.removeprefix(label)), *(paint_rules(line) for line in others)]


def _allowance(outcome: Told) -> str:
    """How the allowance comes from the printed places."""
    allowance = with_unit(outcome.allowance, outcome.unit)
    if is_zero(outcome.allowance) and all(term.coefficient for term in outcome.terms):
        return say("各数都是精确数，没有舍入", "every figure is exact, none is rounded")
    if all(term.coefficient for term in outcome.terms):
        return say(
            "各印出数的半个末位乘以系数的绝对值，合计 {allowance}；差额在它以内的，舍入就能解释",
            "half a last place of every printed figure times its coefficient, {allowance} in all; rounding alone "
            "explains a difference within it",
            allowance=allowance,
        )
    return say(
        "各印出数都可在半个末位之内变动，由此推出最多相差 {allowance}",
        "every printed figure may be off by half a last place; from that, at most {allowance}",
        allowance=allowance,
    )


def _cell(term: Term, report: Report, page: Page) -> list[str]:
    """A cell with its text, its half unit and its place."""
    amount = term.cell.amount
    name = report.cell_path(term.cell)
    text = printed(term)
    said = [clean(f"{name} {text}".strip() if text else say("{name} 空白", "{name} blank", name=name))]
    if amount is not None:
        factor = rational_text((abs(term.coefficient[0]), term.coefficient[1]), False) if term.coefficient else ""
        half = half_unit(amount)
        if half == "0":
            said.append(say("精确数", "exact"))
        elif factor in ("", "1"):
            said.append(say("半个末位 {half}", "half a place {half}", half=half))
        else:
            said.append(say("半个末位 {half} × {factor}", "half a place {half} × {factor}", half=half, factor=factor))
    lines = entry(page, say("数", "cell"), say("，", ", ").join(said))
    if term.cell.line:
        lines += page.flow([place_of(term, report)], "", label_of(""))
    return lines
