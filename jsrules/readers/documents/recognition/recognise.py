"""Documents to an imported report, held against a form set."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.names import fold
from jsrules.base.record import replace
from jsrules.model.document import DocumentParagraph, Grid, PublishedDocument
from jsrules.model.form import Form, FormSet
from jsrules.model.imported import ImportedReport, ImportedTable
from jsrules.readers.documents.recognition.assembly import Assembly
from jsrules.readers.documents.recognition.captions import KnownTitles
from jsrules.readers.documents.recognition.continuation import PrintedTable, printed_tables
from jsrules.readers.documents.recognition.head import DocumentHead
from jsrules.readers.documents.recognition.headings import forms_of, read_table, vocabulary
from jsrules.readers.documents.recognition.ledger import TokenClaims, ledger
from jsrules.readers.documents.recognition.undecided import loose_table


def recognise(documents: Sequence[PublishedDocument], head: DocumentHead, forms: FormSet | None) -> ImportedReport:
    """All that is known of documents that belong together; tables by the forms of a form set, where there is one."""
    titles = KnownTitles(forms, head.unit)
    claims = TokenClaims()
    tables: list[ImportedTable] = []
    taken: set[int] = set()
    money_unit = head.money_unit
    for printed in printed_tables([_visible(each) for each in documents], titles):
        number = titles.form_of(printed.title)
        number = -1 if number in taken else number
        table = _table(printed, number, forms, claims)
        if printed.money_unit and not money_unit:
            money_unit = printed.money_unit
        if table is not None:
            taken.add(number)
            tables.append(table if table.known else _named_apart(table, tables))
    faults: list[Diagnostic] = [fault for each in documents for fault in each.faults]
    return ImportedReport(
        tuple(each.name for each in documents),
        head.kind,
        head.unit,
        head.year,
        head.region,
        money_unit,
        tuple(_with_units(tables, money_unit)),
        tuple(part for each in documents for part in each.parts if isinstance(part, DocumentParagraph)),
        ledger(documents, claims),
        tuple(faults),
    )


def _named_apart(table: ImportedTable, others: Sequence[ImportedTable]) -> ImportedTable:
    """An unknown table under a name that no other has."""
    names = {fold(name) for each in others for name in (each.title, each.printed)}
    title, number = table.title, 2
    while fold(title) in names and title:
        title, number = f"{table.title}（{number}）", number + 1
    return replace(table, title=title)


def _visible(document: PublishedDocument) -> PublishedDocument:
    """A document without the contents that it hides: they are not published."""
    parts = tuple(
        replace(part, cells=tuple(replace(cell, text="") if cell.hidden else cell for cell in part.cells))
        if isinstance(part, Grid) and any(cell.hidden for cell in part.cells)
        else part
        for part in document.parts
    )
    return replace(document, parts=parts)


def _table(printed: PrintedTable, number: int, forms: FormSet | None, claims: TokenClaims) -> ImportedTable | None:
    """A table of the report; None for one without figures that no form knows."""
    form: Form | None = forms.forms[number] if forms is not None and number >= 0 else None
    if not printed.spans:
        return _without_grid(printed, number, form, forms, claims)
    read = read_table(printed, vocabulary([form] if form is not None else forms_of(forms)))
    assembly = Assembly(printed, read, form, forms)
    table = assembly.table(number)
    if form is None and not _has_figures(table):
        claims.headings.update(id(cell) for span in printed.spans for cell in span.grid.cells)
        return None
    claims.cells.update(assembly.claimed)
    claims.headings.update(assembly.headings)
    return table


def _without_grid(
    printed: PrintedTable, number: int, form: Form | None, forms: FormSet | None, claims: TokenClaims
) -> ImportedTable | None:
    """A table of which there are lines of text, or nothing but its title and a note."""
    if form is None or forms is None:
        return None
    if not printed.lines:
        return ImportedTable(
            form.title,
            (),
            tuple(printed.places),
            number,
            printed.title,
            printed.number,
            printed.note,
            document=printed.document,
        )
    loose = loose_table(printed, form, forms, number)
    claims.figures.update((printed.document, *place) for place in loose.claims)
    claims.codes.update((printed.document, *place) for place in loose.codes)
    for each in printed.lines:
        where = claims.lines.setdefault((printed.document, each.part), [])
        where.append(range(each.offset, each.offset + len(each.text)))
    return loose.table


def _has_figures(table: ImportedTable) -> bool:
    cells = (cell for block in table.blocks for row in block.rows for cell in row.cells)
    return any(any(map(str.isdigit, cell.text + cell.seen)) for cell in cells)


def _with_units(tables: Sequence[ImportedTable], money_unit: str) -> list[ImportedTable]:
    return [replace(each, money_unit="") if each.money_unit == money_unit else each for each in tables]
