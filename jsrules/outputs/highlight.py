"""Telling apart the parts of a rule text, for colours: one table of patterns for the terminal, Pygments and editors.

The table is made from the words of the language. Its patterns stay within what Python and Oniguruma (TextMate) share.
Text is taken line by line, since no token of the language spans two; nothing is ever lost or refused: what no pattern
knows is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from jsrules.base.record import Record
from jsrules.base.resources import grammar_path
from jsrules.model.keywords import OPERATORS, alternatives, either, whole
from jsrules.readers.rules.statements import twins_of

CATEGORIES = (
    "comment declaration metadata value quantifier control logic function unit "
    "number string operator punctuation rule place origin code name selector space text"
).split()
"""What a part of a rule text can be."""


class Pattern(Record):
    """A pattern, and the category of each of its groups; groups cover all of a match.

    ``enters`` and ``leaves``: it opens or closes the brackets that hold a selector.
    """

    expression: str
    categories: tuple[str, ...]
    enters: bool = False
    leaves: bool = False


class Patterns(Record):
    """The patterns outside brackets, and inside them, in the order in which they are tried."""

    outside: tuple[Pattern, ...]
    inside: tuple[Pattern, ...]


def one_of(*characters: str) -> str:
    """A class of characters, each with its full-width twins."""
    members = "".join(map(twins_of, characters))
    return "[" + "".join("\\" + each if each in "[]\\^-" else each for each in members) + "]"


def none_of(*characters: str) -> str:
    """The characters that are none of these and end no line."""
    return "[^" + one_of(*characters)[1:-1] + "\\n]"


_COLON, _COMMA, _POINT = one_of(":"), one_of(","), one_of(".")
_QUOTE, _NO_QUOTE = one_of('"'), none_of('"')
_OPEN, _CLOSE = one_of("("), one_of(")")
_LEFT, _RIGHT = one_of("["), one_of("]")
_PLAIN, _ENDING = none_of("[", "]", ",", '"', "#"), one_of("[", "]", ",", '"', "#")
_SPACE = "[ \\t\u3000]"
_COMMENT = f"(?:#|{one_of('/')}{{2}}).*"
_STRING = f"{_QUOTE}{_NO_QUOTE}*{_QUOTE}?"
_NUMBER = rf"\d+(?:{_POINT}\d+)?{one_of('%')}?"
_LINT = r"[A-Z]\d{3}(?!\w)"
# As NAME in the grammar: quotation marks at the start and brackets inside belong to a name.
_NAME = (
    rf"(?:{_QUOTE}{_NO_QUOTE}{{1,40}}{_QUOTE})?[^\W\d]"
    rf"(?:\w|{_QUOTE}{_NO_QUOTE}{{1,40}}{_QUOTE}(?=\w)|{_OPEN}\w{{1,40}}{_CLOSE}(?=\w))*"
)


def _terminal(name: str) -> str:
    """The expression of a terminal of the grammar, without what must stand around it."""
    with open(grammar_path(), encoding="utf-8") as file:
        found = re.search(rf"^{name}[.0-9]*: */(.+)/$", file.read(), re.MULTILINE)
    assert found is not None
    return found[1]


def _functions() -> str:
    """The words of functions."""
    several = (_terminal(name).partition(")")[0].removeprefix("(") for name in ("FUNCTION", "FUNCTION_SPELLING"))
    return f"(?:{alternatives('|'.join(several).split('|'))})"


def _units() -> str:
    """The expression for a unit, with the brackets of 台（套）, behind a number and its space."""
    behind = _terminal("UNIT").partition("(?!")
    words = behind[1] + behind[2].replace(r"\/", "/")
    return words.replace(r"\(", _OPEN).replace(r"\)", _CLOSE).replace(r"\u4e00", "一").replace(r"\u9fff", "\u9fff")


def build_patterns() -> Patterns:
    """The patterns for the words of the language."""
    metadata, values = whole("metadata"), whole("value")
    places = either("place", "beside")
    operators = "|".join("".join(map(one_of, sign)) for sign in sorted(OPERATORS, key=lambda sign: (-len(sign), sign)))
    start = f"^({_SPACE}*)"
    start_or_space = f"(^{_SPACE}*|(?<={_SPACE}))"
    free = rf"(?:(?!{_SPACE}+(?:#|{one_of('/')}{{2}})).)*"
    words = rf"(?<=[\w\])）】\"” ])({whole('comparison')})"
    comment = Pattern(f"({_COMMENT})", ("comment",))
    outside = (
        comment,
        Pattern(
            f"{start}({whole('RULE')})({_SPACE}+)({none_of(':')}+)({_COLON})",
            ("space", "declaration", "space", "rule", "punctuation"),
        ),
        *(
            Pattern(f"{start_or_space}({metadata})({_SPACE}+)({behind})", ("space", "metadata", "space", category))
            for behind, category in ((_STRING, "string"), (values, "value"), (_LINT, "value"))
        ),
        Pattern(f"{start}({metadata})({free})", ("space", "metadata", "text")),
        Pattern(f"{start}({whole('declaration')})", ("space", "declaration")),
        Pattern(rf"({_NUMBER})({_SPACE}?)({_units()})", ("number", "space", "unit")),
        Pattern(f"({_NUMBER})", ("number",)),
        Pattern(f"({whole('subset')})", ("quantifier",)),
        *(Pattern(f"({whole(each)})", (each,)) for each in ("quantifier", "control", "logic")),
        Pattern(words, ("operator",)),
        Pattern(rf"({_functions()}(?=\s*{_OPEN}))", ("function",)),
        Pattern(rf"({places})(?!\w)", ("place",)),
        Pattern(rf"({either('origin')})(?={_SPACE}*{_POINT})", ("origin",)),
        Pattern(f"({_NAME})", ("name",)),
        Pattern(f"({_STRING})", ("string",)),
        Pattern(f"({operators})", ("operator",)),
        Pattern(f"({_LEFT})", ("punctuation",), enters=True),
        Pattern(f"({one_of('(', ')', ']', ',', '.', ':', ';')})", ("punctuation",)),
    )
    inside = (
        comment,
        Pattern(f"({_RIGHT})", ("punctuation",), leaves=True),
        Pattern(f"({_COMMA}|{_LEFT})", ("punctuation",)),
        Pattern(f"({_STRING})", ("string",)),
        Pattern(rf"({places})(?={_SPACE}*(?:{_COMMA}|{_RIGHT}))", ("place",)),
        Pattern(rf"({either('PRINTED')}{_SPACE}*\d{{1,4}})(?!\w)", ("code",)),
        Pattern(r"(\d{3,9})(?!\w)", ("code",)),
        Pattern(rf"({_POINT}{{2,3}}|{one_of('*')}(?={_SPACE}*(?:{_COMMA}|{_RIGHT})))", ("operator",)),
        Pattern(rf"((?!{_SPACE}){_PLAIN}+?)(?={_SPACE}*(?:{_ENDING}|{_POINT}{{2}}|$))", ("selector",)),
    )
    return Patterns(outside, inside)


class _Scanner:
    """The patterns of one state, compiled into one expression."""

    def __init__(self, patterns: tuple[Pattern, ...]) -> None:
        self.patterns = patterns
        self.starts: list[int] = []
        number, parts = 1, []
        for pattern in patterns:
            self.starts.append(number + 1)
            number += 1 + len(pattern.categories)
            parts.append(f"({pattern.expression})")
        self.owners = {start - 1: index for index, start in enumerate(self.starts)}
        self.match = re.compile("|".join(parts)).match


_scanners: list[_Scanner] = []


def tokens_of(text: str) -> Iterator[tuple[int, str, str]]:
    """The parts of a rule text in order: where each starts, its category, its text. Nothing is left out."""
    if not _scanners:
        patterns = build_patterns()
        _scanners.extend((_Scanner(patterns.outside), _Scanner(patterns.inside)))
    offset = 0
    for line in re.split("([\r\n]+)", text):
        if line[:1] in ("\r", "\n"):
            yield offset, "space", line
        else:
            for start, category, part in _tokens_of_line(line):
                yield offset + start, category, part
        offset += len(line)


def _tokens_of_line(line: str) -> Iterator[tuple[int, str, str]]:
    outside, inside = _scanners
    scanner = outside
    position, unknown = 0, 0
    while position < len(line):
        match = scanner.match(line, position)
        if match is None or match.end() == position:
            position += 1
            continue
        if unknown < position:
            yield from _plain(line, unknown, position)
        index = next(owner for group, owner in scanner.owners.items() if match[group] is not None)
        pattern = scanner.patterns[index]
        for number, category in enumerate(pattern.categories, scanner.starts[index]):
            if match[number]:
                yield match.start(number), category, match[number]
        position = unknown = match.end()
        if pattern.enters:
            scanner = inside
        elif pattern.leaves:
            scanner = outside
    if unknown < len(line):
        yield from _plain(line, unknown, len(line))


def _plain(line: str, start: int, end: int) -> Iterator[tuple[int, str, str]]:
    part = line[start:end]
    yield start, "space" if part.isspace() else "text", part


_COLORS = {
    "comment": "2",
    "declaration": "1;35",
    "metadata": "35",
    "value": "33",
    "quantifier": "35",
    "control": "35",
    "logic": "35",
    "function": "36",
    "unit": "33",
    "number": "33",
    "string": "32",
    "rule": "1",
    "place": "34",
    "origin": "34",
    "code": "33",
    "selector": "36",
}


def paint_rules(text: str) -> str:
    """A line of rules in the colours of a terminal."""
    parts = []
    for _, category, part in tokens_of(text):
        color = _COLORS.get(category)
        parts.append(f"\x1b[{color}m{part}\x1b[0m" if color else part)
    return "".join(parts)
