"""Documents that an office program has to convert first: .doc, .et, .wps, .rtf, .ods and such, through LibreOffice.

It runs without a window and with an empty profile of its own, so that it neither reads nor changes what its user has
set, and macros stay off; it gets so much time and no more.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
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
        try:
            subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=MAXIMUM_SECONDS,
                check=True,
            )
            return next(out.iterdir()).read_bytes()
        except (OSError, subprocess.SubprocessError, StopIteration):
            raise _unconverted(name, target) from None


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
