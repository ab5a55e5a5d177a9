"""How fast mutants of the real report are judged: all of them, with one process and with several.

    python bench/mutate.py [--rounds 5] [--jobs 2]

Wall and CPU seconds of everything that ``jsrules mutate`` does but printing, of judging alone, and of judging the whole report again for every
mutant, by a sample. The CPU time of other processes is not in it. Asserts only that several processes give the same answer.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from startup import processor

from jsrules.authoring.detection.detector import changed
from jsrules.authoring.detection.power import measure
from jsrules.authoring.detection.trial import Trial, TrialRequest
from jsrules.authoring.detection.workers import judge_all, processors
from jsrules.engine.evaluate import evaluate

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "reports" / "jiyuan-2021.yaml"


def timed(work: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Medians of wall and CPU seconds."""
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    return statistics.median(walls), statistics.median(cpus)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="mutants of the real report per second")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each line (default: 5)")
    parser.add_argument("--jobs", type=int, default=2, help="processes of the line with several (default: 2)")
    options = parser.parse_args()
    question = TrialRequest(str(REPORT), REPORT.read_text("utf-8"))
    trial = Trial(question)
    count = len(trial.mutants)
    print(f"{processor()}, {os.cpu_count()} CPUs, {processors()} usable; {count} mutants, {options.rounds} rounds\n")

    def line(name: str, work: Callable[[], object], mutants: int) -> None:
        wall, cpu = timed(work, options.rounds)
        print(f"{name:<42} {wall:6.2f} s wall {cpu:6.2f} s CPU {mutants / wall:8.0f} mutants/s")

    def judge_whole() -> None:
        for mutant in trial.mutants[:: count // 100]:
            for rules in trial.loaded.rules:
                evaluate(changed(trial.report, mutant), rules.resolved.rules, conditions=rules.conditions)

    assert judge_all(trial, 1) == judge_all(trial, options.jobs)
    line("all of it", lambda: measure(question), count)
    line("judging", lambda: judge_all(trial, 1), count)
    line(f"judging, {options.jobs} processes", lambda: judge_all(trial, options.jobs), count)
    line("judging the whole report for every mutant", judge_whole, len(trial.mutants[:: count // 100]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
