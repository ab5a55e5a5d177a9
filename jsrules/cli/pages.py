"""Help pages, made from the declarations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jsrules.base.language import Words, say
from jsrules.base.width import DEFAULT_COLUMNS, text_width, wrap
from jsrules.cli.declare import Argument, Command, Group, Option
from jsrules.cli.parser import signature


def render_page(command: Command | Group, words: Words, path: str, columns: int = DEFAULT_COLUMNS) -> str:
    """The help page of a command in the current language, for a terminal of so many columns, of which it takes 80 at
    most; ``words`` are what it is for. Command lines to try stay whole.
    """
    columns = min(columns, DEFAULT_COLUMNS)
    arguments = [each for each in command.parameters if isinstance(each, Argument)]
    options = [each for each in command.parameters if isinstance(each, Option)]
    usage = [path, say("[选项]", "[OPTIONS]"), *map(signature, arguments)]
    if isinstance(command, Group):
        usage.append(say("命令 …", "COMMAND …"))
    lines = [*wrap(" ".join(usage), columns, say("用法：", "Usage: "), "  "), "", *wrap(say(*words), columns)]
    if arguments:
        lines += ["", *_terms(((signature(each), each.words) for each in arguments), columns)]
    if isinstance(command, Group):
        lines += ["", say("命令：", "Commands:"), *_terms(command.commands.items(), columns)]
    lines += ["", say("选项：", "Options:"), *_terms(((signature(each), each.words) for each in options), columns)]
    for title, entries in command.sections:
        terms = ((each if isinstance(each, str) else say(*each), of) for each, of in entries)
        lines += ["", *wrap(say(*title), columns), *_terms(terms, columns)]
    return "\n".join(lines) + "\n"


def _terms(entries: Iterable[tuple[str, Words]], columns: int) -> list[str]:
    """Terms and their explanations in two columns; a long term has a line of its own."""
    told: Sequence[tuple[str, str]] = [(term, say(*words)) for term, words in entries]
    widest = columns // 3
    column = 4 + max((text_width(term) for term, _ in told if text_width(term) <= widest), default=0)
    lines = []
    for term, words in told:
        if not words:
            lines.append(f"  {term}")
        elif text_width(term) + 4 > column:
            lines += [*wrap(term, columns, "  ", "    "), *wrap(words, columns, " " * column, " " * column)]
        else:
            lines += wrap(words, columns, f"  {term}" + " " * (column - 2 - text_width(term)), " " * column)
    return lines
