"""Commands declared with their wording in both languages, and the help pages made from the declarations.

The pages are kept as files in ``help/`` so that showing one needs no option parser; a test makes them anew and
compares. ``JSRULES_UPDATE=1 pytest tests/cli/test_help.py`` rewrites them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from jsrules.base.language import say
from jsrules.base.width import text_width, wrap

Words = tuple[str, str]

COLUMNS = 80


class Option(click.Option):
    """An option with a help text and a placeholder in both languages."""

    def __init__(self, names: Sequence[str], words: Words, value: Words = ("", ""), **settings: Any) -> None:
        super().__init__(names, **settings)
        self.words = words
        self.value = value

    def signature(self) -> str:
        """The option as the help page shows it: ``-o, --output 文件``."""
        names = ", ".join(sorted(self.opts, key=len))
        if isinstance(self.type, click.Choice) and not self.value[0]:  # many choices have a section of their own
            return f"{names} {'|'.join(map(str, self.type.choices))}"
        return f"{names} {say(*self.value)}".rstrip()


class Argument(click.Argument):
    """An argument with a name and an explanation in both languages."""

    def __init__(self, name: str, words: Words, value: Words, **settings: Any) -> None:
        super().__init__([name], **settings)
        self.words = words
        self.value = value

    def signature(self) -> str:
        """The argument as usage lines show it: ``报告…``."""
        return say(*self.value) + ("…" if self.nargs == -1 else "")


class Described:
    """What a help page says besides the options: ``sections`` are titles with pairs of term and explanation."""

    words: Words = ("", "")
    sections: tuple[tuple[Words, tuple[tuple[str | Words, Words], ...]], ...] = ()


class Command(Described, click.Command):
    """A verb."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parses; a mistake knows which verb it was made at."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def get_help(self, ctx: click.Context) -> str:
        """The page of this verb."""
        return render_page(self, ctx.command_path).rstrip("\n")


class Group(Described, click.Group):
    """The program, which has verbs."""

    def get_help(self, ctx: click.Context) -> str:
        """The page of the program."""
        return render_page(self, ctx.command_path).rstrip("\n")


def render_page(command: Command | Group, path: str) -> str:
    """The help page of a command in the current language."""
    arguments = [each for each in command.params if isinstance(each, Argument)]
    options = [each for each in command.params if isinstance(each, Option)]
    tail = [each.signature() for each in arguments]
    if isinstance(command, Group):
        tail.append(say("命令 …", "COMMAND …"))
    usage = " ".join([path, say("[选项]", "[OPTIONS]"), *tail])
    lines = [say("用法：", "Usage: ") + usage, "", *wrap(say(*command.words), COLUMNS)]
    if arguments:
        lines += ["", *_terms([(each.signature(), say(*each.words)) for each in arguments])]
    if isinstance(command, Group):
        context = click.Context(command)
        verbs = [(name, command.get_command(context, name)) for name in command.list_commands(context)]
        lines += ["", say("命令：", "Commands:")]
        lines += _terms([(name, say(*verb.words)) for name, verb in verbs if isinstance(verb, Command | Group)])
    lines += ["", say("选项：", "Options:"), *_terms([(each.signature(), say(*each.words)) for each in options])]
    for title, entries in command.sections:
        lines += ["", say(*title)]
        lines += _terms([(term if isinstance(term, str) else say(*term), say(*words)) for term, words in entries])
    return "\n".join(lines) + "\n"


def _terms(entries: Sequence[tuple[str, str]]) -> list[str]:
    """Terms and their explanations in two columns; a long term has a line of its own."""
    widest = 26
    column = 4 + max((text_width(term) for term, _ in entries if text_width(term) <= widest), default=0)
    lines = []
    for term, words in entries:
        if not words:
            lines.append(f"  {term}")
        elif text_width(term) + 4 > column:
            lines += [f"  {term}", *wrap(words, COLUMNS, " " * column, " " * column)]
        else:
            lines += wrap(words, COLUMNS, f"  {term}" + " " * (column - 2 - text_width(term)), " " * column)
    return lines
