"""Reports made of Python values: what is written is what was given, for every text there is."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO

from hypothesis import given
from hypothesis import strategies as st

import jsrules
from jsrules.interface.written import written
from jsrules.readers.reports.nodes import Mapping, Node, Scalar
from jsrules.readers.reports.yaml_tree import read_tree

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
LIKELY = st.sampled_from(
    [
        "合计",
        "201 一般公共服务支出",
        "1,669.02",
        "-3.59",
        "- 3",
        "99.99%",
        "no",
        "~",
        "",
        "<<",
        "a: b",
        "a #b",
        "'",
        '"',
        "{",
        "*",
    ]
)
FIGURES = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9)
VALUES = st.recursive(
    st.one_of(TEXTS, LIKELY, FIGURES, st.integers(-(10**12), 10**12), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.one_of(TEXTS, LIKELY), inner, max_size=3)),
    max_leaves=12,
)


def same(value: object, node: Node) -> bool:
    """Whether a node holds a value: the text of a figure, in its places."""
    if isinstance(value, dict):
        assert isinstance(node, Mapping)
        return [key.text for key, _ in node.entries] == list(value) and all(
            same(each, found) for each, (_, found) in zip(value.values(), node.entries, strict=True)
        )
    if isinstance(value, list):
        assert not isinstance(node, Scalar | Mapping)
        return all(same(each, found) for each, found in zip(value, node.items, strict=True))
    assert isinstance(node, Scalar)
    return node.text == ("~" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value))


@given(st.dictionaries(st.one_of(TEXTS, LIKELY), VALUES, min_size=1, max_size=4))
def test_what_is_written_is_what_was_given(values: dict[str, object]) -> None:
    assert same(values, read_tree(written(values, "r")))


def test_it_reads_like_a_report_of_ones_own() -> None:
    report = jsrules.read(
        {
            "报告": "部门决算",
            "年度": 2021,
            "收入支出决算总表": {"收入": {"总计": Decimal("1669.02"), "其他收入": "0.03"}},
            "支出决算表": {
                "栏": ["基本支出", "项目支出"],
                "行": {"合计": [Decimal("517.20"), None], 201: ["1,604.99", "-"]},
            },
        }
    )
    assert report.text == (
        "报告: 部门决算\n年度: 2021\n收入支出决算总表:\n  收入:\n    总计: 1669.02\n    其他收入: 0.03\n支出决算表:\n"
        '  栏: [基本支出, 项目支出]\n  行:\n    合计: [517.20, ~]\n    201: ["1,604.99", "-"]\n'
    )
    assert (report.kind, report.year, report.unit, report.diagnostics) == ("部门决算", 2021, "", ())


def test_places_are_those_of_its_text() -> None:
    report = jsrules.read({"甲": {"乙": Decimal("1.00")}, "丙": "2.00"})
    (finding,) = jsrules.verify(report, rules=StringIO("乙 = 丙")).findings
    lines = report.text.splitlines()
    assert [lines[cell.line - 1][cell.column - 1 :] for cell in finding.cells] == ["1.00", "2.00"]
