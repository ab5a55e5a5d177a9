"""What a spreadsheet shows of a stored date, days since the end of 1899 and parts of one, by a format. In integers."""

from __future__ import annotations

from jsrules.readers.documents.format_tokens import FormatSection, FormatToken
from jsrules.readers.documents.stored_numbers import StoredNumber, rounded

_LAST_DAY = 2_958_465  # the end of 9999
_TO_1904 = 1462
_SECONDS = 86_400
_NUMERALS = "〇一二三四五六七八九"
_WEEKDAYS = "日一二三四五六"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")


def date_text(number: StoredNumber, section: FormatSection, date_1904: bool) -> str | None:
    """The displayed text; None when the number lies outside the calendar."""
    if len(str(number.mantissa)) + number.exponent > 9:
        return None
    seconds, _ = rounded(number.mantissa * _SECONDS, number.exponent, 0)
    days, seconds = divmod(seconds, _SECONDS)
    days += _TO_1904 if date_1904 else 0
    if days > _LAST_DAY:
        return None
    year, month, day = _civil(days)
    half = any(token.kind == "date" and "/" in token.text for token in section.tokens)
    text = ""
    for index, token in enumerate(section.tokens):
        letters = token.text.lower()
        if token.kind in ("point", "digit"):
            continue  # parts of a second
        if token.kind != "date":
            text += token.text
        elif letters[0] in "[hs" or _are_minutes(section.tokens, index):
            text += _time(letters, days, seconds, half)
        elif "/" in letters:
            text += ("上午", "下午")[seconds >= _SECONDS // 2] if "午" in letters else ("AM", "PM")[seconds >= 43200]
        else:
            text += _day(letters, year, month, day, (days - 1) % 7, section.numerals == 1)
    return text.strip()


def _are_minutes(tokens: tuple[FormatToken, ...], index: int) -> bool:
    """Whether the m of a format are minutes: hours stand before them or seconds behind."""
    if tokens[index].text.lower() not in ("m", "mm"):
        return False
    dates = [(at, token.text.lower()) for at, token in enumerate(tokens) if token.kind == "date"]
    before = [letters for at, letters in dates if at < index]
    behind = [letters for at, letters in dates if at > index]
    return bool((before and before[-1].strip("[]")[0] == "h") or (behind and behind[0].strip("[]")[0] == "s"))


def _time(letters: str, days: int, seconds: int, half: bool) -> str:
    name = letters.strip("[]")
    unit = {"h": 3600, "m": 60, "s": 1}[name[0]]
    if letters[0] == "[":
        value = (days * _SECONDS + seconds) // unit
    else:
        value = seconds // unit % (24 if unit == 3600 else 60)
        if half and unit == 3600:
            value = value % 12 or 12
    return str(value).rjust(len(name), "0")


def _day(letters: str, year: int, month: int, day: int, weekday: int, chinese: bool) -> str:
    kind, size = letters[0], len(letters)
    if kind in "ey":
        text = f"{year % 100:02}" if kind == "y" and size <= 2 else f"{year:04}"
        return "".join(_NUMERALS[int(digit)] for digit in text) if chinese else text
    if kind == "a":
        return ("星期" if size > 3 else "") + _WEEKDAYS[weekday]
    if kind in "md" and size > 2:
        name = _MONTHS[month - 1] if kind == "m" else _DAYS[weekday]
        return name[0] if size == 5 else name if size > 3 else name[:3]
    if kind in "md":
        value = month if kind == "m" else day
        return _counted(value) if chinese else str(value).rjust(size, "0")
    return ""


def _counted(value: int) -> str:
    """A number below 100 as it is spoken: 十二, 三十."""
    tens, ones = divmod(value, 10)
    return (
        (_NUMERALS[tens] if tens > 1 else "") + ("十" if tens else "") + (_NUMERALS[ones] if ones or not tens else "")
    )


def _civil(days: int) -> tuple[int, int, int]:
    """Year, month and day of a day's number. Spreadsheets know a 29 February 1900, number 60, that never was."""
    if days == 60:
        return 1900, 2, 29
    if not days:
        return 1900, 1, 0
    # From 1 March of the year 0 on, in cycles of 400 years.
    count = days + 693_899 + (days < 60)
    era, of_era = divmod(count, 146_097)
    year = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year + year // 4 - year // 100)
    shifted = (5 * of_year + 2) // 153
    month = shifted + 3 if shifted < 10 else shifted - 9
    return year + era * 400 + (month <= 2), month, of_year - (153 * shifted + 2) // 5 + 1
