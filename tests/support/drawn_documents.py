"""Hypothesis strategies for published documents: the tables of a form set with random figures, drawn as provinces do.

Titles and names by any of their names, wrapped; codes in one cell or three; 行次 and 栏次 or none; blocks side by side;
06 in one to three lanes, 07 across or down; pages cut anywhere, with their heading or without; merged cells whole or
taken apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from jsrules.base.labels import bare
from jsrules.base.names import fold
from jsrules.base.record import Record, replace
from jsrules.model.document import Grid
from jsrules.model.form import BlockForm, Form, RowForm
from support.printed_tables import Merged, grid
from support.reading import form_set

Line = list[str | Merged]
Wanted = dict[tuple[str, str, str, str], str]
"""What a document prints, by table, block, key of the row and column; blanks are left out."""

ORDINALS = "一二三四五六七八九"


class DrawnTable(Record):
    """A table as parts of a document, and what it prints."""

    parts: list[Grid | str]
    wanted: Wanted
    form: int


class _Row(NamedTuple):
    """A row to be printed: its key, its code where one is printed, its name, and its figures by column."""

    key: str
    code: str
    name: str
    figures: list[str]


figures = st.one_of(
    st.just(""),
    st.sampled_from(["", "-", "0.00", "0", "7"]),
    st.integers(-99_999, 9_999_999).map(lambda cents: f"{cents / 100:,.2f}" if cents % 7 else f"{cents / 100:.2f}"),
)


def _wrapped(draw: st.DrawFn, name: str) -> str:
    """A name in one line, or broken into two."""
    if len(name) < 4 or draw(st.integers(0, 3)):
        return name
    at = draw(st.integers(1, len(name) - 1))
    return f"{name[:at]}\n{name[at:]}"


def _named(draw: st.DrawFn, names: Sequence[str]) -> str:
    return _wrapped(draw, draw(st.sampled_from(names)))


def _own_names(row: RowForm, block: BlockForm) -> list[str]:
    """The names by which nothing but the row is meant."""
    names = [each for each in (row.name, *row.aliases) if block.row_index.get(fold(each)) == block.rows.index(row)]
    return names or [row.name]


@st.composite
def drawn_tables(draw: st.DrawFn) -> DrawnTable:
    """One table of the form set."""
    forms = form_set()
    number = draw(st.sampled_from([place for place, form in enumerate(forms.forms) if not form.is_prose]))
    form = forms.forms[number]
    if len(form.blocks) == 1:
        block = form.blocks[0]
        heading, rows, wanted = (_keyed if block.keyed else _items)(draw, form, block)
    elif all(block.open_rows for block in form.blocks):
        heading, rows, wanted = _lanes(draw, form)
    else:
        heading, rows, wanted = _sides(draw, form)
    title = draw(st.sampled_from([form.title, *form.aliases]))
    above = [
        title,
        *draw(st.sampled_from([[], [form.number], ["单位：万元"], [form.number, "部门：某局\t金额单位：万元"]])),
    ]
    cut = draw(st.lists(st.integers(1, max(1, len(rows))), max_size=2, unique=True))
    parts: list[Grid | str] = []
    ends = [*sorted(each for each in cut if each < len(rows)), len(rows)]
    repeats = draw(st.booleans())
    start = 0
    for page, end in enumerate(ends, 1):
        if page == 1 or repeats:
            parts += above
            parts.append(grid(*heading, *rows[start:end], page=page))
        else:
            parts.append(grid(*rows[start:end], page=page))
        start = end
    return DrawnTable([*parts, "注：本表反映收支情况。"], wanted, number)


def _taken_apart(draw: st.DrawFn, heading: list[Line]) -> list[Line]:
    """The heading with its merged cells as they are, or as text has them: what they hold at the first of their places."""
    if draw(st.booleans()):
        return heading
    placed = grid(*heading)
    texts = {(cell.row, cell.column): cell.text for cell in placed.cells}
    return [[texts.get((row, column), "") for column in range(placed.columns)] for row in range(placed.rows)]


def _keep(wanted: Wanted, form: Form, block: BlockForm, key: str, column: str, figure: str) -> str:
    if figure not in ("", "-"):
        wanted[form.title, block.name, key, column] = figure
    return figure


def _keyed(draw: st.DrawFn, form: Form, block: BlockForm) -> tuple[list[Line], list[Line], Wanted]:
    """02, 03, 05, 08, 09: codes with their levels, a total first or last."""
    wanted: Wanted = {}
    classes = form_set().classifications[block.keyed].classes
    codes = draw(st.lists(st.sampled_from(sorted(classes)), min_size=1, max_size=3, unique=True))
    rows = []
    for code in sorted(codes):
        for key in (code, f"{code}05", f"{code}0599", *([f"{code}06", f"{code}0601"] if draw(st.booleans()) else [])):
            name = (
                draw(st.sampled_from(classes[code]))
                if key == code
                else draw(st.sampled_from(["行政运行", "某某（类）事务支出"]))
            )
            rows.append(_Row(key, key, _wrapped(draw, name), [draw(figures) for _ in block.columns]))
    total = _Row(block.rows[0].key, "", "合 计", [draw(figures) for _ in block.columns])
    rows.insert(0 if draw(st.booleans()) else len(rows), total)
    three = draw(st.booleans())
    labels = 4 if three else 2
    spending = [
        place for place, column in enumerate(block.columns) if column.name in ("本年支出", "基本支出", "项目支出")
    ]
    merged = len(spending) == 3 and len(block.columns) > 3
    names = [_named(draw, (each.name, *each.aliases)) for each in block.columns]
    head: Line = [("支出功能分类科目编码", 1, 3), ("科目名称", 2, 1)] if three else [("项目", 1, 2)]
    below: Line = ["类", "款", "项"] if three else ["功能分类\n科目编码", "科目名称"]
    for place, name in enumerate(names):
        if merged and place in spending:
            head += [("本年支出", 1, 3)] if place == spending[0] else []
            below.append("小计" if place == spending[0] else name)
        else:
            head.append((name, 2, 1))
    heading = _taken_apart(draw, [head, below])
    if draw(st.booleans()):
        heading.append(["栏次", *[""] * (labels - 1), *map(str, range(1, len(names) + 1))])
    style = draw(st.sampled_from(["all", "last", "whole"])) if three else ""
    lines: list[Line] = []
    for row in rows:
        for column, figure in zip(block.columns, row.figures, strict=True):
            _keep(wanted, form, block, row.key, column.name, figure)
        label: Line = [*_levels(row.code, style), row.name] if three else [row.code, row.name]
        if not row.code:
            label = [(row.name, 1, labels)]
        lines.append([*label, *row.figures])
    return heading, lines, wanted


def _levels(code: str, style: str) -> list[str]:
    levels = [code[:3], code[3:5], code[5:]]
    level = 2 if levels[2] else 1 if levels[1] else 0
    if style == "all":
        return levels
    return [(code if style == "whole" else levels[level]) if place == level else "" for place in range(3)]


def _sides(draw: st.DrawFn, form: Form) -> tuple[list[Line], list[Line], Wanted]:
    """01, 04: two blocks side by side."""
    wanted: Wanted = {}
    numbered, ordinals, over = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
    sides: list[list[Line]] = []
    top: Line = []
    head: Line = []
    numbers: Line = []
    for side, block in enumerate(form.blocks):
        names = [_named(draw, (each.name, *each.aliases)) for each in block.columns]
        width = 1 + numbered + len(names)
        top.append((block.name, 1, width))
        head += ["项目", *(["行次"] if numbered else []), *names]
        first = 1 + sum(len(each.columns) for each in form.blocks[:side])
        numbers += ["栏次", *([""] if numbered else []), *(str(first + place) for place in range(len(names)))]
        lines: list[Line] = []
        for place, row in enumerate(block.rows):
            values = [_keep(wanted, form, block, row.key, each.name, draw(figures)) for each in block.columns]
            # Rows 29 to 31 of 04 print the names of rows 1 to 3.
            name = draw(st.sampled_from(_own_names(row, block)))
            shown = name.removeprefix("年初") if _is_below(block, place) else name
            label = f"{ORDINALS[place % 9]}、{shown}" if ordinals and "计" not in shown else shown
            lines.append([_wrapped(draw, label), *([str(place + 1)] if numbered else []), *values])
        sides.append(lines)
    most = max(map(len, sides))
    for lines, block in zip(sides, form.blocks, strict=True):
        blank: Line = [""] * (1 + numbered + len(block.columns))
        gap = draw(st.integers(0, len(lines)))
        lines[gap:gap] = [list(blank) for _ in range(most - len(lines))]
    rows = [[*one, *two] for one, two in zip(*sides, strict=True)]
    heading: list[Line] = [*_taken_apart(draw, [top]), head] if over else [head]
    return [*heading, *([numbers] if draw(st.booleans()) else [])], rows, wanted


def _is_below(block: BlockForm, place: int) -> bool:
    """Whether another row has the same name without 年初: it is printed so, below its total."""
    name = bare(block.rows[place].name)
    return name.startswith("年初") and fold(name.removeprefix("年初")) in block.row_index


def _lanes(draw: st.DrawFn, form: Form) -> tuple[list[Line], list[Line], Wanted]:
    """06: account codes below one another in one lane, in two or in three."""
    wanted: Wanted = {}
    lanes: list[list[Line]] = []
    count = draw(st.integers(1, 3))
    for block in form.blocks:
        lines: list[Line] = []
        for row in block.rows:
            if row.code and len(row.code) > 3 and draw(st.integers(0, 2)) == 0:
                continue
            figure = _keep(wanted, form, block, row.key, block.columns[0].name, draw(figures))
            lines.append([row.code, _wrapped(draw, draw(st.sampled_from(_own_names(row, block)))), figure])
        lanes.append(lines)
    people, office = lanes
    if count == 1:
        columns = [[*people, *office]]
    elif count == 2:
        columns = [people, office]
    else:
        at = draw(st.integers(1, len(office) - 1))
        columns = [people, office[:at], office[at:]]
    most = max(map(len, columns))
    rows = [
        [cell for column in columns for cell in (column[place] if place < len(column) else ["", "", ""])]
        for place in range(most)
    ]
    head: Line = ["经济分类\n科目编码", "科目名称", draw(st.sampled_from(["决算数", "金额"]))]
    heading: list[Line] = [head * count]
    if count == 3 and draw(st.booleans()):
        top: Line = [(form.blocks[0].name, 1, 3), (form.blocks[1].name, 1, 6)]
        heading = [*_taken_apart(draw, [top]), *heading]
    return heading, rows, wanted


def _items(draw: st.DrawFn, form: Form, block: BlockForm) -> tuple[list[Line], list[Line], Wanted]:
    """07: budget and account in pairs or in halves across, or one item in a row."""
    wanted: Wanted = {}
    values = {
        (row.key, column.name): _keep(wanted, form, block, row.key, column.name, draw(figures))
        for row in block.rows
        for column in block.columns
    }
    shape = draw(st.sampled_from(["halves", "pairs", "rows"]))
    total, abroad, cars, buying, running, guests = block.rows
    order = draw(st.sampled_from([[abroad, "cars", guests], [abroad, guests, "cars"]]))
    items = [total, *(each for item in order for each in ([cars, buying, running] if item == "cars" else [item]))]
    rows = [each for each in items if isinstance(each, RowForm)]
    names = {row.key: _named(draw, _own_names(row, block)) for row in block.rows}
    columns = [column.name for column in block.columns]
    if shape == "rows":
        body: list[Line] = [[names[row.key], *(values[row.key, name] for name in columns)] for row in rows]
        return [["项目", *columns]], body, wanted
    width = 2 if shape == "pairs" else 1
    one: Line = [(names[row.key], 2, width) for row in rows if row not in (cars, buying, running)]
    at = 2 if order[1] == "cars" else 3
    one.insert(at, (names[cars.key], 1, 3 * width))
    two: Line = [("小计", 1, width), (names[buying.key], 1, width), (names[running.key], 1, width)]
    if shape == "pairs":
        heading: list[Line] = [one, two, columns * len(rows)]
        figure_row: Line = [values[row.key, name] for row in rows for name in columns]
        if draw(st.booleans()):
            heading.insert(0, [(draw(st.sampled_from(["“三公”经费", "财政拨款“三公”经费"])), 1, 12)])
    else:
        heading = [[(name, 1, len(rows)) for name in columns], [*one, *one], [*two, *two]]
        figure_row = [values[row.key, name] for name in columns for row in rows]
    heading = _taken_apart(draw, heading)
    if draw(st.booleans()):
        heading.append([str(place + 1) for place in range(12)])
    return heading, [figure_row], wanted


@st.composite
def damaged(draw: st.DrawFn, parts: list[Grid | str]) -> list[Grid | str]:
    """Parts of a document with some of them missing or doubled, cells emptied, exchanged with their neighbours, filled with
    something else, or their texts cut off.
    """
    found: list[Grid | str] = []
    for part in parts:
        fate = draw(st.integers(0, 9))
        if fate == 0:
            continue
        found += [part, _copy(part)] if fate == 1 else [part]
    return [part if isinstance(part, str) else _hurt(draw, part) for part in found]


def _copy(part: Grid | str) -> Grid | str:
    return part if isinstance(part, str) else replace(part, cells=tuple(replace(cell) for cell in part.cells))


def _hurt(draw: st.DrawFn, whole: Grid) -> Grid:
    cells = list(whole.cells)
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(cells) - 1))
        text = cells[at].text
        match draw(st.sampled_from(["empty", "cut", "other", "swap", "gone", "hidden"])):
            case "empty":
                cells[at] = replace(cells[at], text="")
            case "cut":
                cells[at] = replace(cells[at], text=text[draw(st.integers(0, 2)) : len(text) - draw(st.integers(0, 2))])
            case "other":
                cells[at] = replace(
                    cells[at], text=draw(st.sampled_from(["1,2.3", "见附件", "12.5 3.0", "10%", "合计", "208"]))
                )
            case "swap" if at:
                cells[at - 1], cells[at] = (
                    replace(cells[at - 1], text=text),
                    replace(cells[at], text=cells[at - 1].text),
                )
            case "gone" if len(cells) > 2:
                del cells[at]
            case "hidden":
                cells[at] = replace(cells[at], hidden=True)
    return replace(whole, cells=tuple(cells))
