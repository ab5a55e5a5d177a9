"""A seeded part of the study of sound reports (``bench/injection.py --clean``): none of their figures is wrong, whether their
rates were computed from true amounts, from printed ones, or now so and now so.
"""

from __future__ import annotations

import os
import random
from typing import get_args

import pytest
from support.checking import REAL_REPORT

from bench.synthetic import Laboratory, Rates
from jsrules.engine.reconcile.reconcile import reconcile

REPORTS = max(4, min(960, int(os.environ.get("JSRULES_EXAMPLES", "4"))))


@pytest.fixture(scope="module")
def laboratory() -> Laboratory:
    made = Laboratory(str(REAL_REPORT))
    made.prepare()
    return made


@pytest.mark.parametrize("rates", get_args(Rates))
def test_nothing_is_told_of_sound_reports(laboratory: Laboratory, rates: Rates) -> None:
    chance = random.Random(f"sound {rates}")
    for _ in range(REPORTS):
        report = laboratory.synthetic(chance, rates)
        found = reconcile(report, laboratory.evaluate(report), laboratory.anew(report))
        assert (found.status, found.figures, found.structure) == ("consistent", 0, [])
