"""The verdicts on one ground identity in many reports."""

from __future__ import annotations

from typing import get_args

import numpy as np
from numpy.typing import NDArray

from jsrules.base.record import Record, field
from jsrules.engine.columns.figures import Column, Numbers
from jsrules.model.ground import Ground
from jsrules.model.outcome import VERDICTS, Judgement, Kind, Outcome, RuleInfo, Verdict
from jsrules.model.reason import Reason

KINDS: tuple[Kind, ...] = get_args(Kind)

Codes = NDArray[np.uint8]
"""Numbers of verdicts in `VERDICTS`, or of kinds in `KINDS`."""

VERDICT_CODES: dict[Verdict, int] = {verdict: code for code, verdict in enumerate(VERDICTS)}
KIND_CODES: dict[Kind, int] = {kind: code for code, kind in enumerate(KINDS)}


class Weighed(Record):
    """What is told of some reports, whose numbers ascend: code of verdict and kind; the difference over ``scale`` and
    the allowance over ``allowance_scale``, in other terms than for one report by itself.
    """

    numbers: Numbers
    verdicts: Codes
    kinds: Codes
    differences: Column
    scale: int
    allowances: Column | int
    allowance_scale: int
    reason: Reason | None = None

    def judgement(self, at: int) -> Judgement:
        """The verdict on the report at a place among them, without the two sides."""
        verdict = VERDICTS[self.verdicts[at]]
        allowance = self.allowances if isinstance(self.allowances, int) else int(self.allowances[at])
        return Judgement(
            verdict,
            KINDS[self.kinds[at]],
            difference=(int(self.differences[at]), self.scale),
            allowance=(allowance, self.allowance_scale),
            reason=self.reason if verdict == "rounding" else None,
        )

    def at(self, number: int) -> int | None:
        """The place of a report among them; None where it is not there."""
        place = int(np.searchsorted(self.numbers, number))
        return place if place < len(self.numbers) and self.numbers[place] == number else None

    def of(self, chosen: NDArray[np.bool_]) -> Weighed:
        """What is told of some of them."""
        allowances = self.allowances if isinstance(self.allowances, int) else self.allowances[chosen]
        return Weighed(
            self.numbers[chosen],
            self.verdicts[chosen],
            self.kinds[chosen],
            self.differences[chosen],
            self.scale,
            allowances,
            self.allowance_scale,
            self.reason,
        )


class JudgedColumn(Record, frozen=False):
    """The verdicts on a ground identity of a rule in the reports ``among``, None for all of a group.

    Of a report that is neither ``weighed`` nor ``single`` the ``usual`` one holds.
    """

    rule: RuleInfo
    ground: Ground
    usual: Judgement
    among: Numbers | None = None
    weighed: Weighed | None = None
    single: dict[int, Judgement] = field(default_factory=dict)

    def judgement(self, number: int) -> Judgement:
        """The verdict on a report by its number in the group; without the two sides where it is weighed."""
        one = self.single.get(number)
        if one is not None:
            return one
        at = self.weighed.at(number) if self.weighed is not None else None
        return self.usual if self.weighed is None or at is None else self.weighed.judgement(at)

    def is_of(self, number: int) -> bool:
        """Whether a report is among those that it is judged in."""
        if self.among is None:
            return True
        place = int(np.searchsorted(self.among, number))
        return place < len(self.among) and bool(self.among[place] == number)

    def add_to(self, usual: NDArray[np.int64], tally: NDArray[np.int64]) -> None:
        """Count the verdicts, in the order of `VERDICTS`: those that all reports of the group have in ``usual``, in
        ``tally`` what each report has otherwise.
        """
        code = VERDICT_CODES[self.usual.verdict]
        if self.among is None:
            usual[code] += 1
        else:
            tally[self.among, code] += 1
        if self.weighed is not None:
            tally[self.weighed.numbers, code] -= 1
            tally[self.weighed.numbers, self.weighed.verdicts] += 1
        for number, judgement in self.single.items():
            at = self.weighed.at(number) if self.weighed is not None else None
            tally[number, code if self.weighed is None or at is None else self.weighed.verdicts[at]] -= 1
            tally[number, VERDICT_CODES[judgement.verdict]] += 1

    def count(self, chosen: NDArray[np.bool_], total: int, counts: NDArray[np.int64]) -> None:
        """Count how many of the chosen reports of a group, ``total`` of them, have each verdict, in the order of
        `VERDICTS`.
        """
        usual = VERDICT_CODES[self.usual.verdict]
        counts[usual] += total if self.among is None else np.count_nonzero(chosen[self.among])
        if self.weighed is not None:
            others = np.bincount(self.weighed.verdicts[chosen[self.weighed.numbers]], minlength=len(VERDICTS))
            counts += others
            counts[usual] -= others.sum()
        for number, judgement in self.single.items():
            if chosen[number]:
                at = self.weighed.at(number) if self.weighed is not None else None
                counts[usual if self.weighed is None or at is None else self.weighed.verdicts[at]] -= 1
                counts[VERDICT_CODES[judgement.verdict]] += 1

    def outcome(self, number: int) -> Outcome:
        """The outcome in a report by its number in the group; without the two sides where it is weighed."""
        return Outcome(self.rule, self.ground, self.judgement(number))
