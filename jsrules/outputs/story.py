"""The story of ``jsrules reconcile``: causes with all corrections, why figures cannot be as printed, and what can."""

from __future__ import annotations

from collections.abc import Mapping

from jsrules.base.language import say
from jsrules.base.number import exact_text
from jsrules.base.record import replace
from jsrules.base.units import NO_UNIT
from jsrules.model.linear import Linear
from jsrules.model.origins import Origin
from jsrules.model.outcome import VERDICT_WORDS
from jsrules.model.reconciliation import Contradiction, Multiplier, Reconciliation
from jsrules.model.report import ILLEGIBLE, Amount, Cell
from jsrules.model.result import Result
from jsrules.outputs.beside import compose_beside, violations_beside
from jsrules.outputs.causes import compose_cause, introduction, ordered
from jsrules.outputs.compose import Teller, Told
from jsrules.outputs.conclusion import compose_head
from jsrules.outputs.diagnostics import compose_diagnostics
from jsrules.outputs.finding import entry, reference_of
from jsrules.outputs.formula import added
from jsrules.outputs.implied import compose_implied, compose_left_out
from jsrules.outputs.page import Blocks, Inline, Numeral, Page, PageBlock, Paragraph, TextTable, section, word

WITNESS_SHOWN = 40
"""So many true amounts are listed before it says how many there are."""


def compose_story(result: Result) -> Page:
    """One report's story."""
    page = [compose_head(Teller(result)), *compose_diagnostics(result.diagnostics)]
    if result.report is None:
        return page
    if result.reconciliation is None:
        text = say(
            "金额和比率的公式照印出的数都成立，没有要放在一起看的。",
            "All identities of amounts and rates hold as printed; there is nothing to reconcile.",
        )
        if not any(each.verdict == "pass" for each in result.outcomes):
            text = say(
                "没有一条公式能判定，没有要放在一起看的。",
                "No identity could be judged; there is nothing to reconcile.",
            )
        return [*page, [Paragraph(text)]]
    return [*page, *_story(result.reconciliation, result)]


def _story(found: Reconciliation, result: Result) -> Page:
    report = result.report
    assert report is not None
    if found.status == "consistent":
        page = [_consistent(found, fine=_is_fine(result))]
    else:
        page = [introduction(found)]
        for number, part in enumerate(found.structure, 1):
            from jsrules.outputs.structure import compose_structure

            findings = [_finding(Told(report, result.outcomes[each])) for each in part.findings]
            page.append([compose_structure(part, result, number, findings, explain=True)])
        for number, cause in enumerate(ordered(result), len(found.structure) + 1):
            proof = _conflict(cause.conflict, found, say("证明", "proof")) if cause.conflict is not None else []
            findings = [_finding(Told(report, result.outcomes[each])) for each in cause.findings]
            page.append([compose_cause(cause, result, number, [*findings, *proof], explain=True)])
    beside = [*compose_left_out(found), *compose_implied(found)]
    return [*page, _kept(found), beside, _witness(found) if found.witness else [], _closing(found, result)]


def _is_fine(result: Result) -> bool:
    """Whether nothing is wrong beside, and nothing that may be was left undecided."""
    undecided = any(each.verdict == "undetermined" and each.severity == "error" for each in result.outcomes)
    return not undecided and not violations_beside(result)


def _kept(found: Reconciliation) -> Blocks:
    """The figures that are kept, and the proofs that they cannot all be."""
    if not found.keeps:
        return []
    from jsrules.outputs.kept import compose_kept

    proofs = [line for each in found.unfit for line in _conflict(each, found, say("证明", "proof"))]
    return [*compose_kept(found), *proofs]


def _consistent(found: Reconciliation, *, fine: bool) -> Blocks:
    """What is said where no figure need be changed; it is only ``fine`` where nothing else is violated."""
    if not found.identities:
        text = say("没有可以放在一起看的公式。", "There are no identities that can be looked at together.")
        return section(say("没有放在一起看", "not looked at together"), Paragraph(text))
    text = say(
        "存在真实金额：四舍五入后正好印成这些数，并且 {n} 条公式同时成立。",
        "True amounts exist that print as these figures and satisfy all {n} identities at once.",
        n=len(found.identities),
    )
    title = say("没有差错", "no errors") if fine else say("没有数要改", "no figure to change")
    return section(title, Paragraph(text))


def _finding(outcome: Told) -> PageBlock:
    text = f"{word(VERDICT_WORDS, outcome.verdict)}  {outcome.rule.identifier}  {outcome.formula}"
    return entry(say("解释", "explain"), text)


def _conflict(conflict: Contradiction, found: Reconciliation, label: str = "") -> Blocks:
    """Identities that cannot all hold, each with its multiplier and figures, and what they add up to."""
    if conflict.cases:
        return _cases(conflict, found, label)
    lines = [
        f"{exact_text(*each.factor)} × [{_formula(each, found)}]  {each.rule.name or each.rule.identifier}"
        for each in conflict.identities
    ]
    if conflict.positive:
        names = say("、", ", ").join(found.report.cell_path(each) for each in conflict.positive)
        lines.append(
            say("其中只用到不能为负的：{names}", "of these only that they cannot be negative: {names}", names=names)
        )
    claim = _claim(len(conflict.identities), _most(conflict, found))
    return [entry(label, claim), *(entry("", line) for line in lines)]


def _cases(conflict: Contradiction, found: Reconciliation, label: str, number: str = "") -> list[PageBlock]:
    """The ways in which a rule can hold, and for each why it does not go."""
    rule = conflict.cases[0].assumed[0].rule
    claim = say(
        "“{rule}”要成立有 {n} 种情形，每一种都不行",
        "“{rule}” can hold in {n} ways, none of which goes",
        rule=rule.name or rule.identifier,
        n=len(conflict.cases),
    )
    blocks: list[PageBlock] = [entry(label, claim)]
    for at, each in enumerate(conflict.cases, 1):
        mine = f"{number}{at}"
        assumed = say("，", ", ").join(_assumption(one, found) for one in each.assumed)
        blocks.append(entry("", say("情形 {at}：{assumed}", "case {at}: {assumed}", at=mine, assumed=assumed)))
        if each.conflict.cases:
            blocks += _cases(each.conflict, found, "", f"{mine}.")
        elif any(one.side != "standing" for one in each.conflict.identities):
            blocks += _conflict(each.conflict, found)
    return blocks


def _assumption(claim: Multiplier, found: Reconciliation) -> str:
    """What a case takes: ``5.00 <= 0``."""
    if claim.side == "standing":
        return say("照印出的数不成立的条件成立", "a condition holds that does not by the printed figures")
    return _formula(claim, found)


def _claim(count: int, most: str) -> str:
    """What the conditions of a conflict add up to."""
    if count == 1:
        text = say(
            "这条公式乘以系数，按公式不小于 0，而照印出的数",
            "this condition times its factor is at least 0 by the rule, and ",
        )
        never = say("到不了 0", "never reaches 0 by the printed figures")
        limit = say("至多是 {most}", "at most {most} by the printed figures", most=most)
    else:
        text = say(
            "下面 {n} 条公式各乘以系数后相加，按公式不小于 0，而照印出的数",
            "these {n} conditions times their factors add up to at least 0 by the rules, and ",
            n=count,
        )
        never = say("到不了 0", "never to 0 by the printed figures")
        limit = say("至多是 {most}", "to at most {most} by the printed figures", most=most)
    return text + (never if most == "0" else limit)


def _formula(each: Multiplier, found: Reconciliation) -> str:
    """The form with its figures: ``28.29 - 28.09 = 0``; by their names where they are not known."""
    unknown = {cell.index for cell in found.unknown}
    pieces: list[tuple[bool, str]] = []
    form = each.form
    for index, value in form.terms.items():
        cell = found.report.cells[index]
        text = cell.amount.text if cell.amount is not None else ""
        if index in unknown:
            text = found.report.cell_path(cell)  # nobody knows it, and it is not 0
        if not value or not text:
            continue
        factor = exact_text(abs(value), form.denominator)
        pieces.append((value < 0, text if factor == "1" else f"{factor} × {text}"))
    if form.constant or not pieces:
        pieces.append((form.constant < 0, exact_text(abs(form.constant), form.denominator)))
    return f"{added(pieces)} {each.relation} 0"


def _most(conflict: Contradiction, found: Reconciliation) -> str:
    """The greatest value of the identities times their factors, for true amounts that print as the figures do."""
    total, printed = Linear(), Linear()
    for each in conflict.identities:
        form = each.form.copy()
        form.scale(*each.factor)
        (printed if each.side in ("print", "premise") else total).add(form)
    positive = {each.index for each in conflict.positive}
    numerator, denominator = 0, 1
    for form, rounds in ((total, 1), (printed, 0)):
        top, bottom = form.constant, 1
        for index, value in form.terms.items():
            amount = found.report.cells[index].amount
            if amount is not None and value:
                if index in positive:  # no more is known of it than that it prints as 0 at least
                    amount = replace(amount, mantissa=0)
                end, places = _end(amount, value if rounds else 0)
                scale = 10**places * 2
                top, bottom = top * scale + value * end * bottom, bottom * scale
        bottom *= form.denominator
        numerator, denominator = numerator * bottom + top * denominator, denominator * bottom
    return exact_text(numerator, denominator)


def _end(amount: Amount, direction: int) -> tuple[int, int]:
    """Twice the mantissa of the end of a figure's interval in this direction (of the figure itself for 0),
    and its places.
    """
    half = 0 if amount.exact or not direction else 1
    return 2 * amount.mantissa + (half if direction > 0 else -half), amount.decimals


def _witness(found: Reconciliation) -> Blocks:
    if found.status == "consistent":
        text = say(
            "真实金额可以是下面这些，其余的正好等于印出的数。",
            "The true amounts may be these, and all others just what is printed.",
        )
    else:
        text = say(
            "改正以后，真实金额可以是下面这些，其余的正好等于印出的数；它们使全部公式同时精确成立。",
            "Once corrected, the true amounts may be these, and all others just what is printed; with them all "
            "identities hold exactly.",
        )
    unknown = {cell.index for cell in found.unknown}
    moved = {_place(each.cell): each.cell for part in found.structure for each in part.moved}
    rows: list[tuple[Inline, Inline, Inline]] = [
        (
            reference_of(each.cell, found.report),
            Numeral(
                _text(
                    _as_printed(each.cell, moved), stated=each.cell.index not in unknown or _place(each.cell) in moved
                )
            ),
            Numeral(_value(each.cell, each.numerator, each.denominator)),
        )
        for each in found.witness[:WITNESS_SHOWN]
    ]
    table = TextTable(rows, (False, True, True), joint=" → ")
    rest = len(found.witness) - WITNESS_SHOWN
    more = say("另有 {n} 个（见 --format json）", "and {n} more (--format json)", n=rest) if rest > 0 else ""
    return section(say("真实金额", "true amounts"), Paragraph(text), table, Paragraph(more))


_Place = tuple[Origin, int, int, str, int]


def _place(cell: Cell) -> _Place:
    return cell.origin, cell.form, cell.block, cell.row, cell.column


def _as_printed(cell: Cell, moved: Mapping[_Place, Cell]) -> Cell:
    """A cell of the report put right, of which it is not known what belongs there, as it is printed."""
    return moved.get(_place(cell), cell) if cell.problem == ILLEGIBLE else cell


def _text(cell: Cell, *, stated: bool) -> str:
    if cell.amount is not None and cell.amount.text:
        return cell.amount.text
    return cell.problem or (say("空白", "blank") if stated else say("未列出", "not stated"))


def _value(cell: Cell, numerator: int, denominator: int) -> str:
    unit = cell.amount.unit if cell.amount is not None else NO_UNIT
    return exact_text(10**unit.places * numerator, denominator) + (unit.name if unit.places else "")


def _closing(found: Reconciliation, result: Result) -> Blocks:
    """What was looked at, and what stands beside it."""
    seen = say(
        "放在一起看的公式 {n} 条；证明不能再少的冲突 {m} 组。",
        "{n} identities were looked at together; {m} conflicts prove that no smaller correction does.",
        n=len(found.looked_at),
        m=len(found.conflicts),
    )
    return [*compose_beside(result), Paragraph(seen if found.causes and found.complete else "")]
