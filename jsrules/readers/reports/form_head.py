"""The head of a form-set file: what it is for, and what it builds on. Read by itself, it costs next to nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from jsrules.base.diagnostic import InputError, Label, fail
from jsrules.base.language import say
from jsrules.base.names import fold
from jsrules.base.record import Record
from jsrules.base.source import Source
from jsrules.base.years import EVERY_YEAR, Years
from jsrules.model.form import NARRATIVE
from jsrules.readers.reports.entries import Entries
from jsrules.readers.reports.nodes import Mapping, Node, Scalar
from jsrules.readers.reports.problems import Problems, offer_names, span_of
from jsrules.readers.reports.yaml_tree import read_tree

CODE = "E303"

SAME_YEAR = "同年"
"""As a base: whatever form set the pack below would take for the report."""

BODY_KEYS = ("科目", "表", NARRATIVE)
HEAD_KEYS = (
    "表样",
    "别名",
    "代号",
    "名称",
    "年度",
    "沿用",
    "地区",
    "单位性质",
    "基础",
    "不印表号",
    "行次未定",
    "金额单位",
)


class FormSetHead(Record):
    """What a form-set file says of itself.

    ``kind`` is the kind of report it is for, ``aliases`` are others that it serves; ``title`` is what people call it.
    No years, regions or kinds of unit means all. ``runs_on``: later years without a form set of their own may use it.
    ``base`` names the form set that this one is a difference to (by its title or the name of its file, or `SAME_YEAR`),
    and ``base_label`` is where it does. A difference that leaves out identifier or money unit has those of its base.
    ``unnumbered``: its tables have not the numbers that those of its base have (不印表号).
    ``unsettled``: whether reports may print other numbers of rows than it has (行次未定); None: as its base.
    """

    kind: str
    aliases: tuple[str, ...]
    identifier: str
    title: str
    years: Years
    runs_on: bool
    regions: tuple[str, ...]
    unit_kinds: tuple[str, ...]
    base: str
    money_unit: str
    source: Source
    base_label: Label | None = None
    unnumbered: bool = False
    unsettled: bool | None = None

    @property
    def kinds(self) -> tuple[str, ...]:
        """All kinds of report that it is for."""
        return (self.kind, *self.aliases)

    @property
    def file_name(self) -> str:
        """The name of its file, without folders and ending."""
        return os.path.splitext(os.path.basename(self.source.path))[0]

    def is_called(self, name: str) -> bool:
        """Whether a name is its title or the name of its file."""
        return fold(name) in (fold(self.title), fold(self.file_name))


def read_form_head(source: Source) -> FormSetHead:
    """The head of a form-set file; what stands below it is not read. Raises `InputError` for a wrong head."""
    text = source.text
    ends = [end for end in (text.find(f"\n{key}:") for key in BODY_KEYS) if end >= 0]
    head = text[: min(ends) + 1] if ends else ""
    if any(line.strip() and line[0] not in "#{" for line in head.split("\n")):
        problems = Problems(source)
        try:
            found = take_head(problems, read_tree(Source(source.path, head), problems, what_is_due()))
            problems.raise_errors()
            return found
        except InputError:
            pass
    problems = Problems(source)  # what is missing may stand below the head, and should be told so
    found = take_head(problems, read_tree(source, problems, what_is_due()))
    problems.raise_errors()
    return found


def what_is_due() -> str:
    """What stands in a form-set file, for one that holds something else or nothing."""
    return say(
        "表样文件开头写 表样、代号、年度，下面是 表", "a form set opens with 表样, 代号 and 年度; 表 stands below"
    )


def take_head(problems: Problems, tree: Mapping) -> FormSetHead:
    """The head in the tree of a form-set file, or of the part of it that ends with the head."""
    head: list[tuple[Scalar, Node]] = []
    body: Scalar | None = None
    for key, value in tree.entries:
        if key.text in BODY_KEYS:
            body = body or key
        else:
            if body is not None and key.text in HEAD_KEYS:
                _misplaced(problems, key, body)
            head.append((key, value))
    if not any(key.text in ("表样", *BODY_KEYS) for key, _ in tree.entries):
        _refuse(problems, tree)
    return _read(problems, Mapping(head, tree.line, tree.column))


def _misplaced(problems: Problems, key: Scalar, body: Scalar) -> None:
    problems.add(
        CODE,
        say("“{key}”应写在“{body}”前面", '"{key}" belongs before "{body}"', key=key.text, body=body.text),
        key,
        remedy=say(
            "表头各项写在文件开头，然后才是 科目、表、情况说明", "the head comes first, then 科目, 表 and 情况说明"
        ),
    )


def _read(problems: Problems, head: Mapping) -> FormSetHead:
    entries = Entries(problems, CODE, head, (*HEAD_KEYS, *BODY_KEYS), head)
    base = entries.text("基础")
    years = entries.years("年度", required=base != SAME_YEAR) or EVERY_YEAR
    regions, unit_kinds = entries.names("地区"), entries.names("单位性质")
    places = say("、", ", ").join(each.strip("*") for each in (*regions, *unit_kinds))
    kind = entries.text("表样", required=True)
    place = entries.node("基础")
    return FormSetHead(
        kind,
        entries.names("别名"),
        entries.identifier("代号", required=not base),
        entries.text("名称") or " ".join(part for part in (places, str(years)) if part) or kind,
        years,
        entries.flag("沿用"),
        regions,
        unit_kinds,
        base,
        entries.unit("金额单位", "money") or ("" if base else "元"),
        problems.source,
        Label(problems.source, span_of(problems.source, place)) if place is not None else None,
        entries.flag("不印表号"),
        entries.flag("行次未定") if entries.has("行次未定") else None,
    )


def _refuse(problems: Problems, tree: Mapping) -> None:
    """Raises `InputError` for a file that is a report, or something else, and no form set: that, and nothing else."""
    kinds = (key for key, value in tree.entries if key.text in ("报告", "report") and isinstance(value, Scalar))
    place = next(kinds, None)
    problems.add(
        CODE,
        say("这是报告，不是表样", "this is a report, no form set")
        if place is not None
        else say("这不是表样：没有“表样: …”一行", "this is no form set: it has no entry 表样"),
        place or Scalar("", tree.line, tree.column),
        remedy=what_is_due(),
    )
    problems.raise_errors()


def with_bases(head: FormSetHead, find: Callable[[FormSetHead], FormSetHead | None]) -> list[FormSetHead]:
    """A form set and all that it builds on, the first base first; ``find`` knows the base of one that has any.

    Raises `InputError` (E303) when a base is not there, or one builds on itself.
    """
    chain = [head]
    while chain[0].base:
        found = find(chain[0])
        if found is None:
            raise _no_base(chain[0], "")
        if any(each.source.path == found.source.path for each in chain):
            raise _circle(chain[0], found)
        chain.insert(0, found)
    return chain


def find_base(head: FormSetHead, others: Iterable[FormSetHead]) -> FormSetHead | None:
    """The form set that a head's base names, among others; the first that serves the same kind goes before the rest.

    A form set that is called as its own base does not mean itself. Raises `InputError` (E303) when none has that name.
    """
    known = [each for each in others if each.source.path != head.source.path and set(each.kinds) & set(head.kinds)]
    for each in known:
        if each.is_called(head.base):
            return each
    raise _no_base(head, offer_names(head.base, list(dict.fromkeys(each.title for each in known))))


def _no_base(head: FormSetHead, remedy: str) -> InputError:
    if head.base == SAME_YEAR:
        message = say("下面的规则包里没有可以作基础的表样", "the packs below have no form set to build on")
        remedy = say("写明“基础”是哪一套，或把表样写全", 'name the "基础", or write the form set in full')
    else:
        message = say("没有名为“{name}”的表样可以作基础", 'there is no form set "{name}" to build on', name=head.base)
    return fail(
        CODE,
        message,
        *_labels(head),
        path=head.source.path,
        remedy=remedy or say("“基础”写另一套表样的名称或文件名", '"基础" is the title or file of another form set'),
    )


def _circle(head: FormSetHead, other: FormSetHead) -> InputError:
    return fail(
        CODE,
        say(
            "“{name}”与“{other}”互为基础",
            '"{name}" and "{other}" build on each other',
            name=head.title,
            other=other.title,
        ),
        *_labels(head),
        path=head.source.path,
        remedy=say("其中一套要写全，不写“基础”", 'one of them must be written in full, without "基础"'),
    )


def _labels(head: FormSetHead) -> tuple[Label, ...]:
    return (head.base_label,) if head.base_label is not None else ()
