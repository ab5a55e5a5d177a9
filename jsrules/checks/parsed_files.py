"""Rule files and their statements, read once for all form sets that they are resolved against."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from jsrules.base.bounded import Bounded
from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.base.source import Source, Span
from jsrules.model.statements import Statement
from jsrules.readers.rules.parser import MAXIMUM_STATEMENTS, MAXIMUM_TEXT, beyond, parse_rules


class ParsedFile(NamedTuple):
    """A rule file and its statements."""

    source: Source
    statements: list[Statement]


def parse_files(sources: Iterable[Source]) -> tuple[list[ParsedFile], list[Diagnostic]]:
    """Every file with those of its statements that can be read, and the mistakes in the others. All files together may
    hold no more than one: where they do, the rest is not read, which the last mistake says.
    """
    files: list[ParsedFile] = []
    mistakes: list[Diagnostic] = []
    signs = count = 0
    for source in sources:
        signs += len(source.text)
        if files and signs > MAXIMUM_TEXT:
            what = say("全部规则文件合计的字数", "the length of all rule files together")
            mistakes.append(beyond(source, Span(0, 0), what, MAXIMUM_TEXT))
            break
        statements, errors = _parsed(source)
        count += len(statements)
        if count > MAXIMUM_STATEMENTS:
            what = say("全部规则文件合计的条数", "the number of rules in all files together")
            mistakes.append(beyond(source, Span(0, 0), what, MAXIMUM_STATEMENTS))
            break
        files.append(ParsedFile(source, statements))
        mistakes += errors
    return files, mistakes


_known: Bounded[str, list[Statement]] = Bounded(8)
"""The statements of the last files without a mistake, by their texts: reports of many layouts are asked the same."""

_MOST_REMEMBERED = 100_000
"""In characters: statements take some two hundred times the room of their text."""


def _parsed(source: Source) -> tuple[list[Statement], list[Diagnostic]]:
    statements = _known.get(source.text)
    if statements is not None:
        return statements, []
    statements, errors = parse_rules(source)
    if not errors and len(source.text) <= _MOST_REMEMBERED:
        _known.put(source.text, statements)
    return statements, errors
