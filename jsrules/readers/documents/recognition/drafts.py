"""Blocks and rows of a report as they are put together."""

from __future__ import annotations

from jsrules.base.record import Record, field
from jsrules.model.document import DocumentPlace
from jsrules.model.imported import ImportedBlock, ImportedCell, ImportedRow
from jsrules.readers.documents.recognition.row_names import FoundRow


class RowDraft(Record, frozen=False):
    """A row as it is put together: its cells by the names of columns."""

    found: FoundRow
    printed: str
    place: DocumentPlace
    cells: dict[str, ImportedCell] = field(default_factory=dict)


class BlockDraft(Record, frozen=False):
    """A block as it is put together: its columns in the order in which they are met, and whether they are known."""

    name: str
    columns: dict[str, bool] = field(default_factory=dict)
    rows: list[RowDraft] = field(default_factory=list)

    def finished(self) -> ImportedBlock:
        """The block, with a cell for each of its columns in every row."""
        return ImportedBlock(
            self.name,
            tuple(self.columns),
            tuple(
                ImportedRow(
                    row.found.label,
                    tuple(row.cells.get(name, ImportedCell("")) for name in self.columns),
                    row.place,
                    row.printed,
                    row.found.known,
                )
                for row in self.rows
            ),
            tuple(self.columns.values()),
        )
