"""Documents to an imported report, held against a form set."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.record import replace
from jsrules.model.document import DocumentParagraph, Grid, PublishedDocument
from jsrules.model.form import FormSet
from jsrules.model.imported import ImportedReport, ImportedTable, UnsureTable
from jsrules.readers.documents.recognition.assignment import AssignedForm, assigned
from jsrules.readers.documents.recognition.captions import KnownTitles
from jsrules.readers.documents.recognition.continuation import PrintedTable, printed_tables
from jsrules.readers.documents.recognition.drafting import drafted
from jsrules.readers.documents.recognition.fits import fit_of, table_possible
from jsrules.readers.documents.recognition.gaps import Gaps, gaps_of
from jsrules.readers.documents.recognition.head import DocumentHead
from jsrules.readers.documents.recognition.ledger import TokenClaims, ledger
from jsrules.readers.documents.recognition.words import words
from jsrules.readers.documents.where_in import where_among

_STRANGE_ROWS = 3
"""A known table in lines of text with so many rows that it does not know may have another one behind it."""


def recognise(documents: Sequence[PublishedDocument], head: DocumentHead, forms: FormSet | None) -> ImportedReport:
    """All that is known of documents that belong together; tables by the forms of a form set, where there is one."""
    titles = KnownTitles(forms, head.unit)
    claims = TokenClaims()
    tables: list[ImportedTable] = []
    shown = [_visible(each) for each in documents]
    gaps = gaps_of(shown)
    money_unit = head.money_unit
    faults: list[Diagnostic] = [fault for each in documents for fault in each.faults]
    printed = printed_tables(shown, titles)
    found = assigned(printed, titles, forms, head.unit)
    kept: list[tuple[PrintedTable, AssignedForm, ImportedTable]] = []
    bare: list[tuple[PrintedTable, ImportedTable]] = []
    for each, place in zip(printed, found, strict=True):
        draft = _draft(each, place.form, forms, claims)
        if each.money_unit and not money_unit:
            money_unit = each.money_unit
        if draft is None:
            continue
        table = draft
        if not table.known and not _has_figures(table):
            bare.append((each, _named_apart(table, [*tables, *(other for _, other in bare)])))
        else:
            table = _beside_gaps(table if table.known else _named_apart(table, tables), gaps)
            tables.append(table)
            kept.append((each, place, table))
    faults += _told(kept, [each.name for each in documents], forms)
    return ImportedReport(
        tuple(each.name for each in documents),
        head.kind,
        head.unit,
        head.year,
        head.region,
        money_unit,
        tuple(_with_units(tables, money_unit)),
        tuple(part for each in documents for part in each.parts if isinstance(part, DocumentParagraph)),
        ledger(documents, claims),
        tuple(faults),
        tuple(_unsure(kept, bare, gaps, forms, head.unit)) if forms is not None else (),
        table_lines=frozenset(claims.lines),
    )


def _is_known(table: ImportedTable) -> bool:
    return table.known


def _named_apart(table: ImportedTable, others: Sequence[ImportedTable]) -> ImportedTable:
    """An unknown table under a name that no other has: of one without a title, what is known of it."""
    names = {fold(name) for each in others for name in (each.title, each.printed)}
    place = table.places[0]
    untitled = words().untitled
    title = table.title or table.number
    if not title:
        what = "page" if place.page else "paragraph"
        title = untitled[what].replace("*", str(place.page or place.paragraph))
    given, number = title, 2
    while fold(given) in names:
        given, number = f"{title}（{number}）", number + 1
    return replace(table, title=given)


def _visible(document: PublishedDocument) -> PublishedDocument:
    """A document without the contents that it hides: they are not published."""
    parts = tuple(
        replace(part, cells=tuple(replace(cell, text="") if cell.hidden else cell for cell in part.cells))
        if isinstance(part, Grid) and any(cell.hidden for cell in part.cells)
        else part
        for part in document.parts
    )
    return replace(document, parts=parts)


def _draft(printed: PrintedTable, number: int, forms: FormSet | None, claims: TokenClaims) -> ImportedTable | None:
    """A table, which no report has where no form knows it and it has no figures; None for one in lines of text that no
    form knows.
    """
    if not printed.spans and number < 0:
        return None
    draft = drafted(printed, number, forms)
    if number < 0 and not _has_figures(draft.table):
        claims.headings.update(id(cell) for span in printed.spans for cell in span.grid.cells)
        return draft.table
    claims.cells.update(draft.cells)
    claims.headings.update(draft.headings)
    claims.figures.update((printed.document, *place) for place in draft.figures)
    claims.codes.update((printed.document, *place) for place in draft.codes)
    for each in printed.lines:
        where = claims.lines.setdefault((printed.document, each.part), [])
        where.append(range(each.offset, each.offset + len(each.text)))
    return draft.table


def _beside_gaps(table: ImportedTable, gaps: Gaps) -> ImportedTable:
    """A table that is not known to have all its rows where pages are not there that may hold some."""
    pages = [place.page for place in table.places if place.page]
    lacking = pages and any(gap.touches(table.document, pages[0], pages[-1]) for gap in gaps.pages)
    return replace(table, whole=False) if lacking and table.whole else table


def _told(
    kept: Sequence[tuple[PrintedTable, AssignedForm, ImportedTable]],
    names: Sequence[str],
    forms: FormSet | None,
) -> Iterator[Diagnostic]:
    """What there is to say of tables that are printed twice, and of those that no title tells."""
    for printed, place, table in kept:
        if place.by_shape:
            title = printed.title if printed.title != table.places[0].sheet else ""
            what = (
                say("题目“{title}”与栏、行不合", "below the title “{title}”, which it does not fit,", title=title)
                if place.misplaced
                else say("题目“{title}”不认得", "with the unknown title “{title}”", title=title)
            )
            yield Diagnostic(
                "W418",
                say(
                    "{where}的表{what}，栏和行只合“{form}”，照它认",
                    "the table {where} {what} goes by its columns and rows, which fit “{form}” alone",
                    where=where_among(names, table.document, table.places[0]),
                    what=what if title else say("没有题目", "without a title"),
                    form=table.title,
                ),
                path=names[table.document],
                remedy=say("对照原件看是不是这张表", "see whether it is this table"),
            )
    twice = [(place, table) for _, place, table in kept if place.repeats >= 0 and place.form < 0]
    if forms is not None and twice:
        firsts = {place.form: table for _, place, table in kept if place.form >= 0}
        pairs = [
            say(
                "“{title}”取{first}，另一张（{second}）照原样留在“未认出”里",
                "“{title}” is that on {first}, the other one ({second}) is kept apart",
                title=forms.forms[place.repeats].title,
                first=where_among(names, firsts[place.repeats].document, firsts[place.repeats].places[0]),
                second=where_among(names, table.document, table.places[0]),
            )
            for place, table in twice
        ]
        yield Diagnostic(
            "W417",
            say("一张表印了两次：{names}", "a table is printed twice: {names}", names=say("；", "; ").join(pairs)),
            path=names[twice[0][1].document],
            remedy=say(
                "部门汇总的与本级的是两份决算：拆成两个文件，分别导入",
                "accounts of a department and of its own unit are two reports: import them from two files",
            ),
        )


def _unsure(
    kept: Sequence[tuple[PrintedTable, AssignedForm, ImportedTable]],
    bare: Sequence[tuple[PrintedTable, ImportedTable]],
    gaps: Gaps,
    forms: FormSet,
    unit: str,
) -> Iterator[UnsureTable]:
    """The tables that the report must have, and that may stand in what was not recognised; ``bare`` are tables without
    figures that no form knows.
    """
    tables = [table for _, _, table in kept]
    strange = [(printed, table) for printed, place, table in kept if not table.known and place.repeats < 0] + [*bare]
    for number, form in enumerate(forms.forms):
        if form.is_prose or form.optional or any(table.form == number for table in tables):
            continue
        why = [*gaps.texts] if any(map(_is_known, tables)) else [say("文件里只有文字", "the document is prose alone")]
        for printed, table in strange:
            if table_possible(table, fit_of(printed, number, forms), number, forms, unit):
                why.append(say("“{title}”没有认出", "“{title}” was not recognised", title=table.title))
        for printed, _, table in kept:
            rows = [
                row
                for block in table.blocks
                for row in block.rows
                if not row.known and any(cell.text or cell.seen for cell in row.cells)
            ]
            if printed.lines and table.known and len(rows) >= _STRANGE_ROWS:
                why.append(say("“{title}”下面有不认得的行", "“{title}” has unknown rows", title=table.title))
        if why:
            yield UnsureTable(number, form.title, say("；", "; ").join(why))


def _has_figures(table: ImportedTable) -> bool:
    cells = (cell for block in table.blocks for row in block.rows for cell in row.cells)
    return any(any(map(str.isdigit, cell.text + cell.seen)) for cell in cells)


def _with_units(tables: Sequence[ImportedTable], money_unit: str) -> list[ImportedTable]:
    return [replace(each, money_unit="") if each.money_unit == money_unit else each for each in tables]
