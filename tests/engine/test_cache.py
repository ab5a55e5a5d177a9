"""The cache of resolved rules is never trusted and never fatal."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from support.checking import REAL_REPORT
from support.posix import POSIX

from jsrules.base.bounded import Bounded
from jsrules.base.diagnostic import Diagnostic
from jsrules.base.source import Source
from jsrules.checks import parsed_files
from jsrules.engine import cache
from jsrules.engine.owned import secret
from jsrules.model.result import Result
from jsrules.model.statements import Statement
from jsrules.outputs.compose import Teller
from jsrules.readers.rules.parser import parse_rules
from jsrules.verification import rule_sets
from jsrules.verification.verifier import Verifier


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))


def verdicts() -> list[tuple[str, str, str]]:
    result: Result = Verifier().verify(str(REAL_REPORT))
    return [(each.rule.identifier, each.verdict, each.message) for each in Teller(result).all()]


def cache_file() -> Path:
    (path,) = Path(cache.cache_directory()).iterdir()
    return path


def test_what_comes_from_the_cache_is_what_was_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    cold = verdicts()
    assert cache_file().stat().st_size > 10_000
    monkeypatch.setattr("jsrules.checks.rules.parse_files", None)
    assert verdicts() == cold


def test_what_a_definition_allows_is_no_part_of_resolved_rules(tmp_path: Path) -> None:
    """Definitions are put in before rules are stored; their metadata changes the key, and nothing else."""
    report, rules = tmp_path / "r.yaml", tmp_path / "r.jsr"
    report.write_text("甲: 1.00\n乙: 1.01\n", "utf-8")
    found = []
    for allowed in ("", '  允许 W309 "下年用"\n'):
        rules.write_text(f"设 丙 = 甲\n设 丁 = 乙\n{allowed}丙 = 乙\n", "utf-8")
        for _ in range(2):
            result = Verifier(rules=[str(rules)]).verify(str(report))
            found.append([(each.verdict, each.difference, each.formula) for each in Teller(result).all()])
    assert [each[0][:2] for each in found] == [("rounding", "-0.01")] * 4
    assert len(set(map(tuple, found))) == 1
    payloads = [each.read_bytes().partition(b"\n")[2] for each in Path(cache.cache_directory()).iterdir()]
    assert len(payloads) == 2
    assert "下年用" not in payloads[0].decode() + payloads[1].decode()


def _truncate(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flip(data: bytes) -> bytes:
    return data.replace(b"=", b"<", 1)


def _foreign(_: bytes) -> bytes:
    return b'{"a": "cache of another program"}\n'


def _other_rules(data: bytes) -> bytes:
    """A well-formed file that says there are no rules, its hash right but its key another's."""
    head, _, _ = data.partition(b"\n")
    return cache._head("0" * 64, b"[]", secret()) + b"[]" if head else b""


def _right_hash_wrong_shape(data: bytes) -> bytes:
    key = data.split(b" ")[1].decode()
    payload = json.dumps([-1, [99999, 1], []]).encode()
    return cache._head(key, payload, secret()) + payload


def _deep(data: bytes) -> bytes:
    key = data.split(b" ")[1].decode()
    payload = b"[" * 100_000 + b"]" * 100_000
    return cache._head(key, payload, secret()) + payload


@pytest.mark.parametrize("damage", [_truncate, _flip, _foreign, _other_rules, _right_hash_wrong_shape, _deep])
def test_a_damaged_file_is_ignored_and_made_again(damage: object) -> None:
    cold = verdicts()
    path = cache_file()
    whole = path.read_bytes()
    path.write_bytes(damage(whole))  # type: ignore[operator]
    assert verdicts() == cold
    assert path.read_bytes() == whole


def test_a_changed_rule_is_resolved_anew(tmp_path: Path) -> None:
    report, rules = tmp_path / "r.yaml", tmp_path / "r.jsr"
    report.write_text("a: 1.00\nb: 1.00\nc: 5.00\n", "utf-8")
    for text, verdict in (("a = b\n", "pass"), ("a = c\n", "violation"), ("a = b\n", "pass")):
        rules.write_text(text, "utf-8")
        (outcome,) = Verifier([str(rules)]).verify(str(report)).outcomes
        assert outcome.verdict == verdict


def test_no_cache_directory_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("", "utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    monkeypatch.setenv("LOCALAPPDATA", str(blocked))
    assert verdicts()


def test_a_file_of_another_user_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    cold = verdicts()
    key = cache_file().read_bytes().split(b" ")[1].decode()
    assert cache.load(key) is not None
    owner = cache_file().stat().st_uid
    monkeypatch.setattr(os, "getuid", lambda: owner + 1, raising=False)
    assert cache.load(key) is None
    assert verdicts() == cold


def planted(text: str) -> bytes:
    """The cache file of other rules, as somebody makes it who knows everything but the secret."""
    key, payload = cache_file().read_bytes().split(b" ")[1].decode(), cache_file().read_bytes().partition(b"\n")[2]
    mended = payload.replace(b'"a"', text.encode())
    head = f"jsrules/resolved/{cache.FORMAT} {key} {hashlib.sha256(mended).hexdigest()}\n".encode()
    return head + mended


def test_a_changed_cache_with_a_mended_checksum() -> None:
    cold = verdicts()
    key = cache_file().read_bytes().split(b" ")[1].decode()
    cache_file().write_bytes(planted('"b"'))
    assert cache.load(key) is None and verdicts() == cold
    whole = cache_file().read_bytes()
    cache_file().write_bytes(cache._head(key, whole.partition(b"\n")[2], b"guessed" * 4) + whole.partition(b"\n")[2])
    assert cache.load(key) is None and verdicts() == cold


def test_a_cache_brought_from_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a build service brings one back that anybody's run may have stored."""
    cold = verdicts()
    key = cache_file().read_bytes().split(b" ")[1].decode()
    assert cache.load(key) is not None
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another machine"))
    assert cache.load(key) is None and verdicts() == cold
    assert cache.load(key) is not None, "it is one's own by now"


@POSIX
def test_links_are_not_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    verdicts()
    path, folder = cache_file(), Path(cache.cache_directory())
    key = path.read_bytes().split(b" ")[1].decode()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "jsrules").symlink_to(folder)
    with monkeypatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
        assert cache.load(key) is None
    moved = tmp_path / "moved"
    path.rename(moved)
    path.symlink_to(moved)
    assert cache.load(key) is None
    path.unlink()
    moved.rename(path)
    assert cache.load(key) is not None


@POSIX
def test_what_others_may_write_is_not_read() -> None:
    cold = verdicts()
    path, folder = cache_file(), Path(cache.cache_directory())
    key = path.read_bytes().split(b" ")[1].decode()
    for each, mode in ((path, 0o620), (folder, 0o770), (folder, 0o777)):
        before = each.stat().st_mode
        each.chmod(mode)
        assert cache.load(key) is None
        each.chmod(before)
    folder.chmod(0o777)
    assert verdicts() == cold
    assert folder.stat().st_mode & 0o022 == 0 and cache.load(key) is not None


def test_no_place_for_the_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules are resolved anew at every run then."""
    blocked = tmp_path / "a file"
    blocked.write_text("", "utf-8")
    monkeypatch.setenv("XDG_STATE_HOME", str(blocked))
    cold = verdicts()
    assert verdicts() == cold and secret() == b""


def test_layouts_do_not_pile_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_FILES", 3)
    keys = [f"{number:040}" for number in range(6)]
    folder = Path(cache.cache_directory())
    for number, key in enumerate(keys):
        cache.store(key, [number])
        for place, each in enumerate(sorted(folder.iterdir(), key=lambda path: path.name)):
            os.utime(each, ns=(place, place))  # in the order of their names, however coarse the clock of the disk is
        assert cache.load(keys[0]) == [0]  # it is used all the time
    assert [cache.load(key) for key in keys] == [[0], None, None, None, [4], [5]]
    (folder / "another").write_text("", "utf-8")
    monkeypatch.setattr(cache, "MOST_BYTES", 1)
    cache.store(keys[1], [1])
    assert cache.load(keys[1]) == [1] and len(list(folder.iterdir())) == 2


def layouts(folder: Path, count: int) -> list[Result]:
    """What a verifier says of reports of different layouts, one after the other, by the same rules."""
    rules = folder / "rules.jsr"
    rules.write_text("总计 = 甲 + 乙\n", "utf-8")
    verifier = Verifier([str(rules)])
    results = []
    for number in range(count):
        path = folder / f"{number}.yaml"
        path.write_text(f"甲: 1.00\n乙: 2.00\n总计: {3 + number}.00\n其他{number}: 5.00\n", "utf-8")
        results.append(verifier.verify(str(path)))
    return results


def test_a_rule_file_is_read_once_for_many_layouts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def counted(source: Source) -> tuple[list[Statement], list[Diagnostic]]:
        asked.append(source.text)
        return parse_rules(source)

    monkeypatch.setattr(parsed_files, "parse_rules", counted)
    monkeypatch.setattr(parsed_files, "_known", Bounded(8))
    results = layouts(tmp_path, 3)
    assert len(asked) == 1
    assert [[outcome.verdict for outcome in each.outcomes] for each in results] == [
        ["pass"],
        ["violation"],
        ["violation"],
    ]


def test_many_layouts_leave_room_for_what_others_keep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rule_sets, "MOST_STORED", 2)
    layouts(tmp_path, 4)
    assert len(list(Path(cache.cache_directory()).glob("rules-*.json"))) == 2
