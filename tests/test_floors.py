"""A module imports only from lower floors or its own folder, and each heavy library has one importer."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from sources import PACKAGE, modules

FLOORS = {
    "base": 0,
    "model": 1,
    "readers": 2,
    "checks": 3,
    "engine": 4,
    "packs": 5,
    "outputs": 6,
    "cli": 7,
    "lsp": 7,
    "serve": 7,
}

# The roof may see everything; nobody below imports it, but for the version.
ROOF = {"__init__.py", "__main__.py"}

# Who may import what does not come with Python, as files or folders.
IMPORTERS = {
    "lark": ("readers/rule_parser.py",),
    "yaml": ("readers/yaml_tree.py",),
    "click": ("cli/",),
    "pygments": ("outputs/pygments_lexer.py",),
    "tuf": ("packs/repository/",),
    "securesystemslib": ("packs/repository/",),
    "cryptography": ("packs/repository/",),
}

LONGEST = 400


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a module imports, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, "." * node.level + f"{node.module or ''}.{alias.name}"


def imported() -> Iterator[tuple[str, int, str]]:
    for path, tree in modules().items():
        for line, name in imports(tree):
            yield path, line, name


def may_import(path: str, name: str) -> bool:
    """Whether the module at ``path`` may import ``jsrules.<folder>.…``."""
    if path in ROOF or name == "jsrules.__version__":
        return True
    own, target = path.split("/")[0], name.split(".")[1]
    return target == own or FLOORS.get(target, len(FLOORS)) < FLOORS[own]


def test_every_folder_has_a_floor() -> None:
    folders = {path.split("/")[0] for path in modules()} - ROOF
    assert folders <= set(FLOORS), "a folder without a floor, or a module outside the folders"


def test_only_downwards() -> None:
    wrong = [
        f"jsrules/{path}:{line} imports {name}"
        for path, line, name in imported()
        if name.split(".")[0] == "jsrules" and not may_import(path, name)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_rule_itself() -> None:
    assert may_import("engine/bind.py", "jsrules.base.number.Amount")
    assert may_import("engine/bind.py", "jsrules.engine.linear.Row")
    assert not may_import("engine/bind.py", "jsrules.packs.verification.Verifier")
    assert not may_import("lsp/server.py", "jsrules.cli.main")
    assert not may_import("base/number.py", "jsrules.Verifier")


def test_imports_are_absolute_and_known() -> None:
    wrong = [
        f"jsrules/{path}:{line} imports {name}"
        for path, line, name in imported()
        if name.split(".")[0] not in {"jsrules", *IMPORTERS} and name.split(".")[0] not in sys.stdlib_module_names
    ]
    assert not wrong, "\n".join(wrong)


def test_heavy_libraries_have_one_importer() -> None:
    wrong = [
        f"jsrules/{path}:{line} imports {name}"
        for path, line, name in imported()
        if not path.startswith(IMPORTERS.get(name.split(".")[0], ("",)))
    ]
    assert not wrong, "\n".join(wrong)


def test_no_dynamic_imports() -> None:
    """``__import__`` and importlib would go past the tests above."""
    wrong = [
        f"jsrules/{path}:{node.lineno}"
        for path, tree in modules().items()
        if not path.startswith("cli/")  # one file per verb, loaded by its name
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
        and (node.id if isinstance(node, ast.Name) else node.attr) in {"__import__", "import_module"}
    ]
    assert not wrong, "\n".join(wrong)


def test_files_are_short() -> None:
    lengths = {path: len((PACKAGE / path).read_text("utf-8").splitlines()) for path in modules()}
    long = [f"jsrules/{path}: {length} lines" for path, length in lengths.items() if length > LONGEST]
    assert not long, "split by job:\n" + "\n".join(long)
