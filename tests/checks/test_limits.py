"""All rules of a pack together are bounded, and so is checking them under all of its form sets."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.checking import load

from jsrules.authoring import checking
from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.checks import parsed_files
from jsrules.checks.parsed_files import parse_files
from jsrules.checks.rules import check_sources
from jsrules.cli import main

FILES = [Source(f"{name}.jsr", f"a = b + {name}\nb = c\n") for name in (1, 2, 3)]


@pytest.mark.parametrize(("limit", "value", "words"), [("MAXIMUM_STATEMENTS", 5, "条数"), ("MAXIMUM_TEXT", 35, "字数")])
def test_files_are_bounded_together(limit: str, value: int, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not parse_files(FILES)[1]
    monkeypatch.setattr(parsed_files, limit, value)
    files, (found,) = parse_files(FILES)
    assert (found.code, len(files)) == ("E207", 2)
    assert f"合计的{words}超过上限 {value}" in found.message
    assert found.place()[0] == "3.jsr"
    with pytest.raises(InputError, match="超过上限"):
        check_sources(FILES, load("a: 1\nb: 1\nc: 1\n").forms)


def test_rules_times_form_sets_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new", "pack", "p", "--kind", "试算"]) == 0
    form = Path("p/forms/standard.yaml").read_text("utf-8")
    Path("p/forms/standard.yaml").write_text(form.replace("2025起", "2025"), "utf-8")
    for year in (2026, 2027):
        text = form.replace("2025起", str(year)).replace("代号: p", f"代号: p{year}")
        Path(f"p/forms/{year}.yaml").write_text(text, "utf-8")
    assert main(["check", "p"]) == 0, capsys.readouterr()
    monkeypatch.setattr(checking, "MOST_PAIRS", 2)
    assert main(["check", "p"]) == 2
    told = capsys.readouterr()
    assert "错误[E207] 规则数乘表样数超过上限 2" in told.out + told.err
