"""What is said to be missing: the table, the narrative as a whole, or a section of it."""

from __future__ import annotations

import pytest
from support.checking import load, resolve_text
from support.sources import ROOT

from jsrules.engine.evaluate import evaluate

FORMS = (ROOT / "spec" / "conformance" / "forms" / "stated.yaml").read_text("utf-8")
HEAD = "报告: 列报决算\n年度: 2021\n"
TABLE = "总表:\n  收入: {合计: 5.00}\n  支出: {人员: 5.00, 合计: 5.00}\n"
SECTION = "情况说明:\n  总体: {总额: 5.00}\n"


@pytest.mark.parametrize(
    ("written", "rule", "missing"),
    [
        (SECTION, "总表.收入.合计 = 5", "table"),
        (TABLE, "情况说明.总体.总额 = 5", "narrative"),
        (TABLE + SECTION, "情况说明.构成.甲.金额 = 5", "table"),
        (TABLE, "总表.附列.补助 = 5", "block"),
    ],
)
def test_the_smallest_whole_that_is_missing(written: str, rule: str, missing: str) -> None:
    report = load(HEAD + written, FORMS)
    (outcome,) = evaluate(report, resolve_text(rule, report.forms))
    reason = outcome.judgement.reason
    assert reason is not None and reason.subject is not None
    assert reason.subject.kind == missing
