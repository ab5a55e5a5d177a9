"""The injection study: errors put into sound reports, and whether reconciliation finds what was done.

    python bench/injection.py [--cases 200] [--clean 1000] [--several 50] [--seed 2021]

Each kind of error is put into the repaired real report and into synthetic reports of its structure. Printed are, of the cases in which
the report becomes inconsistent: how often the figures that were changed are among the minima, how often they come first, how
often their true values do, and the CPU time of `reconcile`. Then 5, 10, 20 and 40 independent errors at once: how many components are
proven, and how long it takes; and sound reports, with rates computed from true amounts, from printed ones, or now so and now so: none of
their figures may be told to be wrong.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import get_args

from synthetic import Laboratory, Rates, with_figures

from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.localise import localise
from jsrules.engine.reconcile.reconcile import reconcile
from jsrules.engine.reconcile.system import FIGURE, build
from jsrules.model.reconciliation import Correction
from jsrules.model.report import Amount, Report

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "reports" / "jiyuan-2021.yaml"

Error = Callable[[random.Random, Report, list[int]], "dict[int, int] | None"]


def amount_of(report: Report, index: int) -> Amount:
    """The amount in a cell."""
    amount = report.cells[index].amount
    assert amount is not None
    return amount


def digits(amount: Amount) -> list[str]:
    """The digits that are printed."""
    return list(str(abs(amount.mantissa)).rjust(amount.decimals - 2 * (amount.unit.name == "%") + 1, "0"))


def signed(amount: Amount, made: list[str]) -> int:
    """A mantissa of these digits, with the sign of the amount."""
    return int("".join(made)) * (-1 if amount.mantissa < 0 else 1)


def change_digits(count: int) -> Error:
    """So many digits of one figure wrong."""

    def change(chance: random.Random, report: Report, cells: list[int]) -> dict[int, int] | None:
        index = chance.choice(cells)
        amount = amount_of(report, index)
        made = digits(amount)
        if len(made) < count:
            return None
        for at in chance.sample(range(len(made)), count):
            made[at] = chance.choice([digit for digit in "0123456789" if digit != made[at]])
        return {index: signed(amount, made)}

    return change


def transpose(chance: random.Random, report: Report, cells: list[int]) -> dict[int, int] | None:
    """Two digits beside each other exchanged."""
    index = chance.choice(cells)
    amount = amount_of(report, index)
    made = digits(amount)
    places = [at for at in range(len(made) - 1) if made[at] != made[at + 1]]
    if not places:
        return None
    at = chance.choice(places)
    made[at], made[at + 1] = made[at + 1], made[at]
    return {index: signed(amount, made)}


def swap(chance: random.Random, report: Report, cells: list[int]) -> dict[int, int] | None:
    """Two figures of the report exchanged."""
    one, other = chance.sample(cells, 2)
    first, second = amount_of(report, one), amount_of(report, other)
    if first.mantissa == second.mantissa or first.decimals != second.decimals or first.unit != second.unit:
        return None
    return {one: second.mantissa, other: first.mantissa}


def times(factor: int) -> Error:
    """A figure times so much."""

    def change(chance: random.Random, report: Report, cells: list[int]) -> dict[int, int] | None:
        index = chance.choice(cells)
        mantissa = amount_of(report, index).mantissa
        return {index: mantissa * factor} if mantissa else None

    return change


KINDS: list[tuple[str, Error, int]] = [
    ("one digit", change_digits(1), 93),
    ("transposition", transpose, 93),
    ("swap", swap, 97),
    ("two digits", change_digits(2), 75),
    ("sign", times(-1), 95),
    ("x10", times(10), 98),
    ("x10000", times(10000), 94),
]


@dataclass
class Score:
    """What came of the cases of one kind."""

    cases: int = 0
    detected: int = 0
    among: int = 0
    first: int = 0
    alone: int = 0
    valued: int = 0
    seconds: list[float] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def told(correction: Correction) -> dict[int, int | None]:
    """The figures of a correction and what they should be."""
    return {
        suspect.cell.index: suspect.proposals[0].amount.mantissa if suspect.proposals else None
        for suspect in correction.suspects
    }


def covers(causes: list[list[Correction]], true: set[int]) -> bool:
    """Whether the first corrections, or one of those tied with them, are just the figures that were changed."""
    left = set(true)
    for corrections in causes:
        chosen = next((set(told(each)) for each in corrections if set(told(each)) <= left), None)
        if chosen is None:
            return False
        left -= chosen
    return not left


def is_minimum(laboratory: Laboratory, report: Report, true: set[int]) -> bool:
    """Whether the figures that were changed are one of the cheapest corrections."""
    system = build(laboratory.collect(report))
    found, _ = localise(system, Budget())
    mask = sum(1 << system.figures[each] for each in true)
    return found.weight == FIGURE * len(true) and all(
        any(each & mask == each for each in choice.sets) for choice in found.choices
    )


def study(laboratory: Laboratory, name: str, make: Error, synthetic: bool, cases: int, seed: int) -> Score:
    """What came of so many errors of one kind."""
    chance = random.Random(f"{seed} {name} {synthetic}")
    score = Score()
    while score.cases < cases:
        report = laboratory.synthetic(chance) if synthetic else laboratory.report
        changes = make(chance, report, laboratory.targets)
        if changes is None or all(amount_of(report, index).mantissa == value for index, value in changes.items()):
            continue
        score.cases += 1
        wrong = with_figures(report, changes)
        outcomes = laboratory.evaluate(wrong)
        start = time.process_time()
        found = reconcile(wrong, outcomes, laboratory.anew(wrong))
        seconds = time.process_time() - start
        if found.status == "consistent":
            continue
        score.seconds.append(seconds)
        score.detected += 1
        true = {index: amount_of(report, index).mantissa for index in changes}
        every = [cause.corrections for cause in found.causes]
        firsts = [corrections[: cause.tied] for cause, corrections in zip(found.causes, every, strict=True)]
        suspects = {each: value for corrections in every for each, value in told(corrections[0]).items()}
        score.among += is_minimum(laboratory, wrong, set(true))
        score.first += covers(firsts, set(true))
        score.alone += set(suspects) == set(true) and all(len(each) == 1 for each in firsts)
        score.valued += covers(firsts, set(true)) and all(
            any(told(each).items() <= true.items() for each in corrections) for corrections in firsts
        )
        if not covers(firsts, set(true)):
            said = {report.cell_path(report.cells[i]) if i < len(report.cells) else i: v for i, v in suspects.items()}
            done = {report.cell_path(report.cells[i]): (v, changes[i]) for i, v in true.items()}
            score.missed.append(f"{done} -> {said}")
    return score


def clean(laboratory: Laboratory, count: int, seed: int, rates: Rates) -> tuple[int, int, list[float]]:
    """Alarms on sound synthetic reports: violations, and reports called inconsistent."""
    chance = random.Random(f"{seed} clean")
    violations = alarms = 0
    seconds = []
    for _ in range(count):
        report = laboratory.synthetic(chance, rates)
        outcomes = laboratory.evaluate(report)
        violations += any(outcome.verdict == "violation" for outcome in outcomes)
        start = time.process_time()
        found = reconcile(report, outcomes, laboratory.anew(report))
        seconds.append(time.process_time() - start)
        alarms += found.status != "consistent"
    return violations, alarms, seconds


MANY = (5, 10, 20, 40)
"""So many independent errors are put into one report."""


@dataclass
class Components:
    """What came of reports with so many errors."""

    proven: int = 0
    all: int = 0
    seconds: list[float] = field(default_factory=list)


def many(laboratory: Laboratory, errors: int, cases: int, seed: int) -> Components:
    """Reports with so many errors, the real one and synthetic ones by turns: how many components of their conflicts are
    proven, and how long it takes.
    """
    chance = random.Random(f"{seed} {errors} errors")
    result = Components()
    make = change_digits(1)
    for case in range(cases):
        report = laboratory.synthetic(chance) if case % 2 else laboratory.report
        changes: dict[int, int] = {}
        while len(changes) < errors:
            changes.update(make(chance, report, laboratory.targets) or {})
        wrong = with_figures(report, changes)
        outcomes = laboratory.evaluate(wrong)
        start = time.process_time()
        reconcile(wrong, outcomes, laboratory.anew(wrong))
        result.seconds.append(time.process_time() - start)
        found, _ = localise(build(laboratory.collect(wrong)), Budget())
        result.proven += sum(each.proven for each in found.choices)
        result.all += len(found.choices)
    return result


def main() -> None:
    """Run the study and print its table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--clean", type=int, default=1000)
    parser.add_argument("--several", type=int, default=50)
    parser.add_argument("--seed", type=int, default=2021)
    parser.add_argument("--kind", default="")
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    laboratory = Laboratory(str(REPORT))
    laboratory.prepare()
    every: list[float] = []
    print(
        f"{'error':14} {'report':10} {'cases':>5} {'found':>5} {'among':>7} {'first':>7} {'alone':>7} {'value':>7} {'aim':>4} "
        f"{'median':>7} {'95 %':>7} {'max':>7}"
    )
    for name, make, aim in KINDS:
        if options.kind and options.kind != name:
            continue
        for synthetic in (False, True):
            score = study(laboratory, name, make, synthetic, options.cases, options.seed)
            every += score.seconds
            share = [
                f"{100 * each / max(1, score.detected):6.1f}%"
                for each in (score.among, score.first, score.alone, score.valued)
            ]
            print(
                f"{name:14} {'synthetic' if synthetic else 'real':10} {score.cases:5} {score.detected:5} {' '.join(share)} {aim:3}% "
                f"{' '.join(f'{each:6.3f}s' for each in spread(score.seconds))}",
                flush=True,
            )
            if options.verbose:
                for line in score.missed:
                    print("   ", line)
    if every:
        print(
            f"all: CPU median {spread(every)[0]:.3f} s, 95th percentile {spread(every)[1]:.3f} s, maximum {spread(every)[2]:.3f} s"
        )
    for errors in MANY if options.several else ():
        done = many(laboratory, errors, options.several, options.seed)
        print(
            f"{errors:2} errors at once, {options.several} reports: {done.proven} of {done.all} components proven; CPU "
            f"median {spread(done.seconds)[0]:.3f} s, 95th percentile {spread(done.seconds)[1]:.3f} s, maximum {spread(done.seconds)[2]:.3f} s",
            flush=True,
        )
    if options.clean:
        for rates in get_args(Rates):
            violations, alarms, seconds = clean(laboratory, options.clean, options.seed, rates)
            print(
                f"{options.clean} clean synthetic reports, rates of {rates} amounts: {violations} with violations, "
                f"{alarms} called inconsistent; CPU median {spread(seconds)[0]:.3f} s, maximum {spread(seconds)[2]:.3f} s",
                flush=True,
            )


def spread(seconds: list[float]) -> tuple[float, float, float]:
    """Median, 95th percentile and maximum."""
    ordered = sorted(seconds) or [0.0]
    return statistics.median(ordered), ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)], ordered[-1]


if __name__ == "__main__":
    sys.exit(main())
