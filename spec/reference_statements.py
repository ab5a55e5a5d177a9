"""``language.md`` as code, page of 前后一致: figures that the narrative states several times.

Whatever is stated there is one figure with several places: rules go by its first statement, then by each of the others.
"""

from __future__ import annotations

from typing import Any

from jsrules.base.names import fold
from jsrules.model import syntax as s
from jsrules.model.form import RowForm
from jsrules.model.report import Report
from jsrules.model.tree import parts, walk
from spec.reference_numbers import Found, Number, Unknown, attempt, compare
from spec.reference_texts import is_listed, narrow, printed


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
            if first is None or not first.restated or not all(map(printed, (first, *first.restated))):
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

    def lists(self, node: s.Call, at: Any) -> bool:
        """列有：一列名称里有没有这个名称，或同一行、同一科目的别的名称。"""
        cell, row = node.arguments
        text, names, code = self.text(cell, at), {self.text(row, at)}, ""
        if isinstance(row, s.PrintedName) and row.axis == "row":
            at = self.outer if row.outer else at
            block = self.report.forms.forms[at[0]].blocks[at[1]] if at[0] >= 0 else None
            names |= set(names_of(block.rows[block.row_index[at[2]]])) if block and at[2] in block.row_index else set()
            code = at[2] if at[2].isdigit() else ""
        for each in self.accounts(cell, at) if isinstance(cell, s.Cells) else []:
            same = {fold(x) for x in names} & {fold(x) for x in names_of(each)}
            names |= set(names_of(each)) if same or (code and each.code == code) else set()
        return is_listed(text, names)

    def accounts(self, cell: s.Cells, at: Any) -> list[Any]:
        """The accounts of the classification of which a cell is a list, and the rows that are declared in it."""
        ((_, _, key, column),) = self.elements(cell, at)
        forms = self.report.forms
        shape = forms.forms[cell.form].blocks[cell.block]
        row = shape.rows[shape.row_index[key]] if key in shape.row_index else shape.columns[column]
        of = row.list_of or shape.columns[column].list_of
        classes = forms.classifications[of].classes if of in forms.classifications else {}
        rows = [row for form in forms.forms for block in form.blocks if block.keyed == of for row in block.rows]
        return [RowForm(names[0], names[1:], code=code) for code, names in classes.items()] + (rows if of else [])

    def agreed(self, node: s.Call, at: Any) -> list[Found]:
        """The findings on 前后一致 as a rule of its own."""
        found = attempt(self.agreements, node, at)
        return [Found(*found.args)] if isinstance(found, Unknown) else found

    def agree(self, node: s.Call, at: Any) -> bool:
        """前后一致 in a condition: all statements of each figure are printed the same."""
        return all(each.verdict == "pass" for each in self.agreements(node, at))

    def once(self, body: s.Expression, at: Any) -> list[Found]:
        """The findings with the statements that stand in their places: `reference` says how."""
        raise NotImplementedError

    def table(self, node: Any) -> Any:
        """`reference_places`."""
        raise NotImplementedError

    def cells(self, node: s.Cells, at: Any) -> list[tuple[str, Any]]:
        """`reference_places`."""
        raise NotImplementedError

    def elements(self, node: s.Cells, at: Any) -> list[Any]:
        """`reference_places`."""
        raise NotImplementedError

    def text(self, node: Any, at: Any) -> str:
        """`reference_places`."""
        raise NotImplementedError

    def figure(self, node: s.Cells, key: str, cell: Any) -> Any:
        """`reference_places`."""
        raise NotImplementedError


def names_of(row: Any) -> tuple[str, ...]:
    """The names of a declared row."""
    return (row.name, *row.aliases)


def what(found: Found) -> Any:
    """What makes a finding another one."""
    return found if found.verdict in ("violation", "rounding") else found.verdict


def print_of(cell: Any) -> object:
    """What is printed, as far as it makes a difference: 269.85 and 269.850 do not say the same."""
    return (cell.amount.mantissa, cell.amount.decimals, cell.amount.unit) if cell.amount else narrow(cell.problem)
