"""Whatever stands in a document, recognition ends, and each of its numbers has one place."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from support.printed_tables import Merged, grid, imported

from jsrules.model.document import Grid
from jsrules.readers.documents.amount_tokens import numbers_in

WORDS = [
    "", "", "项目", "科目编码", "科目名称", "类", "款", "项", "行次", "栏次", "1", "2", "3", "合计", "小计", "总计", "收入", "支出",
    "支出决算表", "收入支出决算总表", "财政拨款“三公”经费支出决算表", "政府性基金预算财政拨款收入支出决算表", "单位：万元", "公开03表",
    "2021年度", "某市某局2021年度部门决算", "注：本表反映收支。", "故本表无数据", "201", "20103", "2010301", "08", "一般公共服务支出",
    "基本支出", "项目支出", "预算数", "决算数", "公务接待费", "因公出国（境）费", "9.00", "1,234.56", "12.5 3.0", "-", "…", "\n", "见附件",
    "201 一般公共服务支出 9.00 9.00", "合计 9.00 5.00 4.00", "机关事业单位基本养老保", "2080505 5.00 4.00", "险缴费支出", "10%", "（12.50）",
]  # fmt: skip

cells = st.one_of(st.sampled_from(WORDS), st.tuples(st.sampled_from(WORDS), st.integers(1, 3), st.integers(1, 3)))


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    width = draw(st.integers(1, 6))
    rows: list[list[str | Merged]] = draw(
        st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=6)
    )
    return grid(*rows, page=draw(st.integers(1, 3)), sheet=draw(st.sampled_from(["", "", "支出决算表", "表1"])))


@given(st.lists(st.one_of(st.sampled_from(WORDS[2:]), grids()), max_size=8), st.sampled_from(["pdf", "text"]))
@settings(deadline=None)
def test_every_number_has_one_place(parts: list[Grid | str], kind: str) -> None:
    report = imported(*parts, kind="pdf" if kind == "pdf" else "text")
    shown = [
        text for part in parts for text in ([part] if isinstance(part, str) else [cell.text for cell in part.cells])
    ]
    assert Counter(entry.text for entry in report.ledger) == Counter(
        each for text in shown for each in numbers_in(text)
    )
    for table in report.tables:
        assert table.places
        for block in table.blocks:
            assert len(block.columns) == len(block.known_columns) == len(set(block.columns))
            assert all(len(row.cells) == len(block.columns) for row in block.rows)
