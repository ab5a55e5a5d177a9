"""All figures of a section (收入[*]) in a report without a form set: those right below its key, as far as they can be
taken together.
"""

from __future__ import annotations

from collections.abc import Iterator

from jsrules.base.labels import read_label, split_path, total_in
from jsrules.base.language import say
from jsrules.base.names import quoted_list
from jsrules.base.source import Span
from jsrules.base.units import TEXT_UNITS, find_unit
from jsrules.checks.selectors import Fail
from jsrules.model.form import BlockForm, RowForm, in_narrative, names_a_rate
from jsrules.model.functions import FUNCTIONS
from jsrules.model.syntax import Call, Chosen, Expression, Index, Keys
from jsrules.model.tree import parts, walk
from jsrules.readers.rules.printer import print_path


def summed(node: Expression) -> Iterator[Span]:
    """Where the references stand that an expression adds up: in 合计 and 平均."""
    for call in walk(node, parts):
        if isinstance(call, Call) and FUNCTIONS[call.function].linear in ("total", "mean"):
            for each in call.arguments:
                inner = each.cells if isinstance(each, Chosen) else each
                if isinstance(inner, Index):
                    yield inner.span


def spread(block: BlockForm, section: str, added: bool, fail: Fail) -> Keys:
    """The figures of a section, or ("") of the report outside its tables; those that are ``added`` without rates and
    texts.

    ``block`` has the rows of the section. Raises `InputError` (E202) where there are none, (E203) where it is not
    certain which are meant: sections lie below it, or what is added has a total, or a part (其中：, 减：), among them.
    """
    if not block.rows:
        raise fail("E202", say("这里没有数", "there is no figure here"), [])
    groups: dict[tuple[str, ...], list[RowForm]] = {}
    for row in block.rows:
        groups.setdefault(tuple(split_path(row.name)[:-1]), []).append(row)
    if len(groups) > 1:
        raise _of_several(section, groups, fail)
    (above,) = groups
    rows = [row for row in block.rows if not (added and _adds_nothing(row))] or list(block.rows)
    strange = next((row for row in rows if added and len(rows) > 1 and _is_no_item(row)), None)
    if strange is not None:
        raise fail(
            "E203",
            say(
                "“{section}”的各个数里有“{name}”，不知道要不要一起加",
                "“{name}” is among the figures of “{section}”: it is not certain that it is to be added, too",
                section=".".join(above) or "*",
                name=split_path(strange.name)[-1],
            ),
            say("把要加的写出来：{names}", "write those that are to be added: {names}", names=_listed(rows, strange)),
        )
    return Keys(tuple(row.key for row in rows), ".".join(above) if in_narrative(rows[0].name) else "")


def _of_several(section: str, groups: dict[tuple[str, ...], list[RowForm]], fail: Fail) -> Exception:
    own = tuple(split_path(section)) if section else ()
    lists = [f"{print_path(above)}[*]" for above in groups if above != own]
    return fail(
        "E203",
        say(
            "“{section}”下面还分几处：{names}，不知道指哪些数",
            "there are several parts below “{section}”: {names}; it is not certain which figures are meant",
            section=section or "*",
            names=quoted_list([".".join(above) or "*" for above in groups], say("、", ", ")),
        ),
        say("写出是哪一处，如 {list}", "say which, as in {list}", list=lists[0]),
    )


def _adds_nothing(row: RowForm) -> bool:
    """Whether a figure is a rate, or no figure: they are in no sum."""
    unit = find_unit(row.unit) if row.unit else None
    if row.unit in TEXT_UNITS or (unit is not None and unit.dimension == "ratio"):
        return True
    return unit is None and names_a_rate(split_path(row.name)[-1])


def _is_no_item(row: RowForm) -> bool:
    label = read_label(split_path(row.name)[-1])
    return total_in(label.name)[0] > 0 or label.lead in ("part", "less")


def _listed(rows: list[RowForm], strange: RowForm) -> str:
    names = [print_path(tuple(split_path(row.name))) for row in rows if row is not strange]
    return "合计(" + ", ".join(names[:4]) + (", …" if len(names) > 4 else "") + ")"
