"""``jsrules verify``, declared. The work is in job.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from jsrules.cli.declare import Argument, Command, Option
from jsrules.cli.program import display_options
from jsrules.cli.verify_job import Job, run


class Verify(Command):
    """``jsrules verify``."""

    words = (
        "检查报告：哪些公式不符，哪些只是尾差，为什么，数字在哪里。",
        "Check reports: which identities are violated, which differ by rounding only, why, and where the figures stand.",
    )
    sections = (
        (
            ("退出码：", "Exit codes:"),
            (
                ("0", ("没有达到 --fail-on 级别的发现", "nothing found at or above the level of --fail-on")),
                ("1", ("有达到该级别的发现", "something was found at or above it")),
                (
                    "2",
                    (
                        "命令、某份报告或规则无法使用；消息里说明在哪里、怎么改",
                        "the command, a report or a rule cannot be used; the message says where and what to do",
                    ),
                ),
            ),
        ),
        (
            ("例：", "Examples:"),
            (
                ("jsrules verify report.yaml", ("", "")),
                ("jsrules verify flat.yaml --rules two-lines.jsr", ("", "")),
                ("jsrules verify reports/ --format json -o results.jsonl", ("", "")),
            ),
        ),
    )


def _work(*, separately: bool, **values: Any) -> Callable[[], int]:
    job = Job(**values, reconcile=not separately)
    return lambda: run(job)


command = Verify(
    "verify",
    callback=_work,
    add_help_option=False,
    params=[
        Argument(
            "reports",
            (
                "报告文件（YAML）；目录则检查其下所有 *.yaml 与 *.yml；- 是标准输入",
                "report files (YAML); of a directory all *.yaml and *.yml below it; - is standard input",
            ),
            ("报告", "REPORT"),
            nargs=-1,
            required=True,
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
                "用这个规则包；可以写多次。不写时按报告的种类与年度选用，规则文件的规则另加",
                "use this rule pack; may be given several times. Without one, that for the report's kind and year; rule files come on top",
            ),
            ("名称或路径", "NAME_OR_PATH"),
            multiple=True,
        ),
        Option(
            ["--lock"],
            (
                "锁文件，默认是当前文件夹里的 jsrules.lock：只用其中锁定的版本",
                "the lock file, by default jsrules.lock in the current folder: exactly the versions locked there are used",
            ),
            ("文件", "FILE"),
            default="",
        ),
        Option(
            ["--require-fresh"],
            (
                "规则包最近一次证明是最新，距今不得超过这么多天",
                "accept only packs that were proved current at most so many days ago",
            ),
            ("天数", "DAYS"),
            type=click.IntRange(0, 36500),
            default=None,
        ),
        Option(
            ["--prior"],
            (
                "上年报告，规则里的“上年.…”到它里面去找；也可以写在报告的表头（上年: 文件名）",
                "the prior-year report, which “prior.…” in rules refers to; a report's head may name it, too (prior: FILE)",
            ),
            ("文件", "FILE"),
            default="",
        ),
        Option(
            ["--format"],
            (
                "输出给人看（text，默认）或给程序用（json；多份报告每份一行）",
                "output for people (text, the default) or programs (json; one line for each of several reports)",
            ),
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
                "也列出相符、不适用的公式与每一笔尾差",
                "list also what holds, what does not apply, and every rounding difference",
            ),
            is_flag=True,
        ),
        Option(
            ["--explain"],
            (
                "每个发现说明最大尾差的由来、每个数的原文与位置",
                "say of each finding how its allowance comes about, with the text and place of every figure",
            ),
            is_flag=True,
        ),
        Option(
            ["--no-reconcile", "separately"],
            (
                "只逐条检查，不把全部公式放在一起找哪个数错了、应为多少",
                "check the identities one by one only; do not look at all of them together for which figure is wrong and what it should be",
            ),
            is_flag=True,
        ),
        Option(
            ["--fail-on"],
            (
                "从哪一级起算失败（退出码 1）：错误（默认）、警告、提示",
                "from which level on it counts as failed (exit code 1); error by default",
            ),
            type=click.Choice(["error", "warning", "info"]),
            default="error",
        ),
        *display_options(),
    ],
)
