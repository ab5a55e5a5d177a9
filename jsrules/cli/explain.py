"""``jsrules explain``, declared. The work is in explain_job.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from jsrules.base.language import say
from jsrules.cli.declare import Argument, Command, Option
from jsrules.cli.explain_job import prepare
from jsrules.cli.program import color_options


class Explain(Command):
    """``jsrules explain``."""

    words = (
        "说明一个错误或警告的代号，或一条规则：原文、依据、绑定到哪些单元格、哪些规则与它有共同的单元格，在报告上是哪些数；不需要网络。",
        "Explain the code of an error or warning, or a rule: its text and basis, the cells it binds to, which rules share them, and its figures on a report; works offline.",
    )
    sections = (
        (
            ("退出码：", "Exit codes:"),
            (
                ("0", ("都有说明", "everything was explained")),
                (
                    "2",
                    (
                        "没有这个代号或规则；规则、报告或表样无法使用",
                        "there is no such code or rule; or rules, report or form set cannot be used",
                    ),
                ),
            ),
        ),
        (
            ("例：", "Examples:"),
            (
                ("jsrules explain E204", ("", "")),
                ("jsrules explain 总表收入合计", ("", "")),
                ("jsrules explain 说明各类支出 --report report.yaml", ("", "")),
                ("jsrules explain 收支平衡 --rules rules.jsr --forms 部门决算 2021", ("", "")),
            ),
        ),
    )


def _work(**values: Any) -> Callable[[], int]:
    kind, year = values["forms"] or ("", "")
    if year and not (year.isdecimal() and len(year) == 4):
        raise click.BadParameter(
            say("“{year}”不是四位数的年度", "“{year}” is no year of four digits", year=year), param=_FORMS
        )
    if year and values["report"]:
        raise click.UsageError(
            say("--forms 与 --report 只能给一个", "give --forms or --report, not both"), click.get_current_context()
        )
    return prepare(**{**values, "forms": (kind, int(year)) if year else None})


_FORMS = Option(
    ["--forms"],
    (
        "规则绑定到哪一种报告、哪一年度的表样；规则包默认是清单里最近的年度",
        "the form set that a rule is bound to; by default the latest of the pack's manifest",
    ),
    ("种类 年度", "KIND YEAR"),
    nargs=2,
    default=None,
)

command = Explain(
    "explain",
    callback=_work,
    add_help_option=False,
    params=[
        Argument(
            "names",
            (
                "代号（如 E204），或规则的名称（可写成 规则包/名称）",
                "a code such as E204, or the name of a rule (PACK/NAME works too)",
            ),
            ("代号或规则", "CODE_OR_RULE"),
            nargs=-1,
            required=True,
        ),
        Option(
            ["--report"],
            (
                "也说明规则在这份报告上的数；规则用为它选的规则包，或 --pack、--rules 给出的",
                "also show the figures of the rule on this report; rules are those of the pack chosen for it, or of --pack and --rules",
            ),
            ("文件", "FILE"),
            default="",
        ),
        Option(
            ["--rules", "rules"],
            ("规则在这个文件里；可以写多次", "the rule is in this file; may be given several times"),
            ("文件", "FILE"),
            multiple=True,
        ),
        Option(
            ["--pack", "packs"],
            (
                "规则在这个规则包里；可以写多次。都不写时找自带的规则包",
                "the rule is in this pack; may be given several times. Without any, those that come with jsrules",
            ),
            ("名称或路径", "NAME_OR_PATH"),
            multiple=True,
        ),
        _FORMS,
        Option(
            ["--prior"],
            ("上年报告", "the prior-year report"),
            ("文件", "FILE"),
            default="",
        ),
        *color_options(),
    ],
)
