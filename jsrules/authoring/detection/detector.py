"""Which mutants the rules notice. What each word means exactly is said in ``spec/mutation.md``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from jsrules.authoring.detection.report_mutants import ReportMutant, reprinted
from jsrules.base.record import Record, replace
from jsrules.engine.parts import Part, Parts
from jsrules.engine.weigh import value_of
from jsrules.model.changes import cell_at, with_amounts, with_cells
from jsrules.model.ground import Ground, GroundCondition, GroundLinear, GroundRatio
from jsrules.model.linear import Linear
from jsrules.model.outcome import Found, Judgement, severity_of
from jsrules.model.report import Report
from jsrules.model.syntax import Compare

MutantStatus = Literal["noticed", "hinted", "survived", "same_amount", "within_rounding", "mended"]
UnnoticedReason = Literal["", "unread", "balanced", "lapsed", "inequality", "condition"]

STATUSES: tuple[MutantStatus, ...] = ("noticed", "hinted", "survived", "same_amount", "within_rounding", "mended")

_ACCUSATION, _HINT, _SAME_AMOUNT, _NOTHING = 3, 2, 1, 0
"""What a part has to say of a mutant that it did not say before."""


class Detection(Record):
    """What became of a mutant: the numbers of the parts that notice it, or else why nothing does."""

    status: MutantStatus
    parts: tuple[int, ...] = ()
    reason: UnnoticedReason = ""


class Detector:
    """Judges mutants of one report."""

    def __init__(self, report: Report, parts: Parts) -> None:
        self.report = report
        self.parts = parts

    def detect(self, mutant: ReportMutant) -> Detection:
        """What becomes of a mutant under the rules."""
        numbers = self.parts.reading(place for place, _ in mutant.changes)
        if not numbers:
            return Detection("survived", reason="unread")
        report = changed(self.report, mutant)
        binder = self.parts.bind(report)
        noticing: list[int] = []
        most = _NOTHING
        silent: list[tuple[Part, tuple[Found, ...]]] = []
        for number in numbers:
            part = self.parts.parts[number]
            found = self.parts.judge(number, binder)
            news = _news(part, found)
            if news == _ACCUSATION:
                noticing.append(number)
            elif news == _NOTHING:
                silent.append((part, found))
            most = max(most, news)
        if noticing:
            return Detection("noticed", tuple(noticing))
        if most == _HINT:
            return Detection("hinted")
        if any(_mends(part, found) for part, found in silent):
            return Detection("mended")
        if most == _SAME_AMOUNT:
            return Detection("same_amount")
        return self._unnoticed(mutant, report, silent)

    def _unnoticed(
        self, mutant: ReportMutant, report: Report, silent: Iterable[tuple[Part, tuple[Found, ...]]]
    ) -> Detection:
        """Why nothing notices a mutant: explained by rounding, or else what its cells go into."""
        indexes = {
            cell.index
            for place, _ in mutant.changes
            for each in (self.report, report)
            if (cell := cell_at(each, place, mutant.statement))
        }
        balances = lapses = bounded = False
        for part, found in silent:
            before = [each for each, _ in part.found if _is_equality(each, indexes)]
            after = [
                each
                for each, judgement in found
                if judgement.verdict in ("pass", "rounding") and _is_equality(each, indexes)
            ]
            if any(_is_moved(self.report, before, report, each) for each in after):
                return Detection("within_rounding")
            balances |= bool(after)
            lapses |= bool(before) and not after
            bounded |= any(isinstance(each, GroundLinear) for each, _ in found)
        if balances:
            return Detection("survived", reason="balanced")
        return Detection("survived", reason="lapsed" if lapses else "inequality" if bounded else "condition")


def changed(report: Report, mutant: ReportMutant) -> Report:
    """The report with a slip in it. A figure in a cell that was blank is of the unit that its column is printed in."""
    if mutant.statement > 1:
        ((place, figure),) = mutant.changes
        cell = cell_at(report, place, mutant.statement)
        assert cell is not None
        assert cell.amount is not None
        assert figure is not None
        return with_cells(report, [replace(cell, amount=reprinted(cell.amount, figure))])
    own = [
        (place, figure, cell.amount if (cell := cell_at(report, place)) else None) for place, figure in mutant.changes
    ]
    of_column = next(amount for _, _, amount in own if amount is not None)
    return with_amounts(
        report,
        {
            place: None if figure is None else reprinted(of_column if amount is None else amount, figure)
            for place, figure, amount in own
        },
    )


def _key(judgement: Judgement) -> tuple[object, ...]:
    return judgement.verdict, judgement.kind, judgement.left, judgement.right, judgement.difference, judgement.reason


def _news(part: Part, found: Iterable[Found]) -> int:
    """The most that a part says that it did not say before."""
    before: set[tuple[object, ...]] | None = None
    most = _NOTHING
    for _, judgement in found:
        if judgement.verdict == "violation":
            news = _HINT if severity_of(part.resolved.info, judgement) == "info" else _ACCUSATION
        elif judgement.verdict == "undetermined":
            news = _HINT
        elif judgement.kind == "same_amount":
            news = _SAME_AMOUNT
        else:
            continue
        if news > most:
            before = before or {_key(each) for _, each in part.found}
            if _key(judgement) not in before:
                most = news
    return most


def _mends(part: Part, found: tuple[Found, ...]) -> bool:
    """Whether a part of a rule is violated less often, and not only because it applies less often."""
    before, after = ([judgement.verdict for _, judgement in each] for each in (part.found, found))
    fewer = after.count("violation") < before.count("violation")
    return fewer and after.count("not_applicable") <= before.count("not_applicable")


def _is_equality(ground: Ground, indexes: set[int]) -> bool:
    """Whether one of the cells goes into a ground identity that says what it should be."""
    if isinstance(ground, GroundLinear):
        return ground.operator in ("=", "==") and any(ground.row.terms.get(index) for index in indexes)
    if isinstance(ground, GroundRatio):
        return ground.cell in indexes or any(
            form.terms.get(index) for form in (ground.numerator, ground.denominator) for index in indexes
        )
    # Neither linear nor a rate: that it was looked at has to do.
    return (
        isinstance(ground, GroundCondition) and isinstance(ground.node, Compare) and ground.node.operator in ("=", "==")
    )


def _is_moved(report: Report, before: list[Ground], other: Report, after: Ground) -> bool:
    """Whether the figures of an identity weigh otherwise than they did: two that are swapped within a sum do not."""
    return _weight(other, after) not in [_weight(report, each) for each in before]


def _weight(report: Report, ground: Ground) -> object:
    if isinstance(ground, GroundLinear):
        return _value(report, ground.row)
    if isinstance(ground, GroundRatio):
        figure = Linear({ground.cell: 1})
        return tuple(_value(report, each) for each in (figure, ground.numerator, ground.denominator))
    return id(ground)


def _value(report: Report, form: Linear) -> tuple[int, int]:
    from math import gcd

    value, _, scale = value_of(report, form)
    divisor = gcd(value, scale)
    return value // divisor, scale // divisor
