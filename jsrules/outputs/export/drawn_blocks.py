"""The blocks of a table as they stand side by side: which rows are drawn, in what order, at what height."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.base.width import text_width
from jsrules.engine.stated import BlockOrigin, Family, Stated
from jsrules.model.form import BlockForm, ColumnForm, FormSet, RowForm
from jsrules.model.origins import OWN
from jsrules.model.report import ILLEGIBLE, Block, Cell, Row

FigureRole = Literal["money", "figure", "unstated"]
"""What a figure is: an amount of money, something else (a count, a rate, a word), or not stated by the report."""


_LEVELS = 3
_TALLEST = 1000
_CODE, _PART, _LINE = 9, 5, 6
_NARROWEST_NAME, _LISTED_NAME, _WIDEST_NAME = 14, 26, 34
_NARROWEST_FIGURE, _WIDEST_FIGURE = 11, 24


class DrawingStyle(Record):
    """How a report is drawn: codes in one cell or in one for each level; lists that may be added to have at least so
    many rows, blank ones if need be; these ``entries`` of the head are there even when they are blank.
    """

    code_cells: Literal[1, 3] = 1
    least_rows: int = 0
    entries: tuple[str, ...] = ()


class DrawnFigure(NamedTuple):
    """A figure as it is drawn; ``cell`` is the number of its cell in the report, -1 where nothing is written."""

    text: str
    role: FigureRole
    cell: int = -1


class DrawnRow(NamedTuple):
    """A row as it is drawn; ``number`` is its 行次."""

    code: str
    name: str
    number: str
    figures: list[DrawnFigure]


class DrawnBlock(Record, frozen=False):
    """A block as it is drawn. ``columns`` are the headings of its figures, from top to bottom, with their numbers,
    ``roles`` what blank ones are. ``has_names``: its rows have names.

    ``digits`` and ``levels`` are the lengths and names of the parts of a code, where each has a cell of its own.
    ``has_total``: its last row is one that has to be written.
    """

    title: str
    columns: list[tuple[tuple[str, ...], str]]
    rows: list[DrawnRow]
    code_columns: int
    digits: tuple[int, ...]
    levels: tuple[str, ...]
    roles: list[FigureRole]
    has_lines: bool = False
    has_total: bool = False
    has_names: bool = True

    @property
    def names(self) -> int:
        """How many columns tell a row, before those of its printed number and its figures."""
        return self.code_columns + self.has_names

    @property
    def widths(self) -> list[int]:
        """The widths of all its columns, in narrow characters."""
        codes = [_PART if self.levels else _CODE] * self.code_columns
        longest = max((text_width(line.name) for line in self.rows), default=0)
        figures = [
            max(text_width(line.figures[number].text) for line in self.rows) if self.rows else 0
            for number in range(len(self.columns))
        ]
        return [
            *codes,
            *[min(max(longest + 2, _LISTED_NAME if codes else _NARROWEST_NAME), _WIDEST_NAME)] * self.has_names,
            *[_LINE] * self.has_lines,
            *(min(max(each + 2, _NARROWEST_FIGURE), _WIDEST_FIGURE) for each in figures),
        ]

    def blank(self) -> DrawnRow:
        """An empty row."""
        return DrawnRow("", "", "", [DrawnFigure("", role) for role in self.roles])

    def depth(self, titled: bool) -> int:
        """How many rows its headings take up, without its title."""
        names = 1 + (bool(self.code_columns) and not titled) + bool(self.levels)
        return max([names, *(len(heading) for heading, _ in self.columns)])

    def parts_of(self, code: str) -> list[str]:
        """A code as its cells show it."""
        if not self.levels:
            return [code] * self.code_columns
        ends = (0, *self.digits)
        return [code[start:end] for start, end in pairwise(ends)]


def printed(cell: Cell) -> str:
    """What the report prints in a cell; empty for a blank one."""
    return cell.amount.text if cell.amount is not None else ILLEGIBLE if cell.is_illegible else cell.problem


def drawn_blocks(forms: FormSet, number: int, blocks: Sequence[Block], style: DrawingStyle) -> list[DrawnBlock]:
    """The stated ones of a table's blocks, from left to right, their rows at the heights where they are printed."""
    drawn: list[DrawnBlock] = []
    seats: list[dict[int, DrawnRow]] = []
    for place, block in enumerate(blocks):
        if not block.stated:
            continue
        shape = forms.forms[number].blocks[place]
        if shape.free_columns and not forms.inferred:
            drawn.append(_free_block(shape, block))
            seats.append({})
            continue
        rows = _drawn_rows(forms, BlockOrigin(number, place, OWN), block)
        drawn.append(_block(forms, BlockOrigin(number, place, OWN), block, rows, style))
        seats.append(_seats(shape, rows, drawn[-1].rows))
    if len(drawn) > 1 and all(seats):
        _seat(drawn, seats)
    height = max((len(each.rows) for each in drawn), default=0)
    for each in drawn:
        # A total stands at the foot, beside those of the other blocks.
        end = len(each.rows) - each.has_total
        each.rows[end:end] = [each.blank()] * (height - len(each.rows))
    return drawn


def _drawn_rows(forms: FormSet, spot: BlockOrigin, block: Block) -> list[tuple[RowForm | None, Row | None]]:
    """The rows that are drawn, as declared and as written: those that are written in the report's order, and before
    them the declared ones that are blank because they are not written.
    """
    shape = forms.forms[spot.form].blocks[spot.block]
    stated = Stated(forms, spot, block, Family(block))
    found: list[tuple[RowForm | None, Row | None]] = []
    passed = 0

    def blanks(end: int) -> None:
        found.extend(
            (row, None)
            for row in shape.rows[passed:end]
            if row.key not in block.rows and not row.optional and (not block.rows or stated.row(row.key) == "blank")
        )

    if forms.inferred:
        return [(shape.rows[row.declared] if row.declared >= 0 else None, row) for row in block.rows.values()]

    for written in block.rows.values():
        if written.declared >= passed:
            blanks(written.declared)
            passed = written.declared + 1
        found.append((shape.rows[written.declared] if written.declared >= 0 else None, written))
    blanks(len(shape.rows))
    return found


def _block(
    forms: FormSet,
    spot: BlockOrigin,
    block: Block,
    rows: Sequence[tuple[RowForm | None, Row | None]],
    style: DrawingStyle,
) -> DrawnBlock:
    form = forms.forms[spot.form]
    shape = form.blocks[spot.block]
    listed = [number for number in range(len(shape.columns)) if number not in block.unlisted]
    has_lines = not forms.unsettled and any(row.line for row in shape.rows)
    # Where lines are numbered, accounts are told by their names.
    has_codes = bool(shape.keyed) and not any(row.line for row in shape.rows if row.code)
    lines = []
    for declared, written in rows:
        code = (written.code if written is not None else declared.code if declared is not None else "") or ""
        label = written.label if written is not None else declared.name if declared is not None else ""
        name = label.removeprefix(code).strip(" 　") or (declared.name if declared is not None else "")
        figures = [_figure(forms, spot, declared, written, number) for number in listed]
        lines.append(DrawnRow(code if has_codes else "", name, declared.line if declared is not None else "", figures))
    roles = [_role(forms, spot, None, number) for number in listed]
    has_total = bool(rows) and rows[-1][0] is not None and rows[-1][0].expected
    if shape.open_rows:
        blank = DrawnRow("", "", "", [DrawnFigure("", role) for role in roles])
        lines[len(lines) - has_total :] += [blank] * (style.least_rows - len(lines))
    system = forms.classifications.get(shape.keyed)
    digits = system.digits if system is not None else ()
    apart = has_codes and style.code_cells == _LEVELS == len(digits)
    levels = (say("类", "Class"), say("款", "Group"), say("项", "Item")) if apart else ()
    unnamed = (say("金额", "Amount") if set(roles) == {"money"} else say("数额", "Figure"),)
    numbered = not forms.unsettled
    columns = [(_heading(each) or unnamed, each.number * numbered) for each in (shape.columns[n] for n in listed)]
    drawn = DrawnBlock(shape.name, columns, lines, len(levels) or int(has_codes), digits, levels, roles, has_lines)
    drawn.has_total = has_total
    if shape.across and not forms.inferred and len(rows) > 1:
        return _across(shape, drawn, [_heading(declared) for declared, _ in rows if declared is not None])
    return drawn


def _heading(named: RowForm | ColumnForm) -> tuple[str, ...]:
    return named.heading or ((named.name,) if named.name else ())


def _across(shape: BlockForm, block: DrawnBlock, names: Sequence[tuple[str, ...]]) -> DrawnBlock:
    """A block with all its rows in one: their names stand above their figures."""
    columns, figures = [heading for heading, _ in block.columns], [row.figures for row in block.rows]
    if shape.across == "in_columns":
        headings = [(*column, *name) for column in columns for name in names]
        side_by_side = [row[number] for number in range(len(columns)) for row in figures]
    else:
        # Above its columns, a name that is printed in fewer cells than others goes on down to them.
        longest = max(map(len, names))
        headings = [(*name, *name[-1:] * (longest - len(name)), *column) for name in names for column in columns]
        side_by_side = [figure for row in figures for figure in row]
    one = DrawnRow("", "", "", side_by_side)
    roles = [each.role for each in side_by_side]
    return DrawnBlock(block.title, [(each, "") for each in headings], [one], 0, (), (), roles, has_names=False)


def _figure(
    forms: FormSet, spot: BlockOrigin, declared: RowForm | None, written: Row | None, number: int
) -> DrawnFigure:
    cell = written.cells[number] if written is not None else None
    if cell is None:
        return DrawnFigure("", "unstated" if written is not None else _role(forms, spot, declared, number))
    return DrawnFigure(printed(cell), _role(forms, spot, declared, number), cell.index)


def _role(forms: FormSet, spot: BlockOrigin, declared: RowForm | None, number: int) -> FigureRole:
    return "money" if forms.unit_of(spot.form, spot.block, declared, number).dimension == "money" else "figure"


def _free_block(shape: BlockForm, block: Block) -> DrawnBlock:
    """A block whose columns nobody knows: what stands behind the last point of a row's name is that of its column."""
    names: dict[str, None] = {}
    rows: dict[str, dict[str, DrawnFigure]] = {}
    for row in block.rows.values():
        name, _, column = row.label.rpartition(".")
        name, column = (name, column) if name else (column, "")
        names[column] = None
        cell = row.cells[0]
        figure = DrawnFigure(printed(cell), "figure", cell.index) if cell is not None else DrawnFigure("", "figure")
        rows.setdefault(name, {})[column] = figure
    unstated = DrawnFigure("", "unstated")
    lines = [DrawnRow("", name, "", [row.get(column, unstated) for column in names]) for name, row in rows.items()]
    return DrawnBlock(shape.name, [((name,), "") for name in names], lines, 0, (), (), ["figure"] * len(names))


# ---- at what height


def _seats(
    shape: BlockForm, drawn: Sequence[tuple[RowForm | None, Row | None]], lines: Sequence[DrawnRow]
) -> dict[int, DrawnRow]:
    """The rows by how far they stand below the first, where their numbers tell; empty where they do not."""
    if any(declared is None or not declared.line.isdecimal() for declared, _ in drawn) or len(lines) != len(drawn):
        return {}
    known = {id(declared) for declared, _ in drawn}
    if not all(id(row) in known or row.optional for row in shape.rows):
        return {}
    first = min(int(row.line) for row in shape.rows if row.line.isdecimal())
    seats = {int(line.number) - first: line for line in lines}
    return seats if len(seats) == len(lines) and max(seats) < _TALLEST else {}


def _seat(blocks: Sequence[DrawnBlock], seats: Sequence[dict[int, DrawnRow]]) -> None:
    """Puts rows of blocks side by side where their numbers tell: as on paper, 本年收入合计 beside 本年支出合计."""
    firsts = [min(int(line.number) - place for place, line in each.items()) for each in seats]
    numbered = any(block.has_lines for block in blocks)
    lasts = [max(each) for each in seats]
    heights = range(max(lasts) + 1) if numbered else sorted(set().union(*seats))
    for block, own, first, last in zip(blocks, seats, firsts, lasts, strict=True):
        blank = block.blank()
        block.rows = [
            own.get(place) or blank._replace(number=str(first + place) if block.has_lines and place <= last else "")
            for place in heights
        ]
