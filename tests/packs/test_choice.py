"""Which pack is for a report: by kind, year, region and kind of unit; which and why is said, ambiguity refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.bureau import codes, pack
from support.processes import REPORT, run_jsrules

from jsrules.base.diagnostic import InputError
from jsrules.packs.choice import Installed, Member, PackChain, choose_pack
from jsrules.packs.library import Pack, unpacked
from jsrules.readers.reports.header import ReportHeader
from jsrules.verification.verifier import Verifier

KIND = "报告: [部门决算]\n"
RULES = "表 收入支出决算总表\n规则 收支平衡：收入.总计 = 支出.总计\n"


def made(identifier: str, more: str = "", version: str = "1.0.0", rules: str = RULES) -> Pack:
    return unpacked(f"{identifier}.jspack", pack(identifier, version, rules, more))


def candidate(identifier: str, more: str = "", origin: str = "locked") -> PackChain:
    return PackChain((Member(made(identifier, KIND + more), origin),))


def header(kind: str = "部门决算", year: int = 2021, **extra: str) -> ReportHeader:
    return ReportHeader(kind, year=year, extra=extra)


def chosen(candidates: list[PackChain], head: ReportHeader) -> tuple[str, tuple[str, ...]] | None:
    found = choose_pack(candidates, head)
    return (found[0].identifier, found[1]) if found else None


def test_by_kind_and_year() -> None:
    packs = [candidate("a", "年度: [2020, 2021]\n"), candidate("b", "年度: 2022\n")]
    assert chosen(packs, header()) == ("a", ("kind", "year"))
    assert chosen(packs, header(year=2022)) == ("b", ("kind", "year"))
    assert chosen(packs, header(year=2023)) is None
    assert chosen(packs, header("另一种")) is None


def test_by_region_and_kind_of_unit() -> None:
    packs = [candidate("henan", "地区: 河南省*\n"), candidate("hebei", "地区: 河北省*\n单位性质: 事业单位\n")]
    assert chosen(packs, header(地区="河南省济源市")) == ("henan", ("kind", "region"))
    assert chosen(packs, header(地区="河北省邯郸市", 单位性质="事业单位")) == ("hebei", ("kind", "region", "unit_kind"))
    assert chosen(packs, header(地区="河北省邯郸市", 单位性质="行政单位")) is None


def test_what_the_report_does_not_say() -> None:
    packs = [candidate("henan", "地区: 河南省*\n"), candidate("hebei", "地区: 河北省*\n")]
    with pytest.raises(InputError) as caught:
        choose_pack(packs, header())
    assert codes(caught.value) == {"E317"}
    assert "没有写地区" in caught.value.diagnostics[0].notes[0]
    assert chosen([*packs, candidate("all")], header()) == ("all", ("kind",))


def test_ambiguity_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        choose_pack([candidate("a"), candidate("b")], header())
    (found,) = caught.value.diagnostics
    assert (found.code, found.message) == ("E317", "2 个规则包都适用于这份报告：a 1.0.0、b 1.0.0")
    assert "--pack" in found.remedy


def test_locked_before_shipped() -> None:
    packs = [candidate("a", origin="shipped"), candidate("b")]
    assert chosen(packs, header()) == ("b", ("kind",))


def test_an_overlay_stands_for_its_base() -> None:
    base = made("base", KIND)
    over = made("over", "依赖: base >=1.0\n地区: 河南省*\n", rules="规则 二：a = b\n")
    packs = [
        PackChain((Member(base, "locked"),)),
        PackChain((Member(base, "locked"), Member(over, "locked"))),
    ]
    assert chosen(packs, header(地区="河南省济源市")) == ("over", ("kind", "region"))
    assert chosen(packs, header(地区="河北省邯郸市")) == ("base", ("kind",))
    assert chosen(packs, header()) == ("base", ("kind",))


def test_the_shipped_pack_says_why() -> None:
    result = Verifier().verify(str(REPORT))
    (info,) = result.packs
    assert (info.name, info.origin, info.why) == ("final-accounts", "shipped", ("kind", "year"))


def test_two_overlays_of_a_held_base() -> None:
    """Two departments' packs over one base, both for the report: nobody guesses."""
    held = {
        "base": made("base", KIND),
        "one": made("one", "依赖: base >=1.0\n"),
        "two": made("two", "依赖: base >=1.0\n"),
    }
    result = Verifier(held=held).verify(str(REPORT))
    assert result.report is None
    assert [each.code for each in result.diagnostics] == ["E317"]
    named = Verifier(packs=["final-accounts"], held=held).verify(str(REPORT))
    assert [each.name for each in named.packs] == ["final-accounts"]


def test_a_pack_for_another_engine(tmp_path: Path) -> None:
    path = tmp_path / "rules.jspack"
    path.write_bytes(pack("rules", more=f"{KIND}程序: jsrules >=7\n", rules=RULES))
    finished = run_jsrules("verify", REPORT, "--pack", path)
    assert finished.returncode == 2
    assert "E316" in finished.stderr and "要求 jsrules >=7.0.0" in finished.stderr


def test_the_list(tmp_path: Path) -> None:
    assert run_jsrules("pack", "list", cwd=tmp_path).stdout.startswith("final-accounts 1.0.0  部门决算\n  来源：自带\n")
    assert [each.identifier for each in Installed().all()] == ["final-accounts"]
