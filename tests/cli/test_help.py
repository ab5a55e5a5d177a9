"""The help pages are files, so that showing one loads no option parser; here they are made anew and compared.

``JSRULES_UPDATE=1 pytest tests/cli/test_help.py`` rewrites them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from support.processes import run_jsrules
from support.sources import PACKAGE

from jsrules import __version__
from jsrules.base.language import Language, set_language
from jsrules.base.width import text_width
from jsrules.cli.declare import Command, Option, render_page
from jsrules.cli.program import program
from jsrules.cli.verbs import VERBS

LANGUAGES: tuple[Language, ...] = ("zh", "en")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[Language]:
    set_language(request.param)
    yield request.param
    set_language("zh")


def page_file(language: Language, name: str) -> Path:
    return PACKAGE / "cli" / "help" / language / f"{name}.txt"


def verb(name: str) -> Command:
    found = program().get_command(click.Context(program()), name)
    assert found is not None
    return found


@pytest.mark.parametrize("name", ["jsrules", *VERBS])
def test_pages_are_up_to_date(language: Language, name: str) -> None:
    page = render_page(program(), "jsrules") if name == "jsrules" else render_page(verb(name), f"jsrules {name}")
    file = page_file(language, name)
    if os.environ.get("JSRULES_UPDATE"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page, "utf-8")
    assert file.read_text("utf-8") == page
    assert max(map(text_width, page.splitlines())) <= 80


def test_no_page_without_a_verb() -> None:
    for language in LANGUAGES:
        names = {file.stem for file in page_file(language, "x").parent.iterdir()}
        assert names == {"jsrules", *VERBS}


@pytest.mark.parametrize("name", VERBS)
def test_every_option_has_both_wordings(name: str) -> None:
    for parameter in verb(name).params:
        if isinstance(parameter, Option):
            chinese, english = parameter.words
            assert not chinese.isascii()
            assert english
            assert not set(english) & set("，。；（）")


@pytest.mark.parametrize(
    ("arguments", "page", "code"),
    [
        (["--help"], "zh/jsrules", 0),
        (["-h"], "zh/jsrules", 0),
        ([], "zh/jsrules", 2),
        (["--help", "--lang", "en"], "en/jsrules", 0),
        (["verify", "--help"], "zh/verify", 0),
        (["verify", "-h", "--lang=en"], "en/verify", 0),
        (["--lang", "en", "verify", "--help"], "en/verify", 0),
        (["verify", "report.yaml", "--all", "--help"], "zh/verify", 0),
    ],
)
def test_help_is_printed(arguments: list[str], page: str, code: int) -> None:
    finished = run_jsrules(*arguments)
    language, name = page.split("/")
    assert finished.stdout == (PACKAGE / "cli" / "help" / language / f"{name}.txt").read_text("utf-8")
    assert (finished.returncode, finished.stderr) == (code, "")


@pytest.mark.parametrize("arguments", [["--version"], ["-V"], ["--lang", "en", "--version"]])
def test_version(arguments: list[str]) -> None:
    assert run_jsrules(*arguments).stdout == f"jsrules {__version__}\n"
