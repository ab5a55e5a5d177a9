"""Reading published PDFs: amounts in tables, CPU time and memory, beside pdfplumber in the same run.

    python bench/documents.py [folder of PDFs]

Each reader works through all files in a process of its own, so that memory and imports are its own; ours starts another for
each file, which counts. Rows are compared by page
and amounts; what only one of them has is counted, not judged. Asserts nothing.
"""

from __future__ import annotations

import argparse
import pickle
import resource
import subprocess
import sys
import time
from collections import Counter
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

Row = tuple[int, tuple[str, ...]]


def measure(reader: str, paths: list[str]) -> None:
    """Read the files and hand over seconds, rows by file and the most memory, on standard output."""
    seconds: list[float] = []
    found: list[Counter[Row]] = []
    began = used()
    from support.second_reader import our_rows, their_rows

    if reader == "jsrules":
        from jsrules.readers.documents.open_document import open_document
    else:
        import_module("pdfplumber")
    imported = used() - began
    for path in paths:
        start = used()
        found.append(our_rows(open_document(path)) if reader == "jsrules" else their_rows(Path(path)))
        seconds.append(used() - start)
    users = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    memory = sum(resource.getrusage(who).ru_maxrss for who in users) // 1024
    sys.stdout.buffer.write(pickle.dumps((imported, seconds, found, memory)))


def used() -> float:
    """Seconds of processor time of this process and of those that it had work for it."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def run(reader: str, paths: list[str]) -> tuple[float, list[float], list[Counter[Row]], int]:
    """Measure in a process of its own."""
    command = [sys.executable, __file__, "--reader", reader, *paths]
    done = subprocess.run(command, capture_output=True, check=True)
    result: tuple[float, list[float], list[Counter[Row]], int] = pickle.loads(done.stdout)
    return result


def amounts(rows: Counter[Row]) -> int:
    """How many amounts these rows hold."""
    return sum(len(texts) * count for (_, texts), count in rows.items())


def main() -> None:
    """Both readers, one after the other, and a line for each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", choices=["jsrules", "pdfplumber"])
    parser.add_argument("paths", nargs="*", default=[str(ROOT.parent / "shared" / "documents")])
    options = parser.parse_args()
    if options.reader:
        measure(options.reader, options.paths)
        return
    files = [str(file) for path in options.paths for file in sorted(Path(path).rglob("*.pdf"))]
    our_import, our_seconds, ours, our_memory = run("jsrules", files)
    their_import, their_seconds, theirs, their_memory = run("pdfplumber", files)
    print(f"{'amounts':>8} {'only we':>8} {'only they':>9} {'CPU s':>7} {'pdfplumber':>10}")
    for index, file in enumerate(files):
        only_we, only_they = amounts(ours[index] - theirs[index]), amounts(theirs[index] - ours[index])
        print(
            f"{amounts(ours[index]):8} {only_we:8} {only_they:9} {our_seconds[index]:7.2f} {their_seconds[index]:10.2f}"
            f"  {Path(file).name}"
        )
    print(f"{sum(map(amounts, ours)):8} {'':18} {sum(our_seconds):7.2f} {sum(their_seconds):10.2f}  all")
    print(f"{'':27} {our_import:7.2f} {their_import:10.2f}  importing the libraries")
    print(f"most memory: {our_memory} MB, pdfplumber {their_memory} MB")


if __name__ == "__main__":
    main()
