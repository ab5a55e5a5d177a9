"""The injection study: errors put into sound reports, and whether reconciliation finds what was done.

    python bench/injection.py [--cases 200] [--clean 1000] [--several 50] [--seed 2021] [--results FILE]

Each kind of error is put into the repaired real report and into synthetic reports of its structure. Printed are, of the cases in which
the report becomes inconsistent: how often the figures that were changed are among the minima, how often they come first, how
often their true values do, and the CPU time of `reconcile`. Then 5, 10, 20 and 40 independent errors at once: how many components are
proven, and how long it takes; and sound reports, with rates computed from true amounts, from printed ones, or now so and now so: none of
their figures may be told to be wrong. With ``--results`` every case is a line of a file, and a study that was stopped goes on from there.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import get_args

from ledger import Ledger, Result, in_turns
from synthetic import Laboratory, Rates, with_figures

from jsrules.base.collection import collection_put_off
from jsrules.engine.anew import Anew
from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.localise import localise
from jsrules.engine.reconcile.reconcile import reconcile
from jsrules.engine.reconcile.system import FIGURE, build
from jsrules.model.outcome import Outcome
from jsrules.model.reconciliation import Correction, Reconciliation
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


def everywhere(report: Report, changes: dict[int, int]) -> dict[int, int]:
    """The changes of all statements of the figures that are changed, as `with_figures` writes them."""
    return {each.index: value for index, value in changes.items() for each in report.alike(report.cells[index])}


KINDS: list[tuple[str, Error, int]] = [
    ("one digit", change_digits(1), 93),
    ("transposition", transpose, 93),
    ("swap", swap, 97),
    ("two digits", change_digits(2), 75),
    ("sign", times(-1), 95),
    ("x10", times(10), 98),
    ("x10000", times(10000), 94),
]


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


def timed(report: Report, outcomes: Sequence[Outcome], anew: Anew) -> tuple[Reconciliation, float]:
    """What reconciliation says, and the CPU time that it takes as `jsrules verify` asks it."""
    with collection_put_off():
        start = time.process_time()
        found = reconcile(report, outcomes, anew)
        return found, time.process_time() - start


def one_error(laboratory: Laboratory, key: str, make: Error, synthetic: bool) -> Result:
    """What comes of one error of a kind: whether it is detected, and how the figures that were changed are told."""
    chance = random.Random(key)
    while True:
        report = laboratory.synthetic(chance) if synthetic else laboratory.report
        changes = make(chance, report, laboratory.targets)
        if changes is not None and any(amount_of(report, index).mantissa != value for index, value in changes.items()):
            break
    changes = everywhere(report, changes)
    wrong = with_figures(report, changes)
    outcomes, anew = laboratory.judged(wrong)
    found, seconds = timed(wrong, outcomes, anew)
    if found.status == "consistent":
        return {"detected": False}
    true = {index: amount_of(report, index).mantissa for index in changes}
    every = [cause.corrections for cause in found.causes]
    firsts = [corrections[: cause.tied] for cause, corrections in zip(found.causes, every, strict=True)]
    suspects = {each: value for corrections in every for each, value in told(corrections[0]).items()}
    first = covers(firsts, set(true))
    result: Result = {
        "detected": True,
        "seconds": round(seconds, 4),
        "among": is_minimum(laboratory, wrong, set(true)),
        "first": first,
        "alone": set(suspects) == set(true) and all(len(each) == 1 for each in firsts),
        "valued": first
        and all(any(told(each).items() <= true.items() for each in corrections) for corrections in firsts),
    }
    if not first:
        said = {report.cell_path(report.cells[i]) if i < len(report.cells) else i: v for i, v in suspects.items()}
        done = {report.cell_path(report.cells[i]): (v, changes[i]) for i, v in true.items()}
        result["missed"] = f"{done} -> {said}"
    return result


def clean(laboratory: Laboratory, key: str, rates: Rates) -> Result:
    """Alarms on a sound synthetic report: whether anything is violated, and whether it is called inconsistent."""
    report = laboratory.synthetic(random.Random(key), rates)
    outcomes, anew = laboratory.judged(report)
    found, seconds = timed(report, outcomes, anew)
    return {
        "violated": any(outcome.verdict == "violation" for outcome in outcomes),
        "alarm": found.status != "consistent",
        "seconds": round(seconds, 4),
    }


MANY = (5, 10, 20, 40)
"""So many independent errors are put into one report."""


def many(laboratory: Laboratory, key: str, errors: int, synthetic: bool) -> Result:
    """A report with so many errors: how many components of its conflicts are proven, and how long it takes."""
    chance = random.Random(key)
    make = change_digits(1)
    report = laboratory.synthetic(chance) if synthetic else laboratory.report
    changes: dict[int, int] = {}
    while len(changes) < errors:
        changes.update(make(chance, report, laboratory.targets) or {})
    wrong = with_figures(report, changes)
    outcomes, anew = laboratory.judged(wrong)
    whole, seconds = timed(wrong, outcomes, anew)
    found, _ = localise(build(laboratory.collect(wrong)), Budget())
    return {
        "proven": sum(each.proven for each in found.choices),
        "all": len(found.choices),
        "seconds": round(seconds, 4),
        "status": whole.status,
        "parts": len(whole.structure),
    }


def main() -> None:
    """Run the study and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--clean", type=int, default=1000)
    parser.add_argument("--several", type=int, default=50)
    parser.add_argument("--seed", type=int, default=2021)
    parser.add_argument("--kind", default="")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--results", default="", help="where results are kept, and taken up again")
    parser.add_argument("--table", action="store_true", help="only print what is there")
    options = parser.parse_args()
    ledger = Ledger(options.results, quick=options.table)
    kinds = [each for each in KINDS if options.kind in ("", each[0])]
    groups: list[tuple[tuple[str, Callable[[Laboratory, str], Result]], int]] = []
    for name, make, _ in kinds if options.cases else ():
        for synthetic in (False, True):
            ask = partial(one_error, make=make, synthetic=synthetic)
            groups.append(((f"{options.seed} {name} {synthetic}", ask), options.cases))
    for errors in MANY if options.several else ():
        for synthetic in (False, True):
            ask = partial(many, errors=errors, synthetic=synthetic)
            groups.append(((f"{options.seed} {errors} errors {synthetic}", ask), options.several // 2))
    if options.clean:
        groups += [
            ((f"{options.seed} clean {rates}", partial(clean, rates=rates)), options.clean) for rates in get_args(Rates)
        ]
    if not options.table:
        laboratory = Laboratory(str(REPORT))
        laboratory.prepare()
        for (prefix, ask), case in in_turns(groups):
            ledger.ask(f"{prefix} {case}", partial(ask, laboratory, f"{prefix} {case}"))
    _print_errors(ledger, [each for each in kinds if options.cases], options.seed, options.cases, options.verbose)
    for errors in MANY if options.several else ():
        several: list[Result] = []
        for synthetic in (False, True):
            several += ledger.results(f"{options.seed} {errors} errors {synthetic}", options.several // 2)
        seconds = [float(each["seconds"]) for each in several]
        print(
            f"{errors:2} errors at once, {len(several)} reports: {total(several, 'proven')} of {total(several, 'all')} "
            f"components proven; CPU median {spread(seconds)[0]:.3f} s, 95th percentile {spread(seconds)[1]:.3f} s, "
            f"maximum {spread(seconds)[2]:.3f} s"
        )
    for rates in get_args(Rates) if options.clean else ():
        sound = ledger.results(f"{options.seed} clean {rates}", options.clean)
        seconds = [float(each["seconds"]) for each in sound]
        print(
            f"{len(sound)} clean synthetic reports, rates of {rates} amounts: {total(sound, 'violated')} with violations, "
            f"{total(sound, 'alarm')} called inconsistent; CPU median {spread(seconds)[0]:.3f} s, maximum {spread(seconds)[2]:.3f} s"
        )


def _print_errors(ledger: Ledger, kinds: list[tuple[str, Error, int]], seed: int, cases: int, verbose: bool) -> None:
    """The table of single errors."""
    every: list[float] = []
    if kinds:
        print(
            f"{'error':14} {'report':10} {'cases':>5} {'found':>5} {'among':>7} {'first':>7} {'alone':>7} {'value':>7} {'aim':>4} "
            f"{'median':>7} {'95 %':>7} {'max':>7}"
        )
    for name, _, aim in kinds:
        for synthetic in (False, True):
            results = ledger.results(f"{seed} {name} {synthetic}", cases)
            found = [each for each in results if each["detected"]]
            seconds = [float(each["seconds"]) for each in found]
            every += seconds
            share = [
                f"{100 * total(found, each) / max(1, len(found)):6.1f}%"
                for each in ("among", "first", "alone", "valued")
            ]
            print(
                f"{name:14} {'synthetic' if synthetic else 'real':10} {len(results):5} {len(found):5} {' '.join(share)} {aim:3}% "
                f"{' '.join(f'{each:6.3f}s' for each in spread(seconds))}"
            )
            for each in found if verbose else ():
                if "missed" in each:
                    print("   ", each["missed"])
    if every:
        print(
            f"all: CPU median {spread(every)[0]:.3f} s, 95th percentile {spread(every)[1]:.3f} s, maximum {spread(every)[2]:.3f} s"
        )


def total(results: list[Result], name: str) -> int:
    """The sum of one thing over results."""
    return sum(int(each[name]) for each in results)


def spread(seconds: list[float]) -> tuple[float, float, float]:
    """Median, 95th percentile and maximum."""
    ordered = sorted(seconds) or [0.0]
    return statistics.median(ordered), ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)], ordered[-1]


if __name__ == "__main__":
    sys.exit(main())
