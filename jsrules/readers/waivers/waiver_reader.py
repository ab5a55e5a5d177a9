"""Reading a file of waivers: what each explains, the figures it was written for, why, who approved, how long."""

from __future__ import annotations

from typing import get_args

from jsrules.base.dates import read_period
from jsrules.base.diagnostic import Label, fail
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.source import Source
from jsrules.model.outcome import VERDICT_WORDS
from jsrules.model.waiver import Explained, WaivedFigure, Waiver
from jsrules.readers.reports.entries import Entries, entries_of
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.problems import Problems, shown, span_of
from jsrules.readers.reports.yaml_tree import read_tree

CODE = "E501"

MAXIMUM_CHARACTERS = 4_000_000
"""So long may a file of waivers be."""

MAXIMUM_WAIVERS = 10_000

MAXIMUM_WORDS = 2_000
"""So many characters may a reason have, and a name."""

LIST = "说明"
RULE, PLACE, VERDICT, FIGURES, REASON, APPROVER, SINCE, THROUGH = (
    *("规则", "位置", "判定", "数", "理由", "批准人", "自", "至"),
)
TABLE, ROW, COLUMN = "表", "行", "栏"

_TWINS = {
    LIST: "waivers",
    RULE: "rule",
    PLACE: "place",
    VERDICT: "verdict",
    FIGURES: "figures",
    REASON: "reason",
    APPROVER: "approver",
    SINCE: "from",
    THROUGH: "through",
    TABLE: "table",
    ROW: "row",
    COLUMN: "column",
}
_CHINESE = {twin: name for name, twin in _TWINS.items()}
_KEYS = (RULE, PLACE, VERDICT, FIGURES, REASON, APPROVER, SINCE, THROUGH)

EXPLAINED: tuple[Explained, ...] = get_args(Explained)

_VERDICTS: dict[str, Explained] = {fold(word): verdict for verdict in EXPLAINED for word in VERDICT_WORDS[verdict]}


def read_waivers(source: Source) -> list[Waiver]:
    """The waivers in a source, in their order, none where all were deleted.

    Raises `InputError` with everything that is wrong in it.
    """
    if len(source.text) > MAXIMUM_CHARACTERS:
        raise fail(
            "E105",
            say("说明文件太长", "the file of waivers is too long"),
            path=source.path,
            remedy=say("一个文件只放一份报告的说明", "keep the waivers of one report in a file"),
        )
    if all(not line.strip() or line.lstrip().startswith("#") for line in source.text.split("\n")):
        return []  # all were deleted
    problems = Problems(source)
    due = say("说明文件写“说明:”，下面一条一条列出", "a file of waivers has “waivers:” and a list below")
    tree = _in_chinese(problems, read_tree(source, problems, due))
    node = Entries(problems, CODE, tree, (LIST,), tree).node(LIST)
    if node is not None and not isinstance(node, Sequence):
        problems.add(CODE, say("“说明”下面应是列表", "a list is due under “waivers”"), node, remedy=_as_list())
    items = node.items if isinstance(node, Sequence) else []
    if len(items) > MAXIMUM_WAIVERS:
        text = say("说明超过 {most} 条", "there are more than {most} waivers", most=MAXIMUM_WAIVERS)
        problems.add(CODE, text, items[MAXIMUM_WAIVERS], remedy=say("删去过期的", "delete those that expired"))
        problems.raise_errors()
    found = [each for item in items if (each := _waiver(problems, item)) is not None]
    if not problems.errors:
        _refuse_twins(problems, found)
    problems.raise_errors()
    return found


def _in_chinese(problems: Problems, node: Mapping) -> Mapping:
    """A mapping with the English names of entries put into Chinese."""
    entries: list[tuple[Scalar, Node]] = []
    seen: dict[str, Scalar] = {}
    for key, value in node.entries:
        name = _CHINESE.get(fold(key.text), key.text)
        if name in seen:
            text = say("“{key}”写了两次", "“{key}” is given twice", key=shown(key.text))
            remedy = say("删去一个", "delete one of them")
            problems.add("E104", text, problems.label(key), problems.first(seen[name]), remedy=remedy)
            continue
        seen[name] = key
        entries.append((Scalar(name, key.line, key.column, key.plain), value))
    return Mapping(entries, node.line, node.column)


def _as_list() -> str:
    return say("每条说明前面写“- ”", "write “- ” before each waiver")


def _waiver(problems: Problems, item: Node) -> Waiver | None:
    if not isinstance(item, Mapping):
        problems.add(CODE, say("这里应是一条说明", "a waiver is due here"), item, remedy=_as_list())
        return None
    before = len(problems.errors)
    entries = Entries(problems, CODE, _in_chinese(problems, item), _KEYS, item)
    rule = entries.node(RULE)
    if isinstance(rule, Sequence | Mapping):
        entries.wrong(
            rule,
            say("一条说明只说明一条规则", "a waiver explains one rule only"),
            say("每条规则写一条说明", "write one waiver for each rule"),
        )
    else:
        _words(entries, RULE)
    reason, approver = _words(entries, REASON), _words(entries, APPROVER)
    since, through = _day(entries, SINCE), _day(entries, THROUGH)
    if since and through and through < since:
        text = say("“至”早于“自”", "“through” is before “from”")
        entries.wrong(entries.node(THROUGH) or item, text, say("核对两个日期", "check the two dates"))
    where = entries.node(PLACE)
    place: dict[str, str] = {}
    if where is not None:
        mapping = _in_chinese(problems, where) if isinstance(where, Mapping) else where
        inner = entries_of(problems, CODE, entries.key(PLACE), mapping, (TABLE, ROW, COLUMN))
        place = {name: inner.text(name) for name in (TABLE, ROW, COLUMN)}
    verdict = entries.text(VERDICT)
    if verdict and fold(verdict) not in _VERDICTS:
        entries.wrong(
            entries.node(VERDICT) or item,
            say("“判定”应是 不符、尾差 或 无法判断", "“verdict” is violation, rounding or undetermined"),
        )
    figures = tuple(_figures(problems, entries))
    if len(problems.errors) > before or not isinstance(rule, Scalar):
        return None
    end = entries.node(THROUGH)
    assert end is not None
    return Waiver(
        rule.text.strip(),
        figures,
        " ".join(reason.split()),
        " ".join(approver.split()),
        since,
        through,
        place.get(TABLE, ""),
        place.get(ROW, ""),
        place.get(COLUMN, ""),
        _VERDICTS[fold(verdict)] if verdict else "violation",
        problems.source,
        span_of(problems.source, rule),
        span_of(problems.source, where if where is not None else rule),
        span_of(problems.source, end),
    )


def _words(entries: Entries, key: str) -> str:
    """A text that must be there, and is not endless."""
    text = entries.text(key, required=True)
    node = entries.node(key)
    if len(text) > MAXIMUM_WORDS and node is not None:
        entries.wrong(
            node,
            say(
                "“{key}”超过 {most} 个字",
                "“{key}” has more than {most} characters",
                key=_named(key),
                most=MAXIMUM_WORDS,
            ),
            say("写短些，详情写在别处", "say it in fewer words, and the details elsewhere"),
        )
    return text


def _named(key: str) -> str:
    return say(key, _TWINS[key])


def _day(entries: Entries, key: str) -> str:
    """A day as people type it, in the form of ours; empty with an error noted."""
    text = entries.text(key, required=True)
    if not text:
        return ""
    period = read_period(text)
    if period is not None and period.first == period.last:
        return "{:04}-{:02}-{:02}".format(*period.first)
    node = entries.node(key)
    assert node is not None
    entries.wrong(
        node,
        say("“{text}”不是日历上的一天", "“{text}” is no day of the calendar", text=shown(text)),
        say("写成 2026-11-30", "write it as 2026-11-30"),
    )
    return ""


def _figures(problems: Problems, entries: Entries) -> list[WaivedFigure]:
    found = []
    for key, node in entries.mapping(FIGURES):
        if not isinstance(node, Scalar):
            entries.wrong(
                node,
                say("名称后面应是印出的数", "the figure as printed is due behind its name"),
                say("照报告写，如 总表.合计: 1,669.02", "write it as the report does: total: 1,669.02"),
            )
            continue
        text = "" if node.plain and node.text == "~" else node.text.strip()
        found.append(WaivedFigure(key.text.strip(), text, span_of(problems.source, key)))
    return found


def _refuse_twins(problems: Problems, waivers: list[Waiver]) -> None:
    """Two waivers of one finding must not hold on the same day: which of them counts could not be told."""
    seen: dict[object, list[Waiver]] = {}
    for each in waivers:
        key = each.rule, each.table, each.row, each.column, frozenset(figure.name for figure in each.figures)
        for other in seen.setdefault(key, []):
            if other.since <= each.through and each.since <= other.through:
                text = say("同一个发现有两条说明，期限重叠", "two waivers of one finding, and their terms overlap")
                label = Label(each.source, each.span)
                remedy = say("删去一条，或让期限不重叠", "delete one, or let their terms not overlap")
                first = Label(other.source, other.span, say("第一次出现在这里", "it stands here first"))
                problems.add(CODE, text, label, first, remedy=remedy)
                break
        else:
            seen[key].append(each)
