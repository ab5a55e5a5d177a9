"""``jsrules export`` and workbooks to fill in: what is written, and that an older file stays when it cannot be."""

from __future__ import annotations

import errno
import os
import re
import shutil
from pathlib import Path

import pytest
from support.exported import sheets
from support.permissions import locked
from support.posix import POSIX
from support.processes import REPORT

from jsrules.cli import main


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copy(REPORT, tmp_path / "a.yaml")
    return tmp_path


@pytest.mark.parametrize("name", ["x.xlsx", "x.docx", "x.html", "X.HTM"])
def test_a_report_is_drawn(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "a.yaml", "-o", name]) == 0
    assert capsys.readouterr() == ("", "")
    first = (folder / name).read_bytes()
    assert first.startswith(b"PK" if name[2] in "xd" else b"<!DOCTYPE")
    assert main(["export", "a.yaml", "-o", name]) == 0
    assert (folder / name).read_bytes() == first
    assert sorted(each.name for each in folder.iterdir()) == sorted(["a.yaml", name])


def test_warnings_are_told_and_the_file_is_written(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (folder / "a.yaml").read_text("utf-8").replace("201 一般公共服务支出:   1,604.99", "201 一般服务: 1,604.99")
    (folder / "a.yaml").write_text(text, "utf-8")
    assert main(["export", "a.yaml", "-o", "x.html"]) == 0
    assert "W120" in capsys.readouterr().err
    assert "一般服务" in (folder / "x.html").read_text("utf-8"), "as the report prints it"


@pytest.mark.parametrize("name", ["x.pdf", "x", "x.xls", "x.yaml"])
def test_another_kind_of_file_is_refused(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "a.yaml", "-o", name]) == 2
    assert f"{name}：文件名要以 .xlsx（Excel）、.docx（Word）或 .html（网页）结尾" in capsys.readouterr().err
    assert not (folder / name).exists()


def test_a_report_with_mistakes_leaves_the_older_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "x.html").write_text("旧", "utf-8")
    (folder / "a.yaml").write_text("报告: 部门决算\n年度: 2021\n支出决算标: {合计: 1.00}\n", "utf-8")
    assert main(["export", "a.yaml", "-o", "x.html"]) == 2
    assert "支出决算表" in capsys.readouterr().err
    assert (folder / "x.html").read_text("utf-8") == "旧"


def test_the_report_itself_is_not_overwritten(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.link("a.yaml", "a.html")
    assert main(["export", "a.yaml", "-o", "a.html"]) == 2
    assert "E403" in capsys.readouterr().err
    assert (folder / "a.html").read_text("utf-8").startswith("# 济源")


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "No space left on device"), (errno.EACCES, "没有写入权限"), (errno.EBUSY, "busy")],
)
@pytest.mark.parametrize("name", ["x.xlsx", "x.docx", "x.html"])
def test_a_file_that_cannot_be_written_stays(
    name: str, number: int, said: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A full disk, a file that another program holds open."""
    (folder / name).write_text("旧", "utf-8")

    def fails(*_: object) -> None:
        raise OSError(number, os.strerror(number), name)

    monkeypatch.setattr(os, "replace", fails)
    assert main(["export", "a.yaml", "-o", name]) == 2
    told = capsys.readouterr().err
    assert "[E403]" in told and said in told and "Traceback" not in told
    assert (folder / name).read_text("utf-8") == "旧"
    assert sorted(each.name for each in folder.iterdir()) == sorted(["a.yaml", name])


@POSIX
def test_a_file_that_must_not_be_changed_stays(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["export", "a.yaml", "-o", "loaded.html"])  # everything is loaded: an ordinary user may not see this program
    open_to_all = folder / "sub"
    open_to_all.mkdir()
    target = Path("sub", "x.html")
    target.write_text("旧", "utf-8")
    open_to_all.chmod(0o777)
    with locked(target):
        assert main(["export", "a.yaml", "-o", str(target)]) == 2
    assert "没有写入权限" in capsys.readouterr().err
    assert target.read_text("utf-8") == "旧"
    assert [each.name for each in open_to_all.iterdir()] == ["x.html"]


def test_a_missing_library_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "xlsxwriter", None)
    assert main(["export", "a.yaml", "-o", "x.xlsx"]) == 2
    told = capsys.readouterr().err
    assert "[E335]" in told and "pip install 'jsrules[export]'" in told
    assert not (folder / "x.xlsx").exists()


def test_a_workbook_to_fill_in(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "部门决算", "2024", "-o", "空表.xlsx"]) == 0
    assert capsys.readouterr() == ("", "")
    found = sheets((folder / "空表.xlsx").read_bytes())
    assert len(found) == 10
    rows = max(row for row, *_ in found["支出决算表"]) + 1
    assert rows > 25, "room for accounts"
    assert main(["new", "部门决算", "2024", "--region", "上海市", "-o", "空表.docx"]) == 0
    assert (folder / "空表.docx").read_bytes().startswith(b"PK")


def test_what_is_typed_into_a_blank_cell_shows_two_decimals(folder: Path) -> None:
    from openpyxl import load_workbook

    main(["new", "部门决算", "2024", "-o", "空表.xlsx"])
    sheet = load_workbook(folder / "空表.xlsx")["支出决算表"]
    shapes = {cell.number_format for row in sheet.iter_rows(min_row=8, min_col=3) for cell in row}
    assert shapes == {"#,##0.00"}


def test_a_workbook_that_was_filled_in_is_imported(folder: Path) -> None:
    from openpyxl import load_workbook

    main(["new", "部门决算", "2024", "--region", "河南省", "-o", "空表.xlsx"])
    book = load_workbook(folder / "空表.xlsx")
    for cell in book["封面"]["A"]:
        if cell.value == "单位：":
            cell.value = "单位：济源市某局"
    sheet = book["支出决算表"]
    total = next(cell.row for cell in sheet["A"] if cell.value == "合计")
    for row, values in enumerate([("", "", 12.5, 12.5), (201, "一般公共服务支出", 12.5, 12.5)], total):
        for column, value in enumerate(values, 1):
            if value:
                sheet.cell(row, column).value = value
    book.save(folder / "填好.xlsx")
    assert main(["import", "填好.xlsx", "-o", "b.yaml"]) in (0, 1)
    text = (folder / "b.yaml").read_text("utf-8")
    assert "单位: 济源市某局" in text and "年度: 2024" in text and "地区: 河南省" in text
    assert re.search(r"合计: +\[12.50, 12.50, ", text)
    assert re.search(r"201 一般公共服务支出: +\[12.50, 12.50, ", text)
