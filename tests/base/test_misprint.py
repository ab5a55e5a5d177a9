"""The slips of one figure."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsrules.base.misprint import SLIPS, Slip, digits_of, slip_between, slips_of
from jsrules.base.number import decimal_text

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
        (1000, 10000, "extra_digit"),  # 10.00 printed 100.00 shows a 0 more; no two digits changed places
        (10000, 1000, "missing_digit"),
        (10000, 100000, "extra_digit"),
        (2809, 12809, "extra_digit"),  # not a 1 for a 0, which nobody printed
        (12809, 2809, "missing_digit"),
        (20809, 809, None),  # two digits fewer
        (10, 100, "transposed"),  # 0.10 printed 1.00
        (215, 25, None),  # 2.15 printed 0.25: as many digits, two of them others
    ],
)
def test_slips_between(true: int, printed: int, slip: Slip | None) -> None:
    assert slip_between(true, printed, 2) == slip


@pytest.mark.parametrize(("true", "printed"), [(10, 100), (100, 1000), (1, 10), (20, 200), (30, 300)])
def test_a_zero_too_many_or_too_few_swaps_nothing(true: int, printed: int) -> None:
    assert slip_between(true, printed, 0) == "extra_digit"
    assert slip_between(printed, true, 0) == "missing_digit"
    assert slip_between(-true, -printed, 0) == "extra_digit"


def is_true(slip: Slip, true: int, printed: int, decimals: int) -> bool:
    """Whether what is said of a misprint is so, by the figures as people see them."""
    before, after = (decimal_text(each, decimals) for each in (true, printed))
    if slip == "sign":
        return before.lstrip("-") == after.lstrip("-") and (before[0] == "-") != (after[0] == "-")
    if slip == "unit_scale":
        return any(Fraction(true) * Fraction(10) ** power == printed for power in (-4, -1, 1, 4))
    if (true < 0) != (printed < 0) and true and printed:
        return False
    one, two = (text.lstrip("-").replace(".", "") for text in (before, after))
    if slip == "digit":
        return len(one) == len(two) and sum(a != b for a, b in zip(one, two, strict=True)) == 1
    if slip == "transposed":
        swaps = [one[:at] + one[at + 1] + one[at] + one[at + 2 :] for at in range(len(one) - 1)]
        return one != two and two in swaps
    longer, shorter = (one, two) if slip == "missing_digit" else (two, one)
    return shorter in [longer[:at] + longer[at + 1 :] for at in range(len(longer))]


# Pairs of figures that look alike, since two at random are hardly ever a slip apart.
ALIKE = st.tuples(st.text("0123", min_size=1, max_size=5), st.text("0123", min_size=1, max_size=5), st.booleans())


@given(ALIKE, st.integers(0, 3), st.sampled_from(SLIPS))
def test_what_is_said_of_a_misprint_is_true_and_nothing_is_left_unsaid(
    pair: tuple[str, str, bool], decimals: int, slip: Slip
) -> None:
    true, printed = int(pair[0]), int(pair[1]) * (-1 if pair[2] else 1)
    told = slip_between(true, printed, decimals)
    if told is not None:
        assert is_true(told, true, printed, decimals)
    elif true != printed:
        assert not is_true(slip, true, printed, decimals)


@given(FIGURES)
def test_every_slip_that_is_made_is_what_it_is_called(figure: tuple[int, int]) -> None:
    mantissa, decimals = figure
    for slip, printed in slips_of(mantissa, decimals):
        assert is_true(slip, mantissa, printed, decimals)


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
