"""The pages of spec/bulk.md, in both languages: commands print what they say, and queries run on what they wrote."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
from pathlib import Path

import duckdb
import pytest
from support.sources import ROOT

from jsrules.bulk.corpus import BAD, INDEX, OTHER, ROWS_HEAD, TEXTS, WAIVERS
from jsrules.bulk.findings import COUNTS, DIAGNOSTICS, FINDINGS, RULES, VERDICT_COUNTS
from jsrules.cli import main

PAGE, ENGLISH = ((ROOT / "spec" / name).read_text("utf-8") for name in ("bulk.md", "bulk.en.md"))


def queries_of(page: str) -> list[tuple[str, str]]:
    """The queries of a page, each with its heading."""
    return re.findall(r"^(\S[^\n]*)[：:]\n\n```sql\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)


HIDDEN = {"frame", "open_rows", "texts"}
"""Columns for programs, which the page tells of together."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two real reports, one of them for the year after as well, and a bad one."""
    folder = tmp_path_factory.mktemp("bulk")
    reports = folder / "reports"
    reports.mkdir()
    for name in ("jiyuan-2021.yaml", "shanghai-putuo-guihua-2024.yaml"):
        shutil.copy(ROOT / "reports" / name, reports / name)
    text = (reports / "jiyuan-2021.yaml").read_text("utf-8")
    (reports / "jiyuan-2022.yaml").write_text(text.replace("\n年度: 2021\n", "\n年度: 2022\n"), "utf-8")
    (reports / "坏.yaml").write_text("单位: 某局\n甲: [1\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def told(folder: Path) -> list[tuple[str, str]]:
    """The commands of the page, each with what it printed."""
    return printed_by(PAGE, folder)


def printed_by(page: str, folder: Path) -> list[tuple[str, str]]:
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        for block in re.findall(r"^```console\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
            for command in re.findall(r"^\$ jsrules (.*)$", block, re.MULTILINE):
                printed = io.StringIO()
                with contextlib.redirect_stderr(printed):
                    assert main(["--lang", "zh", *shlex.split(command)] if page is PAGE else shlex.split(command)) == 2
                found.append((command, printed.getvalue()))
    return found


def test_commands_print_what_the_page_says(told: list[tuple[str, str]]) -> None:
    shown = re.findall(r"^\$ jsrules (.*)\n(.*\n)", PAGE, re.MULTILINE)
    assert len(shown) == 4
    assert told == shown


def test_queries_run(folder: Path, told: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch) -> None:
    assert told and len(queries_of(PAGE)) == 10
    monkeypatch.chdir(folder)
    results = {}
    for title, query in queries_of(PAGE):
        results[title] = duckdb.sql(query).fetchall()
        assert results[title], title
    by_title = {title.partition("，")[0].partition("：")[0]: rows for title, rows in results.items()}
    assert [(path, code) for path, code, *_ in by_title["不能用的报告"]] == [("reports/坏.yaml", "E102")]
    assert [(year, count) for year, count, *_ in by_title["各年度有多少份报告有错误"]] == [
        (2021, 1),
        (2022, 1),
        (2024, 1),
    ]
    totals = {(unit, year): str(total) for unit, year, total, _ in by_title["各单位的收入总计和“三公”经费"]}
    assert totals["济源市行政服务中心", 2021] == "1669.0200"
    changes = by_title["同一单位两年之间收入总计变了多少"]
    assert [str(each) for each in changes[0][2:]] == ["1669.0200", "1669.0200", "0.0000"]
    classes = [(code, str(sum_)) for year, code, _, sum_, _ in by_title["支出按功能分类的类合计"] if year == 2021]
    assert classes[0] == ("201", "1604.9900")

    written = by_title["发现的数在哪里"]
    lines = {line.strip() for each in Path("reports").iterdir() for line in each.read_text("utf-8").splitlines()}
    assert written and all(places and line in lines for _, _, _, places, line in written)


def test_the_page_in_english_says_and_asks_the_same(
    folder: Path, told: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    asked = [duckdb.sql(query).fetchall() for _, query in queries_of(PAGE)]
    assert told and asked == [duckdb.sql(query).fetchall() for _, query in queries_of(ENGLISH)]
    for name in ("corpus", "findings"):
        shutil.rmtree(name)
    shown = re.findall(r"^\$ jsrules (.*)\n(.*\n)", ENGLISH, re.MULTILINE)
    assert printed_by(ENGLISH, folder) == shown and len(shown) == 4
    for heading in ("## ", "- ", "| `"):
        count = [len(re.findall(f"^{re.escape(heading)}", page, re.MULTILINE)) for page in (PAGE, ENGLISH)]
        assert count[0] == count[1], heading


@pytest.mark.parametrize("page", [PAGE, ENGLISH], ids=["zh", "en"])
def test_the_page_names_every_column(page: str) -> None:
    for schema in (INDEX, OTHER, TEXTS, WAIVERS, BAD, FINDINGS, COUNTS, RULES, DIAGNOSTICS):
        for name in schema.names:
            assert f"`{name}`" in page or name in HIDDEN | set(VERDICT_COUNTS), name
    for field in ROWS_HEAD:
        assert f"`{field.name}`" in page
