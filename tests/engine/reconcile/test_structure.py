"""Whole parts of the real report put out of order: one cause, in the right place, with what it explains."""

from __future__ import annotations

import random

import pytest
from support.checking import REAL_REPORT

from jsrules.base.source import Source
from jsrules.engine.evaluate import evaluate
from jsrules.engine.reconcile.reconcile import reconcile
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.changes import CellPlace, with_amounts
from jsrules.model.outcome import Outcome
from jsrules.model.reconciliation import Reconciliation, StructuralCause
from jsrules.model.report import Amount, Report
from jsrules.verification.verifier import Verifier

GENERAL = "一般公共预算财政拨款支出决算表"
BASIC = "一般公共预算财政拨款基本支出决算明细表"
HOSPITALITY = "一般公共预算财政拨款“三公”经费支出决算表"


@pytest.fixture(scope="module")
def real() -> tuple[Report, list[ResolvedRule]]:
    loaded = Verifier().load(str(REAL_REPORT))
    (ready,) = loaded.rules
    assert loaded.result.report is not None
    return loaded.result.report, ready.resolved.rules


def form_of(report: Report, title: str) -> int:
    return next(number for number, form in enumerate(report.forms.forms) if form.title == title)


def amounts_of(report: Report, form: int, block: int, column: int) -> dict[str, Amount | None]:
    rows = report.tables[form].blocks[block].rows
    cells = {key: row.cells[column] for key, row in rows.items()}
    return {key: cell.amount if cell is not None else None for key, cell in cells.items()}


def slipped(report: Report, title: str, block: int, column: int, first: int, last: int, step: int) -> Report:
    """The figures of some rows printed a few rows lower, those that were there pushed out."""
    form = form_of(report, title)
    old = amounts_of(report, form, block, column)
    keys = list(old)
    moved = {keys[row + step]: old[keys[row]] for row in range(first, last + 1)}
    return with_amounts(report, {(form, block, key, column): amount for key, amount in moved.items()})


def emptied(report: Report, title: str) -> Report:
    form = form_of(report, title)
    places: list[CellPlace] = [
        (form, number, key, column)
        for number, block in enumerate(report.tables[form].blocks)
        for key, row in block.rows.items()
        for column, cell in enumerate(row.cells)
        if cell is not None and cell.amount is not None
    ]
    return with_amounts(report, dict.fromkeys(places))


def judged(report: Report, rules: list[ResolvedRule]) -> tuple[Reconciliation, list[Outcome]]:
    outcomes = evaluate(report, rules)
    return reconcile(report, outcomes, lambda other: evaluate(other, rules)), outcomes


def only(claim: Reconciliation) -> StructuralCause:
    (cause,) = claim.structure
    return cause


def test_the_real_report_has_none(real: tuple[Report, list[ResolvedRule]]) -> None:
    assert judged(*real)[0].structure == []


def test_a_column_that_slipped_is_one_cause(real: tuple[Report, list[ResolvedRule]]) -> None:
    report, rules = real
    form = form_of(report, GENERAL)
    claim, outcomes = judged(slipped(report, GENERAL, 0, 0, 1, 9, 1), rules)
    cause = only(claim)
    assert (cause.kind, cause.form, cause.columns, cause.slips[0].step) == ("shifted", form, (0,), 1)
    assert cause.slips[0].firsts == ("201", "2010306")
    for moved in cause.moved:
        true = report.cell_at(form, 0, moved.cell.row, 0)
        assert true is not None and true.amount == moved.amount
    # What the report had before stays what it was: five figures, and their findings.
    assert claim.figures == 5
    before = sum(each.verdict == "violation" for each in evaluate(report, rules))
    violated = sum(each.verdict == "violation" for each in outcomes)
    assert len([each for each in cause.findings if outcomes[each].verdict == "violation"]) == violated - before


def test_two_slips_of_one_column_are_one_cause(real: tuple[Report, list[ResolvedRule]]) -> None:
    report, rules = real
    wrong = slipped(slipped(report, GENERAL, 0, 0, 1, 3, 1), GENERAL, 0, 0, 6, 9, 1)
    wrong = slipped(wrong, GENERAL, 0, 0, 8, 9, -1)
    assert {each.kind for each in judged(wrong, rules)[0].structure} <= {"shifted"}


@pytest.mark.parametrize("title", [GENERAL, BASIC, HOSPITALITY])
def test_a_table_that_was_not_filled_in(real: tuple[Report, list[ResolvedRule]], title: str) -> None:
    report, rules = real
    claim, outcomes = judged(emptied(report, title), rules)
    cause = only(claim)
    assert (cause.kind, cause.form, cause.block) == ("emptied", form_of(report, title), -1)
    assert claim.figures == 5
    assert {claim.explanations[each] for each in cause.findings} == {"emptied"}
    assert all(outcomes[each].verdict in ("violation", "rounding") for each in cause.findings)


def test_a_figure_of_prose_is_not_blamed_for_a_blank_table(real: tuple[Report, list[ResolvedRule]]) -> None:
    report, rules = real
    claim, _ = judged(emptied(report, HOSPITALITY), rules)
    table = form_of(report, HOSPITALITY)
    suspects = [each.cell for cause in claim.causes for each in cause.corrections[0].suspects]
    assert not [each for each in suspects if each.form == table or "三公" in report.cell_path(each)]


@pytest.mark.parametrize("power", [4, -4, 3, -1])
def test_a_table_in_another_unit(real: tuple[Report, list[ResolvedRule]], power: int) -> None:
    report, rules = real
    form = form_of(report, GENERAL)
    wrong: dict[CellPlace, Amount | None] = {}
    for column in range(3):
        for key, amount in amounts_of(report, form, 0, column).items():
            if amount is not None:
                up, down = 10 ** max(-power, 0), 10 ** max(power, 0)
                mantissa = (2 * amount.mantissa * up + down) // (2 * down)
                wrong[form, 0, key, column] = Amount(str(mantissa), mantissa, amount.decimals, amount.unit)
    cause = only(judged(with_amounts(report, wrong), rules)[0])
    assert (cause.kind, cause.form, cause.power, cause.columns) == ("unit_scale", form, power, ())


def test_two_columns_and_two_rows_in_each_others_place(real: tuple[Report, list[ResolvedRule]]) -> None:
    report, rules = real
    form = form_of(report, GENERAL)
    one, other = amounts_of(report, form, 0, 1), amounts_of(report, form, 0, 2)
    columns: dict[CellPlace, Amount | None] = {(form, 0, key, 1): amount for key, amount in other.items()}
    columns |= {(form, 0, key, 2): amount for key, amount in one.items()}
    cause = only(judged(with_amounts(report, columns), rules)[0])
    assert (cause.kind, cause.form, cause.columns) == ("columns_swapped", form, (1, 2))
    rows: dict[CellPlace, Amount | None] = {}
    for column in range(3):
        printed = amounts_of(report, form, 0, column)
        rows[form, 0, "20805", column], rows[form, 0, "2010350", column] = printed["2010350"], printed["20805"]
    cause = only(judged(with_amounts(report, rows), rules)[0])
    assert (cause.kind, cause.form, set(cause.rows)) == ("rows_swapped", form, {"20805", "2010350"})


@pytest.mark.parametrize("seed", range(8))
def test_slips_at_random(real: tuple[Report, list[ResolvedRule]], seed: int) -> None:
    """The column is named, and each figure that it brings back is the true one, or the report holds with it."""
    report, rules = real
    chance = random.Random(seed)
    title, column = chance.choice([(GENERAL, 0), ("支出决算表", 0), ("收入决算表", 0)])
    step = chance.choice([1, 2, 3])
    first = chance.randrange(1, 3)
    claim, outcomes = judged(slipped(report, title, 0, column, first, first + 5, step), rules)
    cause = only(claim)
    assert (cause.kind, cause.form, cause.columns) == ("shifted", form_of(report, title), (column,))
    assert {each.step for each in cause.slips} == {step}
    before = sum(each.verdict == "violation" for each in evaluate(report, rules))
    assert len(cause.findings) >= sum(each.verdict == "violation" for each in outcomes) - before


def _ends_at_a_name() -> list[int]:
    """After how many lines the real report names a table, or a block of one, that comes next."""
    lines = REAL_REPORT.read_text(encoding="utf-8").split("\n")
    names = [
        number for number, line in enumerate(lines, 1) if line.endswith(":") and line.strip() not in ("行:", "栏:")
    ]
    return [each for each in names if each < lines.index("情况说明:") + 1]


@pytest.mark.parametrize("lines", _ends_at_a_name())
def test_half_a_report_that_ends_with_the_name_of_a_table(lines: int) -> None:
    """What stands there is not to be defended against what does not: no figure is told to be wrong."""
    text = "\n".join(REAL_REPORT.read_text(encoding="utf-8").split("\n")[:lines]) + "\n"
    result = Verifier().verify(Source("half.yaml", text), reconcile=2)
    claim = result.reconciliation
    known = ("须有公开的表", "空的政府性基金表须说明")
    found = [n for n, each in enumerate(result.outcomes) if each.verdict == "violation" and each.rule.name not in known]
    if claim is None:
        assert not found
        return
    assert set(found) == {number for part in claim.structure for number in part.findings} & set(found)
    suspects = {each.cell.row for cause in claim.causes for each in cause.corrections[0].suspects}
    assert suspects <= {"一般公共预算财政拨款收入", "本年收入合计", "合计"}  # amounts printed in two values
