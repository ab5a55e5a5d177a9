"""Breaking a formula that is too long for a line at its operators, the loosest first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from jsrules.base.width import text_width
from jsrules.readers.rules.formatter_words import Body, Word
from jsrules.readers.rules.statements import opens_line, opens_statement

COLUMNS = 100
STEP = 4
_DEEPEST = 40  # where no more breaking makes a formula readable

# How loosely an operator binds; a line is broken before the loosest.
_THEN, _OR, _AND, _COMPARISON, _SUM, _PRODUCT, _NONE = range(7)
_LOOSENESS = {
    "THEN": _THEN,
    "OR": _OR,
    "AND": _AND,
    "COMPARISON": _COMPARISON,
    "TOLERANCE": _COMPARISON,
    "PLUS": _SUM,
    "MINUS": _SUM,
    "TIMES": _PRODUCT,
    "OVER": _PRODUCT,
}
_DEPTHS = {"LPAR": 1, "LSQB": 1, "RPAR": -1, "RSQB": -1}

WordRow = Sequence[Word]


class RuleLine(NamedTuple):
    """Words that start at a column."""

    column: int
    words: list[Word]

    def __str__(self) -> str:
        return " " * self.column + write(self.words)


def write(words: WordRow) -> str:
    """Words in a row, without the spaces before the first."""
    return "".join((" " * word.gap if number else "") + word.text for number, word in enumerate(words))


def measure(words: WordRow) -> int:
    """The columns that words in a row take."""
    return sum(text_width(word.text) + word.gap for word in words) - words[0].gap


def break_body(body: Body) -> list[RuleLine]:
    """The lines of a statement without its metadata.

    What does not fit on a line starts below its head: ``规则 名称：``, with the quantifier where that ends in a colon.
    """
    words = body.words
    if measure(words) <= COLUMNS:
        return [RuleLine(0, words)]
    cut = body.head
    if body.opening > body.head and words[body.opening - 1].kind == "COLON":
        cut = body.opening
    head, formula = words[:cut], words[cut:]
    if not head or _must_not_open(formula[0]):
        column = measure(words[: body.opening]) + words[body.opening].gap if body.opening else 0
        first, *rest = _arrange(words[body.opening :], column, STEP)
        return [RuleLine(0, [*words[: body.opening], *first.words]), *rest]
    if cut == body.opening:
        return [RuleLine(0, head), *_arrange(formula, STEP, STEP)]
    quantifier, formula = words[cut : body.opening], words[body.opening :]
    first, *rest = _arrange(formula, STEP + measure(quantifier) + formula[0].gap, 2 * STEP)
    return [RuleLine(0, head), RuleLine(STEP, [*quantifier, *first.words]), *rest]


def _arrange(words: WordRow, column: int, indent: int) -> list[RuleLine]:
    """Words from ``column`` on, in as many lines as they need; lines after the first start at ``indent``."""
    if column + measure(words) <= COLUMNS or indent > _DEEPEST:
        return [RuleLine(column, list(words))]
    level, parts = _split(words)
    if level == _NONE:
        return _open_bracket(words, column, indent)
    if level <= _AND:
        lines = _arrange(parts[0], column, indent + STEP)
        for part in parts[1:]:
            lines += _arrange(part, indent, indent + STEP)
        return lines
    if level == _COMPARISON:
        columns = [column] + [indent] * (len(parts) - 1)
        if all(at + measure(part) <= COLUMNS for at, part in zip(columns, parts, strict=True)):
            return [RuleLine(at, list(part)) for at, part in zip(columns, parts, strict=True)]
        parts = [piece for part in parts for piece in _split(part, _SUM)[1]]
    return _fill(parts, column, indent + STEP if column == indent else indent)


def _split(words: WordRow, wanted: int = -1) -> tuple[int, list[WordRow]]:
    """The loosest operator outside brackets (or the one wanted), and the parts that start with it."""
    cuts: dict[int, list[int]] = {}
    depth = 0
    for number, word in enumerate(words):
        depth += _DEPTHS.get(word.kind, 0)
        if depth == 0 and number and word.kind in _LOOSENESS:
            cuts.setdefault(_LOOSENESS[word.kind], []).append(number)
    level = wanted if wanted >= 0 else min(cuts, default=_NONE)
    bounds = [0, *cuts.get(level, []), len(words)]
    return level, [words[a:b] for a, b in pairwise(bounds)]


def _fill(parts: Sequence[WordRow], column: int, indent: int) -> list[RuleLine]:
    """As many parts on each line as fit; a part that is too long for a line is broken in itself."""
    lines = [RuleLine(column, [])]
    used = column
    for part in parts:
        current = lines[-1].words
        gap = part[0].gap if current else 0
        width = measure(part)
        if current and used + gap + width > COLUMNS and not _must_not_open(part[0]):
            lines.append(RuleLine(indent, []))
            current, used, gap = lines[-1].words, indent, 0
        if used + gap + width <= COLUMNS:
            current.extend(part)
            used += gap + width
            continue
        first, *rest = _arrange(part, used + gap, indent + STEP)
        current.extend(first.words)
        lines += rest
        used = lines[-1].column + measure(lines[-1].words)
    return lines


def _open_bracket(words: WordRow, column: int, indent: int) -> list[RuleLine]:
    """Words that are one call or one expression in brackets: what is inside is broken."""
    kinds = [word.kind for word in words]
    if "LPAR" not in kinds:
        return [RuleLine(column, list(words))]
    inside = kinds.index("LPAR") + 1
    depth, start, number = 0, inside, inside
    parts: list[WordRow] = []
    for number in range(inside, len(words)):
        depth += _DEPTHS.get(kinds[number], 0)
        if depth < 0:
            break
        if depth == 0 and kinds[number] == "COMMA":
            parts.append(words[start : number + 1])
            start = number + 1
    parts.append(words[start:number])
    column += measure(words[:inside])
    lines = _fill(parts, column, indent) if len(parts) > 1 else _arrange(parts[0], column, indent + STEP)
    lines[0] = RuleLine(column - measure(words[:inside]), [*words[:inside], *lines[0].words])
    lines[-1].words.extend(words[number:])
    return lines


def _must_not_open(word: Word) -> bool:
    """Whether a line that starts with this word would be taken for something else."""
    return word.kind == "NAME" and opens_line(word.text)


def keep_lines(body: Body, written: str, comments: Sequence[tuple[int, bool, str]]) -> list[str]:
    """The lines of a statement with comments inside: the author's own, since the comments speak of them.

    ``comments`` are the offset, whether it has a line of its own, and the text of each.
    """
    rows: list[list[Word]] = []
    last = -1
    for word in body.words:
        # A comma behind a quantifier continues the line above, wherever the author put it.
        if not rows or (word.kind != "PAUSE" and "\n" in written[last : word.start]):
            rows.append([])
        rows[-1].append(word)
        last = word.end if word.kind != "PAUSE" else last
    lines: list[str] = []
    waiting = list(comments)
    for number, row in enumerate(rows):
        while waiting and waiting[0][0] < row[0].start:
            lines.append(" " * STEP + waiting.pop(0)[2])
        if row[-1].kind == "PAUSE":
            row[-1] = row[-1]._replace(text=",")
        if number and row[0].kind == "NAME" and opens_statement(row[0].text):  # no space stood behind it
            row[0] = row[0]._replace(text=f"[{row[0].text}]")
        line = (" " * STEP if number else "") + write(row)
        if waiting and not waiting[0][1] and (number + 1 == len(rows) or waiting[0][0] < rows[number + 1][0].start):
            line += "  " + waiting.pop(0)[2]
        lines.append(line)
    return lines
