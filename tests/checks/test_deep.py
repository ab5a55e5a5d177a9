"""The analysis of rule sets: hand-made sets with known answers, and every proof added up again by a reader of its own."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.checking import ROOT, load
from support.claims import derivations, hold
from support.deep import analysed
from support.filled import filled

from jsrules.base.source import Source
from jsrules.checks.deep.naming import Namer, fraction_text
from jsrules.checks.deep.results import Analysis, Derivation
from jsrules.readers.reports.form_reader import read_form_set

CASES = sorted((ROOT / "tests" / "rule_sets").glob("*.yaml"))
PARTS = ("implied", "instead", "same", "included", "contradictions", "forced", "partly", "outside")


def combination(proofs: tuple[Derivation, ...], names: list[str]) -> str:
    """The proofs of a rule as the cases write them: ``甲 + 2 乙(3) - 丙 @5``, like places together."""
    written: dict[str, int] = {}
    for proof in proofs:
        counts: dict[tuple[int, Fraction], int] = {}
        for step in proof.steps:
            key = step.equation.rule, step.multiplier
            counts[key] = counts.get(key, 0) + 1
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
    found: dict[str, Any] = {
        "implied": {names[each.rule]: combination(each.proofs, names) for each in analysis.implied},
        "instead": {names[each.rule]: [names[x] for x in each.instead] for each in analysis.implied if each.instead},
        "partly": {names[each.rule]: f"{len(each.proofs)}/{each.equations}" for each in analysis.partly},
        "contradictions": [[names[rule] for rule in each.rules] for each in analysis.clashes],
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


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_known_answers(path: Path) -> None:
    case = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    assert set(case) <= {"note", "forms", "rules", *PARTS}
    checked, analysis = analysed(case["rules"], case.get("forms"))
    forms = read_form_set(Source("forms.yaml", case["forms"])) if "forms" in case else None
    names = [each.rule.name for each in checked]
    assert answers(analysis, names, Namer(forms)) == {part: case[part] for part in PARTS if case.get(part)}
    if forms is None:
        rows = read_rules(case["rules"])
        for proof in derivations(analysis):
            add_up(proof, names, rows)
    else:
        for seed in range(20):
            hold(load(filled(forms, seed), case["forms"]), checked, analysis)


def test_there_are_enough() -> None:
    assert len(CASES) >= 12


# -- a reader of flat linear rules that shares nothing with the project

TERM = re.compile(r"\s*([+-]?)\s*(?:([\d.]+)\s*(万元|元)?\s*\*?\s*)?([a-z]?)(?:\s*/\s*(\d+))?")


def read_rules(text: str) -> dict[str, dict[str, Fraction]]:
    """Left less right of each flat linear rule, by its name: figure to coefficient, a constant under ``1``."""
    rows = {}
    for name, left, right in re.findall(
        r"^规则 (\S+?)：(?:若 .* 则 )?(.*?) (?:=|<=|>=|<>|>) (.*)$", text, re.MULTILINE
    ):
        row: dict[str, Fraction] = {}
        for side, sign in ((left, 1), (right, -1)):
            read_side(side, Fraction(sign), row)
        rows[name] = {figure: value for figure, value in row.items() if value}
    return rows


def read_side(text: str, factor: Fraction, row: dict[str, Fraction]) -> None:
    while bracket := re.search(r"(?:(-)\s*)?(?:([\d.]+) \* )?(合计)?\(([^()]*)\)", text):
        minus, number, is_sum, inner = bracket.groups()
        size = Fraction(number or 1) * (-1 if minus else 1)
        read_side(inner.replace(",", " +") if is_sum else inner, factor * size, row)
        text = text[: bracket.start()].rstrip().removesuffix("+") + text[bracket.end() :]
    for sign, number, unit, figure, divisor in TERM.findall(text):
        if number or figure:
            value = Fraction(number or 1) / int(divisor or 1) * (-1 if sign == "-" else 1) * factor
            key = figure or ("元" if unit else "1")
            row[key] = row.get(key, Fraction(0)) + value * (10000 if unit == "万元" else 1)


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
