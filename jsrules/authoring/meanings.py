"""What resolved rules ask, with names in place of the numbers that tables, blocks and columns have in a form set: so a
rule can be compared under two versions of it.
"""

from __future__ import annotations

from collections.abc import Hashable

from jsrules.base.record import RecordType, replace
from jsrules.model.form import BlockForm, FormSet
from jsrules.model.statements import Rule
from jsrules.model.syntax import ByCode, ByName, Cells, ColumnNumber, Existing, Keys, Note, Quantifier, Range


def meaning_of(rule: Rule, forms: FormSet | None) -> Hashable:
    """What a resolved rule asks, without its name, level and words."""
    plain = replace(rule, name="", level=None, nature="", basis="", message="", tags=(), waivable=True, allowed=())
    return _Naming(forms).plain(plain)


class _Naming:
    def __init__(self, forms: FormSet | None) -> None:
        self._forms = forms

    def plain(self, value: object) -> Hashable:
        """A value as nested tuples."""
        if isinstance(value, tuple):
            return tuple(map(self.plain, value))
        cls: object = type(value)
        if not isinstance(cls, RecordType):
            return value
        fields = {name: getattr(value, name) for name in cls.__compared__}
        if self._forms is not None:
            fields |= self._named(value, self._forms)
        return cls.__name__, *(self.plain(each) for each in fields.values())

    def _named(self, value: object, forms: FormSet) -> dict[str, object]:
        """The fields of a value that are numbers in the form set, as names."""
        match value:
            case Cells(form=form, block=number):
                block = forms.forms[form].blocks[number]
                several = not isinstance(value.rows, Keys | ByName | ByCode)
                return {
                    "form": forms.forms[form].path,
                    "block": (block.name, tuple(row.key for row in block.rows) if several else ()),
                    "columns": _columns(value.columns, block),
                }
            case Existing(form=form, block=number):
                block_name = forms.forms[form].blocks[number].name if number >= 0 else None
                return {"form": forms.forms[form].path, "block": block_name}
            case Note(form=form):
                return {"form": forms.forms[form].path}
            case Quantifier(blocks=blocks):
                return {"blocks": tuple(_ranged(forms, *each) for each in blocks)}
        return {}


def _columns(selector: object, block: BlockForm) -> object:
    """The columns that a selector means, by name; those whose number is not fixed with all there are."""
    names = tuple(column.name for column in block.columns)
    match selector:
        case ColumnNumber(number=number):
            return names[number]
        case Range(first=ColumnNumber(number=first), last=ColumnNumber(number=last)):
            return names[first : last + 1]
    return selector, names


def _ranged(forms: FormSet, form: int, number: int) -> object:
    """What a quantifier ranges over in a block."""
    block = forms.forms[form].blocks[number]
    rows = tuple(row.key for row in block.rows)
    return forms.forms[form].path, block.name, rows, tuple(column.name for column in block.columns)
