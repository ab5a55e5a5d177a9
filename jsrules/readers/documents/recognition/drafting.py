"""A printed table held against a form."""

from __future__ import annotations

from jsrules.base.record import Record
from jsrules.model.form import Form, FormSet
from jsrules.model.imported import ImportedTable
from jsrules.readers.documents.recognition.assembly import Assembly
from jsrules.readers.documents.recognition.continuation import PrintedTable
from jsrules.readers.documents.recognition.headings import forms_of, read_table, vocabulary
from jsrules.readers.documents.recognition.undecided import loose_table


class TableDraft(Record):
    """What a printed table is as one of a form, or as none, and what it took of the document: cells whose figures are
    in it, and cells that name its rows and columns, by their identity; of a table in lines of text, the places of
    figures and of codes (part, offset).
    """

    table: ImportedTable
    cells: frozenset[int] = frozenset()
    headings: frozenset[int] = frozenset()
    figures: frozenset[tuple[int, int]] = frozenset()
    codes: frozenset[tuple[int, int]] = frozenset()


def drafted(printed: PrintedTable, number: int, forms: FormSet | None) -> TableDraft:
    """The table as the form of that number in the form set has it; -1 is none. One in lines of text needs a form."""
    form: Form | None = forms.forms[number] if forms is not None and number >= 0 else None
    if printed.spans:
        read = read_table(printed, vocabulary([form] if form is not None else forms_of(forms)))
        assembly = Assembly(printed, read, form, forms)
        table = assembly.table(number)
        return TableDraft(table, frozenset(assembly.claimed), frozenset(assembly.headings))
    assert form is not None and forms is not None
    if not printed.lines:
        return TableDraft(
            ImportedTable(
                form.title,
                (),
                tuple(printed.places),
                number,
                printed.title,
                printed.number,
                printed.note,
                document=printed.document,
            )
        )
    loose = loose_table(printed, form, forms, number)
    return TableDraft(loose.table, figures=loose.claims, codes=loose.codes)
