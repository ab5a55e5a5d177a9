"""What went wrong with whole parts of a report, one message each, in the words of those who fill in tables."""

from __future__ import annotations

from jsrules.base.diagnostic import SEVERITIES
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.model.reconciliation import Moved, SlippedRows, StructuralCause
from jsrules.model.report import Report
from jsrules.model.result import Result
from jsrules.outputs.causes import explains, level_of
from jsrules.outputs.finding import entry, reference_of
from jsrules.outputs.page import Blocks, Flow, Item, Nested, Numeral, PageBlock, Paragraph, Styled, tell

MOVED_SHOWN = 3
"""So many of the figures that belong elsewhere are listed."""


def compose_structure(
    cause: StructuralCause, result: Result, number: int, further: Blocks, *, explain: bool = False
) -> Item:
    """A cause, with ``further`` blocks on what it explains."""
    found = result.reconciliation
    assert found is not None and result.report is not None
    report = result.report
    what = explains(cause.findings, result)
    text = (
        say("{text}：{what}", "{text}: {what}", text=headline(cause, report), what=what)
        if what
        else headline(cause, report)
    )
    shown = [each for each in cause.moved if not _is_blank(each)]
    listed = shown if explain else shown[:MOVED_SHOWN]
    body: list[PageBlock] = [entry(say("说明", "note"), _doubt(cause, report))]
    if cause.kind != "emptied":
        body += [
            entry(say("改正", "correct") if not at else "", _moved(each, report)) for at, each in enumerate(listed)
        ]
        if len(listed) < len(shown):
            more = say(
                "另有 {n} 个数（加 --explain 列出）",
                "{n} more figures (--explain lists them)",
                n=len(shown) - len(listed),
            )
            body.append(Nested([Paragraph(more)]))
    role = SEVERITIES[max(level_of(cause.findings, result), 0)]
    about = [result.outcomes[each] for each in cause.findings]
    return Item(
        number, Styled(text, role), [*body, *further], about=about, cells=[each.cell.index for each in cause.moved]
    )


def headline(cause: StructuralCause, report: Report) -> str:
    """What happened, in a line: ``“…决算表”人员经费的“决算数”一栏，从 30202 起的数都往下错了一行``."""
    where = part_name(report, cause.form, cause.block, cause.columns)
    if cause.kind == "shifted":
        separator = say("；", "; ")
        slips = separator.join(_slip(cause, each, report) for each in cause.slips)
        return say("{where}，{slips}", "{where}: {slips}", where=where, slips=slips)
    if cause.kind == "emptied":
        if cause.block < 0:
            return say("{where}整张没有填", "{where} was not filled in", where=where)
        return say("{where}没有填", "{where} was not filled in", where=where)
    if cause.kind == "unit_scale":
        times = f"{10 ** abs(cause.power):,}"
        if cause.power > 0:
            return say(
                "{where}的数都小了 {n} 倍（单位不对）",
                "{where}: all figures are {n} times too small (another unit)",
                where=where,
                n=times,
            )
        return say(
            "{where}的数都大了 {n} 倍（单位不对）",
            "{where}: all figures are {n} times too great (another unit)",
            where=where,
            n=times,
        )
    if cause.kind == "prior_year":
        return say("{where}的数都是上年的", "{where}: the figures are those of the prior year", where=where)
    if cause.kind == "copied":
        form, block, column = cause.source or (cause.form, cause.block, -1)
        source = part_name(report, form, block, (column,) if column >= 0 else ())
        return say(
            "{where}照抄了{source}", "{where}: the figures were copied from {source}", where=where, source=source
        )
    if cause.kind == "rows_swapped":
        one, other = (row_name(report, cause, each) for each in cause.rows)
        return say(
            "{where}，“{one}”与“{other}”两行的数对调了",
            "{where}: the figures of the rows “{one}” and “{other}” are in each other's place",
            where=where,
            one=one,
            other=other,
        )
    one, other = (report.forms.forms[cause.form].blocks[cause.block].columns[each].name for each in cause.columns)
    return say(
        "{where}，“{one}”与“{other}”两栏的数对调了",
        "{where}: the figures of the columns “{one}” and “{other}” are in each other's place",
        where=part_name(report, cause.form, cause.block, ()),
        one=one,
        other=other,
    )


def part_name(report: Report, form: int, block: int, columns: tuple[int, ...]) -> str:
    """A table, block or column by its name: ``“…决算表”人员经费的“决算数”一栏``."""
    shape = report.forms.forms[form]
    quoted = say("“{table}”", "“{table}”", table=shape.path)
    name = shape.path if "“" in shape.path else quoted
    if block >= 0 and len(shape.blocks) > 1:
        name = say("{table}{block}", "{table}, {block}", table=name, block=shape.blocks[block].name)
    if len(columns) == 1 and len(shape.blocks[max(block, 0)].columns) > 1:
        column = shape.blocks[max(block, 0)].columns[columns[0]].name
        name = say("{table}的“{column}”一栏", "{table}, column “{column}”", table=name, column=column)
    return name


def row_name(report: Report, cause: StructuralCause, key: str) -> str:
    """A row as people call it: by its code, where it has one."""
    return key if key.isdigit() else report.row_label(cause.form, max(cause.block, 0), key)


def _slip(cause: StructuralCause, slip: SlippedRows, report: Report) -> str:
    """``从 30202 起的数都往下错了一行``; to where, unless that is the end of the block."""
    first, last = row_name(report, cause, slip.first), row_name(report, cause, slip.last)
    rows = list(report.tables[cause.form].blocks[max(cause.block, 0)].rows)
    ends = rows[-1 - max(slip.step, 0)] if len(rows) > max(slip.step, 0) else rows[-1]
    lasts = slice(rows.index(slip.lasts[0]), rows.index(slip.lasts[1]) + 1) if {*slip.lasts} <= {*rows} else slice(0)
    count = abs(slip.step)
    rows_ = say("一行", "a row") if count == 1 else say("{n} 行", "{n} rows", n=count)
    if ends in rows[lasts] or slip.last == ends:
        if slip.step > 0:
            return say(
                "从 {first} 起的数都往下错了{rows}",
                "the figures from {first} on stand {rows} too low",
                first=first,
                rows=rows_,
            )
        return say(
            "从 {first} 起的数都往上错了{rows}",
            "the figures from {first} on stand {rows} too high",
            first=first,
            rows=rows_,
        )
    if slip.step > 0:
        return say(
            "{first} 至 {last} 的数都往下错了{rows}",
            "the figures from {first} to {last} stand {rows} too low",
            first=first,
            last=last,
            rows=rows_,
        )
    return say(
        "{first} 至 {last} 的数都往上错了{rows}",
        "the figures from {first} to {last} stand {rows} too high",
        first=first,
        last=last,
        rows=rows_,
    )


def _doubt(cause: StructuralCause, report: Report) -> str:
    """Where else the segments may as well begin or end, and how many figures were overwritten."""
    parts = []
    for slip in cause.slips:
        first, other = (row_name(report, cause, each) for each in slip.firsts)
        if first != other:
            parts.append(
                say(
                    "起点在 {first} 至 {last} 之间，无法区分",
                    "it begins between {first} and {last}, which cannot be told apart",
                    first=first,
                    last=other,
                )
            )
        first, other = (row_name(report, cause, each) for each in slip.lasts)
        if first != other:
            parts.append(
                say(
                    "终点在 {first} 至 {last} 之间，无法区分",
                    "it ends between {first} and {last}, which cannot be told apart",
                    first=first,
                    last=other,
                )
            )
    lost = sum(not each.known for each in cause.moved) if cause.kind == "shifted" else 0
    if lost:
        parts.append(
            say(
                "被盖掉的 {n} 个数应为多少，表上看不出",
                "what {n} overwritten figures should be, the table does not say",
                n=lost,
            )
        )
    return say("；", "; ").join(parts)


def _is_blank(moved: Moved) -> bool:
    """Whether a blank cell stays blank, or nobody knows more of it."""
    return moved.cell.amount is None and moved.amount is None


def _moved(moved: Moved, report: Report) -> Flow:
    """A figure that belongs elsewhere: the place, what is printed there, and what belongs there."""
    cell = (
        reference_of(moved.cell, report) if moved.cell.index >= 0 else reference_of(replace(moved.cell, line=0), report)
    )
    blank = say("空白", "blank")
    old = Numeral(moved.cell.amount.text if moved.cell.amount is not None and moved.cell.amount.text else blank)
    if not moved.known:
        return Flow((cell, tell("{old} 有误", "{old} is wrong", old=old), cell.place or ""))
    new = Numeral(moved.amount.text if moved.amount is not None and moved.amount.text else blank)
    return Flow((cell, tell("{old} 应为 {new}", "{old} should be {new}", old=old, new=new), cell.place or ""))
