"""Whether rules are for a report: its fiscal year, region and kind of unit (适用)."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.language import say
from jsrules.base.names import is_like
from jsrules.model.ground import Place, Unbound
from jsrules.model.report import Report
from jsrules.model.syntax import Applies

_ENTRIES = {"region": "地区", "kind": "单位性质"}


def outside(report: Report, conditions: Iterable[Applies]) -> Unbound | None:
    """Why rules under these conditions say nothing about a report; None when they are for it.

    Every condition must hold; of a condition's values one must fit. What the report's head does not give cannot be
    decided.
    """
    unknown: Unbound | None = None
    for condition in conditions:
        name = _ENTRIES.get(condition.kind, "年度")
        wanted = "、".join(condition.values)
        found = str(report.year) if condition.kind == "year" and report.year is not None else report.entry(name)
        if not found:
            what = say("报告.{name}", "report.{name}", name=name)
            reason = say(
                "缺“{what}”，不知道是否适用", "“{what}” is absent: it is not known whether it applies", what=what
            )
            unknown = unknown or Unbound(Place(), reason, what)
        elif not any(_fits(condition.kind, found, value) for value in condition.values):
            reason = say("只适用于{name} {wanted}", "only for {name} {wanted}", name=name, wanted=wanted)
            return Unbound(Place(), reason)
    return unknown


def _fits(kind: str, found: str, value: str) -> bool:
    if kind != "year":
        return is_like(found, value)
    first, dots, last = value.partition("..")
    if not dots:
        return found == value
    return (not first or int(first) <= int(found)) and (not last or int(found) <= int(last))
