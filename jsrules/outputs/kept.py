"""Figures that are known from elsewhere (不改): who says so and why, and whether they can stay as they are."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.model.reconciliation import Contradiction, KeptFigures, NotKeeping, Reconciliation
from jsrules.model.statements import MUST_NOT
from jsrules.outputs.page import Blocks, Paragraph

SHOWN = 8
"""So many are listed before it says how many more there are."""


def compose_kept(found: Reconciliation) -> Blocks:
    """What is kept, and whether that can be."""
    if not found.keeps:
        return []
    fixed = [_named(each) for each in found.keeps if each.weight == MUST_NOT]
    weighed = [_named(each) for each in found.keeps if each.weight != MUST_NOT]
    lines = [
        say("按要求不改：{names}。", "Not to be changed, as asked: {names}.", names=_joined(fixed)) if fixed else "",
        say("改起来算得多的：{names}。", "Changing these counts for more: {names}.", names=_joined(weighed))
        if weighed
        else "",
        *(told_unfit(each, found) for each in found.unfit),
        _undecided(found),
        *(told_not_keeping(each, found) for each in found.not_keeping),
    ]
    return [Paragraph(line) for line in lines if line]


def told_unfit(conflict: Contradiction, found: Reconciliation) -> str:
    """That kept figures cannot all stay: ``不改 甲、丙，别的数怎样改，“合计”也不能成立。``"""
    names = say("、", ", ").join(f"“{each.name}”" for each in conflict.rules)
    return say(
        "不改{cells}，别的数无论怎样改，{rules}都不能成立。",
        "Without changing {cells}, {rules} cannot hold, whatever else is changed.",
        cells=_joined([found.report.cell_path(each) for each in conflict.cells]),
        rules=names,
    )


def told_not_keeping(cost: NotKeeping, found: Reconciliation) -> str:
    """What would be wrong without what is kept: ``不保留总计，只要改 1 个数（保留的话至少要改 32 个）……``."""
    kept = (
        say("至少要改 {n} 个", "at least {n}", n=found.figures)
        if found.status == "partial"
        else say("要改 {n} 个", "{n}", n=found.figures)
    )
    figure = say("1 个数", "1 figure") if cost.figures == 1 else say("{n} 个数", "{n} figures", n=cost.figures)
    if cost.parts > len(found.structure):
        part = (
            say("1 处整块的差错", "1 error of a whole part")
            if cost.parts == 1
            else say("{n} 处整块的差错", "{n} errors of whole parts", n=cost.parts)
        )
        figure = part + (say("、", " and ") + figure if cost.figures else "")
    return say(
        "不保留{names}，只要改 {less}（保留{kept}）：错的很可能就是它。",
        "Without keeping {names}: {less} (keeping it: {kept}). It is likely what is wrong.",
        names=_joined([found.keeps[each].name for each in cost.keeps]),
        less=figure,
        kept=kept,
    )


def _undecided(found: Reconciliation) -> str:
    """That a correction changes kept figures, where it is not proved that one must."""
    proved = {cell.index for conflict in found.unfit for cell in conflict.cells}
    fixed = {cell.index for cell in found.kept} - proved
    changed = [
        found.report.cell_path(suspect.cell)
        for cause in found.causes
        for suspect in cause.corrections[0].suspects
        if suspect.cell.index in fixed
    ]
    if not changed:
        return ""
    return say(
        "改法里有要求不改的{cells}；不改行不行，没有算完。",
        "The correction changes {cells}, which is not to be changed; whether it must is not decided.",
        cells=_joined(changed),
    )


def _named(kept: KeptFigures) -> str:
    return kept_text(kept.name, kept.weight, kept.basis)


def kept_text(name: str, weight: int, basis: str) -> str:
    """Figures that are kept, by their name: ``收入.总计（银行对账单）``."""
    notes = [basis] if basis else []
    if weight != MUST_NOT:
        notes.insert(0, say("改一个算 {n} 个", "each counts as {n}", n=weight))
    return name + (say("（{notes}）", " ({notes})", notes=say("，", ", ").join(notes)) if notes else "")


def _joined(names: list[str]) -> str:
    """The first names, and how many more there are."""
    rest = len(names) - SHOWN
    more = say("，另有 {n} 处", " and {n} more", n=rest) if rest > 0 else ""
    return say("、", ", ").join(names[:SHOWN]) + more
