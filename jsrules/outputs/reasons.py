"""Reasons in words: why there is no verdict, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from jsrules.base.language import Words, say
from jsrules.base.names import did_you_mean
from jsrules.model.origins import OWN, PRIOR
from jsrules.model.outcome import CRITERION_WORDS, Criterion
from jsrules.model.reason import GRAVE, Reason, Subject
from jsrules.model.report import Cell, Report
from jsrules.readers.reports.problems import shown

_ENDS: dict[tuple[str, ...], Words] = {
    ("column", "first"): ("这是第一栏，前面没有栏", "this is the first column: there is none before it"),
    ("column", "last"): ("这是最后一栏，后面没有栏", "this is the last column: there is none behind it"),
    ("row", "first"): ("这是第一行，前面没有行", "this is the first row: there is none before it"),
    ("row", "last"): ("这是最后一行，后面没有行", "this is the last row: there is none behind it"),
}

# What is doubtful of the row that raises the doubt.
_DOUBTS: dict[str, Words] = {
    "none": ("看不出它有哪些明细", "no row seems to be below it"),
    "part": (
        "是“其中”，只列了一部分，后面的行与谁并列也看不出",
        "is “of which”: such rows need not be all, and what follows may be beside them or not",
    ),
    "less": ("是减项", "is subtracted"),
    "totals": ("也是合计，不知道是否包括在内", "is a total, too, and may be one of them or not"),
    "mixed": ("没有同级的序号", "has no ordinal of their level"),
    "coded": (
        "有科目编码，有编码的行写 各类 或 下级",
        "has an account code: write “classes” or “children” for rows with codes",
    ),
    "blank": ("整行空白，可能是小标题", "is blank and may be a heading"),
    "nested": ("明细下面还有一层", "there is a further level below them"),
    "unit": ("的单位不同", "is in another unit"),
}


def reason_text(report: Report, reason: Reason | None) -> str:
    """A reason as a sentence; empty when there is none."""
    if reason is None:
        return ""
    what = subject_text(report, reason.subject) if reason.subject is not None else ""
    values = "、".join(reason.values)
    one, other, *_ = (*reason.values, "", "")
    match reason.code:
        case "absent" if reason.subject is not None and reason.subject.kind in ("work", "all_work"):
            return what
        case "absent":
            return say("缺“{what}”", "“{what}” is absent", what=what)
        case "unstated":
            return say("“{what}”没有列出", "“{what}” is not stated", what=what)
        case "illegible" if reason.subject is not None and reason.subject.kind == "table":
            return say(
                "不知道有没有“{what}”（写着 ？）",
                "it is not known whether there is “{what}” (？ stands there)",
                what=what,
            )
        case "illegible":
            return say("“{what}”读不出（写着 ？）", "“{what}” is illegible (？ stands there)", what=what)
        case "not_whole" if reason.subject is not None and reason.subject.kind == "row":
            return lost_rows_text(what)
        case "not_whole":
            return say(
                "不知道“{what}”的各行是不是列全了，少了行也会这样（列全的写 列全: true）",
                "“{what}” is not known to list all its rows, and lacking ones would explain it (列全: true says so)",
                what=what,
            )
        case "unreadable":
            of_unit = reason.subject is not None and reason.subject.origin not in (OWN, PRIOR)
            return _unreadable(what, values, of_unit)
        case "unit_unknown":
            text, *units = reason.values or ("",)
            return say(
                "“{what}”印的“{text}”没有写单位：是{units}？写上单位，或在表头写 金额单位",
                "“{text}” in “{what}” has no unit: is it {units}? write it behind the figure, or 金额单位 in the head",
                what=what,
                text=shown(text),
                units=say(" 还是 ", " or ").join(["", *units]).removeprefix(say(" 还是 ", " or ")),
            )
        case "percent_unstated":
            return say(
                "“{what}”印的“{text}”没有写 %：写成 {text}% 就合；不是百分数，就是数不对",
                "“{text}” in “{what}” has no %: {text}% would fit; if it is no percentage, the figure is wrong",
                what=what,
                text=shown(values),
            )
        case "may_be_counts":
            return say(
                "“{what}”等都是没有写单位的整数：是金额，差额是尾差；是人数、件数之类，就是不符。写上单位（如 {text} 人），"
                "金额写上小数位",
                "“{what}” and the others are whole figures without a unit: of money the difference is rounding, of "
                "counts it is an error; write the unit ({text} 人), or the decimals of money",
                what=what,
                text=shown(values),
            )
        case "strangers":
            others = say("、", ", ").join(say("“{each}”", "“{each}”", each=shown(each)) for each in reason.values[1:])
            return say(
                "“{what}”印的是“{one}”，与它相加、相比的{others}有小数，没有写单位，不知道是不是同一种数：核对“{what}”，"
                "或都写上单位",
                "“{what}” prints “{one}”; {others} beside it have decimals and no unit, and need not be of its kind: "
                "check “{what}”, or write the unit behind each",
                what=what,
                one=one,
                others=others,
            )
        case "ratio_or_percent":
            return say(
                "比率与“{number}”相比：是 {number}% 还是 {number} 倍，结论不同。规则里写成 {number}% 或 {number} 倍",
                "a ratio is compared with “{number}”, and {number}% or {number} times make a difference: write "
                "{number}% or {number} 倍 in the rule",
                number=values,
            )
        case "superfluous_factor":
            return say(
                "“{what}”印的“{one}”带单位，自动换算，规则里又乘或除以 {other}：不乘除就合。改规则",
                "“{one}” in “{what}” has a unit that converts by itself, and the rule has a factor of {other} besides: "
                "without it the rule holds. Mend the rule",
                what=what,
                one=shown(one),
                other=other,
            )
        case "unknown_name":
            return _unknown_name(what, reason.values)
        case "other_forms":
            return say(
                "这份报告的表样没有“{what}”", "the form set of this report has nothing named “{what}”", what=what
            )
        case "figure_for_text":
            return say(
                "“{what}”印的是数 {figure}，与文字“{text}”比不了",
                "“{what}” prints a figure, {figure}, which cannot be compared with the text “{text}”",
                what=what,
                figure=one,
                text=shown(other),
            )
        case "no_date":
            return _no_date(what, one)
        case "vague_date":
            return say(
                "“{one}”与“{other}”写到的日期粗细不同，比不出先后",
                "“{one}” and “{other}” are not dates of one precision: which comes first cannot be told",
                one=one,
                other=other,
            )
        case "unknown_scope":
            return say(
                "缺“{what}”，不知道是否适用", "“{what}” is absent: it is not known whether it applies", what=what
            )
        case "division_by_zero":
            return say("除数为 0", "a division by zero")
        case "vanishing_base":
            return say("“{what}”的分母在尾差范围内可能为 0", "the base of “{what}” may be 0 within rounding", what=what)
        case "left_out":
            return say("报告中没有“{what}”", "the report has no “{what}”", what=what)
        case "not_stated":
            return say("没有写出“{what}”", "“{what}” is not stated", what=what)
        case "not_written":
            return say("没有写“{what}”", "“{what}” is not written", what=what)
        case "not_printed":
            return say("该数没有印出", "the figure is not printed")
        case "no_row":
            return say("“{what}”没有“{row}”这一行", "“{what}” has no row “{row}”", what=what, row=values)
        case "no_column":
            return say("“{what}”没有“{column}”这一栏", "“{what}” has no column “{column}”", what=what, column=values)
        case "no_place":
            return say("报告中没有适用的行", "the report has no row it applies to")
        case "rate_column":
            return say("这一栏是比率，不相加", "the column holds rates, which are not added up")
        case "rate_row":
            return say("这一行是比率，不相加", "the row holds rates, which are not added up")
        case "condition_false":
            return say("条件不成立", "the condition is false")
        case "all_blank":
            return say("所涉单元格全部空白", "all its cells are blank")
        case "other_reports":
            name = reason.subject.name if reason.subject is not None else ""
            return say("只适用于{name} {values}", "only for {name} {values}", name=name, values=values)
        case "tolerance":
            return say("在规则写明的允许差之内", "within the tolerance that the rule gives")
        case "unknown_choice":
            return say("不知道“{what}”符不符合条件", "it is not known whether “{what}” is one of them", what=what)
        case "not_all":
            return say(
                "应当个个成立，“{what}”不成立（共 {n} 个不成立）",
                "this should hold of all; it does not of “{what}” ({n} in all)",
                what=what,
                n=values,
            )
        case "none_fits":
            return say("应当有一个成立，{n} 个都不成立", "this should hold of one; it does of none of {n}", n=values)
        case "at_end":
            return say(*_ENDS.get(reason.values, _ENDS["column", "first"]))
        case "stated_once":
            return say("“{what}”只写了一次", "“{what}” is stated only once", what=what)
        case "unclear_details":
            kind, label = reason.values if len(reason.values) == 2 else ("none", "")
            total = reason.subject
            if total is not None:
                label_ = report.row_label(total.form, total.block, total.row, total.origin)
                what = ".".join(filter(None, (report.origin_name(total.origin, prior_word()), label_)))
            return say(
                "“{what}”的各明细不能确定：{row}{doubt}；把各项写出来：{what} = 甲 + 乙 + …",
                "which rows “{what}” is the sum of is not certain: {row}{doubt}; write them out: {what} = A + B + …",
                what=what,
                row=say("“{row}”", "“{row}” ", row=label) if label else "",
                doubt=say(*_DOUBTS.get(kind, _DOUBTS["none"])),
            )


def lost_rows_text(names: str) -> str:
    """That rows below these seem to be lost, and what to do."""
    return say(
        "“{names}”几栏都大于所列各行之和，像是少写了行：补上；原件就是这样的写 列全: true，只摘录一部分的写 列全: false",
        "“{names}” is more than its rows in several columns, as if rows were lost: add them; write 列全: true where "
        "it is printed so, and 列全: false where only some rows were taken",
        names=names,
    )


def _unreadable(what: str, text: str, of_unit: bool) -> str:
    """What is printed where a figure is needed, and why it is none; ``of_unit``: in a subordinate unit's report, where
    it may be one, but of another kind than the report's own.
    """
    from jsrules.base.number import FigureError, parse_figure
    from jsrules.base.unreadable import obstacle_in, obstacle_text

    try:
        readable = of_unit and parse_figure(text) is not None
    except FigureError:
        readable = False
    if readable:
        return say(
            "“{what}”印的“{text}”，与汇总报告里同名的数不是一种单位",
            "“{text}” in “{what}” is in another kind of unit than the figure of that name in the report itself",
            what=what,
            text=shown(text),
        )
    return say(
        "“{what}”印的“{text}”{why}，读不成数",
        "“{text}” in “{what}” {why}: it cannot be read as a figure",
        what=what,
        text=shown(text),
        why=obstacle_text(obstacle_in(text)),
    )


def _unknown_name(name: str, near: tuple[str, ...]) -> str:
    """A name that the report does not have, with the nearest ones or what else may be meant."""
    from jsrules.checks.slips import of_name

    text = say("报告里没有“{name}”", "the report has nothing named “{name}”", name=name)
    remedy = did_you_mean(near) or of_name(tuple(name.split(".")))
    return text + say("；", "; ") + remedy if remedy else text


def _no_date(what: str, text: str) -> str:
    """What is printed where a date is needed, and why it is none."""
    from jsrules.base.dates import impossible_day

    day = impossible_day(text)
    if day is not None:
        return say(
            "“{what}”印的“{text}”不是日期：没有这一天",
            "“{text}” in “{what}” is no date: there is no such day",
            what=what,
            text=shown(text),
        )
    return say(
        "“{what}”印的“{text}”不是日期",
        "“{text}” in “{what}” is no date",
        what=what,
        text=shown(text),
    )


def missing_text(report: Report, reason: Reason | None) -> str:
    """What is missing that a verdict needs; empty when nothing is."""
    if reason is None or not reason.undecided or reason.code in GRAVE or reason.code == "vague_date":
        return ""
    if reason.code == "not_whole" and reason.subject is not None and reason.subject.kind in ("row", "name"):
        return ""  # rows of it are, which nobody knows
    if reason.subject is None or reason.code in ("vanishing_base", "unclear_details"):
        return reason_text(report, reason)
    return subject_text(report, reason.subject)


def subject_text(report: Report, subject: Subject) -> str:
    """What a reason is about, by its name."""
    name = report.origin_name(subject.origin, prior_word())
    if subject.kind == "cell":
        label = report.row_label(subject.form, subject.block, subject.row, subject.origin)
        return report.forms.cell_path(subject.form, subject.block, label, subject.column, name)
    if subject.kind in ("row", "column", "block"):
        form = report.forms.forms[subject.form]
        block = form.blocks[subject.block]
        label = report.row_label(subject.form, subject.block, subject.row, subject.origin) if subject.row else ""
        column = block.columns[subject.column].name if subject.column >= 0 else ""
        return ".".join(filter(None, (name, form.path, block.name, label, column)))
    if subject.kind == "table":
        return ".".join(filter(None, (name, report.forms.forms[subject.form].path)))
    if subject.kind == "narrative":
        return ".".join(filter(None, (name, report.forms.narrative)))
    if subject.kind == "name":
        return subject.name
    if subject.kind == "prior":
        return say("上年报告", "the prior-year report")
    if subject.kind == "subordinates":
        return say("下级单位的报告", "the reports of subordinate units")
    if subject.kind == "work":
        return say(
            "没有查完：超过了一条规则的工作量上限", "not checked to the end: it takes more work than one rule may"
        )
    if subject.kind == "all_work":
        return say(
            "没有查：各条规则合计的工作量超过了一份报告的上限",
            "not checked: all rules together take more work than they may on one report",
        )
    return say("报告.{name}", "report.{name}", name=subject.name if subject.name != "年度" else say("年度", "year"))


def chosen_by(why: Sequence[Criterion]) -> str:
    """By what a pack or a form set was chosen; empty when it was not."""
    return say("、", ", ").join(say(*CRITERION_WORDS[each]) for each in why)


def prior_word() -> str:
    """What stands before a name of the prior-year report."""
    return say("上年", "prior")


def cell_name(report: Report, cell: Cell) -> str:
    """The full name of a cell as people read it."""
    return report.cell_path(cell, prior_word())
