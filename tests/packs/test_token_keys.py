"""Keys on a token: SoftHSM stands in for one. A wrong PIN is tried once, and whatever is absent is told."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.bureau import Bureau, Department
from support.checking import REAL_REPORT
from support.sources import ROOT

from jsrules.base.diagnostic import InputError
from jsrules.cli import main
from jsrules.packs.repository.keys import read_public
from jsrules.packs.repository.token_keys import token_public_key, token_signer

MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/local/lib/softhsm/libsofthsm2.so")
LIBRARY = next((path for path in MODULES if os.path.exists(path)), "")
PIN = "1234"
KEYS = ((2, "secp256r1"), (3, "secp384r1"), (5, "secp521r1"), (6, "secp256r1"), (6, "secp256r1"))
"""The numbers of the keys on the token, and their curves; one number is given twice."""

needs_softhsm = pytest.mark.skipif(
    not LIBRARY or shutil.which("softhsm2-util") is None, reason="SoftHSM is not installed"
)


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A token “bureau” with these keys; its library is told of it once in a process."""
    pkcs11 = pytest.importorskip("pkcs11")
    from pkcs11.util.ec import encode_named_curve_parameters

    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "softhsm2.conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOFTHSM2_CONF", str(folder / "softhsm2.conf"))
        patch.setenv("PYKCS11LIB", LIBRARY)
        making = ["softhsm2-util", "--init-token", "--free", "--label", "bureau", "--so-pin", "5678", "--pin", PIN]
        subprocess.run(making, check=True, capture_output=True)
        with pkcs11.lib(LIBRARY).get_token(token_label="bureau").open(rw=True, user_pin=PIN) as session:
            for number, curve in KEYS:
                parameters = session.create_domain_parameters(
                    pkcs11.KeyType.EC, {pkcs11.Attribute.EC_PARAMS: encode_named_curve_parameters(curve)}, local=True
                )
                parameters.generate_keypair(store=True, id=bytes((number,)), label=f"key{number}")
        yield


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pin.txt").write_text(f"{PIN}\n")
    (tmp_path / "wrong.txt").write_text("9999\n")
    return tmp_path


@needs_softhsm
@pytest.mark.usefixtures("token")
@pytest.mark.parametrize("address", ["hsm:2?label=bureau", "hsm:3?label=bureau", "hsm:"])
def test_a_catalogue_signed_on_a_token(address: str, office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exported, given the role of the packs, signed with, published, fetched: by the commands of everybody."""
    from jsrules.packs.repository import editing

    bureau = Bureau(office / "bureau")
    bureau.publish()
    assert main(["pack", "keygen", "card", "--token", address]) == 0
    assert "私钥留在令牌上" in capsys.readouterr().out and not (office / "card.key").exists()
    name, key = read_public("card.pub")
    assert name == "card" and key.scheme in ("ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384")
    editing.replace_root_keys(bureau.workspace, "targets", [key], 1, bureau.now)
    bureau.signers["card"] = token_signer(address, PIN)
    bureau.release("rules", "1.0.0")
    assert Department(office / "department", bureau).fetch(bureau.repo).after["rules"].version == "1.0.0"


@needs_softhsm
@pytest.mark.usefixtures("token", "office")
def test_a_root_that_needs_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    """By commands alone: the token is one of three root keys of which two must sign; what is signed is shown first."""
    from jsrules.packs.repository.workspace import Workspace

    assert main(["pack", "keygen", "a", "b", "--unprotected"]) == 0
    assert main(["pack", "keygen", "card", "--token", "hsm:2?label=bureau"]) == 0
    keys = ["--root", "card.pub", "--root", "a.pub", "--root", "b.pub", "--threshold", "2"]
    others = ["--packs", "a.pub", "--everyday", "b.pub"]
    assert main(["pack", "init", "repo", "--title", "局", *keys, *others]) == 0
    signing = ["pack", "sign", "repo", "--key", "hsm:2?label=bureau", "--key", "a.key", "--passphrase-file", "pin.txt"]
    capsys.readouterr()
    assert main(signing) == 1
    shown = "".join(capsys.readouterr().out.split())
    agreed = re.search(r"--yes'?([0-9A-Fa-f]+)", shown)
    assert agreed is not None, shown
    assert main([*signing, "--yes", agreed[1]]) == 0
    assert main(["pack", "publish", "repo", "--key", "b.key"]) == 0
    root = Workspace("repo").published_root()
    assert root is not None and read_public("card.pub")[1].keyid in root.signatures


@needs_softhsm
@pytest.mark.usefixtures("token")
def test_a_token_pulled_out_between_two_signatures(tmp_path: Path) -> None:
    """In a process of its own: a library that has lost its token does not find it again."""
    program = f"""
import shutil, sys
sys.path.insert(0, {str(ROOT)!r})
from jsrules.base.diagnostic import InputError
from jsrules.packs.repository.token_keys import token_signer
signer = token_signer("hsm:2?label=bureau", {PIN!r})
signer.sign(b"one")
shutil.rmtree({str(tmp_path / "tokens")!r})
try:
    signer.sign(b"two")
except InputError as error:
    print(error.diagnostics[0].code)
"""
    shutil.copytree(Path(os.environ["SOFTHSM2_CONF"]).parent / "tokens", tmp_path / "tokens")
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    environment = os.environ | {"SOFTHSM2_CONF": str(tmp_path / "softhsm2.conf")}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("E320\n", "")


@needs_softhsm
@pytest.mark.usefixtures("token")
def test_a_result_signed_on_a_token(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copyfile(REAL_REPORT, office / "2021.yaml")
    assert main(["pack", "keygen", "auditor", "--token", "hsm:2?label=bureau"]) == 0
    signing = ["verify", "2021.yaml", "--sign", "hsm:2?label=bureau", "-o", "signed.json", "--passphrase-file"]
    assert main([*signing, "pin.txt"]) < 2
    assert main(["attest", "check", "signed.json", "--trusted", "auditor.pub", "--report", "2021.yaml"]) == 0
    (office / "signed.json").unlink()
    capsys.readouterr()
    assert main([*signing, "wrong.txt"]) == 2
    assert "PIN 不对，只试了一次" in capsys.readouterr().err and not (office / "signed.json").exists()


@needs_softhsm
@pytest.mark.usefixtures("token")
def test_a_wrong_pin_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from securesystemslib.signer import HSMSigner

    found: list[str | None] = []
    finding = HSMSigner._find_token

    def counted(label: str | None = None) -> object:
        found.append(label)
        return finding(label)

    monkeypatch.setattr(HSMSigner, "_find_token", staticmethod(counted))
    with pytest.raises(InputError, match="PIN"):
        token_signer("hsm:2?label=bureau", "9999")
    assert found == ["bureau"]


@needs_softhsm
@pytest.mark.usefixtures("token")
@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("hsm:2?label=elsewhere", "没有找到这个令牌"),
        ("hsm:7?label=bureau", "令牌上没有这把钥匙"),
        ("hsm:5?label=bureau", "这把钥匙的曲线不能用"),
        ("hsm:6?label=bureau", "令牌上没有这把钥匙"),
        ("hsm:x", "这不是硬件钥匙的地址"),
        ("hsm:2?pin-value=1234", "这不是硬件钥匙的地址"),
    ],
)
def test_what_is_not_there(address: str, words: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match=words) as caught:
        token_public_key(address)
    assert caught.value.diagnostics[0].code == "E320"
    assert capfd.readouterr().err == "", "a search that was broken off says nothing"


@needs_softhsm
@pytest.mark.usefixtures("token")
def test_one_number_for_two_keys(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="令牌上不止一把钥匙是这个编号"):
        token_signer("hsm:6?label=bureau", PIN)
    assert capfd.readouterr().err == ""


def test_no_library_of_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pkcs11")
    monkeypatch.delenv("PYKCS11LIB", raising=False)
    with pytest.raises(InputError, match="没有说明硬件钥匙的程序库"):
        token_signer("hsm:2", PIN)
    monkeypatch.setenv("PYKCS11LIB", "/nowhere.so")
    with pytest.raises(InputError, match="硬件钥匙用不了"):
        token_signer("hsm:2", PIN)


def test_python_pkcs11_is_not_installed(
    office: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    assert main(["pack", "keygen", "card", "--token", "hsm:2"]) == 2
    told = capsys.readouterr().err
    assert "E335" in told and "pip install 'jsrules[token]'" in told and not (office / "card.pub").exists()
    assert main(["pack", "keygen", "a", "b", "--token", "hsm:2"]) == 2
