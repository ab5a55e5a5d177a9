"""Several publishers at one repository, and one who only looks: nothing gets mixed, and who has to wait is told for whom."""

from __future__ import annotations

import errno
import json
import os
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support.bureau import Bureau, Department, codes, pack
from support.posix import POSIX

from jsrules.base import holding, writing
from jsrules.base.diagnostic import InputError
from jsrules.cli import main
from jsrules.packs.repository import busy, editing, publishing
from jsrules.packs.repository.busy import BUSY, TAKEN, alone_in, changing
from jsrules.packs.repository.doctor import examine
from jsrules.packs.repository.keys import SSlibKey, generate, read_public
from jsrules.packs.repository.roles import now_utc
from jsrules.packs.repository.workspace import Workspace

ROUNDS = int(os.environ.get("JSRULES_EXAMPLES", "20")) // 10


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr(busy, "PATIENCE", 0)
    made = Bureau(tmp_path / "bureau")
    made.release("rules", "1.0.0")
    return made


def at_the_same_time(works: list[Callable[[], object]], seed: int) -> None:
    """Does several works at the same time, held up by chance at the steps that change a disk."""
    drawn = random.Random(seed)
    start = threading.Barrier(len(works))
    troubles: list[BaseException] = []

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
        except BaseException as error:  # a thread has nobody else to tell
            troubles.append(error)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "checkpoint", lambda _: time.sleep(drawn.random() / 200))
        threads = [threading.Thread(target=run, args=(work,)) for work in works]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
    assert not troubles, troubles


def released(bureau: Bureau, archive: Path) -> list[int]:
    """Adds, signs and publishes a pack by commands, as somebody does who is told to wait (2) at times."""
    keys = [text for name in ("packs", "everyday") for text in ("--key", str(bureau.folder / f"{name}.key"))]
    codes_ = [main(["pack", "add", str(bureau.repo), str(archive)])]
    try:
        with changing(str(bureau.repo)) as workspace:
            for role in workspace.staged_roles():
                workspace.sign(role, [bureau.signers["packs"]])
    except InputError:
        codes_.append(2)
    return [*codes_, main(["pack", "publish", str(bureau.repo), *keys])]


def test_two_publishers_at_once(bureau: Bureau, tmp_path: Path) -> None:
    """Both add, sign and publish what is theirs by commands of their own, again and again, while somebody looks."""
    department = Department(tmp_path / "department", bureau)
    for name in ("one", "two"):
        for number in range(ROUNDS):
            (tmp_path / f"{name}{number}.jspack").write_bytes(pack(f"{name}-{number}"))
    done: dict[str, list[int]] = {"one": [], "two": []}

    def publisher(name: str) -> Callable[[], None]:
        def work() -> None:
            for number in range(ROUNDS):
                done[name] += released(bureau, tmp_path / f"{name}{number}.jspack")

        return work

    def doctor() -> None:
        for _ in range(3 * ROUNDS):
            examine(str(bureau.repo), now_utc())

    for seed in range(ROUNDS):
        at_the_same_time([publisher("one"), publisher("two"), doctor], seed)
        assert set(done["one"] + done["two"]) <= {0, 2}
        found = department.fetch(bureau.repo, "rules")  # whoever published last, clients accept it
        assert found.after["rules"].version == "1.0.0"
        assert examine(str(bureau.repo), now_utc()).is_sound


def test_one_publishes_within_the_publication_of_another(bureau: Bureau, tmp_path: Path) -> None:
    """At steps drawn by chance: he is told to wait, or his is published and then the other's; never a mixture."""
    department = Department(tmp_path / "department", bureau)
    keys = [text for name in ("packs", "everyday") for text in ("--key", str(bureau.folder / f"{name}.key"))]
    drawn = random.Random(17)
    for number in range(2 * ROUNDS):
        archive = tmp_path / f"other-{number}.jspack"
        archive.write_bytes(pack(f"other-{number}"))
        bureau.add(pack(f"mine-{number}"))
        bureau.sign()
        left = drawn.randrange(3, 9)

        def checkpoint(_step: str, archive: Path = archive) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                released(bureau, archive)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(writing, "checkpoint", checkpoint)
            assert main(["pack", "publish", str(bureau.repo), *keys]) == 0
        found = department.fetch(bureau.repo, "rules").catalogue.packs
        assert (f"mine-{number}", "1.0.0") in found


def test_who_is_at_it_is_told(bureau: Bureau) -> None:
    with changing(str(bureau.repo)):
        owner = json.loads((bureau.repo / BUSY).read_text("utf-8"))
        with pytest.raises(InputError) as caught, changing(str(bureau.repo)):
            raise AssertionError
    assert codes(caught.value) == {"E338"}
    assert f"{owner['name']}（{owner['machine']}）正在改这个规则库，已经 0 秒" in str(caught.value)
    with changing(str(bureau.repo)):
        pass
    assert (bureau.repo / BUSY).read_bytes() == b""


@pytest.mark.parametrize(
    ("machine", "since", "free"),
    [
        ("", "2020-01-01T00:00:00Z", True),  # the system says that its owner is dead
        ("elsewhere", "2020-01-01T00:00:00Z", True),
        ("elsewhere", "", False),
    ],
)
def test_what_the_dead_leave_behind(machine: str, since: str, free: bool, bureau: Bureau) -> None:
    with changing(str(bureau.repo)):
        content: dict[str, Any] = json.loads((bureau.repo / BUSY).read_text("utf-8"))
    content |= {"machine": machine or content["machine"], "since": since or content["since"]}
    (bureau.repo / BUSY).write_text(json.dumps(content), "utf-8")
    if free:
        bureau.release("rules", "1.0.1")
        with changing(str(bureau.repo)):
            return
    with pytest.raises(InputError) as caught, changing(str(bureau.repo)):
        raise AssertionError
    assert codes(caught.value) == {"E338"} and "（elsewhere）" in str(caught.value)


def test_a_share_without_locks(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> bool:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(holding, "_take", no_locks)
    with changing(str(bureau.repo)):
        assert (bureau.repo / TAKEN).exists()
        with pytest.raises(InputError) as caught, changing(str(bureau.repo)):
            raise AssertionError
        assert codes(caught.value) == {"E338"} and "已经 0 秒" in str(caught.value)
    assert not (bureau.repo / TAKEN).exists()


@POSIX
def test_a_link_in_the_way(bureau: Bureau, tmp_path: Path) -> None:
    """What is written about the owner never goes elsewhere."""
    (tmp_path / "precious").write_text("x", "utf-8")
    (bureau.repo / BUSY).unlink(missing_ok=True)
    (bureau.repo / BUSY).symlink_to(tmp_path / "precious")
    with pytest.raises(InputError) as caught, changing(str(bureau.repo)):
        raise AssertionError
    assert codes(caught.value) == {"E403"} and (tmp_path / "precious").read_text("utf-8") == "x"


def test_trouble_of_the_work_is_its_own(bureau: Bureau) -> None:
    with pytest.raises(OSError, match="mine"), alone_in(str(bureau.repo)):
        raise OSError(errno.ENOLCK, "mine")
    with changing(str(bureau.repo)):
        pass


def test_looking_changes_nothing(bureau: Bureau) -> None:
    """The doctor used to remove what a publisher was just writing."""
    bureau.add(pack("rules", "1.0.1"))
    bureau.sign()
    looked: list[bool] = []

    def checkpoint(_step: str) -> None:
        if len(looked) < 12:
            looked.append(examine(str(bureau.repo), now_utc()).is_sound)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "checkpoint", checkpoint)
        publishing.publish(bureau.workspace, [bureau.signers["everyday"]], bureau.now)
    assert looked == [True] * len(looked) and looked

    def state() -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in bureau.repo.rglob("*") if path.is_file()}

    before = state()
    examine(str(bureau.repo), now_utc())
    assert state() == before


def test_two_mirrors_to_one_stick(bureau: Bureau, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    publishing.mirror(str(bureau.repo), str(stick), now_utc())
    with alone_in(str(stick)), pytest.raises(InputError) as caught:
        publishing.mirror(str(bureau.repo), str(stick), now_utc())
    assert codes(caught.value) == {"E338"}


def test_two_who_found_a_repository_at_once(tmp_path: Path) -> None:
    """One of them founds it, whole and with its own keys; the other is told that something is there."""
    from threading import Barrier, Thread

    for number in range(3):
        folder = tmp_path / f"repo{number}"
        pairs = [
            [read_public(generate(str(tmp_path), f"{number}-{who}-{role}", "").public_path)[1] for role in "abc"]
            for who in range(2)
        ]
        barrier = Barrier(2)
        outcomes: list[object] = [None, None]

        def work(
            who: int,
            folder: Path = folder,
            keys: list[list[SSlibKey]] = pairs,
            barrier: Barrier = barrier,
            outcomes: list[object] = outcomes,
        ) -> None:
            root, packs, everyday = keys[who]
            barrier.wait()
            try:
                found = editing.found(str(folder), f"{who}", [root], 1, [packs], [everyday], now_utc())
                outcomes[who] = found.fingerprint()
            except InputError as error:
                outcomes[who] = error

        threads = [Thread(target=work, args=(who,)) for who in range(2)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        (fingerprint,) = [each for each in outcomes if isinstance(each, str)]
        (refusal,) = [each for each in outcomes if isinstance(each, InputError)]
        assert codes(refusal) == {"E321"}
        assert Workspace(str(folder)).fingerprint() == fingerprint
