"""What the resolver says of names that it cannot resolve."""

from __future__ import annotations

from jsrules.base.diagnostic import Diagnostic, InputError, Label
from jsrules.base.language import say
from jsrules.base.names import did_you_mean, nearest
from jsrules.base.source import Source, Span
from jsrules.checks.lookup import Meaning, describe, find_forms, known_names
from jsrules.checks.slips import of_name
from jsrules.model.form import BlockForm, FormSet
from jsrules.model.syntax import Name


class Complaints:
    """Makes the errors of one source; ``scope`` is the form that names refer to, or None between tables."""

    def __init__(self, forms: FormSet, source: Source) -> None:
        self.forms = forms
        self.source = source
        self.scope: int | None = None

    def error(self, code: str, message: str, span: Span, near: list[str] | str) -> InputError:
        """An error that offers the nearest names, or a remedy in words."""
        check = say("核对名称，与表样或报告里的写法一致", "check the name against the form set or the report")
        remedy = near if isinstance(near, str) else did_you_mean(near) or check
        return InputError([Diagnostic(code, message, (Label(self.source, span),), remedy=remedy)])

    def misplaced(self, span: Span, message: str, remedy: str = "") -> InputError:
        """E206: something that has no meaning in its place."""
        return InputError([Diagnostic("E206", message, (Label(self.source, span),), remedy=remedy)])

    def names_around(self, parts: tuple[str, ...]) -> list[str]:
        """The names that may be meant: of the table in scope, and of tables that the first parts name."""
        names = known_names(self.forms, self.scope)
        for form, _ in find_forms(self.forms, parts):
            names = known_names(self.forms, form) + names
        return names

    def taken(self, name: str, span: Span) -> InputError:
        """E205: a definition under a name that means something already."""
        message = say("“{name}”已是表样或报告里的名称", "“{name}” is a name of the form set or report", name=name)
        remedy = say("换一个名称", "choose another name")
        return InputError([Diagnostic("E205", message, (Label(self.source, span),), remedy=remedy)])

    def unknown(self, parts: tuple[str, ...], span: Span, known: list[str], what: str = "") -> InputError:
        """E202: a name that is not known."""
        name = ".".join(parts)
        near = of_name(parts, bool(what)) or nearest(parts[-1], known) or nearest(name, known)
        where = self.forms.forms[self.scope].path if self.scope is not None and not what else ""
        message = (
            say("没有名为“{name}”的{what}", "there is no {what} named “{name}”", name=name, what=what)
            if what
            else say("“{where}”里没有“{name}”", "there is no “{name}” in “{where}”", name=name, where=where)
            if where
            else say("没有“{name}”这个名称", "there is nothing named “{name}”", name=name)
        )
        return self.error("E202", message, span, near)

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
        remedy = say("写出更长的名称，如 {name}", "write more of the name, as in {name}", name=names[0])
        return InputError([Diagnostic("E203", message, (Label(self.source, span),), remedy=remedy)])

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
                    row=node.parts[-1],
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
                name=node.parts[-1],
            ),
        )


def column_names(shape: BlockForm) -> str:
    """The names of a block's columns, joined."""
    return "、".join(column.name for column in shape.columns)
