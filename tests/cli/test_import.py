"""``jsrules import`` and ``jsrules verify`` of published documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.printed_pdf import printed_pdf
from support.printed_tables import grid

import jsrules
from jsrules.base.files import read_source
from jsrules.cli import main
from jsrules.readers.reports.report_reader import open_report
from jsrules.verification.verifier import Verifier

HEADING = ["科目编码 | 科目名称 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出"]
TITLE = ["某市某局2021年度部门决算", "支出决算表", "单位：万元"]
ROWS = [
    "201 | 一般公共服务支出 | 9.00 | 5.00 | 4.00 |  |  | ",
    "20103 | 政府办公厅（室）及相关机构事务 | 9.00 | 5.00 | 4.00 |  |  | ",
    "2010301 | 行政运行 | 9.00 | 5.00 | 4.00 |  |  | ",
]
TOTAL = "合计 |  | 9.00 | 5.00 | 4.00 |  |  | "


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``good.pdf``, and ``marked.pdf`` with a figure that nobody can read, a row and a table that no form has."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "documents").mkdir()
    good = printed_pdf(*TITLE, grid(*HEADING, TOTAL, *ROWS))
    (tmp_path / "documents" / "good.pdf").write_bytes(good)
    strange = ["某某支出 |  | 1.00 |  |  |  |  | ", "2010302 | 某某 | 见附件 |  |  |  |  | "]
    marked = printed_pdf(
        *TITLE, grid(*HEADING, TOTAL, *ROWS, *strange), "房屋情况表", grid("项目 | 面积", "办公 | 77.50")
    )
    (tmp_path / "documents" / "marked.pdf").write_bytes(marked)
    (tmp_path / "documents" / "broken.pdf").write_bytes(good[: len(good) // 3])
    return tmp_path


def test_a_document_becomes_a_report_that_verifies(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "documents/good.pdf", "-o", "report.yaml"]) == 0
    assert "12 个数：表 12、文字 0、未读 0" in capsys.readouterr().out
    text = (folder / "report.yaml").read_text("utf-8")
    assert "支出决算表:" in text
    assert "年度: 2021" in text
    assert main(["verify", "report.yaml", "--format", "json"]) in (0, 1)
    result = json.loads(capsys.readouterr().out)
    assert result["report"] == {"path": "report.yaml", "unit": "某市某局", "year": 2021}
    assert result["imported"] is None


def test_the_report_goes_to_standard_output_and_what_is_said_of_it_does_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["import", "documents/good.pdf"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("# 由 good.pdf 导入")
    assert "12 个数" in err


def test_what_is_unknown_or_cannot_be_read_is_told_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "documents/marked.pdf", "-o", "report.yaml"]) == 1
    out = capsys.readouterr().out
    assert "“支出决算表”的行“某某支出”（第 1 页）" in out
    assert "表“房屋情况表”（第 2 页）" in out
    assert "2010302 某某 本年支出合计：见到 “见附件”（第 1 页）" in out


def test_verify_reads_the_document_itself(capsys: pytest.CaptureFixture[str]) -> None:
    main(["verify", "documents/marked.pdf", "--format", "json"])
    result = json.loads(capsys.readouterr().out)
    assert result["report"] == {"path": "documents/marked.pdf", "unit": "某市某局", "year": 2021}
    assert result["imported"] == {
        "documents": ["documents/marked.pdf"],
        "head": [],
        "figures": {"cell": 14, "prose": 0, "unread": 0, "statement": 0, "explanation": 0, "constant": 0},
        "undecided": 1,
        "unrecognised": 2,
        "unsure": [],
    }
    main(["verify", "documents/good.pdf"])
    assert "12 个数：表 12、文字 0、未读 0" in capsys.readouterr().out


def test_findings_point_into_a_document_that_has_no_lines(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = printed_pdf(*TITLE, grid(*HEADING, TOTAL.replace("9.00", "9.10"), *ROWS))
    (folder / "documents" / "wrong.pdf").write_bytes(wrong)
    assert main(["verify", "documents/wrong.pdf", "--all"]) == 1
    said = capsys.readouterr().out
    assert "第 1 页 支出决算表 第 1 行" in said and "wrong.pdf:" not in said
    assert main(["import", "documents/wrong.pdf", "-o", "report.yaml"]) == 0
    capsys.readouterr()
    assert main(["verify", "report.yaml"]) == 1
    said = capsys.readouterr().out
    assert said.count("wrong.pdf") == 1 and "（第 1 页 支出决算表 第 1 行）" in said


def test_a_folder_with_a_broken_document(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", "documents", "-o", "reports/"]) == 2
    assert sorted(path.name for path in (folder / "reports").iterdir()) == ["good.yaml", "marked.yaml"]
    assert "broken.pdf" in capsys.readouterr().err


def test_several_documents_need_a_folder_or_are_one_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    several = ["documents/good.pdf", "documents/marked.pdf"]
    assert main(["import", *several]) == 2
    assert "-o 文件夹/" in capsys.readouterr().err
    assert main(["import", *several, "--together", "-o", "report.yaml"]) == 1
    assert "由 good.pdf、marked.pdf 导入" in (folder / "report.yaml").read_text("utf-8")


def test_a_document_without_known_tables_is_not_verified(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "other.pdf").write_bytes(
        printed_pdf("某市某局2021年度部门决算", "房屋情况表", grid("项目 | 面积", "办公 | 77.50"))
    )
    assert main(["verify", "other.pdf"]) == 2
    assert "E410" in capsys.readouterr().out + capsys.readouterr().err
    assert main(["import", "other.pdf", "-o", "report.yaml"]) == 1


def test_a_report_with_a_mistake_is_no_document(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "wrong.txt").write_text(
        "报告: 部门决算\n年度: 2021\n支出决算表:\n 合计: 1.00\n  201: 2.00 3.00\n", "utf-8"
    )
    assert main(["verify", "wrong.txt"]) == 2
    assert "E410" not in capsys.readouterr().err


def test_python_programs_verify_documents(folder: Path) -> None:
    result = jsrules.verify(folder / "documents" / "marked.pdf")
    assert (result.report.unit, result.report.year) == ("某市某局", 2021)
    with pytest.raises(jsrules.InputError, match="E410"):
        jsrules.verify(folder / "documents" / "broken.pdf")


def test_a_document_without_tables_leaves_nothing_behind(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "notes.txt").write_text("某市某局2021年度部门决算\n收入 5.00 万元。\n", "utf-8")
    assert main(["import", "notes.txt", "-o", "report.yaml"]) == 2
    assert "notes.txt（没有写出）：某市某局 2021 年度 部门决算 0 张表" in capsys.readouterr().out
    assert not (folder / "report.yaml").exists()


def test_verify_reads_reports_and_documents_of_a_folder_alike(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documents = folder / "documents"
    assert main(["import", "documents/good.pdf", "-o", "documents/report.yaml"]) == 0
    for name, data in {
        "~$good.xlsx": b"\x05mark",
        "empty.pdf": b"",
        "no document.pdf": b"\xff\xfe\x00\x01",
        "notes.txt": "这里放的是：\n- 决算\n".encode(),
        "README.md": b"# What lies here\n",
        "result.csv": b"a,b\n",
        ".hidden.pdf": b"",
    }.items():
        (documents / name).write_bytes(data)
    capsys.readouterr()
    assert main(["verify", "documents"]) == 2
    said = capsys.readouterr().out
    assert "共 7 份报告" in said and "无法检查的 4 份" in said
    assert main(["verify", "documents", "--format", "json"]) == 2
    results = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {
        each["report"]["path"].removeprefix("documents/"): [
            found["code"] for found in each["diagnostics"] if found["severity"] == "error"
        ]
        for each in results
    } == {
        "broken.pdf": ["E410"],
        "empty.pdf": ["E410"],
        "good.pdf": [],
        "marked.pdf": [],
        "no document.pdf": ["E410"],
        "notes.txt": ["E410"],
        "report.yaml": [],
    }
    whole, typed = (next(each for each in results if name in each["report"]["path"]) for name in ("good", "report"))
    assert whole["summary"] == typed["summary"] and whole["imported"] and typed["imported"] is None


def test_a_folder_without_reports_or_documents(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "other").mkdir()
    (folder / "other" / "result.csv").write_bytes(b"a,b\n")
    assert main(["verify", "other"]) == 2
    assert "错误[E401] 目录里没有报告（*.yaml、*.yml），也没有公布的文件" in capsys.readouterr().err


def test_documents_that_belong_together_each_have_their_own_places(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    funds = grid(
        [("收入", 1, 2), ("支出", 1, 3)],
        "项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款",
        "总计 | 见附件 | 总计 | 9.00 | 9.00",
    )
    (folder / "documents" / "funds.pdf").write_bytes(
        printed_pdf("某市某局2021年度部门决算", "财政拨款收入支出决算总表", "单位：万元", funds)
    )
    together = ["documents/good.pdf", "documents/funds.pdf", "documents/marked.pdf"]
    assert main(["import", *together, "--together", "-o", "report.yaml"]) == 1
    said = "".join(capsys.readouterr().out.split())
    assert "“支出决算表”取good.pdf第1页，另一张（marked.pdf第1页）照原样留在“未认出”里" in said
    assert "：见到“见附件”（funds.pdf第1页）" in said
    assert "表“房屋情况表”（marked.pdf第2页）" in said
    report = Verifier().read(open_report(read_source("report.yaml")))[0]
    found = {
        report.forms.forms[cell.form].title: place.document
        for cell in report.cells
        if (place := report.place_of(cell)) is not None
    }
    assert found == {"支出决算表": "good.pdf", "财政拨款收入支出决算总表": "funds.pdf"}
