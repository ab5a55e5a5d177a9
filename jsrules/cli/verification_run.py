"""The work of ``jsrules verify``, however it was asked for: reads, verifies, prints, and says how it went."""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import gmtime, strftime
from typing import Literal

from jsrules.base.diagnostic import Diagnostic, InputError, Severity, fail
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.cli.inputs import expand
from jsrules.cli.sink import Sink, open_sink
from jsrules.cli.terminal import terminal_for
from jsrules.cli.trouble import FINE, FOUND, UNUSABLE, complain, defect
from jsrules.model.result import Result
from jsrules.outputs.severity import is_unusable, reaches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.cli.inputs import Inputs
    from jsrules.cli.trouble import ColorChoice
    from jsrules.outputs.summary import SummaryLine
    from jsrules.outputs.terminal import Terminal
    from jsrules.verification.verifier import Verifier


class Job(Record):
    """What ``jsrules verify`` was asked to do. ``output`` is empty for standard output.

    All identities are looked at together for ``budget`` seconds at most, 0 for not at all; ``story`` tells of that
    alone (``jsrules reconcile``). ``keep`` names figures that must not be changed.
    """

    reports: tuple[str, ...]
    rules: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    prior: str = ""
    subordinates: tuple[str, ...] = ()
    output_format: Literal["text", "json"] = "text"
    output: str = ""
    everything: bool = False
    explain: bool = False
    fail_on: Severity = "error"
    budget: int = 0
    story: bool = False
    keep: tuple[str, ...] = ()
    color: ColorChoice = "auto"
    lock: str = ""
    require_fresh: int | None = None


def run(job: Job) -> int:
    """Does the job; the exit code."""
    inputs = expand(job.reports)
    if job.prior and len(inputs) > 1:
        raise fail(
            "E123",
            say("--prior 只能用于一份报告", "--prior goes with one report only"),
            path=job.prior,
            remedy=say("在各份报告的表头写 上年: 文件名", "name it in the head of each report: prior: FILE"),
        )
    if job.subordinates and len(inputs) > 1:
        raise fail(
            "E128",
            say("--subordinates 只能用于一份报告", "--subordinates goes with one report only"),
            path=job.subordinates[0],
            remedy=say(
                "在各份报告的表头写 下级: [文件, 文件夹/]",
                "name them in the head of each report: subordinates: [FILE, FOLDER/]",
            ),
        )
    from jsrules.verification.verifier import Verifier

    verifier = Verifier(
        job.rules,
        job.packs,
        job.forms,
        lock=job.lock,
        now=strftime("%Y-%m-%d", gmtime()),
        require_fresh=job.require_fresh,
    )
    with open_sink(job.output, list(inputs), as_json=job.output_format == "json") as sink:
        code = _Run(job, verifier, sink, many=len(inputs) > 1 or list(inputs) != list(job.reports)).work(inputs)
    if job.output and sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(say("结果已写入 {path}\n", "written to {path}\n", path=job.output))
    return code


WAITING = 5
"""How many times the seconds of computing may go by on the clock: a machine that does other work besides is slower."""


def stopwatch(seconds: int) -> Callable[[], bool]:
    """Says when the seconds of computing are up, the same beside other work; it runs from when it is first asked."""
    from time import monotonic_ns, process_time_ns

    computed = by_the_clock = 0

    def expired() -> bool:
        nonlocal computed, by_the_clock
        nanoseconds = seconds * 1_000_000_000
        computed = computed or process_time_ns() + nanoseconds
        by_the_clock = by_the_clock or monotonic_ns() + WAITING * nanoseconds
        return process_time_ns() > computed or monotonic_ns() > by_the_clock

    return expired


class _Run:
    """One run over all reports. Results are written as they come and not kept."""

    def __init__(self, job: Job, verifier: Verifier, sink: Sink, *, many: bool) -> None:
        self.job = job
        self.verifier = verifier
        self.sink = sink
        self.many = many
        self.terminal: Terminal = terminal_for(sink.stream, job.color)
        self.tallies: list[SummaryLine] = []
        self.rule_errors: dict[tuple[object, ...], str] = {}
        self.code = FINE

    def work(self, inputs: Inputs) -> int:
        """Verifies every report; the exit code."""
        if len(inputs) == 1:
            for path, fault in inputs.items():
                self._take(self._verify(path, fault))
        else:
            import gc

            from jsrules.cli.progress import Progress

            gc.enable()  # main() turned it off; thousands of reports are another matter
            with Progress(say("检查中", "verifying"), len(inputs)) as progress:
                # A bar and the text it runs beside would write over each other.
                self.sink.held = progress.possible and self.sink.is_terminal
                for path, fault in inputs.items():
                    self._take(self._verify(path, fault))
                    progress.step()
            self.sink.release()
        if len(self.tallies) > 1:
            from jsrules.outputs.summary import compose_summary

            self.sink.write("\n" + self.terminal.write(compose_summary(self.tallies)))
        return self.code

    def _verify(self, path: str, fault: InputError | None) -> Result:
        try:
            if fault is not None:
                raise fault
            budget = self.job.budget
            job = self.job
            return self.verifier.verify(path, job.prior, budget, stopwatch(budget), job.subordinates, job.keep)
        except InputError as error:
            # Rules are understood by the names of a report, so another report may still fit them.
            if not self.many and self.job.output_format == "text":
                raise
            return Result(path, diagnostics=self._once(path, error.diagnostics))
        except Exception as error:  # a defect of ours must not cost the other reports their results
            return Result(path, diagnostics=[defect(path, error)])

    def _once(self, path: str, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
        """What is wrong with the rules, in full for the first report only: people would read it a hundred times."""
        if self.job.output_format == "json":
            return diagnostics
        key = tuple((each.code, each.message, each.place()) for each in diagnostics)
        first = self.rule_errors.setdefault(key, path)
        if first == path:
            return diagnostics
        text = say(
            "规则有误，与 {first} 的 {n} 处相同",
            "the rules are wrong; the {n} errors are those shown for {first}",
            n=len(diagnostics),
            first=first,
        )
        return [Diagnostic(diagnostics[0].code, text, path=path)]

    def _take(self, result: Result) -> None:
        if is_unusable(result):
            self.code = UNUSABLE
        elif self.code == FINE and self._found(result):
            self.code = FOUND
        try:
            text = self._render(result)
        except Exception as error:
            self.code = UNUSABLE
            result = Result(result.path, diagnostics=[defect(result.path, error)])
            text = self._render(result)
        self.sink.write(text)
        if (self.job.output_format == "json" or self.job.output) and is_unusable(result):
            complain([each for each in result.diagnostics if each.severity == "error"], self.job.color)

    def _found(self, result: Result) -> bool:
        if self.job.story and result.reconciliation is not None and result.reconciliation.status != "consistent":
            return True
        return reaches(result, self.job.fail_on)

    def _render(self, result: Result) -> str:
        job = self.job
        if job.output_format == "json":
            from jsrules.outputs.json import render_json

            return render_json(result, everything=job.everything, indent=None if self.many else 2) + "\n"
        if job.story:
            from jsrules.outputs.story import compose_story

            return self.terminal.write(compose_story(result))
        from jsrules.outputs.text import compose_result

        text = self.terminal.write(compose_result(result, everything=job.everything, explain=job.explain))
        if not self.many:
            return text
        from jsrules.outputs.page import Divider
        from jsrules.outputs.summary import SummaryLine

        parting = f"\n{self.terminal.write([[Divider()]])}\n" if self.tallies else ""
        self.tallies.append(SummaryLine.of(result))
        return parting + text
