"""``jsrules export``: a report drawn as it is published, as a workbook, a Word document or a page of HTML."""

from __future__ import annotations

from jsrules.base.files import read_source
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, examples
from jsrules.cli.sink import open_target
from jsrules.cli.trouble import UsageError, complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.cli.trouble import ColorChoice


def _work(report: str, packs: tuple[str, ...], forms: tuple[str, ...], output: str, color: ColorChoice) -> None:
    from jsrules.outputs.export.kinds import export_kind, exported

    if not export_kind(output):
        text = say(
            "{path}：文件名要以 .xlsx（Excel）、.docx（Word）或 .html（网页）结尾",
            "{path}: the name has to end in .xlsx (Excel), .docx (Word) or .html (a web page)",
            path=output,
        )
        raise UsageError(text)
    from jsrules.outputs.export.layout import lay_out
    from jsrules.readers.reports.report_reader import open_report
    from jsrules.verification.verifier import Verifier

    with open_target(output, [report]) as file:
        read, notes = Verifier(packs=packs, forms=forms).read(open_report(read_source(report)))
        file.write(exported(lay_out(read), output))
    complain(notes, color)


command = Command(
    _work,
    (
        Argument("report", ("报告；- 是标准输入", "the report; - is standard input"), ("报告", "REPORT")),
        replace(
            options.PACKS,
            words=(
                "按这个规则包的表样；可以写多次。不写时按报告的种类与年度选用",
                (
                    "the form set of this pack; may be given several times. Without one, that for the report's kind "
                    "and year"
                ),
            ),
        ),
        options.FORMS,
        replace(
            options.OUTPUT,
            words=(
                "写到文件：.xlsx、.docx 或 .html；写完才替换原有的文件",
                "write to this file: .xlsx, .docx or .html; an older one is replaced when all is written",
            ),
            required=True,
        ),
        *options.COLORED,
    ),
    (
        examples(
            "jsrules export report.yaml -o 决算公开表.xlsx",
            "jsrules export report.yaml -o 决算公开表.docx",
            "jsrules export report.yaml -o 决算公开表.html",
        ),
    ),
)
