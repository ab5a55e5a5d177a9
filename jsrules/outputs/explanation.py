"""What ``jsrules explain`` says of a rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jsrules.authoring.rule_explanation import RuleExplanation, Shared
from jsrules.base.files import shown_path
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.base.width import text_width
from jsrules.checks.cells.references import Atom
from jsrules.checks.cells.rows import Key
from jsrules.checks.cells.touched import Touched
from jsrules.checks.deep.naming import Namer, origin_word
from jsrules.engine.resolved import ResolvedKeep
from jsrules.model.form import FormSet
from jsrules.model.outcome import NATURE_WORDS, SEVERITY_WORDS, VERDICT_WORDS, VERDICTS, FormSetInfo
from jsrules.model.report import Report
from jsrules.outputs.compose import Told
from jsrules.outputs.conclusion import form_stamp
from jsrules.outputs.finding import listed, said, sides, subject
from jsrules.outputs.page import (
    Blocks,
    Code,
    Entry,
    Heading,
    Nested,
    Page,
    PageBlock,
    Paragraph,
    SourcePlace,
    Styled,
    word,
)
from jsrules.readers.rules.printer import print_applies

SHOWN = 8
"""So many names are shown in a row."""

SHOWN_RULES = 20
"""So many rules with common cells are listed."""


def compose_explanation(explanation: RuleExplanation) -> Page:
    """A rule, its bindings, its neighbours, and its figures on a report."""
    page: list[Blocks] = [_head(explanation), [Code(explanation.text)]]
    if explanation.forms is None:
        text = say(
            "没有表样，看不出绑定到哪些单元格；用 --for、--forms 或 --report 给出",
            "no form set tells what it binds to; give one with --for, --forms or --report",
        )
        page.append([Paragraph(text)])
    else:
        namer = Namer(explanation.forms)
        page += [_bindings(explanation, explanation.forms, namer), _neighbours(explanation.shared, namer)]
    if explanation.report is not None:
        page.append(_figures([Told(explanation.report, each) for each in explanation.outcomes], explanation.report))
    return page


def _head(explanation: RuleExplanation) -> Blocks:
    info, rule = explanation.rule.info, explanation.rule.variants[0]
    applies = [print_applies(each).removeprefix("适用 ") for each in rule.applies]
    entries = [
        Entry(say("类型：", "nature: "), word(NATURE_WORDS, rule.nature) if rule.nature else ""),
        Entry(say("级别：", "level: "), word(SEVERITY_WORDS, rule.severity)),
        Entry(say("依据：", "basis: "), rule.basis),
        Entry(say("范围：", "scope: "), explanation.scope),
        Entry(say("逐一：", "over: "), _implied(explanation)),
        Entry(say("标签：", "tags: "), say("、", ", ").join(rule.tags)),
        Entry(say("适用：", "for: "), say("；", "; ").join(applies)),
        Entry(say("口径：", "sides: "), "" if rule.comparable else say("可不同", "may differ in scope")),
        Entry(say("不改：", "kept: "), say("；", "; ").join(_kept(each) for each in explanation.kept)),
        Entry(
            say("位置：", "place: "), SourcePlace(shown_path(info.source.path), info.source.locate(info.span.start)[0])
        ),
    ]
    return [Paragraph(SourcePlace(info.identifier), "strong"), Nested(entries)]


def _kept(kept: ResolvedKeep) -> str:
    """Figures of the rule that are known from elsewhere."""
    from jsrules.outputs.kept import kept_text

    return kept_text(kept.text, kept.keep.weight, kept.keep.basis)


def _implied(explanation: RuleExplanation) -> str:
    """What a formula of whole rows or columns ranges over, since the rule does not write it."""
    quantifier = explanation.rule.variants[0].quantifier
    if quantifier is None or not quantifier.implied:
        return ""
    if quantifier.axes == ("column",):
        return say("每栏（写了行次，没有写栏）", "each column (it numbers rows, and names no column)")
    return say("每行（写了栏次，没有写行）", "each row (it numbers columns, and names no row)")


# -- what it binds to


def _bindings(explanation: RuleExplanation, forms: FormSet, namer: Namer) -> Blocks:
    bound = explanation.bound
    title = say("绑定", "bindings")
    if forms.kind:
        title = say("绑定（{forms}）", "bindings ({forms})", forms=forms.full_title)
    page: list[PageBlock] = [Heading(title)]
    if explanation.chosen is not None:
        page.append(Entry(say("表样：", "forms: "), _choice(explanation.chosen, explanation.latest), role="faint"))
    if not bound:
        page.append(Paragraph(say("按表样没有可绑定之处", "it binds to nothing under this form set")))
    by_block: dict[tuple[int, int], list[Touched]] = {}
    for each in bound:
        by_block.setdefault(each.home, []).append(each)
    for (form, block), several in by_block.items():
        example, shown = "", several
        if form >= 0:
            where = ".".join(part for part in (forms.forms[form].path, forms.forms[form].blocks[block].name) if part)
            page.append(Paragraph(_ranges(where, several, namer)))
            example = say("（以“{place}”为例）", " (“{place}”, say)", place=_place(several[0], namer))
            shown = several[:1]
        atoms = dict.fromkeys(atom for each in shown for atom in each.atoms)
        cells = [Paragraph(text, hanging=True) for text in _cells(atoms, namer)]
        title = say("单元格{example}：", "cells{example}:", example=example) if cells else ""
        tables = dict.fromkeys(forms.forms[number].path for each in shown for number in each.tables)
        text = say("整张表：{tables}", "whole tables: {tables}", tables=_listed([*tables])) if tables else ""
        page += [Paragraph(title), Nested(cells), Paragraph(text, hanging=True)]
    return page


def _choice(chosen: FormSetInfo, latest: bool) -> str:
    """Which form set it is, and why that one."""
    if not latest:
        return form_stamp(chosen)
    why = say(
        "没有指明报告，用最近的一套；换一套用 --for 或 --report",
        "the latest one, since no report is given; --for and --report ask for another",
    )
    return say("{stamp}：{why}", "{stamp}: {why}", stamp=form_stamp(replace(chosen, why=())), why=why)


def _ranges(where: str, several: Sequence[Touched], namer: Namer) -> str:
    """The places in one block: its rows, its columns, or both."""
    form, block = several[0].home
    rows = list(dict.fromkeys(each.spot.row for each in several if each.spot.row))
    columns = list(dict.fromkeys(each.spot.column for each in several if each.spot.column >= 0))
    assert namer.forms is not None
    names = namer.forms.forms[form].blocks[block].columns
    parts = []
    if rows:
        text = _listed([namer.row(form, block, key) for key in rows])
        parts.append(say("{n} 行（{rows}）", "{n} rows ({rows})", n=len(rows), rows=text))
    if columns:
        text = _listed([names[number].name for number in columns])
        parts.append(say("{n} 栏（{columns}）", "{n} columns ({columns})", n=len(columns), columns=text))
    if len(parts) > 1:
        count = say("{n} 处：", "{n} places: ", n=len(several))
        parts = [count + say("，每行 ", ", in each ").join(parts)]
    return say("{where}：{parts}", "{where}: {parts}", where=where, parts="".join(parts))


def _place(bound: Touched, namer: Namer) -> str:
    form, block = bound.home
    assert namer.forms is not None
    parts = [namer.row(form, block, bound.spot.row)] if bound.spot.row else []
    if bound.spot.column >= 0:
        parts.append(namer.forms.forms[form].blocks[block].columns[bound.spot.column].name)
    return " · ".join(parts)


def _cells(atoms: Iterable[Atom], namer: Namer) -> list[str]:
    """Cells by table, those of one row or one column together."""
    groups: dict[tuple[int, int, int], list[tuple[Key, int]]] = {}
    lines: list[str] = []
    for atom in atoms:
        if atom[0] == "cell":
            groups.setdefault((atom[1], atom[2], atom[5]), []).append((atom[3], atom[4]))
    assert namer.forms is not None
    for (form, block, origin), cells in groups.items():
        shape = namer.forms.forms[form]
        columns = shape.blocks[block].columns
        head = [origin_word(origin), shape.path, shape.blocks[block].name]
        keys = list(dict.fromkeys(key for key, _ in cells))
        numbers = list(dict.fromkeys(number for _, number in cells))
        rows = [namer.row(form, block, key) for key in keys]
        names = [columns[number].name for number in numbers]
        if len(columns) == 1:
            text = _listed(rows)
        elif len(rows) == 1:
            head.append(rows[0])
            text = _listed(names)
        elif len(names) == 1:
            text = say("{rows} 的“{column}”", "{rows}: “{column}”", rows=_listed(rows), column=names[0])
        elif len(cells) == len(rows) * len(names):
            text = f"{_listed(rows)} × {_listed(names)}"
        else:
            text = _listed([f"{namer.row(form, block, key)}.{columns[number].name}" for key, number in cells])
        table = ".".join(filter(None, head))
        if table:
            text = say("{table}：{cells}", "{table}: {cells}", table=table, cells=text)
        lines.append(text)
    return lines + [namer.atom(atom) for atom in atoms if atom[0] != "cell"]


def _listed(names: Sequence[str]) -> str:
    text = say("、", ", ").join(names[:SHOWN])
    return text if len(names) <= SHOWN else say("{text} 等 {n} 个", "{text} … ({n})", text=text, n=len(names))


# -- which rules share its cells


def _neighbours(shared: Sequence[Shared], namer: Namer) -> Blocks:
    heading = Heading(say("与它有共同单元格的规则：{n} 条", "rules that share its cells: {n}", n=len(shared)))
    if not shared:
        return [heading, Paragraph(say("没有", "none"))]
    ranked = sorted(shared, key=lambda each: -len(each.cells))
    lines = []
    for each in ranked[:SHOWN_RULES]:
        text = say("{rule}：{cell}", "{rule}: {cell}", rule=each.rule.info.name, cell=namer.atom(each.cells[0]))
        if len(each.cells) > 1:
            text += say(" 等 {n} 格", " and so on, {n} cells", n=len(each.cells))
        lines.append(text)
    if len(ranked) > SHOWN_RULES:
        rest = [each.rule.info.name for each in ranked[SHOWN_RULES:]]
        lines.append(say("另有：{names}", "also: {names}", names=say("、", ", ").join(rest)))
    return [heading, Nested([Paragraph(line, hanging=True) for line in lines])]


# -- its figures on a report


def _figures(outcomes: Sequence[Told], report: Report) -> Blocks:
    counts = {verdict: sum(each.verdict == verdict for each in outcomes) for verdict in VERDICTS}
    summary = say("，", ", ").join(
        f"{word(VERDICT_WORDS, verdict)} {count}" for verdict, count in counts.items() if count
    )
    width = max((text_width(word(VERDICT_WORDS, each.verdict)) for each in outcomes), default=0)
    entries: list[PageBlock] = []
    quiet: dict[str, int] = {}
    for each in outcomes:
        if each.verdict == "not_applicable":
            quiet[each.reason] = quiet.get(each.reason, 0) + 1
            continue
        verdict = Styled(word(VERDICT_WORDS, each.verdict), "" if each.verdict == "pass" else each.severity)
        text = f"{subject(each)}  {_formula(each) or each.reason}"
        entries.append(Entry(verdict, text, () if each.verdict == "pass" else _why(each, report), columns=width))
    for reason, count in quiet.items():
        text = reason
        if count > 1:
            text = say("{n} 处：{reason}", "{n} places: {reason}", n=count, reason=reason)
        entries.append(Entry(word(VERDICT_WORDS, "not_applicable"), text, columns=width))
    return [Heading(f"{report.path}  {summary}"), Nested(entries)]


def _why(outcome: Told, report: Report) -> Blocks:
    """What differs, why, and where."""
    reason = outcome.reason if outcome.formula else ""
    return [Paragraph(each) for each in (said(sides(outcome)), reason, listed(outcome.terms, report))]


def _formula(outcome: Told) -> str:
    """The formula with its figures; of a computed figure with what is printed before it."""
    amount = outcome.terms[0].cell.amount if outcome.terms else None
    if amount is None or outcome.terms[0].coefficient or not outcome.left:
        return outcome.formula
    return say("{text}：{formula}", "{text}: {formula}", text=amount.text, formula=outcome.formula)
