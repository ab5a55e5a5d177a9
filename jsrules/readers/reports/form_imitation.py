"""Tables that are written as others of the same form set, with differences (仿照)."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.readers.reports.form_differences import Merger
from jsrules.readers.reports.form_head import CODE
from jsrules.readers.reports.form_shapes import (
    ALIASES,
    FORM,
    FORM_SET,
    IMITATED,
    STEPS,
    VALIDITY,
    Things,
    as_mapping,
    moved,
    value_of,
    without,
)
from jsrules.readers.reports.nodes import Mapping, Node, Scalar
from jsrules.readers.reports.problems import Problems, offer_names, shown

_OWN = (IMITATED, ALIASES, VALIDITY, "代号", "表号", "附注", "可缺")
"""What a table does not have from the one that it imitates."""


def write_out_imitations(problems: Problems, body: Mapping) -> Mapping:
    """The tree of a form set in which the tables that imitate others stand with all that they have from these."""
    return Mapping(
        [
            (key, _forms(problems, value) if FORM_SET.parts.get(key.text) is FORM else value)
            for key, value in body.entries
        ],
        body.line,
        body.column,
    )


def _forms(problems: Problems, node: Node) -> Node:
    if not isinstance(node, Mapping) or all(value_of(value, IMITATED) is None for _, value in node.entries):
        return node
    things = Things(node, FORM)
    forms = [(key, _form(problems, things, number, ())) for number, (key, _) in enumerate(node.entries)]
    return Mapping(forms, node.line, node.column)


def _form(problems: Problems, things: Things, number: int, asking: tuple[int, ...]) -> Node:
    own = things.entries[number][1]
    model = value_of(own, IMITATED)
    if model is None or not isinstance(own, Mapping):
        return own
    change = without(own, (IMITATED,))
    name = model.text if isinstance(model, Scalar) else ""
    found = things.find(name)
    if len(found) != 1 or found[0] in (number, *asking):
        message = say("没有“{name}”这张表可以仿照", 'there is no table "{name}" to imitate', name=shown(name))
        if found:
            message = say("“{name}”仿照的又是这张表", '"{name}" imitates this one', name=shown(name))
        problems.add(CODE, message, model, remedy="" if found else offer_names(name, things.known()))
        return change
    for key, _ in own.entries:
        if key.text in STEPS:
            problems.add(CODE, say("不认识“{key}”这一项", 'unknown entry "{key}"', key=key.text), key)
    shape = without(as_mapping(_form(problems, things, found[0], (*asking, number)), model), _OWN)
    return Merger(problems, strict=False).definition(moved(shape, model), change, FORM)
