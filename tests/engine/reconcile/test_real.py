"""The real report: five figures, what they should be, and the proof; the same bytes on every run."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from support.checker import conflict_holds
from support.checking import REAL_REPORT
from support.processes import START
from support.solving import corrections, explanations, grounds, minima
from support.sources import ROOT
from support.witness import witness_holds

from jsrules.engine.measure import measure
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.changes import with_amounts
from jsrules.model.outcome import Outcome
from jsrules.model.reconciliation import Reconciliation
from jsrules.verification.judging import Loaded
from jsrules.verification.verifier import Verifier

SHARE = "情况说明.一般公共总体.支出.占比"
HOUSING = "情况说明.一般公共结构.221 住房保障支出.金额"
RATE = "情况说明.一般公共具体.2210201 住房公积金.完成年初预算率"
GRANT = "收入支出决算总表.收入.一般公共预算财政拨款收入"
TOTAL = "收入支出决算总表.收入.本年收入合计"


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return Verifier().load(str(REAL_REPORT))


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return Verifier().verify(str(REAL_REPORT), reconcile=10).outcomes


@pytest.fixture(scope="module")
def claim() -> Reconciliation:
    found = Verifier().verify(str(REAL_REPORT), reconcile=10).reconciliation
    assert found is not None
    return found


def rules_of(loaded: Loaded) -> list[ResolvedRule]:
    (ready,) = loaded.rules
    return ready.resolved.rules


def test_five_figures_and_no_other_five(claim: Reconciliation) -> None:
    assert (claim.status, claim.figures, claim.complete) == ("explained", 5, True)
    assert minima(claim) == {frozenset({GRANT, TOTAL, SHARE, HOUSING, RATE})}


def test_what_they_should_be(claim: Reconciliation) -> None:
    assert corrections(claim) == {
        GRANT: "1,668.99",
        TOTAL: "1,669.02",
        SHARE: "100.00%",
        HOUSING: "28.09",
        RATE: "102.15%",
    }


def test_how_they_went_wrong(claim: Reconciliation) -> None:
    assert explanations(claim) == {GRANT: "balanced", TOTAL: "balanced", SHARE: "truncated", HOUSING: "digit", RATE: ""}


def test_findings_with_one_cause(claim: Reconciliation, outcomes: list[Outcome]) -> None:
    found = {
        claim.report.cell_path(cause.corrections[0].suspects[0].cell): {
            outcomes[each].rule.name for each in cause.findings
        }
        for cause in claim.causes
    }
    assert found[HOUSING] == {"说明各类支出", "各类支出之和", "各类占比"}
    assert found[GRANT] == {"财政拨款收入一致", "一般公共预算收入一致", "说明财政拨款收入与总表"}
    assert found[RATE] == {"各项完成率", "各项完成率按表"}
    told = {number for cause in claim.causes for number in cause.findings}
    rest = {
        each.kind or measure(claim.report, each).unit
        for number, each in enumerate(outcomes)
        if each.verdict == "violation" and number not in told
    }
    assert rest == {"zero_denominator", "年"}


def test_every_rounding_difference_says_how_it_came_about(outcomes: list[Outcome]) -> None:
    tails = {each.explanation for each in outcomes if each.verdict == "rounding"}
    assert tails == {"balanced"}


def test_the_proof_is_checked(loaded: Loaded, claim: Reconciliation) -> None:
    report = loaded.result.report
    assert report is not None
    suspects = [each for cause in claim.causes for each in cause.corrections[0].suspects]
    corrected = with_amounts(
        report,
        {
            (each.cell.form, each.cell.block, each.cell.row, each.cell.column): each.proposals[0].amount
            for each in suspects
        },
    )
    assert witness_holds(grounds(corrected, rules_of(loaded)), claim)
    found = grounds(report, rules_of(loaded))
    assert len(claim.conflicts) > 5
    assert all(conflict_holds(found, claim, each) for each in claim.conflicts)


def test_the_corrected_report_has_these_findings_no_more(loaded: Loaded, claim: Reconciliation) -> None:
    from jsrules.engine.evaluate import evaluate

    report = loaded.result.report
    assert report is not None
    suspects = [each for cause in claim.causes for each in cause.corrections[0].suspects]
    corrected = with_amounts(
        report,
        {
            (each.cell.form, each.cell.block, each.cell.row, each.cell.column): each.proposals[0].amount
            for each in suspects
        },
    )
    left = evaluate(corrected, rules_of(loaded))
    units = {each.kind or measure(corrected, each).unit for each in left if each.verdict == "violation"}
    assert units == {"zero_denominator", "年"}
    assert not any(each.kind == "same_amount" for each in left)


@pytest.mark.parametrize("command", [["verify"], ["reconcile"], ["verify", "--format", "json"]])
def test_the_same_bytes_on_every_run(command: list[str]) -> None:
    verb, *options = command
    printed = set()
    for seed in ("0", "1", "4711"):
        environment = os.environ | {"PYTHONUTF8": "1", "PYTHONHASHSEED": seed}
        start = f"import sys; sys.path.insert(0, {str(ROOT)!r}); {START}"
        finished = subprocess.run(
            [sys.executable, "-c", start, verb, "reports/jiyuan-2021.yaml", *options],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            check=False,
        )
        assert finished.returncode == 1, finished.stderr
        printed.add(finished.stdout)
    assert len(printed) == 1


def test_no_reconcile() -> None:
    from support.processes import run_jsrules

    finished = run_jsrules("verify", "reports/jiyuan-2021.yaml", "--no-reconcile", "--format", "json")
    assert finished.returncode == 1
    printed = json.loads(finished.stdout)
    assert printed["reconciliation"] is None
    assert {finding["explanation"] for finding in printed["findings"]} == {None}
