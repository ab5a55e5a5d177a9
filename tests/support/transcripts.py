"""Pages with commands to be typed: their blocks, and whether what is printed is what they show."""

from __future__ import annotations

import re
from dataclasses import dataclass

from support.sources import ROOT

FENCE = re.compile(r"^```(?P<info>\S[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    kind: str
    file: str
    text: str


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def blocks(name: str) -> list[Block]:
    found = []
    for match in FENCE.finditer(read(name)):
        kind, _, file = match["info"].partition(" ")
        found.append(Block(kind, file, match["text"]))
    return found


def transcripts(name: str) -> list[tuple[str, str]]:
    """Every command of the ``console`` blocks with the output that is shown for it."""
    found: list[tuple[str, str]] = []
    for block in blocks(name):
        if block.kind == "console":
            head, *parts = re.split(r"^\$ (.*)\n", block.text, flags=re.MULTILINE)
            assert not head, "a transcript starts with a command"
            found += zip(parts[::2], parts[1::2], strict=True)
    return found


def matches(shown: str, printed: str) -> bool:
    pattern = "".join("(?:.*\n)*" if line == "…\n" else re.escape(line) for line in shown.splitlines(keepends=True))
    return re.fullmatch(pattern, printed) is not None
