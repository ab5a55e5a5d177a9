"""What a figure must be at least or at most, where no formula says just what it should be."""

from __future__ import annotations

import pytest
from support.solving import reconciled

from jsrules.model.reconciliation import Reconciliation


def ends(claim: Reconciliation) -> dict[str, tuple[str, str]]:
    """By the names of suspects: at least, at most."""
    suspects = [each for cause in claim.causes for one in cause.corrections for each in one.suspects]
    return {
        claim.report.cell_path(each.cell): (each.least.text if each.least else "", each.most.text if each.most else "")
        for each in suspects
    }


@pytest.mark.parametrize(
    ("rules", "report", "expected"),
    [
        ("总计 = 甲 + 乙\n若 甲 > 0 则 车 >= 1", "总计: 8.00\n甲: 5.00\n乙: 3.00\n车: 0 辆", {"车": ("1 辆", "")}),
        ("若 甲 > 0 则 车 >= 1", "甲: 5.00\n车: 0 辆", {"甲": ("", "0.00"), "车": ("1 辆", "")}),
        ("x + y = z\ny >= 0", "x: 10 个\ny: 不详\nz: 5 个", {"x": ("", "5 个"), "z": ("10 个", "")}),
        ("甲 >= 2.5\n甲 <= 9", "甲: 1.0", {"甲": ("2.5", "")}),
        ("n >= 3\nn <= 3", "n: 7 个", {"n": ("", "3 个")}),
        ("甲 = 1 或 甲 = 5", "甲: 3.00", {"甲": ("", "")}),  # there is one on each side
        ("丙 = 甲 + 乙", "甲: 1.00\n乙: 2.00\n丙: 4.00", {"甲": ("", ""), "乙": ("", ""), "丙": ("", "")}),  # they have values
    ],
)  # fmt: skip
def test_ends(rules: str, report: str, expected: dict[str, tuple[str, str]]) -> None:
    assert ends(reconciled(rules + "\n", report + "\n")) == expected


def test_true_amounts_are_whole_last_places_where_they_can_be() -> None:
    claim = reconciled("t = x + y\n", "t: 10.00\nx: 10.00\ny: ？\n")
    assert not claim.witness  # y is 0 and not -0.005
    claim = reconciled("t = x + y\nt = x + y + 0\n", "t: 10.00\nx: 7.50\ny: ？\n")
    assert [(each.numerator, each.denominator) for each in claim.witness] == [(5, 2)]
