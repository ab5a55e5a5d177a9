"""One verifier for many reports, one report for several verifiers, locked packs, and checking rules."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
from support.bureau import Bureau, Department
from support.processes import REPORT, run_jsrules
from support.sources import ROOT

import jsrules
from jsrules.authoring.build import collect
from jsrules.packs.archive import write_archive


def test_one_verifier_for_many_reports() -> None:
    verifier = jsrules.Verifier(StringIO("甲 = 乙"))
    assert verifier.verify({"甲": 1, "乙": 1}).ok
    assert not verifier.verify({"甲": "1.00", "乙": "2.00"}).ok
    result = verifier.verify({"甲": 1})  # rules are understood by the names of a report
    (finding,) = result.findings
    assert (finding.verdict, finding.reason_code, finding.severity) == ("undetermined", "unknown_name", "error")
    assert finding.reason == "报告里没有“乙”；是不是“甲”？"
    assert not result.ok
    assert verifier.verify({"乙": 1, "甲": 1}).ok


def test_a_report_is_read_once_and_verified_as_often_as_one_likes() -> None:
    report = jsrules.read(REPORT)
    assert jsrules.read(report) is report
    alone = jsrules.verify(REPORT).to_json(everything=True)
    for _ in range(2):
        result = jsrules.verify(report)
        assert result.report is report
        assert result.to_json(everything=True) == alone
    extra = jsrules.verify(report, rules=StringIO("表 支出决算表\n规则 多：合计.基本支出 = 1"), reconcile=0)
    assert [each.rule for each in extra.findings][-1] == "<rules>/多"
    assert jsrules.verify(jsrules.verify(REPORT).report).to_json(everything=True) == alone


def test_a_report_may_have_another_prior_one_each_time() -> None:
    report, rules = jsrules.read({"年度": 2021, "甲": "5.00"}), StringIO("甲 = 上年.甲")
    verifier = jsrules.Verifier(rules)
    last = jsrules.read({"年度": 2020, "乙": "1.00", "甲": "5.00"})
    verdicts = [
        verifier.verify(report, prior=prior).outcomes[0].verdict
        for prior in (None, last, {"年度": 2020, "甲": "4.00"}, last, StringIO("年度: 2020\n甲: 5.00"), None)
    ]
    assert verdicts == ["undetermined", "pass", "violation", "pass", "pass", "undetermined"]


def test_several_rules_and_packs() -> None:
    report = jsrules.read({"甲": 1, "乙": 2, "丙": 1})
    result = jsrules.verify(report, rules=[StringIO("甲 = 丙"), StringIO("规则 二：乙 > 丙")])
    assert [each.rule for each in result.outcomes] == ["<rules>/甲 = 丙", "<rules>/二"]
    pack = jsrules.open_pack("final-accounts")
    assert pack.manifest.title == "部门决算"
    counts = {
        str(jsrules.verify(REPORT, packs=packs, reconcile=0).summary)
        for packs in (pack, [pack], "部门决算", [Path(pack.path)], ())
    }
    assert len(counts) == 1
    assert jsrules.verify(REPORT, packs=pack, reconcile=0).packs[0].origin == "shipped"


def test_threads_may_share_one() -> None:
    verifier = jsrules.Verifier()
    alone = verifier.verify(REPORT, reconcile=1).to_json()
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: verifier.verify(REPORT, reconcile=1).to_json(), range(6)))
    assert set(results) == {alone}


def test_locked_packs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for the command, the lock file of the current folder holds; unless another is named, or none is wanted."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    bureau = Bureau(tmp_path / "bureau")
    bureau.add(write_archive(collect(str(ROOT / "spec" / "packs" / "final-accounts"))))
    bureau.publish()
    department = Department(tmp_path / "department", bureau)
    department.fetch(bureau.repo)

    def origin(**options: object) -> tuple[str, int | None]:
        (pack,) = jsrules.Verifier(**options).verify(REPORT, reconcile=0).packs  # type: ignore[arg-type]
        return pack.origin, pack.age

    assert origin() == ("shipped", None)
    assert origin(lock=department.lock) == ("locked", None)
    monkeypatch.chdir(department.folder)
    assert origin() == ("locked", None)
    assert origin(lock=False) == ("shipped", None)
    assert origin(today="2999-01-01")[1] is not None
    with pytest.raises(jsrules.InputError, match="E333"):
        origin(today="2999-01-01", require_fresh=30)
    with pytest.raises(jsrules.InputError, match="E401"):
        origin(lock="nothing.lock")
    verifier = jsrules.Verifier(today="2020-01-01")
    told = {}
    for language in ("zh", "en"):
        with jsrules.language(language):  # type: ignore[arg-type]
            (told[language],) = verifier.verify(REPORT, reconcile=0).diagnostics
    assert told["zh"].code == "W320" and "本机时钟" in told["zh"].message and "clock" in told["en"].message


@pytest.mark.parametrize("wrong", [{"today": "today"}, {"today": "2026-13-01"}, {"require_fresh": 3}])
def test_dates_are_dates(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"2026-11-26|needs today"):
        jsrules.Verifier(**wrong)  # type: ignore[arg-type]


def test_the_work_is_bounded() -> None:
    names = [f"数{number}" for number in range(40)]
    rules = "\n".join(f"{one} = {two} + 1" for one, two in pairwise(names))
    report = {name: f"{number * 7 % 11}.00" for number, name in enumerate(names)}
    for seconds in (0, 1):
        found = jsrules.verify(report, rules=StringIO(rules), reconcile=seconds).reconciliation
        assert (found is None) == (seconds == 0)


def test_checking_rules(tmp_path: Path) -> None:
    assert jsrules.check("final-accounts") == jsrules.check(jsrules.open_pack("final-accounts")) == []
    found = jsrules.check(StringIO("规则 一：甲 = 甲\n乙 = = 1\n"))
    assert [(each.code, each.severity, each.path, each.line, each.column) for each in found] == [
        ("W305", "warning", "<rules>", 1, 6),
        ("E201", "error", "<rules>", 2, 5),
    ]
    assert found[0].message and found[0].remedy and isinstance(found[0].notes, tuple)
    path = tmp_path / "r.jsr"
    path.write_text("表 支出决算表\n规则 一：合计.基本支出 = 合计.项目支岀\n", "utf-8")
    assert [each.code for each in jsrules.check(path, purpose=("部门决算", 2021))] == ["E202"]
    assert jsrules.check([path]) == []
    deep = jsrules.check(StringIO("规则 一：甲 = 乙\n规则 二：乙 = 丙\n规则 三：甲 = 丙\n"), deep=True)
    assert [each.code for each in deep] == ["W313"] * len(deep) and deep
    with pytest.raises(jsrules.InputError, match="E401"):
        jsrules.check(tmp_path / "nothing.jsr")
    with pytest.raises(jsrules.InputError, match="E301"):
        jsrules.check("no-such-pack")
    with pytest.raises(jsrules.InputError, match="E119"):
        jsrules.check(path, purpose=("部门决算", 1999))


def test_checking_says_what_the_command_says(tmp_path: Path) -> None:
    (tmp_path / "一.jsr").write_text("甲 = 甲\n", "utf-8")
    (tmp_path / "二.jsr").write_text("乙 = \n", "utf-8")
    printed = run_jsrules("check", tmp_path).stdout
    found = jsrules.check(tmp_path)
    assert [each.code for each in found] == ["W305", "E201"]
    assert all(each.message in printed.replace("\n  ", "") for each in found)


def test_a_report_read_with_one_form_set_and_verified_with_another() -> None:
    def forms(title: str, rows: str) -> StringIO:
        return StringIO(
            f"表样: 年报\n代号: yearly\n年度: 2021\n名称: {title}\n金额单位: 元\n表: {{总表: {{行: {rows}}}}}\n"
        )

    values = {"报告": "年报", "年度": 2021, "总表": {"总额": "3.00", "其中项": "2.00"}}
    report = jsrules.read(values, forms=forms("甲", "{总额: 1, 其中项: 2}"))
    renamed = jsrules.Verifier(
        StringIO("表 总表\n规则 平衡：总数 = 其中项 + 1.00\n"),
        forms=forms("乙", "{其中项: 1, 总数: {行次: 2, 别名: [总额]}}"),
    )
    assert [each.verdict for each in renamed.verify(report).outcomes] == ["pass"]
    lacking = forms("丙", "{其中项: 1, 总数: 2}")
    with pytest.raises(jsrules.InputError, match="没有“总额”"):
        jsrules.verify(report, rules=StringIO("表 总表\n规则 平衡：总数 = 其中项\n"), forms=lacking)
    same = StringIO("表 总表\n规则 平衡：总额 = 其中项 + 1.00\n")
    assert jsrules.verify(report, rules=same, forms=forms("甲", "{总额: 1, 其中项: 2}")).ok


def test_kind_and_year_of_a_document_can_be_given(tmp_path: Path) -> None:
    path = tmp_path / "说明.txt"
    text = "六、“三公”经费支出决算情况说明\n2022年公务接待费支出决算为5.00万元，比上年增加1.00万元，增长20.00%。\n"
    path.write_text(text, "utf-8")
    with pytest.raises(jsrules.InputError, match="E410"):
        jsrules.verify(path)
    for result in (
        jsrules.verify(path, kind="部门决算", year=2023),
        jsrules.Verifier(kind="部门决算", year=2023).verify(path),
    ):
        assert (result.report.kind, result.report.year) == ("部门决算", 2023)
        assert [each.rule for each in result.findings if each.verdict == "violation"] == [
            "final-accounts/三公增减率",
            "final-accounts/三公总体的年度",
        ]


def test_a_report_says_its_kind_and_year_itself() -> None:
    given = {"报告": "部门决算", "年度": "2022", "单位": "某局"}
    verifier = jsrules.Verifier(kind="部门决算", year=2023)
    for report in (given, jsrules.read(given), StringIO("报告: 部门决算\n年度: 2022\n单位: 某局\n")):
        with pytest.raises(jsrules.InputError, match="E110"):
            verifier.verify(report)
    assert jsrules.verify(given, kind="部门决算", year=2022).report.year == 2022


@pytest.mark.parametrize("wrong", [{"kind": 3}, {"year": "2023"}])
def test_kind_is_a_text_and_year_an_integer(wrong: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="kind is a text and year an integer"):
        jsrules.Verifier(**wrong)  # type: ignore[arg-type]
