"""W317 a row printed 减： is added: it is subtracted from what stands above it."""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.diagnostic import Diagnostic
from jsrules.base.labels import read_label
from jsrules.base.language import say
from jsrules.checks.lints.subject import LintSubject, in_every_variant
from jsrules.model.form import BlockForm
from jsrules.model.statements import Rule
from jsrules.model.syntax import Arithmetic, ByName, Call, Cells, Compare, Expression, Index, Keys, Name, Negative
from jsrules.model.tree import walk


def lint_signs(subject: LintSubject) -> Iterator[Diagnostic]:
    """Rows printed 减： that are added where their total stands alone on the other side."""
    return in_every_variant(subject, _look)


def _look(subject: LintSubject, rule: Rule) -> Iterator[Diagnostic]:
    equations = [each for each in walk(rule.body) if isinstance(each, Compare) and each.operator in ("=", "==")]
    sides = [pair for each in equations for pair in ((each.left, each.right), (each.right, each.left))]
    for total, term in ((total, term) for total, terms in sides for term in _added(terms)):
        label = _subtracted(subject, total, term)
        if label:
            yield subject.finding("W317", term.span, *_words(label))


def _words(label: str) -> tuple[str, str]:
    name = label.partition("：" if "：" in label else ":")[2].strip() or label
    return (
        say("“{label}”是减项，这里却加上它", "“{label}” is a row to subtract, and is added here", label=label),
        say(
            "写成 - {name}；报告里它印的是负数，就写 允许 W317 并说明理由",
            "write - {name}; where reports print it as a negative figure, allow W317 and say why",
            name=name,
        ),
    )


def _added(node: Expression, sign: int = 1) -> Iterator[Expression]:
    """What goes into a sum with a plus sign, where there is a sum."""
    match node:
        case Arithmetic() if all(each.operator in "+-" for each in node.rest):
            yield from _terms(node.first, sign)
            for each in node.rest:
                yield from _terms(each.operand, sign if each.operator == "+" else -sign)
        case Call("sum"):
            for argument in node.arguments:
                yield from _terms(argument, sign)
        case Negative():
            yield from _added(node.operand, -sign)


def _terms(node: Expression, sign: int) -> Iterator[Expression]:
    if isinstance(node, Cells | Name | Index):
        yield from (node,) if sign > 0 else ()
    else:
        yield from _added(node, sign)


def _subtracted(subject: LintSubject, total: Expression, term: Expression) -> str:
    """The label printed 减： of a row that is added to others for a total below it; empty when there is none.

    A row above it may well be the sum of it and of what is left: 营业收入 = 营业利润 + 营业成本. Without a form set
    there is no telling, but who writes 减： copies the order of the table.
    """
    if isinstance(total, Cells) and isinstance(term, Cells):
        if subject.forms is None or (total.form, total.block) != (term.form, term.block):
            return ""
        shape = subject.forms.forms[term.form].blocks[term.block]
        return next((label for label in _above(shape, total, term) if read_label(label).lead == "less"), "")
    if isinstance(total, Name | Index) and isinstance(term, Name | Index):
        name = _name_of(term)
        return name if read_label(name).lead == "less" and read_label(_name_of(total)).lead != "less" else ""
    return ""


def _above(shape: BlockForm, total: Cells, term: Cells) -> Iterator[str]:
    """The labels of a reference's rows that stand above the row of a total."""
    if isinstance(total.rows, Keys) and isinstance(term.rows, Keys) and len(total.rows.keys) == 1:
        (below,) = total.rows.keys
        for key in term.rows.keys:
            if key in shape.row_index and shape.row_index[key] < shape.row_index.get(below, -1):
                row = shape.rows[shape.row_index[key]]
                yield from (row.name, *row.aliases)


def _name_of(node: Name | Index) -> str:
    if isinstance(node, Name):
        return node.parts[-1]
    return node.row.name if isinstance(node.row, ByName) else ""
