"""The text of a report from what was recognised in a document, as a person would write it.

The ordinary reader reads it: there is one road from a document to a report. What no form knows stands behind 未认出,
what is to be looked up behind 待核, and where each figure comes from behind 出处.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.base.units import find_unit
from jsrules.base.width import text_width
from jsrules.model.form import FormSet
from jsrules.model.imported import ImportedCell, ImportedReport
from jsrules.model.report import ILLEGIBLE
from jsrules.readers.reports.head_sources import told_head
from jsrules.readers.reports.header import (
    COLUMNS,
    DECIMALS,
    KIND,
    MONEY_UNIT,
    NOTE,
    PLACES,
    REGION,
    ROWS,
    TO_LOOK_UP,
    UNIT,
    UNRECOGNISED,
    WHOLE,
    YEAR,
    is_row,
)
from jsrules.readers.reports.narrative_text import narrative_lines, narrative_places
from jsrules.readers.reports.nodes import Scalar
from jsrules.readers.reports.place_text import place_lines
from jsrules.readers.reports.written_tables import WrittenBlock, WrittenTable, sort_tables
from jsrules.readers.reports.yaml_words import yaml_word

_LONGEST_KEY = 900
"""YAML takes no name of more than 1,024 characters without a ``?`` before it."""


def report_text(imported: ImportedReport, forms: FormSet | None) -> str:
    """The YAML text of a report, to be read with these ``forms``, or without a form set.

    A report whose year is not known is written without one: nobody can say which forms it follows.
    """
    if imported.year is None:
        forms = None
    written = sort_tables(imported, forms)
    tables = written.tables
    decimals = {table.decimals for table in tables if any(_is_figure(cell) for cell in _cells(table))}
    common = next(iter(decimals), None) if len(decimals) == 1 else None
    if common is not None:
        tables = tuple(replace(table, decimals=None) for table in tables)
    lines = list(_head(imported, forms, common))
    for table in tables:
        lines += ["", *_table(table)]
    narrative = imported.narrative if forms is not None else ()
    if narrative and forms is not None:
        lines += ["", f"{forms.narrative}:", *_indented(narrative_lines(narrative, forms))]
    if written.unsure:
        lines += ["", *(f"{_key(title)} {ILLEGIBLE}" for title, _ in written.unsure)]
    if written.strangers:
        lines += ["", f"{UNRECOGNISED}:"]
        for table in written.strangers:
            lines += _indented(_table(table))
    every = [*written.tables, *written.strangers]
    if seen := {**dict(written.unsure), **_seen(every)}:
        lines += ["", f"{TO_LOOK_UP}:", *_indented(_tree(seen))]
    if every or narrative:
        places = place_lines(_file_names(imported.documents), every)
        group = forms.narrative if forms is not None else ""
        prose = narrative_places(_file_names(imported.documents), narrative, group)
        lines += ["", f"{PLACES}: |", *_indented([*places, *prose])]
    return "\n".join(lines) + "\n"


def _head(imported: ImportedReport, forms: FormSet | None, decimals: int | None) -> Iterator[str]:
    names = say("、", ", ").join(_file_names(imported.documents))
    yield _comment(say("由 {names} 导入，数字照印出的录。", "Imported from {names}, figures as printed.", names=names))
    yield from map(_comment, told_head(imported.head_sources))
    if forms is not None:
        yield f"{KIND}: {yaml_word(imported.kind or forms.kind)}"
    elif imported.year is None and imported.kind:
        yield _comment(
            say(
                "文件没有写年度。补上 {kind} 和 {year}，才用得上表样。",
                "The document tells no year; with {kind} and {year} a form set can be used.",
                kind=f"{KIND}: {imported.kind}",
                year=f"{YEAR}: …",
            )
        )
    values = [(UNIT, imported.unit), (YEAR, "" if imported.year is None else str(imported.year))]
    for key, value in [*values, (REGION, imported.region), *_money_unit(imported.money_unit)]:
        text = value.strip()
        if text and forms is None and is_row(key, Scalar(text, 1, 1)):
            yield _comment(f"{key}: {text}")  # it would be read as a row
        elif text:
            yield f"{key}: {yaml_word(text)}"
    if decimals is not None:
        yield f"{DECIMALS}: {decimals}"


def _money_unit(name: str) -> list[tuple[str, str]]:
    unit = find_unit(name) if name else None
    return [(MONEY_UNIT, unit.name)] if unit is not None and unit.dimension == "money" else []


def _table(table: WrittenTable) -> Iterator[str]:
    """A table, with its name."""
    settings = [*_money_unit(table.money_unit)]
    if table.decimals is not None:
        settings.append((DECIMALS, str(table.decimals)))
    # A block without a row is blank when all of its rows were read; else nothing is known of it.
    blocks = [each for each in table.blocks if each.rows or (each.name and False not in (table.whole, each.whole))]
    alone = len(blocks) == 1 and not blocks[0].name
    whole = blocks[0].whole if alone and table.whole is None else table.whole
    if whole is not None:
        settings.append((WHOLE, str(whole).lower()))
    if table.note.strip():
        settings.append((NOTE, yaml_word(table.note.strip())))
    if not settings and not blocks:
        yield f"{_key(table.title)} ~"
        return
    yield _key(table.title)
    yield from (f"  {key}: {value}" for key, value in settings)
    for block in blocks:
        if alone:
            yield from _indented(_block(block))
        elif not block.rows:
            yield from _indented([f"{_key(block.name)} ~"])
        else:
            yield from _indented([_key(block.name)])
            if block.whole is not None and table.whole is None:
                yield f"    {WHOLE}: {str(block.whole).lower()}"
            yield from _indented(_indented(_block(block)))


def _block(block: WrittenBlock) -> Iterator[str]:
    """The rows of a block, figures under one another."""
    keys = [_key(row.label) for row in block.rows]
    widths = [text_width(key.rpartition("\n")[2]) for key in keys]
    room = max(widths, default=0)
    if block.flat:
        figures = [yaml_word(row.cells[0].text) if row.cells[0].text else "" for row in block.rows]
        most = max(map(text_width, figures), default=0)
        for key, width, figure in zip(keys, widths, figures, strict=True):
            gap = " " * (room - width + 1 + most - text_width(figure))
            yield (key + gap + figure).rstrip(" ")
        return
    yield f"{COLUMNS}: [{', '.join(yaml_word(name, in_list=True) for name in block.columns)}]"
    if not block.rows:
        return
    yield f"{ROWS}:"
    texts = [[yaml_word(cell.text, in_list=True) if cell.text else "~" for cell in row.cells] for row in block.rows]
    most_of = [max(map(text_width, column)) for column in zip(*texts, strict=True)]
    for key, width, row in zip(keys, widths, texts, strict=True):
        aligned = [" " * (most - text_width(text)) + text for most, text in zip(most_of, row, strict=True)]
        yield from _indented([f"{key}{' ' * (room - width)} [{', '.join(aligned)}]"])


_Seen = dict[str, "str | _Seen"]
"""What was seen, by the names of tables, blocks, rows and columns."""


def _seen(tables: Sequence[WrittenTable]) -> _Seen:
    """What was seen where cells are to be looked up. What is kept apart may stand in a table of the same name."""
    found: _Seen = {}
    for table in tables:
        for block in table.blocks:
            for row in block.rows:
                for name, cell in zip(block.columns, row.cells, strict=True):
                    if cell.is_undecided or cell.seen:
                        parents = [table.title, *([block.name] if block.name else []), row.label]
                        _put(
                            found, parents[:-1] if block.flat else parents, row.label if block.flat else name, cell.seen
                        )
    return found


def _put(tree: _Seen, parents: Sequence[str], name: str, seen: str) -> None:
    for each in parents:
        inner = tree.setdefault(each, {})
        while isinstance(inner, str):
            each += "（2）"
            inner = tree.setdefault(each, {})
        tree = inner
    while name in tree:
        name += "（2）"
    tree[name] = seen


def _tree(tree: _Seen) -> Iterator[str]:
    """Names with what stands behind them."""
    for name, value in tree.items():
        if isinstance(value, str):
            yield f"{_key(name)} {yaml_word(value) if value else '~'}"
        else:
            yield _key(name)
            yield from _indented(_tree(value))


def _cells(table: WrittenTable) -> Iterator[ImportedCell]:
    return (cell for block in table.blocks for row in block.rows for cell in row.cells)


def _is_figure(cell: ImportedCell) -> bool:
    return any(each.isdigit() for each in cell.text)


def _file_names(documents: Sequence[str]) -> list[str]:
    """The names of files without their folders, which others have elsewhere; with them where two have one name."""
    names = [each.replace("\\", "/").rpartition("/")[2] for each in documents]
    return names if len(set(names)) == len(names) else list(documents)


def _key(name: str) -> str:
    """A name with its colon."""
    word = yaml_word(name)
    return f"{word}:" if len(word) < _LONGEST_KEY else f"? {word}\n:"


def _comment(text: str) -> str:
    return "# " + "".join(each if each.isprintable() else " " for each in text)


def _indented(lines: Iterator[str] | Sequence[str]) -> Iterator[str]:
    """Lines one level further in."""
    return ("  " + line.replace("\n", "\n  ") for line in lines)
