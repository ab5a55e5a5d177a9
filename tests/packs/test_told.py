"""What honest users are told: newer versions, rules they go without, remedies that work, why a site cannot be read."""

from __future__ import annotations

import json
import socket
import ssl
from http.server import SimpleHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.error import URLError

import pytest
from jsonschema import Draft202012Validator
from support.bureau import Bureau, Department, codes, pack
from support.checking import REAL_REPORT
from support.sources import ROOT
from support.web_server import serving
from tuf.api.metadata import Metadata, Root

from jsrules.base.diagnostic import InputError
from jsrules.base.fingerprint import grouped
from jsrules.cli import main
from jsrules.outputs.conclusion import pack_stamp
from jsrules.outputs.json import render_json
from jsrules.packs import archive_limits, library
from jsrules.packs.choice import Installed
from jsrules.packs.repository.fetching import fetch
from jsrules.packs.repository.knowing import Anchor
from jsrules.packs.repository.roles import now_utc, root_fingerprint
from jsrules.packs.repository.web_words import cause_in_words
from jsrules.verification.verifier import Verifier

MANIFEST = "报告: [部门决算]\n年度: 2021\n"
RULES = "表 收入支出决算总表\n规则 收支平衡：收入.总计 = 支出.总计\n"


@pytest.fixture
def department(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Department:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    bureau = Bureau(tmp_path / "bureau")
    bureau.release("city", rules=RULES, more=MANIFEST)
    return Department(tmp_path / "department", bureau)


def stamp(department: Department) -> str:
    result = Verifier(lock=str(department.lock)).verify(str(REAL_REPORT))
    return pack_stamp(result.packs[-1])


def json_of(department: Department) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render_json(Verifier(lock=str(department.lock)).verify(str(REAL_REPORT))))
    schema = json.loads((ROOT / "spec" / "result.schema.json").read_text("utf-8"))
    Draft202012Validator(schema).validate(found)
    return found


def test_a_newer_version_is_mentioned(
    department: Department, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau = department.bureau
    department.fetch(bureau.repo)
    assert "有新版" not in stamp(department)
    bureau.release("city", "1.0.1", rules=RULES, more=MANIFEST)
    monkeypatch.chdir(department.folder)
    capsys.readouterr()
    assert main(["pack", "fetch", str(bureau.repo)]) == 0
    told = capsys.readouterr().out
    assert "版本不变" in told and "有新版 1.0.1；用 jsrules pack update 换" in told
    assert "有新版 1.0.1" in stamp(department)
    assert json_of(department)["packs"][-1]["newer"] == "1.0.1"
    assert main(["pack", "list"]) == 0
    assert "新版：1.0.1" in capsys.readouterr().out
    department.fetch(bureau.repo, update=True)
    assert "有新版" not in stamp(department)


def test_a_root_that_was_renewed(
    department: Department, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who compares fingerprints before and after is told why that of the root file differs, and shown both."""
    bureau = department.bureau
    announced = grouped(department.fetch(bureau.repo).anchor)
    first = root_fingerprint(Metadata[Root].from_bytes(bureau.root_file()))
    keys = [str(bureau.folder / f"{name}.pub") for name in ("root1", "root3")]
    bureau.key("root3")
    capsys.readouterr()
    assert main(["pack", "rekey", str(bureau.repo), "--role", "root", "--key", keys[0], "--key", keys[1]]) == 0
    assert f"规则库的指纹不变（它是第 1 版根的）：{announced}" in unwrapped(capsys.readouterr().out)
    bureau.publish()
    second = root_fingerprint(Metadata[Root].from_bytes(bureau.root_file()))
    assert first != second
    monkeypatch.chdir(department.folder)
    assert main(["pack", "fetch", str(bureau.repo)]) == 0
    told = unwrapped(capsys.readouterr().out)
    assert "从第 1 版换到第 2 版，每一版都有前一版的钥匙签名" in told
    assert f"第 1 版 {grouped(first)}" in told and f"第 2 版 {grouped(second)}" in told
    assert f"规则库指纹不变：{announced}" in told
    assert main(["pack", "fetch", str(bureau.repo)]) == 0, "once is enough"
    assert "第 2 版" not in capsys.readouterr().out


def unwrapped(told: str) -> str:
    """What was told, without the ends of its lines."""
    return "".join(f" {line.strip()}" if line.startswith(" ") else line for line in told.splitlines())


def test_rules_that_a_city_goes_without(department: Department, tmp_path: Path) -> None:
    """Its pack stands in for the shipped one, of which it has one rule by name; one that builds on it lacks none."""
    department.fetch(department.bureau.repo)
    told = stamp(department)
    shipped = Installed().find("final-accounts").chain[-1].pack
    written = sum(source.text.count("\n规则 ") for source in shipped.sources)
    assert "代替自带的“部门决算”" in told
    missing = int(told.partition("其中 ")[2].partition(" 条")[0])
    assert 0 < missing <= written + len(shipped.sources)
    (info,) = json_of(department)["packs"]
    assert (info["replaces"], info["missing"], info["newer"]) == ("部门决算", missing, None)
    bureau = department.bureau
    over = RULES.replace("收支平衡", "另一条")
    bureau.release("city-over", rules=over, more=f"{MANIFEST}依赖: final-accounts >=1.0 <2\n")
    other = Department(tmp_path / "other", bureau)
    other.fetch(bureau.repo, "city-over")
    assert "代替" not in stamp(other)


def test_the_remedy_for_an_altered_lock_works(department: Department) -> None:
    """It used to say: fetch again; which was refused with the same words."""
    bureau = department.bureau
    department.fetch(bureau.repo)
    bureau.release("city", "1.0.1", rules=RULES, more=MANIFEST)
    department.lock.write_text(department.lock.read_text("utf-8").replace("targets (", "health ("), "utf-8")
    with pytest.raises(InputError) as caught:
        department.fetch(bureau.repo)
    assert codes(caught.value) == {"E331"}
    remedy = caught.value.diagnostics[0].remedy
    assert "删去它" in remedy and "city@1.0.0" in remedy
    department.lock.unlink()
    assert department.fetch(bureau.repo, "city@1.0.0").after["city"].version == "1.0.0"


@pytest.mark.parametrize(
    ("error", "words", "remedy"),
    [
        (9, "还没有生效", "时钟"),
        (10, "过期了", "时钟"),
        (18, "自己签的", "--ca-file"),
        (20, "不被信任", "--ca-file"),
        (62, "不是这个网站的", "地址"),
        (99, "不可信", "--ca-file"),
        (ssl.SSLError("x"), "加密的连接", "代理"),
        (socket.gaierror("x"), "找不到这个网站", "网络"),
        (ConnectionRefusedError(), "没有开", "端口"),
        (TimeoutError(), "不回答", "网络"),
        (ValueError("x"), "", ""),
    ],
)
def test_what_goes_wrong_with_a_site_in_words(error: int | Exception, words: str, remedy: str) -> None:
    if isinstance(error, int):
        code, error = error, ssl.SSLCertVerificationError("certificate verify failed")
        error.verify_code = code
    told = cause_in_words(URLError(error))
    assert words in told[0] and remedy in told[1]


def test_an_authority_of_one_s_own(department: Department, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bureau = department.bureau
    with serving(bureau.repo, tmp_path, monkeypatch, SimpleHTTPRequestHandler) as address:
        monkeypatch.delenv("SSL_CERT_FILE")
        place: tuple[Any, ...] = (address, [], str(department.lock), Anchor(bureau.root_file()), now_utc())
        with pytest.raises(InputError) as caught:
            fetch(*place)
        assert codes(caught.value) == {"E327"} and "--ca-file" in caught.value.diagnostics[0].remedy
        assert "CERTIFICATE_VERIFY_FAILED" not in str(caught.value)
        with pytest.raises(InputError) as caught:
            fetch(*place, ca_file=str(tmp_path / "none.pem"))
        assert "--ca-file 读不出证书" in str(caught.value)
        assert fetch(*place, ca_file=str(tmp_path / "server.pem")).after["city"].version == "1.0.0"


def test_what_build_makes_add_takes(department: Department, tmp_path: Path) -> None:
    """Between 16 and 32 MiB, the limit of what any other file may have."""
    half = b"x" * (9 << 20)
    data = pack("large", files={"docs/a.txt": half, "docs/b.txt": half})
    assert len(data) < archive_limits.MAXIMUM_ARCHIVE
    path = tmp_path / "large-1.0.0.jspack"
    path.write_bytes(data)
    assert main(["pack", "add", str(department.bureau.repo), str(path)]) == 0
    assert library.open_pack(str(path)).manifest.identifier == "large"
