"""What a report leaves out accuses nobody: parts are removed at random from published accounts, and from a sound report
under the form sets of several years and provinces. No other figure is accused than before, but for the rules that want to
see something stated, and nothing that is not stated is proposed to be corrected.
"""

from __future__ import annotations

import os
from functools import cache
from random import Random
from typing import NamedTuple

import pytest
from hypothesis import settings
from support.checking import REAL_REPORT, ROOT
from support.removing import PartPath, Tree, parsed, parts, some, without, written

from jsrules.base.source import Source
from jsrules.model.changes import CellPlace
from jsrules.model.result import Result
from jsrules.outputs.compose import Told
from jsrules.verification.verifier import Verifier

PUBLISHED = {path.stem: path.read_text("utf-8") for path in sorted((ROOT / "tests" / "published").glob("*.yaml"))}
SOUND = (ROOT / "spec" / "packs" / "final-accounts" / "tests" / "base.yaml").read_text("utf-8")
FORM_SETS = ("2017 上海市", "2017 河南省", "2019 陕西省", "2021 上海市", "2022 四川省", "2022 天津市", "2024 云南省")

REPORTS: dict[str, str] = {
    "real": REAL_REPORT.read_text("utf-8"),
    **PUBLISHED,
    **{
        each: SOUND.replace("年度: 2021", f"年度: {each[:4]}").replace("地区: 河南省", f"地区: {each[5:]}")
        for each in FORM_SETS
    },
}
TRIES = max(2, settings().max_examples // 25)
WANTED = "须有"
"""In the name of a rule: it wants to see something stated (存在)."""


@cache
def verifier() -> Verifier:
    return Verifier()


def verified(name: str, tree: Tree, reconcile: int = 0) -> Result:
    return verifier().verify(Source(name, written(tree)), reconcile=reconcile)


class Accusation(NamedTuple):
    """A violated rule, where it is violated, and the figures that stand in it."""

    rule: str
    row: str
    column: int
    figures: frozenset[CellPlace]


def accusations(result: Result) -> list[Accusation]:
    report = result.report
    assert report is not None
    found = []
    for each in result.outcomes:
        if each.verdict == "violation" and WANTED not in each.rule.name:
            cells = [term.cell for term in Told(report, each).terms]
            figures = frozenset((cell.form, cell.block, cell.row, cell.column) for cell in cells)
            found.append(Accusation(each.rule.name, each.ground.place.row, each.ground.place.column, figures))
    return found


def strangers(found: list[Accusation], before: list[Accusation]) -> list[Accusation]:
    """Accusations that are new and of other figures: an error may show in another rule where the first one cannot be
    asked any more.
    """
    known = {each[:3] for each in before}
    figures = {figure for each in before for figure in each.figures}
    return [each for each in found if each[:3] not in known and not figures & each.figures]


@cache
def whole(name: str) -> tuple[Tree, Result]:
    tree = parsed(REPORTS[name])
    result = verified(name, tree)
    assert result.report is not None, [each.message for each in result.diagnostics]
    return tree, result


def removed(name: str, number: int) -> tuple[list[PartPath], Tree]:
    """A report without one part, or without several."""
    tree, result = whole(name)
    assert result.report is not None
    random = Random(number)
    found = some(random, parts(tree, result.report.forms), random.choice([1, 1, 3, 20, 60]))
    return found, without(tree, found, result.report.forms)


def numbers(of: str) -> range:
    first = 0 if os.environ.get("CI") else Random(of + os.urandom(4).hex()).randrange(10**9)
    return range(first, first + TRIES)


@pytest.mark.parametrize("name", REPORTS)
def test_nobody_is_accused(name: str) -> None:
    _, result = whole(name)
    for number in numbers(name):
        gone, left = removed(name, number)
        found = verified(name, left)
        assert found.report is not None, (number, gone, [each.message for each in found.diagnostics])
        assert strangers(accusations(found), accusations(result)) == [], (number, gone)


@pytest.mark.parametrize("name", ["real", "putuo-guihua-2024", "2017 上海市"])
def test_nothing_is_corrected_that_is_not_stated(name: str) -> None:
    for number in numbers(name)[: max(1, TRIES // 2)]:
        gone, left = removed(name, number)
        found = verified(name, left, reconcile=5)
        assert found.report is not None
        if not any(each.verdict in ("violation", "rounding") for each in found.outcomes):
            assert found.reconciliation is None or not found.reconciliation.causes
            continue
        assert found.reconciliation is not None
        for cause in found.reconciliation.causes:
            for way in cause.corrections:
                for each in way.suspects:
                    cell = each.cell
                    assert found.report.cells[cell.index] is cell, (number, gone, found.report.cell_path(cell))


def test_a_sound_report_stays_sound_under_every_form_set() -> None:
    for name in FORM_SETS:
        assert not [each for each in accusations(whole(name)[1]) if "年度" not in each.rule], name


FLAT = """
单位: 某局
年度: 2021
金额单位: 万元
总表:
  栏: [预算, 决算, 完成率]
  行:
    拨款: [10.00, 9.00, 90.00%]
    事业: [2.00, 3.00, 150.00%]
    合计: [12.00, 12.00, 100.00%]
支出:
  基本支出: 7.00
  项目支出: 5.00
  支出合计: 12.00
  各项:
    列全: false
    子: 3.00
    丑: 4.00
明细:
  列全: false
  栏: [金额]
  行:
    甲: [8.00]
    乙: [4.00]
情况说明:
  总体: {金额: [12.00, 12.0], 上年: 10.00, 增减率: 20.00%}
  人员: {在职: 3 人, 退休: 2 人, 总数: 5 人}
"""
FLAT_RULES = """
表 总表
每栏 合计 = 拨款 + 事业
每行 完成率 = 决算 / 预算
[合计, 决算] >= [拨款, 决算]
合计([合计, 预算..决算]) = 24
表间
支出.支出合计 = 支出.基本支出 + 支出.项目支出
支出.基本支出 = 合计(支出.各项[*])
总表[合计, 决算] = 支出.支出合计
总表[合计, 决算] = 合计(明细[*, 金额])
支出.支出合计 = 合计(明细[*, 金额], 若 本值 > 0)
情况说明.总体.增减率 = 情况说明.总体.金额 / 情况说明.总体.上年 - 1
情况说明.总体.金额 = 总表[合计, 决算]
情况说明.人员.总数 = 情况说明.人员.在职 + 情况说明.人员.退休
若 存在(支出.项目支出) 则 支出.支出合计 > 支出.项目支出
最大(支出.基本支出, 支出.项目支出) <= 支出.支出合计
"""


def _entries(tree: object, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The places in a tree of mappings and lists, but for what a table says of itself; of a matrix its rows only."""
    if not isinstance(tree, dict):
        return []
    own = [(*above, key) for key in tree if key not in ("栏", "行", "列全", "单位", "年度", "金额单位")]
    return own + [each for key, value in tree.items() for each in _entries(value, (*above, key))]


def test_nobody_is_accused_without_a_form_set() -> None:
    whole = verifier_of_flat().verify(Source("flat", FLAT), reconcile=5)
    assert whole.report is not None
    before = {each.rule.name for each in whole.outcomes if each.verdict == "violation"}
    assert not before
    assert {each.verdict for each in whole.outcomes} == {"pass", "not_applicable"}  # columns of rates
    for number in numbers("flat"):
        for _ in range(10):
            random = Random(number)
            tree = parsed(FLAT)
            for _ in range(random.choice([1, 1, 2, 5])):
                places = _entries(tree)
                *path, last = random.choice(places)
                node: Tree = tree
                for each in path:
                    node = node[each]
                if len(node) > 1:
                    del node[last]
            found = verifier_of_flat().verify(Source("flat", written(tree)), reconcile=5)
            if found.report is None:
                assert {each.code for each in found.diagnostics if each.severity == "error"} <= {"E109"}, number
                continue
            accused = [each.rule.name for each in found.outcomes if each.verdict == "violation"]
            assert accused == [], (number, accused, written(tree))
            assert found.reconciliation is None or not found.reconciliation.causes
            number += 10**6


@cache
def verifier_of_flat() -> Verifier:
    return Verifier([Source("rules.jsr", FLAT_RULES)])
