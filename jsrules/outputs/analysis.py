"""The analysis of a rule set: a summary as text, everything as JSON. See ``spec/analysis.md``."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.authoring.checking import Analysed
from jsrules.base.language import say
from jsrules.checks.deep.equations import REASONS, Equation
from jsrules.checks.deep.naming import Namer, fraction_text
from jsrules.checks.deep.results import Derivation
from jsrules.outputs.json import Object
from jsrules.outputs.page import Blocks, Nested, Paragraph, TextTable, section


def compose_analysis(analysed: Analysed) -> Blocks:
    """The summary: what was decided, what was found, what is outside and why."""
    analysis = analysed.analysis
    statuses = analysis.statuses
    inside = sum(status.equations > 0 for status in statuses)
    conditional = sum(status.conditional and status.equations > 0 for status in statuses)
    text = say(
        "线性部分：{rules} 条规则，{equations:,} 个等式，{atoms:,} 个单元格或合计，{parts} 个相连部分",
        "linear part: {rules} rules, {equations:,} equations over {atoms:,} cells or sums, {parts} connected parts",
        rules=inside,
        equations=analysis.equations,
        atoms=analysis.atoms,
        parts=analysis.parts,
    )
    if conditional:
        text += say("；{n} 条有条件，只在同样的条件下推导", "; under their own conditions only: {n}", n=conditional)
    counts = [
        say("互相矛盾 {n} 组", "contradictions: {n}", n=len(analysis.clashes)),
        say("定死的单元格 {n} 个", "cells with one value: {n}", n=sum(len(each.atoms) for each in analysis.forced)),
        say("可由别的规则推出 {n} 条", "implied rules: {n}", n=len(analysis.implied)),
    ]
    if len(analysis.implied) > 1:
        counts[-1] += say("（可以同时省去）", " (all can be left out at once)")
    if analysis.partly:
        counts.append(say("一部分可推出 {n} 条", "implied in part: {n}", n=len(analysis.partly)))
    note = say(
        "推导里规则名代表它的左边减右边；以表样要求的都写了为前提。逐处的推导见 --format json",
        "in proofs a rule's name stands for its left less right; what the form set asks for is taken to be there. "
        "Every proof is in --format json",
    )
    found = analysis.clashes or analysis.forced or analysis.implied or analysis.partly
    title = say("整套规则的分析", "analysis of the set")
    if analysed.forms is not None:
        title += say("（{kind} {year}）", " ({kind} {year})", kind=analysed.forms.kind, year=analysed.forms.year)
    return section(
        title,
        Paragraph(text),
        Paragraph(say("；", "; ").join(counts)),
        *_outside(analysed),
        Paragraph(note if found else ""),
    )


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

    return {
        "forms": {"kind": analysed.forms.kind, "year": analysed.forms.year} if analysed.forms is not None else None,
        "equations": analysis.equations,
        "unknowns": analysis.atoms,
        "parts": analysis.parts,
        "rules": [
            {
                "rule": name,
                "equations": status.equations,
                "conditional": status.conditional,
                "outside": list(status.outside),
            }
            for name, status in zip(names, analysis.statuses, strict=True)
        ],
        "contradictions": [
            {"rules": [names[rule] for rule in each.rules], "conditional": each.when, "proofs": proofs(each.proofs)}
            for each in analysis.clashes
        ],
        "forced": [
            {
                "cells": [
                    {"name": namer.atom(atom), "value": fraction_text(-proof.rest)}
                    for atom, proof in zip(each.atoms, each.proofs, strict=True)
                ],
                "rules": [names[rule] for rule in each.rules],
                "conditional": each.when,
                "proofs": proofs(each.proofs),
            }
            for each in analysis.forced
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
        "steps": [
            {
                "rule": names[step.equation.rule],
                "multiplier": fraction_text(step.multiplier),
                **_equation(step.equation, namer),
            }
            for step in proof.steps
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
