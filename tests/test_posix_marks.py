"""Tests that assume a POSIX system say so: elsewhere they are skipped instead of failing."""

from __future__ import annotations

import ast
import re

from support.sources import ROOT

ASSUMES = re.compile(
    r"os\.(mkfifo|getuid|geteuid|seteuid|fork|symlink)|/dev/(full|fd|stdin)|openpty|setrlimit|SIGKILL|pthread_|typed="
    r"|chmod\(0o|symlink_to|st_mode|\blocked\("
)
MARKS = re.compile(r"POSIX|skip|importorskip")


def test_tests_that_assume_posix_are_marked() -> None:
    unmarked = []
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        text = path.read_text("utf-8")
        if path.name == "test_posix_marks.py" or re.search(r"^pytestmark = .*(POSIX|win32)", text, re.MULTILINE):
            continue
        for node in ast.parse(text).body:
            if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test"):
                continue
            source = ast.get_source_segment(text, node) or ""
            marks = " ".join(ast.unparse(each) for each in node.decorator_list)
            if ASSUMES.search(source) and not MARKS.search(marks + source):
                unmarked.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert not unmarked, "\n".join(unmarked)
