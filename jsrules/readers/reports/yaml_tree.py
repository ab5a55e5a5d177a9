"""YAML text into a tree of nodes. The only importer of yaml, which is imported where a text needs it.

The parser's *events* are put together here, in one loop without recursion: duplicate keys, anchors, aliases, merges,
tags, further documents, depth and size are dealt with while reading, and scalars stay the text they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from jsrules.base.diagnostic import InputError, Label, fail
from jsrules.base.language import say
from jsrules.base.source import Source
from jsrules.readers.reports.line_reader import read_lines
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.problems import Problems

if TYPE_CHECKING:
    from yaml.error import Mark

MAXIMUM_DEPTH = 32
MAXIMUM_NODES = 1_000_000

_ERROR_SIGNS = ("!", "#N/A", "#n/a", "#NAME", "#GETTING", "##")
"""One of them stands in every error value of a spreadsheet; most texts hold none."""

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "read_tree", "too_many"]


def read_tree(source: Source, problems: Problems | None = None, due: str = "") -> Mapping:
    """The mapping that a YAML text holds. ``due`` says what stands in such a file, when it is no report.

    Duplicate keys are added to ``problems`` when it is given (the first of them counts); every other error, and without
    ``problems`` this one too, is raised as `InputError`.
    """
    found = problems or Problems(source)
    if any(sign in source.text for sign in _ERROR_SIGNS):
        from jsrules.readers.reports.yaml_errors import refuse_error_values

        refuse_error_values(source)  # YAML takes them for comments
    return read_lines(source.text) or _read_yaml(source, problems, found, due)


def _read_yaml(source: Source, problems: Problems | None, found: Problems, due: str) -> Mapping:
    """The mapping that any YAML text holds, otherwise as `read_tree`; problems are ``found``, too."""
    import yaml

    try:
        tree = _build(_events(source.text), source, found, due)
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        from jsrules.readers.reports.yaml_errors import syntax_error, unreadable_character

        raise (
            syntax_error(source, error.problem, _position(error.problem_mark), _position(error.context_mark))
            if isinstance(error, yaml.MarkedYAMLError)
            else unreadable_character(source)
        ) from None
    if problems is None:
        found.raise_errors()
    return tree


def _position(mark: Mark | None) -> tuple[int, int] | None:
    """Line and column of a mark, from 1."""
    return (mark.line + 1, mark.column + 1) if mark else None


def _events(text: str) -> Callable[[], Any]:
    """A function that gives the next event of the text: libyaml's, or those of pure Python where it is missing."""
    try:
        from yaml._yaml import CParser
    except ImportError:
        from yaml.parser import Parser
        from yaml.reader import Reader
        from yaml.scanner import Scanner

        class PureParser(Reader, Scanner, Parser):
            """PyYAML's reader, scanner and parser in one object, as its own loaders combine them."""

            def __init__(self, text: str) -> None:
                Reader.__init__(self, text)
                Scanner.__init__(self)
                Parser.__init__(self)

        return PureParser(text).get_event
    get_event: Callable[[], Any] = CParser(text).get_event
    return get_event


def _build(next_event: Callable[[], Any], source: Source, problems: Problems, due: str) -> Mapping:
    """Put the events together. Bound to local names, since this loop is most of the time of loading a report."""
    from yaml.events import (
        AliasEvent,
        DocumentStartEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
        StreamEndEvent,
    )

    root: Node | None = None
    entries: list[tuple[Scalar, Node]] = []
    items: list[Node] = []
    seen: dict[str, Scalar] = {}
    key: Scalar | None = None
    keyed = False
    # What encloses the current collection: (is it a mapping, its entries, its items, its seen keys, its pending key).
    outer: list[tuple[bool, list[tuple[Scalar, Node]], list[Node], dict[str, Scalar], Scalar | None]] = []
    # Keys given twice, and the entries that hold them: those go in the end, lest later readers stumble over them.
    twins: set[int] = set()
    owners: dict[int, list[tuple[Scalar, Node]]] = {}
    documents = 0
    budget = MAXIMUM_NODES
    line = 0
    while True:
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            if event.tag is not None or event.anchor is not None:
                raise _refused(source, event)
            mark = event.start_mark
            if mark.line + 1 != line:
                line = mark.line + 1  # one number for all that stands on a line: a long report has many
            if event.style:
                inside = 2 if event.style in "'\"" else 1
                node = Scalar(event.value, line, mark.column + inside, False)
            else:
                node = Scalar(event.value, line, mark.column + 1)
            budget -= 1
            if key is not None:
                entries.append((key, node))
                if not node.text and key.plain and _has_misread_colon(source, key, problems):
                    entries.pop()
                key = None
            elif keyed:
                text = node.text
                key = node
                if text in seen or (text == "<<" and node.plain):
                    _refuse_key(node, seen.get(text), problems)
                    twins.add(id(node))
                    owners[id(entries)] = entries
                else:
                    seen[text] = node
            elif outer:
                items.append(node)
            else:
                root = node
            if budget < 0:
                raise too_many(source.path, problems.label(node), is_report=not due)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            mark = event.start_mark
            line, column = mark.line + 1, mark.column + 1
            if event.tag is not None or event.anchor is not None:
                raise _refused(source, event)
            if keyed and key is None:
                raise _not_a_key(source, line, column)
            if len(outer) >= MAXIMUM_DEPTH:
                raise _too_deep(source, line, column)
            is_mapping = kind is MappingStartEvent
            child: Mapping | Sequence = Mapping([], line, column) if is_mapping else Sequence([], line, column)
            if key is not None:
                entries.append((key, child))
            elif outer:
                items.append(child)
            else:
                root = child
            outer.append((keyed, entries, items, seen, None))
            keyed, key = is_mapping, None
            if isinstance(child, Mapping):
                entries, seen = child.entries, {}
            else:
                items = child.items
            budget -= 1
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            keyed, entries, items, seen, key = outer.pop()
        elif kind is AliasEvent:
            raise _refused(source, event)
        elif kind is DocumentStartEvent:
            documents += 1
            if documents > 1:
                raise _second_document(source, event.start_mark, due)
        elif kind is StreamEndEvent or event is None:
            for owner in owners.values():
                owner[:] = [entry for entry in owner if id(entry[0]) not in twins]
            return _top(source, root, due)


def _top(source: Source, root: Node | None, due: str) -> Mapping:
    """The top of the tree, which must be a mapping."""
    if isinstance(root, Mapping):
        return root
    if root is None or (isinstance(root, Scalar) and root.text.strip() in ("", "~")):
        raise fail(
            "E101",
            say("文件是空的，或者只有注释", "the file is empty, or holds comments only"),
            path=source.path,
            remedy=due
            or say(
                "至少写一行“名称: 数额”，例如 总计: 1669.02",
                'write at least one line "name: amount", such as total: 1669.02',
            ),
        )
    if isinstance(root, Scalar):
        from jsrules.readers.reports.yaml_errors import colon_error

        misread = colon_error(source, root.line)
        if misread is not None:
            raise InputError([misread])
    raise fail(
        "E109",
        say("最上层应是“名称: 内容”，这里不是", 'the top level should be "name: content"; this is not'),
        Problems(source).label(root),
        path=source.path,
        remedy=due
        or say(
            "每行写成“名称: 数额”，冒号用半角，后面空一格",
            'write "name: amount" on each line, with a space behind the colon',
        ),
    )


def _has_misread_colon(source: Source, key: Scalar, problems: Problems) -> bool:
    """Whether a key without a value is a name, a colon that YAML does not know, and a figure; then it is noted."""
    if "：" not in key.text and ":" not in key.text:
        return False
    from jsrules.readers.reports.yaml_errors import misread_key

    found = misread_key(source, key)
    if found is not None:
        problems.take(found)
    return found is not None


def _refuse_key(node: Scalar, first: Scalar | None, problems: Problems) -> None:
    if first is not None:
        problems.add(
            "E104",
            say("“{key}”写了两次", '"{key}" is given twice', key=node.text),
            node,
            problems.first(first),
            remedy=say("删去一个，或改成不同的名称", "delete one, or give them different names"),
        )
        return
    raise fail(
        "E107",
        say("不接受 YAML 的合并键“<<”", 'YAML\'s merge key "<<" is not accepted'),
        problems.label(node),
        path=problems.source.path,
        remedy=_write_out(),
    )


def _write_out() -> str:
    return say("把内容直接写出来；文字里有 & * ! 时加引号", "write the content out; quote texts that hold & * or !")


def _refused(source: Source, event: Any) -> InputError:
    from yaml.events import AliasEvent

    mark = event.start_mark
    place = Problems(source).label(Sequence([], mark.line + 1, mark.column + 1))
    # The mark of a tagged or anchored node may be that of its content; the sign stands before it.
    if type(event) is AliasEvent:
        message = say("不接受 YAML 的别名“*{name}”", 'YAML\'s alias "*{name}" is not accepted', name=event.anchor)
    elif event.anchor is not None:
        message = say("不接受 YAML 的锚点“&{name}”", 'YAML\'s anchor "&{name}" is not accepted', name=event.anchor)
    else:
        message = say("不接受 YAML 的标签“{name}”", 'YAML\'s tag "{name}" is not accepted', name=event.tag)
    return fail("E107", message, place, path=source.path, remedy=_write_out())


def _not_a_key(source: Source, line: int, column: int) -> InputError:
    return fail(
        "E109",
        say("键应是一个名称，不能是列表或一组键", "a key should be a name, not a list or a mapping"),
        Problems(source).label(Sequence([], line, column)),
        path=source.path,
        remedy=say("名称里有 [ 或 { 时加引号", "quote names that hold [ or {"),
    )


def _too_deep(source: Source, line: int, column: int) -> InputError:
    return fail(
        "E106",
        say("嵌套超过 {limit} 层", "nested more than {limit} levels deep", limit=MAXIMUM_DEPTH),
        Problems(source).label(Sequence([], line, column)),
        path=source.path,
        remedy=say("检查括号是否配对、缩进是否正确", "check that brackets are closed and the indentation is right"),
    )


def too_many(path: str, *labels: Label, is_report: bool = True) -> InputError:
    """The error for more than `MAXIMUM_NODES` names, values and groups of them."""
    return fail(
        "E105",
        say("条目超过 {limit} 个", "there are more than {limit} entries", limit=MAXIMUM_NODES),
        *labels,
        path=path,
        remedy=say("把报告分成几个文件", "split it into several files")
        if is_report
        else say("检查是不是给错了文件", "check that this is the right file"),
    )


def _second_document(source: Source, mark: Mark, due: str) -> InputError:
    return fail(
        "E109",
        say("文件里有两份 YAML 文档", "there are two YAML documents in the file"),
        Problems(source).label(Sequence([], mark.line + 1, mark.column + 1)),
        path=source.path,
        remedy=say("删去“---”和多出的一份", 'delete the "---" and what is too much')
        if due
        else say("一个文件只写一份报告，删去“---”", 'keep one report in a file; delete the "---"'),
    )
