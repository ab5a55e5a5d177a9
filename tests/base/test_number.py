"""Figures as printed."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsrules.base.number import (
    DIRECTIONS,
    MAXIMUM_DIGITS,
    MOST_PLACES,
    REASONS,
    Figure,
    FigureError,
    decimal_text,
    divide_half_up,
    exact_text,
    is_blank,
    parse_figure,
    readable_text,
    short_decimal_text,
)

FIGURES: dict[str, Figure] = {
    "0": Figure(0, 0),
    "0.00": Figure(0, 2),
    "5": Figure(5, 0),
    "517.20": Figure(51720, 2),
    "1,668.98": Figure(166898, 2),
    "1,234,567": Figure(1234567, 0),
    "１，６６８．９８": Figure(166898, 2),
    "１,６６８.９８": Figure(166898, 2),
    "-3.59": Figure(-359, 2),
    "－３．５９": Figure(-359, 2),
    "−3.59": Figure(-359, 2),
    "+3.59": Figure(359, 2),
    "-0.00": Figure(0, 2),
    "(12.50)": Figure(-1250, 2),
    "（12.50）": Figure(-1250, 2),
    "(1,012.50)": Figure(-101250, 2),
    "减少 615.84": Figure(-61584, 2),
    "减少615.84": Figure(-61584, 2),
    "增加 615.84": Figure(61584, 2),
    "下降 26.95%": Figure(-2695, 2, True),
    "增长 0.5％": Figure(5, 1, True),
    "100.00%": Figure(10000, 2, True),
    "98 %": Figure(98, 0, True),
    "2 辆": Figure(2, 0, unit="辆"),
    "9人次": Figure(9, 0, unit="人次"),
    "12.98 万元": Figure(1298, 2, unit="万元"),
    "0 台（套）": Figure(0, 0, unit="台(套)"),
    " 5　": Figure(5, 0),
    "9" * (MAXIMUM_DIGITS - 1): Figure(int("9" * (MAXIMUM_DIGITS - 1)), 0),
    "9" * MAXIMUM_DIGITS: Figure(int("9" * MAXIMUM_DIGITS), 0),
}

NOT_FIGURES = (
    *("", "~", "-", "无", "no", "年初预算", "2022-09-01", "1O4", "5%元", "增加", "%", "()", "٣.٥", "²", "½"),
    *("一百", "nan", "inf", "0x1F", "5 6 元 7", "1/2", "≈5", "¥5"),
    *("(010)6555-1234", "2022-09", "(5)(6)", "5-3", "(2021)5号", "5-10%"),
)

MALFORMED = {
    "1.2.3": "points",
    "１．２．３": "points",
    "1..5": "points",
    "3.00，1.20": "joined",
    "3.00、-1.20": "joined",
    "1,604.99,453.20": "joined",
    "1.": "point",
    ".5": "point",
    "517。20": "stop",
    "1、668": "stop",
    "1,66.98": "commas",
    "12,34": "commas",
    "1,,000": "commas",
    "1234,567": "commas",
    "1234,567.00": "commas",
    "1.668,98": "commas",
    "0012": "zeros",
    "-012.5": "zeros",
    "00": "zeros",
    "1_000": "underscore",
    "1:30": "colon",
    "１：３０": "colon",
    "(5": "brackets",
    "5)": "brackets",
    "(5))": "brackets",
    "--5": "sign",
    "+-5": "sign",
    "(-5)": "sign",
    "减少 -5": "sign",
    "减少 (5)": "sign",
    "-减少 5": "sign",
    "- 下降5%": "sign",
    "(减少 5)": "sign",
    "-(67.00)": "sign",
    "-(67)": "sign",
    "+（67.00）": "sign",
    "(67.00)-": "sign",
    "-67.00-": "sign",
    "(67.00)%": "percent",
    "（67）％": "percent",
    "67.00%%": "percent",
    "1234.50-": "behind",
    "1,234.50-": "behind",
    "１，２３４．５０－": "behind",
    "67-": "behind",
    "5.00%-": "behind",
    "5.00 +": "behind",
    "((5.00))": "brackets",
    "10.00-20.00": "joined",
    "1,000.": "point",
    "5.00-6": "marks",
    "1 668.98": "spaces",
    "1, 668.98": "spaces",
    "9" * (MAXIMUM_DIGITS + 1): "digits",
    "0." + "0" * MAXIMUM_DIGITS: "digits",
    "1e5": "exponent",
    "-1.5E+3": "exponent",
}


@pytest.mark.parametrize("text", FIGURES)
def test_figures(text: str) -> None:
    assert parse_figure(text) == FIGURES[text]


@pytest.mark.parametrize("text", NOT_FIGURES)
def test_not_figures(text: str) -> None:
    assert parse_figure(text) is None


@pytest.mark.parametrize("text", MALFORMED)
def test_malformed(text: str) -> None:
    with pytest.raises(FigureError) as caught:
        parse_figure(text)
    assert caught.value.reason == MALFORMED[text]


def test_every_reason_is_shown() -> None:
    assert set(MALFORMED.values()) == set(REASONS)


@pytest.mark.parametrize("text", ["", "~", "-", "—", "－", "——", " ", "　", " - ", "\t"])
def test_blanks(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "0.00", "无", "/"])
def test_not_blank(text: str) -> None:
    assert not is_blank(text)


def assert_read_or_refused(text: str) -> None:
    """A text is a figure, or none, or malformed for a reason that has a wording."""
    reason = ""
    figure = None
    try:
        figure = parse_figure(text)
    except FigureError as error:
        reason = error.reason
    assert not reason or reason in REASONS
    assert figure is None or figure.decimals >= 0


@given(st.text(max_size=40) | st.text("0123456789.,-+()%（）％．， _:eE万元辆减少。", max_size=20))
def test_never_raises_anything_else(text: str) -> None:
    assert_read_or_refused(text)


TRUE_OF: dict[str, Callable[[str], bool]] = {
    "joined": lambda text: len(re.findall(r"[0-9]+\.[0-9]", text)) > 1,
    "points": lambda text: text.count(".") > 1,
    "point": lambda text: bool(re.search(r"(?<![0-9])\.|\.(?![0-9])", text)),
    "commas": lambda text: bool(
        re.search(r"(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|[0-9]{4},|\.[0-9 ]*,", text.replace(" ", ""))
    ),
    "zeros": lambda text: bool(re.search(r"(?<![0-9.,])0[0-9,]", text)),
    "brackets": lambda text: re.sub(r"[^()]", "", text) not in ("", "()"),
    "sign": lambda text: sum(text.count(each) for each in "+-(减") > 1,
    "behind": lambda text: bool(re.search(r"[0-9.,][ %)]*[-+]", text)),
    "percent": lambda text: bool(re.search(r"[^0-9 ] *%|%[^%]*%", text)),
    "marks": lambda text: any(each in text for each in "+-()%减"),
    "spaces": lambda text: bool(re.search(r"[0-9.,] +[0-9.,]", text)),
    "digits": lambda text: len(text) > MAXIMUM_DIGITS,
}


@given(
    st.text("0123456789.,-+()% ", min_size=2, max_size=9)
    | st.from_regex(r"(减少)?[-+(]{0,2}[0-9,]{1,6}\.?[0-9]{0,2}[-+)%]{0,3}", fullmatch=True)
)
def test_a_reason_is_true_of_the_text(text: str) -> None:
    reason = ""
    try:
        parse_figure(text)
    except FigureError as error:
        reason = error.reason
    assert not reason or TRUE_OF[reason](text)


@pytest.mark.parametrize(
    "text",
    [
        "1" + " " * 10**6 + "!",
        "增加" + " " * 10**6 + "x",
        "9" * 10**6,
        "1," * 10**6,
        "1 " * 10**6,
        "(" * 10**6,
        "+" * 10**6 + "1",
        "1e" + "1" * 10**6,
        "1" * 10**6 + "e",
    ],
)
def test_long_texts_take_no_longer_than_their_length(text: str) -> None:
    """With backtracking any of them would take hours."""
    assert_read_or_refused(text)


numbers = st.tuples(st.integers(-(10**18), 10**18), st.integers(0, 6))


@given(numbers)
def test_what_is_printed_is_read(number: tuple[int, int]) -> None:
    mantissa, decimals = number
    text = decimal_text(mantissa, decimals)
    assert parse_figure(text) == Figure(mantissa, decimals)
    whole, point, fraction = text.partition(".")
    grouped = f"{int(whole):,}" if whole != "-0" else "-0"
    assert parse_figure(grouped + point + fraction) == Figure(mantissa, decimals)
    wide = text.translate(str.maketrans("0123456789.-,", "０１２３４５６７８９．－，"))
    assert parse_figure(wide) == Figure(mantissa, decimals)
    if mantissa > 0:
        assert parse_figure(f"({text})") == Figure(-mantissa, decimals)
        assert parse_figure(f"减少 {text}") == Figure(-mantissa, decimals)


@given(
    st.integers(-(10**30), 10**30), st.integers(1, 10**20) | st.integers(0, 60).map(lambda n: 10**n), st.integers(0, 6)
)
def test_exact_numbers_are_exact(numerator: int, denominator: int, places: int) -> None:
    text = exact_text(numerator, denominator, places)
    value = Fraction(numerator, denominator)
    assert Fraction(text) == value
    assert exact_text(-numerator, -denominator, places) == text
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    assert ("/" in text) == (rest != 1)
    if "/" in text:
        shown = readable_text(text)
        assert shown[0] == "≈"
        assert abs(Fraction(shown[1:]) - value) <= Fraction(1, 10**12)
        assert Fraction(shown[1:]) != 0
    else:
        assert len(text.partition(".")[2]) >= places
        assert readable_text(text) == text


def test_how_far_decimals_go() -> None:
    assert exact_text(-5, 10**13) == "-0.0000000000005"
    assert exact_text(1, 10**MOST_PLACES) == "0." + "0" * (MOST_PLACES - 1) + "1"
    assert exact_text(1, 10 ** (MOST_PLACES + 1)) == f"1/1{'0' * (MOST_PLACES + 1)}"
    assert exact_text(7, -3, 2) == "-7/3"
    assert exact_text(0, 7, 2) == "0.00"
    assert readable_text("-7/3") == "≈-2.333333333333"
    assert readable_text("1/3000000000000000") == "≈0.000000000000000333"


@given(numbers)
def test_short_decimals_keep_the_value(number: tuple[int, int]) -> None:
    mantissa, decimals = number
    figure = parse_figure(short_decimal_text(mantissa, decimals))
    assert figure is not None
    assert figure.mantissa * 10**decimals == mantissa * 10**figure.decimals


@given(st.integers(-(10**12), 10**12), st.integers(-(10**6), 10**6).filter(bool))
def test_division_goes_to_the_nearest(numerator: int, denominator: int) -> None:
    quotient = divide_half_up(numerator, denominator)
    # Twice the rest, against the denominator; at a tie the quotient is the one farther from zero.
    rest = 2 * (numerator - quotient * denominator)
    assert abs(rest) <= abs(denominator)
    if abs(rest) == abs(denominator):
        assert abs(quotient * denominator) > abs(numerator)


@pytest.mark.parametrize("text", [".", "..", "...", "-.", "．", "-", "()"])
def test_dots_and_signs_alone_are_no_figures(text: str) -> None:
    assert parse_figure(text) is None


@pytest.mark.parametrize("digit", "0123456789")
@pytest.mark.parametrize("text", ["{0}.{0}.{0}", "({0}.{0}", "{0}.{0}_{0}", "--{0}.{0}"])
def test_a_figure_of_one_digit_alone_that_is_spoiled_is_no_text(text: str, digit: str) -> None:
    with pytest.raises(FigureError):
        parse_figure(text.format(digit))


@pytest.mark.parametrize("text", ["000", "00.00", "0" * 40, "-00"])
def test_figures_of_nothing_but_zeros_in_front_are_codes(text: str) -> None:
    with pytest.raises(FigureError) as caught:
        parse_figure(text)
    assert str(caught.value) == "zeros"


@pytest.mark.parametrize(("text", "decimals"), [("0", 0), ("0.00", 2), ("-0.00", 2), ("(0.0)", 1), ("－０", 0)])
def test_zero_has_its_decimals_and_no_sign(text: str, decimals: int) -> None:
    found = parse_figure(text)
    assert found is not None and (found.mantissa, found.decimals) == (0, decimals)


def test_a_figure_has_forty_digits_at_most() -> None:
    assert parse_figure("9" * 40) is not None
    with pytest.raises(FigureError):
        parse_figure("9" * 41)


@pytest.mark.parametrize("word", DIRECTIONS)
def test_words_of_direction_change_the_sign_alone(word: str) -> None:
    found = parse_figure(f"{word} 5.00")
    assert found is not None and (abs(found.mantissa), found.decimals) == (500, 2)
    assert (found.mantissa < 0) is (word in ("减少", "下降", "降低"))


def test_a_quotient_has_a_hundred_places_at_most() -> None:
    assert exact_text(1, 2**100) == f"0.{5**100:0100}"
    assert exact_text(1, 2**101) == f"1/{2**101}"


@pytest.mark.parametrize("denominator", [-7, -4, -2, -1, 1, 2, 3, 4, 6, 7])
def test_the_nearest_integer_to_a_quotient(denominator: int) -> None:
    for numerator in range(-30, 31):
        exact = Fraction(numerator, denominator)
        nearest = divide_half_up(numerator, denominator)
        distance = abs(exact - nearest)
        assert distance <= Fraction(1, 2)
        assert distance < Fraction(1, 2) or abs(nearest) > abs(exact), "a tie goes away from zero"
