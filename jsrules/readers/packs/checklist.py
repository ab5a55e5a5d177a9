"""Reading a bureau's check form, a file in a pack's folder ``checklists``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Sequence as SequenceType

from jsrules.base.diagnostic import Diagnostic, Label
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.record import replace
from jsrules.base.source import Source, Span
from jsrules.model.checklist import (
    FIELD_WORDS,
    FILLING_WORDS,
    Checklist,
    ChecklistColumn,
    ChecklistLine,
    ColumnFilling,
    HeadField,
)
from jsrules.model.outcome import SEVERITY_OF
from jsrules.readers.reports.entries import Entries
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.problems import Problems, offer_names, span_of
from jsrules.readers.reports.yaml_tree import read_tree

CODE = "E430"

MOST_COLUMNS = 12
MOST_LINES = 500
LONGEST_TEXT = 500

_FORM = ("检查表", "基于", "报告", "年度", "纸", "不符从", "画符", "原件截图", "表头", "栏", "行", "表尾")
_COLUMN = ("栏名", "上级", "填", "宽")
_LINE = ("内容", "规则", "规则文件")
_PLACES = ("代替", "之后", "删去")
"""What a line of a form that builds on another says of a line of that one: it replaces it, follows it, removes it."""
_FILLINGS: dict[str, ColumnFilling] = {word: filling for filling, word in FILLING_WORDS.items()}
_FIELDS: dict[str, HeadField] = {word: field for field, word in FIELD_WORDS.items()}
_BRACES = re.compile(r"\{([^{}]*)\}")


def read_checklist(source: Source, bases: SequenceType[Source] = ()) -> Checklist:
    """The form in a source; raises `InputError` (E430) with everything that is wrong in it.

    One that builds on another (``基于``), which is one of ``bases``, takes from it what it does not say itself, and its
    lines change that one's.
    """
    problems = Problems(source)
    due = say(
        "检查表写 检查表、栏、行；写法见 spec/packs.md", "a check form has 检查表, 栏 and 行; spec/packs.md shows how"
    )
    tree = read_tree(source, problems, due)
    entries = Entries(problems, CODE, tree, _FORM, tree)
    level, paper = entries.text("不符从"), entries.text("纸")
    if level and level not in SEVERITY_OF:
        entries.wrong(
            entries.node("不符从") or tree, say("“不符从”应是 错误、警告 或 提示", '"不符从" is 错误, 警告 or 提示')
        )
    if paper not in ("", "横", "竖"):
        entries.wrong(entries.node("纸") or tree, say("“纸”应是 横 或 竖", '"纸" is 横 (landscape) or 竖 (portrait)'))
    base = _base(entries, bases)
    form = Checklist(
        _short(entries, entries.text("检查表", required=True), entries.node("检查表")),
        base.columns if base and not entries.has("栏") else tuple(_columns(problems, entries)),
        _changed(problems, entries, base) if base else tuple(_lines(problems, entries)),
        source,
        base.head if base and not entries.has("表头") else _told(entries, "表头"),
        base.foot if base and not entries.has("表尾") else _told(entries, "表尾"),
        base.wide if base and not paper else paper == "横",
        SEVERITY_OF.get(level, base.fails if base else "warning"),
        entries.text("画符") or (base.tick if base else "√"),
        entries.flag("原件截图") if entries.has("原件截图") else base is None or base.pictures,
        entries.names("报告"),
        entries.years("年度"),
    )
    problems.raise_errors()
    return form


def _base(entries: Entries, bases: SequenceType[Source]) -> Checklist | None:
    """The form that another builds on, by the name of its file or by its title."""
    name = entries.text("基于")
    if not name:
        return None
    known: dict[str, Checklist] = {}
    for place, source in enumerate(bases):
        form = read_checklist(source, bases[place + 1 :])
        stem = source.path.replace("\\", "/").rpartition("/")[2].removesuffix(".yaml")
        known = {form.title: form, stem: form} | known  # the nearer one where two have one name
    if name not in known:
        message = say(
            "所依赖的规则包没有检查表“{name}”", 'no pack that this one builds on has a check form "{name}"', name=name
        )
        entries.wrong(entries.node("基于") or entries.key("基于"), message, offer_names(name, list(known)))
    return known.get(name)


def _changed(problems: Problems, entries: Entries, base: Checklist) -> tuple[ChecklistLine, ...]:
    """The lines of a base with what is changed in them; what says no place comes behind them."""
    lines = [[replace(each, spans=())] for each in base.lines]  # each with what follows it
    places = {fold(each.question): place for place, each in enumerate(base.lines)}
    last: list[ChecklistLine] = []
    if not entries.has("行"):
        return tuple(each for several in lines for each in several)
    for item, wanted, line in _placed_lines(problems, entries, _PLACES):
        if not wanted:
            last.append(line)
            continue
        (how, question), *others = wanted.items()
        place = places.get(fold(question))
        if others:
            entries.wrong(item, say("代替、之后、删去只写一个", "only one of 代替, 之后 and 删去 is due"))
        elif place is None:
            message = say("“{base}”没有“{text}”这一行", '"{base}" has no line "{text}"', base=base.title, text=question)
            entries.wrong(item, message, offer_names(question, [each.question for each in base.lines]))
        elif how == "之后":
            lines[place].append(line)
        else:
            lines[place][:1] = [] if how == "删去" else [line]
    return tuple(each for several in lines for each in several) + tuple(last)


def wildcard(pattern: str) -> re.Pattern[str]:
    """What a name with ``*`` in it stands for, names as they are compared."""
    return re.compile(".*".join(map(re.escape, fold(pattern).split("*"))) + r"\Z")


def unknown_rules(form: Checklist, names: Iterable[str], files: Iterable[str]) -> Iterator[Diagnostic]:
    """What a form says is answered by rules or files of rules that are not there (E431)."""
    known, paths = list(names), list(files)
    folded, places = [fold(each) for each in known], [fold(each) for each in paths]
    for line in form.lines:
        for text, span in line.spans:
            is_file = text in line.files
            if any(map(wildcard(text).match, places if is_file else folded)):
                continue
            message = (
                say("规则包里没有规则文件“{name}”", 'the pack has no rule file "{name}"', name=text)
                if is_file
                else say("没有规则“{name}”", 'there is no rule "{name}"', name=text)
            )
            label = Label(form.source, span)
            remedy = offer_names(text, paths if is_file else known)
            yield Diagnostic("E431", message, (label,), form.source.path, remedy=remedy)


def _short(entries: Entries, text: str, node: Node | None) -> str:
    if len(text) > LONGEST_TEXT and node is not None:
        entries.wrong(
            node,
            say("超过 {most} 个字", "it has more than {most} characters", most=LONGEST_TEXT),
            say("写短些", "say it shorter"),
        )
    return text


def _items(entries: Entries, key: str, most: int) -> SequenceType[Node]:
    """The list behind a key; none with an error noted where it is too long, or there is none."""
    node = entries.node(key)
    if not isinstance(node, Sequence) or not node.items:
        owner = node or (entries.key(key) if entries.has(key) else Scalar("", 1, 1, True))
        entries.wrong(
            owner,
            say("“{key}”下面应是列表", 'a list is due under "{key}"', key=key),
            say("每项前面写“- ”", 'write "- " before each'),
        )
        return ()
    if len(node.items) > most:
        text = say("“{key}”超过 {most} 项", '"{key}" has more than {most} items', key=key, most=most)
        entries.wrong(node.items[most], text, say("分成几张检查表", "make several check forms of it"))
    return node.items[:most]


def _told(entries: Entries, key: str) -> tuple[str, ...]:
    """The lines above or below the table, in which only known fields stand in braces."""
    lines = entries.names(key)
    node = entries.node(key)
    for text in lines:
        _short(entries, text, node)
        for name in _BRACES.findall(text):
            if name not in _FIELDS and node is not None:
                message = say("没有“{name}”可填", 'there is no "{name}" to be filled in', name=name)
                entries.wrong(node, message, offer_names(name, list(_FIELDS)))
    return lines


def _columns(problems: Problems, entries: Entries) -> Iterator[ChecklistColumn]:
    for item in _items(entries, "栏", MOST_COLUMNS):
        if not isinstance(item, Mapping):
            entries.wrong(item, say("每栏写 栏名、填、宽", "each column has 栏名, 填, 宽"))
            continue
        inner = Entries(problems, CODE, item, _COLUMN, item)
        word = inner.text("填") or "空白"
        if word not in _FILLINGS:
            message = say("没有“{word}”这种填法", 'a column cannot be filled with "{word}"', word=word)
            inner.wrong(inner.node("填") or item, message, offer_names(word, list(_FILLINGS)))
        title = _short(inner, inner.text("栏名", required=True), inner.node("栏名"))
        share = inner.number("宽")
        yield ChecklistColumn(title, inner.text("上级"), _FILLINGS.get(word, "blank"), max(share, 1))


def _lines(problems: Problems, entries: Entries) -> Iterator[ChecklistLine]:
    return (line for _, _, line in _placed_lines(problems, entries, ()))


def _placed_lines(
    problems: Problems, entries: Entries, places: tuple[str, ...]
) -> Iterator[tuple[Node, dict[str, str], ChecklistLine]]:
    """Each line: where it is written, what it says of a line of the form that this one builds on, itself."""
    for item in _items(entries, "行", MOST_LINES):
        if isinstance(item, Scalar):
            yield item, {}, ChecklistLine(_short(entries, item.text.strip(), item), is_title=True)
            continue
        if not isinstance(item, Mapping):
            entries.wrong(item, say("这里应是一行或一个小标题", "a line or a title is due here"))
            yield item, {}, ChecklistLine("")
            continue
        inner = Entries(problems, CODE, item, _LINE + places, item)
        wanted = {key: text for key in places if (text := inner.text(key))}
        rules, files = inner.names("规则"), inner.names("规则文件")
        spans = [each for key in ("规则", "规则文件") for each in _spans(problems.source, inner.node(key))]
        question = _short(inner, inner.text("内容", required="删去" not in wanted), inner.node("内容"))
        yield item, wanted, ChecklistLine(question, rules, files, spans=tuple(spans))


def _spans(source: Source, node: Node | None) -> Iterator[tuple[str, Span]]:
    for each in node.items if isinstance(node, Sequence) else [node]:
        if isinstance(each, Scalar):
            yield each.text.strip(), span_of(source, each)


def filled_in(text: str, values: dict[HeadField, str]) -> str:
    """A line above or below the table with its fields filled in."""
    return _BRACES.sub(lambda found: values[_FIELDS[found[1]]], text)
