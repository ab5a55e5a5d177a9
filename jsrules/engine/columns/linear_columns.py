"""The verdicts on a linear comparison in many reports: `jsrules.engine.comparisons.judge_linear` in columns."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from jsrules.engine.columns.figures import Column, ColumnSum, Figures, Numbers, sum_of, type_for
from jsrules.engine.columns.verdicts import KIND_CODES, VERDICT_CODES, Codes, Weighed
from jsrules.model.ground import GroundLinear
from jsrules.model.linear import Linear
from jsrules.model.reason import Reason
from jsrules.model.report import Report

Truths = NDArray[np.bool_]

_VIOLATION, _ROUNDING, _PASS = (VERDICT_CODES[each] for each in ("violation", "rounding", "pass"))


def slack_of(report: Report, form: Linear, places: int) -> int:
    """The allowance of a form whose figures are brought to ``places`` decimals, as twice so many units of that."""
    slack = 0
    for index, factor in form.terms.items():
        amount = report.cells[index].amount
        if factor and amount is not None and not amount.exact:
            slack += abs(factor) * 10 ** (places - amount.decimals)
    return slack


def is_constant(ground: GroundLinear) -> bool:
    """Whether a comparison comes to the same whatever its figures are: they cancel, or are all blank."""
    moving = ground.right if ground.tolerance is not None and ground.tolerance.relative else ground.row
    return ground.row.is_constant and moving.is_constant


def not_holding(operator: str, values: Column) -> Truths:
    """Where ``value operator 0`` does not hold."""
    found: Truths
    if operator in ("=", "=="):
        found = values != 0
    elif operator == "<>":
        found = values == 0
    elif operator == "<":
        found = values >= 0
    elif operator == "<=":
        found = values > 0
    elif operator == ">":
        found = values <= 0
    else:
        found = values < 0
    return found


class LinearColumns:
    """Weighs a linear comparison that is not `is_constant`."""

    def __init__(self, report: Report, ground: GroundLinear, places: int) -> None:
        self.ground = ground
        self.sum = ColumnSum(ground.row)
        self._places = places
        self._scale: int = ground.row.denominator * 10**places
        self._same = _same_amount(report, ground, places)
        tolerance = ground.tolerance
        #: The passes are told with their figures, as every other verdict is.
        self.tells_all = tolerance is not None or ground.operator == "=="
        # As ``judge_linear`` has them: the allowance is ``_allowed / _over``, of the right side where it is relative.
        self._allowed, self._over = slack_of(report, ground.row, places), 2 * self._scale
        if tolerance is not None:
            self._allowed, self._over = tolerance.mantissa, 10**tolerance.decimals
        elif ground.operator == "==":
            self._allowed, self._over = 0, 1
        self._is_relative = tolerance is not None and tolerance.relative

    def weigh(self, figures: Figures) -> Weighed | None:
        """What is told of the reports in which it does not hold, or of all; None where it holds in all."""
        values = self.sum.of(figures)
        if not self.tells_all:
            numbers = self._failing(values)
            return self._told(numbers, values[numbers], None) if len(numbers) else None
        numbers = np.arange(figures.count)
        right = sum_of(figures, self.ground.right) if self._is_relative else None
        return self._told(numbers, values, right)

    def failing(self, figures: Figures) -> Numbers:
        """The reports in which it does not hold for the figures as printed."""
        return self._failing(self.sum.of(figures))

    def _failing(self, values: Column) -> Numbers:
        if self.ground.operator != "=":
            return np.flatnonzero(not_holding(self.ground.operator, values))
        return np.flatnonzero(values) if np.count_nonzero(values) else np.zeros(0, np.intp)

    def _told(self, numbers: Numbers, values: Column, right: Column | None) -> Weighed:
        operator = self.ground.operator
        sizes = np.abs(values)
        allowances: Column | int = self._allowed
        over = self._over
        if right is not None:
            allowances, over, explained, boundary = self._relative(sizes, right)
        else:
            # |value| / scale against allowed / over, so |value| against a whole number.
            limit, rest = divmod(self._allowed * self._scale, self._over)
            explained = sizes <= _within(limit if not self._is_strict or rest else limit - 1, sizes)
            if not self._is_strict and not self._allowed:
                explained[:] = False
            boundary = sizes == _equal(limit if not rest else -1, sizes)
        verdicts: Codes = np.where(explained, np.uint8(_ROUNDING), np.uint8(_VIOLATION))
        kinds: Codes = np.zeros(len(numbers), np.uint8)
        if operator == "=" and self.ground.tolerance is None:
            same = sizes == _equal(self._same, sizes)
            kinds[explained & boundary] = KIND_CODES["boundary"]
            kinds[explained & same] = KIND_CODES["same_amount"]
        if self.tells_all:
            holding = ~not_holding(operator, values)
            verdicts[holding] = _PASS
            kinds[holding] = 0
        reason = Reason("tolerance") if self.ground.tolerance is not None else None
        return Weighed(numbers, verdicts, kinds, values, self._scale, allowances, over, reason)

    @property
    def _is_strict(self) -> bool:
        return self.ground.operator in ("<", ">", "<>")

    def _relative(self, sizes: Column, right: Column) -> tuple[Column, int, Truths, Truths]:
        """The allowances of a relative tolerance, what they are over, which differences they explain, and which lie
        at the limit.
        """
        over = self._over * self.ground.right.denominator * 10**self._places
        greatest = max((int(each.max()) for each in (sizes, np.abs(right)) if len(each)), default=0)
        kind = type_for(max(1, greatest) * max(over, self._allowed * self._scale))
        allowances = np.abs(right).astype(kind) * self._allowed
        left, limit = sizes.astype(kind) * over, allowances * self._scale
        explained = left < limit if self._is_strict else (left <= limit) & (allowances > 0)
        return allowances, over, explained, left == limit


def _within(limit: int, sizes: Column) -> int:
    """A limit that sizes are at most, made small enough to be compared with them."""
    return limit if sizes.dtype == np.object_ else max(-1, min(limit, int(np.iinfo(sizes.dtype).max)))


def _equal(size: int, sizes: Column) -> int:
    """A size that others may be equal to, -1 where they are too small for it."""
    return size if sizes.dtype == np.object_ or size <= int(np.iinfo(sizes.dtype).max) else -1


def _same_amount(report: Report, ground: GroundLinear, places: int) -> int:
    """By how much the form misses 0 where two printed figures of equal decimals differ by one last place; -1 where it
    is of anything else.
    """
    terms = [(report.cells[index].amount, factor) for index, factor in ground.row.terms.items() if factor]
    if ground.row.constant or len(terms) != 2 or terms[0][1] + terms[1][1]:
        return -1
    (one, factor), (other, _) = terms
    if one is None or other is None or one.decimals != other.decimals or one.exact or other.exact:
        return -1
    return int(abs(factor) * 10 ** (places - one.decimals))
