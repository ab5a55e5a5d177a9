"""A table that is whole but for a row it seems to have lost: it counts with the rule's level, and accuses no figure."""

from __future__ import annotations

from pathlib import Path

import pytest

import jsrules

REPORT = """报告: 部门决算
年度: 2021
支出决算表:{whole}
  栏: [{columns}]
  行:
    合计: [{total}]
    201 一般公共服务支出: [{part}]
    20101: [{part}]
    2010101: [{part}]
"""
ALL = "本年支出合计, 基本支出, 项目支出, 上缴上级支出, 经营支出, 对附属单位补助支出"


def text(whole: str = "", columns: str = ALL, total: str = "10.00, 6.00, 4.00", part: str = "6.00, 4.00, 2.00") -> str:
    blanks = ", ~" * (columns.count(",") - total.count(","))
    whole = f"\n  列全: {whole}" if whole else ""
    return REPORT.format(whole=whole, columns=columns, total=total + blanks, part=part + blanks)


def verdicts(report: str, tmp_path: Path) -> list[tuple[str, str, str]]:
    path = tmp_path / "report.yaml"
    path.write_text(report, "utf-8")
    rule = "表 支出决算表\n规则 合计行：[合计, 本年支出合计] = 合计([各类, 本年支出合计])\n"
    (tmp_path / "r.jsr").write_text(rule, "utf-8")
    result = jsrules.verify(path, rules=tmp_path / "r.jsr")
    return [(each.verdict, each.kind, each.severity) for each in result.outcomes if each.rule.startswith("r/")]


@pytest.mark.parametrize(
    ("report", "found"),
    [
        (text(), ("undetermined", "lost_row", "error")),
        (text("false"), ("undetermined", "", "warning")),
        (text("true"), ("violation", "", "error")),
        (text(columns="本年支出合计, 基本支出, 项目支出"), ("undetermined", "", "warning")),
    ],
)
def test_what_it_weighs(report: str, found: tuple[str, str, str], tmp_path: Path) -> None:
    assert verdicts(report, tmp_path) == [found]


def test_it_is_told_once_with_what_to_do(tmp_path: Path) -> None:
    result = jsrules.verify(text_report(tmp_path, text()))
    shown = result.to_text()
    told = "“支出决算表.合计”几栏都大于所列各行之和，像是少写了行"
    assert shown.count(told) == 1
    assert "（错误 3；16 处未列出）" in shown
    assert "写 列全: false" in shown.replace("\n     ", "")
    assert f"{tmp_path}/report.yaml:6" in "".join(map(str.strip, shown.splitlines())), "where the row stands"
    (first, *_) = [each for each in result.findings if each.kind == "lost_row"]
    assert first.reason_subject == jsrules.ReasonSubject("row", table="支出决算表", row="合计")
    assert result.reconciliation is not None and result.reconciliation.figures == 0, "no figure is said to be wrong"
    assert not result.ok, "the exit code is 1"


def text_report(tmp_path: Path, report: str) -> Path:
    path = tmp_path / "report.yaml"
    path.write_text(report, "utf-8")
    return path
