"""What a spreadsheet shows of a number: formats as accountants use them, against decimal arithmetic."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsrules.readers.documents.number_format import shown_number, shown_text
from jsrules.readers.documents.stored_numbers import parse_stored, plain_text

ACCOUNTING = '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ '


def shown(stored: str, code: str, date_1904: bool = False) -> str:
    number = parse_stored(stored)
    assert number is not None
    return shown_number(number, code, date_1904).text


@pytest.mark.parametrize(
    ("stored", "code", "text"),
    [
        ("1151.789423", "#,##0.00", "1,151.79"),
        ("1151.789423", "0.00", "1151.79"),
        ("1151.7894230000001", "General", "1151.789423"),
        # What Excel writes for 2.675, and shows as 2.68.
        ("2.6749999999999998", "0.00", "2.68"),
        ("0.1", "0.00%", "10.00%"),
        ("0.1", "0%", "10%"),
        ("1.0021", "0.00%", "100.21%"),
        ("5", "0", "5"),
        ("0", "0.00", "0.00"),
        ("0", "#,##0.00;-#,##0.00;", ""),
        ("0", "#,###", ""),
        ("0", ACCOUNTING, "-"),
        ("-3.4", ACCOUNTING, "-3.40"),
        ("1234.5", ACCOUNTING, "1,234.50"),
        ("-12.5", "#,##0.00_);(#,##0.00)", "(12.50)"),
        ("-12.5", "#,##0.00_);[Red]\\(#,##0.00\\)", "(12.50)"),
        ("-12.5", "0.00", "-12.50"),
        ("-12.5", "#,##0.00;[红色]#,##0.00", "12.50"),
        ("12.5", ";;;", ""),
        ("123456", '0!.0,"万"', "12.3万"),
        ("123456", '0\\.0,"万"', "12.3万"),
        ("16690200", "0!.0000", "1669.0200"),
        ("16690200", "#,##0.00,", "16,690.20"),
        ("16690200", "0.00,,", "16.69"),
        ("12345", '[>=10000]0!.0,"万";0.00', "1.2万"),
        ("9999.5", '[>=10000]0!.0,"万";0.00', "9999.50"),
        ("-5", "[>=0]0.0;0.0", "-5.0"),
        ("-5", "[<0](0.0);0.0", "(5.0)"),
        ("5", "[$¥-804]#,##0.00", "¥5.00"),
        ("5", '"¥"#,##0', "¥5"),
        ("9", '0"人"', "9人"),
        ("1.5", 'G/通用格式"元"', "1.5元"),
        ("12", "00000", "00012"),
        ("13800000000", "000-0000-0000", "138-0000-0000"),
        ("201", "@", "201"),
        ("0.5", "#.##", "0.5"),
        ("5", "0.##", "5"),
        ("5.1", "0.0?", "5.1"),
        ("0.5", "# ?/?", "0.5"),
        ("1E+3", "0.00", "1000.00"),
        ("1.5e-7", "0.00", "0.00"),
        ("123456789012.34", "General", "123456789012"),
        ("5.333333333333333", "General", "5.333333333"),
        ("0.0000125", "General", "0.0000125"),
        ("1669.02", "0.00E+00", "1669.02"),
        ("44561", "yyyy/m/d", "2021/12/31"),
        ("44561", 'yyyy"年"m"月"d"日"', "2021年12月31日"),
        ("44561", '[DBNum1][$-804]yyyy"年"m"月"d"日";@', "二〇二一年十二月三十一日"),
        ("44561.75", "yyyy-mm-dd hh:mm:ss", "2021-12-31 18:00:00"),
        ("44561.75", "h:mm AM/PM", "6:00 PM"),
        ("44561.75", '上午/下午h"时"mm"分"', "下午6时00分"),
        ("44561", "aaaa", "星期五"),
        ("44561", "[$-F800]dddd, mmmm dd, yyyy", "Friday, December 31, 2021"),
        ("1.5", "[h]:mm", "36:00"),
        ("60", "yyyy-m-d", "1900-2-29"),
        ("-1", "yyyy-m-d", "-1"),
        ("1e300", "yyyy-m-d", "1" + "0" * 300),
        ("5", '0"', "5"),
    ],
)
def test_formats(stored: str, code: str, text: str) -> None:
    assert shown(stored, code) == text


def test_the_calendar_of_1904() -> None:
    assert shown("0", "yyyy-mm-dd", date_1904=True) == "1904-01-01"


@pytest.mark.parametrize(
    ("text", "code", "seen"),
    [
        ("合计", "General", "合计"),
        ("合计", ";;;", ""),
        ("合计", '0.00;0.00;0;"（"@"）"', "（合计）"),
        ("a", '@"元"', "a元"),
    ],
)
def test_texts(text: str, code: str, seen: str) -> None:
    assert shown_text(text, code) == seen


@pytest.mark.parametrize(
    "text", ["", "x", "1.2.3", "1e", "--1", "1e99999", "9" * 900, "NaN", "Infinity", "1,000", "１"]
)
def test_what_is_no_number(text: str) -> None:
    assert parse_stored(text) is None


FIGURES = st.decimals(-(10**9), 10**9, places=6, allow_nan=False, allow_infinity=False)


@given(FIGURES, st.integers(0, 4), st.booleans())
def test_against_decimal_arithmetic(value: Decimal, places: int, grouped: bool) -> None:
    """Fifteen digits first, half up; then those of the format, half up."""
    code = ("#,##0" if grouped else "0") + ("." + "0" * places if places else "")
    kept = Context(prec=15, rounding=ROUND_HALF_UP).plus(value)
    expected = format(abs(kept).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), ",f" if grouped else "f")
    assert shown(str(value), code).lstrip("-") == expected
    number = parse_stored(str(value))
    assert number is not None
    assert Decimal(plain_text(number)) == kept
    assert shown_number(number, code).whole == (Decimal(expected.replace(",", "")) == abs(kept))


@given(st.dates(date(1900, 3, 1)))
def test_days(day: date) -> None:
    assert shown(str((day - date(1899, 12, 30)) // timedelta(1)), "yyyy-mm-dd") == day.isoformat()


@given(st.text('0#?.,;%-_*\\!"[]()@Ee+/ymdhsaGneral年万<>=1', max_size=24), FIGURES)
def test_any_format_has_an_end(code: str, value: Decimal) -> None:
    """Nonsense is shown somehow; digits that a format does not hold are the number's."""
    assert isinstance(shown(str(value), code), str)
    assert isinstance(shown_text("合计", code), str)
