"""Golden files: their sections, and playing them anew. See tests/golden/README.md."""

from __future__ import annotations

import shlex
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from support.processes import run_jsrules
from support.sources import ROOT


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
