"""Which row of a form a label names: by account code, name, other names and the place among its neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jsrules.base.labels import bare
from jsrules.base.names import fold, normal
from jsrules.base.record import Record
from jsrules.model.document import GridCell
from jsrules.model.form import BlockForm, Form, FormSet, RowForm
from jsrules.readers.documents.recognition.captions import plain_name, plain_text
from jsrules.readers.documents.recognition.headings import BodyRow, HeadingColumn, is_amount
from jsrules.readers.documents.recognition.lanes import Lane
from jsrules.readers.documents.recognition.words import words

_DIGITS = re.compile(r"[0-9][0-9\s]*")
_CODE_BEFORE = re.compile(r"[\[【(（]?([0-9]{3,9})[\])）】]?[\s.、:：-]*(?=[^\W\d_])")
_LETTER = re.compile(r"[^\W\d_]")


class RowLabel(Record):
    """What stands before the figures of a row: account code, name in one line as printed, 行次."""

    code: str
    name: str
    line: str
    cells: tuple[GridCell, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing names the row: dots, as in an empty form, do not."""
        return not self.code and not _LETTER.search(self.name)

    @property
    def printed(self) -> str:
        """Code and name."""
        return " ".join(each for each in (self.code, self.name) if each)


class LabelReader:
    """Reads the labels of a lane, from top to bottom: parts of codes and merged names are carried on."""

    def __init__(self, lane: Lane, columns: Sequence[HeadingColumn]) -> None:
        self._lane = lane
        self._columns = columns
        self._levels: list[str] = []
        self._merged: dict[int, GridCell] = {}
        self._part = -1

    def read(self, row: BodyRow) -> RowLabel:
        """The label of the next row."""
        if row.part != self._part:
            self._part = row.part
            self._merged.clear()
        codes: list[str] = []
        names: list[str] = []
        line, cells = "", []
        for number in self._lane.labels:
            role = self._columns[number].role
            own = [cell for cell in row.cells.get(number, ()) if cell.text.strip()]
            if role == "name":
                own = own or self._carried(number, row)
            cells += own
            for cell in own:
                text = plain_text(cell.text)
                if role == "line":
                    line = text
                elif role in ("code", "name") and _DIGITS.fullmatch(normal(text)):
                    codes.append(re.sub(r"\s", "", normal(text)))
                elif role in ("code", "name") and not (is_amount(text) or _is_level(text, role)):
                    names.append(text)
            if role == "code" and not any(_DIGITS.fullmatch(normal(cell.text)) for cell in own):
                codes.append("")
        code = self._joined(codes)
        name = ".".join(names)
        if not code and (before := _CODE_BEFORE.match(normal(name))):
            code, name = before[1], normal(name)[before.end() :]
        self._hold(row)
        return RowLabel(code, name, line, tuple(cells))

    def _carried(self, number: int, row: BodyRow) -> list[GridCell]:
        """The name of the rows that a merged cell stands before."""
        for cell in row.cells.get(number, ()):
            if cell.text.strip():
                return []
        held = self._merged.get(number)
        return [held] if held is not None and row.number < held.row + held.row_span else []

    def _hold(self, row: BodyRow) -> None:
        """Keep the merged names of a row for those below."""
        several = sum(1 for number in self._lane.labels if self._columns[number].role == "name") > 1
        for number in self._lane.labels if several else ():
            for cell in row.cells.get(number, ()):
                if cell.row_span > 1 and cell.text.strip():
                    self._merged[number] = cell

    def _joined(self, codes: Sequence[str]) -> str:
        """A code in one cell, or in one for each level, where a level that does not change may be left out."""
        found = [each for each in codes if each]
        if not found:
            return ""
        if len(codes) == 1:
            return found[0]
        if any(len(each) > 3 for each in found):
            return max(found, key=len)
        # Workbooks keep 05 as the number 5.
        levels = [each.zfill(2) if each and number else each for number, each in enumerate(codes)]
        last = max(number for number, each in enumerate(codes) if each)
        for number in range(last):
            if not levels[number] and number < len(self._levels):
                levels[number] = self._levels[number]
        self._levels = levels[: last + 1]
        return "".join(self._levels)


def _is_level(text: str, role: str) -> bool:
    """Whether a cell heads a level of codes: 类, 款, 项."""
    return role == "code" and len(fold(text)) == 1 and words().has("编码", fold(text))


class FoundRow(Record):
    """A row of a form: its block, what the model knows it by, and its label in a report."""

    block: int
    key: str
    label: str
    known: bool


class RowFinder:
    """Finds the rows of a form, each once. ``taken`` are those that were found, by block and key."""

    def __init__(self, form: Form, forms: FormSet) -> None:
        self._form = form
        self._forms = forms
        self._taken: set[tuple[int, str]] = set()
        self._last: dict[int, int] = {}

    def blocks_with(self, label: RowLabel) -> list[int]:
        """The blocks that have such a row."""
        found = [number for number in range(len(self._form.blocks)) if self._declared(number, label) is not None]
        if found or not label.code:
            return found
        # A code that no block declares belongs where its class is.
        for length in range(len(label.code) - 1, 2, -1):
            prefix = label.code[:length]
            found = [number for number, block in enumerate(self._form.blocks) if block.row(prefix) is not None]
            if found:
                return found
        return [number for number, block in enumerate(self._form.blocks) if self._is_account(block, label.code)]

    def is_taken(self, label: RowLabel, block: int) -> bool:
        """Whether the row that a label names in a block was found before."""
        declared = self._declared(block, label)
        key = self._form.blocks[block].rows[declared].key if declared is not None else label.code
        return (block, key) in self._taken

    def find(self, label: RowLabel, block: int) -> FoundRow:
        """The row of a block that a label names, or a row of its own."""
        shape = self._form.blocks[block]
        declared = self._declared(block, label)
        if declared is not None:
            row = shape.rows[declared]
            if (block, row.key) in self._taken:
                declared = self._later(block, label)
                row = shape.rows[declared] if declared >= 0 else row
            if (block, row.key) not in self._taken and declared >= 0:
                self._last[block] = declared
                return self._take(block, row.key, self._label(shape, declared, label))
        elif self._is_account(shape, label.code) and (block, label.code) not in self._taken:
            return self._take(block, label.code, label.printed)
        elif shape.open_rows and not shape.keyed and (block, fold(label.name)) not in self._taken:
            return self._take(block, fold(label.name), label.printed)
        return FoundRow(block, label.code or fold(label.name), label.printed, False)

    def _take(self, block: int, key: str, label: str) -> FoundRow:
        self._taken.add((block, key))
        return FoundRow(block, key, label, True)

    def _is_account(self, block: BlockForm, code: str) -> bool:
        return bool(code and block.keyed and block.open_rows and self._forms.classifications[block.keyed].level(code))

    def _declared(self, block: int, label: RowLabel) -> int | None:
        shape = self._form.blocks[block]
        if label.code and shape.keyed:
            return shape.row_index.get(label.code)
        name = plain_name(label.name)
        found = shape.row_index.get(fold(name))
        if found is not None:
            return found
        alike = shape.rows_like(name)
        return alike[0] if len(alike) == 1 else None

    def _later(self, block: int, label: RowLabel) -> int:
        """Of a label that was met before, the next row whose name ends so: 年初一般公共预算财政拨款, below 年初结转."""
        name = bare(label.name)
        if words().has("合计", name):
            return -1
        rows = self._form.blocks[block].rows
        for number in range(self._last.get(block, -1) + 1, len(rows)):
            row = rows[number]
            if (block, row.key) not in self._taken and any(bare(each).endswith(name) for each in _names(row)):
                return number
        return -1

    def _label(self, shape: BlockForm, declared: int, label: RowLabel) -> str:
        row = shape.rows[declared]
        name = plain_name(label.name)
        own = name if name and (fold(name) in map(fold, _names(row)) or label.code) else row.name
        return f"{row.code} {own}" if row.code else own


def _names(row: RowForm) -> Iterator[str]:
    yield row.name
    yield from row.aliases
