"""Overlays: a chain that adds and tightens; what loosens, or goes beyond what its base allows, is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.bureau import codes, pack
from support.processes import REPORT, run_jsrules

from jsrules.authoring.build import build_pack
from jsrules.authoring.overlay import check_overlay
from jsrules.base.diagnostic import InputError
from jsrules.packs.chain import chain_of
from jsrules.packs.library import Pack, unpacked
from jsrules.verification.verifier import Verifier

BASE = """表 收入支出决算总表
规则 收支平衡：收入.总计 = 支出.总计
规则 收入为正：收入.总计 > 0
  级别 警告
"""
HEAD = "报告: [部门决算]\n年度: 2021\n"
OWN = "表 收入支出决算总表\n规则 支出为正：支出.总计 > 0\n"


def base(permits: str = "下级可以: {提高级别: 全部, 不许说明: [收支平衡]}\n", version: str = "1.0.0") -> Pack:
    return unpacked("base.jspack", pack("base", version, BASE, HEAD + permits))


def overlay(more: str, rules: str = OWN, requires: str = "base >=1.0 <2") -> Pack:
    return unpacked("over.jspack", pack("over", "1.0.0", rules, f"依赖: {requires}\n{more}"))


def refusal(over: Pack, below: Pack) -> tuple[str, str]:
    with pytest.raises(InputError) as caught:
        check_overlay(over, below)
    (found,) = caught.value.diagnostics
    assert found.remedy
    return found.code, found.message


def test_it_adds_and_tightens() -> None:
    over = overlay("收紧: {收入为正: {级别: 错误}, 收支平衡: {不许说明: 是}}\n")
    check_overlay(over, base())
    result = Verifier(held={"base": base(), "over": over}).verify(str(REPORT))
    assert [each.name for each in result.packs] == ["base", "over"]
    levels = {each.rule.identifier: each.rule.severity for each in result.outcomes}
    assert levels == {"base/收支平衡": "error", "base/收入为正": "error", "over/支出为正": "error"}
    alone = Verifier(held={"base": base()}).verify(str(REPORT))
    assert {each.rule.severity for each in alone.outcomes if each.rule.name == "收入为正"} == {"warning"}


def test_one_that_only_tightens() -> None:
    from jsrules.packs.archive import read_archive, write_archive

    files = read_archive("x", pack("over", more="依赖: base >=1.0\n收紧: {收入为正: {级别: 错误}}\n"))
    del files["rules/a.jsr"]
    over = unpacked("over.jspack", write_archive(files))
    result = Verifier(held={"base": base(), "over": over}).verify(str(REPORT))
    assert {each.rule.severity for each in result.outcomes} == {"error"}


@pytest.mark.parametrize(
    ("more", "permits", "words"),
    [
        ("收紧: {收支平衡: {级别: 警告}}\n", "下级可以: {提高级别: 全部}\n", "只能提高，不能降低"),
        ("收紧: {收支平横: {不许说明: 是}}\n", "", "没有规则“收支平横”"),
        ("收紧: {收入为正: {级别: 错误}}\n", "", "没有许可下级这样收紧“收入为正”：提高级别"),
        (
            "收紧: {收入为正: {级别: 错误}}\n",
            "下级可以: {提高级别: [收支平衡]}\n",
            "没有许可下级这样收紧“收入为正”：提高级别",
        ),
        (
            "收紧: {收入为正: {不许说明: 是}}\n",
            "下级可以: {不许说明: 收支平衡}\n",
            "没有许可下级这样收紧“收入为正”：不许说明",
        ),
        ("", "下级可以: {加规则: 否}\n", "不许下级加规则"),
    ],
)
def test_what_it_may_not_do(more: str, permits: str, words: str) -> None:
    code, message = refusal(overlay(more), base(permits))
    assert code == "E315"
    assert words in message
    held = {"base": base(permits), "over": overlay(more)}
    if more:
        with pytest.raises(InputError) as caught:
            Verifier(held=held).verify(str(REPORT))
        assert codes(caught.value) == {"E315"}, "verifying refuses it as well as building"


def test_versions_and_circles() -> None:
    assert refusal(overlay("", requires="base >=2.0"), base()) == ("E316", "“over”要求“base”>=2.0.0，这里的是 1.0.0")
    assert refusal(overlay("", requires="other"), base()) == ("E316", "“over”依赖的规则包“other”不在这里")
    one = unpacked("one", pack("one", more="依赖: two\n"))
    two = unpacked("two", pack("two", more="依赖: one\n"))
    with pytest.raises(InputError) as caught:
        chain_of(one, lambda wanted: {"one": one, "two": two}[wanted.identifier])
    assert "绕成一圈" in str(caught.value)
    (found,) = Verifier(held={"over": overlay("")}).verify(str(REPORT)).diagnostics
    assert (found.code, "不在这里" in found.message) == ("E316", True)


def test_a_chain_of_three() -> None:
    middle = unpacked("over", pack("over", "1.0.0", OWN, "依赖: base\n下级可以: {提高级别: 全部}\n"))
    top = unpacked("top", pack("top", "1.0.0", OWN.replace("支出为正", "支出大于零"), "依赖: over\n"))
    result = Verifier(held={"base": base(), "over": middle, "top": top}).verify(str(REPORT))
    assert [each.name for each in result.packs] == ["base", "over", "top"]


def test_a_list_of_bases_is_no_chain() -> None:
    with pytest.raises(InputError) as caught:
        unpacked("x", pack("x", more="依赖: [a, b]\n"))
    assert codes(caught.value) == {"E302"}


def test_explain_shows_the_chain(tmp_path: Path) -> None:
    for name, text in (("base.jspack", pack("base", "1.0.0", BASE, HEAD + "下级可以: {提高级别: 全部}\n")),):
        (tmp_path / name).write_bytes(text)
    (tmp_path / "over.jspack").write_bytes(
        pack("over", "1.0.0", OWN, "依赖: base >=1.0\n收紧: {收入为正: {级别: 错误}}\n")
    )
    arguments = ("--pack", "base.jspack", "--pack", "over.jspack")
    shown = run_jsrules("pack", "explain", "收入为正", *arguments, cwd=tmp_path)
    assert shown.stdout == (
        "base/收入为正\n"
        "  表 收入支出决算总表 | 收入.总计 > 0\n"
        "  base  1.0.0  级别警告，可以说明\n"
        "  over  1.0.0  级别改为错误\n"
        "  结果         级别错误，可以说明\n"
    )
    unknown = run_jsrules("pack", "explain", "收入为负", *arguments, cwd=tmp_path)
    assert (unknown.returncode, "是不是“收入为正”" in unknown.stderr) == (2, True)


def test_the_shipped_pack_can_be_built_upon(tmp_path: Path) -> None:
    assert run_jsrules("new", "pack", "edu", "--over", "final-accounts", cwd=tmp_path).returncode == 0
    assert run_jsrules("pack", "build", "edu", cwd=tmp_path).returncode == 0
    shown = run_jsrules("verify", REPORT, "--pack", "edu-1.0.0.jspack", cwd=tmp_path).stdout
    assert "规则：部门决算 1.0.0（自带）、edu 1.0.0（指定）" in shown
    with pytest.raises(InputError) as caught:
        build_pack(str(tmp_path / "edu"))
    assert codes(caught.value) == {"E316"}
