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
from support.retyped import breaches

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.verification.verifier import Verifier

PUBLISHED = sorted((ROOT / "tests" / "published").glob("*.yaml"))


@pytest.mark.parametrize("path", [REAL_REPORT, *PUBLISHED], ids=lambda each: each.stem)
def test_published(path: Path) -> None:
    verifier = Verifier()
    assert not breaches(verifier, verifier.verify(str(path), reconcile=10))


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
