"""Whose report a document is whose titles do not tell it: the name with which its sentences begin, where it is sure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from jsrules.base.record import replace
from jsrules.model.document import DocumentParagraph, PublishedDocument
from jsrules.model.imported import HeadSource
from jsrules.readers.documents.recognition.head import region_of
from jsrules.readers.documents.recognition.words import words
from jsrules.readers.prose.passages import MARK
from jsrules.readers.prose.plain_text import plain
from jsrules.verification.inferring import KnownHead

FEWEST = 2
"""So many sentences must begin with a name before it is that of the unit."""

_SENTENCE = re.compile("[。；\n]")
_NAME = re.compile(r"([^\W\d_]{3,34}?)(?:（[^）]{1,6}）)?(?=(?:19|20)[0-9]{2}年)")


def with_inferred_unit(documents: Sequence[PublishedDocument], known: KnownHead) -> KnownHead:
    """A head with its unit, where it has none and all sentences that begin with a body's name and a year, two at least,
    have the same: 某某局 2021 年度收入总计…; shorter ones may be without the place that it begins with.
    """
    if known.head.unit:
        return known
    names = Counter(_names(documents))
    if not names:
        return known
    unit = max(names, key=lambda name: (len(name), name))
    if names.total() < FEWEST or not all(unit.endswith(name) for name in names):
        return known
    head = replace(known.head, unit=unit, region=known.head.region or region_of(unit))
    return KnownHead(head, (*known.sources, HeadSource("unit", "inferred", unit, sentences=names.total())))


def _names(documents: Sequence[PublishedDocument]) -> Iterator[str]:
    """The name of a body of each sentence, or title, that begins with one and a year."""
    lists = words().lists
    for document in documents:
        for part in document.parts:
            if not isinstance(part, DocumentParagraph) or part.furniture:
                continue
            for sentence in _SENTENCE.split(part.text):
                written = plain(sentence)
                mark = MARK.match(written)
                match = _NAME.match(written, mark.end() if mark is not None else 0)
                if match is None:
                    continue
                name = match[1]
                if name.endswith(lists["单位末尾"]) and not name.startswith(lists["不是单位"]):
                    yield name
