"""The names that a report's own form set and tables give to the prose: what its items are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from jsrules.base.names import fold
from jsrules.base.record import Record, field
from jsrules.model.form import FormSet
from jsrules.model.imported import ImportedTable
from jsrules.readers.prose.plain_text import plain

PATH = "/"
"""Between the class, the group and the item of an account: 教育支出/普通教育/小学教育."""

_CODED = re.compile(r"\s*([0-9]{3,9})\s+(\S.*)")
_SUFFIX = "支出"
_SHORTEST = 3
_MANY = 20_000
_SHORTEST_UNIT = 5
_LONGEST_UNIT = 34


class Terms(Record):
    """Names in plain signs and what each means, by their first sign, longest first; whose report it is, and of when.

    ``accounts`` are the codes of a name that tables print, ``classes`` of a name of a class without 支出 its full one.
    """

    unit: str = ""
    year: int | None = None
    money_unit: str = "万元"
    names: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    rows: dict[str, dict[str, tuple[tuple[str, str], ...]]] = field(default_factory=dict)
    classes: dict[str, str] = field(default_factory=dict)
    class_codes: dict[str, str] = field(default_factory=dict)
    accounts: dict[str, tuple[str, ...]] = field(default_factory=dict)


def terms_of(
    forms: FormSet | None,
    tables: Sequence[ImportedTable] = (),
    unit: str = "",
    year: int | None = None,
    money_unit: str = "",
) -> Terms:
    """What the prose of a report may speak of: rows of the narrative's sections, accounts, and rows of tables."""
    names: dict[str, str] = {}
    rows: dict[str, dict[str, str]] = {}
    classes: dict[str, str] = {}
    class_codes: dict[str, str] = {}
    accounts: dict[str, list[str]] = {}
    for form in forms.forms if forms is not None else ():
        for block in form.blocks:
            own = rows.setdefault(form.title, {}) if form.is_prose else names
            for row in block.rows:
                for name in (row.name, *row.aliases):
                    if len(name) >= (2 if form.is_prose else _SHORTEST):
                        own.setdefault(plain(name), row.name)
            if not form.is_prose:
                for column in block.columns:
                    if len(column.name) > _SHORTEST:
                        names.setdefault(plain(column.name), column.name)
    for each in forms.classifications if forms is not None else ():
        for called, code in forms.accounts(each) if forms is not None else ():
            for name in called:
                names.setdefault(plain(name), called[0])
                if code and forms is not None and len(code) == forms.classifications[each].digits[0]:
                    accounts.setdefault(fold(plain(name)), []).append(code)
                    if name.endswith(_SUFFIX) and len(code) == 3 and code.startswith("2"):
                        classes.setdefault(plain(name).removesuffix(_SUFFIX), called[0])
                        class_codes.setdefault(fold(plain(name)), code)
    for code, name in _printed_accounts(tables):
        names.setdefault(plain(name), name)
        accounts.setdefault(fold(plain(name)), []).append(code)
    return Terms(
        plain(unit),
        year,
        money_unit or (forms.money_unit if forms is not None else "") or "万元",
        _by_sign(names),
        {title: _by_sign(own) for title, own in rows.items()},
        classes,
        class_codes,
        {name: tuple(dict.fromkeys(codes)) for name, codes in accounts.items()},
    )


def _printed_accounts(tables: Iterable[ImportedTable]) -> Iterable[tuple[str, str]]:
    count = 0
    for table in tables:
        for block in table.blocks:
            for row in block.rows:
                match = _CODED.match(row.label)
                if match is not None and count < _MANY:
                    count += 1
                    yield match[1], match[2].strip()


def _by_sign(names: dict[str, str]) -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for name, meant in names.items():
        if name:
            found.setdefault(name[0], []).append((name, meant))
    return {sign: tuple(sorted(some, key=lambda each: -len(each[0]))) for sign, some in found.items()}


def longest(names: dict[str, tuple[tuple[str, str], ...]], text: str, at: int) -> tuple[int, str] | None:
    """The end, and the meaning, of the longest name that stands in a text at a place."""
    for name, meant in names.get(text[at : at + 1], ()):
        if text.startswith(name, at):
            return at + len(name), meant
    return None


class UnitNames:
    """What the unit of a report is called in its prose."""

    def __init__(self, unit: str) -> None:
        self._names = [unit] if unit else []

    def learn(self, name: str) -> None:
        """The name that stood before the year at the beginning: whose report it is."""
        if 2 <= len(name) <= _LONGEST_UNIT:
            self._names.append(name)

    def end_at(self, text: str, at: int) -> int:
        """Where the name ends that begins here; the place itself where none does. The place that the unit is in may be
        left out: 普陀区某局 for 上海市普陀区某局.
        """
        sign = text[at]
        for name in self._names:
            for start in range(max(1, len(name) - _SHORTEST_UNIT)):
                if name[start] == sign and text.startswith(name[start:], at):
                    return at + len(name) - start
        return at
