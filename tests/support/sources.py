"""The project's own sources, for the tests that read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "jsrules"


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the package: its path below ``jsrules/`` and its syntax tree."""
    files = sorted(PACKAGE.rglob("*.py"))
    assert len(files) > 10, "the package was not found"
    return {file.relative_to(PACKAGE).as_posix(): ast.parse(file.read_text("utf-8"), str(file)) for file in files}


def nodes() -> Iterator[tuple[str, ast.AST]]:
    """Every node of every module, with ``path:line``."""
    for path, tree in modules().items():
        for node in ast.walk(tree):
            yield f"jsrules/{path}:{getattr(node, 'lineno', 0)}", node
