"""Packs made for one test: rules, tests, a report."""

from __future__ import annotations

from pathlib import Path

from jsrules.authoring.testing.run import PackTests, run_tests
from jsrules.model.cases import FINDINGS
from jsrules.outputs.compose import Told
from jsrules.packs.library import open_pack

MANIFEST = "代号: made\n名称: 自拟\n版本: 1.0.0\n"
RULES = "规则 总计：总计 = 收入 + 结转\n规则 结转：若 结转 > 0 则 结转 <= 总计\n"
REPORT = "总计: 3.00\n收入: 2.00\n结转: 1.00\n"


def make_pack(folder: Path, rules: str = RULES, manifest: str = MANIFEST, **tests: str) -> Path:
    """A pack in a folder; each of ``tests`` is a file ``tests/NAME.yaml``."""
    (folder / "rules").mkdir(parents=True, exist_ok=True)
    (folder / "tests").mkdir(exist_ok=True)
    (folder / "pack.yaml").write_text(manifest, "utf-8")
    (folder / "rules" / "rules.jsr").write_text(rules, "utf-8")
    for name, text in tests.items():
        (folder / "tests" / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def run_pack(folder: Path, rules: str = RULES, **tests: str) -> PackTests:
    """How the tests of a pack made so go."""
    return run_tests(open_pack(str(make_pack(folder, rules, **tests))))


def a_test(body: str, report: str = REPORT) -> str:
    """A file of tests over a report that stands in it."""
    inside = "".join(f"  {line}\n" for line in report.splitlines())
    return f"测试: 自拟\n报告:\n{inside}{body}"


def told(tests: PackTests) -> list[tuple[str, str]]:
    """What went wrong: for each mismatch what was expected, and what was found instead."""
    return [
        (
            mismatch.expected.text if mismatch.expected else "",
            "；".join(
                f"{each.rule.name} {each.verdict} {each.difference if each.verdict in FINDINGS else ''}".strip()
                for each in (Told(result.case.report, one) for one in mismatch.outcomes)
            ),
        )
        for result in tests.failed
        for mismatch in result.mismatches
    ]
