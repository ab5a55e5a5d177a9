"""Several processes at once, and one that waits while another goes on: nothing newer is lost, whoever writes last."""

from __future__ import annotations

import json
import os
import random
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest
from support.bureau import Bureau, Department, codes, pack
from support.forging import forge, put
from support.posix import POSIX

from jsrules.base import writing
from jsrules.base.diagnostic import InputError
from jsrules.base.holding import holding
from jsrules.packs import clock, store
from jsrules.packs.choice import Installed
from jsrules.packs.repository.fetching import fetch
from jsrules.packs.repository.knowing import Anchor
from jsrules.packs.repository.roles import now_utc
from jsrules.packs.repository.session import Catalogue, Session

ROUNDS = int(os.environ.get("JSRULES_EXAMPLES", "20")) // 10


@pytest.fixture
def department(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Department:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    bureau = Bureau(tmp_path / "bureau")
    bureau.release("rules", "1.0.0")
    return Department(tmp_path / "department", bureau)


def refuses(department: Department, source: Path) -> None:
    """The rollback guard holds: what is older than was seen is refused."""
    with pytest.raises(InputError) as caught:
        department.fetch(source)
    assert codes(caught.value) == {"E324"}


def waiting(department: Department, source: Path, meanwhile: Callable[[], object]) -> None:
    """Something happens while somebody is asked."""

    def agree(_: object) -> bool:
        meanwhile()
        return True

    fetch(str(source), [], str(department.lock), Anchor(), now_utc(), update=True, agree=agree)


def slowly(department: Department, source: Path, meanwhile: Callable[[], object]) -> None:
    """Something happens while the source is being read."""
    look = Session.look
    with pytest.MonkeyPatch.context() as patch:

        def slow(self: Session, now: datetime, newest: str) -> Catalogue:
            patch.undo()
            found = look(self, now, newest)
            meanwhile()
            return found

        patch.setattr(Session, "look", slow)
        department.fetch(source)


@pytest.mark.parametrize("how", [waiting, slowly])
def test_an_older_state_is_not_written_over_a_newer_one(
    how: Callable[..., None], department: Department, tmp_path: Path
) -> None:
    """An older stick is being fetched from when a newer one is fetched from and done; the attacker holds no key."""
    bureau = department.bureau
    department.fetch(bureau.repo)
    old = bureau.stick("old")
    bureau.release("rules", "1.0.1")
    elsewhere = Department(tmp_path / "elsewhere", bureau)
    with pytest.raises(InputError) as caught:
        how(department, old, lambda: elsewhere.fetch(bureau.repo))
    assert codes(caught.value) == {"E324"}
    refuses(department, old)
    assert Installed(str(department.lock)).find("rules").manifest.version == "1.0.0"


def test_a_withdrawal_that_is_seen_late(department: Department, tmp_path: Path) -> None:
    """Two fetches that both start before: the one that knew less does not bring the withdrawn version back."""
    bureau = department.bureau
    bureau.release("rules", "1.0.1")
    old = bureau.stick("old")
    bureau.withdraw("rules", "1.0.0")
    elsewhere = Department(tmp_path / "elsewhere", bureau)

    def meanwhile(_: object) -> bool:
        elsewhere.fetch(bureau.repo)
        return True

    with pytest.raises(InputError) as caught:
        fetch(
            *(str(old), ["rules@1.0.0"], str(department.lock), Anchor(bureau.root_file()), now_utc()), agree=meanwhile
        )
    assert codes(caught.value) == {"E324"} and not department.lock.exists()


def at_once(work: Callable[..., object], values: Iterable[tuple[object, ...]], seed: int) -> None:
    """Does some work with all values at the same time, held up by chance at steps that change a disk."""
    drawn = random.Random(seed)
    listed = list(values)
    start = threading.Barrier(len(listed))

    def checkpoint(_step: str) -> None:
        time.sleep(drawn.random() / 500)

    def run(arguments: tuple[object, ...]) -> None:
        start.wait()
        work(*arguments)

    with pytest.MonkeyPatch.context() as patch, ThreadPoolExecutor(len(listed)) as pool:
        patch.setattr(writing, "checkpoint", checkpoint)
        list(pool.map(run, listed))


def test_entries_fetched_at_once_are_all_locked(department: Department, tmp_path: Path) -> None:
    bureau = department.bureau
    names = ["rules", *(f"rules-{number}" for number in range(1, 6))]
    for name in names[1:]:
        bureau.add(pack(name))
    bureau.publish()
    for seed in range(ROUNDS):
        places = [Department(tmp_path / f"{seed}-{number}", bureau) for number in range(2)]
        at_once(Department.fetch, [(place, bureau.repo, name) for place in places for name in names], seed)
        for place in places:
            installed = Installed(str(place.lock))
            assert set(installed.entries) == set(names), seed
            assert installed.all()
    assert not list(tmp_path.rglob("*.part"))


def test_fresh_locks_fetched_at_once_are_all_known(
    department: Department, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their receipts used to be lost, so that locks nobody had touched were refused."""
    for seed in range(ROUNDS):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / f"data{seed}"))
        places = [Department(tmp_path / f"fresh{seed}-{number}", department.bureau) for number in range(6)]
        at_once(Department.fetch, [(place, department.bureau.repo) for place in places], seed)
        for place in places:
            assert Installed(str(place.lock)).find("rules").chain[-1].origin == "locked", seed


def test_a_lock_is_not_accused_after_many_fetches_elsewhere(
    department: Department, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "_RECEIPTS", 2)
    department.fetch(department.bureau.repo)
    for number in range(4):
        other = Department(tmp_path / f"other{number}", department.bureau)
        other.fetch(department.bureau.repo)
        entry = json.loads(other.lock.read_text("utf-8"))["packs"][0]
        with store.holding_store():
            trust = store.read_trust(entry["repository"])
            assert trust is not None
            trust.receipts += [{**entry, "fetched": f"2026-01-0{number + 1}T00:00:00Z"}]
            store.write_trust(trust)
    assert Installed(str(department.lock)).find("rules").chain[-1].origin == "locked"
    department.lock.write_text(department.lock.read_text("utf-8").replace("targets (", "education ("), "utf-8")
    with pytest.raises(InputError) as caught:
        Installed(str(department.lock)).all()
    assert codes(caught.value) == {"E331"}


def test_a_version_with_two_contents_fetched_at_once(department: Department, tmp_path: Path) -> None:
    """Both were unknown when they were looked at; the second to be written down is refused."""
    bureau = department.bureau
    other = Department(tmp_path / "other", bureau)
    first = bureau.stick("first")
    bureau.signers["targets"] = bureau.signers["packs"]
    lax = pack("rules", "1.0.0", "规则 一：a >= 0\n")
    source = forge(bureau, "targets", put(bureau, "packs/rules-1.0.0.jspack", "rules", "1.0.0", lax))

    def meanwhile(_: object) -> bool:
        other.fetch(first)
        return True

    with pytest.raises(InputError) as caught:
        fetch(str(source), [], str(department.lock), Anchor(bureau.root_file()), now_utc(), agree=meanwhile)
    assert codes(caught.value) == {"E325"} and not department.lock.exists()


def test_a_lock_that_moves_on_meanwhile(department: Department) -> None:
    """Consent was given to a change from 1.0.0; it does not stand for one from what is locked by now."""
    bureau = department.bureau
    department.fetch(bureau.repo)
    bureau.release("rules", "1.0.1")
    bureau.release("rules", "1.0.2")

    def meanwhile(_: object) -> bool:
        department.fetch(bureau.repo, "rules@1.0.1", update=True)
        return True

    with pytest.raises(InputError) as caught:
        fetch(str(bureau.repo), [], str(department.lock), Anchor(), now_utc(), update=True, agree=meanwhile)
    assert codes(caught.value) == {"E336"}
    assert Installed(str(department.lock)).find("rules").manifest.version == "1.0.1"


def test_the_latest_day_only_goes_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    days = [f"2026-12-{day:02}" for day in range(1, 13)]
    for seed in range(ROUNDS):
        at_once(clock.remember_day, [(day, "") for day in random.Random(seed).sample(days, 12)], seed)
        assert clock.latest_day() == days[-1]


def test_a_store_that_cannot_be_locked(department: Department, tmp_path: Path) -> None:
    (tmp_path / "data" / "jsrules" / "held").mkdir(parents=True)
    with pytest.raises(InputError) as caught:
        department.fetch(department.bureau.repo)
    assert codes(caught.value) == {"E332"} and "锁不住" in str(caught.value)


@POSIX
def test_a_file_is_held_by_one(tmp_path: Path) -> None:
    path = str(tmp_path / "held")
    with holding(path) as first, holding(path, wait=False) as second:
        assert first is not None and second is None
    with holding(path, wait=False) as third:
        assert third is not None
    (tmp_path / "link").symlink_to(path)
    with pytest.raises(OSError, match="symbolic links"), holding(str(tmp_path / "link")):
        raise AssertionError


def test_nothing_is_held_while_others_are_waited_for(department: Department) -> None:
    seen = []
    os.makedirs(store.data_directory())

    def agree(_: object) -> bool:
        with holding(os.path.join(store.data_directory(), "held"), wait=False) as handle:
            seen.append(handle is not None)
        return True

    fetch(
        *(str(department.bureau.repo), [], str(department.lock), Anchor(department.bureau.root_file()), now_utc()),
        agree=agree,
    )
    assert seen == [True]
