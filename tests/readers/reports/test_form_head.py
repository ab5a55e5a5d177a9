"""The heads of form sets: what they are for, and what they build on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.base.years import EVERY_YEAR, parse_years
from jsrules.readers.reports.form_head import FormSetHead, find_base, read_form_head, with_bases
from jsrules.readers.reports.form_reader import read_form_set

HEAD = """\
表样: 部门决算
别名: [单位决算]
代号: final-accounts
名称: 上海
年度: [2019, 2021-2022]
沿用: true
地区: [上海*, 浦东*]
单位性质: 事业单位
金额单位: 万元
"""
BODY = "表:\n  甲:\n    行: {合计: ~}\n"


def head(text: str, path: str = "a/forms/上海.yaml") -> FormSetHead:
    return read_form_head(Source(path, text))


def test_a_head() -> None:
    found = head(HEAD + BODY)
    assert found.kinds == ("部门决算", "单位决算")
    assert (found.identifier, found.title, found.years) == ("final-accounts", "上海", parse_years("2019、2021-2022"))
    assert (found.runs_on, found.regions, found.unit_kinds) == (True, ("上海*", "浦东*"), ("事业单位",))
    assert (found.base, found.money_unit, found.base_label) == ("", "万元", None)
    assert found.is_called("上 海")
    assert not found.is_called("2021")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (HEAD, "上海"),
        (HEAD.replace("名称: 上海\n", ""), "上海、浦东、事业单位 2019、2021-2022"),
        ("表样: 决算\n代号: a\n年度: 2022起\n", "2022起"),
        ("表样: 决算\n基础: 同年\n", "决算"),
    ],
)
def test_what_a_form_set_is_called(text: str, title: str) -> None:
    assert head(text + BODY).title == title


@pytest.mark.parametrize("below", ["表:\n  甲: [\n", "情况说明: ~\n\t", "表:\n  甲: ~\n  甲: ~\n"])
def test_what_stands_below_a_head_is_not_read(below: str) -> None:
    assert head(HEAD + below).title == "上海"
    with pytest.raises(InputError):
        read_form_set([Source("a.yaml", HEAD + below)])


MISTAKES: dict[str, tuple[str, int, str]] = {
    "a year": (HEAD.replace("2021-2022", "2022-2021") + BODY, 5, "2017-2021"),
    "a key that nobody knows": (HEAD.replace("沿用", "延用") + BODY, 6, "沿用"),
    "the head below": ("# 表样\n" + BODY + HEAD, 5, "应写在“表”前面"),
    "a part of the head below": (HEAD.replace("年度: [2019, 2021-2022]\n", "") + BODY + "年度: 2021\n", 12, "前面"),
    "no kind": (HEAD.replace("表样: 部门决算\n", "") + BODY, 1, "表样"),
    "no identifier": (HEAD.replace("代号: final-accounts\n", "") + BODY, 1, "代号"),
    "no year of a difference": ("表样: 决算\n基础: 全国\n" + BODY, 1, "年度"),
    "a list for a base": ("表样: 决算\n年度: 2021\n基础: [全国]\n" + BODY, 3, "一个值"),
}


@pytest.mark.parametrize("name", MISTAKES)
@pytest.mark.parametrize("read", [read_form_head, lambda source: read_form_set([source])], ids=["head", "all"])
def test_mistakes(name: str, read: Callable[[Source], object]) -> None:
    text, line, words = MISTAKES[name]
    with pytest.raises(InputError) as caught:
        read(Source("表样.yaml", text))
    told = [each.message + each.remedy for each in caught.value.diagnostics if each.place()[1] == line]
    assert any(words in each for each in told), [(each.place(), each.message) for each in caught.value.diagnostics]


def test_the_head_of_an_overlay_for_all_years() -> None:
    found = head("表样: 决算\n基础: 同年\n" + BODY)
    assert (found.years, found.identifier, found.money_unit) == (EVERY_YEAR, "", "")


def named(path: str, base: str = "", kind: str = "决算") -> FormSetHead:
    foundation = f"基础: {base}\n" if base else "代号: a\n"
    return head(f"表样: {kind}\n名称: 称{path}\n年度: 2021\n{foundation}{BODY}", f"forms/{path}.yaml")


def test_bases_come_first() -> None:
    country, province, city = named("全国"), named("省", "全国"), named("市", "称省")
    others = [named("省", kind="概算"), city, province, country]
    assert with_bases(city, lambda each: find_base(each, others)) == [country, province, city]
    assert with_bases(country, lambda each: find_base(each, others)) == [country]


def test_the_nearest_base_is_offered() -> None:
    wrong = named("市", "全囯")
    with pytest.raises(InputError) as caught:
        with_bases(wrong, lambda each: find_base(each, [named("全国"), wrong]))
    (found,) = caught.value.diagnostics
    assert (found.code, found.place()[1]) == ("E303", 4)
    assert "全囯" in found.message
    assert "“称全国”" in found.remedy


def test_no_form_set_builds_on_itself() -> None:
    one, two = named("甲", "乙"), named("乙", "甲")
    with pytest.raises(InputError, match="互为基础"):
        with_bases(one, lambda each: find_base(each, [one, two]))
    with pytest.raises(InputError, match="作基础"):
        with_bases(one, lambda each: find_base(each, [one]))
    with pytest.raises(InputError, match="作基础"):
        with_bases(head("表样: 决算\n基础: 同年\n" + BODY), lambda _: None)
