"""Reading form sets, the files in the folder ``forms`` of a pack."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.language import say
from jsrules.base.lines import line_label
from jsrules.base.names import fold
from jsrules.base.source import Source
from jsrules.base.units import find_unit
from jsrules.model.form import (
    NARRATIVE,
    TABLES,
    Across,
    BlockForm,
    Classification,
    ColumnForm,
    Form,
    FormSet,
    RowForm,
)
from jsrules.readers.reports.choices import CHOICES, LIST, text_of_form
from jsrules.readers.reports.entries import Entries, entries_of
from jsrules.readers.reports.form_differences import merge_difference
from jsrules.readers.reports.form_head import BODY_KEYS, CODE, SAME_YEAR, FormSetHead, take_head, what_is_due
from jsrules.readers.reports.form_imitation import write_out_imitations
from jsrules.readers.reports.form_shapes import value_of, without
from jsrules.readers.reports.form_validity import of_year
from jsrules.readers.reports.nodes import Mapping, Node, Scalar
from jsrules.readers.reports.nodes import Sequence as ListNode
from jsrules.readers.reports.problems import Problems, offer_names
from jsrules.readers.reports.yaml_tree import read_tree

_CLASSIFICATION_KEYS = ("位数", "类")
_BLOCK_KEYS = ("别名", "科目", "可增行", "可缺", "未写的行", "横排", "栏", "行")
_FORM_KEYS = ("代号", "表号", "单位", "附注", "栏块", *_BLOCK_KEYS)
_ROW_KEYS = ("行次", "别名", "科目", "单位", "可缺", "可负", "应列", "栏头", CHOICES, LIST)
_COLUMN_KEYS = ("栏次", "别名", "单位", "可缺", "可负", "栏头", CHOICES, LIST)

_UNWRITTEN = {"": False, "空白": True, "未列": False}
"""What 未写的行 says: whether declared rows that a report leaves out are blank."""

_ACROSS: dict[str, Across] = {"": "", "按栏": "in_columns", "按行": "in_rows"}
"""What 横排 says: how rows are printed side by side."""


def read_form_set(sources: Sequence[Source], year: int = 0) -> FormSet:
    """The form set in the last source, for a fiscal year; by default the latest that is named in the heads.

    Before the last stand those that it builds on, the first base first. Raises `InputError` with everything that is
    wrong in them.
    """
    heads: list[FormSetHead] = []
    problems, body = Problems(sources[0]), Mapping()
    for source in sources:
        problems = Problems(source)
        tree = read_tree(source, problems, what_is_due())
        heads.append(take_head(problems, tree))
        body = _on_base(problems, body, tree, heads)
        if len(sources) > 1:  # what follows from a mistake in a base or a difference need not be told
            problems.raise_errors()
    year = year or next((named[-1] for each in reversed(heads) if (named := each.years.named)), 0)
    body = of_year(problems, write_out_imitations(problems, body), year)
    forms = _FormSetReader(problems, body, heads, year).read()
    if problems.errors and len(sources) > 1:
        read_form_set(sources[:-1], year)  # what is wrong in the base is told there
    problems.raise_errors()
    return forms


def _on_base(problems: Problems, base: Mapping, tree: Mapping, heads: list[FormSetHead]) -> Mapping:
    """The body of a form set, changed as the tree of the next one says."""
    entries = [entry for entry in tree.entries if entry[0].text in BODY_KEYS]
    body = Mapping(entries, tree.line, tree.column)
    place = value_of(tree, "基础")
    if len(heads) == 1:
        if place is not None:
            problems.add(
                CODE,
                say("少了作基础的表样“{name}”", 'the form set "{name}" to build on is missing', name=heads[0].base),
                place,
            )
        return body
    if heads[-1].unnumbered:
        base = Mapping([(key, _unnumbered(value)) for key, value in base.entries], base.line, base.column)
    elif not entries:
        problems.add(CODE, say("这套表样什么也没有改", "this form set changes nothing"), place or tree)
    return merge_difference(problems, base, body, place or tree, heads[-1].base != SAME_YEAR)


def _unnumbered(forms: Node) -> Node:
    """Tables without the numbers that are printed on them."""
    if not isinstance(forms, Mapping):
        return forms
    entries: list[tuple[Scalar, Node]] = [
        (key, without(value, ("表号",)) if isinstance(value, Mapping) else value) for key, value in forms.entries
    ]
    return Mapping(entries, forms.line, forms.column)


class _FormSetReader:
    def __init__(self, problems: Problems, body: Mapping, heads: Sequence[FormSetHead], year: int) -> None:
        self._problems = problems
        self._heads = heads
        self._year = year
        self._entries = Entries(problems, CODE, body, BODY_KEYS, body)
        self._classifications: dict[str, Classification] = {}
        self._column_unit = ""  # of the table being read, for columns that say none

    def read(self) -> FormSet:
        entries = self._entries
        self._classifications = {
            key.text.strip(): self._classification(key, node) for key, node in entries.mapping("科目")
        }
        tables, sections = entries.mapping("表", required=True), entries.mapping(NARRATIVE)
        forms = [self._form(key, node, TABLES) for key, node in tables]
        self._no_shared_names(
            [
                (key, form.title, tuple(filter(None, (*form.aliases, form.number, form.identifier))))
                for (key, _), form in zip(tables, forms, strict=True)
            ]
        )
        prose = [self._form(key, node, NARRATIVE) for key, node in sections]
        self._no_shared_names([(key, form.title, form.aliases) for (key, _), form in zip(sections, prose, strict=True)])
        forms += prose
        return FormSet(
            self._heads[-1].kind,
            next((each.identifier for each in reversed(self._heads) if each.identifier), ""),
            self._year,
            next((each.money_unit for each in reversed(self._heads) if each.money_unit), ""),
            tuple(forms),
            self._classifications,
            NARRATIVE if entries.has(NARRATIVE) else "",
            title=self._heads[-1].title,
            unsettled=next((each.unsettled for each in reversed(self._heads) if each.unsettled is not None), False),
        )

    def _classification(self, key: Scalar, node: Node) -> Classification:
        entries = entries_of(self._problems, CODE, key, node, _CLASSIFICATION_KEYS)
        digits = entries.numbers("位数")
        if not digits or list(digits) != sorted(set(digits)) or digits[0] < 1:
            entries.wrong(
                entries.node("位数") or key,
                say("“位数”应是由小到大的几个数", '"位数" is a list of increasing numbers'),
                say("例如 位数: [3, 5, 7]", "as in 位数: [3, 5, 7]"),
            )
            digits = digits or (1,)
        classes: dict[str, tuple[str, ...]] = {}
        for code, names in entries.mapping("类"):
            if not _is_code(code.text, digits[:1]):
                entries.wrong(
                    code,
                    say(
                        "“{code}”不是 {digits} 位的类编码",
                        '"{code}" is no class code of {digits} digits',
                        code=code.text,
                        digits=digits[0],
                    ),
                )
            classes[code.text] = entries.names_of(names)
        return Classification(key.text.strip(), digits, classes)

    def _form(self, key: Scalar, node: Node, group: str) -> Form:
        entries = entries_of(self._problems, CODE, key, node, _FORM_KEYS)
        unit = entries.unit("单位")
        known = find_unit(unit) if unit else None
        is_money = known is not None and known.dimension == "money"
        self._column_unit = "" if is_money else unit
        if entries.has("栏块"):
            for name in ("科目", "可增行", "未写的行", "横排", "栏", "行"):
                if entries.has(name):
                    entries.wrong(
                        entries.key(name),
                        say(
                            "有“栏块”时，“{name}”写在各栏块里",
                            'with "栏块", "{name}" belongs into the blocks',
                            name=name,
                        ),
                    )
            written = entries.mapping("栏块", required=True)
            blocks = [
                self._block(name, entries_of(self._problems, CODE, name, value, _BLOCK_KEYS), name.text.strip())
                for name, value in written
            ]
            places = [name for name, _ in written]
            self._no_shared_names(
                [(each, block.name, block.aliases) for each, block in zip(places, blocks, strict=True)]
            )
        else:
            blocks = [self._block(key, entries, "")]
        return Form(
            key.text.strip(),
            tuple(blocks),
            entries.names("别名"),
            entries.text("表号"),
            entries.identifier("代号"),
            group,
            entries.flag("可缺"),
            unit if is_money else "",
            entries.names("附注"),
        )

    def _block(self, key: Scalar, entries: Entries, name: str) -> BlockForm:
        keyed = entries.text("科目")
        classification = self._classifications.get(keyed)
        if keyed and classification is None:
            entries.wrong(
                entries.node("科目") or key,
                say("没有“{name}”这个科目体系", 'there is no classification "{name}"', name=keyed),
                offer_names(keyed, list(self._classifications)),
            )
            keyed = ""
        open_rows = entries.flag("可增行")
        columns = self._columns(entries)
        written = entries.mapping("行")
        rows = [self._row(row, node, classification) for row, node in written]
        if not rows and not open_rows:
            entries.wrong(
                key,
                say("“{name}”没有一行", '"{name}" has no rows', name=key.text),
                say("写上“行”，或写 可增行: true", 'write "行", or 可增行: true'),
            )
        self._check_rows(entries, [row for row, _ in written], rows)
        # A form's own aliases are read with the form; those of a block belong to it.
        aliases = entries.names("别名") if name else ()
        optional = bool(name) and entries.flag("可缺")
        blank_rows, across = self._has_blank_rows(entries), self._across(entries)
        return BlockForm(name, tuple(rows), columns, aliases, keyed, open_rows, optional, blank_rows, across)

    def _has_blank_rows(self, entries: Entries) -> bool:
        """Whether the declared rows that a report leaves out are blank."""
        said = entries.text("未写的行")
        if said not in _UNWRITTEN:
            entries.wrong(
                entries.node("未写的行") or entries.key("未写的行"),
                say("“未写的行”应是 空白 或 未列", '"未写的行" is 空白 (blank) or 未列 (not stated)'),
            )
        return _UNWRITTEN.get(said, False)

    def _across(self, entries: Entries) -> Across:
        """How the rows are printed side by side."""
        said = entries.text("横排")
        if said not in _ACROSS:
            entries.wrong(
                entries.node("横排") or entries.key("横排"),
                say(
                    "“横排”应是 按栏 或 按行",
                    '"横排" is 按栏 (all rows within each column) or 按行 (each row with all columns)',
                ),
            )
        return _ACROSS.get(said, "")

    def _columns(self, entries: Entries) -> tuple[ColumnForm, ...]:
        """The columns of a block; a block that names none has one without a name."""
        node = entries.node("栏")
        if node is None:
            return (ColumnForm("", unit=self._column_unit),)
        columns: list[ColumnForm] = []
        places: list[tuple[Node, str, tuple[str, ...]]] = []
        if isinstance(node, ListNode):
            columns = [ColumnForm(name, unit=self._column_unit) for name in entries.names_of(node)]
            places = [(node, column.name, ()) for column in columns]
        else:
            for key, value in entries.mapping("栏"):
                column = self._column(key, value)
                columns.append(column)
                places.append((key, column.name, column.aliases))
        self._no_shared_names(places)
        return tuple(columns) or (ColumnForm("", unit=self._column_unit),)

    def _column(self, key: Scalar, node: Node) -> ColumnForm:
        name = key.text.strip()
        if isinstance(node, Scalar):
            return ColumnForm(name, number=self._printed_number(node), unit=self._column_unit)
        entries = entries_of(self._problems, CODE, key, node, _COLUMN_KEYS)
        choices, listed, unit = text_of_form(entries, self._classifications)
        return ColumnForm(
            name,
            entries.names("别名"),
            self._printed_number(entries.node("栏次")),
            unit or self._column_unit,
            entries.flag("可负"),
            entries.flag("可缺"),
            choices,
            listed,
            _heading(entries, name),
        )

    def _row(self, key: Scalar, node: Node, classification: Classification | None) -> RowForm:
        name = key.text.strip()
        if not fold(name):
            self._entries.wrong(key, say("行名是空的", "the row has no name"))
        if isinstance(node, Scalar):
            return RowForm(name, line=self._printed_number(node))
        entries = entries_of(self._problems, CODE, key, node, _ROW_KEYS)
        code = entries.text("科目")
        if code and (classification is None or not _is_code(code, classification.digits)):
            entries.wrong(
                entries.node("科目") or key,
                say("“{code}”不是本栏块科目体系的编码", '"{code}" is no code of the block\'s classification', code=code)
                if classification
                else say(
                    "行有科目，而栏块没有写是哪个科目体系", "the row has a code, but the block names no classification"
                ),
                ""
                if classification
                else say("在栏块里写 科目: 功能分类 之类", "write 科目: with the classification's name"),
            )
            code = ""
        choices, listed, unit = text_of_form(entries, self._classifications)
        aliases, line = entries.names("别名"), self._printed_number(entries.node("行次"))
        optional, signed, expected = entries.flag("可缺"), entries.flag("可负"), entries.flag("应列")
        heading = _heading(entries, name)
        return RowForm(name, aliases, line, code, unit, optional, signed, expected, choices, listed, heading)

    def _printed_number(self, node: Node | None) -> str:
        """The 行次 or 栏次 that a form prints: 31, 1.1, A; nothing where it prints none."""
        if node is None or (isinstance(node, Scalar) and node.text in ("", "~", "0")):
            return ""
        label = line_label(node.text) if isinstance(node, Scalar) else ""
        if not label:
            self._entries.wrong(
                node,
                say("行次、栏次应是印在表上的号", "the number printed for a row or column is due here"),
                say("例如 31、1.1、1-1 或 A", "such as 31, 1.1, 1-1 or A"),
            )
        return label

    def _check_rows(self, entries: Entries, keys: list[Scalar], rows: list[RowForm]) -> None:
        """No two rows may share a code; only accounts may share a name, since their codes tell them apart."""
        by_code: dict[str, str] = {}
        by_name: dict[str, RowForm] = {}
        by_line: dict[str, str] = {}
        for key, row in zip(keys, rows, strict=True):
            if row.code and by_code.setdefault(row.code, row.name) != row.name:
                entries.wrong(
                    key,
                    say(
                        "科目 {code} 已是“{other}”",
                        'code {code} is "{other}" already',
                        code=row.code,
                        other=by_code[row.code],
                    ),
                )
            if row.line and by_line.setdefault(row.line, row.name) != row.name:
                entries.wrong(
                    key,
                    say(
                        "行次 {line} 已是“{other}”",
                        'line {line} is "{other}" already',
                        line=row.line,
                        other=by_line[row.line],
                    ),
                )
            for name in (row.name, *row.aliases):
                other = by_name.setdefault(fold(name), row)
                if other is not row and not (row.code and other.code):
                    entries.wrong(
                        key,
                        say(
                            "“{name}”与“{other}”行同名",
                            '"{name}" is a name of the row "{other}" too',
                            name=name,
                            other=other.name,
                        ),
                        say("改一个名称，或删去别名", "change one of the names, or delete the alias"),
                    )

    def _no_shared_names(self, named: list[tuple[Node, str, tuple[str, ...]]]) -> None:
        seen: dict[str, int] = {}
        for number, (place, name, aliases) in enumerate(named):
            for each in (name, *aliases):
                if seen.setdefault(fold(each), number) != number:
                    self._entries.wrong(
                        place, say("“{name}”这个名称用了两次", 'the name "{name}" is used twice', name=each)
                    )


def _heading(entries: Entries, name: str) -> tuple[str, ...]:
    """What is printed for a name, from top to bottom; empty where it is the name alone."""
    said = entries.names("栏头")
    return (*said, name) if len(said) == 1 else said


def _is_code(text: str, digits: tuple[int, ...]) -> bool:
    return text.isascii() and text.isdigit() and len(text) in digits
