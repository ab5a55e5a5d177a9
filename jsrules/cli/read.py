"""``jsrules read``: what each sentence of a published document was read as."""

from __future__ import annotations

from jsrules.base.diagnostic import fail
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, examples, exit_codes
from jsrules.cli.sink import open_sink
from jsrules.cli.terminal import terminal_for
from jsrules.cli.trouble import FINE, FOUND, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.cli.trouble import ColorChoice

_HTML = (".html", ".htm")


def _work(
    documents: tuple[str, ...],
    packs: tuple[str, ...],
    forms: tuple[str, ...],
    kind: str,
    year: int | None,
    lock: str,
    output: str,
    color: ColorChoice,
) -> int:
    from jsrules.model.given_head import GivenHead
    from jsrules.outputs.reading import compose_reading, unread_in
    from jsrules.outputs.reading_html import render_reading_html
    from jsrules.packs.lock_place import lock_of
    from jsrules.readers.reports.head_sources import told_head
    from jsrules.verification.verifier import Verifier

    if output and not output.lower().endswith(_HTML):
        raise UsageError(say("{path}：文件名要以 .html 结尾", "{path}: the name has to end in .html", path=output))
    verifier = Verifier((), packs, forms, lock=lock or lock_of(documents), given=GivenHead(kind, year))
    report = verifier.import_files(documents).report
    notes = list(told_head(report.head_sources))
    if report.prose is None:
        raise fail(
            "E410",
            say("没有规则包说明这种报告的文字怎么读", "no pack tells how the prose of such a report is read"),
            path=documents[0],
            notes=tuple(notes),
            remedy=say(
                "文件没有写报告种类和年度的，用 --kind、--year 写明；或用 --pack 给出带 narrative/ 的规则包",
                "say its kind of report and year with --kind and --year; or give a pack with narrative/ by --pack",
            ),
        )
    title = say("{path}：情况说明的读法", "{path}: how its prose was read", path="、".join(documents))
    with open_sink(output, list(documents), as_json=bool(output)) as sink:
        if output:
            sink.write(render_reading_html(title, report.prose, notes))
        else:
            sink.write(terminal_for(sink.stream, color).write(compose_reading(title, report.prose, notes)))
    return FOUND if unread_in(report.prose) else FINE


command = Command(
    _work,
    (
        Argument(
            "documents",
            (
                "公布的文件（PDF、Excel、Word、网页、文本）；几个文件是同一份决算；- 是标准输入",
                "published documents (PDF, Excel, Word, HTML, text), parts of one report; - is standard input",
            ),
            ("文件", "DOCUMENT"),
            many=True,
        ),
        options.PACKS,
        options.FORMS,
        options.KIND,
        options.YEAR,
        options.USED_LOCK,
        replace(
            options.OUTPUT,
            words=(
                "写成网页：一个 .html 文件，不需要别的文件",
                "write a web page: one .html file that needs nothing else",
            ),
        ),
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("情况说明里的数都读了，或者是说明、常数", "every figure was read, or is an explanation or a constant"),
            ("有没有读的数，各写明为什么", "some figures were not read; it says why"),
            ("命令用错了，或者文件读不了", "wrong usage, or a document that cannot be read"),
        ),
        examples(
            "jsrules read 决算.pdf", "jsrules read 决算.pdf -o 读法.html", "jsrules read 决算.pdf --pack 本省规则包/"
        ),
    ),
)
