"""Tables and lines written into files of every kind that is read, and what is recognised in them there."""

from __future__ import annotations

from html import escape

from jsrules.model.document import Grid, GridCell
from jsrules.model.imported import ImportedReport
from jsrules.readers.documents.open_document import document_of
from jsrules.readers.documents.recognition.head import read_head
from jsrules.readers.documents.recognition.recognise import recognise
from jsrules.readers.documents.shown_cells import shown_document
from support import office_files
from support.drawn_tables import DrawnCell, DrawnTable
from support.printed_pdf import printed_pdf
from support.printed_tables import KINDS
from support.reading import form_set

KINDS_READ = ("pdf", "xlsx", "docx", "html", "text")


def read_as(kind: str, *parts: Grid | str) -> ImportedReport:
    """What is recognised in a file of this kind that has these parts, with the form set of 2021."""
    documents = [shown_document(document_of(file_of(kind, *parts), f"决算.{kind}"))]
    return recognise(documents, read_head(documents, KINDS), form_set())


def file_of(kind: str, *parts: Grid | str) -> bytes:
    """The bytes of such a file."""
    if kind == "pdf":
        return printed_pdf(*(_unbroken(part) if isinstance(part, Grid) else part for part in parts))
    if kind == "xlsx":
        return office_files.workbook(_sheet(parts))
    if kind == "docx":
        return office_files.document(
            *(
                office_files.paragraph(part) if isinstance(part, str) else office_files.word_table(_drawn(part))
                for part in parts
            )
        )
    if kind == "html":
        return "".join(f"<p>{escape(part)}</p>" if isinstance(part, str) else _page(part) for part in parts).encode()
    return "\n".join(part if isinstance(part, str) else _lines(part) for part in parts).encode()


def _unbroken(table: Grid) -> Grid:
    cells = (
        GridCell(each.row, each.column, each.row_span, each.column_span, each.text.replace("\n", ""), each.place)
        for each in table.cells
    )
    return Grid(tuple(cells), table.rows, table.columns, table.place)


def _drawn(table: Grid) -> DrawnTable:
    cells = (
        DrawnCell(each.row, each.column, each.row_span, each.column_span, tuple(each.text.split("\n")))
        for each in table.cells
    )
    return DrawnTable(tuple(cells), (60,) * table.columns, (20,) * table.rows)


def _page(table: Grid) -> str:
    rows = (
        "".join(
            f"<td rowspan={cell.row_span} colspan={cell.column_span}>{escape(cell.text).replace(chr(10), '<br>')}</td>"
            for cell in table.cells
            if cell.row == row
        )
        for row in range(table.rows)
    )
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _lines(table: Grid) -> str:
    """Lines with tabs; what is merged leaves no trace."""
    return "\n".join(
        "\t".join(
            next((each.text.replace("\n", "") for each in table.cells if (each.row, each.column) == (row, column)), "")
            for column in range(table.columns)
        )
        for row in range(table.rows)
    )


def _sheet(parts: tuple[Grid | str, ...]) -> str:
    """One sheet: a line of text, or a table, below the other; texts in all cells."""
    cells: dict[tuple[int, int], str] = {}
    merged: list[str] = []
    row = 0
    for part in parts:
        if isinstance(part, str):
            cells[row, 0] = part
            row += 1
            continue
        for each in part.cells:
            cells[row + each.row, each.column] = each.text
            if each.row_span > 1 or each.column_span > 1:
                first = f"{chr(65 + each.column)}{row + each.row + 1}"
                last = f"{chr(64 + each.column + each.column_span)}{row + each.row + each.row_span}"
                merged.append(f'<mergeCell ref="{first}:{last}"/>')
        row += part.rows
    width = max(column for _, column in cells) + 1
    texts = (tuple(cells.get((at, column), "") for column in range(width)) for at in range(row))
    return office_files.rows(*texts) + (f"<mergeCells>{''.join(merged)}</mergeCells>" if merged else "")
