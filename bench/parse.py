"""What reading rules costs: 600 rules cold, beside a plain Lark parse of the same grammar, and a warm run without lark.

    python bench/parse.py [--rules 600] [--rounds 5]

Every figure is CPU time of a process of its own, so that importing, building the parser and reading the grammar count.
Asserts nothing but that a warm run does not import lark.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from startup import processor

ROOT = Path(__file__).resolve().parent.parent
PACK = ROOT / "spec" / "packs" / "final-accounts" / "rules"

# Statement by statement without building trees: what a grammar alone would cost.
PLAIN = """
import sys
from lark import Lark, TextSlice
from jsrules.base.resources import grammar_path
from jsrules.readers.rules.statements import normalise, split_statements
with open(grammar_path(), encoding="utf-8") as file:
    parser = Lark(file, parser="lalr", lexer="contextual", maybe_placeholders=False)
with open(sys.argv[1], encoding="utf-8") as file:
    text, chunks = split_statements(normalise(file.read()))
for chunk in chunks:
    for _ in parser.parse_interactive(TextSlice(text, chunk.start, chunk.end)).iter_parse():
        pass
"""

COLD = """
import sys
from jsrules.base.source import Source
from jsrules.readers.rules.parser import parse_rules
with open(sys.argv[1], encoding="utf-8") as file:
    statements, errors = parse_rules(Source(sys.argv[1], file.read()))
assert not errors, errors
"""

CHECK = "import sys; from jsrules.cli import main; sys.exit(main())"

IMPORTS_LARK = (
    "import sys; from jsrules.cli import main; main(sys.argv[1:]); sys.stderr.write(str('lark' in sys.modules))"
)


def many_rules(count: int) -> str:
    """As many rules as asked for: those of the shipped pack over and over, under new names."""
    statements: list[str] = []
    files = [file.read_text("utf-8") for file in sorted(PACK.glob("*.jsr"))]
    found = turn = 0
    while True:
        for text in files:
            for line in text.splitlines():
                if line.startswith("规则 "):
                    if found == count:
                        return "\n".join(statements) + "\n"
                    found += 1
                    line = line.replace("：", f"·{turn}：", 1) if turn else line
                statements.append(line)
        turn += 1


def measure(environment: dict[str, str], code: str, *arguments: str, fine: tuple[int, ...] = (0,)) -> float:
    """CPU seconds of one process."""
    before = os.times()
    finished = subprocess.run(
        [sys.executable, "-c", code, *arguments], env=environment, capture_output=True, check=False, cwd=ROOT
    )
    after = os.times()
    if finished.returncode not in fine:
        raise SystemExit(finished.stderr.decode(errors="replace"))
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="CPU seconds of reading rules: cold, a plain Lark parse, warm")
    parser.add_argument("--rules", type=int, default=600)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rules.jsr")
        Path(path).write_text(many_rules(arguments.rules), "utf-8")
        report = str(ROOT / "reports" / "jiyuan-2021.yaml")
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "XDG_CACHE_HOME": folder}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        verify = ("verify", report, "--rules", path)
        kinds: list[tuple[str, str, tuple[str, ...], tuple[int, ...]]] = [
            ("plain Lark parse, no trees", PLAIN, (path,), (0,)),
            ("parse, cold", COLD, (path,), (0,)),
            ("jsrules check, cold", CHECK, ("check", path, "--forms", "部门决算", "2021"), (0, 1)),
            ("jsrules verify, warm", CHECK, verify, (0, 1)),
        ]
        for _, code, given, fine in kinds:
            measure(environment, code, *given, fine=fine)  # fills the caches
        times: dict[str, list[float]] = {name: [] for name, *_ in kinds}
        for _ in range(arguments.rounds):
            for name, code, given, fine in kinds:
                times[name].append(measure(environment, code, *given, fine=fine))
        warm = subprocess.run(
            [sys.executable, "-c", IMPORTS_LARK, *verify], env=environment, capture_output=True, check=False, cwd=ROOT
        )
        assert warm.stderr.endswith(b"False"), "a warm run imported lark"
    print(f"{processor()}, Python {sys.version.split()[0]}, {time.strftime('%Y-%m-%d')}; {arguments.rules} rules")
    base = statistics.median(times["plain Lark parse, no trees"])
    for name, several in times.items():
        median = statistics.median(several)
        print(f"{name:<28} {median:6.2f} s CPU   {median / base:5.2f} of the plain parse")
    print("a warm run does not import lark")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
