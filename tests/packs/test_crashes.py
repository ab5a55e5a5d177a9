"""A process that dies at any write of publish, mirror, fetch or update leaves the old state or the new one."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from support.bureau import Bureau, Department, pack
from support.posix import POSIX
from support.sources import ROOT

from jsrules.base import writing
from jsrules.packs.choice import Installed
from jsrules.packs.repository import editing, publishing
from jsrules.packs.repository.busy import changing
from jsrules.packs.repository.roles import now_utc


class Death(BaseException):
    """Nobody handles it, as nobody handles a pulled plug."""


def steps_of(action: Callable[[], object]) -> list[str]:
    """The names of all steps at which an action changes the disk."""
    names: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "checkpoint", names.append)
        action()
    return names


def die_at(number: int, action: Callable[[], object]) -> None:
    """Run an action up to one of its steps."""
    count = -1

    def checkpoint(_step: str) -> None:
        nonlocal count
        count += 1
        if count == number:
            raise Death

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "checkpoint", checkpoint)
        with pytest.raises(Death):
            action()


def offered(source: Path, folder: Path) -> tuple[str, ...]:
    """What a new department gets from a source, or why it gets nothing."""
    from jsrules.base.diagnostic import InputError
    from jsrules.packs.repository.fetching import fetch
    from jsrules.packs.repository.knowing import Anchor

    first = source / "metadata" / "1.root.json"
    if not first.is_file() or not (source / "metadata" / "timestamp.json").is_file():
        return ("nothing",)
    shutil.rmtree(folder, ignore_errors=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(folder / "data"))
        try:
            found = fetch(str(source), [], str(folder / "jsrules.lock"), Anchor(first.read_bytes()), now_utc())
        except InputError as error:
            return ("refused", str(error))
    keys = found.catalogue.signers["targets"]
    return (*sorted(f"{each} {version}" for each, version in found.catalogue.packs), keys)


@pytest.fixture
def bureau(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bureau:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return Bureau(tmp_path / "bureau")


def at_every_step(
    tmp_path: Path, saved: list[Path], action: Callable[[], object], look: Callable[[], object]
) -> tuple[object, object]:
    """Dies at every step in turn, from the same beginning; then tries again, which must do it. The states before and after."""

    def restore() -> None:
        for path in saved:
            shutil.rmtree(path, ignore_errors=True)
            if (tmp_path / "saved" / path.name).exists():
                shutil.copytree(tmp_path / "saved" / path.name, path)

    for path in saved:
        if path.exists():
            shutil.copytree(path, tmp_path / "saved" / path.name)
    before = look()
    steps = steps_of(action)
    after = look()
    assert before != after
    assert len(steps) >= 4
    seen = set()
    for number in range(len(steps)):
        restore()
        die_at(number, action)
        found = look()
        assert found in (before, after), (steps[number], found)
        seen.add(found == after)
        action()
        assert look() == after, steps[number]
    assert seen == {False, True}
    restore()
    return before, after


def test_publish(bureau: Bureau, tmp_path: Path) -> None:
    bureau.release("rules", "1.0.0")
    bureau.add(pack("rules", "1.0.1"))
    bureau.sign()

    def action() -> None:
        publishing.publish(bureau.workspace, [bureau.signers["everyday"]], bureau.now)

    before, after = at_every_step(tmp_path, [bureau.repo], action, lambda: offered(bureau.repo, tmp_path / "look"))
    assert "rules 1.0.1" not in before and "rules 1.0.1" in after  # type: ignore[operator]


def test_the_first_publication(bureau: Bureau, tmp_path: Path) -> None:
    bureau.add(pack())
    bureau.sign()

    def action() -> None:
        publishing.publish(bureau.workspace, [bureau.signers["everyday"]], bureau.now)

    before, _ = at_every_step(tmp_path, [bureau.repo], action, lambda: offered(bureau.repo, tmp_path / "look"))
    assert before == ("nothing",)


@pytest.mark.parametrize("role", ["targets", "timestamp"])
def test_publishing_other_keys(role: str, bureau: Bureau, tmp_path: Path) -> None:
    """A new root and what it delegates are two files; at no time is one without the other."""
    bureau.release("rules", "1.0.0")
    fresh = bureau.key("fresh")
    for each in ("targets",) if role == "targets" else ("timestamp", "snapshot"):
        editing.replace_root_keys(bureau.workspace, each, [fresh], 1, bureau.now)
    bureau.add(pack("rules", "1.0.1"))
    bureau.sign()
    signers = [bureau.signers["everyday"], bureau.signers["fresh"]]

    def action() -> None:
        publishing.publish(bureau.workspace, list(signers), bureau.now)

    def look() -> object:
        found = offered(bureau.repo, tmp_path / "look")
        # Between the two switches the packs are new and the old keys still count, which is sound: see publishing.py.
        return found[:-1] if found[0] != "refused" else found

    at_every_step(tmp_path, [bureau.repo], action, look)


def test_a_lost_key_takes_two_steps(bureau: Bureau) -> None:
    from jsrules.base.diagnostic import InputError

    bureau.release("rules", "1.0.0")
    fresh = bureau.key("fresh")
    for each in ("timestamp", "snapshot"):
        editing.replace_root_keys(bureau.workspace, each, [fresh], 1, bureau.now)
    bureau.sign()
    with pytest.raises(InputError) as caught:
        publishing.publish(bureau.workspace, [bureau.signers["fresh"]], bureau.now)
    assert "旧钥匙也要签名" in str(caught.value)


def test_mirror(bureau: Bureau, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    bureau.release("rules", "1.0.0")
    publishing.mirror(str(bureau.repo), str(stick), now_utc())
    assert publishing.mirror(str(bureau.repo), str(stick), now_utc()) == 0
    bureau.release("rules", "1.0.1")
    at_every_step(
        tmp_path,
        [stick],
        lambda: publishing.mirror(str(bureau.repo), str(stick), now_utc()),
        lambda: offered(stick, tmp_path / "look"),
    )


def locked(department: Department) -> object:
    """What a department verifies with now; that raises when it is a mixture."""
    if not department.lock.exists():
        return "nothing"
    (found,) = [each for each in Installed(str(department.lock)).all() if each.chain[-1].origin == "locked"]
    member = found.chain[-1]
    assert member.locked is not None
    return member.pack.manifest.version, member.locked.metadata["timestamp"]


@POSIX
def test_fetch(bureau: Bureau, tmp_path: Path) -> None:
    department = Department(tmp_path / "department", bureau)
    bureau.release("rules", "1.0.0")
    at_every_step(
        tmp_path,
        [department.folder, tmp_path / "data"],
        lambda: department.fetch(bureau.repo),
        lambda: locked(department),
    )


@POSIX
def test_update(bureau: Bureau, tmp_path: Path) -> None:
    department = Department(tmp_path / "department", bureau)
    bureau.release("rules", "1.0.0")
    department.fetch(bureau.repo)
    bureau.release("rules", "1.0.1")
    before, after = at_every_step(
        tmp_path,
        [department.folder, tmp_path / "data"],
        lambda: department.fetch(bureau.repo, update=True),
        lambda: locked(department),
    )
    assert (before, after) == (("1.0.0", 1), ("1.0.1", 2))


KILLED = """
import os, signal, sys
from jsrules.base import writing
from jsrules.cli import main
count = 0
def checkpoint(step):
    global count
    count += 1
    if count == {number}:
        os.kill(os.getpid(), signal.SIGKILL)
writing.checkpoint = checkpoint
sys.exit(main({arguments!r}))
"""


@POSIX
@pytest.mark.parametrize("number", [2, 5, 6, 8, 11, 12])
def test_a_process_that_is_killed(number: int, bureau: Bureau, tmp_path: Path) -> None:
    department = Department(tmp_path / "department", bureau)
    bureau.release("rules", "1.0.0")
    department.fetch(bureau.repo)
    bureau.release("rules", "1.0.1")
    before = locked(department)
    program = KILLED.format(
        number=number, arguments=["pack", "update", str(bureau.repo), "--lock", str(department.lock), "--yes"]
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, encoding="utf-8", check=False, env=os.environ
    )
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr
    assert locked(department) in (before, ("1.0.1", 2))
    department.fetch(bureau.repo, update=True)
    assert locked(department) == ("1.0.1", 2)


def test_what_is_left_of_a_dead_process_is_cleared(bureau: Bureau) -> None:
    bureau.add(pack())
    bureau.sign()
    die_at(1, lambda: publishing.publish(bureau.workspace, [bureau.signers["everyday"]], bureau.now))
    assert list(bureau.repo.rglob(".*.part"))
    with changing(str(bureau.repo)):
        pass
    assert not list(bureau.repo.rglob(".*.part"))
