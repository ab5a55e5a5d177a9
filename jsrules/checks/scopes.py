"""What names refer to where a rule stands: a table, a block or section, or any table."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.source import Source, Span
from jsrules.checks.complaints import Complaints
from jsrules.checks.lookup import (
    Meaning,
    find_anywhere,
    find_blocks,
    find_forms,
    find_in_form,
    find_in_section,
    find_sections,
)
from jsrules.model.form import BlockPlace, FormSet
from jsrules.model.syntax import Index, Keys


class Scopes:
    """The scope of one source's rules: ``scope`` is the form that names refer to, or None between tables."""

    def __init__(self, forms: FormSet, source: Source) -> None:
        self.forms = forms
        self.source = source
        self.complain = Complaints(forms, source)
        self.scope: int | None = None
        self.scope_block: int | None = None
        self.section = ""

    # -- scopes

    def set_scope(self, parts: tuple[str, ...], span: Span) -> None:
        """Let the names that follow refer to a table, a section of a report without a form set, or (no parts) to none.

        Raises `InputError` when there is no such table.
        """
        self.scope = self.complain.scope = self.scope_block = None
        self.section = ""
        if not parts:
            return
        if self.forms.inferred and all(rest for _, rest in find_forms(self.forms, parts)):
            self.section = self.complain.the_one(parts, span, find_sections(self.forms, parts))
            if self.section:
                return
        form, block = self._table(parts, span)
        self.scope, self.scope_block = form, block
        self.complain.scope = form

    def _table(self, parts: tuple[str, ...], span: Span) -> tuple[int, int | None]:
        if self.scope is not None and self._is_block_of_scope(parts):
            return self.scope, find_blocks(self.forms.forms[self.scope], parts, loose=True)[0][0]
        found: list[tuple[int, int | None]] = []
        inside = find_forms(self.forms, (self.section, *parts), loose=True) if self.section else []
        for form, rest in inside or find_forms(self.forms, parts, loose=True):
            if not rest:
                found.append((form, None))
            elif len(rest) == 1:
                blocks = find_blocks(self.forms.forms[form], rest, loose=True)
                if len(blocks) == 1 and not blocks[0][1]:
                    found.append((form, blocks[0][0]))
        if not found:
            raise self.complain.unknown(
                parts, span, [each.path for each in self.forms.forms if each.title], say("表", "table")
            )
        if len(found) > 1:
            raise self.complain.ambiguous(
                parts, span, [Meaning(form, -1 if block is None else block) for form, block in found]
            )
        return found[0]

    def _is_block_of_scope(self, parts: tuple[str, ...]) -> bool:
        if self.scope is None or len(parts) != 1:
            return False
        form = self.forms.forms[self.scope]
        return len(form.blocks) > 1 and not find_blocks(form, parts, loose=True)[0][1]

    def names_table(self, parts: tuple[str, ...]) -> bool:
        """Whether a name means a table, or a block of the one in scope."""
        return self._is_block_of_scope(parts) or any(not rest for _, rest in find_forms(self.forms, parts))

    def _places(self, form: int, block: int | None) -> list[BlockPlace]:
        if block is not None:
            return [(form, block)]
        return [(form, number) for number in range(len(self.forms.forms[form].blocks))]

    def _targets(self, parts: tuple[str, ...], place: BlockPlace | None, loose: bool = False) -> list[Meaning]:
        form = place[0] if place is not None else self.scope
        if form is not None:
            targets = find_in_form(self.forms, form, parts, loose)
            block = self.scope_block if place is None else None
            if block is not None:
                targets = [target for target in targets if target.block == block]
            if targets:
                return targets
            named = [
                target
                for number, rest in find_forms(self.forms, parts, loose)
                for target in find_in_form(self.forms, number, rest, loose)
            ]
            if named or not (self.forms.narrative and fold(parts[0]) == fold(self.forms.narrative)):
                return named
        inside = find_in_section(self.forms, self.section, parts, loose)
        return inside or find_anywhere(self.forms, parts, loose)

    def _row_before(self, node: Index, place: BlockPlace | None) -> Meaning | None:
        """The row that a name before brackets means, where it is no table: 月末余额[上一栏], 本月收入[1月..6月]."""
        tables = find_forms(self.forms, node.base)
        if any(not rest or not find_blocks(self.forms.forms[form], rest)[0][1] for form, rest in tables):
            return None
        for loose in (False, True):
            targets = self._targets(node.base, place, loose)
            if targets:
                is_row = len(targets) == 1 and targets[0].row >= 0 > targets[0].column
                return targets[0] if is_row else None
        return None

    def _keys_of(self, row: Meaning) -> Keys:
        return Keys((self.forms.forms[row.form].blocks[row.block].rows[row.row].key,))
