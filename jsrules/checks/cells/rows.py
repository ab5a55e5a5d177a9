"""The rows that the reports of a form set may have, as far as rules can tell them apart.

A closed block has the rows that it declares. In an open one every class of its classification, and every row that a
rule names, stands for itself; `Some` stands for any other row of a level. Blocks that rules join by 本行, or whose codes
are of one classification, tell the same rows apart, so that what holds for any row may be put together.
"""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.record import Record
from jsrules.model.form import BlockForm, BlockPlace, Classification, FormSet, RowForm
from jsrules.model.statements import Rule
from jsrules.model.subsets import LEVEL_NUMBERS
from jsrules.model.syntax import Cells, Here, Keys
from jsrules.model.tree import parts, walk


class Some(Record):
    """The key of any row of a level that no form declares and no rule names;
    ``level`` is 0 in a table without codes.
    """

    system: str
    level: int


Key = str | Some
"""The key of a row."""


class Universe:
    """The rows of each block of a form set, for a set of resolved rules."""

    def __init__(self, forms: FormSet, rules: Iterable[Rule]) -> None:
        self.forms = forms
        self._group: dict[BlockPlace, BlockPlace] = {}
        self._known: dict[BlockPlace, dict[str, None]] = {}
        self._rows: dict[BlockPlace, tuple[Key, ...]] = {}
        self._learn(rules)

    def block(self, place: BlockPlace) -> BlockForm:
        """A block's declaration."""
        return self.forms.forms[place[0]].blocks[place[1]]

    def rows(self, place: BlockPlace) -> tuple[Key, ...]:
        """The keys of the rows that a block may have: declared, known, any other."""
        found = self._rows.get(place)
        if found is None:
            found = self._rows[place] = tuple(self._make(place))
        return found

    def declared(self, place: BlockPlace, key: Key) -> RowForm | None:
        """The declaration of a row; None when its form declares none of that key."""
        row = self.block(place).row(key)
        return row if row is not None and row.key == key else None

    def code(self, place: BlockPlace, key: Key) -> str | Some:
        """The account code of a row; empty when it has none."""
        if isinstance(key, Some):
            return key if key.level else ""
        row = self.declared(place, key)
        if row is not None:
            return row.code
        return key if self.block(place).keyed and key.isdigit() else ""

    def level(self, place: BlockPlace, key: Key) -> int:
        """The level of a row's code, 0 when it has none."""
        code = self.code(place, key)
        if isinstance(code, Some):
            return code.level
        system = self.classification(place)
        return system.level(code) if code and system is not None else 0

    def classification(self, place: BlockPlace) -> Classification | None:
        """The classification whose codes key a block."""
        return self.forms.classifications.get(self.block(place).keyed)

    def may_have(self, place: BlockPlace, key: Key) -> bool:
        """Whether a row of that key can be looked up in a block, as the engine decides it."""
        block = self.block(place)
        is_coded = key.level > 0 if isinstance(key, Some) else key.isdigit()
        return block.row(key) is not None or (block.open_rows and bool(block.keyed) == is_coded)

    def axis(self, place: BlockPlace, axis: str) -> list[Key]:
        """The rows that 每行, 每个科目, 每个类 … range over in a block."""
        rows = self.rows(place)
        if axis == "row":
            return list(rows)
        if axis == "code":
            return [key for key in rows if self.code(place, key)]
        return [key for key in rows if self.level(place, key) == LEVEL_NUMBERS[axis]]

    def listed(self, place: BlockPlace, level: int = 0) -> bool:
        """Whether all rows of a block (of a level, unless it is 0) are known one by one."""
        block = self.block(place)
        if not block.open_rows:
            return True
        system = self.classification(place)
        return level == 1 and system is not None and bool(system.classes)

    def is_flat(self, place: BlockPlace) -> bool:
        """Whether no row of a block can ever stand below another."""
        codes = [row.code for row in self.block(place).rows if row.code]
        return not self.block(place).open_rows and not any(
            one != other and other.startswith(one) for one in codes for other in codes
        )

    def is_lowest(self, place: BlockPlace, key: Key) -> bool:
        """Whether a row's code, or its want of one, rules out rows below it."""
        system = self.classification(place)
        return not self.code(place, key) or (system is not None and self.level(place, key) == len(system.digits))

    # -- which rows stand for themselves

    def _learn(self, rules: Iterable[Rule]) -> None:
        named: list[tuple[BlockPlace, str]] = []
        systems: dict[str, BlockPlace] = {}
        for rule in rules:
            joined: list[BlockPlace] = list(rule.quantifier.blocks) if rule.quantifier else []
            for each in (*rule.quantifier.only, *rule.quantifier.excluded) if rule.quantifier else ():
                if isinstance(each, Keys):
                    named += [(place, key) for place in joined for key in each.keys]
            cells = [each for each in walk(rule.body) if isinstance(each, Cells)]
            joined += [(each.form, each.block) for each in cells if isinstance(each.rows, Here)]
            for node in walk(rule.body, parts):
                if isinstance(node, Cells) and isinstance(node.rows, Keys):
                    named += [((node.form, node.block), key) for key in node.rows.keys]
            for other in joined[1:]:
                self._join(joined[0], other)
        for number, form in enumerate(self.forms.forms):
            for block, shape in enumerate(form.blocks):
                place = (number, block)
                if shape.keyed:
                    self._join(systems.setdefault(shape.keyed, place), place)
        for number, form in enumerate(self.forms.forms):
            for block, shape in enumerate(form.blocks):
                known = self._known.setdefault(self._root((number, block)), {})
                known.update((row.key, None) for row in shape.rows)
                system = self.forms.classifications.get(shape.keyed)
                if system is not None:
                    known.update(dict.fromkeys(system.classes))
        for place, key in named:
            self._known[self._root(place)][key] = None

    def _root(self, place: BlockPlace) -> BlockPlace:
        while (above := self._group.get(place, place)) != place:
            place = above
        return place

    def _join(self, one: BlockPlace, other: BlockPlace) -> None:
        one, other = self._root(one), self._root(other)
        if one != other:
            self._group[other] = one

    def _make(self, place: BlockPlace) -> Iterable[Key]:
        block = self.block(place)
        declared = [row.key for row in block.rows]
        yield from declared
        if not block.open_rows:
            return
        system = self.classification(place)
        beyond = [key for key in self._known[self._root(place)] if key not in set(declared)]
        if system is None:
            yield from sorted(key for key in beyond if not key.isdigit())
            yield Some("", 0)
            return
        yield from sorted(key for key in beyond if key.isdigit() and self._is_account(system, key))
        for level in range(1, len(system.digits) + 1):
            if level > 1 or not system.classes:
                yield Some(system.name, level)

    def _is_account(self, system: Classification, key: str) -> bool:
        return system.level(key) > 0 and (not system.classes or key[: system.digits[0]] in system.classes)
