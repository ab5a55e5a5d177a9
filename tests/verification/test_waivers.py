"""Waivers meet findings: each lets its own finding stand, while its figures stay, and nothing else changes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from support.sources import ROOT

from jsrules.base.diagnostic import InputError
from jsrules.base.language import set_language
from jsrules.base.source import Source
from jsrules.model.result import Result
from jsrules.outputs.exchange.writer import ExchangeFormat, WriterOptions
from jsrules.outputs.exchange.writers import writer_of
from jsrules.outputs.fingerprints import fingerprints
from jsrules.outputs.json import render_json
from jsrules.outputs.numbering import findings_named
from jsrules.outputs.papers.paper_rows import paper_rows
from jsrules.outputs.severity import reaches
from jsrules.readers.waivers.waiver_text import with_waivers
from jsrules.verification.explaining import new_waivers
from jsrules.verification.judging import Loaded, judge, waive
from jsrules.verification.verifier import Verifier
from jsrules.verification.waiving import comparable_text

DAY = "2026-06-30"

RULES = Source(
    "r.jsr",
    "规则 和：总计 = 甲 + 乙\n规则 相等：甲 = 丙\n规则 不少：乙 >= 丁\n规则 年份：年度数 = 报告.年度\n规则 尾：丙 = 丁 + 戊\n",
)
NAMES = ("总计", "甲", "乙", "丙", "丁", "戊")


def report(figures: dict[str, str], year: int = 2021) -> Source:
    lines = "".join(f"{name}: {text}\n" for name, text in figures.items())
    return Source("a.yaml", f"年度: {year}\n年度数: 2020\n{lines}")


def loaded_of(source: Source, reconcile: int = 0) -> Loaded:
    loaded = Verifier([RULES]).load(source)
    judge(loaded, reconcile, lambda: False, ())
    assert loaded.result.report is not None, loaded.result.diagnostics
    return loaded


def file_for(loaded: Loaded, numbers: list[int], since: str = DAY, through: str = "2026-12-31") -> bytes:
    """A file of waivers for these of the findings of a result."""
    findings = found_in(loaded.result)
    chosen = [loaded.result.outcomes[findings[number]] for number in numbers]
    made = new_waivers(loaded, chosen, "已核实", "张三", since, through)
    return with_waivers("w.yaml", b"", made) if made else b""


def found_in(result: Result) -> list[int]:
    return [at for at, each in enumerate(result.outcomes) if each.judgement.verdict not in ("pass", "not_applicable")]


def waived_by(source: Source, text: str, day: str = DAY) -> Result:
    loaded = loaded_of(source)
    waive(loaded, Source("w.yaml", text), day)
    return loaded.result


BAD = {"总计": "9.00", "甲": "1.00", "乙": "2.00", "丙": "3.00", "丁": "4.00", "戊": "5.00"}

figures = st.integers(0, 900).map(lambda cents: f"{cents // 100}.{cents % 100:02}")
reports = st.fixed_dictionaries(dict.fromkeys(NAMES, figures))


@given(reports, st.data())
def test_a_waiver_changes_no_other_finding(values: dict[str, str], data: st.DataObject) -> None:
    plain = loaded_of(report(values))
    findings = found_in(plain.result)
    chosen = data.draw(st.lists(st.sampled_from(range(len(findings))), unique=True)) if findings else []
    result = waived_by(report(values), file_for(plain, chosen).decode())
    assert not result.diagnostics
    waived = {findings[number] for number in chosen}
    for at, (before, after) in enumerate(zip(plain.result.outcomes, result.outcomes, strict=True)):
        assert after.verdict == ("waived" if at in waived else before.verdict)
        assert (after.judgement, after.severity, after.ground) == (before.judgement, before.severity, before.ground)


@given(reports, st.data())
def test_a_changed_figure_always_ends_it(values: dict[str, str], data: st.DataObject) -> None:
    plain = loaded_of(report(values))
    findings = found_in(plain.result)
    number = data.draw(st.sampled_from(range(len(findings))))  # 年份 is always found
    text = file_for(plain, [number]).decode()
    outcome = plain.result.outcomes[findings[number]]
    if outcome.rule.name == "年份":
        changed = report(values, 2022)
    else:
        used = [name for name in NAMES if f"    {name}:" in text]
        name = data.draw(st.sampled_from(used))
        changed = report(values | {name: data.draw(figures.filter(lambda each: each != values[name]))})
    result = waived_by(changed, text)
    assert not result.count("waived")
    assert {each.code for each in result.diagnostics} <= {"W505", "W506"}
    assert len(result.diagnostics) == 1


@given(reports, st.randoms(use_true_random=False))
def test_the_order_of_waivers_does_not_matter(values: dict[str, str], random: object) -> None:
    plain = loaded_of(report(values))
    numbers = list(range(len(found_in(plain.result))))
    shuffled = numbers[:]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, two = (waived_by(report(values), file_for(plain, each).decode()) for each in (numbers, shuffled))
    assert [each.waiver for each in one.outcomes] == [each.waiver for each in two.outcomes]


def codes(result: Result) -> list[str]:
    return [each.code for each in result.diagnostics]


def waiver(rule: str = "r/和", given: str = "{总计: 9.00, 甲: 1.00, 乙: 2.00}", more: str = "", **days: str) -> str:
    figures_line = f"  数: {given}\n" if given else ""
    since, through = days.get("since", "2026-01-01"), days.get("through", "2026-12-31")
    return f"- 规则: {rule}\n{more}{figures_line}  理由: 属实\n  批准人: 张三\n  自: {since}\n  至: {through}\n"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (waiver(), []),
        (waiver("和"), []),
        (waiver(given="{总计: '9.00', 甲: １.00, 乙: 2.00}"), []),
        (waiver(since=DAY, through=DAY), []),
        (waiver(more="  位置: {行: 总计}\n"), []),
        (waiver(through="2026-06-29"), ["W503"]),
        (waiver(since="2026-07-01"), ["W504"]),
        (waiver("r/*"), ["W502"]),
        (waiver(given=""), ["W502"]),
        (waiver("r/合"), ["W507"]),
        (waiver(more="  位置: {行: 总记}\n"), ["W507"]),
        (waiver(given="{总记: 9.00, 假: 1.00}"), ["W507"]),
        (waiver(given="{总记: 9.00, 甲: 1.00, 乙: 2.00}"), ["W506"]),
        (waiver(given="{总计: 9.00, 甲: 1.00}"), ["W506"]),
        (waiver(given="{总计: 9.00, 甲: 1.00, 乙: ~}"), ["W506"]),
        (waiver(given="{总计: 9.0, 甲: 1.00, 乙: 2.00}"), ["W506"]),
        (waiver(given="", more="  位置: {行: 总计}\n"), ["W506"]),
        (waiver(more="  判定: 尾差\n"), ["W506"]),
        (waiver("r/尾", "{丙: 3.00, 丁: 4.00, 戊: 5.00}"), []),
    ],
)
def test_what_keeps_a_waiver_from_holding(text: str, wanted: list[str]) -> None:
    result = waived_by(report(BAD), f"说明:\n{text}")
    assert codes(result) == wanted
    assert result.count("waived") == (not wanted)
    assert all(each.remedy and each.line for each in result.diagnostics)


def test_did_you_mean() -> None:
    result = waived_by(report(BAD), "说明:\n" + waiver("r/合") + waiver(more="  位置: {行: 总记}\n"))
    first, second = (each.remedy for each in result.diagnostics)
    assert first.startswith("是不是“r/和”") and second == "是不是“总计”？"


def test_what_is_right_needs_no_waiver() -> None:
    good = BAD | {"总计": "3.00"}
    result = waived_by(report(good), "说明:\n" + waiver(given="{总计: 3.00, 甲: 1.00, 乙: 2.00}"))
    assert codes(result) == ["W505"]


def test_one_that_expired_says_nothing_once_it_was_renewed() -> None:
    renewed = waiver(since="2025-01-01", through="2025-12-31") + waiver()
    assert codes(waived_by(report(BAD), f"说明:\n{renewed}")) == []


def test_what_is_waived_does_not_fail_and_is_counted() -> None:
    plain = loaded_of(report(BAD))
    everything = list(range(len(found_in(plain.result))))
    result = waived_by(report(BAD), file_for(plain, everything).decode())
    assert not reaches(result, "info")
    assert result.counts()["waived"] == len(everything) and not result.counts()["violation"]


def test_no_waiver_is_looked_at_without_a_day(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(report(BAD).text, "utf-8")
    (tmp_path / "a.说明.yaml").write_text("说明: [", "utf-8")
    assert not Verifier([RULES]).verify(str(path)).diagnostics
    assert codes(Verifier([RULES], as_of=DAY).verify(str(path))) == ["E102"]


def test_two_files_beside_one_report(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(report(BAD).text, "utf-8")
    for ending in ("说明", "waivers"):
        (tmp_path / f"a.{ending}.yaml").write_text(f"说明:\n{waiver()}", "utf-8")
    result = Verifier([RULES], as_of=DAY).verify(str(path))
    assert codes(result) == ["E510"] and not result.count("waived")
    given = Verifier([RULES], as_of=DAY).verify(str(path), waivers=str(tmp_path / "a.waivers.yaml"))
    assert not given.diagnostics and given.count("waived") == 1


def test_reconciliation_is_the_same_with_waivers() -> None:
    plain, other = loaded_of(report(BAD), 5), loaded_of(report(BAD), 5)
    waive(other, Source("w.yaml", f"说明:\n{waiver()}"), DAY)
    one, two = plain.result.reconciliation, other.result.reconciliation
    assert one is not None and two is not None and one.status == two.status
    assert [each.findings for each in one.causes] == [each.findings for each in two.causes]
    assert [each.explanation for each in plain.result.outcomes] == [each.explanation for each in other.result.outcomes]


def waived_result() -> Result:
    loaded = loaded_of(report(BAD), 5)
    waive(loaded, Source("w.yaml", f"说明:\n{waiver()}"), DAY)
    return loaded.result


def written(name: ExchangeFormat, result: Result) -> str:
    writer = writer_of(name, WriterOptions())
    return writer.opening() + writer.result(result) + writer.closing()


def test_every_format_says_why_it_stands() -> None:
    result = waived_result()
    words = "已说明：属实（张三，2026-01-01 至 2026-12-31）"
    found = json.loads(render_json(result))
    schema = json.loads((ROOT / "spec" / "result.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(found)
    (told,) = (each for each in found["findings"] if each["verdict"] == "waived")
    assert told["waiver"] == {
        "verdict": "violation",
        "reason": "属实",
        "approver": "张三",
        "from": "2026-01-01",
        "through": "2026-12-31",
        "path": "w.yaml",
        "line": 2,
    }
    assert found["summary"]["waived"] == 1
    (run,) = json.loads(written("sarif", result))["runs"]
    (suppressed,) = (each for each in run["results"] if "suppressions" in each)
    assert suppressed["suppressions"][0]["justification"] == words
    assert suppressed["partialFingerprints"] == {"jsrules/1": told["fingerprint"]}
    rows = list(csv.DictReader(io.StringIO(written("csv", result).lstrip("\ufeff"))))
    assert [(each["判定"], each["出错说明"]) for each in rows if each["出错说明"]] == [("已说明", words)]
    assert not any(each["应为"] for each in rows if each["出错说明"]), "what stands is not to be changed"
    told_rows = [each for each in paper_rows(result) if each.verdict == "waived"]
    assert [words in each.message for each in told_rows] == [True]
    suite = ET.fromstring(written("junit", result))
    case = next(each for each in suite.iter("testcase") if each.get("name") == "和")
    assert case.find("failure") is None and words in (case.findtext("system-out") or "")
    assert "张三；2026-01-01 至 2026-12-31" in written("markdown", result)
    assert "和" not in [
        part.partition("title=")[2].partition("::")[0] for part in written("github", result).split("\n")
    ]


def test_fingerprints_are_the_same_in_both_languages() -> None:
    found = []
    for language in ("zh", "en"):
        set_language("zh" if language == "zh" else "en")
        result = Verifier().verify(str(ROOT / "reports" / "shanghai-putuo-guihua-2024.yaml"))
        found.append(fingerprints(result, range(len(result.outcomes))))
    set_language("zh")
    assert found[0] == found[1]
    assert len(set(found[0].values())) == len(found[0])


def test_findings_go_by_the_numbers_that_are_printed() -> None:
    result = Verifier().verify(str(ROOT / "reports" / "jiyuan-2021.yaml"), "", 10, lambda: False)
    names = {each: [one.rule.name for one in findings_named(result, (each,))] for each in ("1a", "2a", "6")}
    assert names == {"1a": ["说明各类支出"], "2a": ["各项完成率", "各项完成率按表"], "6": ["三公具体的年度"]}
    assert len(findings_named(result, ("1",))) == 3
    number = next(iter(found_in(result)))
    print_ = fingerprints(result, found_in(result))[number]
    assert findings_named(result, (print_[:8].upper(),)) == [result.outcomes[number]]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("1,669.02 万元", "1669.02万元", True),
        ("１，６６９．０２", "1,669.02", True),
        ("1,5", "15", False),
        ("1669.0", "1669.00", False),
        ("12.00 万元", "12.00 元", False),
        ("", "0.00", False),
        ("见附件", "见附件 二", False),
    ],
)
def test_what_is_the_same_print(one: str, two: str, same: bool) -> None:
    assert (comparable_text(one) == comparable_text(two)) is same


def test_the_shipped_pack_limits_the_term_to_a_year() -> None:
    path = str(ROOT / "reports" / "shanghai-putuo-guihua-2024.yaml")
    loaded = Verifier().load(path)
    judge(loaded, 0, None, ())
    first = loaded.result.outcomes[found_in(loaded.result)[0]]
    (made,) = new_waivers(loaded, [first], "属实", "张三", "2028-01-01", "")
    assert made.through == "2028-12-31"
    with pytest.raises(InputError) as caught:
        new_waivers(loaded, [first], "属实", "张三", "2027-01-01", "2028-01-02")
    assert "2028-01-01" in caught.value.diagnostics[0].remedy
