"""Documents that an office program converts: by a stand-in for it everywhere, by the real one where it is installed."""

from __future__ import annotations

import os
import shutil
import struct
import sys
from pathlib import Path

import pytest
from support.documents import grids, rows, texts
from support.office_files import document, paragraph, plain_table, workbook
from support.office_files import rows as data

from jsrules.base.diagnostic import InputError
from jsrules.readers.documents import office
from jsrules.readers.documents.document_kind import document_kind
from jsrules.readers.documents.ole_names import ole_names
from jsrules.readers.documents.open_document import document_of

RTF = b"{\\rtf1\\ansi 5.00}"
DOCX = document(paragraph("收入支出"), plain_table(("项目", "金额"), ("合计", "5.00")))


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, action: str) -> None:
    """A program of the name, in an otherwise empty path: ``out`` is where its output is due."""
    program = folder / "soffice"
    program.write_text(f"#!{sys.executable}\nimport pathlib, sys, time\nout = pathlib.Path(sys.argv[-2])\n{action}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def fault(file: bytes) -> tuple[str, str, str]:
    with pytest.raises(InputError) as caught:
        document_of(file, "决算.doc")
    (found,) = caught.value.diagnostics
    return found.code, found.message, found.remedy


posix = pytest.mark.skipif(os.name != "posix", reason="the stand-in is a script")


@posix
def test_converted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made").write_bytes(DOCX)
    stand_in(
        tmp_path, monkeypatch, f"out.mkdir(); (out / 'x').write_bytes(open({str(tmp_path / 'made')!r}, 'rb').read())"
    )
    found = document_of(RTF, "决算.rtf")
    assert found.kind == "docx" and texts(found) == ["收入支出"] and rows(grids(found)[0])[1] == ["合计", "5.00"]


@posix
@pytest.mark.parametrize("action", ["sys.exit(1)", "pass", "out.mkdir()", "time.sleep(60)"])
def test_not_converted(action: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MAXIMUM_SECONDS", 1)
    stand_in(tmp_path, monkeypatch, action)
    code, message, remedy = fault(RTF)
    assert code == "E410" and "LibreOffice" in message and "docx" in remedy


@posix
def test_what_is_converted_to_something_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second conversion is not tried."""
    stand_in(tmp_path, monkeypatch, "out.mkdir(); (out / 'x').write_bytes(b'{\\\\rtf1 again}')")
    assert fault(RTF)[0] == "E410"


def test_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(office, "_MACOS", str(tmp_path / "soffice"))
    assert fault(RTF) == ("E335", "读这种文件还需要 LibreOffice", "用 Office 或 WPS 打开，另存为 docx")


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_by_libreoffice(tmp_path: Path) -> None:
    """A table as .rtf, and as the .doc that LibreOffice makes of it."""
    words = ["".join(f"\\u{ord(letter)}?" for letter in text) for text in ("收入支出", "项目", "合计")]
    row = "\\trowd\\cellx3000\\cellx6000\\pard\\intbl {}\\cell {}\\cell\\row"
    text = f"{{\\rtf1\\ansi {words[0]}\\par {row.format(words[1], 'A')}{row.format(words[2], '5.00')}\\pard\\par}}"
    path = tmp_path / "决算.rtf"
    path.write_text(text, "ascii")
    profile = (tmp_path / "profile").as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "doc"]
    assert office._runs([*command, "--outdir", str(tmp_path), str(path)])
    for kind in ("rtf", "doc"):
        found = document_of((tmp_path / f"决算.{kind}").read_bytes(), f"决算.{kind}")
        assert texts(found) == ["收入支出"] and rows(grids(found)[0]) == [["项目", "A"], ["合计", "5.00"]]


def container(*names: str) -> bytes:
    """An OLE file of which nothing but the directory is whole: its root, and below it these, one behind the other."""
    entries = []
    for number, name in enumerate(("Root Entry", *names)):
        text = name.encode("utf-16-le")
        following = number + 1 if 0 < number < len(names) else 0xFFFFFFFF
        child = 1 if not number and names else 0xFFFFFFFF
        head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text) + 2, 2, 1)
        entries.append((head + struct.pack("<III", 0xFFFFFFFF, following, child)).ljust(128, b"\0"))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6)
    head = head.ljust(44, b"\0") + struct.pack("<III", 1, 1, 0)
    head = head.ljust(68, b"\0") + struct.pack("<II", 0xFFFFFFFE, 0) + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    return head.ljust(512, b"\0") + table + b"".join(entries).ljust(512, b"\0")


@pytest.mark.parametrize(
    ("names", "kind"),
    [
        (("Workbook",), "xls"),
        (("WordDocument", "1Table"), "office"),
        (("EncryptionInfo", "EncryptedPackage"), "locked"),
        (("PowerPoint Document",), "slides"),
    ],
)
def test_old_containers(names: tuple[str, ...], kind: str) -> None:
    assert ole_names(container(*names)) == set(names)
    assert document_kind(container(*names)) == kind


def test_damaged_containers() -> None:
    whole = container("Workbook")
    for length in range(0, len(whole), 37):
        assert ole_names(whole[:length]) <= {"Workbook"}
        assert document_kind(whole[:length] or b"x") in ("other", "xls", "text")
    looping = bytearray(whole)
    looping[1024 + 128 + 68 : 1024 + 128 + 80] = struct.pack("<III", 1, 1, 1)
    assert ole_names(bytes(looping)) == {"Workbook"}


def test_kinds_by_their_contents() -> None:
    assert document_kind(workbook(data(("a", "b")))) == "xlsx"
    assert document_kind(DOCX) == "docx"
    assert (
        document_kind(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">')
        == "office"
    )
    assert document_kind("\ufeff<!DOCTYPE html><p>".encode()) == "html"
    assert document_kind("项目\t金额".encode("gbk")) == "text"
