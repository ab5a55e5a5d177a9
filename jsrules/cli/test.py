"""``jsrules test``, declared. The work is in test_job.py."""

from __future__ import annotations

from typing import Any

from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes


def _work(**values: Any) -> int:
    from jsrules.cli.test_job import TestingJob, run

    return run(TestingJob(**values))


command = Command(
    _work,
    (
        Argument("pack", ("规则包的名称或文件夹", "a pack, by name or folder"), options.NAMED_PACK),
        Option(
            "-k",
            (
                "只运行名称、规则或文件里有这段文字的用例（* ? 可用）",
                "run only cases whose name, rule or file has this text in it (* and ? work)",
            ),
            ("文字", "TEXT"),
            "wanted",
        ),
        Option("-v --verbose", ("也列出通过的用例", "list also the cases that pass")),
        Option(
            "--watch",
            ("规则或测试一改就再运行，直到 Ctrl-C", "run again whenever a rule or a test changes, until Ctrl-C"),
        ),
        Option(
            "--coverage",
            (
                "列出每条规则见到了哪些判定，每张表哪些单元格没有规则核对",
                "list the verdicts seen of each rule, and for each form the cells that no rule checks",
            ),
        ),
        Option(
            "--html",
            ("把覆盖画成网页（每张表一个着色的格图）", "write coverage as a page: every form a coloured grid"),
            options.FILE,
        ),
        Option(
            "--min-coverage",
            (
                "覆盖低于百分之几算失败；默认看清单里的“测试覆盖率”",
                "fail when less is covered, in percent; by default what the manifest says",
            ),
            ("百分数", "PERCENT"),
            read=options.whole_number(0, 100),
            default=None,
        ),
        Option(
            "--mutants",
            (
                "把每条规则逐处改坏，看测试发现不发现",
                "break every rule in every small way, and see whether the tests notice",
            ),
        ),
        Option(
            "--min-noticed",
            (
                "改坏的规则被发现的低于百分之几算失败，默认 95",
                "fail when fewer of the broken rules are noticed, in percent; 95 by default",
            ),
            ("百分数", "PERCENT"),
            read=options.whole_number(0, 100),
            default=95,
        ),
        options.output_format("text", "json", "junit", json=("json、junit", "json, junit")),
        options.OUTPUT,
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("全部通过，覆盖与发现率够", "all passed; enough is covered and noticed"),
            ("有不通过的，或覆盖、发现率不够", "something failed, or too little is covered or noticed"),
            ("命令、规则包或测试文件无法使用", "the command, the pack or a file of tests cannot be used"),
        ),
        examples(
            "jsrules test my-pack/",
            "jsrules test my-pack/ -k 总表 --watch",
            "jsrules test final-accounts --coverage --html coverage.html",
            "jsrules test final-accounts --mutants",
            "jsrules test final-accounts --format junit -o junit.xml",
        ),
    ),
)
