"""Form sets as trees of Python values: random ones, and the difference between two of them as a form set writes it."""

from __future__ import annotations

from typing import Any

import yaml
from hypothesis import strategies as st

Tree = dict[str, Any]

NAMES = ["甲", "乙丙", "丁", "戊己庚", "辛", "壬癸", "子"]
HEAD = "表样: 决算\n代号: a\n年度: 2021\n"
ON_BASE = "表样: 决算\n年度: 2021\n基础: 全国\n"

# The entries that hold named things.
PARTS = ("科目", "表", "情况说明", "类", "栏块", "栏", "行")


@st.composite
def settings(draw: st.DrawFn, name: str, values: dict[str, list[str]]) -> Tree:
    """Some settings of a thing, and aliases that no other thing has."""
    chosen = {key: draw(st.sampled_from(choices)) for key, choices in values.items() if draw(st.booleans())}
    aliases = draw(st.lists(st.sampled_from([f"{name}别{mark}" for mark in "一二三"]), unique=True, max_size=3))
    return {**chosen, **({"别名": aliases} if aliases else {})}


@st.composite
def things(draw: st.DrawFn, values: dict[str, list[str]], least: int = 0) -> Tree:
    """Named things in some order."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=least, max_size=5))
    return {name: draw(settings(name, values)) for name in names}


COLUMN = {"栏次": ["A", "B"], "单位": ["辆", "%"], "可缺": ["true"], "可负": ["true"], "栏头": ["上"]}
ROW = {"单位": ["辆", "%"], "可缺": ["true"], "可负": ["true"], "应列": ["true"], "栏头": ["上"]}


@st.composite
def blocks(draw: st.DrawFn) -> Tree:
    """The rows and columns of a block."""
    rows = draw(things(ROW, 1))
    for name, row in rows.items():
        if draw(st.booleans()):
            row["科目"] = f"20{NAMES.index(name)}"
    block: Tree = {"科目": "功能", "行": rows, **({"可增行": "true"} if draw(st.booleans()) else {})}
    if draw(st.integers(0, 3)) == 0:
        block["横排"] = draw(st.sampled_from(["按栏", "按行"]))
    return {**block, "栏": draw(things(COLUMN, 1))} if draw(st.booleans()) else block


@st.composite
def form_sets(draw: st.DrawFn) -> Tree:
    """The body of a form set."""
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=4))
    classes = {f"20{number}": f"类{number}" for number in draw(st.lists(st.integers(0, 9), unique=True, max_size=4))}
    forms = {}
    for name in names:
        form = draw(settings(name, {"表号": [f"公开{name}表"], "可缺": ["true"], "附注": ["空表"]}))
        if draw(st.booleans()):
            blocks_of = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=2))
            form["栏块"] = {each: draw(blocks()) for each in blocks_of}
        else:
            form.update(draw(blocks()))
        forms[name] = form
    return {"科目": {"功能": {"位数": ["3", "5"], "类": classes}}, "表": forms}


def written(head: str, body: Tree) -> str:
    """The text of a form set."""
    return head + yaml.dump(body, allow_unicode=True, sort_keys=False, default_style='"')


def difference(old: Tree, new: Tree) -> Tree:
    """What a form set that builds on ``old`` has to say to be ``new``."""
    found: Tree = {key: "删去" for key in old if key not in new}
    for key, value in new.items():
        if key == "别名" and key in old:
            if value != old[key]:
                found[key] = [*({name: "删去"} for name in old[key]), *value]
        elif key not in PARTS or key not in old:
            if value != old.get(key):
                found[key] = value
        elif isinstance(value, dict):
            found |= {key: inner} if (inner := _of_things(old[key], value)) else {}
    return found


def _of_things(old: Tree, new: Tree) -> Tree:
    found: Tree = {key: "删去" for key in old if key not in new}
    order = [key for key in old if key in new]
    before = ""
    for number, (key, value) in enumerate(new.items()):
        inner: Any = value if key not in old else {}
        if key in old and old[key] != value:
            inner = difference(old[key], value) if isinstance(value, dict) else value
        if order[number : number + 1] != [key]:
            place = {"之后": before} if before else {"之前": order[0]} if order else {}
            inner = {**inner, **place} if isinstance(inner, dict) else {"名称": inner, **place}
            order = [each for each in order if each != key]
            order.insert(number, key)
        if inner or key not in old:
            found[key] = inner
        before = key
    return found
