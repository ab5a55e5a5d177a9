"""The analysis of a rule set: bound, taken apart, decided."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.checks.cells.rows import Universe
from jsrules.checks.deep.conflicts import Conflicts
from jsrules.checks.deep.decide import Question
from jsrules.checks.deep.entailment import Entailment
from jsrules.checks.deep.facts import find_clashes, find_forced
from jsrules.checks.deep.implied import Redundancy
from jsrules.checks.deep.inquiry import Inquiry
from jsrules.checks.deep.lines import lines_of
from jsrules.checks.deep.precision import Precision
from jsrules.checks.deep.proofs import Prover
from jsrules.checks.deep.results import Analysis
from jsrules.checks.deep.values import Values
from jsrules.checks.rules import CheckedRule
from jsrules.model.form import FormSet


def analyse(checked: Sequence[CheckedRule], forms: FormSet | None) -> Analysis:
    """What follows from what among rules that have passed the checks, whatever a report holds.

    Without ``forms`` names are taken as they are written: the same name under the same table is the same figure.
    """
    universe = Universe(forms, [each for rule in checked for each in rule.variants]) if forms is not None else None
    question = Question(checked, lines_of(checked, universe), Precision(forms))
    prover = Prover(question.standing(), question.budget)
    find_clashes(question, prover)
    find_forced(question, prover)
    inquiry = Inquiry(question)
    Conflicts(inquiry).find()
    Redundancy(question).find()
    Entailment(inquiry).find()
    Values(inquiry).find()
    inquiry.finish()
    return question.result
