"""Figures that somebody knows from elsewhere: rule files say so (不改), or whoever asks (``--keep``)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.base.names import did_you_mean
from jsrules.base.record import replace
from jsrules.base.source import Source
from jsrules.checks.rules import examined
from jsrules.engine.applicability import outside
from jsrules.engine.ranges import NoAnswer
from jsrules.engine.reach import Reach
from jsrules.engine.resolved import ResolvedKeep
from jsrules.model.ground import Place
from jsrules.model.origins import SUBORDINATES
from jsrules.model.reconciliation import KeptFigures, KeptPlace
from jsrules.model.report import Report
from jsrules.model.statements import MUST_NOT, Applies
from jsrules.model.syntax import Cells, Existing, Expression, Unknown

_WEIGHED = re.compile(r"(.+?)\s*[=＝]\s*([1-9]\d{0,2})")
_GIVEN = "不改 "


def kept_figures(
    report: Report, stated: Sequence[tuple[Sequence[ResolvedKeep], Sequence[Applies]]], given: Sequence[str]
) -> list[KeptFigures]:
    """What is kept in a report: as its rule files state it, each with what they are for, and as it is given besides:
    ``总计`` must not be changed, changing ``表[行, 栏]=3`` counts as three. Names are those of rules.

    What rule files keep and the report does not have is left out. Raises `InputError` for what is given and is no name
    of a figure of the report.
    """
    reach = Reach(report)
    found: list[KeptFigures] = []
    for keeps, conditions in stated:
        for each in keeps:
            keep = each.keep
            if outside(report, (*conditions, *keep.applies)) is None:
                places = tuple(_places(reach, keep.names))
                if places:
                    found.append(KeptFigures(each.text, places, keep.weight, keep.basis, each.source, keep.span))
    return found + [_given(reach, text) for text in given]


def _given(reach: Reach, text: str) -> KeptFigures:
    weighed = _WEIGHED.fullmatch(text.strip())
    name, weight = (weighed[1], int(weighed[2])) if weighed else (text.strip(), MUST_NOT)
    source = Source("--keep", f"{_GIVEN}{name}\n")
    names = [name for each in examined([source], reach.report.forms)[1].keeps for name in each.keep.names]
    places = tuple(_places(reach, names))
    if not any(place.holds(cell) for place in places for cell in reach.report.cells):
        raise fail(
            "E112",
            say("报告里没有印出“{name}”", "no figure is printed as “{name}” in the report", name=name),
            path="--keep",
            remedy=did_you_mean([each for name in names if isinstance(name, Unknown) for each in name.near])
            or say(
                "写法同规则里的名称：总计、表名[行, 栏]、表名[*, 栏]、表名",
                "names are those of rules: total, table[row, column], table[*, column], table",
            ),
        )
    return KeptFigures(name, places, weight)


def _places(reach: Reach, names: Sequence[Expression]) -> Iterator[KeptPlace]:
    """The places of names that a report has."""
    for node in names:
        if isinstance(node, Cells | Existing):
            try:
                origins = reach.units() if node.origin == SUBORDINATES else range(node.origin, node.origin + 1)
                for origin in origins:
                    yield _place(reach, replace(node, origin=origin))
            except NoAnswer:
                continue  # there is no such table


def _place(reach: Reach, node: Cells | Existing) -> KeptPlace:
    origins = range(node.origin, node.origin + 1)
    if isinstance(node, Existing):
        return KeptPlace(origins, node.form, node.block)
    rows = frozenset(reach.key_like(node, key) for key in reach.keys(node, Place()))
    return KeptPlace(origins, node.form, node.block, rows, reach.columns(node, Place()))
