"""Evidence: how a report was judged can be checked later and elsewhere, and what was altered proves nothing."""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.bureau import Bureau, Department, pack
from support.checking import REAL_REPORT

from jsrules.cli import main
from jsrules.packs.repository import editing

MANIFEST = "报告: [部门决算]\n年度: 2021\n"
RULES = "表 收入支出决算总表\n规则 收支平衡：收入.总计 = 支出.总计\n"


class Kept:
    """A department that has kept evidence, and somebody elsewhere who checks it."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, role: str = "targets") -> None:
        self.folder = folder
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        self.bureau = Bureau(folder / "bureau")
        if role != "targets":
            editing.delegate(self.bureau.workspace, role, [self.bureau.key(role)], 1, self.bureau.now, ["city"])
            self.bureau.publish()
        self.bureau.add(pack("city", rules=RULES, more=MANIFEST), role)
        self.bureau.publish()
        department = Department(folder / "department", self.bureau)
        department.fetch(self.bureau.repo, "city")
        self.report = department.folder / "2021.yaml"
        shutil.copyfile(REAL_REPORT, self.report)
        self.file = department.folder / "evidence.json"
        self.lock = str(department.lock)
        assert main(["pack", "evidence", str(self.report), "-o", str(self.file), "--lock", self.lock]) == 0
        self.root = folder / "root.json"
        self.root.write_bytes(self.bureau.root_file())

    def check(self, *options: str) -> int:
        return main(["pack", "evidence", str(self.report), "--recheck", str(self.file), *options])

    def alter(self, change: Callable[[dict[str, Any]], None]) -> None:
        content = json.loads(self.file.read_text("utf-8"))
        change(content)
        self.file.write_text(json.dumps(content), "utf-8")


@pytest.mark.parametrize("role", ["targets", "education"])
def test_a_verdict_after_withdrawal(
    role: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = Kept(tmp_path, monkeypatch, role)
    kept.bureau.withdraw("city", "1.0.0")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    capsys.readouterr()
    assert kept.check("--root", str(kept.root)) == 0
    told = capsys.readouterr().out
    assert "历史：" in told and "试用规则 1.0.0" in told and "结果与那时相同" in told
    assert kept.check() == 2 and "E328" in capsys.readouterr().err, "nobody knows that root here"


def later(content: dict[str, Any]) -> None:
    content["packs"][0]["entry"]["version"] = "1.0.1"


def lax(content: dict[str, Any]) -> None:
    data = pack("city", rules=RULES.replace("=", ">="), more=MANIFEST)
    content["packs"][0]["archive"] = base64.b64encode(data).decode()


def resigned(content: dict[str, Any]) -> None:
    files = content["packs"][0]["files"]
    files["targets.json"] = files["targets.json"] + " "


def other_repository(content: dict[str, Any]) -> None:
    content["packs"][0]["entry"]["repository"] = "0" * 32


def gone(content: dict[str, Any]) -> None:
    del content["packs"][0]["files"]["snapshot.json"]


def unlogged(content: dict[str, Any]) -> None:
    del content["packs"][0]["files"]["publications.log"]


def logged_otherwise(content: dict[str, Any]) -> None:
    files = content["packs"][0]["files"]
    files["publications.log"] = files["publications.log"].replace('"date": "2', '"date": "1')


def empty(content: dict[str, Any]) -> None:
    content["packs"] = []


def shapeless(content: dict[str, Any]) -> None:
    content["packs"] = [3]


@pytest.mark.parametrize(
    "change", [later, lax, resigned, other_repository, gone, unlogged, logged_otherwise, empty, shapeless]
)
def test_what_was_altered(
    change: Callable[[dict[str, Any]], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept = Kept(tmp_path, monkeypatch)
    kept.alter(change)
    assert kept.check("--root", str(kept.root)) == 2
    assert "E325" in capsys.readouterr().err


def test_another_report_and_another_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = Kept(tmp_path, monkeypatch)
    kept.alter(lambda content: content["result"]["summary"].update(violation=7))
    assert kept.check() == 1 and "结果与那时不同" in capsys.readouterr().out
    kept.report.write_text(kept.report.read_text("utf-8") + "\n", "utf-8")
    assert kept.check() == 2 and "不是那时检查的那一份" in capsys.readouterr().err
    assert main(["pack", "evidence"]) == 2
    kept.file.write_text("{}", "utf-8")
    assert kept.check() == 2


def test_what_was_withdrawn_already_is_not_proved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From a shipped pack or a withdrawn one there is nothing to prove."""
    kept = Kept(tmp_path, monkeypatch)
    kept.bureau.add(pack("city", "1.0.1", rules=RULES, more=MANIFEST))
    kept.bureau.withdraw("city", "1.0.0")
    with pytest.raises(Exception, match="E329"):
        Department(tmp_path / "department", kept.bureau).fetch(kept.bureau.repo)
    assert main(["pack", "evidence", str(kept.report), "-o", str(kept.file), "--lock", kept.lock]) == 2
    assert "E329" in capsys.readouterr().err


def test_signed_results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Who judged it says so with a key; nobody says it for him, and nothing of it is changed unseen."""
    kept = Kept(tmp_path, monkeypatch)
    for name in ("auditor", "other"):
        kept.bureau.key(name)
    keys = {name: str(kept.bureau.folder / name) for name in ("auditor", "other")}
    assert kept.check("--signer", f"{keys['auditor']}.pub") == 2 and "没有人签名" in capsys.readouterr().err
    sign = ("--sign", f"{keys['auditor']}.key", "--lock", kept.lock)
    assert main(["pack", "evidence", str(kept.report), "-o", str(kept.file), *sign]) == 0
    capsys.readouterr()
    assert kept.check("--signer", f"{keys['auditor']}.pub") == 0
    assert "就是 --signer" in capsys.readouterr().out
    assert kept.check() == 0 and "没有用" in capsys.readouterr().out
    assert kept.check("--signer", f"{keys['other']}.pub") == 2 and "另一把钥匙" in capsys.readouterr().err
    whole = kept.file.read_bytes()
    changes: list[Callable[[dict[str, Any]], None]] = [
        lambda content: content["result"]["summary"].update(violation=0, rounding=99),
        lambda content: content.update(made="2020-01-01T00:00:00Z"),
        lambda content: content["attested"].update(signature={}),
        lambda content: content["attested"]["key"].update(keyval={"public": "00" * 32}),
        lambda content: content.update(attested=3),
    ]
    for change in changes:
        kept.file.write_bytes(whole)
        kept.alter(change)
        assert kept.check() == 2 and "E322" in capsys.readouterr().err
