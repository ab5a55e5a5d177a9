"""The prose of an imported report: read with the words of the packs, and put where the form set has a place for it."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.record import replace
from jsrules.base.source import Source
from jsrules.model.document import PublishedDocument
from jsrules.model.form import FormSet
from jsrules.model.imported import AmountUse, ImportedReport, LedgerEntry
from jsrules.model.prose import FigureUse, ReadProse
from jsrules.readers.prose.grammar import Grammar
from jsrules.readers.prose.grammar_reader import read_grammar
from jsrules.readers.prose.passages import Taken
from jsrules.readers.prose.placing import place_prose
from jsrules.readers.prose.read_prose import read_prose
from jsrules.readers.prose.terms import terms_of

_USES: dict[FigureUse, AmountUse] = {
    "read": "statement",
    "constant": "constant",
    "explanation": "explanation",
    "unread": "unread",
}


class ProseReader:
    """Reads the prose of reports; words that several are read with are looked at once."""

    def __init__(self) -> None:
        self._grammars: dict[tuple[tuple[str, str], ...], Grammar] = {}

    def grammar(self, sources: Sequence[Source]) -> Grammar:
        """What these files make together. Raises `InputError` when something in them is wrong."""
        key = tuple((each.path, each.text) for each in sources)
        if key not in self._grammars:
            self._grammars[key] = read_grammar(sources)
        return self._grammars[key]

    def with_prose(
        self,
        report: ImportedReport,
        documents: Sequence[PublishedDocument],
        forms: FormSet,
        sources: Sequence[Source],
    ) -> ImportedReport:
        """The report with what its prose states. Raises `InputError` when the words of the packs are wrong."""
        grammar = self.grammar(sources)
        terms = terms_of(forms, report.tables, report.unit, report.year, report.money_unit)
        prose = read_prose(documents, grammar, terms, Taken(report.table_lines))
        placed = place_prose(prose, forms, grammar, terms)
        return replace(
            report,
            narrative=placed.sections,
            prose=placed.prose,
            ledger=_ledger(report.ledger, placed.prose),
        )


def _ledger(ledger: Sequence[LedgerEntry], prose: ReadProse) -> tuple[LedgerEntry, ...]:
    """The ledger with what became of the numbers of prose; a number there that is no figure is of the paper."""
    uses: dict[tuple[int, int, int], AmountUse] = {}
    for figure in prose.figures:
        passage = prose.passages[figure.passage]
        part, inner = passage.origin_of(figure.start)
        uses[passage.document, part, inner] = _USES[figure.use]
    return tuple(
        replace(entry, use=uses.get((entry.document, entry.part, entry.offset), "furniture"))
        if entry.use == "prose"
        else entry
        for entry in ledger
    )
