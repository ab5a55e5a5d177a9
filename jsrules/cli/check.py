"""``jsrules check``: rules checked without a report."""

from __future__ import annotations

from jsrules.base.diagnostic import SEVERITIES, Severity
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes
from jsrules.cli.sink import open_sink
from jsrules.cli.terminal import terminal_for
from jsrules.cli.trouble import FINE, FOUND, UNUSABLE, complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.cli.trouble import ColorChoice
    from jsrules.packs.form_listing import FormPurpose


def _work(
    rules: tuple[str, ...],
    purpose: FormPurpose | None,
    forms: tuple[str, ...],
    base: str,
    deep: bool,
    output_format: str,
    fail_on: Severity,
    color: ColorChoice,
) -> int:
    from jsrules.authoring.checking import Checked, check_paths
    from jsrules.outputs.checks import compose_check, count, render_checks_json
    from jsrules.packs.form_files import given_form_files
    from jsrules.packs.library import find_pack

    levels = SEVERITIES[SEVERITIES.index(fail_on) :]
    as_json = output_format == "json"
    code = FINE
    checked: list[Checked] = []
    given = given_form_files(forms)
    below = find_pack(base) if base else None
    with open_sink("", [], as_json=as_json) as sink:
        terminal = terminal_for(sink.stream, color)
        for each in check_paths(tuple(dict.fromkeys(rules)), purpose, given, deep=deep, base=below):
            if each.unusable:
                code = UNUSABLE
                complain(each.diagnostics, color)
            elif not as_json:
                sink.write(("\n" if checked else "") + terminal.write(compose_check(each)))
            if code == FINE and any(count(each, level) for level in levels):
                code = FOUND
            checked.append(each)
        if as_json:
            sink.write(render_checks_json(checked))
    return code


command = Command(
    _work,
    (
        Argument(
            "rules",
            (
                "规则文件（*.jsr）、规则包的名称或文件夹，或含有它们的目录；- 是标准输入",
                "rule files (*.jsr), packs by name or folder, or directories that hold some; - is standard input",
            ),
            ("规则", "RULES"),
            many=True,
        ),
        options.purpose(
            (
                "按哪一种报告、哪一年度的表样核对名称和单位；规则包默认按它的全部表样",
                "the form set that names and units are checked against; by default all that a pack is for",
            )
        ),
        options.FORMS,
        options.BASE,
        Option(
            "--deep",
            (
                "再分析整套规则：哪些可由别的推出（附推导）、互相矛盾、把单元格定死，哪些不在可判定的范围",
                (
                    "also analyse the set as a whole: rules that follow from others (with the proof), contradict each "
                    "other "
                    "or leave a cell one value, and what cannot be decided"
                ),
            ),
        ),
        options.output_format(),
        options.failing_level("warning"),
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("没有达到 --fail-on 级别的问题", "nothing found at or above the level of --fail-on"),
            ("有达到该级别的问题", "something was found at or above it"),
            ("命令、文件或规则包无法使用", "the command, a file or a pack cannot be used"),
        ),
        examples(
            "jsrules check final-accounts",
            "jsrules check rules.jsr --for 部门决算 2021",
            "jsrules check rules.jsr --forms forms/2024.yaml",
            "jsrules check my-pack/ --deep",
            "jsrules check my-pack/ --fail-on error --format json",
        ),
    ),
)
