"""``jsrules reconcile``: which figures of a report are wrong, what they should be, and the proof."""

from __future__ import annotations

from typing import Any

from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes
from jsrules.cli.option_values import whole_number
from jsrules.cli.result_formats import FORMATS
from jsrules.cli.verify import BUDGET


def _work(*, report: str, **values: Any) -> int:
    from jsrules.cli.verification_run import Job, run

    return run(Job((report,), story=True, **values))


command = Command(
    _work,
    (
        Argument(
            "report",
            ("报告文件（YAML）；- 是标准输入", "a report file (YAML); - is standard input"),
            ("报告", "REPORT"),
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
        Option(
            "--budget",
            (
                "最多算多少秒（默认 2）；用完时给出已经知道的，并说明不全",
                "seconds that it may compute (2 by default); past them it says what is known, and that it is not all",
            ),
            ("秒", "SECONDS"),
            read=whole_number(1, 3600),
            default=BUDGET,
        ),
        Option(
            "--keep",
            (
                "不改的数，别处证实过的：名称写法同规则；“名称=3”是改它一个算改三个；可以写多次。不保留它要改的反而少，会说出来",
                (
                    "a figure that must not be changed, known from elsewhere, named as in rules; “NAME=3”: changing it "
                    "counts as three; may be given several times. Where less would be wrong without it, that is told"
                ),
            ),
            ("名称", "NAME"),
            multiple=True,
        ),
        FORMATS,
        options.OUTPUT,
        *options.DISPLAY,
    ),
    (
        exit_codes(
            (
                "真实金额存在，没有数要改，别的公式也没有错误",
                "true amounts exist, no figure need be changed, and nothing else is wrong",
            ),
            ("有数要改，或别的公式有错误", "some figures must be changed, or something else is wrong"),
            ("命令、报告或规则无法使用", "the command, the report or a rule cannot be used"),
        ),
        examples("jsrules reconcile report.yaml", "jsrules reconcile flat.yaml --rules two-lines.jsr --format json"),
    ),
)
