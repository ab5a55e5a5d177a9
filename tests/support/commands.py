"""All commands of the command line, by what is typed for them."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.language import Words
from jsrules.cli.declare import Command, Group
from jsrules.cli.verbs import PROGRAM


def every_command() -> dict[str, tuple[Command | Group, Words]]:
    """``jsrules``, ``jsrules verify``, … ``jsrules pack doctor``, each with what it is for."""
    return dict(_below("jsrules", PROGRAM, PROGRAM.words))


def _below(path: str, command: Command | Group, words: Words) -> Iterator[tuple[str, tuple[Command | Group, Words]]]:
    yield path, (command, words)
    if isinstance(command, Group):
        for name, about in command.commands.items():
            yield from _below(f"{path} {name}", command.load(name), about)
