"""What commands are declared with: their options and arguments, with their wording in both languages.

The declarations are read by the parser, by the help pages and by completion, and by nothing else. There is no option
parser of others below them: click took 30 ms of every run that had an option, a tenth of it, and had to be gone round
for help pages, for plain runs and in every message; what people know from it stays (``--name=value``, ``-xVALUE``,
clusters of flags, ``--``, completion).
"""

from __future__ import annotations

from collections.abc import Callable

from jsrules.base.language import Words
from jsrules.base.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Option(Record):
    """An option of a command. One without ``value``, the placeholder of what follows it, and without ``choices`` is a
    flag.

    ``names`` are parted by a space, the long one last. The command's work gets it under ``key``, by default the long
    name. It is followed by ``count`` values. ``read`` makes of the name of the option and these what the work gets, and
    raises `UsageError`; beside it ``choices`` are what a value begins with.
    """

    names: str
    words: Words
    value: Words = ("", "")
    key: str = ""
    choices: tuple[str | int, ...] = ()
    read: Callable[..., object] | None = None
    default: Any = ""
    multiple: bool = False
    required: bool = False
    count: int = 1

    @property
    def name(self) -> str:
        """The longest of its names."""
        return self.names.rpartition(" ")[2]

    @property
    def keyword(self) -> str:
        """The name under which the command's work gets it."""
        return self.key or self.name.lstrip("-").replace("-", "_")

    @property
    def is_flag(self) -> bool:
        """Whether no value follows it."""
        return not self.value[0] and not self.choices


class Argument(Record):
    """An argument of a command: ``words`` explain it, ``value`` is what usage lines call it.

    ``many`` takes all that are left.
    """

    name: str
    words: Words
    value: Words
    many: bool = False
    required: bool = True
    choices: tuple[str, ...] = ()


Section = tuple[Words, tuple[tuple[str | Words, Words], ...]]
"""A title of a help page, with pairs of a term and its explanation."""


class Command(Record):
    """A verb. ``work`` gets the arguments and options by name and gives back the exit code; None is success."""

    work: Callable[..., int | None]
    parameters: tuple[Argument | Option, ...]
    sections: tuple[Section, ...] = ()


class Group(Record):
    """What has verbs, ``commands`` with what they are for; each is the ``command`` of a module in ``package``."""

    words: Words
    package: str
    commands: dict[str, Words]
    parameters: tuple[Option, ...]
    sections: tuple[Section, ...] = ()

    def load(self, name: str) -> Command | Group:
        """One of its commands, out of its own file: ``import_`` for the one that has a word of Python for a name."""
        from importlib import import_module

        found = import_module(f"{self.package}.{name}_" if name == "import" else f"{self.package}.{name}").command
        assert isinstance(found, Command | Group)
        return found


def exit_codes(fine: Words, found: Words | None, unusable: Words) -> Section:
    """The section of a help page that says what 0, 1 and 2 mean."""
    entries = [("0", fine), ("1", found), ("2", unusable)]
    return ("退出码：", "Exit codes:"), tuple((code, words) for code, words in entries if words is not None)


def examples(*lines: str, title: Words = ("例：", "Examples:")) -> Section:
    """The section of a help page with command lines to try."""
    return title, tuple((line, ("", "")) for line in lines)
