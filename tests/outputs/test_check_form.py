"""The bureau's check form, filled in: which lines hold, what was found, the very place in the document."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from support.annotated import WRONG, wrong_report
from support.produced import OFFICE, by_office, pdf_of
from support.sources import ROOT
from support.waived import REASON, waived_result

from jsrules.base.diagnostic import Diagnostic, InputError
from jsrules.base.language import set_language
from jsrules.base.source import Source
from jsrules.model.result import Result
from jsrules.outputs.answers import MOST_PROBLEMS, AnsweredLine, answers, checklists_for
from jsrules.outputs.exchange.html import HtmlWriter
from jsrules.outputs.exchange.writer import WriterOptions
from jsrules.outputs.export.kinds import exported
from jsrules.outputs.papers.check_form import CheckForm
from jsrules.readers.packs.checklist import read_checklist
from jsrules.verification.verifier import Verifier

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHIPPED = ROOT / "spec" / "packs" / "final-accounts" / "checklists" / "disclosure.yaml"

RULES = Source(
    "r.jsr",
    '规则 和：总计 = 甲 + 乙\n  依据 "通知"\n规则 等：甲 = 丙\n规则 相等：丙 = 丁\n规则 无：若 甲 > 99 则 甲 = 乙\n规则 缺：甲 = 戊\n',
)
REPORT = Source("a.yaml", "年度: 2021\n单位: 某局\n总计: 9.00\n甲: 1.00\n乙: 2.00\n丙: 3.00\n丁: 3.00\n戊: ？\n")
FORM = """检查表: 检查表（{年度}）
不符从: 错误
表头: ["单位：{单位}"]
栏:
- {栏名: 号, 填: 序号}
- {栏名: 内容, 填: 内容, 宽: 6}
- {栏名: 对, 上级: 符合, 填: 是}
- {栏名: 错, 上级: 符合, 填: 否}
- {栏名: 结论, 填: 结论, 宽: 2}
- {栏名: 问题, 填: 问题, 宽: 6}
- {栏名: 依据, 填: 依据, 宽: 3}
- {栏名: 备注}
行:
- 一、数
- {内容: 加得上, 规则: [和]}
- {内容: 丙丁, 规则: [相*]}
- {内容: 用不上, 规则: [无]}
- {内容: 不知道, 规则: [缺]}
- {内容: 看一看}
表尾: ["签字："]
"""


def result_with(form: str, report: Source = REPORT, waived: tuple[str, ...] = ()) -> Result:
    if waived:
        result = waived_result(Verifier([RULES]), report, lambda each: each.rule.name in waived)
    else:
        result = Verifier([RULES]).verify(report, "", 0)
    result.checklists = ((Source("检查表.yaml", form),),)
    return result


def lines_of(form: str, waived: tuple[str, ...] = ()) -> list[AnsweredLine]:
    result = result_with(form, waived=waived)
    return list(answers(checklists_for(result)[0], result))


def made(*results: Result) -> bytes:
    form = CheckForm()
    for each in results:
        form.take(each)
    return form.data()


def table_of(data: bytes) -> list[list[str]]:
    """The rows of all tables in a Word document."""
    tree = etree.fromstring(ZipFile(BytesIO(data)).read("word/document.xml"))
    return [["".join(cell.itertext(f"{W}t")) for cell in row.iter(f"{W}tc")] for row in tree.iter(f"{W}tr")]


def said_in(data: bytes) -> str:
    tree = etree.fromstring(ZipFile(BytesIO(data)).read("word/document.xml"))
    return "\n".join("".join(each.itertext(f"{W}t")) for each in tree.iter(f"{W}p"))


def test_each_line_has_its_answer() -> None:
    lines = lines_of(FORM)
    assert [each.answer for each in lines] == ["by_hand", "no", "yes", "none", "open", "by_hand", "no"]
    assert [each.number for each in lines] == [0, 1, 2, 3, 4, 5, 6]
    wrong, last = lines[1], lines[-1]
    assert "总计 9.00 应等于 甲 + 乙 3.00" in wrong.problems[0]
    assert wrong.basis == ("通知",)
    assert "其他" in last.line.question
    assert "甲 1.00 应等于 丙 3.00" in last.problems[0], "what no line asks for is not lost"
    assert "无法判断 1 条公式：" in lines[4].problems[0]


def test_what_was_explained_holds_and_says_why() -> None:
    (line,) = (each for each in lines_of(FORM, waived=("和",)) if each.line.question == "加得上")
    assert line.answer == "yes"
    assert REASON in line.problems[0]


def test_the_level_from_which_it_says_no() -> None:
    rules = RULES.text.replace('  依据 "通知"', '  级别 警告\n  依据 "通知"')
    result = Verifier([Source("r.jsr", rules)]).verify(REPORT, "", 0)
    found = {}
    for level in ("错误", "警告"):
        form = read_checklist(Source("检查表.yaml", FORM.replace("不符从: 错误", f"不符从: {level}")))
        found[level] = next(each for each in answers(form, result) if each.line.question == "加得上")
    assert [found["错误"].answer, found["警告"].answer] == ["yes", "no"]
    assert found["错误"].problems, "it is told all the same"


def test_the_table_is_laid_out_as_the_pack_says() -> None:
    data = made(result_with(FORM))
    head, under, title, first, *_ = table_of(data)
    assert head == ["号", "内容", "符合", "结论", "问题", "依据", "备注"]
    assert under == ["", "", "对", "错", "", "", "", ""]
    assert title == ["一、数"]
    assert first[:5] == ["1", "加得上", "", "√", "否"]
    assert first[6:] == ["通知", ""]
    text = said_in(data)
    assert text.startswith("检查表（2021）\n单位：某局\n")
    assert "签字：" in text


def test_the_shipped_form_tells_all_that_was_found() -> None:
    result = Verifier().verify(str(ROOT / "reports" / "jiyuan-2021.yaml"), "", 2)
    (form,) = checklists_for(result)
    lines = list(answers(form, result))
    assert "其他" not in lines[-1].line.question, "every rule of the pack answers a line"
    wrong = {each.line.question for each in lines if each.answer == "no"}
    assert "年度没有写错" in wrong
    assert all(len(each.problems) <= MOST_PROBLEMS + 2 for each in lines)
    data = made(result)
    assert data == made(result), "the same bytes every time"
    text = said_in(data)
    assert "被检查单位：济源市行政服务中心　　年度：2021" in text
    assert "28.29 应为 28.09" in text


def test_pieces_of_the_document_are_pasted(tmp_path: Path) -> None:
    pytest.importorskip("pypdfium2")
    path = tmp_path / "决算.pdf"
    path.write_bytes(pdf_of(wrong_report()))
    result = Verifier().verify(str(path), "", 2)
    data = made(result)
    pictures = [name for name in ZipFile(BytesIO(data)).namelist() if name.startswith("word/media/")]
    assert pictures
    assert "原件第" in said_in(data)
    assert WRONG in said_in(data)
    assert data == made(result)
    from PIL import Image

    image = Image.open(BytesIO(ZipFile(BytesIO(data)).read(pictures[0])))
    assert image.size[0] > image.size[1] > 20
    assert image.getextrema()[0] == 0, "a frame is black"
    document = pytest.importorskip("docx").Document(BytesIO(data))
    assert len(document.inline_shapes) == len(pictures)
    if OFFICE is not None:
        import pypdfium2

        printed = pypdfium2.PdfDocument(by_office(data, ".docx", "pdf", tmp_path))
        objects = [each for page in printed for each in page.get_objects() if each.type == 3]
        assert len(objects) >= len(pictures), "an office shows them all"


def test_a_pack_of_the_bureau_goes_first_and_without_a_form_that_is_said() -> None:
    result = result_with(FORM)
    own = Source("自己的.yaml", FORM.replace("检查表（{年度}）", "自己的表").replace("不符从", "年度: 2022起\n不符从"))
    result.checklists = ((own,), *result.checklists)
    assert [each.title for each in checklists_for(result)] == ["检查表（{年度}）"], "the other is for later years"
    result.checklists = ()
    with pytest.raises(InputError) as caught:
        made(result)
    assert caught.value.diagnostics[0].code == "E432"


def test_reports_that_cannot_be_read_are_told() -> None:
    broken = Result("坏.yaml", diagnostics=[Diagnostic("E401", "没有这个文件", path="坏.yaml", remedy="看看文件名")])
    text = said_in(made(broken, result_with(FORM)))
    assert "E401" in text
    assert "加得上" in text


def test_hostile_words_are_words() -> None:
    payload = "</w:t>{{7*7}}\u202e=HYPERLINK(1)\x07"
    text = REPORT.text.replace("某局", f"'{payload[:-1]}'")
    form = FORM.replace("加得上", "'</w:t>@SUM'").replace("签字：", "</w:tbl>")
    said = said_in(made(result_with(form, Source("a.yaml", text))))
    assert "</w:t>{{7*7}}" in said
    assert "</w:t>@SUM" in said
    assert "\u202e" not in said


def test_both_languages() -> None:
    set_language("en")
    try:
        text = said_in(made(result_with(FORM)))
    finally:
        set_language("zh")
    assert "identities undetermined" in text
    assert "others (in none of the lines above)" in text


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("填: 序号", "填: 号数"), "没有“号数”这种填法"),
        (("{单位}", "{名字}"), "没有“名字”可填"),
        (("不符从: 错误", "不符从: 重"), "“不符从”应是"),
        (("不符从: 错误", "纸: 方"), "“纸”应是"),
        (("- {内容: 看一看}", "- [看一看]"), "这里应是一行或一个小标题"),
        (("- {内容: 看一看}", "- {规则: [和]}"), "缺少“内容”"),
        (("栏名: 号,", "名: 号,"), "不认识“名”这一项"),
        (("看一看", "看" * 501), "超过 500 个字"),
        (("- {内容: 看一看}", "- {内容: 看}\n" * 501), "“行”超过 500 项"),
        (("栏:\n", "柱:\n"), "“栏”下面应是列表"),
    ],
)
def test_mistakes_are_told(change: tuple[str, str], told: str) -> None:
    with pytest.raises(InputError) as caught:
        read_checklist(Source("检查表.yaml", FORM.replace(*change)))
    assert any(told in each.message for each in caught.value.diagnostics)
    assert {each.code for each in caught.value.diagnostics} == {"E430"}


def test_the_form_of_the_page_can_be_read() -> None:
    page = (ROOT / "spec" / "packs.md").read_text("utf-8")
    text = page[page.index("检查表: 某市部门决算公开情况检查表") :]
    form = read_checklist(Source("检查表.yaml", text[: text.index("```")]))
    assert form.wide
    assert [each.filling for each in form.columns] == ["number", "question", "yes", "no", "problems", "blank"]
    assert read_checklist(Source("disclosure.yaml", SHIPPED.read_text("utf-8"))).lines


PROVINCE = """检查表: 某省检查表（{年度}）
基于: 检查表
行:
- {代替: 丙丁, 内容: 丙丁相等（某省）, 规则: [等, 相*]}
- {之后: 加得上, 内容: 省里另问, 规则: [缺]}
- {之后: 加得上, 内容: 再问}
- {删去: 看一看}
- 二、某省另有的
- {内容: 用不上吗, 规则: [无]}
"""


def built_upon(text: str, *others: str) -> Result:
    result = result_with(FORM)
    province = tuple(Source("checklists/某省.yaml", each) for each in (text, *others))
    result.checklists = (province, *result.checklists)
    return result


def test_a_province_changes_lines_of_the_form_that_it_builds_on() -> None:
    result = built_upon(PROVINCE)
    (form,) = checklists_for(result)
    base = read_checklist(Source("检查表.yaml", FORM))
    assert form.title == "某省检查表（{年度}）"
    assert (form.columns, form.head, form.foot, form.fails) == (base.columns, base.head, base.foot, "error")
    asked = [(each.line.question, each.answer) for each in answers(form, result)]
    assert asked == [
        ("一、数", "by_hand"),
        ("加得上", "no"),
        ("省里另问", "open"),
        ("再问", "by_hand"),
        ("丙丁相等（某省）", "no"),
        ("用不上", "none"),
        ("不知道", "open"),
        ("二、某省另有的", "by_hand"),
        ("用不上吗", "none"),
    ]


def test_a_province_that_only_has_another_head() -> None:
    (form,) = checklists_for(built_upon("检查表: 某省\n基于: 检查表\n表头: [某省]\n栏: [{栏名: 内容, 填: 内容}]\n"))
    assert [each.question for each in form.lines][:2] == ["一、数", "加得上"]
    assert form.head == ("某省",)
    assert [each.title for each in form.columns] == ["内容"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("基于: 检查表", "基于: 检察表", "没有检查表“检察表”"),
        ("代替: 丙丁", "代替: 丙丙", "没有“丙丙”这一行"),
        ("删去: 看一看", "删去: 看一看, 之后: 丙丁, 内容: 问", "只写一个"),
        ("基于: 检查表\n", "", "代替"),
    ],
)
def test_what_cannot_be_changed_is_told(old: str, new: str, told: str) -> None:
    with pytest.raises(InputError) as error:
        checklists_for(built_upon(PROVINCE.replace(old, new)))
    assert told in " ".join(each.message for each in error.value.diagnostics)
    assert {each.code for each in error.value.diagnostics} == {"E430"}


def test_forms_that_build_on_each_other_come_to_an_end() -> None:
    """A form builds on those of other packs alone."""
    with pytest.raises(InputError):
        checklists_for(built_upon("检查表: 甲\n基于: 乙\n", "检查表: 乙\n基于: 甲\n"))


@pytest.mark.parametrize(("end", "place"), [("xlsx", "工作表 "), ("docx", "段 公开"), ("html", "段 公开")])
def test_documents_without_pages_have_no_pictures_but_places(end: str, place: str, tmp_path: Path) -> None:
    pytest.importorskip("lxml")
    document = tmp_path / f"决算.{end}"
    document.write_bytes(exported(wrong_report(), document.name))
    result = Verifier().verify(str(document), "", 2, lambda: False)
    writer = HtmlWriter(WriterOptions())
    page = etree.HTML(writer.result(result))
    assert page.xpath("//*[@class='crop']") == []
    assert any(place in text for text in page.xpath("//span[@class='place']/text()"))
    form = made(result)
    assert not [name for name in ZipFile(BytesIO(form)).namelist() if name.startswith("word/media/")]
    assert WRONG in said_in(form)
