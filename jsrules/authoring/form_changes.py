"""What changed in a form set: tables, blocks, rows and columns that were added, removed, renamed or said otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.record import replace
from jsrules.model.form import BlockForm, ColumnForm, Form, FormSet, RowForm


class _Named(Protocol):
    @property
    def aliases(self) -> tuple[str, ...]: ...


_T = TypeVar("_T", bound=_Named)

Change = tuple[bool, str]
"""Whether what was right before may be refused or judged otherwise now, and what changed."""


def form_set_changes(old: FormSet, new: FormSet) -> Iterator[Change]:
    """What is different in a new form set, table by table."""
    if old.money_unit != new.money_unit:
        yield True, say("金额单位改为{unit}", "the money unit is now {unit}", unit=new.money_unit)
    for name, before, after in _paired(_tables(old), _tables(new)):
        if before is None or after is None:
            yield before is not None, _came_or_went(name, before is None)
            continue
        found = [*_form_changes(before, after)]
        yield from ((grave, say("{table}：{what}", "{table}: {what}", table=name, what=what)) for grave, what in found)
    if _moved(_paired(_tables(old), _tables(new)), list(_tables(new).values())):
        yield False, say("各表换了次序", "the tables stand in another order")
    if old.unsettled != new.unsettled:
        yield False, say("印出的行次核对与否改了", "whether the printed numbers of rows are compared changed")
    if old.classifications != new.classifications:
        yield True, say("科目体系改了", "the classifications changed")


def _tables(forms: FormSet) -> dict[str, Form]:
    return {form.path: form for form in forms.forms}


def _came_or_went(name: str, came: bool) -> str:
    return (
        say("增加“{name}”", "“{name}” added", name=name) if came else say("删去“{name}”", "“{name}” removed", name=name)
    )


def _paired(old: Mapping[str, _T], new: Mapping[str, _T]) -> Iterator[tuple[str, _T | None, _T | None]]:
    """What bears the same name in both, or has the old one for an alias, and what is in one of them only."""
    known = {fold(name): each for name, each in new.items()}
    for each in new.values():
        for alias in each.aliases:
            known.setdefault(fold(alias), each)
    met: set[int] = set()
    for name, before in old.items():
        after = known.get(fold(name.rpartition(".")[2] if name not in new else name)) or known.get(fold(name))
        if after is not None:
            met.add(id(after))
        yield name, before, after
    for name, after in new.items():
        if id(after) not in met:
            yield name, None, after


def _form_changes(old: Form, new: Form) -> Iterator[Change]:
    if old.title != new.title:
        yield False, say("改名为“{name}”", "renamed to “{name}”", name=new.title)
    yield from _alias_changes(old.aliases, new.aliases, old.title)
    blocks = _paired({each.name: each for each in old.blocks}, {each.name: each for each in new.blocks})
    for name, before, after in blocks:
        if before is None or after is None:
            yield before is not None, _came_or_went(name, before is None)
        else:
            yield from _block_changes(before, after)
    if old.notes != new.notes:
        yield False, say("附注改了", "its notes changed")
    if replace(old, blocks=new.blocks, aliases=new.aliases, title=new.title, notes=new.notes) != new:
        yield True, say("表号、代号、单位或可缺改了", "its number, id or unit changed, or whether it may be left out")


def _block_changes(old: BlockForm, new: BlockForm) -> Iterator[Change]:
    rows, columns = (_by_name(old.rows), _by_name(new.rows)), (_by_name(old.columns), _by_name(new.columns))
    yield from _list_changes(*rows)
    if _moved(_paired(*rows), list(rows[1].values())):
        yield False, say("各行换了次序", "the rows stand in another order")
    yield from _list_changes(*columns)
    if _moved(_paired(*columns), list(columns[1].values())):  # lists of figures without 栏 go by it
        yield True, say("各栏换了次序", "the columns stand in another order")
    if old.across != new.across:
        yield False, say("改了横排", "its rows are printed otherwise")
    if replace(old, rows=new.rows, columns=new.columns, aliases=new.aliases, across=new.across) != new:
        yield True, say("栏块的写法改了", "what the block accepts changed")


def _moved(pairs: Iterator[tuple[str, _T | None, _T | None]], new: list[_T]) -> bool:
    """Whether what is in both stands in another order."""
    places = {id(each): number for number, each in enumerate(new)}
    order = [places[id(after)] for _, before, after in pairs if before is not None and after is not None]
    return order != sorted(order)


def _by_name(named: Sequence[RowForm] | Sequence[ColumnForm]) -> dict[str, RowForm | ColumnForm]:
    return {each.name: each for each in named}


def _list_changes(old: Mapping[str, RowForm | ColumnForm], new: Mapping[str, RowForm | ColumnForm]) -> Iterator[Change]:
    for name, before, after in _paired(old, new):
        if before is None or after is None:
            yield before is not None, _came_or_went(name, before is None)
            continue
        if before.name != after.name:
            yield False, say("“{old}”改名为“{new}”", "“{old}” renamed to “{new}”", old=name, new=after.name)
        renamed = () if before.name == after.name else (after.name,)
        yield from _alias_changes((*before.aliases, before.name, *renamed), (*after.aliases, after.name), name)
        if replace(before, name=after.name, aliases=after.aliases) != after:
            text = say("“{name}”：{what}", "“{name}”: {what}", name=after.name, what=_said_otherwise(before, after))
            printed_only = replace(before, name=after.name, aliases=after.aliases, heading=after.heading) == after
            yield not printed_only, text


def _said_otherwise(old: RowForm | ColumnForm, new: RowForm | ColumnForm) -> str:
    """What a row or column says otherwise, entry by entry, as form sets write it."""
    found = []
    for name, entry in _ENTRIES.items():
        before, after = getattr(old, name, ""), getattr(new, name, "")
        if before != after:
            found.append(
                say(
                    "{entry} {old} 改为 {new}",
                    "{entry} from {old} to {new}",
                    entry=entry,
                    old=_word(before),
                    new=_word(after),
                )
            )
    return say("，", ", ").join(found)


_ENTRIES = {
    "line": "行次",
    "number": "栏次",
    "code": "编码",
    "unit": "单位",
    "optional": "可缺",
    "signed": "可负",
    "expected": "应列",
    "choices": "选项",
    "list_of": "列表",
    "heading": "栏头",
}


def _word(value: object) -> str:
    """What an entry of a form set says."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = "、".join(value) if isinstance(value, tuple) else str(value)
    return text or say("（无）", "(none)")


def _alias_changes(old: Sequence[str], new: Sequence[str], name: str) -> Iterator[Change]:
    gone = [each for each in old if fold(each) not in map(fold, new)]
    come = [each for each in new if fold(each) not in map(fold, old)]
    joint = say("、", ", ")
    if gone:
        yield (
            True,
            say("“{name}”少了别名 {names}", "“{name}” lost the names {names}", name=name, names=joint.join(gone)),
        )
    if come:
        yield (
            False,
            say("“{name}”多了别名 {names}", "“{name}” has more names: {names}", name=name, names=joint.join(come)),
        )
