"""From a report's text to the model."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.reading import HEAD, amounts, choose, load, load_report, report_of, values
from support.sources import ROOT

from jsrules.base.diagnostic import InputError
from jsrules.base.files import read_source, source_from_bytes
from jsrules.base.source import Source
from jsrules.base.units import UNITS
from jsrules.model.report import Amount, Report

REPORT = str(ROOT / "reports" / "jiyuan-2021.yaml")

EXAMPLE = """\
报告: 部门决算
单位: 某某市行政服务中心
年度: 2021
金额单位: 万元
小数位: 2
地区: 河南省
收入支出决算总表:
  收入:
    一般公共预算财政拨款收入: 1,668.98
    经营收入:
    总计: 1669
  支出:
    201 一般公共服务支出: '1,604.99'
    住房保障支出: (28.09)
支出决算表:
  说明: 无
  栏: [基本支出, 本年支出合计]
  行:
    201 一般公共服务支出: [453.20, ~]
    2010350: [453.2, 453]
    合计: {本年支出合计: 1}
情况说明:
  总体情况:
    收支总计: {年度: 2021, 金额: 1669, 比上年增减额: 减少 615.84, 比上年增减率: 下降 26.95%}
  三公具体:
    公务用车: {保有量: 2 辆}
    公务用车运行费: {决算: 1.13 万元}
"""


def amount(report: Report, path: str) -> Amount:
    (found,) = [cell.amount for cell in report.cells if report.cell_path(cell) == path]
    assert found is not None
    return found


def test_example() -> None:
    report = report_of(EXAMPLE)
    assert (report.kind, report.unit, report.year) == ("部门决算", "某某市行政服务中心", 2021)
    assert report.header == {"地区": "河南省"}
    assert values(report) == {
        "收入支出决算总表.收入.一般公共预算财政拨款收入": "1,668.98",
        "收入支出决算总表.收入.经营收入": None,
        "收入支出决算总表.收入.总计": "1669",
        "收入支出决算总表.支出.201 一般公共服务支出": "1,604.99",
        "收入支出决算总表.支出.住房保障支出": "(28.09)",
        "支出决算表.201 一般公共服务支出.基本支出": "453.20",
        "支出决算表.201 一般公共服务支出.本年支出合计": None,
        "支出决算表.2010350.基本支出": "453.2",
        "支出决算表.2010350.本年支出合计": "453",
        "支出决算表.合计.本年支出合计": "1",
        "情况说明.总体情况.收支总计.年度": "2021",
        "情况说明.总体情况.收支总计.金额": "1669",
        "情况说明.总体情况.收支总计.比上年增减额": "减少 615.84",
        "情况说明.总体情况.收支总计.比上年增减率": "下降 26.95%",
        "情况说明.三公具体.公务用车.保有量": "2 辆",
        "情况说明.三公具体.公务用车运行费.决算": "1.13 万元",
    }


def test_tables_and_rows() -> None:
    report = report_of(EXAMPLE)
    forms = report.forms.forms
    assert [forms[number].path for number in report.tables] == [
        "收入支出决算总表",
        "支出决算表",
        "情况说明.总体情况",
        "情况说明.三公具体",
    ]
    summary, expenditure = list(report.tables.values())[:2]
    assert (summary.line, expenditure.line, expenditure.note) == (7, 15, "无")
    housing = summary.blocks[1].rows["221"]
    assert (housing.label, housing.code, housing.level, housing.line) == ("住房保障支出", "221", 1, 14)
    assert forms[summary.form].blocks[1].rows[housing.declared].name == "住房保障支出"
    (service, item, total) = expenditure.blocks[0].rows.values()
    assert (service.key, service.level, service.declared) == ("201", 1, -1)
    assert (item.key, item.level) == ("2010350", 3)
    assert (total.key, total.level, total.declared, total.cells[1]) == ("合计", 0, 0, None)


def test_a_note_inside_a_block_is_the_tables() -> None:
    text = "收入支出决算总表:\n  说明: 甲\n  收入:\n    说明: 乙\n    总计: 1.00\n  支出:\n    总计: 1.00\n"
    (table,) = report_of(HEAD + text).tables.values()
    assert table.note == "甲 乙"


def test_cells_are_numbered_and_placed() -> None:
    report = report_of(EXAMPLE)
    assert [cell.index for cell in report.cells] == list(range(len(report.cells)))
    for table in report.tables.values():
        for number, block in enumerate(table.blocks):
            for row in block.rows.values():
                for column, cell in enumerate(row.cells):
                    if cell is not None:
                        assert report.cells[cell.index] is cell
                        assert (cell.form, cell.block, cell.row, cell.column) == (table.form, number, row.key, column)
    quoted = report.cells[3]
    assert (quoted.line, quoted.place) == (13, 20)


def test_precision() -> None:
    """小数位 is a floor for the money in tables; prose, rates and counts go by their print."""
    report = report_of(EXAMPLE)
    assert amount(report, "收入支出决算总表.收入.总计") == Amount("1669", 166900, 2, UNITS["万元"])
    assert amount(report, "收入支出决算总表.支出.住房保障支出") == Amount("(28.09)", -2809, 2, UNITS["万元"])
    assert amount(report, "支出决算表.2010350.基本支出") == Amount("453.2", 45320, 2, UNITS["万元"])
    assert amount(report, "情况说明.总体情况.收支总计.金额") == Amount("1669", 1669, 0, UNITS["万元"])
    assert amount(report, "情况说明.总体情况.收支总计.比上年增减额") == Amount("减少 615.84", -61584, 2, UNITS["万元"])
    assert amount(report, "情况说明.总体情况.收支总计.比上年增减率") == Amount("下降 26.95%", -2695, 4, UNITS["%"])
    assert amount(report, "情况说明.总体情况.收支总计.年度") == Amount("2021", 2021, 0, UNITS["年"], True)
    assert amount(report, "情况说明.三公具体.公务用车.保有量") == Amount("2 辆", 2, 0, UNITS["辆"], True)


TOTAL = "收入支出决算总表:\n  收入:\n    总计: {}\n"


@pytest.mark.parametrize(
    ("head", "settings", "text", "expected"),
    [
        ("", "", "5", (5, 0, "万元", False)),
        ("", "", "5.123", (5123, 3, "万元", False)),
        ("小数位: 0\n", "", "5", (5, 0, "万元", False)),
        ("小数位: 4\n", "", "5", (50000, 4, "万元", False)),
        ("小数位: 4\n", "  小数位: 1\n", "5", (50, 1, "万元", False)),
        ("金额单位: 元\n小数位: 2\n", "", "5", (500, 2, "元", False)),
        ("金额单位: 人民币元\n", "", "5", (5, 0, "元", False)),
        ("金额单位: 元\n", "  金额单位: 亿元\n", "5", (5, 0, "亿元", False)),
        # A unit of its own: nobody dropped zeros there.
        ("金额单位: 元\n", "", "0.3 万元", (3, 1, "万元", False)),
        ("金额单位: 元\n", "", "14,206 万元", (14206, 0, "万元", False)),
        ("", "", "5 万元", (5, 0, "万元", False)),
    ],
)
def test_scope(head: str, settings: str, text: str, expected: tuple[int, int, str, bool]) -> None:
    title, rest = TOTAL.format(text).split("\n", 1)
    assert amounts(report_of(HEAD + head + title + "\n" + settings + rest)) == [expected]


def test_a_rate_without_its_sign() -> None:
    report = report_of(HEAD + "情况说明:\n  总体情况:\n    收支总计: {比上年增减率: 76.23}\n")
    assert amounts(report) == [(7623, 4, "%", False)]


@pytest.mark.parametrize(
    "text",
    [
        "支出决算表: ~\n",
        "支出决算表:\n",
        "公开03表:\n",
        "公开 03 表:\n",
        "expenditure:\n",
        "“支出决算表”:\n",
        "'“支出 决算表”': ''\n",
        "支出决算表: {}\n",
        "支出决算表:\n  行:\n",
        "支出决算表:\n  说明: 无数据\n",
    ],
)
def test_a_table_without_rows_is_there(text: str) -> None:
    report = report_of(HEAD + text)
    assert [report.forms.forms[number].title for number in report.tables] == ["支出决算表"]
    assert not report.cells


@pytest.mark.parametrize("text", ["", "情况说明:\n", "情况说明: ~\n"])
def test_absent(text: str) -> None:
    assert not report_of(HEAD + text).tables


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("201 一般公共服务支出", "201"),
        ("201", "201"),
        ("201一般公共服务支出", "201"),
        ("２０１　一般公共服务支出", "201"),
        ("'201'", "201"),
        ("合计", "合计"),
        ("合 计", "合计"),
        ("201 一般公共服务 支出", "201"),
        ("207 文化体育与传媒支出", "207"),
        ("2070101 行政运行", "2070101"),
        ("20799 其他文化旅游体育与传媒支出", "20799"),
        ("2299999 其他支出", "2299999"),
    ],
)
def test_labels_of_coded_rows(row: str, key: str) -> None:
    report = report_of(f"{HEAD}支出决算表:\n  栏: [合计]\n  行:\n    {row}: 5\n")
    assert report.cells[0].row == key


@pytest.mark.parametrize(
    "row",
    [
        "一、一般公共预算财政拨款收入",
        "一般公共预算财政拨款",
        "（一）一般公共预算财政拨款收入",
        "其中：一般公共预算财政拨款收入",
    ],
)
def test_labels_of_named_rows(row: str) -> None:
    """Aliases, and the ordinals that tables print before names."""
    report = report_of(f"{HEAD}收入支出决算总表:\n  收入:\n    {row}: 5\n")
    assert report.cells[0].row == "一般公共预算财政拨款收入"


def test_open_rows_without_codes() -> None:
    text = f"{HEAD}情况说明:\n  项目评分:\n    栏: [年度, 得分]\n    行:\n      12345 市长热线: [2021, 96.42 分]\n"
    report = report_of(text)
    assert [cell.row for cell in report.cells] == ["12345市长热线"] * 2
    assert amounts(report) == [(2021, 0, "年", True), (9642, 2, "分", False)]


def test_english_keys() -> None:
    head = "report: 部门决算\nyear: 2021\nunit: 某某\nmoney unit: 元\ndecimals: 1\nnote: x\nregion: y\nUnit Kind: z\n"
    report = report_of(head + "支出决算表:\n  columns: [合计]\n  rows:\n    合计: 5\n")
    assert (report.kind, report.unit, report.year) == ("部门决算", "某某", 2021)
    assert report.header == {"说明": "x", "地区": "y", "单位性质": "z"}
    assert amounts(report) == [(50, 1, "元", False)]


@pytest.mark.parametrize("year", ["2021", "２０２１", "2021年", "2021 年度", "'2021'"])
def test_years(year: str) -> None:
    assert report_of(f"报告: 部门决算\n年度: {year}\n").year == 2021


def test_the_real_report() -> None:
    source = read_source(REPORT)
    report, warnings = load_report(source, choose)
    assert not warnings
    assert len(report.cells) > 400
    assert len([table for table in report.tables if not report.forms.forms[table].is_prose]) == 8
    assert amount(report, "收入支出决算总表.收入.总计").mantissa == 166902
    assert_places(report)


# ---- properties ------------------------------------------------------------------------------------------------------


def assert_places(report: Report) -> None:
    """Every cell's place re-reads to its text."""
    for cell in report.cells:
        start = report.source.offset(cell.line, cell.place)
        if cell.amount is not None:
            assert report.source.text.startswith(cell.amount.text, start)
        else:
            assert report.source.text[start : start + 1] in ("", "~", "-", "\n", "—", "'", '"', "#", " ", ",", "]")


figures = st.builds(
    lambda whole, decimals, style: style(f"{whole:,}" + (f".{decimals:02d}" if decimals is not None else "")),
    st.integers(0, 10**9),
    st.none() | st.integers(0, 99),
    st.sampled_from(
        [
            lambda text: f"'{text}'",
            lambda text: f'"{text}"',
            lambda text: text.replace(",", ""),
            lambda text: f"'-{text}'",
            lambda text: f'"({text})"',
            lambda text: f'"{text} 万元"',
        ]
    ),
)
cells = figures | st.sampled_from(["~", "''", "'-'", "—"])
codes = st.integers(2010000, 2010999).map(str)
spaces = st.sampled_from([" ", "  ", "     "])


@st.composite
def reports(draw: st.DrawFn) -> str:
    """The text of a report: a matrix with any rows, and a table with blocks."""
    columns = draw(st.permutations(["本年支出合计", "基本支出", "项目支出", "经营支出"]))[: draw(st.integers(1, 4))]
    lines = ["支出决算表:", f"  栏: [{', '.join(columns)}]", "  行:"]
    for code in draw(st.lists(codes, max_size=5, unique=True)):
        row = [draw(cells) for _ in columns]
        joint = "," + draw(spaces)
        lines.append(f"    {code}{draw(st.sampled_from(['', ' 某项', '  某 项']))}:{draw(spaces)}[{joint.join(row)}]")
    lines += ["财政拨款收入支出决算总表:", "  收入:"]
    for name in draw(st.lists(st.sampled_from(["本年收入合计", "总计"]), unique=True)):
        lines.append(f"    {name}:{draw(spaces)}{draw(cells)}{draw(st.sampled_from(['', '  # 注', ' ']))}")
    return HEAD + "\n".join(lines) + "\n"


@given(reports())
def test_every_place_rereads_to_its_text(text: str) -> None:
    assert_places(report_of(text))


@given(reports(), st.sampled_from(["\r\n", "\r", "\n"]), st.booleans())
def test_encodings_are_all_one(text: str, end: str, mark: bool) -> None:
    data = ("\ufeff" if mark else "").encode() + text.replace("\n", end).encode()
    report, _ = load_report(source_from_bytes("报告.yaml", data), choose)
    plain = report_of(text)
    assert report.cells == plain.cells
    assert report.tables == plain.tables


WIDE = str.maketrans("0123456789.,-()", "０１２３４５６７８９．，－（）")


@given(reports())
def test_full_width_figures_are_figures(text: str) -> None:
    """Outside of keys and settings every quoted figure may be written in full-width characters."""
    pieces = text.split("'")
    wide = "'".join(piece.translate(WIDE) if number % 2 else piece for number, piece in enumerate(pieces))
    assert amounts(report_of(wide)) == amounts(report_of(text))


@given(reports())
def test_order_of_rows_is_kept(text: str) -> None:
    report = report_of(text)
    lines = [cell.line for cell in report.cells]
    assert lines == sorted(lines)


pieces = st.sampled_from(
    [
        *(
            "报告: 部门决算",
            "年度: 2021",
            "支出决算表:",
            "  栏: [合计]",
            "  行:",
            "    合计: [1]",
            "情况说明:",
            "  总体情况:",
        ),
        *(
            "    年度: 2021",
            "\t",
            "- ",
            "：",
            "[",
            "]",
            "{",
            "}",
            "&a",
            "*a",
            "!x",
            "'",
            '"',
            "#",
            "|",
            ">",
            "?",
            "---",
            "...",
        ),
        *(
            "收入支出决算总表:",
            "  收入:",
            "    总计: 1,5",
            "~",
            "小数位: 2",
            "金额单位: 元",
            "1.2.3",
            "%",
            "\0",
            "\x85",
            "说明: 1",
        ),
    ]
)


@given(st.lists(pieces | st.text(max_size=5), max_size=14), st.sampled_from(["\n", "", " ", "\n  "]))
def test_any_text_is_a_report_or_refused(parts: list[str], joint: str) -> None:
    text = joint.join(parts)
    try:
        report, warnings = load_report(Source("报告.yaml", text), choose)
    except InputError as error:
        found = error.diagnostics
        assert found
    else:
        found = warnings
        for cell in report.cells:
            report.cell_path(cell)
    for each in found:
        each.place()
        assert each.message


def test_a_long_report_is_read_whole() -> None:
    rows = "".join(f"    {2010001 + number}: {number}.{number % 100:02d}\n" for number in range(2000))
    report, _ = load(f"{HEAD}支出决算表:\n  栏: [合计]\n  行:\n{rows}")
    assert len(report.cells) == 2000
    assert report.cells[-1].line == 2005
