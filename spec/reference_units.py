"""``language.md`` as code, page of 下级单位: a reference to all subordinate units is read in the report of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jsrules.model.statements import Rule
from spec.reference_numbers import Found, Unknown, attempt
from spec.reference_statements import Stated
from spec.reference_texts import is_words


class Consolidated(Stated):
    """Knows the reports of subordinate units. ``unit`` is the number of the one that 下级单位 is to; 0 for all."""

    unit = 0

    def number(self, node: Any) -> int:
        """The number of that report: 0, 1, and from 2 on those of the subordinate units."""
        return self.unit if node.origin == -1 else node.origin

    def units(self) -> list[int]:
        """下级单位: the numbers of their reports; 没有给出就是无法判断。"""
        if self.report.subordinates is None:
            raise Unknown("undetermined")
        return [number + 2 for number in range(len(self.report.subordinates))]

    def each_unit(self, function: Callable[..., Any], *arguments: Any) -> list[Any]:
        """What a function gives where 下级单位 is each of them in turn, or the `Unknown` that it raises."""
        found = []
        for unit in self.units():
            self.unit = unit
            found.append(attempt(function, *arguments))
        self.unit = 0
        return found

    def of_all_units(self, function: Callable[..., Any], *arguments: Any) -> list[Any]:
        """哪个下级单位缺了，就无法判断；都可以不写而都没有写，才是不适用。"""
        parts = self.each_unit(function, *arguments)
        unknown = [each.args[0] for each in parts if isinstance(each, Unknown)]
        if unknown:
            every = len(unknown) == len(parts) and set(unknown) == {"not_applicable"}
            raise Unknown("not_applicable" if every else "undetermined")
        return [each for part in parts for each in part]

    def in_places(self, rule: Rule, places: list[Any]) -> list[Any]:
        """What the rule says in each of its places; with 每个下级单位, of each of these."""
        if rule.quantifier is not None and rule.quantifier.axes == ("unit",):
            return [each for found in self.each_unit(self.at, rule.body, places[0]) for each in found]
        found = []
        for self.outer in places:
            found += self.left_out(rule, self.outer) or self.at(rule.body, self.outer)
        return found

    def left_out(self, rule: Rule, at: Any) -> list[Any]:
        """用行次、栏次写的整行、整栏的公式：比率的栏、行不适用。"""
        if rule.quantifier is None or not rule.quantifier.implied:
            return []
        forms, (form, block, row, column) = self.report.forms, at
        rates = forms.is_rate(form, block, column) if column >= 0 else forms.is_rate_row(form, block, row)
        return [Found("not_applicable")] if rates else []

    def of_words(self, form: int, block: int, row: Any) -> bool:
        """整栏的公式不看文字的行：表样写明的；没有表样时，印的全是日期和没有数字的文字的。"""
        declared = self.report.forms.forms[form].blocks[block].row(row.key)
        printed = [cell for cell in row.cells if cell and (cell.amount or cell.problem)]
        of_words = bool(printed) and all(map(is_words, printed)) and self.report.forms.inferred
        return of_words or (declared is not None and declared.unit in ("文字", "日期"))
