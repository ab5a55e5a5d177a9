"""No table, row or column name stands in Python: they belong to the form sets."""

from __future__ import annotations

import ast

from support.reading import form_set
from support.sources import nodes

# Words of the rule language, units, and entries of the report's head: not names of a form.
WORDS = {"合计", "年度", "金额", "单位", "支出", "收入", "预算", "人次", "批次", "说明"}


def names() -> set[str]:
    found: set[str] = set()
    for form in form_set().forms:
        found.update((form.title, *form.aliases))
        for block in form.blocks:
            for row in block.rows:
                found.update((row.name, *row.aliases))
            for column in block.columns:
                found.update((column.name, *column.aliases))
    return {name for name in found if len(name) > 1} - WORDS


def test_no_name_of_a_form_stands_in_python() -> None:
    known = names()
    assert len(known) > 200
    documentation = {
        id(node.body[0].value)
        for _, node in nodes()
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    wrong = [
        f"{place} {node.value}"
        for place, node in nodes()
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in documentation
        and node.value.strip() in known
    ]
    assert not wrong
