"""The engine and the slow interpreter of spec/reference.py agree on every verdict, kind, difference and allowance.

JSRULES_EXAMPLES=20000 asks for so many examples of each kind.
"""

from __future__ import annotations

import re

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.accounts import (
    FORMS,
    MANY,
    NAMES,
    SINGLE,
    consolidating_rules,
    flat_reports,
    flat_rules,
    form_reports,
    form_rules,
    subordinates,
)
from support.agreement import agree
from support.checking import REAL_REPORT, ROOT, attach_units, load, resolve_text
from support.layouts import FORMS as PRINTED_FORMS
from support.layouts import printed

from jsrules.base.diagnostic import InputError
from jsrules.engine.resolved import ResolvedRule
from jsrules.engine.settle import settled
from jsrules.packs.library import find_pack, form_set_source
from jsrules.readers.reports.form_reader import read_form_set

TEXT = REAL_REPORT.read_text("utf-8")
FIGURE = re.compile(r"(?<=[\[ ])-?\d+\.\d\d%?(?=[,\]\n])")
REAL_FORMS = form_set_source("部门决算", 2021).text


def hold_against(rules: str, report: str, forms: str | None = None, units: tuple[str, ...] = ()) -> None:
    try:
        loaded = load(report, forms)
    except InputError:
        assume(False)  # rows of one name, for the most part
        return
    attach_units(loaded, units)
    try:
        resolved = resolve_text(rules, loaded.forms)
    except InputError:
        assume(False)  # units that do not agree, for the most part
        return
    agree(settled(loaded, resolved), resolved)


@given(flat_rules(), flat_reports())
def test_flat_reports(rules: str, report: str) -> None:
    hold_against(rules, report)


@given(form_rules(), form_reports())
def test_reports_with_forms(rules: str, report: str) -> None:
    hold_against(rules, report, FORMS)


@given(printed())
def test_labels_subsets_and_details(drawn: tuple[str, str]) -> None:
    hold_against(*drawn)


@given(printed(forms=True))
def test_labels_subsets_and_details_with_forms(drawn: tuple[str, str]) -> None:
    hold_against(*drawn, PRINTED_FORMS)


@given(
    consolidating_rules(st.sampled_from(NAMES), st.sampled_from(NAMES)), flat_reports(), subordinates(flat_reports())
)
def test_flat_reports_of_several_units(rules: str, report: str, units: tuple[str, ...]) -> None:
    hold_against(rules, report, None, units)


@given(consolidating_rules(SINGLE, MANY) | form_rules(), form_reports(), subordinates(form_reports()))
def test_reports_of_several_units(rules: str, report: str, units: tuple[str, ...]) -> None:
    hold_against(rules, report, FORMS, units)


def shipped_rules() -> list[ResolvedRule]:
    forms = read_form_set([form_set_source("部门决算", 2021)])
    pack = find_pack("final-accounts")
    return [rule for source in pack.sources for rule in resolve_text(source.text, forms)]


SHIPPED = shipped_rules()


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """The real report with figures changed, blanked or made unreadable, and rows and tables left out."""
    lines = TEXT.split("\n")
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.sampled_from([number for number, line in enumerate(lines) if FIGURE.search(line)]))
        found = draw(st.sampled_from(list(FIGURE.finditer(lines[at]))))
        percent = "%" if found.group().endswith("%") else ""
        text = draw(st.sampled_from(["~", "0.00", "0.01", "1.5", "100", "-3.59", "1668.99"])) + percent
        if draw(st.booleans()):
            units = int(found.group().rstrip("%").replace(".", "")) + draw(st.sampled_from([-100, -2, -1, 1, 2, 100]))
            text = f"{'-' if units < 0 else ''}{abs(units) // 100}.{abs(units) % 100:02d}{percent}"
        lines[at] = lines[at][: found.start()] + text.replace("~%", "~") + lines[at][found.end() :]
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.sampled_from([number for number, line in enumerate(lines) if FIGURE.search(line)]))
        del lines[at]
    return "\n".join(lines)


def test_the_real_report() -> None:
    assert len(agree(load(TEXT, REAL_FORMS), SHIPPED)) > 500


@settings(max_examples=min(settings().max_examples, 1000))
@given(mutated())
def test_mutated_copies_of_the_real_report(report: str) -> None:
    try:
        loaded = load(report, REAL_FORMS)
    except InputError:
        assume(False)
        return
    agree(loaded, SHIPPED)


def test_the_reference_is_short_and_shares_nothing_with_the_engine() -> None:
    pages = [page.read_text("utf-8") for page in sorted((ROOT / "spec").glob("reference*.py"))]
    assert [page.count("\n") <= 300 for page in pages] == [True] * len(pages)
    imported = {line.split()[1] for page in pages for line in page.split("\n") if line.startswith("from jsrules")}
    assert imported <= {
        "jsrules.base.names",
        "jsrules.base.record",
        "jsrules.base.units",
        "jsrules.model",
        "jsrules.model.form",
        "jsrules.model.origins",
        "jsrules.model.report",
        "jsrules.model.syntax",
        "jsrules.model.tree",
    }
