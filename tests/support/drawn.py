"""Every kind of case that the engine and the slow interpreter are held against each other on."""

from __future__ import annotations

import re
from typing import NamedTuple

from hypothesis import strategies as st

from jsrules.base.source import Source
from jsrules.engine.resolved import ResolvedRule
from jsrules.model.form import FormSet
from jsrules.model.report import Report
from jsrules.readers.reports.header import ReportHeader
from jsrules.verification.related import Related, attach_related
from support import accounts, layouts, partial, sectioned, several
from support.accounts import consolidating_rules, flat_reports, flat_rules, form_reports, form_rules, subordinates
from support.checking import form_set, load, resolve_text
from support.independent import often


class DrawnCase(NamedTuple):
    """A rule file and a report; the form set, when there is one, or a base and what is different; the reports of
    subordinate units and the prior year; other form sets that the rules are for, each with its year.
    """

    rules: str
    report: str
    forms: str | tuple[str, ...] | None = None
    units: tuple[str, ...] = ()
    prior: str = ""
    others: tuple[tuple[tuple[str, ...], int], ...] = ()

    def read(self) -> Report:
        """The report, with those that belong to it. Raises `InputError`."""
        year = re.search("年度: ([0-9]+)", self.report)
        shape = self.forms
        forms = form_set(*shape, year=int(year[1]) if year else 0) if isinstance(shape, tuple) else shape
        report = load(self.report, forms)
        sources = tuple(Source(f"<unit {number}>", text) for number, text in enumerate(self.units, 1))
        if self.units or self.prior:
            related = Related(Source("<prior>", self.prior) if self.prior else "", sources)
            attach_related(report, ReportHeader(), related)
        return report

    def resolved(self, report: Report) -> list[ResolvedRule]:
        """The rules, resolved for the report. Raises `InputError`."""
        return resolve_text(self.rules, report.forms, self.other_forms())

    def other_forms(self) -> list[FormSet]:
        """The other form sets that the rules are for."""
        return [form_set(*texts, year=year) for texts, year in self.others]


def _of_one_set(rules: str, report: str, forms: str | None, units: tuple[str, ...], prior: str) -> DrawnCase:
    """A case whose rules are for one form set, or for none."""
    return DrawnCase(rules, report, forms, units, prior)


NONE: st.SearchStrategy[tuple[str, ...]] = st.just(())


def earlier(reports: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """The report of the year before, or none."""
    return often((1, st.just("")), (2, reports.map(lambda text: text.replace("年度: 2021", "年度: 2020"))))


def in_one_money(case: DrawnCase) -> DrawnCase:
    """The units' reports say their money unit where the report does, as they must."""
    head = re.match("金额单位.*\n", case.report)
    units = [re.sub("金额单位.*\n", "", each) for each in case.units]
    return case._replace(units=tuple((head[0] if head else "") + each for each in units))


FLAT, WITH_FORMS, PARTIAL = flat_reports(), form_reports(), partial.partial_reports()
SECTIONED = sectioned.sectioned_reports()
RULES: dict[str, st.SearchStrategy[str]] = {
    "flat": flat_rules(),
    "forms": form_rules(),
    "forms-partial": partial.partial_rules(),
    "flat-units": consolidating_rules(
        st.sampled_from(accounts.NAMES), st.sampled_from(accounts.NAMES), st.sampled_from("rs")
    ),
    "forms-units": often(
        (2, consolidating_rules(accounts.OWN, accounts.WITHOUT_PRIOR, accounts.RATES, accounts.TABLES)),
        (1, form_rules()),
    ),
}
"""The rules of the kinds of case whose reports do not depend on them."""

GENERATORS: dict[str, st.SearchStrategy[DrawnCase]] = {
    "flat": st.builds(_of_one_set, RULES["flat"], FLAT, st.none(), NONE, earlier(FLAT)),
    "flat-sections": st.builds(
        _of_one_set, sectioned.sectioned_rules(), SECTIONED, st.none(), NONE, earlier(SECTIONED)
    ),
    "forms": st.builds(_of_one_set, RULES["forms"], WITH_FORMS, st.just(accounts.FORMS), NONE, earlier(WITH_FORMS)),
    "forms-partial": st.builds(
        _of_one_set, RULES["forms-partial"], PARTIAL, st.just(partial.FORMS), subordinates(PARTIAL), earlier(PARTIAL)
    ),
    "forms-others": several.reports(several.rules()).map(lambda drawn: DrawnCase(*drawn)),
    "printed": layouts.printed().map(lambda drawn: DrawnCase(*drawn)),
    "printed-forms": layouts.printed(forms=True).map(lambda drawn: DrawnCase(*drawn, layouts.FORMS)),
    "flat-units": st.builds(_of_one_set, RULES["flat-units"], FLAT, st.none(), subordinates(FLAT), earlier(FLAT)).map(
        in_one_money
    ),
    "forms-units": st.builds(
        _of_one_set,
        RULES["forms-units"],
        WITH_FORMS,
        st.just(accounts.FORMS),
        subordinates(WITH_FORMS),
        earlier(WITH_FORMS),
    ),
}
"""The kinds of case by name: without and with a form set, tables as printed, several units."""
