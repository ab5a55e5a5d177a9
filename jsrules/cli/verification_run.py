"""The work of ``jsrules verify``, however it was asked for: reads, verifies, prints, and says how it went."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from time import gmtime, strftime

from jsrules.base.defects import defect
from jsrules.base.diagnostic import Diagnostic, InputError, Severity, fail
from jsrules.base.language import say
from jsrules.base.record import Record
from jsrules.cli.inputs import ANNOTATED, VERIFIABLE, expand, require_one_report
from jsrules.cli.result_outputs import Layout, opened_output, targets_of
from jsrules.cli.trouble import FINE, FOUND, UNUSABLE, UsageError, complain
from jsrules.model.given_head import GivenHead
from jsrules.model.result import Result
from jsrules.outputs.severity import is_unusable, reaches
from jsrules.packs.lock_place import lock_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.cli.annotating import Annotating
    from jsrules.cli.inputs import Inputs
    from jsrules.cli.result_formats import OutputFormat
    from jsrules.cli.result_outputs import OutputTarget, ResultOutput
    from jsrules.cli.trouble import ColorChoice
    from jsrules.verification.verifier import Verifier


class Job(Record):
    """What ``jsrules verify`` was asked to do. ``output`` is the file of that one of ``formats`` that has none (text
    unless there are any), empty for standard output.

    All identities are looked at together for ``budget`` seconds at most, 0 for not at all; ``story`` tells of that
    alone (``jsrules reconcile``), whatever is waived. ``template`` is the Word template of a working paper.
    ``annotate`` is the file or folder for copies with the findings in them. ``keep`` names figures that must not be
    changed. ``waivers`` is a file of them, and ``as_of`` the day on which they are to hold, today unless one is given.
    ``kind`` and ``year`` are those of published documents that do not say them. ``sign`` is the private key that the
    results are signed with; ``output`` is then the file of what it signs.
    """

    reports: tuple[str, ...]
    rules: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    prior: str = ""
    subordinates: tuple[str, ...] = ()
    formats: tuple[tuple[OutputFormat, str], ...] = ()
    output: str = ""
    template: str = ""
    annotate: str = ""
    everything: bool = False
    explain: bool = False
    fail_on: Severity = "error"
    budget: int = 0
    story: bool = False
    keep: tuple[str, ...] = ()
    color: ColorChoice = "auto"
    lock: str = ""
    require_fresh: int | None = None
    require_lock: bool = False
    waivers: str = ""
    as_of: str = ""
    kind: str = ""
    year: int | None = None
    sign: str = ""
    passphrase_file: str = ""


def run(job: Job) -> int:
    """Does the job; the exit code."""
    inputs = expand(job.reports, ANNOTATED if job.annotate else VERIFIABLE)
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
    require_one_report(job.waivers, len(inputs))
    annotating = None
    if job.annotate:
        from jsrules.cli.annotating import Annotating

        annotating = Annotating(job.annotate, list(inputs))
    from jsrules.verification.verifier import Verifier

    verifier = Verifier(
        job.rules,
        job.packs,
        job.forms,
        lock=job.lock or lock_of(inputs),
        now=strftime("%Y-%m-%d", gmtime()),
        require_fresh=job.require_fresh,
        require_lock=job.require_lock,
        as_of="" if job.story else job.as_of or strftime("%Y-%m-%d"),
        given=GivenHead(job.kind, job.year),
    )
    targets = _targets(job)
    many = len(inputs) > 1 or list(inputs) != list(job.reports)
    layout = Layout(job.everything, job.explain, job.story, many, job.color, job.fail_on, job.template)
    with ExitStack() as stack:
        outputs = [stack.enter_context(opened_output(each, list(inputs), layout)) for each in targets]
        if job.sign:
            from jsrules.cli.read_besides import GivenBesides
            from jsrules.cli.signed_output import signed_output

            given = GivenBesides(tuple(job.rules), tuple(job.forms), job.waivers)
            signed = signed_output(job.output, list(inputs), job.sign, job.passphrase_file, given)
            outputs.append(stack.enter_context(signed))
        code = _Run(job, verifier, outputs, targets, annotating, many=many).work(inputs)
    files = say("、", ", ").join(each.path for each in targets if each.path)
    if files and sys.stderr is not None and sys.stderr.isatty():
        sys.stderr.write(say("结果已写入 {path}\n", "written to {path}\n", path=files))
    return code


def _targets(job: Job) -> list[OutputTarget]:
    """What is to be written besides a signed result. Raises `UsageError` when that has no place of its own."""
    if not job.sign:
        return targets_of(job.formats, job.output, job.template)
    if not job.output and not job.formats:
        return []
    targets = targets_of(job.formats, "", job.template)
    if any(os.path.realpath(each.path) == os.path.realpath(job.output) for each in targets):
        raise UsageError(
            say(
                "签了名的结果要有自己的文件，用 -o 给出",
                "the signed result needs a file of its own: give it with -o",
            )
        )
    return targets


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

    def __init__(
        self,
        job: Job,
        verifier: Verifier,
        outputs: Sequence[ResultOutput],
        targets: Sequence[OutputTarget],
        annotating: Annotating | None,
        *,
        many: bool,
    ) -> None:
        self.job = job
        self.verifier = verifier
        self.outputs = outputs
        self.annotating = annotating
        self.for_people = all(each.format == "text" for each in targets)
        self.on_screen = any(each.format == "text" and not each.path for each in targets)
        self.many = many
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
            sinks = [each.sink for each in self.outputs]
            with Progress(say("检查中", "verifying"), len(inputs)) as progress:
                for sink in sinks:
                    # A bar and the text it runs beside would write over each other.
                    sink.held = progress.possible and sink.is_terminal
                for path, fault in inputs.items():
                    self._take(self._verify(path, fault))
                    progress.step()
            for sink in sinks:
                sink.release()
        for each in self.outputs:
            each.finish()
        return self.code

    def _verify(self, path: str, fault: InputError | None) -> Result:
        try:
            if fault is not None:
                raise fault
            budget = self.job.budget
            job = self.job
            watch = stopwatch(budget)
            return self.verifier.verify(
                path,
                job.prior,
                budget,
                watch,
                job.subordinates,
                job.keep,
                job.waivers,
                job.story or not self.for_people,
            )
        except InputError as error:
            # Rules are understood by the names of a report, so another report may still fit them.
            if not self.many and self.for_people:
                raise
            return Result(path, diagnostics=self._once(path, error.diagnostics))
        except Exception as error:  # a defect of ours must not cost the other reports their results
            return Result(path, diagnostics=[defect(path, error)])

    def _once(self, path: str, diagnostics: list[Diagnostic]) -> list[Diagnostic]:
        """What is wrong with the rules, in full for the first report only: people would read it a hundred times."""
        if not self.for_people:
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
        for output in self.outputs:
            try:
                output.take(result)
            except OSError:
                raise
            except InputError as error:  # what the format needs is not there, or is written wrongly
                if not self.many:
                    raise
                self.code = UNUSABLE
                output.take(Result(result.path, diagnostics=error.diagnostics))
            except Exception as error:
                self.code = UNUSABLE
                result = Result(result.path, diagnostics=[defect(result.path, error)])
                output.take(result)
        if self.annotating is not None:
            self._annotate(self.annotating, result)
        if not self.on_screen and is_unusable(result):
            complain([each for each in result.diagnostics if each.severity == "error"], self.job.color)

    def _annotate(self, annotating: Annotating, result: Result) -> None:
        """Writes the marked copy; trouble with it is told apart from the result, which stands."""
        try:
            path = annotating.take(result)
        except InputError as error:
            complain(error.diagnostics, self.job.color)
            self.code = UNUSABLE
            return
        except Exception as error:  # a defect of ours must not cost the other documents their copies
            complain([defect(result.path, error)], self.job.color)
            self.code = UNUSABLE
            return
        if path and sys.stderr is not None and sys.stderr.isatty():
            sys.stderr.write(say("标记已写入 {path}\n", "marks written to {path}\n", path=path))

    def _found(self, result: Result) -> bool:
        if self.job.story and result.reconciliation is not None and result.reconciliation.status != "consistent":
            return True
        return reaches(result, self.job.fail_on)
