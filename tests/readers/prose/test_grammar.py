"""Words and patterns of a pack: what is wrong in them is told with its place, before any document is read."""

from __future__ import annotations

import re

import pytest
from support.endless import comes_to_an_end
from support.forms import shipped_form_set
from support.prose import PACK, shipped_grammar

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.source import Source
from jsrules.packs.library import open_pack
from jsrules.readers.prose.grammar import fit_of
from jsrules.readers.prose.grammar_lint import lint_grammar
from jsrules.readers.prose.grammar_reader import read_grammar
from jsrules.readers.prose.pattern_regex import SlotTable, compile_pattern, is_bounded
from jsrules.readers.prose.pattern_tree import NotationError, has_own_words, parse_pattern

WORDS = "词: {升降: {增加: [增加], 减少: [减少]}, 预算: {年初预算: [年初预算]}}\n单位: {辆: [辆], 人次: [人次]}\n"


def faults(text: str) -> list[Diagnostic]:
    return lint_grammar([Source("narrative/x.yaml", text)], [shipped_form_set()])


def codes(text: str) -> list[str]:
    return [each.code for each in faults(text)]


def pattern(line: str) -> str:
    return f'{WORDS}句式: {{一: ["{line}"]}}\n'


def test_the_shipped_words_have_their_places_in_the_form_set() -> None:
    assert lint_grammar(open_pack(PACK).narrative, [shipped_form_set()]) == []
    assert sum(map(len, shipped_grammar().patterns.values())) > 100


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("词语: {}\n", "E420"),
        ("略: 共\n", "E420"),
        ("说明: {理由: [因为]}\n", "E420"),
        ("同组: {收支总计: [收入总计]}\n", "E420"),
        (pattern("支出{额}"), "E421"),
        (pattern("支出[为{额} => 金额"), "E421"),
        (pattern("支出|收入{额} => 金额"), "E421"),
        (pattern("[支出][收入] => "), "E421"),
        (pattern("[[[[[[[[支出]]]]]]]]{额} => 金额"), "E421"),
        (pattern("...[支][出][为][共][计][了][各][均]...[一][二][三]支出{额} => 金额"), "E421"),
        (pattern("支出{金额} => 金额"), "E422"),
        ('项目: {基本支出: ["{额}支出"]}\n', "E422"),
        (pattern("支出{额}，增加{率} => 金额"), "E423"),
        (pattern("[公务][接待]{人次} => 国内接待.人次"), "E424"),
        (pattern("支出{额} => 金饿"), "E425"),
        (pattern("接待{人次} => 国内按待.人次"), "E425"),
        ("节: {总体情况况: {标题: [总体]}}\n", "E425"),
        ("项目: {基木支出: [基本支出]}\n", "E425"),
        ('句式: {一: ["支出{额} => 金额", "支出{额} => 决算"]}\n', "E426"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, code: str) -> None:
    found = faults(text)
    assert [each.code for each in found] == [code]
    assert found[0].labels[0].source.path == "narrative/x.yaml"


def test_a_name_that_is_like_a_known_one_is_offered() -> None:
    assert "人次" in faults(pattern("接待{人数} => 国内接待.人次"))[0].remedy
    assert "基本支出" in faults("项目: {基木支出: [基本支出]}\n")[0].remedy


def test_a_pack_above_adds_its_own_words() -> None:
    base = open_pack(PACK).narrative
    own = Source("own/narrative/words.yaml", '句式: {本地: ["花了{额} => 金额"]}\n词: {升降: {增加: [多了]}}\n')
    grammar = read_grammar([*base, own])
    assert grammar.classes["升降"]["多了"] == "增加"
    assert any(each.text == "花了{额}" for each in grammar.patterns["花"])


def test_what_is_wrong_keeps_documents_from_being_read_with_it() -> None:
    with pytest.raises(InputError):
        read_grammar([Source("x.yaml", pattern("支出{额} => ").replace("=>", "->"))])


@pytest.mark.parametrize("text", ["[", "(", "{额", "支出]", "}", "(" * 50, "字" * 1000])
def test_no_text_is_a_defect_of_the_notation(text: str) -> None:
    with pytest.raises(NotationError):
        parse_pattern(text)


def test_a_word_of_its_own_is_one_that_every_text_has() -> None:
    assert has_own_words(parse_pattern("[公务]接待{额}"))
    assert has_own_words(parse_pattern("(外宾|外事){额}"))
    assert not has_own_words(parse_pattern("[公务](接待|){额}"))
    assert not has_own_words(parse_pattern("...{额}"))


def test_what_a_pattern_needs_stands_in_all_that_fits() -> None:
    needs = compile_pattern(parse_pattern("[与]上年(相比|比)，增加[了]{额}"), SlotTable({}, {})).needed
    assert sorted(needs) == [("上年",), ("相比", "比"), ("，增加",)]
    table = SlotTable({"升降": ("增", "减")}, {"辆": ("辆", "台")})
    assert sorted(compile_pattern(parse_pattern("(公务接待[费]|{升降})共{辆}"), table).needed) == [
        ("公务接待", "增", "减"),
        ("共",),
        ("辆", "台"),
    ]
    assert compile_pattern(parse_pattern("(甲|)[乙]{额}..."), SlotTable({}, {})).needed == ()


@pytest.mark.parametrize("text", ["与上年相比，增加 5.00 万元", "与上年，增加", "比上年增加"])
def test_what_lacks_a_needed_word_does_not_fit(text: str) -> None:
    grammar = shipped_grammar()
    for each in {each.regex: each for some in grammar.patterns.values() for each in some}.values():
        for at in range(len(text)):
            slow = re.compile(each.regex).match(text, at)
            quick = fit_of(each, text, at, len(text))
            assert (slow and slow.span()) == (quick and quick.span())


def test_the_worst_pattern_that_is_taken_comes_to_an_end_on_the_worst_text() -> None:
    table = SlotTable({}, {})
    tree = parse_pattern("".join(f"[{sign}]" for sign in "支支支支支支支支支支支支支支支支") + "出{额}")
    assert is_bounded(tree, table)
    regex = re.compile(compile_pattern(tree, table).regex)
    with comes_to_an_end():
        for at in range(20):
            assert regex.match("支" * 2000, at) is None
    assert not is_bounded(parse_pattern("".join(f"[{sign}]" for sign in "支" * 20) + "出{额}"), table)
