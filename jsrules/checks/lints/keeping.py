"""W319: a figure that is kept twice, or with two weights."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.diagnostic import Diagnostic, Label
from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.checks.keeps import CheckedKeep
from jsrules.checks.lints.run import Linted, is_allowed
from jsrules.model.statements import MUST_NOT, Applies, Keep
from jsrules.model.syntax import Expression


def lint_keeps(sources: Sequence[Source], keeps: Sequence[CheckedKeep]) -> Linted:
    """Names that a statement before keeps already, for the same reports."""
    found: list[Diagnostic] = []
    silenced = 0
    seen: dict[tuple[Expression, tuple[Applies, ...]], CheckedKeep] = {}
    for each in keeps:
        for name in each.keep.names:
            first = seen.setdefault((name, each.keep.applies), each)
            if first is not each:
                diagnostic = _twice(sources, first, each)
                if is_allowed(each.written.allowed, diagnostic):
                    silenced += 1
                else:
                    found.append(diagnostic)
                break
    return Linted(found, silenced)


def _twice(sources: Sequence[Source], first: CheckedKeep, each: CheckedKeep) -> Diagnostic:
    one, two = first.written, each.written
    if one.weight == two.weight:
        message = say("这里的数前面已经写了不改", "what is kept here is kept already")
        remedy = say("删去一处", "remove one of them")
    else:
        message = say(
            "同一个数有两个权重：{one}，{two}；按严的算",
            "one figure has two weights: {one}, {two}; the stricter one counts",
            one=_weight(one),
            two=_weight(two),
        )
        remedy = say("只留一处", "keep one of them")
    labels = (Label(sources[each.file], two.span), Label(sources[first.file], one.span, say("前面的", "the first")))
    return Diagnostic("W319", message, labels, remedy=remedy)


def _weight(keep: Keep) -> str:
    return say("不改", "not to be changed") if keep.weight == MUST_NOT else str(keep.weight)
