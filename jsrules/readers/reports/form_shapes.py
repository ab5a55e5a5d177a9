"""What the tree of a form set consists of, for those who change it before it is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from jsrules.base.names import fold
from jsrules.readers.reports.form_head import BODY_KEYS
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence

REMOVED, RENAMED, BEHIND, BEFORE = "删去", "改名", "之后", "之前"
STEPS = (RENAMED, BEHIND, BEFORE)
"""What a difference says of a thing beside what the thing is."""

IMITATED, ALIASES, TITLE, VALIDITY = "仿照", "别名", "名称", "年度"


class ThingKind(NamedTuple):
    """A kind of thing in a form set.

    ``parts`` are those of its entries that hold named things, ``short`` is the entry that one value behind its name
    stands for, and ``codes`` are entries that it is known by, too.
    """

    parts: dict[str, ThingKind]
    short: str = ""
    codes: tuple[str, ...] = ()


CLASS = ThingKind({}, TITLE)
CLASSIFICATION = ThingKind({"类": CLASS})
ROW = ThingKind({}, "行次", ("科目",))
COLUMN = ThingKind({}, "栏次")
BLOCK = ThingKind({"栏": COLUMN, "行": ROW})
FORM = ThingKind({"栏块": BLOCK, **BLOCK.parts}, codes=("代号",))
FORM_SET = ThingKind({BODY_KEYS[0]: CLASSIFICATION, **dict.fromkeys(BODY_KEYS[1:], FORM)})


def is_blank_node(node: Node) -> bool:
    """Whether nothing stands behind a key."""
    return isinstance(node, Scalar) and node.text in ("", "~")


def is_removal(node: Node | None) -> bool:
    """Whether what stands behind a name says that it goes."""
    return isinstance(node, Scalar) and node.text.strip() == REMOVED


def is_same(left: Node, right: Node) -> bool:
    """Whether two trees say the same, wherever they stand."""
    if isinstance(left, Mapping) and isinstance(right, Mapping):
        return len(left.entries) == len(right.entries) and all(
            key.text == other.text and is_same(value, others)
            for (key, value), (other, others) in zip(left.entries, right.entries, strict=True)
        )
    if isinstance(left, Sequence) and isinstance(right, Sequence):
        return len(left.items) == len(right.items) and all(map(is_same, left.items, right.items))
    return isinstance(left, Scalar) and isinstance(right, Scalar) and left.text == right.text


def value_of(node: Node, key: str) -> Node | None:
    """What stands behind a key of a mapping; None without it."""
    if isinstance(node, Mapping):
        for name, value in node.entries:
            if name.text == key:
                return value
    return None


def without(node: Mapping, keys: tuple[str, ...]) -> Mapping:
    """A mapping without some of its entries."""
    return Mapping([entry for entry in node.entries if entry[0].text not in keys], node.line, node.column)


def name_entries(node: Node | None) -> Iterator[tuple[Scalar, Node | None]]:
    """The names in a list of names, each with what is said of it: ``[甲, {乙: 2017-2018}]``."""
    if isinstance(node, Mapping):
        yield from node.entries
    elif isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Scalar):
                yield item, None
            else:
                yield from name_entries(item)
    elif node is not None and not is_blank_node(node):
        yield node, None


def list_of_names(names: list[tuple[Scalar, Node | None]], place: Node) -> Sequence:
    """The node that `name_entries` reads as these names."""
    items: list[Node] = [
        name if said is None else Mapping([(name, said)], name.line, name.column) for name, said in names
    ]
    return Sequence(items, place.line, place.column)


def moved(node: Node, place: Node) -> Node:
    """The same tree, all of it at one place."""
    if isinstance(node, Scalar):
        return Scalar(node.text, place.line, place.column, node.plain)
    if isinstance(node, Sequence):
        return Sequence([moved(item, place) for item in node.items], place.line, place.column)
    entries = [
        (Scalar(key.text, place.line, place.column, key.plain), moved(value, place)) for key, value in node.entries
    ]
    return Mapping(entries, place.line, place.column)


def as_mapping(node: Node | None, place: Node) -> Mapping:
    """Named things as a mapping, where they are only listed, or there are none."""
    if isinstance(node, Sequence):
        names = [item for item in node.items if isinstance(item, Scalar)]
        return Mapping([(name, Scalar("~", name.line, name.column)) for name in names], node.line, node.column)
    return node if isinstance(node, Mapping) else Mapping([], place.line, place.column)


def written_out(node: Node, kind: ThingKind) -> Node:
    """A definition as a mapping, where one value stands for it, or a list of names for a class."""
    if isinstance(node, Mapping) or not kind.short or (isinstance(node, Sequence) and kind is not CLASS):
        return node
    values: list[Node] = list(node.items) if isinstance(node, Sequence) else [] if is_blank_node(node) else [node]
    entries: list[tuple[Scalar, Node]] = [(Scalar(kind.short, node.line, node.column), value) for value in values[:1]]
    if len(values) > 1:
        entries.append((Scalar(ALIASES, node.line, node.column), Sequence(values[1:], node.line, node.column)))
    return Mapping(entries, node.line, node.column)


class Things:
    """The named things in one mapping, in their order, each found by its name, an alias or a code."""

    def __init__(self, node: Mapping, kind: ThingKind) -> None:
        self.entries = list(node.entries)
        self.kind = kind
        self._last_behind: dict[int, Scalar] = {}

    def find(self, name: str) -> list[int]:
        """The numbers of the things that a name means: the one that is called so, or all that have it for an alias or
        code. (In reports a code and the name behind it are one label.)
        """
        folded = fold(name)
        for number, (key, _) in enumerate(self.entries):
            if key.text == name or fold(key.text) == folded:
                return [number]
        code, _, rest = name.strip().partition(" ")
        others = {folded, code} if rest and code.isdigit() else {folded}
        return [number for number in range(len(self.entries)) if not others.isdisjoint(self._other_names(number))]

    def _other_names(self, number: int) -> list[str]:
        value = self.entries[number][1]
        if isinstance(value, Scalar) and self.kind is not CLASS:
            return []
        value = written_out(value, self.kind)
        names = [fold(name.text) for name, _ in name_entries(value_of(value, ALIASES))]
        codes = [value_of(value, key) for key in (self.kind.codes or ((TITLE,) if self.kind is CLASS else ()))]
        return names + [fold(each.text) for each in codes if isinstance(each, Scalar)]

    def put_behind(self, anchor: int, entry: tuple[Scalar, Node]) -> None:
        """Put a thing behind another, and behind what was put behind that before."""
        owner = self.entries[anchor][0]
        last = self._last_behind.get(id(owner), owner)
        at = next((number for number, (key, _) in enumerate(self.entries) if key is last), anchor)
        self._last_behind[id(owner)] = entry[0]
        self.entries.insert(at + 1, entry)

    def known(self) -> list[str]:
        """The names of all."""
        return [key.text.strip() for key, _ in self.entries]
