"""Results for other programs: each format is read by a reader of its own, whatever a report holds."""

from __future__ import annotations

import json
from typing import get_args
from unicodedata import category

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft4Validator, ValidationError
from junitparser import JUnitXml
from support.exchange_readers import READERS, SARIF_SCHEMA
from support.handmade import example, results
from support.sources import ROOT

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import set_language
from jsrules.cli.result_formats import BINARY_FORMATS, RESULT_FORMATS
from jsrules.model.result import Result
from jsrules.outputs.exchange.noted import noted
from jsrules.outputs.exchange.sarif import uri_of
from jsrules.outputs.exchange.writer import ExchangeFormat, WriterOptions
from jsrules.outputs.exchange.writers import writer_of
from jsrules.outputs.json_text import json_text
from jsrules.outputs.severity import is_finding, reaches
from jsrules.verification.verifier import Verifier

FORMATS = get_args(ExchangeFormat)


def written(name: ExchangeFormat, *found: Result, everything: bool = False) -> str:
    writer = writer_of(name, WriterOptions(everything=everything))
    return writer.opening() + "".join(map(writer.result, found)) + writer.closing()


@pytest.fixture(scope="module")
def real() -> Result:
    return Verifier().verify(str(ROOT / "reports" / "jiyuan-2021.yaml"), "", 10, lambda: False)


UNREADABLE = Result(
    "坏 的.yaml", diagnostics=[Diagnostic("E401", "找不到文件", path="坏 的.yaml", remedy="看看文件名")]
)


def test_all_formats_are_offered_and_tried() -> None:
    assert set(RESULT_FORMATS) == {"text", "json", *BINARY_FORMATS, *FORMATS}
    assert set(READERS) == set(FORMATS)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("everything", [False, True])
def test_a_real_report_beside_one_that_cannot_be_read(name: ExchangeFormat, everything: bool, real: Result) -> None:
    text = written(name, real, UNREADABLE, example(), everything=everything)
    READERS[name](text)
    assert "28.09" in text
    assert text == written(name, real, UNREADABLE, example(), everything=everything), "the same bytes every time"
    assert "E401" in text


@pytest.mark.parametrize("name", FORMATS)
def test_no_report_at_all(name: ExchangeFormat) -> None:
    READERS[name](written(name))


@pytest.mark.parametrize("name", [each for each in FORMATS if each != "markdown"])  # which is written from a page
@settings(phases=[Phase.explicit, Phase.reuse, Phase.generate])  # what fails is said by the readers
@given(found=results(), everything=st.booleans())
def test_any_result(name: ExchangeFormat, found: Result, everything: bool) -> None:
    READERS[name](written(name, found, everything=everything))


@pytest.mark.parametrize("name", FORMATS)
def test_both_languages(name: ExchangeFormat, real: Result) -> None:
    chinese = written(name, real)
    set_language("en")
    try:
        english = written(name, real)
        lines = [(each.title, each.line) for each in noted(real)]
    finally:
        set_language("zh")
    assert chinese != english
    assert "最大尾差" not in english
    assert lines
    assert all(line.startswith(f"{title}: ") for title, line in lines), "signs are of the language, too"


def test_findings_are_told_apart_and_keep_their_fingerprints(real: Result) -> None:
    text = (ROOT / "reports" / "jiyuan-2021.yaml").read_text("utf-8")
    from jsrules.base.source import Source

    before = [each.fingerprint for each in noted(real)]
    assert len(set(before)) == len(before) == sum(map(is_finding, real.outcomes))
    moved = Verifier().verify(Source("other/place.yaml", "# 一行\n\n" + text.replace("28.29", "28.39")), "", 0)
    assert [each.fingerprint for each in noted(moved)] == before


def test_a_build_fails_by_the_level_that_was_asked_for(real: Result) -> None:
    for level in ("error", "warning", "info"):
        writer = writer_of("junit", WriterOptions(fail_on=level))
        suites = JUnitXml.fromstring((writer.opening() + writer.result(real) + writer.closing()).encode())
        assert bool(sum(suite.failures for suite in suites)) == reaches(real, level)


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("reports/甲 1.yaml", "reports/%E7%94%B2%201.yaml"),
        ("reports\\a#b.yaml", "reports/a%23b.yaml"),
        ("C:\\审计\\a.yaml", "file:///C:/%E5%AE%A1%E8%AE%A1/a.yaml"),
        ("/tmp/a?.yaml", "file:///tmp/a%3F.yaml"),
        ("\\\\server\\share\\a.yaml", "file://server/share/a.yaml"),
        ("a:b.yaml", "./a%3Ab.yaml"),
        ("-", "-"),
    ],
)
def test_paths_are_uris(path: str, uri: str) -> None:
    assert uri_of(path) == uri


@given(st.recursive(st.text() | st.integers(), st.lists))
def test_json_gives_back_what_was_written_and_steers_nothing(value: object) -> None:
    text = json_text(value)
    assert json.loads(text) == value
    assert not [each for each in text if category(each) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


def test_what_is_hostile_is_inert() -> None:
    hostile = '=HYPERLINK("http://x")'
    found = Result(
        hostile, diagnostics=[Diagnostic("E401", "@SUM(1+1)\r\n::error::x\x1b[31m\u202e", path="a,b:c%.yaml")]
    )
    for name in FORMATS:
        text = written(name, found)
        READERS[name](text)
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert written("csv", found).splitlines()[1].startswith("\"'=HYPERLINK(")
    assert written("github", found).startswith(
        "::error file=a%2Cb%3Ac%25.yaml,line=1,title=E401::@SUM(1+1)\\r\\n::error"
    )
    assert "@<!-- -->SUM" in written("markdown", found)


def test_the_judge_of_sarif_is_strict(real: Result) -> None:
    log = json.loads(written("sarif", real))
    for broken in (log | {"colour": "red"}, log | {"version": "2.0.0"}, {**log, "runs": [{"results": []}]}):
        with pytest.raises(ValidationError):
            Draft4Validator(SARIF_SCHEMA).validate(broken)
