"""What of a document was not read, or is not there: where that may be a table, nobody knows whether it is lacking."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.model.document import DocumentParagraph, Grid, PublishedDocument

_PART = re.compile(r"\s*第([一二三四五六七八九十]{1,3})部分(?![，。；、的和])")
_LONGEST = 60
_DIGITS = "一二三四五六七八九"
_PAGE = re.compile(r"[-—–－\s第]*([0-9]{1,4})[-—–－\s页]*(?:[/／，,共\s]*([0-9]{1,4})\s*页?)?\s*")


class PageGap(Record):
    """Pages that are not there between two of a document, or that were not read; 0 stands for its beginning and a very
    large number for its end. ``document`` is its number.
    """

    document: int
    after: int
    before: int

    def touches(self, document: int, first: int, last: int) -> bool:
        """Whether it lies within, or right beside, what stands on pages ``first`` to ``last``."""
        return document == self.document and first <= self.before and last >= self.after


class Gaps(Record):
    """``texts`` say what is not there, or was not read, in words; ``pages`` where that is between pages."""

    texts: tuple[str, ...]
    pages: tuple[PageGap, ...]


def gaps_of(documents: Sequence[PublishedDocument]) -> Gaps:
    """Where a table may stand that was not read."""
    texts: list[str] = [fault.message for document in documents for fault in document.faults if fault.code == "W411"]
    pages: list[PageGap] = []
    for number, document in enumerate(documents):
        for gap, text in _page_gaps(number, document):
            pages.append(gap)
            texts += [text] if text else []
    lacking = _lacking_parts(documents)
    if lacking:
        texts.append(
            say("文件里没有{parts}", "the document has no {parts}", parts=say("、", ", ").join(map(_part, lacking)))
        )
    return Gaps(tuple(dict.fromkeys(texts)), tuple(pages))


def _part(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = (_DIGITS[tens - 1] if tens > 1 else "") + "十" if tens else ""
    return f"第{ten}{_DIGITS[ones - 1] if ones else ''}部分"


def _lacking_parts(documents: Sequence[PublishedDocument]) -> list[int]:
    """The numbers of parts, 第二部分, that documents which have later ones, or list them, do not have."""
    met: list[int] = []
    for document in documents:
        for part in document.parts:
            texts = part.text.split("\n") if isinstance(part, DocumentParagraph) else _captions(part)
            for text in texts:
                found = _PART.match(text)
                if found is not None and len(text) <= _LONGEST:
                    met.append(_number(found[1]))
    listed = next((at for at, number in enumerate(met) if number != at + 1), len(met))
    if listed > 1 and met[listed : listed + 1] == [1]:  # a table of contents, and the parts behind it
        return sorted({*met} - {*met[listed:]})
    return sorted({*range(1, max(met, default=0))} - {*met})


def _captions(grid: Grid) -> Iterator[str]:
    yield from (cell.text for cell in grid.cells if cell.row < 2)


def _number(text: str) -> int:
    tens, ten, ones = text.rpartition("十")
    value = _DIGITS.find(ones) + 1
    return value + (10 * (_DIGITS.find(tens) + 1 if tens else 1) if ten else 0)


def _page_gaps(number: int, document: PublishedDocument) -> Iterator[tuple[PageGap, str]]:
    """The jumps of printed page numbers, and pages with nothing on them in a document that was not wholly read."""
    printed: dict[int, int] = {}
    filled: set[int] = set()
    total = 0
    for part in document.parts:
        filled.add(part.place.page)
        if isinstance(part, DocumentParagraph) and part.furniture == "page_number" and part.place.page:
            found = _PAGE.fullmatch(part.text)
            if found is not None:
                printed.setdefault(part.place.page, int(found[1]))
                total = int(found[2] or total)
    pages = sorted(printed)
    steps = [printed[page] - printed[before] == page - before for before, page in pairwise(pages)]
    if 2 * sum(steps) < len(steps):
        pages = []  # these are no page numbers
    for before, page in zip([0, *pages], pages, strict=False):
        lost = printed[page] - printed.get(before, 0) - (page - before)
        if lost > 0:
            text = say(
                "第 {page} 页印着页码 {printed}，前面缺 {n} 页",
                "page {page} is numbered {printed}: {n} pages before it are not there",
                page=page,
                printed=printed[page],
                n=lost,
            )
            yield PageGap(number, max(0, page - 1), page), text
    if pages and total > printed[pages[-1]] + document.pages - pages[-1]:
        text = say("共 {n} 页，后面的不在", "of {n} pages the last ones are not there", n=total)
        yield PageGap(number, document.pages, 1 << 30), text
    if any(fault.code == "W411" for fault in document.faults):
        for page in range(1, document.pages + 1):
            if page not in filled:
                yield PageGap(number, page - 1, page + 1), ""
