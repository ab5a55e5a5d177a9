"""Breaking texts into lines that fit a terminal, whatever somebody writes for a name."""

from __future__ import annotations

import time

from jsrules.base.width import wrap


def test_a_word_of_a_million_characters_takes_time_in_proportion() -> None:
    """A name like this took half a minute to print: the word was built a character at a time."""
    before = time.process_time()
    lines = wrap("x" * 999_000, 80, "规则 ", "  ")
    assert time.process_time() - before < 6
    assert lines[0] == "规则 " + "x" * 75
    assert {len(line) for line in lines[1:-1]} == {80}
    assert sum(line.count("x") for line in lines) == 999_000


def test_where_lines_are_broken() -> None:
    assert wrap("收入（1,668.98）与 abcdefghijklmnopqr。", 16, "- ", "  ") == [
        "- 收入",
        "  （1,668.98）与",
        "  abcdefghijklmn",
        "  opqr。",
    ]
