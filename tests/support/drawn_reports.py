"""Hypothesis strategies for reports to be published: any figures, any of the shipped form sets, ways to draw them."""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from hypothesis import strategies as st

from jsrules.model.form import FormSet
from jsrules.model.report import Report
from jsrules.outputs.export.drawn_blocks import DrawingStyle
from jsrules.outputs.export.layout import LaidReport, lay_out
from jsrules.packs.form_listing import latest_forms
from support.exported import report_in
from support.filled import filled


@cache
def form_set(year: int, region: str) -> FormSet:
    return latest_forms("部门决算", year, places={"地区": region}).read()


class DrawnReport(NamedTuple):
    """What a report is made from; it is made when it is asked for."""

    year: int
    region: str
    seed: int
    gaps: bool
    code_cells: Literal[1, 3]

    @property
    def text(self) -> str:
        """The report as a person writes it."""
        text = filled(form_set(self.year, self.region), self.seed, self.gaps)
        return text.replace("地区: 甲省", f"地区: {self.region}") if self.region else text

    @property
    def report(self) -> Report:
        """The report as it is read."""
        return report_in(self.text, form_set(self.year, self.region))

    @property
    def laid(self) -> LaidReport:
        """The report as it is drawn."""
        return lay_out(self.report, DrawingStyle(self.code_cells))


def drawn_reports() -> st.SearchStrategy[DrawnReport]:
    return st.builds(
        DrawnReport,
        st.sampled_from([2018, 2021, 2024]),
        st.sampled_from(["", "上海市", "四川省", "云南省"]),
        st.integers(0, 2**32),
        st.booleans(),
        st.sampled_from([1, 3]),
    )
