"""Mutants: every slip once, none of them nothing, and what the neighbours have to do with it."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from support.checking import REAL_REPORT, ROOT, load, resolve_text

from jsrules.authoring.detection.detector import Detector, changed
from jsrules.authoring.detection.report_mutants import KINDS, STARTS, ReportMutant, mutants_of, printed, spread
from jsrules.authoring.detection.trial import Trial, TrialRequest
from jsrules.base.misprint import slips_of
from jsrules.engine.parts import Parts
from jsrules.model.changes import cell_at
from jsrules.model.report import Report

GRID = """
表:
  栏: [一, 二]
  行:
    甲: [1.50, 2.00]
    乙: [1.50, ~]
    丙: [3.25, 4.00]
"""


def slips(report: Report, kind: str, row: str = "", column: int = 0) -> list[list[str]]:
    """What the cells of the mutants of a kind print, those of one cell where it is named."""
    found = []
    for mutant in mutants_of(report, [kind]):
        place = mutant.changes[0][0]
        if not row or place[2:] == (row, column):
            cells = [
                changed(report, mutant).tables[each[0]].blocks[each[1]].rows[each[2]].cells[each[3]]
                for each, _ in mutant.changes
            ]
            found.append([each.amount.text if each is not None and each.amount is not None else "" for each in cells])
    return found


def test_one_figure() -> None:
    report = load("甲: 12.0\n")
    assert len(slips(report, "digit")) == 26  # not 02.0, which nobody prints
    assert slips(report, "transposed") == [["21.0"], ["10.2"]]
    assert slips(report, "missing_digit") == [["2.0"], ["1.0"], ["1.2"]]
    assert slips(report, "extra_digit") == [["112.0"], ["122.0"], ["120.0"]]
    assert slips(report, "sign") == [["-12.0"]]
    assert slips(report, "unit_scale") == [["120000.0"]]  # 120.0 and 1.2 are a digit more and less


STATED = """
报告: 小决算
年度: 2021
情况说明:
  总体: {总额: [3.00, 3.01, 3.00], 选填: 3.00}
"""
SMALL = (ROOT / "spec" / "conformance" / "forms" / "small.yaml").read_text("utf-8")


def test_each_statement_of_a_figure_is_changed() -> None:
    report = load(STATED, SMALL)
    mutants = [each for each in mutants_of(report) if each.statement > 1]
    assert Counter(each.statement for each in mutants) == Counter(
        {2: len(list(slips_of(301, 2))), 3: len(list(slips_of(300, 2)))}
    )
    first = report.cells[0]
    for each in mutants:
        ((place, figure),) = each.changes
        mutant = changed(report, each)
        cell = cell_at(mutant, place, each.statement)
        assert cell is not None
        assert cell.amount is not None
        assert printed(cell.amount) == figure
        assert mutant.cells[cell.index] is cell
        others = [other for other in first.statements if other.index != cell.index]
        assert [mutant.cells[other.index].amount for other in others] == [other.amount for other in others]
    assert report.cells[0] is first


def test_what_a_rule_says_of_another_statement_is_noticed() -> None:
    report = load(STATED, SMALL)
    place = report.cells[0].form, 0, report.cells[0].row, 0
    for rules, statement, figure, status in (
        ("情况说明.总体.总额 = 情况说明.总体.选填\n", 3, (400, 2), "noticed"),
        ("前后一致(情况说明.总体.总额)\n", 3, (400, 2), "noticed"),
        ("前后一致(情况说明.总体.总额)\n", 2, (300, 2), "within_rounding"),
        ("情况说明.总体.总额 <= 10\n", 2, (400, 2), "survived"),
        ("情况说明.总体.选填 = 3\n", 2, (400, 2), "survived"),
    ):
        parts = Parts(report, [(resolve_text(rules, report.forms), ())])
        assert Detector(report, parts).detect(ReportMutant("digit", ((place, figure),), statement)).status == status


def test_a_rate_has_the_digits_that_are_printed() -> None:
    report = load("甲: 1.68%\n")
    assert ["9.68%"] in slips(report, "digit")
    assert not [each for (each,) in slips(report, "digit") if len(each) > len("1.68%")]


def test_counts_and_years_have_no_sign_and_no_unit() -> None:
    report = load("甲: 12 辆\n")
    assert slips(report, "sign") == slips(report, "unit_scale") == []
    assert slips(report, "transposed") == [["21"]]


def test_neighbours_change_places_or_are_copied() -> None:
    report = load(GRID)
    assert slips(report, "swapped", "甲", 0) == [["2.00", "1.50"]]  # below it stands the same
    assert slips(report, "swapped", "乙", 0) == [["3.25", "1.50"]]
    assert slips(report, "copied", "甲", 0) == [["2.00"]]
    assert slips(report, "copied", "丙", 0) == [["4.00"], ["1.50"]]
    assert slips(report, "copied", "丙", 1) == [["3.25"]]
    assert slips(load("甲: 1.50\n乙: 2.50\n"), "copied") == []  # the same as one digit


def test_what_measures_something_else_does_not_change_places() -> None:
    report = load("表:\n  栏: [额, 比]\n  行:\n    甲: [12.00, 3.00%]\n    乙: [12.00, 3.00%]\n")
    assert slips(report, "swapped") == slips(report, "copied") == []


def test_a_column_slips_by_a_row() -> None:
    report = load(GRID)
    assert slips(report, "shifted", "甲", 1) == [["", "2.00", ""], ["", "4.00", ""]]
    assert slips(report, "shifted", "乙", 1) == [["4.00", ""]]
    # From 丙 on nothing is left to move: it would only be gone.
    assert slips(report, "shifted", "丙", 1) == []
    # 甲 and 乙 are alike, so the first that prints something else is 乙.
    assert ["3.25", ""] in slips(report, "shifted", "乙", 0)


def test_fields_of_prose_do_not_slip() -> None:
    trial = Trial(TrialRequest(str(REAL_REPORT), REAL_REPORT.read_text("utf-8"), kinds=("shifted",)))
    assert trial.mutants
    forms = trial.report.forms.forms
    assert not any(forms[each.changes[0][0][0]].is_prose for each in trial.mutants)


def check(report: Report) -> list[ReportMutant]:
    mutants = list(mutants_of(report))
    alone = Counter((each.changes, each.statement) for each in mutants if len(each.changes) == 1)
    assert not [each for each, count in alone.items() if count > 1]
    for mutant in mutants:
        assert mutant.kind in KINDS
        for (form, block, row, column), figure in mutant.changes:
            cell = report.tables[form].blocks[block].rows[row].cells[column]
            amount = cell.amount if cell is not None else None
            assert figure != (None if amount is None else printed(amount)), mutant
    return mutants


def test_every_mutant_of_the_real_report_prints_something_else() -> None:
    text = REAL_REPORT.read_text("utf-8")
    trial = Trial(TrialRequest(str(REAL_REPORT), text))
    assert check(trial.report) == list(trial.mutants)
    assert {each.kind for each in trial.mutants} == set(KINDS)
    filled = {(each.form, each.block, each.row, each.column) for each in trial.report.cells if each.amount is not None}
    assert {each.changes[0][0] for each in trial.mutants if each.kind == "digit"} == filled


FIGURES = st.sampled_from(["~", "0", "0.00", "-3.5", "1,234.50", "99.99%", "12 辆", "7"])


@given(st.lists(st.lists(FIGURES, min_size=3, max_size=3), min_size=1, max_size=4))
def test_of_any_table(rows: list[list[str]]) -> None:
    lines = [f'    r{number}: ["{row[0]}", "{row[1]}", "{row[2]}"]' for number, row in enumerate(rows)]
    check(load("\n".join(["表:", "  栏: [a, b, c]", "  行:", *lines, ""])))


def test_fewer_are_spread_evenly() -> None:
    mutants = [ReportMutant("digit", (((0, 0, str(number), 0), (number, 0)),)) for number in range(10)]
    assert spread(mutants, 10) is mutants
    assert [each.changes[0][0][2] for each in spread(mutants, 4)] == ["0", "2", "5", "7"]


def test_a_long_column_slips_from_some_of_its_rows_on() -> None:
    rows = "".join(f"    r{number}: [{number}.00, ~]\n" for number in range(1, 201))
    report = load(f"表:\n  栏: [a, b]\n  行:\n{rows}")
    starts = {each.changes[0][0][2] for each in mutants_of(report, ["shifted"])}
    assert starts == {f"r{number}" for number in range(1, 200, 4)}
    assert len(starts) == STARTS
