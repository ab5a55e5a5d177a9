"""Which tests reach which lines of our own code, and how long each takes: what bench/mutants.py chooses its tests by."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import coverage
import pytest

LOADED = "ignore:Module already imported:pytest.PytestAssertRewriteWarning"

ARGUMENTS = ("-q", "-n0", "-p", "no:cacheprovider", "-W", LOADED)

FIRST_SECONDS = 4
"""So long the quickest tests of a slip take that run first, before the others are even read."""


class Reached:
    """The tests of a tree: their seconds, and which of them come by each line of its code."""

    def __init__(self, seconds: dict[str, float], lines: dict[str, dict[int, list[int]]]) -> None:
        self.seconds = seconds
        self._names = list(seconds)
        self._lines = lines

    def by(self, path: Path, lines: Iterable[int]) -> list[str]:
        """The tests that come by any of these lines, the quickest first; all that come by the file where none does, since
        those lines are read as it is loaded.
        """
        known = self._lines.get(path.as_posix(), {})
        found = {test for line in lines for test in known.get(line, [])}
        found = found or {test for tests in known.values() for test in tests}
        return sorted((self._names[each] for each in found), key=lambda each: (self.seconds[each], each))

    def stages(self, tests: list[str]) -> Iterator[tuple[list[str], float]]:
        """Quick tests and the rest, each with the seconds that they take."""
        first: list[str] = []
        taken = 0.0
        for each in tests:
            if taken + self.seconds[each] > FIRST_SECONDS:
                break
            taken += self.seconds[each]
            first.append(each)
        rest = tests[len(first) :]
        if first:
            yield first, taken
        if rest:
            yield rest, sum(self.seconds[each] for each in rest)


class Chosen:
    """Lets pytest run some tests alone, in their order."""

    def __init__(self, tests: list[str]) -> None:
        self.places = {each: place for place, each in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """What is left of those found."""
        items[:] = [each for each in items if each.nodeid in self.places]
        items.sort(key=lambda each: self.places[each.nodeid])


class Share:
    """Lets pytest run every how manyth test alone."""

    def __init__(self, number: int, of: int) -> None:
        self.number = number
        self.of = of

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """What is left of those found."""
        items[:] = items[self.number :: self.of]


class _Watch:
    def __init__(self, measured: coverage.Coverage) -> None:
        self.measured = measured
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.measured.switch_context(item.nodeid)
        start = time.monotonic()
        yield
        self.seconds[item.nodeid] = time.monotonic() - start
        self.measured.switch_context("")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)


def watch(home: Path, tests: list[str], kept: Path, share: Share) -> int:
    """Run a share of the tests of a tree, which is the current folder, and keep in a file what they reach; how many of
    them fail.
    """
    measured = coverage.Coverage(data_file=None, source=[str(home / "jsrules")], config_file=False)
    watcher = _Watch(measured)
    measured.start()
    code = int(pytest.main([*ARGUMENTS, *tests], plugins=[watcher, share]))
    measured.stop()
    numbers = {name: number for number, name in enumerate(watcher.seconds)}
    data, lines = measured.get_data(), {}
    for path in data.measured_files():
        by_line = data.contexts_by_lineno(path)
        lines[Path(path).relative_to(home).as_posix()] = {
            line: sorted(numbers[each] for each in contexts if each) for line, contexts in by_line.items()
        }
    kept.write_text(json.dumps({"seconds": watcher.seconds, "lines": lines}), "utf-8")
    return len(watcher.failed) or (code if code not in (0, 1) else 0)


def read(files: Iterable[Path]) -> Reached:
    """What `watch` has kept, share by share."""
    seconds: dict[str, float] = {}
    lines: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for each in files:
        found = json.loads(each.read_text("utf-8"))
        first = len(seconds)
        seconds |= found["seconds"]
        for path, by_line in found["lines"].items():
            for line, tests in by_line.items():
                lines[path][int(line)] += [first + test for test in tests]
    return Reached(seconds, lines)


def fingerprint(home: Path, tests: list[str]) -> str:
    """What tells a tree, and the tests chosen, from another."""
    digest = hashlib.sha256(json.dumps(tests).encode())
    for folder, folders, files in os.walk(home):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        for name in sorted(files):
            path = Path(folder, name)
            digest.update(f"{path.relative_to(home)}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
