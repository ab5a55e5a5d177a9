"""What is missing, taken back or told by a wrong clock gives no verdict: nothing about packs fails open."""

from __future__ import annotations

import json
import os
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from support.bureau import Bureau, Department, codes, pack
from support.posix import POSIX
from support.processes import REPORT, run_jsrules

from jsrules.base.diagnostic import InputError
from jsrules.packs.choice import Installed
from jsrules.packs.lock_place import lock_of
from jsrules.packs.repository.roles import now_utc
from jsrules.verification.verifier import Verifier

MANIFEST = "报告: [部门决算]\n年度: 2021\n"
RULES = "表 收入支出决算总表\n规则 收支平衡：收入.总计 = 支出.总计\n"


@pytest.fixture
def department(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Department:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    bureau = Bureau(tmp_path / "bureau", now=now_utc() - timedelta(days=40))
    with monkeypatch.context() as patch:
        patch.setattr("jsrules.packs.repository.publishing.rehearse", lambda *_: None)
        bureau.release("rules", "1.0.0", rules=RULES, more=MANIFEST)
    made = Department(tmp_path / "department", bureau)
    made.fetch(bureau.repo)
    return made


def code_of(department: Department, now: str, days: int = 60) -> list[str]:
    """What is said when a pack must have been proved current at most so many days before a day."""
    result = Verifier(lock=str(department.lock), now=now, require_fresh=days).verify(str(REPORT))
    return [each.code for each in result.diagnostics]


def day(after: int) -> str:
    return (now_utc() + timedelta(days=after)).strftime("%Y-%m-%d")


def test_a_clock_set_back_behind_the_fetch(department: Department) -> None:
    """The pack was signed 40 days ago and fetched today; a clock of 20 days ago would make it 20 days old."""
    assert code_of(department, day(0)) == []
    assert code_of(department, day(-20), 30) == ["E334"]


def test_a_clock_set_back_behind_an_earlier_run(department: Department) -> None:
    """The pack gets too old, and somebody sets the clock back to a day after the fetch."""
    assert code_of(department, day(20)) == []
    assert code_of(department, day(21)) == ["E333"]
    assert code_of(department, day(19)) == ["E334"]
    assert code_of(department, day(20)) == [], "a run that was refused moves nothing"


def test_a_withdrawn_pack_gives_no_verdict(department: Department) -> None:
    bureau = department.bureau
    bureau.now = now_utc()
    bureau.add(pack("rules", "1.0.1", RULES, MANIFEST))
    bureau.withdraw("rules", "1.0.0", "漏了一项")
    with pytest.raises(InputError):
        department.fetch(bureau.repo)
    for options in ((), ("--pack", "rules"), ("--format", "json")):
        done = run_jsrules("verify", REPORT, *options, cwd=department.folder)
        assert done.returncode == 2 and "E329" in done.stdout + done.stderr
        assert "相符" not in done.stdout


@pytest.mark.parametrize("content", ['{"schema": "jsrules/lock/1", "packs": []}', "", "{}"])
def test_an_emptied_lock(content: str, department: Department) -> None:
    department.lock.write_text(content, "utf-8")
    done = run_jsrules("verify", REPORT, cwd=department.folder)
    assert done.returncode == 2 and "E330" in done.stderr
    with pytest.raises(InputError) as caught:
        department.fetch(department.bureau.repo)
    assert codes(caught.value) == {"E330"}


def test_a_missing_lock(department: Department) -> None:
    assert run_jsrules("verify", REPORT, "--require-lock", cwd=department.folder).returncode == 0
    department.lock.unlink()
    for options in ((), ("--pack", "final-accounts")):
        done = run_jsrules("verify", REPORT, "--require-lock", *options, cwd=department.folder)
        told = done.stdout + done.stderr
        assert done.returncode == 2 and "E337" in told and "（自带）" in told


@pytest.mark.parametrize("where", ["beside", "above", "here"])
@pytest.mark.parametrize("what", [pytest.param("link", marks=POSIX), "folder", pytest.param("pipe", marks=POSIX)])
def test_a_lock_that_cannot_be_read(what: str, where: str, tmp_path: Path) -> None:
    """It used to count as none: with the share that it was linked from off line, the shipped rules were taken."""
    accounts = tmp_path / "accounts"
    below = accounts / "2021"
    below.mkdir(parents=True)
    (accounts / ".git").mkdir()
    shutil.copyfile(REPORT, below / "2021.yaml")
    lock = {"beside": below, "above": accounts, "here": tmp_path}[where] / "jsrules.lock"
    if what == "link":
        lock.symlink_to(tmp_path / "off line" / "jsrules.lock")
    elif what == "folder":
        lock.mkdir()
    else:
        os.mkfifo(lock)
    done = run_jsrules("verify", below / "2021.yaml", cwd=tmp_path)
    assert done.returncode == 2, done.stdout
    assert ("E401" if what == "link" else "E402") in done.stderr
    assert "jsrules.lock" in done.stderr and "自带" not in done.stdout + done.stderr


def test_no_pack_at_all_is_not_locked(department: Department) -> None:
    """A report whose kind is taken out of its head has no pack; rules of a file are no lock."""
    (department.folder / "own.yaml").write_text("甲: 1.00\n乙: 1.00\n", "utf-8")
    (department.folder / "own.jsr").write_text("甲 = 乙\n", "utf-8")
    command = ("verify", "own.yaml", "--rules", "own.jsr")
    assert run_jsrules(*command, cwd=department.folder).returncode == 0
    for options, code in ((("--require-lock",), "E337"), (("--require-fresh", "30"), "E333")):
        done = run_jsrules(*command, *options, cwd=department.folder)
        assert done.returncode == 2 and code in done.stdout + done.stderr and "相符" not in done.stdout


def test_a_given_base_is_not_locked(department: Department, tmp_path: Path) -> None:
    (tmp_path / "rules.jspack").write_bytes(pack("rules", "1.0.0", RULES, MANIFEST))
    done = run_jsrules(
        *("verify", REPORT, "--require-lock", "--pack", tmp_path / "rules.jspack"), cwd=department.folder
    )
    assert done.returncode == 2 and "E337" in done.stderr and "（指定）" in done.stderr


def test_the_lock_beside_the_report(department: Department, tmp_path: Path) -> None:
    """Somebody who stands elsewhere used to get the shipped rules without a word."""
    shutil.copyfile(REPORT, department.folder / "2021.yaml")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    done = run_jsrules("verify", department.folder / "2021.yaml", cwd=elsewhere)
    told = done.stdout.replace("\n      ", "")
    assert "试用规则 1.0.0（锁定，锁文件 ../department/jsrules.lock，" in told, told
    result = json.loads(
        run_jsrules("verify", department.folder / "2021.yaml", "--format", "json", cwd=elsewhere).stdout
    )
    assert result["packs"][0]["origin"] == "locked"


def test_where_a_lock_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = tmp_path / "accounts" / "2021" / "unit"
    deep.mkdir(parents=True)
    (tmp_path / "away").mkdir()
    lock, report = tmp_path / "accounts" / "jsrules.lock", str(deep / "a.yaml")
    lock.write_text("x", "utf-8")
    monkeypatch.chdir(tmp_path / "away")
    assert lock_of([report]) == "", "above is a folder that may be anybody's"
    monkeypatch.chdir(tmp_path)
    assert lock_of([report]) == "accounts/jsrules.lock", "below the current folder"
    monkeypatch.chdir(tmp_path / "accounts")
    assert lock_of([report, "-"]) == "", "the one in the current folder"
    monkeypatch.chdir(tmp_path / "away")
    (tmp_path / "accounts" / ".git").mkdir()
    assert lock_of([report]) == "../accounts/jsrules.lock"
    (deep.parent / ".git").mkdir()
    assert lock_of([report]) == "", "what is marked is a work of its own"
    (deep / "jsrules.lock").write_text("x", "utf-8")
    assert lock_of([report]) == "../accounts/2021/unit/jsrules.lock"
    with pytest.raises(InputError) as caught:
        lock_of([report, str(tmp_path / "accounts" / "b.yaml")])
    assert codes(caught.value) == {"E337"}
    assert "../accounts/jsrules.lock" in "".join(caught.value.diagnostics[0].notes)
    assert Installed().entries == {}
