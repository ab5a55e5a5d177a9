"""``language.md`` as code, page of what a report does not state (没有列出): neither blank nor 0.

A block that is not written, a column that 栏 leaves out, a row of which nobody says that it is blank; and lists that may lack rows.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from jsrules.base.units import find_unit
from jsrules.model import syntax as s
from jsrules.model.report import Block, Cell, Row, Table
from jsrules.model.tree import walk
from spec.reference_lists import LISTS, lists_in, only_totals, proven_by
from spec.reference_numbers import Figure, Found, Unknown, attempt
from spec.reference_texts import printed as is_printed
from spec.reference_units import Consolidated

LEVELS = {"class": 1, "group": 2, "item": 3}


class Unstated(Unknown):
    """A place that a table which is there does not show."""


def unstated(optional: bool) -> Unstated:
    """没有列出：无法判断；表样写明可缺：不适用。"""
    return Unstated("not_applicable" if optional else "undetermined")


class Shown(Consolidated):
    """Knows what a report shows. ``missing`` is what a rule says of rows that are not written (缺行)."""

    forms: Any
    missing: str
    assumed: Any = None  # the unit in which figures are read that have none of their own
    percent = False  # whether figures without a unit are read as percentages
    comparable = True  # 口径

    def table(self, node: Any) -> Table:
        """要用的表没有：无法判断；表样写明可缺：不适用。"""
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
            unit /= 100 if self.percent and self.is_bare(cell) else 1
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
        if block.whole is not None or self.report.forms.inferred:
            return block.whole is not False
        due = [row.key for row in shape.rows if row.expected]
        by_form = shape.blank_rows and all(each in block.rows for each in due) and not only_totals(block, due)
        if shape.row(key):
            return bool(by_form and key not in due)
        if shape.blank_rows or not shape.keyed or not key.isdigit():
            return bool(by_form or not shape.keyed or not key.isdigit())
        codes = [row.code for row in block.rows.values() if row.code]
        below = any(code.startswith(key) for code in codes)  # 写了它的下级，它自己就不是空白
        return not below and not self.lacks(node, max(filter(key.startswith, codes), key=len, default=""))

    def lacks(self, node: Any, above: str) -> bool:
        """Whether a list of rows, those below an account or ("") 各类, may lack some."""
        block, form = self.block(node), self.forms[node.form]
        shape = form.blocks[node.block]
        due = {row.key for row in shape.rows if row.expected}
        if block.whole is not None or self.report.forms.inferred:
            return block.whole is False
        if form.is_prose:  # 不可缺的项（都可缺的，全部）都写了，就是列全的
            firm = [row.key for row in shape.rows if not row.optional] or [row.key for row in shape.rows]
            return bool(shape.open_rows or set(firm) - set(block.rows))
        if not shape.open_rows:
            unwritten = [row.key for row in shape.rows if row.key not in block.rows and not row.optional]
            return not all(self.is_blank_row(node, each) for each in unwritten)
        if not shape.blank_rows and not shape.keyed:
            return False
        if due - set(block.rows) or (shape.blank_rows and only_totals(block, list(due))):
            return True
        totals = [row.key for row in shape.rows if not row.code and row.key in block.rows]
        if shape.blank_rows or (not above and len(totals) != 1):
            return False
        return self.falls_short(node, block.rows[above or totals[0]], [block.rows[x] for x in self.below(node, above)])

    def falls_short(self, node: Any, total: Row, parts: list[Row]) -> bool:
        """Whether rows seem to be missing: 没有一栏超过，短的不止一栏；没有下级的、有的栏没有列出或读不出的，短一栏就是。"""
        unlisted = self.block(node).unlisted
        short, unseen = 0, bool(unlisted)
        for n, column in enumerate(self.forms[node.form].blocks[node.block].columns):
            cells = [row.cells[n] for row in parts if row.cells[n]]
            first = total.cells[n]
            if n in unlisted or column.signed or column.unit in ("文字", "日期"):
                continue
            if any(cell and cell.problem for cell in (first, *cells)):
                unseen = True
                continue
            amounts = [cell.amount for cell in (first, *cells) if cell and cell.amount]
            if not first or not first.amount or any(x.unit is not first.amount.unit for x in amounts):
                continue
            values = [Fraction(x.mantissa, 10**x.decimals) for x in amounts]
            room = sum(Fraction(0 if x.exact else 1, 2 * 10**x.decimals) for x in amounts)
            left = values[0] - sum(values[1:])
            if left < -room:
                return False
            short += left > room
        return short > 1 or (short == 1 and (unseen or not parts))

    def list_lacks(self, node: s.Cells, at: Any) -> bool:
        """Whether the list of rows that a reference means may lack some."""
        if node.origin == -1 and not self.unit:
            return True in self.each_unit(self.list_lacks, node, at)
        if not isinstance(node.rows, LISTS) or isinstance(attempt(self.block, node), Unknown):
            return False
        coded = [row for row in self.rows(node).values() if row.code]
        match node.rows:
            case s.Children():
                return self.lacks(node, at[2])
            case s.OfLevel("top"):
                return self.lacks(node, "")
            case s.OfLevel(level):
                heads = [row.code for row in coded if row.level < LEVELS[level]]
            case _:
                heads = [row.code for row in coded if self.below(node, row.code)]
        return any(self.lacks(node, each) for each in ["", *heads])

    def unless_lacking(self, node: s.Expression, at: Any, found: Found, under: tuple[Any, ...]) -> Found:
        """不符的公式里，合计的各行不知道是不是列全了，而少了行也会这样的，无法判断。``under`` 是成立的条件。"""
        if found.verdict != "violation" or not self.comparable:
            return found
        proven = [place for each in under for place in proven_by(each)]
        sides = [(node.left, 1), (node.right, -1)] if isinstance(node, s.Compare) else []
        others = [x for x in walk(node) if isinstance(x, s.Compare)] if not sides else []
        sides += [(side, 0) for each in others for side in (each.left, each.right)]
        for cells, sign in [x for side in sides for x in lists_in(*side)]:
            shape = self.forms[cells.form].blocks[cells.block]
            signed = any(shape.columns[n].signed for n in self.columns(cells, at))
            explains = not sign or found.difference is None or signed or found.difference * sign < 0
            if (cells.form, cells.block) not in proven and explains and self.list_lacks(cells, at):
                return Found("undetermined")
        return found

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
