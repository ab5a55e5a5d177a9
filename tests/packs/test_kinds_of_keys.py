"""What spec/packs.md says of hardware keys and SM2 is true of the libraries that are installed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.ciphers import algorithms
from securesystemslib.signer import KEY_FOR_TYPE_AND_SCHEME, SIGNER_FOR_URI_SCHEME, CryptoSigner, HSMSigner
from support.bureau import Bureau, Department
from support.sources import ROOT

from jsrules.packs.repository.keys import read_public

PAGE = (ROOT / "spec" / "packs.md").read_text("utf-8")


def test_what_the_libraries_know() -> None:
    schemes = {scheme for _, scheme in KEY_FOR_TYPE_AND_SCHEME}
    assert not any("sm2" in each.lower() or "sm3" in each.lower() for each in schemes)
    assert not any("sm2" in name.lower() for name in dir(ec)), "cryptography has come to know SM2: say so"
    assert hasattr(hashes, "SM3") and hasattr(algorithms, "SM4")
    assert SIGNER_FOR_URI_SCHEME["hsm"] is HSMSigner
    assert {"ml-dsa-44/1", "ml-dsa-65/1", "ml-dsa-87/1"} <= schemes
    assert "P-256、P-384" in PAGE
    assert "NISTP256" in str(HSMSigner.__doc__) and "NISTP384" in str(HSMSigner.__doc__)


def test_a_signature_of_another_kind_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key such as a token holds, ECDSA on P-256, in the role of the packs: whoever fetches verifies it."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    from jsrules.packs.repository import editing

    bureau = Bureau(tmp_path / "bureau")
    bureau.publish()
    token = CryptoSigner(generate_private_key(SECP256R1()))
    content = {"schema": "jsrules/key/1", "name": "token", "keyid": token.public_key.keyid}
    path = tmp_path / "token.pub"
    path.write_text(json.dumps({**content, "key": token.public_key.to_dict()}), "utf-8")
    editing.replace_root_keys(bureau.workspace, "targets", [read_public(str(path))[1]], 1, bureau.now)
    bureau.signers["token"] = token
    bureau.release("rules", "1.0.0")
    assert Department(tmp_path / "department", bureau).fetch(bureau.repo).after["rules"].version == "1.0.0"
