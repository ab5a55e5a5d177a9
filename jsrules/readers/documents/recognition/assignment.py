"""Which table of the form set each printed table is: by its title, and where that does not tell, by what it has.

A table without a title, or with one that no form has, goes by its columns, rows and place among the others, where one
form alone fits it. Of tables with one title the one that fits it best has it.
"""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.record import Record
from jsrules.model.form import FormSet
from jsrules.readers.documents.recognition.captions import KnownTitles
from jsrules.readers.documents.recognition.continuation import PrintedTable
from jsrules.readers.documents.recognition.fits import FormFit, begins_alike, fit_of, is_alike

_MOST = 60
"""Of so many tables that no title tells it is asked which form they fit: beyond, a document is no set of accounts."""


class AssignedForm(Record, frozen=False):
    """The form of a printed table, -1 for none. ``by_shape``: it is known by its columns and rows; ``repeats`` is the
    form whose title it has, where another table is that form already. ``misplaced``: what stands above it is a title,
    but not its own: nothing in it is that table's.
    """

    form: int = -1
    by_shape: bool = False
    repeats: int = -1
    misplaced: bool = False


def assigned(
    tables: Sequence[PrintedTable], titles: KnownTitles, forms: FormSet | None, unit: str
) -> list[AssignedForm]:
    """The form of each table."""
    found = [AssignedForm(titles.form_of(each.title)) for each in tables]
    if forms is not None:
        _Assigner(tables, forms, unit, found).run()
    return found


class _Assigner:
    def __init__(self, tables: Sequence[PrintedTable], forms: FormSet, unit: str, found: list[AssignedForm]) -> None:
        self._tables = tables
        self._forms = forms
        self._unit = unit
        self._found = found
        self._fits: dict[tuple[int, int], FormFit] = {}

    def run(self) -> None:
        """Settle who has a title that stands twice, then who has none."""
        self._settle_repeated()
        self._settle_misplaced()
        rest = [at for at, each in enumerate(self._found) if each.form < 0 and self._may_be_asked(at)]
        if len(rest) > _MOST:
            return
        while rest:
            wanted = {at: self._only(at) for at in rest}
            sure = [at for at, form in wanted.items() if form >= 0 and list(wanted.values()).count(form) == 1]
            if not sure:
                return
            for at in sure:
                self._found[at].form, self._found[at].by_shape = wanted[at], True
                rest.remove(at)

    def _may_be_asked(self, at: int) -> bool:
        return bool(self._tables[at].spans or self._tables[at].lines)

    def _settle_repeated(self) -> None:
        for form in dict.fromkeys(each.form for each in self._found if each.form >= 0):
            several = [at for at, each in enumerate(self._found) if each.form == form]
            if len(several) > 1:
                best = max(several, key=lambda at: (self._weight(at, form), -at))
                for at in several:
                    if at != best:
                        self._found[at] = AssignedForm(repeats=form)

    def _settle_misplaced(self) -> None:
        """A title may stand right above another table whose own is lost: the last one of a table of contents."""
        taken = {each.form for each in self._found}
        if all(form.is_prose or form.optional or number in taken for number, form in enumerate(self._forms.forms)):
            return
        for at, each in enumerate(self._found):
            titled = max(each.form, each.repeats)
            if titled >= 0 and self._tables[at].spans and not self._fit(at, titled).is_near:
                found, each.form, each.repeats, each.misplaced = (each.form, each.repeats), -1, -1, True
                if self._only(at) < 0:
                    (each.form, each.repeats), each.misplaced = found, False

    def _weight(self, at: int, form: int) -> tuple[bool, bool]:
        """A table with rows before one without, one that fits its form before one that does not."""
        if not self._may_be_asked(at):
            return False, False
        fit = self._fit(at, form)
        return fit.is_near, fit.is_clear

    def _fit(self, at: int, form: int) -> FormFit:
        if (at, form) not in self._fits:
            self._fits[at, form] = fit_of(self._tables[at], form, self._forms)
        return self._fits[at, form]

    def _only(self, at: int) -> int:
        """The only form that a table can be; -1 where there is none, or another one is near."""
        free = self._free(at)
        clear = [form for form in free if self._fit(at, form).is_clear]
        near = [form for form in free if self._fit(at, form).is_near]
        if len({*clear, *near}) > 1:
            clear, near = ([form for form in each if self._is_in_order(at, form)] for each in (clear, near))
        if len(clear) != 1 or not set(near) <= set(clear) or not self._is_in_order(at, clear[0]):
            return -1
        return clear[0]

    def _free(self, at: int) -> list[int]:
        """The forms that no other table is, and that the table's title, where it has one, does not rule out."""
        taken = {each.form for each in self._found}
        table = self._tables[at]
        titled = (
            bool(table.title)
            and not self._found[at].misplaced
            and all(each.sheet != table.title for each in table.places)
        )
        repeats = self._found[at].repeats

        def may_be(number: int) -> bool:
            if repeats >= 0:
                return begins_alike(table.title, self._forms.forms[number], self._unit)
            return not titled or is_alike(table.title, number, self._forms, self._unit)

        return [
            number
            for number, form in enumerate(self._forms.forms)
            if not form.is_prose
            and number not in taken
            and not any(block.free_columns for block in form.blocks)
            and may_be(number)
        ]

    def _is_in_order(self, at: int, form: int) -> bool:
        """Whether the form stands where this table does among the tables that are known; these tell nothing unless they
        are in order.
        """
        before = [each.form for each in self._found[:at] if each.form >= 0]
        behind = [each.form for each in self._found[at + 1 :] if each.form >= 0]
        if [*before, *behind] != sorted([*before, *behind]):
            return True
        return (not before or before[-1] < form) and (not behind or form < behind[0])
