"""Every case of spec/conformance reconciled: nothing fails, and every claim is checked."""

from __future__ import annotations

import pytest
from support.checker import conflict_holds
from support.conformance import CASES, prepared
from support.solving import grounds, reconcile_by
from support.witness import witness_holds

from jsrules.base.diagnostic import InputError
from jsrules.base.record import replace
from jsrules.model.changes import with_cells


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "expect" in case])
def test_claims(name: str) -> None:
    try:
        report, rules = prepared(CASES[name])
    except InputError:
        return
    claim = reconcile_by(report, rules)
    found = grounds(report, rules)
    assert all(conflict_holds(found, claim, each) for each in claim.conflicts if each.cells)
    suspects = [each for cause in claim.causes for each in cause.corrections[0].suspects]
    if any(each.cell.origin or (each.cell.amount and not each.cell.amount.text) for each in suspects):
        return  # a blank or a figure of the prior year; with_amounts makes neither
    corrected = with_cells(
        report, [replace(each.cell, amount=each.proposals[0].amount) for each in suspects if each.proposals]
    )
    if claim.status != "partial" and not report.restated:  # other statements bring identities that may be gone then
        assert witness_holds(grounds(corrected, rules), claim)
