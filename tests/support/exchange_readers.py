"""What results are written as for other programs, read by programs of others: they fail where something is not as it
should be.
"""

from __future__ import annotations

import csv
import io
import json
import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256

from jsonschema import Draft4Validator
from junitparser import JUnitXml, TestSuite
from lxml import html
from sarif_pydantic import Sarif

from jsrules.outputs.exchange.writer import ExchangeFormat
from support.sources import ROOT

SARIF_SCHEMA = json.loads((ROOT / "tests" / "sarif" / "sarif-2.1.0-rtm.5.json").read_text("utf-8"))
"""The published schema of SARIF 2.1.0."""


def read_sarif(text: str) -> None:
    log = json.loads(text)
    Sarif.model_validate(log)
    Draft4Validator(SARIF_SCHEMA, format_checker=Draft4Validator.FORMAT_CHECKER).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["level"] == "none") == (result["kind"] != "fail")
        for place in [*result["locations"], *result.get("relatedLocations", [])]:
            region = place["physicalLocation"]["region"]
            assert region["startLine"] >= 1
            assert 1 <= region["startColumn"] <= region["endColumn"]
            assert "\\" not in place["physicalLocation"]["artifactLocation"]["uri"]


def read_junit(text: str) -> None:
    suites = JUnitXml.fromstring(text.encode())
    for suite in suites:
        assert isinstance(suite, TestSuite)
        cases = list(suite)
        assert suite.tests == len(cases)
        assert suite.failures == sum("failure" in [each._tag for each in case.result] for case in cases)
        assert suite.skipped == sum("skipped" in [each._tag for each in case.result] for case in cases)


def read_csv(text: str) -> None:
    assert text.startswith("\ufeff")
    head, *rows = csv.reader(io.StringIO(text[1:], newline=""), strict=True)
    assert {len(row) for row in rows} <= {len(head)}
    assert not [cell for row in rows for cell in row if re.match(r"[=+@\t\r]|-(?![\d.])", cell)]


def read_lines(text: str) -> None:
    assert all("report" in json.loads(line) for line in text.splitlines())


def read_annotations(text: str) -> None:
    for line in text.splitlines():
        assert re.fullmatch(r"::(error|warning|notice)( [^:]+)?::.*", line), line


def read_html(text: str) -> None:
    """The page holds what its writer puts there, and nothing else that a browser would act on."""
    page = html.document_fromstring(text.encode())
    known = {"html", "head", "meta", "title", "style", "body", "script", "main", "article", "header", "section"}
    known |= {"div", "p", "span", "b", "strong", "code", "pre", "a", "ul", "li", "dl", "dt", "dd", "hr", "noscript"}
    known |= {
        "h2",
        "h3",
        "h4",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "details",
        "summary",
        "svg",
        "rect",
        "image",
    }
    known |= {"select", "option", "input", "button", "output"}
    identifiers = page.xpath("//@id")
    assert len(set(identifiers)) == len(identifiers)
    for element in page.iter():
        assert element.tag in known
        assert not [name for name in element.attrib if name.startswith("on") or name in ("src", "style", "srcset")]
        assert element.get("href", "#").startswith("data:image/png;base64," if element.tag == "image" else "#")
    for data in page.xpath("//script[@type='application/json']"):
        json.loads(data.text)
    (policy,) = page.xpath("//meta[@http-equiv]/@content")
    for tag in ("style", "script"):
        (own,) = page.xpath(f"//{tag}[not(@type)]")
        assert f"sha256-{b64encode(sha256(own.text.encode()).digest()).decode()}" in policy


READERS: dict[ExchangeFormat, Callable[[str], object]] = {
    "html": read_html,
    "sarif": read_sarif,
    "junit": read_junit,
    "csv": read_csv,
    "jsonl": read_lines,
    "github": read_annotations,
    "markdown": lambda text: text.encode("utf-8"),
}
