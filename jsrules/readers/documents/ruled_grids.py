"""Tables from the lines that are drawn around their cells. Pure: lines and characters in, grids out.

Lines are joined first (dashes, doubled borders, tiny gaps); those that touch make up one table, so a page may hold
several. Between two neighbouring places of a table's raster either a line is drawn or they are one cell. The outermost
ends of the lines count as border even where none is drawn: a table that goes on over the page often has no line above
its first row there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from jsrules.model.document import Box, Character, DocumentPage, DocumentPlace, Grid, GridCell
from jsrules.readers.documents.text_lines import joined_text, text_lines

MAXIMUM_RULINGS = 2000
"""Lines in one direction, after joining, beyond which a page is a drawing and not a table."""

MAXIMUM_PLACES = 200_000
"""Rows times columns of one table."""

# In hundredths of a point.
_SNAP = 300
"""Lines nearer than this are one: a border drawn twice, a double line; and so far may lines be from touching."""
_GAP = 450
"""What dashes and joints leave open in a line."""
_SHORTEST = 450
"""What is shorter, after joining, is no border."""


class Ruling(NamedTuple):
    """A horizontal or vertical line: where it stands across its direction, and from where to where it goes."""

    at: int
    start: int
    end: int


class _Raster(NamedTuple):
    """The places at which lines stand, and which of them are drawn between which."""

    across: list[int]
    down: list[int]
    right_of: set[tuple[int, int]]
    below: set[tuple[int, int]]


def find_grids(page: DocumentPage) -> tuple[list[Grid], list[Character], bool]:
    """The ruled tables of a page, the characters in none of them, and whether there were too many lines for one."""
    horizontal = _joined((line.top, line.left, line.right) for line in page.lines if line.top == line.bottom)
    vertical = _joined((line.left, line.top, line.bottom) for line in page.lines if line.left == line.right)
    if max(len(horizontal), len(vertical)) > MAXIMUM_RULINGS:
        return [], list(page.characters), True
    left = list(page.characters)
    grids: list[Grid] = []
    components = sorted(_components(horizontal, vertical), key=_area)
    complete = True
    for rows, columns in components:  # what lies inside of another comes first
        if len({line.at for line in rows}) * len({line.at for line in columns}) > MAXIMUM_PLACES:
            complete = False
            continue
        raster = _raster(rows, columns, left)
        made = _grid(raster, left, grids, page.number)
        if made is not None:
            grids.append(made[0])
            left = made[1]
    grids.sort(key=lambda grid: grid.place.box[1::-1] if grid.place.box else (0, 0))
    return grids, left, not complete


def _joined(lines: Iterable[tuple[int, int, int]]) -> list[Ruling]:
    """Lines of one direction, given as place, start and end: near ones joined to one, those too short left out."""
    found: list[Ruling] = []
    group: list[tuple[int, int, int]] = []
    for line in sorted(lines):
        if group and line[0] - group[0][0] > _SNAP:
            found += _along(group)
            group = []
        group.append(line)
    return _beside(found + _along(group))


def _beside(lines: list[Ruling]) -> list[Ruling]:
    """Lines that run beside each other as one: a double line whose halves were joined with different neighbours."""
    if len(lines) > MAXIMUM_RULINGS:
        return lines
    found: list[Ruling] = []
    for line in sorted(lines):
        for index in range(len(found) - 1, -1, -1):
            other = found[index]
            if line.at - other.at > _SNAP:
                break
            if line.at != other.at and min(line.end, other.end) > max(line.start, other.start):
                middle = (line.at + other.at) // 2
                line = Ruling(middle, min(line.start, other.start), max(line.end, other.end))
                del found[index]
                break
        found.append(line)
        found.sort()
    return found


def _along(group: Sequence[tuple[int, int, int]]) -> list[Ruling]:
    """One line for all that follow each other within a gap."""
    if not group:
        return []
    at = (group[0][0] + group[-1][0]) // 2
    spans: list[list[int]] = []
    for start, end in sorted((start, end) for _, start, end in group):
        if spans and start - spans[-1][1] <= _GAP:
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([start, end])
    return [Ruling(at, start, end) for start, end in spans if end - start >= _SHORTEST]


def _components(horizontal: list[Ruling], vertical: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """The groups of lines that touch each other, horizontal and vertical ones."""
    parents = list(range(len(horizontal) + len(vertical)))

    def root(each: int) -> int:
        while parents[each] != each:
            parents[each] = parents[parents[each]]
            each = parents[each]
        return each

    places = [line.at for line in horizontal]
    open_ended = []
    for index, column in enumerate(vertical, len(horizontal)):
        first = bisect_left(places, column.start - _SNAP)
        last = bisect_right(places, column.end + _SNAP)
        ends = False
        for row in range(first, last):
            if horizontal[row].start - _SNAP <= column.at <= horizontal[row].end + _SNAP:
                parents[root(row)] = root(index)
                ends |= min(abs(places[row] - column.start), abs(places[row] - column.end)) <= _SNAP
        if not ends:
            open_ended.append((column.start, column.end, index))
    # A table in the middle of several pages may have no line above nor below: its columns are as long as each other.
    for one, other in pairwise(sorted(open_ended)):
        if other[0] - one[0] <= _SNAP and abs(other[1] - one[1]) <= _SNAP:
            parents[root(one[2])] = root(other[2])
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for index, line in enumerate(horizontal):
        groups[root(index)][0].append(line)
    for index, line in enumerate(vertical, len(horizontal)):
        groups[root(index)][1].append(line)
    return [group for group in groups.values() if group[0] and group[1]]


def _area(component: tuple[list[Ruling], list[Ruling]]) -> int:
    across, down = (_places(*component), _places(*component[::-1]))
    return (across[-1] - across[0]) * (down[-1] - down[0])


def _places(crossing: list[Ruling], lines: list[Ruling]) -> list[int]:
    """Where lines stand, and the ends of those that cross them where these go beyond."""
    places = {line.at for line in lines}
    first, last = min(line.start for line in crossing), max(line.end for line in crossing)
    if first < min(places) - _SNAP:
        places.add(first)
    if last > max(places) + _SNAP:
        places.add(last)
    return sorted(places)


def _raster(rows: list[Ruling], columns: list[Ruling], characters: list[Character]) -> _Raster:
    across, down = _places(rows, columns), _places(columns, rows)
    middles = [((each.left + each.right) // 2, (each.top + each.bottom) // 2) for each in characters]
    _trim(across, {line.at for line in columns}, [x for x, y in middles if down[0] <= y < down[-1]])
    _trim(down, {line.at for line in rows}, [y for x, y in middles if across[0] <= x < across[-1]])
    index_across = {place: index for index, place in enumerate(across)}
    index_down = {place: index for index, place in enumerate(down)}
    right_of = {
        (row, index_across[line.at] - 1) for line in columns if line.at in index_across for row in _covered(line, down)
    }
    below = {
        (index_down[line.at] - 1, column) for line in rows if line.at in index_down for column in _covered(line, across)
    }
    return _Raster(across, down, right_of, below)


def _trim(places: list[int], drawn: set[int], middles: list[int]) -> None:
    """Take back an end at which no line stands when no text is there: lines only jut out."""
    if places[0] not in drawn and not any(places[0] <= each < places[1] for each in middles):
        del places[0]
    if len(places) > 1 and places[-1] not in drawn and not any(places[-2] <= each < places[-1] for each in middles):
        del places[-1]


def _covered(line: Ruling, places: list[int]) -> Iterable[int]:
    """The steps between places along more than half of which the line is drawn."""
    first = max(bisect_right(places, line.start) - 1, 0)
    last = min(bisect_left(places, line.end), len(places) - 1)
    for step in range(first, last):
        start, end = places[step], places[step + 1]
        if (min(end, line.end) - max(start, line.start)) * 2 > end - start:
            yield step


def _grid(
    raster: _Raster, characters: list[Character], inner: list[Grid], page: int
) -> tuple[Grid, list[Character]] | None:
    """The table on a raster and the characters outside of it; None where it is a frame, or nothing stands in it."""
    across, down = raster.across, raster.down
    held: dict[tuple[int, int], list[Character]] = defaultdict(list)
    left: list[Character] = []
    for each in characters:
        column = bisect_right(across, (each.left + each.right) // 2) - 1
        row = bisect_right(down, (each.top + each.bottom) // 2) - 1
        if 0 <= row < len(down) - 1 and 0 <= column < len(across) - 1:
            held[row, column].append(each)
        else:
            left.append(each)
    regions = _regions(raster)
    cells = []
    for top, start, bottom, end in regions:
        inside = [
            each for row in range(top, bottom) for column in range(start, end) for each in held.get((row, column), ())
        ]
        box = Box(across[start], down[top], across[end], down[bottom])
        text = joined_text(text_lines(inside))
        cells.append(GridCell(top, start, bottom - top, end - start, text, DocumentPlace(page, box)))
    cells.sort(key=lambda cell: (cell.row, cell.column))
    box = Box(across[0], down[0], across[-1], down[-1])
    encloses = any(grid.place.box is not None and _inside(grid.place.box, box) for grid in inner)
    if len(cells) < (4 if encloses else 2) or sum(1 for cell in cells if cell.text) < 2:
        return None
    return Grid(tuple(cells), len(down) - 1, len(across) - 1, DocumentPlace(page, box)), left


def _inside(inner: Box, outer: Box) -> bool:
    return (
        outer.left <= inner.left + _SNAP
        and outer.top <= inner.top + _SNAP
        and inner.right <= outer.right + _SNAP
        and inner.bottom <= outer.bottom + _SNAP
    )


def _regions(raster: _Raster) -> list[tuple[int, int, int, int]]:
    """Top, left, bottom and right of the cells: rectangles of places with no line between.

    Where a line is broken off, so that what it leaves is no rectangle, each row's part is taken by itself.
    """
    rows, columns = len(raster.down) - 1, len(raster.across) - 1
    seen = [[False] * columns for _ in range(rows)]
    regions = []
    for row in range(rows):
        for column in range(columns):
            if seen[row][column]:
                continue
            members = _flood(raster, seen, row, column)
            top, bottom = min(each for each, _ in members), max(each for each, _ in members) + 1
            start, end = min(each for _, each in members), max(each for _, each in members) + 1
            if (bottom - top) * (end - start) == len(members):
                regions.append((top, start, bottom, end))
            else:
                regions += _strips(raster, members)
    return regions


def _flood(raster: _Raster, seen: list[list[bool]], row: int, column: int) -> list[tuple[int, int]]:
    """The places that no line keeps apart from this one."""
    members = [(row, column)]
    seen[row][column] = True
    for row, column in members:  # grows while it is walked
        for line, next_row, next_column in (
            ((row, column) in raster.right_of, row, column + 1),
            ((row, column - 1) in raster.right_of, row, column - 1),
            ((row, column) in raster.below, row + 1, column),
            ((row - 1, column) in raster.below, row - 1, column),
        ):
            inside = 0 <= next_row < len(seen) and 0 <= next_column < len(seen[0])
            if not line and inside and not seen[next_row][next_column]:
                seen[next_row][next_column] = True
                members.append((next_row, next_column))
    return members


def _strips(raster: _Raster, members: list[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """A region that is no rectangle as rectangles: runs within a row, joined with the same run of the row above."""
    found: list[tuple[int, int, int, int]] = []
    open_: dict[tuple[int, int], int] = {}
    by_row: dict[int, list[int]] = defaultdict(list)
    for row, column in members:
        by_row[row].append(column)
    for row in sorted(by_row):
        runs: list[list[int]] = []
        for column in sorted(by_row[row]):
            if runs and runs[-1][1] == column and (row, column - 1) not in raster.right_of:
                runs[-1][1] = column + 1
            else:
                runs.append([column, column + 1])
        now: dict[tuple[int, int], int] = {}
        for start, end in runs:
            above = open_.get((start, end))
            free = not any((row - 1, column) in raster.below for column in range(start, end))
            if above is not None and free and found[above][2] == row:
                found[above] = (found[above][0], start, row + 1, end)
                now[start, end] = above
            else:
                now[start, end] = len(found)
                found.append((row, start, row + 1, end))
        open_ = now
    return found
