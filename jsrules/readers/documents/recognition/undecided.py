"""Tables of which the text is left and the empty cells are lost: what has one reading is read, all else is marked."""

from __future__ import annotations

from jsrules.base.record import Record
from jsrules.model.form import BlockForm, Form, FormSet
from jsrules.model.imported import ImportedCell, ImportedTable
from jsrules.model.report import ILLEGIBLE
from jsrules.readers.documents.recognition.continuation import PrintedTable
from jsrules.readers.documents.recognition.drafts import BlockDraft, RowDraft
from jsrules.readers.documents.recognition.headings import is_heading_word, vocabulary
from jsrules.readers.documents.recognition.loose_rows import LooseRow, loose_rows
from jsrules.readers.documents.recognition.row_names import FoundRow, RowFinder, RowLabel

_ACROSS = 4
"""A line of figures without a name is a table written across when it has so many."""


class LooseTable(Record):
    """A table, and where the figures stand that it took: in which part of the document, at which offset; ``codes`` are
    numbers that name rows.
    """

    table: ImportedTable
    claims: frozenset[tuple[int, int]]
    codes: frozenset[tuple[int, int]]


def loose_table(printed: PrintedTable, form: Form, forms: FormSet, number: int) -> LooseTable:
    """A table of lines. A row has the figures that its line has; where these are fewer than the columns, nobody knows
    which of them are empty: each is marked, with all the figures that were seen.
    """
    return _Loose(printed, form, forms).table(number)


class _Loose:
    def __init__(self, printed: PrintedTable, form: Form, forms: FormSet) -> None:
        self._printed = printed
        self._form = form
        self._finder = RowFinder(form, forms)
        self._codes = [forms.classifications[block.keyed] for block in form.blocks if block.keyed]
        self._blocks: dict[int, BlockDraft] = {}
        self._claims: set[tuple[int, int]] = set()

    def table(self, number: int) -> LooseTable:
        printed = self._printed
        rows = list(loose_rows(printed.lines, self._knows, self._is_code))
        across = self._across(rows)
        if across is not None:
            self._written_across(across)
        else:
            headings = vocabulary([self._form])
            begun = False
            for row in rows:
                begun |= bool(row.figures)
                # Above the first figure are words of the heading, some of which are names of rows, too.
                is_heading = not begun and not row.code and is_heading_word(row.name, headings)
                if (row.code or row.names) and not is_heading and self._is_row(row):
                    self._take(row)
        table = ImportedTable(
            self._form.title,
            tuple(self._blocks[each].finished() for each in sorted(self._blocks)),
            tuple(dict.fromkeys(each.place for each in printed.lines)),
            number,
            printed.title,
            printed.number,
            printed.note,
            printed.money_unit,
            False,
            printed.document,
        )
        codes = frozenset(place for row in rows for place in row.code_places)
        return LooseTable(table, frozenset(self._claims), codes)

    def _is_row(self, row: LooseRow) -> bool:
        return bool(row.figures) or self._knows(row.code, row.name)

    def _is_code(self, text: str) -> bool:
        return any(each.level(text) for each in self._codes)

    def _knows(self, code: str, name: str) -> bool:
        return bool(self._finder.blocks_with(RowLabel(code, name, "", ())))

    def _take(self, row: LooseRow) -> None:
        label = RowLabel(row.code, row.name, "", ())
        homes = self._finder.blocks_with(label)
        # 总计 stands on both sides: first on the one, then on the other.
        home = next((each for each in homes if not self._finder.is_taken(label, each)), homes[0] if homes else 0)
        shape = self._form.blocks[home]
        names = _columns(shape)
        self._claims.update((each.part, each.offset) for each in row.figures)
        draft = RowDraft(self._finder.find(label, home), label.printed, row.place)
        seen = " ".join(each.text for each in row.figures)
        for at, name in enumerate(names):
            if len(row.figures) == len(names):
                draft.cells[name] = ImportedCell(row.figures[at].text, row.place)
            else:
                draft.cells[name] = ImportedCell(ILLEGIBLE if seen else "", row.place, "", seen)
        self._block(home).rows.append(draft)

    def _block(self, number: int) -> BlockDraft:
        shape = self._form.blocks[number]
        if number not in self._blocks:
            self._blocks[number] = BlockDraft(shape.name, dict.fromkeys(_columns(shape), True))
        return self._blocks[number]

    def _across(self, rows: list[LooseRow]) -> LooseRow | None:
        """The line of figures of a table that writes its rows across."""
        found = [row for row in rows if row.figures]
        alone = len(found) == 1 and not found[0].names and not found[0].code and len(found[0].figures) >= _ACROSS
        return found[0] if alone and len(self._form.blocks) == 1 and not self._form.blocks[0].keyed else None

    def _written_across(self, row: LooseRow) -> None:
        """In which order the items stand is not known, either."""
        shape = self._form.blocks[0]
        seen = " ".join(each.text for each in row.figures)
        self._claims.update((each.part, each.offset) for each in row.figures)
        for declared in shape.rows:
            if not declared.optional:
                cells = {name: ImportedCell(ILLEGIBLE, row.place, "", seen) for name in _columns(shape)}
                found = FoundRow(0, declared.key, declared.name, True)
                self._block(0).rows.append(RowDraft(found, declared.name, row.place, cells))


def _columns(shape: BlockForm) -> list[str]:
    return [column.name for column in shape.columns if not column.optional]
