"""What a report does not state: a block, a column or a row that it does not show, and lists that may lack rows.

A place that is not stated is never 0. A row that is not written is blank where the form set says so (未写的行: 空白), where
the report says that all rows are written (列全), and in lists of accounts where the rows that are written already make up
the one above them. See ``spec/numbers.md``.
"""

from __future__ import annotations

from typing import Literal

from jsrules.base.named import NamedTuple
from jsrules.base.units import TEXT_UNITS
from jsrules.model.form import BlockForm, FormSet, in_narrative
from jsrules.model.origins import Origin
from jsrules.model.reason import Subject
from jsrules.model.report import Block, Row

Standing = Literal["blank", "unstated", "left_out"]
"""What a place stands for that is not written: nothing printed there; not known; not known, and it may be left out."""


class Family:
    """The coded rows of a block as a forest: whose digits begin with whose."""

    def __init__(self, block: Block) -> None:
        self.children: dict[str, list[str]] = {}
        self.top: list[str] = []
        codes = [row.code for row in block.rows.values() if row.code]
        self._known = known = set(codes)
        for code in codes:
            for length in range(len(code) - 1, 0, -1):
                if code[:length] in known:
                    self.children.setdefault(code[:length], []).append(code)
                    break
            else:
                self.top.append(code)

    def has_below(self, code: str) -> bool:
        """Whether rows below an account are written that is not written itself."""
        return any(each.startswith(code) for each in self._known)

    def above(self, code: str) -> str:
        """The code of the nearest written row above an account; empty where there is none."""
        return next((code[:end] for end in range(len(code) - 1, 0, -1) if code[:end] in self._known), "")


class BlockOrigin(NamedTuple):
    """A block of a report, or of a related one."""

    form: int
    block: int
    origin: Origin


class Stated:
    """What one block of a report states. ``prose``: it is a section of the narrative."""

    def __init__(self, forms: FormSet, spot: BlockOrigin, block: Block, family: Family) -> None:
        self._forms = forms
        self._spot = spot
        self._block = block
        self._family = family
        self._shape: BlockForm = forms.forms[spot.form].blocks[spot.block]
        self._prose = forms.forms[spot.form].is_prose
        self._title = forms.forms[spot.form].title if forms.inferred else ""
        self._lacking: dict[str, Subject | None] = {}
        expected = all(row.key in block.rows for row in self._shape.rows if row.expected)
        self._blank_rows = (
            self._shape.blank_rows and expected and block.whole is not False and not _only_totals(self._shape, block)
        )
        self._expected = expected
        self._parts = _parts_left_out(self._shape, block) if self._blank_rows and not block.whole else frozenset()

    def column(self, column: int) -> tuple[Subject, bool] | None:
        """A column that is not stated, and whether it may be left out; None for one that is."""
        if column not in self._block.unlisted:
            return None
        return Subject("column", *self._spot[:2], "", column, self._spot.origin), self._shape.columns[column].optional

    def row(self, key: str) -> Standing:
        """What a row stands for that is not written."""
        block, shape = self._block, self._shape
        declared = shape.row(key)
        if key in block.unknown:
            return "unstated"
        if block.whole or self._forms.inferred:
            return "unstated" if block.whole is False else "blank"
        if declared is not None:
            blank = self._blank_rows and not declared.expected and declared.key not in self._parts
        elif block.whole is False:
            blank = False
        elif not shape.keyed or not key.isdigit():
            blank = True
        else:
            blank = not self._parts if self._blank_rows else not shape.blank_rows and not self._is_skipped(key)
        if blank:
            return "blank"
        return "left_out" if declared is not None and declared.optional else "unstated"

    def _is_skipped(self, key: str) -> bool:
        """Whether an account that is not written is no blank: accounts below it are written, or others may be missing
        beside it.
        """
        return self._family.has_below(key) or self.lacks(self._family.above(key))

    def subject(self, row: str = "") -> Subject:
        """The block, or a row of it, as what a reason is about."""
        kind: Literal["row", "block"] = "row" if row else "block"
        return Subject(kind, *self._spot[:2], row, -1, self._spot.origin)

    def above(self, level: int = 0) -> list[str]:
        """What the lists of the block stand below: "" and the codes of the rows above others, or, with a level (1, 2, 3
        for 类, 款, 项), of the rows above that level.
        """
        if not level:
            return ["", *self._family.children]
        return ["", *(row.code for row in self._block.rows.values() if row.code and row.level < level)]

    def lacks(self, above: str) -> bool:
        """Whether rows may be missing below an account, or ("") among those below none and those without a code."""
        return self.lack(above) is not None

    def lack(self, above: str) -> Subject | None:
        """The block where rows may be missing below an account, otherwise as `lacks`; the row that the parts fall short
        of where the table is otherwise written as a whole.
        """
        if above not in self._lacking:
            self._lacking[above] = self._may_lack(above)
        return self._lacking[above]

    def _may_lack(self, above: str) -> Subject | None:
        block, shape = self._block, self._shape
        if block.whole is not None or self._forms.inferred:
            lacks = not block.whole if in_narrative(self._title) else block.whole is False
        elif self._prose:
            due = [row.key for row in shape.rows if not row.optional] or [row.key for row in shape.rows]
            lacks = shape.open_rows or not all(key in block.rows for key in due)
        elif not shape.open_rows:
            lacks = any(row.key not in block.rows and self.row(row.key) == "unstated" for row in shape.rows)
        elif shape.blank_rows or not shape.keyed:
            lacks = shape.blank_rows and not (self._blank_rows and not self._parts)
        else:
            return self._short_of(above) if self._expected else self.subject()
        return self.subject() if lacks else None

    def _short_of(self, above: str) -> Subject | None:
        """What a list of accounts may lack, as its figures tell."""
        block = self._block
        totals = [block.rows[row.key] for row in self._shape.rows if not row.code and row.key in block.rows]
        if not above and len(totals) != 1:
            return None
        total = block.rows[above] if above else totals[0]
        parts = [block.rows[each] for each in (self._family.children.get(above, []) if above else self._family.top)]
        short = _falls_short(total, parts, self._columns(), block)
        if not short:
            return None
        excerpt = short == 1 or not parts or not all(self._shape.columns[each].optional for each in block.unlisted)
        return self.subject() if excerpt else self.subject(total.key)

    def _columns(self) -> list[int]:
        """The stated columns whose parts cannot be negative."""
        return [
            number
            for number, column in enumerate(self._shape.columns)
            if number not in self._block.unlisted and not column.signed and column.unit not in TEXT_UNITS
        ]


def _only_totals(shape: BlockForm, block: Block) -> bool:
    """Whether nothing but expected rows is written, with figures that other rows must add up to."""
    due = {row.key for row in shape.rows if row.expected}
    cells = (cell for row in block.rows.values() for cell in row.cells)
    return (
        bool(due)
        and due.issuperset(block.rows)
        and any(cell and cell.amount and cell.amount.mantissa for cell in cells)
    )


def _parts_left_out(shape: BlockForm, block: Block) -> frozenset[str]:
    """The rows above the first expected one, a total, where it has a figure and none of them is written: that they are
    all blank is no more likely than that the report shows totals only.
    """
    first = next((number for number, row in enumerate(shape.rows) if row.expected), 0)
    behind = {row.key for row in shape.rows[first:]}
    if not first or not behind.issuperset(block.rows):
        return frozenset()
    total = block.rows[shape.rows[first].key]
    printed = any(cell and cell.amount and cell.amount.mantissa for cell in total.cells)
    return frozenset(row.key for row in shape.rows[:first]) if printed else frozenset()


def _falls_short(total: Row, parts: list[Row], columns: list[int], block: Block) -> int:
    """In how many columns the parts fall short, where they look like a list that lacks a row, else 0: no column is
    beyond its total and several are short of it, as an account always shows in several columns. One will do where there
    are no parts at all, or a column cannot be seen.
    """
    short = 0
    unseen = bool(block.unlisted)
    for column in columns:
        of_total = total.cells[column]
        cells = [cell for row in parts if (cell := row.cells[column]) is not None]
        if any(cell.problem for cell in (of_total, *cells) if cell is not None):
            unseen = True
            continue
        if of_total is None or of_total.amount is None:
            continue
        amounts = [of_total.amount, *(cell.amount for cell in cells if cell.amount is not None)]
        if any(amount.unit is not amounts[0].unit for amount in amounts):
            continue
        places = max(amount.decimals for amount in amounts)
        scaled = [amount.mantissa * 10 ** (places - amount.decimals) for amount in amounts]
        slack = sum(10 ** (places - amount.decimals) for amount in amounts if not amount.exact)
        lacking = 2 * (scaled[0] - sum(scaled[1:]))
        if lacking < -slack:
            return 0
        short += lacking > slack
    return short if short > 1 or unseen or not parts else 0
