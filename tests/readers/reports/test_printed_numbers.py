"""Numbers that a report prints for its rows and columns are no figures."""

from __future__ import annotations

import pytest
from support.reading import report_of


def numbered(text: str, form: int = 1) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The rows and columns of a form, with their printed numbers."""
    block = report_of(text).forms.forms[form].blocks[0]
    return [(row.name, row.line) for row in block.rows], [(each.name, each.number) for each in block.columns]


def test_a_column_of_numbers() -> None:
    text = "表:\n  栏: [行次, 甲, 乙]\n  行: {一: [1, 5.00, 6.00], 二: ['02', 5.00, ~], 三: [~, 1.00, 2.00]}\n"
    assert numbered(text) == ([("一", "1"), ("二", "2"), ("三", "")], [("甲", "1"), ("乙", "2")])
    assert [cell.column for cell in report_of(text).cells] == [0, 1, 0, 1, 0, 1]


def test_a_row_of_numbers() -> None:
    text = "表:\n  栏: [行次, 甲, 乙]\n  行: {栏次: [~, 3, 4], 一: [1, 5.00, 6.00]}\n"
    assert numbered(text) == ([("一", "1")], [("甲", "3"), ("乙", "4")])


def test_rows_that_are_mappings() -> None:
    text = "表:\n  栏: [行号, 甲]\n  行: {一: {行号: 1-1, 甲: 5.00}, 二: {甲: 5.00, 行号: 1.2}}\n"
    assert numbered(text)[0] == [("一", "1-1"), ("二", "1.2")]


def test_a_report_without_tables() -> None:
    text = "总计: {行次: 31, 金额: 5.00}\n结转: {金额: 1.00, 行次: '29'}\n7: 3.00\n余: 1.00\n"
    rows, _ = numbered(text, 0)
    assert rows == [("总计.金额", "31"), ("结转.金额", "29"), ("7", "7"), ("余", "")]


@pytest.mark.parametrize("column", ["[一, 5.00]", "[12345, 5.00]"])
def test_what_holds_something_else_stays_a_column(column: str) -> None:
    rows, columns = numbered(f"表:\n  栏: [行次, 甲]\n  行: {{一: {column}, 二: [2, 6.00]}}\n")
    assert columns == [("行次", "1"), ("甲", "2")]
    assert not any(line for _, line in rows)


def test_places_stay() -> None:
    report = report_of("表:\n  栏: [行次, 甲]\n  行:\n    一: [1, 5.00]\n")
    (cell,) = report.cells
    assert (cell.line, cell.place) == (4, 12)
