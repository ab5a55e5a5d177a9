"""The pages on reports and diagnostics are true: every example loads, or gives just the code it stands under."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.checking import ROOT, resolve_text
from support.linting import lints
from support.reading import HEAD, form_set, load, problems_of

from jsrules.authoring.checking import check_paths
from jsrules.base.diagnostic import CODES, InputError

BLOCK = re.compile(r"^```(yaml|jsr)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (ROOT / "spec" / name).read_text("utf-8")


@pytest.mark.parametrize(("kind", "title", "text"), [match.groups() for match in BLOCK.finditer(page("report.md"))])
def test_examples_of_the_report_page(kind: str, title: str | None, text: str) -> None:
    assert kind == "yaml"
    if "表样:" in text:
        from jsrules.base.files import read_source
        from jsrules.base.source import Source
        from jsrules.readers.reports.form_reader import read_form_set

        bases = [read_source(str(ROOT / "spec/packs/final-accounts/forms/2021.yaml"))] if "基础:" in text else []
        assert read_form_set([*bases, Source("report.md", text)]).forms
        return
    report, warnings = load(HEAD + text if title else text)
    assert report.tables
    assert not warnings


DIAGNOSTICS = ("diagnostics.md", "diagnostics.en.md")
"""The page of all codes in Chinese, and its English twin."""


def sections(name: str = "diagnostics.md") -> list[tuple[str, str, str]]:
    parts = re.split(r"^### ([A-Z]\d{3}) (.+)$", page(name), flags=re.MULTILINE)[1:]
    return [(parts[at], parts[at + 1], parts[at + 2]) for at in range(0, len(parts), 3)]


@pytest.mark.parametrize(("language", "name"), list(enumerate(DIAGNOSTICS)))
def test_every_code_has_its_heading_in_order(language: int, name: str) -> None:
    headed = {code: title for code, title, _ in sections(name)}
    registered = {code: words[language] for code, words in CODES.items()}
    assert headed == registered, f"headings of {name} and the registry differ: " + ", ".join(
        sorted(code for code in {*headed, *registered} if headed.get(code) != registered.get(code))
    )
    assert [code for code, *_ in sections(name)] == list(registered)


@pytest.mark.parametrize("name", DIAGNOSTICS)
def test_every_section_says_something(name: str) -> None:
    assert all(len(text.split("\n\n")[1].strip()) > 8 for _, _, text in sections(name))


def test_both_pages_of_diagnostics_show_the_same_examples_under_the_same_groups() -> None:
    chinese, english = map(page, DIAGNOSTICS)
    fence = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
    assert fence.findall(english) == fence.findall(chinese)
    outlines = [re.findall(r"^(## |### [A-Z]\d{3})", each, re.MULTILINE) for each in (chinese, english)]
    assert outlines[1] == outlines[0]


def test_the_english_page_is_in_english() -> None:
    """Chinese words stand there as quotations only: of keywords, names and signs that a report is written with."""
    for code, _, text in sections("diagnostics.en.md"):
        prose = re.sub(r"^```.*?^```$|`[^`]*`|“[^”]*”|\([^()]*\)|万元|元", "", text, flags=re.MULTILINE | re.DOTALL)
        assert not re.search("[\u4e00-\u9fff]", prose.split("\n## ")[0]), code


EXAMPLES = [(code, *match.groups()) for code, _, body in sections() for match in BLOCK.finditer(body + "\n")]


@pytest.mark.parametrize(("code", "kind", "title", "text"), EXAMPLES)
def test_an_example_gives_the_code_it_stands_under(
    code: str, kind: str, title: str | None, text: str, tmp_path: Path
) -> None:
    if kind == "jsr" and code in ("W311", "W312", "W313", "W314"):
        file = tmp_path / "r.jsr"
        file.write_text(text, "utf-8")
        (checked,) = check_paths([str(file)], ("部门决算", 2021) if text.startswith("表 ") else None, deep=True)
        found = list(checked.diagnostics)
    elif kind == "jsr" and code.startswith("W"):
        found = lints(text, form_set() if "表" in text else None, in_pack=bool(title))
    elif kind == "jsr":
        with pytest.raises(InputError) as caught:
            resolve_text(text, form_set())
        found = caught.value.diagnostics
    else:
        found = problems_of(HEAD + text if title else text)
    assert {each.code for each in found} == {code}, found
    assert all(each.remedy for each in found)


def test_most_codes_have_an_example() -> None:
    assert len({code for code, *_ in EXAMPLES}) >= 30
