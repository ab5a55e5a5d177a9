"""All rules together take no more work than they may on one report; what is beyond is undetermined, and says so."""

from __future__ import annotations

import pytest
from support.checking import load, resolve_text

from jsrules.base.source import Source
from jsrules.engine import work
from jsrules.engine.anew import Anew
from jsrules.engine.bind import Binder
from jsrules.engine.evaluate import evaluate
from jsrules.engine.planned import PlannedRules
from jsrules.engine.settle import settled
from jsrules.model.ground import Place, Unbound
from jsrules.model.statements import Rule
from jsrules.outputs.reasons import reason_text
from jsrules.verification.verifier import Verifier

ROWS = "".join(f"    r{number}: [1.00, {2 if number % 2 else 1}.00]\n" for number in range(100))
REPORT = f"t:\n  栏: [a, b]\n  行:\n{ROWS}"
RULES = "表 t\n" + "".join(f"规则 n{number}：每行 t：a = b + {number}\n" for number in range(30))
MOST = 80_000


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules may take so much together that a tenth of these can be judged."""
    monkeypatch.setattr(work, "MOST_TOGETHER", MOST)


def test_what_is_beyond_is_undetermined_for_each_rule() -> None:
    report = load(REPORT)
    rules = resolve_text(RULES, report.forms)
    outcomes = evaluate(report, rules)
    judged = [each for each in outcomes if each.verdict != "undetermined"]
    beyond = [each for each in outcomes if each.verdict == "undetermined"]
    assert 200 < len(judged) < 400
    assert {each.rule.name for each in outcomes} == {f"n{number}" for number in range(30)}
    assert all(each.judgement.reason == work.EXHAUSTED for each in beyond)
    assert len({each.rule.name for each in beyond}) == len(beyond) == 30 - len(judged) // 100
    assert "超过了一份报告的上限" in reason_text(report, work.EXHAUSTED)


def test_where_rules_are_is_not_asked_in_vain(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    places = Binder.places

    def counted(self: Binder, rule: Rule) -> list[Place] | Unbound:
        nonlocal asked
        asked += 1
        return places(self, rule)

    monkeypatch.setattr(Binder, "places", counted)
    report = load(REPORT)
    evaluate(report, resolve_text(RULES, report.forms))
    assert asked < 6


def test_every_way_of_judging_says_the_same() -> None:
    report = load(REPORT)
    rules = resolve_text(RULES, report.forms)
    judged = [each.verdict for each in evaluate(report, rules)]
    planned = PlannedRules(rules)
    for _ in range(3):
        assert [each.verdict for each in planned.evaluate(report)] == judged
    assert [each.verdict for each in Anew(report, [(rules, ())])(load(REPORT))] == judged


def test_groups_of_rules_share_it() -> None:
    report = load(REPORT)
    left = work.WorkLeft()
    found = [evaluate(report, resolve_text(RULES, report.forms), (), left) for _ in range(2)]
    assert {each.verdict for each in found[1]} == {"undetermined"}
    assert len(found[1]) == 30


def test_nothing_is_corrected_then() -> None:
    result = Verifier([Source("r.jsr", RULES)]).verify(Source("a.yaml", REPORT), reconcile=2)
    assert result.reconciliation is not None
    assert (result.reconciliation.status, result.reconciliation.complete) == ("partial", False)
    assert not result.reconciliation.causes


def test_units_are_told_within_it(monkeypatch: pytest.MonkeyPatch) -> None:
    report = load(f"x: 1.00 万元\n{REPORT}")
    rules = resolve_text(RULES, report.forms)
    taken: list[int] = []

    class Counted(work.WorkLeft):
        def take(self, amount: int) -> None:
            super().take(amount)
            taken.append(amount)

    monkeypatch.setattr("jsrules.engine.settle.WorkLeft", Counted)
    settled(report, rules)
    assert taken and sum(taken) < MOST + 1000


def test_a_plan_counts_what_it_saves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "MOST_TOGETHER", 19_000)
    report = load(REPORT)
    rules = resolve_text("表 t\n规则 n：每行 t：a = b", report.forms)
    planned, other = PlannedRules(rules), PlannedRules(rules)
    for _ in range(3):  # one of the two groups has enough, whether it is planned or not
        left = work.WorkLeft()
        assert {each.verdict for each in planned.evaluate(report, left)} == {"pass", "violation"}
        assert other.evaluate(report, left)[-1].verdict == "undetermined"


def test_no_more_identities_are_looked_at_together_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    verifier = Verifier([Source("r.jsr", "表 t\n每行 t：a = b")])
    few = verifier.verify(Source("a.yaml", REPORT), reconcile=2).reconciliation
    monkeypatch.setattr("jsrules.engine.reconcile.reconcile.MOST_TOGETHER", 99)
    many = verifier.verify(Source("a.yaml", REPORT), reconcile=2).reconciliation
    assert few is not None and many is not None
    assert few.figures and not many.figures and (many.status, many.complete) == ("partial", False)


def test_what_is_found_is_told_within_it_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "MOST_TOGETHER", 19_000)
    head = REPORT.removesuffix(ROWS)
    sound, wrong = (load(head + ROWS.replace(f", {old}.00]", f", {new}.00]")) for old, new in ((2, 1), (1, 3)))
    rules = resolve_text("表 t\n规则 n：每行 t：a = b", sound.forms)
    planned = PlannedRules(rules)
    for _ in range(3):
        assert {each.verdict for each in planned.evaluate(sound)} == {"pass"}
    told = evaluate(wrong, rules)
    assert [each.verdict for each in told][-1] == "undetermined" and 50 < len(told) < 90
    assert [each.verdict for each in planned.evaluate(wrong)] == [each.verdict for each in told]


def test_long_sums_take_room() -> None:
    report = load(REPORT)
    rules = resolve_text("表 t\n规则 n：合计([*, a]) = 合计([*, a])", report.forms)
    left = work.WorkLeft()
    assert [each.verdict for each in evaluate(report, rules, (), left)] == ["pass"]
    assert 600 < MOST - left.left < 800, "200 cells, and 100 terms that are kept"
