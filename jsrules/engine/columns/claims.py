"""A ground identity that is judged in columns, and when the engine itself has to be asked."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from jsrules.base.record import replace
from jsrules.engine.bind import Binder
from jsrules.engine.columns.figures import ColumnSum, Figures, Numbers
from jsrules.engine.columns.linear_columns import LinearColumns, Truths, is_constant
from jsrules.engine.columns.ratio_columns import not_as_printed
from jsrules.engine.columns.verdicts import KIND_CODES, VERDICT_CODES, JudgedColumn, Weighed
from jsrules.engine.evaluate import faces_number
from jsrules.engine.lacking import has_lists
from jsrules.engine.planned import judged_anew
from jsrules.model.factors import factors_in
from jsrules.model.ground import Ground, GroundCondition, GroundLinear, GroundRatio
from jsrules.model.outcome import Judgement, RuleInfo
from jsrules.model.syntax import Compare

Asker = Callable[[int, JudgedColumn], None]
"""Takes the number of a report of which the engine is to say itself what a ground identity comes to.
"""

_VIOLATION, _ROUNDING, _PASS = (VERDICT_CODES[each] for each in ("violation", "rounding", "pass"))


class ColumnClaim:
    """A ground identity of a rule, which is the same in all reports of a group, or of a part of it.

    Of one that is judged as a whole by what conditions come to, it holds whatever ``judgement`` that gave.
    """

    def __init__(self, binder: Binder, rule: RuleInfo, ground: Ground, places: int) -> None:
        self.rule = rule
        self.ground = ground
        self._usual = Judgement("pass")
        self._rounded: Judgement | None = None
        self._linear: LinearColumns | None = None
        self._asks_all = self._asks_violations = False
        if isinstance(ground, GroundLinear) and not is_constant(ground):
            self._linear = LinearColumns(binder.report, ground, places)
        elif not isinstance(ground, GroundRatio):
            self._judge_once(binder)
            return
        self._asks_violations = _is_value_asked(binder, rule, ground)
        if binder.report.forms.inferred:
            self._doubt(binder)

    def _judge_once(self, binder: Binder) -> None:
        """A ground identity on which no figure has an influence, but for what comparisons in a condition come to."""
        self._usual = judged_anew(binder, self.rule, self.ground).judgement
        ground = self.ground
        if isinstance(ground, GroundCondition):
            compares = isinstance(ground.node, Compare) and not _is_of_texts(binder, ground)
            self._ask_all(compares or (self.rule.comparable and has_lists(ground)))

    def _ask_all(self, asks: bool) -> None:
        """Have the engine say of each report what it comes to."""
        self._asks_all = asks
        if asks:
            self._usual = Judgement("pass")  # until that is said, nothing is found

    def _doubt(self, binder: Binder) -> None:
        """What is to be said, in a report without a form set, of a figure that may not be what it seems."""
        from jsrules.engine.doubts import doubt_of

        if binder.has_counts or faces_number(self.ground):
            doubt = doubt_of(binder, self.ground, Judgement("pass"))
            self._usual = Judgement.without(doubt) if doubt is not None else self._usual
        doubt = doubt_of(binder, self.ground, Judgement("rounding"))
        self._rounded = Judgement.without(doubt) if doubt is not None else None

    def judge(self, figures: Figures, among: Numbers | None, ask: Asker) -> JudgedColumn:
        """The verdicts on all reports of a group, or on those ``among``; ``figures`` are those of these."""
        found = JudgedColumn(self.rule, self.ground, self._usual, among)
        numbers: Numbers | range = range(figures.count)
        if self._linear is not None and not self._asks_all:
            found.weighed = self._weighed(self._linear, figures, among, found)
            numbers = self._doubtful(found)
        elif isinstance(self.ground, GroundRatio) and not self._asks_all:
            numbers = not_as_printed(figures, self.ground)
            numbers = numbers if among is None else among[numbers]
        elif not self._asks_all:
            return found
        elif among is not None:
            numbers = among
        for number in numbers:
            ask(int(number), found)
        return found

    @property
    def must_be_zero(self) -> ColumnSum | None:
        """What is 0 in all reports in which nothing is found, if the ground identity says just that of figures."""
        if self._linear is None or self._asks_all or self._linear.ground.operator not in ("=", "=="):
            return None
        return self._linear.sum

    def holding(self) -> JudgedColumn:
        """The verdicts on reports in which it holds."""
        return JudgedColumn(self.rule, self.ground, self._usual)

    def judge_clean(self, figures: Figures, among: Numbers | None, found: Truths, ask: Asker) -> JudgedColumn:
        """As `judge`, of reports in which nothing is found; the others are marked as ``found``."""
        if self._asks_all or (self._linear is None and not isinstance(self.ground, GroundRatio)):
            return self.judge(figures, among, ask)
        if self._linear is not None:
            numbers = self._linear.failing(figures)
        else:
            assert isinstance(self.ground, GroundRatio)
            numbers = not_as_printed(figures, self.ground)
        if len(numbers):
            found[numbers if among is None else among[numbers]] = True
        return JudgedColumn(self.rule, self.ground, self._usual, among)

    def _weighed(
        self, linear: LinearColumns, figures: Figures, among: Numbers | None, found: JudgedColumn
    ) -> Weighed | None:
        weighed = linear.weigh(figures)
        if weighed is None:
            return None
        if among is not None:
            weighed = replace(weighed, numbers=among[weighed.numbers])
        if linear.tells_all and self._usual.verdict != "pass":
            weighed = weighed.of(weighed.verdicts != _PASS)
        if self._rounded is not None and self.ground_tells_rounding:
            for number in weighed.numbers[weighed.verdicts == _ROUNDING]:
                found.single[int(number)] = self._rounded
        return weighed if self.rule.comparable else _of_other_scope(weighed)

    @property
    def ground_tells_rounding(self) -> bool:
        """Whether a rounding difference is one of print, and not within what the rule allows."""
        return isinstance(self.ground, GroundLinear) and self.ground.tolerance is None

    def _doubtful(self, found: JudgedColumn) -> Numbers:
        """The violations that may be none."""
        weighed = found.weighed
        if weighed is None or not self._asks_violations:
            return np.zeros(0, np.intp)
        wrong = _VIOLATION if self.rule.comparable else VERDICT_CODES["undetermined"]
        found_wrong: Numbers = weighed.numbers[weighed.verdicts == wrong]
        return found_wrong


def _of_other_scope(weighed: Weighed) -> Weighed:
    """Verdicts on a rule whose sides may differ in scope."""
    verdicts, kinds = weighed.verdicts.copy(), weighed.kinds.copy()
    wrong = verdicts == _VIOLATION
    verdicts[wrong], kinds[wrong] = VERDICT_CODES["undetermined"], KIND_CODES["not_comparable"]
    kinds[kinds == KIND_CODES["same_amount"]] = KIND_CODES[""]
    return replace(weighed, verdicts=verdicts, kinds=kinds)


def _is_of_texts(binder: Binder, ground: GroundCondition) -> bool:
    from jsrules.engine.truth import is_numeric

    return not is_numeric(ground.node, binder, ground.place)


def _is_value_asked(binder: Binder, rule: RuleInfo, ground: GroundLinear | GroundRatio) -> bool:
    """Whether figures decide if a violation is one: a factor that may be too many, a list that may lack rows, a unit
    that nobody knows.
    """
    if rule.comparable and has_lists(ground):
        return True
    if binder.report.forms.inferred:
        from jsrules.engine.doubts import is_beyond_doubt

        if not is_beyond_doubt(binder, ground):
            return True
    node = ground.node
    return isinstance(node, Compare) and any(True for side in (node.left, node.right) for _ in factors_in(side))
