"""A text changed at random is verified without a fault, and what is not there any more accuses nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.model.result import Result
from jsrules.readers.documents.open_document import document_of
from jsrules.verification.verifier import Verifier

SOUND = """\
三、2023年度单位决算情况说明
（一）收入支出决算总体情况说明
2023年度收入总计520.00万元，支出总计520.00万元，与2022年度相比，增加20.00万元，增长4.00%。主要原因是人员增加3人。
（二）收入决算情况说明
本年收入合计500.00万元。包括财政拨款收入480.00万元（其中，一般公共预算470.00万元，政府性基金预算10.00万元，国有资本经营预算0万元），占收入合计96.00%；其他收入20.00万元，占收入合计4.00%。
（三）支出决算情况说明
本年支出合计510.00万元，其中：基本支出400.00万元，占78.43%；项目支出110.00万元，占21.57%。
（四）一般公共预算财政拨款基本支出决算情况说明
2023年一般公共预算财政拨款基本支出390.00万元。其中：人员经费300.00万元，公用经费90.00万元。
（五）财政拨款“三公”经费支出决算情况说明
1.“三公”经费财政拨款支出决算总体情况说明
2023年“三公”经费财政拨款支出预算为8.00万元，支出决算为5.00万元，完成预算的62.50%。较上年增加1.00万元，增长25.00%。
2.“三公”经费财政拨款支出决算具体情况说明
2023年“三公”经费支出决算中，因公出国（境）费支出决算0万元，占0%；公务用车购置及运行维护费支出决算4.00万元，占80.00%；公务接待费支出决算1.00万元，占20.00%。
公务接待费支出1.00万元，完成预算的50.00%。国内公务接待10批次，100人次。
"""
SENTENCES = [*re.finditer(r"[^。\n]+。", SOUND)]
CLAUSES = [*re.finditer(r"[^。，；：\n]+[，；]", SOUND)]
FIGURES = [*re.finditer(r"[0-9]+(?:\.[0-9]+)?", SOUND)]
SIGNS = st.text("0123456789.,，。；：、（）%万元亿收入支出预算决算完成比上年增加减少占其中为各均\n 一二", max_size=4)
VERIFIER = Verifier()


def verified(text: str) -> Result:
    """What the rules say of a text, as of a file."""
    found = VERIFIER.import_documents([document_of(text.encode(), "说明.txt")])
    return VERIFIER.verify(Source("说明.txt", found.text, made=True), "", 0)


def accused(result: Result) -> list[str]:
    return [each.rule.name for each in result.outcomes if each.verdict == "violation"]


def without(text: str, match: re.Match[str]) -> str:
    return text[: match.start()] + text[match.end() :]


def test_it_is_sound_and_each_of_its_figures_counts() -> None:
    result = verified(SOUND)
    assert result.report is not None and len(result.report.cells) >= 40
    assert accused(result) == []
    assert sum(each.verdict in ("pass", "rounding") for each in result.outcomes) > 25


@pytest.mark.parametrize("number", range(len(SENTENCES)))
def test_a_sentence_left_out_accuses_no_other_one(number: int) -> None:
    assert accused(verified(without(SOUND, SENTENCES[number]))) == []


@pytest.mark.parametrize("number", range(len(CLAUSES)))
def test_a_clause_left_out_accuses_no_other_one(number: int) -> None:
    assert accused(verified(without(SOUND, CLAUSES[number]))) == []


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(FIGURES), st.integers(1, 9), st.data())
def test_a_wrong_figure_is_gone_with_its_sentence(figure: re.Match[str], step: int, data: st.DataObject) -> None:
    """Whatever a changed digit is told for: without the sentence nothing is left to be told."""
    at = data.draw(st.sampled_from([n for n in range(*figure.span()) if SOUND[n].isdigit()]))
    changed = SOUND[:at] + str((int(SOUND[at]) + step) % 10) + SOUND[at + 1 :]
    verified(changed)
    home = [each for each in SENTENCES if each.start() <= at < each.end()]
    if home:
        assert accused(verified(without(changed, home[0]))) == []


@settings(max_examples=15, deadline=None)
@given(st.integers(0, len(SOUND)), st.integers(0, 30), SIGNS)
def test_no_figure_is_read_that_is_not_there(at: int, length: int, signs: str) -> None:
    text = SOUND[:at] + signs + SOUND[at + length :]
    try:
        result = verified(text)
    except InputError:
        return  # it tells no kind or year any more: said, and no traceback
    printed = set(re.findall(r"[0-9]+(?:[.,][0-9]+)*", text))
    for cell in result.report.cells if result.report is not None else ():
        if cell.amount is not None and cell.line:
            number = re.search(r"[0-9]+(?:[.,][0-9]+)*", cell.amount.text)
            assert number is None or number[0] in printed, cell
