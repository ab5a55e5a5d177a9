"""What was found in many reports, as tables. ``spec/bulk.md`` describes them to their users.

What was found in a shard is there when its part of ``counts/`` is; that is written last, whole, by one rename.
"""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa

from jsrules.bulk.corpus import CODED, StoredTable
from jsrules.model.outcome import Verdict

SCHEMA = "jsrules/findings/1"
ABOUT = "batch.json"

FINDINGS = pa.schema(
    [
        ("report", pa.string()),
        ("path", pa.string()),
        ("unit", CODED),
        ("region", CODED),
        ("year", pa.int32()),
        ("rule", CODED),
        ("verdict", CODED),
        ("kind", CODED),
        ("severity", CODED),
        ("table", CODED),
        ("row", pa.string()),
        ("column", CODED),
        ("left", pa.string()),
        ("right", pa.string()),
        ("difference", pa.string()),
        ("allowance", pa.string()),
        ("beyond", pa.string()),
        ("amount_unit", CODED),
        ("message", pa.string()),
        ("reason", pa.string()),
        ("explanation", CODED),
        ("waiver", pa.string()),
        ("places", pa.list_(pa.string())),
        ("line", pa.int32()),
        ("cause", CODED),
        ("suspects", pa.string()),
        ("should_be", pa.string()),
    ]
)
"""A row a finding: everything but what holds or does not apply. Amounts are decimal texts, as in a result as JSON.

``waiver`` says why one that is waived stands, who approved it and through which day. ``places`` are those of its
figures, as they are told; ``line`` is the first of them in the text of the report itself. ``cause`` is what went wrong,
where reconciliation says so: how the figure that is most likely wrong came about, or what happened to a whole part;
``suspects`` are the figures that it comes from and ``should_be`` what they should be.
"""

VERDICT_COUNTS: tuple[Verdict, ...] = ("pass", "rounding", "violation", "undetermined", "waived", "not_applicable")

COUNTS = pa.schema(
    [
        ("report", pa.string()),
        ("path", pa.string()),
        ("unit", pa.string()),
        ("region", CODED),
        ("unit_kind", CODED),
        ("year", pa.int32()),
        ("forms", CODED),
        *((each, pa.int32()) for each in VERDICT_COUNTS),
        ("worst", CODED),
        ("usable", pa.bool_()),
    ]
)
"""A row a report, also a bad one, in which all counts are 0. ``worst`` is the level of what is worst in it (error,
warning, info), empty where nothing is; not ``usable``: it could not be read or checked.
"""

RULES = pa.schema([("rule", pa.string()), ("severity", pa.string()), *((each, pa.int64()) for each in VERDICT_COUNTS)])
"""A row a rule: how often it said what, in the reports of the shard."""

DIAGNOSTICS = pa.schema(
    [
        ("report", pa.string()),
        ("path", pa.string()),
        ("code", CODED),
        ("severity", CODED),
        ("message", pa.string()),
        ("remedy", pa.string()),
        ("line", pa.int32()),
        ("column", pa.int32()),
    ]
)
"""A row for all that is wrong with a report itself, or with the rules for it."""


ROADS = pa.schema([("columns", pa.int64()), ("asked", pa.int64()), ("single", pa.int64())])
"""How many reports were decided in ``columns``, of how many of these the engine was ``asked`` for some rules all the
same, and how many were judged one by one from their texts. It depends on what a process has bound before; so it is
told, and not kept.
"""


class FindingsBatch(NamedTuple):
    """What was found in some reports: tables of `FINDINGS`, `COUNTS`, `RULES` and `DIAGNOSTICS`, in the order of the
    index, and in a report in the order of its rules and rows; and a row of `ROADS`.
    """

    findings: pa.Table
    counts: pa.Table
    rules: pa.Table
    diagnostics: pa.Table
    roads: pa.Table

    def stored(self) -> list[StoredTable]:
        """Where they go, that of the counts last."""
        return [
            StoredTable("findings", self.findings),
            StoredTable("rules", self.rules),
            StoredTable("diagnostics", self.diagnostics),
            StoredTable("counts", self.counts),
        ]


def together(batches: list[FindingsBatch]) -> FindingsBatch:
    """What was found in all of them, in their order."""
    findings, counts, diagnostics = (
        pa.concat_tables([each[at] for each in batches]).unify_dictionaries().combine_chunks() for at in (0, 1, 3)
    )
    rules = rules_together([each.rules for each in batches])
    return FindingsBatch(findings, counts, rules, diagnostics, pa.concat_tables([each.roads for each in batches]))


def rules_together(tables: list[pa.Table]) -> pa.Table:
    """How often rules said what in all of these, sorted by rule."""
    every = pa.concat_tables(tables)
    summed = every.group_by(["rule", "severity"], use_threads=False).aggregate(
        [(each, "sum") for each in VERDICT_COUNTS]
    )
    summed = summed.rename_columns(
        {f"{each}_sum": each for each in VERDICT_COUNTS} | {"rule": "rule", "severity": "severity"}
    )
    return (
        summed.select(RULES.names)
        .sort_by([("rule", "ascending"), ("severity", "ascending")])
        .cast(RULES)
        .combine_chunks()
    )
