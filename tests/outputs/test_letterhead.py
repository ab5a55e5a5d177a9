"""Templates of bureaus: filled in, and no template does more than that."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from support.handmade import example
from support.sources import ROOT

from jsrules.base.diagnostic import InputError
from jsrules.base.source import Source
from jsrules.model.result import Result
from jsrules.outputs.papers import letterhead
from jsrules.outputs.papers.letterhead import TemplatePaper
from jsrules.verification.verifier import Verifier

docx: Any = pytest.importorskip("docx", reason="needs python-docx")
pytest.importorskip("docxtpl")

WHOLE = (
    "{{ 单位 }} {{ year }}：{{ 结论 }}",
    "{%p for 行 in 发现 %}",
    "{{ 行.序号 }} {{ 行.message }}",
    "{%p endfor %}",
)


def template(folder: Path, *paragraphs: str) -> str:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "某某市财政局"
    for each in paragraphs:
        document.add_paragraph(each)
    path = folder / "抬头.docx"
    document.save(str(path))
    return str(path)


def filled(path: str, *results: Result) -> bytes:
    paper = TemplatePaper(path)
    for each in results:
        paper.take(each)
    return paper.data()


def paragraphs_of(data: bytes) -> list[str]:
    return [each.text for each in docx.Document(BytesIO(data)).paragraphs]


def refused(folder: Path, *paragraphs: str) -> str:
    with pytest.raises(InputError) as caught:
        filled(template(folder, *paragraphs), example())
    (found,) = caught.value.diagnostics
    assert found.code == "E433"
    return found.message


def test_it_is_filled_in(tmp_path: Path) -> None:
    result = Verifier().verify(str(ROOT / "reports" / "jiyuan-2021.yaml"), "", 2)
    path = template(
        tmp_path, *WHOLE, "{%p for 行 in 检查 if 行.符合 == '否' %}", "不符合：{{ 行.内容 }}", "{%p endfor %}"
    )
    data = filled(path, result)
    head, *rest = paragraphs_of(data)
    assert head.startswith("济源市行政服务中心 2021：不符 8 处")
    assert rest[0].startswith("1 ")
    assert "不符合：年度没有写错" in rest
    assert docx.Document(BytesIO(data)).sections[0].header.paragraphs[0].text == "某某市财政局"
    assert data == filled(path, result), "the same bytes every time"


def test_what_the_page_shows_can_be_filled_in(tmp_path: Path) -> None:
    page = (ROOT / "spec" / "results.md").read_text("utf-8")
    shown = page[page.index("{{ 单位 }} {{ 年度 }}") :]
    said = paragraphs_of(filled(template(tmp_path, *shown[: shown.index("```")].splitlines()), example()))
    assert said[0].startswith("某某市行政服务中心 2021 年度部门决算：")
    assert said[1].startswith("1. ")


def test_several_reports(tmp_path: Path) -> None:
    path = template(tmp_path, "{%p for each in 全部 %}", "{{ each.单位 }}{{ each.unit }}", "{%p endfor %}")
    assert len(paragraphs_of(filled(path, example(), example()))) == 2


def test_what_reports_say_is_text(tmp_path: Path) -> None:
    text = "单位: '{{ 7 * 7 }}</w:t><w:br/>&\u202e'\n甲: 1.00\n乙: 2.00\n"
    result = Verifier([Source("r.jsr", "规则 等：甲 = 乙\n")]).verify(Source("a.yaml", text), "", 0)
    (said,) = paragraphs_of(filled(template(tmp_path, "{{ 单位 }}"), result))
    assert said == "{{ 7 * 7 }}</w:t><w:br/>&\\u202e", "what would turn the line round is written out"


@pytest.mark.parametrize(
    "attack",
    [
        "{{ 单位.__class__.__mro__ }}",
        "{{ ''['__class__'] }}",
        "{{ '{0.__class__}'.format(单位) }}",
        "{{ (单位|attr('__class__')).__mro__ }}",
        "{{ 发现.append(1) }}",
        "{{ self.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ range(99999999) | list }}",
    ],
)
def test_it_reaches_nothing_else(attack: str, tmp_path: Path) -> None:
    assert "模板填不了" in refused(tmp_path, attack)


def test_mistakes_are_told(tmp_path: Path) -> None:
    assert "单价" in refused(tmp_path, "{{ 单价 }}")
    refused(tmp_path, "{{ 单位 ")
    refused(tmp_path, "{% for 行 in 发现 %}{{ 行.序号 }}")


def test_endless_work_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letterhead, "MAXIMUM_TEMPLATE_SECONDS", 8)
    loops = "".join(f"{{% for v{n} in range(99999) %}}" for n in range(3)) + "{% endfor %}" * 3
    assert "时间或内存超过上限（8 秒" in refused(tmp_path, loops)


@pytest.mark.parametrize(
    "attack", ["{{ 'a' * 9999999999 }}", "{% set a = 'a' * 400000000 %}{{ a ~ a ~ a ~ a ~ a ~ a }}"]
)
def test_memory_is_bounded(attack: str, tmp_path: Path) -> None:
    refused(tmp_path, attack)


def test_what_is_no_template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "抬头.docx"
    path.write_text("某某市财政局", "utf-8")
    with pytest.raises(InputError) as caught:
        TemplatePaper(str(path))
    assert caught.value.diagnostics[0].code == "E433"
    good = template(tmp_path, *WHOLE)
    monkeypatch.setattr(letterhead, "find_spec", lambda _: None)
    with pytest.raises(InputError) as caught:
        TemplatePaper(good)
    (told,) = caught.value.diagnostics
    assert told.code == "E335"
    assert "jsrules[template]" in told.remedy
