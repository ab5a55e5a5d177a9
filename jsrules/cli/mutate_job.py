"""The work of ``jsrules mutate``: measures the detection power of rules on a report, prints it, and says whether it is enough."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Literal

from jsrules.authoring.detection.power import Power, measure
from jsrules.authoring.detection.report_mutants import KINDS
from jsrules.authoring.detection.trial import AT_MOST, TrialRequest
from jsrules.base.diagnostic import InputError
from jsrules.base.files import read_source
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.base.width import set_ambiguous_width
from jsrules.cli.progress import Progress
from jsrules.cli.sink import open_sink
from jsrules.cli.terminal import page_for
from jsrules.cli.verify_job import FINE, FOUND, UNUSABLE, ColorChoice, complain, defect


class MutateJob(Record):
    """What ``jsrules mutate`` was asked to do.

    ``jobs`` None: as many processes as are worth it. ``min_detection`` is a percentage as its digits and decimals; None: nothing may survive.
    """

    report: str
    rules: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    prior: str = ""
    kinds: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    at_most: int = AT_MOST
    jobs: int | None = None
    min_detection: tuple[int, int] | None = None
    format: Literal["text", "json"] = "text"
    output: str = ""
    everything: bool = False
    color: ColorChoice = "auto"
    ambiguous_width: int = 1


def run(job: MutateJob) -> int:
    """Does the job; the exit code."""
    set_ambiguous_width(job.ambiguous_width)
    try:
        with open_sink(job.output, [job.report, *job.rules], as_json=job.format == "json") as sink:
            power = _measure(job)
            page = page_for(sink.stream, job.color)
            if job.format == "json":
                from jsrules.outputs.detection_json import render_detection_json

                sink.write(render_detection_json(power))
            else:
                from jsrules.outputs.detection import render_detection

                sink.write(render_detection(power, page, everything=job.everything))
    except InputError as error:
        complain(error.diagnostics, job.color)
        return UNUSABLE
    except OSError:  # of standard output
        raise
    except Exception as error:
        complain([defect(job.report, error)], job.color)
        return UNUSABLE
    return FINE if _is_enough(job, power) else FOUND


def _measure(job: MutateJob) -> Power:
    kinds = tuple(kind for kind in KINDS if kind in job.kinds or not job.kinds)
    text = read_source(job.report).text
    question = TrialRequest(job.report, text, job.rules, job.packs, job.prior, kinds, job.tables, job.at_most)
    bars: list[Progress] = []

    def begin(count: int) -> Callable[[int], None]:
        bars.append(Progress(count, say("改错中", "mutating")).__enter__())
        return bars[0].step

    try:
        return measure(question, job.jobs or 0, begin)
    finally:
        for bar in bars:
            bar.__exit__(*sys.exc_info())


def _is_enough(job: MutateJob, power: Power) -> bool:
    counts = power.counts
    if job.min_detection is None:
        return not counts["survived"]
    least, decimals = job.min_detection
    scale: int = 10**decimals
    return counts["noticed"] * 100 * scale >= least * counts.wrong
