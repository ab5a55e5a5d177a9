"""Attacks on the way of a pack from a bureau to a department: each is refused, says what is wrong, and changes nothing."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from support.bureau import Bureau, Department, codes, pack
from support.forging import forge, put
from support.posix import POSIX
from tuf.api.metadata import Metadata, Targets

from jsrules.base.diagnostic import InputError
from jsrules.packs.choice import Installed
from jsrules.packs.repository import editing, publishing
from jsrules.packs.repository.fetching import fetch
from jsrules.packs.repository.knowing import Anchor
from jsrules.packs.repository.roles import now_utc, role_words, root_fingerprint
from jsrules.packs.store import archive_path


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Bureau(tmp_path / "bureau")
    made.release("rules", "1.0.0")
    return made


def unrehearsed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a publisher of the past publish: his rehearsal would look at today's clock."""
    monkeypatch.setattr(publishing, "rehearse", lambda *_: None)


@pytest.fixture
def department(bureau: Bureau, tmp_path: Path) -> Department:
    return Department(tmp_path / "department", bureau)


@pytest.fixture(autouse=True)
def _nothing_is_left_over(tmp_path: Path) -> Iterator[None]:
    yield
    assert not list(tmp_path.rglob("*.part"))


def state(tmp_path: Path) -> dict[str, bytes]:
    """All that a department has: its lock and its data."""
    found = {}
    for top in ("data", "department"):
        for path in sorted((tmp_path / top).rglob("*")):
            if path.is_file():
                found[str(path.relative_to(tmp_path))] = path.read_bytes()
    return found


def refused(tmp_path: Path, code: str, words: str, action: Callable[[], object]) -> None:
    """The action fails with this code and these words, and nothing on the department's disk has changed."""
    before = state(tmp_path)
    with pytest.raises(InputError) as caught:
        action()
    assert codes(caught.value) == {code}, caught.value
    (found,) = caught.value.diagnostics[:1]
    assert words in found.message + "".join(found.notes)
    assert found.remedy
    assert state(tmp_path) == before


def test_nothing_is_wrong(bureau: Bureau, department: Department) -> None:
    fetched = department.fetch(bureau.stick("stick"))
    assert fetched.after["rules"].version == "1.0.0"
    assert Installed(str(department.lock)).find("rules").chain[-1].origin == "locked"


def test_an_older_stick_after_a_newer_one(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    old = bureau.stick("old")
    bureau.release("rules", "1.0.1")
    department.fetch(bureau.stick("new"))
    refused(tmp_path, "E324", "比本机已经见过的旧", lambda: department.fetch(old))
    refused(tmp_path, "E324", "比本机已经见过的旧", lambda: department.fetch(old, "rules@1.0.0"))


def test_an_older_stick_with_the_newer_timestamp_alone(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    department.fetch(bureau.stick("first"))
    mixed = bureau.stick("mixed")
    bureau.release("rules", "1.0.1")
    shutil.copy(bureau.repo / "metadata" / "timestamp.json", mixed / "metadata" / "timestamp.json")
    refused(tmp_path, "E327", "2.snapshot.json", lambda: department.fetch(mixed))


def test_a_mixture_of_two_publications(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    stick = bureau.stick("stick")
    bureau.release("rules", "1.0.1")
    metadata = stick / "metadata"
    shutil.copy(bureau.repo / "metadata" / "2.snapshot.json", metadata / "1.snapshot.json")
    refused(tmp_path, "E325", "被改动、损坏，或混入了另一次发布的文件", lambda: department.fetch(stick))
    stick = bureau.stick("second")
    shutil.copy(stick / "metadata" / "2.targets.json", stick / "metadata" / "3.targets.json")
    shutil.copy(stick / "metadata" / "1.targets.json", stick / "metadata" / "2.targets.json")
    refused(tmp_path, "E325", "规则包目录", lambda: department.fetch(stick))


def test_an_expired_stick(
    bureau: Bureau, department: Department, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unrehearsed(monkeypatch)
    bureau.now = now_utc() - timedelta(days=20)
    bureau.publish(days=15)
    refused(tmp_path, "E323", "时间戳（证明是最新）已经过期", lambda: department.fetch(bureau.stick("frozen")))


@pytest.mark.parametrize(("role", "days"), [("root", 1095), ("targets", 365)])
def test_whatever_has_expired(role: str, days: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Bureau(tmp_path / "bureau", now=now_utc() - timedelta(days=days + 1))
    made.add(pack())
    with monkeypatch.context() as patch:
        unrehearsed(patch)
        made.publish()
    made.now = now_utc() - timedelta(minutes=1)
    with pytest.raises(InputError) as caught:  # the publisher is told before any department is
        made.publish()
    assert codes(caught.value) == {"E323"}
    assert role_words(role) in str(caught.value)


@pytest.mark.parametrize("name", ["timestamp.json", "1.snapshot.json", "1.targets.json", "1.root.json"])
@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_a_flipped_byte_in_metadata(
    name: str, place: float, bureau: Bureau, department: Department, tmp_path: Path
) -> None:
    stick = bureau.stick("stick")
    path = stick / "metadata" / name
    data = bytearray(path.read_bytes())
    data[int(len(data) * place)] ^= 1
    path.write_bytes(bytes(data))
    if name == "1.root.json":  # the root that is trusted came with the installation; this one is not looked at
        department.fetch(stick)
        return
    before = state(tmp_path)
    with pytest.raises(InputError) as caught:
        department.fetch(stick)
    assert codes(caught.value) <= {"E322", "E325", "E327"}
    assert state(tmp_path) == before


def test_a_flipped_byte_in_the_pack(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    stick = bureau.stick("stick")
    (path,) = (stick / "targets").rglob("*.jspack")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    refused(tmp_path, "E325", "rules-1.0.0.jspack", lambda: department.fetch(stick))
    path.write_bytes(bytes(data[:-10]))
    refused(tmp_path, "E325", "与签过名的目录不符", lambda: department.fetch(stick))


def test_a_wrong_key(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    stick = bureau.stick("stick")
    bureau.key("thief")
    path = stick / "metadata" / "timestamp.json"
    document = Metadata.from_bytes(path.read_bytes())
    document.sign(bureau.signers["thief"])
    path.write_bytes(document.to_bytes())
    refused(tmp_path, "E322", "要有 1 把指定钥匙的签名，实有 0 个有效", lambda: department.fetch(stick))


def test_another_repository_under_the_same_name(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    """Somebody founds a repository that says it is the bureau's: same title, same identity, other keys."""
    department.fetch(bureau.stick("stick"))
    thief = Bureau(tmp_path / "thief")
    root = thief.workspace.root()
    identity = bureau.workspace.root().signed.unrecognized_fields["x-jsrules"]["repository"]
    root.signed.unrecognized_fields["x-jsrules"]["repository"] = identity
    root.signatures.clear()
    thief.workspace.stage("root", root)
    thief.release("rules", "9.0.0")
    refused(tmp_path, "E322", "时间戳", lambda: fetch(str(thief.repo), [], str(department.lock), Anchor(), now_utc()))


def test_an_unknown_repository_shows_its_fingerprint(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    def action(anchor: Anchor) -> Callable[[], object]:
        return lambda: fetch(str(bureau.repo), [], str(department.lock), anchor, now_utc())

    root = bureau.workspace.published_root()
    assert root is not None
    print_ = root_fingerprint(root)
    groups = " ".join(print_[:40].upper()[at : at + 4] for at in range(0, 40, 4))
    refused(tmp_path, "E328", groups, action(Anchor()))
    refused(tmp_path, "E328", "指纹不对", action(Anchor(fingerprint="0000" + groups[4:])))
    refused(tmp_path, "E328", "指纹不对", action(Anchor(fingerprint=groups[:19])))
    action(Anchor(fingerprint=groups.lower()))()


def test_a_repository_that_claims_a_locked_id(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    department.fetch(bureau.stick("stick"))
    other = Bureau(tmp_path / "other", title="另一个局")
    other.release("rules", "2.0.0")
    anchor = Anchor(other.root_file())
    refused(
        tmp_path,
        "E326",
        "从另一个规则库锁定",
        lambda: fetch(str(other.repo), ["rules"], str(department.lock), anchor, now_utc()),
    )


def test_too_few_signatures(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    """A new root with one of the two root keys is neither published by us nor accepted from others."""
    stick = bureau.stick("stick")
    workspace = bureau.workspace
    editing.replace_root_keys(workspace, "root", [], 1, bureau.now)
    bureau.sign("root1")
    with pytest.raises(InputError) as caught:
        bureau.publish(sign=False)
    assert codes(caught.value) == {"E322"} and "要 2 个签名，现有 1 个" in str(caught.value)
    shutil.copy(bureau.repo / "staged" / "root.json", stick / "metadata" / "2.root.json")
    refused(tmp_path, "E322", "要有 2 把指定钥匙的签名，实有 1 个有效", lambda: department.fetch(stick))


@pytest.fixture
def education(bureau: Bureau) -> Bureau:
    editing.delegate(bureau.workspace, "education", [bureau.key("education")], 1, bureau.now, ["*"])
    bureau.publish()
    return bureau


def test_a_department_signs_in_its_own_path(education: Bureau, department: Department) -> None:
    education.add(pack("edu"), "education")
    education.publish()
    fetched = department.fetch(education.repo, "edu")
    assert fetched.after["edu"].signer.startswith("education (")


def test_a_target_outside_the_delegated_path(education: Bureau, department: Department, tmp_path: Path) -> None:
    change = put(education, "packs/edu-1.0.0.jspack", "edu", "1.0.0", pack("edu"))
    source = forge(education, "education", change)
    refused(tmp_path, "E326", "不归它管的 packs/edu-1.0.0.jspack", lambda: department.fetch(source, "edu"))


def test_a_department_that_claims_the_bureaus_id(education: Bureau, department: Department, tmp_path: Path) -> None:
    data = pack("rules", "9.0.0")
    with pytest.raises(InputError) as caught:
        education.add(data, "education")
    assert codes(caught.value) == {"E326"} and "代号“rules”属于规则包目录" in str(caught.value)
    source = forge(
        education, "education", put(education, "departments/education/rules-9.0.0.jspack", "rules", "9.0.0", data)
    )
    refused(tmp_path, "E326", "部门“education”的目录也冒用了它", lambda: department.fetch(source, "rules"))


def test_a_pack_that_calls_itself_otherwise(education: Bureau, department: Department, tmp_path: Path) -> None:
    change = put(education, "departments/education/edu-1.0.0.jspack", "edu", "1.0.0", pack("rules", "9.0.0"))
    source = forge(education, "education", change)
    refused(tmp_path, "E326", "包里自称 rules 9.0.0", lambda: department.fetch(source, "edu"))


def test_a_locked_pack_that_changes_hands(education: Bureau, department: Department, tmp_path: Path) -> None:
    education.add(pack("edu"), "education")
    education.publish()
    department.fetch(education.repo, "edu")

    def empty(targets: Targets) -> None:
        targets.targets.clear()

    education.signers["targets"] = education.signers["packs"]
    forge(education, "education", empty)
    source = forge(education, "targets", put(education, "packs/edu-2.0.0.jspack", "edu", "2.0.0", pack("edu", "2.0.0")))
    refused(
        tmp_path, "E326", "锁定的“edu”归部门“education”的目录", lambda: department.fetch(source, "edu", update=True)
    )


def test_a_signed_archive_that_is_evil(education: Bureau, department: Department, tmp_path: Path) -> None:
    """Signatures do not make an archive good."""
    change = put(education, "departments/education/edu-1.0.0.jspack", "edu", "1.0.0", pack("edu") + b"more")
    source = forge(education, "education", change)
    refused(tmp_path, "E310", "不是 jsrules pack build 写出的样子", lambda: department.fetch(source, "edu"))


@pytest.mark.parametrize("name", ["timestamp.json", "1.snapshot.json", "1.targets.json"])
def test_endless_metadata(name: str, bureau: Bureau, department: Department, tmp_path: Path) -> None:
    stick = bureau.stick("stick")
    with (stick / "metadata" / name).open("r+b") as file:
        file.truncate(1 << 40)  # sparse: a terabyte that takes no room
    refused(tmp_path, "E327", "比签名里写的长", lambda: department.fetch(stick))


@POSIX
def test_endless_packs_and_pipes(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    stick = bureau.stick("stick")
    (path,) = (stick / "targets").rglob("*.jspack")
    with path.open("r+b") as file:
        file.truncate(1 << 40)
    refused(tmp_path, "E327", "比签名里写的长", lambda: department.fetch(stick))
    path.unlink()
    os.mkfifo(path)
    refused(tmp_path, "E327", "不是普通文件", lambda: department.fetch(stick))
    path.unlink()
    refused(tmp_path, "E327", "来源里没有", lambda: department.fetch(stick))


@pytest.mark.parametrize("source", ["http://example.invalid/rules", "ftp://example.invalid/", "/nowhere", "data://x"])
def test_places_that_are_no_source(source: str, department: Department, tmp_path: Path) -> None:
    refused(tmp_path, "E327", "", lambda: department.fetch(source))


def test_a_withdrawn_pack(bureau: Bureau, department: Department) -> None:
    department.fetch(bureau.stick("first"))
    bureau.add(pack("rules", "1.0.1"))
    bureau.withdraw("rules", "1.0.0")
    lock = department.lock.read_bytes()
    with pytest.raises(InputError) as caught:
        department.fetch(bureau.stick("second"))
    assert codes(caught.value) == {"E329"} and "公式有误" in str(caught.value)
    assert department.lock.read_bytes() == lock
    # It is known from now on, and verifying names it.
    member = Installed(str(department.lock)).find("rules").chain[-1]
    assert member.withdrawn is not None and member.withdrawn.reason == "公式有误"
    department.fetch(bureau.stick("third"), update=True)
    assert Installed(str(department.lock)).find("rules").chain[-1].withdrawn is None
    with pytest.raises(InputError) as caught:
        department.fetch(bureau.repo, "rules@1.0.0")
    assert codes(caught.value) == {"E329"}


def test_nothing_newer_than_what_was_withdrawn(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    bureau.release("rules", "1.0.1")
    department.fetch(bureau.stick("first"))
    bureau.withdraw("rules", "1.0.1")
    refused(tmp_path, "E324", "比锁定的 1.0.1 旧", lambda: department.fetch(bureau.repo, update=True))


def test_a_clock_that_is_behind(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    bureau.now = now_utc() + timedelta(days=2)
    bureau.publish()
    refused(tmp_path, "E334", "本机时钟是", lambda: department.fetch(bureau.stick("stick")))


def test_a_lock_edited_by_hand(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    bureau.release("rules", "1.0.1")
    department.fetch(bureau.repo)
    text = department.lock.read_text("utf-8")
    for old, new, words in (
        ('"version": "1.0.1"', '"version": "1.0.0"', "version：取来时是 1.0.1，现在写着 1.0.0"),
        ('"fresh": "20', '"fresh": "30', "fresh"),
        ('"timestamp": 2', '"timestamp": 7', "metadata"),
        ("targets (", "education (", "signer"),
    ):
        assert old in text
        department.lock.write_text(text.replace(old, new), "utf-8")
        refused(tmp_path, "E331", words, lambda: Installed(str(department.lock)).all())
        refused(tmp_path, "E331", words, lambda: department.fetch(bureau.repo))
    for broken in (
        text[:-20],
        "{}",
        "[]",
        text.replace('"id"', '"name"'),
        "\x00",
        '{"schema": "jsrules/lock/1", "packs": 3}',
    ):
        department.lock.write_text(broken, "utf-8")
        refused(tmp_path, "E330", "锁文件不是 jsrules 写的样子", lambda: Installed(str(department.lock)).all())


def test_a_hash_put_into_the_lock(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    department.fetch(bureau.repo)
    evil = pack("rules", "1.0.0", "规则 一：a >= 0\n")
    from jsrules.packs.store import keep_archive

    keep_archive(evil)
    content = json.loads(department.lock.read_text("utf-8"))
    import hashlib

    content["packs"][0]["sha256"] = hashlib.sha256(evil).hexdigest()
    department.lock.write_text(json.dumps(content), "utf-8")
    refused(tmp_path, "E331", "sha256", lambda: Installed(str(department.lock)).all())


def test_a_poisoned_store(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    entry = department.fetch(bureau.repo).after["rules"]
    path = Path(archive_path(entry.sha256))
    path.write_bytes(pack("rules", "1.0.0", "规则 一：a >= 0\n"))
    refused(tmp_path, "E332", "被改动过", lambda: Installed(str(department.lock)).all())
    department.fetch(bureau.repo)  # mends it
    assert Installed(str(department.lock)).all()
    path.unlink()
    refused(tmp_path, "E332", "不在本机", lambda: Installed(str(department.lock)).all())


def test_a_lock_from_another_machine(
    bureau: Bureau, department: Department, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bureau.release("rules", "1.0.1")
    department.fetch(bureau.repo)
    bureau.release("rules", "1.0.2")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    refused(tmp_path, "E332", "没有从锁定", lambda: Installed(str(department.lock)).all())
    assert department.fetch(bureau.repo).after["rules"].version == "1.0.1", "the locked version, not the newest"
    assert Installed(str(department.lock)).all()


def test_a_record_that_cannot_be_read(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    department.fetch(bureau.repo)
    (record,) = (tmp_path / "data").rglob("trust/*.json")
    record.write_text("{}", "utf-8")
    refused(tmp_path, "E332", "读不出来", lambda: Installed(str(department.lock)).all())
