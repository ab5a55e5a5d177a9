"""How long a user waits: whole processes, measured in turns, as ratios of two commands in one run.

    python bench/startup.py [--rounds 30]

Compares a warm ``jsrules verify`` with ``bench/plain.py``, a plain script that checks the same identities: on a sound
report, where both do the same, and on the real one, where jsrules also finds out which figures are wrong. Compares ``jsrules --help`` with an interpreter that does nothing. Prints the machine and asserts nothing:
figures of different machines do not compare, ratios nearly do.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "reports" / "jiyuan-2021.yaml"
SOUND = ROOT / "spec" / "packs" / "final-accounts" / "tests" / "base.yaml"

# What the console script does. From the source tree, so that what is measured is what stands there.
JSRULES = [sys.executable, "-c", "import sys; from jsrules.cli import main; sys.exit(main())"]
PLAIN = [sys.executable, str(ROOT / "bench" / "plain.py")]
PLAIN_COMPILED = [sys.executable, "-c", "import sys; from plain import main; sys.exit(main())"]


@dataclass(frozen=True)
class Comparison:
    """Two commands that are run in turns, and how many times slower the first may be."""

    name: str
    command: list[str]
    baseline_name: str
    baseline: list[str]
    aim: str


COMPARISONS = [
    Comparison("verify, sound report", [*JSRULES, "verify", str(SOUND)], "plain.py", [*PLAIN, str(SOUND)], "2"),
    Comparison(
        "verify, sound report",
        [*JSRULES, "verify", str(SOUND)],
        "plain.py, from bytecode",
        [*PLAIN_COMPILED, str(SOUND)],
        "",
    ),
    Comparison("verify, real report", [*JSRULES, "verify", str(REPORT)], "plain.py", [*PLAIN, str(REPORT)], ""),
    Comparison(
        "jsrules --help",
        [*JSRULES, "--help"],
        "python -c pass",
        [sys.executable, "-c", "pass"],
        "3",
    ),
]


def measure(command: list[str], environment: dict[str, str]) -> float:
    """Milliseconds from start to end of one process; its output goes to a pipe, as in real use."""
    start = time.perf_counter()
    finished = subprocess.run(command, env=environment, capture_output=True, check=False, cwd=ROOT)
    elapsed = (time.perf_counter() - start) * 1000
    if finished.returncode not in (0, 1):
        raise SystemExit(f"{command} failed:\n{finished.stderr.decode(errors='replace')}")
    return elapsed


def compare(comparison: Comparison, rounds: int, environment: dict[str, str]) -> str:
    """One line of the table: medians of both, and the median of the ratios of neighbours in time."""
    for command in (comparison.command, comparison.baseline):
        measure(command, environment)  # fills the cache of resolved rules and the disk's
        measure(command, environment)
    pairs = [
        (measure(comparison.command, environment), measure(comparison.baseline, environment)) for _ in range(rounds)
    ]
    first, second = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    return (
        f"{comparison.name:<22} {first:7.1f} ms   {comparison.baseline_name:<24} {second:7.1f} ms"
        f"   {ratio:5.2f}   {comparison.aim}"
    )


def processor() -> str:
    """The processor's name, where the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="whole processes in turns: medians and the median ratio of neighbours")
    parser.add_argument("--rounds", type=int, default=30, help="pairs for each line (default: 30)")
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as cache:
        # Some environments turn bytecode off; users' do not.
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment |= {
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "bench")]),
            "XDG_CACHE_HOME": cache,
        }
        print(f"{processor()}, {os.cpu_count()} CPUs, {platform.system()}, {platform.python_implementation()}", end=" ")
        print(f"{platform.python_version()} ({sysconfig.get_platform()}), {rounds} pairs, medians\n")
        print(f"{'command':<22} {'time':>10}   {'against':<24} {'time':>10}   ratio   at most")
        for comparison in COMPARISONS:
            print(compare(comparison, rounds, environment), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
