"""The page of a result in a browser: what can be clicked, narrowed, printed; what is hostile stays inert."""

from __future__ import annotations

import os.path
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from support.exported import report_in
from support.produced import BROWSER, pdf_of
from support.sources import ROOT

from jsrules.base.source import Source
from jsrules.model.result import Result
from jsrules.outputs.exchange.html import HtmlWriter
from jsrules.outputs.exchange.writer import WriterOptions
from jsrules.outputs.export.layout import lay_out
from jsrules.outputs.web import result_page
from jsrules.verification.verifier import Verifier

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs Chromium")

PAYLOAD = '</script><img src=x onerror=alert(1)><b>"=HYPERLINK(1)@SUM'


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as made:
        found = made.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Opens the page of some results; at the end, nothing was complained of, asked for, or run that is not its own."""
    troubles: list[str] = []
    pages = []

    def open_page(*results: Result) -> Any:
        writer = HtmlWriter(WriterOptions())
        path = tmp_path / "result.html"
        path.write_text(writer.opening() + "".join(map(writer.result, results)) + writer.closing(), "utf-8")
        page = browser.new_page(viewport={"width": 1500, "height": 900})
        pages.append(page)
        page.on("console", lambda each: troubles.append(each.text))
        page.on("pageerror", lambda each: troubles.append(str(each)))
        page.on("dialog", lambda each: troubles.append(each.message))
        page.on("request", lambda each: troubles.append(each.url) if not each.url.startswith(path.as_uri()) else None)
        page.goto(path.as_uri())
        page.wait_for_selector("html.ready")
        return page

    yield open_page
    for page in pages:
        page.close()
    assert troubles == []


@pytest.fixture(scope="module")
def real() -> Result:
    return Verifier().verify(str(ROOT / "reports" / "jiyuan-2021.yaml"), "", 10_000, lambda: False)


@pytest.fixture(scope="module")
def hostile() -> Result:
    rows = "".join(f"    '项{n} {PAYLOAD}': [{n}.00, 1.00, {n + 3}.00]\n" for n in range(900))
    text = f"单位: '{PAYLOAD}'\n金额单位: 万元\n表:\n  栏: [甲, 乙, 丙]\n  行:\n{rows}"
    rules = Source("规则.jsr", "表 表\n规则 和：每行 丙 = 甲 + 乙\n")
    return Verifier([rules]).verify(Source("坏.yaml", text), "", 0)


def test_a_finding_and_its_figures(opened: Callable[..., Any], real: Result) -> None:
    page = opened(real)
    assert "不符 8 处" in page.inner_text(".verdict")
    assert page.inner_text(".verdict strong") == "有不符"
    assert page.locator("details.finding[open]").count() == 0, "one line each"
    page.click("#r1-f1a summary")
    assert "28.285 至 28.295" in page.inner_text("#r1-f1a .inspection")
    lit = page.locator(".lit")
    assert sorted(lit.all_text_contents()) == ["28.09", "28.29"]
    playwright.expect(lit.filter(has_text="28.29")).to_be_in_viewport()
    assert page.locator(".tables .suspect").count() == 5, "the five figures that are wrong"


def test_a_figure_and_its_rules(opened: Callable[..., Any], real: Result) -> None:
    page = opened(real)
    page.locator(".prose .suspect", has_text="28.29").click()
    told = page.inner_text(".rules")
    assert told.startswith("28.29 不符；应为 28.09")
    assert "说明各类支出" in told
    page.click(".rules a >> text=各类占比")
    assert page.locator("#r1-f1c").get_attribute("open") is not None
    assert page.locator(".rules").is_hidden()
    page.locator(".tables td.unchecked").first.click()
    assert "没有公式查过" in page.inner_text(".rules")
    page.keyboard.press("Escape")
    assert page.locator(".rules").is_hidden()


def test_the_list_is_narrowed(opened: Callable[..., Any], real: Result) -> None:
    page = opened(real)
    everything = page.locator("details.finding:visible").count()
    page.select_option("select[data-key=level]", "=warning")
    warnings = page.locator("details.finding:visible")
    assert 0 < warnings.count() < everything
    assert all("警告" in text or "99.99%" in text for text in warnings.locator("summary").all_inner_texts())
    assert page.inner_text(".shown") == f"符合 {warnings.count()} / {everything}"
    page.select_option("select[data-key=level]", "")
    page.select_option("select[data-key=tables]", "=情况说明.项目评分")
    assert page.locator("details.finding:visible").count() == 1
    page.select_option("select[data-key=tables]", "")
    page.keyboard.press("/")
    page.keyboard.type("电子政务")
    playwright.expect(page.locator("details.finding:not([hidden])")).to_have_count(1)
    page.keyboard.press("Escape")
    playwright.expect(page.locator("details.finding:not([hidden])")).to_have_count(everything)


def test_keys_and_links(opened: Callable[..., Any], real: Result) -> None:
    page = opened(real)
    page.locator("h2").first.click()
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.locator(".current").get_attribute("id") == "r1-f1a"
    page.keyboard.press("Enter")
    assert page.locator("#r1-f1a[open]").count() == 1
    page.goto(page.url.split("#")[0] + "#r1-f6")
    page.wait_for_selector("#r1-f6[open]")


def test_paper(opened: Callable[..., Any], real: Result, tmp_path: Path) -> None:
    page = opened(real)
    page.pdf(path=str(tmp_path / "paper.pdf"), format="A4")
    import pypdfium2

    document = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    width, height = document[0].get_size()
    assert (round(width), round(height)) in ((595, 842), (596, 843))
    assert "28.285 至 28.295" in text, "details are open on paper"
    assert "公开08表" in text
    assert "搜索" not in text


def test_looks(opened: Callable[..., Any], real: Result) -> None:
    """Nothing is wider than the window, narrow or dark, and a figure in doubt can be reached by key."""
    page = opened(real)
    for width in (1500, 700):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.locator(".tables .suspect").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".rules").is_visible()


def test_many_hostile_findings(opened: Callable[..., Any], hostile: Result) -> None:
    page = opened(hostile, hostile)
    assert page.locator("#r1 details.finding").count() < 400, "the others come when somebody looks"
    assert page.locator("img").count() == 0
    page.locator("#r1 .words").fill("项899")
    page.wait_for_selector("#r1 details.finding:visible >> text=项899")
    assert page.inner_text("#r1 .shown") == "符合 1 / 900"
    page.locator("#r1 details.finding:visible summary").click()
    page.wait_for_selector("#r1 details.finding[open] .inspection")
    assert "902.00" in page.locator("#r1 .lit").all_text_contents()
    page.locator("#r1 .words").fill("")
    page.wait_for_selector("#r1 .more:visible")
    before = page.locator("#r1 details.finding").count()
    page.click("#r1 .more")
    assert page.locator("#r1 details.finding").count() > before
    numbers = [int(text) for text in page.locator("#r1 details.finding .number").all_text_contents()]
    assert numbers == sorted(numbers), "what is put in stands in its place"
    assert page.locator("#r1 .tables .lit").first.is_visible()
    rows = page.locator("#r1 tbody tr:has(.figure-cell)")
    assert 400 < rows.count() < 890, "of the others only those that somebody asked for"
    page.keyboard.press("Control+f")
    assert rows.count() == 900, "a browser that searches finds all of them"
    assert os.path.basename(page.url.split("#")[0]) == "result.html"


def test_where_the_document_prints_it(opened: Callable[..., Any], tmp_path: Path) -> None:
    report = ROOT / "reports" / "jiyuan-2021.yaml"
    wrong = report.read_text("utf-8").replace("1,668.98", "1,868.98")
    document = tmp_path / "决算.pdf"
    document.write_bytes(pdf_of(lay_out(report_in(wrong))))
    result = Verifier().verify(str(document), "", 10_000, lambda: False)
    page = opened(result)
    finding = page.locator("details.finding", has_text="1,868.98").first
    finding.locator("summary").first.click()
    strip = finding.locator(".crop svg").first
    playwright.expect(strip).to_be_visible()
    assert "原件第" in finding.locator(".crop").first.inner_text()
    width, height = map(int, strip.get_attribute("viewBox").split()[2:])
    (frame, *_) = strip.locator("rect.mark").all()
    left, top = (int(frame.get_attribute(name)) for name in ("x", "y"))
    assert 0 < left < width
    assert 0 < top < height
    picture = strip.locator("image").get_attribute("href").partition(",")[2]
    drawn = Image.open(BytesIO(b64decode(picture)))
    inside = drawn.crop(
        tuple(value * drawn.width // width for value in _corners(frame))  # as wide as the page, so one scale does
    )
    assert inside.getextrema()[0] < 128, "the figure is in the frame"
    document.unlink()
    assert opened(result).locator(".crop").count() == 0, "without the document there are no pictures, and no trouble"


def _corners(frame: Any) -> list[int]:
    x, y, width, height = (int(frame.get_attribute(name)) for name in ("x", "y", "width", "height"))
    return [x, y, x + width, y + height]


def test_paper_shows_many_findings_whole(opened: Callable[..., Any], tmp_path: Path) -> None:
    rows = "".join(f"    项目{n}: [{n}.00, 1.00, {n + 3}.00]\n" for n in range(420))
    text = f"单位: 某局\n金额单位: 万元\n表:\n  栏: [甲, 乙, 丙]\n  行:\n{rows}"
    rules = Source("规则.jsr", "表 表\n规则 和：每行 丙 = 甲 + 乙\n")
    page = opened(Verifier([rules]).verify(Source("多.yaml", text), "", 0))
    assert page.locator("details.finding").count() < 420, "on the screen they come as somebody looks"
    page.set_default_timeout(200_000)
    page.pdf(path=str(tmp_path / "paper.pdf"), format="A4")
    import pypdfium2

    words = "".join(each.get_textpage().get_text_range() for each in pypdfium2.PdfDocument(tmp_path / "paper.pdf"))
    told = words.replace("\r\n", "")
    assert told.count("算式") == 420, "each with its details"
    assert "再显示" not in told
    assert "没有印出" not in told


def test_paper_says_what_it_leaves_out(
    opened: Callable[..., Any], hostile: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_page, "PRINTED_FINDINGS", 310)
    page = opened(hostile)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.finding[open]").count() == 310
    assert page.inner_text(".more") == "另有 590 条没有印出"
    assert page.locator("tbody tr:has(.figure-cell)").count() == 900
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.finding[open]").count() == 0
    assert page.inner_text(".more") == "再显示 200 条"


def test_rows_come_when_somebody_scrolls_there(opened: Callable[..., Any], hostile: Result) -> None:
    page = opened(hostile)
    assert page.locator(".drawn tbody").count() == 3
    assert page.locator(".drawn tbody tr").count() == 402, "the others are two that are as high as they will be"
    assert page.locator(".drawn tbody td").nth(1).bounding_box()["width"] > 100
    page.locator(".later").last.scroll_into_view_if_needed()
    playwright.expect(page.locator(".later")).to_have_count(1)
    page.get_by_text("899.00", exact=True).first.click()
    assert page.inner_text(".rules").split() == ["899.00", "不符", "关闭", "不符", "和"]


def test_what_is_not_in_the_page_takes_little(hostile: Result) -> None:
    """Of 900 findings and rows 600 and 500 are data, with all their details: no more than so much for each."""
    writer = HtmlWriter(WriterOptions())
    text = writer.result(hostile)
    data = re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', text, re.DOTALL)
    assert sum(map(len, data)) < 900 * 700
    assert max(map(len, data)) < 200_000, "each is read by itself, when it is asked for"
    assert "</script><img" not in text
    assert "</" not in "".join(data)


def test_verdicts_have_signs_and_a_legend(opened: Callable[..., Any], real: Result) -> None:
    page = opened(real)
    for verdict, sign in (("violation", "✗"), ("rounding", "≈")):
        seen = page.locator(f".tables .figure-cell.{verdict}").first
        assert sign in seen.evaluate("each => getComputedStyle(each, '::before').content")
        assert page.locator(f".tables .legend .key.{verdict}").is_visible()
    assert "相符" in page.locator(".coverage tr").nth(1).inner_text()


def test_the_list_is_narrowed_by_kind(opened: Callable[..., Any], real: Result) -> None:
    page = opened(real)
    page.select_option("select[data-key=kinds]", "=truncation")
    shown = page.locator("details.finding:visible summary").all_inner_texts()
    assert shown
    assert all("截尾" in text or "99.99%" in text for text in shown)
