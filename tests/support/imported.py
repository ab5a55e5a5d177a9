"""Imported reports: drawn at random, with odd names and places, or made of a report that was read."""

from __future__ import annotations

from hypothesis import strategies as st

from jsrules.model.document import Box, DocumentPlace
from jsrules.model.form import FormSet
from jsrules.model.imported import ImportedBlock, ImportedCell, ImportedReport, ImportedRow, ImportedTable
from jsrules.model.report import ILLEGIBLE, Cell, Report

NAMES = st.one_of(
    st.sampled_from(
        "合计 总计 其中：基本支出 一、收入 201␣一般公共服务支出 2010301␣行政运行 甲:␣乙 甲： ：甲 \"引号\" '单' #井 甲␣#乙 - -甲 ~ ？ 说明 栏 行 "
        "出处 未认出 待核 年度 1:30 [甲] {甲} 甲，乙 甲,乙 !甲 @甲 null 第␣2␣栏 甲（2） a\\b #REF! 情况说明 "
        "　全角　 １２ 合␣计 “三公”经费 12.50 201".replace(" ", "\n")
        .replace("␣", " ")
        .split("\n")
    ),
    st.text(max_size=12),
    st.just("长" * 1100),
    st.just(""),
)
FIGURES = st.one_of(
    st.integers(-(10**9), 10**9).map(lambda n: f"{n // 100:,}.{n % 100:02}"),
    st.integers(0, 10**6).map(str),
    st.sampled_from(
        ["", "~", "-", "—", "0.00", "１，６６８．９８", "(12.50)", "（12.50）", "12.5%", "-3.59", ILLEGIBLE, " 5.00 "]
    ),
    st.sampled_from(
        ["1.2.3", "约40", "#REF!", "abc", "1,60.99", "5 辆", "12.98 万元", "甲: 乙", "a\nb", "\x07", "# 注", "?"]
    ),
    st.text(max_size=6),
)
NUMBERS = st.integers(0, 60_000)
PLACES = st.one_of(
    st.builds(
        lambda page, left, top, right, bottom: DocumentPlace(page, Box(left, top, left + right, top + bottom)),
        st.integers(1, 3),
        *[NUMBERS] * 4,
    ),
    st.builds(
        lambda sheet, column, row: DocumentPlace(sheet=sheet, cell=f"{column}{row}"),
        NAMES,
        st.sampled_from("ABC"),
        st.integers(1, 99),
    ),
    st.builds(lambda number: DocumentPlace(paragraph=number), st.integers(1, 9)),
    st.builds(
        DocumentPlace,
        st.integers(0, 2),
        st.one_of(st.none(), st.builds(Box, *[st.integers(-9, 9)] * 4)),
        NAMES,
        st.one_of(NAMES, st.just("B7")),
        st.integers(0, 2),
    ),
)


@st.composite
def _rows(draw: st.DrawFn, columns: int, labels: st.SearchStrategy[str]) -> tuple[ImportedRow, ...]:
    """Rows, most of whose cells stand under one another."""
    rows = []
    irregular = draw(st.booleans())
    page = draw(st.integers(1, 3))
    for number, label in enumerate(draw(st.lists(labels, max_size=5))):
        cells = []
        for column in range(columns):
            place = draw(st.none() | PLACES) if irregular and draw(st.booleans()) else _boxed(page, column + 1, number)
            text, stored = draw(FIGURES), draw(st.sampled_from(["", "", "1151.789423", "a b"]))
            seen = draw(st.sampled_from(["", "302.46 302.46"])) if text == ILLEGIBLE else ""
            cells.append(ImportedCell(text, place, stored, seen))
        own = draw(PLACES) if irregular and draw(st.booleans()) else _boxed(page, 0, number)
        rows.append(ImportedRow(label, tuple(cells), own, known=draw(st.sampled_from([True, True, True, False]))))
    return tuple(rows)


def _boxed(page: int, column: int, row: int) -> DocumentPlace:
    return DocumentPlace(page, Box(column * 1000, row * 100, column * 1000 + 1000, row * 100 + 100))


@st.composite
def _blocks(draw: st.DrawFn, forms: FormSet | None, form: int) -> tuple[ImportedBlock, ...]:
    blocks = []
    shapes = forms.forms[form].blocks if forms is not None and form >= 0 else ()
    for number in range(draw(st.integers(0, max(len(shapes), 2)))):
        names = labels = NAMES
        if number < len(shapes):
            shape = shapes[number]
            names = st.one_of(st.sampled_from([each.name for each in shape.columns]), NAMES)
            known = [f"{row.code} {row.name}".strip() if shape.open_rows else row.name for row in shape.rows]
            labels = st.one_of(st.sampled_from(known) if known else NAMES, NAMES)
        columns = tuple(draw(st.lists(names, max_size=4)))
        name = shapes[number].name if number < len(shapes) and draw(st.booleans()) else draw(NAMES)
        flags = tuple(draw(st.sampled_from([True, True, False])) for _ in columns)
        blocks.append(ImportedBlock(name, columns, draw(_rows(len(columns), labels)), flags))
    return tuple(blocks)


@st.composite
def imported_reports(draw: st.DrawFn, forms: FormSet | None) -> ImportedReport:
    """An imported report, of that form set where there is one."""
    tables = []
    for _ in range(draw(st.integers(0, 4))):
        form = draw(st.integers(-1, len(forms.forms) - 1)) if forms is not None else -1
        title = forms.forms[form].title if forms is not None and form >= 0 else draw(NAMES)
        tables.append(
            ImportedTable(
                title,
                draw(_blocks(forms, form)),
                tuple(draw(st.lists(PLACES, max_size=2))),
                form,
                title,
                draw(st.sampled_from(["", "公开05表"]) | NAMES),
                draw(st.just("") | NAMES),
                draw(st.sampled_from(["", "", "元", "万元", "斗"])),
                draw(st.booleans()),
                draw(st.integers(0, 1)),
            )
        )
    return ImportedReport(
        tuple(draw(st.lists(NAMES, min_size=1, max_size=2))),
        "部门决算" if forms is not None else draw(st.sampled_from(["", "部门决算"])),
        draw(NAMES),
        draw(st.sampled_from([2021, 2021, None])) if forms is not None else None,
        draw(NAMES),
        draw(st.sampled_from(["", "元", "万元"])),
        tuple(tables),
    )


def imported_of(report: Report) -> ImportedReport:
    """What an import of the document would have recognised in a report that was read: each table on a page."""
    tables = []
    for page, (number, table) in enumerate(sorted(report.tables.items()), 1):
        form = report.forms.forms[number]
        if form.is_prose:
            continue
        blocks, top = [], 0
        for place, (block, shape) in enumerate(zip(table.blocks, form.blocks, strict=True)):
            order = [each for each in range(len(shape.columns)) if each not in block.unlisted]
            rows = []
            for count, row in enumerate(block.rows.values(), top):
                cells = tuple(
                    ImportedCell(_text(row.cells[each]), _boxed(page, each + 1 + 10 * place, count)) for each in order
                )
                rows.append(ImportedRow(row.label, cells, _boxed(page, 10 * place, count)))
            names = tuple(shape.columns[each].name for each in order)
            blocks.append(ImportedBlock(shape.name, names, tuple(rows), (True,) * len(names)))
        spans = (DocumentPlace(page, Box(0, 0, 50_000, 70_000)),)
        tables.append(ImportedTable(form.title, tuple(blocks), spans, number, form.title, form.number, table.note))
    return ImportedReport(
        ("决算.pdf",), report.kind, report.unit, report.year, report.entry("地区") or "", "万元", tuple(tables)
    )


def _text(cell: Cell | None) -> str:
    return "" if cell is None else cell.amount.text if cell.amount is not None else cell.problem
