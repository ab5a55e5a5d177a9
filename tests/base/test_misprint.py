"""The slips of one figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsrules.base.misprint import SLIPS, Slip, digits_of, slip_between, slips_of

FIGURES = st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 4))


def test_digits_are_those_printed() -> None:
    assert [digits_of(-5, 2), digits_of(166902, 2), digits_of(0, 0)] == ["005", "166902", "0"]


@pytest.mark.parametrize(
    ("true", "printed", "slip"),
    [
        (2809, 2829, "digit"),
        (3, 73, "digit"),  # 0.03 printed 0.73
        (2809, 8209, "transposed"),
        (1066151, 106651, "missing_digit"),
        (106651, 1066151, "extra_digit"),
        (2809, -2809, "sign"),
        (2809, 28090, "extra_digit"),  # a zero too many is a digit too many before it is a wrong scale
        (2809, 28090000, "unit_scale"),
        (28090000, 2809, "unit_scale"),
        (2809, 2809, None),
        (2809, 1234, None),
        (2809, -2829, None),
    ],
)
def test_slips_between(true: int, printed: int, slip: Slip | None) -> None:
    assert slip_between(true, printed, 2) == slip


@given(FIGURES)
def test_each_slip_is_made_once_and_told_again(figure: tuple[int, int]) -> None:
    mantissa, decimals = figure
    made = list(slips_of(mantissa, decimals))
    assert len({printed for _, printed in made}) == len(made)
    assert mantissa not in {printed for _, printed in made}
    for slip, printed in made:
        told = slip_between(mantissa, printed, decimals)
        assert told is not None
        assert SLIPS.index(told) <= SLIPS.index(slip)


def test_every_slip_of_a_figure() -> None:
    assert dict.fromkeys(slip for slip, _ in slips_of(2809, 2)).keys() == set(SLIPS)
    assert [printed for slip, printed in slips_of(2809, 2) if slip == "transposed"] == [8209, 2089, 2890]
