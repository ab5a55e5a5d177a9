"""Reports that are printed alike are judged in columns, straight from the tables of a corpus.

What is decided there are the reports in which all rules hold or do not apply. Those in which something is found, few as
a rule, are left to the ordinary engine, which reads their texts: findings are worded from what is printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from jsrules.base.bounded import Bounded
from jsrules.base.diagnostic import Diagnostic, InputError, Severity
from jsrules.base.record import replace
from jsrules.base.source import Source
from jsrules.base.system import slashed
from jsrules.bulk.batch_input import BatchInput
from jsrules.bulk.cell_table import CellTable
from jsrules.bulk.corpus import ROWS_HEAD, Partition
from jsrules.bulk.findings import VERDICT_COUNTS
from jsrules.bulk.flat_report import FormFrame
from jsrules.engine.columns.figures import Column, Figures
from jsrules.engine.columns.group import ColumnRules
from jsrules.engine.columns.verdicts import VERDICT_CODES
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.form import BlockPlace
from jsrules.model.outcome import VERDICTS, Verdict
from jsrules.model.report import Report
from jsrules.model.syntax import Header
from jsrules.model.tree import parts, walk
from jsrules.verification.verifier import Verifier

FEWEST = 24
"""Rules are bound for a group of at least so many reports: fewer take less one by one."""

_GROUPS = 12
"""So many groups are remembered with what their rules come to."""

_OF_ALL = frozenset(("年度", "种类", "地区", "单位性质"))
"""The entries of a head that are the same in all reports of a group."""

VerdictTally = list[int]
"""How often each verdict is in a report, in the order of `VERDICT_COUNTS`."""

_ORDER = [VERDICT_CODES[each] for each in VERDICT_COUNTS]


class PrintKey(NamedTuple):
    """What reports have in common that differ in nothing but what their figures come to."""

    partition: Partition
    state: bytes
    frame: str
    open_rows: str
    texts: str


class Template(NamedTuple):
    """A report of a group, by which all of them are judged: the rules as they are bound in it, and in which column of
    the table of figures its cells stand, or in which row and column of an open list.
    """

    report: Report
    rules: list[ColumnRules]
    columns: dict[int, int]
    listed: dict[int, tuple[BlockPlace, int, int]]
    diagnostics: list[Diagnostic]


class DecidedPart(NamedTuple):
    """Some reports in which nothing is found, by what they are known by, and how often each verdict is in each, in the
    order of `VERDICT_COUNTS`.
    """

    reports: pa.Array
    counts: NDArray[np.int64]
    template: Template


class ColumnVerdicts(NamedTuple):
    """What was decided in columns: how often each verdict is in a report, by what the report is known by; how often
    each rule said what in all of them. Of the reports ``asked`` the engine had to say some itself.
    """

    parts: list[DecidedPart]
    rules: Counter[tuple[str, Severity, Verdict]]
    asked: set[str]

    def reports(self) -> dict[str, tuple[VerdictTally, Template]]:
        """The reports by what they are known by."""
        return {
            name: (counts, part.template)
            for part in self.parts
            for name, counts in zip(part.reports.to_pylist(), part.counts.tolist(), strict=True)
        }


NOTHING_DECIDED = ColumnVerdicts([], Counter(), set())

ReadText = Callable[[str], Source]
"""The text of a report, by what it is known by."""


class _Tables:
    """The table of a partition, and what is beside it once it is needed."""

    def __init__(self, partition: Partition, cells: CellTable, given: BatchInput) -> None:
        self.partition = partition
        self.cells = cells
        self._given = given

    @cached_property
    def lists(self) -> Mapping[str, pa.Table]:
        """The rows of its open lists, by the list's key."""
        return self._given.rows(self.partition)

    @cached_property
    def other(self) -> pa.Table:
        """The further statements of figures."""
        return self._given.other()


class ColumnJudge:
    """Judges reports in columns; what it bound is used again for the next ones."""

    def __init__(self, verifier: Verifier) -> None:
        self._verifier = verifier
        self._templates: Bounded[PrintKey, tuple[Template | None]] = Bounded(_GROUPS)

    def decided(
        self,
        given: BatchInput,
        text: ReadText,
        excluded: Collection[str],
    ) -> ColumnVerdicts:
        """The reports in which nothing is found. Of those ``excluded``, by what they are known by, the figures are not
        all that there is to them.
        """
        found = ColumnVerdicts([], Counter(), set())
        for partition, table in given.cells().items():
            every = _Tables(partition, table, given)
            for way, numbers in table.groups():
                part = table if isinstance(numbers, slice) else table.part(numbers)
                template = self._template(PrintKey(partition, *way), every, part, text)
                if template is not None:
                    _judge(template, part, every, excluded, found)
        return found

    def _template(self, key: PrintKey, tables: _Tables, part: CellTable, text: ReadText) -> Template | None:
        known = self._templates.get(key)
        if known is not None:
            return known[0]
        if len(part) < FEWEST:
            return None
        first = part.part(slice(0, 1))
        made = self._made(key, text(first.reports[0].as_py()), first, tables)
        self._templates.put(key, (made,))
        return made

    def _made(self, key: PrintKey, source: Source, first: CellTable, tables: _Tables) -> Template | None:
        """What the reports of a group are judged by, given the text and the figures of the first; None where columns
        will not do for them.
        """
        try:
            loaded = self._verifier.load(source)
        except InputError:
            return None
        report = loaded.result.report
        if report is None or report.prior is not None or report.subordinates is not None or report.unsure:
            return None
        own = slashed(report.path)
        if any(each.place()[1] and slashed(each.path) == own for each in loaded.result.diagnostics):
            return None  # it is said of a line of this report
        frame = FormFrame(report.forms)
        rules = [rule for ready in loaded.rules for rule in ready.resolved.rules]
        if frame.identifier != key.partition.forms or (*frame.columns,) != (*first.names,) or _reads_heads(rules):
            return None
        places = key.partition.decimals
        made = Template(report, [], *_places(report, frame), loaded.result.diagnostics)
        columns = _columns(made, first, tables)
        if columns is None or not _has_figures_of(report, columns, places):
            return None
        made.rules.extend(ColumnRules(report, places, each.resolved.rules, each.conditions) for each in loaded.rules)
        return None if any(each.is_too_much for each in made.rules) else made


def _judge(
    template: Template, table: CellTable, tables: _Tables, excluded: Collection[str], found: ColumnVerdicts
) -> None:
    """Add what is decided of the reports of a group."""
    columns = _columns(template, table, tables)
    if columns is None:
        return
    names = table.reports
    figures = Figures(template.report, columns, tables.partition.decimals, len(names))
    start = 0
    for groups in zip(*(rules.judged(figures, only_clean=True) for rules in template.rules), strict=True):
        count = groups[0].count
        own = names.slice(start, count)
        clean = np.ones(count, np.bool_)
        if excluded:
            clean = ~pc.is_in(own, pa.array(sorted(excluded), pa.string())).to_numpy(zero_copy_only=False)
        tally = np.zeros((count, len(VERDICTS)), np.int64)
        for each in groups:
            own_tally = each.tally()
            clean &= each.clean(own_tally)
            tally += own_tally
        for each in groups:
            found.rules.update(each.by_rule(clean))
            found.asked.update(own[number].as_py() for number in each.asked if clean[number])
        found.parts.append(DecidedPart(own.filter(pa.array(clean)), tally[:, _ORDER][clean], template))
        start += count


def _places(report: Report, frame: FormFrame) -> tuple[dict[int, int], dict[int, tuple[BlockPlace, int, int]]]:
    """Where the cells of a report stand in the tables of a corpus: the declared ones, and those of open lists."""
    columns: dict[int, int] = {}
    listed: dict[int, tuple[BlockPlace, int, int]] = {}
    for number, table in report.tables.items():
        for part, block in enumerate(table.blocks):
            beyond = [row for row in block.rows.values() if (number, part, row.key) not in frame.starts]
            for at, row in enumerate(beyond):
                listed |= {
                    cell.index: ((number, part), at, column)
                    for column, cell in enumerate(row.cells)
                    if cell is not None
                }
            for row in block.rows.values():
                start = frame.starts.get((number, part, row.key))
                if start is not None:
                    columns |= {cell.index: start + column for column, cell in enumerate(row.cells) if cell is not None}
    return columns, listed


def _has_figures_of(report: Report, columns: Sequence[Column], places: int) -> bool:
    """Whether columns have the figures of a report in their first row."""
    amounts = ((cell.index, cell.amount) for cell in report.cells if cell.amount is not None)
    return all(
        amount.decimals <= places and int(columns[index][0]) == amount.mantissa * 10 ** (places - amount.decimals)
        for index, amount in amounts
    )


def diagnostics_of(template: Template, path: str) -> list[Diagnostic]:
    """What is to be said of a report at a path as it is of the template: of its year, its form set, the rules."""
    own = slashed(template.report.path)
    return [replace(each, path=path) if slashed(each.path) == own else each for each in template.diagnostics]


def _reads_heads(rules: Sequence[ResolvedRule]) -> bool:
    """Whether a rule looks at something in the head that may differ from report to report."""
    return any(
        isinstance(node, Header) and node.name not in _OF_ALL
        for rule in rules
        for variant in rule.variants
        for node in walk(variant.body, parts)
    )


def _columns(template: Template, table: CellTable, tables: _Tables) -> list[Column] | None:
    """The figures of the cells of a template in all reports of its group; None where the tables do not have them."""
    nothing = np.zeros(len(table), np.int32 if tables.partition.bits == 32 else np.int64)
    found: list[Column] = [nothing] * len(template.report.cells)
    printed = [cell.index for cell in template.report.cells if cell.amount is not None]
    by_list: dict[BlockPlace, tuple[pa.Table, int] | None] = {}
    for cell in printed:
        if cell in template.columns:
            figures = table.column(template.columns[cell])
            if figures is None:
                return None
            found[cell] = figures
            continue
        if cell not in template.listed:
            continue
        place, row, column = template.listed[cell]
        if place not in by_list:
            by_list[place] = _own_rows(tables.lists.get(f"{place[0]}-{place[1]}"), table.reports)
        own = by_list[place]
        if own is None or row >= own[1]:
            return None
        found[cell] = _integers(own[0].column(len(ROWS_HEAD) + column).fill_null(0))[row :: own[1]]
    return found if _statements(template, tables, table, found) else None


def _statements(template: Template, tables: _Tables, table: CellTable, found: list[Column]) -> bool:
    """Fill in the further statements of figures; whether the tables have them."""
    report = template.report
    further = {report.cell_path(each): each for first in report.restated for each in report.cells[first].restated}
    if not further:
        return True
    own = _own_rows(tables.other, table.reports)
    if own is None:
        return False
    rows, each = own
    cells = rows["cell"].to_pylist()
    if each != len(further) or set(cells[:each]) != further.keys() or cells != cells[:each] * len(table):
        return False
    digits = pc.replace_substring(rows["value"].fill_null("0"), ".", "")
    figures = _integers(digits.cast(pa.int64()))
    for at, name in enumerate(cells[:each]):
        amount = further[name].amount
        if amount is not None:
            found[further[name].index] = figures[at::each] * 10 ** (tables.partition.decimals - amount.decimals)
    return True


def _own_rows(table: pa.Table | None, reports: pa.Array) -> tuple[pa.Table, int] | None:
    """The rows of a table that some reports have, as many of each, and how many; None where they do not."""
    if table is None:
        return None
    names = reports.to_pylist()
    own = table.filter(pc.is_in(table["report"], pa.array(names, pa.string())))
    each, rest = divmod(own.num_rows, len(names))
    if rest or not each or own["report"].to_pylist() != [name for name in names for _ in range(each)]:
        return None
    return own, each


def _integers(array: pa.ChunkedArray) -> Column:
    """A column without nulls as integers."""
    one = array.chunk(0) if array.num_chunks == 1 else array.combine_chunks()
    found: Column = one.to_numpy(zero_copy_only=False)
    return found
