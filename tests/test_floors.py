"""A module imports only from lower floors or its own folder, and each heavy library has one importer."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from support.sources import PACKAGE, ROOT, modules

# The higher of two folders of one floor may import the lower: 5 is packs, then verification, then authoring.
FLOORS = {
    "base": 0.0,
    "model": 1.0,
    "readers": 2.0,
    "checks": 3.0,
    "engine": 4.0,
    "packs": 5.0,
    "verification": 5.1,
    "authoring": 5.2,
    "outputs": 6.0,
    "bulk": 6.1,
    "cli": 7.0,
    "interface": 7.0,
    "lsp": 7.0,
    "page": 7.0,
}

# The roof may see everything; nobody below imports it.
ROOF = {"__init__.py", "__main__.py"}

# Who may import what does not come with Python, as files or folders.
IMPORTERS = {
    # of the interpreter itself, by the names of one version and another
    "_blake2": ("base/digests.py",),
    "_sha2": ("base/digests.py",),
    "_sha256": ("base/digests.py",),
    "lark": ("readers/rules/parser.py",),
    "yaml": ("readers/reports/yaml_tree.py",),
    "pygments": ("outputs/pygments_lexer.py",),
    "tuf": ("packs/repository/",),
    "securesystemslib": ("packs/repository/",),
    "cryptography": ("packs/repository/",),
    "pkcs11": ("packs/repository/token_keys.py",),
    "pypdfium2": ("readers/documents/pdf_primitives.py", "readers/documents/page_images.py"),
    "xlrd": ("readers/documents/xls.py",),
    "lxml": ("readers/documents/html.py", "outputs/annotate/"),
    "pypdf": ("outputs/annotate/",),
    "xlsxwriter": ("outputs/export/workbook.py",),
    "docxtpl": ("outputs/papers/letterhead.py",),
    "pyarrow": ("bulk/",),
    "polars": ("bulk/",),
    "pandas": ("bulk/spark.py",),
    "pyspark": ("bulk/spark.py",),
    "py4j": ("bulk/spark.py",),
    "numpy": (
        "engine/columns/",
        "bulk/cell_table.py",
        "bulk/judging_batch.py",
        "bulk/judging_columns.py",
        "bulk/needed.py",
    ),
    "jinja2": ("outputs/papers/letterhead.py",),
}

LONGEST, WIDEST = 400, 120


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
    if path in ROOF:
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
    assert may_import("engine/bind.py", "jsrules.engine.algebra.Algebra")
    assert not may_import("engine/bind.py", "jsrules.verification.verifier.Verifier")
    assert not may_import("lsp/server.py", "jsrules.cli.main")
    assert not may_import("base/number.py", "jsrules.Verifier")


def module_of(name: str) -> str:
    """The module that an imported name is, or stands in."""
    known = modules()
    path = name.replace(".", "/").removeprefix("jsrules/")
    while path and f"{path}.py" not in known and f"{path}/__init__.py" not in known:
        path = path.rpartition("/")[0]
    return f"{path}.py" if f"{path}.py" in known else f"{path}/__init__.py".lstrip("/")


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """The groups that import each other, directly or through others (Kosaraju's algorithm)."""
    order: list[str] = []
    seen: set[str] = set()

    def visit(start: str, onward: dict[str, set[str]], done: list[str]) -> None:
        if start in seen:
            return
        seen.add(start)
        for each in sorted(onward.get(start, ())):
            visit(each, onward, done)
        done.append(start)

    for each in sorted(arrows):
        visit(each, arrows, order)
    backward: dict[str, set[str]] = {}
    for source, targets in arrows.items():
        for target in targets:
            backward.setdefault(target, set()).add(source)
    seen.clear()
    found = []
    for each in reversed(order):
        group: list[str] = []
        visit(each, backward, group)
        if len(group) > 1:
            found.append(sorted(group))
    return found


def test_no_module_imports_itself_in_a_circle() -> None:
    """Not by way of others either, nor inside a function, nor for the sake of types."""
    arrows: dict[str, set[str]] = {path: set() for path in modules()}
    for path, _, name in imported():
        if name.split(".")[0] == "jsrules":
            arrows[path].add(module_of(name))
    for path, targets in arrows.items():
        targets.discard(path)
    assert not circles(arrows)


def test_circles_are_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == [["b", "c"]]
    assert not circles({"a": {"b", "c"}, "b": {"c"}, "c": set()})


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


def test_tests_import_only_helpers() -> None:
    """What several tests need stands in tests/support/, so that a test can be read, moved and deleted by itself."""
    files = sorted((ROOT / "tests").rglob("*.py"))
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for file in files
        for line, name in imports(ast.parse(file.read_text("utf-8")))
        if not name.startswith("jsrules.") and any(part.startswith("test_") for part in name.split("."))
    ]
    wrong += [
        f"{file.relative_to(ROOT)} is neither a test nor a helper"
        for file in files
        if not file.name.startswith("test_") and file.name != "conftest.py" and file.parent.name != "support"
    ]
    assert not wrong, "\n".join(wrong)


def test_files_are_short() -> None:
    lengths = {path: len((PACKAGE / path).read_text("utf-8").splitlines()) for path in modules()}
    long = [f"jsrules/{path}: {length} lines" for path, length in lengths.items() if length > LONGEST]
    assert not long, "split by job:\n" + "\n".join(long)


def test_lines_are_short() -> None:
    """In characters; the linter would count a Chinese one as two."""
    wide = [
        f"jsrules/{path}:{number} has {len(line)} characters"
        for path in modules()
        for number, line in enumerate((PACKAGE / path).read_text("utf-8").splitlines(), 1)
        if len(line) > WIDEST
    ]
    assert not wide, "\n".join(wide)
