"""What a report does not state accuses nobody: whatever is removed from the real report, no rule becomes a violation
that was none before, no figure is suspected that stands in no finding on the whole report (which of two that differ
is wrong may be seen from what was removed), and what is said of it stays short.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.checking import REAL_REPORT

from jsrules.model.result import Result
from jsrules.outputs.compose import Told
from jsrules.outputs.terminal import Terminal
from jsrules.outputs.text import compose_result
from jsrules.verification.verifier import Verifier

LINES = REAL_REPORT.read_text("utf-8").splitlines(keepends=True)

DISCLOSURE = frozenset(("须有公开的表", "有来访人次须有团组", "接待须有团组", "接待须有人次"))
"""Rules that want to see something stated (存在): they tell what is not."""

SECONDS, EVERY = 5, 8
"""How long is looked for the figures that are wrong, and in which of the reports: it is what takes time."""

LONGER_AT_MOST = 25
"""So many lines more may be said of a report of which a part was removed."""


def heads(lines: list[str], indent: int, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The entries of a mapping: the lines where each begins and ends."""
    found = [n for n in range(start, end) if re.match(rf" {{{indent}}}[^ #\n]", lines[n])]
    yield from zip(found, [*found[1:], end], strict=True)


def cuts() -> Iterator[tuple[str, list[str]]]:
    """The report up to every 20th line. A title without anything below it goes, too: it would be an empty table."""
    for end in range(20, len(LINES), 20):
        kept = LINES[:end]
        while re.fullmatch(r"\s*(#.*|[^\[\]]+:|栏: \[.*\])?\s*", kept[-1]):
            kept.pop()
        yield f"up to {len(kept)}", kept


def parts() -> Iterator[tuple[str, list[str]]]:
    """The report without each table and section, and each block of tables."""
    for start, end in heads(LINES, 0, 0, len(LINES)):
        title = LINES[start].strip()
        if end - start > 1:
            yield title, LINES[:start] + LINES[end:]
        if title == "情况说明:" or re.match(r" {2}(收入|人员经费):\n", LINES[start + 1]):
            for inner, last in heads(LINES, 2, start + 1, end):
                yield f"{title} {LINES[inner].strip()}", LINES[:inner] + LINES[last:]


def columns() -> Iterator[tuple[str, list[str]]]:
    """The report without each column that a table lists."""
    for at, line in enumerate(LINES):
        listed = re.match(r"\s*栏: \[(.*)\]", line)
        for number in range(len(listed[1].split(", ")) if listed else 0):
            kept = list(LINES)
            for n in [at, *range(at + 2, len(LINES))]:
                row = re.match(r"(\s+.*?: +\[)(.*)(\]\n)", LINES[n])
                if row is None:
                    break
                items = re.findall(r'"[^"]*"|[^,\s"][^,]*', row[2])
                kept[n] = row[1] + ", ".join(items[:number] + items[number + 1 :]) + row[3]
            yield f"{at + 1} {number + 1}", kept


def above_totals() -> Iterator[tuple[str, list[str]]]:
    """The report without all of the rows above each total of a block, while what stands below the total is kept."""
    for at, line in enumerate(LINES):
        total = re.match(r"(\s+)(\S*合计):", line)
        start = at
        while total is not None and re.match(rf"{total[1]}\S", LINES[start - 1]):
            start -= 1
        if start < at:
            yield f"{at + 1} {line.strip()}", LINES[:start] + LINES[at:]


@pytest.fixture(scope="module")
def verifier() -> Verifier:
    return Verifier()


def verified(verifier: Verifier, lines: list[str], folder: Path, reconcile: int = 0) -> Result:
    file = folder / "report.yaml"
    file.write_text("".join(lines), "utf-8")
    return verifier.verify(str(file), reconcile=reconcile)


def violations(result: Result) -> set[tuple[str, str]]:
    return {(each.rule.name, each.verdict) for each in result.outcomes if each.verdict == "violation"}


def suspects(result: Result) -> set[str]:
    assert result.report is not None
    causes = result.reconciliation.causes if result.reconciliation is not None else []
    found = (each for cause in causes for way in cause.corrections for each in way.suspects)
    return {result.report.cell_path(each.cell) for each in found}


def in_findings(result: Result) -> set[str]:
    """The figures that stand in a violation or rounding difference."""
    assert result.report is not None
    found = [each for each in result.outcomes if each.verdict in ("violation", "rounding")]
    return {result.report.cell_path(term.cell) for each in found for term in Told(result.report, each).terms}


def length(result: Result) -> int:
    return len(Terminal().write(compose_result(result)).splitlines())


@pytest.mark.parametrize("removed", [cuts, parts, columns, above_totals])
def test_what_is_removed_accuses_nobody(removed: object, verifier: Verifier, tmp_path: Path) -> None:
    assert callable(removed)
    whole = verified(verifier, LINES, tmp_path)
    before, suspected, lines = violations(whole), suspects(verified(verifier, LINES, tmp_path, SECONDS)), length(whole)
    assert suspected, "the report has errors"
    facing = in_findings(whole)
    for number, (name, kept) in enumerate(removed()):
        result = verified(verifier, kept, tmp_path)
        assert result.report is not None, (name, [each.message for each in result.diagnostics])
        found = {each for each in violations(result) if each[0] not in DISCLOSURE}
        assert found <= before, (name, found - before)
        if number % EVERY == 0:
            found_now = suspects(verified(verifier, kept, tmp_path, SECONDS))
            assert found_now <= suspected | facing, (name, found_now - suspected)
        assert length(result) <= lines + LONGER_AT_MOST, (name, length(result), lines)
