"""Floor 7: the command line.

`main` is the entry point. It sees to the process: its language, its streams, how it ends when they break or somebody
presses Ctrl-C. What a command line asks for is done by `jsrules.cli.program`.
"""

from __future__ import annotations

import os
import sys

INTERRUPTED = 130
"""The exit code of a run that Ctrl-C has ended."""

try:
    import gc

    from jsrules.base.language import Language, language_of_environment, set_language
    from jsrules.base.system import WORKER, is_closed_pipe, is_frozen
except KeyboardInterrupt:  # nothing has begun that would have to be ended
    os._exit(INTERRUPTED)

BROKEN_PIPE = 141


def main(arguments: list[str] | None = None) -> int:
    """Runs one command line; the exit code. A reader that goes away and Ctrl-C end it without a word."""
    if is_frozen():
        helped = _help_another()
        if helped is not None:
            return helped
    if arguments is not None:
        return _run(arguments)
    # A short life: collecting cycles, and walking over everything once more at the end, would take a tenth of it.
    gc.disable()
    try:
        code = _run(sys.argv[1:])
    except KeyboardInterrupt:  # while something else was said
        code = INTERRUPTED
    # What is left is the interpreter's, which would answer Ctrl-C with a traceback. (signal takes half a millisecond to
    # import, most of it for names of what it wraps.)
    signals = __import__("_signal")
    signals.signal(signals.SIGINT, signals.SIG_IGN)
    gc.freeze()
    return code


def _help_another() -> int | None:
    """The exit code of a helper of another process of this program; None where it was started by somebody."""
    if len(sys.argv) == 3 and sys.argv[1] == WORKER:
        from jsrules.readers.documents.guarded_service import work

        return work(sys.argv[2])
    from multiprocessing.spawn import freeze_support  # (the one above it does nothing but on Windows)

    freeze_support()
    return None


def _run(arguments: list[str]) -> int:
    try:
        code = _dispatch(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except OSError as error:  # standard output takes no more: its reader has gone away, or a disk is full
        if is_closed_pipe(error):
            _abandon_output()
            return BROKEN_PIPE
        from jsrules.base.writing import unwritable
        from jsrules.cli.trouble import UNUSABLE, complain

        _abandon_output()
        complain(unwritable("", error).diagnostics, "auto")
        return UNUSABLE
    except KeyboardInterrupt:
        return INTERRUPTED


def _abandon_output() -> None:
    """Drops what is still buffered; it would fail once more when the interpreter closes the stream."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _dispatch(arguments: list[str]) -> int:
    set_language(language_of(arguments))
    prepare_streams(_given(arguments, "--encoding"))
    asked = os.environ.get("_JSRULES_COMPLETE")
    if asked:
        from jsrules.cli.completion import answer

        return answer(asked)
    from jsrules.cli.program import run_command

    return run_command(arguments)


def language_of(arguments: list[str]) -> Language:
    """The language of ``--lang``, or else of the environment."""
    asked = _given(arguments, "--lang")
    if asked == "en":
        return "en"
    return "zh" if asked == "zh" else language_of_environment()


def _given(arguments: list[str], option: str) -> str:
    """The value that an option is first given with, before anything else is known of the command line."""
    for number, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == option:
            return "".join(arguments[number + 1 : number + 2])
        if argument.startswith(f"{option}="):
            return argument[len(option) + 1 :]
    return ""


def prepare_streams(encoding: str = "") -> None:
    """Makes the standard streams take every character: a console that lacks some shows an escape instead.

    A terminal is written to as the system says. What goes elsewhere is in the encoding that was asked for (``utf-8``,
    ``gb18030``), or else in the system's: on a Chinese Windows that is what ``| more`` and ``| clip`` read.

    What is written where standard output was closed is refused, lest it be lost without a word; without standard error
    there is nobody to be told.
    """
    if sys.stdout is None and sys.stderr is not None:
        sys.stdout = open(os.devnull, encoding="utf-8")  # noqa: SIM115 (to be read only)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if encoding in ("utf-8", "gb18030") and not stream.isatty():
            reconfigure(encoding=encoding, errors="backslashreplace")
            continue
        try:
            "报告，不符".encode(stream.encoding)
        except (UnicodeEncodeError, LookupError):
            # It has no Chinese at all (LANG=C): UTF-8 is what most terminals and files expect anyway.
            reconfigure(encoding="utf-8", errors="backslashreplace")
        else:
            reconfigure(errors="backslashreplace")
