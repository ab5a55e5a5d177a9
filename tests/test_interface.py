"""What programmers call: ``import jsrules``."""

from __future__ import annotations

from support.processes import REPORT

import jsrules


def test_it_says_what_the_command_says() -> None:
    result = jsrules.verify(str(REPORT))
    assert sum(each.verdict == "violation" for each in result.outcomes) == 11
    assert result.reconciliation is not None
    assert result.reconciliation.figures == 5
    assert jsrules.verify(str(REPORT), reconcile=0).reconciliation is None


def test_every_public_name_is_there() -> None:
    assert all(hasattr(jsrules, name) for name in jsrules.__all__)
    assert dir(jsrules) == sorted(jsrules.__all__)
