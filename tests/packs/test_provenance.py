"""Who wrote and reviewed a version, and how its tests went: in the archive, shown, and run again by whoever doubts."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.bureau import Bureau, Department, pack

from jsrules.authoring.build import build_pack
from jsrules.authoring.provenance import retested, with_tests
from jsrules.base.diagnostic import InputError
from jsrules.cli import main
from jsrules.model.pack import RecordedTests
from jsrules.packs.archive import read_archive, write_archive
from jsrules.packs.library import open_pack, unpacked


@pytest.fixture
def city(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert main(["new", "pack", "city", "--publisher", "某市财政局"]) == 0
    with (tmp_path / "city" / "pack.yaml").open("a", encoding="utf-8") as file:
        file.write("编写: 张三\n复核: 李四\n")
    assert main(["pack", "build", "city"]) == 0
    capsys.readouterr()
    return tmp_path / "city"


def altered(tests: RecordedTests) -> bytes:
    """The archive with something else written in it about its tests."""
    files = read_archive("x", Path("city-1.0.0.jspack").read_bytes())
    files["pack.yaml"] = with_tests("pack.yaml", files["pack.yaml"], tests)
    return write_archive(files)


def test_building_writes_it_down(city: Path) -> None:
    data = Path("city-1.0.0.jspack").read_bytes()
    tested = unpacked("x", data).manifest.tested
    assert tested is not None and tested.cases == tested.passed > 0 and tested.coverage == 100 and tested.program
    assert "测试结果" not in (city / "pack.yaml").read_text("utf-8"), "the author's own file stays as it is"
    again = build_pack(str(city))
    assert again.data == data and again.manifest.tested == tested
    # What was unpacked, or written by hand, is put right by building.
    (city / "pack.yaml").write_bytes(with_tests("x", (city / "pack.yaml").read_bytes(), RecordedTests(99, 99, 1, "9")))
    assert build_pack(str(city)).data == data


@pytest.mark.usefixtures("city")
def test_it_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["pack", "show", "city-1.0.0.jspack", "--recheck-tests"]) == 0
    told = capsys.readouterr().out
    assert "编写：张三" in told and "复核：李四" in told and "个用例，通过" in told and "与记下的相同" in told
    assert main(["pack", "show", "city", "--recheck-tests"]) == 1
    assert "没有记下测试" in capsys.readouterr().out
    assert main(["pack", "show", "final-accounts"]) == 0


def test_it_is_shown_to_who_signs_and_who_uses_it(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bureau = Bureau(city.parent / "bureau")
    bureau.publish()
    bureau.add(Path("city-1.0.0.jspack").read_bytes())
    assert main(["pack", "sign", str(bureau.repo), "--key", str(bureau.folder / "packs.key")]) == 1
    told = capsys.readouterr().out
    assert "编写：张三；复核：李四" in told and "个用例，通过" in told
    bureau.publish()
    department = Department(city.parent / "department", bureau)
    department.fetch(bureau.repo)
    assert main(["pack", "list", "--lock", str(department.lock)]) == 0
    told = capsys.readouterr().out
    assert "编写：张三" in told and "复核：李四" in told and "测试：" in told
    assert main(["pack", "show", "city", "--lock", str(department.lock), "--recheck-tests"]) == 0
    bureau.release("bare", "1.0.0")
    bureau.add(pack("bare", "1.0.1"))
    main(["pack", "sign", str(bureau.repo), "--key", str(bureau.folder / "packs.key")])
    told = capsys.readouterr().out
    assert "编写：没有写；复核：没有写" in told and "测试：没有记下" in told


@pytest.mark.parametrize(
    "claim", [RecordedTests(99, 99, 100, "0.1.0"), RecordedTests(1, 1, 100, "0.1.0"), RecordedTests(5, 5, 99, "0.1.0")]
)
@pytest.mark.usefixtures("city")
def test_what_is_not_true(claim: RecordedTests, capsys: pytest.CaptureFixture[str]) -> None:
    Path("lie.jspack").write_bytes(altered(claim))
    assert main(["pack", "show", "lie.jspack", "--recheck-tests"]) == 1
    assert "与记下的不同" in capsys.readouterr().out


def test_a_manifest_that_takes_no_line(city: Path) -> None:
    for text in ("{代号: a, 名称: b, 版本: 1.0.0}\n", "代号: a\n名称: b\n版本: 1.0.0\n测试结果:\n  用例: 1\n"):
        with pytest.raises(InputError, match="E312"):
            with_tests("pack.yaml", text.encode(), RecordedTests(1, 1, 100, "0.1.0"))
    (city / "pack.yaml").write_text((city / "pack.yaml").read_text("utf-8") + "测试结果: 好\n", "utf-8")
    with pytest.raises(InputError, match="E302"):
        open_pack(str(city))
    assert retested(open_pack("city-1.0.0.jspack"), None).cases > 0
