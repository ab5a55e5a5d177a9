"""``jsrules explain``, declared. The work is in explain_job.py."""

from __future__ import annotations

from typing import Any

from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes


def _work(**values: Any) -> None:
    from jsrules.cli.explain_job import run

    run(**values)


command = Command(
    _work,
    (
        Argument(
            "names",
            (
                "代号（如 E204），或规则的名称（可写成 规则包/名称）",
                "a code such as E204, or the name of a rule (PACK/NAME works too)",
            ),
            ("代号或规则", "CODE_OR_RULE"),
            many=True,
        ),
        Option(
            "--report",
            (
                "也说明规则在这份报告上的数；规则用为它选的规则包，或 --pack、--rules 给出的",
                (
                    "also show the figures of the rule on this report; rules are those of the pack chosen for it, or "
                    "of "
                    "--pack and --rules"
                ),
            ),
            options.FILE,
        ),
        replace(
            options.RULES,
            words=("规则在这个文件里；可以写多次", "the rule is in this file; may be given several times"),
        ),
        replace(
            options.PACKS,
            words=(
                "规则在这个规则包里；可以写多次。都不写时找自带的规则包",
                "the rule is in this pack; may be given several times. Without any, those that come with jsrules",
            ),
        ),
        options.form_set(
            (
                "规则绑定到哪一种报告、哪一年度的表样；规则包默认是清单里最近的年度",
                "the form set that a rule is bound to; by default the latest of the pack's manifest",
            )
        ),
        options.PRIOR,
        *options.COLORED,
    ),
    (
        exit_codes(
            ("都有说明", "everything was explained"),
            None,
            (
                "没有这个代号或规则；规则、报告或表样无法使用",
                "there is no such code or rule; or rules, report or form set cannot be used",
            ),
        ),
        examples(
            "jsrules explain E204",
            "jsrules explain 总表收入合计",
            "jsrules explain 说明各类支出 --report report.yaml",
            "jsrules explain 收支平衡 --rules rules.jsr --forms 部门决算 2021",
        ),
    ),
)
