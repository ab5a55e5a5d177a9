"""Whole parts of reports put out of order, and what is told of them."""

from __future__ import annotations

from pathlib import Path

from jsrules.engine.anew import Anew
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.budget import PER_SECOND, Budget
from jsrules.engine.reconcile.identities import collect
from jsrules.engine.reconcile.structure.board import Board
from jsrules.engine.reconcile.structure.guess import desk_of
from jsrules.engine.reconcile.structure.repair import UNLIMITED, repair_cost
from jsrules.engine.reconcile.structure.sheets import Sheet, sheets_of
from jsrules.engine.reconcile.structure.structure import Structure, structure_of
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.changes import CellPlace
from jsrules.model.report import Amount, Report
from jsrules.verification.verifier import Verifier
from support.checking import REAL_REPORT

Changes = dict[CellPlace, "Amount | str | None"]


def loaded(path: Path) -> tuple[Report, list[ResolvedRule]]:
    found = Verifier().load(str(path))
    (ready,) = found.rules
    assert found.result.report is not None
    return found.result.report, ready.resolved.rules


def tables_of_2018(folder: Path) -> tuple[Report, list[ResolvedRule]]:
    """The tables of the real report alone, as of 2018: less is wrong with them."""
    path = folder / "2018.yaml"
    text = REAL_REPORT.read_text(encoding="utf-8").replace("年度: 2021", "年度: 2018")
    path.write_text(text.partition("\n情况说明:")[0] + "\n", encoding="utf-8")
    return loaded(path)


def look(report: Report, rules: list[ResolvedRule]) -> tuple[Structure, int]:
    """What is told of a report's parts, and what it costs to repair it figure by figure."""
    outcomes = evaluate(report, rules)
    identities = collect(report, outcomes, Budget())
    before = repair_cost(desk_of(report, Board(identities, Budget())).board, UNLIMITED)
    found = structure_of(report, outcomes, identities, Anew(report, [(rules, ())]), Budget(2 * PER_SECOND))
    return found, before


def sheet_of(report: Report, title: str, block: int = 0) -> Sheet:
    forms = report.forms.forms
    return next(each for each in sheets_of(report) if (forms[each.form].title, each.block) == (title, block))


def at(report: Report, sheet: Sheet, key: str, column: int) -> Amount | None:
    cell = report.tables[sheet.form].blocks[sheet.block].rows[key].cells[column]
    return cell.amount if cell is not None else None
