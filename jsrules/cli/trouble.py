"""What is said on standard error when something goes wrong, and the exit codes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

from jsrules.base.language import say
from jsrules.base.names import did_you_mean, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from jsrules.base.diagnostic import Diagnostic

    ColorChoice = Literal["auto", "always", "never"]

FINE, FOUND, UNUSABLE = 0, 1, 2


class UsageError(Exception):
    """A command line that cannot be used; its text says why, in the reader's language."""


def attempt(work: Callable[..., int | None], *arguments: Any, color: ColorChoice, path: str = "") -> int:
    """Does some work; its exit code, of which None is success.

    What it raises is said, and gives 2: an `InputError`, trouble with a file that nobody foresaw, or a defect of ours,
    met at the file at ``path``. A `UsageError` and trouble with standard output, an `OSError` without the name of a
    file, are left to the caller.
    """
    from jsrules.base.diagnostic import InputError

    try:
        return work(*arguments) or FINE
    except InputError as error:
        if sys.stdout is not None:
            sys.stdout.flush()
        complain(error.diagnostics, color)
    except UsageError:
        raise
    except OSError as error:
        if not isinstance(error.filename, str):
            raise
        from jsrules.base.files import unreadable

        complain(unreadable(error.filename, error).diagnostics, color)
    except Exception as error:
        from jsrules.base.defects import defect

        complain([defect(path, error)], color)
    return UNUSABLE


def complain(diagnostics: Sequence[Diagnostic], color: ColorChoice) -> None:
    """Shows what is wrong with the input."""
    if sys.stderr is None:
        return
    from jsrules.cli.terminal import terminal_for
    from jsrules.outputs.diagnostics import compose_diagnostics

    _utter(terminal_for(sys.stderr, color).write(compose_diagnostics(diagnostics)))


def complain_of_usage(error: UsageError, path: str) -> None:
    """Shows what is wrong with the command line, and where to read how the command at ``path`` is used."""
    if sys.stderr is None:
        return
    from jsrules.cli.terminal import terminal_for
    from jsrules.outputs.page import Entry, Nested, Paragraph, Styled

    title = Entry(Styled(say("错误：", "error: "), "error"), Styled(str(error), "strong"), hanging=True)
    more = Paragraph(say("用法见 {command}", "see {command}", command=f"{path} --help"))
    _utter(terminal_for(sys.stderr, "auto").write([[title, Nested([more])]]))


def _utter(text: str) -> None:
    """Writes on standard error. Where that takes nothing, as on a full disk, the exit code is left to tell."""
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        return


def or_nearest(name: str, known: Iterable[str], limit: int = 3) -> str:
    """The end of a sentence about an unknown name: the nearest known ones, if any are near."""
    found = did_you_mean(nearest(name, known, limit), quoted=False)
    return say("；", "; ") + found if found else ""
