"""Many reports in a row: CPU time of jsrules beside a plain script that checks the same identities, in one run.

    python bench/bulk.py [--reports 1000] [--seed 18] [--digest]

Flat reports of 368 cells, drawn with a seed, with 159 rules. A tenth of them has findings: half of these are rounded
honestly, which leaves some fifty differences in a report, and in half of them one figure is wrong. Both sides read the
YAML, check, and write JSON; the number of reports of which they do not say the same is printed. Prints milliseconds and
ratios, and asserts nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import io
import json
import os
import platform
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import plain
import yaml
from flat_reports import KINDS, Drawn, drawn_kinds, drawn_report, flattened, identities, rules_text

from jsrules.base.source import Source
from jsrules.outputs.json import render_json
from jsrules.verification.verifier import Verifier

ROOT = Path(__file__).resolve().parent.parent
SOUND = ROOT / "spec" / "packs" / "final-accounts" / "tests" / "base.yaml"


def drawn_for_pack(chance: random.Random, count: int) -> Iterator[Drawn]:
    """Reports of the shipped pack: the sound one of its tests, in a tenth of them one figure with another digit."""
    text = SOUND.read_text(encoding="utf-8")
    digits = [
        at for at, sign in enumerate(text) if sign.isdigit() and text[at - 2 : at - 1].isdigit() and text[at - 1] == "."
    ]
    for number in range(count):
        made = text
        if number % 10 == 9:
            at = chance.choice(digits)
            made = text[:at] + chance.choice([each for each in "0123456789" if each != text[at]]) + text[at + 1 :]
        yield Drawn(made, "wrong" if number % 10 == 9 else "exact")


# -- the plain script

HALF = Decimal("0.005")


def plain_script(text: str, checks: Sequence[tuple[str, list[str]]]) -> str:
    """What a competent person would write: reads, checks with the allowance for rounding, writes what fails as JSON."""
    figures = dict(flattened(yaml.load(text, Loader=yaml.CBaseLoader)))
    return json.dumps(plain_check(figures, checks), ensure_ascii=False)


def plain_check(figures: dict[str, Decimal], checks: Sequence[tuple[str, list[str]]]) -> list[dict[str, str]]:
    """What does not hold exactly."""
    found = []
    for total, parts in checks:
        left, right = figures[total], sum((figures[each] for each in parts), Decimal(0))
        if left != right:
            allowance = HALF * (1 + len(parts))
            verdict = "rounding" if abs(left - right) <= allowance else "violation"
            found.append({"rule": total, "verdict": verdict, "left": str(left), "right": str(right)})
    return found


def plain_pack(text: str) -> str:
    """What `plain.py` says of a report of the shipped pack."""
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        report = plain.Report(yaml.load(text, Loader=yaml.CBaseLoader))
        check = plain.Checker()
        for part in (
            plain.check_tables, plain.check_between_tables, plain.check_income_and_outlay, plain.check_general_budget,
            plain.check_hospitality, plain.check_operations, plain.check_years,
        ):  # fmt: skip
            part(check, report)
    return told.getvalue()


# -- measuring


class Way(NamedTuple):
    """One way of checking a report, and the CPU seconds that each report took."""

    name: str
    check: Callable[[str], str]
    seconds: list[float]


def in_turns(ways: Sequence[Way], reports: Sequence[Drawn]) -> list[list[str]]:
    """Check every report in every way, the ways by turns; what each way told of each report."""
    told: list[list[str]] = [[] for _ in ways]
    for report in reports:
        for way, texts in zip(ways, told, strict=True):
            start = time.process_time()
            texts.append(way.check(report.text))
            way.seconds.append(time.process_time() - start)
    return told


def tell(ways: Sequence[Way], reports: Sequence[Drawn]) -> None:
    """A table: milliseconds and ratios to the first way, medians by kind, and the mean of all as they come."""
    kinds = [kind for kind in KINDS if any(each.kind == kind for each in reports)]
    print(f"{'ms a report':34}" + "".join(f"{kind:>14}" for kind in kinds) + f"{'as they come':>16}")
    bases: list[float] = []
    for way in ways:
        figures = [
            statistics.median(s for s, each in zip(way.seconds, reports, strict=True) if each.kind == kind)
            for kind in kinds
        ] + [statistics.fmean(way.seconds)]
        bases = bases or figures
        cells = [f"{one * 1000:7.2f} {one / base:4.2f}×" for one, base in zip(figures, bases, strict=True)]
        print(f"{way.name:34}" + "".join(f"{cell:>14}" for cell in cells[:-1]) + f"{cells[-1]:>16}")


def jsrules_way(verifier: Verifier, reconcile: int, witness: bool = True) -> Callable[[str], str]:
    """What the command does with one report after the other, in one process; ``witness``: as JSON shows it."""
    return lambda text: render_json(
        verifier.verify(Source("report.yaml", text), reconcile=reconcile, with_witness=witness)
    )


def compare_verdicts(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """The number of reports of which the two do not say the same."""
    differing = 0
    for one, other in zip(ours, theirs, strict=True):
        mine = [(each["left"], each["right"], each["verdict"]) for each in json.loads(one)["findings"]]
        plain_ones = [(each["left"], each["right"], each["verdict"]) for each in json.loads(other)]
        differing += sorted(mine) != sorted(plain_ones)
    return differing


def measure_engine(verifier: Verifier, reports: Sequence[Drawn]) -> None:
    """Identities per CPU second in memory: reports that were read, their rules evaluated over and over."""
    loaded = [verifier.load(Source("report.yaml", each.text)) for each in reports[:50]]
    checks = identities()
    read = [dict(flattened(yaml.load(each.text, Loader=yaml.CBaseLoader))) for each in reports[:50]]
    rates: list[list[float]] = [[], []]
    by_rules = [(ready.planned, each.result.report) for each in loaded for ready in each.rules if each.result.report]
    for _ in range(9):
        start = time.process_time()
        count = sum(len(planned.evaluate(report)) for planned, report in by_rules)
        middle = time.process_time()
        for figures in read:
            plain_check(figures, checks)
        end = time.process_time()
        rates[0].append(count / (middle - start))
        rates[1].append(len(read) * len(checks) / (end - middle))
    ours, naive = map(statistics.median, rates)
    print(f"identities a CPU second in memory: jsrules {ours:,.0f}, Decimal loop {naive:,.0f}")


def cpu_of(command: Sequence[str], environment: dict[str, str]) -> float:
    """CPU seconds of a whole process."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1) or process.stderr is None:
        raise SystemExit(f"{command} failed")
    process.stderr.close()
    return usage.ru_utime + usage.ru_stime


def measure_start(reports: Sequence[Drawn], rounds: int) -> None:
    """One report in a process of its own, its rules in the cache, over Python's own start."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "XDG_CACHE_HOME": folder, "PYTHONPYCACHEPREFIX": str(Path(folder, "bytecode"))}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once
        rules = Path(folder, "rules.jsr")
        rules.write_text(rules_text(), encoding="utf-8")
        commands = {"python -c pass": [sys.executable, "-c", "pass"]}
        for kind in KINDS:
            path = Path(folder, f"{kind}.yaml")
            path.write_text(next(each.text for each in reports if each.kind == kind), encoding="utf-8")
            main = "import sys; from jsrules.cli import main; sys.exit(main())"
            commands[f"verify, {kind}"] = [
                sys.executable, "-c", main, "verify", str(path), "--rules", str(rules), "--format", "json",
            ]  # fmt: skip
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for number in range(rounds + 1):
            for name, command in commands.items():
                taken = cpu_of(command, environment)
                if number:
                    seconds[name].append(taken)
    base = statistics.median(seconds["python -c pass"])
    for name, taken_ in seconds.items():
        print(
            f"whole process, {name:20} {statistics.median(taken_):.3f} CPU s, over Python's {statistics.median(taken_) - base:.3f}"
        )


def digest(texts: Sequence[Sequence[str]]) -> str:
    """The hash of all that was told, to be compared with what another version tells."""
    return hashlib.sha256("\n".join(text for each in texts for text in each).encode()).hexdigest()[:16]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=18)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--digest", action="store_true", help="hash what is told, and do not measure")
    parser.add_argument("--corpus", type=int, metavar="REPORTS", help="measure corpora of Parquet instead")
    parser.add_argument("--spark", type=int, default=0, metavar="REPORTS", help="with --corpus: Spark, too")
    arguments = parser.parse_args()
    if arguments.corpus:
        import corpus

        corpus.main(arguments.corpus, arguments.spark)
        return
    chance = random.Random(arguments.seed)
    flat = [drawn_report(chance, kind) for kind in drawn_kinds(chance, arguments.reports, arguments.digest)]
    packed = list(drawn_for_pack(chance, max(10, arguments.reports // 5)))
    by_rules, by_pack, checks = Verifier([Source("rules.jsr", rules_text())]), Verifier(), identities()
    for name, reports, verifier, script in (
        ("flat", flat, by_rules, lambda text: plain_script(text, checks)),
        ("shipped pack", packed, by_pack, plain_pack),
    ):
        ways = [
            Way("plain script", script, []),
            Way("jsrules without reconciliation", jsrules_way(verifier, 0), []),
            Way("jsrules with reconciliation", jsrules_way(verifier, 2, False), []),
            Way("the same with a witness", jsrules_way(verifier, 2), []),
        ]
        in_turns([Way(each.name, each.check, []) for each in ways], reports[:3])
        told = in_turns(ways, reports)
        if arguments.digest:
            print(name, digest([told[1], told[3]]), digest([told[2]]))
            continue
        print(f"\n{name}: {len(reports)} reports")
        tell(ways, reports)
        if name == "flat":
            print(f"reports of which the script says otherwise: {compare_verdicts(told[1], told[0])}")
    if not arguments.digest:
        print()
        measure_engine(by_rules, flat)
        measure_start(flat, arguments.rounds)
        print(
            f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, seed {arguments.seed}"
        )


if __name__ == "__main__":
    main()
