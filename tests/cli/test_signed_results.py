"""A signed result says who judged which file with which packs; what is altered afterwards is told, in plain words."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.bureau import Bureau, Department
from support.checking import REAL_REPORT

from jsrules.cli import main
from jsrules.packs.repository.attesting import attested
from jsrules.packs.repository.keys import generate, read_signer

MANIFEST = "报告: [部门决算]\n年度: 2021\n"
RULES = "表 收入支出决算总表\n规则 收支平衡：收入.总计 = 支出.总计\n"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An auditor's folder: a report, keys of two people, one of them under a passphrase."""
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    shutil.copyfile(REAL_REPORT, folder / "2021.yaml")
    generate(str(folder), "auditor", "")
    generate(str(folder), "other", "four words by chance")
    (folder / "words.txt").write_text("four words by chance\n", "utf-8")
    return folder


def sign(*more: str) -> int:
    return main(["verify", "2021.yaml", "--sign", "auditor.key", "-o", "signed.json", *more])


def check(*more: str) -> int:
    return main(["attest", "check", "signed.json", *more])


def content(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "signed.json").read_text("utf-8"))
    return found


def test_what_is_vouched_for(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sign() == main(["verify", "2021.yaml"])
    told = capsys.readouterr().out
    assert told[: len(told) // 2] == told[len(told) // 2 :], "the result is shown as ever, once for each of the runs"
    (entry,) = content(desk)["reports"]
    assert entry["report"]["unit"] and entry["report"]["year"] == 2021 and len(entry["report"]["sha256"]) == 64
    (shipped,) = entry["packs"]
    assert (shipped["id"], shipped["origin"]) == ("final-accounts", "shipped") and len(shipped["sha256"]) == 64
    assert sum(entry["result"]["summary"].values()) > 100
    assert check("--trusted", "auditor.pub", "--report", "2021.yaml") == 0
    told = capsys.readouterr().out
    assert "由“auditor”签" in told and "就是签名时检查的那一份" in told and "相符" in told and "final-accounts" in told
    assert check() == 0 and "是谁的不知道，用 --trusted" in capsys.readouterr().out


def test_a_locked_pack_with_its_signer(desk: Path, tmp_path: Path) -> None:
    bureau = Bureau(tmp_path / "bureau")
    bureau.release("city", rules=RULES, more=MANIFEST)
    department = Department(desk, bureau)
    department.fetch(bureau.repo, "city")
    assert sign() == 0
    (entry,) = content(desk)["reports"]
    (city,) = entry["packs"]
    assert (city["id"], city["version"], city["origin"]) == ("city", "1.0.0", "locked")
    assert (
        city["signer"].startswith("targets (") and city["sha256"] == department.fetch(bureau.repo).after["city"].sha256
    )


def test_what_was_read_besides(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A prior-year and a subordinate report, rules, a form set and waivers: each is vouched for, told, and checked."""
    (desk / "below").mkdir()
    for path, unit, year in (("2021.yaml", "甲", 2021), ("2020.yaml", "甲", 2020), ("below/乙.yaml", "乙", 2021)):
        figures = "资金表:\n  栏: [金额]\n  行:\n    收入合计: [1.00]\n    支出合计: [1.00]\n"
        (desk / path).write_text(f"报告: 小结\n单位: {unit}\n年度: {year}\n小数位: 2\n{figures}", "utf-8")
    lines = "资金表:\n    代号: sums\n    栏: [金额]\n    行:\n      收入合计: 1\n      支出合计: 2\n"
    (desk / "form.yaml").write_text(f"表样: 小结\n代号: brief\n年度: 2020起\n金额单位: 元\n表:\n  {lines}", "utf-8")
    (desk.parent / "r.jsr").write_text("表 资金表\n规则 一：每栏 收入合计 = 支出合计\n", "utf-8")
    (desk / "2021.说明.yaml").write_text("说明: []\n", "utf-8")
    given = ("--prior", "2020.yaml", "--subordinates", "below", "--rules", "../r.jsr")
    given = (*given, "--forms", "form.yaml")
    assert sign(*given) == 0, capsys.readouterr()
    (entry,) = content(desk)["reports"]
    assert [(each["role"], each["name"], each["beside"]) for each in entry["besides"]] == [
        ("rules", "r.jsr", False),
        ("forms", "form.yaml", True),
        ("waivers", "2021.说明.yaml", True),
        ("prior", "2020.yaml", True),
        ("subordinate", "below/乙.yaml", True),
    ]
    capsys.readouterr()
    assert check("--report", "2021.yaml", "--report", "../r.jsr") == 0
    told = capsys.readouterr().out
    assert (
        "连同上年报告 2020.yaml" in told
        and "就是那时一起读的规则文件" in told
        and "就是那时一起读的下级单位的报告" in told
    )
    (desk / "r.jsr").write_text("another file, of the same name", "utf-8")
    assert check("--report", "2021.yaml") == 0, "it was not that one"
    (desk / "2020.yaml").write_text("报告: 小结\n", "utf-8")
    capsys.readouterr()
    assert check("--report", "2021.yaml") == 1 and "改过了，不是那时一起读的上年报告" in capsys.readouterr().out
    assert check("--report", "2020.yaml") == 1


def test_a_result_signed_before_there_were_others(desk: Path) -> None:
    sign()
    old = {name: value for name, value in content(desk).items() if name != "attested"}
    del old["reports"][0]["besides"]
    (desk / "signed.json").write_text(json.dumps(attested(old, read_signer("auditor.key", ""))), "utf-8")
    assert check("--trusted", "auditor.pub", "--report", "2021.yaml") == 0


def change_counts(signed: dict[str, Any]) -> None:
    signed["reports"][0]["result"]["summary"].update(violation=0, **{"pass": 500})


def change_day(signed: dict[str, Any]) -> None:
    signed["made"] = "2020-01-01T00:00:00Z"


def change_pack(signed: dict[str, Any]) -> None:
    signed["reports"][0]["packs"][0]["version"] = "9.9.9"


def change_report(signed: dict[str, Any]) -> None:
    signed["reports"][0]["report"]["sha256"] = "0" * 64


def change_key(signed: dict[str, Any]) -> None:
    signed["attested"]["key"]["keyval"] = {"public": "00" * 32}


@pytest.mark.parametrize("change", [change_counts, change_day, change_pack, change_report, change_key])
def test_what_was_altered(
    change: Callable[[dict[str, Any]], None], desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sign()
    signed = content(desk)
    change(signed)
    (desk / "signed.json").write_text(json.dumps(signed), "utf-8")
    capsys.readouterr()
    assert check("--trusted", "auditor.pub") == 1
    assert "改过了：签名与内容不符" in capsys.readouterr().out


def test_another_report(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sign()
    with (desk / "2021.yaml").open("a", encoding="utf-8") as file:
        file.write("# \n")
    capsys.readouterr()
    assert check("--trusted", "auditor.pub", "--report", "2021.yaml") == 1
    assert "2021.yaml 改过了" in capsys.readouterr().out


def test_another_s_signature(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who re-signs what he altered has another key, and whoever says whose it must be is told."""
    assert (
        main(["verify", "2021.yaml", "--sign", "other.key", "--passphrase-file", "words.txt", "-o", "signed.json"]) < 2
    )
    assert check("--trusted", "auditor.pub") == 2 and "签这份结果的不是" in capsys.readouterr().err
    assert check("--trusted", "auditor.pub", "--trusted", "other.pub") == 0
    signed = content(desk)
    del signed["attested"]
    (desk / "signed.json").write_text(json.dumps(signed), "utf-8")
    assert check() == 2 and "没有人签名" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    ["", "{}", "[]", "3", '{"schema": "jsrules/attestation/1"}', "[" * 100_000, '{"schema": "jsrules/evidence/1"}'],
)
def test_what_is_no_signed_result(text: str, desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "signed.json").write_text(text, "utf-8")
    assert check() == 2
    assert "E325" in capsys.readouterr().err


def test_shapes_within(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever stands in the place of a part of it: altered, or no signed result; never a defect."""
    sign()
    whole = content(desk)
    for name in whole:
        for other in (None, 3, "x", [], [3], {}, [{}]):
            (desk / "signed.json").write_text(json.dumps({**whole, name: other}), "utf-8")
            capsys.readouterr()
            assert check() in (1, 2)
            assert "E900" not in capsys.readouterr().err
    whole["reports"][0]["report"]["name"] = "a‮b\x9b"
    (desk / "signed.json").write_text(json.dumps(whole), "utf-8")
    assert check() == 1


def test_no_text_steers_a_terminal(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither in the file nor in what is told of it."""
    text = (desk / "2021.yaml").read_text("utf-8")
    unit = next(line for line in text.splitlines() if line.startswith("单位:"))
    (desk / "2021.yaml").write_text(text.replace(unit, 'unit: "a\\u202eb\\x9bc"'.replace("unit", "单位")), "utf-8")
    sign()
    written = (desk / "signed.json").read_text("utf-8")
    assert content(desk)["reports"][0]["report"]["unit"] == "a\u202eb\x9bc", "it is there, escaped"
    assert "\u202e" not in written and "\x9b" not in written
    capsys.readouterr()
    assert check() == 0
    told = capsys.readouterr().out
    assert "\u202e" not in told and "\x9b" not in told


def test_nothing_to_vouch_for(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "2021.yaml").write_text("报告: [\n", "utf-8")
    assert sign() == 2
    assert not (desk / "signed.json").exists()
    assert main(["verify", "-", "--sign", "auditor.key"]) == 2 and "标准输入" in capsys.readouterr().err
    assert main(["verify", "2021.yaml", "--sign", "auditor.pub"]) == 2 and "E320" in capsys.readouterr().err


def test_a_place_of_its_own(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "2021.yaml", "--sign", "auditor.key"]) < 2
    assert json.loads(capsys.readouterr().out)["attested"]
    assert main(["verify", "2021.yaml", "--sign", "auditor.key", "--format", "json"]) == 2
    assert "自己的文件" in capsys.readouterr().err
    assert sign("--format", "json") < 2
    assert json.loads(capsys.readouterr().out)["packs"] and content(desk)["attested"]
    assert sign("--format", "json=signed.json") == 2


def test_several_reports(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "bad.yaml").write_text("报告: 部门决算\n年度: x\n", "utf-8")
    assert main(["verify", "2021.yaml", "bad.yaml", "--sign", "auditor.key", "-o", "signed.json"]) == 2
    capsys.readouterr()
    assert check("--report", "2021.yaml") == 0
    told = capsys.readouterr().out
    assert "bad.yaml：没有能检查" in told and "2021.yaml" in told


def test_a_report_that_changes_meanwhile(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from jsrules.verification.verifier import Verifier

    verify = Verifier.verify

    def altered(self: Verifier, path: str, *rest: Any) -> Any:
        result = verify(self, path, *rest)
        with (desk / "2021.yaml").open("a", encoding="utf-8") as file:
            file.write("# \n")
        return result

    monkeypatch.setattr(Verifier, "verify", altered)
    assert sign() == 2
    assert "在检查的时候被改了" in capsys.readouterr().err and not (desk / "signed.json").exists()


def test_what_is_not_installed(desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    import jsrules.packs

    monkeypatch.setattr(jsrules.packs, "repository", jsrules.packs.repository)  # so that the one there is comes back
    for name in [each for each in sys.modules if each.startswith(("jsrules.packs.repository", "cryptography"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "cryptography", None)
    assert sign() == 2
    assert "pip install 'jsrules[packs]'" in capsys.readouterr().err
    (desk / "signed.json").write_text("{}", "utf-8")
    assert check() == 2
    assert "pip install 'jsrules[packs]'" in capsys.readouterr().err
