"""``jsrules verify --annotate``: which copies are written, and what is said where none is."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from support.annotated import frames_and_labels
from support.office_files import rows, workbook
from support.printed_pdf import printed_pdf
from support.printed_tables import grid

from jsrules.cli import main

pytest.importorskip("pypdf")

HEADING = ["科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出"]
TITLE = ["某市某局2021年度部门决算", "支出决算表", "单位：万元"]
ROWS = [
    "合计 |  | 9.00 | 5.00 | 4.00 |  |  | ",
    "201 | 一般公共服务支出 | 9.00 | 5.00 | 4.00 |  |  | ",
    "20103 | 政府办公厅（室）及相关机构事务 | 9.00 | 5.00 | 4.00 |  |  | ",
    "2010301 | 行政运行 | 9.00 | 5.00 | 4.00 |  |  | ",
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``good.pdf``; ``bad.pdf``, where a figure is wrong; two like them in ``documents``, with one that is broken."""
    monkeypatch.chdir(tmp_path)
    good = printed_pdf(*TITLE, grid(*HEADING, *ROWS))
    bad = printed_pdf(*TITLE, grid(*HEADING, ROWS[0], ROWS[1].replace("4.00", "4.70"), *ROWS[2:]))
    (tmp_path / "documents" / "below").mkdir(parents=True)
    for name, data in (("good.pdf", good), ("bad.pdf", bad)):
        (tmp_path / name).write_bytes(data)
        (tmp_path / "documents" / name).write_bytes(data)
    (tmp_path / "documents" / "below" / "good.pdf").write_bytes(good)
    (tmp_path / "documents" / "README.md").write_text("说明", "utf-8")
    return tmp_path


def test_a_copy_with_the_findings(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "bad.pdf").read_bytes()
    assert main(["verify", "bad.pdf", "--annotate", "marked.pdf"]) == 1
    told = capsys.readouterr().out
    assert main(["verify", "bad.pdf"]) == 1
    assert told == capsys.readouterr().out, "the ordinary output is the same"
    frames, _ = frames_and_labels((folder / "marked.pdf").read_bytes())
    assert "4.70 应为 4.00" in frames[0].note and frames[0].numbers == "1"
    assert (folder / "bad.pdf").read_bytes() == before
    assert sorted(each.name for each in folder.iterdir()) == ["bad.pdf", "documents", "good.pdf", "marked.pdf"]


def test_a_sound_document_gets_its_list_all_the_same(folder: Path) -> None:
    assert main(["verify", "good.pdf", "--annotate", "marked.pdf"]) == 0
    assert (folder / "marked.pdf").read_bytes().startswith((folder / "good.pdf").read_bytes())


def test_a_folder_of_documents(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "documents" / "report.yaml").write_text("报告: 部门决算", "utf-8")
    assert main(["verify", "documents", "--annotate", "marked/"]) == 1
    assert capsys.readouterr().out.count("结论：") == 3
    assert sorted(each.name for each in (folder / "marked").iterdir()) == ["bad.pdf", "good-2.pdf", "good.pdf"]
    assert frames_and_labels((folder / "marked" / "bad.pdf").read_bytes())[0]


def test_a_folder_of_documents_alone_is_verified_without_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "documents"]) == 1
    assert capsys.readouterr().out.count("结论：") == 3


def test_the_document_itself_is_never_written_to(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "bad.pdf").read_bytes()
    assert main(["verify", "bad.pdf", "--annotate", "./bad.pdf"]) == 2
    assert "[E403]" in capsys.readouterr().err
    assert main(["verify", "documents", "--annotate", "documents/"]) == 2
    assert capsys.readouterr().err.count("[E403]") == 2
    assert (folder / "bad.pdf").read_bytes() == before
    assert (folder / "documents" / "bad.pdf").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["bad.pdf", "--annotate", "marked.docx"], "marked.docx：加了标记的也是 .pdf"),
        (["bad.pdf", "good.pdf", "--annotate", "marked.pdf"], "有 2 份文件：用 --annotate 文件夹/"),
        (["-", "--annotate", "marked.pdf"], "--annotate 要写明文件名，不能是 -"),
        (["bad.pdf", "--annotate", "nowhere/marked.pdf"], "[E403] 无法写出结果：目录不存在"),
        (["gone.pdf", "--annotate", "marked.pdf"], "[E401]"),
    ],
)
def test_what_is_wrong_is_said(
    arguments: list[str], expected: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", *arguments]) == 2
    told = capsys.readouterr()
    assert expected in told.err + told.out
    assert not (folder / "marked.pdf").exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("report.yaml", "报告: 部门决算"), ("决算.txt", "收入决算表\n"), ("决算.html", "<html><table></table></html>")],
)
def test_a_kind_that_cannot_be_marked(
    name: str, content: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / name).write_text(content, "utf-8")
    assert main(["verify", name, "--annotate", "marked.pdf"]) == 2
    told = capsys.readouterr().err
    assert "[E413] 这种文件不能加标记；能加的是 PDF、Excel（.xlsx）、Word（.docx）" in told
    assert "通常的输出" in told


def test_a_report_that_was_imported_marks_its_document(folder: Path) -> None:
    assert main(["import", "bad.pdf", "-o", "report.yaml"]) == 0
    assert main(["verify", "report.yaml", "--annotate", "marked.pdf"]) == 1
    frames, _ = frames_and_labels((folder / "marked.pdf").read_bytes())
    assert "4.70 应为 4.00" in frames[0].note and frames[0].numbers == "1"
    assert (folder / "marked.pdf").read_bytes().startswith((folder / "bad.pdf").read_bytes())


def test_its_document_must_be_there_and_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "bad.pdf", "-o", "report.yaml"]) == 0
    assert main(["verify", "report.yaml", "--annotate", "bad.pdf"]) == 2, "the original is no output"
    changed = [ROWS[0], *(each.replace("5.00", "6.00") for each in ROWS[1:])]
    (folder / "bad.pdf").write_bytes(printed_pdf(*TITLE, grid(*HEADING, *changed)))
    assert main(["verify", "report.yaml", "--annotate", "marked.pdf"]) == 2
    assert "它变了，或不是导入时的那一份" in "".join(capsys.readouterr().err.split())
    (folder / "bad.pdf").unlink()
    assert main(["verify", "report.yaml", "--annotate", "marked.pdf"]) == 2
    assert "报告是从 bad.pdf 导入的，它不在报告旁边" in capsys.readouterr().err
    assert not (folder / "marked.pdf").exists()


def test_the_kind_is_told_by_the_content(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "决算.pdf").write_bytes(workbook(rows(("支出决算表",), ("项目", "=1"))))
    assert main(["verify", "决算.pdf", "--annotate", "marked.pdf"]) == 2
    assert "也是 .xlsx" in capsys.readouterr().err


def test_without_the_library(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "pypdf", None)
    assert main(["verify", "bad.pdf", "--annotate", "marked.pdf"]) == 2
    out, err = capsys.readouterr()
    assert "[E335] 加标记还需要 pypdf" in err and "jsrules[annotate]" in err
    assert "4.70 应为 4.00" in out, "the findings are told all the same"
    assert not (folder / "marked.pdf").exists()


def test_what_takes_too_long_is_ended(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from jsrules.readers.documents import guarded_process

    def slow(*_: object, **__: object) -> object:
        raise guarded_process.subprocess.TimeoutExpired("jsrules", 300)

    monkeypatch.setattr(guarded_process.subprocess, "run", slow)
    assert main(["verify", "bad.pdf", "--annotate", "marked.pdf"]) == 2
    assert "[E413] 写它要的时间或内存超过上限" in capsys.readouterr().err
    assert not (folder / "marked.pdf").exists()
