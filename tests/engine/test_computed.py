"""Which figures are recomputed and rounded (spec/numbers.md): those that face a quotient, or a division by a number."""

from __future__ import annotations

import pytest
from support.checking import check_one

from jsrules.model.ground import GroundCondition, GroundLinear, GroundRatio

REPORT = "x: {x}\ny: 10.00\nz: 1.00\nn: 4\n"


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("x = y / 4", GroundRatio),
        ("x = y / 4 + z", GroundRatio),
        ("x = z + y / 4 - 1", GroundRatio),
        ("x = y / n - 1", GroundRatio),
        ("x = y / n + z", GroundCondition),
        ("x + z = y / 4", GroundLinear),
        ("x = y * 0.25 + z", GroundLinear),
    ],
)
def test_which_figures_are_computed(rule: str, kind: type) -> None:
    assert type(check_one(rule, REPORT.format(x="3.50")).outcome.ground) is kind


def test_a_computed_figure_prints_as_it_comes_out() -> None:
    found = {x: check_one("x = y / 4 + z", REPORT.format(x=x)).verdict for x in ("3.50", "3.5", "3.51", "3.52")}
    assert found == {"3.50": "pass", "3.5": "pass", "3.51": "rounding", "3.52": "violation"}
