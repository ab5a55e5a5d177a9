"""The archive of a pack: one form for one content, and everything else refused with a reason."""

from __future__ import annotations

import hashlib
import io
import stat
import subprocess
import sys
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsrules.base.diagnostic import InputError
from jsrules.packs import archive_limits
from jsrules.packs.archive import read_archive, sums_of, write_archive
from jsrules.packs.archive_limits import SUMS
from jsrules.packs.archive_names import name_fault, name_faults

FILES = {"pack.yaml": b"a: b\n", "rules/b.jsr": b"a = b\n", "rules/a.jsr": b"", "CHANGELOG.md": b"1.0.0\n"}

NAMES = st.from_regex(r"[a-z]{1,5}(/[a-z]{1,5}){0,2}\.[a-z]{1,3}", fullmatch=True)


@given(st.dictionaries(NAMES, st.binary(max_size=40), max_size=6))
def test_what_is_written_is_read(files: dict[str, bytes]) -> None:
    if not name_faults(files):
        assert read_archive("x", write_archive(files)) == files


def test_the_same_files_give_the_same_bytes_everywhere() -> None:
    """The digest is written down here; the order in which files are given does not matter."""
    data = write_archive(FILES)
    assert data == write_archive(dict(reversed(FILES.items())))
    assert hashlib.sha256(data).hexdigest() == "529142468b8160b5c608644d5b6563161671b91cdbcd171b615e688e63ce61ce"


def test_a_hash_seed_and_a_time_zone_change_nothing() -> None:
    program = f"from jsrules.packs.archive import write_archive as w; print(w({FILES!r}).hex())"
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York")):
        environment = {"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": ":".join(sys.path)}
        done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
        assert done.stdout.decode().strip() == write_archive(FILES).hex()


def test_any_unzip_reads_it_and_sha256sum_checks_it() -> None:
    with zipfile.ZipFile(io.BytesIO(write_archive(FILES))) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == [SUMS, *sorted(FILES)]
        assert {each.date_time for each in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(stat.S_ISREG(each.external_attr >> 16) for each in opened.infolist())
        listed = dict(reversed(line.split("  ")) for line in opened.read(SUMS).decode().splitlines())
        assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}


@given(st.integers(0, len(write_archive(FILES)) - 1), st.integers(1, 255))
def test_no_byte_can_be_changed(place: int, difference: int) -> None:
    data = bytearray(write_archive(FILES))
    data[place] ^= difference
    with pytest.raises(InputError):
        read_archive("x", bytes(data))


@given(st.integers(0, len(write_archive(FILES))), st.binary(min_size=1, max_size=4))
def test_nothing_can_be_put_in(place: int, extra: bytes) -> None:
    data = write_archive(FILES)
    with pytest.raises(InputError):
        read_archive("x", data[:place] + extra + data[place:])


def refusal(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read_archive("x.jspack", data)
    assert {each.code for each in caught.value.diagnostics} <= {"E310", "E311"}
    assert all(each.remedy for each in caught.value.diagnostics)
    return "；".join(each.message for each in caught.value.diagnostics)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_STORED, sums: bytes | None = None) -> bytes:
    """An ordinary zip file, with a list of hashes of its own."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, data in {SUMS: sums_of(files) if sums is None else sums, **files}.items():
            made.writestr(zipfile.ZipInfo(name), data, method)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", "a/../../b", "C:\\x", "a\\b", "./a", "a//b"])
def test_paths_that_escape(name: str) -> None:
    assert "指向规则包之外" in refusal(zipped({**FILES, name: b"x"}))
    assert name_fault(name)


def test_links() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        info = zipfile.ZipInfo("rules/link.jsr")
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        made.writestr(info, "/etc/passwd")
    text = refusal(stream.getvalue())
    assert "rules/link.jsr" in text and "它是链接" in text


def test_an_entry_without_a_name() -> None:
    """Python's zipfile looks at the last sign of every name, and fails where there is none."""
    assert "指向规则包之外" in refusal(zipped({**FILES, "": b"x"}))


def test_folders_and_devices() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.mkdir("rules")
    assert "不是普通文件" in refusal(stream.getvalue()) or "指向规则包之外" in refusal(stream.getvalue())


def test_bombs() -> None:
    bomb = zipped({"rules/a.jsr": bytes(10_000_000)}, zipfile.ZIP_DEFLATED)
    assert len(bomb) < 20_000
    assert "它是压缩的" in refusal(bomb)
    large = zipped({"rules/a.jsr": bytes(archive_limits.MAXIMUM_FILE + 1)}, zipfile.ZIP_DEFLATED)
    assert "展开后太大" in refusal(large)


def test_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jsrules.packs.archive_faults.MAXIMUM_FILES", 3)
    assert "太多" in refusal(zipped(FILES))
    assert "超过 32 MiB" in refusal(bytes(archive_limits.MAXIMUM_ARCHIVE + 1))


@pytest.mark.parametrize(
    ("one", "two"),
    [("rules/A.jsr", "rules/a.jsr"), ("rules/Straße", "rules/strasse"), ("Rules/b.jsr", "rules/a.jsr"), ("a", "a/b")],
)
def test_names_that_collide(one: str, two: str) -> None:
    text = refusal(zipped({one: b"1", two: b"2"}))
    assert "大小写" in text or "冲突" in text


def test_names_in_two_spellings() -> None:
    assert "NFC" in refusal(zipped({"rules/e\u0301.jsr": b"1"}))
    assert read_archive("x", write_archive({"rules/\u00e9.jsr": b"1"}))


@pytest.mark.parametrize("name", ["con", "rules/NUL.jsr", "a.", "a ", "a:b", "a\n", "a\u202eb", ".git/x", "x" * 201])
def test_names_that_some_system_cannot_hold(name: str) -> None:
    assert name_fault(name)
    with pytest.raises(InputError):
        read_archive("x", write_archive({name: b""}))


@pytest.mark.parametrize(
    "name", ["COM¹.jsr", "lpt³", "CONIN$", "conout$.txt", "Clock$", "con .jsr", "NUL  .a.b", "com0"]
)
def test_names_that_windows_takes_for_devices(name: str) -> None:
    assert "有的系统不能用" in name_fault(f"rules/{name}")
    with pytest.raises(InputError):
        read_archive("x", write_archive({f"rules/{name}": b""}))


def test_unlisted_missing_and_altered_files_are_named() -> None:
    assert "“extra.txt”不在清单里" in refusal(zipped({**FILES, "extra.txt": b"x"}, sums=sums_of(FILES)))
    less = {name: data for name, data in FILES.items() if name != "rules/b.jsr"}
    assert "清单里的“rules/b.jsr”不在包里" in refusal(zipped(less, sums=sums_of(FILES)))
    assert "“rules/b.jsr”的内容与清单不符" in refusal(zipped({**FILES, "rules/b.jsr": b"a = c\n"}, sums=sums_of(FILES)))
    assert "没有文件清单" in refusal(zipped(FILES).replace(SUMS.encode(), b"OTHERNAME1"))


def test_sound_but_not_ours() -> None:
    assert "不是 jsrules pack build 写出的样子" in refusal(zipped(FILES))
    assert "不是规则包" in refusal(b"no zip at all")
