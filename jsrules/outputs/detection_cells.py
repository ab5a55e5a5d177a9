"""The cells of mutants that no rule accuses, as text: which slips, why nothing notices them, how large they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jsrules.authoring.detection.detector import Reason
from jsrules.authoring.detection.power import Power, Unnoticed, place_of
from jsrules.authoring.detection.report_mutants import SlipKind, printed
from jsrules.base.language import say
from jsrules.base.number import decimal_text
from jsrules.model.changes import CellPlace, cell_at
from jsrules.model.report import Report
from jsrules.outputs.detection_words import KIND_WORDS, REASON_WORDS, itself, path_of, shown, text_of
from jsrules.outputs.layout import Page, Place, named_rows

FIGURES_SHOWN = 6
CELLS_SHOWN = 40
"""So many of each are shown before it says how many more there are."""


class CellWriter:
    """Writes lists of cells; ``everything`` leaves nothing out."""

    def __init__(self, power: Power, page: Page, everything: bool) -> None:
        self.power = power
        self.page = page
        self.everything = everything
        report = power.result.report
        assert report is not None
        self.report: Report = report

    def listed(self, status: str) -> str:
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
        reasons: dict[Reason, dict[SlipKind, list[str]]] = {}
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

    def rounding(self) -> str:
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
        return "\n".join([*lines, *named_rows([each[:3] for each in rows], [each[3] for each in rows], roles, page)])

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
