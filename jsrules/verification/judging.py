"""What the rules for a report say of it, all of them together, and what is let stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from jsrules.base.collection import collection_put_off
from jsrules.base.diagnostic import InputError
from jsrules.base.record import Record, replace
from jsrules.base.source import Source
from jsrules.engine.anew import Anew
from jsrules.engine.planned import MOST_PLANNED, PlannedRules
from jsrules.engine.resolved import ResolvedRules
from jsrules.engine.work import WorkLeft, cost_of_keeping
from jsrules.model.outcome import Outcome
from jsrules.model.report import Report
from jsrules.model.result import Result
from jsrules.model.statements import Applies

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.engine.reconcile.budget import Budget
    from jsrules.model.reconciliation import KeptFigures
    from jsrules.verification.waiving import WaivableRule


MOST_WATCHED = 10_000
"""Reports of more cells are not watched before something is found in them: their rules often take more than they may be
watched at, and finding that out takes as long as judging them.
"""


class ReadyRules(Record):
    """The rules of a pack or file, resolved for a report; ``conditions`` are what all of them are for, ``waiver_days``
    is the longest term of a waiver, 0 for any.
    """

    resolved: ResolvedRules
    planned: PlannedRules
    conditions: tuple[Applies, ...]
    waiver_days: int = 0


class Loaded(Record):
    """A report and the rules for it, with the result that is to be filled; without a report it could not be read."""

    result: Result
    rules: list[ReadyRules]


def judge(
    loaded: Loaded,
    reconcile: int,
    expired: Callable[[], bool] | None,
    keep: Sequence[str],
    with_witness: bool = True,
) -> None:
    """Adds to a result what the rules say, and with ``reconcile`` seconds to spend what they say together; otherwise as
    `Verifier.verify`. Without a report there is nothing to say.
    """
    if loaded.result.report is not None:
        with collection_put_off():
            _judge(loaded, loaded.result.report, reconcile, expired, keep, with_witness)


def _judge(
    loaded: Loaded,
    report: Report,
    reconcile: int,
    expired: Callable[[], bool] | None,
    keep: Sequence[str],
    with_witness: bool,
) -> None:
    result = loaded.result
    rules = [(each.resolved.rules, each.conditions) for each in loaded.rules]
    work, anew = WorkLeft(), Anew(report, rules)
    # A report that may be reconciled is watched when it is judged first, so that it need not be judged once more.
    # (A long one has to be copied for it: not until something is found.)
    is_new = (
        bool(reconcile)
        and len(report.cells) <= MOST_WATCHED
        and not any(each.planned.has_met(report) for each in loaded.rules)
    )
    first = anew.first(MOST_PLANNED) if is_new else None
    if first is not None:
        result.outcomes += first[0]
        work.take(cost_of_keeping(first[0]))
        for ready, taken in zip(loaded.rules, first[1], strict=True):
            ready.planned.note(report, taken)
            work.take(taken)
    else:
        result.outcomes += [each for ready in loaded.rules for each in ready.planned.evaluate(report, work)]
        anew = Anew(report, rules, tuple(result.outcomes))
    if report.places is not None and report.places.has_stored:
        from jsrules.verification.stored_values import tell_of_stored_values

        result.diagnostics += tell_of_stored_values(report, result.outcomes)
    if reconcile and any(map(_may_be_wrong, result.outcomes)):
        from jsrules.engine.reconcile.budget import PER_SECOND, Budget

        seconds = 0 if work.is_spent else reconcile
        _reconcile(loaded, report, anew, Budget(seconds * PER_SECOND, expired), keep, with_witness)


def waive(loaded: Loaded, waivers: str | Source, as_of: str) -> None:
    """Lets findings of a result stand that waivers hold for on a day: those in a file, by default the one beside the
    report. It comes last: nothing else that was found changes.
    """
    from jsrules.verification.waiver_file import read_file, waivers_beside

    result = loaded.result
    if result.report is None:
        return
    try:
        given = waivers or waivers_beside(result.path)
        if given:
            from jsrules.verification.waiving import apply_waivers

            found = read_file(given)
            result.diagnostics += apply_waivers(result.report, result.outcomes, found, waivable_rules(loaded), as_of)
    except InputError as error:
        result.diagnostics += error.diagnostics


def waivable_rules(loaded: Loaded) -> dict[str, WaivableRule]:
    """What waivers of each rule for a report must keep to, by the rules' full names."""
    from jsrules.verification.waiving import WaivableRule

    return {
        rule.info.identifier: WaivableRule(all(each.waivable for each in rule.variants), ready.waiver_days)
        for ready in loaded.rules
        for rule in ready.resolved.rules
    }


def _reconcile(
    loaded: Loaded, report: Report, anew: Anew, budget: Budget, keep: Sequence[str], with_witness: bool
) -> None:
    from jsrules.engine.reconcile.reconcile import reconcile

    result = loaded.result
    kept: list[KeptFigures] = []
    stated = [(each.resolved.keeps, each.conditions) for each in loaded.rules if each.resolved.keeps]
    if keep or stated:
        from jsrules.verification.kept import kept_figures

        kept = kept_figures(report, stated, keep)
    result.reconciliation = reconcile(report, result.outcomes, anew, budget, kept, with_witness)
    for number, explanation in result.reconciliation.explanations.items():
        result.outcomes[number] = replace(result.outcomes[number], explanation=explanation)


def _may_be_wrong(outcome: Outcome) -> bool:
    """Whether an outcome gives a reason to look at all identities together."""
    return outcome.verdict in ("violation", "rounding") or outcome.lacks_figure
