"""A sum of accounts that its rows fall short of: a row that was lost is as likely as a wrong figure, and is told."""

from __future__ import annotations

import pytest
from support.checking import REAL_REPORT

from jsrules.base.source import Source
from jsrules.outputs.compose import Told
from jsrules.outputs.finding import compose_finding
from jsrules.outputs.page import Entry
from jsrules.verification.verifier import Verifier

TEXT = REAL_REPORT.read_text(encoding="utf-8")
LINE = "    30227 委托业务费:          1.50\n"


def _told(text: str) -> list[str]:
    """What is said of rows that may be lost, of each violated sum of 公用经费."""
    result = Verifier().verify(Source("报告.yaml", text))
    assert result.report is not None
    told = [Told(result.report, each) for each in result.outcomes if each.rule.name == "公用经费逐级汇总"]
    items = [compose_finding([each], result.report, 1, explain=False) for each in told if each.verdict == "violation"]
    return [
        str(block.content)
        for item in items
        for block in item.body
        if isinstance(block, Entry) and block.label == "也许" and block.content
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (TEXT.replace(LINE, ""), ["少写了一行，数是 1.50 万元"]),
        (TEXT.replace(LINE, LINE.replace("1.50", "2.50")), []),  # the rows make more than there is
        (TEXT.replace(LINE, "").replace("  公用经费:\n", "  公用经费:\n    列全: true\n"), []),
        (TEXT, []),
    ],
)
def test_a_row_that_may_be_lost(text: str, told: list[str]) -> None:
    assert _told(text) == told
