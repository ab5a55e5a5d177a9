"""What is typed behind an option, read: whole numbers, years, days."""

from __future__ import annotations

from collections.abc import Callable

from jsrules.base.language import say
from jsrules.cli.trouble import UsageError


def whole_number(low: int, high: int | None = None) -> Callable[[str, str], int]:
    """Reads a whole number from ``low`` on, to ``high`` if that is given."""

    def read(name: str, text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = low - 1
        if low <= number and (high is None or number <= high):
            return number
        if high is None:
            text = say(
                "{name} 要是不小于 {low} 的整数", "{name} must be a whole number, at least {low}", name=name, low=low
            )
        else:
            text = say(
                "{name} 要是 {low} 到 {high} 的整数",
                "{name} must be a whole number from {low} to {high}",
                name=name,
                low=low,
                high=high,
            )
        raise UsageError(text)

    return read


def wrong_value(name: str, why: str) -> UsageError:
    """A value that an option cannot have, and why."""
    return UsageError(say("{name} 的值不对：{why}", "wrong value for {name}: {why}", name=name, why=why))


def read_year(text: str, option: str = "") -> int:
    """A fiscal year, given to an option or by itself."""
    if text.isdecimal() and len(text) == 4:
        return int(text)
    why = say("“{year}”不是四位数的年度", "“{year}” is no year of four digits", year=text)
    raise wrong_value(option, why) if option else UsageError(why)


def read_day(name: str, text: str) -> str:
    """A day as ISO 8601 writes it."""
    from jsrules.base.dates import is_date

    if not is_date(text):
        raise wrong_value(
            name, say("“{date}”不是日期，写成 2026-11-30", "“{date}” is no date like 2026-11-30", date=text)
        )
    return text
