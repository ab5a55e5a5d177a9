"""What ``pack diff`` says of form sets that change, and the version that it asks for."""

from __future__ import annotations

from pathlib import Path

import pytest

from jsrules.authoring.versions import compare_packs
from jsrules.packs.library import Pack, find_pack

BASE = """\
表样: 年报
代号: y
年度: 2017-2020
名称: 老表
金额单位: 元
表:
  总表:
    栏: {金额: 1, 上年: 2}
    行: {甲: 1, 乙: 2, 丙: {行次: 3, 年度: 2019起}, 合计: 4}
  附表: {附注: [某注], 行: {子: 1, 丑: 2}}
"""
OTHER = """\
表样: 年报
名称: 新表
年度: 2021起
基础: 老表
表: {总表: {行: {乙: {改名: 乙类}, 丁: {之后: 丙}}}}
"""
ALL = "新表（2021）", "老表（各年）"


def of_all(bump: str, text: str) -> set[tuple[str, str]]:
    return {(bump, f"表样 {each}：{text}") for each in ALL}


FOLLOWS = "表样改了，范围或判定随之改变"
NEITHER = {("patch", "注释或排版")}
FORM_CHANGES: dict[str, tuple[list[tuple[str, str]], set[tuple[str, str]]]] = {
    "a row moves": (
        [("丙: {行次: 3, 年度: 2019起}, 合计: 4", "合计: 4, 丙: {行次: 3, 年度: 2019起}")],
        {
            *{("minor", f"表样 {each}：总表：各行换了次序") for each in ("新表（2021）", "老表（2019、2020）")},
            ("major", FOLLOWS),
        },
    ),
    "a column moves": (
        [("金额: 1, 上年: 2", "上年: 2, 金额: 1")],
        {*of_all("major", "总表：各栏换了次序"), ("major", FOLLOWS)},
    ),
    "a row goes": ([("子: 1, ", "")], of_all("major", "附表：删去“子”")),
    "a row is renamed": (
        [("子: 1", "寅: {行次: 1, 别名: [子]}")],
        of_all("minor", "附表：“子”改名为“寅”"),
    ),
    "a row is renamed, and its old name goes": (
        [("子: 1", "寅: 1")],
        {*of_all("major", "附表：删去“子”"), *of_all("minor", "附表：增加“寅”")},
    ),
    "another number": ([("丑: 2", "丑: 3")], of_all("major", "附表：“丑”：行次 2 改为 3")),
    "another note": ([("某注", "另一注")], of_all("minor", "附表：附注改了")),
    "numbers that are not settled": (
        [("代号: y", "代号: y\n行次未定: true")],
        of_all("minor", "印出的行次核对与否改了"),
    ),
    "a row is valid longer": (
        [("2019起", "2018起")],
        {("minor", "表样 老表（2018）：总表：增加“丙”"), ("major", FOLLOWS)},
    ),
    "a form set is valid longer": (
        [("2021起", "2020起"), ("2017-2020", "2017-2019")],
        {
            *{("minor", f"表样 新表（2020）：总表：{each}") for each in ("“乙”改名为“乙类”", "增加“丁”")},
            ("major", FOLLOWS),
        },
    ),
    "a form set is valid no longer": ([("2017-2020", "2017-2019")], {("major", "删去表样：老表（2020）")}),
    "one that runs on": ([("2021起", "2021\n沿用: true")], NEITHER),
    "a comment": ([("代号: y", "代号: y  # 注")], NEITHER),
    "another title": ([("名称: 新表", "名称: 又名")], NEITHER),
}


def made(folder: Path, base: str, other: str) -> Pack:
    for name, text in (
        ("pack", "代号: yearly\n名称: 年报\n版本: 1.0.0\n报告: [年报]\n年度: 2017起\n"),
        ("forms/b", base),
        ("forms/o", other),
    ):
        path = folder / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    (folder / "rules").mkdir()
    (folder / "rules" / "a.jsr").write_text("表 总表\n规则 合：每栏 合计 >= 合计(总表[甲..合计])\n", "utf-8")
    return find_pack(str(folder))


@pytest.mark.parametrize("name", FORM_CHANGES)
def test_what_form_sets_ask_for(name: str, tmp_path: Path) -> None:
    changes, expected = FORM_CHANGES[name]
    base, other = BASE, OTHER
    for old, new in changes:
        assert old in base + other
        base, other = base.replace(old, new), other.replace(old, new)
    found = compare_packs(made(tmp_path / "one", BASE, OTHER), made(tmp_path / "two", base, other))
    assert {(each.bump, each.what) for each in found} == expected
