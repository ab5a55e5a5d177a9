"""Reports of which parts are removed: tables, blocks, columns, rows, sections, items and measures.

A report is a tree of texts here, as YAML has it; what is left is what the rest of the report states.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import yaml

from jsrules.base.names import fold
from jsrules.model.form import BlockForm, FormSet

Tree = dict[str, Any]
PartPath = tuple[str, ...]
"""The keys that lead to a part; of a column of a table, the last one is behind ``栏``."""

SETTINGS = {"栏", "行", "说明", "小数位", "金额单位", "列全", "年度"}
PROSE = "情况说明"


def parsed(text: str) -> Tree:
    """The tree of a report, its figures as they are printed."""
    return dict(yaml.load(text, yaml.BaseLoader))


def written(tree: Tree) -> str:
    """The text of a report."""
    return "".join(f"{_name(key)}: {_flow(value)}\n" for key, value in tree.items())


def _name(key: str) -> str:
    return "'{}'".format(key.replace("'", "''"))


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_name(key)}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return value if value in ("", "~") else _name(value)


def parts(tree: Tree, forms: FormSet) -> list[PartPath]:
    """What can be removed from a report with a form set."""
    found: list[PartPath] = []
    for title, node in tree.items():
        if title == PROSE:
            for section, items in node.items():
                found.append((title, section))
                for item, measures in items.items() if isinstance(items, dict) else ():
                    found += [(title, section, item)] if item not in SETTINGS else []
                    if isinstance(measures, dict):
                        found += [(title, section, item, each) for each in measures]
        elif isinstance(node, dict) and fold(title) in forms.index:
            found.append((title,))
            shape = forms.forms[forms.index[fold(title)][0]]
            several = len(shape.blocks) > 1
            for block in [each for each in node if each not in SETTINGS] if several else [""]:
                inner = node[block] if block else node
                base = (title, block) if block else (title,)
                found += [base] if block else []
                if isinstance(inner, dict):
                    found += _of_block(inner, base)
    return found


def _of_block(node: Tree, base: PartPath) -> Iterator[PartPath]:
    rows = node.get("行", {key: value for key, value in node.items() if key not in SETTINGS})
    yield from (
        (*base, "行", key) if "行" in node else (*base, key) for key in (rows if isinstance(rows, dict) else ())
    )
    if isinstance(node.get("栏"), list) and len(node["栏"]) > 1:
        yield from ((*base, "栏", name) for name in node["栏"])


def without(tree: Tree, removed: list[PartPath], forms: FormSet | None = None) -> Tree:
    """The report without these parts. A table that is said to be whole is not, once a row of it is gone; where the form
    set takes rows that are not written for blank, the report says that these are not.
    """
    made: Tree = _copy(tree)
    for path in removed:
        at: Any = made
        for key in path[:-1]:
            at = at.get(key) if (isinstance(at, dict) and path[-2] != "栏") or key != "栏" else at
            if not isinstance(at, dict):
                break
        if not isinstance(at, dict):
            continue
        if len(path) > 1 and path[-2] == "栏":
            _drop_column(at, path[-1])
            continue
        if at.pop(path[-1], None) is None:
            continue
        block = path[:-2] if len(path) > 1 and path[-2] == "行" else path[:-1]
        if block:
            _no_longer_whole(made, block, forms)
    _prune(made)
    return made


def _copy(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _copy(value) for key, value in node.items()}
    return [_copy(each) for each in node] if isinstance(node, list) else node


def _drop_column(node: Tree, name: str) -> None:
    columns, rows = node.get("栏"), node.get("行")
    if not isinstance(columns, list) or name not in columns or len(columns) < 2:
        return
    at = columns.index(name)
    del columns[at]
    for row in rows.values() if isinstance(rows, dict) else ():
        if isinstance(row, list):
            del row[at]
        elif isinstance(row, dict):
            row.pop(name, None)


def _no_longer_whole(tree: Tree, path: PartPath, forms: FormSet | None) -> None:
    shape = _shape(path, forms) if forms is not None else None
    for length in range(1, len(path) + 1):
        at: Any = tree
        for key in path[:length]:
            at = at[key]
        if "列全" in at:
            at["列全"] = "false"
    if shape is not None and shape.blank_rows and isinstance(at, dict):
        at["列全"] = "false"


def _shape(path: PartPath, forms: FormSet) -> BlockForm | None:
    if path[0] == PROSE or fold(path[0]) not in forms.index:
        return None
    form = forms.forms[forms.index[fold(path[0])][0]]
    if len(form.blocks) == 1:
        return form.blocks[0]
    return next((each for each in form.blocks if len(path) > 1 and fold(each.name) == fold(path[1])), None)


def _prune(node: Tree) -> None:
    """Take away what nothing is left of: a title without anything below it would be an empty table."""
    for key, value in list(node.items()):
        if isinstance(value, dict):
            _prune(value)
            if not set(value) - {"栏", "列全"}:
                del node[key]


def some(random: Random, several: list[PartPath], at_most: int) -> list[PartPath]:
    """Some of the parts, few or many."""
    return random.sample(several, min(len(several), random.randint(1, at_most)))
