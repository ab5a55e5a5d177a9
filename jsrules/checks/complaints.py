"""What the resolver says of names that it cannot resolve."""

from __future__ import annotations

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.labels import split_path
from jsrules.base.language import say
from jsrules.base.names import did_you_mean, is_numbered, nearest, quoted_list
from jsrules.base.source import Source, Span
from jsrules.checks.lookup import Meaning, describe, find_forms, known_names
from jsrules.checks.selectors import missing_line, nearest_lines
from jsrules.checks.slips import of_name, without_numbers
from jsrules.model.form import BlockForm, BlockPlace, FormSet
from jsrules.model.syntax import ByLine, ByName, Index, Name, Quantifier
from jsrules.readers.rules.printer import print_path, print_selector


class UnknownName(InputError):
    """E202: a name that is not known; ``near`` are the known ones most like it, ``table``: it is that of a table."""

    def __init__(self, diagnostic: Diagnostic, name: str, near: tuple[str, ...], table: bool = False) -> None:
        super().__init__([diagnostic])
        self.name = name
        self.near = near
        self.table = table


MOST_COMPARED = 2_000_000
"""So many names are looked at for those that a file's unknown ones may be; behind that nothing is offered any more:
thousands of unknown names in a report of a hundred thousand are no slips.
"""


class Complaints:
    """Makes the errors of one source; ``scope`` is the form that names refer to, or None between tables."""

    def __init__(self, forms: FormSet, source: Source) -> None:
        self.forms = forms
        self.source = source
        self.scope: int | None = None
        self._names: dict[int | None, list[str]] = {}
        self._left = MOST_COMPARED

    def error(self, code: str, message: str, span: Span, near: list[str] | str) -> InputError:
        """An error that offers the nearest names, or a remedy in words; with names a name is unknown (E202)."""
        check = say("核对名称，与表样或报告里的写法一致", "check the name against the form set or the report")
        typed = near if isinstance(near, str) else [as_typed(each) for each in near]
        remedy = typed if isinstance(typed, str) else did_you_mean(typed) or check
        found = Diagnostic(code, message, (Label(self.source, span),), remedy=remedy)
        told = isinstance(typed, str)  # a name that is not there as it is written: in a report at hand that is a slip
        if code != "E202" or (told and self.forms.inferred):
            return InputError([found])
        name = " ".join(self.source.text[span.start : span.end].split())
        return UnknownName(found, name, () if isinstance(typed, str) else tuple(typed))

    def misplaced(self, span: Span, message: str, remedy: str = "") -> InputError:
        """E206: something that has no meaning in its place."""
        return InputError([Diagnostic("E206", message, (Label(self.source, span),), remedy=remedy)])

    def tables_alone(self, span: Span) -> InputError:
        """E206: 每张表 with another range."""
        return self.misplaced(
            span,
            say("“每张表”不能与别的范围连用", "“each table” stands alone"),
            say("写成 每张表 存在(本表)", "write: each table exists(this)"),
        )

    def whose_columns(self, span: Span) -> InputError:
        """E206: 每栏 between tables."""
        return self.misplaced(
            span,
            say("表间规则的“每栏”要写明是哪张表的栏", "“each column” between tables must say of which table"),
            say("写成 每栏 表名：公式", "write: each column TABLE: FORMULA"),
        )

    def alone(self, quantifier: Quantifier) -> InputError:
        """E206: 每个下级单位 with another range."""
        return self.misplaced(
            quantifier.span,
            say("“每个下级单位”不能与别的范围连用", "“each subordinate” stands alone"),
            say(
                "写成 每个下级单位 下级单位.名称 = …；逐行的写 每行 表名：合计(下级单位.栏名) = 栏名",
                "write: each subordinate subordinates.NAME = …; "
                "row by row: each row TABLE: sum(subordinates.COLUMN) = COLUMN",
            ),
        )

    def names_around(self, parts: tuple[str, ...]) -> list[str]:
        """The names that may be meant: of the table in scope, and of tables that the first parts name."""
        names = self._names_of(self.scope)
        for form, _ in find_forms(self.forms, parts):
            names = self._names_of(form) + names
        return names

    def _names_of(self, form: int | None) -> list[str]:
        if form not in self._names:
            self._names[form] = list(dict.fromkeys(known_names(self.forms, form)))
        return self._names[form]

    def _nearest(self, name: str, known: list[str]) -> list[str]:
        """The known names most like one, as long as a file has not asked for too many of them."""
        self._left -= len(known)
        return nearest(name, known) if self._left >= 0 else []

    def taken(self, name: str, span: Span) -> InputError:
        """E205: a definition under a name that means something already."""
        message = say("“{name}”已是表样或报告里的名称", "“{name}” is a name of the form set or report", name=name)
        remedy = say("换一个名称", "choose another name")
        return InputError([Diagnostic("E205", message, (Label(self.source, span),), remedy=remedy)])

    def unknown(self, parts: tuple[str, ...], span: Span, known: list[str], what: str = "") -> InputError:
        """E202: a name that is not known."""
        name = ".".join(parts)
        near = of_name(parts, bool(what)) or self._nearest(parts[-1], known)
        if not near and len(parts) > 1:
            near = self._nearest(name, known)
        where = self.forms.forms[self.scope].path if self.scope is not None and not what else ""
        message = (
            say("没有名为“{name}”的{what}", "there is no {what} named “{name}”", name=name, what=what)
            if what
            else say("“{where}”里没有“{name}”", "there is no “{name}” in “{where}”", name=name, where=where)
            if where
            else say("没有“{name}”这个名称", "there is nothing named “{name}”", name=name)
        )
        (found,) = self.error("E202", message, span, near).diagnostics
        return UnknownName(found, name, () if isinstance(near, str) else tuple(near), bool(what))

    def ambiguous(self, parts: tuple[str, ...], span: Span, targets: list[Meaning]) -> InputError:
        """E203: a name that may mean several things."""
        return self.several(parts, span, list(dict.fromkeys(describe(self.forms, target) for target in targets)))

    def the_one(self, parts: tuple[str, ...], span: Span, names: list[str]) -> str:
        """The one full name that a name is short for, empty where there is none; raises `InputError` for several."""
        if len(names) > 1:
            raise self.several(parts, span, names)
        return names[0] if names else ""

    def several(self, parts: tuple[str, ...], span: Span, names: list[str]) -> InputError:
        """E203: a name, and the full names that it may be short for."""
        listed = "、".join(names[:6]) + ("…" if len(names) > 6 else "")
        message = say(
            "“{name}”可指多处：{names}", "“{name}” may mean several: {names}", name=".".join(parts), names=listed
        )
        remedy = say("写出更长的名称，如 {name}", "write more of the name, as in {name}", name=as_typed(names[0]))
        return InputError([Diagnostic("E203", message, (Label(self.source, span),), remedy=remedy)])

    def no_line(self, node: Index, places: list[BlockPlace]) -> InputError | None:
        """E202: no row of these blocks has the printed number; it offers the nearest. None where that is not it."""
        label = missing_line([self._block(each) for each in places], node.row)
        if not label:
            return None
        message = say("没有行次为 {line} 的行", "there is no row numbered {line}", line=label)
        near = nearest_lines([self._block(each) for each in places], label)
        found = self.error("E202", message, node.span, near or without_numbers())
        return found if near else UnknownName(found.diagnostics[0], f"{label}行", ())

    def several_blocks(self, node: Index, places: list[BlockPlace]) -> InputError:
        """E203: what stands in brackets is found in several blocks."""
        if node.base or not isinstance(node.row, ByLine):
            return self.ambiguous((*node.base, "…"), node.span, [Meaning(*each) for each in places])
        line = node.row.label
        name = self._block(places[0]).name or self.forms.forms[places[0][0]].path
        rows = [row for each in places for row in self._block(each).rows if row.line == line]
        message = say(
            "行次 {line} 有 {n} 行：{names}",
            "{n} rows are numbered {line}: {names}",
            line=line,
            n=len(rows),
            names=quoted_list((row.name for row in rows[:6]), say("、", ", ")),
        )
        remedy = say("写明是哪一块：{name}[行{line}]", "say of which: {name}[row{line}]", name=name, line=line)
        return InputError([Diagnostic("E203", message, (Label(self.source, node.span),), remedy=remedy)])

    def _block(self, place: BlockPlace) -> BlockForm:
        return self.forms.forms[place[0]].blocks[place[1]]

    def without_table(self, span: Span) -> InputError:
        """E206: rows and columns of no table."""
        return self.misplaced(
            span,
            say("没有说明是哪张表", "it is not said which table"),
            say(
                "写成 表名[行, 栏]，或在前面写一行 表 表名",
                "write TABLE[ROW, COLUMN], or a line “table TABLE” before",
            ),
        )

    def without_rows(self, span: Span) -> InputError:
        """E206: a rule between tables that names no table to range over."""
        return self.misplaced(
            span,
            say("看不出这条规则对哪张表的行逐一检查", "it cannot be seen which table's rows this rule ranges over"),
            say(
                "写成 每行 表名：公式，或用 表名[本行, 栏]",
                "write: each row TABLE: FORMULA, or use TABLE[here, COLUMN]",
            ),
        )

    def without_current(self, span: Span, column: bool = False) -> InputError:
        """E206: there is no current row or column, or (``column``) no current column only."""
        return (
            self.misplaced(
                span,
                say("没有说明是哪一栏", "it is not said which column"),
                say("在前面加 每栏，或写成 [本行, 栏名]", "add “each column” before it, or write [here, COLUMN]"),
            )
            if column
            else self.misplaced(
                span,
                say("这里没有“当前”的行或栏", "there is no current row or column here"),
                say("在前面写 每个科目、每栏", "put “each account, each column” before it"),
            )
        )

    def without_column(self, node: Index, shape: BlockForm) -> InputError:
        """E206: a row of a table with several columns, and no column."""
        written = self.source.text[node.span.start : node.span.end].strip()
        names = column_names(shape)
        remedy = (
            say(
                "每一栏都要成立，在公式前面加 每栏；只看一栏，写成 {row}1栏 或 [{row}, 栏名]；栏有：{names}",
                "put “each column” before the formula, or write {row}1栏 or [{row}, COLUMN]; the columns: {names}",
                row=written,
                names=names,
            )
            if isinstance(node.row, ByLine) and not written.endswith("]")
            else say("写成 表名[行, 栏]；栏有：{names}", "write TABLE[ROW, COLUMN]; the columns: {names}", names=names)
        )
        return self.misplaced(node.span, say("没有说明是哪一栏", "it is not said which column"), remedy)

    def incomplete(self, node: Name, target: Meaning) -> InputError:
        """E206: a row without its column, or a column without its row."""
        shape = self.forms.forms[target.form].blocks[target.block]
        if target.row >= 0:
            return self.misplaced(
                node.span,
                say("没有说明是哪一栏", "it is not said which column"),
                say(
                    "写成 [{row}, 栏名]；栏有：{names}",
                    "write [{row}, COLUMN]; the columns: {names}",
                    row=print_selector(ByName(node.parts[-1])),
                    names=column_names(shape),
                ),
            )
        return self.misplaced(
            node.span,
            say(
                "“{name}”是一栏，没有说明是哪一行",
                "“{name}” is a column; it is not said which row",
                name=node.parts[-1],
            ),
            say(
                "在前面写 每行，或写成 [行名, {name}]",
                "put “each row” before, or write [ROW, {name}]",
                name=print_selector(ByName(node.parts[-1])),
            ),
        )


def column_names(shape: BlockForm) -> str:
    """The names of a block's columns, as they are typed, joined."""
    return "、".join(print_selector(ByName(column.name)) for column in shape.columns)


def as_typed(name: str) -> str:
    """A dotted name of the form set, a code with its name, or a printed number, as it can be typed in a rule."""
    if is_numbered(name):
        return name
    return name if name[:1].isdigit() and " " in name else print_path(tuple(split_path(name)))
