"""What was recognised in a published document: a report's tables by name, each figure as printed and with its place.

It stands between recognition and the report format: from it the text of a report is written, which is then read as any
report is. Nothing here is judged, and nothing is guessed.
"""

from __future__ import annotations

from typing import Literal

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.record import Record
from jsrules.model.document import DocumentParagraph, DocumentPlace
from jsrules.model.given_head import HeadEntry
from jsrules.model.prose import ReadProse
from jsrules.model.report import ILLEGIBLE

AmountUse = Literal["cell", "prose", "statement", "explanation", "constant", "furniture", "unread"]
"""What became of an amount of the document: a cell has it; a paragraph has it that was not read as prose; in prose it
is a statement, stands in an explanation, or is fixed by the wording; it is part of the paper and no figure (page
number, 行次, code, date, heading); or nobody knows what it belongs to."""


class ImportedCell(Record):
    """A cell of a recognised row.

    ``text`` is what the document prints there; empty for a blank, `ILLEGIBLE` where what is printed cannot be known.
    ``place`` is None where the document has no such cell. ``stored`` is the value behind the text where the document
    keeps another one. ``seen``: what was found, where it is not known to which cell it belongs, for a person to decide.
    """

    text: str
    place: DocumentPlace | None = None
    stored: str = ""
    seen: str = ""

    @property
    def is_undecided(self) -> bool:
        """Whether somebody has to look it up in the document."""
        return self.text == ILLEGIBLE


class ImportedRow(Record):
    """A row: its ``label`` as a report writes it (``2210201 住房公积金``), and a cell for each column of its block.

    ``printed``: the label as the document prints it. ``known``: whether the form has, or takes, such a row.
    """

    label: str
    cells: tuple[ImportedCell, ...]
    place: DocumentPlace
    printed: str = ""
    known: bool = True


class ImportedBlock(Record):
    """A block of a table (``name`` is empty in a table that has one block only), its columns by name and its rows.

    ``known_columns`` has an entry for each column: whether the form has, or takes, it.
    """

    name: str
    columns: tuple[str, ...]
    rows: tuple[ImportedRow, ...]
    known_columns: tuple[bool, ...]


class ImportedTable(Record):
    """A table of the ``document`` of that number. ``title`` is the form's where it is ``known``, else as printed, as
    ``printed`` and ``number`` are.

    ``note`` is printed below it (为什么无数据); ``money_unit`` is empty where it is the report's. ``places``: where
    its parts stand, in order. ``whole``: all its printed rows were read, from its title to its end. ``form``: the
    number of its form in the form set, -1 where it has none.
    """

    title: str
    blocks: tuple[ImportedBlock, ...]
    places: tuple[DocumentPlace, ...]
    form: int = -1
    printed: str = ""
    number: str = ""
    note: str = ""
    money_unit: str = ""
    whole: bool = True
    document: int = 0

    @property
    def known(self) -> bool:
        """Whether the form set has it."""
        return self.form >= 0


class UnsureTable(Record):
    """A table of the form set, by its number there, that the document may have where it was not read; ``why`` says
    where.
    """

    form: int
    title: str
    why: str


class HeadSource(Record):
    """Where an entry of the head is from that no title of the document tells; ``open``: it is nowhere, and not known.

    ``given``: whoever asks has said it; ``printed`` is then what the titles say otherwise. ``inferred``: the kind from
    ``titles`` of sections, the year from ``years``: each that sentences and titles give to their own figures, with how
    often they do, the one that counts first. Where several do, and none counts, it is ``open``. The unit is from so
    many ``sentences``; nobody is asked for it.
    """

    entry: HeadEntry | Literal["unit"]
    how: Literal["given", "inferred", "open"]
    value: str = ""
    printed: str = ""
    titles: tuple[str, ...] = ()
    years: tuple[tuple[int, int], ...] = ()
    sentences: int = 0


class LedgerEntry(Record):
    """An amount that the ``document`` of that number prints, where, and what became of it. ``part`` and ``offset`` are
    the part of the document, and where in its text.
    """

    text: str
    place: DocumentPlace
    use: AmountUse
    document: int = 0
    part: int = -1
    offset: int = 0


class ImportedStatement(Record):
    """What prose says of a measure, as a report writes it, and where."""

    text: str
    place: DocumentPlace
    document: int = 0


class ImportedItem(Record):
    """An item of a section of the narrative: its label as a report writes it, and of each measure all statements."""

    label: str
    measures: tuple[tuple[str, tuple[ImportedStatement, ...]], ...]


class ImportedSection(Record):
    """A section of the narrative with what prose says of its items; ``form`` is its number in the form set."""

    title: str
    form: int
    items: tuple[ImportedItem, ...]


class ImportedReport(Record):
    """All that was recognised in a document, or in several that belong together.

    Entries of the head that the document does not tell are empty, ``year`` is None. ``documents`` are the names of the
    files. ``faults`` say what could not be read and where. ``ledger`` has an entry for each amount of the document.
    ``unsure`` are tables that nobody knows whether the document has. ``narrative`` is what was read of the prose, and
    ``prose`` how; ``table_lines`` are the paragraphs, by document and part, that are lines of tables. ``head_sources``
    tell of entries of the head that no title says.
    """

    documents: tuple[str, ...]
    kind: str = ""
    unit: str = ""
    year: int | None = None
    region: str = ""
    money_unit: str = ""
    tables: tuple[ImportedTable, ...] = ()
    paragraphs: tuple[DocumentParagraph, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    faults: tuple[Diagnostic, ...] = ()
    unsure: tuple[UnsureTable, ...] = ()
    narrative: tuple[ImportedSection, ...] = ()
    prose: ReadProse | None = None
    table_lines: frozenset[tuple[int, int]] = frozenset()
    head_sources: tuple[HeadSource, ...] = ()

    @property
    def is_undecided(self) -> bool:
        """Whether any cell of a known table is."""
        return any(
            cell.is_undecided
            for table in self.tables
            if table.known
            for block in table.blocks
            for row in block.rows
            for cell in row.cells
        )
