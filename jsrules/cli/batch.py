"""``jsrules batch``: all reports of a corpus, or of a folder, judged into tables of findings."""

from __future__ import annotations

import os
import sys
from time import strftime

from jsrules.base.language import get_language, say
from jsrules.base.record import replace
from jsrules.cli import options
from jsrules.cli.declare import Argument, Command, Option, examples, exit_codes
from jsrules.cli.inputs import require_one_report
from jsrules.cli.option_values import whole_number
from jsrules.cli.trouble import FINE, FOUND, UNUSABLE, UsageError
from jsrules.cli.verify import BUDGET

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.base.diagnostic import Severity
    from jsrules.bulk.batch import BatchDone, BatchEngine


def _work(
    reports: tuple[str, ...],
    rules: tuple[str, ...],
    packs: tuple[str, ...],
    forms: tuple[str, ...],
    lock: str,
    waivers: str,
    as_of: str,
    reconcile: int,
    jobs: int | None,
    engine: str,
    master: str,
    output: str,
    fail_on: Severity,
    color: str,  # noqa: ARG001  every verb that may complain has it
) -> int:
    from jsrules.bulk.needed import require_bulk

    require_bulk()
    import gc

    from jsrules.base.diagnostic import SEVERITIES
    from jsrules.base.processes import processors
    from jsrules.bulk.batch import STRETCH, require_findings, run_batch
    from jsrules.bulk.corpus import read_about
    from jsrules.bulk.corpus_reading import Corpus
    from jsrules.bulk.judging_batch import BatchJob
    from jsrules.bulk.summarising import write_overview
    from jsrules.cli.progress import Progress

    gc.enable()  # main() turned it off; thousands of reports are another matter
    corpora = [each for each in reports if os.path.isdir(each) and read_about(each) is not None]
    if corpora and len(reports) > 1:
        text = say(
            "语料库一次只给一个；几个目录的报告先用 ingest 读到一个语料库里",
            "one corpus at a time; reports of several folders are read into one corpus by ingest first",
        )
        raise UsageError(text)
    top = corpora[0] if corpora else os.path.join(output, "corpus")
    if not corpora:
        from jsrules.cli.ingest import ingested, tell_of_ingested

        require_findings(output)
        tell_of_ingested(ingested(reports, top, packs, forms, lock, jobs, without=output), top)
    corpus = Corpus(top)
    total = corpus.reports()
    require_one_report(waivers, total)
    day = as_of or strftime("%Y-%m-%d")
    job = BatchJob(rules, packs, forms, lock, reconcile, get_language(), waivers=waivers, as_of=day)
    number = jobs or max(1, min(processors(), total // (2 * STRETCH)))
    with Progress(say("检查中", "verifying"), total) as progress:
        done = run_batch(corpus, output, job, number, progress.step, _spark(master) if engine == "spark" else None)
    write_overview(output, corpus)
    if sys.stderr is not None:
        text = say(
            "{reports} 份报告的结果在 {output} 里，这次检查了 {judged} 份",
            "what was found in {reports} reports is in {output}, {judged} of them verified now",
            reports=done.reports,
            output=output,
            judged=done.judged,
        )
        text += _roads(done)
        if done.unusable:
            text += say("；{n} 份不能用", "; {n} cannot be used", n=done.unusable)
        sys.stderr.write(text + "\n")
    if done.unusable:
        return UNUSABLE
    return FOUND if done.worst and SEVERITIES.index(done.worst) >= SEVERITIES.index(fail_on) else FINE


def _roads(done: BatchDone) -> str:
    """How they were verified, where any was decided with others at once."""
    if not done.columns:
        return ""
    text = say(
        "：{columns} 份整栏判定，{single} 份逐份判定",
        ": {columns} decided in columns, {single} one by one",
        columns=done.columns,
        single=done.single,
    )
    if done.asked:
        text += say(
            "，整栏判定的有 {asked} 份由引擎补上几条规则",
            "; of {asked} of the former the engine was asked for some rules",
            asked=done.asked,
        )
    return text


def _spark(master: str) -> BatchEngine:
    """What judges on Spark. Raises `InputError` (E335) where it is not installed."""
    from functools import partial

    from jsrules.bulk.spark import SparkAnswering, require_spark

    require_spark()
    return partial(SparkAnswering, master=master)


command = Command(
    _work,
    (
        Argument(
            "reports",
            (
                "语料库（jsrules ingest 写的目录），或报告、公布的文件和放它们的目录：先读到结果目录下的 corpus/ 里",
                (
                    "a corpus (a folder that jsrules ingest wrote), or reports, published documents and folders of "
                    "them, which are read into corpus/ below the folder of findings first"
                ),
            ),
            ("语料库或报告", "CORPUS_OR_REPORTS"),
            many=True,
        ),
        replace(
            options.OUTPUT,
            words=(
                "结果的目录；里面已有的，报告和规则没有变就不再检查",
                "the folder of findings; what is in it stays where neither reports nor rules have changed",
            ),
            value=("目录", "FOLDER"),
            required=True,
        ),
        options.RULES,
        options.PACKS,
        options.FORMS,
        options.USED_LOCK,
        options.WAIVERS,
        options.AS_OF,
        Option(
            "--reconcile",
            (
                "有发现的报告，每份最多用几秒的计算找哪个数错了、应为多少；默认 2，0 是不找",
                (
                    "seconds of work that may be spent on each report with findings on which figure is wrong and what "
                    "it should be; 2 by default, 0 for none"
                ),
            ),
            ("秒", "SECONDS"),
            read=whole_number(0, 3600),
            default=BUDGET,
        ),
        options.JOBS,
        Option(
            "--engine",
            (
                "在哪里检查：local 是本机的几个进程，spark 是 Apache Spark 集群（各台都要装有 jsrules，语料库要在同一路径）",
                (
                    "where to verify: local is processes of this machine, spark an Apache Spark cluster, whose "
                    "machines all have jsrules and see the corpus under the same path"
                ),
            ),
            choices=("local", "spark"),
            default="local",
        ),
        Option(
            "--master",
            (
                "--engine spark 用的集群，如 spark://主机:7077、yarn；默认 local[*]，即本机",
                "the cluster for --engine spark, such as spark://HOST:7077 or yarn; local[*] by default, this machine",
            ),
            ("地址", "ADDRESS"),
            default="local[*]",
        ),
        options.failing_level("error"),
        *options.COLORED,
    ),
    (
        exit_codes(
            ("没有达到 --fail-on 级别的发现", "nothing found at or above the level of --fail-on"),
            ("有达到该级别的发现", "something was found at or above it"),
            (
                "有的报告不能用（其余的都已检查），或命令、规则无法使用",
                "some reports cannot be used (all others are verified), or the command or a rule cannot be used",
            ),
        ),
        examples(
            "jsrules batch corpus/ -o findings/",
            "jsrules batch reports/ -o findings/ --jobs 8",
            "jsrules batch corpus/ -o findings/ --rules 本市.jsr --reconcile 0",
            "jsrules batch corpus/ -o findings/ --engine spark --master spark://主机:7077",
        ),
    ),
)
