"""Finding what a dotted name means in a form set: a table, a block, a row, a column, or a cell."""

from __future__ import annotations

from typing import NamedTuple

from jsrules.base.labels import bare, path_without_ordinals
from jsrules.base.lines import table_number
from jsrules.base.names import fold
from jsrules.model.form import BlockForm, BlockPlace, Form, FormSet

HEADER_ENTRIES = {
    "年度": "年度",
    "year": "年度",
    "单位": "单位",
    "unit": "单位",
    "种类": "种类",
    "kind": "种类",
    "地区": "地区",
    "region": "地区",
    "单位性质": "单位性质",
    "unit_kind": "单位性质",
}
"""Entries of a report's head as rules name them: 报告.单位."""


class Meaning(NamedTuple):
    """What a name may mean. ``block``, ``row`` and ``column`` are -1 where the name does not say."""

    form: int
    block: int = -1
    row: int = -1
    column: int = -1


def find_forms(forms: FormSet, parts: tuple[str, ...], loose: bool = False) -> list[tuple[int, tuple[str, ...]]]:
    """The forms that the first parts of a name mean, each with the parts that remain.

    Here and below, ``loose`` is for names that mean nothing as they stand: without ordinals, 其中： and 减：.
    """
    found: list[tuple[int, tuple[str, ...]]] = []
    if len(parts) > 1:
        joined = f"{fold(parts[0])}.{fold(parts[1])}"
        found.extend((form, parts[2:]) for form in forms.index.get(joined, ()))
    if not found:
        found.extend((form, parts[1:]) for form in forms.index.get(fold(parts[0]), ()))
    if not found and (number := table_number(parts[0])):
        found.extend(
            (place, parts[1:])
            for place, form in enumerate(forms.forms)
            if number in (table_number(each, alone=False) for each in (form.number, form.title, *form.aliases))
        )
    if loose and not found:
        prose = len(parts) > 1 and bool(forms.narrative) and fold(parts[0]) == fold(forms.narrative)
        found.extend((form, parts[1 + prose :]) for form in forms.forms_like(parts[prose], prose))
    if loose and not found and forms.inferred:
        return _forms_ending_in(forms, parts)
    return found


def _forms_ending_in(forms: FormSet, parts: tuple[str, ...]) -> list[tuple[int, tuple[str, ...]]]:
    """In a report without a form set the end of a table's path names it; as many parts as do are taken."""
    for end in range(len(parts), 0, -1):
        ending = "." + ".".join(map(fold, parts[:end]))
        found = [number for number, form in enumerate(forms.forms) if f".{fold(form.title)}".endswith(ending)]
        if found:
            return [(number, parts[end:]) for number in found]
    return []


def find_blocks(form: Form, parts: tuple[str, ...], loose: bool = False) -> list[tuple[int, tuple[str, ...]]]:
    """The blocks of a form that the first part names, with the parts that remain; all blocks when it names none."""
    if parts and len(form.blocks) > 1:
        for same in (fold, bare) if loose else (fold,):
            name = same(parts[0])
            named = [
                (number, parts[1:])
                for number, block in enumerate(form.blocks)
                if name in (same(block.name), *map(same, block.aliases))
            ]
            if named:
                return named
    return [(number, parts) for number in range(len(form.blocks))]


def find_row(block: BlockForm, name: str) -> int:
    """The declared row of that name, alias or code; -1 when there is none."""
    number = block.row_index.get(fold(name), -1)
    if number < 0:
        code = name.split()[0] if name.split() else ""
        if code.isdigit():
            number = block.row_index.get(code, -1)
    return number


def find_rows(block: BlockForm, name: str, loose: bool = False) -> list[int]:
    """The declared row of a name, as a list; or, where it means none and one is looked for so, those that are like
    it but for ordinals and the like.
    """
    number = find_row(block, name)
    if number >= 0:
        return [number]
    return block.rows_like(name) if loose else []


def find_column(block: BlockForm, name: str) -> int:
    """The declared column of that name or alias; -1 when there is none."""
    return block.column_index.get(fold(name), -1)


def find_columns(block: BlockForm, name: str, loose: bool = False) -> list[int]:
    """What `find_rows` is, for columns."""
    number = find_column(block, name)
    if number >= 0:
        return [number]
    return block.columns_like(name) if loose else []


def find_in_form(forms: FormSet, form: int, parts: tuple[str, ...], loose: bool = False) -> list[Meaning]:
    """What a name means inside one form."""
    if not parts:
        return [Meaning(form)]
    targets: list[Meaning] = []
    shape = forms.forms[form]
    for number, rest in find_blocks(shape, parts, loose):
        block = shape.blocks[number]
        if not rest:
            targets.append(Meaning(form, number))
        elif len(rest) == 1:
            targets.extend(Meaning(form, number, row) for row in find_rows(block, rest[0], loose))
            if len(block.columns) > 1:
                columns = find_columns(block, rest[0], loose)
                targets.extend(Meaning(form, number, -1, column) for column in columns)
        elif len(rest) == 2:
            rows = find_rows(block, rest[0], loose)
            columns = find_columns(block, rest[1], loose) if rows else []
            targets.extend(Meaning(form, number, row, column) for row in rows for column in columns)
    if not targets and forms.inferred:
        targets = _find_by_ending(forms, form, parts, loose)
    return targets


def _find_by_ending(forms: FormSet, form: int, parts: tuple[str, ...], loose: bool) -> list[Meaning]:
    """In a report without a form set a name means what has a path ending in it."""
    return [
        Meaning(form, number, row)
        for number, block in enumerate(forms.forms[form].blocks)
        for row in block.rows_ending_in(parts, loose)
    ]


def find_sections(forms: FormSet, parts: tuple[str, ...]) -> list[str]:
    """The sections of a report without a form set that a name means: the paths above its figures that end in it."""
    if not forms.inferred:
        return []
    ending = "." + ".".join(map(fold, parts))
    paths = [form.title for form in forms.forms] + [row.name for row in forms.forms[0].blocks[0].rows]
    above = {path[:end]: None for path in paths for end, sign in enumerate(path) if sign == "."}
    found = [path for path in above if f".{fold(path)}".endswith(ending)]
    ending = "." + ".".join(map(bare, parts))
    return found or [path for path in above if f".{path_without_ordinals(path)}".endswith(ending)]


def section_of(forms: FormSet, current: str, base: tuple[str, ...]) -> str:
    """The section that stands before brackets or a printed number, or else the current one; empty for a table."""
    if not base or not forms.inferred:
        return current if forms.inferred else ""
    if any(not rest for _, rest in find_forms(forms, base)):
        return ""
    named = find_sections(forms, base)
    named = [each for each in named if fold(each).startswith(f"{fold(current)}.")] or named
    return named[0] if len(named) == 1 else ""


def blocks_under(forms: FormSet, section: str) -> list[BlockPlace]:
    """The blocks with rows of a section: that of the figures outside tables, and those of the tables in it."""
    above = fold(section) + "."
    return [(number, 0) for number, form in enumerate(forms.forms) if not number or fold(form.title).startswith(above)]


def block_under(forms: FormSet, place: BlockPlace, section: str) -> BlockForm:
    """A block; of the figures outside tables those of the section only."""
    form, number = place
    block = forms.forms[form].blocks[number]
    if form or not section:
        return block
    above = fold(section) + "."
    return BlockForm("", tuple(row for row in block.rows if fold(row.name).startswith(above)), block.columns)


def find_in_section(forms: FormSet, section: str, parts: tuple[str, ...], loose: bool = False) -> list[Meaning]:
    """What a name means inside a section: its figures whose path ends in the name, and what its tables have."""
    if not section:
        return []
    above = fold(section) + "."
    rows = forms.forms[0].blocks[0].rows
    named = _find_by_ending(forms, 0, parts, loose)
    targets = [target for target in named if fold(rows[target.row].name).startswith(above)]
    for form, rest in find_forms(forms, (section, *parts), loose):
        targets.extend(find_in_form(forms, form, rest, loose))
    return targets


def find_anywhere(forms: FormSet, parts: tuple[str, ...], loose: bool = False) -> list[Meaning]:
    """What a name means when no table is in scope."""
    targets: list[Meaning] = []
    for form, rest in find_forms(forms, parts, loose):
        targets.extend(find_in_form(forms, form, rest, loose))
    if targets:
        return targets
    if forms.narrative and fold(parts[0]) == fold(forms.narrative):
        for number, form_ in enumerate(forms.forms):
            if form_.is_prose:
                targets.extend(find_in_form(forms, number, parts[1:], loose))
        return targets
    for number in range(len(forms.forms)):
        targets.extend(find_in_form(forms, number, parts, loose))
    return targets


def describe(forms: FormSet, target: Meaning) -> str:
    """The full name of a target."""
    form = forms.forms[target.form]
    parts = [form.path]
    if target.block >= 0:
        block = form.blocks[target.block]
        parts.append(block.name)
        if target.row >= 0:
            parts.append(block.rows[target.row].name)
        if target.column >= 0:
            parts.append(block.columns[target.column].name)
    return ".".join(part for part in parts if part)


def known_names(forms: FormSet, form: int | None) -> list[str]:
    """The names that may be meant: of one form, or (None) of every table, then everything in them."""
    names: list[str] = []
    numbers = range(len(forms.forms)) if form is None else (form,)
    if form is None:
        names.extend(each.path for each in forms.forms if each.title)
    for number in numbers:
        shape = forms.forms[number]
        for block in shape.blocks:
            names.append(block.name)
            for row in block.rows:
                names.extend((row.name, *row.aliases))
                if forms.inferred:
                    names.append(row.name.rsplit(".", 1)[-1])
            for column in block.columns:
                names.extend((column.name, *column.aliases))
    return [name for name in names if name]
