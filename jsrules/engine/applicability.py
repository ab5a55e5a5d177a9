"""Whether rules are for a report: its fiscal year, region and kind of unit (适用)."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.names import is_like
from jsrules.base.years import holds_year
from jsrules.model.ground import Place, Unbound
from jsrules.model.reason import Reason, Subject
from jsrules.model.report import Report
from jsrules.model.statements import Applicability, Applies

_ENTRIES: dict[Applicability, str] = {"year": "年度", "region": "地区", "kind": "单位性质"}


def outside(report: Report, conditions: Iterable[Applies]) -> Unbound | None:
    """Why rules under these conditions say nothing about a report; None when they are for it.

    Every condition must hold; of a condition's values one must fit. What the report's head does not give cannot be
    decided.
    """
    unknown: Unbound | None = None
    for condition in conditions:
        entry = Subject("entry", name=_ENTRIES[condition.kind])
        is_year = condition.kind == "year" and report.year is not None
        found = str(report.year) if is_year else report.entry(entry.name)
        if not found:
            unknown = unknown or Unbound(Place(), Reason("unknown_scope", entry))
        elif not any(_fits(condition.kind, found, value) for value in condition.values):
            return Unbound(Place(), Reason("other_reports", entry, condition.values))
    return unknown


def scope_of(report: Report) -> tuple[int | None, *tuple[str | None, ...]]:
    """What of a report's head decides which rules are for it."""
    return report.year, *map(report.entry, _ENTRIES.values())


def _fits(kind: str, found: str, value: str) -> bool:
    return holds_year(value, int(found)) if kind == "year" else is_like(found, value)
