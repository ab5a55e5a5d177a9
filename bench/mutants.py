"""Mutants of our own code: how many of the slips that somebody could make in some files their tests find.

    python bench/mutants.py [jsrules/base/simplex.py …] [-t tests/base/test_simplex.py] [-t …] [--most 60] [--seed 1]

Each mutant is the file with one thing otherwise: a comparison the other way or one off, a sum for a difference, `and` for `or`, a condition
turned, a number one more, a statement left out. The tests run on a copy of the repository; those of a mutant stop at the first that fails,
or after ten times as long as without one, which counts as found. Printed are the mutants that nothing finds, and the share of those found.

Each `-t` is run by itself, the next one only for what it does not find, so that quick tests stand first. Without any they are those that
bench/mutant_tests.txt has for each file. Of several files, all that stand there where none is named, each is drawn from in proportion.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import copy
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import hypothesis  # noqa: F401 (for the tests)
import pytest

ROOT = Path(__file__).resolve().parent.parent
LOADED = "ignore:Module already imported:pytest.PytestAssertRewriteWarning"

MOST_MEMORY = 4 << 30
"""In bytes: what a slip may take."""

COPIED = ("jsrules", "grammar", "spec", "tests", "reports", "bench", "pyproject.toml", "CHANGELOG.md")

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}


def others(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of a node by a slip."""
    if isinstance(node, ast.Compare):
        for at, each in enumerate(node.ops):
            for operator in COMPARISONS.get(type(each), ()):
                yield ast.Compare(node.left, [*node.ops[:at], operator(), *node.ops[at + 1 :]], node.comparators)
    elif isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        made = copy.copy(node)
        made.op = OPERATORS[type(node.op)]()
        yield made
    elif isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    elif isinstance(node, ast.If | ast.While | ast.IfExp):
        made = copy.copy(node)
        made.test = ast.UnaryOp(ast.Not(), node.test)
        yield made
    elif isinstance(node, ast.Constant) and type(node.value) is int:
        yield ast.Constant(node.value + 1)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()


class Replaced(ast.NodeTransformer):
    """A tree with another node in the place of one."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old = old
        self.new = new

    def visit(self, node: ast.AST) -> ast.AST:
        """The node, or what stands in its place."""
        return ast.copy_location(self.new, node) if node is self.old else self.generic_visit(node)


def slips(text: str) -> Iterator[tuple[int, int]]:
    """Every slip of a text: the number of the node that it is in, and which of its slips it is."""
    tree = ast.parse(text)
    kinds = [getattr(each, name, None) for each in ast.walk(tree) for name in ("annotation", "returns")]
    unread = {id(part) for kind in kinds if kind is not None for part in ast.walk(kind)}  # no run reads types
    for number, node in enumerate(ast.walk(tree)):
        for at, _ in enumerate(others(node) if id(node) not in unread else ()):
            yield number, at


def named(node: ast.AST, other: ast.AST) -> tuple[str, str]:
    """What is shown of a slip: the first line of what was there, and of what is there now."""
    return ast.unparse(node).split("\n")[0], ast.unparse(other).split("\n")[0]


def mutant(text: str, number: int, at: int) -> tuple[int, str, str]:
    """A text with one slip: the line, what it is, and the text."""
    tree = ast.parse(text)
    node = next(each for index, each in enumerate(ast.walk(tree)) if index == number)
    other = next(each for index, each in enumerate(others(node)) if index == at)
    was, now = named(node, other)
    line = getattr(node, "lineno", 0)
    changed = ast.fix_missing_locations(Replaced(node, other).visit(tree))
    return line, f"{was}  →  {now}", ast.unparse(changed)


def equivalents() -> set[tuple[str, str, str]]:
    """Slips that change no answer: the file, its line, and what it is."""
    lines = (ROOT / "bench" / "equivalent_mutants.txt").read_text("utf-8").splitlines()
    parts = [line.split(" | ") for line in lines if not line.startswith("#")]
    return {(path, line, " | ".join(what)) for path, line, *what, _ in parts}


def telling_slips(path: Path) -> Iterator[tuple[Path, int, int]]:
    """Every slip of a file that may change an answer."""
    text, same = (ROOT / path).read_text("utf-8"), equivalents()
    lines, nodes = text.split("\n"), list(ast.walk(ast.parse(text)))
    met: Counter[tuple[int, str]] = Counter()
    for number, at in slips(text):
        node = nodes[number]
        line, what = getattr(node, "lineno", 1), "  →  ".join(named(node, list(others(node))[at]))
        met[line, what] += 1
        spellings = what, f"{what} ({met[line, what]})"  # of several like it in a line, that one
        if not any((path.as_posix(), lines[line - 1].strip(), each) in same for each in spellings):
            yield path, number, at


def known_tests(path: Path) -> list[str]:
    """The tests of a file, group by group in the order in which they run."""
    return listed().get(path, [])


def listed() -> dict[Path, list[str]]:
    """The tests of every file of bench/mutant_tests.txt."""
    lines = (ROOT / "bench" / "mutant_tests.txt").read_text("utf-8").splitlines()
    parts = [line.split(" | ") for line in lines if not line.startswith("#")]
    return {Path(path): tests for path, *tests in parts}


def in_child(home: Path, tests: list[str], limit: float | None) -> bool:
    """Whether the tests of a copy pass, within so many seconds. They run in a fork of this process, which has loaded what
    tests need, and nothing of the copy.
    """
    child = os.fork()
    if not child:
        code = 2
        try:
            os.chdir(home)
            sys.path.insert(0, str(home))
            sys.dont_write_bytecode = True
            os.environ["CI"] = "1"
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            code = int(pytest.main(["-q", "-x", "-n0", "-p", "no:cacheprovider", "-W", LOADED, *tests]))
        finally:
            os._exit(code)
    end = time.monotonic() + limit if limit is not None else float("inf")
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status == 0
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return False
        time.sleep(0.02)


def main() -> int:
    """Run the tests on the mutants and print what they miss; 1 where they miss any."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", type=Path, nargs="*", help="all of bench/mutant_tests.txt where none is named")
    parser.add_argument("-t", "--tests", action="append", help="files or folders, several in quotes; may be repeated")
    parser.add_argument("--most", type=int, default=60, help="so many mutants, drawn at random (default: 60)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    paths = [each.resolve().relative_to(ROOT) for each in options.files] or list(listed())
    tests = {path: options.tests or known_tests(path) for path in paths}
    for path in paths:
        if not tests[path]:
            print(f"{path}: no tests are known; name them by -t", file=sys.stderr)
            return 2
    made = [each for path in paths for each in telling_slips(path)]
    chosen = sorted(random.Random(options.seed).sample(made, min(options.most, len(made))))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, home / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, home / name)
        compileall.compile_dir(home, quiet=2)  # what is not otherwise is compiled once

        limits: dict[str, float] = {}
        missed = 0
        for group in {each: None for path in paths for each in tests[path]}:
            start = time.monotonic()
            if not in_child(home, group.split(), None):
                print(f"{group}: the tests fail without any slip", file=sys.stderr)
                return 2
            limits[group] = 10 * (time.monotonic() - start)
        for path, number, at in chosen:
            written = (home / path).read_text("utf-8")
            line, what, changed = mutant(written, number, at)
            (home / path).write_text(changed, "utf-8")
            if all(in_child(home, group.split(), limits[group]) for group in tests[path]):
                missed += 1
                print(f"{path}:{line}: {what}", flush=True)
            (home / path).write_text(written, "utf-8")
    print(f"{len(chosen) - missed} of {len(chosen)} mutants found ({len(made)} in all)")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
