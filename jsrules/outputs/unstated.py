"""What a report does not state, told once for each table or section of the narrative."""

from __future__ import annotations

from collections.abc import Iterable

from jsrules.base.language import Words, say
from jsrules.model.outcome import Outcome
from jsrules.model.reason import Reason, Subject
from jsrules.model.report import Report
from jsrules.outputs.reasons import lost_rows_text, prior_word

NAMES_SHOWN = 3

Home = tuple[int, str, int]
"""Of what is not stated: the report that it is missing in (its origin), what is missing there (tables, sections, the
narrative, tables that may be there, or parts of one of them, or rows that seem to be lost), and the number of that
one.
"""


def home_of(report: Report, reason: Reason | None) -> Home | None:
    """Where what a verdict needs is not stated; None when that is not why there is none."""
    if reason is None or reason.subject is None or reason.subject.form < 0:
        return None
    subject = reason.subject
    if reason.code not in ("absent", "unstated", "not_whole", "illegible") or (
        report.forms.inferred and reason.code == "absent"
    ):
        return None
    if _is_lost(reason):
        return subject.origin, "lost", subject.form
    if subject.kind == "narrative":
        return subject.origin, "narrative", -1
    if subject.kind == "table" and reason.code == "illegible":
        return subject.origin, "unsure", -1
    if subject.kind == "table":
        return subject.origin, "section" if report.forms.forms[subject.form].is_prose else "table", -1
    return subject.origin, "part", subject.form


def _is_lost(reason: Reason) -> bool:
    """Whether it is a row that a table which is otherwise whole seems to have lost."""
    return reason.code == "not_whole" and reason.subject is not None and reason.subject.kind == "row"


def places_unstated(report: Report, outcomes: Iterable[Outcome]) -> int:
    """How many tables and sections do not state what verdicts need."""
    reasons = [each.judgement.reason for each in outcomes if each.verdict == "undetermined"]
    stated = [each for each in reasons if each is not None and not _is_lost(each)]
    subjects = [each.subject for each in stated if home_of(report, each) is not None]
    return len({(each.origin, each.form) for each in subjects if each is not None})


def unstated_text(report: Report, home: Home, reasons: Iterable[Reason]) -> str:
    """What is not stated at one place, in a sentence; the reasons are all about it."""
    origin, what, number = home
    before = report.origin_name(origin, prior_word())
    lacking = [each for each in reasons if each.subject is not None]
    if what == "part":
        return _parts(report, ".".join(filter(None, (before, report.forms.forms[number].path))), lacking)
    if what == "lost":
        table = ".".join(filter(None, (before, report.forms.forms[number].path)))
        rows = dict.fromkeys(_name(report, each.subject) for each in lacking if each.subject is not None)
        return lost_rows_text(f"{table}.{_some(list(rows), say(*_UNITS['row']))}")
    if what == "narrative":
        return say("缺 {where}", "missing: {where}", where=".".join(filter(None, (before, report.forms.narrative))))
    forms = dict.fromkeys(each.subject.form for each in lacking if each.subject is not None)
    names = [".".join(filter(None, (before, report.forms.forms[form].path))) for form in forms]
    units = ("节", "sections") if what == "section" else ("张表", "tables")
    if what == "unsure":
        return say(
            "不知道有没有 {names}（？）",
            "it is not known whether there is {names} (？)",
            names=_some(names, say(*units)),
        )
    return say("缺 {names}", "missing: {names}", names=_some(names, say(*units)))


def _parts(report: Report, where: str, reasons: Iterable[Reason]) -> str:
    named: dict[str, dict[str, None]] = {}
    whole = False
    illegible: dict[str, None] = {}
    for reason in reasons:
        assert reason.subject is not None
        if reason.code == "not_whole":
            whole = True
        elif reason.code == "illegible":
            illegible[_name(report, reason.subject)] = None
        else:
            named.setdefault(reason.subject.kind, {})[_name(report, reason.subject)] = None
    if list(named) == ["cell"] and len(named["cell"]) == 1 and not whole:
        return say("缺 {cell}", "missing: {cell}", cell=f"{where}.{next(iter(named['cell']))}")
    parts = [
        say(
            "没有列出{what} {names}",
            "does not state {what}{names}",
            what=_before(kind),
            names=_some(list(named[kind]), say(*words)),
        )
        for kind, words in _UNITS.items()
        if kind in named
    ]
    if illegible:
        names = _some(list(illegible), say(*_UNITS["cell"]))
        parts.append(say("读不出（？）{names}", "is illegible (？) in {names}", names=names))
    if whole:
        parts.append(
            say(
                "没有说各行列全了，少了行也会这样（列全的写 列全: true）",
                "does not say that all rows are listed, and lacking rows would explain it (列全: true says so)",
            )
        )
    return say("“{where}”{parts}", "“{where}” {parts}", where=where, parts=say("；", "; ").join(parts))


def _before(kind: str) -> str:
    return say("栏块", "block ") if kind == "block" else ""


_UNITS: dict[str, Words] = {
    "block": ("块", "blocks"),
    "column": ("栏", "columns"),
    "row": ("行", "rows"),
    "cell": ("项", "figures"),
}


def _some(names: list[str], unit: str) -> str:
    """基本支出、项目支出、经营支出 等 5 栏; of few all, without their number."""
    shown = say("、", ", ").join(names[:NAMES_SHOWN])
    if len(names) <= NAMES_SHOWN:
        return shown
    return say("{names} 等 {n} {unit}", "{names} and others ({n} {unit})", names=shown, n=len(names), unit=unit)


def _name(report: Report, subject: Subject) -> str:
    """The name of a block, column, row or cell without that of its table."""
    form = report.forms.forms[subject.form]
    block = form.blocks[subject.block]
    row = report.row_label(subject.form, subject.block, subject.row, subject.origin) if subject.row else ""
    column = block.columns[subject.column].name if subject.column >= 0 else ""
    return ".".join(filter(None, (block.name, row, column)))
