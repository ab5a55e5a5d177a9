"""The study of structural causes: whole parts of sound reports put out of order, and whether reconciliation names what was done.

    python bench/structure.py [--cases 200] [--alarms 1] [--seed 2021] [--kinds emptied,copied] [--forms 2021] [--results FILE]

Each kind of error is put into the repaired real report and into synthetic reports of several form sets. Printed are how many reports
became inconsistent, how many of them lie within reach (figure by figure at least three would have to be changed), in how many of these a cause of the
right kind in the right place is told, and how often it is the only one; besides how many causes of parts are told of clean reports and of
reports with single errors, which is to be none. ``--alarms`` is what share of those is drawn, ``--cases`` how many of each kind of error.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from injection import REPORT, change_digits, spread, total
from ledger import Ledger, Result, in_turns
from synthetic import Laboratory, with_figures

from jsrules.base.record import replace
from jsrules.engine.reconcile.budget import PER_SECOND, Budget
from jsrules.engine.reconcile.identities import collect
from jsrules.engine.reconcile.structure.board import Board
from jsrules.engine.reconcile.structure.guess import desk_of
from jsrules.engine.reconcile.structure.repair import UNLIMITED, repair_cost
from jsrules.engine.reconcile.structure.sheets import Sheet, sheets_of
from jsrules.engine.reconcile.structure.structure import Structure, structure_of
from jsrules.model.changes import CellPlace, with_amounts, with_cells
from jsrules.model.reconciliation import StructuralCause, StructuralKind
from jsrules.model.report import Amount, Report

PUBLISHED = REPORT.parent.parent / "tests" / "published" / "putuo-guihua-2024.yaml"

BUDGET = 2 * PER_SECOND
"""The work of a reconciliation by default."""

REACH = 300
"""What a report must need, figure by figure, in hundredths, for a part of it to be blamed."""

ALARMS = {0: 1000, 1: 2800, 2: 500, 5: 500, 10: 500, 20: 500, 40: 400}
"""So many reports are drawn with so many single errors each."""

Amounts = dict[CellPlace, "Amount | None"]


@dataclass
class Done:
    """What was done to a report: what kind of error, where, and what is printed now; ``slip``: by how many rows which
    segment slipped, its first and last row.
    """

    kind: StructuralKind
    sheet: Sheet
    amounts: Amounts
    columns: tuple[int, ...] = ()
    prior: Report | None = None
    slip: tuple[int, int, int] = (0, 0, 0)


Error = Callable[[random.Random, Report], "Done | None"]


def amount_at(report: Report, sheet: Sheet, row: int, column: int) -> Amount | None:
    """What is printed in a place of a sheet."""
    cell = report.tables[sheet.form].blocks[sheet.block].rows[sheet.rows[row]].cells[column]
    return cell.amount if cell is not None else None


def place_of(sheet: Sheet, row: int, column: int) -> CellPlace:
    """A place of a sheet in the report."""
    return sheet.form, sheet.block, sheet.rows[row], column


def some_sheet(chance: random.Random, report: Report) -> Sheet:
    """One of the sheets with several figures, those with more figures more often."""
    sheets = sheets_of(report)
    weights = [sum(bool(worth(amount_at(report, each, row, column))) for row, column in spots(each)) for each in sheets]
    return chance.choices(sheets, weights)[0]


def spots(sheet: Sheet) -> list[tuple[int, int]]:
    """All places of a sheet."""
    return [(row, column) for row in range(len(sheet.rows)) for column in sheet.columns]


def worth(amount: Amount | None) -> int:
    """The digits of an amount; 0 for none."""
    return amount.mantissa if amount is not None else 0


def slip(all_columns: bool) -> Error:
    """A segment of a column, or of all columns, printed one to six rows too low or too high."""

    def change(chance: random.Random, report: Report) -> Done | None:
        sheet = some_sheet(chance, report)
        filled = [
            c
            for c in sheet.columns
            if sum(bool(worth(amount_at(report, sheet, r, c))) for r in range(len(sheet.rows))) >= 4
        ]
        if not filled or (all_columns and len(sheet.columns) < 2):
            return None
        columns = tuple(sheet.columns) if all_columns else (chance.choice(filled),)
        step = chance.choice((1, 1, 1, -1, -1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6))
        last = len(sheet.rows) - 1
        first, end = sorted(chance.sample(range(last + 1), 2))
        if end - first < 2 or end + step > last or first + step < 0 or abs(step) > end - first:
            return None
        manner = chance.choice(("blank", "kept", "wrapped"))
        amounts: Amounts = {}
        for column in columns:
            old = [amount_at(report, sheet, row, column) for row in range(last + 1)]
            new = list(old)
            for row in range(first, end + 1):
                if 0 <= row + step <= last:
                    new[row + step] = old[row]
            vacated = list(range(first, first + step)) if step > 0 else list(range(end + 1 + step, end + 1))
            fallen = list(range(end + 1, end + 1 + step)) if step > 0 else list(range(first + step, first))
            for row, other in zip(vacated, fallen, strict=True):
                if manner == "blank":
                    new[row] = None
                elif manner == "wrapped" and 0 <= other <= last:
                    new[row] = old[other]
            amounts |= {place_of(sheet, row, column): new[row] for row in range(last + 1) if new[row] is not old[row]}
        return Done("shifted", sheet, amounts, columns, slip=(step, first, end))

    return change


def swap_columns(chance: random.Random, report: Report) -> Done | None:
    """Two columns of a block exchanged."""
    sheet = some_sheet(chance, report)
    if len(sheet.columns) < 2:
        return None
    one, other = sorted(chance.sample(sheet.columns, 2))
    amounts: Amounts = {}
    for row in range(len(sheet.rows)):
        amounts[place_of(sheet, row, one)] = amount_at(report, sheet, row, other)
        amounts[place_of(sheet, row, other)] = amount_at(report, sheet, row, one)
    return Done("columns_swapped", sheet, amounts, (one, other))


def swap_rows(chance: random.Random, report: Report) -> Done | None:
    """Two rows of a block exchanged."""
    sheet = some_sheet(chance, report)
    if len(sheet.rows) < 2 or len(sheet.columns) < 2:
        return None
    one, other = chance.sample(range(len(sheet.rows)), 2)
    amounts: Amounts = {}
    for column in sheet.columns:
        amounts[place_of(sheet, one, column)] = amount_at(report, sheet, other, column)
        amounts[place_of(sheet, other, column)] = amount_at(report, sheet, one, column)
    return Done("rows_swapped", sheet, amounts)


def part(chance: random.Random, report: Report) -> tuple[Sheet, list[tuple[Sheet, int, int]], tuple[int, ...]]:
    """A table, a block or a column: its first sheet, its places, and the column."""
    sheet = some_sheet(chance, report)
    scope = chance.choice(("table", "block", "column"))
    if scope == "column" and len(sheet.columns) > 1:
        column = chance.choice(sheet.columns)
        return sheet, [(sheet, row, column) for row in range(len(sheet.rows))], (column,)
    sheets = [each for each in sheets_of(report) if each.form == sheet.form] if scope == "table" else [sheet]
    return sheet, [(each, row, column) for each in sheets for row, column in spots(each)], ()


def empty(chance: random.Random, report: Report) -> Done | None:
    """A table or block left blank."""
    sheet, places, columns = part(chance, report)
    if columns:
        return None
    amounts: Amounts = {place_of(each, row, column): None for each, row, column in places}
    return Done("emptied", sheet, amounts)


def rescale(chance: random.Random, report: Report) -> Done | None:
    """A table, block or column printed in another unit, with as many decimals."""
    sheet, places, columns = part(chance, report)
    power = chance.choice((4, -4, 3, -3, 1, -1))
    amounts: Amounts = {}
    for each, row, column in places:
        amount = amount_at(report, each, row, column)
        if amount is not None:
            up, down = 10 ** max(power, 0), 10 ** max(-power, 0)
            mantissa = (2 * amount.mantissa * up + down) // (2 * down)
            amounts[place_of(each, row, column)] = replace(amount, mantissa=mantissa, text=str(mantissa))
    return Done("unit_scale", sheet, amounts, columns)


def copy_table(chance: random.Random, report: Report) -> Done | None:
    """A column or table with the figures of another one, row by row."""
    sheet = some_sheet(chance, report)
    others = [each for each in sheets_of(report) if set(each.rows) & set(sheet.rows)]
    other = chance.choice(others)
    columns: tuple[int, ...] = ()
    if chance.random() < 0.5 and len(sheet.columns) > 1:
        columns = (chance.choice(sheet.columns),)
        pairs = [(columns[0], chance.choice(other.columns))]
    elif other is not sheet and len(other.columns) >= len(sheet.columns) > 1:
        pairs = list(zip(sheet.columns, other.columns, strict=False))
    else:
        return None
    amounts: Amounts = {}
    at = {key: row for row, key in enumerate(other.rows)}
    for row, key in enumerate(sheet.rows):
        for column, beside in pairs:
            amounts[place_of(sheet, row, column)] = amount_at(report, other, at[key], beside) if key in at else None
    copies = [(place, worth(amount)) for place, amount in amounts.items() if worth(amount)]
    olds = [report.tables[form].blocks[block].rows[key].cells[column] for (form, block, key, column), _ in copies]
    if (
        sum(worth(old.amount if old is not None else None) != new for old, (_, new) in zip(olds, copies, strict=True))
        < 3
    ):
        return None  # what is copied is blank, or the same
    return Done("copied", sheet, amounts, columns)


def copy_prior(chance: random.Random, report: Report, prior: Report) -> Done | None:
    """A table with the figures of the year before, whose report is there."""
    sheet, places, columns = part(chance, report)
    amounts: Amounts = {
        place_of(each, row, column): amount_at(prior, each, row, column) for each, row, column in places
    }
    return Done("prior_year", sheet, amounts, columns, prior)


KINDS: dict[str, Error] = {
    "column slipped": slip(all_columns=False),
    "all columns slipped": slip(all_columns=True),
    "columns swapped": swap_columns,
    "rows swapped": swap_rows,
    "emptied": empty,
    "another unit": rescale,
    "copied": copy_table,
}


def is_alike(done: Done, wrong: int, found: Structure) -> bool:
    """Whether one cause is told that moves no more figures than were moved, or is of the same part, and with which
    everything holds: nothing in the report tells it from what was done.
    """
    return (
        len(found.causes) == 1
        and (len(found.causes[0].moved) <= wrong or _is_of(done, found.causes[0]))
        and not any(each.verdict == "violation" for each in found.outcomes)
    )


def _is_of(done: Done, cause: StructuralCause) -> bool:
    return cause.form == done.sheet.form and _same_part(cause, done)


def changed(report: Report, done: Done) -> Amounts:
    """What is printed otherwise with an error."""
    amounts: Amounts = {}
    for (form, block, key, column), amount in done.amounts.items():
        cell = report.tables[form].blocks[block].rows[key].cells[column]
        old = cell.amount if cell is not None else None
        if worth(old) != worth(amount) or (done.kind == "emptied" and old is not None):
            amounts[form, block, key, column] = amount
    return amounts


@dataclass
class Look:
    """What is told of a report: of its parts; whether anything is violated as printed; what repairing it figure by figure
    costs; and the seconds that looking for its parts took.
    """

    structure: Structure
    violated: bool
    before: int
    seconds: float


def look(laboratory: Laboratory, report: Report) -> Look:
    """What is told of a report's parts."""
    outcomes, anew = laboratory.judged(report)
    if not any(each.verdict == "violation" for each in outcomes):
        return Look(Structure(report, outcomes, collect(report, outcomes, Budget())), False, 0, 0.0)
    identities = collect(report, outcomes, Budget())
    before = repair_cost(desk_of(report, Board(identities, Budget())).board, UNLIMITED)
    start = time.process_time()
    found = structure_of(report, outcomes, identities, anew, Budget(BUDGET))
    return Look(found, True, before, time.process_time() - start)


def is_right(true: Report, done: Done, found: Structure) -> bool:
    """Whether a cause of the kind is told in the place, and what it moves is right, or cannot be told from that: all of it
    holds then, or the true ends of a slipped segment are among those that are told.
    """
    for cause in found.causes:
        if cause.kind != done.kind or cause.form != done.sheet.form or not _same_part(cause, done):
            continue
        moved = [each for each in cause.moved if each.known]
        truth = [true.cell_at(done.sheet.form, each.cell.block, each.cell.row, each.cell.column) for each in moved]
        if all(
            worth(cell.amount if cell is not None else None) == worth(each.amount) or done.kind == "unit_scale"
            for cell, each in zip(truth, moved, strict=True)
        ):
            return True
        if _is_within(done, cause) or not any(each.verdict == "violation" for each in found.outcomes):
            return True
    return False


def _is_within(done: Done, cause: StructuralCause) -> bool:
    """Whether a slip by as many rows is told, and the true ends of the segment are among those that are told."""
    step, first, last = done.slip
    at = {key: row for row, key in enumerate(done.sheet.rows)}
    return any(
        slip.step == step
        and at[slip.firsts[0]] <= first <= at[slip.firsts[1]]
        and at[slip.lasts[0]] <= last <= at[slip.lasts[1]]
        for slip in cause.slips
    )


def _same_part(cause: StructuralCause, done: Done) -> bool:
    if cause.block not in (-1, done.sheet.block):
        return False
    if done.kind == "rows_swapped":
        return True
    wide = tuple(done.sheet.columns)
    return (cause.columns or wide) == (done.columns or wide) or len(
        {place[3] for place, _ in done.amounts.items()} & set(cause.columns)
    ) == len(cause.columns) > 0


def one_error(laboratory: Laboratory, error: Error, synthetic: bool, key: str) -> Result:
    """What comes of one error of a kind: whether anything is violated, whether it is within reach, and what is told."""
    chance = random.Random(key)
    while True:
        report = laboratory.synthetic(chance) if synthetic else laboratory.report
        done = error(chance, report)
        changes = changed(report, done) if done is not None else {}
        if done is not None and changes:
            break
    wrong = with_amounts(report, changes)
    if done.prior is not None:
        with_prior(wrong, done.prior)
    found = look(laboratory, wrong)
    if not found.violated:
        return {"found": False}
    right = is_right(report, done, found.structure)
    alike = not right and is_alike(done, len(changes), found.structure)
    result: Result = {
        "found": True,
        "seconds": round(found.seconds, 4),
        "named": right,
        "before": found.before,
        "reach": found.before >= REACH or (done.kind == "emptied" and found.before > 0),
        "alone": right and len(found.structure.causes) == 1,
        "alike": alike,
    }
    if result["reach"] and not right and not alike:
        title = report.forms.forms[done.sheet.form].title
        told = [
            (
                each.kind,
                report.forms.forms[each.form].title,
                each.block,
                each.columns,
                each.rows,
                each.slips,
                each.power,
            )
            for each in found.structure.causes
        ]
        cells = [(*place[1:], worth(value)) for place, value in done.amounts.items()]
        result["missed"] = f"{title} {done.sheet.block} {done.columns} before {found.before}: {told} {cells}"
    return result


def with_prior(report: Report, prior: Report) -> None:
    """Attach another report as that of the year before; it is numbered anew."""
    cells = [replace(cell) for cell in prior.cells]
    made = with_cells(prior, cells)
    made.cells = cells
    report.attach(made)


def with_errors(chance: random.Random, report: Report, cells: list[int], count: int) -> Report:
    """The report with so many digits wrong, in as many figures."""
    one = change_digits(1)
    changes: dict[int, int] = {}
    while len(changes) < count:
        changes.update(one(chance, report, cells) or {})
    return with_figures(report, changes)


def alarm(laboratory: Laboratory, errors: int, key: str) -> Result:
    """Causes of parts told of a synthetic report with so many single errors."""
    chance = random.Random(key)
    report = laboratory.synthetic(chance)
    if errors:
        report = with_errors(chance, report, laboratory.targets, errors)
    found = look(laboratory, report)
    told = [f"{each.kind} {report.forms.forms[each.form].title} {found.before}" for each in found.structure.causes]
    return {"causes": len(told), "told": "; ".join(told)}


def prior_copy(laboratory: Laboratory) -> Error:
    """A table or column with the figures of the year before, whose report is there."""

    def change(chance: random.Random, report: Report) -> Done | None:
        return copy_prior(chance, report, laboratory.synthetic(chance))

    return change


FORMS = ("2021", "2018", "上海 2024")
"""The form sets: of the real report, of its tables as of 2018, and of one of 上海."""


def laboratories(forms: str = "") -> Iterator[tuple[str, Laboratory]]:
    """By the name of the form set, if it has ``forms`` in it: the real report, the same tables as of 2018, and one of 上海."""
    text = REPORT.read_text(encoding="utf-8").replace("年度: 2021", "年度: 2018").partition("\n情况说明:")[0]
    with tempfile.TemporaryDirectory() as folder:
        older = Path(folder) / "2018.yaml"
        older.write_text(text + "\n", encoding="utf-8")
        for name, path in zip(FORMS, (REPORT, older, PUBLISHED), strict=True):
            if forms in name:
                laboratory = Laboratory(str(path))
                laboratory.prepare()
                yield name, laboratory


def percent(part: int, whole: int) -> str:
    """A share in print."""
    return f"{100 * part / max(1, whole):.1f}%"


def main() -> None:
    """Run the study and print its tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--cases", type=int, default=200)
    parser.add_argument("--alarms", type=float, default=1)
    parser.add_argument("--seed", type=int, default=2021)
    parser.add_argument("--kinds", default=",".join([*KINDS, "prior year"]))
    parser.add_argument("--forms", default="")
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("--results", default="", help="where results are kept, and taken up again")
    parser.add_argument("--table", action="store_true", help="only print what is there")
    options = parser.parse_args()
    ledger = Ledger(options.results, quick=options.table)
    every = {} if options.table else dict(laboratories(options.forms))
    names = [each for each in FORMS if options.forms in each]
    kinds = options.kinds.split(",")
    groups: list[tuple[tuple[str, Callable[[str], Result]], int]] = []
    for name in kinds if options.cases else ():
        for forms, laboratory in every.items():
            for synthetic in (False, True):
                error = KINDS.get(name) or prior_copy(laboratory)
                ask = partial(one_error, laboratory, error, synthetic)
                groups.append(((f"{options.seed} {name} {forms} {synthetic}", ask), options.cases))
    drawn = {errors: round(count * options.alarms / max(1, len(names))) for errors, count in ALARMS.items()}
    for errors, count in drawn.items():
        for forms, laboratory in every.items():
            groups.append(((f"{options.seed} alarms {errors} {forms}", partial(alarm, laboratory, errors)), count))
    for (prefix, ask), case in in_turns(groups):
        ledger.ask(f"{prefix} {case}", partial(ask, f"{prefix} {case}"))
    print(
        f"{'error':20} {'report':17} {'cases':>5} {'found':>5} {'named':>6} {'reach':>5} {'right':>6} {'alike':>6} {'alone':>6} "
        f"{'median':>7} {'95 %':>7} {'max':>7}"
    )
    for name in kinds if options.cases else ():
        together: list[Result] = []
        for forms in names:
            for synthetic in (False, True):
                results = ledger.results(f"{options.seed} {name} {forms} {synthetic}", options.cases)
                together += results
                _print_kind(name, forms + (" synthetic" if synthetic else ""), results, options.verbose)
        _print_kind(name, "all", together, verbose=False)
    for errors, count in drawn.items():
        told = [each for forms in names for each in ledger.results(f"{options.seed} alarms {errors} {forms}", count)]
        said = [each["told"] for each in told if each["causes"]]
        print(
            f"{errors:2} single errors: {len(told):5} reports, {total(told, 'causes')} causes of parts {said[:9] or ''}"
        )


def _print_kind(name: str, forms: str, results: list[Result], verbose: bool) -> None:
    """A line of the table, and what was missed."""
    found = [each for each in results if each["found"]]
    reach = [each for each in found if each["reach"]]
    print(
        f"{name:20} {forms:17} {len(results):5} {len(found):5} {percent(total(found, 'named'), len(found)):>6} {len(reach):5} "
        f"{percent(total(reach, 'named'), len(reach)):>6} {percent(total(reach, 'alike'), len(reach)):>6} "
        f"{percent(total(reach, 'alone'), len(reach)):>6} "
        f"{' '.join(f'{each:6.3f}s' for each in spread([float(each['seconds']) for each in found]))}"
    )
    for each in reach if verbose else ():
        if "missed" in each:
            print("   ", str(each["missed"])[:900])


if __name__ == "__main__":
    main()
