"""Figures that prose states several times: what a rule says of each statement.

Imported for reports that have such figures only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from jsrules.engine.agreement import distinct
from jsrules.engine.bind import Binder
from jsrules.model.changes import with_statement
from jsrules.model.form import BlockPlace
from jsrules.model.ground import Ground, Place
from jsrules.model.outcome import Found, Judgement
from jsrules.model.report import Cell
from jsrules.model.statements import Rule
from jsrules.model.syntax import Call, Cells
from jsrules.model.tree import parts, walk


def of_other_statements(
    binder: Binder,
    rule: Rule,
    place: Place,
    found: list[Found],
    judge: Callable[[Binder, Ground], Judgement],
) -> list[Found]:
    """What a rule says at a place once a figure in it is taken from another statement, as far as it says something else
    then of the same identity. One figure is changed at a time; whether statements agree is for a rule of its own.
    """
    used = blocks_of(binder, rule)
    if not looks_at_restated(binder, rule):
        return []
    said = [[_said(judgement)] for _, judgement in found]
    others: list[Found] = []
    for cell in _other_statements(binder, used):
        view = Binder(with_statement(binder.report, cell), binder)
        for number, ground in enumerate(view.bind_at(rule, place)):
            ground.statement = cell.index
            judgement = judge(view, ground)
            if number == len(said):
                said.append([])
            if _said(judgement) not in said[number]:
                said[number].append(_said(judgement))
                others.append((ground, judgement))
    return others


def looks_at_restated(binder: Binder, rule: Rule) -> bool:
    """Whether a rule may say something else of another statement of some figure."""
    return not binder.restated.keys().isdisjoint(blocks_of(binder, rule))


def blocks_of(binder: Binder, rule: Rule) -> frozenset[BlockPlace]:
    """The blocks that a rule looks at in one statement after the other; found once for all of its places."""
    known = binder.blocks.get(id(rule))
    if known is None:
        nodes = list(walk(rule.body, parts))
        itself = any(isinstance(each, Call) and each.function == "consistent" for each in nodes)
        blocks = () if itself else ((each.form, each.block) for each in nodes if isinstance(each, Cells))
        known = binder.blocks[id(rule)] = rule, frozenset(blocks)
    return known[1]


def _said(judgement: Judgement) -> tuple[object, ...]:
    """What makes a verdict another: where something is wrong, by how much."""
    if judgement.verdict not in ("violation", "rounding") and judgement.kind != "not_comparable":
        return (judgement.verdict,)
    return judgement.verdict, judgement.kind, judgement.difference, judgement.allowance


def _other_statements(binder: Binder, used: frozenset[BlockPlace]) -> Iterator[Cell]:
    """The further statements of figures in some blocks, those that are printed as an earlier one left out."""
    report = binder.report
    for block, numbers in binder.restated.items():
        for first in map(report.cells.__getitem__, numbers) if block in used else ():
            if report.cell_at(first.form, first.block, first.row, first.column, first.origin):
                yield from distinct(first)[1:]
