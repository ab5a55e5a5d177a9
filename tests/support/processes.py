"""Runs jsrules as users do, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support.sources import ROOT

REPORT = ROOT / "reports" / "jiyuan-2021.yaml"

# What the console script does.
START = "import sys; from jsrules.cli import main; sys.exit(main())"


def run(
    *command: str | Path, cwd: Path = ROOT, cache: Path | None = None, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """A finished process; its output is UTF-8 text. Without ``cache`` it shares the cache of this test run. What is
    ``typed`` it reads from a terminal.
    """
    environment = os.environ | {"PYTHONUTF8": "1"}
    if cache is not None:
        environment["XDG_CACHE_HOME"] = str(cache)
    line = [str(part) for part in command]
    if not typed:
        return subprocess.run(line, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)
    import pty

    keyboard, terminal = pty.openpty()
    os.write(keyboard, typed.encode())
    try:
        return subprocess.run(
            line, cwd=cwd, env=environment, stdin=terminal, capture_output=True, encoding="utf-8", check=False
        )
    finally:
        os.close(keyboard)
        os.close(terminal)


def run_jsrules(
    *arguments: str | Path,
    cwd: Path = ROOT,
    cache: Path | None = None,
    options: tuple[str, ...] = (),
    typed: str = "",
) -> subprocess.CompletedProcess[str]:
    """``jsrules`` of this source tree, whether it is installed or not; ``options`` are Python's."""
    start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {START}"
    return run(sys.executable, *options, "-c", start, *arguments, cwd=cwd, cache=cache, typed=typed)
