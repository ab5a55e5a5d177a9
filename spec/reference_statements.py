"""``language.md`` as code, page of 前后一致: figures that the narrative states several times.

Whatever is stated there is one figure with several places: rules go by its first statement, then by each of the others.
"""

from __future__ import annotations

from typing import Any

from jsrules.model import syntax as s
from jsrules.model.report import Report
from jsrules.model.tree import parts, walk
from spec.reference_numbers import Found, Number, Unknown, attempt, compare
from spec.reference_texts import narrow, printed


class Stated:
    """Judges a rule with each statement of a figure in turn, and holds the statements of one figure against each other."""

    report: Report

    def at(self, body: s.Expression, at: Any) -> list[Found]:
        """The findings on a rule's body in one place, then what other statements lead to that was not said of the same
        equation: 规则先按第一处判，再把一个数换成它的另一处，判得不同的另列一条（不符、尾差还看差多少）。
        """
        found = self.once(body, at)
        if any(getattr(each, "function", "") == "consistent" for each in walk(body, parts)):
            return found  # 写了前后一致的规则不再另判
        said: list[list[Any]] = [[what(each)] for each in found]
        more = []
        for row, column, first in self.restated():
            for other in first.restated:
                row.cells[column] = other
                for number, each in enumerate(self.once(body, at)):
                    said += [[]] if number == len(said) else []
                    more += [] if what(each) in said[number] else [each]
                    said[number].append(what(each))
            row.cells[column] = first
        return found + more

    def restated(self) -> list[tuple[Any, int, Any]]:
        """The figures that are stated several times, here and in related reports, in their order there: the row, the
        column, the first statement.
        """
        reports = [each for each in (self.report, self.report.prior, *(self.report.subordinates or ())) if each]
        rows = [
            [row for table in each.tables.values() for block in table.blocks for row in block.rows.values()]
            for each in reports
        ]
        cells = [[(row, n, cell) for row in each for n, cell in enumerate(row.cells) if cell] for each in rows]
        return [x for each in cells for x in sorted(each, key=lambda found: found[2].index) if x[2].restated]

    def agreements(self, node: s.Call, at: Any) -> list[Found]:
        """前后一致：第一处与印得不同的每一处相等；都印得相同，就是一条相符；没有写了几处的数，不适用。有文字时合为一条。"""
        (cells,) = node.arguments
        self.table(cells)
        found, texts = [], []
        for key, first in self.cells(cells, at):
            if not printed(first) or not first.restated:
                continue
            others = [each for each in first.restated if print_of(each) != print_of(first)]
            others = list({print_of(each): each for each in reversed(others)}.values())[::-1] or [first.restated[0]]
            if not all(each.amount for each in (first, *others)):
                texts += [narrow(each.problem) == narrow(first.problem) for each in others]
                continue
            one, *two = [self.figure(cells, key, each) for each in (first, *others)]
            equal = s.Compare("=", cells, cells)
            found += [compare(equal, Number.of(one.value, one.half, one), Number.of(x.value, x.half, x)) for x in two]
        if not found and not texts:
            raise Unknown("not_applicable")
        if not texts:
            return found
        worst = min(
            (each[:2] for each in found), key=lambda x: ("violation", "rounding", "pass").index(x[0]), default=()
        )
        return [Found(*(worst or ("pass",))) if all(texts) else Found("violation")]

    def agreed(self, node: s.Call, at: Any) -> list[Found]:
        """The findings on 前后一致 as a rule of its own."""
        found = attempt(self.agreements, node, at)
        return [Found(*found.args)] if isinstance(found, Unknown) else found

    def once(self, body: s.Expression, at: Any) -> list[Found]:
        """The findings with the statements that stand in their places: `reference` says how."""
        raise NotImplementedError

    def table(self, node: Any) -> Any:
        """`reference_places`."""
        raise NotImplementedError

    def cells(self, node: s.Cells, at: Any) -> list[tuple[str, Any]]:
        """`reference_places`."""
        raise NotImplementedError

    def figure(self, node: s.Cells, key: str, cell: Any) -> Any:
        """`reference_places`."""
        raise NotImplementedError


def what(found: Found) -> Any:
    """What makes a finding another one."""
    return found if found.verdict in ("violation", "rounding") else found.verdict


def print_of(cell: Any) -> object:
    """What is printed, as far as it makes a difference: 269.85 and 269.850 do not say the same."""
    return (cell.amount.mantissa, cell.amount.decimals, cell.amount.unit) if cell.amount else narrow(cell.problem)
