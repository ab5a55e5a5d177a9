"""What the pack's README says of its detection power, measured anew. ``JSRULES_UPDATE=1`` writes the tables; read the difference."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

import pytest
from support.checking import REAL_REPORT
from support.real_report import CORRECTIONS
from support.sources import ROOT

from jsrules.authoring.detection.detector import STATUSES
from jsrules.authoring.detection.power import Counts, Power, Unnoticed, measure, place_of
from jsrules.authoring.detection.report_mutants import printed
from jsrules.authoring.detection.trial import Trial, TrialRequest
from jsrules.engine.weigh import value_of
from jsrules.model.changes import CellPlace
from jsrules.model.ground import GroundLinear
from jsrules.outputs.detection import percent_text
from jsrules.outputs.detection_words import KIND_WORDS, REASON_WORDS, STATUS_WORDS, path_of, shown, text_of

README = ROOT / "spec" / "packs" / "final-accounts" / "README.md"
TEXT = REAL_REPORT.read_text("utf-8")
PATH = str(REAL_REPORT)
pytestmark = pytest.mark.xdist_group("detection")  # they share a measurement that takes longer than all else here

ACROSS = {"30108", "30113"}
"""Rows of table 06 that a rule of another scope knows, too."""


@pytest.fixture(scope="module")
def power() -> Power:
    return measure(TrialRequest(PATH, TEXT))


def tables(power: Power) -> set[int]:
    """The forms of tables 01 to 07."""
    assert power.result.report is not None
    forms = power.result.report.forms.forms
    return {number for number, form in enumerate(forms) if not form.is_prose and form.number <= "公开07表"}


def digits(power: Power) -> list[Unnoticed]:
    """The one-digit changes in tables 01 to 07 that no rule accuses."""
    return [
        each for each in power.unnoticed if each.mutant.kind == "digit" and place_of(each.mutant)[0] in tables(power)
    ]


def change(power: Power, each: Unnoticed) -> int:
    """By how many last places a one-digit change is off."""
    report = power.result.report
    assert report is not None
    place, figure = each.mutant.changes[0]
    cell = report.tables[place[0]].blocks[place[1]].rows[place[2]].cells[place[3]]
    assert cell is not None and cell.amount is not None and figure is not None
    assert figure[1] == printed(cell.amount)[1]
    return figure[0] - printed(cell.amount)[0]


# -- the tables


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def counted(counts: Counts) -> list[str]:
    return [str(counts.total), *(str(counts[status]) for status in STATUSES), percent_text(counts)]


HEAD = ["错例", *(STATUS_WORDS[status][0] for status in STATUSES), "查出率"]


def by_slip(power: Power) -> str:
    rows = [[KIND_WORDS[kind][0], *counted(counts)] for kind, counts in power.kinds.items()]
    return grid(["错法", *HEAD], [*rows, ["合计", *counted(power.counts)]])


def by_table(power: Power) -> str:
    alone = measure(TrialRequest(PATH, TEXT, kinds=("digit",)))
    report = power.result.report
    assert report is not None
    total = Counts()
    rows = []
    for form in sorted(tables(power)):
        counts = alone.tables[form]
        for status in counts.numbers:
            total.numbers[status] += counts[status]
        rows.append([report.forms.forms[form].title, *counted(counts)])
    return grid(["表", *HEAD], [*rows, ["合计", *counted(total)]])


def tightest(trial: Trial, place: CellPlace) -> tuple[str, int, Fraction]:
    """The equality with the smallest allowance that a cell goes into: the rule, its printed figures, its allowance."""
    cell = trial.report.tables[place[0]].blocks[place[1]].rows[place[2]].cells[place[3]]
    assert cell is not None
    found = []
    for part in trial.parts.parts:
        for ground, _ in part.found:
            if not isinstance(ground, GroundLinear) or ground.operator != "=" or not part.resolved.info.comparable:
                continue
            if ground.row.terms.get(cell.index):
                _, slack, scale = value_of(trial.report, ground.row)
                terms = sum(map(bool, ground.row.terms.values()))
                found.append((Fraction(slack, 2 * scale), terms, part.resolved.info.name))
    allowance, terms, name = min(found)
    return name, terms, allowance


def ranges(numbers: list[int]) -> list[tuple[int, int]]:
    """Numbers as runs of neighbours."""
    runs: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], number
        else:
            runs.append((number, number))
    return runs


def within_rounding(power: Power) -> str:
    trial = Trial(TrialRequest(PATH, TEXT, kinds=("sign",)))
    report = trial.report
    cells: dict[CellPlace, list[int]] = {}
    for each in digits(power):
        if each.status == "within_rounding":
            figure = each.mutant.changes[0][1]
            assert figure is not None
            cells.setdefault(place_of(each.mutant), []).append(figure[0])
    rows = []
    for place, mantissas in cells.items():
        cell = report.tables[place[0]].blocks[place[1]].rows[place[2]].cells[place[3]]
        assert cell is not None and cell.amount is not None
        decimals = printed(cell.amount)[1]
        runs = [tuple(shown(cell.amount, (end, decimals)) for end in run) for run in ranges(mantissas)]
        texts = [first if first == last else f"{first}…{last}" for first, last in runs]
        name, terms, allowance = tightest(trial, place)
        why = f"{name}：{terms} 个数，最大尾差 {float_free(allowance)}"
        rows.append([path_of(report, place), text_of(report, place), "、".join(texts), why])
    return grid(["格", "印的", "改成这些查不出", "最严的等式"], rows)


def float_free(number: Fraction) -> str:
    thousandths = number * 1000
    assert thousandths.denominator == 1
    return f"{thousandths.numerator // 1000}.{thousandths.numerator % 1000:03d}".rstrip("0")


def survivors(power: Power) -> str:
    report = power.result.report
    assert report is not None
    groups: dict[tuple[str, str], list[Unnoticed]] = {}
    for each in power.of("survived"):
        place = place_of(each.mutant)
        name, text = path_of(report, place), text_of(report, place)
        if each.reason == "balanced":  # of the whole column: there is nothing to say of one cell
            shape = report.forms.forms[place[0]].blocks[place[1]]
            column = shape.columns[place[3]].name if len(shape.columns) > 1 else ""
            name, text = ".".join(filter(None, (report.forms.forms[place[0]].path, shape.name, column))), "各行"
        groups.setdefault((name, text), []).append(each)
    rows = []
    for (name, text), group in groups.items():
        kinds = [each.mutant.kind for each in group]
        counts = "、".join(f"{KIND_WORDS[kind][0]} {kinds.count(kind)}" for kind in dict.fromkeys(kinds))
        reasons = "；".join(dict.fromkeys(REASON_WORDS[each.reason][0] for each in group))
        rows.append([name, text, counts, reasons])
    return grid(["格", "印的", "错例", "原因"], rows)


PARTS = {"按错法": by_slip, "错一位数字": by_table, "尾差之内": within_rounding, "漏过": survivors}


def test_the_readme_says_what_is_measured(power: Power) -> None:
    text = README.read_text("utf-8")
    made = text
    for name, render in PARTS.items():
        pattern = rf"(?s)(<!-- {name} -->\n).*?(<!-- 完 -->\n)"
        assert len(re.findall(pattern, text)) == 1
        part = render(power)
        made = re.sub(pattern, lambda match, part=part: f"{match[1]}\n{part}\n{match[2]}", made)  # type: ignore[misc]
    if os.environ.get("JSRULES_UPDATE"):
        README.write_text(made, "utf-8")
        text = made
    assert text == made


# -- what it says in words


@pytest.mark.parametrize("corrected", [False, True])
def test_every_one_digit_change_beyond_the_allowance_is_noticed(power: Power, corrected: bool) -> None:
    """In every filled cell of tables 01 to 07, as published and with its errors corrected."""
    if corrected:
        text = TEXT
        for wrong, right in CORRECTIONS:
            text = text.replace(wrong, right)
        power = measure(TrialRequest(PATH, text, kinds=("digit",)))
    unnoticed = digits(power)
    assert {each.status for each in unnoticed} == {"hinted", "same_amount", "within_rounding"}
    assert {place_of(each.mutant)[2] for each in unnoticed if each.status == "hinted"} == ACROSS
    assert {abs(change(power, each)) for each in unnoticed if each.status == "same_amount"} == {1}
    report = power.result.report
    assert report is not None
    inside = [each for each in unnoticed if each.status == "within_rounding"]
    assert max(abs(change(power, each)) for each in inside) == 5
    elsewhere = {path_of(report, place_of(each.mutant)) for each in inside if not place_of(each.mutant)[2].isdigit()}
    assert elsewhere == {
        f"收入支出决算总表.收入.{row}" for row in ("一般公共预算财政拨款收入", "本年收入合计", "年初结转和结余")
    }


def test_what_the_readme_says_of_table_06(power: Power) -> None:
    trial = Trial(TrialRequest(PATH, TEXT, kinds=("sign",)))
    cells = {place_of(each.mutant) for each in digits(power) if each.status == "within_rounding"}
    items = [tightest(trial, place) for place in sorted(cells) if len(place[2]) == 5]
    assert {each[:2] for each in items} == {("人员经费逐级汇总", 9), ("公用经费逐级汇总", 11)}
    assert len(items) == 18


def test_nor_does_one_survive_where_every_row_is_filled() -> None:
    """On the report of the pack's tests, which has figures in every row of every table."""
    path = README.parent / "tests" / "base.yaml"
    power = measure(TrialRequest(str(path), path.read_text("utf-8"), kinds=("digit",)))
    report = power.result.report
    assert report is not None
    of_tables = {form: counts for form, counts in power.tables.items() if not report.forms.forms[form].is_prose}
    assert len(of_tables) == 9
    assert [form for form, counts in of_tables.items() if counts["survived"]] == []
