"""The log of publications: who holds every key of a publisher cannot show two departments different things unseen."""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.bureau import Bureau, Department, codes, pack
from support.forging import forge, put, set_log
from tuf.api.metadata import Snapshot, Targets

from jsrules.base.diagnostic import InputError
from jsrules.base.record import replace
from jsrules.cli import main
from jsrules.packs.choice import Installed
from jsrules.packs.lock import read_lock
from jsrules.packs.publication_log import (
    InclusionProof,
    Publication,
    log_text,
    proof_in,
    proof_of_object,
    publications_of,
    root_of,
)
from jsrules.packs.repository import editing, publishing
from jsrules.packs.repository.doctor import examine
from jsrules.packs.repository.public_log import log_of, name_of, published_log
from jsrules.packs.repository.roles import OWN_FIELD, now_utc
from jsrules.packs.repository.witnessing import name_of as witnesses_of

LAX = "规则 一：a = b\n# Something else.\n"
"""What a thief publishes under the number of the honest version."""


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    made = Bureau(tmp_path / "bureau")
    made.release("rules", "1.0.0")
    made.signers["targets"] = made.signers["packs"]
    return made


@pytest.fixture
def department(bureau: Bureau, tmp_path: Path) -> Department:
    return Department(tmp_path / "department", bureau)


def publications(count: int) -> list[Publication]:
    return [Publication("targets", "rules", f"1.0.{n}", f"{n:064x}", "2026-12-01T00:00:00Z") for n in range(count)]


def refused(code: str, words: str, action: Callable[[], object]) -> InputError:
    with pytest.raises(InputError) as caught:
        action()
    (found,) = caught.value.diagnostics[:1]
    assert codes(caught.value) == {code}, caught.value
    assert words in found.message + "".join(found.notes) and found.remedy
    return caught.value


def elsewhere(bureau: Bureau, name: str = "thief") -> Bureau:
    """Somebody who has stolen every key, and works on a copy of the repository."""
    thief = copy.copy(bureau)
    thief.repo = bureau.folder / name
    shutil.copytree(bureau.repo, thief.repo)
    return thief


# The tree. --------------------------------------------------------------------------------------------------------


def independent_root(leaves: list[bytes]) -> bytes:
    """By levels, from the bottom: a node without a right neighbour goes up as it is."""
    level = leaves or [hashlib.sha256(b"").digest()]
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [hashlib.sha256(b"\1" + b"".join(pair)).digest() if len(pair) == 2 else pair[0] for pair in pairs]
    return level[0]


def test_a_leaf_is_the_hash_of_its_json() -> None:
    odd = Publication('a"\\b', "规则\n", "\x7f", "0" * 64, "2026-12-01T00:00:00Z")
    for each in (*publications(2), odd):
        text = json.dumps(each.as_object(), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        assert each.leaf() == hashlib.sha256(b"\0" + text.encode()).digest()


def test_the_tree_and_its_proofs() -> None:
    assert root_of([]) == hashlib.sha256(b"").hexdigest()
    for size in range(1, 20):
        log = publications(size)
        assert root_of(log) == independent_root([each.leaf() for each in log]).hex()
        for index, each in enumerate(log):
            proof = proof_in(log, index)
            claim = (each.owner, each.identifier, each.version, each.sha256)
            assert proof.holds(*claim)
            assert proof_of_object(json.loads(json.dumps(proof.as_object()))) == proof
            assert not proof.holds(*claim[:3], "f" * 64) and not proof.holds("other", *claim[1:])
            assert not replace(proof, date="2026-12-02T00:00:00Z").holds(*claim)
            assert not replace(proof, path=(*proof.path, "0" * 64)).holds(*claim)
            assert not replace(proof, path=proof.path[:-1]).holds(*claim) or size == 1
            assert not replace(proof, size=size * 2 + 1).holds(*claim)
            if size > 1:
                assert not replace(proof, index=(index + 1) % size).holds(*claim)
    assert publications_of(log_text(publications(3))) == tuple(publications(3))
    assert publications_of(log_text([])) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {},
        {"index": 0},
        {"index": True, "size": 1, "date": "2026-12-01T00:00:00Z", "root": "0" * 64, "path": []},
        {"index": 1, "size": 1, "date": "2026-12-01T00:00:00Z", "root": "0" * 64, "path": []},
        {"index": 0, "size": 1, "date": "today", "root": "0" * 64, "path": []},
        {"index": 0, "size": 1, "date": "2026-12-01T00:00:00Z", "root": "0", "path": []},
        {"index": 0, "size": 1, "date": "2026-12-01T00:00:00Z", "root": "0" * 64, "path": [3]},
    ],
)
def test_what_is_no_proof(wrong: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        proof_of_object(wrong)


# Honest people. -----------------------------------------------------------------------------------------------------


def test_the_log_grows_and_the_lock_proves(
    bureau: Bureau, department: Department, capsys: pytest.CaptureFixture[str]
) -> None:
    first = department.fetch(bureau.repo).after["rules"].log
    assert first is not None and (first.index, first.size) == (0, 1)
    bureau.release("other", "1.0.0")
    bureau.publish()
    log = published_log(bureau.workspace)
    assert log is not None and [each.identifier for each in log.publications] == ["rules", "other"]
    entry = department.fetch(bureau.repo).after["rules"]
    assert entry.log is not None and entry.log.size == 2 and entry.log.root == log.root
    assert entry.log.holds("targets", "rules", "1.0.0", entry.sha256)
    (locked,) = read_lock(str(department.lock)) or ()
    assert locked == entry
    assert Installed(str(department.lock)).find("rules").chain[-1].origin == "locked"
    assert main(["pack", "list", "--lock", str(department.lock)]) == 0
    assert "第 1 条，共 2 条" in capsys.readouterr().out
    assert examine(str(bureau.repo), now_utc()).is_sound


def test_departments_and_withdrawals_are_in_one_log(bureau: Bureau, department: Department) -> None:
    editing.delegate(bureau.workspace, "education", [bureau.key("education")], 1, bureau.now)
    bureau.publish()
    bureau.add(pack("education-rules"), "education")
    bureau.publish()
    bureau.withdraw("rules", "1.0.0")
    log = published_log(bureau.workspace)
    assert log is not None and [each.owner for each in log.publications] == ["targets", "education"], "it only grows"
    entry = department.fetch(bureau.repo, "education-rules").after["education-rules"]
    assert entry.log is not None and entry.log.holds("education", "education-rules", "1.0.0", entry.sha256)


def without_log(bureau: Bureau) -> None:
    """Makes a repository one of before there were logs."""

    def change(snapshot: Snapshot) -> None:
        del snapshot.unrecognized_fields[OWN_FIELD]["log"]

    resigned(bureau, change)


def resigned(bureau: Bureau, change: Callable[[Snapshot], None]) -> None:
    """The holder of the everyday keys signs another snapshot."""
    workspace = bureau.workspace
    snapshot, timestamp = workspace.snapshot(), workspace.timestamp()
    assert snapshot is not None and timestamp is not None
    for document in (snapshot, timestamp):
        document.signed.version += 1
    change(snapshot.signed)
    snapshot.sign(bureau.signers["everyday"])
    data = snapshot.to_bytes()
    (bureau.repo / "metadata" / f"{snapshot.signed.version}.snapshot.json").write_bytes(data)
    timestamp.signed.snapshot_meta.version = snapshot.signed.version
    timestamp.signed.snapshot_meta.length = None
    timestamp.signed.snapshot_meta.hashes = None
    timestamp.sign(bureau.signers["everyday"])
    (bureau.repo / "metadata" / "timestamp.json").write_bytes(timestamp.to_bytes())


def test_a_repository_of_before_there_were_logs(
    bureau: Bureau, department: Department, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is still used, said plainly; the next publication begins a log with what there is."""
    without_log(bureau)
    (bureau.repo / "metadata" / "1.snapshot.json").unlink()  # of before, too
    monkeypatch.chdir(department.folder)
    (department.folder / "root.json").write_bytes(bureau.root_file())
    assert main(["pack", "fetch", str(bureau.repo), "--root", "root.json"]) == 0
    assert "没有发布记录" in capsys.readouterr().out
    assert main(["pack", "log", str(bureau.repo)]) == 0 and "没有发布记录" in capsys.readouterr().out
    assert (read_lock(str(department.lock)) or [])[0].log is None
    assert Installed(str(department.lock)).find("rules").chain[-1].origin == "locked"
    bureau.release("rules", "1.0.1")
    assert main(["pack", "fetch", str(bureau.repo)]) == 0
    assert "发布记录 2 条" in capsys.readouterr().out
    without_log(bureau)
    refused("E339", "有过发布记录，现在没有了", lambda: department.fetch(bureau.repo))
    assert main(["pack", "log", str(bureau.repo)]) == 2 and "E339" in capsys.readouterr().err


def test_an_earlier_program_publishes_without_the_log(bureau: Bureau, department: Department) -> None:
    """Clients refuse that, `pack doctor` says it, and publishing once more brings the same log back."""
    department.fetch(bureau.repo)
    before = published_log(bureau.workspace)
    without_log(bureau)
    assert {each.code for each in examine(str(bureau.repo), now_utc()).problems} == {"E339"}
    refused("E339", "现在没有了", lambda: department.fetch(bureau.repo))
    bureau.publish()
    assert published_log(bureau.workspace) == before
    assert examine(str(bureau.repo), now_utc()).is_sound
    department.fetch(bureau.repo)


# Attacks. -----------------------------------------------------------------------------------------------------------


def test_two_departments_are_shown_different_things(
    bureau: Bureau,
    department: Department,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With every key of the publisher a thief publishes 1.0.1 for one department alone. Each is content with what it
    is shown; whoever compares sees where they part.
    """
    thief = elsewhere(bureau)
    bureau.release("rules", "1.0.1")
    thief.release("rules", "1.0.1", rules=LAX)
    department.fetch(bureau.repo)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "other-data"))
    other = Department(tmp_path / "other", bureau)
    other.fetch(thief.repo)
    # The victim's own machine, when it meets the honest repository again; and the other way round.
    wrong = refused("E339", "从第 2 条起不同", lambda: other.fetch(bureau.repo))
    notes = "".join(wrong.diagnostics[0].notes)
    assert "rules 1.0.1" in notes and "见过的" in notes and "这里的" in notes
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    refused("E339", "从第 2 条起不同", lambda: department.fetch(thief.repo))
    # An auditor who has seen neither, with the repository and the victim's lock file, or two repositories.
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "auditor"))
    capsys.readouterr()
    for against in (str(other.lock), str(thief.repo)):
        assert main(["pack", "log", str(bureau.repo), "--against", against]) == 1
        assert "E339" in capsys.readouterr().err
    for against in (str(department.lock), str(bureau.repo)):
        assert main(["pack", "log", str(bureau.repo), "--against", against]) == 0
        assert "一致" in capsys.readouterr().out
    # A lock file of the victim, taken to another machine that fetches from the honest repository.
    for frozen in (True, False):
        refused("E339", "另一份发布记录", lambda frozen=frozen: other.fetch(bureau.repo, frozen=frozen))
    # What the auditor has written down.
    assert main(["pack", "log", str(thief.repo), "--format", "json"]) == 0
    written = tmp_path / "log.json"
    written.write_text(capsys.readouterr().out, "utf-8")
    assert main(["pack", "log", str(bureau.repo), "--against", str(written)]) == 1
    assert main(["pack", "log", str(bureau.repo), "--against", str(tmp_path / "bureau" / "packs.pub")]) == 2


def test_a_lock_from_a_newer_source(
    bureau: Bureau, department: Department, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a machine that has seen nothing yet: an older stick is told as that, not as a fork."""
    old = bureau.stick("old")
    bureau.release("other", "1.0.0")
    department.fetch(bureau.repo, "rules")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "elsewhere"))
    refused("E324", "那时发布记录有 2 条，这里 1 条", lambda: department.fetch(old))
    assert main(["pack", "log", str(old), "--against", str(department.lock)]) == 2
    assert main(["pack", "log", str(bureau.repo), "--against", str(old)]) == 0
    department.fetch(bureau.stick("new"))


def test_a_history_that_is_rewritten(bureau: Bureau, department: Department) -> None:
    """A new snapshot names a log in which the first publication has another date, hash, or is gone."""
    department.fetch(bureau.repo)
    log = published_log(bureau.workspace)
    assert log is not None
    (first,) = log.publications
    for changed in ([replace(first, date="2020-01-01T00:00:00Z")], [replace(first, owner="other"), first]):
        thief = elsewhere(bureau, f"thief{len(changed)}")
        resigned(thief, lambda snapshot, changed=changed, repo=thief.repo: set_log(repo, snapshot, changed))
        refused("E339", "分叉了", lambda repo=thief.repo: department.fetch(repo))
    thief = elsewhere(bureau, "empty")
    resigned(thief, lambda snapshot: set_log(thief.repo, snapshot, []))
    refused("E339", "不在发布记录里", lambda: department.fetch(thief.repo))


def test_two_states_of_one_version(bureau: Bureau, department: Department) -> None:
    """The log is the same, but a thief holds back a withdrawal: of one timestamp there are two."""
    thief = elsewhere(bureau)
    bureau.release("other", "1.0.0")
    thief.release("other", "1.0.0")
    bureau.withdraw("rules", "1.0.0")
    thief.publish()
    department.fetch(bureau.repo, "other")
    refused("E339", "同一版时间戳有两份", lambda: department.fetch(thief.repo))
    bureau.publish()
    department.fetch(bureau.repo)


def test_two_states_of_which_one_is_padded(bureau: Bureau, department: Department) -> None:
    """A thief who makes his timestamp long, so that it might be taken for none, is found as well."""
    thief = elsewhere(bureau)
    for each in (bureau, thief):
        each.release("other", "1.0.0")
    bureau.publish()
    timestamp = thief.workspace.timestamp()
    assert timestamp is not None
    timestamp.signed.version += 1
    timestamp.signed.unrecognized_fields["x"] = "y" * 12_000
    timestamp.sign(thief.signers["everyday"])
    (thief.repo / "metadata" / "timestamp.json").write_bytes(timestamp.to_bytes())
    department.fetch(bureau.repo, "other")
    refused("E339", "同一版时间戳有两份", lambda: department.fetch(thief.repo))


def test_edited_by_hand(bureau: Bureau, department: Department) -> None:
    """Without keys the log is not what was signed."""
    log = published_log(bureau.workspace)
    assert log is not None
    for number, edit in enumerate(
        (
            lambda text: text.replace("1.0.0", "1.0.1"),
            lambda text: text.replace("targets", "education"),
            lambda _: log_text([]),
            lambda text: text[:-5],
            lambda _: "[" * 50_000,
            lambda _: '{"schema": "jsrules/log/1", "publications": [3]}',
        )
    ):
        stick = bureau.stick(f"stick{number}")
        path = stick / name_of(log.root)
        path.write_text(edit(path.read_text("utf-8")), "utf-8")
        error = refused("E339", "发布记录", lambda stick=stick: department.fetch(stick))
        assert "E339" in str(error)
    stick = bureau.stick("gone")
    (stick / name_of(log.root)).unlink()
    refused("E327", ".log", lambda: department.fetch(stick))
    (bureau.repo / name_of(log.root)).unlink()
    assert {each.code for each in examine(str(bureau.repo), now_utc()).problems} == {"E339"}
    refused("E339", "丢了", bureau.publish)


def test_a_pack_that_is_not_in_the_log(bureau: Bureau, department: Department) -> None:
    """The pack keys alone do not publish unseen: what the snapshot lets in has to be in the log that it names."""
    data = pack("rules", "1.0.1")
    change = put(bureau, "packs/rules-1.0.1.jspack", "rules", "1.0.1", data)
    log = published_log(bureau.workspace)
    assert log is not None

    def catalogue_only(targets: Targets) -> None:
        change(targets)

    forge(bureau, "targets", catalogue_only)
    resigned(bureau, lambda snapshot: set_log(bureau.repo, snapshot, log.publications))
    refused("E339", "“rules”1.0.1 在目录里，却不在发布记录里", lambda: department.fetch(bureau.repo))


def test_one_version_with_two_contents(bureau: Bureau, department: Department) -> None:
    """Who has never fetched sees it, too: the log lists the version twice."""
    data = pack("rules", "1.0.0", rules="规则 一：a >= b\n")
    forge(bureau, "targets", put(bureau, "packs/rules-1.0.0.jspack", "rules", "1.0.0", data))
    refused("E325", "的内容变了，版本号却没有变", lambda: department.fetch(bureau.repo))


def test_a_proof_in_the_lock_that_was_altered(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    """Whoever alters the lock alone has no receipt; whoever alters the receipt as well has no proof."""
    bureau.release("other", "1.0.0")
    department.fetch(bureau.repo, "rules")
    whole = department.lock.read_text("utf-8")
    record = next((tmp_path / "data" / "jsrules" / "trust").glob("*.json"))
    kept = record.read_text("utf-8")
    (proof,) = [each.log for each in read_lock(str(department.lock)) or () if each.log]
    pairs = [
        (proof.root, "0" * 64),
        (proof.path[0], "1" * 64),
        (f'"date": "{proof.date}"', '"date": "2020-01-01T00:00:00Z"'),
    ]
    for old, new in pairs:
        assert old in whole and old in kept
        department.lock.write_text(whole.replace(old, new), "utf-8")
        refused("E331", "不同", lambda: Installed(str(department.lock)).find("rules"))
        record.write_text(kept.replace(old, new), "utf-8")
        refused("E339", "不在发布记录里", lambda: Installed(str(department.lock)).find("rules"))
        record.write_text(kept, "utf-8")
    department.lock.write_text(whole, "utf-8")
    content = json.loads(kept)
    content["files"]["publications.log"] = "["
    record.write_text(json.dumps(content), "utf-8")
    refused("E339", "不在发布记录里", lambda: Installed(str(department.lock)).find("rules"))
    refused("E339", "被改过", lambda: department.fetch(bureau.repo))


def test_what_others_saw_meanwhile(bureau: Bureau, department: Department, tmp_path: Path) -> None:
    """While one fetches from a thief, another process of this user has fetched from the publisher: nothing is written."""
    from jsrules.packs.repository.fetching import fetch
    from jsrules.packs.repository.knowing import Anchor

    thief = elsewhere(bureau)
    thief.release("rules", "1.0.1", rules=LAX)
    bureau.release("rules", "1.0.1")
    other = Department(tmp_path / "other", bureau)

    def agree(_: object) -> bool:
        other.fetch(bureau.repo)
        return True

    anchor = Anchor(bureau.root_file())
    action = lambda: fetch(str(thief.repo), (), str(department.lock), anchor, now_utc(), agree=agree)  # noqa: E731
    refused("E339", "分叉了", action)
    assert not department.lock.exists()


# Copies and witnesses. ----------------------------------------------------------------------------------------------


def test_a_copy_carries_log_and_witnesses(bureau: Bureau, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bureau.key("witness")
    key = str(bureau.folder / "witness.key")
    (tmp_path / "root.json").write_bytes(bureau.root_file())
    assert main(["pack", "witness", str(bureau.repo), "--key", key, "--root", str(tmp_path / "root.json")]) == 0
    stick = tmp_path / "stick"
    publishing.mirror(str(bureau.repo), str(stick), now_utc())
    log = published_log(bureau.workspace)
    assert log is not None
    for name in (name_of(log.root), witnesses_of(log.root)):
        assert (stick / name).read_bytes() == (bureau.repo / name).read_bytes()
    bureau.key("second")
    second = str(bureau.folder / "second.key")
    assert main(["pack", "witness", str(stick), "--key", second]) == 0
    publishing.mirror(str(bureau.repo), str(stick), now_utc())
    capsys.readouterr()
    assert main(["pack", "log", str(stick)]) == 0
    assert capsys.readouterr().out.count("见证：") == 2
    # A copy that was shown something else is not written over.
    thief = elsewhere(bureau)
    thief.release("rules", "1.0.1", rules=LAX)
    bureau.release("rules", "1.0.1")
    publishing.mirror(str(bureau.repo), str(stick), now_utc())
    thief.publish()
    refused("E339", "分叉了", lambda: publishing.mirror(str(thief.repo), str(stick), now_utc()))


def test_a_witness_is_demanded(
    bureau: Bureau,
    department: Department,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    bureau.key("witness")
    bureau.key("liar")
    key, public = (str(bureau.folder / f"witness.{kind}") for kind in ("key", "pub"))
    root = tmp_path / "root.json"
    root.write_bytes(bureau.root_file())
    home, desk = str(tmp_path / "data"), str(tmp_path / "witness")
    monkeypatch.chdir(department.folder)
    fetching = ["pack", "fetch", str(bureau.repo), "--root", str(root)]
    assert main([*fetching, "--witness", public]) == 2 and "见证 witness 没有签" in capsys.readouterr().err
    assert not department.lock.exists()

    def witness(source: Path, *options: str) -> int:
        monkeypatch.setenv("XDG_DATA_HOME", desk)
        code = main(["pack", "witness", str(source), "--root", str(root), *options])
        monkeypatch.setenv("XDG_DATA_HOME", home)
        return code

    sent = tmp_path / "sent.json"
    assert witness(bureau.repo, "--key", key, "-o", str(sent)) == 0
    assert main([*fetching, "--witness", public]) == 2
    assert main(["pack", "witness", str(bureau.repo), "--add", str(sent)]) == 0
    assert main([*fetching, "--witness", public]) == 0
    # It is remembered; what is new needs a new signature, and a thief does not get it.
    thief = elsewhere(bureau)
    bureau.release("rules", "1.0.1")
    thief.release("rules", "1.0.1", rules=LAX)
    assert witness(bureau.repo, "--key", key) == 0
    capsys.readouterr()
    assert witness(thief.repo, "--key", key) == 2 and "分叉了" in capsys.readouterr().err
    assert main(["pack", "fetch", str(thief.repo)]) == 2 and "E340" in capsys.readouterr().err
    # Nor does it help to carry over what was signed of another log, or to sign with another key.
    log = published_log(bureau.workspace)
    forged = published_log(thief.workspace)
    assert log is not None and forged is not None
    shutil.copyfile(bureau.repo / witnesses_of(log.root), thief.repo / witnesses_of(forged.root))
    assert main(["pack", "fetch", str(thief.repo)]) == 2 and "E340" in capsys.readouterr().err
    content = json.loads((thief.repo / witnesses_of(forged.root)).read_text("utf-8"))
    content["witnesses"][0].update(root=forged.root, size=forged.size)
    (thief.repo / witnesses_of(forged.root)).write_text(json.dumps(content), "utf-8")
    assert main(["pack", "fetch", str(thief.repo)]) == 2 and "E340" in capsys.readouterr().err
    assert main(["pack", "witness", str(bureau.repo), "--add", str(sent)]) == 2, "it was signed of an older log"
    assert main(["pack", "update", str(bureau.repo), "--yes"]) == 0
    assert main([*fetching, "--witness", public, "--no-witness"]) == 2
    bureau.release("rules", "1.0.2")
    assert main(["pack", "fetch", str(bureau.repo)]) == 2
    assert main(["pack", "fetch", str(bureau.repo), "--no-witness"]) == 0
    assert main(["pack", "fetch", str(bureau.repo)]) == 0


@pytest.mark.parametrize(
    "text", ["", "[", "{}", '{"schema": "jsrules/witnesses/1", "witnesses": [3, null, {}]}', "[" * 50_000]
)
def test_what_is_no_testimony(text: str, bureau: Bureau, department: Department) -> None:
    """It is as if it were not there."""
    log = published_log(bureau.workspace)
    assert log is not None
    (bureau.repo / witnesses_of(log.root)).write_text(text, "utf-8")
    department.fetch(bureau.repo)
    assert examine(str(bureau.repo), now_utc()).witnesses == []
    sent = bureau.folder / "sent.json"
    sent.write_text(text, "utf-8")
    assert main(["pack", "witness", str(bureau.repo), "--add", str(sent)]) == 2


def test_proofs_are_of_a_size_that_stays_small() -> None:
    log = publications(1000)
    assert len(proof_in(log, 500).path) == 10
    assert isinstance(proof_in(log, 999), InclusionProof)
    assert log_of(log).size == 1000
