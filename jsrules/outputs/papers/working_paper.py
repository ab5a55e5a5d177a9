"""The working paper that auditors hand on (审计底稿): whose report, what was found with place, figures, basis and
proposed value, and lines to sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from jsrules.base.language import get_language, say
from jsrules.base.printable import clean
from jsrules.model.outcome import SEVERITY_WORDS
from jsrules.model.result import Result
from jsrules.outputs.compose import Teller
from jsrules.outputs.conclusion import conclusion
from jsrules.outputs.export.word_parts import ROOM, document_file, grid, paper, paragraph, root, w
from jsrules.outputs.page import word
from jsrules.outputs.papers.paper_rows import PaperRow, paper_rows

MOST_ROWS = 2000
"""So many findings of a report are listed; people do not read on paper what is more."""

_SHARES = (5, 24, 33, 26, 17, 20)
"""How the columns share the width of the paper."""


class WorkingPaper:
    """Takes results, and gives the document: a paper for each report, each on pages of its own."""

    def __init__(self, *, everything: bool = False) -> None:
        self._everything = everything
        self._papers: list[list[ET.Element]] = []

    def take(self, result: Result) -> None:
        """Writes the paper of a report."""
        self._papers.append(list(_paper_of(result, everything=self._everything)))

    def data(self) -> bytes:
        """The file."""
        body = w("body")
        for number, elements in enumerate(self._papers):
            if number:
                body.append(w("p", w("pPr", w("pStyle", val="Small"), paper(wide=True))))
            body.extend(elements)
        body.append(paper(wide=True))
        return document_file(say("核对底稿", "working paper"), root("document", body), get_language())


def _paper_of(result: Result, *, everything: bool) -> Iterator[ET.Element]:
    report = result.report
    kind = report.kind if report is not None else ""
    yield paragraph(clean(say("{kind}核对底稿", "{kind} working paper", kind=kind)), "Heading1")
    pieces, _ = conclusion(Teller(result))
    head = [
        (say("被核对单位", "unit"), report.unit if report is not None else ""),
        (say("年度", "year"), str(report.year) if report is not None and report.year is not None else ""),
        (say("依据的报告", "report"), result.path),
        (
            say("依据的规则", "rules"),
            say("、", ", ").join(f"{each.title} {each.version}".strip() for each in result.packs),
        ),
        (say("结论", "conclusion"), say("；", "; ").join(filter(None, pieces))),
    ]
    for label, text in head:
        if text:
            yield paragraph(clean(say("{label}：{text}", "{label}: {text}", label=label, text=text)), "Note")
    for each in result.diagnostics:
        path, line, _ = each.place()
        place = f"{path}:{line}" if line else path
        told = (f"{word(SEVERITY_WORDS, each.severity)} {each.code}", each.message, each.remedy, place)
        yield paragraph(clean("  ".join(filter(None, told))), "Note")
    rows = list(paper_rows(result, everything=everything))
    shown = [row for row in rows if row.verdict in ("violation", "undetermined", "waived") or everything]
    tails = len(rows) - len(shown)
    if shown:
        yield paragraph("", "Small")
        yield _table(shown[:MOST_ROWS])
    if len(shown) > MOST_ROWS:
        more = say("另有 {n} 条没有列出。", "{n} more are not listed.", n=len(shown) - MOST_ROWS)
        yield paragraph(more, "Note")
    if tails:
        text = say(
            "另有尾差 {n} 条，印出的位数可以解释，没有列出。",
            "{n} rounding differences, explained by the printed places, are not listed.",
            n=tails,
        )
        yield paragraph(text, "Note")
    yield from _signatures()


def _table(rows: Sequence[PaperRow]) -> ET.Element:
    widths = [ROOM[True] * share // sum(_SHARES) for share in _SHARES]
    titles = say("序号,位置,问题,数据,应为,依据", "no.,place,what is wrong,figures,should be,basis").split(",")
    lines = [_line([[title] for title in titles], widths, head=True)]
    for row in rows:
        figures = [
            row.formula,
            say("差额 {text}", "difference {text}", text=row.difference) if row.difference else "",
            say("最大尾差 {text}", "allowance {text}", text=row.allowance) if row.allowance not in ("", "0") else "",
        ]
        judged = say("{judged}（{level}）", "{judged} ({level})", judged=row.judged, level=row.level)
        cells = [
            [str(row.number)],
            [row.table, row.subject, row.place],
            [judged, row.message],
            figures,
            [row.proposed],
            [row.basis, row.rule],
        ]
        lines.append(_line(cells, widths, waived=row.verdict == "waived"))
    return grid(widths, lines)


def _line(
    cells: Sequence[Sequence[str]], widths: Sequence[int], *, head: bool = False, waived: bool = False
) -> ET.Element:
    """A row; one that was explained is grey, as it is in pages and marked copies."""
    line = w("tr", w("trPr", w("cantSplit"), *([w("tblHeader")] if head else [])))
    for texts, width in zip(cells, widths, strict=True):
        properties = w("tcPr", w("tcW", w=width, type="dxa"))
        if head or waived:
            properties.append(w("shd", val="clear", color="auto", fill="F2F2F2" if head else "E8E8E8"))
        said = [text for text in texts if text] or [""]
        style, side = ("TableHead", "center") if head else ("TableWaived" if waived else "TableText", "left")
        line.append(w("tc", properties, *(paragraph(text, style, w("jc", val=side)) for text in said)))
    return line


def _signatures() -> Iterator[ET.Element]:
    """Lines to be filled in by hand."""
    blank = "　" * 10
    yield paragraph("", "Entry")
    opinion = say("被核对单位意见：", "What the unit says:")
    yield paragraph(opinion, "Entry", w("jc", val="left"))
    yield paragraph("", "Entry")
    names = (
        say("单位（盖章）", "unit (seal)"),
        say("编制人", "prepared by"),
        say("复核人", "reviewed by"),
        say("日期", "date"),
    )
    signed = "".join(say("{name}：{blank}", "{name}: {blank}", name=name, blank=blank) for name in names)
    yield paragraph(signed, "Entry", w("jc", val="left"))
