"""One command line from its words to its exit code: read, done, and what went wrong said.

All that a verb's work raises ends here: a `UsageError` or `InputError` is explained, a defect of ours admitted, and the
exit code is 2. Trouble with standard output is for `jsrules.cli.main`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from jsrules.base.language import Words, say
from jsrules.base.width import set_ambiguous_width
from jsrules.cli.declare import Command, Group
from jsrules.cli.options import ENCODING, HELP, LANG
from jsrules.cli.parser import GivenOptions, split, values_of
from jsrules.cli.trouble import FINE, UNUSABLE, UsageError, attempt, complain_of_usage, or_nearest
from jsrules.cli.verbs import PROGRAM, VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_SETTLED = (LANG.keyword, ENCODING.keyword, HELP.keyword)
"""What is dealt with before the work begins, and what that is not told of."""


def run_command(words: Sequence[str]) -> int:
    """Does what a command line asks for; the exit code."""
    path, about = "jsrules", PROGRAM.words
    command: Command | Group = PROGRAM
    try:
        if not words:
            _show(PROGRAM, about, path)
            return UNUSABLE
        while isinstance(command, Group):
            given, others = split(command.parameters, words, leading=True)
            if _asks(given, HELP):
                return _show_below(command, about, path, others)
            if _asks(given, VERSION):
                from jsrules.base import __version__

                return _write(f"jsrules {__version__}\n")
            values_of(command.parameters, given, ())
            name, *words = _verb_among(command, path, others)
            path, about, command = f"{path} {name}", command.commands[name], command.load(name)
        given, others = split(command.parameters, words)
        if _asks(given, HELP):
            return _show(command, about, path)
        return _do(command, values_of(command.parameters, given, others))
    except UsageError as error:
        complain_of_usage(error, path)
        return UNUSABLE


def _do(command: Command, values: dict[str, Any]) -> int:
    """The work of a verb."""
    for name in _SETTLED:
        values.pop(name)
    set_ambiguous_width(values.pop("ambiguous_width", 1))
    color, path = values.get("color", "auto"), values.get("report", "")
    return attempt(lambda: command.work(**values), color=color, path=path)


def _asks(given: GivenOptions, option: object) -> bool:
    return any(each is option for each, _ in given)


def _verb_among(group: Group, path: str, words: list[str]) -> list[str]:
    """The words, of which the first is a verb of the group; another one is explained."""
    verbs = say("、", ", ").join(group.commands)
    known = say("；可用的有：{verbs}", "; known are: {verbs}", verbs=verbs)
    if not words:
        raise UsageError(say("缺少命令", "a command is missing") + known)
    name = words[0]
    if name in group.commands:
        return words
    parent = path.partition(" ")[2]
    if parent:
        text = say("{parent} 没有 {name} 这个命令", "{parent} has no command {name}", parent=parent, name=name)
    else:
        text = say("没有 {name} 这个命令", "there is no command {name}", name=name)
    raise UsageError(text + (or_nearest(name, group.commands, 1) or known))


def _show_below(group: Group, about: Words, path: str, names: Sequence[str]) -> int:
    """The help page of a group, or of the verb below it that the names lead to."""
    command: Command | Group = group
    for name in names:
        if isinstance(command, Group) and name in command.commands:
            path, about, command = f"{path} {name}", command.commands[name], command.load(name)
    return _show(command, about, path)


def _show(command: Command | Group, about: Words, path: str) -> int:
    from jsrules.cli.pages import render_page
    from jsrules.cli.streams import columns_of

    return _write(render_page(command, about, path, columns_of(sys.stdout)))


def _write(text: str) -> int:
    if sys.stdout is not None:
        sys.stdout.write(text)
    return FINE
