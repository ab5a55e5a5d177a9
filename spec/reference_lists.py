"""``language.md`` as code, page of lists that may lack rows (列全没有): what is short of its total may be so because of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from jsrules.model import syntax as s
from jsrules.model.report import Block, Row
from jsrules.model.tree import walk
from spec.reference_numbers import Found, Unknown, attempt
from spec.reference_units import Consolidated

LISTS = (s.Every, s.Children, s.OfLevel, s.Range, s.Details)
LEVELS = {"class": 1, "group": 2, "item": 3}


class Lists(Consolidated):
    """Knows which lists of rows may lack some."""

    forms: Any
    comparable = True  # 口径

    def lacks(self, node: Any, above: str) -> bool:
        """Whether a list of rows, those below an account or ("") 各类, may lack some."""
        block, form = self.block(node), self.forms[node.form]
        shape = form.blocks[node.block]
        due = {row.key for row in shape.rows if row.expected}
        if getattr(node.rows, "section", ""):  # 没有表样的，情况说明一节里的各个数
            return True
        if block.whole is None and self.report.forms.inferred and form.title.startswith("情况说明."):
            return True
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
        if shape.blank_rows and parts_left_out(block, shape.rows):
            return True
        totals = [row.key for row in shape.rows if not row.code and row.key in block.rows]
        if shape.blank_rows or (not above and len(totals) != 1):
            return False
        return self.short_of(node, above) > 0

    def short_of(self, node: Any, above: str) -> int:
        """几栏都大于之下各行之和，像是少了行。"""
        rows = self.rows(node)
        totals = [row.key for row in self.forms[node.form].blocks[node.block].rows if not row.code and row.key in rows]
        return self.falls_short(node, rows[above or totals[0]], [rows[x] for x in self.below(node, above)])

    def falls_short(self, node: Any, total: Row, parts: list[Row]) -> int:
        """几栏短，像是少了行；不像的是 0：没有一栏超过，短的不止一栏；没有下级的、有的栏没有列出或读不出的，短一栏就是。"""
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
                return 0
            short += left > room
        return short if short > 1 or unseen or not parts else 0

    def is_lost(self, node: Any, above: str) -> bool:
        """表别处都写全了（不可缺的栏都列出了，合计之下有行），几栏都短，又没有说列没列全：像是少写了行。"""
        block, shape = self.block(node), self.forms[node.form].blocks[node.block]
        excerpt = block.whole is not None or self.forms[node.form].is_prose or not shape.open_rows or shape.blank_rows
        excerpt = excerpt or any(row.key not in block.rows for row in shape.rows if row.expected)
        excerpt = excerpt or any(not shape.columns[n].optional for n in block.unlisted)
        return not excerpt and bool(self.below(node, above)) and self.short_of(node, above) > 1

    def list_lacks(self, node: s.Cells, at: Any) -> str:
        """Whether the list of rows that a reference means may lack some: ``lost`` where all that speaks for it are rows
        that an otherwise whole table seems to have lost, ``unknown`` otherwise; empty when it lacks none.
        """
        if node.origin == -1 and not self.unit:
            found = {x for x in self.each_unit(self.list_lacks, node, at) if isinstance(x, str)}
            return max(found, default="")  # "unknown" goes before "lost", and either before ""
        if not is_list(node) or isinstance(attempt(self.block, node), Unknown):
            return ""
        coded = [row for row in self.rows(node).values() if row.code]
        match node.rows:
            case s.Children():
                heads = [at[2]]
            case s.OfLevel("top"):
                heads = [""]
            case s.OfLevel(level):
                heads = ["", *(row.code for row in coded if row.level < LEVELS[level])]
            case _:
                heads = ["", *(row.code for row in coded if self.below(node, row.code))]
        short = [each for each in heads if self.lacks(node, each)]
        return ("lost" if all(self.is_lost(node, each) for each in short) else "unknown") if short else ""

    def unless_lacking(self, node: s.Expression, at: Any, found: Found, under: tuple[Any, ...]) -> Found:
        """不符的公式里，合计的各行不知道是不是列全了，而少了行也会这样的，无法判断。``under`` 是成立的条件。"""
        if found.verdict != "violation" or not self.comparable:
            return found
        proven = [place for each in under for place in proven_by(each)]
        short = {""}
        sides = [(node.left, 1), (node.right, -1)] if isinstance(node, s.Compare) else []
        chosen = [x.arguments for x in walk(node) if isinstance(x, s.Call) and x.function == "any"]  # 成立的可能是缺的
        others = [x for x in walk(node) if isinstance(x, s.Compare)] if not sides else []
        sides += [(side, 0) for each in others for side in (each.left, each.right)]
        sides += [(x, 0) for each in chosen for x in each]
        for cells, sign in [x for side in sides for x in lists_in(*side)]:
            shape, columns = self.forms[cells.form].blocks[cells.block], attempt(self.columns, cells, at)
            signed = not isinstance(columns, Unknown) and any(shape.columns[n].signed for n in columns)  # 没有上一栏
            signed = signed or any(x.signed for x in shape.rows)
            explains = not sign or found.difference is None or signed or found.difference * sign < 0
            if sign and found.difference == 0 and not signed:  # 两边相同而不得相同的，多一行就不同了
                explains = isinstance(node, s.Compare) and node.operator in ("<>", ">" if sign > 0 else "<")
            if list_of(cells) not in proven and explains:
                short.add(self.list_lacks(cells, at))
        return {"": found, "lost": Found("undetermined", "lost_row"), "unknown": Found("undetermined")}[max(short)]

    def block(self, node: Any) -> Block:
        """`reference_stated`."""
        raise NotImplementedError

    def rows(self, node: Any) -> dict[str, Row]:
        """`reference_stated`."""
        raise NotImplementedError

    def is_blank_row(self, node: Any, key: str) -> bool:
        """`reference_stated`."""
        raise NotImplementedError

    def columns(self, node: s.Cells, at: Any) -> list[int]:
        """`reference_places`."""
        raise NotImplementedError

    def below(self, node: s.Cells, above: str) -> list[str]:
        """`reference_places`."""
        raise NotImplementedError


def only_totals(block: Block, due: list[str]) -> bool:
    """只写了应列的行（合计、总计），而它们有数：别的行没有列出。"""
    amounts = [cell.amount for row in block.rows.values() for cell in row.cells if cell]
    return bool(due) and set(block.rows) <= set(due) and any(each and each.mantissa for each in amounts)


def parts_left_out(block: Block, rows: Any) -> list[str]:
    """第一个应列行（合计）有数，它上面的各行一行也没有写，写了的都在它下面：上面的各行没有列出。"""
    due = [number for number, row in enumerate(rows) if row.expected and row.key in block.rows]
    above = [row.key for row in rows[: due[0]]] if due else []
    below = [row.key for row in rows[due[0] :]] if due else []
    amounts = [cell.amount for cell in block.rows[below[0]].cells if cell] if due else []
    return above if set(block.rows) <= set(below) and any(each and each.mantissa for each in amounts) else []


def is_list(node: s.Cells) -> bool:
    """写了的各行，可能少了行；没有表样的报告，情况说明一节里的各个数也是。"""
    return isinstance(node.rows, LISTS) or bool(isinstance(node.rows, s.Keys) and node.rows.section)


def list_of(node: s.Cells) -> Any:
    """哪一个表里（没有表样的，情况说明哪一节里）的各行。"""
    return node.form, node.block, getattr(node.rows, "section", "")


def proven_by(condition: Any) -> list[Any]:
    """The lists that a condition which holds proves to be whole: 覆盖，或个数与写明的相等。"""
    match condition:
        case s.Logic("and", operands):
            return [place for each in operands for place in proven_by(each)]
        case s.Compare("=" | "==", left, right):
            calls = [each for each in (left, right) if getattr(each, "function", "") == "count"]
        case _:
            calls = [condition] if getattr(condition, "function", "") == "covers" else []
    lists = [each.arguments[0] for each in calls]
    return [list_of(each) for each in lists if isinstance(each, s.Cells)]


def lists_in(node: Any, sign: int) -> list[tuple[s.Cells, int]]:
    """The lists of rows in one side of a comparison, with the sign that they are added with; 0 where it is neither."""
    match node:
        case s.Cells():
            return [(node, sign)] if is_list(node) else []
        case s.Negative(operand):
            return lists_in(operand, -sign)
        case s.Arithmetic(first, rest):
            turned = {"+": sign, "-": -sign}
            later = [x for each in rest for x in lists_in(each.operand, turned.get(each.operator, 0))]
            return lists_in(first, sign) + later
        case s.Chosen(cells, condition):  # 多了行，取出来的只会更多；条件自己要用列表的，就不知道了
            asked = [x for x in walk(condition) if isinstance(x, s.Cells) and is_list(x)]
            return lists_in(cells, 0 if asked else sign) + [(x, 0) for x in asked]
        case s.Call(function, arguments):
            return [x for each in arguments for x in lists_in(each, sign if function in ("sum", "count") else 0)]
    return []
