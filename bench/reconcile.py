"""Reconciliation against Z3: the same weights and the same minima, and how long both take.

    python bench/reconcile.py [--cases 100] [--seed 7]

Needs `pip install 'jsrules[study]'`. Z3 gets the ground identities themselves, as real amounts and fractions, none of the rows of
`engine/reconcile`: a Boolean for each figure says that it is changed, its interval and its rates hold unless it is. The least weight is
searched upward from 0, and all sets of that weight are enumerated.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time

from injection import KINDS, REPORT, Error, change_digits, spread
from judge import Judge, minima_of
from synthetic import Laboratory, with_figures

from jsrules.engine.reconcile.budget import Budget
from jsrules.engine.reconcile.localise import localise
from jsrules.engine.reconcile.system import build
from jsrules.model.report import Report


def several(count: int) -> Error:
    """So many digits wrong in as many figures."""
    one = change_digits(1)

    def change(chance: random.Random, report: Report, cells: list[int]) -> dict[int, int] | None:
        changes: dict[int, int] = {}
        while len(changes) < count:
            changes.update(one(chance, report, cells) or {})
        return changes

    return change


def main() -> int:
    """Compare and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--most", type=int, default=300, help="sets that Z3 enumerates at most")
    options = parser.parse_args()
    laboratory = Laboratory(str(REPORT))
    laboratory.prepare()
    chance = random.Random(options.seed)
    kinds = [*((name, make) for name, make, _ in KINDS), *((f"{n} errors", several(n)) for n in (2, 3, 5, 8, 12))]
    disagreements = total = 0
    print(f"{'errors':14} {'cases':>5} {'agree':>5} {'ours: median':>12} {'max':>7} {'Z3: median':>11} {'max':>7}")
    for name, make in kinds:
        ours: list[float] = []
        theirs: list[float] = []
        agree = compared = 0
        while len(ours) < max(1, options.cases // (1 if "errors" not in name else 4)):
            report = laboratory.synthetic(chance) if chance.random() < 0.5 else laboratory.report
            changes = make(chance, report, laboratory.targets)
            if changes is None:
                continue
            wrong = with_figures(report, changes)
            start = time.process_time()
            identities = laboratory.collect(wrong)
            system = build(identities)
            found, _ = localise(system, Budget())
            ours.append(time.process_time() - start)
            cells = [cell.index for cell in system.cells]
            start = time.process_time()
            judge = Judge(identities, set(system.used))
            weights = {index: system.weights[system.figures[index]] for index in judge.changed}
            least, sets = judge.minima(weights, options.most)
            theirs.append(time.process_time() - start)
            compared += 1
            mine = minima_of(found, cells)
            same = found.found and found.weight == least
            if len(sets) < options.most:
                same = same and (mine == sets or (not found.complete and mine <= sets))
            else:
                same = same and sets <= mine
            agree += same
            if not same:
                disagreements += 1
                print(
                    "   differs:",
                    {report.cell_path(report.cells[i]): v for i, v in changes.items()},
                    found.weight,
                    least,
                    found.complete,
                    len(mine),
                    len(sets),
                    file=sys.stderr,
                )
        total += compared
        print(
            f"{name:14} {compared:5} {agree:5} {statistics.median(ours):11.3f}s {spread(ours)[2]:6.3f}s {statistics.median(theirs):10.3f}s {spread(theirs)[2]:6.3f}s",
            flush=True,
        )
    print(f"{total} cases, {disagreements} disagreements")
    return 1 if disagreements else 0


if __name__ == "__main__":
    sys.exit(main())
