"""The outputs of ``jsrules test`` for programs and for the browser, and watching."""

from __future__ import annotations

import html
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

from support.handmade import rule
from support.packing import REPORT, a_test, run_pack

from jsrules.authoring.testing.cells import touch_cells
from jsrules.authoring.testing.coverage import measure
from jsrules.authoring.testing.matching import Mismatch
from jsrules.base.language import set_language
from jsrules.cli.test import changes
from jsrules.model.ground import Place, Unbound
from jsrules.model.outcome import Judgement, Outcome
from jsrules.model.reason import Reason
from jsrules.outputs.coverage_html import render_coverage_html
from jsrules.outputs.terminal import Terminal
from jsrules.outputs.testing import compose_tests
from jsrules.outputs.testing_json import render_junit

CASES = "用例:\n  总计:\n    - 总计 += 0.02 → 不符 0.02\n    - 总计 += 0.03 → 不符 0.02\n"


def test_junit_counts_and_names(tmp_path: Path) -> None:
    tests = run_pack(tmp_path, one=a_test(CASES), two="不是: [报告", three=REPORT)
    root = ET.fromstring(render_junit(tests))
    suites = root.findall("testsuite")
    assert [suite.get("tests") for suite in suites] == ["3", "1", "1"]
    assert [(suite.get("failures"), suite.get("errors")) for suite in suites] == [("1", "0"), ("0", "0"), ("0", "1")]
    for suite in suites:
        assert len(suite.findall("testcase")) == int(suite.get("tests", ""))
        assert len(suite.findall("testcase/failure")) == int(suite.get("failures", ""))
        assert len(suite.findall("testcase/error")) == int(suite.get("errors", ""))
    failure = root.find(".//failure")
    assert failure is not None
    assert "不符 0.02" in failure.get("message", "")
    assert "0.03" in (failure.text or "")


def test_junit_takes_whatever_stands_in_a_name(tmp_path: Path) -> None:
    tests = run_pack(tmp_path, one=a_test(CASES))
    tests.results[0].case.title = "<&\"\x1b'>"
    root = ET.fromstring(render_junit(tests))
    assert root.find(".//testcase").get("name", "").startswith("<&\"\\x1b'>")  # type: ignore[union-attr]


def test_what_was_found_stands_in_line(tmp_path: Path) -> None:
    tests = run_pack(tmp_path, one=a_test(CASES))
    (mismatch,) = tests.failed[0].mismatches
    outcomes = tuple(
        Outcome(rule(name), Unbound(Place(), Reason("no_place")), Judgement("pass")) for name in ("甲", "乙")
    )
    tests.failed[0].mismatches[:] = [Mismatch(mismatch.expected, outcomes), Mismatch(None, outcomes)]
    shown = {}
    for language in ("zh", "en"):
        set_language("en" if language == "en" else "zh")
        try:
            shown[language] = Terminal().write(compose_tests(tests, None)).splitlines()[2:7]
        finally:
            set_language("zh")
    assert shown["zh"] == [
        "  期望  不符 0.02",
        "  得到  甲 相符",
        "        乙 相符",
        "  没料到  甲 相符",
        "          乙 相符",
    ]
    assert shown["en"] == [
        "  expected  不符 0.02",
        "  found     甲 pass",
        "            乙 pass",
        "  unexpected  甲 pass",
        "              乙 pass",
    ]


class _Page(HTMLParser):
    """What a browser sees: the tags in their nesting, and the texts."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.classes: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta":
            self.open.append(tag)
        self.classes += [value or "" for name, value in attrs if name == "class"]
        assert not any(name in ("src", "href", "onclick") for name, _ in attrs), "a page that needs nothing else"

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_picture_of_coverage(tmp_path: Path) -> None:
    tests = run_pack(tmp_path, "规则 <b>甲：总计 = 收入 + 结转\n", one=REPORT + "别的: 1.00\n")
    (resolved,) = tests.prepared.resolved
    blocks = touch_cells(resolved.forms, resolved.rules, tests.seen)
    text = render_coverage_html(tests, measure(tests), [(resolved.forms, blocks)])
    page = _Page()
    page.feed(text)
    assert not page.open
    assert {"checked", "none", "number lacking"} <= set(page.classes)
    assert html.escape("<b>甲") in text
    assert "<b>" not in text
    assert any("别的" in each for each in page.texts)
    assert {"name", "operator"} <= set(page.classes), "the rule's text stands there in colours"
    assert "<b>甲：总计 = 收入 + 结转" in "".join(page.texts)


def test_watching_runs_at_once_and_after_each_change() -> None:
    sights = iter([1, 1, 1, 2, 2, 3])
    waits: list[None] = []

    def look() -> int:
        return next(sights)

    runs: Iterator[None] = changes(look, lambda: waits.append(None))
    seen = [next(runs) for _ in range(3)]
    assert seen == [None] * 3
    assert len(waits) == 3
