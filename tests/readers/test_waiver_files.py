"""Files of waivers: what is wrong with them, and that writing keeps what stands in them byte by byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.model.waiver import WaivedFigure, Waiver
from jsrules.readers.waivers.waiver_reader import read_waivers
from jsrules.readers.waivers.waiver_text import with_waivers

GOOD = "- {规则: r/和, 数: {总计: 9.00}, 理由: 属实, 批准人: 张三, 自: 2026-01-01, 至: 2026-12-31}\n"


def read(text: str) -> list[Waiver]:
    return read_waivers(Source("w.yaml", text))


def test_both_languages() -> None:
    english = (
        "waivers:\n- {rule: r/和, figures: {总计: 9.00}, reason: 属实, approver: 张三, from: 2026/1/1, "
        "through: 2026年12月31日, verdict: violation}\n"
    )
    assert read(english) == read("说明:\n" + GOOD)


@pytest.mark.parametrize("text", ["", "# 都删去了\n\n", "说明:\n", "说明: []\n"])
def test_none_are_left(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("说明: 甲\n", "E501"),
        ("说明:\n- 甲\n", "E501"),
        ("说明书: []\n", "E501"),
        ("说明:\n" + GOOD.replace("理由: 属实, ", ""), "E501"),
        ("说明:\n" + GOOD.replace("r/和", "[r/和, r/差]"), "E501"),
        ("说明:\n" + GOOD.replace("2026-12-31", "2025-12-31"), "E501"),
        ("说明:\n" + GOOD.replace("2026-12-31", "2026-12"), "E501"),
        ("说明:\n" + GOOD.replace("2026-12-31", "明年"), "E501"),
        ("说明:\n" + GOOD.replace("9.00", "[9.00]"), "E501"),
        ("说明:\n" + GOOD.replace("属实", "属" * 2001), "E501"),
        ("说明:\n" + GOOD + GOOD, "E501"),
        ("说明:\n" + GOOD.replace("理由:", "reason: 甲, 理由:"), "E104"),
        ("说明: &a []\n", "E107"),
        ("#" * 4_000_001, "E105"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert {each.code for each in caught.value.diagnostics} == {code}
    assert all(each.remedy for each in caught.value.diagnostics) or code in ("E107", "E501")


def test_too_many_are_refused_quickly() -> None:
    with pytest.raises(InputError) as caught:
        read("说明:\n" + "- {}\n" * 10_001)
    assert "10000" in str(caught.value)


texts = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn")), min_size=1, max_size=30
)
words = texts.map(lambda text: " ".join(text.split())).filter(lambda text: text not in ("", "~"))
names = words.map(str.strip).filter(bool)
made = st.builds(
    Waiver,
    names,
    st.dictionaries(names, names, max_size=3).map(
        lambda each: tuple(WaivedFigure(name, text) for name, text in each.items())
    ),
    words,
    words,
    st.just("2026-01-01"),
    st.just("2026-12-31"),
    names,
    names,
    names,
    st.sampled_from(("violation", "rounding", "undetermined")),
)

KEPT = "# 手写的\n\n说明:   # 两条\n  - 规则: 'r/和'\n    理由: |\n      属实\n      而且\n    批准人: 张三\n    自: 2026-1-1\n    至: 2026-12-31\n    位置: {表: 甲}\n"


@given(st.lists(made, min_size=1, max_size=3, unique_by=lambda each: each.rule))
def test_new_ones_stand_behind_what_was_written_by_hand(new: list[Waiver]) -> None:
    for before in (
        b"",
        "# 只有注释".encode(),
        KEPT.encode(),
        KEPT.replace("\n", "\r\n").encode(),
        KEPT.rstrip().encode(),
    ):
        after = with_waivers("w.yaml", before, new)
        assert after.startswith(before)
        found = read_waivers(Source("w.yaml", after.decode().replace("\r\n", "\n")))
        assert found[len(found) - len(new) :] == new
        again = with_waivers("w.yaml", after, [])
        assert again == after


@pytest.mark.parametrize(
    "text", ["说明: [" + GOOD[2:-1] + "]\n", "说明: {}\n".replace("{}", "[]"), "说明:\n" + GOOD + "...\n"]
)
def test_where_nothing_can_be_added_nothing_is_lost(text: str) -> None:
    one = Waiver("r/差", (), "属实", "李四", "2026-01-01", "2026-12-31", "表")
    with pytest.raises(InputError) as caught:
        with_waivers("w.yaml", text.encode(), [one])
    (told,) = caught.value.diagnostics
    assert told.code == "E510" and "r/差" in told.notes[0]
