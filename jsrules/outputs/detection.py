"""What mutating a report showed, as text: how many slips the rules notice, which they do not, and formulas that would."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from jsrules.base.language import say
from jsrules.base.number import decimal_text
from jsrules.base.width import text_width
from jsrules.model.changes import Place as CellPlace
from jsrules.model.report import Report
from jsrules.outputs.detection_words import (
    KIND_WORDS,
    REASON_WORDS,
    STATUS_WORDS,
    cell_at,
    itself,
    path_of,
    shown,
    text_of,
)
from jsrules.outputs.layout import Page, Place, clean, table
from jsrules.packs.detection.detector import STATUSES, Reason, Status
from jsrules.packs.detection.mutants import Kind, printed
from jsrules.packs.detection.power import Counts, Power, Unnoticed, place_of

FIGURES_SHOWN = 6
CELLS_SHOWN = 40
PROPOSALS_SHOWN = 10
"""So many of each are shown before it says how many more there are."""

_COLUMNS: tuple[tuple[tuple[str, str], tuple[Status, ...]], ...] = (
    *((STATUS_WORDS[status], (status,)) for status in STATUSES[:3]),
    (STATUS_WORDS["within_rounding"], ("same_amount", "within_rounding")),
    (STATUS_WORDS["mended"], ("mended",)),
)
"""The columns of the counts; what rounding explains is one."""

NARROWEST = 24
"""The fewest columns that a name behind a table is wrapped into."""


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
        return [
            self._head(),
            self._kinds(),
            self._tables(),
            self._survivors(),
            self._proposals(),
            self._rounding(),
            self._listed("hinted") if self.everything else "",
            self._listed("same_amount") if self.everything else "",
            self._listed("mended") if self.everything else "",
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
            [self.page.heading(title), *_named(lines, ["", *(name for name, _ in rows)], roles, self.page)]
        )

    # -- survivors

    def _survivors(self) -> str:
        return self._listed("survived")

    def _listed(self, status: str) -> str:
        """The mutants of a status, by cell; those that cancel out, by column."""
        titles = {
            "survived": say("漏过的", "survivors"),
            "hinted": say("只提示的", "only hinted at"),
            "same_amount": say("同数异值的", "same amount in two values"),
            "mended": say("改好的", "mended"),
        }
        groups: dict[object, list[Unnoticed]] = {}
        for each in self.power.unnoticed:
            if each.status == status:
                form, block, row, column = place_of(each.mutant)
                balanced = each.reason == "balanced"
                key = (form, block, column, each.mutant.kind) if balanced else (form, block, row, column)
                groups.setdefault(key, []).append(each)
        if not groups:
            return ""
        lines = [self.page.heading(titles[status])]
        few = list(groups.values())[: None if self.everything else CELLS_SHOWN]
        for number, group in enumerate(few, 1):
            lines += ["", *(self._column if group[0].reason == "balanced" else self._cell)(number, group)]
        if len(few) < len(groups):
            more = say("另有 {n} 处，加 --all 列出", "and {n} more; --all lists them", n=len(groups) - len(few))
            lines += ["", *self.page.paragraph(more)]
        return "\n".join(lines)

    def _column(self, number: int, group: Sequence[Unnoticed]) -> list[str]:
        """Slips in one column that cancel out: which cells change places."""
        page, report = self.page, self.report
        form, block, _, column = place_of(group[0].mutant)
        shape = report.forms.forms[form].blocks[block]
        parts = [
            report.forms.forms[form].path,
            shape.name,
            shape.columns[column].name if len(shape.columns) > 1 else "",
        ]
        name = ".".join(part for part in parts if part) or itself()
        lines = [page.paint(line, "strong") for line in page.paragraph(name, f"{number:3}. ")]
        lines += page.paragraph(say(*REASON_WORDS["balanced"]), "     ")
        pairs = [say("{a} 与 {b}", "{a} and {b}", a=a, b=b) for a, b in map(self._ends, group)]
        lines += page.flow(self._few(pairs), say("；", "; "), f"     {say(*KIND_WORDS[group[0].mutant.kind])}  ")
        return [*lines, *self._where(place_of(group[0].mutant))]

    def _ends(self, each: Unnoticed) -> tuple[str, str]:
        """The first and the last cell of a slip, by row, or by column within one row, with their figures."""
        first, last = each.mutant.changes[0][0], each.mutant.changes[-1][0]
        columns = self.report.forms.forms[first[0]].blocks[first[1]].columns
        names = [self.report.row_label(*place[:3]) for place in (first, last)]
        if first[2] == last[2]:
            names = [columns[place[3]].name for place in (first, last)]
        one, other = (
            f"{name} {text_of(self.report, place)}".rstrip() for name, place in zip(names, (first, last), strict=True)
        )
        return one, other

    def _cell(self, number: int, group: Sequence[Unnoticed]) -> list[str]:
        page, report = self.page, self.report
        place = place_of(group[0].mutant)
        name = f"{path_of(report, place)}  {text_of(report, place) or say('空白', 'blank')}"
        lines = [page.paint(line, "strong") for line in page.paragraph(name, f"{number:3}. ")]
        reasons: dict[Reason, dict[Kind, list[str]]] = {}
        for each in group:
            reasons.setdefault(each.reason, {}).setdefault(each.mutant.kind, []).append(self._slip(each))
        for reason, kinds in reasons.items():
            if reason:
                lines += page.paragraph(say(*REASON_WORDS[reason]), "     ")
            for kind, slips in kinds.items():
                lines += page.flow(self._few(slips), say("、", ", "), f"     {say(*KIND_WORDS[kind])}  ")
        return [*lines, *self._where(place)]

    def _where(self, place: CellPlace) -> list[str]:
        cell = cell_at(self.report, place)
        return [f"     {Place(f'{self.report.path_of(cell)}:{cell.line}:{cell.place}')}"] if cell is not None else []

    def _few(self, slips: list[str]) -> list[str]:
        if self.everything or len(slips) <= FIGURES_SHOWN + 1:
            return slips
        last = say("{slip} 等 {n} 个", "{slip} … {n} in all", slip=slips[FIGURES_SHOWN - 1], n=len(slips))
        return [*slips[: FIGURES_SHOWN - 1], last]

    def _slip(self, each: Unnoticed) -> str:
        """What is printed instead, and what a swap or a slipped column is about besides."""
        changes = each.mutant.changes
        cell = cell_at(self.report, changes[0][0])
        text = shown(cell.amount if cell is not None else None, changes[0][1])
        if each.mutant.kind == "swapped":
            other = changes[1][0]
            name = self.report.row_label(*other[:3])
            if other[2] == changes[0][0][2]:
                name = self.report.forms.forms[other[0]].blocks[other[1]].columns[other[3]].name
            return say("{text}（{name}）", "{text} ({name})", text=text, name=name)
        if each.mutant.kind == "shifted":
            return say("{text}，共 {n} 格", "{text}, {n} cells", text=text, n=len(changes))
        return text

    # -- proposals, rounding

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

    def _rounding(self) -> str:
        """Per table, how many cells have changes that rounding explains, and up to how large they are."""
        members = self.power.of("within_rounding")
        if not members:
            return ""
        page = self.page
        lines = [page.heading(say("尾差之内的", "within rounding"))]
        lines += page.paragraph(
            say(
                "改了以后，用到这一格的等式仍然相符或只差尾数：印出的数分辨不出。",
                "After the change every identity that weighs the cell still holds within rounding: the printed figures cannot tell.",
            )
        )
        groups: dict[int, dict[CellPlace, list[Unnoticed]]] = {}
        for each in members:
            place = place_of(each.mutant)
            groups.setdefault(place[0], {}).setdefault(place, []).append(each)
        rows = [(say("格", "cells"), say("错例", "mutants"), say("最多差", "at most"), "")]
        for form, cells in groups.items():
            rows += self._rounded(self.report.forms.forms[form].path or itself(), cells)
        roles = ["faint", *[""] * (len(rows) - 1)]
        return "\n".join([*lines, *_named([each[:3] for each in rows], [each[3] for each in rows], roles, page)])

    def _rounded(self, name: str, cells: dict[CellPlace, list[Unnoticed]]) -> list[tuple[str, str, str, str]]:
        if self.everything:
            return [
                (
                    "1",
                    str(len(group)),
                    _largest(self.report, group),
                    f"{path_of(self.report, place)}  {text_of(self.report, place)}",
                )
                for place, group in cells.items()
            ]
        units: dict[str, list[list[Unnoticed]]] = {}
        for place, group in cells.items():
            cell = cell_at(self.report, place)
            unit = cell.amount.unit.name if cell is not None and cell.amount is not None else ""
            units.setdefault(unit, []).append(group)
        return [
            (
                str(len(groups)),
                str(sum(map(len, groups))),
                _largest(self.report, [each for group in groups for each in group]),
                name,
            )
            for groups in units.values()
        ]

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


def _named(rows: Sequence[Sequence[str]], names: Sequence[str], roles: Sequence[str], page: Page) -> list[str]:
    """Rows of numbers with a name behind each, which may be long; on a narrow page it gets lines of its own."""
    made_rows = table(rows, [True] * len(rows[0]))
    room = page.columns - max(map(text_width, made_rows)) - 2
    lines: list[str] = []
    for row, name, role in zip(made_rows, names, roles, strict=True):
        if not name:
            made = [row]
        elif room >= NARROWEST:
            made = page.paragraph(name, f"{row}  ")
        else:
            made = [row, *page.paragraph(name, "    ")]
        lines += [page.paint(line, role) for line in made] if role else made
    return lines


def _largest(report: Report, members: Iterable[Unnoticed]) -> str:
    """The largest change of one figure among them."""
    best: tuple[int, int, str] = (0, 0, "")
    for each in members:
        place, figure = each.mutant.changes[0]
        cell = cell_at(report, place)
        if figure is None or cell is None or cell.amount is None:
            continue
        own = printed(cell.amount)
        places = max(own[1], figure[1])
        change = abs(figure[0] * 10 ** (places - figure[1]) - own[0] * 10 ** (places - own[1]))
        if change * 10 ** best[1] > best[0] * 10**places:
            best = change, places, "%" if cell.amount.unit.name == "%" else ""
    return decimal_text(best[0], best[1]) + best[2]


def _pieces(text: str) -> list[str]:
    """A formula in pieces between which a line may be broken: a line that starts with an operator goes on."""
    return re.split(r" (?=[=+/-] )", text)
