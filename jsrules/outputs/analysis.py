"""The analysis of a rule set: a summary as text, everything as JSON. See ``spec/analysis.md``."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.authoring.checking import Analysed
from jsrules.base.language import say
from jsrules.checks.deep.equations import REASONS, Equation, Groups
from jsrules.checks.deep.findings import Findings
from jsrules.checks.deep.naming import Namer, fraction_text
from jsrules.checks.deep.proof_words import listed
from jsrules.checks.deep.results import Cases, Derivation, Step
from jsrules.outputs.json import Object
from jsrules.outputs.page import Blocks, Nested, Paragraph, TextTable, section

MAXIMUM_SHOWN = 20
"""So many bounds are shown; JSON has them all."""


def compose_analysis(analysed: Analysed) -> Blocks:
    """The summary: what was decided, what was found, what is outside and why."""
    analysis = analysed.analysis
    statuses = analysis.statuses
    inside = sum(status.equations + status.inequalities > 0 for status in statuses)
    conditional = sum(status.conditional and status.equations + status.inequalities > 0 for status in statuses)
    text = say(
        "线性部分：{rules} 条规则，{equations:,} 个等式，{inequalities:,} 个不等式，{atoms:,} 个单元格或合计，"
        "{parts} 个相连部分",
        "linear part: {rules} rules, {equations:,} equations and {inequalities:,} inequalities over {atoms:,} cells or "
        "sums, {parts} connected parts",
        rules=inside,
        equations=analysis.equations,
        inequalities=analysis.inequalities,
        atoms=analysis.atoms,
        parts=analysis.parts,
    )
    if conditional:
        text += say("；{n} 条有条件", "; under conditions: {n}", n=conditional)
    counts = [
        say("互相矛盾 {n} 组", "contradictions: {n}", n=len(analysis.clashes)),
        say("定死的单元格 {n} 个", "cells with one value: {n}", n=sum(len(each.facts) for each in analysis.forced)),
        say("可由别的规则推出 {n} 条", "implied rules: {n}", n=len(analysis.implied)),
    ]
    if len(analysis.implied) > 1:
        counts[-1] += say("（可以同时省去）", " (all can be left out at once)")
    if analysis.conditions:
        counts.append(say("条件已定 {n} 条", "decided conditions: {n}", n=len(analysis.conditions)))
    if analysis.partly:
        counts.append(say("一部分可推出 {n} 条", "implied in part: {n}", n=len(analysis.partly)))
    note = say(
        "推导里规则名代表它的左边减右边；以表样要求的都写了为前提。逐处的推导见 --format json",
        "in proofs a rule's name stands for its left less right; what the form set asks for is taken to be there. "
        "Every proof is in --format json",
    )
    left = Findings(analysis, analysed.rules, (), analysed.forms).left()
    sharper = say(
        "其中 {n} 条不等式在印出的数上更严，不另提醒：{names}",
        "{n} of these are inequalities that are sharper as printed, and are not mentioned: {names}",
        n=len(left),
        names=listed([f"“{analysed.rules[each].rule.name}”" for each in left]),
    )
    found = any((analysis.clashes, analysis.forced, analysis.implied, analysis.partly, analysis.conditions))
    title = say("整套规则的分析", "analysis of the set")
    if analysed.forms is not None:
        title += say("（{forms}）", " ({forms})", forms=analysed.forms.full_title)
    return section(
        title,
        Paragraph(text),
        Paragraph(say("；", "; ").join(counts)),
        Paragraph(sharper if left else ""),
        *_bounds(analysed),
        *_outside(analysed),
        Paragraph(note if found else ""),
    )


def _bounds(analysed: Analysed) -> Blocks:
    """Bounds of cells that follow and that no rule states."""
    analysis, namer = analysed.analysis, Namer(analysed.forms)
    if not analysis.bounds:
        return []
    rows = [
        (
            f"{namer.atom(each.atom)} {each.operator} {fraction_text(each.value)}",
            listed([f"“{analysed.rules[rule].rule.name}”" for rule in each.rules], 3),
        )
        for each in analysis.bounds[:MAXIMUM_SHOWN]
    ]
    text = say("推出的上下限 {n} 个", "bounds that follow: {n}", n=len(analysis.bounds))
    return [Paragraph(text), Nested([TextTable(rows, (False, False))])]


def _outside(analysed: Analysed) -> Blocks:
    """Why rules, or parts of them, are outside, with how many of them."""
    counts = dict.fromkeys(REASONS, 0)
    for status in analysed.analysis.statuses:
        for reason in status.outside:
            counts[reason] += 1
    rules = sum(bool(status.outside) for status in analysed.analysis.statuses)
    if not rules:
        return []
    text = say(
        "线性部分之外，没有判断：{n} 条规则的全部或一部分",
        "outside, not decided: {n} rules or parts of them",
        n=rules,
    )
    rows = [(str(count), say(*REASONS[reason])) for reason, count in counts.items() if count]
    return [Paragraph(text), Nested([TextTable(rows, (True, False))])]


# -- JSON


def analysis_object(analysed: Analysed) -> Object:
    """An analysis as an object."""
    analysis, namer = analysed.analysis, Namer(analysed.forms)
    names = [each.rule.name for each in analysed.rules]

    def proofs(several: Iterable[Derivation]) -> list[Object]:
        return [_proof(each, namer, names) for each in several]

    def groups(several: Groups) -> list[list[str]]:
        return [[namer.comparison(each) for each in group] for group in several]

    return {
        "forms": {"kind": analysed.forms.kind, "year": analysed.forms.year} if analysed.forms is not None else None,
        "equations": analysis.equations,
        "inequalities": analysis.inequalities,
        "unknowns": analysis.atoms,
        "parts": analysis.parts,
        "rules": [
            {
                "rule": name,
                "equations": status.equations,
                "inequalities": status.inequalities,
                "conditional": status.conditional,
                "outside": list(status.outside),
            }
            for name, status in zip(names, analysis.statuses, strict=True)
        ],
        "contradictions": [
            {
                "rules": [names[rule] for rule in each.rules],
                "conditional": each.when,
                "condition": groups(each.under),
                "proofs": proofs(each.proofs),
            }
            for each in analysis.clashes
        ],
        "forced": [
            {
                "cells": [{"name": namer.atom(fact.atom), "value": fraction_text(fact.value)} for fact in each.facts],
                "rules": [names[rule] for rule in each.rules],
                "conditional": each.when,
                "proofs": proofs(each.proofs),
            }
            for each in analysis.forced
        ],
        "conditions": [
            {
                "rule": names[each.rule],
                "part": each.part,
                "condition": groups(each.condition),
                "holds": each.holds,
                "proofs": proofs(each.proofs),
            }
            for each in analysis.conditions
        ],
        "bounds": [
            {
                "name": namer.atom(each.atom),
                "operator": each.operator,
                "value": fraction_text(each.value),
                "rules": [names[rule] for rule in each.rules],
                "proofs": proofs((each.proof,)),
            }
            for each in analysis.bounds
        ],
        "implied": [
            {
                "rule": names[each.rule],
                "kind": each.kind,
                "rules": [names[rule] for rule in each.sources],
                "instead": [names[rule] for rule in each.instead],
                "proofs": proofs(each.proofs),
            }
            for each in analysis.implied
        ],
        "partly": [
            {"rule": names[each.rule], "equations": each.equations, "proofs": proofs(each.proofs)}
            for each in analysis.partly
        ],
    }


def _proof(proof: Derivation, namer: Namer, names: list[str]) -> Object:
    return {
        **_equation(proof.claim, namer),
        "operator": proof.claim.operator,
        "rest": fraction_text(proof.rest),
        "allowance": fraction_text(proof.allowance) if proof.allowance is not None else None,
        "carried": fraction_text(proof.carried) if proof.carried is not None else None,
        "steps": _steps(proof.steps, namer, names),
        "cases": _cases(proof.cases, namer, names) if proof.cases is not None else None,
    }


def _steps(steps: Iterable[Step], namer: Namer, names: list[str]) -> list[Object]:
    """``rule`` is null where a step is only assumed: a condition, or the opposite of what is shown."""
    return [
        {
            "rule": None if step.assumed else names[step.equation.rule],
            "multiplier": fraction_text(step.multiplier),
            **_equation(step.equation, namer),
            "operator": step.equation.operator,
        }
        for step in steps
    ]


def _cases(cases: Cases, namer: Namer, names: list[str]) -> Object:
    if not cases.cases:
        return {"steps": _steps(cases.steps, namer, names), "total": fraction_text(cases.total)}
    return {
        "rule": names[cases.rule] if cases.rule >= 0 else None,
        "cases": [
            {"where": [namer.comparison(each) for each in group], **_cases(one, namer, names)}
            for group, one in cases.cases
        ],
    }


def _equation(equation: Equation, namer: Namer) -> Object:
    """Left less right of a rule in one place."""
    return {
        "part": equation.part,
        "place": namer.place(equation) or None,
        "terms": [
            {"name": namer.atom(atom), "coefficient": fraction_text(coefficient)}
            for atom, coefficient in equation.terms
        ],
        "constant": fraction_text(equation.constant),
    }
