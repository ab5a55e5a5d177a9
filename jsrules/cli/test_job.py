"""The work of ``jsrules test``: runs the tests of a pack, shows how they went, and again when something changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from time import sleep
from typing import Literal

from jsrules.authoring.testing.coverage import Coverage, measure
from jsrules.authoring.testing.prepare import PreparedCase
from jsrules.authoring.testing.run import PackTests, run_tests
from jsrules.authoring.testing.survivors import MutationRun, mutate_rules
from jsrules.base.diagnostic import InputError, fail
from jsrules.base.language import say
from jsrules.base.names import is_like
from jsrules.base.record import Record
from jsrules.base.width import set_ambiguous_width
from jsrules.cli.progress import Progress
from jsrules.cli.sink import open_sink
from jsrules.cli.terminal import page_for
from jsrules.cli.verify_job import FINE, FOUND, UNUSABLE, ColorChoice, complain, defect
from jsrules.packs.library import Pack, find_pack

TYPE_CHECKING = False
if TYPE_CHECKING:
    from jsrules.authoring.testing.cells import BlockTouch
    from jsrules.model.form import FormSet
    from jsrules.outputs.layout import Page

PAUSE = 1
"""Seconds between two looks at the files that are watched."""


class TestingJob(Record):
    """What ``jsrules test`` was asked to do. ``min_coverage`` None: what the pack's manifest says."""

    pack: str
    wanted: str = ""
    verbose: bool = False
    watch: bool = False
    coverage: bool = False
    html: str = ""
    min_coverage: int | None = None
    mutants: bool = False
    min_noticed: int = 95
    format: Literal["text", "json", "junit"] = "text"
    output: str = ""
    color: ColorChoice = "auto"
    ambiguous_width: int = 1


def run(job: TestingJob) -> int:
    """Does the job; the exit code. With ``watch`` until it is interrupted."""
    set_ambiguous_width(job.ambiguous_width)
    if not job.watch:
        return _once(job)
    code = FINE
    for _ in changes(lambda: _stamps(job.pack), lambda: sleep(PAUSE)):
        code = _once(job)
        if sys.stderr is not None:
            sys.stderr.write(say("等待改动，Ctrl-C 结束。\n", "waiting for changes; Ctrl-C ends.\n"))
    return code


def changes(look: Callable[[], object], wait: Callable[[], None]) -> Iterator[None]:
    """Yields at once, and then each time that what ``look`` sees has changed since the last time."""
    before: object = None
    first = True
    while True:
        now = look()
        if first or now != before:
            first, before = False, now
            yield
        else:
            wait()


def _stamps(path: str) -> list[tuple[str, int, int]]:
    """The files of a pack with their times and sizes."""
    found: list[tuple[str, int, int]] = []
    folder = path if os.path.isdir(path) else find_pack(path).path
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(names):
            try:
                state = os.stat(os.path.join(place, name))
            except OSError:
                continue
            found.append((os.path.join(place, name), state.st_mtime_ns, state.st_size))
    return found


def _once(job: TestingJob) -> int:
    try:
        pack = find_pack(job.pack)
        if os.path.isfile(pack.path):
            raise fail(
                "E402",
                say("打好的规则包里的测试不能直接运行", "the tests of a built pack cannot be run"),
                path=pack.path,
                remedy=say("给出规则包的文件夹，或先解开", "give the pack's folder, or unpack it first"),
            )
        tests = _run_tests(job, pack)
        coverage = measure(tests)
        mutation = _mutate(tests) if job.mutants and tests.passed else None
        least = pack.manifest.coverage if job.min_coverage is None else job.min_coverage
        with open_sink(job.output, [], as_json=job.format != "text") as sink:
            page = page_for(sink.stream, job.color)
            sink.write(_render(job, tests, coverage, mutation, page))
            if job.format == "text":
                sink.write(_shortfall(job, tests, coverage, mutation, least, page))
        if job.html:
            with open_sink(job.html, [], as_json=True) as file:
                file.write(_picture(tests, coverage))
    except InputError as error:
        complain(error.diagnostics, job.color)
        return UNUSABLE
    except OSError:  # of standard output
        raise
    except Exception as error:
        complain([defect("", error)], job.color)
        return UNUSABLE
    if tests.diagnostics and (job.format != "text" or job.output):
        complain(tests.diagnostics, job.color)
    if tests.diagnostics:
        return UNUSABLE
    short = not tests.partial and coverage.percent < least
    few = mutation is not None and mutation.percent < job.min_noticed
    return FOUND if short or few or not tests.passed else FINE


def _run_tests(job: TestingJob, pack: Pack) -> PackTests:
    with _Steps(say("测试中", "testing")) as steps:
        return run_tests(pack, (lambda case: _is_wanted(job.wanted, case)) if job.wanted else None, steps.take)


def _mutate(tests: PackTests) -> MutationRun:
    with _Steps(say("改坏规则", "breaking rules")) as steps:
        return mutate_rules(tests.prepared, steps.take)


def _is_wanted(text: str, case: PreparedCase) -> bool:
    names = (case.name, case.path, *(each.rule for each in case.expected))
    return any(text in name or is_like(name, text) for name in names)


def _render(job: TestingJob, tests: PackTests, coverage: Coverage, mutation: MutationRun | None, page: Page) -> str:
    if job.format == "json":
        from jsrules.outputs.testing_json import render_tests_json

        return render_tests_json(tests, None if tests.partial else coverage, mutation)
    if job.format == "junit":
        from jsrules.outputs.testing_json import render_junit

        return render_junit(tests)
    from jsrules.outputs.testing import render_coverage, render_tests

    text = ""
    if job.coverage:
        from jsrules.outputs.testing_cells import render_cells

        text += render_coverage(coverage, page) + "\n"
        text += "".join(render_cells(forms, blocks, page) + "\n" for forms, blocks in _touches(tests))
    if mutation is not None:
        from jsrules.outputs.mutation import render_mutation

        text += render_mutation(mutation, page) + "\n"
    return text + render_tests(tests, coverage, page, verbose=job.verbose)


def _shortfall(
    job: TestingJob, tests: PackTests, coverage: Coverage, mutation: MutationRun | None, least: int, page: Page
) -> str:
    """What a threshold says that is not reached."""
    lines: list[str] = []
    if not tests.partial and coverage.percent < least:
        text = say(
            "覆盖 {percent}%，低于要求的 {least}%；--coverage 列出缺的",
            "coverage is {percent}%, below {least}%; --coverage lists what is lacking",
            percent=coverage.percent,
            least=least,
        )
        lines += [page.paint(each, "error") for each in page.paragraph(text, "", "  ")]
    if mutation is not None and mutation.percent < job.min_noticed:
        text = say(
            "改坏的规则只发现了 {percent}%，低于要求的 {least}%",
            "{percent}% of the broken rules were noticed, below {least}%",
            percent=mutation.percent,
            least=job.min_noticed,
        )
        lines += [page.paint(each, "error") for each in page.paragraph(text, "", "  ")]
    return "".join(line + "\n" for line in lines)


def _picture(tests: PackTests, coverage: Coverage) -> str:
    from jsrules.outputs.coverage_html import render_coverage_html

    return render_coverage_html(tests, coverage, _touches(tests))


def _touches(tests: PackTests) -> list[tuple[FormSet, list[BlockTouch]]]:
    from jsrules.authoring.testing.cells import touch_cells

    return [(each.forms, touch_cells(each.forms, each.rules, tests.seen)) for each in tests.prepared.resolved]


class _Steps:
    """A progress bar for work whose length is known once it has begun."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._progress: Progress | None = None

    def __enter__(self) -> _Steps:
        return self

    def take(self, _done: int, steps: int) -> None:
        """One more of so many is done."""
        if self._progress is None:
            self._progress = Progress(steps, self._label).__enter__()
        self._progress.step()

    def __exit__(self, *error: object) -> None:
        if self._progress is not None:
            self._progress.__exit__(None, None, None)
