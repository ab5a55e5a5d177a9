"""What a text should not hold: found with its place, told by rules as a note, and never more than so many."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.prose import prose_of

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.readers.prose.grammar_reader import read_grammar
from jsrules.readers.prose.wordings import MOST_WORDINGS, find_wordings
from jsrules.verification.verifier import Verifier

TITLES = ["第二部分 2021年度部门决算情况说明", "一、收入支出决算总体情况说明"]


def _found(text: str) -> list[tuple[str, str]]:
    return [(each.item, *each.values) for each in prose_of([*TITLES, text]).words if each.section == "措辞"]  # type: ignore[misc]


@pytest.mark.parametrize(
    "text",
    [
        "收入总计100.00万元，比上年增加5.00万元，增长5.26%。",
        "收入有增有减，根据实际增加或减少，增减变化不大。",
        "与上年基本持平（其中：收入为0.00万元）。",
        "年初预算为0，支出决算为0，与预算持平。",
        "单位：万元。主要原因是人员增加……其他。",
        "2021年3月1日至12月31日，12个月。",
        "（如上述项目）支出万元以上设备0台。",
        "**收入总计100.00万元**，比上年增加**5.00**万元，增长**5.26%**。",
        "**2020**年，与**2020年**相比，**本部门2021年**教育支出（类）**普通教育**（款）**小学教育**（项）支出。",
    ],
)
def test_what_is_well_written_is_not_told(text: str) -> None:
    assert not _found(text)


def test_stars_in_place_of_a_figure_or_a_name_are_told_with_their_place() -> None:
    text = "**局2021年度收入总计为**万元，占**%。20**年教育支出（类）**（款）**（项）支出 *** 万元。"
    found = [("**局2021年度", "模板的字"), ("为**万元", "模板的字"), ("占**%", "模板的字"), ("20**年", "模板的字")]
    assert set(_found(text)) == {*found, ("（类）**（款）", "模板的字"), ("出***万元", "模板的字")}
    prose = prose_of([*TITLES, text])
    word = next(each for each in prose.words if each.item == "出***万元")
    assert prose.passages[word.passage].text[word.start : word.end] == "出 *** 万元"


def test_a_wording_has_the_signs_of_its_document_as_its_place() -> None:
    text = "收入总计 100.00 万元，比上年“大 小于” 5.00 万元。"
    prose = prose_of([*TITLES, text])
    (word,) = (each for each in prose.words if each.section == "措辞")
    assert prose.passages[word.passage].text[word.start : word.end] == "大 小于"
    assert word.place.paragraph == 3


def test_there_is_an_end_to_what_is_told() -> None:
    assert len(_found("XX，" * (3 * MOST_WORDINGS))) == MOST_WORDINGS


def test_kinds_are_those_of_the_files() -> None:
    grammar = read_grammar(
        [Source("a.yaml", '词: {升降: {增加: [增加]}}\n不该有: {节.栏: {甲: ["{升降}X", 丙], 乙: [丁]}}\n')]
    )
    found = [(each.pattern.kind, each.start, each.end) for each in find_wordings("丁，增加X，丙，增加XX", grammar)]
    assert found == [("甲", 2, 5), ("甲", 6, 7), ("甲", 8, 11), ("乙", 0, 1)]


@pytest.mark.parametrize("pattern", ["[甲]", "{没有的}", "(甲"])
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(InputError):
        read_grammar([Source("a.yaml", f'不该有: {{节.栏: {{甲: ["{pattern}"]}}}}\n')])


def test_a_document_with_words_of_its_template(tmp_path: Path) -> None:
    """Each is a note at its place, and the figures beside it are judged as ever."""
    path = tmp_path / "某局.txt"
    lines = [
        "某局2021年度部门决算",
        *TITLES,
        "2021年度收入总计100.00万元，比上年增加5.00万元，增长5.26。。",
        "2021年度支出总计100.00万元，比上年减少（增加）XX万元（请说明原因）。",
    ]
    path.write_text("\n\n".join(lines), encoding="utf-8")
    result = Verifier().verify(str(path))
    told = {
        (each.rule.name, each.ground.place.row)
        for each in result.outcomes
        if each.verdict == "violation" and each.rule.severity == "info"
    }
    assert told == {
        ("没有选定", "减少(增加)"),
        ("模板的字", "xx"),
        ("模板的字", "(请说明原因)"),
        ("缺单位", "增长5.26"),
        ("标点", "。。"),
    }
