"""By which form set a document is read: what it says of itself, and where that leaves it open, what is seen in it."""

from __future__ import annotations

import pytest
from support.printed_tables import document, grid

from jsrules.model.document import Grid
from jsrules.verification.importing import Import
from jsrules.verification.verifier import Verifier

INCOME = grid("科目编码 | 科目名称 | 本年收入合计", "合计 |  | 9.00")


def seen(*parts: Grid | str) -> Import:
    return Verifier().import_documents([document(*parts)])


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (["某市某局2021年度部门决算"], "2021"),
        (["某市某局", "2021年度单位决算"], "2021"),
        (["2023 年度", "湖南省某厅部门决算"], "2022-2025"),
        (["上海市某区某局2024年度部门决算"], "上海 2021-2025"),
        (["二〇二二年度上海市某委部门决算"], "上海 2021-2025"),
        (["中共云南省某市委办公室2023年度部门决算"], "云南 2022-2025"),
    ],
)
def test_kind_year_and_region_are_told_by_titles(head: list[str], title: str) -> None:
    found = seen(*head, "收入决算表", INCOME)
    assert found.chosen is not None
    assert found.chosen.title == title
    assert found.seen == ()


def test_names_of_tables_tell_a_region_that_the_document_does_not() -> None:
    """天津 prints these titles; the name of the unit does not say where it is."""
    found = seen(
        "某街道办事处2023年度部门决算",
        "收入决算表（按功能分类列示）",
        INCOME,
        "收入决算表（按单位列示）",
        grid("单位名称 | 本年收入合计", "本级 | 9.00"),
    )
    assert found.chosen is not None
    assert found.chosen.title == "天津 2022-2025"
    assert found.report.region == "天津"
    assert found.seen == ("收入决算表（按功能分类列示）", "收入决算表（按单位列示）")


def test_names_do_not_count_against_what_the_document_says() -> None:
    found = seen(
        "湖南省某厅2023年度部门决算", "收入决算表（按单位列示）", grid("单位名称 | 本年收入合计", "本级 | 9.00")
    )
    assert found.chosen is not None
    assert found.chosen.title == "2022-2025"


def test_a_document_that_does_not_say_its_kind_is_told_by_its_tables() -> None:
    found = seen("2021 年度", "收入决算表", INCOME)
    assert (found.report.kind, found.report.year) == ("部门决算", 2021)


def test_whose_it_is_stands_without_the_year_beside_it() -> None:
    assert seen("2021年度部门决算", "收入决算表", "部门：某市某局 2021年度", INCOME).report.unit == "某市某局"


def test_a_form_set_of_an_earlier_year_is_told() -> None:
    assert [note.code for note in seen("某市某局2031年度部门决算", "收入决算表", INCOME).notes] == ["W323"]


def test_without_a_year_nobody_knows_which_forms_it_follows() -> None:
    found = seen("某市某局部门决算", "收入决算表", INCOME)
    assert found.forms is None
    assert [table.known for table in found.report.tables] == [False]


def test_the_year_before_is_not_the_year() -> None:
    found = seen(
        "某市某局2021年度部门决算",
        "收入决算表",
        INCOME,
        "与2020年度部门决算相比，增加1.00万元。",
        "2020年度部门决算数为8.00万元。",
    )
    assert found.report.year == 2021
