"""Items inside items, as prose has them: ``公务接待: {国内: {批次: 1 批次}}`` is the row ``公务接待.国内``."""

from __future__ import annotations

from jsrules.base.names import fold
from jsrules.model.form import BlockForm
from jsrules.readers.reports.nodes import Mapping, Node, Scalar


def unnested(entries: list[tuple[Scalar, Node]], block: BlockForm) -> list[tuple[Scalar, Node]]:
    """The entries of a section with the items inside others behind them, by their whole names, as far as the block
    declares rows that begin so.
    """
    dotted = [name for name in block.row_index if "." in name]
    if not dotted:
        return entries
    return [each for key, node in entries for each in _unnested(key, node, block, dotted)]


def _unnested(key: Scalar, node: Node, block: BlockForm, dotted: list[str]) -> list[tuple[Scalar, Node]]:
    start = fold(key.text) + "."
    if not isinstance(node, Mapping) or not any(name.startswith(start) for name in dotted):
        return [(key, node)]
    is_row = fold(key.text) in block.row_index
    own: list[tuple[Scalar, Node]] = []
    inner: list[tuple[Scalar, Node]] = []
    for name, value in node.entries:
        whole = start + fold(name.text)
        if any(each == whole or each.startswith(whole + ".") for each in dotted) or not is_row:
            item = Scalar(f"{key.text}.{name.text}", name.line, name.column, name.plain)
            inner += _unnested(item, value, block, dotted)
        else:
            own.append((name, value))
    return [(key, Mapping(own, node.line, node.column)), *inner] if own or not inner else inner
