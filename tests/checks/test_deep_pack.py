"""The analysis of the shipped pack: what it claims, and that every claim holds on reports of any shape."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache

import pytest
from support.checking import REAL_REPORT, load
from support.claims import derivations, hold
from support.filled import filled
from support.forms import shipped_forms

from jsrules.authoring.checking import Analysed, Checked, check_paths
from jsrules.base.width import text_width
from jsrules.cli import main

FORMS = shipped_forms().sources[0].text


@cache
def pack() -> tuple[Checked, Analysed]:
    (checked,) = check_paths(["final-accounts"], ("部门决算", 2021), deep=True)
    (analysed,) = checked.analyses
    return checked, analysed


def test_what_it_claims() -> None:
    checked, analysed = pack()
    analysis = analysed.analysis
    assert {each.code for each in checked.diagnostics} == {"W313"}
    assert not analysis.clashes and not analysis.forced
    names = [each.rule.name for each in analysed.rules]
    implied = {names[each.rule]: [names[rule] for rule in each.sources] for each in analysis.implied}
    assert len(checked.diagnostics) == 16
    assert len(implied) == 17  # one inequality is sharper as printed
    assert implied["财政拨款支出不大于全部"] == ["总表支出合计", "财政拨款支出合计", "财政拨款各类支出不大于全部"]
    assert not analysis.conditions and not analysis.bounds
    assert implied["说明支出总计"] == ["总表收支平衡", "说明收入总计"]
    assert implied["说明政府性基金收入按表"] == ["政府性基金收入表间一致", "说明政府性基金收入"]
    assert all(each.kind == "implied" for each in analysis.implied)
    assert [names[each.rule] for each in analysis.partly] == ["各资金支出总计", "三公各项与总体一致"]
    assert analysis.equations > 1000


def test_every_rule_has_its_place() -> None:
    """A rule is decided, or said to be outside and why."""
    _, analysed = pack()
    for rule, status in zip(analysed.rules, analysed.analysis.statuses, strict=True):
        assert status.equations or status.inequalities or status.outside, rule.rule.name
        assert "size" not in status.outside
        assert "nowhere" not in status.outside


@pytest.mark.parametrize("gaps", [False, True], ids=["complete", "with gaps"])
def test_every_claim_holds(gaps: bool) -> None:
    _, analysed = pack()
    assert analysed.forms is not None
    looked = [
        hold(load(filled(analysed.forms, seed, gaps), FORMS), analysed.rules, analysed.analysis) for seed in range(12)
    ]
    claims = sum(1 for _ in derivations(analysed.analysis))
    assert sum(looked) > claims * (len(looked) - 1) // (3 if gaps else 1)


def test_on_the_real_report() -> None:
    _, analysed = pack()
    assert hold(load(REAL_REPORT.read_text("utf-8"), FORMS), analysed.rules, analysed.analysis) > 15


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_fits_the_page(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "final-accounts", "--for", "部门决算", "2021", "--deep", "--lang", language]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(text_width(line) <= 80 for line in lines if "┌─" not in line)
    assert sum("[W313]" in line for line in lines) == 16


def test_the_proofs_in_json_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    """What a reader of the JSON would do: add the steps up, figure by figure."""
    assert main(["check", "final-accounts", "--deep", "--format", "json"]) == 0
    analyses = json.loads(capsys.readouterr().out)["checked"][0]["analyses"]
    proofs = [
        [proof for each in (*analysis["implied"], *analysis["partly"]) for proof in each["proofs"]]
        for analysis in analyses
    ]
    assert proofs
    assert all(len(each) > 16 for each in proofs)
    for proof in (proof for each in proofs for proof in each):
        total: dict[str, Fraction] = {}
        for factor, equation in [(Fraction(-1), proof), *((Fraction(x["multiplier"]), x) for x in proof["steps"])]:
            for term in (*equation["terms"], {"name": "", "coefficient": equation["constant"]}):
                total[term["name"]] = total.get(term["name"], Fraction(0)) + factor * Fraction(term["coefficient"])
        assert {name: value for name, value in total.items() if value} == {}
        assert proof["rest"] == "0"
