"""Tables drawn into PDF in the ways that producers draw them, and random ones."""

from __future__ import annotations

import random
from collections import Counter
from typing import NamedTuple

from hypothesis import strategies as st

from support.pdf_writer import bar, line, text, width

STYLES = ("lines", "bars", "double", "dashes", "dashed", "per cell", "gaps", "white on shade")


class DrawnCell(NamedTuple):
    """A cell as it is to be found again: position, spans and the lines of its text."""

    row: int
    column: int
    row_span: int
    column_span: int
    lines: tuple[str, ...]


class DrawnTable(NamedTuple):
    """A table to draw: its cells, the widths of its columns and heights of its rows, in points."""

    cells: tuple[DrawnCell, ...]
    widths: tuple[int, ...]
    heights: tuple[int, ...]

    @property
    def is_frame(self) -> bool:
        """Whether it is but a frame round texts: a single one, or some below one another."""
        beside = Counter(cell.row for cell in self.cells).most_common(1)[0][1] > 1
        return not beside or sum(1 for cell in self.cells if cell.lines) < 2

    def expected(self) -> list[tuple[int, int, int, int, str]]:
        return [(*cell[:4], "\n".join(cell.lines)) for cell in sorted(self.cells)]


def simple(*rows: tuple[str, ...], width_of: int = 90, height_of: int = 20) -> DrawnTable:
    """A table without merged cells."""
    cells = [
        DrawnCell(row, column, 1, 1, tuple(words.split("\n")))
        for row, texts in enumerate(rows)
        for column, words in enumerate(texts)
    ]
    return DrawnTable(tuple(cells), (width_of,) * len(rows[0]), (height_of,) * len(rows))


def draw(
    table: DrawnTable,
    x: float,
    y: float,
    style: str = "lines",
    *,
    top: bool = True,
    bottom: bool = True,
    sides: bool = True,
) -> list[str]:
    """Operators for a table whose upper left corner is at a point; its outer borders may be left out."""
    xs = [x + sum(table.widths[:index]) for index in range(len(table.widths) + 1)]
    ys = [y - sum(table.heights[:index]) for index in range(len(table.heights) + 1)]
    edges: list[tuple[float, float, float, float]] = []
    operators = []
    for cell in table.cells:
        left, right = xs[cell.column], xs[cell.column + cell.column_span]
        upper, lower = ys[cell.row], ys[cell.row + cell.row_span]
        if top or cell.row:
            edges.append((left, upper, right, upper))
        if bottom or cell.row + cell.row_span < len(table.heights):
            edges.append((left, lower, right, lower))
        if sides or cell.column:
            edges.append((left, lower, left, upper))
        if sides or cell.column + cell.column_span < len(table.widths):
            edges.append((right, lower, right, upper))
        for number, words in enumerate(cell.lines):
            operators.append(text(left + 3, upper - 11 - 12 * number, words))
    shade = [bar(xs[0], ys[-1], xs[-1], ys[0], "0.8 g")] if style == "white on shade" else [""]
    return (
        shade
        + operators
        + [each for edge in (edges if style == "per cell" else dict.fromkeys(edges)) for each in _edge(edge, style)]
    )


def _edge(edge: tuple[float, float, float, float], style: str) -> list[str]:
    x0, y0, x1, y1 = edge
    flat = y0 == y1
    match style:
        case "bars":
            return [bar(x0 - 0.24, y0 - 0.24, x1 + 0.24, y1 + 0.24)]
        case "double":
            step = (0.0, 1.5) if flat else (1.5, 0.0)
            return [line(*edge), line(x0 + step[0], y0 + step[1], x1 + step[0], y1 + step[1])]
        case "dashes":
            length = x1 - x0 if flat else y1 - y0
            spans = [(at, min(at + 3, length)) for at in range(0, int(length), 5)]
            return [
                line(x0 + start, y0, x0 + end, y0) if flat else line(x0, y0 + start, x0, y0 + end)
                for start, end in spans
            ]
        case "dashed":
            return [line(*edge, dash="[2 2] 0 d")]
        case "gaps":
            return [line(x0 + flat, y0 + (not flat), x1 - flat, y1 - (not flat))]
        case "white on shade":
            return [line(*edge, colour="1 G")]
    return [line(*edge)]


AMOUNTS = st.builds(
    lambda units, cents, grouped: f"{units:,}.{cents:02d}" if grouped else f"{units}.{cents:02d}",
    st.integers(0, 99_999),
    st.integers(0, 99),
    st.booleans(),
)
NAMES = st.text("一般公共服务支出行政运行住房保障合计结余收入", min_size=1, max_size=4)
CODES = st.integers(201, 2_299_999).map(str)
WORDS = st.one_of(AMOUNTS, NAMES, CODES, st.just("-"), st.just("0.00"))


@st.composite
def _tables(draw_: st.DrawFn) -> DrawnTable:
    rows, columns = draw_(st.integers(2, 6)), draw_(st.integers(2, 5))
    chance = random.Random(draw_(st.integers(0, 2**32)))
    taken: set[tuple[int, int]] = set()
    cells = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            down, across = 1, 1
            if chance.random() < 0.2:
                while column + across < columns and (row, column + across) not in taken and chance.random() < 0.5:
                    across += 1
                while row + down < rows and chance.random() < 0.4:
                    if any((row + down, column + step) in taken for step in range(across)):
                        break
                    down += 1
            taken |= {(row + r, column + c) for r in range(down) for c in range(across)}
            cells.append((row, column, down, across))
    # A line that no cell ends at cannot be seen, so neither can the row or column that it would bound.
    ends_down = {row for row, *_ in cells} | {rows}
    ends_across = {column for _, column, *_ in cells} | {columns}
    row_at = {each: index for index, each in enumerate(sorted(ends_down))}
    column_at = {each: index for index, each in enumerate(sorted(ends_across))}
    drawn = []
    for number, (row, column, down, across) in enumerate(cells):
        empty = number >= 2 and draw_(st.booleans())
        lines = () if empty else tuple(draw_(st.lists(WORDS, min_size=1, max_size=2)))
        if len(lines) == 2 and lines[0][-1].isdigit() and lines[1][0].isdigit():
            lines = lines[:1]
        top, left = row_at[row], column_at[column]
        drawn.append(DrawnCell(top, left, row_at[row + down] - top, column_at[column + across] - left, lines))
    longest = max(width(words) for cell in drawn for words in cell.lines)
    widths = tuple(int(longest) + draw_(st.integers(8, 40)) for _ in range(len(column_at) - 1))
    heights = tuple(draw_(st.integers(28, 45)) for _ in range(len(row_at) - 1))
    return DrawnTable(tuple(drawn), widths, heights)


def tables() -> st.SearchStrategy[DrawnTable]:
    """Tables with merged cells, empty ones, wrapped names."""
    return _tables().filter(lambda table: len(table.cells) > 1)
