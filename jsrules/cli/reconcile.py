"""``jsrules reconcile``: which figures of a report are wrong, what they should be, and the proof."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from jsrules.cli import verify
from jsrules.cli.declare import Argument, Command, Option
from jsrules.cli.program import display_options
from jsrules.cli.verify_job import BUDGET, Job, run


class Reconcile(Command):
    """``jsrules reconcile``."""

    words = (
        "把一份报告的全部公式放在一起看：哪些数错了，应为多少，为什么，并给出证明。",
        "Look at all identities of a report together: which figures are wrong, what they should be, why, with the proof.",
    )
    sections = (
        (
            ("退出码：", "Exit codes:"),
            (
                ("0", ("真实金额存在，没有数要改", "true amounts exist, no figure need be changed")),
                ("1", ("有数要改", "some figures must be changed")),
                ("2", ("命令、报告或规则无法使用", "the command, the report or a rule cannot be used")),
            ),
        ),
        (
            ("例：", "Examples:"),
            (
                ("jsrules reconcile report.yaml", ("", "")),
                ("jsrules reconcile flat.yaml --rules two-lines.jsr --format json", ("", "")),
            ),
        ),
    )


def _work(*, report: str, **values: Any) -> Callable[[], int]:
    job = Job((report,), story=True, **values)
    return lambda: run(job)


_OF_VERIFY = {each.name: each for each in verify.command.params}
"""What is asked of both verbs in the same words."""

command = Reconcile(
    "reconcile",
    callback=_work,
    add_help_option=False,
    params=[
        Argument(
            "report",
            ("报告文件（YAML）；- 是标准输入", "a report file (YAML); - is standard input"),
            ("报告", "REPORT"),
            required=True,
        ),
        *(_OF_VERIFY[name] for name in ("rules", "packs", "lock", "require_fresh", "prior")),
        Option(
            ["--budget"],
            (
                "最多用多少秒（默认 10）；用完时给出已经知道的，并说明不全",
                "seconds that it may take (10 by default); past them it says what is known, and that it is not all",
            ),
            ("秒", "SECONDS"),
            type=click.IntRange(1, 3600),
            default=BUDGET,
        ),
        *(_OF_VERIFY[name] for name in ("format", "output")),
        *display_options(),
    ],
)
