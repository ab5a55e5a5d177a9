"""Published documents made of reports: PDF ruled in the ways that producers rule it, page text, and what office programs and
browsers make of the exported files where they are installed.
"""

from __future__ import annotations

import shutil
import subprocess
from atexit import register
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import strategies as st

from jsrules.outputs.export.layout import LaidCell, LaidReport, LaidTable
from support.drawn_tables import STYLES, DrawnCell, DrawnTable, draw
from support.pdf_writer import Page, text, turned, width, write_pdf

_MARGIN, _SIZE, _LINE = 40, 10, 12


class Manner(NamedTuple):
    """How a document is made: how lines are drawn; how many points of rows a page holds; whether a table that goes on
    over the page repeats its heading, or has a line above its first row there; how pages are turned.
    """

    style: str = "lines"
    room: int = 700
    repeats: bool = True
    top_line: bool = True
    rotate: int = 0


PLAIN = Manner()


def manners() -> st.SearchStrategy[Manner]:
    return st.builds(
        Manner,
        st.sampled_from([each for each in STYLES if each != "white on shade"]),
        st.sampled_from([250, 400, 700]),
        st.booleans(),
        st.booleans(),
        st.sampled_from([0, 0, 90, 270]),
    )


class PageTable(NamedTuple):
    """What stands of a table on a page: rows from ``top`` to before ``bottom``; ``repeated``: below its heading."""

    table: LaidTable
    top: int
    bottom: int
    repeated: bool
    heights: list[int]
    widths: list[int]

    def cells(self) -> list[tuple[int, int, int, int, str]]:
        """The cells as they are to be found again, wrapped names in one line."""
        return [(*each[:4], "".join(each.lines)) for each in sorted(self.drawn().cells)]

    def drawn(self) -> DrawnTable:
        """What is drawn."""
        head = self.table.head_rows if self.repeated else 0
        cells = [
            *(self._cell(cell, cell.row) for cell in self.table.cells if cell.row < head),
            *(
                self._cell(cell, cell.row - self.top + head)
                for cell in self.table.cells
                if self.top <= cell.row < self.bottom
            ),
        ]
        rows = [*range(head), *range(self.top, self.bottom)]
        return DrawnTable(tuple(cells), tuple(self.widths), tuple(self.heights[row] for row in rows))

    def _cell(self, cell: LaidCell, row: int) -> DrawnCell:
        room = sum(self.widths[cell.column :][: cell.column_span])
        return DrawnCell(row, cell.column, cell.row_span, cell.column_span, tuple(wrapped(cell.text, room)))


def wrapped(words: str, room: int) -> list[str]:
    """A text in lines that fit."""
    lines: list[str] = []
    for character in words:
        if lines and width(lines[-1] + character, _SIZE) <= room - 6:
            lines[-1] += character
        else:
            lines.append(character)
    return lines


def paged(table: LaidTable, manner: Manner = PLAIN) -> list[PageTable]:
    """A table as it stands on pages."""
    widths = [each * 5 + 8 for each in table.widths]
    heights = [_LINE + 8] * table.rows
    for cell in table.cells:
        lines = len(wrapped(cell.text, sum(widths[cell.column :][: cell.column_span])))
        last = cell.row + cell.row_span - 1
        heights[last] = max(heights[last], 8 + _LINE * lines - sum(heights[cell.row : last]))
    pages: list[PageTable] = []
    top, used = 0, 0
    for row in range(table.rows):
        used += heights[row]
        if used > manner.room and row > max(top, table.head_rows):
            pages.append(PageTable(table, top, row, bool(pages) and manner.repeats, heights, widths))
            top, used = row, heights[row] + (sum(heights[: table.head_rows]) if manner.repeats else 0)
    pages.append(PageTable(table, top, table.rows, bool(pages) and manner.repeats, heights, widths))
    return pages


def pdf_of(report: LaidReport, manner: Manner = PLAIN) -> bytes:
    """The report as PDF: a cover, each table from a page of its own on, what the narrative states."""
    entries = [f"{name}：{words}" for name, words in report.entries]
    pages = [
        _page([text(_MARGIN, 700 - 20 * row, words) for row, words in enumerate([report.title, *entries])], (595, 842))
    ]
    for table in report.tables:
        pages += _table_pages(table, manner)
    lines = list(narrative_lines(report))
    for start in range(0, len(lines), 45):
        words = [text(_MARGIN, 800 - 16 * row, line) for row, line in enumerate(lines[start : start + 45])]
        pages.append(_page(words, (595, 842)))
    return write_pdf(*pages)


def narrative_lines(report: LaidReport) -> Iterator[str]:
    """What the narrative states, line by line."""
    for section in report.sections:
        yield section.title
        for name, measures in section.items:
            yield name
            yield from (f"{measure}：{words}" for measure, words, _ in measures)


def _page(operators: list[str], size: tuple[float, float], rotate: int = 0) -> Page:
    return turned(operators, size, rotate) if rotate else Page(*operators, size=size)


def _table_pages(table: LaidTable, manner: Manner) -> Iterator[Page]:
    parts = paged(table, manner)
    across = sum(parts[0].widths)
    longest = max([width(table.title, 14), *(width(note, _SIZE) for note in table.notes)])
    longest = max([longest, *(2 * width("".join(texts), _SIZE) for texts in table.captions)])
    above, below = 30 + 16 * (len(table.captions) + 1), 20 + 16 * len(table.notes)
    for number, part in enumerate(parts):
        drawn = part.drawn()
        size = (max(across, longest) + 2 * _MARGIN, sum(drawn.heights) + above + below + 2 * _MARGIN)
        y = size[1] - _MARGIN
        operators: list[str] = []
        if not number:
            operators.append(text(_MARGIN + max(across - width(table.title, 14), 0) / 2, y, table.title, 14))
            for row, (left, middle, right) in enumerate(table.captions, 1):
                places = (0.0, size[0] / 2 - _MARGIN, max(across, longest) - width(right, _SIZE))
                operators += [
                    text(_MARGIN + place, y - 18 * row, words)
                    for place, words in zip(places, (left, middle, right), strict=True)
                    if words
                ]
        else:
            above = 30
        top = not number or part.repeated or manner.top_line
        operators += draw(drawn, _MARGIN, y - above, manner.style, top=top)
        if part.bottom == table.rows:
            foot = y - above - sum(drawn.heights) - 16
            operators += [text(_MARGIN, foot - 16 * row, note) for row, note in enumerate(table.notes)]
        yield _page(operators, size, manner.rotate)


def text_of(report: LaidReport) -> str:
    """The report as the text that is copied out of a document: cells apart by tabs, merged ones followed by empty ones."""
    lines = [report.title, *(f"{name}：{words}" for name, words in report.entries), ""]
    for table in report.tables:
        lines += [table.title, *("\t".join(caption) for caption in table.captions), ""]
        at = {(cell.row, cell.column): cell.text for cell in table.cells}
        lines += [
            "\t".join(at.get((row, column), "") for column in range(len(table.widths))) for row in range(table.rows)
        ]
        lines += ["", *table.notes, ""]
    return "\n".join([*lines, *narrative_lines(report)]) + "\n"


def _installed(program: str) -> str | None:
    """The path of a program that draws; without a Chinese font it would draw boxes."""
    if shutil.which("fc-list") is None:
        return None
    fonts = subprocess.run(["fc-list", ":lang=zh"], check=False, capture_output=True, timeout=60).stdout
    return shutil.which(program) if fonts else None


OFFICE, BROWSER = _installed("soffice"), _installed("chromium")


@cache
def _home() -> Path:
    """A folder for what these programs keep between runs; it goes with this process."""
    made = TemporaryDirectory()
    register(made.cleanup)
    return Path(made.name)


def by_office(data: bytes, end: str, target: str, folder: Path) -> bytes:
    """What LibreOffice makes of a file whose name ends so: a file of the kind ``target``."""
    assert OFFICE is not None
    source = folder / f"document{end}"
    source.write_bytes(data)
    command = [
        OFFICE,
        f"-env:UserInstallation={(_home() / 'office').as_uri()}",
        "--headless",
        "--convert-to",
        target,
        "--outdir",
        str(folder / "made"),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (folder / "made" / f"document.{target.partition(':')[0]}").read_bytes()


def by_browser(page: bytes, folder: Path) -> bytes:
    """The PDF that Chromium prints of a page of HTML."""
    assert BROWSER is not None
    source, made = folder / "page.html", folder / "page.pdf"
    source.write_bytes(page)
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    command += [f"--user-data-dir={_home() / 'browser'}", f"--print-to-pdf={made}", source.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return made.read_bytes()
