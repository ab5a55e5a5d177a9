"""``jsrules fmt``: rule files in one style."""

from __future__ import annotations

import os
import sys

from jsrules.base.language import say
from jsrules.base.writing import unwritable
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes
from jsrules.cli.inputs import RULES, expand
from jsrules.cli.sink import open_sink
from jsrules.cli.trouble import FINE, FOUND, attempt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.base.diagnostic import InputError
    from jsrules.cli.trouble import ColorChoice


def _format(path: str, fault: InputError | None, check: bool, diff: bool) -> int:
    """Does one file; whether anything had to be done decides the exit code of ``--check``."""
    if fault is not None:
        raise fault
    from jsrules.base.files import read_bytes, source_from_bytes
    from jsrules.readers.rules.formatter import format_rules

    data = read_bytes(path)
    text = format_rules(source_from_bytes(path, data))
    changed = text.encode() != data
    if diff:
        _print(_difference(path, data.decode(), text))
    elif path == "-" and not check:
        _print(text)
    elif check and changed:
        _print(f"{path}\n")
    elif changed:
        _rewrite(path, text)
        _print(say("已改写 {path}\n", "rewritten: {path}\n", path=path))
    return FOUND if check and changed else FINE


def _rewrite(path: str, text: str) -> None:
    """Puts a text in a file's place, whole or not at all."""
    if not os.access(path, os.W_OK):  # replacing a file asks only for leave to write to its folder
        raise unwritable(path, PermissionError())
    with open_sink(path, [], as_json=False) as sink:
        sink.write(text)


def _print(text: str) -> None:
    """Writes to standard output; to a file or a pipe as UTF-8 with LF, since it is to be used like the file."""
    with open_sink("", [], as_json=True) as sink:
        sink.write(text)


def _difference(path: str, before: str, after: str) -> str:
    """What would change, as patch and other tools read it."""
    from difflib import unified_diff

    from jsrules.base.printable import clean
    from jsrules.cli.streams import is_terminal

    name = os.path.normpath(path).replace(os.sep, "/").lstrip("/")
    lines = list(unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}", lineterm=""))
    if is_terminal(sys.stdout):
        lines = ["\n".join(map(clean, line.split("\n"))) for line in lines]
    return "".join(f"{line}\n" for line in lines)


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    if lines[-1] == "":
        return lines[:-1]
    lines[-1] += "\n\\ No newline at end of file"
    return lines


def _work(files: tuple[str, ...], *, check: bool, diff: bool, color: ColorChoice) -> int:
    """Does every file, each once; a bad one does not stop the others."""
    code = FINE
    for path, fault in expand(files, RULES).items():
        code = max(code, attempt(_format, path, fault, check, diff, color=color, path=path))
    return code


command = Command(
    _work,
    (
        Argument(
            "files",
            (
                "规则文件；目录则整理其下所有 *.jsr；- 读标准输入，写标准输出",
                "rule files; of a directory all *.jsr below it; - reads standard input and writes standard output",
            ),
            ("文件", "FILE"),
            many=True,
        ),
        Option("--check", ("不改写，只列出需要改写的文件", "rewrite nothing; list the files that would be rewritten")),
        Option("--diff", ("不改写，只显示会改什么", "rewrite nothing; show what would change")),
        *options.COLORED,
    ),
    (
        (
            ("写法（没有选项）：", "The style (no options):"),
            (
                (
                    ("符号", "signs"),
                    (
                        "全角运算符、括号写成半角，≤ ≠ 写成 <= <>；关键词是中文的仍是中文，英文的仍是英文",
                        "operators and brackets in ASCII, ≤ ≠ as <= <>; keywords stay in the language they are in",
                    ),
                ),
                (
                    ("长公式", "long formulas"),
                    (
                        "超过 100 格（汉字占两格）的在 则、或、且、=、+ 之前换行，缩进 4 格",
                        "beyond 100 columns are broken before then, or, and, =, +, and indented by 4",
                    ),
                ),
                (
                    ("级别等各行", "metadata"),
                    (
                        "缩进 2 格，依次为 类型、级别、口径、缺行、可说明、适用、标签、依据、信息、允许",
                        (
                            "indented by 2, in the order nature, level, comparable, missing, waivable, for, tags, "
                            "basis, message, allow"
                        ),
                    ),
                ),
                (
                    ("注释", "comments"),
                    (
                        "留在原处：单独成行的在语句之上，行末的在行末；公式中间有注释时保留作者的换行",
                        (
                            "stay above their statement or behind their line; a formula with comments inside keeps "
                            "its line "
                            "breaks"
                        ),
                    ),
                ),
                (
                    ("空行", "blank lines"),
                    ("两条语句之间至多留一个", "at most one stays between two statements"),
                ),
                (
                    ("文件", "the file"),
                    ("UTF-8，没有 BOM，换行是 LF", "UTF-8 without a BOM, lines end in LF"),
                ),
            ),
        ),
        exit_codes(
            ("都已整齐，或已经改写", "all is in style, or has been rewritten"),
            ("用了 --check，有文件需要改写", "with --check: some file would be rewritten"),
            (
                "有文件读不懂或写不了；读不懂的文件绝不改写，其余的照常整理",
                "a file cannot be parsed or written; it is left alone, and the others are done",
            ),
        ),
        examples("jsrules fmt rules.jsr", "jsrules fmt my-pack/ --check --diff", "jsrules fmt - < draft.jsr"),
    ),
)
