"""``jsrules import``: published documents to reports, with the place of every figure."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from jsrules.base.defects import defect
from jsrules.base.diagnostic import InputError
from jsrules.base.language import say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.annotating import file_in, is_folder
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes
from jsrules.cli.inputs import DOCUMENTS, expand
from jsrules.cli.sink import open_sink
from jsrules.cli.terminal import terminal_for
from jsrules.cli.trouble import FINE, FOUND, UNUSABLE, UsageError, complain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.cli.trouble import ColorChoice
    from jsrules.verification.verifier import Verifier


def _work(
    documents: tuple[str, ...],
    packs: tuple[str, ...],
    forms: tuple[str, ...],
    kind: str,
    year: int | None,
    lock: str,
    together: bool,
    output: str,
    color: ColorChoice,
) -> int:
    from jsrules.cli.progress import Progress
    from jsrules.model.given_head import GivenHead
    from jsrules.packs.lock_place import lock_of
    from jsrules.verification.verifier import Verifier

    inputs = expand(documents, DOCUMENTS)
    jobs = [tuple(inputs)] if together else [(path,) for path in inputs]
    folder = is_folder(output)
    if len(jobs) > 1 and not folder:
        text = say(
            "有 {n} 份文件：用 -o 文件夹/ 说明报告写到哪里；同一份决算的几个文件加 --together",
            "there are {n} documents: say with -o FOLDER/ where the reports go, or --together for files of one report",
            n=len(jobs),
        )
        raise UsageError(text)
    verifier = Verifier((), packs, forms, lock=lock or lock_of(inputs), given=GivenHead(kind, year))
    code = FINE
    used: set[str] = set()
    with Progress(say("导入中", "importing"), len(jobs)) as progress:
        for paths in jobs:
            try:
                for path in paths:
                    if (fault := inputs[path]) is not None:
                        raise fault
                stem = os.path.splitext(os.path.basename(paths[0]))[0]
                target = file_in(output, stem, ".yaml", used) if folder else output
                code = max(code, _one(verifier, paths, target, color))
            except InputError as error:
                complain(error.diagnostics, color)
                code = UNUSABLE
            except Exception as error:  # a defect of ours must not cost the other documents their reports
                complain([defect(paths[0], error)], color)
                code = UNUSABLE
            progress.step()
    return code


def _one(verifier: Verifier, paths: Sequence[str], output: str, color: ColorChoice) -> int:
    from jsrules.outputs.importing import compose_import, is_usable, matters

    found = verifier.import_files(paths)
    names, usable = say("、", ", ").join(paths), is_usable(found.report)
    if usable:
        with open_sink(output, list(paths), as_json=True) as sink:
            sink.write(found.text)
    stream = sys.stdout if output else sys.stderr
    if stream is not None:
        shown = (
            f"{names} → {output or '-'}" if usable else say("{names}（没有写出）", "{names} (not written)", names=names)
        )
        stream.write(terminal_for(stream, color).write(compose_import(shown, found)))
    if not usable:
        return UNUSABLE
    return FOUND if matters(found.report) else FINE


command = Command(
    _work,
    (
        Argument(
            "documents",
            (
                "公布的文件（PDF、Excel、Word、网页、文本）；目录则导入其下所有这样的文件；- 是标准输入",
                (
                    "published documents (PDF, Excel, Word, HTML, text); of a directory all of these below it; - is "
                    "standard input"
                ),
            ),
            ("文件", "DOCUMENT"),
            many=True,
        ),
        options.PACKS,
        options.FORMS,
        options.KIND,
        options.YEAR,
        options.USED_LOCK,
        Option(
            "--together",
            ("几个文件是同一份决算，写成一份报告", "the documents are parts of one report"),
        ),
        replace(
            options.OUTPUT,
            words=(
                "报告写到文件；几份文件的写到文件夹，各用原名",
                "write the report to a file; those of several documents to a folder, under their names",
            ),
            value=("文件或文件夹", "FILE_OR_FOLDER"),
        ),
        *options.DISPLAY,
    ),
    (
        exit_codes(
            ("每个数都读进了报告", "every figure was read into the report"),
            (
                "有待核、没有认出或没有读进的，消息里说明在哪里",
                "some are to be looked up, unknown or unread; it says where",
            ),
            (
                "命令用错了，或者文件读不了、里面没有表",
                "wrong usage, or a document that cannot be read or has no tables",
            ),
        ),
        examples(
            "jsrules import 决算.pdf -o report.yaml",
            "jsrules import 决算/ -o reports/",
            "jsrules import 表.xlsx 说明.docx --together -o report.yaml",
        ),
    ),
)
