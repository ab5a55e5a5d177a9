"""``jsrules check``: rules checked without a report."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import click

from jsrules.base.diagnostic import SEVERITIES
from jsrules.base.language import say
from jsrules.base.width import set_ambiguous_width
from jsrules.cli.declare import Argument, Command, Option
from jsrules.cli.program import display_options
from jsrules.cli.sink import open_sink
from jsrules.cli.terminal import terminal_for
from jsrules.cli.verify_job import FINE, FOUND, UNUSABLE, complain, defect


class Check(Command):
    """``jsrules check``."""

    words = (
        "检查规则本身，不需要报告：名称、单位、重名，以及重复的、永远成立的、用不上的规则。",
        "Check rules without a report: names, units, duplicates, and rules that repeat, always hold or never apply.",
    )
    sections = (
        (
            ("退出码：", "Exit codes:"),
            (
                ("0", ("没有达到 --fail-on 级别的问题", "nothing found at or above the level of --fail-on")),
                ("1", ("有达到该级别的问题", "something was found at or above it")),
                ("2", ("命令、文件或规则包无法使用", "the command, a file or a pack cannot be used")),
            ),
        ),
        (
            ("例：", "Examples:"),
            (
                ("jsrules check final-accounts", ("", "")),
                ("jsrules check rules.jsr --forms 部门决算 2021", ("", "")),
                ("jsrules check my-pack/ --deep", ("", "")),
                ("jsrules check my-pack/ --fail-on error --format json", ("", "")),
            ),
        ),
    )


def _work(**values: Any) -> Callable[[], int]:
    kind, year = values["forms"] or ("", "")
    if year and not (year.isdecimal() and len(year) == 4):
        raise click.BadParameter(
            say("“{year}”不是四位数的年度", "“{year}” is no year of four digits", year=year), param=_FORMS
        )
    return lambda: _run(values, (kind, int(year)) if year else None)


def _run(values: dict[str, Any], forms: tuple[str, int] | None) -> int:
    from jsrules.authoring.checking import Checked, check_paths
    from jsrules.outputs.checks import compose_check, count, render_checks_json

    set_ambiguous_width(values["ambiguous_width"])
    levels = SEVERITIES[SEVERITIES.index(values["fail_on"]) :]
    as_json = values["format"] == "json"
    code = FINE
    checked: list[Checked] = []
    try:
        with open_sink("", [], as_json=as_json) as sink:
            terminal = terminal_for(sink.stream, values["color"])
            for each in check_paths(values["rules"], forms, deep=values["deep"]):
                if each.unusable:
                    code = UNUSABLE
                    complain(list(each.diagnostics), values["color"])
                elif not as_json:
                    sink.write(("\n" if checked else "") + terminal.write(compose_check(each)))
                if code == FINE and any(count(each, level) for level in levels):
                    code = FOUND
                checked.append(each)
            if as_json:
                sink.write(render_checks_json(checked))
    except OSError:  # of standard output
        raise
    except Exception as error:
        if sys.stderr is not None:
            complain([defect("", error)], values["color"])
        return UNUSABLE
    return code


_FORMS = Option(
    ["--forms"],
    (
        "按哪一种报告、哪一年度的表样核对名称和单位；规则包默认按清单里写的",
        "the form set that names and units are checked against; by default that of a pack's manifest",
    ),
    ("种类 年度", "KIND YEAR"),
    nargs=2,
    default=None,
)

command = Check(
    "check",
    callback=_work,
    add_help_option=False,
    params=[
        Argument(
            "rules",
            (
                "规则文件（*.jsr）、规则包的名称或文件夹，或含有它们的目录；- 是标准输入",
                "rule files (*.jsr), packs by name or folder, or directories that hold some; - is standard input",
            ),
            ("规则", "RULES"),
            nargs=-1,
            required=True,
        ),
        _FORMS,
        Option(
            ["--deep"],
            (
                "再分析整套规则：哪些可由别的推出（附推导）、互相矛盾、把单元格定死，哪些不在可判定的范围",
                "also analyse the set as a whole: rules that follow from others (with the proof), contradict each other or leave a cell one value, and what cannot be decided",
            ),
            is_flag=True,
        ),
        Option(
            ["--format"],
            ("输出给人看（text，默认）或给程序用（json）", "output for people (text, the default) or programs (json)"),
            type=click.Choice(["text", "json"]),
            default="text",
        ),
        Option(
            ["--fail-on"],
            (
                "从哪一级起算失败（退出码 1）：错误、警告（默认）、提示",
                "from which level on it counts as failed (exit code 1); warning by default",
            ),
            type=click.Choice(["error", "warning", "info"]),
            default="warning",
        ),
        *display_options(),
    ],
)
