"""Every kind of case that the engine and the slow interpreter are held against each other on."""

from __future__ import annotations

import re
from typing import NamedTuple

from hypothesis import strategies as st

from jsrules.base.source import Source
from jsrules.model.report import Report
from jsrules.readers.reports.header import ReportHeader
from jsrules.verification.related import Related, attach_related
from support import accounts, layouts, partial
from support.accounts import consolidating_rules, flat_reports, flat_rules, form_reports, form_rules, subordinates
from support.checking import load
from support.independent import often


class DrawnCase(NamedTuple):
    """A rule file and a report; the form set, when there is one; the reports of subordinate units and the prior year."""

    rules: str
    report: str
    forms: str | None = None
    units: tuple[str, ...] = ()
    prior: str = ""

    def read(self) -> Report:
        """The report, with those that belong to it. Raises `InputError`."""
        report = load(self.report, self.forms)
        sources = tuple(Source(f"<unit {number}>", text) for number, text in enumerate(self.units, 1))
        if self.units or self.prior:
            related = Related(Source("<prior>", self.prior) if self.prior else "", sources)
            attach_related(report, ReportHeader(), related)
        return report


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
    "flat": st.builds(DrawnCase, RULES["flat"], FLAT, st.none(), NONE, earlier(FLAT)),
    "forms": st.builds(DrawnCase, RULES["forms"], WITH_FORMS, st.just(accounts.FORMS), NONE, earlier(WITH_FORMS)),
    "forms-partial": st.builds(
        DrawnCase, RULES["forms-partial"], PARTIAL, st.just(partial.FORMS), subordinates(PARTIAL), earlier(PARTIAL)
    ),
    "printed": layouts.printed().map(lambda drawn: DrawnCase(*drawn)),
    "printed-forms": layouts.printed(forms=True).map(lambda drawn: DrawnCase(*drawn, layouts.FORMS)),
    "flat-units": st.builds(DrawnCase, RULES["flat-units"], FLAT, st.none(), subordinates(FLAT), earlier(FLAT)).map(
        in_one_money
    ),
    "forms-units": st.builds(
        DrawnCase,
        RULES["forms-units"],
        WITH_FORMS,
        st.just(accounts.FORMS),
        subordinates(WITH_FORMS),
        earlier(WITH_FORMS),
    ),
}
"""The kinds of case by name: without and with a form set, tables as printed, several units."""
