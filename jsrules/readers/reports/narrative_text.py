"""The narrative of an imported report as a person would write it, and where its figures stand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsrules.model.form import FormSet
from jsrules.model.imported import ImportedItem, ImportedSection, ImportedStatement
from jsrules.readers.reports.place_words import (
    COLUMN,
    DOCUMENT,
    LABELS,
    NO_PLACE,
    ROW,
    TABLE,
    Frame,
    name_text,
    place_text,
)
from jsrules.readers.reports.yaml_words import yaml_word

_WIDEST = 140
_SPECIAL = frozenset(",[]{}")


def narrative_lines(sections: Sequence[ImportedSection], forms: FormSet) -> Iterator[str]:
    """The lines behind ``情况说明:``: section, item, measures; several statements of a figure are a list."""
    for section in sections:
        yield f"{yaml_word(section.title)}:"
        block = forms.forms[section.form].blocks[0]
        for item in section.items:
            if len(block.columns) == 1 and len(item.measures) == 1 and not block.open_rows:
                yield f"  {yaml_word(item.label)}: {_values(item.measures[0][1])}"
                continue
            values = [f"{yaml_word(name)}: {_values(said)}" for name, said in item.measures]
            line = f"  {yaml_word(item.label)}: {{{', '.join(values)}}}"
            if len(line) <= _WIDEST:
                yield line
            else:
                yield f"  {yaml_word(item.label)}:"
                yield from (f"    {each}" for each in values)


def _values(said: Sequence[ImportedStatement]) -> str:
    """One statement as it is, several as a list."""
    texts = [_word(each.text) for each in said]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _word(text: str) -> str:
    word = yaml_word(text)
    return f"'{text}'" if word == text and _SPECIAL.intersection(text) else word


def narrative_places(documents: Sequence[str], sections: Sequence[ImportedSection], group: str) -> Iterator[str]:
    """The lines of 出处 for sections: of each figure where each of its statements stands.

    Of several documents the one counts that the section begins in.
    """
    current = -1
    for section in sections:
        document = section.items[0].measures[0][1][0].document
        if document != current:
            current = document
            yield f"{DOCUMENT} {name_text(documents[document])}"
        columns = list(dict.fromkeys(name for item in section.items for name, _ in item.measures))
        yield f"{TABLE} {name_text(f'{group}.{section.title}')}: {NO_PLACE}"
        yield f"{LABELS} {NO_PLACE}"
        for name in columns:
            yield f"{COLUMN} {name_text(name)}: {NO_PLACE}"
        for item in section.items:
            yield f"{ROW} {name_text(item.label)}: {NO_PLACE} {' '.join(_places(item, columns))}"


def _places(item: ImportedItem, columns: Sequence[str]) -> Iterator[str]:
    for name, said in item.measures:
        number = columns.index(name) + 1
        for count, each in enumerate(said, 1):
            mark = f"{number}" if count == 1 else f"{number}.{count}"
            yield f"{mark}={place_text(each.place, Frame(-1))}"
