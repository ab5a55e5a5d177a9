"""Reading published PDFs: amounts in tables, CPU time and memory, beside pdfplumber in the same run.

    python bench/documents.py [folder of PDFs, or PDF]
    python bench/documents.py --drawn 40

Each reader works through all files in a process of its own, so that memory and imports are its own; ours starts another for
each file, which counts. Rows are compared by page and amounts; what only one of them has is counted, not judged.

``--drawn`` draws so many reports instead, of the shipped form sets and with any figures, in the ways that producers draw
them: there it is known what each cell says, and the cells that each reader has right are counted. Last come whole
commands, `import` and `verify`, on long documents. Asserts nothing.
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
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

LEAST_PAGES = 25
"""Whole commands are timed on documents as long as departments publish."""

Row = tuple[int, tuple[str, ...]]


def measure(reader: str, paths: list[str], drawn: bool) -> None:
    """Read the files and hand over seconds, rows (or cells) by file and the most memory, on standard output."""
    seconds: list[float] = []
    found: list[Any] = []
    began = used()
    from support.second_reader import our_cells, our_rows, their_cells, their_rows

    if reader == "jsrules":
        from jsrules.readers.documents.open_document import open_document
    else:
        import_module("pdfplumber")
    imported = used() - began
    for path in paths:
        start = used()
        if reader == "jsrules":
            document = open_document(path)
            found.append(our_cells(document) if drawn else our_rows(document))
        else:
            found.append(their_cells(Path(path)) if drawn else their_rows(Path(path)))
        seconds.append(used() - start)
    users = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    memory = sum(resource.getrusage(who).ru_maxrss for who in users) // 1024
    sys.stdout.buffer.write(pickle.dumps((imported, seconds, found, memory)))


def used() -> float:
    """Seconds of processor time of this process and of those that it had work for it."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def say(what: str) -> None:
    """Progress, on standard error."""
    print(f"… {what}", file=sys.stderr, flush=True)


def run(reader: str, paths: list[str], drawn: bool = False) -> tuple[float, list[float], list[Any], int]:
    """Measure in a process of its own."""
    say(f"{reader} reads {len(paths)} documents")
    command = [sys.executable, __file__, "--reader", reader, *(["--drawn", "1"] if drawn else []), *paths]
    done = subprocess.run(command, capture_output=True, check=True)
    result: tuple[float, list[float], list[Any], int] = pickle.loads(done.stdout)
    return result


def amounts(rows: Counter[Row]) -> int:
    """How many amounts these rows hold."""
    return sum(len(texts) * count for (_, texts), count in rows.items())


def draw(count: int, folder: Path) -> tuple[list[str], list[dict[tuple[int, int, int, int], str]]]:
    """So many reports as PDF, each with the cells that it was drawn from."""
    from random import Random

    from support.drawn_reports import DrawnReport
    from support.drawn_tables import STYLES
    from support.produced import Manner, paged, pdf_of

    chance = Random(count)
    files, cells = [], []
    for number in range(count):
        say(f"drawing {number + 1} of {count}")
        report = DrawnReport(
            chance.choice([2018, 2021, 2024]), chance.choice(["", "上海市", "四川省"]), number, chance.random() < 0.5, 1
        )
        style = chance.choice([each for each in STYLES if each != "white on shade"])
        manner = Manner(
            style, chance.choice([300, 700]), *(chance.random() < 0.5 for _ in range(2)), chance.choice([0, 0, 90])
        )
        laid = report.laid
        pages = [part for table in laid.tables for part in paged(table, manner)]
        # The first page is the cover.
        cells.append(
            {
                (page, 0, row, column): text
                for page, part in enumerate(pages, 2)
                for row, column, _, _, text in part.cells()
                if text
            }
        )
        files.append(str(folder / f"{number}.pdf"))
        Path(files[-1]).write_bytes(pdf_of(laid, manner))
    return files, cells


def compare_drawn(count: int) -> None:
    """Draws reports and counts the cells that each reader has right."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        files, due = draw(count, Path(folder))
        results = [(name, run(name, files, drawn=True)) for name in ("jsrules", "pdfplumber")]
        # Figures drawn at random agree with nothing: to look for what explains that would take all the time it may.
        whole_commands(files[:1], 0, "--no-reconcile")
    all_cells = sum(map(len, due))
    print(f"{count} drawn reports, {all_cells} cells that are not blank")
    print(f"{'':12} {'right':>8} {'wrong':>8} {'more':>8} {'CPU s':>8} {'MB':>6}")
    for name, (imported, seconds, found, memory) in results:
        right = sum(
            own.get(place) == text for own, wanted in zip(found, due, strict=True) for place, text in wanted.items()
        )
        more = sum(place not in wanted for own, wanted in zip(found, due, strict=True) for place in own)
        print(f"{name:12} {right:8} {all_cells - right:8} {more:8} {imported + sum(seconds):8.2f} {memory:6}")


def whole_commands(files: list[str], least: int, *options: str) -> None:
    """The processor time of whole commands on files of at least so many pages, the best of three runs; ``options`` are
    those of `verify`.
    """
    from pypdfium2 import PdfDocument

    def best(*command: str) -> float:
        times = []
        for turn in range(3):
            say(f"{command[0]} {Path(command[1]).name}, run {turn + 1} of 3")
            start = used()
            subprocess.run([sys.executable, "-m", "jsrules", *command], capture_output=True, check=False, cwd=ROOT)
            times.append(used() - start)
        return min(times)

    for file in files:
        path = str(Path(file).resolve())
        pages = len(PdfDocument(path))
        if pages >= least:
            print(
                f"whole commands: import {best('import', path):.2f}, verify {best('verify', path, *options):.2f} CPU s"
                f"  {Path(file).name}, {pages} pages"
            )


def main() -> None:
    """Both readers, one after the other, and a line for each file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reader", choices=["jsrules", "pdfplumber"])
    parser.add_argument("--drawn", type=int, default=0, metavar="COUNT")
    parser.add_argument("paths", nargs="*", default=[str(ROOT.parent / "shared" / "documents")])
    options = parser.parse_args()
    if options.reader:
        measure(options.reader, options.paths, bool(options.drawn))
        return
    if options.drawn:
        compare_drawn(options.drawn)
        return
    folders = [Path(path) for path in options.paths]
    files = [str(file) for path in folders for file in (sorted(path.rglob("*.pdf")) if path.is_dir() else [path])]
    if not all(Path(file).is_file() for file in files) or not files:
        parser.error("there is no PDF in these folders; --drawn 20 draws some")
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
    whole_commands(files, LEAST_PAGES)


if __name__ == "__main__":
    main()
