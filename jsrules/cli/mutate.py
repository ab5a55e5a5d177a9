"""``jsrules mutate``, declared. The work is in mutate_job.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from jsrules.authoring.detection.report_mutants import KINDS
from jsrules.authoring.detection.trial import AT_MOST
from jsrules.base.language import say
from jsrules.base.number import FigureError, parse_figure
from jsrules.cli.declare import Argument, Command, Option
from jsrules.cli.mutate_job import MutateJob, run
from jsrules.cli.program import display_options


class Mutate(Command):
    """``jsrules mutate``."""

    words = (
        "把报告里的数逐个改错，看规则查得出哪些、漏过哪些；漏过的，建议能查出它的公式。",
        "Make one slip after another in a report, see which the rules notice, and propose formulas for those they do not.",
    )
    sections = (
        (
            ("错法：", "Slips:"),
            (
                ("digit", ("错一位数字", "one digit is another")),
                ("transposed", ("相邻两位颠倒", "two neighbouring digits change places")),
                ("missing_digit", ("漏一位", "a digit is left out")),
                ("extra_digit", ("一位写了两次", "a digit is struck twice")),
                ("sign", ("正负号", "the sign")),
                ("unit_scale", ("小数点错一位；元与万元弄混", "the point is off by one; 元 for 万元")),
                ("swapped", ("与右边或下边一格对调", "swapped with the cell to the right or below")),
                ("copied", ("抄成上下左右一格的数", "copied from a cell beside, above or below")),
                ("shifted", ("一栏从某行起上移或下移一行", "a column slips up or down by a row, from some row on")),
            ),
        ),
        (
            ("退出码：", "Exit codes:"),
            (
                (
                    "0",
                    (
                        "没有漏过的错例；有 --min-detection 时，查出率够",
                        "no mutant survives; with --min-detection, enough are noticed",
                    ),
                ),
                ("1", ("有漏过的，或查出率不够", "some survive, or too few are noticed")),
                ("2", ("命令、报告或规则无法使用", "the command, the report or the rules cannot be used")),
            ),
        ),
        (
            ("例：", "Examples:"),
            (
                ("jsrules mutate report.yaml", ("", "")),
                ("jsrules mutate report.yaml --pack my-pack/ --table 收入决算表 --kind digit", ("", "")),
                ("jsrules mutate report.yaml --min-detection 95 --format json -o power.json", ("", "")),
            ),
        ),
    )


def _percent(_context: click.Context, parameter: click.Parameter, text: str | None) -> tuple[int, int] | None:
    """A percentage as an exact decimal: ``99.5`` is 995 with one decimal."""
    if text is None:
        return None
    try:
        figure = parse_figure(text.removesuffix("%"))
    except FigureError:
        figure = None
    if figure is None or figure.unit or not 0 <= figure.mantissa <= 100 * 10**figure.decimals:
        raise click.BadParameter(
            say("“{text}”不是 0 到 100 的百分数", "“{text}” is no percentage from 0 to 100", text=text), param=parameter
        )
    return figure.mantissa, figure.decimals


def _work(**values: Any) -> Callable[[], int]:
    job = MutateJob(**values)
    return lambda: run(job)


command = Mutate(
    "mutate",
    callback=_work,
    add_help_option=False,
    params=[
        Argument(
            "report",
            ("报告文件（YAML）；- 是标准输入", "a report (YAML); - is standard input"),
            ("报告", "REPORT"),
        ),
        Option(
            ["--rules", "rules"],
            ("用这个规则文件；可以写多次", "use this rule file; may be given several times"),
            ("文件", "FILE"),
            multiple=True,
        ),
        Option(
            ["--pack", "packs"],
            (
                "用这个规则包（名称或文件夹），代替按报告自动选的；可以写多次",
                "use this pack (name or folder) instead of the one chosen by the report; may be given several times",
            ),
            ("规则包", "PACK"),
            multiple=True,
        ),
        Option(
            ["--prior"],
            ("上年报告", "the prior-year report"),
            ("文件", "FILE"),
            default="",
        ),
        Option(
            ["--kind", "kinds"],
            ("只用这种错法；可以写多次", "make only slips of this kind; may be given several times"),
            ("错法", "SLIP"),
            type=click.Choice(KINDS),
            multiple=True,
        ),
        Option(
            ["--table", "tables"],
            (
                "只改这张表里的数；可以写多次；“情况说明”是它的各节",
                "change only figures of this table; may be given several times; “情况说明” means all of its sections",
            ),
            ("表", "TABLE"),
            multiple=True,
        ),
        Option(
            ["--at-most"],
            (
                f"最多试这么多个错例，多了均匀选取；默认 {AT_MOST}",
                f"try at most so many mutants, evenly taken out of more; {AT_MOST} by default",
            ),
            ("个数", "NUMBER"),
            type=click.IntRange(1),
            default=AT_MOST,
        ),
        Option(
            ["--jobs"],
            (
                "用几个进程；默认按错例多少和处理器个数",
                "how many processes to use; by default as many as are worth it",
            ),
            ("个数", "NUMBER"),
            type=click.IntRange(1, 64),
            default=None,
        ),
        Option(
            ["--min-detection"],
            (
                "查出率低于百分之几算失败；给了它，有漏过的也可以",
                "fail when fewer are noticed, in percent; with it, survivors alone are no failure",
            ),
            ("百分数", "PERCENT"),
            callback=_percent,
            default=None,
        ),
        Option(
            ["--format"],
            ("输出给人看（text，默认）或给程序用（json）", "output for people (text, the default) or programs (json)"),
            type=click.Choice(["text", "json"]),
            default="text",
        ),
        Option(
            ["-o", "--output"],
            ("写到文件；写完才替换原有的文件", "write to a file; an older one is replaced when all is written"),
            ("文件", "FILE"),
            default="",
        ),
        Option(
            ["--all", "everything"],
            (
                "全部列出：每个漏过、只提示、尾差之内的错例和每条建议",
                "list everything: every survivor, hint, case within rounding, and proposal",
            ),
            is_flag=True,
        ),
        *display_options(),
    ],
)
