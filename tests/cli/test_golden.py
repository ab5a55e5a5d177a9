"""Whole runs, as one readable file each: see tests/golden/README.md. ``JSRULES_UPDATE=1`` rewrites them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from processes import run_jsrules
from sources import ROOT

from jsrules.base.width import text_width

GOLDEN = ROOT / "tests" / "golden"
CASES = sorted(path.stem for path in GOLDEN.glob("*.txt"))


@dataclass
class Section:
    """A headline behind ``==`` and the lines under it."""

    title: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.lines)


def parse(text: str) -> tuple[str, list[Section]]:
    """What stands before the first section, and the sections."""
    head, sections = "", []
    for line in text.splitlines(keepends=True):
        if line.startswith("== "):
            sections.append(Section(line[3:].rstrip("\n")))
        elif sections:
            sections[-1].lines.append(line)
        else:
            head += line
    return head, sections


def play(sections: list[Section], folder: Path) -> list[Section]:
    """The same sections with what is printed now."""
    played = []
    for section in sections:
        title = section.title
        if title.startswith("$ "):
            program, *arguments = shlex.split(title[2:])
            assert program == "jsrules"
            finished = run_jsrules(*arguments, cwd=folder)
            played.append(Section(title, finished.stdout.splitlines(keepends=True)))
            if finished.stderr:
                played.append(Section("stderr", finished.stderr.splitlines(keepends=True)))
            if finished.returncode:
                played.append(Section(f"exit {finished.returncode}"))
        elif title.startswith("copy "):
            target = folder / title[5:]
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / title[5:], target)
            played.append(section)
        elif title != "stderr" and not title.startswith("exit "):
            *special, name = title.split(" ")
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            match special:
                case ["gb18030"]:
                    target.write_text(section.text, "gb18030")
                case ["times", count]:
                    target.write_text(section.text.rstrip("\n") * int(count), "utf-8")
                case _:
                    target.write_text(section.text, "utf-8")
            played.append(section)
    return played


def written(head: str, sections: list[Section]) -> str:
    return head + "".join(f"== {section.title}\n{section.text}" for section in sections)


def matches(expected: str, printed: str) -> bool:
    lines = ("(?:.*\n)*" if line == "…\n" else re.escape(line) for line in expected.splitlines(keepends=True))
    return re.fullmatch("".join(lines), printed) is not None


@pytest.mark.parametrize("name", CASES)
def test_golden(name: str, tmp_path: Path) -> None:
    file = GOLDEN / f"{name}.txt"
    expected = file.read_text("utf-8")
    head, sections = parse(expected)
    printed = written(head, play(sections, tmp_path))
    if os.environ.get("JSRULES_UPDATE") and not matches(expected, printed):
        file.write_text(printed, "utf-8")
        expected = printed
    assert matches(expected, printed), printed
    assert "Traceback" not in printed
    assert str(tmp_path) not in printed


@pytest.mark.parametrize("name", CASES)
def test_it_fits_the_page(name: str) -> None:
    for section in parse((GOLDEN / f"{name}.txt").read_text("utf-8"))[1]:
        if section.title.startswith("$ ") and "json" not in section.title:
            assert all(text_width(line.rstrip("\n")) <= 80 for line in section.lines)


def test_there_are_cases() -> None:
    assert len(CASES) >= 10
