"""Figures that an author knows from elsewhere: they must not be changed, or changing them is less likely."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.checks.rules import check_sources
from jsrules.engine.evaluate import evaluate
from jsrules.engine.resolved import resolved_rule
from jsrules.model.ground import GroundLinear
from jsrules.model.report import Report

_WEIGHED = re.compile(r"(.+?)\s*[=＝]\s*([1-9]\d{0,2})")

MUST_NOT = 0
"""The weight of a figure that must not be changed."""


def kept_cells(report: Report, given: Sequence[str]) -> dict[int, int]:
    """The weights of figures, by the numbers of their cells: ``总计`` must not be changed, changing ``表[行, 栏]=3`` counts
    as three. Names are those of rules; a sum stands for all that it adds up.

    Raises `InputError` for what is no name of a figure of the report.
    """
    found: dict[int, int] = {}
    for text in given:
        weighed = _WEIGHED.fullmatch(text.strip())
        name, weight = (weighed[1], int(weighed[2])) if weighed else (text.strip(), MUST_NOT)
        cells = _cells(report, name)
        if not cells:
            raise fail(
                "E112",
                say("报告里没有印出“{name}”", "no figure is printed as “{name}” in the report", name=name),
                path="--keep",
                remedy=say(
                    "写法同规则里的名称：总计、表名[行, 栏]、合计(表名[*, 栏])",
                    "names are those of rules: total, table[row, column], sum(table[*, column])",
                ),
            )
        found.update(dict.fromkeys(cells, weight))
    return found


def _cells(report: Report, name: str) -> list[int]:
    source = Source("--keep", f"规则 不改：{name} >= 0\n")
    checked = check_sources([source], report.forms)
    rules = [resolved_rule("keep", [source], each.file, each.variants) for each in checked]
    grounds = (outcome.ground for outcome in evaluate(report, rules))
    return [index for ground in grounds if isinstance(ground, GroundLinear) for index in ground.row.terms]
