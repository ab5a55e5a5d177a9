"""Mutants of our own code: how many of the slips that somebody could make in some files their tests find.

    python bench/mutants.py [jsrules/base/simplex.py …] [-t tests/base …] [--most 60] [--seed 1] [--jobs 2]

Each mutant is the file with one thing otherwise: a comparison the other way or one off, a sum for a difference, `and` for `or`, a condition
turned, a number one more, a statement left out. First all tests run once on a copy of the repository and it is noted which lines each comes
by; then, for each mutant, those that come by its line, the quickest first, until one fails or ten times as long has gone as without a slip,
which counts as found. Printed are the mutants that nothing finds, and the share of those found; they come in the order in which they
were drawn, so that a run that is stopped has tried a sample, too.

Without files: those of FILES, each drawn from in proportion. What the tests come by is kept in --kept, and looked at again while nothing changes.
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
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import hypothesis  # noqa: F401 (for the tests)
import pytest
from reaching import ARGUMENTS, Chosen, Reached, Share, fingerprint, read, watch

ROOT = Path(__file__).resolve().parent.parent
FILES = ("jsrules/base/number.py", "jsrules/base/simplex.py", "jsrules/base/basis.py", "jsrules/engine")
"""What is drawn from where nothing is named: figures, and all that judges and reconciles them."""

TESTS = (
    "tests/base",
    "tests/engine",
    "tests/test_conformance.py",
    "tests/test_real_report.py",
    "tests/cli/test_golden.py",
    "tests/outputs/test_text.py",
    "tests/outputs/test_subjects.py",
    "tests/outputs/test_witness_words.py",
)
"""What is said of verdicts is a part of them: why nothing can be said, for instance."""

SPARE_SECONDS = 5
"""What a mutant's tests may take besides ten times what they took without it."""

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


def lines_of(text: str, number: int) -> set[int]:
    """The lines of a node, of a statement with others in it those of its condition; of a constant of the module those
    in which it is used.
    """
    tree = ast.parse(text)
    node = next(each for index, each in enumerate(ast.walk(tree)) if index == number)
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and any(each is node for each in ast.walk(statement)):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names = {each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)}
            uses = (each for each in ast.walk(tree) if isinstance(each, ast.Name) and each.id in names)
            return {each.lineno for each in uses if isinstance(each.ctx, ast.Load)}
    last = node.test if isinstance(node, ast.If | ast.While) else node
    first = getattr(node, "lineno", 1)
    return set(range(first, (getattr(last, "end_lineno", None) or first) + 1))


def forked(home: Path, run: Callable[[], int]) -> int:
    """The number of a fork of this process in which tests of a copy run; it has loaded what tests need, and nothing of
    the copy.
    """
    child = os.fork()
    if not child:
        code = 2
        try:
            os.chdir(home)
            sys.path.insert(0, str(home))
            sys.dont_write_bytecode = True
            os.environ["CI"] = "1"
            os.environ["PYTHONPATH"] = str(home)  # of programs that tests start
            resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            code = run()
        finally:
            os._exit(code)
    return child


def in_child(home: Path, run: Callable[[], int], limit: float) -> bool:
    """Whether tests of a copy pass, within so many seconds."""
    child = forked(home, run)
    end = time.monotonic() + limit
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status == 0
        if time.monotonic() > end:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return False
        time.sleep(0.02)


def watched(home: Path, tests: list[str], folder: Path, jobs: int) -> Reached | None:
    """What the tests of a copy come by: as it is known of a tree like it, or by running them; None where they fail."""
    name = fingerprint(home, tests)
    shares = [folder / f"{name}-{number}-{jobs}.json" for number in range(jobs)]
    if not all(each.exists() for each in shares):
        folder.mkdir(exist_ok=True)

        def run(number: int) -> int:
            part = shares[number].with_suffix(".part")
            code = watch(home, tests, part, Share(number, jobs))
            if not code:
                part.rename(shares[number])
            return code

        children = [forked(home, lambda number=number: run(number)) for number in range(jobs)]
        ends = [os.waitpid(each, 0)[1] for each in children]  # of all of them, also where one has failed
        if any(ends):
            return None
    return read(shares)


def copied(root: Path, home: Path) -> None:
    """A copy of what tests need, compiled, so that only what is otherwise is compiled again."""
    for name in COPIED:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, home / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, home / name)
    compileall.compile_dir(home, quiet=2)


def passes(home: Path, reached: Reached, tests: list[str]) -> bool:
    """Whether tests pass on a copy: a few quick ones first, then the others."""
    for stage, seconds in reached.stages(tests):
        files = sorted({each.split("::")[0] for each in stage})
        if not in_child(
            home,
            lambda stage=stage, files=files: int(pytest.main([*ARGUMENTS, "-x", *files], plugins=[Chosen(stage)])),
            10 * seconds + SPARE_SECONDS + 60 * (len(stage) > 1000),
        ):
            return False
    return True


def survivors(home: Path, reached: Reached, chosen: list[tuple[Path, int, int]]) -> int:
    """Print which of these mutants no test finds; how many."""
    missed = 0
    for done, (path, number, at) in enumerate(chosen):
        print(f"{done} of {len(chosen)}, {missed} missed", end="\r", file=sys.stderr, flush=True)
        written = (home / path).read_text("utf-8")
        line, what, changed = mutant(written, number, at)
        tests = reached.by(path, lines_of(written, number))
        (home / path).write_text(changed, "utf-8")
        if passes(home, reached, tests):
            missed += 1
            print(f"{path}:{line}: {what}  ({len(tests)} tests)", flush=True)
        (home / path).write_text(written, "utf-8")
    return missed


def shared_out(home: Path, without: Path, reached: Reached, chosen: list[tuple[Path, int, int]], jobs: int) -> int:
    """The same by several processes, each with a copy of its own."""
    counts = home / "counts"
    counts.mkdir()
    children = []
    for job in range(jobs):
        child = os.fork()
        if not child:
            own = home / str(job)
            try:
                own.mkdir()
                copied(without, own)
                (counts / str(job)).write_text(str(survivors(own, reached, chosen[job::jobs])), "utf-8")
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return sum(int((counts / str(job)).read_text("utf-8")) for job in range(jobs))


def files_of(named: Iterable[Path]) -> list[Path]:
    """The files named, and those of folders named."""
    found = (each.resolve() for each in named)
    return [
        one.relative_to(ROOT) for each in found for one in (sorted(each.rglob("*.py")) if each.is_dir() else [each])
    ]


def main() -> int:
    """Run the tests on the mutants and print what they miss; 1 where they miss any."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("files", type=Path, nargs="*", help="files and folders; those of FILES where none is named")
    parser.add_argument("-t", "--tests", action="append", help="a file or folder of tests; may be repeated")
    parser.add_argument("--most", type=int, default=60, help="so many mutants, drawn at random (default: 60)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--kept", type=Path, default=ROOT / ".mutants", help="a folder for what the tests come by")
    options = parser.parse_args()
    tests, jobs = options.tests or list(TESTS), max(1, options.jobs)
    made = [each for path in files_of(options.files or [ROOT / each for each in FILES]) for each in telling_slips(path)]
    chosen = random.Random(options.seed).sample(made, min(options.most, len(made)))
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder, "without")
        home.mkdir()
        copied(ROOT, home)
        reached = watched(home, tests, options.kept.resolve(), jobs)
        if reached is None:
            print("the tests fail without any slip", file=sys.stderr)
            return 2
        missed = shared_out(Path(folder), home, reached, chosen, jobs)
    print(f"{len(chosen) - missed} of {len(chosen)} mutants found ({len(made)} in all)")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
