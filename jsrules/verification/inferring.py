"""The head of a document whose titles do not tell it: what its sections and the years of its sentences make sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from jsrules.base.diagnostic import InputError
from jsrules.base.record import Record, replace
from jsrules.model.document import DocumentParagraph, PublishedDocument
from jsrules.model.form import FormSet
from jsrules.model.imported import HeadSource
from jsrules.model.prose import ReadProse
from jsrules.readers.documents.recognition.head import DocumentHead
from jsrules.readers.prose.figures import YEAR as YEAR_WORD
from jsrules.readers.prose.figures import is_whole_year
from jsrules.readers.prose.grammar import Grammar
from jsrules.readers.prose.meanings import PRIOR_YEAR, YEAR
from jsrules.readers.prose.passages import fits_any
from jsrules.readers.prose.plain_text import plain
from jsrules.readers.prose.read_prose import read_prose
from jsrules.readers.prose.terms import terms_of

FEWEST = 3
"""So many figures must be read before the sections that they stand in tell of what kind a report is."""

_TRIED = 4
"""So many of the years that a document names most are tried for a form set."""


class ProseForms(Record):
    """A form set with the words with which the prose of such a report is read, for reports of these ``kinds``."""

    kinds: tuple[str, ...]
    forms: FormSet
    grammar: Grammar


FindForms = Callable[[str, int], "ProseForms | None"]
"""The form set of a kind of report for a year, where there is one, and words for its prose."""


class KnownHead(Record):
    """A head, and where what no title told is from."""

    head: DocumentHead
    sources: tuple[HeadSource, ...] = ()


class _Evidence(Record):
    """What the prose of a document, read for one kind of report, tells: ``titles`` of sections of such a report in
    which figures were read, and the years that sentences and titles give to their own figures.
    """

    kinds: tuple[str, ...]
    titles: tuple[str, ...]
    figures: int
    years: Counter[int]


def inferred_head(
    documents: Sequence[PublishedDocument], head: DocumentHead, kinds: Sequence[str], find: FindForms
) -> KnownHead:
    """A head with the kind and the year, where it has none and the prose makes them sure.

    The kind: titles that the words of one kind of report know, and figures that were read below them. The year: that
    which more than half of all sentences and titles give that name one, and none gives a later one; a slip is left from
    the year before.
    """
    years = _years_named(documents)
    asked = [head.kind] if head.kind else list(kinds)
    found: dict[tuple[str, ...], _Evidence] = {}
    for kind in asked:
        if any(kind in known for known in found):
            continue
        each = _evidence(documents, kind, [head.year] if head.year is not None else years, find)
        if each is not None:
            found[each.kinds] = each
    sure = [each for each in found.values() if head.kind or (each.titles and each.figures >= FEWEST)]
    evidence = sure[0] if len(sure) == 1 else None
    sources = []
    if not head.kind:
        kind = _kind(evidence) if evidence is not None else ""
        titles = evidence.titles if evidence is not None else ()
        sources.append(HeadSource("kind", "inferred" if kind else "open", kind, titles=titles))
        head = replace(head, kind=kind)
    if head.year is None:
        votes = evidence.years if evidence is not None else Counter[int]()
        year = _year(votes)
        counts = tuple(sorted(votes.items(), key=lambda each: (each[0] != year, -each[1], each[0])))
        sources.append(
            HeadSource("year", "open", years=counts)
            if year is None
            else HeadSource("year", "inferred", str(year), years=counts)
        )
        head = replace(head, year=year)
    return KnownHead(head, tuple(sources))


def _years_named(documents: Sequence[PublishedDocument]) -> list[int]:
    """The years that documents name, those first that they name most."""
    named: Counter[int] = Counter()
    for document in documents:
        for part in document.parts:
            if isinstance(part, DocumentParagraph):
                named.update(int(match[1]) for match in YEAR_WORD.finditer(plain(part.text)))
    return [year for year, _ in named.most_common(_TRIED)]


def _evidence(
    documents: Sequence[PublishedDocument], kind: str, years: Sequence[int], find: FindForms
) -> _Evidence | None:
    """What the prose tells when it is read for a kind of report; None where no such report has words for it."""
    for year in years:
        try:
            known = find(kind, year)
        except InputError:
            continue
        if known is None:
            continue
        # Without a year, none that a sentence names is taken for another than the report's own.
        prose = read_prose(documents, known.grammar, terms_of(known.forms))
        read = [figure.passage for figure in prose.figures if figure.use == "read" and figure.kind != "year"]
        sections = {prose.passages[number].section for number in read} | {""}  # one that holds sections has none itself
        titles = [
            plain(each.text) for each in prose.passages if each.heading and not each.silent and each.section in sections
        ]
        own = tuple(dict.fromkeys(each for each in titles if fits_any(known.grammar.kind_words, each)))
        return _Evidence(known.kinds, own, len(read), _own_years(prose, known.grammar))
    return None


def _own_years(prose: ReadProse, grammar: Grammar) -> Counter[int]:
    """How many sentences and titles give each year to their own figures; one that compares with 2020 gives 2021."""
    said: dict[tuple[int, int], set[int]] = {}
    for figure in prose.figures:
        for reading in figure.readings if figure.kind == "year" and figure.use == "read" else ():
            if reading.measure in (YEAR, PRIOR_YEAR):
                sentence = prose.passages[figure.passage].sentence_at(figure.start)[0]
                own = int(plain(figure.text)) + (reading.measure == PRIOR_YEAR)
                said.setdefault((figure.passage, sentence), set()).add(own)
    for number, passage in enumerate(prose.passages):
        title = plain(passage.text)
        if passage.heading and (not passage.silent or fits_any(grammar.kind_words, title)):
            named = {int(match[1]) for match in YEAR_WORD.finditer(title)}
            if len(named) == 1:
                said.setdefault((number, 0), set()).update(named)
    return Counter(year for years in said.values() for year in years if is_whole_year(str(year)))


def _year(votes: Counter[int]) -> int | None:
    """The latest year that sentences give, when they are more than half of all that give one."""
    latest = max(votes, default=None)
    return latest if latest is not None and 2 * votes[latest] > votes.total() else None


def _kind(evidence: _Evidence) -> str:
    """What a report of these kinds is called: as a title has it, else by the first name."""
    named = [kind for kind in evidence.kinds if any(kind in title for title in evidence.titles)]
    return max(named, key=len, default=evidence.kinds[0])
