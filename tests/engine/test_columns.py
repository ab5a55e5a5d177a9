"""What rules come to in columns is what the engine says of each report by itself: verdict, kind, difference, allowance.

JSRULES_EXAMPLES=20000 holds a million outcomes against the engine and more.
"""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, assume, given, reject, settings
from hypothesis import strategies as st
from support.checking import REAL_REPORT, ROOT, load, resolve_text
from support.columns import figures_of, says_the_same, with_mantissas
from support.drawn import GENERATORS, DrawnCase

from jsrules.base.diagnostic import InputError
from jsrules.engine.columns.figures import Figures, sum_of
from jsrules.engine.columns.group import TOGETHER, TRIED, ColumnRules
from jsrules.engine.evaluate import evaluate
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.linear import Linear
from jsrules.model.outcome import VERDICTS
from jsrules.model.report import Report
from jsrules.model.statements import Applies
from jsrules.outputs.severity import is_finding
from jsrules.verification.verifier import Verifier

KINDS = sorted(each for each in GENERATORS if "units" not in each)


def drawn_mantissas(chance: random.Random, report: Report) -> dict[int, int]:
    """Other figures for some cells: near to what they are, 0, far off, or beyond what 32 and 64 bits hold."""
    printed = [each for each in report.cells if each.amount is not None]
    found = {}
    for cell in chance.sample(printed, chance.randint(0, min(len(printed), chance.choice((1, 3, 40))))):
        assert cell.amount is not None
        near = cell.amount.mantissa + chance.choice((-2, -1, -1, 1, 1, 2, 5, 10))
        far = chance.randint(-(10 ** chance.choice((2, 5, 9, 12, 19, 25))), 10 ** chance.choice((2, 5, 9, 12, 19, 25)))
        found[cell.index] = chance.choice((near, near, near, 0, far))
    return found


def drawn_alike(chance: random.Random, report: Report, count: int) -> list[Report]:
    """The report and others that are printed like it; now and then as large as machines' integers end."""
    return [report] + [with_mantissas(report, drawn_mantissas(chance, report)) for _ in range(count)]


def hold(reports: list[Report], rules: list[ResolvedRule], conditions: tuple[Applies, ...] = ()) -> Counter[str]:
    """Assert that columns say what the engine says; how many outcomes there were, and how often it was asked."""
    figures = figures_of(reports)
    columns = ColumnRules(reports[0], figures.places, rules, conditions)
    (group,) = columns.judged(figures)
    clean: list[int] = []
    said: Counter[tuple[str, str, str]] = Counter()
    tally = group.tally()
    counts: Counter[str] = Counter(asked=len(group.asked))
    for number, report in enumerate(reports):
        expected = evaluate(report, rules, conditions)
        told = group.outcomes(number)
        assert len(told) == len(expected)
        for mine, theirs in zip(told, expected, strict=True):
            assert says_the_same(mine, theirs), (mine, theirs)
        verdicts = Counter(each.verdict for each in expected)
        assert [verdicts[each] for each in VERDICTS] == tally[number].tolist()
        counts["outcomes"] += len(expected)
        said.update((each.rule.identifier, each.rule.severity, each.verdict) for each in expected)
        if not any(map(is_finding, expected)):
            clean.append(number)
    assert group.by_rule(np.ones(len(reports), np.bool_)) == said
    (quick,) = columns.judged(figures, only_clean=True)
    assert np.flatnonzero(quick.clean()).tolist() == np.flatnonzero(group.clean()).tolist() == clean
    for number in clean:
        assert quick.tally()[number].tolist() == tally[number].tolist()
    return counts


@pytest.mark.parametrize("kind", KINDS)
def test_drawn_rules_and_reports(kind: str) -> None:
    @settings(phases=[Phase.explicit, Phase.generate], max_examples=max(8, settings().max_examples // 12))
    @given(GENERATORS[kind], st.integers(0, 10**9))
    def holds(case: DrawnCase, seed: int) -> None:
        try:
            report = case._replace(units=(), prior="").read()
            rules = case.resolved(report)
        except InputError:
            reject()
        assume(not report.unsure)
        hold(drawn_alike(random.Random(seed), report, 8), rules)

    holds()


LINEAR = """
甲.计 = 甲.一 + 甲.二 - 甲.三
甲.计 == 甲.一
甲.计 >= 甲.一
甲.计 <= 甲.二 + 甲.三
甲.计 < 甲.二
甲.计 > 甲.三 * 2
甲.计 <> 甲.一
甲.一 = 甲.二
甲.一 == 甲.二
甲.一 - 甲.一 = 甲.二 - 甲.二
甲.计 * 2 = 甲.二 ± 0.05
甲.计 = 甲.二 ± 1%
甲.计 < 甲.二 + 3 ± 10%
甲.一 <> 甲.三 ± 0.01
甲.计 + 0.005 = 甲.一
甲.空 + 甲.一 = 甲.二
甲.空 = 甲.空
甲.空 * 2 = 甲.一 / 4
规则 口径：甲.计 = 甲.二
  口径 可不同
"""


def flat_report(chance: random.Random, decimals: list[int]) -> Report:
    figures = [chance.choice((100, 101, 99, 200, 5, 0, 1000)) * 10**each for each in decimals]
    texts = [f"{each // 10**places}.{each % 10**places:0{places}}" if places else str(each) for each, places in
             zip(figures, decimals, strict=True)]  # fmt: skip
    lines = "".join(f"  {name}: {text}\n" for name, text in zip("计一二三", texts, strict=True))
    return load(f"年度: 2021\n金额单位: 万元\n甲:\n{lines}  空: ~\n")


@settings(phases=[Phase.explicit, Phase.generate], max_examples=max(25, settings().max_examples // 4))
@given(st.integers(0, 10**9))
def test_every_linear_comparison(seed: int) -> None:
    chance = random.Random(seed)
    report = flat_report(chance, [chance.choice((0, 1, 2, 2, 2, 3)) for _ in range(4)])
    rules = resolve_text(LINEAR, report.forms)
    assert hold(drawn_alike(chance, report, 20), rules)["outcomes"] == 21 * 19


def test_linear_identities_need_no_engine() -> None:
    report = load("年度: 2021\n金额单位: 万元\n甲:\n  计: 3.00\n  一: 1.00\n  二: 2.00\n")
    rules = resolve_text("甲.计 = 甲.一 + 甲.二\n甲.计 >= 甲.一\n若 甲.一 > 0 则 甲.计 > 甲.二\n", report.forms)
    near = [with_mantissas(report, {0: 300 + each % 2}) for each in range(20)]
    assert hold(near, rules)["asked"] == 0


def test_a_number_that_may_be_meant_in_percent() -> None:
    """甲.一 / 甲.二 is a quarter, or 25 %: which of them is a question for the engine, report by report."""
    report = load("甲:\n  一: 25.00\n  二: 100.00\n")
    rules = resolve_text("甲.一 / 甲.二 <= 30\n甲.一 / 甲.二 = 25\n甲.一 = 甲.二 * 25\n", report.forms)
    others = [{0: each} for each in (2500, 3000, 3001, 250_000, 300_000, 300_001, 0, -2500)]
    assert hold([with_mantissas(report, each) for each in others], rules)["asked"] == len(others)


def test_the_engine_is_not_asked_where_that_is_in_vain() -> None:
    report = load("年度: 2021\n金额单位: 万元\n甲:\n  计: 5.00\n  一: 3.00\n  二: 2.00\n")
    rules = resolve_text("若 甲.一 / 甲.二 > 1 则 甲.计 = 甲.一 + 甲.二\n", report.forms)
    count = 4 * TRIED
    for of_four, asked in ((1, count), (3, TRIED)):
        wrong = [number % 4 < of_four for number in range(count)]
        reports = [with_mantissas(report, {0: 900 if each else 500}) for each in wrong]
        (group,) = ColumnRules(report, 2, rules).judged(figures_of(reports), only_clean=True)
        assert len(group.asked) == asked
        clean = [number for number in range(asked) if not wrong[number]]
        assert np.flatnonzero(group.clean()).tolist() == clean
        assert all(group.tally()[number][VERDICTS.index("pass")] == 1 for number in clean)


@pytest.mark.parametrize(
    "path", [REAL_REPORT, ROOT / "spec/packs/final-accounts/tests/base.yaml"], ids=["real", "base"]
)
def test_the_shipped_pack(path: Path) -> None:
    loaded = Verifier().load(str(path))
    report = loaded.result.report
    assert report is not None
    chance = random.Random(path.stem)
    for ready in loaded.rules:
        hold(drawn_alike(chance, report, 6), ready.resolved.rules, ready.conditions)


@pytest.mark.parametrize("kind", [np.int32, np.int64])
def test_a_sum_that_does_not_fit_is_widened(kind: type) -> None:
    report = load("甲: 1\n乙: 2\n丙: 3\n")
    most = int(np.iinfo(kind).max)
    columns = [
        np.array([most, -most, 1, most], kind),
        np.array([most, most, 2, -1], kind),
        np.array([0, 1, 3, 5], kind),
    ]
    figures = Figures(report, columns, 0, 4)
    for form in (Linear({0: 1, 1: 1}), Linear({0: 3, 1: -7, 2: 10**20}, 10**30), Linear({0: -1, 1: 1, 2: 1}, -5)):
        expected = [
            sum(factor * int(columns[cell][number]) for cell, factor in form.terms.items()) + form.constant
            for number in range(4)
        ]
        assert sum_of(figures, form).tolist() == expected


def test_more_reports_than_are_weighed_together() -> None:
    report = load("甲: 3.00\n乙: 3.00\n")
    rules = resolve_text("甲 = 乙\n", report.forms)
    numbers = np.arange(2 * TOGETHER + 5, dtype=np.int64)
    figures = Figures(report, [numbers, numbers // 7 * 7], 2, len(numbers))
    groups = list(ColumnRules(report, 2, rules).judged(figures))
    assert [each.count for each in groups] == [TOGETHER, TOGETHER, 5]
    passes = sum(int(each.tally()[:, VERDICTS.index("pass")].sum()) for each in groups)
    assert passes == len(range(0, 2 * TOGETHER + 5, 7))
