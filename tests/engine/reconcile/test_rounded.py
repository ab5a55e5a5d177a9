"""Reports in which nothing is wrong but the last places are told so quickly, and as by the whole search."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.checking import load, resolve_text
from support.solving import reconcile_by
from support.witness import witness_holds

from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile import reconcile as whole
from jsrules.engine.reconcile.rounded import merely_rounded
from jsrules.engine.reconcile.tails import GRID, ROUNDED, STILL, TailRows
from jsrules.model.outcome import Outcome
from jsrules.model.reconciliation import Reconciliation
from jsrules.model.report import Report

SECTIONS = 6
RULES = "".join(
    f"甲{n}.合计 = 甲{n}.基本 + 甲{n}.项目\n甲{n}.基本 = 甲{n}.人员 + 甲{n}.公用\n甲{n}.项目 <= 甲{n}.合计\n  类型 逻辑\n"
    for n in range(SECTIONS)
) + "".join(
    f"总计.{name} = {' + '.join(f'甲{n}.{name}' for n in range(SECTIONS))}\n" for name in ("合计", "基本", "项目")
)


def honestly_rounded(chance: random.Random, decimals: int) -> str:
    """True amounts with six places, printed with fewer."""
    lines, totals = ["金额单位: 万元"], {"合计": 0, "基本": 0, "项目": 0}
    step = 10 ** (6 - decimals)

    def shown(value: int) -> str:
        rounded = (2 * value + step) // (2 * step)
        return f"{rounded // 10**decimals}.{rounded % 10**decimals:0{decimals}d}" if decimals else str(rounded)

    for number in range(SECTIONS):
        staff, office, project = (chance.randrange(10 ** chance.randint(6, 10)) for _ in range(3))
        values = {
            "合计": staff + office + project,
            "基本": staff + office,
            "项目": project,
            "人员": staff,
            "公用": office,
        }
        lines += [f"甲{number}:", *(f"  {name}: {shown(value)}" for name, value in values.items())]
        totals = {name: total + values[name] for name, total in totals.items()}
    return "\n".join([*lines, "总计:", *(f"  {name}: {shown(value)}" for name, value in totals.items())]) + "\n"


def judged(text: str, rules: str = RULES) -> tuple[Report, list[Outcome], Reconciliation]:
    """A report, its outcomes, and what the whole search says of it."""
    report = load(text)
    resolved = resolve_text(rules, report.forms)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(whole, "merely_rounded", lambda *_: None)
        return report, evaluate(report, resolved), reconcile_by(report, resolved)


@settings(max_examples=12)
@given(st.integers(0, 10**9), st.integers(0, 3))
def test_what_is_told_is_what_the_whole_search_tells(seed: int, decimals: int) -> None:
    report, outcomes, expected = judged(honestly_rounded(random.Random(seed), decimals))
    found = merely_rounded(report, outcomes)
    if found is None:
        return
    assert witness_holds([each.ground for each in outcomes], found)
    found.witness = expected.witness
    assert found == expected


def test_most_are_told_so_and_few_amounts_are_moved() -> None:
    quick = moved = least = 0
    for seed in range(20):
        report, outcomes, expected = judged(honestly_rounded(random.Random(seed), 2))
        found = merely_rounded(report, outcomes)
        if found is not None:
            quick, moved, least = quick + 1, moved + len(found.witness), least + len(expected.witness)
    assert quick >= 18
    assert 5 * moved <= 6 * least


@pytest.mark.parametrize(
    ("rules", "text"),
    [
        ("甲 = 乙 + 丙\n", "甲: 3.02\n乙: 1.00\n丙: 2.00\n"),
        ("甲 = 乙\n", "甲: 1.01\n乙: 1.00\n"),
        ("甲 = 乙 + 丙\n乙 + 丙 = 丁\n丁 = 甲 + 戊\n", "甲: 3.01\n乙: 1.00\n丙: 2.00\n丁: 3.02\n戊: 0.00\n"),
        ("t1 = a + b\nt2 = t1 + c\nt3 = t2 + d\n", "a: 10\nb: 10\nc: 10\nd: 10\nt1: 21\nt2: 32\nt3: 43\n"),
        ("甲 = 乙 + 丙\n若 甲 > 1 则 乙 = 1\n", "甲: 3.01\n乙: 1.00\n丙: 2.00\n"),
    ],
    ids=["violated", "one amount in two ways", "three rows", "impossible together", "under a condition"],
)
def test_what_is_more_than_tails_is_left_to_the_whole_search(rules: str, text: str) -> None:
    report, outcomes, expected = judged(text, rules)
    found = merely_rounded(report, outcomes)
    assert found is None or found.status == expected.status == "consistent"


def test_amounts_in_other_units_are_moved_in_their_own_last_place() -> None:
    text = "甲: 3.01 万元\n乙: 10010.00 元\n丙: 2.00 万元\n丁: 20045 元\n"
    report, outcomes, expected = judged(text, "甲 = 乙 + 丙\n丙 = 丁\n")
    found = merely_rounded(report, outcomes)
    assert expected.status == "consistent"
    assert found is not None
    assert witness_holds([each.ground for each in outcomes], found)


@settings(max_examples=60)
@given(st.data())
def test_values_are_within_all_ranges(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 8))
    variables = data.draw(st.lists(st.sampled_from((STILL, ROUNDED, ROUNDED)), min_size=count, max_size=count))
    rows = []
    for _ in range(data.draw(st.integers(1, 5))):
        chosen = data.draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=4, unique=True))
        rows.append([(each, data.draw(st.sampled_from((1, 1, -1, -1, 10)))) for each in chosen])
    ranges = []
    for _ in rows:
        low = data.draw(st.integers(-2, 2)) * 2 * GRID
        ranges.append(data.draw(st.sampled_from(((low, low), (low, None), (None, low)))))
    found = TailRows(rows, variables).solved(ranges)
    if found is None:
        return
    assert all(variables[each][0] <= value <= variables[each][1] for each, value in found.items())
    for row, (least, most) in zip(rows, ranges, strict=True):
        total = sum(factor * found.get(variable, 0) for variable, factor in row)
        assert (least is None or total >= least) and (most is None or total <= most)
