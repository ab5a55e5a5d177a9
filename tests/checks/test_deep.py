"""The analysis of rule sets: hand-made sets with known answers, and every proof added up again by a reader of its own."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import yaml
from support.checking import ROOT, load
from support.claims import derivations, hold
from support.deep import analysed, confirm
from support.filled import filled
from support.flat_rules import read_rules, read_trees

from jsrules.base.source import Source
from jsrules.checks.deep.equations import ONE_OF
from jsrules.checks.deep.naming import Namer, fraction_text
from jsrules.checks.deep.results import Analysis, Derivation
from jsrules.readers.reports.form_reader import read_form_set

CASES = [
    pytest.param(case, id=f"{path.stem}-{number}" if number else path.stem)
    for path in sorted((ROOT / "tests" / "rule_sets").glob("*.yaml"))
    for number, case in enumerate(yaml.load_all(path.read_text("utf-8"), yaml.BaseLoader))
]
PARTS = (
    "implied", "instead", "same", "included", "contradictions", "forced", "partly", "outside", "conditions", "bounds",
)  # fmt: skip


def combination(proofs: tuple[Derivation, ...], names: list[str]) -> str:
    """The proofs of a rule as the cases write them: ``甲 + 2 乙(3) - 丙 @5``, like places together."""
    written: dict[str, int] = {}
    for proof in proofs:
        if proof.cases is not None and not proof.steps:
            text = "分情形 " + "、".join(names[rule] for rule in sorted(proof.rules))
            written[text] = written.get(text, 0) + 1
            continue
        counts: dict[tuple[int, Fraction], int] = {}
        for step in proof.steps:
            key = step.equation.rule, step.multiplier
            counts[key] = counts.get(key, 0) + (not step.assumed)
        counts = {key: count for key, count in counts.items() if count}
        text = ""
        for (rule, multiplier), count in sorted(counts.items()):
            sign = "-" if multiplier < 0 else "+"
            text += f" {sign} " if text else sign.strip("+")
            text += f"{fraction_text(abs(multiplier))} " if abs(multiplier) != 1 else ""
            text += names[rule] + (f"({count})" if count > 1 else "")
        written[text] = written.get(text, 0) + 1
    return "; ".join(text + (f" @{count}" if count > 1 else "") for text, count in written.items())


def answers(analysis: Analysis, names: list[str], namer: Namer) -> dict[str, Any]:
    """Everything that an analysis says, as the cases write it."""
    bounds: dict[str, list[str]] = {}
    for each in analysis.bounds:
        bounds.setdefault(namer.atom(each.atom), []).append(f"{each.operator} {fraction_text(each.value)}")
    found: dict[str, Any] = {
        "implied": {names[each.rule]: combination(each.proofs, names) for each in analysis.implied},
        "instead": {names[each.rule]: [names[x] for x in each.instead] for each in analysis.implied if each.instead},
        "partly": {names[each.rule]: f"{len(each.proofs)}/{each.equations}" for each in analysis.partly},
        "contradictions": sorted(
            [
                *(names[rule] for rule in each.rules),
                *(namer.comparison(one) for group in each.under for one in group),
            ]
            for each in analysis.clashes
        ),
        "conditions": {names[each.rule]: "总成立" if each.holds else "永不" for each in analysis.conditions},
        "bounds": bounds,
        "forced": [
            {namer.atom(fact.atom): fraction_text(fact.value) for fact in each.facts} for each in analysis.forced
        ],
        "outside": {
            name: list(status.outside) for name, status in zip(names, analysis.statuses, strict=True) if status.outside
        },
    }
    for kind in ("same", "included"):
        found[kind] = {names[each.rule]: names[each.sources[0]] for each in analysis.implied if each.kind == kind}
    return {part: value for part, value in found.items() if value}


@pytest.mark.parametrize("case", CASES)
def test_known_answers(case: dict[str, Any]) -> None:
    assert set(case) <= {"note", "forms", "rules", *PARTS}
    checked, analysis = analysed(case["rules"], case.get("forms"))
    forms = read_form_set([Source("forms.yaml", case["forms"])]) if "forms" in case else None
    names = [each.rule.name for each in checked]
    wanted = {part: case[part] for part in PARTS if case.get(part)}
    if "contradictions" in wanted:
        wanted["contradictions"].sort()
    assert answers(analysis, names, Namer(forms)) == wanted
    if forms is None:
        rows = read_rules(case["rules"])
        for proof in derivations(analysis):
            if proof.claim.operator != ONE_OF:
                add_up(proof, names, rows)
    else:
        for seed in range(20):
            hold(load(filled(forms, seed), case["forms"]), checked, analysis)


def test_there_are_enough() -> None:
    assert len(CASES) >= 12


SETS = [each for each in CASES if each.id is not None and each.id >= "22"]


def test_there_are_enough_by_inequalities() -> None:
    assert len(SETS) >= 38


@pytest.mark.parametrize("case", SETS)
def test_every_proof_is_one(case: dict[str, Any]) -> None:
    """Every proof of the cases, by cases or not, added up by a checker that read the rules itself."""
    checked, analysis = analysed(case["rules"])
    trees = read_trees(case["rules"])
    confirm([trees[each.rule.name] for each in checked], analysis)


def add_up(proof: Derivation, names: list[str], rows: dict[str, dict[str, Fraction]]) -> None:
    """Whether a claim is the sum of its steps, but for a constant where it says so."""
    total = dict(rows[names[proof.claim.rule]])
    for step in proof.steps:
        for figure, value in rows[names[step.equation.rule]].items():
            total[figure] = total.get(figure, Fraction(0)) - step.multiplier * value
    assert {figure: value for figure, value in total.items() if value} == ({"1": -proof.rest} if proof.rest else {})


def test_the_reader() -> None:
    read = read_rules("规则 甲：0.5 * t = a / 2 + 0.5 * (b + c) - 合计(d, e) + 3 万元\n规则 乙：t - c - (b + a) = 0\n")
    half = Fraction(1, 2)
    assert read["甲"] == {"t": half, "a": -half, "b": -half, "c": -half, "d": 1, "e": 1, "元": -30000}
    assert read["乙"] == {"t": 1, "c": -1, "b": -1, "a": -1}
