"""Two versions of a pack on the same reports: every verdict that differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from jsrules.base.record import Record
from jsrules.engine.measure import where_of
from jsrules.model.result import Result
from jsrules.verification.verifier import Verifier

OutcomePlace = tuple[str, str, str, str, int]
"""Rule, table, row, column, and which of several outcomes there."""


class VerdictChange(Record):
    """A verdict that differs; ``before`` or ``after`` is empty where the rule said nothing at this place."""

    report: str
    rule: str
    where: str
    before: str
    after: str


def compare_verdicts(
    old: Verifier, new: Verifier, reports: Sequence[str], step: Callable[[], None] = lambda: None
) -> Iterator[VerdictChange]:
    """Every verdict that differs, in the order of reports, rules and places. What cannot be read is left out by both.

    Raises `InputError` for mistakes in the rules.
    """
    for path in reports:
        before, after = _verdicts(old.verify(path)), _verdicts(new.verify(path))
        step()
        for place in dict.fromkeys((*before, *after)):
            one, two = before.get(place, ""), after.get(place, "")
            if one != two and {one, two} != {"", "not_applicable"}:
                rule, table, row, column, _ = place
                where = " · ".join(part for part in (table, row, column) if part)
                yield VerdictChange(path, rule, where, one, two)


def _verdicts(result: Result) -> dict[OutcomePlace, str]:
    found: dict[OutcomePlace, str] = {}
    counts: dict[tuple[str, ...], int] = {}
    for outcome in result.outcomes:
        assert result.report is not None
        where = where_of(result.report, outcome.shown)
        key = outcome.rule.identifier, where.table, where.row, where.column
        counts[key] = counts.get(key, -1) + 1
        found[*key, counts[key]] = outcome.verdict
    return found
