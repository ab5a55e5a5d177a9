"""``jsrules read``: every sentence with what it was read as."""

from __future__ import annotations

from pathlib import Path

import pytest

from jsrules.cli import main

TEXT = """某市某局2021年度部门决算
收入支出决算总表
单位：万元
项目\t金额\t项目\t金额
本年收入合计\t100.00\t本年支出合计\t90.00
第三部分 2021年度部门决算情况说明
二、收入决算情况说明
2021年度收入合计100.00万元，其中：财政拨款收入95.00万元，占95%；其他收入5.00万元，占5%。
三、支出决算情况说明
2021年度支出合计90.00万元，比上年下降（增长）5%。主要原因是人员减少3人。
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "决算.txt").write_text(TEXT, "utf-8")
    return tmp_path


def test_each_sentence_is_shown_with_what_it_was_read_as(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "决算.txt"]) == 1
    shown = capsys.readouterr().out
    assert "8 个数：读出 6、说明 1、常数 0、未读 1" in shown
    assert "收入情况 · 财政拨款收入：金额 95.00，占比 95%" in shown
    assert "5：没有说定增加还是减少（下降（增长））" in shown
    assert "3：原因里的数" in shown


def test_a_page_of_it_needs_nothing_else(folder: Path) -> None:
    assert main(["read", "决算.txt", "-o", "读法.html"]) == 1
    page = (folder / "读法.html").read_text("utf-8")
    assert '<mark class="read" title="财政拨款收入 · 金额 95.00">95.00</mark>' in page
    assert '<li class="unread">' in page
    assert "http" not in page
    assert "src=" not in page


def test_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--lang", "en", "read", "决算.txt"]) == 1
    assert "8 figures: 6 read, 1 in explanations, 0 constants, 1 unread" in capsys.readouterr().out


def test_an_output_that_is_no_page_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "决算.txt", "-o", "读法.txt"]) == 2
    assert ".html" in capsys.readouterr().err


def test_a_document_whose_prose_nobody_can_read_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "别的.txt").write_text("某某\n甲\t1.00\n乙\t2.00\n", "utf-8")
    assert main(["read", "别的.txt"]) == 2
    assert "narrative/" in capsys.readouterr().err
