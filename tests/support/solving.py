"""Reconciling reports given as text, and reading off what was found."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.engine.anew import Anew
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.reconcile import reconcile
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.reconciliation import Cause, Reconciliation
from jsrules.model.report import Report
from support.checking import load, resolve_text


def reconcile_by(report: Report, rules: Sequence[ResolvedRule], budget: Budget | None = None) -> Reconciliation:
    """What reconciliation says of a report that rules have judged."""
    return reconcile(report, evaluate(report, rules), Anew(report, [(rules, ())]), budget)


def reconciled(rules: str, report: str, budget: Budget | None = None) -> Reconciliation:
    """What reconciliation says of rules on a report."""
    loaded = load(report)
    resolved = resolve_text(rules, loaded.forms)
    return reconcile_by(loaded, resolved, budget)


def grounds(report: Report, rules: list[ResolvedRule]) -> list[object]:
    """The ground identities as the evaluator has them, in the order of the outcomes."""
    return [outcome.ground for outcome in evaluate(report, rules)]


def sets_of(cause: Cause, claim: Reconciliation) -> set[frozenset[str]]:
    """The corrections of a cause as names of figures."""
    return {
        frozenset(claim.report.cell_path(each.cell) for each in correction.suspects) for correction in cause.corrections
    }


def corrections(claim: Reconciliation) -> dict[str, str]:
    """What every suspect of the best corrections should be."""
    return {
        claim.report.cell_path(each.cell): each.proposals[0].amount.text if each.proposals else ""
        for cause in claim.causes
        for each in cause.corrections[0].suspects
    }


def explanations(claim: Reconciliation) -> dict[str, str]:
    """How every suspect of the best corrections went wrong."""
    return {
        claim.report.cell_path(each.cell): each.proposals[0].explanation
        for cause in claim.causes
        for each in cause.corrections[0].suspects
        if each.proposals
    }


def minima(claim: Reconciliation) -> set[frozenset[str]]:
    """All smallest corrections, as names: one of each cause."""
    found = {frozenset[str]()}
    for cause in claim.causes:
        assert not cause.others
        found = {one | other for one in found for other in sets_of(cause, claim)}
    return found
