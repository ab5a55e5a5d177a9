"""What mutating a report showed, as text: how many slips the rules notice, which they do not, and formulas that would."""

from __future__ import annotations

import re
from collections.abc import Sequence

from jsrules.authoring.detection.detector import STATUSES, MutantStatus
from jsrules.authoring.detection.power import Counts, Power
from jsrules.base.language import say
from jsrules.base.number import decimal_text
from jsrules.model.report import Report
from jsrules.outputs.detection_cells import CellWriter
from jsrules.outputs.detection_words import (
    KIND_WORDS,
    STATUS_WORDS,
    itself,
    path_of,
)
from jsrules.outputs.layout import Page, Place, clean, named_rows

PROPOSALS_SHOWN = 10
"""So many are shown before it says how many more there are."""

_COLUMNS: tuple[tuple[tuple[str, str], tuple[MutantStatus, ...]], ...] = (
    *((STATUS_WORDS[status], (status,)) for status in STATUSES[:3]),
    (STATUS_WORDS["within_rounding"], ("same_amount", "within_rounding")),
    (STATUS_WORDS["mended"], ("mended",)),
)
"""The columns of the counts; what rounding explains is one."""


def render_detection(power: Power, page: Page, *, everything: bool = False) -> str:
    """The whole of it. ``everything`` leaves nothing out, and lists also what is only hinted at or within rounding."""
    writer = _Writer(power, page, everything)
    return "\n\n".join(part for part in writer.sections() if part) + "\n"


def percent_text(counts: Counts) -> str:
    """The part that is noticed: ``95.5%``; a dash where there is nothing to notice."""
    percent = counts.percent(1)
    return "—" if percent is None else decimal_text(percent, 1) + "%"


class _Writer:
    def __init__(self, power: Power, page: Page, everything: bool) -> None:
        self.power = power
        self.page = page
        self.everything = everything
        report = power.result.report
        assert report is not None
        self.report: Report = report

    def sections(self) -> list[str]:
        cells = CellWriter(self.power, self.page, self.everything)
        return [
            self._head(),
            self._kinds(),
            self._tables(),
            cells.listed("survived"),
            self._proposals(),
            cells.rounding(),
            *(cells.listed(status) for status in ("hinted", "same_amount", "mended") if self.everything),
            self._closing(),
        ]

    # -- counts

    def _head(self) -> str:
        power, page = self.power, self.page
        lines = [page.paint(clean(power.result.path), "strong")]
        year = self.report.year
        whose = [self.report.unit, say("{year} 年度", "FY{year}", year=year) if year is not None else ""]
        if whose := [each for each in (*whose, self.report.kind) if each]:
            lines += page.paragraph("  ".join(whose))
        if power.result.packs:
            packs = say("、", ", ").join(
                f"{each.title or each.name} {each.version}".rstrip() for each in power.result.packs
            )
            lines += [page.paint(line, "faint") for line in page.paragraph(packs, say("规则：", "rules: "))]
        made = say("{n} 个，每个只错一处", "{n}, each with one slip", n=power.counts.total)
        if power.made > power.counts.total:
            made += say(
                "（从 {made} 个里均匀选出；--at-most 可以多选）",
                " (taken evenly out of {made}; --at-most takes more)",
                made=power.made,
            )
        lines += page.paragraph(made, say("错例：", "mutants: "))
        return "\n".join([*lines, *self._conclusion()])

    def _conclusion(self) -> list[str]:
        counts = self.power.counts
        pieces = [
            say("漏过 {n}", "{n} survived", n=counts["survived"]),
            say("只提示 {n}", "{n} hinted", n=counts["hinted"]),
            say(
                "查出 {n}，查出率 {percent}",
                "{n} noticed, {percent}",
                n=counts["noticed"],
                percent=percent_text(counts),
            ),
            say(
                "尾差之内 {n}，其中同数异值 {same}",
                "{n} within rounding, {same} of them same amount",
                n=counts["within_rounding"] + counts["same_amount"],
                same=counts["same_amount"],
            ),
        ]
        if counts["mended"]:
            pieces.append(say("改好 {n}", "{n} mended", n=counts["mended"]))
        role = "error" if counts["survived"] else "good"
        lines = self.page.flow(pieces, say("；", "; "), say("结论：", "verdict: "))
        return [self.page.paint(line, role) for line in lines]

    def _kinds(self) -> str:
        rows = [(say(*KIND_WORDS[kind]), counts) for kind, counts in self.power.kinds.items() if counts.total]
        return self._count(say("按错法", "by slip"), rows)

    def _tables(self) -> str:
        forms = self.report.forms.forms
        rows = [(forms[form].path or itself(), counts) for form, counts in self.power.tables.items()]
        return self._count(say("按表", "by table"), rows) if len(rows) > 1 else ""

    def _count(self, title: str, rows: Sequence[tuple[str, Counts]]) -> str:
        """A table of counts, the names last: they may be long."""
        columns = [
            (words, statuses)
            for words, statuses in _COLUMNS
            if any(counts[status] for _, counts in rows for status in statuses)
        ]
        lines = [[say("错例", "all"), *(say(*words) for words, _ in columns), say("查出率", "rate")]]
        for _, counts in rows:
            numbers = [sum(counts[status] for status in statuses) for _, statuses in columns]
            lines.append([str(counts.total), *(str(each) if each else "" for each in numbers), percent_text(counts)])
        roles = ["faint", *("warning" if counts["survived"] else "" for _, counts in rows)]
        return "\n".join(
            [self.page.heading(title), *named_rows(lines, ["", *(name for name, _ in rows)], roles, self.page)]
        )

    # -- proposals

    def _proposals(self) -> str:
        proposals = self.power.proposals
        if not proposals:
            return ""
        page = self.page
        lines = [page.heading(say("建议的公式", "proposed formulas"))]
        lines += page.paragraph(
            say(
                "在这份报告里成立，又能查出漏过的错例。只由一份报告推出，可能只是碰巧：找到依据再写进规则，放在“表间”之后。",
                "They hold in this report and would notice survivors. That they hold in one report may be chance: find a basis before "
                "they become rules, behind “between”.",
            )
        )
        few = proposals if self.everything else proposals[:PROPOSALS_SHOWN]
        for number, each in enumerate(few, 1):
            lines += ["", *page.flow([Place(part) for part in _pieces(each.text)], " ", f"{number:3}. ")]
            cells = [path_of(self.report, place) for place in each.cells]
            named = say("、", ", ").join(cells if self.everything or len(cells) < 3 else cells[:2])
            what = say(
                "在 {places} 处成立；能查出 {n} 个错例：{cells}",
                "holds at {places} places; would notice {n} survivors: {cells}",
                places=each.places,
                n=len(each.mutants),
                cells=named,
            )
            if not self.everything and len(cells) >= 3:
                what += say(" 等 {n} 格", " and others, {n} cells in all", n=len(cells))
            lines += page.paragraph(what, "     ")
        if len(few) < len(proposals):
            more = say("另有 {n} 条，加 --all 列出", "and {n} more; --all lists them", n=len(proposals) - len(few))
            lines += ["", *page.paragraph(more)]
        return "\n".join(lines)

    def _closing(self) -> str:
        counts = self.power.counts
        hinted, same = counts["hinted"], counts["same_amount"]
        if self.everything or not hinted + same:
            return ""
        text = say(
            "--all 也列出只提示的 {hinted} 个（口径不同、无法判断、提示级的规则）和同数异值的 {same} 个。",
            "--all lists also the {hinted} that are only hinted at (not comparable, undetermined, rules of level info) and "
            "the {same} of one amount in two values.",
            hinted=hinted,
            same=same,
        )
        return "\n".join(self.page.paragraph(text))


def _pieces(text: str) -> list[str]:
    """A formula in pieces between which a line may be broken: a line that starts with an operator goes on."""
    return re.split(r" (?=[=+/-] )", text)
