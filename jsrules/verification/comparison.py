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
    """A verdict that differs; ``before`` or ``after`` is empty where the rule said nothing at this place.

    Without a ``rule`` the report itself, which only one of the two can read: they are `READABLE` and `UNREADABLE` then,
    and ``where`` says why.
    """

    report: str
    rule: str
    where: str
    before: str
    after: str


READABLE, UNREADABLE = "readable", "unreadable"


def compare_verdicts(
    old: Verifier, new: Verifier, reports: Sequence[str], step: Callable[[], None] = lambda: None
) -> Iterator[VerdictChange]:
    """Every verdict that differs, in the order of reports, rules and places. What neither can read is left out.

    Raises `InputError` for mistakes in the rules.
    """
    for path in reports:
        results = old.verify(path), new.verify(path)
        step()
        if (results[0].report is None) != (results[1].report is None):
            yield _unreadable(path, *results)
            continue
        before, after = map(_verdicts, results)
        _pair(before, after)
        for place in dict.fromkeys((*before, *after)):
            one, two = before.get(place, ""), after.get(place, "")
            if one != two and {one, two} != {"", "not_applicable"}:
                rule, table, row, column, _ = place
                where = " · ".join(part for part in (table, row, column) if part)
                yield VerdictChange(path, rule, where, one, two)


def _unreadable(path: str, before: Result, after: Result) -> VerdictChange:
    """A report that one of two cannot read, and the first of the reasons."""
    words = [UNREADABLE if each.report is None else READABLE for each in (before, after)]
    errors = [each for result in (before, after) if result.report is None for each in result.diagnostics]
    first = next((each for each in errors if each.severity == "error"), None)
    return VerdictChange(path, "", f"[{first.code}] {first.message}" if first is not None else "", *words)


def _pair(before: dict[OutcomePlace, str], after: dict[OutcomePlace, str]) -> None:
    """What a rule said of one place before, and now says of another: a row has another name, or what it needs is not
    stated any more, so that it speaks of the table. It stands at the place of before where nothing else can be meant.
    """
    gone = [place for place in before if place not in after]
    come = [place for place in after if place not in before]
    for alike in (_rule_and_column, _rule):
        for place in gone:
            now = [each for each in come if alike(each) == alike(place)]
            if len(now) == 1 == sum(alike(each) == alike(place) for each in gone) and place not in after:
                after[place] = after.pop(now[0])
                come.remove(now[0])


def _rule_and_column(place: OutcomePlace) -> tuple[str, ...]:
    rule, table, _, column, _ = place
    return rule, table, column


def _rule(place: OutcomePlace) -> tuple[str, ...]:
    return place[:1]


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
