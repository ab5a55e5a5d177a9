"""The analysis as diagnostics: what is said, once, and what a reason silences; and its page in the specification."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.checking import ROOT
from support.deep import analysed

from jsrules.authoring.checking import Checked, check_paths
from jsrules.checks.deep.equations import REASONS
from jsrules.cli import main
from jsrules.outputs.analysis import analysis_object

PAGE = (ROOT / "spec" / "analysis.md").read_text("utf-8")


def checked(tmp_path: Path, rules: str, forms: bool = False) -> Checked:
    file = tmp_path / "r.jsr"
    file.write_text(rules, "utf-8")
    (found,) = check_paths([str(file)], ("部门决算", 2021) if forms else None, deep=True)
    return found


def codes(tmp_path: Path, rules: str, forms: bool = False) -> list[str]:
    return [each.code for each in checked(tmp_path, rules, forms).diagnostics]


CYCLE = "规则 甲：a = b\n规则 乙：b = c\n规则 丙：a = c\n"


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        (CYCLE, ["W313"]),
        ("规则 甲：每栏 a = 1\n规则 乙：每栏 a = 2\n", ["W311"]),
        ("规则 甲：每栏 表 除 同比：t = a + b\n规则 乙：每栏 表 除 同比：t = a\n", ["W312"]),
        ("规则 甲：a = b\n规则 乙：b = a + 1\n", ["W311"]),
        ("规则 甲：t = a + b\n规则 乙：t = a\n", ["W312"]),
        # What the lints say of a rule is not said once more.
        ("规则 甲：a = b\n规则 乙：b = a\n", ["W301"]),
        ("规则 甲：a = b\n规则 乙：a <= b\n", ["W302"]),
        ("规则 甲：a = b\n规则 乙：a <= b\n  允许 W302 \"好找\"\n", []),
        ("规则 甲：a = a + 1\n", ["W303"]),
        ("规则 甲：a = a\n", ["W305"]),
        # Nothing to say, and nothing silenced.
        ("规则 甲：a = b + c\n规则 乙：d = a + e\n", []),
    ],
)  # fmt: skip
def test_each_thing_is_said_once(rules: str, wanted: list[str], tmp_path: Path) -> None:
    assert codes(tmp_path, rules) == wanted


RATES = """表样: 小决算
代号: small
年度: 2021
金额单位: 万元
表:
  表一:
    栏: {金额: 1, 占比: {栏次: 2, 单位: "%"}}
    行: {合计: 1, 甲: 2, 乙: 3}
"""


@pytest.mark.parametrize(("column", "implied"), [("金额", 1), ("占比", 0)])
def test_a_column_of_rates_is_left_out(column: str, implied: int) -> None:
    rules = f"表 表一\n规则 甲：每栏 1行 = 2行 + 3行\n规则 乙：[合计, {column}] = [甲, {column}] + [乙, {column}]\n"
    _, analysis = analysed(rules, RATES)
    assert len(analysis.implied) + len(analysis.partly) == implied


@pytest.mark.parametrize(
    "rules",
    [
        CYCLE + '  允许 W313 "抄自通知"\n',
        CYCLE.replace("b = c\n", 'b = c\n  允许 W313 "抄自通知"\n'),
        '规则 甲：a = b\n  允许 W311 "待改"\n规则 乙：b = a + 1\n',
        '规则 甲：t = a + b\n规则 乙：t = a\n  允许 W312 "本年没有 b"\n',
    ],
)
def test_a_reason_silences(rules: str, tmp_path: Path) -> None:
    found = checked(tmp_path, rules)
    assert (found.diagnostics, found.silenced) == ((), 1)


def test_a_rule_written_for_each_row_and_for_one(tmp_path: Path) -> None:
    rules = "表 支出决算表\n规则 各行：每行  基本支出 = 项目支出\n规则 一行：[合计, 项目支出] = [合计, 基本支出]\n"
    (found,) = checked(tmp_path, rules, forms=True).diagnostics
    assert (found.code, found.message) == ("W314", "“各行”代入各处后已包含这条规则")
    # A lighter rule replaces no heavier one.
    lighter = rules.replace("项目支出\n", "项目支出\n  级别 提示\n", 1)
    (found,) = checked(tmp_path, lighter, forms=True).diagnostics
    assert found.code == "W313"
    assert "其中等级较低的：“各行”" in found.notes


def test_what_is_said_of_the_allowance(tmp_path: Path) -> None:
    (found,) = checked(tmp_path, CYCLE).diagnostics
    assert found.notes[0] == "“丙” = “甲” + “乙”"
    assert "它的最大尾差是 0.01，推出的只保证 0.02" in found.notes[1]
    (found,) = checked(tmp_path, "规则 甲：a = 100 * b\n规则 乙：b = c\n规则 丙：a = 100 * c\n").diagnostics
    assert "它的最大尾差是 0.505，推出的只保证 1.505" in found.notes[1]
    # A figure that cancels in the proof costs; one that does not, does not.
    whole = "规则 甲：a + b = c + d\n规则 乙：b = d\n规则 丙：a = c\n"
    (found,) = checked(
        tmp_path, whole.replace("规则 丙：a = c\n", "规则 丙：2 * a + 3 * b = 2 * c + 3 * d\n")
    ).diagnostics
    assert "推出的最大尾差 0.05 不大于它自己的 0.05" in found.notes[1]


def test_names_tell_figures_apart(tmp_path: Path) -> None:
    rules = "表 表一\n每行 甲 = 乙 + 计数(丙, 丁)\n规则 一：甲 = 乙 + 计数(丙)\n"
    analysed = checked(tmp_path, rules + "规则 二：甲 = 乙\n").analyses[0]
    names = {name for each in analysis_object(analysed)["forced"] for name in each["cells"][0].values()}  # type: ignore[attr-defined]
    assert names == {"表一.计数(丙)", "0"}
    forms = "表间\n规则 一：计数(收入决算表[合计, 栏1], 收入决算表[合计, 栏2]) = 计数(收入决算表[合计, 栏3])\n"
    analysed = checked(tmp_path, forms + "规则 二：计数(收入决算表[合计, 栏3]) = 1\n", forms=True).analyses[0]
    (cell,) = analysis_object(analysed)["forced"][0]["cells"]  # type: ignore[index]
    assert cell["name"] == "计数(收入决算表.合计.本年收入合计、收入决算表.合计.财政拨款收入)"


def test_mistakes_do_not_stop_the_analysis(tmp_path: Path) -> None:
    assert codes(tmp_path, CYCLE + "规则 丁：a = = b\n") == ["W313", "E201"]


def test_nothing_is_analysed_unless_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "r.jsr"
    file.write_text(CYCLE, "utf-8")
    assert main(["check", str(file), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["checked"][0]["analyses"] == []
    assert main(["check", str(file), "--deep", "--fail-on", "info"]) == 1


# -- the page


def test_the_reasons_are_on_the_page() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ", PAGE, re.MULTILINE)
    assert [row for row in rows if row in REASONS] == list(REASONS)


def test_the_example_of_the_page(tmp_path: Path) -> None:
    rules = re.findall(r"^```jsr\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    (found,) = checked(tmp_path, rules[0]).diagnostics
    assert f"`{found.notes[0]}`" in PAGE


def test_the_keys_of_the_page() -> None:
    (found,) = check_paths(["final-accounts"], ("部门决算", 2021), deep=True)
    content = json.loads(json.dumps(analysis_object(found.analyses[0])))
    named = set(re.findall(r"`(\w+)(?:\[\])?`", PAGE))
    assert set(content) <= named
    for several in ("rules", "implied", "partly"):
        assert set(content[several][0]) <= named
    proof = next(proof for each in content["implied"] if each["rule"] == "说明支出总计" for proof in each["proofs"])
    (shown,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    assert json.loads(shown) == proof
