"""A repository over time: roots that follow each other, keys that are exchanged, departments, overlays and their bases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from support.bureau import Bureau, Department, codes, pack
from support.web_server import serving
from tuf.api.metadata import Metadata, Root

from jsrules.base.diagnostic import InputError
from jsrules.packs.choice import Installed
from jsrules.packs.repository import editing, publishing
from jsrules.packs.repository.doctor import examine
from jsrules.packs.repository.fetching import fetch
from jsrules.packs.repository.knowing import Anchor
from jsrules.packs.repository.origins import repository_fingerprint
from jsrules.packs.repository.roles import now_utc, root_fingerprint
from jsrules.packs.repository.source import SourceFetcher


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Bureau(tmp_path / "bureau")
    made.release("rules", "1.0.0")
    return made


@pytest.fixture
def department(bureau: Bureau, tmp_path: Path) -> Department:
    return Department(tmp_path / "department", bureau)


def test_the_root_chain_is_followed(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    """Two new roots with other root and everyday keys; a department that knows the first one follows them."""
    first = bureau.root_file()
    department.fetch(bureau.repo)
    others = [bureau.key("root3"), bureau.key("root4")]
    editing.replace_root_keys(bureau.workspace, "root", others, 2, bureau.now)
    bureau.publish()
    fresh = bureau.key("fresh")
    for role in ("timestamp", "snapshot"):
        editing.replace_root_keys(bureau.workspace, role, [fresh], 1, bureau.now)
    bureau.sign("root3", "root4")
    publishing.publish(bureau.workspace, [bureau.signers["everyday"], bureau.signers["fresh"]], bureau.now)
    found = fetch(str(bureau.repo), [], str(department.lock), Anchor(), now_utc())
    assert found.after["rules"].metadata["root"] == 3
    newcomer = Department(tmp_path / "newcomer", bureau)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(tmp_path / "other"))
        assert fetch(str(bureau.repo), [], str(newcomer.lock), Anchor(first), now_utc()).first_time
    with pytest.raises(InputError) as caught:  # the old everyday key signs nothing any more
        bureau.publish()
    assert codes(caught.value) == {"E322"}


def test_the_fingerprint_stays(bureau: Bureau, tmp_path: Path) -> None:
    """Who starts from a later root file sees what the publisher announced at the beginning; a root that does not follow
    from the first one of a source has only its own.
    """
    announced = bureau.workspace.fingerprint()
    editing.replace_root_keys(bureau.workspace, "root", [bureau.key("root3"), bureau.key("root4")], 2, bureau.now)
    bureau.publish()
    assert bureau.workspace.fingerprint() == announced
    newcomer = Department(tmp_path / "newcomer", bureau)
    assert newcomer.fetch(bureau.repo).anchor == announced
    other = Bureau(tmp_path / "other")
    fetcher = SourceFetcher(str(other.repo), {"metadata/1.root.json": other.workspace.root().to_bytes()})
    later = Metadata[Root].from_bytes(bureau.root_file())
    assert repository_fingerprint(fetcher, later) == root_fingerprint(later) != announced


def test_the_old_root_keys_must_agree(bureau: Bureau) -> None:
    editing.replace_root_keys(bureau.workspace, "root", [bureau.key("thief")], 1, bureau.now)
    bureau.sign("thief")
    assert bureau.workspace.signatures("root") == [(0, 2), (1, 1)]
    with pytest.raises(InputError) as caught:
        bureau.publish(sign=False)
    assert codes(caught.value) == {"E322"}


def test_a_department_gets_other_keys(bureau: Bureau, department: Department) -> None:
    editing.delegate(bureau.workspace, "education", [bureau.key("education")], 1, bureau.now, ["edu", "edu-*"])
    bureau.publish()
    bureau.add(pack("edu"), "education")
    bureau.publish()
    before = department.fetch(bureau.repo, "edu").after["edu"]
    editing.delegate(bureau.workspace, "education", [bureau.key("new1"), bureau.key("new2")], 2, bureau.now)
    bureau.sign("packs", "education")
    with pytest.raises(InputError):
        bureau.publish(sign=False)
    bureau.publish()
    after = department.fetch(bureau.repo).after["edu"]
    assert (before.sha256, after.signer.count(",")) == (after.sha256, 1)
    for name in ("root", "targets", "snapshot", "timestamp", "教育", "a/b", ""):
        with pytest.raises(InputError):
            editing.delegate(bureau.workspace, name, [bureau.key(f"k{len(bureau.signers)}")], 1, bureau.now)


def test_what_a_repository_refuses(bureau: Bureau, tmp_path: Path) -> None:
    for version, code, words in (("1.0.0", "E313", "不比它新"), ("0.9.0", "E313", "不比它新")):
        with pytest.raises(InputError) as caught:
            bureau.add(pack("rules", version))
        assert codes(caught.value) == {code} and words in str(caught.value)
    with pytest.raises(InputError) as caught:
        bureau.add(pack("rules", "1.0.1", "规则 一：a = c\n"))
    assert codes(caught.value) == {"E313"} and "至少 2.0.0" in str(caught.value)
    bureau.withdraw("rules", "1.0.0")
    with pytest.raises(InputError) as caught:
        bureau.add(pack("rules", "1.0.0"))
    assert "已经发布过" in str(caught.value), "a withdrawn version is not used again"
    for action in (
        lambda: bureau.add(pack("x"), "nobody"),
        lambda: editing.withdraw(bureau.workspace, "x", "1.0.0", "", bureau.now),
        lambda: Bureau(bureau.folder),
        lambda: Bureau(tmp_path / "b", threshold=3),
        lambda: publishing.mirror(str(bureau.repo), str(Bureau(tmp_path / "c").repo), now_utc()),
    ):
        with pytest.raises(InputError):
            action()


def test_histories_only_grow(bureau: Bureau) -> None:
    """A name that was put off stays known, whatever a later history says."""
    entry = "{版本: 1.0.0, 日期: 2026-01-01, 状态: 启用, 级别: 错误, 公式: a = b, 理由: 首次}"
    off = "{版本: 1.0.1, 日期: 2026-02-01, 状态: 停用, 级别: 错误, 公式: a = b, 理由: 重复}"
    full = {"history.yaml": f"一: [{entry}]\n旧: [{entry}, {off}]\n".encode()}
    bureau.add(pack("kept", "1.0.1", files=full))
    bureau.publish()
    for text in (f"一: [{entry}]\n", f"一: [{entry}]\n旧: [{entry}]\n", f"一: [{entry}]\n旧: [{off}, {entry}]\n", None):
        with pytest.raises(InputError) as caught:
            bureau.add(pack("kept", "1.0.2", files={"history.yaml": text.encode()} if text else {}))
        assert codes(caught.value) == {"E314"} and "旧" in str(caught.value)
    bureau.add(pack("kept", "1.0.2", files=full))


def test_mirrors_go_one_way(bureau: Bureau, tmp_path: Path) -> None:
    old = bureau.stick("old")
    bureau.release("rules", "1.0.1")
    new = bureau.stick("new")
    with pytest.raises(InputError) as caught:
        publishing.mirror(str(old), str(new), now_utc())
    assert codes(caught.value) == {"E324"}
    assert publishing.mirror(str(bureau.repo), str(old), now_utc()) > 0
    assert publishing.mirror(str(old), str(tmp_path / "copy"), now_utc()) > 0, "a mirror can be mirrored"
    other = Bureau(tmp_path / "other")
    other.release()
    with pytest.raises(InputError) as caught:
        publishing.mirror(str(other.repo), str(old), now_utc())
    assert "另一个规则库" in str(caught.value)


def test_an_overlay_brings_its_base(bureau: Bureau, department: Department) -> None:
    editing.delegate(bureau.workspace, "education", [bureau.key("education")], 1, bureau.now, ["edu", "edu-*"])
    bureau.add(pack("edu", more="依赖: rules >=1.0 <2\n", rules="规则 二：a > 0\n"), "education")
    bureau.publish()
    fetched = department.fetch(bureau.repo, "edu")
    assert sorted(fetched.after) == ["edu", "rules"]
    chain = Installed(str(department.lock)).find("edu").chain
    assert [(each.pack.manifest.identifier, each.origin) for each in chain] == [("rules", "locked"), ("edu", "locked")]
    # The base goes to a version that the overlay does not take: nothing is changed, and it is said why.
    bureau.release("rules", "2.0.0", rules="规则 一：a = c\n")
    lock = department.lock.read_bytes()
    with pytest.raises(InputError) as caught:
        department.fetch(bureau.repo, update=True)
    assert codes(caught.value) == {"E316"} and "它会成为 2.0.0" in str(caught.value)
    assert department.lock.read_bytes() == lock
    bureau.add(pack("edu", "2.0.0", more="依赖: rules >=2.0 <3\n", rules="规则 二：a > 0\n"), "education")
    bureau.publish()
    assert {each.version for each in department.fetch(bureau.repo, update=True).after.values()} == {"2.0.0"}


def test_which_pack_is_meant(bureau: Bureau, department: Department) -> None:
    bureau.add(pack("other"))
    bureau.publish()
    with pytest.raises(InputError) as caught:
        department.fetch(bureau.repo)
    assert "说明取哪一个" in str(caught.value)
    with pytest.raises(InputError) as caught:
        department.fetch(bureau.repo, "rulse")
    assert "rules" in caught.value.diagnostics[0].remedy
    department.fetch(bureau.repo, "other")
    assert sorted(department.fetch(bureau.repo, "rules").after) == ["other", "rules"]
    bureau.release("rules", "1.0.1")
    assert department.fetch(bureau.repo).after["rules"].version == "1.0.0"
    assert department.fetch(bureau.repo, "rules", update=True).after["rules"].version == "1.0.1"
    assert department.fetch(bureau.repo, "rules@1.0.0", update=True).after["rules"].version == "1.0.0", "on purpose"


def test_examined(bureau: Bureau) -> None:
    health = examine(str(bureau.repo), now_utc())
    assert health.is_sound and not health.waiting
    assert [(each.role, each.version, each.threshold) for each in health.roles] == [
        ("root", 1, 2),
        ("timestamp", 1, 1),
        ("snapshot", 1, 1),
        ("targets", 1, 1),
    ]
    bureau.add(pack("rules", "1.0.1"))
    health = examine(str(bureau.repo), now_utc())
    assert [(each.role, each.signatures) for each in health.waiting] == [("targets", ((0, 1),))]
    assert not examine(str(bureau.repo), now_utc() + timedelta(days=50)).is_sound
    assert Bureau(bureau.folder.parent / "new").workspace.staged_roles() == ["root", "targets"]


# ---- https, on this machine


@pytest.fixture
def served(bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The repository on a web server of this machine, whose certificate this process trusts."""
    with serving(bureau.repo, tmp_path, monkeypatch, SimpleHTTPRequestHandler) as address:
        yield address


def test_from_the_web(served: str, bureau: Bureau, department: Department) -> None:
    assert department.fetch(served).after["rules"].version == "1.0.0"
    bureau.release("rules", "1.0.1")
    assert department.fetch(f"{served}/", update=True).after["rules"].version == "1.0.1"
    (bureau.repo / "metadata" / "timestamp.json").write_bytes(b" " * 100_000)
    with pytest.raises(InputError) as caught:
        department.fetch(served)
    assert codes(caught.value) == {"E327"} and "比签名里写的长" in str(caught.value)
    (bureau.repo / "metadata" / "timestamp.json").unlink()
    with pytest.raises(InputError) as caught:
        department.fetch(served)
    assert codes(caught.value) == {"E327"} and "timestamp.json" in str(caught.value)


def test_a_server_that_nobody_vouches_for(served: str, department: Department, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(InputError) as caught:
        department.fetch(served)
    assert codes(caught.value) == {"E327"}
    with pytest.raises(InputError) as caught:
        department.fetch("https://127.0.0.1:1/nothing")
    assert codes(caught.value) == {"E327"}
