"""What slips and their fates are called, and how the cells and figures of a mutant are shown."""

from __future__ import annotations

from jsrules.authoring.detection.detector import MutantStatus, UnnoticedReason
from jsrules.authoring.detection.report_mutants import PrintedFigure, SlipKind, figure_text
from jsrules.base.language import say
from jsrules.base.number import decimal_text
from jsrules.model.changes import CellPlace, cell_at
from jsrules.model.report import Amount, Cell, Report

KIND_WORDS: dict[SlipKind, tuple[str, str]] = {
    "digit": ("错一位数字", "one digit"),
    "transposed": ("相邻两位颠倒", "transposed digits"),
    "missing_digit": ("漏一位", "a digit lost"),
    "extra_digit": ("多一位", "a digit doubled"),
    "sign": ("正负号", "sign"),
    "unit_scale": ("小数点或元、万元", "point or unit"),
    "swapped": ("与邻格对调", "swapped"),
    "copied": ("抄了邻格", "copied"),
    "shifted": ("一栏错行", "column slipped"),
}

STATUS_WORDS: dict[MutantStatus, tuple[str, str]] = {
    "noticed": ("查出", "noticed"),
    "hinted": ("只提示", "hinted"),
    "survived": ("漏过", "survived"),
    "same_amount": ("同数异值", "same amount"),
    "within_rounding": ("尾差之内", "rounding"),
    "mended": ("改好", "mended"),
}

REASON_WORDS: dict[UnnoticedReason, tuple[str, str]] = {
    "unread": ("在这份报告里没有规则看这一格", "no rule looks at this cell in this report"),
    "balanced": ("对调以后公式照样平衡", "the identities balance as before"),
    "lapsed": ("改了以后规则不再适用", "the rules do not apply any more after the change"),
    "inequality": ("只有不等式限定它", "only inequalities bound it"),
    "condition": ("规则只看它有没有、是不是，不看是多少", "rules ask only whether it is there, not how much it is"),
}


def itself() -> str:
    """What stands for a table where a report without a form set has none."""
    return say("（报告本身）", "(the report itself)")


def path_of(report: Report, place: CellPlace, statement: int = 1) -> str:
    """A cell's full name, whether it is written or not, or that of a further statement of its figure."""
    return report.cell_path(Cell(-1, *place, None, 0, 0, statement=statement))


def text_of(report: Report, place: CellPlace, statement: int = 1) -> str:
    """A cell's figure, or a further statement of it, as printed; empty for a blank."""
    cell = cell_at(report, place, statement)
    return cell.amount.text if cell is not None and cell.amount is not None else ""


def shown(amount: Amount | None, figure: PrintedFigure | None) -> str:
    """A figure as it would be printed there."""
    if figure is None:
        return say("空白", "blank")
    if amount is None:
        return decimal_text(*figure)
    return figure_text(amount, figure)
