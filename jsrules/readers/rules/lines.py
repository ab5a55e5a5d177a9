"""Formulas in printed numbers, as notices write them: ``9行≥行10+…+行13``, ``31=27+28+29``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jsrules.base.language import say
from jsrules.base.lines import from_to, printed_place
from jsrules.base.record import Record
from jsrules.base.source import Span
from jsrules.model.syntax import Arithmetic, Call, Constant, Expression, Name
from jsrules.model.tree import children, walk
from jsrules.readers.rules.selectors import Misplaced

_RANGE = re.compile(r"\d+\.\.\d+")
_FIGURE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)*)(?![\w.%])")


class LeftOut(Record):
    """``…`` between two lines, until they are made a range."""

    span: Span


def printed_number(node: Expression) -> str:
    """The printed number that a bare number, or a range of them, may be; empty for anything else."""
    if isinstance(node, Constant) and not node.unit and node.decimals == 0 and node.mantissa < 10_000:
        return str(node.mantissa)
    return node.parts[0] if isinstance(node, Name) and len(node.parts) == 1 and _RANGE.fullmatch(node.parts[0]) else ""


def without_ellipsis(signed: list[tuple[str, Expression | LeftOut]]) -> list[tuple[str, Expression]]:
    """Signed operands with every ``a + … + b`` as the sum of the lines from a to b.

    Raises `Misplaced` where what stands beside ``…`` is no printed number, or the signs differ.
    """
    result: list[tuple[str, Expression]] = []
    waiting: tuple[str, LeftOut] | None = None
    for sign, each in signed:
        if isinstance(each, LeftOut):
            if waiting is not None or not result or result[-1][0] != sign:
                raise _no_range(each.span)
            waiting = sign, each
        elif waiting is None:
            result.append((sign, each))
        else:
            first = result.pop()[1]
            whole = _range(first, each) if sign == waiting[0] else None
            if whole is None:
                raise _no_range(waiting[1].span)
            result.append((sign, whole))
            waiting = None
    if waiting is not None:
        raise _no_range(waiting[1].span)
    return result


def _range(first: Expression, last: Expression) -> Expression | None:
    span = first.span.to(last.span)
    start, end = printed_number(first), printed_number(last)
    if start and end:
        return Name((f"{start}..{end}",), span)
    if not (isinstance(first, Name) and isinstance(last, Name) and first.origin == last.origin):
        return None
    *before, one = first.parts
    *after, other = last.parts
    whole = from_to(printed_place(one), printed_place(other))
    if whole is None or (after and before != after):
        return None
    rows, columns = (
        f"{'..'.join(ends)}{word}" if ends else "" for ends, word in ((whole.rows, "行"), (whole.columns, "栏"))
    )
    return Call("sum", (Name((*before, f"{whole.table}{rows}{columns}"), span, first.origin),), span)


def _no_range(span: Span) -> Misplaced:
    return Misplaced(
        say("“…”两边要是同一张表的行次，中间用同一个符号连接", "“…” stands between two line numbers of one table"),
        span,
        say("写成 10行+…+13行 或 合计(10行..13行)", "write 10行+…+13行 or sum(10行..13行)"),
    )


def subtracted_ends(node: Expression) -> Iterator[tuple[str, str, Span]]:
    """The two lines of every ``合计(行10-行13)``, which may be meant for a range, and where that stands."""
    for call in walk(node):
        if not (isinstance(call, Call) and call.function == "sum" and len(call.arguments) == 1):
            continue
        (inner,) = call.arguments
        if not (isinstance(inner, Arithmetic) and [each.operator for each in inner.rest] == ["-"]):
            continue
        low, high = inner.first, inner.rest[0].operand
        if isinstance(low, Name) and isinstance(high, Name) and _is_place(low) and _is_place(high):
            yield low.parts[-1], high.parts[-1], inner.span


def _is_place(name: Name) -> bool:
    return printed_place(name.parts[-1]) is not None


def refers_to_nothing(node: Expression) -> bool:
    """Whether a formula consists of bare numbers, which may be meant for printed numbers."""
    leaves = [each for each in walk(node) if not children(each)]
    return any(isinstance(each, Name) and printed_number(each) for each in leaves) or all(
        isinstance(each, Constant) and not each.unit and each.mantissa for each in leaves
    )


def in_lines(formula: str, word: str) -> str:
    """A formula with its bare numbers as numbers of rows (行) or columns (栏): ``31行=27行+28行``."""
    return _FIGURE.sub(lambda number: number[0] + word, formula)
