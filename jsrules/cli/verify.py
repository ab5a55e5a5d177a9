"""``jsrules verify``, declared. The work is in verification_run.py, since `reconcile` does it, too."""

from __future__ import annotations

from typing import Any

from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes
from jsrules.cli.result_formats import FORMATS, RESULT_FORMATS, TEMPLATE

BUDGET = 2
"""Seconds that the reconciliation of one report may take, unless somebody says otherwise."""


def _work(*, separately: bool, **values: Any) -> int:
    from jsrules.cli.verification_run import Job, run

    return run(Job(**values, budget=0 if separately else BUDGET))


FORMATS_SECTION = (
    ("格式：", "Formats:"),
    tuple((name, words) for name, words in RESULT_FORMATS.items()),
)

command = Command(
    _work,
    (
        Argument(
            "reports",
            (
                "报告（YAML），或公布的文件（PDF、Excel、Word、网页、文本）；目录则检查其下所有这样的文件（.md、.csv 除外）；- 是标准输入",
                (
                    "reports (YAML), or published documents (PDF, Excel, Word, HTML, text); of a directory all of "
                    "these below it, but for .md and .csv; - is standard input"
                ),
            ),
            ("报告", "REPORT"),
            many=True,
        ),
        options.RULES,
        options.PACKS,
        options.FORMS,
        options.KIND,
        options.YEAR,
        options.USED_LOCK,
        options.REQUIRE_FRESH,
        options.REQUIRE_LOCK,
        options.PRIOR,
        options.SUBORDINATES,
        options.WAIVERS,
        options.AS_OF,
        FORMATS,
        options.OUTPUT,
        TEMPLATE,
        options.ANNOTATE,
        options.everything(
            (
                "也列出相符、不适用的公式与每一笔尾差",
                "list also what holds, what does not apply, and every rounding difference",
            )
        ),
        Option(
            "--explain",
            (
                "每个发现说明最大尾差的由来、每个数的原文与位置",
                "say of each finding how its allowance comes about, with the text and place of every figure",
            ),
        ),
        Option(
            "--no-reconcile",
            (
                "只逐条检查，不把全部公式放在一起找哪个数错了、应为多少",
                (
                    "check the identities one by one only; do not look at all of them together for which figure is "
                    "wrong "
                    "and what it should be"
                ),
            ),
            key="separately",
        ),
        options.failing_level("error"),
        options.SIGN,
        options.PASSPHRASE_FILE,
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("没有达到 --fail-on 级别的发现", "nothing found at or above the level of --fail-on"),
            ("有达到该级别的发现", "something was found at or above it"),
            (
                "命令、某份报告或规则无法使用；消息里说明在哪里、怎么改",
                "the command, a report or a rule cannot be used; the message says where and what to do",
            ),
        ),
        FORMATS_SECTION,
        examples(
            "jsrules verify report.yaml",
            "jsrules verify flat.yaml --rules two-lines.jsr",
            "jsrules verify 决算.pdf",
            "jsrules verify 说明.txt --kind 部门决算 --year 2023",
            "jsrules verify 决算.pdf --annotate 决算标注.pdf",
            "jsrules verify reports/ --format csv=a.csv --format sarif=a.sarif",
            "jsrules verify report.yaml --sign 审计员.key -o 签名结果.json",
        ),
    ),
)
