"""Completion for shells. ``eval "$(_JSRULES_COMPLETE=bash_source jsrules)"`` turns it on; ``zsh``, ``fish`` likewise.

The script that this prints asks the program anew at every Tab, with the words in ``COMP_WORDS``, a line each, and the
number of the one that is being typed in ``COMP_CWORD``. Where nothing is offered the shell offers files.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from jsrules.base.language import Words, say
from jsrules.cli.declare import Argument, Command, Group, Option
from jsrules.cli.trouble import FINE, UNUSABLE
from jsrules.cli.verbs import PROGRAM

Offer = tuple[str, Words]
"""A word that may stand there, and what it means."""

_NOTHING = ("", "")

_SCRIPTS = {
    "bash": """\
_jsrules() {
    local IFS=$'\\n'
    COMPREPLY=($(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD _JSRULES_COMPLETE=bash_complete "$1"))
}
complete -o default -F _jsrules jsrules
""",
    "zsh": """\
#compdef jsrules
_jsrules() {
    local -a found
    found=("${(@f)$(COMP_WORDS="${(F)words}" COMP_CWORD=$((CURRENT - 1)) _JSRULES_COMPLETE=zsh_complete $words[1])}")
    if [[ -n "$found" ]]; then _describe jsrules found; else _files; fi
}
compdef _jsrules jsrules
""",
    "fish": """\
function _jsrules
    set -l words (commandline -opc)
    set -l found (COMP_WORDS=(string join \\n -- $words (commandline -ct) | string collect) \\
        COMP_CWORD=(count $words) _JSRULES_COMPLETE=fish_complete $words[1])
    if test -n "$found"; string join \\n -- $found; else; __fish_complete_path (commandline -ct); end
end
complete -c jsrules -f -a "(_jsrules)"
""",
}

_LINES = {"bash": "{word}", "zsh": "{quoted}:{meaning}", "fish": "{word}\\t{meaning}"}


def answer(asked: str) -> int:
    """What ``_JSRULES_COMPLETE`` asks for: the script for a shell (``bash_source``) or words (``bash_complete``)."""
    shell, _, what = asked.partition("_")
    if shell not in _SCRIPTS or what not in ("source", "complete"):
        return UNUSABLE
    if what == "source":
        sys.stdout.write(_SCRIPTS[shell])
        return FINE
    words = os.environ.get("COMP_WORDS", "").split("\n")
    number = int(os.environ.get("COMP_CWORD", "0"))
    typed = words[number] if number < len(words) else ""
    for word, meaning in offers(words[1:number], typed):
        quoted = word.replace(":", "\\:")
        sys.stdout.write(_LINES[shell].format(word=word, quoted=quoted, meaning=say(*meaning)) + "\n")
    return FINE


def offers(before: list[str], typed: str) -> Iterator[Offer]:
    """What may stand after the words ``before`` and begins with ``typed``; nothing where any file may."""
    if typed == "=":  # bash parts --name=value at the sign
        typed = ""
    elif before and before[-1] == "=":
        before = before[:-1]
    prefix = ""
    if typed.startswith("--") and "=" in typed:
        name, _, typed = typed.partition("=")
        before, prefix = [*before, name], f"{name}="
    for word, meaning in _possible(before, typed.startswith("-")):
        if word.startswith(typed):
            yield prefix + word, meaning


def _possible(before: list[str], is_option: bool) -> Iterator[Offer]:
    command: Command | Group = PROGRAM
    for word in before:
        if isinstance(command, Group) and word in command.commands:
            command = command.load(word)
    options = [each for each in command.parameters if isinstance(each, Option)]
    waiting = [each for each in options if before and before[-1] in each.names.split() and not each.is_flag]
    if waiting and "--" not in before:
        yield from ((str(each), _NOTHING) for each in waiting[0].choices)
    elif is_option and "--" not in before:
        yield from ((each.name, each.words) for each in options if each.multiple or each.name not in before)
    elif isinstance(command, Group):
        yield from command.commands.items()
    else:
        arguments = [each for each in command.parameters if isinstance(each, Argument)]
        yield from ((each, _NOTHING) for argument in arguments for each in argument.choices if each not in before)
