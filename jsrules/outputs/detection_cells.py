"""The cells of mutants that no rule accuses, as text: which slips, why nothing notices them, how large they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from jsrules.authoring.detection.detector import MutantStatus, UnnoticedReason
from jsrules.authoring.detection.power import Power, Unnoticed, place_of
from jsrules.authoring.detection.report_mutants import SlipKind, printed
from jsrules.base.language import say
from jsrules.base.number import decimal_text
from jsrules.model.changes import CellPlace, cell_at
from jsrules.model.report import Report
from jsrules.outputs.detection_words import KIND_WORDS, REASON_WORDS, itself, path_of, shown, text_of
from jsrules.outputs.finding import source_place
from jsrules.outputs.page import (
    Blocks,
    Entry,
    Flow,
    Heading,
    Item,
    Page,
    PageBlock,
    Paragraph,
    TextTable,
    section,
)

_Statement = tuple[CellPlace, int]
"""A figure and which of its statements."""

FIGURES_SHOWN = 6
CELLS_SHOWN = 40
"""So many of each are shown before it says how many more there are."""


class CellComposer:
    """Composes lists of cells; ``everything`` leaves nothing out."""

    def __init__(self, power: Power, report: Report, everything: bool) -> None:
        self.power = power
        self.report = report
        self.everything = everything

    def listed(self, status: MutantStatus) -> Page:
        """The mutants of a status, by cell; those that cancel out, by column."""
        titles = {
            "survived": say("漏过的", "survivors"),
            "hinted": say("只提示的", "only hinted at"),
            "same_amount": say("同数异值的", "same amount in two values"),
            "mended": say("改好的", "mended"),
        }
        groups: dict[object, list[Unnoticed]] = {}
        for each in self.power.of(status):
            form, block, row, column = place_of(each.mutant)
            balanced = each.reason == "balanced"
            cell = form, block, row, column, each.mutant.statement
            key = (form, block, column, each.mutant.kind) if balanced else cell
            groups.setdefault(key, []).append(each)
        few = list(groups.values())[: None if self.everything else CELLS_SHOWN]
        rest = len(groups) - len(few)
        more = say("另有 {n} 处，加 --all 列出", "and {n} more; --all lists them", n=rest) if rest else ""
        items = [[self._item(*each)] for each in enumerate(few, 1)]
        return [[Heading(titles[status])], *items, [Paragraph(more)]] if items else []

    def _item(self, number: int, group: Sequence[Unnoticed]) -> Item:
        place = place_of(group[0].mutant)
        name, body = (self._column if group[0].reason == "balanced" else self._cell)(group, place)
        cell = cell_at(self.report, place, group[0].mutant.statement)
        if cell is not None:
            body.append(Paragraph(source_place(cell, self.report)))
        return Item(number, name, body, "strong")

    def _column(self, group: Sequence[Unnoticed], place: CellPlace) -> tuple[str, list[PageBlock]]:
        """Slips in one column that cancel out: which cells change places."""
        form = self.report.forms.forms[place[0]]
        shape = form.blocks[place[1]]
        parts = [form.path, shape.name, shape.columns[place[3]].name if len(shape.columns) > 1 else ""]
        pairs = [say("{a} 与 {b}", "{a} and {b}", a=a, b=b) for a, b in map(self._ends, group)]
        kind = say(*KIND_WORDS[group[0].mutant.kind])
        slips = Entry(kind, Flow(self._few(pairs), say("；", "; ")))
        return ".".join(filter(None, parts)) or itself(), [Paragraph(say(*REASON_WORDS["balanced"])), slips]

    def _ends(self, each: Unnoticed) -> list[str]:
        """The first and the last cell of a slip with their figures."""
        ends = each.mutant.changes[0][0], each.mutant.changes[-1][0]
        names = zip(self._names(*ends), ends, strict=True)
        return [f"{name} {text_of(self.report, place)}".rstrip() for name, place in names]

    def _names(self, *places: CellPlace) -> list[str]:
        """Two cells by their rows, or by their columns within one row."""
        form, block, row, _ = places[0]
        if all(place[2] == row for place in places):
            columns = self.report.forms.forms[form].blocks[block].columns
            return [columns[place[3]].name for place in places]
        return [self.report.row_label(*place[:3]) for place in places]

    def _cell(self, group: Sequence[Unnoticed], place: CellPlace) -> tuple[str, list[PageBlock]]:
        """Slips in one cell: what would be printed, by reason and kind."""
        reasons: dict[UnnoticedReason, dict[SlipKind, list[str]]] = {}
        for each in group:
            reasons.setdefault(each.reason, {}).setdefault(each.mutant.kind, []).append(self._slip(each))
        body: list[PageBlock] = []
        for reason, kinds in reasons.items():
            body.append(Paragraph(say(*REASON_WORDS[reason]) if reason else ""))
            body += [
                Entry(say(*KIND_WORDS[kind]), Flow(self._few(slips), say("、", ", "))) for kind, slips in kinds.items()
            ]
        figure = place, group[0].mutant.statement
        return f"{path_of(self.report, *figure)}  {text_of(self.report, *figure) or say('空白', 'blank')}", body

    def _few(self, slips: list[str]) -> list[str]:
        if self.everything or len(slips) <= FIGURES_SHOWN + 1:
            return slips
        last = say("{slip} 等 {n} 个", "{slip} … {n} in all", slip=slips[FIGURES_SHOWN - 1], n=len(slips))
        return [*slips[: FIGURES_SHOWN - 1], last]

    def _slip(self, each: Unnoticed) -> str:
        """What is printed instead, and what a swap or a slipped column is about besides."""
        changes = each.mutant.changes
        cell = cell_at(self.report, changes[0][0], each.mutant.statement)
        text = shown(cell.amount if cell is not None else None, changes[0][1])
        if each.mutant.kind == "swapped":
            _, name = self._names(changes[0][0], changes[1][0])
            return say("{text}（{name}）", "{text} ({name})", text=text, name=name)
        if each.mutant.kind == "shifted":
            return say("{text}，共 {n} 格", "{text}, {n} cells", text=text, n=len(changes))
        return text

    def rounding(self) -> Blocks:
        """Per table, how many cells have changes that rounding explains, and up to how large they are."""
        groups: dict[int, dict[_Statement, list[Unnoticed]]] = {}
        for each in self.power.of("within_rounding"):
            place = place_of(each.mutant)
            groups.setdefault(place[0], {}).setdefault((place, each.mutant.statement), []).append(each)
        introduction = say(
            "改了以后，用到这一格的等式仍然相符或只差尾数：印出的数分辨不出。",
            "After the change every identity that weighs the cell still holds within rounding: the printed figures "
            "cannot tell.",
        )
        rows = [(say("格", "cells"), say("错例", "mutants"), say("最多差", "at most"), "")]
        for form, cells in groups.items():
            for name, several in self._rounded(self.report.forms.forms[form].path or itself(), cells):
                members = [each for group in several for each in group]
                rows.append((str(len(several)), str(len(members)), _largest(self.report, members), name))
        table = TextTable(rows, [True] * 4, ["faint"], head=True, named=True)
        return section(say("尾差之内的", "within rounding"), Paragraph(introduction), table) if groups else []

    def _rounded(
        self, name: str, cells: dict[_Statement, list[Unnoticed]]
    ) -> Iterable[tuple[str, list[list[Unnoticed]]]]:
        """The cells of a table by their unit, or each for itself."""
        if self.everything:
            return [
                (f"{path_of(self.report, *figure)}  {text_of(self.report, *figure)}", [group])
                for figure, group in cells.items()
            ]
        units: dict[str, list[list[Unnoticed]]] = {}
        for figure, group in cells.items():
            cell = cell_at(self.report, *figure)
            unit = cell.amount.unit.name if cell is not None and cell.amount is not None else ""
            units.setdefault(unit, []).append(group)
        return [(name, groups) for groups in units.values()]


def _largest(report: Report, members: Iterable[Unnoticed]) -> str:
    """The largest change of one figure among them."""
    best: tuple[int, int, str] = (0, 0, "")
    for each in members:
        place, figure = each.mutant.changes[0]
        cell = cell_at(report, place, each.mutant.statement)
        if figure is None or cell is None or cell.amount is None:
            continue
        own = printed(cell.amount)
        places = max(own[1], figure[1])
        change = abs(figure[0] * 10 ** (places - figure[1]) - own[0] * 10 ** (places - own[1]))
        if change * 10 ** best[1] > best[0] * 10**places:
            best = change, places, cell.amount.unit.name if cell.amount.unit.places else ""
    return decimal_text(best[0], best[1]) + best[2]
