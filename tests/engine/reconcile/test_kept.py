"""Figures that somebody knows from elsewhere are not changed, or only where that explains much more."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.checking import REAL_REPORT
from support.parts import Changes, at, loaded, sheet_of
from support.sources import ROOT

from jsrules.base.diagnostic import InputError
from jsrules.base.language import set_language
from jsrules.base.source import Source
from jsrules.cli import main
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.reconcile import reconcile
from jsrules.model.changes import with_amounts
from jsrules.model.reconciliation import KeptFigures, KeptPlace, Reconciliation
from jsrules.model.statements import MUST_NOT
from jsrules.outputs.kept import told_not_keeping
from jsrules.verification.verifier import Verifier

REPORT = "甲: 1.00\n乙: 2.00\n丙: 4.00\n"


def reconciled(*keep: str, rules: str = "丙 = 甲 + 乙", report: str = REPORT) -> Reconciliation:
    verifier = Verifier([Source("r.jsr", rules + "\n")])
    claim = verifier.verify(Source("a.yaml", report), reconcile=10, keep=keep).reconciliation
    assert claim is not None
    return claim


def blamed(claim: Reconciliation) -> set[str]:
    return {
        claim.report.cell_path(suspect.cell)
        for cause in claim.causes
        for correction in cause.corrections
        for suspect in correction.suspects
    }


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        ((), {"甲", "乙", "丙"}),
        (("丙",), {"甲", "乙"}),
        (("丙", "甲"), {"乙"}),
        (("合计(甲, 乙)",), {"丙"}),
        (("丙=2",), {"甲", "乙"}),
        (("甲=2", "乙＝2"), {"丙"}),
    ],
)
def test_other_figures_are_wrong_then(keep: tuple[str, ...], expected: set[str]) -> None:
    claim = reconciled(*keep)
    assert blamed(claim) == expected
    assert claim.figures == 1
    assert [claim.report.cell_path(each) for each in claim.kept] == [
        name
        for name in ("甲", "乙", "丙")
        if any(name in each and "=2" not in each.replace("＝", "=") for each in keep)
    ]


def test_one_of_two_values_that_is_known() -> None:
    """Some of the formulas that the figures of the other value are in are about them by their conditions only."""
    kept = "收入支出决算总表.收入.一般公共预算财政拨款收入"
    claim = Verifier().verify(str(REAL_REPORT), reconcile=10, keep=[kept]).reconciliation
    assert claim is not None
    doubled = [each.two_values.value for each in claim.causes if each.two_values is not None]
    assert {each.text for each in doubled if each is not None} == {"1,668.98", "1,669.02"}
    assert kept not in blamed(claim)


def test_a_wrong_figure_that_must_stay_is_built_around() -> None:
    """All that is equal to it must change then: many figures, of which a set that does is told and how many at least."""
    kept = "情况说明.一般公共总体.支出.占比"
    claim = Verifier().verify(str(REAL_REPORT), reconcile=1, keep=[kept]).reconciliation
    assert claim is not None
    assert not claim.complete
    assert claim.figures > 7
    assert claim.causes
    assert not claim.unfit
    assert kept not in blamed(claim)


def test_a_weight_is_outweighed_by_more_figures() -> None:
    rules = "t = a\nt = b\nt = c"
    report = "t: 9.00\na: 1.00\nb: 1.00\nc: 1.00\n"
    assert blamed(reconciled("t=2", rules=rules, report=report)) == {"t"}
    assert blamed(reconciled("t=4", rules=rules, report=report)) == {"a", "b", "c"}


SHARED = "t = a\nt = b\nt = c"
APART = "t: 9.00\na: 1.00\nb: 1.00\nc: 1.00\n"


def test_what_not_keeping_a_wrong_figure_would_cost() -> None:
    claim = reconciled("t", rules=SHARED, report=APART)
    assert (claim.figures, blamed(claim)) == (3, {"a", "b", "c"})
    (cost,) = claim.not_keeping
    assert (cost.keeps, cost.figures, cost.parts) == ((0,), 1, 0)


@pytest.mark.parametrize("keep", [("a",), ("a", "b", "c"), ("t=9",)])
def test_what_is_right_costs_nothing(keep: tuple[str, ...]) -> None:
    assert reconciled(*keep, rules=SHARED, report=APART).not_keeping == []


def test_each_of_several_that_are_kept_is_asked_by_itself() -> None:
    """Those that bind nothing are not told."""
    rules, report = f"{SHARED}\nu = d\nu = e\nf = g", f"{APART}u: 7.00\nd: 2.00\ne: 2.00\nf: 1.00\ng: 1.00\n"
    claim = reconciled("t", "f", "u", "a", rules=rules, report=report)
    assert claim.unfit and claim.figures == 3  # t and a are not equal: one of them is changed for all that
    assert [(each.keeps, each.figures) for each in claim.not_keeping] == [((2,), 2)]


def test_a_bound_that_the_budget_leaves_is_set_against_what_is_proved() -> None:
    """The rate is right by itself, so that everything that it is the rate of would have to be wrong."""
    kept = "情况说明.一般公共总体.支出.占比"
    result = Verifier().verify(str(REAL_REPORT), reconcile=2, keep=[kept])
    claim = result.reconciliation
    assert claim is not None and claim.status == "partial"
    assert [(each.keeps, each.figures) for each in claim.not_keeping] == [((0,), 5)]


def test_a_part_that_is_given_up_for_a_kept_figure() -> None:
    """A column that slipped is one error; where a figure of it is to stay where it stands it is many."""
    report, rules = loaded(REAL_REPORT)
    sheet = sheet_of(report, "一般公共预算财政拨款支出决算表")
    changes: Changes = {
        (sheet.form, sheet.block, sheet.rows[row + 1], 0): at(report, sheet, sheet.rows[row], 0) for row in range(1, 10)
    }
    wrong = with_amounts(report, changes)
    outcomes = evaluate(wrong, rules)
    place = KeptPlace(range(1), sheet.form, sheet.block, frozenset({sheet.rows[5]}), range(1))
    claim = reconcile(
        wrong, outcomes, lambda other: evaluate(other, rules), keep=[KeptFigures("它", (place,), MUST_NOT)]
    )
    assert not claim.structure
    (cost,) = claim.not_keeping
    assert (cost.keeps, cost.figures, cost.parts) == ((0,), 5, 1)
    set_language("en")
    assert "Without keeping 它: 1 error of a whole part and 5 figures" in told_not_keeping(cost, claim)


@pytest.mark.parametrize("name", ["丁", "丙 +", "1", "总表[行, 栏]"])
def test_what_is_no_figure_is_an_error(name: str) -> None:
    with pytest.raises(InputError):
        reconciled(name)


def test_the_story_says_so(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    given = ["reconcile", "reports/jiyuan-2021.yaml", "--keep", "情况说明.一般公共结构[221, 金额]"]
    assert main(given) == 1
    said = capsys.readouterr().out.replace("\n", "")
    assert "按要求不改：情况说明.一般公共结构[221, 金额]。" in said
    assert "28.29 应为" not in said


def test_that_it_cannot_be_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r.jsr").write_text("丙 = 甲 + 乙\n", "utf-8")
    Path("a.yaml").write_text(REPORT, "utf-8")
    assert main(["reconcile", "a.yaml", "--rules", "r.jsr", "--keep", "合计(甲, 乙)", "--keep", "丙"]) == 1
    assert "不改丙、甲、乙，别的数无论怎样改，“丙 = 甲 + 乙”都不能成立" in capsys.readouterr().out
    assert main(["reconcile", "a.yaml", "--rules", "r.jsr", "--keep", "丁"]) == 2
    assert "丁" in capsys.readouterr().err


def test_that_less_would_be_wrong_without_it_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r.jsr").write_text(f"{SHARED}\n", "utf-8")
    Path("a.yaml").write_text(APART, "utf-8")
    given = ["a.yaml", "--rules", "r.jsr", "--keep", "t"]
    assert main(["reconcile", *given]) == 1
    said = "".join(capsys.readouterr().out.split())
    assert "不保留t，只要改1个数（保留要改3个）：错的很可能就是它。" in said
    assert main(["reconcile", *given, "--lang", "en"]) == 1
    said = " ".join(capsys.readouterr().out.split())
    assert "Without keeping t: 1 figure (keeping it: 3). It is likely what is wrong." in said
    assert main(["reconcile", *given, "--format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)["reconciliation"]
    assert found["not_keeping"] == [{"names": ["t"], "figures": 1, "parts": 0}]
