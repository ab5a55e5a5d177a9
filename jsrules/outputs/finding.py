"""One finding as lines: what is wrong, both sides, the formula with its figures, where they stand, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from jsrules.base.language import get_language, say
from jsrules.base.record import replace
from jsrules.engine.measure import Term
from jsrules.model.outcome import KIND_WORDS, NATURE_WORDS, SEVERITY_WORDS, VERDICT_WORDS, Rational, RuleInfo
from jsrules.model.report import Cell, Report
from jsrules.outputs.compose import Told
from jsrules.outputs.figures import difference_with_unit, grouped, half_unit, printed, with_unit
from jsrules.outputs.formula import rational_text
from jsrules.outputs.page import (
    CellReference,
    Content,
    Entry,
    Flow,
    Inline,
    Item,
    Numeral,
    PageBlock,
    Paragraph,
    Role,
    SourcePlace,
    Styled,
    joined,
    tell,
    word,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.model.document import PublishedPlace
    from jsrules.model.waiver import Waiver

Value = TypeVar("Value", str, list[str])


def stamp(outcome: Told) -> str:
    """Verdict, severity and kind, and whether it is only a plausibility check: ``不符（警告，截尾）``; of what is waived
    the verdict of the figures, too: ``已说明（不符，警告，截尾）``.
    """
    inner = [word(SEVERITY_WORDS, outcome.severity)]
    if outcome.verdict == "waived" != outcome.judged:
        inner.insert(0, word(VERDICT_WORDS, outcome.judged))
    if outcome.kind:
        inner.append(word(KIND_WORDS, outcome.kind))
    if outcome.rule.nature == "plausibility":
        inner.append(word(NATURE_WORDS, outcome.rule.nature))
    return say(
        "{verdict}（{inner}）",
        "{verdict} ({inner})",
        verdict=word(VERDICT_WORDS, outcome.verdict),
        inner=say("，", ", ").join(inner),
    )


def subject(outcome: Told) -> str:
    """What it is about inside its table: row and column, or else the rule's name."""
    return " · ".join(part for part in (outcome.row, outcome.column) if part) or outcome.rule.name


def reference_of(cell: Cell, report: Report) -> CellReference:
    """A cell by its full name; it stands nowhere in a row that the report does not write."""
    return CellReference(report.cell_path(cell), source_place(cell, report) if cell.line else None, cell.index)


def source_place(
    cell: Cell, report: Report, *, short: bool = False, before: PublishedPlace | None = None, named: bool = False
) -> SourcePlace:
    """Where a cell stands, in its file and in the document that it was imported from; ``short`` and ``before``: what
    was told before it. The head of the page names the one document of the report; ``named``: there is none.
    """
    found = _printed_at(cell, report, named=named)
    printed = ""
    if found is not None:
        from jsrules.outputs.document_places import place_words

        printed = place_words(found, before)
    return SourcePlace(report.path_of(cell), report.line_of(cell), cell.place, short, printed)


def _printed_at(cell: Cell, report: Report, *, named: bool = False) -> PublishedPlace | None:
    """Where a document prints a cell; its name goes without saying where it was verified itself or the head has it."""
    found, own = report.place_of(cell), report.of(cell.origin) or report
    if found is None:
        return None
    if own.source.made:
        told = own.source.path.endswith(found.document)
    else:
        told = own is report and not named and bool(report.document)
    return replace(found, document="") if told else found


def places(terms: list[Term], report: Report) -> list[SourcePlace]:
    """Where the cells of an identity stand, a path only where it changes: ``reports/a.yaml:12:9``, ``14:9``. A figure
    that is stated several times in the same print stands in all those places.
    """
    return places_of([each.cell for each in terms], report) or [SourcePlace(report.path)]


def places_of(figures: Iterable[Cell], report: Report) -> list[SourcePlace]:
    """The same of cells; none where no file states any."""
    cells = [alike for each in figures for alike in report.alike(each)]
    seen = {(report.path_of(each), each.line, each.place): each for each in cells if each.line}
    found: list[SourcePlace] = []
    before: PublishedPlace | None = None
    for (path, *_), cell in seen.items():
        place = source_place(cell, report, short=bool(found) and found[-1].path == path, before=before)
        if place.line or place.printed:
            found.append(place)
            before = _printed_at(cell, report) or before
    return found


def sides(outcome: Told) -> list[str]:
    """The difference, the allowance and how much is beyond it, in pieces of a sentence.

    Both sides' figures come first where the message does not name them.
    """
    unit, measure = outcome.unit, outcome.measure
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
    if measure.difference and measure.difference[0]:
        amount = grouped(outcome.distance, unit)
        if not shown or unit == "%":
            amount = difference_with_unit(amount, unit)
        if measure.difference[0] < 0:
            parts.append(say("左边少 {amount}", "left is less by {amount}", amount=amount))
        else:
            parts.append(say("左边多 {amount}", "left is more by {amount}", amount=amount))
    compared = outcome.compared
    if outcome.judged == "violation" and _is_zero(measure.allowance) and parts:
        if compared is not None and compared.tolerance is not None:
            parts.append(say("超出写明的允许差 0", "beyond the written tolerance 0"))
        elif compared is not None and compared.operator == "==":
            parts.append(say("“==”要求印得相同", "== says that they must print the same"))
        elif outcome.kind == "truncation":
            parts.append(say("舍入解释不了，截去尾数可以", "rounding cannot explain it, cutting off can"))
        else:
            parts.append(say("舍入解释不了", "rounding cannot explain it"))
    elif outcome.allowance:
        amount = grouped(outcome.allowance, unit)
        if compared is not None and compared.tolerance is not None:
            limit = say("写明的允许差 {amount}", "written tolerance {amount}", amount=amount)
        else:
            limit = say("最大尾差 {amount}", "allowance {amount}", amount=amount)
        if outcome.judged == "violation" and measure.beyond and measure.beyond[0]:
            limit += say("，超出 {amount}", ", beyond it by {amount}", amount=grouped(outcome.beyond, unit))
        parts.append(limit)
    return parts


def _is_zero(value: Rational | None) -> bool:
    return value is not None and value[0] == 0


def _adds_nothing(outcome: Told) -> bool:
    """Whether the formula is but the two figures that the message shows."""
    return outcome.names_both and not any(sign in outcome.formula for sign in (" + ", " - ", "×", "÷", "("))


def compose_finding(
    outcomes: list[Told], report: Report | None, number: int | str, *, explain: bool, table: bool = False
) -> Item:
    """A numbered item: one finding, or several that say the same of one figure. ``table`` names the table, too."""
    outcome = outcomes[0]
    head = f"  {outcome.table + ' · ' if table and outcome.table else ''}{subject(outcome)}"
    if len(outcomes) > 1:
        head += say("（{n} 条公式）", " ({n} identities)", n=len(outcomes))
    named = "{格}" in outcome.rule.message  # the message says of which cell it is
    reasons = [] if named else [x for x in _distinct([x.reason for x in outcomes]) if x != outcome.message]
    formulas = [] if all(map(_adds_nothing, outcomes)) else _distinct([each.formula for each in outcomes])
    terms = list({term.cell.index: term for each in outcomes for term in each.terms}.values())
    cells = [where(terms, report)]
    if explain and report is not None:
        cells = [each for term in terms for each in _cell(term, report)]
    body: list[PageBlock] = [
        Paragraph(outcome.message if outcome.message != outcome.formula else ""),
        *(Paragraph(said(pieces)) for pieces in _distinct([sides(each) for each in outcomes])),
        *(entry(say("原因", "why"), reason) for reason in reasons),
        *(entry(say("条件", "if"), premise) for premise in _premises(outcomes, explain=explain)),
        *(entry(say("算式", "formula"), formula) for formula in formulas),
        entry(say("也许", "or"), next(filter(None, map(_lost_row, outcomes)), "")),
        *cells,
        entry(say("尾差", "allow"), _allowance(outcome) if explain and outcome.allowance else ""),
        *_waivers(outcomes),
        *(each for outcome in outcomes for each in _rule(outcome.rule, explain=explain)),
    ]
    role: Role = "waived" if outcome.verdict == "waived" else outcome.severity
    title = Styled(stamp(outcome), role), Styled(head, "faint" if role == "waived" else "strong")
    about = [each.outcome for each in outcomes]
    return Item(number, title, body, about=about, cells=[term.cell.index for term in terms])


def _lost_row(outcome: Told) -> str:
    """That what a sum of rows lacks may be a row that was lost, not a wrong figure."""
    if outcome.judged != "violation" or outcome.verdict == "waived":
        return ""
    from jsrules.engine.lacking import may_lack_a_row

    if not may_lack_a_row(outcome.report, outcome.outcome.ground, outcome.measure.difference):
        return ""
    amount = difference_with_unit(grouped(outcome.distance, outcome.unit), outcome.unit)
    return say("少写了一行，数是 {amount}", "a row of {amount} was left out", amount=amount)


def _premises(outcomes: list[Told], *, explain: bool) -> list[str]:
    """The conditions that violated rules are under, with their figures."""
    if not any(each.verdict == "violation" and each.outcome.ground.under for each in outcomes):
        return []
    from jsrules.outputs.premises import premises_of

    return _distinct([premise for each in outcomes for premise in premises_of(each, everything=explain)])


def _waivers(outcomes: list[Told]) -> list[Entry]:
    """Why findings stand, who approved it, until when, and where that is written."""
    several: dict[tuple[str, ...], dict[SourcePlace, None]] = {}
    for waiver in (each.outcome.waiver for each in outcomes):
        if waiver is not None:
            place = SourcePlace(waiver.source.path, *waiver.source.locate(waiver.span.start))
            several.setdefault((waiver.reason, *approval(waiver)), {})[place] = None
    entries = []
    for (reason, *approved), spots in several.items():
        entries += [
            entry(say("说明", "waiver"), reason),
            entry(say("批准", "by"), said(approved)),
            entry(say("见", "see"), Flow([*spots], say("、", ", "))),
        ]
    return entries


def standing(waiver: Waiver) -> str:
    """Why a finding stands, who approved it, until when: in one line."""
    term = say("，", ", ").join(approval(waiver))
    return say("已说明：{reason}（{term}）", "waived: {reason} ({term})", reason=waiver.reason, term=term)


def approval(waiver: Waiver) -> list[str]:
    """Who approved a waiver, and from when until when it holds."""
    term = say("{since} 至 {through}", "{since} through {through}", since=waiver.since, through=waiver.through)
    return [waiver.approver, term]


def _distinct(values: list[Value]) -> list[Value]:
    """What is there, each once; figures with and without thousands separators are the same."""
    found: dict[str, Value] = {}
    for value in values:
        if value:
            found.setdefault(str(value).replace(",", ""), value)
    return list(found.values())


def said(pieces: list[str]) -> Flow:
    """Pieces of a sentence."""
    return Flow(pieces, say("；", "; "))


def entry(label: str, content: Content) -> Entry:
    """An entry of a finding; their labels are lined up."""
    return Entry(label, content, columns=4 if get_language() == "zh" else 7)


def listed(terms: list[Term], report: Report | None) -> Flow:
    """Where the cells of an identity stand, in a row."""
    return Flow(places(terms, report) if terms and report is not None else (), say("、", ", "))


def where(terms: list[Term], report: Report | None) -> Entry:
    """The entry that says where the cells of an identity stand."""
    return entry(say("位置", "where"), listed(terms, report))


def _rule(rule: RuleInfo, *, explain: bool) -> list[Entry]:
    entries = [entry(say("规则", "rule"), rule.identifier)]
    if explain:
        text = " ".join(rule.text.split()) if rule.text != rule.name else ""
        place = SourcePlace(rule.source.path, *rule.source.locate(rule.span.start))
        entries += [entry(say("原文", "text"), Styled(text, "rules")), entry(say("出处", "source"), place)]
    return [*entries, entry(say("依据", "basis"), rule.basis)]


def _allowance(outcome: Told) -> str:
    """How the allowance comes from the printed places."""
    allowance, compared = with_unit(outcome.allowance, outcome.unit), outcome.compared
    if compared is not None and compared.tolerance is not None:
        return say(
            "规则写明的允许差，{allowance}", "the tolerance that the rule gives, {allowance}", allowance=allowance
        )
    if compared is not None and compared.operator == "==":
        return say("“==”要求印得相同，没有尾差", "== says that they must print the same: there is none")
    if _is_zero(outcome.measure.allowance) and all(term.coefficient for term in outcome.terms):
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


def _cell(term: Term, report: Report) -> list[Entry]:
    """A cell with its text, its half unit and its place."""
    amount, text = term.cell.amount, printed(term)
    cell = reference_of(term.cell, report)
    rounded = ""
    if amount is not None:
        factor = rational_text((abs(term.coefficient[0]), term.coefficient[1]), False) if term.coefficient else ""
        half = half_unit(amount)
        if half == "0":
            rounded = say("精确数", "exact")
        elif factor in ("", "1"):
            rounded = say("半个末位 {half}", "half a place {half}", half=half)
        else:
            rounded = say("半个末位 {half} × {factor}", "half a place {half} × {factor}", half=half, factor=factor)
    found = report.place_of(term.cell)
    stored = say("存的是 {value}", "stored {value}", value=found.stored) if found is not None and found.stored else ""
    figure: Inline = (cell, " ", Numeral(text)) if text else tell("{name} 空白", "{name} blank", name=cell)
    return [entry(say("数", "cell"), joined((figure, rounded, stored), say("，", ", "))), entry("", cell.place or "")]
