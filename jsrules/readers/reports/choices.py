"""Cells of prose and tables that hold no figure: one of several words (选项), or a list of names (列表)."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.units import TEXT
from jsrules.model.form import ANY_LIST
from jsrules.readers.reports.entries import Entries
from jsrules.readers.reports.nodes import Scalar, Sequence
from jsrules.readers.reports.problems import Problems, offer_names, shown

CHOICES = "选项"
LIST = "列表"


def text_of_form(entries: Entries, classifications: Iterable[str]) -> tuple[tuple[str, ...], str, str]:
    """What a row or column of a form set says of its texts: the words there are to choose from, of what its lists are,
    and its unit.
    """
    choices, listed, unit = entries.names(CHOICES), entries.text(LIST), entries.unit("单位")
    known = list(classifications)
    if fold(listed) in ("true", "是", "yes"):
        listed = ANY_LIST
    elif listed and listed not in known:
        entries.wrong(
            entries.node(LIST) or entries.key(LIST),
            say("没有“{name}”这个科目体系", 'there is no classification "{name}"', name=listed),
            offer_names(listed, [*known, "true"]),
        )
    if entries.has(CHOICES) and len(set(map(fold, choices))) < max(len(choices), 1):
        entries.wrong(
            entries.node(CHOICES) or entries.key(CHOICES),
            say("“选项”写几个不同的词", '"选项" is a list of different words'),
            say("例如 选项: [大于, 小于, 等于]", "as in 选项: [大于, 小于, 等于]"),
        )
    if (choices or listed) and (unit not in ("", TEXT.name) or (choices and listed)):
        entries.wrong(
            entries.key(CHOICES if choices else LIST),
            say("选项、列表都是文字，只能有一样", "choices and lists are texts; there can be one of them"),
        )
    return choices, listed, TEXT.name if choices or listed else unit


def check_choice(problems: Problems, value: Scalar, choices: tuple[str, ...]) -> None:
    """Note a word that is none of the choices."""
    if fold(value.text) not in map(fold, choices):
        problems.add(
            "E129",
            say(
                "“{text}”不是可选的词",
                '"{text}" is none of the words to choose from',
                text=shown(value.text),
            ),
            value,
            remedy=offer_names(value.text, list(choices)),
        )


def as_list(node: Sequence) -> Scalar:
    """A list of names that is written as a list, as one text."""
    names = [each.text.strip() for each in node.items if isinstance(each, Scalar)]
    first = next((each for each in node.items if isinstance(each, Scalar)), None)
    return Scalar("、".join(names), *((first.line, first.column) if first is not None else (node.line, node.column)))
