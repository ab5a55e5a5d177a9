"""The shipped pack proves itself: every rule tested in every way, and nobody can break or remove one unnoticed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from support.sources import ROOT

from jsrules.authoring.testing.coverage import measure
from jsrules.authoring.testing.run import PackTests, run_tests
from jsrules.authoring.testing.survivors import mutate_rules, unguarded
from jsrules.packs.library import find_pack, open_pack

PACK = ROOT / "spec" / "packs" / "final-accounts"
pytestmark = pytest.mark.xdist_group("shipped")  # they share a run of the pack's tests
NAME = re.compile(r"^规则 ([^：\n]+)：", re.MULTILINE)


@pytest.fixture(scope="module")
def tests() -> PackTests:
    return run_tests(find_pack("final-accounts"))


def test_its_tests_pass(tests: PackTests) -> None:
    assert tests.passed
    assert len(tests.results) > 1000


def test_they_cover_every_rule(tests: PackTests) -> None:
    coverage = measure(tests)
    assert coverage.percent == 100
    assert len(coverage.rules) == len(tests.prepared.rules)
    # What is said never to be can only be a difference of rounding or a missing figure, and each says why.
    assert {verdict for _, verdict in tests.prepared.exemptions} <= {"rounding", "undetermined"}
    assert len({each.reason for each in tests.prepared.exemptions.values()}) <= 6
    assert len(tests.prepared.exemptions) * 15 < len(coverage.rules)


def test_broken_rules_are_noticed(tests: PackTests) -> None:
    run = mutate_rules(tests.prepared)
    assert run.total > 1400
    assert run.percent >= 95
    readme = (PACK / "README.md").read_text("utf-8")
    unlisted = [f"{each.rule.info.name}：{each.text}" for each in run.survivors]
    assert [each for each in unlisted if f"| {each.split('：')[0]} | {each.split('：')[1]} |" not in readme] == []
    assert readme.count("改后仍没有发现") == 1
    assert len(run.survivors) <= 2


def test_no_rule_can_be_taken_away(tests: PackTests) -> None:
    assert unguarded(tests.prepared) == []


@pytest.mark.parametrize("number", [60, 234])
def test_a_pack_without_a_rule_fails(number: int, tests: PackTests, tmp_path: Path) -> None:
    """The rule is really taken out of its file, and the pack's tests are run anew: what is asked of each above."""
    name = list(tests.prepared.rules)[number]
    rule, _ = tests.prepared.rules[name]
    shutil.copytree(PACK, tmp_path / "pack")
    file = tmp_path / "pack" / "rules" / Path(rule.info.source.path).name
    text = file.read_text("utf-8")
    start = text.index(f"规则 {name}：")
    following = NAME.search(text, start + 1)
    scope = re.compile(r"^表", re.MULTILINE).search(text, start)
    end = min(each.start() for each in (following, scope) if each) if following or scope else len(text)
    file.write_text(text[:start] + text[end:], "utf-8")
    poorer = run_tests(open_pack(str(tmp_path / "pack")))
    assert not poorer.passed
    assert any(each.code == "E306" and f"“{name}”" in each.message for each in poorer.diagnostics)
