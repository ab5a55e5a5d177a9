"""From the text of a cell to its amount: unit, precision, and what is said when it is none.

See ``spec/report.md``.
"""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.named import NamedTuple
from jsrules.base.number import BLANKS, REASONS, Figure, FigureError, is_blank, parse_figure
from jsrules.base.units import TEXT_UNITS, UNITS, Unit, find_unit
from jsrules.model.report import Amount
from jsrules.readers.reports.problems import AmountError, shown

_PERCENT = UNITS["%"]

_MOST_KNOWN = 20_000
"""So many texts are remembered with their amounts; a long report has few that come again."""


class AmountScope(NamedTuple):
    """What holds in a part of a report: the unit of its money, and the least decimals of money cells."""

    money: Unit
    floor: int


class AmountReader:
    """Reads the cells that share a unit and a floor of decimals. ``known`` holds what was read before, by its text.

    ``textual``: they are texts or dates, of which nothing is to be read, but that they are one of the ``choices`` where
    there are some; ``is_list``: they are lists of names. ``free``: a unit printed behind a figure may
    be of another kind, since nobody declared one.
    """

    __slots__ = ("choices", "floor", "free", "is_list", "known", "textual", "unit")

    def __init__(self, unit: Unit, floor: int, free: bool = False) -> None:
        self.known: dict[str, Amount | None] = dict.fromkeys(BLANKS)
        self.free = free
        self.unit = unit
        self.floor = floor
        self.textual = unit.name in TEXT_UNITS
        self.choices: tuple[str, ...] = ()
        self.is_list = False

    def read(self, text: str) -> Amount | None:
        """The amount of a cell with this text; None when it is blank. Raises `AmountError`."""
        if text in self.known:
            return self.known[text]
        try:
            figure = parse_figure(text)
        except FigureError as error:
            raise _malformed(text, error.reason) from None
        if figure is not None:
            amount: Amount | None = self._amount(text, figure)
        elif is_blank(text):
            amount = None
        else:
            raise _no_amount(text)
        if len(self.known) >= _MOST_KNOWN:
            self.known = dict.fromkeys(BLANKS)
        self.known[text] = amount
        return amount

    def _amount(self, text: str, figure: Figure) -> Amount:
        unit, mantissa, decimals = self.unit, figure.mantissa, figure.decimals
        if figure.percent or figure.unit:
            unit = self._printed_unit(text, figure)
        # A figure with a unit of its own (0.3 万元 in a table in 元) keeps the precision it was printed with.
        if decimals < self.floor and not figure.unit and not figure.percent:
            mantissa *= 10 ** (self.floor - decimals)
            decimals = self.floor
        return Amount(text, mantissa, decimals + unit.places, unit, unit.is_exact(decimals))

    def _printed_unit(self, text: str, figure: Figure) -> Unit:
        """The unit printed behind a figure, which must be of the kind that the cell is declared to have."""
        declared = self.unit
        printed = _PERCENT if figure.percent else find_unit(figure.unit)
        if printed is None:
            from jsrules.readers.reports.cell_advice import of_letters

            raise of_letters(text) or AmountError(
                "E121",
                say(
                    "“{text}”后面的“{unit}”不是认识的单位",
                    '"{unit}" in "{text}" is no known unit',
                    text=shown(text),
                    unit=figure.unit,
                ),
                say(
                    "只写数字，或写 {units} 等",
                    "write the number alone, or with {units} and the like",
                    units="万元、%、辆、人次",
                ),
            )
        if self.free or not declared.name or printed.dimension == declared.dimension:
            return declared if printed == declared else printed
        if figure.percent:
            raise AmountError(
                "E115",
                say(
                    "“{text}”是百分比，这里应是{what}",
                    '"{text}" is a percentage; {what} is due here',
                    text=shown(text),
                    what=_what(declared),
                ),
                say("去掉 %，或检查是不是写错了栏", "take the % away, or check the column"),
            )
        raise AmountError(
            "E121",
            say(
                "“{text}”的单位是“{printed}”，这里应是“{declared}”",
                'the unit of "{text}" is {printed}; {declared} is due here',
                text=shown(text),
                printed=printed.name,
                declared=declared.name,
            ),
            say("改正单位，或检查是不是写错了行或栏", "correct the unit, or check the row and column"),
        )


def _what(unit: Unit) -> str:
    if unit.dimension == "money":
        return say("金额", "an amount of money")
    return say("以“{unit}”为单位的数", "a figure in {unit}", unit=unit.name)


def _malformed(text: str, reason: str) -> AmountError:
    remedies = {
        "joined": (
            "一个单元格写一个数；列表里用半角逗号加一个空格隔开",
            "write one figure in a cell; put a comma and a space between entries of a list",
        ),
        "stop": ("小数点改成半角的“.”", 'write the decimal point as "."'),
        "zeros": ("删去前面的 0", "delete the leading zeros"),
        "sign": ("只留一个符号，例如 -3.59、(3.59) 或 减少 3.59", "keep one of them, as in -3.59 or (3.59)"),
        "brackets": ("负数写成 (12.50) 或 -12.50", "write a negative amount as (12.50) or -12.50"),
    }
    remedy = say(*remedies.get(reason, ("写成 1,668.98 或 1668.98 的样子", "write it like 1,668.98 or 1668.98")))
    if reason in ("sign", "behind", "percent"):
        from jsrules.readers.reports.cell_advice import of_marks, of_signs

        remedy = (of_signs(text) or of_marks(text) or remedy) if reason == "sign" else (of_marks(text) or remedy)
    return AmountError(
        "E116",
        say("“{text}”{reason}", '"{text}": {reason}', text=shown(text), reason=say(*REASONS[reason])),
        remedy,
        reason,
    )


def _no_amount(text: str) -> AmountError:
    from jsrules.readers.reports.cell_advice import of_error_value, of_letters, of_text

    return (
        of_error_value(text)
        or of_letters(text)
        or AmountError(
            "E115",
            say("“{text}”不是金额", '"{text}" is not an amount', text=shown(text)),
            of_text(text)
            or say(
                "写一个数，例如 1,668.98；没有数的单元格留空或写 ~",
                "write a figure, such as 1,668.98; leave a cell without one blank or write ~",
            ),
        )
    )
