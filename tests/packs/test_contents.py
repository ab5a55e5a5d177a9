"""What a pack may hold: every rule in it is read, and nothing in it is passed over without a word."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from support.bureau import pack as archive
from support.posix import POSIX

from jsrules.authoring.build import build_pack
from jsrules.authoring.versions import compare_packs
from jsrules.base.diagnostic import InputError
from jsrules.cli import main
from jsrules.packs.contents import enclosing_pack, unread
from jsrules.packs.library import open_pack, shipped_packs

REPORT = "总计: 100.00\n甲: 40.00\n乙: 60.00\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """``made``, a pack for reports without a form set, and a report."""
    monkeypatch.chdir(tmp_path)
    made = tmp_path / "made"
    more(made, "pack.yaml", "代号: made\n名称: 自拟\n版本: 1.0.0\n语言: zh\n发布单位: 某局\n程序: jsrules >=0.1\n")
    more(made, "CHANGELOG.md", "1.0.0\n")
    more(made, "rules/balance.jsr", '规则 平衡：总计 = 甲 + 乙\n  依据 "自拟"\n')
    more(
        made,
        "tests/balance.yaml",
        f"测试: 平衡\n规则: [平衡]\n报告:\n  {REPORT.replace(chr(10), chr(10) + '  ').rstrip()}\n",
    )
    record()
    more(tmp_path, "report.yaml", REPORT)
    return made


def more(folder: Path, name: str, text: str = '规则 更多：总计 <= 99\n  依据 "自拟"\n') -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def record() -> None:
    assert main(["pack", "record", "made", "--reason", "更多"]) == 0


def test_rules_in_folders_are_rules_like_the_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = open_pack("made")
    first = build_pack("made")
    more(folder, "rules/extra/deep/more.jsr")
    more(folder, "rules/UPPER.JSR", '规则 大写：总计 >= 0\n  依据 "自拟"\n')
    record()
    pack = open_pack("made")
    assert [each.path for each in pack.sources] == [
        str(Path("made") / "rules" / name) for name in ("UPPER.JSR", "balance.jsr", "extra/deep/more.jsr")
    ]
    assert {each.rule for each in compare_packs(before, pack)} == {"更多", "大写"}
    built = build_pack("made")
    assert built.rules == first.rules + 2
    Path("made.jspack").write_bytes(built.data)
    assert [each.path for each in open_pack("made.jspack").sources] == [
        f"made/rules/{name}" for name in ("UPPER.JSR", "balance.jsr", "extra/deep/more.jsr")
    ]
    for given in ("made", "made.jspack"):
        capsys.readouterr()
        assert main(["verify", "report.yaml", "--pack", given, "--format", "json", "--all"]) == 1
        result = json.loads(capsys.readouterr().out)
        assert "made/更多" in {each["rule"] for each in result["findings"]}
        assert result["diagnostics"] == []
    assert main(["check", "made"]) in (0, 1)
    assert "made：" in (printed := capsys.readouterr().out) and "E3" not in printed
    assert main(["test", "made"]) == 0


def test_names_stay_unique(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more(folder, "rules/extra/one.jsr")
    more(folder, "rules/extra/two.jsr")
    with pytest.raises(InputError) as caught:
        build_pack("made")
    assert "E205" in {each.code for each in caught.value.diagnostics}
    assert main(["check", "made"]) == 1
    assert "E205" in capsys.readouterr().out


def test_a_rule_file_knows_its_pack(folder: Path) -> None:
    more(folder, "rules/extra/deep/more.jsr")
    assert enclosing_pack("made/rules/extra/deep/more.jsr") == str(folder)
    assert enclosing_pack("made/rules/balance.jsr") == str(folder)
    assert enclosing_pack("made/more.jsr") == enclosing_pack("more.jsr") == ""


UNREAD = {
    "forms/2021.jsr": "forms/2021.jsr",
    "more.jsr": "more.jsr",
    "rules/more.txt": "rules/more.txt",
    "rules/extra/more.yaml": "rules/extra/more.yaml",
    "rules/more.jsr~": "rules/more.jsr~",
    "tests/more.jsr": "tests/more.jsr",
    "tests/data.xlsx": "tests/data.xlsx",
    "words/a.yaml": "words/",
    "rule/more.jsr": "rule/",
    "说明.docx": "说明.docx",
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_nothing_reads_is_refused(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more(folder, name)
    with pytest.raises(InputError) as caught:
        build_pack("made")
    (found,) = caught.value.diagnostics
    assert found.code == "E312"
    assert f"“{UNREAD[name]}”" in found.message
    assert "rules/ 及其下的 *.jsr" in found.remedy
    capsys.readouterr()
    assert main(["check", "made"]) == 1
    assert f"错误[E312] “{UNREAD[name]}”" in capsys.readouterr().out
    assert main(["test", "made"]) == 2
    assert "E312" in capsys.readouterr().out
    assert main(["verify", "report.yaml", "--pack", "made", "--format", "json"]) == 0
    (note,) = json.loads(capsys.readouterr().out)["diagnostics"]
    assert (note["code"], UNREAD[name] in note["message"]) == ("W322", True)


@pytest.mark.parametrize(
    "name",
    [
        "README.md",
        "tests/README.md",
        "rules/README.md",
        "LICENSE",
        "NOTICE",
        "notes.txt",
        "docs/依据.pdf",
        "forms/2021.yaml",
        "forms/地方/上海.yml",
        "tests/a/b.yml",
    ],
)
def test_what_people_read_is_welcome(name: str) -> None:
    assert unread([name]) == []


def test_what_is_no_part_of_a_pack(folder: Path) -> None:
    """Archives that were built in the folder itself, the lock file, and what is hidden."""
    first = build_pack("made")
    for name in ("made-1.0.0.jspack", "jsrules.lock", ".git/config", "rules/.swp", "rules/.old/more.jsr"):
        more(folder, name)
    assert build_pack("made").data == first.data


def test_an_archive_that_was_built_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    """One that is in use already still works, and says what it does not do."""
    data = archive(rules="规则 一：总计 = 甲 + 乙\n", files={"words/2021.yaml": b"a: b\n", "rules/more.txt": b""})
    Path("old.jspack").write_bytes(data)
    capsys.readouterr()
    assert main(["verify", "report.yaml", "--pack", "old.jspack"]) == 0
    printed = capsys.readouterr().out
    assert "警告[W322]" in printed
    assert "rules/more.txt、words/" in printed


@POSIX
def test_links_pipes_and_unreadable_folders_among_rules(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = folder.parent / "outside.jsr"
    outside.write_text("规则 外：总计 <= 99\n", "utf-8")
    rules = folder / "rules"
    for make, name, why in (
        (lambda path: path.symlink_to(outside), "link.jsr", "它是链接"),
        (lambda path: path.symlink_to(folder.parent), "linked", "它是链接"),
        (lambda path: path.symlink_to("nowhere"), "gone.jsr", "它是链接"),
        (os.mkfifo, "pipe.jsr", "它不是普通文件"),
    ):
        make(rules / name)
        capsys.readouterr()
        for command in (["verify", "report.yaml", "--pack", "made"], ["check", "made"], ["pack", "build", "made"]):
            assert main(command) == 2
            printed = capsys.readouterr()
            assert f"错误[E312] “rules/{name}”: {why}" in printed.err + printed.out
        (rules / name).unlink()


def test_shipped_packs_hold_nothing_else() -> None:
    """They are read from where they are installed, perhaps by links, and not looked through."""
    for path in shipped_packs():
        pack = open_pack(path)
        assert unread(pack.names) == []
        assert [each.path for each in open_pack(path, shipped=True).sources] == [
            f"{pack.manifest.identifier}/{name}" for name in pack.names if name.startswith("rules/")
        ]
