"""The help pages of all commands: those of the program and its verbs as golden files, in both languages.

``JSRULES_UPDATE=1 pytest tests/cli/test_help.py`` rewrites the files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.commands import every_command
from support.processes import run_jsrules
from support.sources import ROOT

from jsrules import __version__
from jsrules.base.language import Language, set_language
from jsrules.base.width import text_width
from jsrules.cli import main
from jsrules.cli.declare import Option
from jsrules.cli.pages import render_page
from jsrules.cli.verbs import PROGRAM

LANGUAGES: tuple[Language, ...] = ("zh", "en")
COMMANDS = every_command()


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[Language]:
    set_language(request.param)
    yield request.param
    set_language("zh")


def page_file(language: str, name: str) -> Path:
    return ROOT / "tests" / "golden" / "help" / language / f"{name}.txt"


@pytest.mark.parametrize("path", COMMANDS)
def test_pages(language: Language, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = render_page(*COMMANDS[path], path)
    assert max(map(text_width, page.splitlines())) <= 80, page
    assert main([*path.split()[1:], "--help", "--lang", language]) == 0
    assert capsys.readouterr().out == page
    if path.count(" ") < 2:
        file = page_file(language, path.split()[-1])
        if os.environ.get("JSRULES_UPDATE"):
            file.write_text(page, "utf-8")
        assert file.read_text("utf-8") == page


@pytest.mark.usefixtures("language")
@pytest.mark.parametrize("columns", [40, 60])
@pytest.mark.parametrize("path", COMMANDS)
def test_pages_fold(path: str, columns: int) -> None:
    """Nothing is wider than the terminal but command lines to try, which are there to be pasted."""
    page = render_page(*COMMANDS[path], path, columns)
    assert [
        line for line in page.splitlines() if text_width(line) > columns and not line.startswith(("  jsrules ", "  # "))
    ] == []
    said = "".join(render_page(*COMMANDS[path], path).split())
    assert "".join(page.split()) == said


def test_a_page_is_as_wide_as_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for columns, width in (("40", 40), ("60", 60), ("200", 80), ("1", 40)):
        monkeypatch.setenv("COLUMNS", columns)
        assert main(["--help"]) == 0
        assert capsys.readouterr().out == render_page(*COMMANDS["jsrules"], "jsrules", width)


def test_no_page_without_a_verb() -> None:
    for language in LANGUAGES:
        names = {file.stem for file in page_file(language, "x").parent.iterdir()}
        assert names == {"jsrules", *PROGRAM.commands}


@pytest.mark.parametrize("path", COMMANDS)
def test_everything_is_said_in_both_languages(path: str) -> None:
    command, about = COMMANDS[path]
    for parameter in command.parameters:
        chinese, english = parameter.words
        assert not chinese.isascii() or chinese == english == "pack"
        assert english
        assert not set(english) & set("，。；（）")
        if isinstance(parameter, Option):
            assert parameter.name.startswith("--") or parameter.name == "-k"
    assert not about[0].isascii() and about[1]


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
        (["--help", "verify"], "zh/verify", 0),
        (["verify", "report.yaml", "--all", "--help"], "zh/verify", 0),
    ],
)
def test_help_is_printed(arguments: list[str], page: str, code: int) -> None:
    finished = run_jsrules(*arguments)
    assert finished.stdout == page_file(*page.split("/")).read_text("utf-8")
    assert (finished.returncode, finished.stderr) == (code, "")


@pytest.mark.parametrize("arguments", [["--version"], ["-V"], ["--lang", "en", "--version"]])
def test_version(arguments: list[str]) -> None:
    assert run_jsrules(*arguments).stdout == f"jsrules {__version__}\n"
