"""How well a printed table fits a form, whatever its title says: by its columns and its rows."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.labels import bare
from jsrules.base.names import fold
from jsrules.base.record import Record
from jsrules.model.form import BlockForm, Form, FormSet
from jsrules.model.imported import ImportedBlock, ImportedRow, ImportedTable
from jsrules.readers.documents.recognition.captions import titles_in
from jsrules.readers.documents.recognition.continuation import PrintedTable
from jsrules.readers.documents.recognition.drafting import drafted
from jsrules.readers.documents.recognition.words import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fractions import Fraction

_ALIKE = 3, 5
"""Titles are alike when so much of both is the same: what was misread, or is called a little differently."""


class FormFit(Record):
    """What a table and a form have in common.

    ``columns``: of the table, ``met`` of ``due`` of the form's; ``rows`` likewise, those that it fixes by name. Columns
    and rows that the form does not know are ``strange``.
    """

    columns: int
    strange_columns: int
    columns_met: int
    columns_due: int
    rows: int
    strange_rows: int
    rows_met: int
    rows_due: int

    @property
    def is_clear(self) -> bool:
        """Whether it can be this form: no strange column, hardly a strange row, and most of what the form has."""
        return (
            self.strange_columns == 0
            and 4 * self.columns_met >= 3 * self.columns_due
            and 10 * self.strange_rows <= self.rows
            and 2 * self.rows_met >= self.rows_due
            and self.columns_met > 0
            and (self.rows > 0 or self.columns_met > 2)
        )

    @property
    def is_near(self) -> bool:
        """Whether it might be this form, some of which was misread."""
        return (
            3 * self.strange_columns <= self.columns
            and 2 * self.columns_met >= self.columns_due
            and 2 * self.strange_rows <= self.rows
            and 3 * self.rows_met >= self.rows_due
            and self.columns_met > 0
        )

    @property
    def has_something(self) -> bool:
        """Whether a row, or a column besides the only one that the form has, is the form's."""
        return self.rows > self.strange_rows or (self.columns_met > 0 and self.columns_due > 1)


def fit_of(printed: PrintedTable, number: int, forms: FormSet) -> FormFit:
    """How a printed table, drawn or in lines of text, fits the form of that number."""
    form = forms.forms[number]
    table = drafted(printed, number, forms).table
    if printed.spans:
        columns = [(name, known) for block in table.blocks for name, known in _columns(block)]
        strange = sum(not known for _, known in columns)
        met = sum(1 for block, name in _due_columns(form) if any(_has(each, block, name) for each in table.blocks))
    else:
        # Of lines it is only known whether the names of the form's columns stand in them.
        text = fold("".join(each.text for each in printed.lines))
        names = [column for block in form.blocks for column in block.columns if not column.optional]
        said = [any(fold(each) in text for each in (column.name, *column.aliases) if each) for column in names]
        columns, strange, met = [("", True) for _ in names], 0, sum(said)
    rows = [(block, row) for block in table.blocks for row in block.rows if _is_named(row)]
    known = [row for block, row in rows if _is_known(row, _shape(form, block), forms)]
    due = [(block, row.key) for block in form.blocks if not block.keyed for row in block.rows if not row.optional]
    labels = {fold(row.label) for _, row in rows if row.known}
    return FormFit(
        len(columns),
        strange,
        met,
        len(list(_due_columns(form))) if printed.spans else len(columns),
        len(rows),
        len(rows) - len(known),
        sum(1 for _, key in due if key in labels or any(label.startswith(key) for label in labels)),
        len(due),
    )


def _columns(block: ImportedBlock) -> Iterator[tuple[str, bool]]:
    """The columns of a block that have a heading, or figures, and whether the form has them."""
    for at, (name, known) in enumerate(zip(block.columns, block.known_columns, strict=True)):
        if known or name.strip() or any(row.cells[at].text or row.cells[at].seen for row in block.rows):
            yield name, known


def _due_columns(form: Form) -> Iterator[tuple[BlockForm, str]]:
    for block in form.blocks:
        if not block.optional:
            yield from ((block, column.name) for column in block.columns if not column.optional)


def _has(block: ImportedBlock, shape: BlockForm, name: str) -> bool:
    return block.name == shape.name and any(name == each and known for each, known in _columns(block))


def _shape(form: Form, block: ImportedBlock) -> BlockForm:
    return next((each for each in form.blocks if each.name == block.name), form.blocks[0])


def _is_named(row: ImportedRow) -> bool:
    return bool(row.printed) and not words().has("合计", fold(row.printed))


def _is_known(row: ImportedRow, shape: BlockForm, forms: FormSet) -> bool:
    """Whether the form has a row; a code must be of a class of its classification."""
    code = row.label.partition(" ")[0]
    if not row.known or not code.isdigit():
        return row.known
    if not shape.keyed:
        return shape.row(code) is not None
    classification = forms.classifications[shape.keyed]
    classes = classification.classes
    return not classes or shape.row(code) is not None or code[: classification.digits[0]] in classes


def table_possible(table: ImportedTable, fit: FormFit, number: int, forms: FormSet, unit: str) -> bool:
    """Whether a table that was not recognised may be of this form after all: it may be, unless it has another title or
    nothing of the form.
    """
    title = table.printed
    if title and "\ufffd" not in title and title != table.places[0].sheet:
        own = likeness(title, forms.forms[number], unit)
        others = (likeness(title, each, unit) for each in forms.forms if not each.is_prose)
        return _is_alike_enough(own) and own >= max(others) and fit.has_something
    return fit.has_something


def likeness(title: str, form: Form, unit: str) -> Fraction:
    """How much of a printed title and of the most similar one of a form is the same, from 0 to 1."""
    known = [bare(each) for each in (form.title, *form.aliases)]
    shown = {bare(each) for each in titles_in(title, fold(unit))}
    return max(_common(one, other) for one in shown for other in known)


def _is_alike_enough(share: Fraction) -> bool:
    return share * _ALIKE[1] >= _ALIKE[0]


def _common(one: str, other: str) -> Fraction:
    """How much of two names is the same."""
    from difflib import SequenceMatcher  # most documents have no title that is not known
    from fractions import Fraction

    same = sum(each.size for each in SequenceMatcher(None, one, other, False).get_matching_blocks())
    return Fraction(2 * same, len(one) + len(other)) if one or other else Fraction(1)


def is_alike(title: str, number: int, forms: FormSet, unit: str) -> bool:
    """Whether a printed title is much like that of this form, and like no other table's as much."""
    own = likeness(title, forms.forms[number], unit)
    return _is_alike_enough(own) and all(
        likeness(title, each, unit) < own
        for other, each in enumerate(forms.forms)
        if other != number and not each.is_prose
    )


def begins_alike(title: str, form: Form, unit: str) -> bool:
    """Whether a form has this title with something behind it: 收入决算表（按单位列示）."""
    known = [bare(each) for each in (form.title, *form.aliases)]
    return any(bare(shown) and each.startswith(bare(shown)) for shown in titles_in(title, fold(unit)) for each in known)
