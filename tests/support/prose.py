"""Prose that tests read: with the shipped pack's words and a form set of it, and what came of it as lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from jsrules.base.resources import spec_path
from jsrules.model.document import DocumentParagraph, DocumentPlace, PublishedDocument
from jsrules.model.prose import ProseFigure, ReadProse
from jsrules.packs.library import open_pack
from jsrules.readers.prose.grammar import Grammar
from jsrules.readers.prose.grammar_reader import read_grammar
from jsrules.readers.prose.read_prose import read_prose
from jsrules.readers.prose.terms import Terms, terms_of
from support.forms import shipped_form_set

UNIT, YEAR = "某某局", 2021
PACK = spec_path("packs", "final-accounts")


@cache
def shipped_grammar() -> Grammar:
    return read_grammar(open_pack(PACK).narrative)


def terms() -> Terms:
    return terms_of(shipped_form_set(), (), UNIT, YEAR, "万元")


def prose_document(paragraphs: Sequence[str]) -> PublishedDocument:
    """A document of these paragraphs."""
    parts = tuple(
        DocumentParagraph(text, ((0, DocumentPlace(paragraph=number)),)) for number, text in enumerate(paragraphs, 1)
    )
    return PublishedDocument("说明.docx", "docx", parts)


def prose_of(paragraphs: Sequence[str]) -> ReadProse:
    return read_prose([prose_document(paragraphs)], shipped_grammar(), terms())


def told(figure: ProseFigure) -> str:
    """What became of a figure, on a line."""
    if figure.use == "read":
        said = "；".join(f"{each.section}·{each.item}·{each.measure} = {each.value}" for each in figure.readings)
        return f"{figure.text}: {said}" + (f" ({figure.wording})" if figure.wording else "")
    return f"{figure.text}: {figure.use} {figure.reason}" + (f" [{figure.detail}]" if figure.detail else "")


def told_of(paragraphs: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Each passage with what was read in it."""
    prose = prose_of(paragraphs)
    for number, passage in enumerate(prose.passages):
        lines = [told(each) for each in prose.figures if each.passage == number]
        lines += [
            f"{each.section}·{each.item}·{each.measure}: {'、'.join(each.values)}"
            for each in prose.words
            if each.passage == number
        ]
        yield passage.text, lines
