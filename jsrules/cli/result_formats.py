"""What results can be written as, and the options that say so."""

from __future__ import annotations

from jsrules.base.language import Words, say
from jsrules.base.record import replace
from jsrules.cli.declare import Option
from jsrules.cli.option_values import wrong_value
from jsrules.cli.options import FILE, output_format

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    BinaryFormat = Literal["xlsx", "docx", "checklist"]
    OutputFormat = Literal[
        "text", "html", "xlsx", "docx", "checklist", "json", "jsonl", "csv", "sarif", "junit", "markdown", "github"
    ]

BINARY_FORMATS: dict[BinaryFormat, Words] = {
    "xlsx": ("结果.xlsx", "result.xlsx"),
    "docx": ("底稿.docx", "paper.docx"),
    "checklist": ("检查表.docx", "checklist.docx"),
}
"""What cannot be shown on a screen, with a name for a file of each."""

RESULT_FORMATS: dict[OutputFormat, Words] = {
    "text": ("给人看（默认）", "for people (the default)"),
    "html": ("网页，一个文件，可以打印", "a page for browsers and paper, in one file"),
    "xlsx": (
        "Excel：发现一张表，各表照公布的样子标色",
        "Excel: a sheet of findings, the tables as published, coloured",
    ),
    "docx": ("Word：核对底稿，可以签字；可以套自己的模板", "Word: a working paper to sign, or a template of your own"),
    "checklist": (
        "Word：规则包里的检查表，逐行填好，附原件截图",
        "Word: the pack's check form, filled in line by line, with pieces of the document",
    ),
    "json": ("一份报告一个对象，多份每份一行", "an object, one line for each of several reports"),
    "jsonl": ("每个发现一行 JSON", "a line of JSON for each finding"),
    "csv": ("表格，Excel、WPS 直接打开", "a table that spreadsheets open as it is"),
    "sarif": ("SARIF 2.1.0，给代码平台与编辑器", "SARIF 2.1.0, for code hosts and editors"),
    "junit": ("JUnit XML，给持续集成", "JUnit XML, for continuous integration"),
    "markdown": ("Markdown，贴在评论里", "Markdown, for a comment"),
    "github": ("GitHub Actions 的行注", "annotations for GitHub Actions"),
}


def _read_format(name: str, text: str) -> tuple[str, str]:
    """A format, and the file behind ``=``."""
    kind, equals, path = text.partition("=")
    if kind not in RESULT_FORMATS:
        known = say("、", ", ").join(RESULT_FORMATS)
        raise wrong_value(
            name,
            say("没有“{kind}”这种格式；有 {known}", "no format “{kind}”; there are {known}", kind=kind, known=known),
        )
    if equals and not path:
        raise wrong_value(name, say("“=”后面没有文件名", "no file is named behind “=”"))
    return kind, path


FORMATS = replace(
    output_format(),
    words=(
        "输出的格式，后面可以写“=文件”；可以写多次，一次写出几种。有哪些见下",
        "what is written, “=FILE” may stand behind it; may be given several times, to write several at once. See below",
    ),
    value=("格式[=文件]", "FORMAT[=FILE]"),
    key="formats",
    choices=tuple(RESULT_FORMATS),
    read=_read_format,
    multiple=True,
)

TEMPLATE = Option(
    "--template",
    (
        "docx 用的 Word 模板（.docx，单位自己的抬头），写法见 spec/results.md",
        "a Word template for docx (.docx, with a letterhead of your own); spec/results.md says how it is written",
    ),
    FILE,
)
