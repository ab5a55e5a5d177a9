"""A sound text changed at random, verified as a document: never a traceback, never a figure that is not there; and when
a sentence, or a member of its list, is left out, nothing else is accused.
"""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.model.document import DocumentParagraph, DocumentPlace, PublishedDocument
from jsrules.model.given_head import GivenHead
from jsrules.model.result import Result
from jsrules.readers.reports.report_reader import open_report
from jsrules.verification.verifier import Verifier

SOUND = """\
第二部分 甲市乙局2021年度部门决算情况说明
一、收入支出决算总体情况说明
2021年度收、支总计均为1,250.00万元。与2020年度相比，收、支总计各增加250.00万元，增长25.00%，主要原因是2020年结余较多，2021年人员增加。其中：本年收入1,200.00万元，年初结转和结余50.00万元。
二、收入决算情况说明
本年收入合计1,200.00万元，其中：财政拨款收入1,080.00万元，占90.00%；事业收入60.00万元，占5.00%；其他收入60.00万元，占5.00%。比上年增加200.00万元，增长20.00%。
三、支出决算情况说明
本年支出合计1,220.00万元，其中：基本支出915.00万元，占75.00%；项目支出305.00万元，占25.00%。基本支出915.00万元，占总支出的75.00%。
四、财政拨款收入支出决算总体情况说明
2021年度财政拨款收、支总计均为1,100.00万元。与2020年相比，各增加100.00万元，增长10.00%。
五、一般公共预算财政拨款支出决算情况说明
（一）一般公共预算财政拨款支出决算总体情况
2021年度一般公共预算财政拨款支出976.00万元，占本年支出合计的80.00%。与2020年度相比，增加76.00万元，增长8.44%。
（二）一般公共预算财政拨款支出决算结构情况
一般公共预算财政拨款支出976.00万元，主要用于以下方面：教育支出（类）488.00万元，占50.00%；卫生健康支出（类）244.00万元，占25.00%；住房保障支出（类）244.00万元，占25.00%。
（三）一般公共预算财政拨款支出决算具体情况
2021年度一般公共预算财政拨款支出年初预算为800.00万元，支出决算为976.00万元，完成年初预算的122.00%。
1.教育支出（类）普通教育（款）小学教育（项）。年初预算为400.00万元，支出决算为488.00万元，完成年初预算的122.00%。决算数大于年初预算数的主要原因是增人。
2.住房保障支出（类）住房改革支出（款）住房公积金（项）。年初预算为400.00万元，支出决算为244.00万元，完成年初预算的61.00%。决算数小于年初预算数的主要原因是减员。
六、一般公共预算财政拨款基本支出决算情况说明
2021年度一般公共预算财政拨款基本支出900.00万元，其中：人员经费700.00万元，占77.78%；公用经费200.00万元，占22.22%。
七、财政拨款“三公”经费支出决算情况说明
（一）“三公”经费财政拨款支出决算总体情况说明
“三公”经费财政拨款支出预算为20.00万元，支出决算为15.00万元，完成预算的75.00%。其中：因公出国（境）费支出决算为0.00万元；公务用车购置及运行费支出决算为12.00万元；公务接待费支出决算为3.00万元。比上年减少5.00万元，下降25.00%。
（二）“三公”经费财政拨款支出决算具体情况说明
公务接待费3.00万元，其中国内接待费3.00万元，国内公务接待30批次，260人次。年末公务用车保有量为4辆。
十、政府采购支出情况说明
2021年度政府采购支出总额300.00万元，其中：货物支出100.00万元、工程支出50.00万元、服务支出150.00万元。授予中小企业合同金额200.00万元，占政府采购支出总额的66.67%。
"""
PARTS = [
    match.span() for match in re.finditer(r"[^。；\n]+[。；]", SOUND) if not SOUND.startswith("第二", match.start())
]
SIGNS = st.text("0123456789.,，。；：、（）%万元亿类款项支出收入预算决算完成比上年增加减少占其中为各均*X ", max_size=4)


@cache
def verifier() -> Verifier:
    return Verifier(given=GivenHead("部门决算", 2021))


def verified(text: str) -> Result | None:
    """The result for a document with these lines; None where nothing can be made of it."""
    parts = tuple(
        DocumentParagraph(line, ((0, DocumentPlace(paragraph=number)),))
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip()
    )
    try:
        imported = verifier().import_documents([PublishedDocument("说明.docx", "docx", parts)])
    except InputError:
        return None
    return verifier().verify(open_report(Source("说明.yaml", imported.text, made=True)), "", 0)


def wrong(result: Result | None) -> list[str]:
    """The rules that are violated, or of which two printed figures are not the same."""
    assert result is not None
    return [each.rule.name for each in result.outcomes if each.verdict == "violation" or each.kind == "same_amount"]


def test_the_text_is_sound_and_much_of_it_is_checked() -> None:
    result = verified(SOUND)
    assert result is not None and wrong(result) == []
    assert sum(1 for each in result.outcomes if each.verdict == "pass") > 60


@pytest.mark.parametrize(
    ("said", "instead", "rule"),
    [
        ("122.00%。决算数大于", "112.00%。决算数大于", "其他项目完成率"),
        ("其中：货物支出100.00", "其中：货物支出111.00", "政府采购总额"),
        ("一、收入支出", "一、2020年度收入支出", "标题的年度"),
    ],
)
def test_what_is_wrong_in_it_is_told(said: str, instead: str, rule: str) -> None:
    assert rule in wrong(verified(SOUND.replace(said, instead)))


def test_a_year_that_is_no_figure_is_not_passed_over() -> None:
    """021年度 is no year, so that nobody is accused of it; it is told as one that could not be read."""
    result = verified(SOUND.replace("2021年人员增加", "021年度人员增加"))
    assert wrong(result) == []
    assert result is not None and ("各处的年度", "undetermined") in [
        (each.rule.name, each.verdict) for each in result.outcomes
    ]


@settings(max_examples=12, deadline=None)
@given(st.sampled_from(PARTS))
def test_a_sentence_left_out_accuses_no_other(gone: tuple[int, int]) -> None:
    start, stop = gone
    left = SOUND[:start] + SOUND[stop:]
    assert wrong(verified(left)) == [], SOUND[start:stop]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, len(SOUND) - 1), st.integers(0, 12), SIGNS)
@example(SOUND.index("情况\n2021年度一般公共"), 4, "")  # …总体021年度…
def test_a_text_changed_anywhere_is_verified_and_no_figure_is_invented(at: int, length: int, signs: str) -> None:
    text = SOUND[:at] + signs + SOUND[at + length :]
    result = verified(text)
    assert result is None or result.report is not None
    for cell in result.report.cells if result is not None and result.report is not None else ():
        figures = re.findall(r"[0-9][0-9.]*", cell.amount.text.replace(",", "")) if cell.amount is not None else []
        assert all(figure in text.replace(",", "") for figure in figures), (cell.row, figures)
