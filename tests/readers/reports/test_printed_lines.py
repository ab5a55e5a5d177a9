"""The printed numbers of rows in reports with a form set: compared with it, never figures."""

from __future__ import annotations

import pytest
from support.forms import shipped_form_set
from support.reading import form_set

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.source import Source
from jsrules.model.report import Report
from jsrules.readers.reports.form_reader import read_form_set
from jsrules.readers.reports.report_reader import open_report

HEAD = "报告: 部门决算\n单位: 某局\n年度: 2021\n金额单位: 万元\n"


def read(tables: str) -> tuple[Report, list[Diagnostic]]:
    return open_report(Source("r.yaml", HEAD + tables)).read(form_set())


def total(rows: str, columns: str = "[行次, 金额]") -> str:
    return f"收入支出决算总表:\n  收入:\n    栏: {columns}\n    行:\n" + "".join(
        f"      {row}\n" for row in rows.split("; ")
    )


@pytest.mark.parametrize("columns", ["[行次, 金额]", "[行号, 金额]", "[ 行　次, 金额]", "[line, 金额]"])
def test_they_are_no_figures(columns: str) -> None:
    report, warnings = read(total("本年收入合计: [27, 5.00]; 总计: [31, 5.00]; 其他收入: [~, 1.00]", columns))
    assert not warnings
    assert [(cell.amount and cell.amount.text, cell.column) for cell in report.cells] == [
        ("5.00", 0),
        ("5.00", 0),
        ("1.00", 0),
    ]


@pytest.mark.parametrize("order", ["[金额, 行次]", "[行次, 金额]"])
def test_they_may_stand_anywhere(order: str) -> None:
    row = "[5.00, 27]" if order.startswith("[金额") else "[27, 5.00]"
    report, warnings = read(total(f"本年收入合计: {row}", order))
    assert not warnings and [str(cell.amount and cell.amount.text) for cell in report.cells] == ["5.00"]


def test_rows_that_are_mappings() -> None:
    report, warnings = read("收入支出决算总表:\n  收入:\n    总计: {行次: 30, 金额: 5.00}\n")
    assert len(report.cells) == 1
    (found,) = warnings
    assert found.code == "W129" and found.place() == ("r.yaml", 7, 14)


def test_a_row_that_slipped() -> None:
    _, (found,) = read(total("本年收入合计: [28, 5.00]; 总计: [31, 5.00]"))
    assert found.code == "W129"
    assert "“本年收入合计”的行次印的是 28，表样里是 27" in found.message
    assert "使用非财政拨款结余" in found.notes[0]


def test_a_table_of_another_year() -> None:
    rows = "本年收入合计: [37, 5.00]; 使用非财政拨款结余: [38, ~]; 年初结转和结余: [39, ~]; 总计: [41, 5.00]"
    _, (found,) = read(total(rows))
    assert "有 4 行的行次与表样不同" in found.message and "别的年度" in found.remedy


def test_what_counts_rows_is_not_compared() -> None:
    report, warnings = read(
        "支出决算表:\n  栏: [序号, 本年支出合计, 基本支出]\n  行:\n    合计: [1, 5.00, 5.00]\n    201: [2, 5.00, 5.00]\n"
    )
    assert not warnings
    assert [cell.column for cell in report.cells] == [0, 1, 0, 1]


def test_a_wrong_number_of_entries_is_still_told() -> None:
    with pytest.raises(InputError) as error:
        read(total("本年收入合计: [27, 5.00, 6.00]"))
    assert [each.code for each in error.value.diagnostics] == ["E114"]


def test_other_unknown_columns_are_still_errors() -> None:
    with pytest.raises(InputError) as error:
        read(total("本年收入合计: [27, 5.00, 6.00]", "[行次, 金额, 备案号]"))
    assert [each.code for each in error.value.diagnostics] == ["E113"]


@pytest.mark.parametrize("year", [2017, 2019, 2020, 2022, 2024, 2025, 2027])
def test_what_is_not_settled_is_not_compared(year: int) -> None:
    """The numbers of 2021 are known from a published account, those of no other year; one that runs on has none."""
    head = HEAD.replace("2021", str(year))
    rows = total("本年收入合计: [37, 5.00]; 总计: [41, 5.00]")
    assert not open_report(Source("r.yaml", head + rows)).read(shipped_form_set(year))[1]
    if year > 2021:
        own = FORMS.replace("2021", "2021起")
        for forms in (FORMS, own):  # that of 2021 serves other years, too, when it runs on
            forms_of_year = read_form_set([Source("f.yaml", forms)], 2021 if forms == FORMS else year)
            found = open_report(Source("r.yaml", head + "甲表: {收入: {行次: 2, 金额: 5}}\n")).read(forms_of_year)[1]
            assert [each.code for each in found] == ([] if forms == FORMS else ["W129"])


FORMS = """\
表样: 部门决算
代号: small
年度: 2021
金额单位: 万元
表: {甲表: {栏: [金额], 行: {收入: 1, 支出: 2}}}
"""


@pytest.mark.parametrize(
    ("heads", "unsettled"),
    [
        ([""], False),
        (["行次未定: true\n"], True),
        (["", "行次未定: true\n"], True),
        (["行次未定: true\n", ""], True),
        (["行次未定: true\n", "行次未定: false\n"], False),
        (["行次未定: true\n", "", ""], True),
    ],
)
def test_a_difference_is_as_its_base_unless_it_says(heads: list[str], unsettled: bool) -> None:
    sources = []
    for number, head in enumerate(heads):
        body = f"表: {{甲表: {{行: {{{'收入: 1, 支出: 2' if number == 0 else f'别的{number}: ~'}}}}}}}\n"
        base = "" if number == 0 else f"基础: f{number - 1}\n"
        start = f"表样: 部门决算\n代号: small\n年度: 2021\n金额单位: 万元\n{base}{head}"
        sources.append(Source(f"f{number}.yaml", start + body))
    assert read_form_set(sources).unsettled is unsettled
