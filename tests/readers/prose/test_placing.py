"""What prose says is put where the form set has a place for it; what the reader of reports would not take is unread."""

from __future__ import annotations

from jsrules.base.source import Source
from jsrules.model.prose import ReadProse
from jsrules.readers.documents.open_document import document_of
from jsrules.readers.reports.report_reader import open_report
from jsrules.verification.verifier import Verifier

TABLE = """某某局2021年度部门决算
支出决算表
单位：万元
科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
\t合计\t30.00\t30.00\t\t\t\t
208\t社会保障和就业支出\t30.00\t30.00\t\t\t\t
20805\t行政事业单位养老支出\t30.00\t30.00\t\t\t\t
2080501\t行政单位离退休\t30.00\t30.00\t\t\t\t
"""
HEAD = "第三部分 2021年度部门决算情况说明\n"


def imported(text: str) -> tuple[ReadProse, str]:
    """The prose of a document, and its report as text, which must read."""
    verifier = Verifier()
    found = verifier.import_documents([document_of((TABLE + HEAD + text).encode(), "决算.txt")])
    assert found.report.prose is not None
    _, notes = verifier.read(open_report(Source("report.yaml", found.text)))
    assert not [each for each in notes if each.severity == "error"]
    return found.report.prose, found.text


def test_an_account_that_is_called_by_two_names_is_one_row() -> None:
    _, text = imported(
        "五、一般公共预算财政拨款支出决算情况说明\n（三）一般公共预算财政拨款支出决算具体情况\n"
        "1.社会保障和就业支出（类）行政事业单位离退休（款）归口管理的行政单位离退休（项）。年初预算为20万元。\n"
        "2.社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）。支出决算为30万元。\n"
    )
    assert "    2080501 归口管理的行政单位离退休: {年初预算: 20, 决算: 30}" in text


def test_a_figure_whose_sign_or_unit_cannot_be_is_not_read() -> None:
    prose, text = imported(
        "三、支出决算情况说明\n2021年度支出合计30.00万元，比上年减少-5万元，增长-3%。\n"
        "十一、国有资产占用情况说明\n2021年期末，我单位共有车辆2辆，其中：其他用车2台（套）。\n"
    )
    reasons = {each.text: each.reason for each in prose.figures if each.use == "unread" and each.kind != "year"}
    assert reasons["5"] == reasons["3"] == "no_amount"
    assert "减少 -5" not in text


def test_what_has_no_place_is_unread_and_not_lost() -> None:
    prose, _ = imported(
        "三、支出决算情况说明\n2021年度支出合计30.00万元，年初预算为20万元，其中：会议费1万元，占10%；未知的事2万元。\n"
    )
    reasons = {each.text: each.reason for each in prose.figures if each.use == "unread"}
    assert reasons == {"20": "no_measure", "1": "no_measure", "10": "no_row", "2": "unknown_words"}


def test_an_item_that_is_no_known_account_has_a_place_of_its_own() -> None:
    """Where class, group and item are told, its own figures are read; it is compared with no table."""
    prose, text = imported(
        "五、一般公共预算财政拨款支出决算情况说明\n（三）一般公共预算财政拨款支出决算具体情况\n"
        "1.社会保障和就业支出（类）行政事业单位养老支出（款）退休人员活动费（项）。年初预算为20万元，支出决算为30万元，"
        "完成年初预算的150.00%。\n2.退休人员慰问费。年初预算为3万元。\n"
    )
    row = "社会保障和就业支出/行政事业单位养老支出/退休人员活动费"
    assert f"  一般公共其他项目:\n    {row}: {{年初预算: 20, 决算: 30, 完成年初预算率: 150.00%}}" in text
    assert [(each.text, each.use) for each in prose.figures if each.text == "3"] == [("3", "unread")]
