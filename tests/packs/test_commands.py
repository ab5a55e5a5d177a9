"""The commands: their pages, what they say when something is not installed, the clock and freshness on verify."""

from __future__ import annotations

import io
import json
import shutil
import sys
from base64 import b64decode
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat
from support.bureau import Bureau, Department, pack
from support.posix import POSIX
from support.processes import REPORT, run, run_jsrules
from support.sources import ROOT

from jsrules.base.diagnostic import InputError
from jsrules.packs.repository import publishing
from jsrules.packs.repository.keys import generate, read_signer
from jsrules.packs.repository.roles import now_utc

MANIFEST = "报告: [部门决算]\n年度: 2021\n"
RULES = "表 收入支出决算总表\n规则 收支平衡：收入.总计 = 支出.总计\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pack",), "缺少命令"),
        (("pack", "bild"), "是不是 build？"),
        (("pack", "build"), "缺少文件夹"),
        (("pack", "publish", "x", "--days", "0"), "--days"),
        (("new", "rules", "x"), "pack"),
    ],
)
def test_mistakes_in_commands(arguments: tuple[str, ...], words: str) -> None:
    done = run_jsrules(*arguments)
    assert done.returncode == 2
    assert words in done.stderr


@pytest.mark.parametrize("name", ["tuf", "securesystemslib", "cryptography"])
def test_what_is_not_installed(name: str, tmp_path: Path) -> None:
    """Each command that needs more says how to get it; those that do not work without."""
    hide = f"import sys; sys.modules[{name!r}] = None; sys.path.insert(0, {str(ROOT)!r}); "
    start = hide + "from jsrules.cli import main; sys.exit(main())"
    done = run(sys.executable, "-c", start, "pack", "fetch", "x", cwd=tmp_path)
    assert done.returncode == 2
    assert f"[E335] 这个命令还需要 {name}" in done.stderr
    assert "改法：运行 pip install 'jsrules[packs]'" in done.stderr
    for arguments in (("new", "pack", "city"), ("pack", "build", "city"), ("pack", "list"), ("verify", str(REPORT))):
        done = run(sys.executable, "-c", start, *arguments, cwd=tmp_path)
        assert done.returncode == (1 if arguments[0] == "verify" else 0), done.stderr


@pytest.fixture
def department(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Department:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    bureau = Bureau(tmp_path / "bureau")
    bureau.release("rules", "1.0.0", rules=RULES, more=MANIFEST)
    return Department(tmp_path / "department", bureau)


def verify(department: Department, *options: str) -> tuple[int, str, dict[str, object]]:
    """Exit code, what standard error says, and the pack of the result."""
    done = run_jsrules("verify", REPORT, "--format", "json", *options, cwd=department.folder)
    result = json.loads(done.stdout)
    assert len(result["packs"]) <= 1
    return done.returncode, json.dumps(result["diagnostics"], ensure_ascii=False), (result["packs"] or [{}])[0]


def test_a_result_is_stamped(department: Department) -> None:
    entry = department.fetch(department.bureau.repo).after["rules"]
    code, diagnostics, info = verify(department)
    assert (code, diagnostics) == (0, "[]")
    assert info == {
        "name": "rules",
        "title": "试用规则",
        "version": "1.0.0",
        "sha256": entry.sha256,
        "origin": "locked",
        "why": "报告种类、年度",
        "signer": entry.signer,
        "fresh": entry.fresh,
        "age": info["age"],
        "newer": None,
        "replaces": "部门决算",
        "missing": info["missing"],
    }
    assert info["age"] in (0, 1), "a test may run around midnight"
    elsewhere = run_jsrules("verify", REPORT, "--lock", department.lock, cwd=department.folder.parent)
    assert "试用规则 1.0.0（锁定，" in elsewhere.stdout


def test_age(department: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau = department.bureau
    bureau.now = now_utc() - timedelta(days=40)
    monkeypatch.setattr(publishing, "rehearse", lambda *_: None)
    bureau.publish(days=60)
    department.fetch(bureau.repo)
    code, _, info = verify(department)
    assert (code, info["age"]) == (0, 40)
    assert verify(department, "--require-fresh", "40")[0] == 0
    code, diagnostics, _ = verify(department, "--require-fresh", "39")
    assert code == 2
    assert "E333" in diagnostics and "40 天前" in diagnostics and "不超过 39 天" in diagnostics


def test_a_slow_clock_and_a_withdrawn_pack(department: Department) -> None:
    """The clock of this process stands still while the bureau goes on: what verify sees on a machine whose clock is behind."""
    from jsrules.verification.verifier import Verifier

    bureau = department.bureau
    department.fetch(bureau.repo)
    verifier = Verifier(lock=str(department.lock), now="2020-01-01")
    result = verifier.verify(str(REPORT))
    assert [each.code for each in result.diagnostics] == ["W320"]
    assert "本机时钟是 2020-01-01" in result.diagnostics[0].message
    assert result.packs[0].age is None
    for now in ("2020-01-01", ""):  # an age that cannot be told is none
        refused = Verifier(lock=str(department.lock), now=now, require_fresh=30).verify(str(REPORT))
        assert [each.code for each in refused.diagnostics] == ["E334"]
    bureau.add(pack("rules", "1.0.1", RULES, MANIFEST))
    bureau.withdraw("rules", "1.0.0", "漏了一项")
    done = run_jsrules("pack", "fetch", bureau.repo, cwd=department.folder)
    assert done.returncode == 2 and "E329" in done.stderr
    code, diagnostics, info = verify(department)
    assert (code, info) == (2, {}), "what was withdrawn gives no verdict"
    assert "E329" in diagnostics and "漏了一项" in diagnostics
    listed = run_jsrules("pack", "list", cwd=department.folder).stdout
    assert "E329" in listed and "签发：targets (" in listed


def test_update_asks(department: Department) -> None:
    bureau = department.bureau
    department.fetch(bureau.repo)
    before = department.lock.read_bytes()
    bureau.release("rules", "1.0.1", rules=RULES + "# 注\n", more=MANIFEST)
    done = run_jsrules("pack", "update", bureau.repo, cwd=department.folder)
    assert done.returncode == 1
    assert "同意就加 --yes" in done.stdout and "锁文件没有变" in done.stdout
    assert department.lock.read_bytes() == before
    done = run_jsrules("pack", "update", bureau.repo, "--yes", "--lang", "en", cwd=department.folder)
    assert done.returncode == 0 and "from 1.0.0 to 1.0.1" in done.stdout
    again = run_jsrules("pack", "update", bureau.repo, cwd=department.folder)
    assert again.returncode == 0 and "版本不变，重新核实" in again.stdout


@pytest.mark.parametrize(
    ("typed", "agreed"), [("y\n", True), ("YES\n", True), ("n\n", False), ("\n", False), ("", False)]
)
def test_update_takes_yes_for_an_answer(typed: str, agreed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    from jsrules.cli.pack import common, update
    from jsrules.cli.pack.common import Talk
    from jsrules.outputs.terminal import Terminal

    monkeypatch.setattr(common, "is_terminal", lambda _: True)
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert update._confirmed(Talk(Terminal())) is agreed


def test_update_shows_verdicts_on_the_reports_of_this_folder(department: Department) -> None:
    bureau = department.bureau
    department.fetch(bureau.repo)
    (department.folder / "other.yaml").write_text("a: 1\n", "utf-8")
    shutil.copyfile(REPORT, department.folder / "2021.yaml")
    bureau.release("rules", "2.0.0", rules=RULES.replace("支出.总计", "支出.总计 + 1"), more=MANIFEST)
    done = run_jsrules("pack", "update", bureau.repo, cwd=department.folder)
    assert done.returncode == 1
    assert "1 份报告，1 条判定会变：\n2021.yaml\n  相符 → 不符" in done.stdout


def test_tests_of_a_built_pack(tmp_path: Path) -> None:
    (tmp_path / "a.jspack").write_bytes(pack())
    done = run_jsrules("test", "a.jspack", cwd=tmp_path)
    assert done.returncode == 2 and "给出规则包的文件夹" in done.stderr


def test_doctor_says_what_expires(department: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau = department.bureau
    assert run_jsrules("pack", "doctor", bureau.repo).returncode == 0
    monkeypatch.setattr(publishing, "rehearse", lambda *_: None)
    bureau.publish(days=10)
    soon = run_jsrules("pack", "doctor", bureau.repo)
    assert soon.returncode == 1 and "9 天" in soon.stdout
    bureau.now = now_utc() - timedelta(days=20)
    bureau.publish(days=10)
    late = run_jsrules("pack", "doctor", bureau.repo)
    assert late.returncode == 1 and "已过期" in late.stdout
    (archive,) = (bureau.repo / "targets").rglob("*.jspack")
    archive.write_bytes(b"x")
    broken = run_jsrules("pack", "doctor", bureau.repo)
    assert broken.returncode == 1 and "E325" in broken.stdout


def test_https_only_through_limits() -> None:
    """A redirection to plain http is refused before anything is asked of it."""
    from urllib.request import Request

    from tuf.api.exceptions import DownloadError

    from jsrules.packs.repository.source import _OnlyHttps

    handler = _OnlyHttps()
    request = Request("https://example.invalid/metadata/timestamp.json")
    with pytest.raises(DownloadError):
        handler.redirect_request(request, None, 302, "", {}, "http://example.invalid/x")
    assert handler.redirect_request(request, None, 302, "", {}, "https://example.invalid/x") is not None


def test_a_file_address(department: Department) -> None:
    assert department.fetch(department.bureau.repo.as_uri()).after["rules"].version == "1.0.0"


SCRYPT = bytes.fromhex("06092b06010401da47040b")
"""How scrypt is named in a key file."""


def test_a_thief_of_a_stick_pays_for_every_guess(tmp_path: Path) -> None:
    """A passphrase is not guarded by 2,048 rounds of PBKDF2, and keys that are keep being read."""
    pair = generate(str(tmp_path), "a", "四个 不相干 的词语")
    content = b64decode(b"".join(Path(pair.private_path).read_bytes().splitlines()[1:-1]))
    assert SCRYPT in content and (1 << 17).to_bytes(3, "big") in content
    assert read_signer(pair.private_path, "四个 不相干 的词语").public_key.keyid == pair.fingerprint
    with pytest.raises(InputError) as caught:
        read_signer(pair.private_path, "五个 不相干 的词语")
    assert "口令不对" in str(caught.value)
    former = Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption("从前的口令".encode())
    )
    (tmp_path / "former.key").write_bytes(former)
    assert read_signer(str(tmp_path / "former.key"), "从前的口令")


@POSIX
def test_keys_are_protected(tmp_path: Path) -> None:
    (tmp_path / "口令").write_text("四个 不相干 的 词语\n", "utf-8")
    (tmp_path / "短").write_text("短\n", "utf-8")
    made = run_jsrules("pack", "keygen", "a", "--passphrase-file", "口令", cwd=tmp_path)
    assert made.returncode == 0
    assert b"ENCRYPTED" in (tmp_path / "a.key").read_bytes()
    assert (tmp_path / "a.key").stat().st_mode & 0o077 == 0
    for arguments, words in (
        (("a", "--passphrase-file", "口令"), "已经有这个名称的钥匙"),
        (("b", "--passphrase-file", "短"), "口令至少 8 个字符"),
        (("b",), "没有终端可以问口令"),
        (("b/c", "--unprotected"), "钥匙的名称只能用"),
    ):
        done = run_jsrules("pack", "keygen", *arguments, cwd=tmp_path)
        assert done.returncode == 2 and words in done.stderr, done.stderr
    plain = run_jsrules("pack", "keygen", "c", "--unprotected", cwd=tmp_path)
    assert plain.returncode == 0 and "这把私钥没有口令" in plain.stdout
    init = run_jsrules(
        *("pack", "init", "repo", "--title", "某局", "--root", "a.pub", "--packs", "a.pub", "--everyday", "c.pub"),
        cwd=tmp_path,
    )
    assert init.returncode == 0
    wrong = run_jsrules("pack", "sign", "repo", "--key", "a.key", "--passphrase-file", "短", cwd=tmp_path)
    assert wrong.returncode == 2 and "口令不对" in wrong.stderr
    other = run_jsrules("pack", "sign", "repo", "--key", "c.key", cwd=tmp_path)
    assert other.returncode == 2 and "无权签" in other.stderr
