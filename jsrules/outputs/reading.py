"""How the prose of a document was read, as a page: each sentence with its figures marked, and what each was read as."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.model.prose import FigureUse, ProseFigure, ProsePassage, ProseWord, ReadProse
from jsrules.outputs.page import Heading, Inline, Nested, Page, PageBlock, Paragraph, Role, Styled
from jsrules.outputs.prose_reasons import why_unread

ROLES: dict[FigureUse, Role] = {"read": "good", "constant": "faint", "explanation": "faint", "unread": "warning"}


_SHORTEST = 4
_TITLES = 3
"""Shorter paragraphs are no sentences; so many titles above one another stand before a paragraph."""


class ReadSentence(Record):
    """A sentence of passage ``passage`` from ``start`` to ``end``, its figures, and its words that state something."""

    passage: ProsePassage
    start: int
    end: int
    figures: tuple[ProseFigure, ...]
    words: tuple[ProseWord, ...]

    @property
    def lines(self) -> list[tuple[FigureUse, str]]:
        """What was read, a line for each item, and then why the others were not."""
        return [
            *self._read(),
            *((each.use, f"{each.text}{say('：', ': ')}{why_unread(each)}") for each in self._other()),
        ]

    def _read(self) -> Iterator[tuple[FigureUse, str]]:
        said: dict[tuple[str, str], list[str]] = {}
        for figure in self.figures:
            for reading in figure.readings if figure.use == "read" else ():
                wording = say("（{text}）", " ({text})", text=figure.wording) if figure.wording else ""
                said.setdefault((reading.section, reading.item), []).append(
                    f"{reading.measure} {reading.value}{wording}"
                )
        for word in self.words:
            stated = f"{word.measure} {'、'.join(word.values)}"
            values = said.setdefault((word.section, word.item), [])
            values += [stated] if stated not in values else []  # XX年XX月
        for (section, item), values in said.items():
            yield "read", f"{section} · {item}{say('：', ': ')}{say('，', ', ').join(values)}"

    def _other(self) -> list[ProseFigure]:
        return [each for each in self.figures if each.use != "read"]


def sentences_of(prose: ReadProse) -> Iterator[tuple[ProsePassage, list[ReadSentence]]]:
    """The titles and passages of the narrative with their sentences. A title stands where text follows: those of a
    table of contents do not.
    """
    figures: dict[int, list[ProseFigure]] = {}
    words: dict[int, list[ProseWord]] = {}
    for figure in prose.figures:
        figures.setdefault(figure.passage, []).append(figure)
    for word in prose.words:
        words.setdefault(word.passage, []).append(word)
    titles: list[ProsePassage] = []
    for number, passage in enumerate(prose.passages):
        if passage.heading:
            titles = [*titles[1 - _TITLES :], passage]
        if passage.silent or passage.heading or len(passage.text.strip()) < _SHORTEST:
            continue
        yield from ((each, []) for each in titles if not each.silent)
        titles = []
        own = figures.get(number, [])
        found: list[ReadSentence] = []
        start = 0
        while start < len(passage.text):
            end = max(passage.sentence_at(start)[1], start + 1)
            found.append(
                ReadSentence(
                    passage,
                    start,
                    end,
                    tuple(each for each in own if start <= each.start < end),
                    tuple(each for each in words.get(number, []) if start <= each.start < end),
                )
            )
            start = end
        yield passage, found


def compose_reading(title: str, prose: ReadProse, notes: Sequence[str] = ()) -> Page:
    """All sentences of the narrative; ``notes`` tell where its kind and year are from."""
    head = [Paragraph(each, "warning") for each in notes]
    page: Page = [[Paragraph(Styled(title, "strong")), *head, Paragraph(reading_line(prose))]]
    for passage, sentences in sentences_of(prose):
        if passage.heading:
            page.append([Heading(passage.text.strip())])
            continue
        blocks: list[PageBlock] = []
        for sentence in sentences:
            if not sentence.passage.text[sentence.start : sentence.end].strip():
                continue
            blocks.append(Paragraph(tuple(_marked(sentence)), hanging=True))
            if sentence.lines:
                below = [Paragraph(text, ROLES[use] if use != "read" else "", True) for use, text in sentence.lines]
                blocks.append(Nested(below))
        page.append(blocks)
    return page


def reading_line(prose: ReadProse) -> str:
    """How many figures there are, years apart, and what became of them."""
    amounts = [each for each in prose.figures if each.kind != "year" and not prose.passages[each.passage].silent]
    uses = Counter(each.use for each in amounts)
    return say(
        "{n} 个数：读出 {read}、说明 {explained}、常数 {constant}、未读 {unread}",
        "{n} figures: {read} read, {explained} in explanations, {constant} constants, {unread} unread",
        n=len(amounts),
        read=uses["read"],
        explained=uses["explanation"],
        constant=uses["constant"],
        unread=uses["unread"],
    )


def unread_in(prose: ReadProse) -> bool:
    """Whether a figure of the narrative was not read."""
    return any(each.use == "unread" and each.kind != "year" for each in prose.figures)


def _marked(sentence: ReadSentence) -> Iterator[Inline]:
    """The text of a sentence, its figures in the colours of what became of them."""
    yield from marked_pieces(sentence.passage.text, sentence.start, sentence.end, sentence.figures)


def marked_pieces(text: str, start: int, end: int, figures: Sequence[ProseFigure]) -> Iterator[Inline]:
    """A text with its figures styled."""
    at = start
    for figure in figures:
        yield text[at : figure.start].replace("\n", "")
        yield Styled(text[figure.start : figure.end], ROLES[figure.use])
        at = figure.end
    yield text[at:end].replace("\n", "")
