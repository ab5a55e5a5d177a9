"""Form sets that are written as differences to others: the tree of a base and that of a difference become one tree.

A key that the base knows (by name, alias or code) is merged into, another one is added. ``删去`` removes, ``改名`` renames
(the old name stays an alias), ``之后`` and ``之前`` say where something new belongs or something known goes.
"""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.names import differ_little, fold, quoted_list
from jsrules.readers.reports.form_head import CODE
from jsrules.readers.reports.form_shapes import (
    ALIASES,
    BEFORE,
    BEHIND,
    CLASS,
    COLUMN,
    FORM_SET,
    IMITATED,
    RENAMED,
    STEPS,
    TITLE,
    ThingKind,
    Things,
    as_mapping,
    is_blank_node,
    is_removal,
    is_same,
    list_of_names,
    moved,
    name_entries,
    value_of,
    without,
    written_out,
)
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.problems import Problems, offer_names, shown


def merge_difference(problems: Problems, base: Mapping, change: Mapping, place: Node, strict: bool) -> Mapping:
    """The tree of a form set that is ``base`` changed as ``change`` says, both without heads.

    What is left of the base stands at ``place``, where the difference names it. ``strict``: what changes nothing is a
    mistake, since there is only one base.
    """
    return Merger(problems, strict).definition(moved(base, place), change, FORM_SET)


class Merger:
    """Merges differences into what they are differences to; what is wrong with them is noted.

    Where a thing imitates another one, which may have what it has not, its changes are ``deferred``: what is not found
    is kept as it stands.
    """

    def __init__(self, problems: Problems, strict: bool) -> None:
        self._problems = problems
        self._strict = strict

    def _wrong(self, place: Node, message: str, remedy: str = "") -> None:
        self._problems.add(CODE, message, place, remedy=remedy)

    def definition(self, base: Node, change: Mapping, kind: ThingKind, deferred: bool = False) -> Mapping:
        """What a thing is after a change."""
        entries = list(as_mapping(written_out(base, kind), change).entries)
        inner = deferred or any(value_of(each, IMITATED) is not None for each in (base, change))
        for name, value in change.entries:
            if name.text in STEPS and not deferred:
                continue
            at = next((number for number, (each, _) in enumerate(entries) if each.text == name.text), len(entries))
            known = entries[at][1] if at < len(entries) else None
            if not is_removal(value) or inner:
                entries[at : at + 1] = [(name, self._entry(known, name, value, kind, inner))]
            elif known is not None:
                del entries[at]
            else:
                self._wrong(name, say("没有“{key}”可以删去", 'there is no "{key}" to remove', key=name.text))
        return Mapping(entries, change.line, change.column)

    def _entry(self, known: Node | None, name: Scalar, value: Node, kind: ThingKind, deferred: bool) -> Node:
        """What an entry of a definition is after a change."""
        part = kind.parts.get(name.text)
        if name.text == ALIASES and known is not None:
            return self._names(known, value)
        if part is None or is_removal(value):
            return value
        if isinstance(value, Mapping):
            return self._things(as_mapping(known, value), value, part, deferred)
        if isinstance(value, Sequence) and part is COLUMN:
            return self._listed(known, value)
        if known is not None and is_blank_node(value):
            self._nothing(name)
            return known
        return value

    def _names(self, known: Node, value: Node) -> Node:
        """Names with others added, or taken away."""
        before = list(name_entries(known))
        names = list(before)
        for name, said in name_entries(value):
            at = next((number for number, (each, _) in enumerate(names) if fold(each.text) == fold(name.text)), -1)
            if is_removal(said):
                if at < 0:
                    self._wrong(name, say("没有别名“{name}”可以删去", 'there is no alias "{name}"', name=name.text))
                else:
                    del names[at]
            elif at < 0:
                names.append((name, said))
            elif said is not None:
                names[at] = name, said
        return known if names == before else list_of_names(names, value)

    def _listed(self, known: Node | None, value: Sequence) -> Node:
        """Columns that are listed: these and no others, in this order, each as the base has it."""
        if known is None or not all(isinstance(item, Scalar) for item in value.items):
            return value
        things = Things(as_mapping(known, value), COLUMN)
        entries: list[tuple[Scalar, Node]] = []
        for item in value.items:
            assert isinstance(item, Scalar)
            found = things.find(item.text)
            if not found:
                self._refuse_twin(item, [each for each in things.known() if each not in map(_text, value.items)])
            entries.append(things.entries[found[0]] if found else (item, Scalar("~", item.line, item.column)))
        made = Mapping(entries, value.line, value.column)
        return known if is_same(made, as_mapping(known, value)) else made

    def _things(self, base: Mapping, change: Mapping, kind: ThingKind, deferred: bool) -> Mapping:
        """Named things after a change."""
        things = Things(base, kind)
        for key, value in change.entries:
            found = things.find(key.text)
            if len(found) > 1:
                self._ambiguous(key, [things.known()[number] for number in found])
            elif not found:
                self._add(things, key, value, deferred)
            elif is_removal(value) and not deferred:
                del things.entries[found[0]]
            else:
                self._change(things, found[0], key, value, deferred)
        return Mapping(things.entries, change.line, change.column)

    def _add(self, things: Things, key: Scalar, value: Node, deferred: bool) -> None:
        if deferred:
            things.entries.append((key, value))
        elif is_removal(value) or value_of(value, RENAMED) is not None:
            self._unknown(key, things)
        else:
            is_placed = any(value_of(value, step) is not None for step in (BEHIND, BEFORE))
            if things.kind is not CLASS and not is_placed:
                self._refuse_twin(key, things.known())
            if isinstance(value, Mapping):
                fresh = Mapping([], value.line, value.column)
                self._place(things, (key, self.definition(fresh, value, things.kind)), value, len(things.entries))
            else:
                things.entries.append((key, value))

    def _change(self, things: Things, at: int, key: Scalar, value: Node, deferred: bool) -> None:
        name, known = things.entries[at]
        if deferred and (is_removal(known) or is_removal(value)):  # a step that waits for the imitated thing
            things.entries[at] = name, value
            return
        change = written_out(value, things.kind)
        if not isinstance(change, Mapping):
            if is_blank_node(value):
                self._nothing(key)
            else:
                things.entries[at] = name, value  # its reader says what is wrong with it
            return
        mistakes = len(self._problems.errors)
        made = self.definition(known, change, things.kind, deferred)
        if things.kind is CLASS:
            made = _renamed_class(written_out(known, CLASS), change, made)
        things.entries[at] = name, made
        if deferred:
            return
        if not any(value_of(change, step) for step in STEPS):
            is_idle = is_same(made, as_mapping(written_out(known, things.kind), change))
            if self._strict and is_idle and len(self._problems.errors) == mistakes:
                self._nothing(key)
            return
        renamed = value_of(change, RENAMED)
        entry = name, made
        if isinstance(renamed, Scalar) and things.kind is not CLASS:
            entry = renamed, _known_as(made, renamed, name)
        del things.entries[at]
        self._place(things, entry, change, at)

    def _place(self, things: Things, entry: tuple[Scalar, Node], change: Node, at: int) -> None:
        """Put a thing where 之后 or 之前 wants it, or else where it is due."""
        anchors = [each for each in (value_of(change, BEHIND), value_of(change, BEFORE)) if each is not None]
        found = things.find(_text(anchors[0])) if anchors else []
        if len(anchors) > 1 or not all(isinstance(each, Scalar) for each in anchors):
            self._wrong(anchors[0], say("“之后”“之前”写一个名称，只写一个", "之后 or 之前 takes one name"))
        elif len(found) > 1:
            self._ambiguous(anchors[0], [things.known()[number] for number in found])
        elif not found:
            if anchors:
                self._unknown(anchors[0], things)
        elif value_of(change, BEHIND) is not None:
            things.put_behind(found[0], entry)
            return
        else:
            at = found[0]
        things.entries.insert(at, entry)

    def _nothing(self, key: Scalar) -> None:
        self._wrong(
            key,
            say("“{key}”这里什么也没有改", '"{key}" changes nothing here', key=shown(key.text)),
            say("删去这一项，或写上要改什么", "delete it, or say what changes"),
        )

    def _unknown(self, key: Node, things: Things) -> None:
        self._wrong(
            key,
            say("基础里没有“{name}”", 'the base has no "{name}"', name=shown(_text(key))),
            offer_names(_text(key), things.known()),
        )

    def _ambiguous(self, key: Node, names: list[str]) -> None:
        self._wrong(
            key,
            say("基础里不止一处叫“{name}”", 'the base has several that are called "{name}"', name=shown(_text(key))),
            say("写 {names}", "write {names}", names=quoted_list(names, say("或", " or "))),
        )

    def _refuse_twin(self, key: Scalar, known: list[str]) -> None:
        """Note that something new is called almost like something known: a slip, most likely."""
        twin = next((each for each in known if differ_little(each, key.text)), "")
        if twin:
            self._wrong(
                key,
                say(
                    "“{name}”与基础里的“{other}”只差一个字，不知道是改它还是新加",
                    '"{name}" and "{other}" of the base differ by one character: a slip, or something new?',
                    name=key.text,
                    other=twin,
                ),
                say(
                    "改它就写“{other}”；新加的写明位置，如 {name}: {where}",
                    'write "{other}" to change that one; say where a new one belongs, as in {name}: {where}',
                    name=key.text,
                    other=twin,
                    where=f"{{{BEHIND}: {twin}}}",
                ),
            )


def _text(node: Node) -> str:
    return node.text if isinstance(node, Scalar) else ""


def _renamed_class(known: Node, change: Mapping, made: Mapping) -> Mapping:
    """A class, which goes by its code, with another title where a change has one."""
    old, new = value_of(known, TITLE), value_of(change, RENAMED) or value_of(change, TITLE)
    if not isinstance(new, Scalar) or not isinstance(old, Scalar) or old.text == new.text:
        return made
    rest = without(_known_as(made, new, old), (TITLE,))
    return Mapping([(Scalar(TITLE, new.line, new.column), new), *rest.entries], made.line, made.column)


def _known_as(made: Mapping, name: Scalar, other: Scalar) -> Mapping:
    """A definition with another name among its aliases, and without its own."""
    names = [each for each in name_entries(value_of(made, ALIASES)) if fold(each[0].text) != fold(name.text)]
    if fold(other.text) not in {fold(each.text) for each, _ in names} | {fold(name.text)}:
        names.append((Scalar(other.text.strip(), name.line, name.column), None))
    aliases = Scalar(ALIASES, name.line, name.column), list_of_names(names, name)
    return Mapping([*without(made, (ALIASES,)).entries, aliases], made.line, made.column)
