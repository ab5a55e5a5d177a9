"""``language.md`` as code, first page: where a rule's references lead in a report.

`reference` says what the rules make of what is found there.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any

from jsrules.base.names import fold
from jsrules.model import syntax as s
from jsrules.model.report import Cell, Report
from jsrules.model.statements import Applies, Rule
from jsrules.model.tree import walk
from spec.reference_details import bare, details, parts_of, picked, read, rows_of
from spec.reference_numbers import Unknown, attempt
from spec.reference_stated import Shown, unstated
from spec.reference_texts import is_words, narrow
from spec.reference_texts import printed as is_printed

LEVELS = {"class": 1, "group": 2, "item": 3}
At = tuple[int, int, str, int]  # the current form, block, row and column, as far as a rule ranges over them


def is_text(node: Any) -> bool:
    """Whether an expression is a text: 文字在引号里，表名.说明，报告.单位 等，本行、本栏，写明是文字或日期的单元格。"""
    if isinstance(node, s.Cells):
        return node.unit in ("文字", "日期")
    return isinstance(node, s.Text | s.Note | s.PrintedName) or (isinstance(node, s.Header) and node.name != "年度")


class Lookup(Shown):
    """Looks up what references mean in one report; ``missing`` is what a row means that it does not write (缺行)."""

    def __init__(self, report: Report, missing: str) -> None:
        self.report, self.forms, self.missing = report, report.forms.forms, missing
        self.outer: At = (-1, -1, "", -1)  # 规则逐一检查到哪里

    def places(self, rule: Rule) -> list[At]:
        """逐一: where the rule is to hold."""
        if rule.quantifier is None or rule.quantifier.axes == ("unit",):
            return [(-1, -1, "", -1)]
        axes, blocks = rule.quantifier.axes, rule.quantifier.blocks
        rows = [row for place in blocks for row in self.ranged(rule.quantifier, *place)]
        for node in walk(rule.body):
            if isinstance(node, s.Cells) and isinstance(node.rows, s.Children):  # 有下级时只对有下级的行
                rows = [row for row in rows if self.below(node, row)]
            if isinstance(node, s.Cells) and node.rows == s.Details():  # 各明细时只对有明细的，或不能确定的行
                rows = [row for row in rows if self.details(node, row) != []]
        if len(blocks) > 1:  # 表间：对各表里出现过的行逐一检查
            return [(-1, -1, row, -1) for row in dict.fromkeys(rows)]
        columns = self.ranged_columns(rule.quantifier, *blocks[0]) if "column" in axes else [-1]
        return [(*blocks[0], row, column) for row in rows for column in columns]

    def ranged(self, quantifier: s.Quantifier, form: int, block: int) -> list[str]:
        """The written rows of a block that a rule ranges over: 每行, 每个科目 …, of these 除 and […]."""
        axis = next((axis for axis in quantifier.axes if axis != "column"), "")
        written = self.rows(s.Existing(form, block)).items()
        if not axis:
            return [""]
        fits = {"row": lambda _: True, "code": lambda row: row.code}.get(axis, lambda row: row.level == LEVELS[axis])
        rows = [row for _, row in written if fits(row) and not (quantifier.implied and self.of_words(form, block, row))]
        return [row.key for row in rows if picked(quantifier, row.key)]

    def ranged_columns(self, quantifier: s.Quantifier, form: int, block: int) -> list[int]:
        """The columns of a block that a rule ranges over."""
        return [n for n in self.figure_columns(form, block) if picked(quantifier, n)]

    def beside(self, node: s.Beside, at: At) -> Any:
        """上一栏、下一行: 按表的次序，在逐一检查的那些里；两端没有；表样写了而报告没有写的行不知道。"""
        assert node.over is not None
        if node.axis == "column":
            order: list[Any] = self.ranged_columns(node.over, *at[:2])
        else:
            order = self.ranged(node.over, *at[:2])
            declared = self.forms[at[0]].blocks[at[1]].rows
            if "row" in node.over.axes and set(order) <= {row.key for row in declared}:
                order = [row.key for row in declared if picked(node.over, row.key)]
        number = order.index(at[3] if node.axis == "column" else at[2]) + node.step
        if not 0 <= number < len(order):
            raise Unknown("not_applicable")
        if node.axis == "row" and order[number] not in self.rows(s.Existing(*at[:2])):
            raise Unknown("undetermined")
        return order[number]

    def details(self, node: s.Cells, total: str) -> list[str] | None:
        """各明细: the rows below a total; None where they are not certain."""
        shape, written = self.forms[node.form].blocks[node.block], self.rows(node)
        inferred = self.report.forms.inferred
        labels = {key: row.label for key, row in written.items()}
        if not inferred and not shape.open_rows:  # 表样写全了的行
            numbered = {key for key, label in labels.items() if read(label)[:2] != (0, "")}
            labels = {row.key: labels[row.key] if row.key in numbered else row.name for row in shape.rows}
        nested = False
        if inferred and node.form == 0:  # 层层嵌套的键：同一层的行
            above = parts_of(labels[total])[:-1]
            beside = {key: parts_of(label) for key, label in labels.items()}
            beside = {key: parts for key, parts in beside.items() if parts[: len(above)] == above}
            nested = any(len(parts) > len(above) + 1 for parts in beside.values())
            labels = {key: parts[-1] for key, parts in beside.items() if len(parts) == len(above) + 1}
        amounts = {key: [cell and cell.amount for cell in row.cells] for key, row in written.items()}
        codes = {row.key: row.code for row in shape.rows} | {key: row.code for key, row in written.items()}
        rows = [(key, label, bool(codes.get(key)), not any(amounts.get(key, []))) for key, label in labels.items()]
        found = details(rows_of(rows), total, inferred)
        kinds = [
            {(n, amount.unit.dimension) for n, amount in enumerate(amounts.get(key, [])) if amount}
            for key in (total, *(found or []))
        ]
        strange = any(each - kinds[0] for each in kinds[1:]) and total in written
        return None if found and (nested or strange) else found

    def like(self, node: s.Cells, key: str) -> str:
        """A row that is written, or declared, under the name, or the only one but for ordinals and the like."""
        shape, written = self.forms[node.form].blocks[node.block], self.rows(node)
        if key in written or key in shape.row_index or key.isdigit():
            row = shape.row(key)
            return row.key if row is not None and not row.code and key not in written else key
        named = {row.key for row in shape.rows for name in (row.name, *row.aliases) if bare(name) == bare(key)}
        printed = {each for each in written if shape.open_rows and bare(each) == bare(key)}
        alike = printed or named
        return alike.pop() if len(alike) == 1 else key

    def figure_columns(self, form: int, block: int) -> list[int]:
        """每栏 不含文字和日期的栏；没有表样时，印的全是日期和没有数字的文字的，就是文字栏。"""
        columns = self.forms[form].blocks[block].columns
        found = [number for number, column in enumerate(columns) if column.unit not in ("文字", "日期")]
        rows = self.rows(s.Existing(form, block)).values() if self.report.forms.inferred else ()
        cells = [[cell for row in rows if (cell := row.cells[n]) and (cell.amount or cell.problem)] for n in found]
        return [n for n, several in zip(found, cells, strict=True) if not several or not all(map(is_words, several))]

    def source(self, node: Any) -> Report:
        """The report that a reference is to: this one, with 上年 the prior-year report, or that of a subordinate unit."""
        found = [self.report, self.report.prior, *(self.report.subordinates or ())][self.number(node)]
        if found is None:
            raise Unknown("undetermined")
        return found

    def of_each(self, call: s.Call, at: At, ask: Any) -> list[Any]:
        """What is said of each cell that 任一 or 全部 asks about; 整个栏块没有写，或表没有，就说不出。"""
        found = []
        for each in call.arguments:
            rows, places = attempt(self.rows, each.cells), attempt(self.elements, each.cells, at)
            places = Unknown("not_applicable") if rows == {} else places
            found += [places] if isinstance(places, Unknown) else [attempt(ask, each.condition, x) for x in places]
        return found

    def below(self, node: s.Cells, above: str) -> list[str]:
        """下级: the coded rows right below one; for "" 各类: those below none. 上下级只看编码的数字。"""
        codes = [row.code for row in self.rows(node).values() if row.code]
        heads = {code: [each for each in codes if code.startswith(each) and code != each] for code in codes}
        return [code for code in codes if max(heads[code], key=len, default="") == above]

    def cells(self, node: s.Cells, at: At) -> list[tuple[str, Cell | None]]:
        """The cells that a reference means: their row keys, and what is written there."""
        written = self.rows(node)
        places = [(row, column) for _, _, row, column in self.elements(node, at)]
        return [(row, written[row].cells[column] if row in written else None) for row, column in places]

    def elements(self, node: s.Cells, at: At) -> list[At]:
        """The places of the cells that a reference means."""
        written = self.rows(node)
        rows = list(written)
        match node.rows:
            case s.Keys(keys):
                rows = list(keys)
            case s.Here(outer):
                rows = [(self.outer if outer else at)[2]]
            case s.Beside():
                rows = [self.beside(node.rows, at)]
            case s.Details(of):
                below = self.details(node, of or at[2])
                if not below:
                    raise Unknown("undetermined")
                rows = below
            case s.Children():
                rows = self.below(node, at[2])
            case s.OfLevel(level):
                rows = [row for row in rows if written[row].level == LEVELS.get(level)]
                rows = self.below(node, "") if level == "top" else rows
            case s.Range(s.ByCode(low), s.ByCode(high)):
                rows = [key for key in rows if key.isdigit() and len(key) == len(low) and low <= key <= high]
        columns = self.columns(node, at)
        unlisted = [n for n in columns if n in self.block(node).unlisted and not self.forms[node.form].is_prose]
        if unlisted and not rows:  # 一行也没有，那一栏没有列出，不是 0
            raise unstated(self.forms[node.form].blocks[node.block].columns[unlisted[0]].optional)
        rows = [self.like(node, row) for row in rows]
        return [(node.form, node.block, row, column) for row in rows for column in columns]

    def columns(self, node: s.Cells, at: At) -> list[int]:
        """The numbers of the columns that a reference means."""
        shape = self.forms[node.form].blocks[node.block]
        columns = list(range(len(shape.columns)))
        if isinstance(node.columns, s.ColumnNumber):
            columns = [node.columns.number]
        elif isinstance(node.columns, s.Range):
            columns = list(range(node.columns.first.number, node.columns.last.number + 1))
        elif isinstance(node.columns, s.Here | s.Beside):  # in another block the column of that name
            at = self.outer if getattr(node.columns, "outer", False) else at
            current = self.beside(node.columns, at) if isinstance(node.columns, s.Beside) else at[3]
            name = self.forms[at[0]].blocks[at[1]].columns[current].name
            same = [n for n, each in enumerate(shape.columns) if fold(name) in map(fold, (each.name, *each.aliases))]
            alike = [n for n, each in enumerate(shape.columns) if bare(name) in map(bare, (each.name, *each.aliases))]
            there = same[0] if same else alike[0] if len(alike) == 1 else -1
            columns = [there if at[:2] != (node.form, node.block) else current]
        if columns == [-1]:
            raise Unknown("not_applicable")
        return columns

    def printed(self, node: Any, at: At) -> list[Any]:
        """What is printed in a table, a row, a cell, or stands as a text; nothing where the table is absent.

        Raises `Unstated` where the table is there and does not show the block or column.
        """
        if is_text(node) and not isinstance(node, s.Cells):
            return [text for text in [attempt(self.text, node)] if text and isinstance(text, str)]
        if node.origin == -1 and not self.unit:
            found = self.each_unit(self.printed, node, at)
            return [each for cells in found if not isinstance(cells, Unknown) for each in cells]
        table = attempt(self.table, node)
        if isinstance(table, Unknown):
            return []
        blocks = table.blocks if node.block < 0 else [self.block(node)]
        cells = [cell for block in blocks for row in block.rows.values() for cell in row.cells]
        if isinstance(node, s.Cells):
            columns = self.columns(node, at)
            if blocks[0].unlisted.issuperset(columns) and not self.forms[node.form].is_prose:
                raise unstated(self.forms[node.form].blocks[node.block].columns[columns[0]].optional)
            cells = [cell for _, cell in self.cells(node, at)]
        if isinstance(node, s.Existing):  # 只要有一格印了，就不必知道读不出的那些
            cells = [cell for cell in cells if cell and cell.problem != "？" and is_printed(cell)] or cells
        return [cell for cell in cells if is_printed(cell)]  # 印出的文字也是印出来了

    def text(self, node: Any, at: At = (-1, -1, "", -1)) -> str:
        """A text in the rule, the note below a table, an entry of the head, what is printed in a cell, or 本行、本栏。"""
        if isinstance(node, s.Cells):
            ((_, cell),) = self.cells(node, at)
            if cell is not None and cell.problem and is_printed(cell):
                return narrow(cell.problem)
            return narrow(cell.amount.text) if self.figures(node, at)[0] and cell and cell.amount else ""
        if isinstance(node, s.PrintedName):
            return self.printed_name(node, at)
        text = node.value if isinstance(node, s.Text) else self.table(node).note if isinstance(node, s.Note) else None
        text = self.source(node).entry(node.name) if isinstance(node, s.Header) else text
        if text is None:
            raise Unknown("undetermined")
        return narrow(text)

    def printed_name(self, node: s.PrintedName, at: At) -> str:
        """本行：印出的名称，不带编码；表间是第一张有它的表里的。本栏：栏名。外层行、外层栏：规则逐一检查的那一个的。"""
        at = self.outer if node.outer else at
        if node.axis == "column":
            return self.forms[at[0]].blocks[at[1]].columns[at[3]].name
        blocks = [(form, n) for form in sorted(self.report.tables) for n in range(len(self.forms[form].blocks))]
        place = next(each for each in ([at[:2]] if at[0] >= 0 else blocks) if at[2] in self.rows(s.Existing(*each)))
        row = self.rows(s.Existing(*place))[at[2]]
        declared = self.forms[place[0]].blocks[place[1]]
        known = declared.rows[declared.row_index[at[2]]].name if at[2] in declared.row_index else row.code
        return narrow(row.label)[len(row.code) if narrow(row.label).startswith(row.code) else 0 :].strip() or known

    def is_for(self, applies: Applies) -> bool:
        """适用: one of the years, ranges of years, or patterns must fit."""
        name = {"year": "年度", "region": "地区", "kind": "单位性质"}[applies.kind]
        entry = str(self.report.year or "") if applies.kind == "year" else self.report.entry(name)
        if not entry:
            raise Unknown("undetermined")
        if applies.kind != "year":
            return any(fnmatchcase(entry, each.replace("[", "[[]")) for each in applies.values)
        ends = [(each.partition("..")[0], each.rpartition("..")[2]) for each in applies.values]
        return any(int(low or 0) <= int(entry) <= int(high or 9999) for low, high in ends)
