"""Reading a file of tests: ``tests/*.yaml`` of a pack. A report with marks beside its figures is one, too.

See ``spec/testing.md``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from jsrules.base.diagnostic import Diagnostic, Label
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.source import Source, Span
from jsrules.model.cases import CaseFile, Expectation
from jsrules.readers.cases.line import LineReader, Locate
from jsrules.readers.reports.entries import Entries
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.problems import Problems, span_of
from jsrules.readers.reports.yaml_tree import read_tree

TITLE, REPORT, PRIOR, SUBORDINATES, SCOPE, RULES = "测试", "报告", "上年", "下级", "表", "规则"
EXPECTED, VARIANTS, CASES = "期望", "变体", "用例"

_TWINS = {
    TITLE: "test",
    REPORT: "report",
    PRIOR: "prior",
    SUBORDINATES: "subordinates",
    SCOPE: "table",
    RULES: "rules",
    EXPECTED: "expect",
    VARIANTS: "variants",
    CASES: "cases",
}
_NAMES = {fold(each): name for name, twin in _TWINS.items() for each in (name, twin)}

MAXIMUM_CASES = 10_000
"""So many cases may stand in one file: each keeps a report of its own."""

_MARK = re.compile(r"(?:^|\s)#\s*(?:→|->)(.*)$")


class ReadCases(NamedTuple):
    """A file of tests, and the tree of the report if that stands in it."""

    file: CaseFile
    tree: Mapping | None


def read_cases(source: Source) -> ReadCases:
    """The tests in a source. Raises `InputError` (E305) with everything that is wrong in it."""
    problems = Problems(source)
    due = say(
        "测试文件写 测试、报告、用例，或是一份测试用的报告",
        "a file of tests says 测试, 报告 and 用例, or is a report to test",
    )
    tree = read_tree(source, problems, due)
    reader = _CaseReader(problems)
    if any(_NAMES.get(fold(key.text)) == TITLE for key, _ in tree.entries):
        found = reader.read(tree)
    else:  # a report, marked or not
        found = ReadCases(CaseFile(source, source.path, expected=tuple(reader.marks())), tree)
    problems.raise_errors()
    return found


def _from(start: int) -> Locate:
    return lambda begin, end: Span(start + begin, start + end)


class _CaseReader:
    """Reads one file."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._source = problems.source
        self._lines = LineReader(self._complain)

    def _complain(self, span: Span, message: str, remedy: str) -> None:
        label = Label(self._source, span)
        self._problems.take(Diagnostic("E305", message, (label,), self._source.path, remedy=remedy))

    def marks(self) -> list[Expectation]:
        """The expectations in comments beside figures: ``总计: 1,669.03  # → 总表收支平衡 不符 0.01``."""
        found: list[Expectation] = []
        start = 0
        for number, line in enumerate(self._source.text.split("\n"), 1):
            mark = _MARK.search(line.rstrip("\r"))
            if mark is not None:
                alone = not line[: mark.start()].strip()
                found += self._lines.expectations(mark[1], _from(start + mark.start(1)), 0 if alone else number)
            start += len(line) + 1
        return found

    def read(self, tree: Mapping) -> ReadCases:
        known = Mapping([(self._named(key), value) for key, value in tree.entries], tree.line, tree.column)
        entries = Entries(self._problems, "E305", known, tuple(_TWINS), tree)
        report, inline = self._report(entries)
        expected = [
            each for text, where in self._texts(entries, EXPECTED) for each in self._lines.expectations(text, where)
        ]
        cases = [self._lines.case(text, where) for text, where in self._texts(entries, VARIANTS)]
        for key, value in entries.mapping(CASES):
            rule, span = key.text.strip(), span_of(self._source, key)
            cases += [self._lines.case(text, where, rule, span) for text, where in self._lines_of(value)]
        if len(cases) > MAXIMUM_CASES:
            entries.wrong(
                tree,
                say(
                    "一个文件里至多 {most} 个用例，这里有 {n} 个",
                    "at most {most} cases may stand in a file; here are {n}",
                    most=MAXIMUM_CASES,
                    n=len(cases),
                ),
                say("分成几个文件", "divide it into several files"),
            )
        file = CaseFile(
            self._source,
            entries.text(TITLE) or self._source.path,
            report,
            entries.text(PRIOR),
            entries.names(SUBORDINATES),
            entries.text(SCOPE),
            entries.names(RULES),
            (*expected, *self.marks()),
            tuple(each for each in cases if each is not None),
        )
        return ReadCases(file, inline)

    def _named(self, key: Scalar) -> Scalar:
        """A key by its Chinese name."""
        return Scalar(_NAMES.get(fold(key.text), key.text), key.line, key.column, key.plain)

    def _report(self, entries: Entries) -> tuple[str, Mapping | None]:
        node = entries.node(REPORT)
        if isinstance(node, Mapping):
            return "", node
        if node is None:
            entries.text(REPORT, required=True)
        return (entries.text(REPORT) if isinstance(node, Scalar) else ""), None

    def _texts(self, entries: Entries, name: str) -> list[tuple[str, Locate]]:
        node = entries.node(name)
        return self._lines_of(node) if node is not None else []

    def _where(self, item: Scalar) -> Locate:
        """Where the parts of a scalar stand, also when it is folded from several lines."""
        text, start = self._source.text, span_of(self._source, item).start
        if text.startswith(item.text, start):
            return _from(start)
        offsets: list[int] = []
        for character in item.text:
            while character != " " and start < len(text) and text[start].isspace():
                start += 1  # the line end and indentation that became one space
            offsets.append(start)
            start += 1
        return lambda begin, end: Span(offsets[begin], offsets[end - 1] + 1)

    def _lines_of(self, node: Node) -> list[tuple[str, Locate]]:
        """The texts of a list, or of a single scalar, with where their parts stand in the source."""
        found: list[tuple[str, Locate]] = []
        for item in node.items if isinstance(node, Sequence) else [node]:
            if isinstance(item, Scalar) and item.text.strip():
                found.append((item.text, self._where(item)))
            elif not (isinstance(item, Scalar) and node is item):
                self._problems.add(
                    "E305",
                    say("这里应是一行文字", "a line of text is due here"),
                    item,
                    remedy=say(
                        "以“- ”开头，一行一个用例；有“: ”的行加引号",
                        "one case a line, each behind “- ”; put a line with “: ” in quotes",
                    ),
                )
        return found
