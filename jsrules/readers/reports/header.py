"""The head of a report, and the settings (unit of money, decimals) that a table may repeat."""

from __future__ import annotations

from jsrules.base.language import say
from jsrules.base.names import fold, quoted_list
from jsrules.base.number import FigureError, parse_figure
from jsrules.base.record import Record, field
from jsrules.base.units import NO_UNIT, UNITS, Unit, find_unit
from jsrules.base.years import CALENDAR
from jsrules.readers.reports.amounts import AmountScope
from jsrules.readers.reports.nodes import Mapping, Node, Scalar, Sequence
from jsrules.readers.reports.problems import Problems

KIND, UNIT, YEAR, MONEY_UNIT, DECIMALS = "报告", "单位", "年度", "金额单位", "小数位"
REGION, UNIT_KIND, NOTE, PRIOR, SUBORDINATES = "地区", "单位性质", "说明", "上年", "下级"
UNRECOGNISED, TO_LOOK_UP, PLACES = "未认出", "待核", "出处"
COLUMNS, ROWS, WHOLE = "栏", "行", "列全"

_TWINS = {
    KIND: "report",
    UNIT: "unit",
    YEAR: "year",
    MONEY_UNIT: "money unit",
    DECIMALS: "decimals",
    REGION: "region",
    UNIT_KIND: "unit kind",
    NOTE: "note",
    PRIOR: "prior",
    SUBORDINATES: "subordinates",
    UNRECOGNISED: "not recognised",
    TO_LOOK_UP: "to look up",
    PLACES: "document places",
}
HEADER_NAMES: dict[str, str] = {fold(each): name for name, twin in _TWINS.items() for each in (name, twin)}

TABLE_NAMES: dict[str, str] = {
    fold(each): name
    for name, twin in (
        (COLUMNS, "columns"),
        (ROWS, "rows"),
        (WHOLE, "all rows"),
        *((each, _TWINS[each]) for each in (MONEY_UNIT, DECIMALS, NOTE)),
    )
    for each in (name, twin)
}

_ROWS_TOO = {PRIOR: False, SUBORDINATES: False, UNIT: True, NOTE: True}
"""Entries of the head that are rows of figures in a report without a form set; whether only with decimals, since the
name of a unit may be its number.
"""

_IMPORTED = frozenset((UNRECOGNISED, TO_LOOK_UP, PLACES))
"""Entries that an import writes. Without a form set, what looks otherwise is a row, as ever."""

_REMARKS = frozenset(map(fold, ("注", "备注", "附注", "注释", "表注", "补充说明", "notes", "remark", "remarks")))
"""Words that people put before a remark: that goes behind 说明."""

MAXIMUM_DECIMALS = 8


class ReportHeader(Record, frozen=False):
    """The head of a report. ``kind`` is empty for a report without form set; ``extra`` holds the other entries.

    ``places`` are the values as written, by the Chinese name of their key; ``subordinates`` name the reports of the
    subordinate units, or folders of such. Of a report that was imported: what no form knows stands in
    ``unrecognised``, behind its key; ``to_look_up`` is the key of what was seen where cells could not be read, and
    ``document_places`` the text of where everything stands in the document.
    """

    kind: str = ""
    unit: str = ""
    year: int | None = None
    money_unit: str = ""
    decimals: int | None = None
    extra: dict[str, str] = field(default_factory=dict)
    places: dict[str, Scalar] = field(default_factory=dict)
    subordinates: list[Scalar] = field(default_factory=list)
    unrecognised: tuple[Scalar, Mapping] | None = None
    to_look_up: Scalar | None = None
    document_places: str = ""

    def scope(self, money_unit: str) -> AmountScope:
        """What holds in the whole report, where the form set says ``money_unit``."""
        unit = find_unit(self.money_unit or money_unit)
        return AmountScope(unit or NO_UNIT, self.decimals or 0)


def head_name(tree: Mapping, key: Scalar, value: Node) -> str:
    """The Chinese name of the entry of the head that this is; empty for a row, table or section.

    A report without a form set may have a row that is called 上年: what is a figure there is no file.
    """
    name = HEADER_NAMES.get(fold(key.text), "")
    is_other = not _is_imported(name, value) if name in _IMPORTED else is_row(name, value)
    return "" if is_other and not _has_form_set(tree) else name


def is_row(name: str, value: Node) -> bool:
    """Whether what stands behind an entry of that name is a figure, so that it is a row where no form set is."""
    return name in _ROWS_TOO and isinstance(value, Scalar) and _is_figure(value.text, _ROWS_TOO[name])


def _is_imported(name: str, value: Node) -> bool:
    """Whether this is what `jsrules.readers.reports.report_text` writes behind an entry of that name."""
    return isinstance(value, Mapping) if name != PLACES else isinstance(value, Scalar) and "\n" in value.text


def _has_form_set(tree: Mapping) -> bool:
    """Whether the head says what kind of report this is."""
    return any(HEADER_NAMES.get(fold(key.text)) == KIND for key, _ in tree.entries)


def _is_figure(text: str, with_decimals: bool) -> bool:
    try:
        figure = parse_figure(text)
    except FigureError:
        return False
    return figure is not None and (not with_decimals or bool(figure.decimals))


def collect_header(problems: Problems, tree: Mapping) -> ReportHeader:
    """The head of a report; what is wrong in it is added to ``problems``."""
    header = ReportHeader()
    keys: dict[str, Scalar] = {}
    for key, value in tree.entries:
        name = head_name(tree, key, value)
        if not name:
            continue
        if name in keys:
            problems.add(
                "E104",
                say(
                    "“{key}”与“{name}”是同一项，写了两次",
                    '"{key}" and "{name}" are the same entry',
                    key=key.text,
                    name=keys[name].text,
                ),
                key,
                problems.first(keys[name]),
                remedy=say("只留一个", "keep one of them"),
            )
            continue
        keys[name] = key
        if name in _IMPORTED:
            _take_imported(problems, header, name, key, value)
        elif name == SUBORDINATES:
            _take_subordinates(problems, header, key, value)
        elif not isinstance(value, Scalar):
            problems.add(
                "E110",
                say("“{key}”后面应是一个值", 'one value is due behind "{key}"', key=key.text),
                key,
                remedy=say("写成“{key}: 值”", 'write "{key}: value"', key=key.text),
            )
        elif value.text.strip() not in ("", "~"):
            header.places[name] = value
            _take(problems, header, name, value)
    if KIND in keys and not header.kind:
        problems.add(
            "E110",
            say("“{key}”没有写是哪一种报告", '"{key}" does not say what kind of report this is', key=keys[KIND].text),
            keys[KIND],
            remedy=say("写上种类，例如 报告: 部门决算", "name the kind, as in 报告: 部门决算"),
        )
    if header.kind and YEAR not in header.places:
        problems.add(
            "E110",
            say("缺少“年度”，不知道用哪一年的表样", "the year is missing, so that the form set is not known"),
            keys.get(YEAR) or header.places[KIND],
            remedy=say("在开头写上年度，例如 年度: 2021", "write it at the top, as in 年度: 2021"),
        )
    return header


def _take_imported(problems: Problems, header: ReportHeader, name: str, key: Scalar, value: Node) -> None:
    if not _is_imported(name, value):
        if not (isinstance(value, Scalar) and value.text.strip() in ("", "~")):
            problems.add(
                "W133",
                say(
                    "“{key}”不是导入时写的样子，没有用上",
                    '"{key}" is not as an import writes it, and is not used',
                    key=key.text,
                ),
                key,
                remedy=say("删去它，或重新导入", "delete it, or import again"),
            )
    elif isinstance(value, Mapping):
        if name == UNRECOGNISED:
            header.unrecognised = key, value
        else:
            header.to_look_up = key
    elif isinstance(value, Scalar):
        header.document_places = value.text


def _take_subordinates(problems: Problems, header: ReportHeader, key: Scalar, value: Node) -> None:
    items = value.items if isinstance(value, Sequence) else [value]
    for item in items:
        if isinstance(item, Scalar) and item.text.strip() not in ("", "~"):
            header.subordinates.append(item)
        elif isinstance(value, Sequence) or not isinstance(item, Scalar):
            problems.add(
                "E110",
                say(
                    "“{key}”后面应是下级单位报告的文件名",
                    'the files of subordinate units are due behind "{key}"',
                    key=key.text,
                ),
                key,
                remedy=say(
                    "写成 {key}: [甲.yaml, 乙.yaml]，或一个文件夹 {key}: 下级/",
                    "write {key}: [a.yaml, b.yaml], or a folder, {key}: units/",
                    key=key.text,
                ),
            )


def _take(problems: Problems, header: ReportHeader, name: str, value: Scalar) -> None:
    text = value.text.strip()
    if name == KIND:
        header.kind = text
    elif name == UNIT:
        header.unit = text
    elif name == YEAR:
        header.year = _read_year(problems, value)
    elif name == MONEY_UNIT:
        unit = read_money_unit(problems, value)
        header.money_unit = unit.name if unit else ""
    elif name == DECIMALS:
        header.decimals = read_decimals(problems, value)
    else:
        header.extra[name] = text


def _read_year(problems: Problems, value: Scalar) -> int | None:
    digits = fold(value.text).removesuffix("度").removesuffix("年")
    if digits.isascii() and digits.isdigit() and len(digits) == 4 and int(digits) in CALENDAR:
        return int(digits)
    problems.add(
        "E110",
        say("“{text}”不是年度", '"{text}" is not a year', text=value.text),
        value,
        remedy=say("写四位数的公历年度，例如 2021", "write a year of four digits, such as 2021"),
    )
    return None


def read_decimals(problems: Problems, value: Node) -> int | None:
    """The number of decimals that a 小数位 says."""
    text = fold(value.text) if isinstance(value, Scalar) else ""
    if text.isascii() and text.isdigit() and len(text) == 1 and int(text) <= MAXIMUM_DECIMALS:
        return int(text)
    problems.add(
        "E110",
        say(
            "小数位应是 0 到 {most} 的整数",
            "the number of decimals is a whole number from 0 to {most}",
            most=MAXIMUM_DECIMALS,
        ),
        value,
        remedy=say("例如 小数位: 2", "as in 小数位: 2"),
    )
    return None


def read_money_unit(problems: Problems, value: Node) -> Unit | None:
    """The unit that a 金额单位 says."""
    known = [unit.name for unit in UNITS.values() if unit.dimension == "money"]
    text = value.text.strip() if isinstance(value, Scalar) else ""
    text = text.removeprefix("人民币")
    unit = find_unit(text)
    if unit is not None and unit.dimension == "money":
        return unit
    problems.add(
        "E110",
        say("“{text}”不是金额单位", '"{text}" is not a unit of money', text=text),
        value,
        remedy=say("可以写的有：{names}", "it can be: {names}", names=quoted_list(known, say("、", ", "))),
    )
    return None


def split_table(node: Mapping) -> tuple[dict[str, tuple[Scalar, Node]], list[tuple[Scalar, Node]]]:
    """The settings of a table (栏, 行, 列全, 金额单位, 小数位, 说明) by their Chinese name, and its other entries."""
    settings: dict[str, tuple[Scalar, Node]] = {}
    rest: list[tuple[Scalar, Node]] = []
    for entry in node.entries:
        text = entry[0].text
        name = TABLE_NAMES.get(text) or (TABLE_NAMES.get(fold(text)) if text.isascii() else None)
        if name is None or name in settings:
            rest.append(entry)
        else:
            settings[name] = entry
    return settings, rest


def read_whole(problems: Problems, settings: dict[str, tuple[Scalar, Node]]) -> bool | None:
    """What a table or section says of its rows: all are written (列全: true), or not; None where it says nothing."""
    if WHOLE not in settings:
        return None
    from jsrules.readers.reports.entries import NO, YES

    key, value = settings[WHOLE]
    text = fold(value.text) if isinstance(value, Scalar) else ""
    if text in YES or (text in NO and text):
        return text in YES
    problems.add(
        "E110",
        say("“{key}”应是 true 或 false", '"{key}" is true or false', key=key.text),
        value,
        remedy=say(
            "所有的行都写了，写 列全: true；只写了一部分，写 列全: false",
            "true when all rows are written, false when only a part of them is",
        ),
    )
    return None


def remark_remedy(key: Scalar) -> str:
    """A remedy for a key that stands before a remark (注, 备注); empty for any other."""
    if fold(key.text) not in _REMARKS:
        return ""
    return say(
        "文字写成“说明: …”，直接写在表名之下，缩进一层",
        'write a remark as "说明: …" (note), right under the title of the table, one level further in',
    )


def narrowed(problems: Problems, settings: dict[str, tuple[Scalar, Node]], scope: AmountScope) -> AmountScope:
    """The scope inside a table with these settings."""
    if MONEY_UNIT in settings:
        unit = read_money_unit(problems, settings[MONEY_UNIT][1])
        scope = AmountScope(unit or scope.money, scope.floor)
    if DECIMALS in settings:
        decimals = read_decimals(problems, settings[DECIMALS][1])
        scope = AmountScope(scope.money, scope.floor if decimals is None else decimals)
    return scope
