"""Floor 7: the command line.

`main` is the entry point. Help pages are text files beside it, and a plain ``jsrules verify REPORT…`` needs no option
parser, so neither loads one: starting up is most of what a user waits for.
"""

from __future__ import annotations

import gc
import os
import sys

from jsrules.base.language import Language, language_of_environment, set_language
from jsrules.cli.verbs import VERBS

INTERRUPTED = 130
BROKEN_PIPE = 141


def main(arguments: list[str] | None = None) -> int:
    """Runs one command line; the exit code. A reader that goes away and Ctrl-C end it without a word."""
    if arguments is not None:
        return _run(arguments)
    # A short life: collecting cycles, and walking over everything once more at the end, would take a tenth of it.
    gc.disable()
    try:
        return _run(sys.argv[1:])
    finally:
        gc.freeze()


def _run(arguments: list[str]) -> int:
    try:
        code = _dispatch(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except BrokenPipeError:
        _abandon_output()
        return BROKEN_PIPE
    except OSError as error:  # standard output takes no more, as on a full disk
        from jsrules.base.writing import unwritable
        from jsrules.cli.verify_job import UNUSABLE, complain

        _abandon_output()
        complain(unwritable("", error).diagnostics, "auto")
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED


def _abandon_output() -> None:
    """Drops what is still buffered; it would fail once more when the interpreter closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _dispatch(arguments: list[str]) -> int:
    language = language_of(arguments)
    set_language(language)
    prepare_streams()
    if "_JSRULES_COMPLETE" not in os.environ:
        text = _page(arguments, language)
        if text:
            _write(text)
            return 0 if arguments else 2
        if arguments[0] == "verify" and len(arguments) > 1 and not any(map(_is_option, arguments)):
            from jsrules.cli.verify_job import Job, run

            return run(Job(tuple(arguments[1:])))
    from jsrules.cli.program import run_command

    return run_command(arguments)


def _is_option(argument: str) -> bool:
    return argument.startswith("-") and argument != "-"


def language_of(arguments: list[str]) -> Language:
    """The language of ``--lang``, or else of the environment."""
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        value = argument[7:] if argument.startswith("--lang=") else ""
        if argument == "--lang":
            value = "".join(arguments[number + 1 : number + 2])
        if value == "en":
            return "en"
        if value == "zh":
            return "zh"
    return language_of_environment()


def _page(arguments: list[str], language: Language) -> str:
    """The page that ``--help`` or ``--version`` asks for, or that answers no arguments at all; else nothing."""
    if arguments and arguments[0] in ("--version", "-V"):
        from jsrules.base import __version__

        return f"jsrules {__version__}\n"
    before = arguments[: arguments.index("--")] if "--" in arguments else arguments
    if arguments and "--help" not in before and "-h" not in before:
        return ""
    verb = next((argument for argument in before if argument in VERBS), "")
    if any(argument not in (verb, "--help", "-h", "--lang", "zh", "en", f"--lang={language}") for argument in before):
        return ""  # whatever else is there is the option parser's affair
    path = os.path.join(os.path.dirname(__file__), "help", language, f"{verb or 'jsrules'}.txt")
    with open(path, encoding="utf-8") as file:
        return file.read()


def _write(text: str) -> None:
    if sys.stdout is not None:
        sys.stdout.write(text)


def prepare_streams() -> None:
    """Makes the standard streams take every character: a console that lacks some shows an escape instead."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        try:
            "报告，不符".encode(stream.encoding)
        except (UnicodeEncodeError, LookupError):
            # It has no Chinese at all (LANG=C): UTF-8 is what most terminals and files expect anyway.
            reconfigure(encoding="utf-8", errors="backslashreplace")
        else:
            reconfigure(errors="backslashreplace")
