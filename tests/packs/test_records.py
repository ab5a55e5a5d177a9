"""Histories hold what was published, and programs can read the state of a repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.bureau import Bureau, codes, pack
from support.packing import make_pack

from jsrules.base.diagnostic import InputError
from jsrules.cli import main
from jsrules.packs.archive import write_archive


def history(*versions: str) -> dict[str, bytes]:
    states = ", ".join(
        f"{{版本: {each}, 日期: 2026-01-0{n}, 状态: 启用, 级别: 错误, 公式: a = b, 理由: x}}"
        for n, each in enumerate(versions, 1)
    )
    return {"history.yaml": f"一: [{states}]\n".encode()}


@pytest.fixture
def bureau(tmp_path: Path) -> Bureau:
    made = Bureau(tmp_path / "bureau")
    made.add(pack("kept", files=history("1.0.0")))
    made.publish()
    return made


@pytest.mark.parametrize(
    ("versions", "fits"), [(("1.0.0",), True), (("1.0.0", "1.0.2"), True), (("1.0.0", "1.0.1"), False)]
)
def test_numbers_that_were_never_published(versions: tuple[str, ...], fits: bool, bureau: Bureau) -> None:
    data = pack("kept", "1.0.2", files=history(*versions))
    if fits:
        bureau.add(data)
        return
    with pytest.raises(InputError) as caught:
        bureau.add(data)
    assert codes(caught.value) == {"E314"} and "从没有发布过的版本：1.0.1" in str(caught.value)


def test_recording_since_what_was_published(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was recorded for a number that never came out is not built upon; the remedy: it goes."""
    folder = make_pack(tmp_path / "made", rules="规则 一：a = b\n")
    assert main(["pack", "record", str(folder), "--reason", "首次"]) == 0

    def archive(name: str) -> str:
        path = tmp_path / name
        files = {str(each.relative_to(folder)): each.read_bytes() for each in folder.rglob("*") if each.is_file()}
        path.write_bytes(write_archive(files))
        return str(path)

    published = archive("made-1.0.0.jspack")
    rules = folder / "rules" / "rules.jsr"
    for version, text in (("2.0.0", "规则 一：a = c\n"), ("3.0.0", "规则 一：a = d\n")):
        manifest = (folder / "pack.yaml").read_text("utf-8")
        (folder / "pack.yaml").write_text(
            "\n".join(f"版本: {version}" if line.startswith("版本") else line for line in manifest.splitlines()),
            "utf-8",
        )
        rules.write_text(text, "utf-8")
        if version == "3.0.0":  # nobody but the author knows whether 2.0.0 came out
            before = (folder / "history.yaml").read_bytes()
            assert main(["pack", "record", str(folder), "--reason", version]) == 2
            told = capsys.readouterr().err
            assert "E314" in told and "2.0.0，这里没有打好的包" in told and "--since" in told
            assert (folder / "history.yaml").read_bytes() == before
            continue
        assert main(["pack", "record", str(folder), "--reason", version]) == 0
    assert "2.0.0" in (folder / "history.yaml").read_text("utf-8")
    assert main(["pack", "record", str(folder), "--reason", "公式改了", "--since", published]) == 0
    told = (folder / "history.yaml").read_text("utf-8")
    assert "2.0.0" not in told and "3.0.0" in told and "1.0.0" in told


def test_the_state_for_programs(bureau: Bureau, capsys: pytest.CaptureFixture[str]) -> None:
    bureau.add(pack("more"))
    assert main(["pack", "doctor", str(bureau.repo), "--format", "json"]) == 0
    content = json.loads(capsys.readouterr().out)
    assert content["sound"] is True and content["packs"] == [{"id": "kept", "version": "1.0.0", "role": "targets"}]
    assert {each["role"] for each in content["roles"]} == {"root", "timestamp", "snapshot", "targets"}
    assert content["waiting"][0]["signatures"] == [{"valid": 0, "needed": 1}]
