"""What was imported from a document, as a page: the form set, how many figures, what is to be looked at and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from jsrules.base.language import say
from jsrules.model.document import DocumentPlace
from jsrules.model.imported import ImportedReport, ImportedTable
from jsrules.outputs.diagnostics import compose_diagnostics
from jsrules.outputs.page import Blocks, Entry, Nested, Page, Paragraph, Styled, list_names, section
from jsrules.outputs.prose_reasons import why_unread
from jsrules.outputs.reasons import chosen_by
from jsrules.readers.documents.where_in import where_among
from jsrules.readers.reports.head_sources import told_head
from jsrules.verification.importing import Import

SHOWN = 20
"""So many lines has a list before it says how many there are more."""


def compose_import(title: str, found: Import) -> Page:
    """What a person should know of an import, most of all what was not read."""
    report = found.report
    head = Entry(Styled(say("{title}：", "{title}: ", title=title), "strong"), _whose(report), hanging=True)
    page: Page = [[head, *compose_head_sources(report), Paragraph(_forms(found))], *compose_recognised(report)]
    return [*page, *compose_diagnostics([*found.notes, *report.faults])]


def compose_head_sources(report: ImportedReport) -> list[Paragraph]:
    """Where the kind and the year are from, as far as no title says them."""
    return [Paragraph(each, "warning") for each in told_head(report.head_sources)]


def compose_recognised(report: ImportedReport) -> Page:
    """How many figures of a document were read, and where it must be looked up."""
    page: Page = [[Paragraph(ledger_line(report), "warning" if _count(report)["unread"] else "")]]
    for title, lines in (
        (
            say("没有认出的，照原名留在“未认出”里：", "Not recognised, kept under their own names:"),
            [*_strangers(report)],
        ),
        (
            say("不知道有没有的表，报告里写作“？”：", "Tables that may be there or not, “？” in the report:"),
            [*_may_be(report)],
        ),
        (say("待核，报告里写作“？”：", "To be looked up, “？” in the report:"), [*_undecided(report)]),
        (say("没有读进哪一格的数：", "Figures that are in no cell:"), [*_unread(report)]),
    ):
        page.append(_list(title, lines))
    return [blocks for blocks in page if blocks]


def imported_object(report: ImportedReport) -> dict[str, object]:
    """The same counts for programs."""
    uses = _count(report)
    cells = [cell for table in report.tables for block in table.blocks for row in block.rows for cell in row.cells]
    return {
        "documents": list(report.documents),
        "head": [
            {"entry": source.entry, "how": source.how, "value": source.value or None, "why": why}
            for source, why in zip(report.head_sources, told_head(report.head_sources), strict=True)
        ],
        "figures": {
            "cell": uses["cell"],
            "prose": _in_prose(uses),
            "unread": uses["unread"],
            "statement": uses["statement"],
            "explanation": uses["explanation"],
            "constant": uses["constant"],
        },
        "undecided": sum(1 for cell in cells if cell.is_undecided),
        "unrecognised": sum(1 for _ in _strangers(report)),
        "unsure": [each.title for each in report.unsure],
    }


def ledger_line(report: ImportedReport) -> str:
    """What became of the document's figures: 308 个数：表 195、文字 101（读出 88、说明 9、常数 4）、未读 12."""
    uses = _count(report)
    prose = _in_prose(uses)
    how = say(
        "（读出 {read}、说明 {explained}、常数 {constant}）",
        " ({read} read, {explained} in explanations, {constant} constants)",
        read=uses["statement"],
        explained=uses["explanation"],
        constant=uses["constant"],
    )
    return say(
        "{n} 个数：表 {cells}、文字 {prose}{how}、未读 {unread}",
        "{n} figures: {cells} in tables, {prose} in prose{how}, {unread} unread",
        n=uses["cell"] + prose + uses["unread"],
        cells=uses["cell"],
        prose=prose,
        how=how if report.prose is not None and prose else "",
        unread=uses["unread"],
    )


def _in_prose(uses: Counter[str]) -> int:
    """How many figures of prose have a use."""
    return sum(uses[each] for each in ("prose", "statement", "explanation", "constant"))


def matters(report: ImportedReport) -> bool:
    """Whether somebody has to look something up: a figure that is in no cell, or in nobody knows which."""
    return bool(
        _count(report)["unread"]
        or any(_undecided(report))
        or any(_strangers(report))
        or report.unsure
        or any(each.severity != "info" for each in report.faults)
    )


def is_usable(report: ImportedReport) -> bool:
    """Whether anything of a report was found."""
    return bool(report.tables or report.narrative)


def _count(report: ImportedReport) -> Counter[str]:
    return Counter(entry.use for entry in report.ledger)


def _whose(report: ImportedReport) -> str:
    known = sum(1 for table in report.tables if table.known)
    year = say("{year} 年度", "{year}", year=report.year) if report.year is not None else say("年度不明", "no year")
    return " ".join(
        each
        for each in (
            report.unit,
            year,
            report.kind,
            say("{n} 张表", "{n} tables", n=len(report.tables))
            if known == len(report.tables)
            else say("{n} 张表，认出 {known} 张", "{n} tables, {known} known", n=len(report.tables), known=known),
        )
        if each
    )


def _forms(found: Import) -> str:
    if found.chosen is None:
        return say("没有合用的表样，照表上的名称读", "no form set is for it; names are those of the tables")
    text = say(
        "表样：{title}（按{why}）",
        "form set: {title} (by {why})",
        title=found.chosen.title,
        why=chosen_by(found.chosen.info.why),
    )
    if found.seen:
        text += say(
            "，{names}只有它有", "; it alone has {names}", names=list_names([f"“{each}”" for each in found.seen])
        )
    return text


def _strangers(report: ImportedReport) -> Iterator[str]:
    for table in report.tables:
        if not table.known and not table.printed:
            yield say(
                "没有题目的表{where}，叫作{title}",
                "a table without a title{where}, called {title}",
                title=_titled(table),
                where=_at(report, table.document, table.places[0]),
            )
            continue
        if not table.known:
            yield say(
                "表{title}{where}",
                "table {title}{where}",
                title=_titled(table),
                where=_at(report, table.document, table.places[0]),
            )
            continue
        for block in table.blocks:
            unknown = [name for name, known in zip(block.columns, block.known_columns, strict=True) if not known]
            if unknown:
                yield say(
                    "{title}的栏 {names}{where}",
                    "{title}: columns {names}{where}",
                    title=_titled(table),
                    names=list_names([f"“{each}”" for each in unknown]),
                    where=_at(report, table.document, table.places[0]),
                )
            for row in block.rows:
                if not row.known and any(cell.text != "" for cell in row.cells):
                    yield say(
                        "{title}的行“{name}”{where}",
                        "{title}: row “{name}”{where}",
                        title=_titled(table),
                        name=row.printed or row.label,
                        where=_at(report, table.document, row.place),
                    )


def _may_be(report: ImportedReport) -> Iterator[str]:
    """The tables that may be there, those for one reason together."""
    why: dict[str, list[str]] = {}
    for each in report.unsure:
        why.setdefault(each.why, []).append(each.title)
    for reason, titles in why.items():
        yield say("{titles}：{reason}", "{titles}: {reason}", titles=say("、", ", ").join(titles), reason=reason)


def _undecided(report: ImportedReport) -> Iterator[str]:
    for table in report.tables:
        for block in table.blocks:
            for row in block.rows:
                columns = [
                    (name, cell) for name, cell in zip(block.columns, row.cells, strict=True) if cell.is_undecided
                ]
                if columns:
                    yield say(
                        "{title} {row} {columns}{seen}{where}",
                        "{title} {row} {columns}{seen}{where}",
                        title=_titled(table),
                        row=row.label,
                        columns=list_names([name for name, _ in columns]) if len(block.columns) > 1 else "",
                        seen=_seen([cell.seen for _, cell in columns]),
                        where=_at(report, table.document, columns[0][1].place or row.place),
                    )


def _seen(texts: list[str]) -> str:
    found = list(dict.fromkeys(text for text in texts if text))
    return (
        say("：见到 {texts}", ": {texts} was seen", texts=list_names([f"“{each}”" for each in found])) if found else ""
    )


def _unread(report: ImportedReport) -> Iterator[str]:
    prose = report.prose
    told = set()
    for figure in prose.figures if prose is not None else ():
        if prose is not None and figure.use == "unread" and figure.kind != "year":
            document = prose.passages[figure.passage].document
            told.add((figure.text, document, figure.place))
            yield f"{figure.text}{_at(report, document, figure.place)}{say('：', ': ')}{why_unread(figure)}"
    for entry in report.ledger:
        if entry.use == "unread" and (entry.text, entry.document, entry.place) not in told:
            yield f"{entry.text}{_at(report, entry.document, entry.place)}"


def _titled(table: ImportedTable) -> str:
    return say("“{title}”", "“{title}”", title=table.title or say("没有题目", "without a title"))


def _at(report: ImportedReport, document: int, place: DocumentPlace) -> str:
    """Where something stands, with the name of its document where there are several."""
    where = where_among(report.documents, document, place)
    return say("（{where}）", " ({where})", where=where) if where else ""


def _list(title: str, lines: list[str]) -> Blocks:
    shown = [Paragraph(each, hanging=True) for each in lines[:SHOWN]]
    if len(lines) > SHOWN:
        shown.append(Paragraph(say("另有 {n} 处", "{n} more", n=len(lines) - SHOWN), "faint"))
    return section(title, Nested(shown, close=True)) if lines else []
