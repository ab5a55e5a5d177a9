"""Reconciliation of reports in which everything is wrong: how long it takes, and what it says.

    python bench/floods.py [--rules 20000] [--budget 2] [--shape chain]

Each shape is so many rules of which none holds. Printed is the CPU time that `reconcile` takes beside `verify`, with a budget counted in
work alone, no clock; the bound that it gives, and how many causes it names.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable

from jsrules.base.source import Source
from jsrules.verification.verifier import Verifier

Made = tuple[str, str]
"""Rules and a report."""


def lines(count: int, text: Callable[[int], str]) -> str:
    """A line for each number."""
    return "".join(f"{text(number)}\n" for number in range(count))


def apart(count: int) -> Made:
    """Sums that share nothing."""
    return lines(count, lambda n: f"t{n} = a{n} + b{n}"), lines(count, lambda n: f"t{n}: 5.00\na{n}: 1.00\nb{n}: 2.00")


def chain(count: int) -> Made:
    """Each figure is one less than the one before."""
    return lines(count, lambda n: f"x{n} = x{n + 1} + 1"), lines(count + 1, lambda n: f"x{n}: {n}.00")


def shared(count: int) -> Made:
    """One figure that so many others should be."""
    return lines(count, lambda n: f"t = a{n}"), "t: 5.00\n" + lines(count, lambda n: f"a{n}: {n + 6}.00")


def one_pair(count: int) -> Made:
    """Two figures that so many rules are about."""
    return lines(count, lambda n: f"t = a + {n + 1}"), "t: 5.00\na: 7.00\n"


def rates(count: int) -> Made:
    """Rates that share nothing."""
    return lines(count, lambda n: f"p{n} = a{n} / b{n}"), lines(
        count, lambda n: f"p{n}: 50.00%\na{n}: 1.00\nb{n}: 3.00"
    )


def conditions(count: int) -> Made:
    """Conditions that hold, and what follows does not."""
    return lines(count, lambda n: f"若 a{n} > 0 则 b{n} >= 3"), lines(count, lambda n: f"a{n}: 1.00\nb{n}: 2.00")


def table(count: int) -> Made:
    """One long table of which no row adds up."""
    rules = "表 大表\n每行  合计 = 甲 + 乙\n每行  丙 = 合计 + 乙\n"
    rows = lines(count // 2, lambda n: f"    r{n}: [5.00, 1.00, 2.00, 9.00]")
    return rules, f"大表:\n  栏: [合计, 甲, 乙, 丙]\n  行:\n{rows}"


SHAPES = {each.__name__: each for each in (apart, chain, shared, one_pair, rates, conditions, table)}


def main() -> int:
    """Run the shapes and print the table; 1 where one took longer than its budget."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rules", type=int, default=20_000)
    parser.add_argument("--budget", type=int, default=2, help="seconds")
    parser.add_argument("--shape", choices=SHAPES, default="")
    options = parser.parse_args()
    late = 0
    print(f"{'shape':12} {'verify':>8} {'reconcile':>9} {'status':>13} {'at least':>8} {'causes':>7} {'values':>7}")
    for name in [options.shape] if options.shape else SHAPES:
        rules, text = SHAPES[name](options.rules)
        verifier = Verifier([Source("rules.jsr", rules)])
        report = Source("report.yaml", text)
        verifier.verify(report, reconcile=0)  # the rules are resolved
        times = []
        for seconds in (0, options.budget):
            start = time.process_time()
            result = verifier.verify(report, reconcile=seconds)
            times.append(time.process_time() - start)
        found = result.reconciliation
        assert found is not None
        valued = sum(bool(each.corrections[0].suspects[0].proposals) for each in found.causes)
        took = times[1] - times[0]
        late += took > options.budget
        print(
            f"{name:12} {times[0]:7.2f}s {took:8.2f}s {found.status:>13} {found.figures:8} {len(found.causes):7} {valued:7}",
            flush=True,
        )
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
