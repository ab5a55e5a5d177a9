"""The form model: the tables that a year prescribes, with their rows, columns, units and other names.

A form has one or more blocks (side-by-side parts such as 收入/支出); a block is rows times columns. The sections of the
narrative are forms too, under the group 情况说明. See ``spec/report.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from jsrules.base.names import fold
from jsrules.base.record import Record, field
from jsrules.base.units import NO_UNIT, UNSTATED, Unit, find_unit

BlockPlace = tuple[int, int]
"""A block of a form set: the number of its form, and its own in there."""

_RATE = r"占比|百分比|比重|比例|同比|环比|率$|率[（(]|[%％]|\b(?:share|rate|percent)"


def names_a_rate(name: str) -> bool:
    """Whether a row or column of a report without a form set is called a rate: 占比, 同比, …率."""
    return re.search(_RATE, name, re.IGNORECASE) is not None


TABLES = ""
"""The group of the tables proper; the narrative's sections have the group's title, 情况说明."""

NARRATIVE = "情况说明"


def in_narrative(path: str) -> bool:
    """Whether a name of a report without a form set stands in its narrative: there a list states a figure several
    times, and may lack rows.
    """
    return fold(path).startswith(NARRATIVE + ".")


ANY_LIST = "*"
"""In place of a classification: a list of any names."""


Across = Literal["", "in_columns", "in_rows"]
"""How the rows of a block are printed side by side: not; all of them within each column; each with all columns."""


class RowForm(Record):
    """A declared row. ``line`` is its 行次 (`line_label`), ``code`` its account code, ``unit`` overrides the column's.

    ``optional``: a form may be printed without it (可缺); ``signed``: its amounts may be negative (可负);
    ``expected``: where it is left out it is not stated, even where rows that are left out are blank (应列).
    Where it is a text: the ``choices`` (选项) that there are, or of what it is a list (列表): ``list_of`` names a
    classification, or is `ANY_LIST`. ``heading`` is what is printed for its name, from top to
    bottom, where rows are printed side by side (栏头).
    """

    name: str
    aliases: tuple[str, ...] = ()
    line: str = ""
    code: str = ""
    unit: str = ""
    optional: bool = False
    signed: bool = False
    expected: bool = False
    choices: tuple[str, ...] = ()
    list_of: str = ""
    heading: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the row is known by in the model: its code, or else its folded name."""
        return self.code or fold(self.name)


class ColumnForm(Record):
    """A declared column. ``number`` is its 栏次 (`line_label`).

    ``signed``: its amounts may be negative (可负); ``optional``: a form may be printed without it (可缺); ``choices``
    and ``list_of`` as of a row; ``heading`` is what is printed for its name, from top to bottom, where that is more
    (栏头).
    """

    name: str
    aliases: tuple[str, ...] = ()
    number: str = ""
    unit: str = ""
    signed: bool = False
    optional: bool = False
    choices: tuple[str, ...] = ()
    list_of: str = ""
    heading: tuple[str, ...] = ()


class BlockForm(Record):
    """A block: declared rows, columns, and whether rows may be added.

    ``keyed``: the name of the classification whose codes key its rows, or empty.
    ``open_rows``: rows that are not declared are accepted (any code of the classification, or any name when not keyed).
    ``optional``: a form may be printed without the block (可缺). ``blank_rows``: its declared rows that a report leaves
    out are blank, but for expected ones (未写的行: 空白); elsewhere they are not stated. ``across``: rows are printed
    side by side, within each column or with their columns below them (横排).
    """

    name: str
    rows: tuple[RowForm, ...]
    columns: tuple[ColumnForm, ...]
    aliases: tuple[str, ...] = ()
    keyed: str = ""
    open_rows: bool = False
    optional: bool = False
    blank_rows: bool = False
    across: Across = ""
    row_index: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    column_index: dict[str, int] = field(default_factory=dict, compare=False, repr=False)
    endings: dict[str, list[int]] = field(default_factory=dict, compare=False, repr=False)
    bare_rows: dict[str, list[int]] = field(default_factory=dict, compare=False, repr=False)
    bare_columns: dict[str, list[int]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.row_index or self.column_index:
            return  # from the cache: folding every name again would cost more than all the rest of it
        for number, row in enumerate(self.rows):
            for name in (row.name, *row.aliases):
                self.row_index.setdefault(fold(name), number)
            if row.code:
                self.row_index.setdefault(row.code, number)
        for number, column in enumerate(self.columns):
            for name in (column.name, *column.aliases):
                self.column_index.setdefault(fold(name), number)

    @property
    def free_columns(self) -> bool:
        """Whether nobody says which rows and columns it has: it takes those that a report writes."""
        return self.open_rows and not (self.rows or self.keyed) and [each.name for each in self.columns] == [""]

    def row(self, name: object) -> RowForm | None:
        """The declared row of a code or folded name; None when there is none."""
        number = self.row_index.get(name) if isinstance(name, str) else None
        return self.rows[number] if number is not None else None

    def rows_ending_in(self, parts: Sequence[str], loose: bool = False) -> list[int]:
        """The rows whose dotted name ends in these parts, for reports without a form set; ``loose``: without what
        labels have before their names.
        """
        from jsrules.base.labels import bare, split_path

        if not self.endings:
            for number, row in enumerate(self.rows):
                names = fold(row.name).split(".")
                # The loose names stand in the same index, behind a sign that no folded name begins with.
                for mark, each in ((".", names), (" ", [bare(part) for part in split_path(row.name)])):
                    for start in range(len(each)):
                        self.endings.setdefault(mark + ".".join(each[start:]), []).append(number)
        key = " " + ".".join(map(bare, parts)) if loose else "." + ".".join(map(fold, parts))
        return self.endings.get(key, [])

    def rows_like(self, name: str) -> list[int]:
        """The rows that have this name without what labels have before their names: ordinals, 其中： and 减：."""
        from jsrules.base.labels import bare

        if not self.bare_rows:
            _index_bare(self.bare_rows, self.rows)
        return self.bare_rows.get(bare(name), [])

    def columns_like(self, name: str) -> list[int]:
        """The same of columns."""
        from jsrules.base.labels import bare

        if not self.bare_columns:
            _index_bare(self.bare_columns, self.columns)
        return self.bare_columns.get(bare(name), [])

    def column_named(self, name: str) -> int:
        """The column of a name: the same, or the only one that is the same without ordinals; -1 when there is none."""
        number = self.column_index.get(fold(name), -1)
        if number >= 0:
            return number
        alike = self.columns_like(name)
        return alike[0] if len(alike) == 1 else -1


def _index_bare(index: dict[str, list[int]], declared: Sequence[RowForm | ColumnForm]) -> None:
    from jsrules.base.labels import bare  # not needed where every name is found as it is written

    for number, each in enumerate(declared):
        for name in dict.fromkeys(map(bare, (each.name, *each.aliases))):
            index.setdefault(name, []).append(number)


class Form(Record):
    """A table's declared shape. ``group`` is `TABLES` or the narrative's title.

    ``money_unit``: that of its amounts, where the form prints another than the form set's; ``notes`` are what the form
    prints below it (附注).
    """

    title: str
    blocks: tuple[BlockForm, ...]
    aliases: tuple[str, ...] = ()
    number: str = ""
    identifier: str = ""
    group: str = TABLES
    optional: bool = False
    money_unit: str = ""
    notes: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The form's name with its group: ``情况说明.一般公共具体``."""
        return f"{self.group}.{self.title}" if self.group else self.title

    @property
    def is_prose(self) -> bool:
        """Whether this is a section of the narrative."""
        return self.group != TABLES


class Classification(Record):
    """A system of account codes. ``digits`` are the lengths of its levels (3, 5, 7 for 类, 款, 项)."""

    name: str
    digits: tuple[int, ...]
    classes: dict[str, tuple[str, ...]]

    def level(self, code: str) -> int:
        """1 for a class (类), 2 for a group (款), 3 for an item (项); 0 for no code of this system."""
        return self.digits.index(len(code)) + 1 if len(code) in self.digits else 0


class FormSet(Record):
    """The forms that a year and a region prescribe. ``year`` is the one that it was made for, ``title`` its name.

    ``unsettled``: rules refer to rows by their numbers here, and reports may print other ones (行次未定).
    """

    kind: str
    identifier: str
    year: int
    money_unit: str
    forms: tuple[Form, ...]
    classifications: dict[str, Classification]
    narrative: str = ""
    inferred: bool = False
    title: str = ""
    unsettled: bool = False
    index: dict[str, Sequence[int]] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        if self.index:
            return
        for number, form in enumerate(self.forms):
            prefix = fold(form.group) + "." if form.group else ""
            for name in dict.fromkeys(
                fold(each) for each in (form.title, *form.aliases, form.number, form.identifier) if each
            ):
                self.index[prefix + name] = (*self.index.get(prefix + name, ()), number)

    @property
    def full_title(self) -> str:
        """The kind of report, and what people call the form set."""
        return f"{self.kind} {self.title or self.year}"

    def same_shape(self, other: FormSet) -> bool:
        """Whether another form set differs in year and title at most."""
        return (self.kind, self.money_unit, self.narrative) == (other.kind, other.money_unit, other.narrative) and (
            self.forms == other.forms and self.classifications == other.classifications
        )

    def cell_path(self, form: int, block: int, row: str, column: int, year: str = "") -> str:
        """The full name of a cell: ``收入支出决算总表.收入.总计``.

        ``row`` is its label, ``year`` what stands before a prior-year cell.
        """
        shape = self.forms[form]
        declared = shape.blocks[block]
        name = declared.columns[column].name if len(declared.columns) > 1 else ""
        return ".".join(part for part in (year, shape.path, declared.name, row, name) if part)

    def accounts(self, classification: str) -> Iterator[tuple[tuple[str, ...], str]]:
        """The names of each account that a classification, or a row declared in it, has, with its code."""
        if classification in self.classifications:
            for code, names in self.classifications[classification].classes.items():
                yield names, code
        for block in (block for form in self.forms for block in form.blocks if block.keyed == classification):
            for row in block.rows if classification else ():
                yield (row.name, *row.aliases), row.code

    def list_of(self, form: int, block: int, row: str, column: int) -> str:
        """Of what a cell is a list: the name of a classification, `ANY_LIST`, or nothing."""
        shape = self.forms[form].blocks[block]
        declared = shape.row(row)
        return (declared.list_of if declared is not None else "") or shape.columns[column].list_of

    def forms_like(self, title: str, prose: bool) -> list[int]:
        """The tables, or the sections of the narrative, that have this title but for ordinals before it, or for the
        number that a table prints before or behind it (公开02表 收入决算表).
        """
        from jsrules.base.labels import bare
        from jsrules.base.table_numbers import numbered_title

        number, rest = ("", "") if prose else numbered_title(title)
        for wanted in (title, rest) if number else (title,):
            found = [
                place
                for place, form in enumerate(self.forms)
                if form.is_prose == prose
                and bare(wanted) in [bare(each) for each in (form.title, *form.aliases) if each]
            ]
            if found:
                return found
        return []

    def money_unit_of(self, form: int) -> str:
        """The unit of the amounts of money in a table."""
        return self.forms[form].money_unit or self.money_unit

    @property
    def money_power(self) -> int:
        """The size of the money unit as a power of ten in 元."""
        unit = find_unit(self.money_unit)
        return unit.power if unit is not None else 0

    def may_be_negative(self, form: int, block: int, row: RowForm | None, column: int) -> bool:
        """Whether a cell may hold a negative amount; without a form set nobody says that it may not."""
        declared = self.forms[form].blocks[block].columns[column]
        return self.inferred or declared.signed or (row is not None and row.signed)

    def common_unit(self, form: int, block: int, keys: tuple[str, ...] | None, columns: range | None) -> str:
        """The unit of all cells in these rows (None: in all) and columns (None: in all); empty when they have none
        in common. Where nothing says that a blank has a unit, it has none.
        """
        default = self.money_unit_of(form)
        units = {each or default for each in self._units(form, block, keys, columns)} - {UNSTATED}
        return units.pop() if len(units) == 1 else ""

    def is_rate(self, form: int, block: int, column: int) -> bool:
        """Whether a column holds rates: by its unit, or without a form set by its name (占比, 同比), too."""
        declared = self.forms[form].blocks[block].columns[column]
        unit = find_unit(declared.unit) if declared.unit else None
        return (unit is not None and unit.dimension == "ratio") or (
            self.inferred and unit is None and names_a_rate(declared.name)
        )

    def is_rate_row(self, form: int, block: int, key: str) -> bool:
        """The same of a row."""
        row = self.forms[form].blocks[block].row(key)
        unit = find_unit(row.unit) if row is not None and row.unit else None
        return (unit is not None and unit.dimension == "ratio") or (
            self.inferred and unit is None and row is not None and names_a_rate(row.name)
        )

    def printed_unit(self, form: int, block: int, keys: tuple[str, ...] | None, columns: range | None) -> str:
        """A unit that any of these cells is declared to have; empty where all are in the form set's money unit because
        nothing else is said.
        """
        units = self._units(form, block, keys, columns) - {UNSTATED}
        return max(units, default="") or self.forms[form].money_unit

    def _units(self, form: int, block: int, keys: tuple[str, ...] | None, columns: range | None) -> set[str]:
        shape = self.forms[form].blocks[block]
        if keys is None:
            rows = {row.unit for row in shape.rows}
        else:
            rows = {row.unit if row else "" for row in map(shape.row, keys)}
        among = shape.columns if columns is None else shape.columns[columns.start : columns.stop]
        return {row or each.unit for row in rows or {""} for each in among}

    def unit_of(self, form: int, block: int, row: RowForm | None, column: int) -> Unit:
        """The unit of a cell: the row's, else the column's, else the money unit of the table or of the form set."""
        declared = self.forms[form].blocks[block]
        name = (row.unit if row else "") or declared.columns[column].unit or self.money_unit_of(form)
        return find_unit(name) or NO_UNIT
