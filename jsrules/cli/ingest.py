"""``jsrules ingest``: reports and published documents into a corpus of Parquet."""

from __future__ import annotations

import os
import sys

from jsrules.base.diagnostic import InputError, fail
from jsrules.base.files import STANDARD_INPUT, no_such_file
from jsrules.base.language import get_language, say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, examples, exit_codes
from jsrules.cli.inputs import VERIFIABLE, expand
from jsrules.cli.trouble import FINE, UNUSABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.bulk.ingesting import Ingested


def _work(
    reports: tuple[str, ...],
    packs: tuple[str, ...],
    forms: tuple[str, ...],
    kind: str,
    year: int | None,
    lock: str,
    jobs: int | None,
    output: str,
    color: str,  # noqa: ARG001  every verb that may complain has it
) -> int:
    done = ingested(reports, output, packs, forms, lock, jobs, kind, year)
    tell_of_ingested(done, output)
    return UNUSABLE if done.bad else FINE


def ingested(
    reports: tuple[str, ...],
    corpus: str,
    packs: tuple[str, ...],
    forms: tuple[str, ...],
    lock: str,
    jobs: int | None,
    kind: str = "",
    year: int | None = None,
    without: str = "",
) -> Ingested:
    """Bring the corpus to what these files and folders hold; what is below the folder ``without`` was written here."""
    from jsrules.bulk.needed import require_bulk

    require_bulk()
    import gc

    from jsrules.base.processes import processors
    from jsrules.bulk.corpus import read_about
    from jsrules.bulk.ingesting import STRETCH, ingest
    from jsrules.bulk.reading import ReadingJob
    from jsrules.cli.progress import Progress
    from jsrules.packs.lock_place import lock_of

    gc.enable()  # main() turned it off; thousands of reports are another matter
    own = os.path.join(os.path.abspath(without or corpus), "")
    inputs = {
        path: fault for path, fault in expand(reports, VERIFIABLE).items() if not os.path.abspath(path).startswith(own)
    }
    if STANDARD_INPUT in inputs:
        raise fail(
            "E402",
            say("这里要文件或目录，不能从标准输入读", "files or folders are due here; standard input is not read"),
            path=STANDARD_INPUT,
            remedy=say("写文件名或目录名", "name files or folders"),
        )
    for path in reports:
        if os.path.isdir(path) and read_about(path) is not None:
            raise fail(
                "E402",
                say("这是语料库，不是放报告的目录", "this is a corpus, and no folder of reports"),
                path=path,
                remedy=say(
                    "用 jsrules batch {path} 检查它；要读的是放报告的目录",
                    "verify it with jsrules batch {path}; what is read is a folder of reports",
                    path=path,
                ),
            )
    for path in inputs:
        if path in reports and not os.path.lexists(path):  # mistyped: whatever is meant, it is not this
            raise no_such_file(path)
    faults = [fault for fault in inputs.values() if fault is not None]
    if inputs and len(faults) == len(inputs):  # nothing is there to be read: what was written before stays
        raise InputError([each for fault in faults for each in fault.diagnostics])
    job = ReadingJob(packs, forms, lock or lock_of(inputs), kind, year, get_language())
    number = jobs or max(1, min(processors(), len(inputs) // (4 * STRETCH)))
    with Progress(say("读取中", "reading"), len(inputs)) as progress:
        return ingest(list(inputs), corpus, job, number, progress.step)


def tell_of_ingested(done: Ingested, corpus: str) -> None:
    """Says on standard error what came of it."""
    if sys.stderr is None:
        return
    text = say(
        "{files} 份文件在 {corpus} 里，这次读了 {read} 份",
        "{files} files are in {corpus}, {read} of them read now",
        files=done.files,
        corpus=corpus,
        read=done.read,
    )
    if done.bad:
        text += say(
            "；{bad} 份读不了，各有什么不对列在 {folder}",
            "; {bad} cannot be read: what is wrong with each is in {folder}",
            bad=done.bad,
            folder=os.path.join(corpus, "bad", ""),
        )
    sys.stderr.write(text + "\n")


FILES = Argument(
    "reports",
    (
        "报告（YAML），或公布的文件（PDF、Excel、Word、网页、文本）；目录则读其下所有这样的文件（.md、.csv 除外）",
        (
            "reports (YAML), or published documents (PDF, Excel, Word, HTML, text); of a directory all of these below "
            "it, but for .md and .csv"
        ),
    ),
    ("报告或目录", "REPORT_OR_FOLDER"),
    many=True,
)

command = Command(
    _work,
    (
        FILES,
        replace(
            options.OUTPUT,
            words=(
                "语料库的目录；里面已有的，没有变的文件不再读",
                "the folder of the corpus; files in it that did not change are not read again",
            ),
            value=("目录", "FOLDER"),
            required=True,
        ),
        options.PACKS,
        options.FORMS,
        options.KIND,
        options.YEAR,
        options.USED_LOCK,
        options.JOBS,
        *options.COLORED,
    ),
    (
        exit_codes(
            ("全部读入", "all files are in the corpus"),
            None,
            (
                "有的文件读不了（其余的都已读入），或命令无法使用",
                "some cannot be read (all others are in), or the command cannot be used",
            ),
        ),
        examples("jsrules ingest reports/ -o corpus/", "jsrules ingest 甲市/ 乙市/ -o corpus/ --jobs 8"),
    ),
)
