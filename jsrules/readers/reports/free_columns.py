"""Tables whose columns no form set knows: each figure is a row by the names of its row and its column, ``项目甲.决算数``."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.problems import Problems, no_scalar, shown


def by_row_and_column(
    problems: Problems, names: Node | None, rows: list[tuple[Scalar, Node]]
) -> list[tuple[Scalar, Node]]:
    """The rows, each with one figure; a list without as many figures as there are columns is noted."""
    columns = (
        [each.text.strip() for each in names.items if isinstance(each, Scalar)] if isinstance(names, Sequence) else []
    )
    found: list[tuple[Scalar, Node]] = []
    for key, row in rows:
        if isinstance(row, Mapping):
            found += [(_joined(key, name.text, name), value) for name, value in row.entries]
        elif isinstance(row, Sequence) and len(row.items) == len(columns):
            found += [(_joined(key, name, value), value) for name, value in zip(columns, row.items, strict=True)]
        elif isinstance(row, Scalar) and len(columns) < 2:
            found.append((_joined(key, columns[0], row) if columns else key, row))
        else:
            given = len(row.items) if isinstance(row, Sequence) else 1
            problems.add(
                "E114",
                say(
                    "“{name}”有 {given} 个值，应有 {due} 个",
                    '"{name}" has {given} entries, {due} are due',
                    name=shown(key.text),
                    given=given,
                    due=len(columns),
                ),
                row,
                remedy=say("先写“栏”，列出各栏", "name the columns behind 栏 first")
                if not columns
                else say(
                    "“栏”列出各栏，每行一样多；没有数的写 ~",
                    "list the columns behind 栏; each row has as many entries, ~ for a blank",
                ),
            )
    for _, value in found:
        if not isinstance(value, Scalar):
            no_scalar(problems, value)
    return [(key, value) for key, value in found if isinstance(value, Scalar)]


def _joined(key: Scalar, name: str, place: Node) -> Scalar:
    return Scalar(f"{key.text}.{name}", place.line, place.column, key.plain)
