"""Rules that say the same of the same cells: what they say counts once where causes are ranked and explained."""

from __future__ import annotations

from pathlib import Path

import pytest

from jsrules.base.source import Source
from jsrules.cli import main
from jsrules.model.alike import claim_of
from jsrules.verification.verifier import Verifier

REPORT = "甲: 1.00\n乙: 2.00\n丙: 4.00\n率: 25%\n"
SUMS = ["丙 = 甲 + 乙", "甲 + 乙 = 丙", "丙 - 甲 = 乙", "2 * 丙 = 2 * 甲 + 2 * 乙", "丙 / 3 - 甲 / 3 = 乙 / 3"]
RATES = ["率 = 甲 / 丙", "率 = (2 * 甲) / (2 * 丙)"]
OTHERS = ["丙 == 甲 + 乙", "丙 = 甲 + 乙 + 0.01", "丙 <= 甲 + 乙", "率 = 乙 / 丙", "丙 = 甲 + 乙 ± 0.05", "丙 = 甲"]


def claims(formulas: list[str]) -> list[object]:
    """What each formula says."""
    result = Verifier([Source("r.jsr", "\n".join(formulas) + "\n")]).verify(Source("a.yaml", REPORT))
    return [claim_of(each.ground) for each in result.outcomes]


@pytest.mark.parametrize("alike", [SUMS, RATES, ["甲 <= 丙", "丙 >= 甲", "2 * 甲 <= 丙 * 2"], ["甲 <= 5", "5 >= 甲"]])
def test_what_says_the_same_is_one(alike: list[str]) -> None:
    found = claims(alike)
    assert found[0] is not None
    assert set(found) == {found[0]}


def test_what_says_something_else_is_not() -> None:
    found = claims([SUMS[0], RATES[0], *OTHERS])
    assert len(set(found)) == len(found)
    assert claims(["若 甲 > 0 则 丙 = 甲 + 乙", "存在(甲)"]) == [None, None]


@pytest.mark.parametrize("count", [1, 3, 5])
def test_they_have_one_vote_and_are_explained_as_one(
    count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = "\n".join(SUMS[:count]) + "\n丁 = 丙\n"
    report = REPORT + "丁: 3.00\n"
    result = Verifier([Source("r.jsr", rules)]).verify(Source("a.yaml", report), reconcile=10)
    assert result.reconciliation is not None
    (cause,) = result.reconciliation.causes
    (suspect,) = cause.corrections[0].suspects
    assert [(each.amount.text, each.votes) for each in suspect.proposals] == [("3.00", 2)]
    assert len(cause.findings) == count + 1  # each rule is told all the same
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(report, "utf-8")
    Path("r.jsr").write_text(rules, "utf-8")
    assert main(["reconcile", "a.yaml", "--rules", "r.jsr"]) == 1
    assert "4.00 应为 3.00：解释 2 条不符" in capsys.readouterr().out


def test_alike_rules_do_not_outvote_others() -> None:
    """Two figures are wrong; what one should be is told by two rules, not by three that say one thing."""
    rules = "\n".join([*SUMS, "丙 = 丁", "丙 = 戊"]) + "\n"
    report = "甲: 1.00\n乙: 2.00\n丙: 4.00\n丁: 5.00\n戊: 5.00\n"
    result = Verifier([Source("r.jsr", rules)]).verify(Source("a.yaml", report), reconcile=10)
    assert result.reconciliation is not None
    best = {
        result.reconciliation.report.cell_path(suspect.cell): [each.amount.text for each in suspect.proposals[:1]]
        for cause in result.reconciliation.causes
        for correction in cause.corrections[:1]
        for suspect in correction.suspects
    }
    assert best["丙"] == ["5.00"]
