"""The report in ``reports/`` against the published document: every figure, in its table and row, as printed.

The document itself is not part of the project; the tests are skipped where its folder is absent.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "reports" / "jiyuan-2021.yaml"
DOCUMENT = ROOT.parent / "shared" / "documents" / "jiyuan-xingzheng-fuwu-zhongxin-2021.txt"

TABLES = {
    "收入支出决算总表": 3,
    "收入决算表": 0,
    "支出决算表": 0,
    "财政拨款收入支出决算总表": 3,
    "一般公共预算财政拨款支出决算表": 0,
    "一般公共预算财政拨款基本支出决算明细表": 3,
    "一般公共预算财政拨款“三公”经费支出决算表": 0,
    "政府性基金预算财政拨款收入支出决算表": 0,
}
"""The eight tables; the number says how wide one of several side-by-side parts is, 0 that there is one part."""

SECTIONS = {
    "一": ["总体情况"],
    "二": ["收入情况"],
    "三": ["支出情况"],
    "四": ["财政拨款总体"],
    "五": ["一般公共总体", "一般公共结构", "一般公共具体"],
    "六": ["基本支出"],
    "七": ["三公总体", "三公具体"],
    "八": ["政府性基金"],
    "九": [],
    "十": ["政府采购"],
    "十一": ["国有资产"],
    "十二": ["绩效", "项目评分"],
}
"""The parts of the narrative and where their figures stand in the report."""

REASONS = {
    "一": ["总体情况的变化原因"],
    "四": ["财政拨款总体的变化原因"],
    "五": ["一般公共总体的变化原因", "政务公开审批的差异原因"],
    "十二": ["电子政务信息化项目专家论证费的主要问题"],
}
"""The years named inside reasons: rows of 原因年度."""

NOT_FIGURES: dict[str, list[str]] = {
    # The worth from which equipment is counted.
    "十一": ["50", "100"],
    # A hotline's number (12345), and what the reasons say of networks, staff and buildings.
    "十二": [*["12345"] * 5, "267", "1.5", "156", "100", "15", "47", "20", "98", "42", "1"],
}
"""Numbers of the prose that are no figures of the accounts."""

_ORDINAL = re.compile(r"[一二三四五六七八九十]+、")
_AMOUNT = re.compile(r"-?[\d,]+\.\d+")
_TOKEN = re.compile(r"(?:(?:增加|减少|增长|下降)\s*(?!\d{4} 年))?\d[\d,]*(?:\.\d+)?%?")


def _plain(name: str) -> str:
    """A row's name without ordinal, spaces and width of characters."""
    return _ORDINAL.sub("", unicodedata.normalize("NFKC", name).replace(" ", ""), count=1)


@pytest.fixture(scope="module")
def document() -> str:
    if not DOCUMENT.is_file():
        pytest.skip("skipped: the folder of published documents is not beside the project")
    return DOCUMENT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(REPORT.read_text(encoding="utf-8"), yaml.BaseLoader)
    return loaded


# ---- tables ----------------------------------------------------------------------------------------------------------


def _printed_rows(text: str) -> Iterator[tuple[str, int, list[str]]]:
    """The rows of the document's tables: title, side-by-side part, cells."""
    title = ""
    for line in text.splitlines():
        if line.strip() in TABLES:
            title = line.strip()
        if "\t" not in line or not title:
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not TABLES[title]:
            yield title, 0, cells
        elif title == "财政拨款收入支出决算总表":
            yield title, 0, cells[:3]
            yield title, 1, cells[3:]
        elif _plain(cells[0]) == "人员经费合计":
            middle = cells.index("公用经费合计")
            yield title, 0, ["", cells[0], cells[2]]
            yield title, 1, ["", "公用经费合计", *[cell for cell in cells[middle + 1 :] if cell]]
        else:
            for start in range(0, len(cells), 3):
                yield title, min(start // 3, 1), cells[start : start + 3]


def _printed_cells(text: str) -> Counter[tuple[str, int, str, int, str]]:
    """Every amount the document's tables print, with its table, part, row and column."""
    found: Counter[tuple[str, int, str, int, str]] = Counter()
    for title, part, cells in _printed_rows(text):
        if "三公" in title:
            if any(_AMOUNT.fullmatch(cell) for cell in cells):
                rows = (
                    "合计",
                    "因公出国(境)费",
                    "公务用车购置及运行费",
                    "公务用车购置费",
                    "公务用车运行费",
                    "公务接待费",
                )
                for number, cell in enumerate(cells):
                    if cell:
                        found[title, 0, rows[number % 6], number // 6, cell] += 1
            continue
        # 行次 stands behind the name, a code before it; both are no amounts.
        behind = 1 if title.endswith("总表") else 0
        label = cells[0] if behind else cells[0] + cells[1]
        for column, cell in enumerate(cells[1 + behind :] if behind else cells[2:]):
            if _AMOUNT.fullmatch(cell):
                found[title, part, _plain(label), column, cell] += 1
    return found


def _written_cells(report: dict[str, Any]) -> Counter[tuple[str, int, str, int, str]]:
    """The same of the report."""
    found: Counter[tuple[str, int, str, int, str]] = Counter()
    for title in TABLES:
        table = report[title]
        blocks = [table] if "行" in table else list(table.values())
        for part, block in enumerate(blocks):
            for label, row in block.get("行", block).items():
                # Rows of the two 总表 are known there by name alone.
                name = re.sub(r"^\d+ ", "", label) if title.endswith("总表") else label
                for column, cell in enumerate(row if isinstance(row, list) else [row]):
                    if cell not in ("", "~"):
                        found[title, part, _plain(name), column, cell] += 1
    return found


def test_tables_are_as_printed(document: str, report: dict[str, Any]) -> None:
    text = document[document.rindex("第二部分") : document.rindex("第三部分")]
    printed = _printed_cells(text)
    assert len(printed) > 130
    assert {title for title, *_ in printed} == set(TABLES) - {"政府性基金预算财政拨款收入支出决算表"}
    assert _written_cells(report) == printed


# ---- narrative -------------------------------------------------------------------------------------------------------


def _tokens(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", token) for token in _TOKEN.findall(text))


def _narrative(document: str) -> dict[str, str]:
    """The narrative's parts by their number, without the numbering of paragraphs."""
    text = document[document.rindex("第三部分") : document.rindex("第四部分")]
    text = text[text.index("情况说明") :]
    parts = re.split(r"(?m)^([一二三四五六七八九十]+)、", text)
    return {
        number: re.sub(r"(?m)^\d{1,2}\. ?", "", body) for number, body in zip(parts[1::2], parts[2::2], strict=True)
    }


def _leaves(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from _leaves(item)
    else:
        for key, value in node.items():
            if key != "栏":
                yield from _leaves(value)


@pytest.mark.parametrize("number", SECTIONS)
def test_narrative_is_as_printed(document: str, report: dict[str, Any], number: str) -> None:
    narrative = report["情况说明"]
    written = Counter(NOT_FIGURES.get(number, []))
    for section in SECTIONS[number]:
        for leaf in _leaves(narrative[section]):
            written += _tokens(leaf)
    for reason in REASONS.get(number, []):
        written += _tokens(narrative["各处年度"][reason])
    assert _tokens(_narrative(document)[number]) == written


def test_every_section_of_the_report_is_compared(report: dict[str, Any]) -> None:
    narrative = report["情况说明"]
    compared = {section for sections in SECTIONS.values() for section in sections}
    assert compared | {"各处年度"} == set(narrative)
    assert sorted(row for rows in REASONS.values() for row in rows) == sorted(narrative["各处年度"])
