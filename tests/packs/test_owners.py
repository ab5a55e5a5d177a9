"""Nobody speaks for another: a department publishes the ids that it was given, and no pack builds on a stranger's."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.bureau import Bureau, Department, codes, pack
from support.forging import forge, put
from support.processes import REPORT, run_jsrules
from tuf.api.metadata import Targets

from jsrules.base.diagnostic import InputError
from jsrules.packs.choice import Installed
from jsrules.packs.repository import editing
from jsrules.packs.repository.fetching import fetch
from jsrules.packs.repository.knowing import Anchor
from jsrules.packs.repository.roles import now_utc, set_own

MANIFEST = "报告: [部门决算]\n年度: 2021\n"
LAX = "表 收入支出决算总表\n规则 宽：收入.总计 >= 0\n"
OVER_SHIPPED = f"{MANIFEST}依赖: final-accounts >=1.0 <2\n下级可以: {{加规则: 是}}\n"


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    """Its own overlay builds on the shipped rules; the department of education has keys for its own packs."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Bureau(tmp_path / "bureau")
    editing.delegate(made.workspace, "education", [made.key("education")], 1, made.now)
    editing.delegate(made.workspace, "health", [made.key("health")], 1, made.now)
    made.add(pack("overlay", rules=LAX, more=OVER_SHIPPED))
    made.publish()
    return made


@pytest.fixture
def department(bureau: Bureau, tmp_path: Path) -> Department:
    return Department(tmp_path / "department", bureau)


def refused(department: Department, source: Path, name: str, words: str) -> None:
    """Fetching is refused with E326, and leaves nothing behind."""
    with pytest.raises(InputError) as caught:
        department.fetch(source, name)
    assert codes(caught.value) == {"E326"} and words in str(caught.value), caught.value
    assert not department.lock.exists()


def forged(bureau: Bureau, identifier: str, department: str = "education", **settings: str) -> Path:
    """A source on which a department's own key has signed a pack of any id."""
    path = f"departments/{department}/{identifier}-1.9.0.jspack"
    return forge(bureau, department, put(bureau, path, identifier, "1.9.0", pack(identifier, "1.9.0", **settings)))


@pytest.mark.parametrize("identifier", ["final-accounts", "Final-Accounts"])
@pytest.mark.parametrize("ids", [(), ("*",), ("final-*",)])
def test_a_department_that_replaces_the_shipped_rules(
    identifier: str, ids: tuple[str, ...], bureau: Bureau, department: Department
) -> None:
    """The attack: who fetches the bureau's overlay would get the department's lax rules below it."""
    editing.delegate(bureau.workspace, "education", [bureau.key("again")], 1, bureau.now, ids)
    bureau.publish()
    bureau.signers["education"] = bureau.signers["again"]
    source = forged(bureau, identifier, rules=LAX, more=MANIFEST)
    refused(department, source, "overlay", f"签了不归它管的 {identifier}")


def test_our_own_commands_do_not_help_with_it(bureau: Bureau) -> None:
    with pytest.raises(InputError) as caught:
        bureau.add(pack("final-accounts", "1.9.0", LAX, MANIFEST), "education")
    assert codes(caught.value) == {"E326"} and "授权给它的是 education、education-*" in str(caught.value)


def test_a_department_publishes_what_it_was_given(bureau: Bureau, department: Department) -> None:
    """By default its own name and what begins with it."""
    refused(department, forged(bureau, "audit"), "overlay", "签了不归它管的 audit")


@pytest.mark.parametrize(("ids", "fits"), [((), False), (("edu",), False), (("edu-*", "school"), True)])
def test_a_delegation_names_ids(ids: tuple[str, ...], fits: bool, bureau: Bureau, department: Department) -> None:
    editing.delegate(bureau.workspace, "education", [bureau.key("first")], 1, bureau.now, ids)
    editing.delegate(bureau.workspace, "education", [bureau.key("second")], 1, bureau.now)  # the ids stay
    bureau.publish()
    if not fits:
        with pytest.raises(InputError):
            bureau.add(pack("edu-rules"), "education")
        return
    for name in ("edu-rules", "school"):
        bureau.add(pack(name), "education")
        bureau.publish()
        assert department.fetch(bureau.repo, name).after[name].signer.startswith("education (")


@pytest.mark.parametrize("identifier", ["", "a b", "**", "*x", "a/b", "教育"])
def test_ids_that_are_none(identifier: str, bureau: Bureau) -> None:
    with pytest.raises(InputError) as caught:
        editing.delegate(bureau.workspace, "education", [bureau.key("third")], 1, bureau.now, [identifier])
    assert codes(caught.value) == {"E321"}


def test_a_base_of_another_department(bureau: Bureau, department: Department) -> None:
    """The department of health builds on something that the department of education offers."""
    bureau.add(pack("education-base", rules=LAX, more=MANIFEST), "education")
    bureau.publish()
    bureau.add(pack("health", rules=LAX.replace("宽", "窄"), more="依赖: education-base >=1.0 <2\n"), "health")
    bureau.publish()
    refused(department, bureau.repo, "health", "“health”依赖的“education-base”由部门“education”的目录签发")
    with pytest.raises(InputError) as caught:
        department.fetch(bureau.repo, "education-base", "health")
    assert codes(caught.value) == {"E326"}


def test_a_base_of_another_repository(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    """What was locked from elsewhere does not stand in for what the overlay's own repository publishes."""
    bureau.release("city", rules=LAX, more=MANIFEST)
    bureau.add(pack("city-more", rules=LAX.replace("宽", "窄"), more="依赖: city >=1.0 <2\n"))
    bureau.publish()
    other = Bureau(tmp_path / "other", title="另一个局")
    other.release("city", rules=LAX, more=MANIFEST)
    fetch(str(other.repo), ["city"], str(department.lock), Anchor(other.root_file()), now_utc())
    lock = department.lock.read_bytes()
    with pytest.raises(InputError) as caught:
        department.fetch(bureau.repo, "city-more")
    assert codes(caught.value) == {"E326"} and "另一个规则库签发" in str(caught.value)
    assert department.lock.read_bytes() == lock


@pytest.mark.parametrize("identifier", ["overlay", "education-x"])
def test_a_withdrawal_of_what_is_somebody_else_s(identifier: str, bureau: Bureau, department: Department) -> None:
    """The hash of the bureau's pack, under its id or under one of the department's own: neither takes it back."""
    entry = department.fetch(bureau.repo, "overlay").after["overlay"]

    def accuse(targets: Targets) -> None:
        reason = {"reason": "x", "date": "2026-01-01T00:00:00Z"}
        set_own(targets, withdrawn=[{"identifier": identifier, "version": "1.0.0", "sha256": entry.sha256, **reason}])

    department.fetch(forge(bureau, "education", accuse), "overlay")
    assert Installed(str(department.lock)).find("overlay").chain[-1].withdrawn is None


def test_the_headline_says_who_signed(bureau: Bureau, department: Department) -> None:
    bureau.add(pack("education", rules=LAX, more=MANIFEST), "education")
    bureau.publish()
    department.fetch(bureau.repo, "overlay")
    done = run_jsrules("verify", REPORT, "--pack", "overlay", cwd=department.folder)
    assert "（锁定，某市财政局签发，" in done.stdout.replace("\n      ", ""), done.stdout
    department.lock.unlink()
    department.fetch(bureau.repo, "education")
    done = run_jsrules("verify", REPORT, "--pack", "education", cwd=department.folder)
    assert "某市财政局授权的 education 签发" in done.stdout.replace("\n      ", ""), done.stdout
