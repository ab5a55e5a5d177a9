"""A finding on a rule with conditions shows the figures that make them true."""

from __future__ import annotations

from pathlib import Path

import pytest

from jsrules.cli import main
from jsrules.engine import bind

REPORT = """
甲: 5.00
乙: 0 辆
丙: 3.00
丁: -4.00
率: 12.50%
元: 1.00 万元
表:
  栏: [数, 限]
  行:
    一: [5.00, 4.00]
    二: [3.00, 2.00]
"""


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        ("若 甲 > 0 则 乙 >= 1", ["甲 > 0：5.00 > 0"]),
        ("若 甲 - 丙 > 1 且 丁 < 0 则 甲 = 丙", ["甲 - 丙 > 1：5.00 - 3.00 > 1", "丁 < 0：(-4.00) < 0"]),
        ("若 甲 > 0 则 若 丙 > 1 则 甲 = 丙", ["甲 > 0：5.00 > 0", "丙 > 1：3.00 > 1"]),
        ("若 率 > 10% 则 乙 > 0", ["率 > 10%：12.50% > 10%"]),
        ("若 甲 > 9 或 丙 > 1 则 乙 > 0", ["甲 > 9 或 丙 > 1：5.00、3.00"]),
        ("若 存在(甲) 则 乙 > 0", []),
        ("若 非 空白(丙) 则 (乙 > 0 或 甲 = 丙)", []),
        ("每行 表：若 数 > 4 则 数 <= 限", ["数 > 4：5.00 > 4"]),
        ("若 元 > 0 则 乙 > 0", ["元 > 0：1.00 万元 > 0"]),
        ("甲 = 丙", []),
    ],
)
def test_conditions_are_shown_with_their_figures(
    rule: str, shown: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(REPORT, "utf-8")
    Path("r.jsr").write_text(f"规则 则：{rule}\n", "utf-8")
    assert main(["verify", "a.yaml", "--rules", "r.jsr", "--no-reconcile"]) == 1
    lines = [line.strip() for line in capsys.readouterr().out.split("\n")]
    assert [line.removeprefix("条件").strip() for line in lines if line.startswith("条件")] == shown


def test_no_condition_is_shown_of_what_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text("甲: 5.00\n乙: 2.50\n丙: 2.51\n", "utf-8")
    Path("r.jsr").write_text("若 甲 > 0 则 甲 = 乙 + 丙\n", "utf-8")
    assert main(["verify", "a.yaml", "--rules", "r.jsr"]) == 0
    assert "条件" not in capsys.readouterr().out


def test_a_report_is_not_looked_through_for_each_condition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """20,000 findings on conditions took a minute and a half to be told."""
    monkeypatch.chdir(tmp_path)
    Path("a.yaml").write_text(REPORT, "utf-8")
    Path("r.jsr").write_text("".join(f"若 甲 > {n} 则 乙 >= 1\n" for n in range(5)), "utf-8")
    asked: list[object] = []
    monkeypatch.setattr(bind, "_has_counts", lambda report: bool(asked.append(report)))
    assert main(["verify", "a.yaml", "--rules", "r.jsr", "--no-reconcile"]) == 1
    assert capsys.readouterr().out.count("条件") == 5
    assert len(asked) < 5
