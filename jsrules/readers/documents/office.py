"""Documents that an office program has to convert first: .doc, .et, .wps, .rtf, .ods and such, through LibreOffice.

It runs without a window and with an empty profile of its own, so that it neither reads nor changes what its user has
set, and macros stay off; it gets so much time and no more.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.readers.documents.ole_names import ole_names

MAXIMUM_SECONDS = 120

_PROGRAMS = ("soffice", "libreoffice")
_MACOS = "/Applications/LibreOffice.app/Contents/MacOS/soffice"


def converted(data: bytes, name: str) -> bytes:
    """The document as .xlsx or .docx, whichever it is.

    Raises `InputError` when LibreOffice is not installed (E335), or cannot convert it in time (E410).
    """
    program = next((found for each in _PROGRAMS if (found := shutil.which(each))), None)
    if program is None and os.path.exists(_MACOS):
        program = _MACOS
    target = "xlsx" if _is_sheet(data) else "docx"
    if program is None:
        raise fail(
            "E335",
            say("读这种文件还需要 LibreOffice", "reading this kind of file also needs LibreOffice"),
            path=name,
            remedy=say(
                "用 Office 或 WPS 打开，另存为 {target}",
                "open it in Office or WPS and save it as {target}",
                target=target,
            ),
        )
    with tempfile.TemporaryDirectory(prefix="jsrules-") as folder:
        source, out = Path(folder, "document"), Path(folder, "out")
        source.write_bytes(data)
        profile = Path(folder, "profile").as_uri()
        command = [
            program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck",
            "--convert-to", target, "--outdir", str(out), str(source),
        ]  # fmt: skip
        if not _runs(command):
            raise _unconverted(name, target)
        written = sorted(out.iterdir()) if out.is_dir() else []
        if not written:
            raise _unconverted(name, target)
        return written[0].read_bytes()


def _runs(command: list[str]) -> bool:
    """Whether a command ends well and in time; what it started ends with it."""
    nowhere = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True)
    except OSError:
        return False
    try:
        return process.wait(MAXIMUM_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        with suppress(OSError, AttributeError):  # it has ended; Windows has no groups of processes
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def _is_sheet(data: bytes) -> bool:
    return bool(ole_names(data) & {"Workbook", "Book"}) or b"spreadsheet" in data[:8192] or b"xl/workbook" in data


def _unconverted(name: str, target: str) -> InputError:
    return fail(
        "E410",
        say(
            "LibreOffice 转换不了它，或超过 {seconds} 秒",
            "LibreOffice cannot convert it, or not within {seconds} seconds",
            seconds=MAXIMUM_SECONDS,
        ),
        path=name,
        remedy=say(
            "用 Office 或 WPS 打开，另存为 {target}", "open it in Office or WPS and save it as {target}", target=target
        ),
    )
