"""Documents to an imported report, held against a form set."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.record import replace
from jsrules.model.document import DocumentParagraph, PublishedDocument
from jsrules.model.form import Form, FormSet
from jsrules.model.imported import ImportedReport, ImportedTable
from jsrules.readers.documents.recognition.assembly import Assembly
from jsrules.readers.documents.recognition.captions import KnownTitles
from jsrules.readers.documents.recognition.continuation import PrintedTable, printed_tables
from jsrules.readers.documents.recognition.head import DocumentHead
from jsrules.readers.documents.recognition.headings import forms_of, read_table, vocabulary
from jsrules.readers.documents.recognition.ledger import ledger


def recognise(documents: Sequence[PublishedDocument], head: DocumentHead, forms: FormSet | None) -> ImportedReport:
    """All that is known of documents that belong together; tables by the forms of a form set, where there is one."""
    titles = KnownTitles((forms,) if forms is not None else ())
    claimed: set[int] = set()
    headings: set[int] = set()
    tables: list[ImportedTable] = []
    taken: set[int] = set()
    money_unit = head.money_unit
    for printed in printed_tables(documents, titles):
        number = titles.form_of(printed.title, forms) if forms is not None else -1
        number = -1 if number in taken else number
        table = _table(printed, number, forms, claimed, headings)
        if printed.money_unit and not money_unit:
            money_unit = printed.money_unit
        if table is not None:
            taken.add(number)
            tables.append(table)
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
        ledger(documents, claimed, headings),
        tuple(faults),
    )


def _table(
    printed: PrintedTable, number: int, forms: FormSet | None, claimed: set[int], headings: set[int]
) -> ImportedTable | None:
    """A table of the report; None for one without figures that no form knows."""
    form: Form | None = forms.forms[number] if forms is not None and number >= 0 else None
    if not printed.spans:
        return (
            ImportedTable(form.title, (), tuple(printed.places), number, printed.title, printed.number, printed.note)
            if form is not None
            else None
        )
    read = read_table(printed, vocabulary([form] if form is not None else forms_of(forms)))
    assembly = Assembly(printed, read, form, forms)
    table = assembly.table(number)
    has_figures = any(
        any(map(str.isdigit, cell.text + cell.seen))
        for block in table.blocks
        for row in block.rows
        for cell in row.cells
    )
    if form is None and not has_figures:
        headings.update(id(cell) for span in printed.spans for cell in span.grid.cells)
        return None
    claimed |= assembly.claimed
    headings |= assembly.headings
    return table


def _with_units(tables: Sequence[ImportedTable], money_unit: str) -> list[ImportedTable]:
    return [replace(each, money_unit="") if each.money_unit == money_unit else each for each in tables]
