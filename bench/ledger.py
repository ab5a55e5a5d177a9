"""What came of each case of a study, kept in a file: a study that was stopped goes on where it was.

A line of JSON for each case. Studies go round their kinds case by case, so that whatever has come by any time is spread
over all of them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

Result = dict[str, "int | float | str"]
"""What came of one case."""

Some = TypeVar("Some")


class Ledger:
    """The cases of a study by their keys; those in the file are not asked again, others are added to it.

    Without a file everything is asked. ``quick``: nothing is asked that is not there, and counts as left out.
    """

    def __init__(self, path: str, *, quick: bool = False) -> None:
        self._path = Path(path) if path else None
        self._quick = quick
        self._known: dict[str, Result] = {}
        if self._path is not None and self._path.exists():
            for line in self._path.read_text(encoding="utf-8").splitlines():
                try:
                    key, result = json.loads(line)
                except ValueError:
                    continue  # the study was stopped while it was written
                self._known[key] = result

    def ask(self, key: str, make: Callable[[], Result]) -> None:
        """See to it that the result of a case is there."""
        if key in self._known or self._quick:
            return
        result = make()
        self._known[key] = result
        if self._path is not None:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps([key, result], ensure_ascii=False) + "\n")

    def results(self, prefix: str, most: int) -> list[Result]:
        """The results of the first ``most`` cases of one kind, those that are there."""
        keys = (f"{prefix} {case}" for case in range(most))
        return [self._known[key] for key in keys if key in self._known]


def in_turns(groups: list[tuple[Some, int]]) -> Iterator[tuple[Some, int]]:
    """The cases of groups of so many each, one of each group by turns, those of small groups early and late alike."""
    every = [(case / count, group, case) for group, (_, count) in enumerate(groups) for case in range(count)]
    for _, group, case in sorted(every):
        yield groups[group][0], case
