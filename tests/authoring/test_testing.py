"""Running the tests of a pack: strict both ways, whatever way they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.packing import REPORT, RULES, a_test, make_pack, run_pack, told

from jsrules.authoring.testing.run import run_tests
from jsrules.packs.library import open_pack

# Lines of a case and what goes wrong with them; nothing when they are right.
OWN = [
    ("相符", []),
    ("总计 += 0.01 → 尾差 0.01", []),
    ("总计 += 0.01 → 尾差", []),
    ("总计 += 0.02 → 不符 +0.02", []),
    ("总计 -= 0.02 → 不符 -0.02", []),
    ("总计 -= 0.02 → 不符 0.02", []),
    ("总计 = 3.02 → 不符 0.02", []),
    ("总计 ＝ 3.02 → 不符 0.020", []),
    ("总计 = 3.02 -> violation 0.02", []),
    ("总计 += 0.02 → 不符 0.02 于 收入", []),
    ("总计 += 0.02 → 不符 ×1", []),
    ("without 收入 → 不符 1.00 ", [("不符 1.00", "总计 violation 2.00")]),
    ("总计 = ~；收入 = ~；结转 = ~ → 不适用", []),
    ("总计 += 0.02 → 尾差 0.02", [("尾差 0.02", "总计 violation 0.02")]),
    ("总计 += 0.02 → 不符 0.03", [("不符 0.03", "总计 violation 0.02")]),
    ("总计 -= 0.02 → 不符 +0.02", [("不符 +0.02", "总计 violation -0.02")]),
    ("总计 += 0.02 → 相符", [("相符", "总计 violation 0.02")]),
    ("总计 += 0.02 → 不符 ×2", [("不符 ×2", "总计 violation 0.02")]),
    ("总计 += 0.02 → 不符 截尾", [("不符 截尾", "总计 violation 0.02")]),
    ("总计 += 0.02 → 不符；尾差", [("尾差", "总计 violation 0.02")]),
    ("收入 += 0 → 不符", [("不符", "总计 pass")]),
    ("收入 += 0 → 不适用", [("不适用", "总计 pass")]),
    ("收入 += 0.02；总计 += 0.02 → 没有发现", []),
    ("收入 += 0.02 → 没有发现", [("", "总计 violation -0.02")]),
]


@pytest.mark.parametrize(("line", "wrong"), OWN)
def test_cases_of_one_rule(line: str, wrong: list[tuple[str, str]], tmp_path: Path) -> None:
    tests = run_pack(tmp_path, one=a_test(f"用例:\n  总计:\n    - {line}\n"))
    assert told(tests) == wrong
    assert tests.passed is not bool(wrong)


VARIANTS = [
    ("总计 += 0.02 → 总计 不符 0.02", []),
    ("总计 += 0.02 → made/总计 不符 0.02", []),
    ("总计 += 0.02 → 总* 不符 0.02", []),
    ("结转 += 3.00 → 总计 不符 -3.00；结转 不符 1.00", []),
    ("结转 += 3.00 → * 不符 ×2", []),
    ("结转 += 3.00 → 总计 不符 -3.00", [("", "结转 violation 1.00")]),
    ("结转 = ~；总计 = 2.00 → 结转 不适用；总计 相符", []),
    ("收入 += 0 → 没有发现", []),
    ("总计 += 0.02 → 没有发现", [("", "总计 violation 0.02")]),
    ("总计 += 0.02 → 结转 不符", [("结转 不符", "结转 pass"), ("", "总计 violation 0.02")]),
]


@pytest.mark.parametrize(("line", "wrong"), VARIANTS)
def test_variants_look_at_every_rule(line: str, wrong: list[tuple[str, str]], tmp_path: Path) -> None:
    assert told(run_pack(tmp_path, one=a_test(f"变体:\n  - {line}\n"))) == wrong


def test_a_cell_may_print_a_text(tmp_path: Path) -> None:
    assert run_pack(tmp_path, one=a_test("变体:\n  - 总计 = 见附件 → 总计 无法判断; 结转 无法判断\n")).passed
    wrong = run_pack(tmp_path, one=a_test("变体:\n  - 总计 = 见附件 → 总计 不符; 结转 无法判断\n"))
    assert told(wrong) == [("总计 不符", "总计 undetermined")]


def test_a_variant_keeps_what_is_expected_of_the_report(tmp_path: Path) -> None:
    report = REPORT.replace("3.00", "3.05")
    kept = a_test("期望: [总计 不符 0.05]\n变体:\n  - 结转 += 4.00 → 总计 不符; 结转 不符\n", report)
    assert run_pack(tmp_path, one=kept).passed
    other = a_test("期望: [总计 不符 0.05]\n变体:\n  - 收入 -= 1.00 → 结转 相符\n", report)
    assert told(run_pack(tmp_path, one=other)) == [("总计 不符 0.05", "总计 violation 1.05")]


def test_a_report_is_a_test(tmp_path: Path) -> None:
    assert run_pack(tmp_path, one=REPORT).passed
    assert told(run_pack(tmp_path, one=REPORT.replace("3.00", "3.02"))) == [("", "总计 violation 0.02")]


def test_marks_beside_figures(tmp_path: Path) -> None:
    wrong = REPORT.replace("3.00", "3.02 # → 总计 不符 0.02")
    assert run_pack(tmp_path, one=wrong).passed
    elsewhere = wrong + "别的: 1.00   # → 总计 不符\n"
    assert told(run_pack(tmp_path, one=elsewhere)) == [("总计 不符", "总计 violation 0.02")]
    alone = REPORT.replace("3.00", "3.02") + "# -> 总计 violation 0.02\n"
    assert run_pack(tmp_path, one=alone).passed
    inside = a_test("", REPORT.replace("3.00", "3.02 # → 总计 不符 0.02"))
    assert run_pack(tmp_path, one=inside).passed


def test_marks_have_windows_line_ends(tmp_path: Path) -> None:
    make_pack(tmp_path)
    text = REPORT.replace("3.00", "3.02  # → 总计 不符 0.02").replace("\n", "\r\n")
    (tmp_path / "tests" / "one.yaml").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert run_tests(open_pack(str(tmp_path))).passed


def test_english_keys_and_words(tmp_path: Path) -> None:
    text = "test: sums\nreport:\n  总计: 3.00\n  收入: 2.00\n  结转: 1.00\nrules: [总计]\n"
    text += "expect: [总计 pass]\nvariants:\n  - 总计 += 0.01 -> 总计 rounding 0.01\n"
    text += "cases:\n  结转:\n    - 结转 = ~ -> not_applicable\n    - never undetermined (nothing can be missing)\n"
    tests = run_pack(tmp_path, one=text)
    assert tests.passed, told(tests)
    assert len(tests.results) == 3


def test_a_file_names_the_rules_it_tests(tmp_path: Path) -> None:
    body = "规则: [结转]\n变体:\n  - 总计 += 0.50 → 没有发现\n"
    assert run_pack(tmp_path, one=a_test(body)).passed


def test_a_report_beside_the_file(tmp_path: Path) -> None:
    assert run_pack(tmp_path, base=REPORT, one="测试: 旁\n报告: base.yaml\n用例:\n  总计:\n    - 相符\n").passed


@pytest.mark.parametrize("path", ["../pack.yaml", "/etc/passwd", "C:/x.yaml", "a/../../pack.yaml", "..\\pack.yaml"])
def test_no_report_from_elsewhere(path: str, tmp_path: Path) -> None:
    tests = run_pack(tmp_path, one=f"测试: 外\n报告: '{path}'\n用例:\n  总计:\n    - 相符\n")
    assert [each.code for each in tests.diagnostics] == ["E305"]
    assert not tests.passed


NOW = "年度: 2021\n上年: before.yaml\n年初: 5.00\n年末: 6.00\n"
BEFORE = "年度: 2020\n年初: 4.00\n年末: 5.00   # → 结转 无法判断\n"


@pytest.mark.parametrize("prior", ["", "上年: before.yaml\n"])
def test_the_prior_year(prior: str, tmp_path: Path) -> None:
    """It is named by the file of tests, or by the report's own head."""
    rules = "规则 结转：年初 = 上年.年末\n"
    now = NOW.replace("上年: before.yaml\n", "") if prior else NOW
    test = f"测试: 上年\n报告: now.yaml\n{prior}用例:\n  结转:\n    - 相符\n    - 年初 += 1.00 → 不符 1.00\n"
    make_pack(tmp_path, rules, one=test, now=now, before=BEFORE)
    tests = run_tests(open_pack(str(tmp_path)))
    own = [each for each in tests.results if each.case.case.rule]
    assert [each.passed for each in own] == [True, True]


WRONG = [
    ("用例:\n  总计:\n    - 总计 += 0.02\n", "E305"),
    ("用例:\n  总计:\n    - 总计 + 0.02 → 不符\n", "E305"),
    ("用例:\n  总计:\n    - 总计 += 0.02 →\n", "E305"),
    ("用例:\n  总计:\n    - 总计 += 0.02 → 总计 不符\n", "E305"),
    ("用例:\n  总计:\n    - 总计 += 0.02 → 不符 0.02 0.03\n", "E305"),
    ("用例:\n  总计:\n    - 总计 += 0.02 → 不符 于\n", "E305"),
    ("用例:\n  总计:\n    - 不会 尾差\n", "E305"),
    ("用例:\n  总计:\n    - 总计 += 0.02 → 不会 尾差（无）\n", "E305"),
    ("用例:\n  总计:\n    - [一, 二]\n", "E305"),
    ("用例:\n  - 相符\n", "E305"),
    ("变体:\n  - 相符\n", "E305"),
    ("变体:\n  - 总计 += 0.02 → 不符\n", "E305"),
    ("变休:\n  - 总计 += 0.02 → 不符\n", "E305"),
    (f"变体:\n  - {'总计 = 1；' * 600} → 总计 不符\n", "E305"),
    ("变体:\n  - 总计 += 0.02 → 总汁 不符\n", "E306"),
    ("规则: [没有*]\n", "E306"),
    ("用例:\n  总汁:\n    - 相符\n", "E306"),
    ("变体:\n  - 总汁 += 0.02 → 总计 不符\n", "E307"),
    ("变体:\n  - 总计 += ~ → 总计 不符\n", "E307"),
    ("变体:\n  - 收入 + 结转 = 1.00 → 总计 不符\n", "E307"),
    ("变体:\n  - 删去 别的 → 总计 不符\n", "E307"),
    ("变体:\n  - 总计 += 0.02 → 总计 不符 于 别的\n", "E307"),
    ("变体:\n  - 上年.总计 += 0.02 → 总计 不符\n", "E307"),
    ("变体:\n  - 报告.年度 += 1 → 总计 不符\n", "E307"),
    ("变体:\n  - 报告.种类 = 别的 → 总计 不符\n", "E307"),
]


@pytest.mark.parametrize(("body", "code"), WRONG)
def test_a_file_that_is_wrong_says_so_and_the_others_run(body: str, code: str, tmp_path: Path) -> None:
    tests = run_pack(tmp_path, one=a_test(body), two=REPORT)
    assert {each.code for each in tests.diagnostics} == {code}
    assert all(each.place()[1] or code == "E306" for each in tests.diagnostics), "every one has its place"
    assert [Path(each.case.path).name for each in tests.results] == ["two.yaml"]
    assert not tests.passed


def test_mistakes_in_rules_are_told_once(tmp_path: Path) -> None:
    tests = run_pack(
        tmp_path, "设 总计 = 1\n规则 总计：总计 = 1\n", one=a_test("用例:\n  总计:\n    - 相符\n"), two=REPORT
    )
    assert [each.code for each in tests.diagnostics] == ["E205"]
    assert not tests.passed


def test_a_pack_without_tests_has_not_passed(tmp_path: Path) -> None:
    assert not run_pack(tmp_path).passed


def test_what_is_said_never_to_be(tmp_path: Path) -> None:
    kept = run_pack(tmp_path, one=a_test("用例:\n  总计:\n    - 相符\n    - 不会 无法判断（没有表）\n"))
    assert kept.passed
    broken = run_pack(tmp_path, one=a_test("用例:\n  总计:\n    - 总计 += 0.01 → 尾差\n    - 不会 尾差（整数）\n"))
    assert [(rule, each.reason) for rule, each in broken.broken] == [("总计", "整数")]
    assert not broken.passed


def test_lines_may_be_folded(tmp_path: Path) -> None:
    body = "用例:\n  总计:\n    - 总计 += 0.02；\n      收入 += 0.01\n      → 尾差 0.01\n    - 总计 +=\n      没有 → 不符\n"
    tests = run_pack(tmp_path, one=a_test(body))
    (diagnostic,) = tests.diagnostics
    assert diagnostic.code == "E307"
    label = diagnostic.labels[0]
    assert label.source.text[label.span.start : label.span.end] == "总计 +=\n      没有"


def test_rules_of_other_tables_are_none_of_a_fragments_affair(tmp_path: Path) -> None:
    rules = RULES + "表 别表\n规则 别的：[甲, 数] = [乙, 数]\n"
    manifest = "代号: made\n名称: 自拟\n版本: 1.0.0\n"
    forms = "部门决算"
    fragment = f"测试: 片段\n报告:\n  报告: {forms}\n  单位: 示例\n  年度: 2021\n  收入支出决算总表:\n"
    fragment += "    收入:\n      总计: 1.00\n    支出:\n      总计: 1.00\n期望: []\n规则: []\n变体:\n"
    fragment += "  - 收入支出决算总表.收入.总计 += 0.02 → 平衡 不符 0.02\n"
    rules = "表 收入支出决算总表\n规则 平衡：收入.总计 = 支出.总计\n表 支出决算表\n规则 别表：[合计, 基本支出] >= 0\n"
    pack = make_pack(tmp_path, rules, manifest + "报告: [部门决算]\n年度: [2021]\n", one=fragment)
    tests = run_tests(open_pack(str(pack)))
    assert tests.passed, told(tests)
    assert [[rule.info.name for rule in each.case.rules] for each in tests.results] == [["平衡"], ["平衡"]]
