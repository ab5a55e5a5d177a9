"""Nobody signs blindly: what a signature would change is shown before it is given, all of it, and nothing else is signed."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.answering import AnsweringTerminal
from support.bureau import Bureau, pack
from support.forging import put
from tuf.api.metadata import Metadata, Root

from jsrules.base.fingerprint import grouped
from jsrules.cli import main
from jsrules.packs.repository import changes, editing
from jsrules.packs.repository.changes import bytes_to_sign, fingerprint_of
from jsrules.packs.repository.roles import own, set_own
from jsrules.packs.repository.workspace import Workspace

LAX = "规则 一：a >= 0\n"


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Bureau(tmp_path / "bureau")
    made.release("rules", "1.0.0")
    return made


def unwrapped(told: str) -> str:
    """Without the spaces and ends of lines, which depend on how long the path of the test's folder is."""
    return "".join(told.split())


def sign(
    bureau: Bureau,
    *names: str,
    capsys: pytest.CaptureFixture[str],
    answer: str = "",
    options: tuple[str, ...] = (),
    repo: Path | None = None,
) -> tuple[int, str]:
    """The exit code and what is said when somebody signs; ``answer`` is typed at a terminal."""
    keys = [text for name in names for text in ("--key", str(bureau.folder / f"{name}.key"))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdin", AnsweringTerminal(answer) if answer else io.StringIO())
        code = main(["pack", "sign", str(repo or bureau.repo), *keys, *options])
    told = capsys.readouterr()
    return code, told.out + told.err


def staged(bureau: Bureau, role: str) -> Metadata[Any]:
    return Metadata.from_bytes((bureau.repo / "staged" / f"{role}.json").read_bytes())


def tamper(bureau: Bureau, role: str, change: Callable[[Any], None]) -> None:
    """Somebody who holds the stick, and no key, changes what is prepared on it."""
    document = staged(bureau, role)
    change(document.signed)
    document.signatures.clear()
    (bureau.repo / "staged" / f"{role}.json").write_bytes(document.to_bytes())


def is_unsigned(bureau: Bureau, role: str) -> bool:
    return not staged(bureau, role).signatures


def test_what_a_pack_changes_is_shown(bureau: Bureau, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = pack("rules", "2.0.0", "规则 一：a = c\n规则 二：a = b\n")
    bureau.add(data)
    report = tmp_path / "report.yaml"
    report.write_text("a: 1.00\nb: 1.00\nc: 2.00\n", "utf-8")
    code, told = sign(bureau, "packs", capsys=capsys, answer="n\n", options=("--reports", str(report)))
    assert code == 1 and "没有签" in told and is_unsigned(bureau, "targets")
    for words in (
        "规则包目录：第 1 版 → 第 2 版",
        f"放入 rules 2.0.0，{len(data)} 字节",
        "试用规则 1.0.0 → 2.0.0",
        "主版本号  一: 改了公式或范围",
        "1 份报告，2 条判定会变",
        "相符 → 不符",
    ):
        assert words in told, told
    code, told = sign(bureau, "packs", capsys=capsys, answer="y\n")
    assert code == 0 and "已签规则包目录：1 个签名" in told and not is_unsigned(bureau, "targets")


def test_a_root_that_was_altered_on_the_stick(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """The official means to renew; the thief has put his key and a threshold of one into it."""
    editing.replace_root_keys(bureau.workspace, "root", [], 1, bureau.now)
    thief = bureau.key("thief")

    def change(root: Root) -> None:
        root.add_key(thief, "root")
        root.roles["root"].threshold = 1
        root.revoke_key(bureau.signers["packs"].public_key.keyid, "targets")
        root.add_key(thief, "targets")

    tamper(bureau, "root", change)
    code, told = sign(bureau, "root1", capsys=capsys, answer="n\n")
    assert code == 1 and is_unsigned(bureau, "root")
    assert "根（谁有权签名）：3 把钥匙，签名从要凑够 2 个变成 1 个" in told
    assert told.count(f"+  钥匙 {grouped(thief.keyid)}") == 2
    assert f"-  钥匙 {grouped(bureau.signers['packs'].public_key.keyid)}" in told


def test_a_key_under_the_number_of_another(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers are what is shown; and what tuf goes by, without looking whether they are those of the keys."""
    editing.replace_root_keys(bureau.workspace, "root", [], 1, bureau.now)
    thief = bureau.key("thief")

    def change(root: Root) -> None:
        keyid = bureau.signers["root2"].public_key.keyid
        root.keys[keyid].keyval = thief.keyval

    tamper(bureau, "root", change)
    code, told = sign(bureau, "root1", capsys=capsys, answer="y\n")
    assert code == 2 and "E325" in told and "放着另一把钥匙" in told and is_unsigned(bureau, "root")


@pytest.mark.parametrize(
    ("role", "change", "words"),
    [
        (
            "root",
            lambda root: setattr(root, "consistent_snapshot", False),
            "另外改了 consistent_snapshot：True → False",
        ),
        ("root", lambda root: set_own(root, repository={**own(root)["repository"], "title": "假"}), "→ 假"),
        ("targets", lambda targets: targets.unrecognized_fields.update(more={"x": 1}), "另外改了 more：— → {'x': 1}"),
        ("targets", lambda targets: set_own(targets, withdrawn=[{"identifier": 3}]), "另外改了 x-jsrules.withdrawn"),
    ],
)
def test_whatever_else_was_altered(
    role: str, change: Callable[[Any], None], words: str, bureau: Bureau, capsys: pytest.CaptureFixture[str]
) -> None:
    if role == "root":
        editing.replace_root_keys(bureau.workspace, "root", [], 1, bureau.now)
    else:
        bureau.workspace.stage(role, bureau.workspace.draft(role, bureau.now))
    tamper(bureau, role, change)
    _, told = sign(bureau, "root1", "packs", capsys=capsys, answer="n\n")
    assert words in told.replace("\n    ", ""), told


def test_renewal_says_that_nothing_changes(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    editing.replace_root_keys(bureau.workspace, "root", [], 1, bureau.now)
    _, told = sign(bureau, "root1", capsys=capsys, answer="n\n")
    assert "只是续期，内容没有变" in told


def test_an_archive_that_was_altered_on_the_stick(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    bureau.add(pack("rules", "1.0.1"))
    (path,) = (bureau.repo / "targets").rglob("*rules-1.0.1.jspack")
    path.write_bytes(pack("rules", "1.0.1", LAX))
    code, told = sign(bureau, "packs", capsys=capsys, answer="y\n")
    assert code == 2 and "E325" in told and is_unsigned(bureau, "targets")


def replaced(bureau: Bureau, identifier: str, version: str, data: bytes) -> None:
    """An archive and what the catalogue says of it are exchanged together, so that they fit each other."""
    tamper(bureau, "targets", put(bureau, "packs/rules-1.0.1.jspack", identifier, version, data))


def test_an_archive_altered_with_its_entry(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    """It fits; so what differs in its rules is what gives it away."""
    bureau.add(pack("rules", "1.0.1"))
    replaced(bureau, "rules", "1.0.1", pack("rules", "1.0.1", LAX))
    code, told = sign(bureau, "packs", capsys=capsys, answer="n\n")
    assert code == 1 and "主版本号  一: 改了公式或范围" in told and is_unsigned(bureau, "targets")


def test_an_archive_under_another_name(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    bureau.add(pack("rules", "1.0.1"))
    replaced(bureau, "rules", "1.0.1", pack("other", "1.0.0", LAX))
    code, told = sign(bureau, "packs", capsys=capsys, answer="y\n")
    assert code == 2 and "包里自称 other 1.0.0" in told and is_unsigned(bureau, "targets")


def test_a_published_version_with_other_bytes(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    bureau.workspace.stage("targets", bureau.workspace.draft("targets", bureau.now))
    tamper(bureau, "targets", put(bureau, "packs/rules-1.0.0.jspack", "rules", "1.0.0", pack("rules", "1.0.0", LAX)))
    code, told = sign(bureau, "packs", capsys=capsys, answer="n\n")
    assert code == 1 and "这个版本已经发布过，内容却不同" in told


def test_a_delegation_is_shown(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    key = bureau.key("education")
    editing.delegate(bureau.workspace, "education", [key], 1, bureau.now, ["edu-*"])
    code, told = sign(bureau, "packs", capsys=capsys, answer="y\n")
    assert code == 0 and "部门“education”的目录：1 把钥匙，签名要凑够 1 个" in told
    assert f"+  钥匙 {grouped(key.keyid)}" in told and "可以发布的代号：edu-*" in told


def test_what_is_altered_while_somebody_reads(
    bureau: Bureau, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.add(pack("rules", "1.0.1"))

    terminal = AnsweringTerminal()

    def answer() -> str:
        tamper(bureau, "targets", lambda targets: targets.targets.clear())
        return "y\n"

    monkeypatch.setattr(terminal, "readline", answer)
    monkeypatch.setattr(sys, "stdin", terminal)
    assert main(["pack", "sign", str(bureau.repo), "--key", str(bureau.folder / "packs.key")]) == 2
    assert "在看的时候被改了" in capsys.readouterr().err and is_unsigned(bureau, "targets")


def test_scripts_agree_to_a_fingerprint(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    bureau.add(pack("rules", "1.0.1"))
    print_ = grouped(fingerprint_of(bytes_to_sign(bureau.workspace, ["targets"])))
    code, told = sign(bureau, "packs", capsys=capsys)
    assert code == 1 and f"--yes '{print_}'" in " ".join(told.split()) and is_unsigned(bureau, "targets")
    tampered = staged(bureau, "targets").to_bytes()
    tamper(bureau, "targets", lambda targets: targets.targets.clear())
    code, told = sign(bureau, "packs", capsys=capsys, options=("--yes", print_))
    assert code == 2 and "E322" in told and "不是你同意的" in told and is_unsigned(bureau, "targets")
    (bureau.repo / "staged" / "targets.json").write_bytes(tampered)
    code, told = sign(bureau, "packs", capsys=capsys, options=("--yes", print_))
    assert code == 0 and not is_unsigned(bureau, "targets")


def test_signatures_made_in_parallel_are_merged(
    bureau: Bureau, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    editing.replace_root_keys(bureau.workspace, "root", [], 1, bureau.now)
    copy = tmp_path / "copy"
    shutil.copytree(bureau.repo, copy)
    assert sign(bureau, "root1", capsys=capsys, answer="y\n")[0] == 0
    assert sign(bureau, "root2", capsys=capsys, answer="y\n", repo=copy)[0] == 0
    content = json.loads((copy / "staged" / "root.json").read_text("utf-8"))
    content["signatures"].append({"keyid": bureau.signers["root1"].public_key.keyid[:-1] + "0", "sig": "00"})
    (copy / "staged" / "root.json").write_text(json.dumps(content), "utf-8")
    code, told = sign(bureau, capsys=capsys, options=("--merge", str(copy)))
    assert code == 0 and "合并了1个签名" in unwrapped(told) and "签名够了，可以发布" in unwrapped(told)
    bureau.publish(sign=False)
    other = tmp_path / "other"
    shutil.copytree(copy, other)
    code, told = sign(bureau, capsys=capsys, options=("--merge", str(other)))
    assert "合并了0个签名" in unwrapped(told)


def test_bad_signatures_are_not_taken_over(bureau: Bureau, tmp_path: Path) -> None:
    editing.replace_root_keys(bureau.workspace, "root", [], 1, bureau.now)
    shutil.copytree(bureau.repo, tmp_path / "copy")
    path = tmp_path / "copy" / "staged" / "root.json"
    content = json.loads(path.read_text("utf-8"))
    content["signatures"] = [{"keyid": bureau.signers["root1"].public_key.keyid, "sig": "00" * 64}]
    path.write_text(json.dumps(content), "utf-8")
    assert changes.merge_signatures(bureau.workspace, Workspace(str(tmp_path / "copy"))) == 0
