"""A base from the owner that a pack names, and names that are one on some systems: each refused where it comes from."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.bureau import Bureau, Department, codes, pack
from support.forging import forge, put
from tuf.api.metadata import TargetFile, Targets

from jsrules import Verifier
from jsrules.base.diagnostic import InputError
from jsrules.base.fingerprint import grouped
from jsrules.packs.choice import Installed
from jsrules.packs.library import unpacked
from jsrules.packs.repository import editing, publishing
from jsrules.packs.repository.fetching import fetch
from jsrules.packs.repository.knowing import Anchor
from jsrules.packs.repository.roles import now_utc

MANIFEST = "报告: [部门决算]\n年度: 2021\n"


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Bureau(tmp_path / "bureau")
    made.release("city", more=MANIFEST)
    return made


@pytest.fixture
def department(bureau: Bureau, tmp_path: Path) -> Department:
    return Department(tmp_path / "department", bureau)


def over(signer: str) -> str:
    return f"{MANIFEST}依赖: city >=1.0 <2\n依赖签发: {signer}\n"


def test_a_base_from_the_owner_that_is_named(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    """Somebody else's repository offers the same id: a department that locked that one first is told."""
    mine = grouped(bureau.workspace.fingerprint())
    bureau.release("more", rules="规则 二：a = b\n", more=over(mine))
    assert set(department.fetch(bureau.repo, "more").after) == {"more", "city"}
    assert Installed(str(department.lock)).find("more").identifier == "more"
    other = Bureau(tmp_path / "other", title="另一个局")
    other.release("city", more=MANIFEST)
    lock = tmp_path / "second" / "jsrules.lock"
    fetch(str(other.repo), ["city"], str(lock), Anchor(other.root_file()), now_utc())
    wrong = pack("more", rules="规则 二：a = b\n", more=over(mine))
    (tmp_path / "more.jspack").write_bytes(wrong)
    with pytest.raises(InputError) as caught:
        Installed(str(lock)).find(str(tmp_path / "more.jspack"))
    assert codes(caught.value) == {"E326"} and mine in str(caught.value)


@pytest.mark.parametrize("signer", ["自带", "0" * 40, "department"])
def test_a_base_from_somebody_else(signer: str, bureau: Bureau, department: Department, tmp_path: Path) -> None:
    if signer == "department":
        signer = f"{grouped(bureau.workspace.fingerprint())} / education".replace(" / ", "/")
    department.fetch(bureau.repo)
    (tmp_path / "more.jspack").write_bytes(pack("more", rules="规则 二：a = b\n", more=over(signer)))
    with pytest.raises(InputError) as caught:
        Installed(str(department.lock)).find(str(tmp_path / "more.jspack"))
    assert codes(caught.value) == {"E326"}


def test_the_shipped_base_is_meant(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    more = "报告: [部门决算]\n年度: 2021\n依赖: final-accounts >=1.0 <2\n依赖签发: 自带\n"
    rules = "表 收入支出决算总表\n规则 宽：收入.总计 >= 0\n"
    (tmp_path / "more.jspack").write_bytes(pack("more", rules=rules, more=more))
    assert Installed().find(str(tmp_path / "more.jspack")).identifier == "more"
    bureau.release("final-accounts", rules=rules, more=MANIFEST)
    department.fetch(bureau.repo, "final-accounts")
    with pytest.raises(InputError) as caught:
        Installed(str(department.lock)).find(str(tmp_path / "more.jspack"))
    assert codes(caught.value) == {"E326"} and "自带的" in str(caught.value)


@pytest.mark.parametrize("text", ["1234", "x" * 40, "某局"])
def test_signers_that_are_none(text: str) -> None:
    with pytest.raises(InputError) as caught:
        unpacked("x.jspack", pack("more", more=over(text)))
    assert codes(caught.value) == {"E302"}


def test_who_wrote_and_reviewed_is_in_the_manifest() -> None:
    manifest = unpacked("x.jspack", pack(more="编写: 甲\n复核: 乙\n")).manifest
    assert (manifest.author, manifest.reviewer) == ("甲", "乙")


@pytest.mark.parametrize("identifier", ["con", "Con", "com1", "LPT9", "aux"])
def test_reserved_ids(identifier: str, bureau: Bureau, department: Department) -> None:
    with pytest.raises(InputError) as caught:
        unpacked("x.jspack", pack(identifier))
    assert codes(caught.value) == {"E302"}
    with pytest.raises(InputError) as caught:
        editing.delegate(bureau.workspace, identifier, [bureau.key("k")], 1, bureau.now)
    assert codes(caught.value) == {"E321"}
    bureau.signers["targets"] = bureau.signers["packs"]
    source = forge(bureau, "targets", put(bureau, "packs/x-1.0.0.jspack", identifier, "1.0.0", pack("x")))
    with pytest.raises(InputError) as caught:
        department.fetch(source, "city")
    assert codes(caught.value) == {"E326"}


def test_ids_that_differ_by_case_only(bureau: Bureau, department: Department) -> None:
    with pytest.raises(InputError) as caught:
        bureau.add(pack("City", more=MANIFEST))
    assert codes(caught.value) == {"E326"}
    editing.delegate(bureau.workspace, "education", [bureau.key("e1")], 1, bureau.now)
    with pytest.raises(InputError) as caught:
        editing.delegate(bureau.workspace, "Education", [bureau.key("e2")], 1, bureau.now)
    assert codes(caught.value) == {"E321"}
    bureau.publish()
    bureau.signers["targets"] = bureau.signers["packs"]
    source = forge(bureau, "targets", put(bureau, "packs/City-1.0.0.jspack", "City", "1.0.0", pack("City")))
    with pytest.raises(InputError) as caught:
        department.fetch(source, "city")
    assert codes(caught.value) == {"E326"}


@pytest.mark.parametrize(
    "name", ["packs\\..\\x.jspack", "packs/com¹.jspack", "packs/CONIN$", "packs/x.jspack ", "packs/CLOCK$.jspack"]
)
def test_names_of_targets(name: str, bureau: Bureau, tmp_path: Path) -> None:
    """With keys, and by hand: neither published by us nor copied to a stick, on whichever system."""

    def change(targets: Targets) -> None:
        targets.targets[name] = TargetFile.from_data(name, b"x")

    targets = bureau.workspace.draft("targets", bureau.now)
    change(targets.signed)
    bureau.workspace.stage("targets", targets)
    with pytest.raises(InputError) as caught:
        bureau.publish()
    assert codes(caught.value) == {"E326"}
    bureau.signers["targets"] = bureau.signers["packs"]
    source = forge(bureau, "targets", change)
    with pytest.raises(InputError) as caught:
        publishing.mirror(str(source), str(tmp_path / "stick"), now_utc())
    assert codes(caught.value) == {"E326"} and not list((tmp_path / "stick").rglob("*x*"))


def test_python_can_require_a_lock(department: Department) -> None:
    department.fetch(department.bureau.repo)
    Verifier(packs="city", lock=department.lock, require_lock=True)
    with pytest.raises(InputError) as caught:
        Verifier(packs="final-accounts", require_lock=True)
    assert codes(caught.value) == {"E337"}
    with pytest.raises(ValueError, match="require_lock"):
        Verifier(lock=False, require_lock=True)
