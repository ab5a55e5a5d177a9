"""What prose says, put where the narrative of a form set has a place for it: section, row, column."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.figure_signs import figure_starts
from jsrules.base.names import fold
from jsrules.base.record import Record, replace
from jsrules.base.source import Source
from jsrules.base.units import NO_UNIT, find_unit
from jsrules.model.document import DocumentPlace
from jsrules.model.form import BlockForm, Classification, FormSet
from jsrules.model.imported import ImportedItem, ImportedSection, ImportedStatement
from jsrules.model.prose import ProseFigure, ProsePassage, ProseReason, ProseWord, Reading, ReadProse
from jsrules.readers.prose.grammar import Grammar
from jsrules.readers.prose.terms import PATH, Terms
from jsrules.readers.reports.amounts import AmountScope
from jsrules.readers.reports.cells import CellReader
from jsrules.readers.reports.nodes import Scalar
from jsrules.readers.reports.problems import Problems


class PlacedProse(Record):
    """Prose of which each figure that is read has a place, and the sections of a report that hold them."""

    prose: ReadProse
    sections: tuple[ImportedSection, ...]


class _Place(Record):
    """The number of a form, its row as a report writes it, and the name of its column."""

    form: int
    label: str
    column: str


def place_prose(prose: ReadProse, forms: FormSet, grammar: Grammar, terms: Terms) -> PlacedProse:
    """Put every reading in its place; a figure for which there is none is unread."""
    return _Placing(prose, forms, grammar, terms).placed()


class _Placing:
    def __init__(self, prose: ReadProse, forms: FormSet, grammar: Grammar, terms: Terms) -> None:
        self._prose = prose
        self._forms = forms
        self._grammar = grammar
        self._terms = terms
        self._labels: dict[tuple[int, str], str] = {}
        self._known: dict[tuple[str, str, str], _Place | ProseReason] = {}
        self._found: dict[tuple[int, str], dict[str, list[tuple[tuple[int, int], ImportedStatement]]]] = {}

    def placed(self) -> PlacedProse:
        """All of it."""
        figures = tuple(map(self._figure, self._prose.figures))
        words = tuple(map(self._word, self._prose.words))
        return PlacedProse(replace(self._prose, figures=figures, words=words), tuple(self._sections()))

    def _figure(self, figure: ProseFigure) -> ProseFigure:
        if figure.use != "read":
            return self._year_of_no_item(figure) if figure.kind == "year" and figure.readings else figure
        places = [(self._place(each), each) for each in figure.readings]
        fault = next((place for place, _ in places if not isinstance(place, _Place)), None)
        if fault is None and not all(isinstance(one, _Place) and self._can_be(one, each.value) for one, each in places):
            fault = "no_amount"
        if fault is not None:
            return replace(figure, use="unread", reason=fault, detail=_called(figure.readings[0]))
        told = []
        for place, reading in places:
            if isinstance(place, _Place):
                self._put(place, reading.value, figure)
                title = self._forms.forms[place.form].title
                told.append(replace(reading, section=title, measure=place.column))
        return replace(figure, readings=tuple(told))

    def _year_of_no_item(self, figure: ProseFigure) -> ProseFigure:
        """A year that is of no item, put where the form set has a place for such."""
        told = []
        for reading in figure.readings:
            place = self._place(reading)
            if isinstance(place, _Place):
                self._put(place, reading.value, figure)
                told.append(replace(reading, section=self._forms.forms[place.form].title, measure=place.column))
        return replace(figure, readings=tuple(told))

    def _can_be(self, place: _Place, value: str) -> bool:
        """Whether the reader of reports takes a value there: a sign beside a word of direction, or another unit, it
        does not.
        """
        block = self._forms.forms[place.form].blocks[0]
        row = block.row(fold(place.label))
        column = block.columns[block.column_index[fold(place.column)]]
        problems = Problems(Source("", ""))
        scope = AmountScope(find_unit(self._terms.money_unit) or NO_UNIT, 0)
        reader = CellReader(problems)
        figures = reader.of_column(row if row is not None and row.unit else column, scope)
        cell = reader.cell((0, 0, "", 0), figures, Scalar(value, 1, 1, plain=False))
        return not problems.errors and not cell.is_illegible

    def _put(self, place: _Place, text: str, said: ProseFigure | ProseWord) -> None:
        measures = self._found.setdefault((place.form, place.label), {})
        passage = self._prose.passages[said.passage]
        exact = _exact(said, passage) if isinstance(said, ProseFigure) else said.place
        statement = ImportedStatement(text, exact, passage.document)
        measures.setdefault(place.column, []).append(((said.passage, said.start), statement))

    def _word(self, word: ProseWord) -> ProseWord:
        """A word that compares, or a list of names; what the form does not have to choose from is left."""
        place = self._place(Reading(word.section, word.item, word.measure, ""))
        if not isinstance(place, _Place):
            return word
        block = self._forms.forms[place.form].blocks[0]
        column = block.columns[max(0, block.column_index.get(fold(place.column), 0))]
        if column.choices and not (len(word.values) == 1 and fold(word.values[0]) in map(fold, column.choices)):
            return word
        self._put(place, "、".join(word.values), word)
        return replace(word, section=self._forms.forms[place.form].title, measure=place.column)

    def _sections(self) -> Iterator[ImportedSection]:
        """The sections in the order of the form set, items in the order of the text."""
        order = sorted(self._found, key=lambda each: each[0])
        for form in dict.fromkeys(number for number, _ in order):
            items = []
            for number, label in self._found:
                if number != form:
                    continue
                measures = self._found[number, label]
                items.append(
                    ImportedItem(
                        label,
                        tuple(
                            (column, tuple(each for _, each in sorted(said, key=lambda one: one[0])))
                            for column, said in measures.items()
                        ),
                    )
                )
            yield ImportedSection(self._forms.forms[form].title, form, tuple(items))

    # ---- where ---------------------------------------------------------------------------------------------------

    def _place(self, reading: Reading) -> _Place | ProseReason:
        key = reading.section, reading.item, reading.measure
        if key not in self._known:
            self._known[key] = self._look(*key)
        return self._known[key]

    def _look(self, section: str, item: str, measure: str) -> _Place | ProseReason:
        """The place in a section, or in one that is a part of the same."""
        own = self._grammar.section(section)
        whole = next((each for each in self._grammar.sections if any(part == section for _, part in each.parts)), own)
        names = dict.fromkeys(
            [section, *((whole.name, *(part for _, part in whole.parts)) if whole is not None else ())]
        )
        reason: ProseReason = "no_section"
        for name in names:
            number = self._form(name)
            if number is None:
                continue
            for block in self._forms.forms[number].blocks[:1]:
                if name != section and block.open_rows and not block.keyed and PATH not in item:
                    continue  # what it is called elsewhere than in a list of accounts is not certain
                found = self._in_block(number, block, item, measure)
                if isinstance(found, _Place):
                    return found
                reason = found if reason == "no_section" else reason
        return reason

    def _form(self, section: str) -> int | None:
        path = fold(f"{self._forms.narrative}.{section}")
        numbers = self._forms.index.get(path, ())
        return numbers[0] if len(numbers) == 1 else None

    def _in_block(self, number: int, block: BlockForm, item: str, measure: str) -> _Place | ProseReason:
        columns = self._grammar.measures.get(measure, (measure,))
        index = next((found for each in columns if (found := block.column_index.get(fold(each))) is not None), None)
        if index is None:
            row = block.row(fold(measure))  # 国有资产.年度 is a row
            if row is not None and len(block.columns) == 1:
                return _Place(number, row.name, block.columns[0].name)
            # A section of one column has one measure of each item: what is counted is.
            counted = len(block.columns) == 1 and measure in self._grammar.units
            if not counted:
                return "no_measure"
            index = 0
        label = self._label(block, item)
        if not label:
            return "no_row"
        # An account that the text calls by two names is one row, and has the first of them.
        first = label.partition(" ")[0]
        known = self._labels.setdefault((number, first if first.isdigit() and block.keyed else fold(label)), label)
        return _Place(number, known, block.columns[index].name)

    def _label(self, block: BlockForm, item: str) -> str:
        """An item as a report writes the row; empty where the form has none, or nobody knows which."""
        row = block.row(fold(item)) or block.row(item)
        if row is not None and not row.code:
            return row.name
        if not block.keyed:
            return item if block.open_rows and not block.columns[0].list_of else ""
        classification = self._forms.classifications.get(block.keyed)
        code = self._code(item)
        if not code or classification is None or not classification.level(code):
            return ""
        others = (each for each in self._forms.classifications.values() if each is not classification)
        if not _has(classification, code) and any(_has(each, code) for each in others):
            return ""  # 工资福利支出 is no function
        name = item.rpartition(PATH)[2]
        return code if name.isdigit() else f"{code} {name}"

    def _code(self, item: str) -> str:
        """The account code of an item: its own, or the only one that its name has below its class."""
        if item.isdigit():
            return item
        parts = item.split(PATH)
        name = parts[-1]
        codes = self._terms.accounts.get(fold(name), ())
        if not codes and (today := self._grammar.old_names.get(name)) is not None:
            codes = self._terms.accounts.get(fold(today), ())
        digits = len(parts) * 2 + 1
        if len(parts) == 1:
            return self._terms.class_codes.get(fold(item), "") or (codes[0] if len(codes) == 1 else "")
        above = self._terms.class_codes.get(fold(parts[0]), "")
        below = [each for each in codes if above and each.startswith(above)]
        exact = [each for each in below if len(each) == digits] or [each for each in below if len(each) > 5]
        if len(exact) > 1 and len(parts) > 2:
            groups = self._terms.accounts.get(fold(parts[1]), ())
            exact = [each for each in exact if each[:5] in groups]
        return exact[0] if len(exact) == 1 else ""


def _has(classification: Classification, code: str) -> bool:
    """Whether a code is of a class that a classification has."""
    return code[: classification.digits[0]] in classification.classes


def _exact(figure: ProseFigure, passage: ProsePassage) -> DocumentPlace:
    """The place of a figure, with which of the figures that are printed alike there it is, where it is not alone."""
    start, end = passage.piece_at(figure.start)
    line = passage.text[start:end]
    starts = figure_starts(line, figure.text)
    at = figure.start - start
    if len(starts) < 2 or at not in starts:
        return figure.place
    return replace(figure.place, nth=starts.index(at) + 1, among=len(starts))


def _called(reading: Reading) -> str:
    return f"{reading.item}.{reading.measure}"
