"""``jsrules test``, declared. The work is in test_job.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from jsrules.cli.declare import Argument, Command, Option
from jsrules.cli.program import display_options
from jsrules.cli.test_job import TestingJob, run


class RunTests(Command):
    """``jsrules test``."""

    words = (
        "运行规则包的测试：每条规则该说的说了没有，不该说的有没有说，还缺哪些测试。",
        "Run the tests of a rule pack: does each rule say what it should, and nothing else; which tests are lacking.",
    )
    sections = (
        (
            ("退出码：", "Exit codes:"),
            (
                ("0", ("全部通过，覆盖与发现率够", "all passed; enough is covered and noticed")),
                ("1", ("有不通过的，或覆盖、发现率不够", "something failed, or too little is covered or noticed")),
                ("2", ("命令、规则包或测试文件无法使用", "the command, the pack or a file of tests cannot be used")),
            ),
        ),
        (
            ("例：", "Examples:"),
            (
                ("jsrules test my-pack/", ("", "")),
                ("jsrules test my-pack/ -k 总表 --watch", ("", "")),
                ("jsrules test final-accounts --coverage --html coverage.html", ("", "")),
                ("jsrules test final-accounts --mutants", ("", "")),
                ("jsrules test final-accounts --format junit -o junit.xml", ("", "")),
            ),
        ),
    )


def _work(**values: Any) -> Callable[[], int]:
    job = TestingJob(**values)
    return lambda: run(job)


_PERCENT = click.IntRange(0, 100)

command = RunTests(
    "test",
    callback=_work,
    add_help_option=False,
    params=[
        Argument(
            "pack",
            ("规则包的名称或文件夹", "a pack, by name or folder"),
            ("规则包", "PACK"),
        ),
        Option(
            ["-k", "wanted"],
            (
                "只运行名称、规则或文件里有这段文字的用例（* ? 可用）",
                "run only cases whose name, rule or file has this text in it (* and ? work)",
            ),
            ("文字", "TEXT"),
            default="",
        ),
        Option(
            ["-v", "--verbose"],
            ("也列出通过的用例", "list also the cases that pass"),
            is_flag=True,
        ),
        Option(
            ["--watch"],
            (
                "规则或测试一改就再运行，直到 Ctrl-C",
                "run again whenever a rule or a test changes, until Ctrl-C",
            ),
            is_flag=True,
        ),
        Option(
            ["--coverage"],
            (
                "列出每条规则见到了哪些判定，每张表哪些单元格没有规则核对",
                "list the verdicts seen of each rule, and for each form the cells that no rule checks",
            ),
            is_flag=True,
        ),
        Option(
            ["--html"],
            ("把覆盖画成网页（每张表一个着色的格图）", "write coverage as a page: every form a coloured grid"),
            ("文件", "FILE"),
            default="",
        ),
        Option(
            ["--min-coverage"],
            (
                "覆盖低于百分之几算失败；默认看清单里的“测试覆盖率”",
                "fail when less is covered, in percent; by default what the manifest says",
            ),
            ("百分数", "PERCENT"),
            type=_PERCENT,
            default=None,
        ),
        Option(
            ["--mutants"],
            (
                "把每条规则逐处改坏，看测试发现不发现",
                "break every rule in every small way, and see whether the tests notice",
            ),
            is_flag=True,
        ),
        Option(
            ["--min-noticed"],
            (
                "改坏的规则被发现的低于百分之几算失败，默认 95",
                "fail when fewer of the broken rules are noticed, in percent; 95 by default",
            ),
            ("百分数", "PERCENT"),
            type=_PERCENT,
            default=95,
        ),
        Option(
            ["--format"],
            (
                "输出给人看（text，默认）或给程序用（json、junit）",
                "output for people (text, the default) or programs (json, junit)",
            ),
            type=click.Choice(["text", "json", "junit"]),
            default="text",
        ),
        Option(
            ["-o", "--output"],
            ("写入文件而不是标准输出", "write to a file instead of standard output"),
            ("文件", "FILE"),
            default="",
        ),
        *display_options(),
    ],
)
