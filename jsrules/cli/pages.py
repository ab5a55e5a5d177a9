"""Help pages, made from the declarations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jsrules.base.language import Words, say
from jsrules.base.width import text_width, wrap
from jsrules.cli.declare import Argument, Command, Group, Option
from jsrules.cli.parser import signature

COLUMNS = 80


def render_page(command: Command | Group, words: Words, path: str) -> str:
    """The help page of a command in the current language; ``words`` are what it is for."""
    arguments = [each for each in command.parameters if isinstance(each, Argument)]
    options = [each for each in command.parameters if isinstance(each, Option)]
    usage = [path, say("[选项]", "[OPTIONS]"), *map(signature, arguments)]
    if isinstance(command, Group):
        usage.append(say("命令 …", "COMMAND …"))
    lines = [say("用法：", "Usage: ") + " ".join(usage), "", *wrap(say(*words), COLUMNS)]
    if arguments:
        lines += ["", *_terms((signature(each), each.words) for each in arguments)]
    if isinstance(command, Group):
        lines += ["", say("命令：", "Commands:"), *_terms(command.commands.items())]
    lines += ["", say("选项：", "Options:"), *_terms((signature(each), each.words) for each in options)]
    for title, entries in command.sections:
        lines += ["", say(*title), *_terms((each if isinstance(each, str) else say(*each), of) for each, of in entries)]
    return "\n".join(lines) + "\n"


def _terms(entries: Iterable[tuple[str, Words]]) -> list[str]:
    """Terms and their explanations in two columns; a long term has a line of its own."""
    told: Sequence[tuple[str, str]] = [(term, say(*words)) for term, words in entries]
    widest = 26
    column = 4 + max((text_width(term) for term, _ in told if text_width(term) <= widest), default=0)
    lines = []
    for term, words in told:
        if not words:
            lines.append(f"  {term}")
        elif text_width(term) + 4 > column:
            lines += [f"  {term}", *wrap(words, COLUMNS, " " * column, " " * column)]
        else:
            lines += wrap(words, COLUMNS, f"  {term}" + " " * (column - 2 - text_width(term)), " " * column)
    return lines
