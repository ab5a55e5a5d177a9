"""The analysis of a rule set: bound, taken apart, decided."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.checks.deep.decide import Decider
from jsrules.checks.deep.lines import lines_of
from jsrules.checks.deep.precision import Precision
from jsrules.checks.deep.results import Analysis
from jsrules.checks.deep.universe import Universe
from jsrules.checks.rules import CheckedRule
from jsrules.model.form import FormSet


def analyse(checked: Sequence[CheckedRule], forms: FormSet | None) -> Analysis:
    """What follows from what among rules that have passed the checks, whatever a report holds.

    Without ``forms`` names are taken as they are written: the same name under the same table is the same figure.
    """
    universe = Universe(forms, [each for rule in checked for each in rule.variants]) if forms is not None else None
    return Decider(checked, lines_of(checked, universe), Precision(forms)).run()
