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
