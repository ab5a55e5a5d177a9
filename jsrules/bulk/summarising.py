"""The sums over all that was found, read part by part: what is kept does not grow with the number of reports, but for
the units with violations.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from jsrules.base.language import say
from jsrules.base.system import slashed
from jsrules.base.writing import write_whole
from jsrules.bulk.corpus import read_part, shards_in
from jsrules.bulk.corpus_reading import Corpus
from jsrules.bulk.findings import VERDICT_COUNTS
from jsrules.bulk.flat_report import FIGURE
from jsrules.outputs.overview.page import render_overview
from jsrules.outputs.overview.summary import BatchSummary, DigitTest, VerdictSums

MOST_UNITS = 200
"""So many units with most violations are in the sums."""

MOST_BAD = 1000
"""So many diagnostics of reports that cannot be used are in the sums; all of them are in ``diagnostics/``."""

FIELD_RULES, FIELD_REGIONS = 20, 12
"""So many rules and regions are held against each other."""

SAMPLED, SAMPLED_SHARDS = 2000, 50
"""Of so many reports or some more, evenly among all in so many shards, the last digits are counted."""

ENOUGH_FIGURES = 1000
"""Of fewer figures it is not said that their last digits are uneven."""

_UNEVEN = 3372
"""A hundred times the value of chi-squared with nine degrees of freedom that chance exceeds once in 10,000 times."""


_NUMBERS = ("reports", "wrong", "unusable", *VERDICT_COUNTS)
"""What is summed, in the order of `VerdictSums`."""

Counted = TypeVar("Counted", str, tuple[str, str])


class _Sums:
    """How often groups have which verdict, by the name of the group."""

    def __init__(self) -> None:
        self.found: dict[str, list[int]] = {}

    def add(self, name: str, numbers: list[int]) -> None:
        known = self.found.setdefault(name, [0] * len(numbers))
        for at, each in enumerate(numbers):
            known[at] += each

    def sums(self) -> list[VerdictSums]:
        return [VerdictSums(name, *self.found[name]) for name in sorted(self.found)]


def summarise(top: str, corpus: Corpus, title: str) -> BatchSummary:
    """The sums over what is in the folder ``top``, which was found in a corpus."""
    total, regions, years, units, rules = _Sums(), _Sums(), _Sums(), _Sums(), _Sums()
    fields: Counter[tuple[str, str]] = Counter()
    tails: Counter[tuple[str, str]] = Counter()
    causes: Counter[str] = Counter()
    bad: list[tuple[str, str, str]] = []
    listed = 0
    for shard in shards_in(top, "counts"):
        counts = _numbered(read_part(top, "counts", shard))
        for row in _summed(counts, "region", "year"):
            numbers = [row[each] for each in _NUMBERS]
            total.add("", numbers)
            regions.add(row["region"] or "", numbers)
            years.add(str(row["year"] or ""), numbers)
        is_told = pc.or_(pc.greater(counts["violation"], 0), pc.invert(counts["usable"]))
        for row in _rows(counts.filter(is_told)):
            units.add(row["unit"] or row["path"], [row[each] for each in _NUMBERS])
        for row in _rows(read_part(top, "rules", shard)):
            rules.add(row["rule"], [0, 0, 0, *(row[each] for each in VERDICT_COUNTS)])
        found = read_part(top, "findings", shard).select(
            ["verdict", "rule", "region", "difference", "amount_unit", "cause", "explanation"]
        )
        for row in _rows(found):
            if row["verdict"] == "violation":
                fields[row["rule"], row["region"]] += 1
            if row["verdict"] == "rounding" and row["difference"]:
                tails[row["difference"].removeprefix("-"), row["amount_unit"]] += 1
            if row["cause"] or row["explanation"]:
                causes[row["cause"] or row["explanation"]] += 1
        for row in _rows(read_part(top, "diagnostics", shard)):
            if row["severity"] == "error":
                listed += 1
                if len(bad) < MOST_BAD:
                    bad.append((row["path"], row["code"], row["message"]))
    by_rule: Counter[str] = Counter()
    by_region: Counter[str] = Counter()
    for (rule, region), count in fields.items():
        by_rule[rule] += count
        by_region[region] += count
    field_rules, field_regions = _most(by_rule, FIELD_RULES), _most(by_region, FIELD_REGIONS)
    worst = sorted(units.sums(), key=lambda each: (-each.violation, -each.unusable, each.name))[:MOST_UNITS]
    return BatchSummary(
        title,
        next(iter(total.sums()), VerdictSums("")),
        tuple(regions.sums()),
        tuple(years.sums()),
        tuple(rules.sums()),
        tuple(worst),
        tuple(field_rules),
        tuple(field_regions),
        tuple(tuple(fields[rule, region] for region in field_regions) for rule in field_rules),
        tuple((" ".join(filter(None, key)), tails[key]) for key in sorted(_most(tails, 16), key=_size)),
        tuple((cause, causes[cause]) for cause in _most(causes, len(causes))),
        tuple(digit_tests(corpus)),
        tuple(sorted(bad)),
        listed,
    )


def _numbered(counts: pa.Table) -> pa.Table:
    """A table of counts with what else is counted of its reports."""
    usable = counts["usable"]
    wrong = pc.and_(usable, pc.equal(counts["worst"].cast(pa.string()), "error"))
    for name, column in (("reports", pc.is_valid(usable)), ("wrong", wrong), ("unusable", pc.invert(usable))):
        counts = counts.append_column(name, column.cast(pa.int32()))
    return counts


def _summed(counts: pa.Table, *by: str) -> Iterator[dict[str, Any]]:
    """The numbers of reports that are the same in some columns."""
    summed = counts.group_by(list(by), use_threads=False).aggregate([(each, "sum") for each in _NUMBERS])
    for row in _rows(summed):
        yield {name.removesuffix("_sum"): value for name, value in row.items()}


def _most(counted: Counter[Counted], most: int) -> list[Counted]:
    """What is counted most often, those of one number in their own order."""
    return [name for name, _ in sorted(counted.items(), key=lambda each: (-each[1], each[0]))[:most]]


def _size(key: tuple[str, str]) -> tuple[int, str, str]:
    """In the order of their values: by the digits before the point, then by the text."""
    return len(key[0].partition(".")[0]), *key


def _rows(table: pa.Table) -> Iterator[dict[str, Any]]:
    for batch in table.to_batches(max_chunksize=4096):
        yield from batch.to_pylist()


def digit_tests(corpus: Corpus) -> Iterator[DigitTest]:
    """How often figures of money end in which digit, in all and by region, of a sample of the reports."""
    shards = corpus.shards()
    shards = shards[:: max(1, len(shards) // SAMPLED_SHARDS)]
    stride = max(1, corpus.reports(shards) // SAMPLED)
    counted: dict[str, list[int]] = {"": [0] * 10}
    for tables in map(corpus.read, shards):
        for partition in tables.partitions:
            table = tables.cells(partition)
            columns = [each.name for each in table.schema if (each.metadata or {}).get(b"dimension") == b"money"]
            names = table.schema.names
            first = len(names) - len(table["state"][0].as_py()) if table.num_rows else 0
            places = [names.index(each) - first for each in columns]
            sample = table.take(list(range(0, table.num_rows, stride)))
            states, regions = sample["state"].to_pylist(), sample["region"].to_pylist()
            for name, place in zip(columns, places, strict=True):
                for value, state, region in zip(sample[name].to_pylist(), states, regions, strict=True):
                    printed = state[place] - FIGURE
                    if value and printed > 0:
                        digit = abs(value) // 10 ** (partition.decimals - printed) % 10
                        counted[""][digit] += 1
                        if region:
                            counted.setdefault(region, [0] * 10)[digit] += 1
    for name in sorted(counted):
        digits = counted[name]
        count = sum(digits)
        if count:
            # Chi-squared against ten equal parts, as a comparison of whole numbers.
            uneven = 100 * sum((10 * each - count) ** 2 for each in digits) > _UNEVEN * 10 * count
            yield DigitTest(name, tuple(digits), count >= ENOUGH_FIGURES and uneven)


def summary_text(summary: BatchSummary) -> str:
    """The sums as JSON."""

    def sums(several: tuple[VerdictSums, ...]) -> list[dict[str, object]]:
        return [each._asdict() for each in several]

    value = {
        "schema": "jsrules/batch-summary/1",
        "total": {key: count for key, count in summary.total._asdict().items() if key != "name"},
        "regions": sums(summary.regions),
        "years": sums(summary.years),
        "rules": sums(summary.rules),
        "units": sums(summary.units),
        "tails": [{"difference": name, "count": count} for name, count in summary.tails],
        "causes": [{"cause": name, "count": count} for name, count in summary.causes],
        "last_digits": [each._asdict() for each in summary.digits],
        "unusable": [{"path": slashed(path), "code": code, "message": message} for path, code, message in summary.bad],
        "unusable_listed": len(summary.bad),
        "unusable_all": summary.listed_bad,
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def write_overview(top: str, corpus: Corpus) -> None:
    """Write ``summary.json`` and the page beside what was found in a corpus. Raises `InputError` (E403) when that
    cannot be done.
    """
    title = say("{n} 份报告的检查结果", "What was found in {n} reports", n=corpus.reports())
    summary = summarise(top, corpus, title)
    write_whole(os.path.join(top, "summary.json"), summary_text(summary).encode("utf-8", "backslashreplace"))
    write_whole(os.path.join(top, "overview.html"), render_overview(summary).encode("utf-8", "backslashreplace"))
