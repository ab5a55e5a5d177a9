"""From rule text to syntax trees: the only importer of lark. The grammar is ``grammar/jsrules.lark``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from lark import Lark, TextSlice, Token, UnexpectedCharacters, UnexpectedEOF, UnexpectedToken
from lark.exceptions import VisitError
from lark.lexer import Lexer, LexerState, LexerThread, LineCounter

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.resources import grammar_path
from jsrules.base.source import Source, Span
from jsrules.model.keywords import either, whole
from jsrules.model.statements import UNREAD, Applies, Definition, Keep, NatureScope, Rule, Scope, Statement
from jsrules.model.syntax import Constant, Expression, If, Logic, Name, Not
from jsrules.model.tree import children
from jsrules.readers.rules.advice import advise, misread_scope
from jsrules.readers.rules.builder import Builder
from jsrules.readers.rules.metadata import Tok
from jsrules.readers.rules.selectors import Misplaced
from jsrules.readers.rules.spoken import in_signs
from jsrules.readers.rules.statements import METADATA, Chunk, normalise, split_statements

MAXIMUM_TEXT = 4_000_000
MAXIMUM_STATEMENT = 1_000_000
MAXIMUM_STATEMENTS = 20_000
MAXIMUM_DEPTH = 100
MAXIMUM_WORDS = 50_000
MAXIMUM_ERRORS = 100


class _FromItsStart(LexerThread):
    """Reads a statement of a file without counting the lines before it, which would take the square of the file: places
    are told by positions, nobody asks a token for its line.
    """

    @classmethod
    def from_text(cls, lexer: Lexer, text_or_slice: TextSlice[str]) -> _FromItsStart:
        """A thread that begins at the start of a slice."""
        text = TextSlice.cast_from(text_or_slice)
        make: Callable[[str], LineCounter] = LineCounter
        counter = make("\n")
        counter.char_pos = counter.line_start_pos = text.start
        return cls(lexer, LexerState(text, counter))


_parser: Lark | None = None
_builder = Builder()


def _get_parser() -> Lark:
    global _parser
    if _parser is None:
        with open(grammar_path(), encoding="utf-8") as file:
            grammar = file.read()
        _parser = Lark(
            grammar, parser="lalr", lexer="contextual", transformer=_builder, maybe_placeholders=False,
            _plugins={"LexerThread": _FromItsStart},
        )  # fmt: skip
    return _parser


def parse_rules(source: Source) -> tuple[list[Statement], list[Diagnostic]]:
    """The statements of a rule file, and its mistakes: one for each statement that has one. A file beyond a limit is
    not read at all: its only mistake (E207) marks nothing, an empty span.
    """
    if len(source.text) > MAXIMUM_TEXT:
        return [], [beyond(source, Span(0, 0), say("规则文件", "the rule file"), MAXIMUM_TEXT)]
    text, chunks = split_statements(normalise(source.text))
    if len(chunks) > MAXIMUM_STATEMENTS:
        last = chunks[-1].span.start
        return [], [beyond(source, Span(last, last), say("规则条数", "the number of rules"), MAXIMUM_STATEMENTS)]
    statements: list[Statement] = []
    errors: list[Diagnostic] = []
    for chunk in chunks:
        if chunk.end - chunk.start > MAXIMUM_STATEMENT:
            errors.append(
                beyond(source, Span(chunk.start, chunk.start + 1), say("语句", "the statement"), MAXIMUM_STATEMENT)
            )
            continue
        if _is_wordy(text, chunk.start, chunk.end):
            errors.append(
                beyond(
                    source,
                    Span(chunk.start, chunk.start + 1),
                    say("语句的词数", "the words of a statement"),
                    MAXIMUM_WORDS,
                )
            )
            continue
        depth = _depth(text, chunk.start, chunk.end)
        if depth > MAXIMUM_DEPTH:
            errors.append(
                beyond(
                    source, Span(chunk.start, chunk.start + 1), say("括号层数", "the depth of brackets"), MAXIMUM_DEPTH
                )
            )
            continue
        try:
            statements.append(_parse_statement(source, text, chunk.start, chunk.end))
        except InputError as error:
            errors.extend(error.diagnostics)
            statements.extend(_unread(text, chunk))
            if len(errors) >= MAXIMUM_ERRORS:
                break
    return statements, errors


_OPENS_SCOPE = re.compile(either("TABLE", "BETWEEN"))
_DEFINES = re.compile(rf"(?:{either('LET')}|令|定义)\s*([^\W\d]\w*)\s*:?=")


def _unread(text: str, chunk: Chunk) -> Iterator[Statement]:
    """What stands for a statement with a mistake, so that those depending on it are not accused of it once more."""
    if _OPENS_SCOPE.match(text, chunk.start, chunk.end):
        yield Scope(UNREAD, chunk.span)
    defined = _DEFINES.match(text, chunk.start, chunk.end)
    if defined is not None:
        yield Definition(defined[1], Name(UNREAD, chunk.span), (), chunk.span)


def _parse_statement(source: Source, text: str, start: int, end: int) -> Statement:
    _builder.source_text = source.text
    try:
        tree: Any = _get_parser().parse(TextSlice(text, start, end))
    except (UnexpectedToken, UnexpectedCharacters, UnexpectedEOF) as error:
        raise InputError([_syntax_error(source, text, start, end, error)]) from None
    except (VisitError, Misplaced) as error:
        original = error.orig_exc if isinstance(error, VisitError) else error
        if not isinstance(original, Misplaced):
            raise
        diagnostic = Diagnostic("E201", original.message, (Label(source, original.span),), remedy=original.remedy)
        raise InputError([diagnostic]) from None
    assert isinstance(tree, Rule | Scope | Definition | Applies | NatureScope | Keep)
    statement: Statement = tree
    if isinstance(statement, Rule) and isinstance(statement.body, Name):
        advice = misread_scope(text[start:end])
        if advice is not None:
            raise InputError([Diagnostic("E201", advice[0], (Label(source, Span(start, end)),), remedy=advice[1])])
    return statement


def _syntax_error(
    source: Source, text: str, start: int, end: int, error: UnexpectedToken | UnexpectedCharacters | UnexpectedEOF
) -> Diagnostic:
    position = end
    if isinstance(error, UnexpectedToken) and isinstance(error.token, Token) and error.token.type != "$END":
        if error.token.start_pos is not None:
            position = error.token.start_pos
    elif isinstance(error, UnexpectedCharacters) and error.pos_in_stream is not None:
        position = error.pos_in_stream
    position = min(max(position, start), end)
    spoken = plainly(text[start:end])
    if spoken:
        message = say("公式是用话说的，这样读不出来", "this formula is said in words, and cannot be read so")
        remedy = say("写成 {formula}", "write {formula}", formula=spoken)
        return Diagnostic("E201", message, (Label(source, Span(position, end)),), remedy=remedy)
    expected: set[str] = set(getattr(error, "expected", None) or getattr(error, "allowed", None) or ())
    message, remedy, length = advise(text, start, end, position, expected)
    span = Span(position, position + length)
    return Diagnostic("E201", message, (Label(source, span),), remedy=remedy)


def plainly(statement: str) -> str:
    """A statement that is said in words, in signs, on one line; empty when it is not, or cannot be read even then."""
    lines: list[str] = []
    for line in normalise(statement).split("\n"):
        if lines and METADATA.match(line.strip()):
            break
        lines.append(line)
    return in_signs(" ".join(" ".join(lines).split()), _is_formula)


def _is_formula(text: str) -> bool:
    _builder.source_text = text
    try:
        tree: Any = _get_parser().parse(text)
    except (UnexpectedToken, UnexpectedCharacters, UnexpectedEOF, VisitError, Misplaced):
        return False
    return isinstance(tree, Rule) and not any(isinstance(each, Name | Constant) for each in _conditions(tree.body))


def _conditions(node: Expression) -> Iterator[Expression]:
    """What stands where a condition is due."""
    if isinstance(node, Logic | Not | If):
        for each in children(node):
            yield from _conditions(each)
    else:
        yield node


def beyond(source: Source, span: Span, what: str, limit: int) -> Diagnostic:
    """E207: something is larger than it may be."""
    message = say("{what}超过上限 {limit}", "{what} is beyond the limit of {limit}", what=what, limit=limit)
    remedy = say("拆成较小的部分", "split it into smaller parts")
    return Diagnostic("E207", message, (Label(source, span),), remedy=remedy)


_WORD = re.compile(r"\w+")


def _is_wordy(text: str, start: int, end: int) -> bool:
    """Whether a statement has more words than it may: names, numbers, and what texts hold. Reading a word takes time
    and room, whatever it is.
    """
    if end - start <= 2 * MAXIMUM_WORDS:
        return False
    words = _WORD.finditer(text, start, end)
    return next(islice(words, MAXIMUM_WORDS, None), None) is not None


_CONDITION = re.compile(rf"(?<!\w){whole('IF', 'WHEN')}")
_NESTING = re.compile(rf"([()])|(-|{whole('NOT', 'IF', 'WHEN')})|(\|)|\w+|\S")


def _depth(text: str, start: int, end: int) -> int:
    """The deepest nesting of brackets, signs and negations in a statement, and its conditions:
    what the tree's depth grows with.
    """
    depth = deepest = run = 0
    before = ""
    for match in _NESTING.finditer(text, start, end):
        sign = match.group()
        # A bar behind a figure, or behind one that closed, closes.
        opens = sign == "(" or (sign == "|" and (not before or before in "(+-*/,<>=|") and before != ")")
        if opens:
            depth += 1
        else:
            depth = max(0, depth - 1) if match[1] or match[3] else depth
            run = run + 1 if match[2] else 0
        before = ")" if match[3] and not opens else sign
        deepest = max(deepest, depth + run)
    return deepest + len(_CONDITION.findall(text, start, end))


def read_tokens(source: Source, text: str, chunk: Chunk) -> list[Tok]:
    """The tokens of a statement that can be parsed: what the formatter writes anew."""
    _builder.source_text = source.text
    parsing: Any = _get_parser().parse_interactive(TextSlice(text, chunk.start, chunk.end))
    return list(parsing.iter_parse())
