"""Every correction that is shown, typed into the report and verified again, removes its findings and makes none."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.checking import REAL_REPORT, ROOT
from support.drawn import GENERATORS, DrawnCase
from support.generated import RULES, draw, spoil, written
from support.retyped import breaches, retyped

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.verification.verifier import Verifier

PUBLISHED = sorted((ROOT / "tests" / "published").glob("*.yaml"))


@pytest.mark.parametrize("path", [REAL_REPORT, *PUBLISHED], ids=lambda each: each.stem)
def test_published(path: Path) -> None:
    verifier = Verifier()
    assert not breaches(verifier, verifier.verify(str(path), reconcile=10))


@pytest.mark.parametrize("path", [REAL_REPORT, *PUBLISHED], ids=lambda each: each.stem)
@pytest.mark.parametrize("errors", [1, 3])
def test_published_with_further_errors(path: Path, errors: int) -> None:
    verifier = Verifier()
    report = verifier.load(str(path)).result.report
    assert report is not None
    chance = random.Random(f"{path.stem} {errors}")
    printed = [each for each in report.cells if each.amount is not None and each.amount.text[-1:].isdigit()]
    values = {}
    for cell in chance.sample(printed, min(errors, len(printed))):
        assert cell.amount is not None
        text = cell.amount.text
        at = chance.choice([place for place, each in enumerate(text) if each.isdigit()])
        values[cell.index] = (
            text[:at] + chance.choice([each for each in "123456789" if each != text[at]]) + text[at + 1 :]
        )
    broken = retyped(report, values)
    assert broken is not None
    assert not breaches(verifier, verifier.verify(Source(report.source.path, broken), reconcile=10))


def of_texts(rules: str, report: str, forms: str | None = None) -> list[str]:
    verifier = Verifier([Source("rules.jsr", rules)], forms=[Source("forms.yaml", forms)] if forms else [])
    return breaches(verifier, verifier.verify(Source("report.yaml", report), reconcile=10))


@settings(max_examples=40)
@given(st.integers(0, 10**9), st.integers(1, 4))
def test_generated(seed: int, errors: int) -> None:
    chance = random.Random(seed)
    assert not of_texts(RULES, written(spoil(chance, draw(chance), errors)))


CONDITIONED = """
t = a + b + c
若 t > 50 则 e >= 1
若 e > 0 则 c >= 5
a = d
若 d <= 20 则 b = f
"""


@settings(max_examples=40)
@given(st.lists(st.integers(0, 60), min_size=7, max_size=7))
def test_conditions(figures: list[int]) -> None:
    report = "".join(f"{name}: {figure} 个\n" for name, figure in zip("tabcdef", figures, strict=True))
    assert not of_texts(CONDITIONED, report)


@settings(max_examples=40)
@given(st.sampled_from(["flat", "forms"]).flatmap(lambda kind: GENERATORS[kind]))
def test_any_rules(case: DrawnCase) -> None:
    try:
        assert not of_texts(case.rules, case.report, case.forms)
    except InputError:
        return
