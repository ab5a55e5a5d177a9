"""``jsrules reconcile`` beside violations that it does not look at: it never says that all is well."""

from __future__ import annotations

from pathlib import Path

import pytest

from jsrules.cli import main

SOUND = "甲: 1.00\n乙: 2.00\n丙: 3.00\n丁: 9.00\n空: ~\n字: 续建\n"
SUM = "丙 = 甲 + 乙\n乙 + 甲 = 丙 - 0\n"


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ("规则 界：丁 <= 丙", "是不等式，没有写类型是平衡或逻辑"),
        ("规则 界：丁 = 丙 ± 1", "写明了允许差"),
        ("规则 有：存在(空)", "问的是印了没有、填了没有，没有数可改"),
        ("规则 有：非 空白(空) 且 丁 > 0", "问的是印了没有、填了没有，没有数可改"),
        ('规则 字：字 = "新建"', "比的是文字或日期"),
        ("规则 大：最大(甲, 乙) = 丁", "不是金额、数目的等式或比率"),
        ("规则 核：丁 <= 丙\n  类型 核实\n  级别 错误", "是核实性的"),
    ],
)
@pytest.mark.parametrize("beside", ["", SUM])
def test_why_it_was_not_looked_at(
    rules: str,
    why: str,
    beside: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("r.jsr").write_text(beside + rules + "\n", "utf-8")
    Path("a.yaml").write_text(SOUND, "utf-8")
    codes = [main([verb, "a.yaml", "--rules", "r.jsr"]) for verb in ("reconcile", "verify")]
    said = capsys.readouterr().out.partition("a.yaml\n")[2].partition("a.yaml\n")[0].replace("\n", "")
    assert codes == [1, 1]
    assert "没有差错" not in said
    assert "0 条公式" not in said
    assert "另有 1 条不符没有解释" in said
    assert why in said
