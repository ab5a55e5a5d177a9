"""The rows that a total is the sum of (各明细), as ordinals, totals and the order of a block's rows tell.

Where they do not tell for certain there is no answer: a sum that takes a row too many accuses a sound report.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from jsrules.base.labels import PrintedLabel, read_label, split_path, total_in
from jsrules.model.form import BlockForm
from jsrules.model.reason import Doubt
from jsrules.model.report import Block, Row


class OutlineRow(NamedTuple):
    """A row of a block: its key, its label as printed, whether it has a code, and whether nothing is printed in it."""

    key: str
    label: str
    coded: bool
    blank: bool


class OutlineLine(NamedTuple):
    """A row with its label taken apart. ``rank`` tells totals: 1 小计, 2 合计, 3 总计, 0 for other rows; ``stem`` is the
    name without that word.
    """

    row: OutlineRow
    label: PrintedLabel
    depth: int
    rank: int
    stem: str

    @property
    def is_plain_total(self) -> bool:
        """Whether it is a total by its word alone, without an ordinal."""
        return self.rank > 0 and not self.depth


class Undetailed(Exception):
    """It is not certain which rows a total has below it: ``doubt`` is of what kind, and the label that raises it.

    ``none``: no row seems to be below it; ``part``: a row behind 其中, whose list need not be whole; ``less``: a row
    printed 减：; ``totals``: another total that may or may not be one of the rows; ``mixed``: a row without an ordinal
    among rows with one; ``coded``: a row with an account code; ``blank``: a blank row that may be a heading;
    ``nested``: rows of a further level; ``unit``: a row of figures of another kind.
    """

    def __init__(self, kind: str, line: OutlineLine | None = None) -> None:
        super().__init__(kind)
        self.doubt: Doubt = (kind, line.row.label.strip() if line is not None else "")


def details(rows: Sequence[OutlineRow], key: str, inferred: bool) -> list[str] | Doubt:
    """The keys of the rows below a total, in order; empty for a row that is none.

    ``inferred``: there is no form set, so that a blank row may be a heading.
    """
    lines = _lines(rows)
    at = next((number for number, line in enumerate(lines) if line.row.key == key), -1)
    if at < 0:
        return "none", ""
    try:
        if lines[at].depth:
            found = _below(lines, at)
        elif lines[at].rank:
            found = _of_total(lines, at, inferred)
        else:
            return []
    except Undetailed as error:
        return error.doubt
    return [line.row.key for line in found]


def _lines(rows: Sequence[OutlineRow]) -> list[OutlineLine]:
    """The rows with their labels taken apart; where labels are indented, that tells the depth."""
    indents = [len(row.label) - len(row.label.lstrip()) for row in rows]
    widths = sorted(set(indents))
    lines: list[OutlineLine] = []
    for row, indent in zip(rows, indents, strict=True):
        label = read_label(row.label)
        rank, stem = total_in(label.name)
        depth = 1 + widths.index(indent) if len(widths) > 1 else label.depth
        lines.append(OutlineLine(row, label, depth, rank, stem))
    return lines


def _below(lines: list[OutlineLine], at: int) -> list[OutlineLine]:
    """The rows below one with an ordinal: up to the next one of its depth or above."""
    depth = lines[at].depth
    end = next((n for n in range(at + 1, len(lines)) if 0 < lines[n].depth <= depth), len(lines))
    total = next((n for n in range(at + 1, end) if lines[n].is_plain_total), end)
    for line in lines[total + 1 : end]:
        if not line.is_plain_total:
            raise Undetailed("totals", lines[total])
    if total == at + 1 or lines[at + 1].label.lead == "part":  # 其中 need not list all, so that it is no total of them
        return []
    return _members(lines[at + 1 : total])


def _of_total(lines: list[OutlineLine], at: int, inferred: bool) -> list[OutlineLine]:
    """The rows of a total without an ordinal: those behind it where totals come first, else those before it."""
    total = lines[at]
    if len(lines) > 1 and lines[0].is_plain_total and lines[-1].is_plain_total:
        raise Undetailed("totals", lines[-1] if at == 0 else lines[0])
    if lines[0].is_plain_total:
        span = lines[at + 1 :]
        for number, line in enumerate(span):
            if line.is_plain_total:
                if line.rank < total.rank:
                    raise Undetailed("totals", line)
                span = span[:number]
                break
    else:
        start = _start(lines, at)
        span = lines[start:at]
        _look_for_headings(span, total.stem != "" or start > 0, inferred)
        span = _without_covered(span)
    if not span:
        raise Undetailed("none")
    return _members(span)


def _start(lines: list[OutlineLine], at: int) -> int:
    """Where the rows before a total begin: behind its heading, or the total before it that is none of them."""
    total = lines[at]
    for number in range(at - 1, -1, -1):
        line = lines[number]
        if line.label.is_heading or (total.stem and line.label.name == total.stem):
            return number + 1
        if not line.is_plain_total or line.rank < total.rank:
            continue
        enclosed = any(each.is_plain_total and each.rank > total.rank for each in lines[at + 1 :])
        if line.rank == total.rank and not enclosed:  # it may go into this one: 人员合计, 公用合计, 其他, 费用合计
            raise Undetailed("totals", line)
        return number + 1
    return 0


def _look_for_headings(span: list[OutlineLine], partial: bool, inferred: bool) -> None:
    printed = False
    for line in span:
        if line.row.blank and printed and partial and inferred:
            raise Undetailed("blank", line)
        printed = printed or not line.row.blank


def _without_covered(span: list[OutlineLine]) -> list[OutlineLine]:
    """The rows without those that a lower total among them has below it."""
    if not any(line.is_plain_total for line in span):
        return span
    kept: list[OutlineLine] = []
    for line in span:
        if line.depth:
            raise Undetailed("mixed", line)
        if line.is_plain_total:
            before = len(kept)
            while kept and kept[-1].rank < line.rank:
                kept.pop()
            if len(kept) == before:
                raise Undetailed("none", line)
        kept.append(line)
    return kept


def _members(span: list[OutlineLine]) -> list[OutlineLine]:
    """Of the rows below a total those right below it."""
    for line in span:
        if line.row.coded:
            raise Undetailed("coded", line)
    depths = [line.depth for line in span if line.depth]
    found = _outermost(span, min(depths)) if depths else _not_parts(span)
    for line in found:
        if line.label.lead in ("less", "part"):
            raise Undetailed(line.label.lead, line)
    if not found:
        raise Undetailed("none")
    return found


def _outermost(span: list[OutlineLine], depth: int) -> list[OutlineLine]:
    """The rows of the outermost ordinals; what stands between them is part of them."""
    places = [number for number, line in enumerate(span) if line.depth == depth]
    strays = span[: places[0]] + [line for line in span[places[-1] :] if not line.depth and line.label.lead != "part"]
    if strays:
        raise Undetailed("mixed", strays[0])
    return [span[number] for number in places]


def _not_parts(span: list[OutlineLine]) -> list[OutlineLine]:
    """Rows without ordinals; 其中 is part of the row before it, and what follows may be, too."""
    found: list[OutlineLine] = []
    part: OutlineLine | None = None
    for line in span:
        if line.label.lead == "part":
            if not found:
                raise Undetailed("part", line)
            part = line
        elif part is not None:
            raise Undetailed("part", part)
        else:
            found.append(line)
    return found


def details_of(shape: BlockForm, block: Block, key: str, inferred: bool, flat: bool) -> list[str] | Doubt:
    """The rows below a total in a block of a report: those that the report writes, or, where a form declares all there
    can be, those of the form. ``flat``: nested keys are rows of one block, of which those beside the total count.
    """
    written = block.rows
    rows: list[OutlineRow] = []
    above = ".".join(split_path(written[key].label)[:-1]) if flat and key in written else ""
    nested = False
    labels = [(row.key, row.name) for row in shape.rows]
    if inferred or shape.open_rows:
        labels = [(row.key, row.label) for row in written.values()]
    for each, label in labels:
        row = written.get(each)
        if flat:
            if above and not label.startswith(above + "."):
                continue
            parts = split_path(label[len(above) + 1 :] if above else label)
            nested = nested or len(parts) > 1
            if len(parts) > 1:
                continue
            label = parts[0]
        elif row is not None and (read_label(row.label).depth or read_label(row.label).lead):
            label = row.label
        declared = shape.row(each)
        code = row.code if row is not None else declared.code if declared is not None else ""
        blank = row is None or all(cell is None or cell.amount is None for cell in row.cells)
        rows.append(OutlineRow(each, label, bool(code), blank))
    found = details(rows, key, inferred)
    if nested and found:
        return "nested", ""
    for each in found if isinstance(found, list) else ():
        if _dimensions(written.get(each)) - _dimensions(written.get(key)) and key in written:
            return "unit", next(row.label for row in rows if row.key == each)
    return found


def _dimensions(row: Row | None) -> set[tuple[int, str]]:
    """Of what kind the figures of a row are, by their columns."""
    cells = enumerate(row.cells if row is not None else ())
    return {
        (column, cell.amount.unit.dimension) for column, cell in cells if cell is not None and cell.amount is not None
    }
