"""``language.md`` as code, page of what a report does not state (没有列出): neither blank nor 0.

A block that is not written, a column that 栏 leaves out, a row of which nobody says that it is blank; and lists that may lack rows.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from jsrules.base.units import find_unit
from jsrules.model import syntax as s
from jsrules.model.report import Block, Cell, Row, Table
from spec.reference_lists import Lists, only_totals, parts_left_out
from spec.reference_numbers import Figure, Unknown, attempt
from spec.reference_texts import printed as is_printed


class Unstated(Unknown):
    """A place that a table which is there does not show."""


def unstated(optional: bool) -> Unstated:
    """没有列出：无法判断；表样写明可缺：不适用。"""
    return Unstated("not_applicable" if optional else "undetermined")


class Shown(Lists):
    """Knows what a report shows. ``missing`` is what a rule says of rows that are not written (缺行)."""

    missing: str
    assumed: Any = None  # the unit in which figures are read that have none of their own
    percent = False  # whether figures without a unit are read as percentages, of them ``alone`` that of one cell
    alone: int | None = None

    def table(self, node: Any) -> Table:
        """要用的表没有：无法判断；表样写明可缺：不适用；不知道有没有（？）：无法判断。"""
        if node.form in self.source(node).unsure:
            raise Unknown("undetermined")
        if node.form not in self.source(node).tables:
            raise Unknown("not_applicable" if self.forms[node.form].optional else "undetermined")
        found: Table = self.source(node).tables[node.form]
        return found

    def block(self, node: Any) -> Block:
        """The block of a reference; 栏块没有写是没有列出。"""
        found = self.table(node).blocks[node.block]
        if not found.stated:
            raise unstated(self.forms[node.form].blocks[node.block].optional)
        return found

    def rows(self, node: Any) -> dict[str, Row]:
        """The rows that the report writes in a block."""
        return self.block(node).rows

    def figure_in(self, node: s.Cells, place: Any, texts: bool) -> Figure | None:
        """The figure at a place, None when it is blank."""
        row = self.rows(node).get(place[2])
        return self.figure(node, place[2], row.cells[place[3]] if row else None, texts, place[3])

    def figures(self, node: s.Cells, at: Any, texts: bool = False) -> list[Figure | None]:
        """The figures that a reference means, None where it is blank."""
        return [self.figure_in(node, place, texts) for place in self.elements(node, at)]

    def figure(self, node: s.Cells, key: str, cell: Cell | None, texts: bool = False, column: int = 0) -> Figure | None:
        """The figure in a cell, None when it is blank; ``texts``: 计数 时印出的文字也是一个。"""
        form, is_written = self.forms[node.form], key in self.rows(node)
        if is_printed(cell) and texts and cell and cell.problem:
            return Figure(Fraction(0), Fraction(0), Fraction(0), cell.index)
        shape = form.blocks[node.block]
        if cell is not None and cell.amount is not None:
            unit = self.size(cell.amount.unit.name) / 10**cell.amount.decimals
            if self.assumed is not None and cell.units and self.assumed.dimension == cell.amount.unit.dimension:
                unit = self.size(self.assumed.name) / 10**cell.amount.decimals
            unit /= 100 if self.percent and self.is_bare(cell) and self.alone in (None, cell.index) else 1
            return Figure(cell.amount.mantissa * unit, unit / 2 * (not cell.amount.exact), unit, cell.index)
        if cell is None and self.report.forms.inferred and self.number(node) > 1:
            raise Unknown("undetermined")  # 没有表样，不知道下级单位可以不写什么
        if (cell is not None and cell.problem) or form.is_prose:  # 写的不是数；情况说明的数没有。表样写明可缺：不适用
            declared = shape.row(key)
            optional = declared and declared.optional and not (is_written and len(shape.columns) > 1)
            optional = form.is_prose and (optional or shape.columns[column].optional)
            raise Unknown("not_applicable" if optional else "undetermined")
        return self.unwritten(node, key, column) if cell is None else None

    def unwritten(self, node: s.Cells, key: str, column: int) -> None:
        """Raises `Unknown` where a cell that is not written in a table stands for no blank."""
        block, shape = self.block(node), self.forms[node.form].blocks[node.block]
        declared = shape.row(key)
        if column in block.unlisted:
            raise unstated(shape.columns[column].optional)
        if key in block.rows:
            return
        if self.missing != "blank":
            raise Unknown({"absent": "undetermined", "skip": "not_applicable"}[self.missing])
        if (
            isinstance(node.rows, s.Here)
            and not declared
            and not (shape.open_rows and bool(shape.keyed) == key.isdigit())
        ):
            raise Unknown("not_applicable")  # 那张表不会有这样的行
        if not self.is_blank_row(node, key):
            raise unstated(bool(declared and declared.optional))

    def is_blank_row(self, node: Any, key: str) -> bool:
        """没有写的行是不是空白：报告说列全了的是；表样说“未写的行: 空白”而应列的行都写了的是；科目表里，写了的各行已经
        凑成上一级的，别的科目是空白。
        """
        block, shape = self.block(node), self.forms[node.form].blocks[node.block]
        if key in block.unknown:  # 上年、下级的表样没有这一行
            return False
        if block.whole is not None or self.report.forms.inferred:
            return block.whole is not False
        due = [row.key for row in shape.rows if row.expected]
        by_form = shape.blank_rows and all(each in block.rows for each in due) and not only_totals(block, due)
        if declared := shape.row(key):
            return bool(by_form and key not in due and declared.key not in parts_left_out(block, shape.rows))
        if shape.blank_rows or not shape.keyed or not key.isdigit():
            whole = by_form and not parts_left_out(block, shape.rows)
            return bool(whole or not shape.keyed or not key.isdigit())
        codes = [row.code for row in block.rows.values() if row.code]
        below = any(code.startswith(key) for code in codes)  # 写了它的下级，它自己就不是空白
        return not below and not self.lacks(node, max(filter(key.startswith, codes), key=len, default=""))

    def shows(self, node: s.Call, at: Any) -> bool:
        """存在、空白、覆盖：问报告印了什么。没有列出的不存在；是不是空白、有没有覆盖，不知道。"""
        place, *others = node.arguments
        if node.function == "covers":  # B 里有金额（不是 0）的行，A 里都印出来了
            self.table(place), self.table(others[0])
            listed = {cell.row for cell in self.printed(place, at)}
            lacking = [cell.amount for cell in self.printed(others[0], at) if cell.row not in listed]
            if any(amount and amount.mantissa for amount in lacking):
                return False
            if None in lacking or self.list_lacks(others[0], at):  # 印的是文字，不知道是不是 0；B 不知道是不是列全了
                raise Unknown("undetermined")
            return True
        if isinstance(place, s.Existing):
            source = attempt(self.source, place)
            if not isinstance(source, Unknown) and place.form in source.unsure:  # 不知道有没有这张表
                raise Unknown("undetermined")
        if node.function == "exists" and isinstance(place, s.Existing):
            found = attempt(self.table if place.block < 0 else self.rows, place)
            return not isinstance(found, Unknown) and found != {}
        found = attempt(self.printed, place, at)
        if isinstance(found, Unstated) and node.function == "exists":
            return False
        if isinstance(found, Unknown):
            raise found
        if node.function == "blank" and not found and isinstance(place, s.Cells):
            self.all_shown(place, at)
        return bool(found) is (node.function == "exists")

    def all_shown(self, node: s.Cells, at: Any) -> None:
        """Raises `Unstated` where a table shows a part of what a reference means not at all."""
        if self.forms[node.form].is_prose or isinstance(attempt(self.table, node), Unknown):
            return
        for _, _, row, column in self.elements(node, at):
            cell = self.rows(node)[row].cells[column] if row in self.rows(node) else None
            lacking = attempt(self.unwritten, node, row, column) if cell is None else None
            if isinstance(lacking, Unstated):
                raise lacking
            if isinstance(lacking, Unknown):
                return

    def is_bare(self, cell: Cell) -> bool:
        """不带单位，也不知道是什么的数。"""
        return cell.amount is not None and cell.amount.unit.dimension == "" and not cell.amount.exact

    def size(self, name: str) -> Fraction:
        """元、万元等自动换算: how many of the report's money units one of another is; 万人 is 10,000 人."""
        unit, money = find_unit(name), find_unit(self.report.forms.money_unit)
        if unit is None or unit.dimension == "ratio":
            return Fraction(1)
        return Fraction(10) ** (unit.power - (unit.money * money.power if money else 0))

    def source(self, node: Any) -> Any:
        """`reference_places`."""
        raise NotImplementedError

    def printed(self, node: Any, at: Any) -> list[Any]:
        """`reference_places`."""
        raise NotImplementedError

    def elements(self, node: s.Cells, at: Any) -> list[Any]:
        """`reference_places`."""
        raise NotImplementedError

    def columns(self, node: s.Cells, at: Any) -> list[int]:
        """`reference_places`."""
        raise NotImplementedError

    def below(self, node: s.Cells, above: str) -> list[str]:
        """`reference_places`."""
        raise NotImplementedError
