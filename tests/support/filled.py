"""Reports with a figure in every cell that a form set has, and in rows that may be added: nothing adds up in them."""

from __future__ import annotations

from random import Random

from jsrules.base.number import decimal_text
from jsrules.base.units import find_unit
from jsrules.model.form import BlockForm, Form, FormSet


def filled(forms: FormSet, seed: int, gaps: bool = False) -> str:
    """The report as text. With ``gaps`` some rows, figures, sections and tables are left out."""
    random = Random(seed)
    lines = [f"报告: {forms.kind}", "单位: 某某局", f"年度: {forms.year}", "地区: 甲省", "单位性质: 事业单位"]
    prose: list[str] = []
    for form in forms.forms:
        if gaps and random.random() < 0.1:
            continue
        written = _form(forms, form, random, gaps)
        if form.is_prose:
            prose += [f"  {line}" for line in written]
        else:
            lines += written
    return "\n".join([*lines, *([f"{forms.narrative}:", *prose] if prose else [])]) + "\n"


def _form(forms: FormSet, form: Form, random: Random, gaps: bool) -> list[str]:
    lines = [f"{form.title}:"]
    for block in form.blocks:
        indent = "  "
        if len(form.blocks) > 1:
            lines.append(f"  {block.name}:")
            indent = "    "
        if block.free_columns and not form.is_prose:
            lines += [f"{indent}栏: [年初数, 年末数]", f"{indent}行:"]
            lines += [f"{indent}  {name}: [{_figure('', (), random, gaps)}, 1.00]" for name in ("房屋", "车辆")]
            continue
        rows = _rows(forms, block, random, gaps)
        lines += [f"{indent}行:", *(f"{indent}  {row}" for row in rows)] if rows else [f"{indent}行: ~"]
    return lines


def _rows(forms: FormSet, block: BlockForm, random: Random, gaps: bool) -> list[str]:
    names = [
        (f'"{row.code} {row.name}"' if row.code and block.keyed else f'"{row.name}"', row.unit, row.choices)
        for row in block.rows
    ]
    if block.open_rows:
        names += [(f'"{code}"', "", ()) for code in _codes(forms, block, random)]
    lines = []
    for name, unit, choices in names:
        if gaps and random.random() < 0.1:
            continue
        figures = [_figure(unit or column.unit, choices or column.choices, random, gaps) for column in block.columns]
        lines.append(f"{name}: {figures[0]}" if len(figures) == 1 else f"{name}: [{', '.join(figures)}]")
    return lines


def _codes(forms: FormSet, block: BlockForm, random: Random) -> list[str]:
    system = forms.classifications.get(block.keyed)
    declared = {row.code for row in block.rows}
    if system is None:
        return ["别的一行", "再一行"]
    found = []
    for head in sorted(random.sample(sorted(system.classes), min(3, len(system.classes)))):
        code = head
        for digits in system.digits:
            code = code.ljust(digits, "7")
            found.append(code)
    return [code for code in found if code not in declared]


def _figure(unit_name: str, choices: tuple[str, ...], random: Random, gaps: bool) -> str:
    if gaps and random.random() < 0.15:
        return "~"
    if choices:
        return random.choice(choices)
    unit = find_unit(unit_name) if unit_name else None
    if unit is not None and unit.dimension == "year":
        return "2021"
    if unit is not None and unit.exact:
        return f"{random.randrange(20)} {unit_name}"
    return decimal_text(random.randrange(-99999, 99999), 2) + ("%" if unit_name == "%" else "")
