"""The formatter of rule files: one style, no options.

Statements keep their order, their words and the language of their keywords; comments stay where they belong, and at
most one blank line stays between two statements. Only what does not change the syntax tree is touched.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.readers.rules.formatter_lines import break_body, keep_lines
from jsrules.readers.rules.formatter_words import SpelledEntry, spell_body, spell_entry, split_tokens
from jsrules.readers.rules.metadata import Tok
from jsrules.readers.rules.parser import parse_rules, read_tokens
from jsrules.readers.rules.statements import normalise, split_statements

_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")


class Comment(NamedTuple):
    """A comment, where it starts, and whether it has a line of its own."""

    start: int
    own_line: bool
    text: str


def format_rules(source: Source) -> str:
    """The text of a rule file in the one style. Raises `InputError` with every mistake when it cannot be parsed."""
    source = Source(source.path, _LINE_ENDS.sub("\n", source.text.removeprefix("\ufeff")))
    statements, errors = parse_rules(source)
    if errors:
        raise InputError(errors)
    text = _format(source)
    if text != source.text:
        again, errors = parse_rules(Source(source.path, text))
        if errors and all(each.code == "E207" for each in errors):
            raise InputError(errors)  # the spaces brought a statement beyond its limit
        if errors or again != statements or _comments_of(text) != _comments_of(source.text):
            raise RuntimeError("the formatter would change what a rule or a comment says")
    return text


def _format(source: Source) -> str:
    text, chunks = split_statements(normalise(source.text))
    written = source.text.split("\n")
    starts = [0]
    for line in written:
        starts.append(starts[-1] + len(line) + 1)
    comments = _find_comments(source.text, text)
    out: list[str] = []
    number, blank, waiting = 0, False, list(reversed(chunks))
    while number < len(written):
        begin = number
        if waiting and starts[number] <= waiting[-1].start < starts[number + 1]:
            chunk = waiting.pop()
            number = bisect_right(starts, chunk.end - 1) - 1
            inside = [each for line in range(begin, number + 1) for each in comments.get(line, ())]
            block = _statement(source, read_tokens(source, text, chunk), inside)
        else:
            block = [each.text for each in comments.get(number, ())]
        if block and blank and out:
            out.append("")
        blank = not block
        out += block
        number += 1
    return "\n".join(out) + "\n" if out else ""


def _find_comments(written: str, code: str) -> dict[int, list[Comment]]:
    """The comments by line number: ``code`` is the same text with them blanked out."""
    found: dict[int, list[Comment]] = {}
    start = 0
    for number, (line, rest) in enumerate(zip(written.split("\n"), code.split("\n"), strict=True)):
        end = len(rest.rstrip())
        text = line[end:].strip()
        if text:
            found[number] = [Comment(start + end, end == 0, text)]
        start += len(line) + 1
    return found


def _comments_of(text: str) -> list[str]:
    """The texts of all comments, sorted: metadata may be put into another order."""
    found = _find_comments(text, split_statements(normalise(text))[0])
    return sorted(each.text for comments in found.values() for each in comments)


def _statement(source: Source, tokens: Sequence[Tok], comments: Sequence[Comment]) -> list[str]:
    """The lines of one statement with the comments in it."""
    if tokens[0].type in ("APPLIES", "NATURE"):
        return ["  ".join((spell_entry(tokens, source.text).text, *(each.text for each in comments)))]
    body, metadata = split_tokens(tokens)
    end = body[-1].end_pos
    below = metadata[0][0].start_pos if metadata else len(source.text) + 1
    inside = [each for each in comments if each.start < end]
    behind = [each.text for each in comments if not each.own_line and end <= each.start < below]
    others = [each for each in comments if each.start > below or (each.own_line and each.start >= end)]
    spelled = spell_body(body, source.text, moving=not inside)
    if inside:
        lines = keep_lines(spelled, source.text, inside)
    else:
        lines = [str(line) for line in break_body(spelled)]
    lines[-1] = "  ".join((lines[-1], *behind))
    return lines + _metadata([spell_entry(each, source.text) for each in metadata], others)


def _metadata(entries: Sequence[SpelledEntry], comments: Sequence[Comment]) -> list[str]:
    """Lines of metadata in their order, each with the comments above and behind it."""
    above: dict[int, list[str]] = {}
    behind: dict[int, str] = {}
    for comment in comments:
        following = sum(entry.end <= comment.start for entry in entries)
        within = following < len(entries) and entries[following].start < comment.start
        if comment.own_line or within:
            above.setdefault(following, []).append(comment.text)
        else:
            behind[following - 1] = comment.text
    lines = []
    for number in sorted(range(len(entries)), key=lambda each: entries[each].rank):
        lines += [f"  {comment}" for comment in above.get(number, ())]
        lines.append("  ".join(("", entries[number].text, *filter(None, [behind.get(number)]))))
    return lines
