"""Rule files for Pygments (documentation, notebooks): an entry point, loaded by Pygments alone.

``pip install jsrules[highlight]``.
"""

from __future__ import annotations

from collections.abc import Iterator

from pygments.lexer import Lexer
from pygments.token import (
    Comment,
    Keyword,
    Name,
    Number,
    Operator,
    Punctuation,
    String,
    Text,
    Whitespace,
    _TokenType,
)

from jsrules.outputs.highlight import tokens_of

_TYPES: dict[str, _TokenType] = {
    "comment": Comment.Single,
    "declaration": Keyword.Declaration,
    "metadata": Keyword.Namespace,
    "value": Keyword.Constant,
    "quantifier": Keyword.Reserved,
    "control": Keyword,
    "logic": Operator.Word,
    "function": Name.Builtin,
    "unit": Keyword.Type,
    "number": Number,
    "string": String,
    "operator": Operator,
    "punctuation": Punctuation,
    "rule": Name.Label,
    "place": Name.Builtin.Pseudo,
    "origin": Name.Builtin.Pseudo,
    "code": Number.Integer,
    "name": Name.Variable,
    "selector": Name.Attribute,
    "space": Whitespace,
    "text": Text,
}


class RuleLexer(Lexer):
    """The rule language of jsrules."""

    name = "jsrules"
    aliases = ["jsrules", "jsr"]  # noqa: RUF012
    filenames = ["*.jsr"]  # noqa: RUF012
    mimetypes = ["text/x-jsrules"]  # noqa: RUF012

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, _TokenType, str]]:
        """Every part of the text with its place and type."""
        for start, category, part in tokens_of(text):
            yield start, _TYPES[category], part
