"""Which form set is for a report: among those of the packs that are used, by kind, year, region and kind of unit; which
and why is said, ambiguity refused.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.packs.archive import write_archive
from jsrules.packs.choice import Member, PackChain
from jsrules.packs.form_choice import ChosenForms, FormChooser, choose_form_set
from jsrules.packs.form_files import form_files, given_form_files
from jsrules.packs.form_listing import listed_forms
from jsrules.packs.form_notes import running_on
from jsrules.packs.library import Pack, open_pack, pack_of_files, unpacked
from jsrules.readers.reports.header import ReportHeader
from jsrules.verification.verifier import Verifier

KIND = "企业年报"
BODY = "表: {资产表: {行: {资产: 1, 负债: 2, 权益: 3}}}\n"


def form(more: str = "", body: str = BODY) -> str:
    return f"表样: {KIND}\n代号: yearly\n金额单位: 元\n{more}\n{body}"


def made(identifier: str, forms: dict[str, str], more: str = "", rules: str = "资产 = 负债 + 权益\n") -> Pack:
    files = {
        "pack.yaml": f"代号: {identifier}\n名称: {identifier}\n版本: 1.0.0\n{more}",
        "rules/a.jsr": "表 资产表\n规则 平衡：" + rules,
        **{f"forms/{name}.yaml": text for name, text in forms.items()},
    }
    return pack_of_files(identifier, {name: text.encode() for name, text in files.items()})


def chain(*packs: Pack) -> PackChain:
    return PackChain(tuple(Member(each, "locked") for each in packs))


def header(year: int = 2021, kind: str = KIND, **extra: str) -> ReportHeader:
    return ReportHeader(kind, year=year, extra=extra)


def chosen(packs: PackChain, head: ReportHeader) -> ChosenForms | None:
    return choose_form_set(form_files([packs]), head)


def title(packs: PackChain, head: ReportHeader) -> str:
    found = chosen(packs, head)
    return found.title if found else ""


def error_of(packs: PackChain, head: ReportHeader) -> str:
    with pytest.raises(InputError) as caught:
        FormChooser(list).choose(head, [packs])
    return str(caught.value)


def test_by_kind_and_year() -> None:
    packs = chain(made("a", {"2020": form("年度: 2020"), "2021": form("年度: 2021-2022\n别名: [另一种]")}))
    assert title(packs, header(2020)) == "2020"
    assert title(packs, header(2022)) == "2021-2022"
    assert title(packs, header(2022, "另一种")) == "2021-2022"
    assert title(packs, header(2023)) == ""
    assert title(packs, header(2020, "另一种")) == ""


def test_region_before_none_and_own_year_before_one_that_runs_on() -> None:
    packs = chain(
        made(
            "a",
            {
                "all": form("年度: 2021\n沿用: true\n名称: 通用"),
                "new": form("年度: 2023\n名称: 新"),
                "sh": form("年度: 2022起\n地区: [上海*]\n名称: 上海"),
                "school": form("年度: 2021起\n地区: [上海*]\n单位性质: 学校\n名称: 上海学校"),
            },
        )
    )
    assert title(packs, header(2022)) == "通用"
    assert title(packs, header(2023)) == "新"
    assert title(packs, header(2024, 地区="北京市")) == "通用"
    assert title(packs, header(2024, 地区="上海市杨浦区")) == "上海"
    assert title(packs, header(2024, 地区="上海市杨浦区", 单位性质="学校")) == "上海学校"
    assert title(packs, header(2024, 地区="上海市杨浦区", 单位性质="行政单位")) == "上海"


def test_a_region_that_the_report_does_not_say() -> None:
    packs = chain(made("a", {"sh": form("年度: 2021\n地区: 上海*"), "bj": form("年度: 2022\n地区: 北京*")}))
    assert title(packs, header(2021)) == "上海 2021", "there is no other"
    assert title(packs, header(2021, 地区="河南省")) == ""
    found = error_of(packs, header(2021, 地区="河南省"))
    assert "没有 2021 年度“企业年报”的表样（河南省） (已有：上海 2021、北京 2022)" in found


def test_the_latest_one_runs_on_with_a_note() -> None:
    packs = chain(
        made("a", {"1": form("年度: 2019\n沿用: 是"), "2": form("年度: 2021\n沿用: 是"), "3": form("年度: 2022")})
    )
    found = chosen(packs, header(2025))
    assert found is not None
    assert (found.title, found.year, found.runs_on) == ("2021", 2021, True)
    (note,) = running_on(found, 2025, "report.yaml")
    assert (note.code, note.severity) == ("W323", "info")
    assert "2025" in note.message
    assert "2021" in note.message
    assert title(packs, header(2018)) == "", "never for earlier years"
    early = chosen(packs, header(2022))
    assert early is not None
    assert running_on(early, 2022, "") == []


def test_two_that_are_equally_good() -> None:
    packs = chain(made("a", {"x": form("年度: 2021\n名称: 甲"), "y": form("年度: 2020-2022\n名称: 乙")}))
    found = error_of(packs, header(2021))
    assert "E318" in found
    assert "甲（a）、乙（a）" in found
    unsaid = chain(made("a", {"x": form("年度: 2021\n地区: 甲*"), "y": form("年度: 2021\n地区: 乙*")}))
    with pytest.raises(InputError) as caught:
        chosen(unsaid, header(2021))
    assert "没有写地区" in caught.value.diagnostics[0].notes[0]


def test_an_overlay_goes_before_its_base_and_builds_on_it() -> None:
    base = made("base", {"2021": form("年度: 2021"), "2022": form("年度: 2022"), "sh": form("年度: 2022\n地区: 上海*")})
    over = made("over", {"more": f"表样: {KIND}\n基础: 同年\n名称: 我市\n表: {{资产表: {{行: {{现金: 4}}}}}}\n"})
    packs = chain(base, over)
    found = chosen(packs, header(2021))
    assert found is not None
    assert (found.title, [each.path for each in found.sources]) == (
        "我市",
        ["base/forms/2021.yaml", "over/forms/more.yaml"],
    )
    found = chosen(packs, header(2022, 地区="上海市"))
    assert found is not None
    assert found.sources[0].path == "base/forms/sh.yaml"
    with pytest.raises(InputError, match="E119"):
        chosen(packs, header(2023))


def test_a_base_by_name_is_looked_for_in_the_pack_first() -> None:
    base = made("base", {"2021": form("年度: 2021"), "other": form("年度: 2020\n名称: 旧")})
    over = made("over", {"2021": f"表样: {KIND}\n年度: 2021\n基础: 2021\n表: {{资产表: {{行: {{现金: 4}}}}}}\n"})
    found = chosen(chain(base, over), header(2021))
    assert found is not None
    assert [each.path for each in found.sources] == ["base/forms/2021.yaml", "over/forms/2021.yaml"]
    again = made("over", {"x": f"表样: {KIND}\n年度: 2021\n基础: 旧\n表: {{资产表: {{行: {{现金: 4}}}}}}\n"})
    found = chosen(chain(base, again), header(2021))
    assert found is not None
    assert [each.path for each in found.sources] == ["base/forms/other.yaml", "over/forms/x.yaml"]


@pytest.mark.parametrize(
    "forms",
    [
        {"a": "基础: b", "b": "基础: a"},
        {"a": "基础: c", "b": ""},
        {f"{n}": f"基础: {n + 1}" for n in range(30)} | {"30": "基础: 0"},
    ],
    ids=["two", "none", "thirty"],
)
def test_bases_that_lead_nowhere(forms: dict[str, str]) -> None:
    texts = {name: form(f"年度: {2000 + number}\n{more}") for number, (name, more) in enumerate(forms.items())}
    with pytest.raises(InputError, match="E303"):
        chosen(chain(made("a", texts)), header(2000))


def test_what_there_is_when_none_fits() -> None:
    packs = chain(made("a", {"2020": form("年度: 2020"), "2021": form("年度: 2021")}))
    assert "没有“企业半年报”的表样 (已有：企业年报" in error_of(packs, header(2021, "企业半年报"))
    assert "没有 2019 年度“企业年报”的表样 (已有：2020、2021)" in error_of(packs, header(2019))


def test_forms_in_an_archive_are_those_in_the_folder(tmp_path: Path) -> None:
    files = {
        "pack.yaml": "代号: a\n名称: a\n版本: 1.0.0\n".encode(),
        "rules/a.jsr": b"a = b\n",
        "forms/deep/2021.yaml": form("年度: 2021").encode(),
    }
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    folder, archive = open_pack(str(tmp_path)), unpacked("a.jspack", write_archive(files))
    assert [each.text for each in folder.forms] == [each.text for each in archive.forms]
    assert [each.path for each in archive.forms] == ["a/forms/deep/2021.yaml"]


def test_given_forms_go_before_those_of_packs(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(form("年度: 2019\n名称: 底"), "utf-8")
    own = tmp_path / "own.yaml"
    own.write_text(f"表样: {KIND}\n年度: 2021\n基础: base\n名称: 自备\n表: {{资产表: {{行: {{现金: 4}}}}}}\n", "utf-8")
    packs = chain(made("a", {"2019": form("年度: 2019"), "2021": form("年度: 2021")}))
    chooser = FormChooser(list, given_form_files([str(own)]))
    found = chooser.choose(header(2021), [packs])
    assert found is not None
    assert (found.title, found.file.origin, len(found.sources)) == ("自备", "given", 2)
    with pytest.raises(InputError, match="已有：底、自备"):
        chooser.choose(header(2019), [packs])
    whole = FormChooser(list, given_form_files([str(tmp_path)])).choose(header(2019), [packs])
    assert whole is not None
    assert whole.title == "底"


def test_what_cannot_be_given(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="没有表样"):
        given_form_files([str(tmp_path / "empty")])
    with pytest.raises(InputError, match="E401"):
        given_form_files([str(tmp_path / "none.yaml")])
    (tmp_path / "report.yaml").write_text("总计: 1\n", "utf-8")
    with pytest.raises(InputError, match="E303"):
        given_form_files([str(tmp_path / "report.yaml")])


def test_the_result_says_which_and_why() -> None:
    base = made("base", {"2021": form("年度: 2021\n沿用: true")}, f"报告: [{KIND}]\n年度: 2021起\n")
    report = Source("report.yaml", f"报告: {KIND}\n年度: 2022\n资产表: {{资产: 3.00, 负债: 1.00, 权益: 2.00}}\n")
    result = Verifier(packs=[base]).verify(report)
    assert [each.verdict for each in result.outcomes] == ["pass"]
    assert result.forms is not None
    assert (result.forms.title, result.forms.pack, result.forms.why) == ("2021", "base", ("kind", "year"))
    assert [each.code for each in result.diagnostics] == ["W323"]


def test_all_form_sets_that_a_pack_is_for() -> None:
    base = made(
        "base",
        {"a": form("年度: 2019-2020"), "b": form("年度: 2021起"), "sh": form("年度: 2021\n地区: 上海*")},
        f"报告: [{KIND}]\n年度: 2020-2022\n",
    )
    assert [(each.title, each.year) for each in listed_forms(base)] == [
        ("2019-2020", 2020),
        ("上海 2021", 2021),
        ("2021起", 2022),
    ]
    over = made(
        "over",
        {"x": f"表样: {KIND}\n基础: 同年\n地区: 上海*\n名称: 我市\n表: {{资产表: {{行: {{现金: 4}}}}}}\n"},
        "依赖: base >=1.0\n地区: [上海*]\n",
    )
    assert [(each.title, each.year) for each in listed_forms(over, base)] == [
        ("我市", 2020),
        ("2019-2020", 2020),
        ("我市", 2021),
        ("我市", 2022),
        ("2021起", 2022),
    ]


def test_what_a_region_adds_to_every_year_is_known_elsewhere() -> None:
    """Rules of an overlay name a row of its own: reports of other regions are not refused for it."""
    base = made("base", {"2021": form("年度: 2021")})
    more = f"表样: {KIND}\n基础: 同年\n地区: 上海*\n名称: 我市\n表: {{资产表: {{行: {{现金: 4}}}}}}\n"
    found = chosen(chain(base, made("over", {"x": more})), header(2021, 地区="河南省"))
    assert found is not None
    assert found.title == "2021"
    assert [each.title for each in found.others()] == ["我市"]
