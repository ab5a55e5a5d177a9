"""The places of a report's figures in the document that they come from, as the text behind 出处.

One line says one thing, its first word what::

    文件 部门决算.pdf
    表 支出决算表: 公开03表
    在 p6;4200..56300/12300..70100
    页 6
    名 4200..9100
    栏 基本支出: 9100..15000
    行 201 一般公共服务支出: 12300..13500

A row has its top and bottom, a column its left and right, so that a cell seldom needs words of its own: 名 is the
column of the names of the rows, 块 a block, 工作表 and 段 the sheet and the paragraph. In a sheet a column is a letter
and a row a number. What does not fit follows its row, ``2=4200..9100/13500..14100``, by the number of the column;
``2~1151.789423`` is the stored value behind it. All names are those that the report calls its tables, rows and columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsrules.readers.reports.place_words import (
    BLOCK,
    COLUMN,
    DOCUMENT,
    LABELS,
    NO_PLACE,
    PAGE,
    PARAGRAPH,
    PART,
    ROW,
    SHEET,
    TABLE,
    Frame,
    frame_of,
    made_of,
    name_text,
    parts_of,
    place_text,
    stored_text,
)
from jsrules.readers.reports.written_tables import WrittenBlock, WrittenRow, WrittenTable


def place_lines(documents: Sequence[str], tables: Sequence[WrittenTable]) -> Iterator[str]:
    """The lines that say where the figures of these tables stand."""
    writer = _PlaceWriter()
    current = -1
    for table in tables:
        if table.document != current and 0 <= table.document < len(documents):
            current = table.document
            yield f"{DOCUMENT} {name_text(documents[current])}"
        yield f"{TABLE} {name_text(table.title)}: {name_text(table.number) if table.number else NO_PLACE}"
        for place in table.places:
            yield f"{PART} {place_text(place, Frame(-1))}"
        for block in table.blocks:
            if block.name:
                yield f"{BLOCK} {name_text(block.name)}"
            writer.template = []
            for row in block.rows:
                yield from writer.row(row, block)


class _PlaceWriter:
    """Writes rows; what was said before them holds for those that follow."""

    def __init__(self) -> None:
        self.template: list[str] = []
        self._frame = Frame()

    def row(self, row: WrittenRow, block: WrittenBlock) -> Iterator[str]:
        """The lines for a row."""
        own = frame_of(row.place)
        for word, old, new in zip((PAGE, SHEET, PARAGRAPH), self._frame, own, strict=True):
            if old != new:
                yield f"{word} {name_text(str(new))}"
        self._frame = own
        places = [row.place, *(cell.place for cell in row.cells)]
        down = parts_of(row.place)[1]
        wanted = [NO_PLACE if place is None else parts_of(place)[0] for place in places]
        fitting = all(made_of(own, each, down) == place for each, place in zip(wanted, places, strict=True))
        differing = sum(each != known for each, known in zip(wanted, self.template, strict=False))
        if not self.template or (fitting and 2 * differing > len(wanted)):
            self.template = wanted
            yield f"{LABELS} {wanted[0]}"
            for name, each in zip(block.columns, wanted[1:], strict=True):
                yield f"{COLUMN} {name_text(name)}: {each}"
        words = [down]
        for number, (place, across) in enumerate(zip(places, self.template, strict=True)):
            if made_of(own, across, down) != place:
                words.append(f"{number}={NO_PLACE if place is None else place_text(place, own)}")
        words += [f"{number}~{stored_text(cell.stored)}" for number, cell in enumerate(row.cells, 1) if cell.stored]
        yield f"{ROW} {name_text(row.label)}: {' '.join(words)}"
