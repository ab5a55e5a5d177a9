"""``jsrules new``: the beginning of a rule pack, or an empty report to fill in."""

from __future__ import annotations

import os
import sys
from time import gmtime, strftime

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples
from jsrules.cli.sink import open_sink, open_target
from jsrules.cli.trouble import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.model.form import FormSet

PACK = "pack"
_DRAWN = (".xlsx", ".docx")
_LEAST_ROWS = 25


def _work(
    what: str,
    name: str,
    title: str,
    publisher: str,
    over: str,
    kind: str,
    packs: tuple[str, ...],
    forms: tuple[str, ...],
    region: str,
    unit_kind: str,
    output: str,
) -> None:
    if what != PACK:
        if not name.isdecimal() or len(name) != 4:
            text = say(
                "“{year}”不是四位数的年度；空报告写 new 种类 年度，新规则包写 new pack 文件夹",
                "“{year}” is no year of four digits; write new KIND YEAR, or new pack FOLDER",
                year=name,
            )
            raise UsageError(text)
        _write_report(what, int(name), packs, forms, {"地区": region, "单位性质": unit_kind}, output)
        return
    if output or packs or forms or region or unit_kind:
        text = say(
            "-o、--pack、--forms、--region、--unit-kind 用于写空表",
            "-o, --pack, --forms, --region and --unit-kind are for an empty report",
        )
        raise UsageError(text)
    if over and kind:
        raise UsageError(say("--over 与 --kind 只能给一个", "give --over or --kind, not both"))
    _start_pack(name, title, publisher, over, kind)


def _write_report(
    kind: str, year: int, packs: tuple[str, ...], forms: tuple[str, ...], places: dict[str, str], output: str
) -> None:
    from jsrules.authoring.empty_report import empty_report
    from jsrules.packs.form_listing import latest_forms

    chosen = latest_forms(kind, year, packs, forms, places)
    text = empty_report(chosen, kind if kind in chosen.file.head.kinds else chosen.kind, year, places)
    if output.lower().endswith(_DRAWN):
        with open_target(output, []) as file:
            file.write(_drawn(chosen.read(), text, places, output))
        return
    with open_sink(output, [], as_json=True) as sink:
        sink.write(text)


def _drawn(forms: FormSet, text: str, places: dict[str, str], output: str) -> bytes:
    """The empty report as a file to fill in."""
    from jsrules.authoring.empty_report import remarks_on
    from jsrules.base.source import Source
    from jsrules.outputs.export.drawn_blocks import DrawingStyle
    from jsrules.outputs.export.kinds import exported
    from jsrules.outputs.export.layout import lay_out
    from jsrules.readers.reports.report_reader import open_report

    report, _ = open_report(Source(output, text)).read(forms)
    laid = lay_out(report, DrawingStyle(least_rows=_LEAST_ROWS, entries=tuple(places)))
    return exported(replace(laid, remarks=tuple(remarks_on(forms))), output)


def _start_pack(folder: str, title: str, publisher: str, over: str, kind: str) -> None:
    from jsrules.authoring.starting import start_pack

    identifier = os.path.basename(os.path.abspath(folder))
    if os.path.isdir(folder) and os.listdir(folder):
        raise fail(
            "E403",
            say("这个文件夹不是空的", "this folder is not empty"),
            path=folder,
            remedy=say("换一个名称", "choose another name"),
        )
    today = strftime("%Y-%m-%d", gmtime())
    files = start_pack(folder, identifier, title or identifier, publisher, today, over=over, kind=kind)
    if sys.stdout is not None:
        sys.stdout.write("".join(f"{each}\n" for each in files))
        sys.stdout.write(
            say(
                "下一步：改好规则和测试，然后 jsrules test {path}，jsrules pack build {path}\n",
                "next: edit rules and tests, then jsrules test {path}, jsrules pack build {path}\n",
                path=folder,
            )
        )


command = Command(
    _work,
    (
        Argument(
            "what",
            (
                "pack 是新规则包；报告的种类，如 部门决算，是一份空报告",
                "pack for a new rule pack; a kind of report, such as 部门决算, for an empty report",
            ),
            ("pack|种类", "pack|KIND"),
        ),
        Argument(
            "name",
            (
                "规则包的新文件夹，它的名称就是代号（英文字母、数字、连字符）；或报告的年度",
                "the new folder of a pack, whose name is the id (ASCII letters, digits, hyphens); or the report's year",
            ),
            ("文件夹|年度", "FOLDER|YEAR"),
        ),
        options.title(("规则包的名称", "the pack's title")),
        Option("--publisher", ("发布单位", "its publisher"), ("单位", "PUBLISHER")),
        Option(
            "--over",
            ("在这个规则包之上，只加规则、收紧", "over this pack, to add rules and tighten"),
            options.NAMED_PACK,
        ),
        replace(
            options.KIND,
            words=("用于另一种报告：也写好它的表样", "for a kind of report of its own: with a form set to begin with"),
        ),
        replace(
            options.PACKS,
            words=(
                "空报告按这个规则包的表样；可以写多次",
                "the empty report follows the form set of this pack; may be given several times",
            ),
        ),
        options.FORMS,
        replace(
            options.REGION,
            words=("空报告的地区：按这个地区的表样", "the region of the empty report, whose form set it follows"),
        ),
        replace(
            options.UNIT_KIND,
            words=(
                "空报告的单位性质：按这种单位的表样",
                "the kind of unit of the empty report, whose form set it follows",
            ),
        ),
        replace(
            options.OUTPUT,
            words=(
                "空报告写到文件：.yaml，或可以在里面填的 .xlsx、.docx；写完才替换原有的文件",
                (
                    "write the empty report to this file: .yaml, or .xlsx or .docx to fill in; an older one is "
                    "replaced when all is written"
                ),
            ),
        ),
        *options.PLAIN,
    ),
    (
        examples(
            "jsrules new pack my-rules --title 我局的规则 --publisher 某市财政局",
            "jsrules new pack my-rules --over final-accounts",
            "jsrules new pack my-rules --kind 企业财务报表",
            "jsrules new 部门决算 2021 -o report.yaml",
            "jsrules new 部门决算 2024 --region 上海 -o report.yaml",
            "jsrules new 部门决算 2024 -o 空表.xlsx",
        ),
    ),
)
