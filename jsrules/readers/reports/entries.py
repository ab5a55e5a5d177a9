"""Reading mappings with fixed keys: form sets, indexes, manifests. Everything that is wrong is noted under one code."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.units import UNITS, Unit, find_unit
from jsrules.base.years import EVERY_YEAR, Years, parse_years
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.problems import Problems, offer_names, shown

YES = frozenset(("true", "是", "yes"))
NO = frozenset(("false", "否", "no", ""))

_MAXIMUM_NUMBER = 9999


class Entries:
    """The entries of one mapping, of which only ``known`` keys are accepted."""

    def __init__(self, problems: Problems, code: str, node: Mapping, known: Iterable[str], owner: Node) -> None:
        self._problems = problems
        self._code = code
        self._owner = owner
        self._entries: dict[str, tuple[Scalar, Node]] = {}
        names = tuple(known)
        for key, value in node.entries:
            if key.text in names:
                self._entries[key.text] = (key, value)
            else:
                self.wrong(
                    key,
                    say("不认识“{key}”这一项", 'unknown entry "{key}"', key=shown(key.text)),
                    offer_names(key.text, list(names)),
                )

    def wrong(self, place: Node, message: str, remedy: str = "") -> None:
        """Note that something is wrong at a place."""
        self._problems.add(self._code, message, place, remedy=remedy)

    def _missing(self, key: str) -> None:
        self.wrong(
            self._owner,
            say("缺少“{key}”", '"{key}" is missing', key=key),
            say("补上“{key}: …”一行", 'add a line "{key}: …"', key=key),
        )

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._entries

    def key(self, key: str) -> Scalar:
        """The key as written."""
        return self._entries[key][0]

    def node(self, key: str) -> Node | None:
        """What stands behind a key; None when it is left out or blank."""
        entry = self._entries.get(key)
        if entry is None or (isinstance(entry[1], Scalar) and entry[1].text in ("", "~")):
            return None
        return entry[1]

    def text(self, key: str, required: bool = False) -> str:
        """The text behind a key, or nothing."""
        node = self.node(key)
        if isinstance(node, Scalar):
            return node.text.strip()
        if node is not None:
            self.wrong(node, say("“{key}”后面应是一个值", 'one value is due behind "{key}"', key=key))
        elif required:
            self._missing(key)
        return ""

    def identifier(self, key: str, required: bool = False) -> str:
        """The ASCII name behind a key: letters, digits and hyphens."""
        text = self.text(key, required)
        if text and not (text.isascii() and text.replace("-", "").isalnum()):
            node = self.node(key)
            self.wrong(
                node or self._owner,
                say(
                    "“{key}”只能用英文字母、数字和连字符",
                    '"{key}" may hold ASCII letters, digits and hyphens only',
                    key=key,
                ),
            )
        return text

    def number(self, key: str, required: bool = False) -> int:
        """The whole number behind a key, or 0."""
        text = self.text(key, required)
        if not text:
            return 0
        return self.whole_number(self._entries[key][1])

    def percentage(self, key: str) -> int:
        """The whole percentage behind a key, with or without its sign, or 0."""
        text = self.text(key).removesuffix("%").removesuffix("％").strip()
        if not text or (text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 100):
            return int(text or 0)
        self.wrong(
            self._entries[key][1],
            say("“{key}”应是 0 到 100 的整数", '"{key}" is a whole number from 0 to 100', key=key),
            say("例如 {key}: 95", "as in {key}: 95", key=key),
        )
        return 0

    def whole_number(self, node: Node) -> int:
        """The whole number that a node is, or 0 with an error noted."""
        text = node.text.strip() if isinstance(node, Scalar) else ""
        if text.isascii() and text.isdigit() and len(text) <= 9 and int(text) <= _MAXIMUM_NUMBER:
            return int(text)
        self.wrong(
            node,
            say("这里应是 0 到 {most} 的整数", "a whole number from 0 to {most} is due here", most=_MAXIMUM_NUMBER),
        )
        return 0

    def flag(self, key: str) -> bool:
        """Whether a yes-or-no entry says yes; left out means no."""
        text = fold(self.text(key))
        if text not in YES and text not in NO:
            self.wrong(self._entries[key][1], say("“{key}”应是 true 或 false", '"{key}" is true or false', key=key))
        return text in YES

    def names(self, key: str, required: bool = False) -> tuple[str, ...]:
        """The list of names behind a key; a single one may stand alone."""
        node = self.node(key)
        if node is None:
            if required:
                self._missing(key)
            return ()
        return self.names_of(node)

    def names_of(self, node: Node) -> tuple[str, ...]:
        """The names that a node holds: one, or a list of them."""
        names: list[str] = []
        for item in node.items if isinstance(node, Sequence) else [node]:
            if isinstance(item, Scalar) and fold(item.text):
                names.append(item.text.strip())
            else:
                self.wrong(item, say("这里应是一个名称", "a name is due here"))
        return tuple(names)

    def numbers(self, key: str) -> tuple[int, ...]:
        """The list of whole numbers behind a key; a single one may stand alone."""
        node = self.node(key)
        if node is None:
            return ()
        return tuple(self.whole_number(item) for item in (node.items if isinstance(node, Sequence) else [node]))

    def years(self, key: str, required: bool = False) -> Years:
        """The fiscal years behind a key: one, a range, or a list of these; left out it is every year."""
        node = self.node(key)
        if node is None:
            if required:
                self._missing(key)
            return EVERY_YEAR
        return self.years_of(node)

    def years_of(self, node: Node) -> Years:
        """The fiscal years that a node says; with an error noted, every year."""
        ranges: list[tuple[int, int]] = []
        for item in node.items if isinstance(node, Sequence) else [node]:
            found = parse_years(item.text) if isinstance(item, Scalar) else None
            if found is None:
                self.wrong(
                    item,
                    say("这里应是年度", "fiscal years are due here"),
                    say("例如 2021、2017-2021、2022起", "such as 2021, 2017-2021, 2022起 (2022 and later)"),
                )
            else:
                ranges += found.ranges
        return Years(tuple(sorted(set(ranges))))

    def unit(self, key: str, dimension: str = "") -> str:
        """The name of the unit behind a key, of this dimension if one is given; or nothing."""
        name = self.text(key)
        unit = find_unit(name) if name else None
        if name and (unit is None or _is_misspelled(unit) or (dimension and unit.dimension != dimension)):
            self.wrong(
                self._entries[key][1],
                say("“{name}”不是认识的单位", '"{name}" is no known unit', name=name),
                offer_names(
                    name, [each for each, known in UNITS.items() if not dimension or known.dimension == dimension]
                ),
            )
        return unit.name if unit else ""

    def mapping(self, key: str, required: bool = False) -> list[tuple[Scalar, Node]]:
        """The entries of the mapping behind a key; none when it is left out."""
        node = self.node(key)
        if isinstance(node, Mapping):
            return node.entries
        if node is not None:
            self.wrong(
                node,
                say("“{key}”下面应是“名称: 内容”", '"name: content" is due under "{key}"', key=key),
                say("每个名称写一行，后面是冒号", "write each name on a line of its own, with a colon behind it"),
            )
        elif required:
            self._missing(key)
        return []


def entries_of(problems: Problems, code: str, key: Scalar, node: Node, known: Iterable[str]) -> Entries:
    """The entries of a node that should be a mapping; a blank one has none."""
    if not isinstance(node, Mapping):
        if not (isinstance(node, Scalar) and node.text in ("", "~")):
            problems.add(
                code,
                say("“{key}”下面应是“名称: 内容”", '"name: content" is due under "{key}"', key=shown(key.text)),
                node,
            )
        node = Mapping([], key.line, key.column)
    return Entries(problems, code, node, known, key)


def _is_misspelled(unit: Unit) -> bool:
    """Whether it is so many of something unknown, as 万圆 is: any counter word is a unit, but hardly any has those."""
    return bool(unit.power) and not unit.money and unit.dimension not in UNITS and not unit.places
