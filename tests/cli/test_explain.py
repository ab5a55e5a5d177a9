"""``jsrules explain``: every code, every rule of the packs, quickly."""

from __future__ import annotations

import re

import pytest
from processes import run_jsrules

from jsrules.base.diagnostic import CODES
from jsrules.base.width import text_width
from jsrules.cli import main
from jsrules.cli.explain import _rules


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", code]) == 0
    title, _, text = capsys.readouterr().out.partition("\n\n")
    assert title == f"{code} {CODES[code][0]}"
    assert len(text) > 5
    assert "```" not in text and "](" not in text and "###" not in text
    assert max(map(text_width, text.splitlines())) <= 80
    assert main(["explain", code, "--lang", "en"]) == 0
    title, _, english = capsys.readouterr().out.partition("\n\n")
    assert title == f"{code} {CODES[code][1]}"
    assert re.search("[a-z]{3} [a-z]", english.split("\n\n")[0])
    assert english.split("\n    ")[1:] == text.split("\n    ")[1:]  # the same example
    assert "```" not in english and "](" not in english
    assert max(map(text_width, english.splitlines())) <= 80


@pytest.mark.parametrize("written", ["e204", "Ｅ２０４", "[E204]", " E204 "])
def test_codes_as_people_type_them(written: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", written]) == 0
    assert capsys.readouterr().out.startswith("E204 ")


def test_every_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    rules = list(_rules())
    assert len(rules) > 150
    assert main(["explain", *(f"{rule.pack}/{rule.name}" for rule in rules)]) == 0
    printed = capsys.readouterr().out
    for rule in rules:
        place = printed.index(f"{rule.pack}/{rule.name}\n  级别：")
        shown = printed[place : printed.index("\n\n", place)]
        assert f".jsr:{rule.source.locate(rule.start)[0]}" in shown
        assert f"  范围：{rule.scope}\n" in shown
    assert rules[0].source.text.split("\n")[4] in printed


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        (["E205", "E999"], "没有 E999 这个代号；是不是 "),
        (["收入占必"], "没有“收入占必”这个代号或规则；是不是 收入占比"),
        (["%%%%%%%%%%%%%%%"], "没有“%%%%%%%%%%%%%%%”这个代号或规则\n"),
        (["E999", "--lang", "en"], "there is no code E999; did you mean E"),
        ([], "缺少代号或规则"),
    ],
)
def test_unknown_names(written: list[str], wanted: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", *written]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert wanted in printed.err


def test_a_code_needs_no_parser() -> None:
    finished = run_jsrules("explain", "E204", options=("-X", "importtime"))
    assert finished.returncode == 0
    modules = {line.rsplit("|", 1)[1].strip() for line in finished.stderr.splitlines() if "|" in line}
    assert "jsrules.outputs.manual" in modules
    assert not modules & {"lark", "yaml", "jsrules.readers.rule_parser", "jsrules.packs.library"}
