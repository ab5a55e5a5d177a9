"""What may change in a patch, a minor and a major version; histories; and verdicts that differ on reports."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.bureau import codes, pack
from support.posix import POSIX
from support.processes import REPORT, run_jsrules

from jsrules.authoring.build import check_version
from jsrules.authoring.history import history_faults, recorded
from jsrules.authoring.rulebook import rulebook
from jsrules.authoring.versions import compare_packs, is_lawful, largest, smallest_lawful
from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.base.version import Version, parse_range, parse_version
from jsrules.packs.library import Pack, unpacked
from jsrules.readers.packs.history import read_history, write_history

HEAD = "报告: [部门决算]\n年度: 2021\n"
RULES = """表 收入支出决算总表
规则 收支平衡：收入.总计 = 支出.总计
  依据 "收入总计等于支出总计"
规则 收入为正：收入.总计 > 0
  级别 警告
"""


def made(rules: str = RULES, head: str = HEAD, version: str = "1.0.0") -> Pack:
    return unpacked("rules.jspack", pack("rules", version, rules, head))


def step(rules: str = RULES, head: str = HEAD) -> tuple[str, list[str]]:
    """The bump that going from the first version to this one asks for, and what changed."""
    changes = compare_packs(made(), made(rules, head))
    return largest(changes), [f"{each.rule} {each.what}".strip() for each in changes]


@pytest.mark.parametrize(
    ("old", "new", "bump", "what"),
    [
        ("", "", "none", []),
        ("收入总计等于支出总计", "两个总计相等", "patch", ["收支平衡 只改了文字"]),
        ("收入.总计 = 支出.总计", "收入.总计  =  支出.总计  # 注", "patch", ["注释或排版"]),
        ("收入.总计 = 支出.总计", "支出.总计 = 收入.总计", "major", ["收支平衡 改了公式或范围"]),
        ("收入.总计 = 支出.总计", "收入.总计 = 支出.总计 ± 1", "major", ["收支平衡 改了公式或范围"]),
        ("  级别 警告\n", "", "major", ["收入为正 改了级别"]),
        ("  级别 警告\n", "  级别 警告\n  类型 逻辑\n", "minor", ["收入为正 改了类型"]),
        ("  级别 警告\n", "  类型 核实\n", "major", ["收入为正 改了级别", "收入为正 改了类型"]),
        ("收入为正", "收入大于零", "major", ["收入为正 改名为“收入大于零”"]),
        ("规则 收入为正：收入.总计 > 0\n  级别 警告\n", "", "major", ["收入为正 删去"]),
        ("规则 收入", "规则 支出为正：支出.总计 > 0\n规则 收入", "major", ["支出为正 新增，级别是错误"]),
        ("规则 收入", "规则 支出为正：支出.总计 > 0\n  级别 警告\n规则 收入", "minor", ["支出为正 新增，级别不到错误"]),
        (
            "规则 收入",
            "规则 支出为正：支出.总计 > 0\n  适用 年度 2022..\n规则 收入",
            "minor",
            ["支出为正 新增，从以后的年度起（2022..）"],
        ),
        (
            "规则 收入",
            "规则 支出为正：支出.总计 > 0\n  适用 年度 2021..\n规则 收入",
            "major",
            ["支出为正 新增，级别是错误"],
        ),
        ("  级别 警告\n", "  级别 警告\n  可说明 否\n", "major", ["收入为正 改了能否说明"]),
    ],
)
def test_what_rules_ask_for(old: str, new: str, bump: str, what: list[str]) -> None:
    assert old in RULES
    assert step(RULES.replace(old, new) if old else RULES) == (bump, what)


@pytest.mark.parametrize(
    ("head", "bump"),
    [
        (HEAD + "发布单位2: x\n", None),
        (HEAD.replace("2021", "[2021, 2022]"), "minor"),
        (HEAD.replace("2021", "[2020, 2021]"), "major"),
        (HEAD.replace("年度: 2021\n", ""), "major"),
        (HEAD + "地区: 河南省*\n", "major"),
        (HEAD + "说明期限: 30\n", "major"),
        (HEAD + "下级可以: {提高级别: 全部}\n", "minor"),
        (HEAD + "下级可以: {加规则: 否}\n", "major"),
        (HEAD + "程序: jsrules >=0.1\n", "patch"),
        (HEAD + "测试覆盖率: 10\n", "patch"),
    ],
)
def test_what_the_manifest_asks_for(head: str, bump: str | None) -> None:
    if bump is None:
        with pytest.raises(InputError):
            step(head=head)
    else:
        assert step(head=head)[0] == bump


def test_a_definition_that_changes_reaches_its_rules() -> None:
    one = "表 收入支出决算总表\n设 全部 = 收入.总计\n规则 平衡：全部 = 支出.总计\n"
    changes = compare_packs(made(one), made(one.replace("全部 = 收入.总计", "全部 = 收入.本年收入合计")))
    assert [(each.bump, each.rule) for each in changes] == [("major", "平衡")]


def test_lawful_steps() -> None:
    assert is_lawful("1.0.0", "1.0.0", "none")
    assert not is_lawful("1.0.0", "1.0.0", "patch")
    assert is_lawful("1.0.0", "1.0.1", "patch")
    assert not is_lawful("1.0.9", "1.0.10", "minor")
    assert is_lawful("1.0.9", "1.1.0", "minor")
    assert not is_lawful("1.9.9", "1.10.0", "major")
    assert is_lawful("1.9.9", "2.0.0", "major")
    assert is_lawful("0.1.0", "1.0.0", "major")
    assert not is_lawful("2.0.0", "1.9.0", "patch")
    with pytest.raises(InputError) as caught:
        check_version(made().manifest, made(version="1.0.1").manifest, "major", [])
    assert codes(caught.value) == {"E313"} and "至少 2.0.0" in str(caught.value)


VERSIONS = st.builds(Version, st.integers(0, 999), st.integers(0, 999), st.integers(0, 999))


@given(VERSIONS, st.sampled_from(["patch", "minor", "major"]))
def test_the_smallest_lawful_version_is_above(version: Version, bump: str) -> None:
    least = smallest_lawful(version, bump)  # type: ignore[arg-type]
    assert least > version
    assert is_lawful(str(version), str(least), bump)  # type: ignore[arg-type]
    assert parse_version(str(version)) == version


@pytest.mark.parametrize(
    "text", ["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.x", "１.0.0", "1.0.-1", "1.0.0-rc1", "1.0.0000000"]
)
def test_texts_that_are_no_version(text: str) -> None:
    assert parse_version(text) is None


def test_ranges() -> None:
    found = parse_range(">=1.0 <2")
    assert found is not None and str(found) == ">=1.0.0 <2.0.0"
    inside = [text for text in ("0.9.9", "1.0.0", "1.9.9", "2.0.0") if found.holds(Version(*map(int, text.split("."))))]
    assert inside == ["1.0.0", "1.9.9"]
    assert parse_range("≥1.0，≤ 1.5") is None
    assert str(parse_range("≥1.0，＜2")) == ">=1.0.0 <2.0.0"
    assert str(parse_range("1.2.3")) == "1.2.3"
    assert parse_range("newer") is None


# ---- histories


def faults(history: str, rules: str) -> list[str]:
    found = history_faults("h", read_history(Source("h", history)), rulebook(made(rules)))
    assert all(each.code == "E314" and each.remedy for each in found)
    return [each.message for each in found]


def test_a_history_is_kept_from_version_to_version() -> None:
    history, names = recorded({}, rulebook(made()), "1.0.0", "2026-01-01", "首次发布")
    assert names == ["收入为正", "收支平衡"]
    text = write_history(history)
    assert faults(text, RULES) == []
    assert read_history(Source("h", text)) == history
    less = RULES.partition("规则 收入为正")[0]
    assert faults(text, less) == ["“收入为正”已不在规则里，没有记停用"]
    assert faults(text, RULES.replace("  级别 警告\n", "")) == ["“收入为正”改了级别，没有记"]
    assert faults(text, RULES.replace("> 0", ">= 0")) == ["“收入为正”改了公式，没有记"]
    (unwritten,) = history_faults("h", {}, rulebook(made(less)))
    assert unwritten.message == "“收支平衡”没有记启用"
    history, names = recorded(history, rulebook(made(less)), "2.0.0", "2026-02-01", "并入别的规则")
    assert names == ["收入为正"]
    text = write_history(history)
    assert faults(text, less) == []
    assert [(each.on, each.version) for each in history["收入为正"]] == [(True, "1.0.0"), (False, "2.0.0")]
    # The same rule may come back, with an entry; its name may not serve another.
    assert faults(text, RULES) == ["“收入为正”停用后又在规则里，没有记启用"]
    (reused,) = faults(text, RULES.replace("收入.总计 > 0", "支出.总计 > 0"))
    assert "名称不能给别的规则用" in reused and "在 2.0.0 停用" in reused
    again, names = recorded(history, rulebook(made(RULES.replace("收入.总计 > 0", "支出.总计 > 0"))), "3.0.0", "", "x")
    assert names == [] and again == history


@pytest.mark.parametrize(
    "history",
    [
        "甲: [{版本: 1.0.0, 日期: 2026-01-01, 状态: 开, 级别: 错误, 公式: x, 理由: y}]",
        "甲: [{版本: 1.0.0, 日期: 2026-01-01, 状态: 启用, 级别: 高, 公式: x, 理由: y}]",
        "甲: [{版本: 1.0.0, 日期: 2026-01-01, 状态: 启用, 级别: 错误, 公式: x}]",
        "甲: 启用",
    ],
)
def test_broken_histories(history: str) -> None:
    with pytest.raises(InputError) as caught:
        read_history(Source("h", history))
    assert codes(caught.value) == {"E314"}


# ---- the commands


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old.jspack").write_bytes(pack("rules", "1.0.0", RULES, HEAD))
    return tmp_path


def test_diff_lists_every_verdict_that_changes(folder: Path) -> None:
    rules = RULES.replace("收入.总计 = 支出.总计", "收入.总计 = 支出.总计 + 1")
    (folder / "new.jspack").write_bytes(pack("rules", "1.1.0", rules, HEAD))
    done = run_jsrules("pack", "diff", "old.jspack", "new.jspack", "--reports", REPORT, cwd=folder)
    assert done.returncode == 1, done.stderr
    assert done.stdout.splitlines() == [
        "试用规则 1.0.0 → 1.1.0",
        "  主版本号  收支平衡: 改了公式或范围",
        "",
        "── 判定 ────────────────────────────────────────────────────────────────────────",
        "1 份报告，1 条判定会变：",
        str(REPORT),
        "  相符 → 不符  收入支出决算总表 · 收入.总计 · 金额  rules/收支平衡",
        "",
        "这些改动要升主版本号，至少 2.0.0；从 1.0.0 到 1.1.0 不够。",
    ]


def test_diff_of_wording(folder: Path) -> None:
    (folder / "new.jspack").write_bytes(pack("rules", "1.0.1", RULES.replace("等于", "应等于"), HEAD))
    done = run_jsrules("pack", "diff", "old.jspack", "new.jspack", "--reports", REPORT, "--lang", "en", cwd=folder)
    assert done.returncode == 0
    assert "1 reports: no verdict changes." in done.stdout
    assert "at least 1.0.1; 1.0.1 will do" in done.stdout


def test_build_refuses_too_small_a_step(folder: Path) -> None:
    assert run_jsrules("new", "pack", "city", cwd=folder).returncode == 0
    assert run_jsrules("pack", "build", "city", cwd=folder).returncode == 0
    rules = folder / "city" / "rules" / "balance.jsr"
    rules.write_text(rules.read_text("utf-8").replace("收入.总计 = 支出.总计", "收入.总计 == 支出.总计"), "utf-8")
    refused = run_jsrules("pack", "build", "city", "--since", "city-1.0.0.jspack", cwd=folder)
    assert (refused.returncode, "E314" in refused.stderr) == (2, True)
    assert run_jsrules("pack", "record", "city", "--reason", "收紧", cwd=folder).returncode == 0
    refused = run_jsrules("pack", "build", "city", "--since", "city-1.0.0.jspack", cwd=folder)
    assert (refused.returncode, "E312" in refused.stderr) == (2, True), "its test of a rounded difference fails now"
    tests = folder / "city" / "tests" / "balance.yaml"
    tests.write_text(tests.read_text("utf-8").replace("尾差 0.01 同数异值", "不符 0.01"), "utf-8")
    refused = run_jsrules("pack", "build", "city", "--since", "city-1.0.0.jspack", cwd=folder)
    assert (refused.returncode, "E313" in refused.stderr, "至少 2.0.0" in refused.stderr) == (2, True, True)
    # Without --since it is held against the newest version that lies where the archive goes.
    before = (folder / "city-1.0.0.jspack").read_bytes()
    refused = run_jsrules("pack", "build", "city", cwd=folder)
    assert (refused.returncode, "E313" in refused.stderr, "至少 2.0.0" in refused.stderr) == (2, True, True)
    assert (folder / "city-1.0.0.jspack").read_bytes() == before
    for name in ("pack.yaml", "CHANGELOG.md"):
        path = folder / "city" / name
        path.write_text(path.read_text("utf-8").replace("1.0.0", "2.0.0"), "utf-8")
    built = run_jsrules("pack", "build", "city", "--since", "city-1.0.0.jspack", cwd=folder)
    assert built.returncode == 0, built.stderr


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("tests/balance.yaml", "相符", "不符", "测试没有通过：1 个"),
        ("tests/balance.yaml", "    - 删去 收入支出决算总表 → 无法判断\n", "", "测试覆盖 75%，低于清单要求的 100%"),
        ("CHANGELOG.md", "1.0.0", "0.9.0", "没有 1.0.0 这一版的说明"),
        ("pack.yaml", "发布单位", "# 发布单位", "清单里没有“发布单位”"),
        ("pack.yaml", "语言: zh\n", "", "清单里没有“语言”"),
    ],
)
def test_build_refuses(file: str, old: str, new: str, words: str, tmp_path: Path) -> None:
    assert run_jsrules("new", "pack", "city", cwd=tmp_path).returncode == 0
    path = tmp_path / "city" / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    done = run_jsrules("pack", "build", "city", cwd=tmp_path)
    assert done.returncode == 2
    assert "E312" in done.stderr and words in done.stderr
    assert not list(tmp_path.glob("*.jspack"))


@POSIX
def test_build_refuses_links(tmp_path: Path) -> None:
    assert run_jsrules("new", "pack", "city", cwd=tmp_path).returncode == 0
    (tmp_path / "city" / "rules" / "more.jsr").symlink_to("/etc/passwd")
    (tmp_path / "city" / "other").symlink_to(tmp_path)
    (tmp_path / "city" / ".hidden").write_text("x", "utf-8")
    done = run_jsrules("pack", "build", "city", cwd=tmp_path)
    assert done.returncode == 2
    assert "“rules/more.jsr”: 它是链接" in done.stderr and "“other”: 它是链接" in done.stderr
