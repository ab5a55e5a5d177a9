"""An empty report to fill in: every table of a form set, its rows and columns blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from jsrules.base.language import say
from jsrules.model.form import BlockForm, Form, FormSet
from jsrules.packs.form_choice import ChosenForms
from jsrules.readers.reports.header import NOTE, REGION, UNIT_KIND
from jsrules.readers.reports.yaml_words import yaml_word


def empty_report(chosen: ChosenForms, kind: str, year: int, places: Mapping[str, str]) -> str:
    """The text of a report without figures, with the region and the kind of unit that are given. Tables that a report
    may leave out, and the narrative, are only named. No table has a note (说明): one that was left here would stand
    for the reason that an empty table owes.
    """
    forms, head = chosen.read(), chosen.file.head
    hint, *left = [f"# {each}" for each in remarks_on(forms)]
    lines = [
        hint,
        f"报告: {yaml_word(kind)}",
        "单位:",
        f"年度: {year}",
        *_place(REGION, places, head.regions),
        *_place(UNIT_KIND, places, head.unit_kinds),
        f"金额单位: {yaml_word(forms.money_unit)}",
        "小数位: 2",
    ]
    for form in forms.forms:
        if not form.optional and not form.is_prose:
            lines += ["", f"{yaml_word(form.title)}:", *_table(form)]
    if left:
        lines += ["", *left]
    return "\n".join(lines) + "\n"


def remarks_on(forms: FormSet) -> list[str]:
    """How to fill in an empty report of a form set; and what is not in it, if anything."""
    remarks = [
        say(
            "空表：按“{title}”的表样。空着的格就是空白；报告没有的表、栏，整个删去；公布时没有数的表，写上它的“{note}”。",
            "An empty report after the form set “{title}”. Cells left empty are blank; delete what the report lacks; "
            "a table that is published without figures has its note behind “{note}”.",
            note=NOTE,
            title=forms.full_title,
        )
    ]
    left = [form.title for form in forms.forms if form.optional or form.is_prose]
    if left:
        names = say("、", ", ").join(left)
        remarks.append(say("有才写的：{names}", "Only where there are any: {names}", names=names))
    return remarks


def _place(key: str, places: Mapping[str, str], asked: Sequence[str]) -> list[str]:
    """The entry of the head for a region or a kind of unit, where it is given or the form set asks for it."""
    if places.get(key):
        return [f"{key}: {yaml_word(places[key])}"]
    return [f"{key}:"] if asked else []


def _table(form: Form) -> Iterator[str]:
    for block in form.blocks:
        indent = "  "
        if len(form.blocks) > 1:
            yield f"  {yaml_word(block.name)}:"
            indent = "    "
        yield from (indent + line for line in _block(block))


def _block(block: BlockForm) -> Iterator[str]:
    names = [f"{row.code} {row.name}" if row.code and block.open_rows else row.name for row in block.rows]
    if len(block.columns) == 1:
        yield from (f"{yaml_word(name)}:" for name in names)
        return
    yield f"栏: [{', '.join(yaml_word(column.name, in_list=True) for column in block.columns)}]"
    yield "行:"
    blank = ", ".join("~" for _ in block.columns)
    yield from (f"  {yaml_word(name)}: [{blank}]" for name in names)
