"""Verifying a published document, alone and with the findings marked in a copy: CPU time and the most memory.

    python bench/annotate.py ../shared/documents/shanghai-putuo-guihua-2024.pdf

Each command runs in a process of its own, warm; what its own processes take is counted with it.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROUNDS = 3


def measure(arguments: list[str]) -> tuple[float, int]:
    """CPU seconds and MB of one command; of the process that took most."""
    code = (
        "import resource, subprocess, sys;"
        "subprocess.run([sys.executable, '-m', 'jsrules', *sys.argv[1:]], stdout=subprocess.DEVNULL);"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN);"
        "print(used.ru_utime + used.ru_stime, used.ru_maxrss // 1024)"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()
    return float(seconds), int(memory)


def main() -> None:
    """A line for each document."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    print(f"{'verify':>8} {'':>6} {'--annotate':>12}")
    with tempfile.TemporaryDirectory() as folder:
        for path in options.paths:
            target = os.path.join(folder, f"marked{Path(path).suffix}")
            alone = min(measure(["verify", path]) for _ in range(ROUNDS))
            both = min(measure(["verify", path, "--annotate", target]) for _ in range(ROUNDS))
            grown = os.path.getsize(target) - os.path.getsize(path)
            print(
                f"{alone[0]:6.2f} s {alone[1]:3} MB {both[0]:7.2f} s {both[1]:3} MB  {Path(path).name}, {grown:+} bytes"
            )


if __name__ == "__main__":
    main()
