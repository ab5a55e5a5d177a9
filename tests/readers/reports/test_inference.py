"""Reports without a form set."""

from __future__ import annotations

import pytest
from support.reading import amounts, problems_of, report_of, values

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.readers.reports.header import collect_header
from jsrules.readers.reports.inference import infer_forms
from jsrules.readers.reports.printed_numbers import PrintedNumbers
from jsrules.readers.reports.problems import Problems
from jsrules.readers.reports.yaml_tree import read_tree

TEXT = """\
金额单位: 元
年度: 2021
总计: 1,669.02
收入:
  本年收入合计: 1,669.01
  其中:
    年初结转: 0.01
  备注: 见附件
  车辆: 2 辆
明细:
  栏: [金额, 占比]
  行:
    201 基本支出: ['517.20', 30.99%]
    项目支出: [1151.82, 69.01%]
部分:
  子:
    说明: 只有一栏
    栏: [甲]
    行: {一: 5, 二: {甲: 6%}}
"""


def test_paths() -> None:
    assert values(report_of(TEXT)) == {
        "总计": "1,669.02",
        "收入.本年收入合计": "1,669.01",
        "收入.其中.年初结转": "0.01",
        "收入.备注": None,
        "收入.车辆": "2 辆",
        "明细.201 基本支出.金额": "517.20",
        "明细.201 基本支出.占比": "30.99%",
        "明细.项目支出.金额": "1151.82",
        "明细.项目支出.占比": "69.01%",
        "部分.子.一": "5",
        "部分.子.二": "6%",
    }


def test_forms() -> None:
    source = Source("平.yaml", TEXT)
    tree = read_tree(source)
    forms = infer_forms(tree, collect_header(Problems(source), tree))
    assert forms.inferred
    assert [form.title for form in forms.forms] == ["", "明细", "部分.子"]
    flat = forms.forms[0].blocks[0]
    assert [row.name for row in flat.rows] == [
        *("总计", "收入.本年收入合计", "收入.其中.年初结转", "收入.备注", "收入.车辆"),
    ]
    assert flat.rows[4].unit == "辆"
    matrix = forms.forms[1].blocks[0]
    assert [column.unit for column in matrix.columns] == ["", "%"]
    assert [(row.name, row.code, row.key) for row in matrix.rows] == [
        ("基本支出", "201", "201"),
        ("项目支出", "", "项目支出"),
    ]
    read = report_of(TEXT).forms
    assert [each.number for each in read.forms[1].blocks[0].columns] == ["1", "2"]
    assert read == PrintedNumbers(tree).put(forms)


def test_a_text_is_kept() -> None:
    report = report_of("甲: 见附件\n乙: 1:30\n丙: 0012\n丁: no\n戊: 五吨\n己: 注：无\n庚: 5\n")
    assert [cell.problem for cell in report.cells] == ["见附件", "1:30", "0012", "no", "五吨", "注：无", ""]


def test_units() -> None:
    report = report_of(
        "金额单位: 万元\n小数位: 2\n甲: 5\n乙: 5%\n丙: 5 元\n丁: 3 人次\n戊: {小数位: 1, 金额单位: 元, 己: 5}\n"
    )
    assert amounts(report) == [
        (500, 2, "万元", False),
        (5, 2, "%", False),
        (5, 0, "元", False),
        (3, 0, "人次", True),
        (50, 1, "元", False),
    ]


def test_no_units() -> None:
    assert amounts(report_of("甲: 5\n乙: 5.50\n")) == [(5, 0, "", False), (550, 2, "", False)]
    assert amounts(report_of("小数位: 2\n甲: 5\n")) == [(500, 2, "", False)]


def test_a_row_of_rates() -> None:
    report = report_of("表:\n  栏: [甲, 乙]\n  行:\n    金额: [5, 6]\n    占比: [5%, 95]\n    增长: [5%, 6%]\n")
    assert [cell[2] if cell else None for cell in amounts(report)] == ["", "", "%", "", "%", "%"]
    assert report.forms.forms[1].blocks[0].rows[2].unit == "%"


def test_a_matrix_at_the_top() -> None:
    report = report_of("年度: 2021\n栏: [甲, 乙]\n行:\n  一: [1, 2]\n")
    assert values(report) == {"表.一.甲": "1", "表.一.乙": "2"}


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("甲.乙: 1\n甲:\n  乙: 2\n", "E118", 3),
        ("Ａ: 1\na: 2\n", "E118", 2),
        ("甲.乙: {栏: [一], 行: {二: 1}}\n甲:\n  乙: {栏: [一], 行: {二: 1}}\n", "E118", 3),
        ("表:\n  栏: [甲, 甲]\n  行: {一: [1, 2]}\n", "E118", 2),
        ("表:\n  栏: [甲, 乙]\n  行: {一: [1]}\n", "E114", 3),
        ("表:\n  行: {一: [1]}\n", "E109", 2),
        ("甲: [[1]]\n", "E109", 1),
        ("甲:\n  小数位: x\n  乙: 1\n", "E110", 2),
        ("甲:\n  总计：5\n", "E117", 2),
    ],
)
def test_slips(text: str, code: str, line: int) -> None:
    (found,) = problems_of(text)
    assert (found.code, found.place()[1]) == (code, line)


def test_prose_may_state_a_figure_several_times() -> None:
    report = report_of(
        "情况说明:\n  总体: {金额: [5.00, 5.01], 率: [10%, '10.1%'], 空: []}\n  接待:\n    栏: [决算]\n    行: {甲: [4.00, 4.05]}\n"
    )
    assert [(cell.amount and cell.amount.text, cell.statement) for cell in report.cells] == [
        *(("5.00", 1), ("5.01", 2), ("10%", 1), ("10.1%", 2)),
        *(("4.00", 1), ("4.05", 2)),
    ]
    assert [len(each.restated) for each in report.cells] == [1, 0, 1, 0, 1, 0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("总体: {金额: [5.00, 5.01]}\n", "放在“情况说明”下面"),
        ("情况说明: {总体: {金额: [5.00, [5.01]]}}\n", "这里应是一个数"),
        ("情况说明: {总体: {金额: [5.00, 5.0.1]}}\n", "E116"),
        ("甲表: {栏: [金额], 行: {甲: [4.00, 4.05]}}\n", "E114"),
        ("支出: {列全: false, 甲: 1.00, 乙: {丙: 1.00}}\n", "列全"),
        ("支出: {列全: 是, 甲: {乙: {丙: 1.00}}}\n", "列全"),
    ],
)
def test_what_is_no_statement_and_no_list(text: str, words: str) -> None:
    with pytest.raises(InputError) as error:
        report_of(text)
    (found,) = error.value.diagnostics
    assert words in f"{found.code} {found.message} {found.remedy}"


@pytest.mark.parametrize("said", ["false", "否", "true", "no"])
def test_a_section_may_say_whether_its_rows_are_all(said: str) -> None:
    report = report_of(f"支出: {{列全: {said}, 甲: 4.00, 乙: 5.00}}\n收入: {{甲: 1.00}}\n")
    assert [form.title for form in report.forms.forms] == ["", "支出"]
    assert report.tables[1].blocks[0].whole is (said == "true")
    assert report.tables[0].blocks[0].whole is None


def test_a_row_may_be_called_so() -> None:
    assert [each.name for each in report_of("支出: {列全: 4.00, 乙: 5.00}\n").forms.forms[0].blocks[0].rows] == [
        *("支出.乙", "支出.列全")
    ]
