"""Reports of subordinate units: how they are found, what is refused, what findings say of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.checking import REAL_REPORT, load, resolve_text
from support.packing import make_pack
from support.solving import corrections

import jsrules
from jsrules.authoring.testing.run import run_tests
from jsrules.base.diagnostic import InputError
from jsrules.cli import main
from jsrules.engine.evaluate import evaluate
from jsrules.model.result import Result
from jsrules.outputs.compose import Teller
from jsrules.outputs.json import result_object
from jsrules.packs.library import open_pack
from jsrules.verification.verifier import Verifier

HEAD = "单位: 市局\n年度: 2021\n金额单位: 万元\n"
RULES = "总计 = 合计(下级单位.总计)\n收入 = 合计(下级单位.收入)\n"
FIRST = "单位: 甲局\n年度: 2021\n金额单位: 万元\n总计: 40.00\n收入: 20.00\n"
SECOND = "单位: 乙局\n年度: 2021\n金额单位: 元\n总计: 500000.00\n收入: 300000.00\n"


class Folder:
    """A folder with a consolidated report, those of two units and rules."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.write("r.jsr", RULES)
        self.write("a.yaml", FIRST)
        self.write("b/b.yaml", SECOND)

    def write(self, name: str, text: str) -> str:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return str(path)

    def verify(self, head: str, body: str = "总计: 90.00\n收入: 50.00\n", *given: str) -> Result:
        report = self.write("all.yaml", f"{HEAD}{head}\n{body}")
        return Verifier([str(self.path / "r.jsr")]).verify(report, reconcile=10, subordinates=given)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def verdicts(result: Result) -> list[str]:
    assert result.report is not None, result.diagnostics
    return [each.verdict for each in result.outcomes]


@pytest.mark.parametrize("head", ["下级: [a.yaml, b/]", "下级: [b, a.yaml]", "subordinates: [a.yaml, b/b.yaml]"])
def test_a_head_names_files_and_folders(head: str, folder: Folder) -> None:
    result = folder.verify(head)
    assert verdicts(result) == ["pass", "pass"]
    assert result.report is not None and result.report.subordinates is not None
    assert {each.unit for each in result.report.subordinates} == {"甲局", "乙局"}


def test_a_single_folder_needs_no_brackets_and_is_sorted(folder: Folder) -> None:
    folder.write("b/a.yml", FIRST)
    folder.write("b/.hidden.yaml", "x")
    folder.write("b/注.txt", "x")
    folder.write("b/c/deep.yaml", "x")
    result = folder.verify("下级: b/")
    assert result.report is not None and result.report.subordinates is not None
    assert [each.unit for each in result.report.subordinates] == ["甲局", "乙局"]


def test_those_given_take_the_place_of_those_in_the_head(folder: Folder) -> None:
    result = folder.verify("下级: 没有/", "总计: 40.00\n收入: 20.00\n", str(folder.path / "a.yaml"))
    assert verdicts(result) == ["pass", "pass"]


def test_without_them_it_cannot_be_decided(folder: Folder) -> None:
    result = folder.verify("")
    assert [(each.verdict, each.missing) for each in Teller(result).all()] == [("undetermined", "下级单位的报告")] * 2


@pytest.mark.parametrize(
    ("head", "what"),
    [
        ("下级: [a.yaml, a.yaml]", "同一个文件写了两次"),
        ("下级: [b/, ./b/b.yaml]", "同一个文件写了两次"),
        ("下级: all.yaml", "它就是这份报告自己"),
        ("下级: ./", "它就是这份报告自己"),
        ("下级: [a.yaml, twin.yaml]", "已有一份"),
        ("下级: old.yaml", "它是 2020 年度的，不是 2021 年度的"),
        ("下级: bare.yaml", "只有一份写了“金额单位”"),
        ("下级: kind.yaml", "种类不同"),
        ("下级: loop.yaml", "它的“下级”里又有这份报告"),
        ("下级: ../a.yaml", "只能是同一文件夹或其下的文件"),
        ("下级: /etc/passwd", "只能是同一文件夹或其下的文件"),
        ("下级: C:/a.yaml", "只能是同一文件夹或其下的文件"),
        ("下级: empty/", "文件夹里没有报告"),
    ],
)
def test_what_cannot_be_used_is_an_error_at_its_place(head: str, what: str, folder: Folder) -> None:
    folder.write("twin.yaml", FIRST.replace("甲局", "甲 局"))
    folder.write("old.yaml", FIRST.replace("2021", "2020"))
    folder.write("bare.yaml", FIRST.replace("金额单位: 万元\n", ""))
    folder.write(
        "kind.yaml", FIRST.replace("单位", "报告: 部门决算\n单位", 1).replace("总计: 40.00\n收入: 20.00\n", "")
    )
    folder.write("loop.yaml", FIRST + "下级: [all.yaml]\n")
    folder.write("empty/注.txt", "")
    result = folder.verify(head)
    assert result.report is None
    found = [each for each in result.diagnostics if what in each.message]
    assert [each.code for each in found] == ["E128"]
    assert found[0].place()[1] == 4
    assert found[0].remedy


def test_all_that_is_wrong_is_told_at_once(folder: Folder) -> None:
    folder.write("bad.yaml", "总计: [1,\n")
    result = folder.verify("下级: [a.yaml, 没有.yaml, bad.yaml, old.yaml, 也没有/]")
    found = [(each.code, Path(each.place()[0]).name, each.place()[1]) for each in result.diagnostics]
    assert ("E401", "all.yaml", 4) in found  # a file that is not there is shown where it is named
    assert sum(code == "E401" for code, *_ in found) == 3
    assert any(name == "bad.yaml" for _, name, _ in found)


def test_too_many_are_refused(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jsrules.verification.subordinates.MAXIMUM_SUBORDINATES", 1)
    assert "超过上限 1 个" in folder.verify("下级: [a.yaml, b/]").diagnostics[0].message


def test_too_long_ones_are_refused(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jsrules.verification.subordinates.MAXIMUM_CHARACTERS", 60)
    assert "一共超过" in folder.verify("下级: [a.yaml, b/]").diagnostics[0].message


def test_a_head_names_files_and_nothing_else(folder: Folder) -> None:
    assert [each.code for each in folder.verify("下级: {甲: 1.00}").diagnostics] == ["E110"]
    assert [each.code for each in folder.verify("下级: [[a.yaml]]").diagnostics] == ["E110"]


def test_the_units_of_units_are_not_followed(folder: Folder) -> None:
    folder.write("a.yaml", FIRST + "下级: 没有/\n上年: 没有.yaml\n")
    assert verdicts(folder.verify("下级: [a.yaml, b/]")) == ["pass", "pass"]


def test_findings_name_the_unit_and_its_file(folder: Folder) -> None:
    folder.write("a.yaml", FIRST.replace("收入: 20.00\n", ""))
    result = folder.verify("下级: [a.yaml, b/]", "总计: 91.00\n收入: 50.00\n")
    told = Teller(result).all()
    assert [each.missing for each in told] == ["", "甲局.收入"]
    assert told[0].allowance == "0.0100005"
    found = result_object(result)["findings"]
    assert isinstance(found, list)
    cells = [(each["ref"], each["path"] and Path(each["path"]).name) for each in found[0]["cells"]]
    assert cells == [("总计", None), ("甲局.总计", "a.yaml"), ("乙局.总计", "b.yaml")]


def test_a_unit_without_a_name_goes_by_its_file(folder: Folder) -> None:
    folder.write("b/b.yaml", "年度: 2021\n金额单位: 万元\n收入: 1.00\n")
    assert [each.missing for each in Teller(folder.verify("下级: [a.yaml, b/]")).all()] == ["b.yaml.总计", ""]


def test_a_finding_of_each_unit_is_named_after_it(folder: Folder) -> None:
    folder.write(
        "r.jsr",
        "规则 平衡：每个下级单位  下级单位.总计 = 下级单位.收入\n规则 写明：每个下级单位  存在(下级单位.备注数)\n",
    )
    folder.write("a.yaml", FIRST + "备注数: 1.00\n")
    told = Teller(folder.verify("下级: [a.yaml, b/]", "总计: 1\n收入: 1\n备注数: 1.00\n")).all()
    assert [(each.verdict, each.row) for each in told] == [
        ("violation", "甲局.总计"),
        ("violation", "乙局.总计"),
        ("pass", "甲局.备注数"),
        ("violation", "乙局"),
    ]


def test_a_figure_of_a_unit_may_be_the_wrong_one(folder: Folder) -> None:
    """Its own table says so, too."""
    folder.write("r.jsr", RULES + "规则 各自：每个下级单位  下级单位.总计 = 下级单位.收入 + 下级单位.其他\n")
    folder.write("a.yaml", FIRST.replace("40.00", "46.00") + "其他: 20.00\n")
    folder.write("b/b.yaml", SECOND + "其他: 200000.00\n")
    result = folder.verify("下级: [a.yaml, b/]", "总计: 90.00\n收入: 50.00\n其他: 40.00\n")
    assert result.report is not None
    claim = result.reconciliation
    assert claim is not None
    assert corrections(claim) == {"甲局.总计": "40.00"}
    (cause,) = claim.causes
    assert claim.report.path_of(cause.corrections[0].suspects[0].cell).endswith("a.yaml")


def test_another_kind_of_unit_is_told(folder: Folder) -> None:
    folder.write("r.jsr", "人数 = 合计(下级单位.人数)\n")
    folder.write("a.yaml", FIRST + "人数: 3 万元\n")
    folder.write("b/b.yaml", SECOND + "人数: 4 人\n")
    (told,) = Teller(folder.verify("下级: [a.yaml, b/]", "人数: 7 人\n")).all()
    assert told.verdict == "undetermined"
    assert "甲局.人数" in told.reason and "不是一种单位" in told.reason


def test_with_the_form_set(folder: Folder) -> None:
    """The real report as its own only unit: every total agrees."""
    text = REAL_REPORT.read_text("utf-8")
    folder.write(
        "r.jsr", "表间\n每个科目、每栏 支出决算表：本级 = 合计(下级单位.支出决算表[本行, 本栏])\n计数(下级单位) = 1\n"
    )
    folder.write("unit.yaml", text)
    report = folder.write("city.yaml", text.replace("年度: 2021\n", "年度: 2021\n下级: unit.yaml\n", 1))
    result = Verifier([str(folder.path / "r.jsr")]).verify(report)
    own = [each.verdict for each in result.outcomes if each.rule.identifier.startswith("r/")]
    assert len(own) > 50
    assert set(own) <= {"pass", "not_applicable"}


def test_the_command_line(folder: Folder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    folder.write("all.yaml", f"{HEAD}总计: 90.00\n收入: 50.00\n")
    monkeypatch.chdir(folder.path)
    given = ["--rules", "r.jsr", "--subordinates", "a.yaml", "--subordinates", "b"]
    assert main(["verify", "all.yaml", *given, "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["summary"]["pass"] == 2
    assert main(["verify", "all.yaml", "a.yaml", *given]) == 2
    assert "E128" in capsys.readouterr().err
    assert main(["explain", "r/总计 = 合计(下级单位.总计)", "--report", "all.yaml", *given]) == 0
    assert "90.00 = 40.00 + 0.0001 × 500000.00" in capsys.readouterr().out
    assert main(["mutate", "all.yaml", *given]) in (0, 1)
    assert main(["reconcile", "all.yaml", *given]) == 0


def test_from_python() -> None:
    report = {"单位": "市局", "总计": "90.00"}
    units = [{"单位": "甲局", "总计": "40.00"}, {"单位": "乙局", "总计": "51.00"}]
    result = jsrules.verify(report, rules=_rules("总计 = 合计(下级单位.总计)"), subordinates=units)
    (finding,) = result.findings
    assert [(each.ref, each.path) for each in finding.cells] == [
        ("总计", "<report>"),
        ("甲局.总计", "<subordinate 1>"),
        ("乙局.总计", "<subordinate 2>"),
    ]
    with pytest.raises(InputError, match="E128"):
        jsrules.verify(report, rules=_rules("总计 = 1"), subordinates=[units[0], units[0]])


def _rules(text: str) -> jsrules.Readable:
    import io

    return io.StringIO(text)


@pytest.mark.parametrize("named", ["下级: [a.yaml, b.yaml]\n", ""])
def test_tests_of_rules_have_units(named: str, tmp_path: Path) -> None:
    """They are named by the file of tests, or by the report's own head."""
    head = "" if named else "下级: [a.yaml, b.yaml]\n"
    test = f"测试: 汇总\n报告: all.yaml\n{named}用例:\n  汇总:\n    - 相符\n    - 总计 += 1.00 → 不符 1.00\n"
    units = {"a": "单位: 甲\n总计: 1.00  # → 汇总 无法判断\n", "b": "单位: 乙\n总计: 2.00  # → 汇总 无法判断\n"}
    whole = f"单位: 市\n{head}总计: 3.00\n" if head else "单位: 市\n总计: 3.00  # → 汇总 无法判断\n"
    make_pack(tmp_path, "规则 汇总：总计 = 合计(下级单位.总计)\n", one=test, all=whole, **units)
    own = [each for each in run_tests(open_pack(str(tmp_path))).results if each.case.case.rule]
    assert [each.passed for each in own] == [True, True]


def test_a_violation_that_also_asks_units_without_reports_is_undetermined() -> None:
    report = load("表:\n  栏: [数]\n  行:\n    甲: [3.00]\n")
    resolved = resolve_text("非 (表[甲, 数] = 合计(下级单位.表[*, 数]) 或 表[甲, 数] > 1)\n", report.forms)
    (outcome,) = evaluate(report, resolved)
    assert (outcome.verdict, outcome.judgement.reason and outcome.judgement.reason.code) == ("undetermined", "absent")
