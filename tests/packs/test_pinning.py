"""A lock pins: a version has one content, fetching changes nothing that is locked, and CI can hold a lock to what was signed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from support.bureau import Bureau, Department, codes, pack
from support.forging import forge, put

from jsrules.base.diagnostic import InputError
from jsrules.base.fingerprint import grouped
from jsrules.packs.choice import Installed

LAX = pack("rules", "1.0.0", "规则 一：a >= 0\n")
"""The published version with another rule under the same number."""


@pytest.fixture
def department(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Department:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    bureau = Bureau(tmp_path / "bureau")
    bureau.release("rules", "1.0.0")
    return Department(tmp_path / "department", bureau)


def swapped(bureau: Bureau) -> Path:
    """A source on which whoever holds the keys of the packs and the everyday key has put other bytes under 1.0.0."""
    bureau.signers["targets"] = bureau.signers["packs"]
    return forge(bureau, "targets", put(bureau, "packs/rules-1.0.0.jspack", "rules", "1.0.0", LAX))


@pytest.mark.parametrize("update", [False, True])
@pytest.mark.parametrize("lock", ["kept", "deleted", "on another machine"])
def test_a_version_that_changes_its_bytes(
    lock: str, update: bool, department: Department, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both hashes are named, and what was locked stays in use; a deleted lock does not help the thief either."""
    honest = department.fetch(department.bureau.repo).after["rules"].sha256
    source = swapped(department.bureau)
    if lock == "deleted":
        department.lock.unlink()
    if lock == "on another machine":
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    before = department.lock.read_bytes() if department.lock.exists() else None
    with pytest.raises(InputError) as caught:
        department.fetch(source, update=update)
    (found,) = caught.value.diagnostics
    assert found.code == "E325" and "版本号却没有变" in found.message
    notes = "\n".join(found.notes)
    assert grouped(honest) in notes and grouped(hashlib.sha256(LAX).hexdigest()) in notes
    assert (department.lock.read_bytes() if department.lock.exists() else None) == before
    if lock == "kept":
        assert Installed(str(department.lock)).find("rules").chain[-1].pack.sha256 == honest


def test_fetching_never_changes_what_is_locked(department: Department) -> None:
    bureau = department.bureau
    department.fetch(bureau.repo)
    bureau.release("rules", "1.0.1")
    lock = department.lock.read_bytes()
    with pytest.raises(InputError) as caught:
        department.fetch(bureau.repo, "rules@1.0.1")
    assert codes(caught.value) == {"E336"} and "rules@1.0.1" in caught.value.diagnostics[0].remedy
    assert department.lock.read_bytes() == lock
    assert department.fetch(bureau.repo, "rules@1.0.1", update=True).after["rules"].version == "1.0.1"


def test_a_frozen_lock_works_on_another_machine(
    department: Department, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau = department.bureau
    department.fetch(bureau.repo)
    bureau.release("rules", "1.0.1")
    lock = department.lock.read_bytes()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    department.fetch(bureau.repo, frozen=True)
    assert department.lock.read_bytes() == lock
    assert Installed(str(department.lock)).find("rules").manifest.version == "1.0.0"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sha256", "0" * 64),
        ("fresh", "2099-01-01T00:00:00Z"),
        ("signer", "targets (0123456789abcdef)"),
        ("metadata", {"timestamp": 99}),
    ],
)
def test_a_frozen_lock_is_held_to_what_was_signed(
    name: str, value: object, department: Department, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine that has no receipts a changed entry would otherwise get one."""
    department.fetch(department.bureau.repo)
    content = json.loads(department.lock.read_bytes())
    content["packs"][0][name] = value
    department.lock.write_text(json.dumps(content), "utf-8")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    with pytest.raises(InputError) as caught:
        department.fetch(department.bureau.repo, frozen=True)
    assert codes(caught.value) == {"E325" if name == "sha256" else "E331"}
    with pytest.raises(InputError):
        Installed(str(department.lock)).all()


def test_frozen_adds_nothing(department: Department) -> None:
    bureau = department.bureau
    with pytest.raises(InputError) as caught:
        department.fetch(bureau.repo, frozen=True)
    assert codes(caught.value) == {"E336"} and not department.lock.exists()
    department.fetch(bureau.repo)
    bureau.release("other")
    lock = department.lock.read_bytes()
    with pytest.raises(InputError) as caught:
        department.fetch(bureau.repo, "other", frozen=True)
    assert codes(caught.value) == {"E336"} and department.lock.read_bytes() == lock
